"""Danger first: labels that fire it, crisis flows that leak, editors' words that quiet the core."""

from __future__ import annotations

import pytest

from bot.content import checks_danger
from bot.understanding.readings import DangerKind, Level
from tests.content.books import BOOK, CRISIS, SLOTS, codes, steps, told


def test_labels_and_phrases_must_not_fire() -> None:
    """Labels, synonyms, options of slots and phrases of interrupts are read like a person's words."""
    files = steps("""
        a:
          ask: 怎么样？
          save: situation
          choices:
            court: {label: 法院, also: [我不想活了]}
            other: 别的
          end: done
        """)
    assert told(files) == ["danger-label: 「我不想活了」本身会触发危机流程，选它的人到不了这里"]
    slots = SLOTS.replace("别的事", "想自杀")
    assert codes({"flows/slots.yaml": slots}) == ["danger-label"]
    interrupts = "interrupts:\n  one: {contains: [我要跳楼], call: talk}\n"
    assert codes({"flows/interrupts.yaml": interrupts}) == ["danger-label"]
    danger = {"flows/danger.yaml": "ideation: [收到法院消息]\nimminent: []\nexceptions: []\n"}
    assert codes(danger) == ["danger-label"]


def test_the_core_must_still_fire(monkeypatch: pytest.MonkeyPatch) -> None:
    """A core sample that comes out weaker or of another kind refuses the edition; a harmless one that fires warns."""
    core = (("我要杀了他全家", Level.IDEATION, DangerKind.HARM_TO_OTHERS),)
    monkeypatch.setattr(checks_danger, "CORE_REGRESSION", core)
    monkeypatch.setattr(checks_danger, "CORE_HARMLESS", ("今天忙死了",))
    assert codes({}) == []
    words = "ideation: [忙死了]\nimminent: [我要杀了他]\nexceptions: []\n"
    assert told({"flows/danger.yaml": words}) == [
        "danger-too-wide: 加上编辑的词以后，平常话「今天忙死了」也算危险",
        "danger-quieted: 加上编辑的词以后，核心的话「我要杀了他全家」听成了另一种危险",
    ]
    monkeypatch.setattr(checks_danger, "CORE_REGRESSION", (("你好", Level.IMMINENT, DangerKind.SELF),))
    assert told({"flows/danger.yaml": "ideation: [安眠药吃多了]\n"}) == []  # weak by itself: no editor's fault


def crisis(steps_text: str) -> dict[str, str]:
    return steps(steps_text, flow="crisis", start="ideation", head="crisis: true")


def test_danger_leads_into_crisis_flows() -> None:
    """Every danger route leads into a flow with `crisis: true`."""
    files = {"flows/book.yaml": BOOK.replace("distress: crisis.ideation", "distress: talk.start")}
    assert told(files) == ["danger-route: 危险 distress 走到 talk，它不是危机流程"]


def test_crisis_speaks_of_no_debts() -> None:
    """No documents and no list of debts while somebody is in danger."""
    files = crisis("""
        ideation:
          document: scripts/call
          repeat: {list: debts, more: 还有吗？, fields: {platform: {ask: 哪家？, example: 花呗}}}
          end: done
        """)
    assert codes(files) == ["crisis-debts", "crisis-debts"]


def test_release_wants_a_clear_yes() -> None:
    """Only the choice `yes`, or a rule that says so, leads to a step with `release`."""
    assert codes({"flows/crisis.yaml": CRISIS.replace("yes: {label: 我安全", "calm: {label: 我安全")}) == [
        "release-unsure"
    ]
    assert codes({"flows/crisis.yaml": CRISIS.replace("next: stay", "next: safe")})[0] == "release-unsure"
    by_rule = crisis("""
        ideation:
          ask: 你安全吗？
          save: ready
          next:
            - {when: ready is not known, goto: stay}
            - {when: COND, goto: safe}
            - {else: stay}
        stay:
          end: stayed
        safe:
          release: true
          end: safe
        """)
    for condition, wanted in [
        ("ready", []),
        ("ready == 'yes'", []),
        ("ready == 'no'", ["release-unsure"]),
        ("not ready", ["release-unsure"]),
    ]:
        files = {"flows/crisis.yaml": by_rule["flows/crisis.yaml"].replace("COND", condition)}
        assert codes(files) == wanted
    at_once = crisis("ideation:\n  release: true\n  end: safe\n")
    assert told(at_once) == ["release-unsure: 解除危险锁的步骤 ideation 一进流程就到了"]
    no_ask = crisis(
        "ideation:\n  next:\n    - {when: hour() > 3, goto: safe}\n    - {else: safe}\nsafe:\n  release: true\n  end: x\n"
    )
    assert codes(no_ask) == ["release-unsure"]
    assert codes(steps("a:\n  release: true\n  end: done\n")) == ["release-place"]


def test_crisis_does_not_leak() -> None:
    """No way out of the crisis flows without a release; with one, and by `end`, is well."""
    assert codes({"flows/crisis.yaml": CRISIS.replace("end: safe", "next: home.hello")}) == []
    leak = {"flows/crisis.yaml": CRISIS.replace("end: stayed", "next: home.hello")}
    assert told(leak) == ["crisis-leak: 没有说“是”就离开了危机流程：先 crisis.ideation → crisis.stay → home.hello"]
    call = {"flows/crisis.yaml": CRISIS.replace("    say: 我陪着你。", "    call: talk")}
    assert codes(call) == ["crisis-leak"]


def said(entry: str) -> dict[str, str]:
    """A book whose danger.yaml answers one thing that people say in danger."""
    return {"flows/danger.yaml": f"said:\n  one: {entry}\n"}


def test_what_is_said_in_danger_is_answered_by_crisis_flows_only() -> None:
    """Each entry says about whom, hears something, and leads to steps of crisis flows; nothing in it fires danger itself."""
    assert codes(said("{of: [self], contains: [打不通], goto: crisis.stay}")) == []
    assert codes(said("{of: [self], contains: [打不通], goto: talk.start}")) == ["danger-route"]
    assert codes(said("{of: [mine], contains: [打不通], goto: crisis.stay}")) == ["bad-value"]
    assert codes(said("{of: [self], contains: [打不通], goto: crisis.nowhere}")) == ["unknown-step"]
    assert codes(said("{of: [self], contains: [打不通], at: crisis.nowhere, goto: crisis.stay}")) == ["unknown-step"]
    assert codes(said("{of: [self], goto: crisis.stay}")) == ["missing-key"]
    assert codes(said("{contains: [打不通], goto: crisis.stay}")) == ["missing-key"]
    assert codes(said("{of: [self], contains: [打不通]}")) == ["missing-key"]
    assert codes(said("{of: [self], contains: [我想自杀], goto: crisis.stay}")) == ["danger-label"]
    assert codes(said("{of: [self], pattern: '.*', goto: crisis.stay}")) == ["bad-pattern"]


def test_no_answer_in_danger_releases() -> None:
    """A word like 好 can never lift the latch: only the yes to a question does."""
    assert codes(said("{of: [self], contains: [好], goto: crisis.safe}")) == ["release-unsure"]

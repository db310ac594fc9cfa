"""The register shows only what may be shown on the day that is passed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.edition import Built
from bot.content.fact_reader import read_facts
from bot.content.facts import FactRegister, State
from bot.content.problems import Problem, Problems
from bot.content.sources import shipped_folder
from bot.content.yaml_reader import read as read_yaml

GOOD = "source: 官网, checked_on: 2026-11-20, confidence: high, display: true, safe: 请看官网"
DAY = dt.date(2026, 11, 20)


def look(body: str) -> tuple[FactRegister, list[Problem]]:
    problems = Problems()
    top = read_yaml("flows/facts/x.yaml", f"facts:\n{body}".encode(), problems)
    facts = read_facts(top, problems) if top else []
    return FactRegister({f.id: f for f in facts}), list(problems)


def hotline(rest: str = GOOD, number: str = "12348") -> str:
    return f'  h: {{kind: hotline, name: 热线, number: "{number}", purpose: 问, {rest}}}\n'


def test_default_expiry_is_180_days_after_the_check() -> None:
    """Without `expires_on` a fact lasts 180 days from the day it was checked."""
    register, problems = look(hotline())
    assert not problems
    assert register.facts["h"].expires_on == dt.date(2027, 5, 19)
    assert register.say("h", "number", dt.date(2027, 5, 19)) == "12348"
    assert register.say("h", "number", dt.date(2027, 5, 20)) == "请看官网"


@pytest.mark.parametrize(
    "rest",
    [
        GOOD.replace("high", "low"),
        GOOD.replace("display: true", "display: false"),
        GOOD.replace(", display: true", ""),
    ],
)
def test_hidden_facts_are_never_shown(rest: str) -> None:
    """Low confidence, `display: false` or no `display` at all: the safe wording, whichever item is read."""
    register, problems = look(hotline(rest))
    assert not problems
    assert register.say("h", "number", DAY) == register.say("h", "name", DAY) == "请看官网"
    assert register.stale(DAY)[0].state is State.HIDDEN


def test_essential_numbers_never_disappear() -> None:
    """An expired emergency number stays, says what to do when it fails, and is told to the editor."""
    register, _ = look(hotline(GOOD + ", essential: true", "12356"))
    late = dt.date(2030, 1, 1)
    assert register.say("h", "number", late) == "12356（打不通请拨 110／120）"
    assert register.say("h", "name", late) == "热线"
    assert [(s.id, s.state, s.essential) for s in register.stale(late)] == [("h", State.EXPIRED, True)]


def test_110_needs_no_other_number() -> None:
    """110 and 120 are the last resort themselves."""
    register, _ = look(hotline(GOOD + ", essential: true", "110"))
    assert register.say("h", "number", dt.date(2030, 1, 1)) == "110"


def test_editors_are_warned_thirty_days_ahead() -> None:
    """Thirty days before its last day a fact is stale soon, before that it is not."""
    register, _ = look(hotline())
    assert register.stale(dt.date(2027, 4, 19)) == ()
    assert register.stale(dt.date(2027, 4, 20))[0].state is State.SOON
    assert register.stale(dt.date(2027, 5, 20))[0].state is State.EXPIRED


def test_a_text_may_say_when_a_fact_was_checked() -> None:
    """`as_of` is the day of checking; what may not be shown says its safe wording there too."""
    register, _ = look(hotline())
    assert register.say("h", "as_of", DAY) == "2026 年 11 月 20 日"
    assert register.say("h", "as_of", dt.date(2030, 1, 1)) == "请看官网"


def test_laws_wait_until_they_are_in_force() -> None:
    """A law is not shown before `effective_from`."""
    register, problems = look(f"  w: {{kind: law, name: 法, text: 原文, effective_from: 2027-01-01, {GOOD}}}\n")
    assert not problems
    assert register.say("w", "text", DAY) == "请看官网"
    assert register.stale(DAY)[0].state is State.NOT_YET
    assert register.say("w", "text", dt.date(2027, 1, 1)) == "原文"


def test_nothing_is_said_of_what_is_not_there() -> None:
    """An unknown fact or item says nothing; it was refused when the edition was built."""
    register, _ = look(hotline())
    assert register.say("nobody", "number", DAY) == register.say("h", "hours", DAY) == ""
    assert register.items("h") == ("number", "name", "purpose", "as_of")


def test_unused_facts_are_listed() -> None:
    """What no text reads is told to the editor."""
    register, _ = look(hotline() + hotline().replace("  h:", "  other:"))
    assert register.unused({"fact.h.number", "situation"}) == ("other",)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (hotline(number="call me"), "bad-value"),
        (hotline(GOOD.replace("2026-11-20", "2026-02-30")), "bad-value"),
        (hotline(GOOD.replace("2026-11-20", "昨天")), "bad-value"),
        (hotline(GOOD.replace("checked_on: 2026-11-20, ", "")), "missing-key"),
        (hotline(GOOD.replace("high", "sure")), "bad-value"),
        (hotline(GOOD + ", expires_on: 2026-01-01"), "bad-value"),
        (hotline(GOOD.replace("safe: 请看官网", "essential: false")), "fact-no-safe"),
        (hotline(GOOD + ", unit: 元"), "unknown-key"),
        (f"  n: {{kind: number, name: 线, value: 很多, {GOOD}}}\n", "bad-value"),
        (f"  n: {{kind: colour, name: 线, {GOOD}}}\n", "bad-value"),
        (f"  n: {{name: 线, {GOOD}}}\n", "bad-value"),
        (f"  N: {{kind: organisation, name: 线, {GOOD}}}\n", "bad-id"),
        ("  n: 12348\n", "wrong-shape"),
        ("  - n\n", "wrong-shape"),
    ],
)
def test_wrong_facts_are_told(body: str, code: str) -> None:
    """A fact that is not complete or not plausible is told, once."""
    assert [p.code for p in look(body)[1]] == [code]


def test_build_lists_unused_facts(built: Callable[..., Built]) -> None:
    """An edition knows which of its facts nothing reads; a handoff counts."""
    edition = built().edition
    assert edition is not None
    assert edition.unused_facts() == ("rule_visit",)


def test_shipped_facts_are_good() -> None:
    """Every shipped fact reads well and is shown on its day of checking."""
    for path in sorted((shipped_folder() / "flows" / "facts").glob("*.yaml")):
        problems = Problems()
        top = read_yaml(path.name, Path(path).read_bytes(), problems)
        assert top is not None
        facts = read_facts(top, problems)
        assert not list(problems)
        register = FactRegister({f.id: f for f in facts})
        assert all(register.shown(f.id, f.checked_on) for f in facts if f.display and f.confidence != "low")

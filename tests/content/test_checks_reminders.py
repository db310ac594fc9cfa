"""Reminders have their own yes, and what they show first tells nobody about debts."""

from __future__ import annotations

import pytest

from tests.content.books import BOOK, base, codes, steps, told

ASKED = """\
a:
  ask: 要提醒吗？
  save: ready
  consent: reminders_v1
  next: b
b:
  remind: {at: +1d 10:00, call: later, kind: KIND, if: ready}
  end: done
"""
CRISIS = base()["flows/crisis.yaml"]


def reminded(body: str, kind: str = "appointment", head: str = "") -> dict[str, str]:
    """A book whose reminder leads to these steps; `head` are lines above them."""
    return {**steps(ASKED.replace("KIND", kind)), **steps(body, "later", head=head)}


def test_a_reminder_reads_the_answer_to_its_question() -> None:
    """Without `if`, or with one that reads something else, nobody said yes; care after danger needs none."""
    later = steps("a:\n  say: 到时候了。\n  end: seen\n", "later")
    for condition in ("", ", if: income is known"):
        files = {**steps(ASKED.replace("kind: KIND, if: ready", f"kind: appointment{condition}")), **later}
        assert "reminder-no-yes: 提醒 later 没有先问要不要" in told(files)
    assert "reminder-no-yes" not in codes({**steps(ASKED.replace("KIND", "appointment")), **later})
    care = steps(ASKED.replace("KIND, if: ready", "care"))
    assert codes({**care, **steps("a:\n  say: 今天好点了吗？\n  end: seen\n", "later", head="crisis: true")}) == []


def test_care_leads_into_danger_flows_only() -> None:
    """While danger holds, no other flow is reached: neither by a reminder of care nor by the route of the book."""
    files = reminded("a:\n  say: 今天还好吗。\n  end: seen\n", kind="care")
    assert "danger-route: 问候走到 later，它不是危机流程，危险锁住时到不了" in told(files)
    wired = {"flows/book.yaml": BOOK.replace("script:", "care: talk.begin\nscript:", 1)}
    assert "danger-route: 问候走到 talk，它不是危机流程，危险锁住时到不了" in told(wired)
    asks = CRISIS.replace("  stay:\n", "  look:\n    say: 今天好一点了吗？\n    next: stay\n  stay:\n")
    right = {"flows/book.yaml": BOOK.replace("script:", "care: crisis.look\nscript:", 1), "flows/crisis.yaml": asks}
    assert codes(right) == []


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("say: 欠款的事到时候了。", "「欠」"),
        ("say: 每月 {{ income | money }}。", "每月收入（income）"),
        ("document: scripts/call\nsay: 好了。", "「scripts/call」"),
        ("ask: 催收来过吗？\nsave: ready", "「催收」"),
        ("ask: 怎么样？\nsave: none\nchoices: {paid: 还款了, later: 还没有}", "「还款」"),
    ],
)
def test_the_first_screen_tells_nothing(body: str, shown: str) -> None:
    """A telling word, a sum, a script or a label that names it: each is refused with what it shows."""
    lines = body.replace("\n", "\n  ")
    found = told(reminded(f"a:\n  {lines}\n  next: z\nz:\n  end: seen\n"))
    assert f"lock-screen: 提醒一响就露出{shown}" in found


def test_a_day_may_stand_there() -> None:
    """Dates are what a reminder is about."""
    assert "lock-screen" not in codes(reminded("a:\n  say: 约好的是 {{ hearing | date }}。\n  end: seen\n"))


def test_the_first_screen_goes_on_until_an_answer() -> None:
    """Steps behind the first one, and those of a flow that is called, are seen as well; what comes after a question is not."""
    behind = "a:\n  say: 到时候了。\n  next: b\nb:\n  say: 说说欠款。\n  next: a2\na2:\n  end: seen\n"
    assert "lock-screen" in codes(reminded(behind))
    after = "a:\n  ask: 现在方便吗？\n  save: ready\n  next: b\nb:\n  say: 说说欠款。\n  end: seen\n"
    assert "lock-screen" not in codes(reminded(after))
    called = reminded("a:\n  call: inner\n  next: b\nb:\n  end: seen\n")
    assert "lock-screen" in codes({**called, **steps("a:\n  say: 说说欠款。\n  end: told\n", "inner")})


def test_the_engines_own_sentences_of_a_reminder_are_judged() -> None:
    """What the engine says around a reminder stands on the same screen."""
    wording = base()["flows/wording.yaml"].replace("reminder_also: 好的。", "reminder_also: 还有几件催收的事。")
    assert wording != base()["flows/wording.yaml"]
    assert "lock-screen: 提醒一响就露出「催收」" in told({"flows/wording.yaml": wording})

"""Reminders: windows, ten minutes, conditions, pause, danger, editions."""

from __future__ import annotations

import dataclasses

from tests.engine.books import shelf
from tests.engine.person import Person, settled


def reminded() -> Person:
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业", "500")
    assert them.here.timers
    return them


def test_a_timer_follows_a_renamed_flow() -> None:
    """People standing at a renamed flow move along (`was`), and so do their reminders (architecture 6)."""
    old = shelf()
    flows = dict(old.flows)
    moved = flows.pop("checkin")
    steps = {
        n: dataclasses.replace(s, place=dataclasses.replace(s.place, flow="check_in")) for n, s in moved.steps.items()
    }
    flows["check_in"] = dataclasses.replace(moved, id="check_in", steps=steps)
    them = reminded().reads(dataclasses.replace(old, edition="e2", flows=flows, moved={"checkin": "check_in"}))
    them.times_up("tomorrow")
    assert them.asked == "约好的那通电话，打了吗？"


def test_a_postponed_timer_is_not_a_turn_without_change() -> None:
    """`silent` means that nothing changed (turn.py); a timer that waits has moved."""
    them = reminded()
    them.now = them.now.replace(day=21, hour=9, minute=55)
    them.says("谢谢")
    them.times_up("tomorrow")
    assert them.last.effects
    assert not them.last.silent

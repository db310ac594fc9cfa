"""A session is plain JSON: it comes back equal, from an older or a newer program too, and its copy is nobody else's."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from bot.engine.session import (
    WAITS,
    Answer,
    Decided,
    Frame,
    Latch,
    Mark,
    OpenQuestion,
    PaperRecord,
    Review,
    Session,
    Timer,
    fresh,
    from_json,
    to_json,
)
from tests.engine.person import FRIDAY

TOMORROW = "2026-11-21T10:00:00+08:00"


def full() -> Session:
    """A session in which no field has its default."""
    frame = Frame("main", "owed", "ask", "call", "d1", "d2", "d1")
    answer = Answer("value", ["a"], 1, "2.5", "2026-11-20T10:00:00+08:00", 3, "heard", "vague")
    return Session(
        created="2026-11-20T10:00:00+08:00",
        last="2026-11-20T11:00:00+08:00",
        turn=7,
        edition="e1",
        stack=[frame],
        held=[frame],
        slots={"reasons": answer},
        drafts={"city": Answer("skipped")},
        items={"debts": ["d1", "d2"]},
        current={"debts": "d1"},
        trail=[Mark(3, "reasons", (frame, frame), "d1")],
        open=OpenQuestion(7, "main.owed", "debt.owed@d1", "rivals", ("r0", "r1"), data=("8000", '"2.5"'), under="edit"),
        rung=2,
        rung_at="main.owed",
        adrift=1,
        editing="reasons",
        echoed=["reasons"],
        unsaid=["overdue_days"],
        latch=Latch(2, "self", "2026-11-20T10:00:00+08:00"),
        timers=[
            Timer("t:1", "checkin", TOMORROW, "care", 1, "main.script", TOMORROW, "2026-11-20T10:00:00+08:00", "d1", 2)
        ],
        papers=[PaperRecord("p1", "scripts/call", 6, True)],
        shown={"main.owed": "ff"},
        told=["masked"],
        consents={"amount_v1": "2026-11-20T10:00:00+08:00"},
        keep=False,
        outcome="got_script",
        paused=True,
        reminders_stopped=True,
        pushed=["2026-11-19T10:00:00+08:00"],
        shaken="2026-11-18T10:00:00+08:00",
        reach=WAITS,
        next_item=3,
        next_paper=2,
        review=Review("lawyer", 5, (Decided("debts", True, "ff", "keep"), Decided("", True, "", "look")), True),
    )


def test_no_field_of_the_full_session_has_its_default() -> None:
    """The round trip below proves every field, also one that somebody adds."""
    empty = Session(created="", last="")
    assert [f.name for f in msgspec.structs.fields(Session) if getattr(full(), f.name) == getattr(empty, f.name)] == []


def test_round_trip() -> None:
    """Through JSON text and back: equal, with the same types inside."""
    back = from_json(json.loads(json.dumps(to_json(full()))))
    assert back == full()
    assert isinstance(back.trail[0].stack, tuple)
    assert isinstance(back.trail[0].stack[0], Frame)
    assert back.open is not None
    assert isinstance(back.open.choices, tuple)


def test_a_fresh_session_goes_round_too() -> None:
    """Nothing set is nothing lost."""
    assert from_json(json.loads(json.dumps(to_json(fresh(FRIDAY))))) == fresh(FRIDAY)


def test_fields_of_a_newer_program_are_left_out() -> None:
    """After going back to the former version a session still opens."""
    data: dict[str, Any] = to_json(full())
    data["mood"] = 3
    for record in (data["stack"][0], data["slots"]["reasons"], data["open"], data["latch"], data["timers"][0]):
        record["mood"] = 3
    data["trail"][0]["mood"] = data["papers"][0]["mood"] = data["trail"][0]["stack"][0]["mood"] = 3
    assert from_json(data) == full()


def test_missing_fields_take_their_defaults() -> None:
    """A session of an older program still opens."""
    data = {k: v for k, v in to_json(fresh(FRIDAY)).items() if k in {"created", "last"}}
    assert from_json(data) == fresh(FRIDAY)


def test_a_copy_can_be_written_without_touching_the_original() -> None:
    """Every list and mapping of a copy is its own."""
    mine, copy = full(), full().copy()
    copy = mine.copy()
    copy.items["debts"].append("d3")
    for name in ("stack", "held", "trail", "echoed", "timers", "papers", "told"):
        getattr(copy, name).clear()
    for name in ("slots", "drafts", "current", "shown", "consents", "items"):
        getattr(copy, name).clear()
    assert mine == full()

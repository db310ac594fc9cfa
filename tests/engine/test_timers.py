"""Reminders: windows, ten minutes, conditions, pause, danger, editions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from bot.engine import answers as held
from bot.engine.events import TimeUp
from bot.engine.flowbook import Place, Remind, When
from bot.engine.limits import in_hours
from bot.engine.session import Timer
from bot.engine.timers import moment_of, set_timer
from bot.engine.turn import CancelTimers, Count, SetTimer
from tests.engine.books import ask, book, end, flow, lit, option, remind, say, shelf, step, without_step
from tests.engine.person import FRIDAY, Person, settled
from tests.engine.test_answers import work


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
    steps = {n: replace(s, place=replace(s.place, flow="check_in")) for n, s in moved.steps.items()}
    flows["check_in"] = replace(moved, id="check_in", steps=steps)
    them = reminded().reads(replace(old, edition="e2", flows=flows, moved={"checkin": "check_in"}))
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


# ---- when ----


def at(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{moment}+08:00")


@pytest.mark.parametrize(
    ("base", "more", "now", "due_"),
    [
        ("now", {"offset": dt.timedelta(minutes=20)}, "2026-11-20T10:00", "2026-11-20T10:20"),
        ("now", {"offset": dt.timedelta(minutes=20)}, "2026-11-20T20:20", "2026-11-21T09:00"),
        ("now", {"offset": dt.timedelta(hours=15), "clock": dt.time(9, 10)}, "2026-11-20T23:30", "2026-11-21T09:10"),
        ("now", {"offset": dt.timedelta(days=3), "clock": dt.time(10)}, "2026-11-20T02:00", "2026-11-23T10:00"),
        ("next_working_day", {"clock": dt.time(10)}, "2026-11-20T10:00", "2026-11-23T10:00"),
        ("next_working_day", {}, "2026-11-16T10:00", "2026-11-17T10:00"),
        (
            "received_on",
            {"offset": dt.timedelta(days=12), "clock": dt.time(10)},
            "2026-11-20T10:00",
            "2026-12-02T10:00",
        ),
        ("received_on", {"offset": dt.timedelta(days=12), "clock": dt.time(7)}, "2026-11-20T10:00", "2026-12-02T09:00"),
        ("income", {}, "2026-11-20T10:00", None),
        ("city", {}, "2026-11-20T10:00", None),
    ],
)
def test_due(base: str, more: dict[str, Any], now: str, due_: str | None) -> None:
    """The moment a `remind` means, moved into the hours of pushes (semantics 11); no date, no moment."""
    here = work(now=at(now))
    held.put(here, "received_on", held.answer_of(here, dt.date(2026, 11, 20)))
    held.put(here, "city", held.answer_of(here, "成都"))
    timer = Timer("t", "checkin", "", "review", 1, "x.y")
    assert moment_of(here, timer, Remind("t", When(base, **more), "checkin"), 0) == (at(due_) if due_ else None)


def test_a_date_at_the_end_of_the_calendar_sets_no_reminder() -> None:
    """Whatever date is held, nothing raises."""
    here = work()
    held.put(here, "received_on", held.answer_of(here, dt.date(9999, 12, 31)))
    action = Remind("r", When("received_on", dt.timedelta(days=12)), "deadline", None, "deadline")
    here.session.keep = True
    set_timer(here, Place("court", "noted"), action)
    assert here.session.timers == []


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-20T09:00", "2026-11-20T09:00"),
        ("2026-11-20T08:59", "2026-11-20T09:00"),
        ("2026-11-20T20:29", "2026-11-20T20:29"),
        ("2026-11-20T20:30", "2026-11-21T09:00"),
        ("2026-11-20T23:59", "2026-11-21T09:00"),
        ("2026-11-20T00:00", "2026-11-20T09:00"),
    ],
)
def test_hours_of_pushes(moment: str, allowed: str) -> None:
    """From 9:00 to before 20:30 (semantics 11)."""
    assert in_hours(at(moment)) == at(allowed)


# ---- whether ----


@pytest.mark.parametrize(
    ("keep", "kind", "set_"),
    [(True, "appointment", True), (None, "appointment", False), (None, "care", True), (False, "care", False)],
)
def test_reminders_need_a_yes(keep: bool | None, kind: str, set_: bool) -> None:
    """Nothing kept, no reminders; a sign of life after a crisis needs none (semantics 10)."""
    here = work()
    here.session.keep = keep
    set_timer(here, Place("x", "y"), Remind("r", When("now", dt.timedelta(hours=1)), "checkin", None, kind))
    assert bool(here.session.timers) is set_


def test_the_same_reminder_again_replaces_the_former() -> None:
    """One timer of one place and id; the same flow at the same moment is one, whoever set it; at most twenty."""
    here = work()
    here.session.keep = True
    action = Remind("r", When("now", dt.timedelta(hours=1)), "checkin")
    for turn, place in ((1, "a"), (2, "a"), (3, "b")):
        here.session.turn = turn
        set_timer(here, Place("x", place), action)
    assert [t.id for t in here.session.timers] == ["r:3"]
    assert CancelTimers(("r:1",)) in here.effects
    later = replace(action, at=When("now", dt.timedelta(hours=2)))
    here.session.turn = 4
    set_timer(here, Place("x", "a"), later)
    assert [t.at[11:16] for t in here.session.timers] == ["11:00", "12:00"]
    for n in range(40):
        set_timer(here, Place("x", f"s{n}"), Remind(f"q{n}", When("now", dt.timedelta(days=1, minutes=n)), "checkin"))
    assert len(here.session.timers) == 20


def test_a_reminder_of_the_past_or_without_date_is_not_set() -> None:
    """Ten days before yesterday; a date nobody knows; stopped reminders; a condition that does not hold."""
    here = work()
    here.session.keep = True
    held.put(here, "received_on", held.answer_of(here, FRIDAY.date()))
    for action in (
        Remind("past", When("received_on", dt.timedelta(days=-10)), "checkin"),
        Remind("never", When("income"), "checkin"),
        Remind("no", When("now", dt.timedelta(hours=1)), "checkin", lit(False)),
    ):
        set_timer(here, Place("x", "y"), action)
    here.session.reminders_stopped = True
    set_timer(here, Place("x", "y"), Remind("r", When("now", dt.timedelta(hours=1)), "checkin"))
    assert here.session.timers == []


# ---- firing ----


def test_a_timer_starts_its_flow_above_the_question() -> None:
    """Its question, then, once answered, the one that waited."""
    them = reminded()
    waiting = them.at
    them.times_up("tomorrow")
    assert them.asked == "约好的那通电话，打了吗？"
    assert Count("reminder:checkin") in them.last.effects
    assert not them.last.silent
    assert them.here.stack[0].step == waiting.partition(".")[2]
    them.says("还没打")
    assert "好，知道了。" in them.said


def test_a_timer_fires_once() -> None:
    """The second time there is nothing: silent."""
    them = reminded()
    id = them.here.timers[0].id
    them.times_up("tomorrow")
    them.does(TimeUp(id))
    assert them.last.silent


@pytest.mark.parametrize("how", ["stopped", "flow gone", "condition"])
def test_a_timer_that_is_no_longer_wanted(how: str) -> None:
    """停 cancels; a vanished flow and a condition that no longer holds say nothing (semantics 11: evaluated when set and when fired)."""
    them = reminded()
    id = them.here.timers[0].id
    them.now = at("2026-11-21T10:00")
    session = them.here.copy()
    if how == "stopped":
        session.reminders_stopped = True
    elif how == "flow gone":
        whole = shelf()
        flows = {n: f for n, f in whole.flows.items() if n != "checkin"}
        them.reads(replace(whole, flows=flows))
    else:
        script = shelf().flows["main"].steps["script"]
        actions = tuple(replace(a, condition=lit(False)) if isinstance(a, Remind) else a for a in script.actions)
        main = shelf().flows["main"]
        steps = {**main.steps, "script": replace(script, actions=actions)}
        them.reads(replace(shelf(), flows={**shelf().flows, "main": replace(main, steps=steps)}))
    them.session = session
    them.does(TimeUp(id))
    assert not them.last.replies
    assert them.here.timers == []


def test_a_timer_whose_step_is_gone_is_still_delivered() -> None:
    """The promise stands, the place that made it does not."""
    them = reminded()
    them.reads(without_step(shelf(), "main.script"))
    them.times_up("tomorrow")
    assert them.asked == "约好的那通电话，打了吗？"


@pytest.mark.parametrize(
    ("now", "spoke", "paused", "again"),
    [
        ("2026-11-21T10:00", "2026-11-21T09:55", False, "2026-11-21T10:05"),
        ("2026-11-21T21:00", "2026-11-20T10:00", False, "2026-11-22T09:00"),
        ("2026-11-21T20:25", "2026-11-21T20:24", False, "2026-11-22T09:00"),
        ("2026-11-21T10:00", "2026-11-20T10:00", True, "2026-11-22T10:00"),
        ("2026-11-21T10:00", "2026-11-20T10:00", False, None),
    ],
)
def test_a_timer_waits(now: str, spoke: str, paused: bool, again: str | None) -> None:
    """Ten minutes after the person's last words, the silent hours, a pause (semantics 7, 11)."""
    them = reminded()
    session = them.here.copy()
    session.last, session.paused = at(spoke).isoformat(), paused
    them.session, them.now = session, at(now)
    them.does(TimeUp(session.timers[0].id))
    if again is None:
        assert them.asked
        return
    assert not them.last.replies
    assert [e.at for e in them.effects(SetTimer)] == [at(again)]
    assert them.here.timers[0].at == at(again).isoformat()


def test_a_deadline_comes_in_a_pause_but_not_in_danger() -> None:
    """Deadline notes stay in a pause (semantics 7); while danger holds only care comes (semantics 2, 11)."""
    them = settled(shelf())
    them.say_all("保存", "收到法院消息", "11月18日", "对")
    (timer,) = them.here.timers
    assert (timer.kind, timer.at[:16]) == ("deadline", "2026-11-30T10:00")
    them.says("暂停")
    paused = them.here
    them.times_up("reply_due")
    assert "有一件事的日子近了。" in them.said
    them.session = paused
    them.now = at("2026-11-29T10:00")
    them.says("我不想活了")
    them.now = at("2026-11-30T10:00")
    them.does(TimeUp(timer.id))
    assert not them.last.replies
    assert [e.at for e in them.effects(SetTimer)] == [at("2026-12-01T10:00")]


def test_a_second_reminder_takes_the_place_of_the_first() -> None:
    """Reminders do not pile up above the question."""
    them = reminded()
    session = them.here.copy()
    other = at("2026-11-22T10:00").isoformat()
    session.timers = [
        *session.timers,
        replace(session.timers[0], id="other:1", at=other, origin="nowhere.x"),
    ]
    them.session = session
    them.times_up("tomorrow")
    depth = len(them.here.stack)
    them.times_up("other")
    assert len(them.here.stack) == depth


def test_reminders_that_lead_on_do_not_pile_up() -> None:
    """Forty reminders whose first answer leads to a question that is never answered: the stack stays (B35)."""
    again = remind("t", "now", "checkin", offset=dt.timedelta(days=1), clock=dt.time(10))
    whole = book(
        flow(
            "checkin",
            {
                "start": step(
                    again,
                    ask("打了吗？", "call_result", option("got", "打通了", goto="side.q"), option("later", "还没打")),
                    then="checkin.done",
                ),
                "done": step(say("好。"), then=end("c")),
            },
        ),
        flow("side", {"q": step(ask("工单号？", "ticket"), then=end("q"))}),
    )
    them = settled(whole)
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业", "500")
    for _ in range(40):
        them.times_up()
        while not them.asked:  # four a week: some wait
            them.times_up()
        them.presses("打通了")
    assert len(them.here.stack) <= 4


def test_a_reminder_answered_is_over() -> None:
    """Three days after its first answer, the person is met like anybody who comes back (semantics 7)."""
    whole = book(
        flow(
            "checkin",
            {
                "start": step(
                    ask("打了吗？", "call_result", option("got", "打通了", goto="side.q")), then="checkin.done"
                ),
                "done": step(say("好。"), then=end("c")),
            },
        ),
        flow("side", {"q": step(ask("工单号？", "ticket"), then=end("q"))}),
    )
    them = settled(whole)
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业", "500")
    them.times_up()
    them.presses("打通了")
    them.waits(days=3).opens()
    assert them.asked == "要接着上次的吗？"
    assert "微粒贷" not in them.said

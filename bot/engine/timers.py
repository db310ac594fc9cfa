"""Reminders: when they are due, whether they still hold, and the hours in which a push may leave.

Pushes leave from 9:00 to before 20:30 in the person's zone; a timer due within ten minutes of the person's last words waits;
conditions are evaluated when set and when fired (`semantics.md` 11).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.engine.answers import value_under
from bot.engine.environment import true
from bot.engine.flowbook import Place, Remind, When
from bot.engine.session import Frame, Timer
from bot.engine.turn import CancelTimers, SetTimer
from bot.engine.work import Work

OPENS, CLOSES = dt.time(9, 0), dt.time(20, 30)
PAUSE = dt.timedelta(minutes=10)
TIMERS = 20  # a person; the oldest gives way


def set_timer(work: Work, origin: Place, action: Remind) -> None:
    """Set the reminder if its condition holds now and reminders are wanted; the same one again replaces the former."""
    session = work.session
    unwanted = session.keep is not True and action.kind != "care"  # a sign of life needs no yes, everything else does
    if session.reminders_stopped or session.keep is False or unwanted:
        return
    holds = true(work, action.condition)
    if action.condition is not None:
        work.took("if", f"{action.id}:{'yes' if holds else 'no'}", origin)
    if not holds:
        return
    at = due(work, action.at)
    if at is None or at <= work.now:
        return
    cancel(work, lambda t: t.origin == str(origin) and t.id.startswith(f"{action.id}:"))
    timer = Timer(f"{action.id}:{session.turn}", action.call, at.isoformat(), action.kind, session.turn, str(origin))
    session.timers = [*session.timers, timer][-TIMERS:]
    work.effects.append(SetTimer(timer.id, at, timer.kind, timer.flow))


def due(work: Work, when: When) -> dt.datetime | None:
    """The moment a `When` means now, moved into the hours of pushes; None where its date is unknown or beyond the calendar."""
    try:
        return _due(work, when)
    except OverflowError:
        return None


def _due(work: Work, when: When) -> dt.datetime | None:
    now = work.now
    match when.base:
        case "now":
            at = now + when.offset
        case "next_working_day":
            next_day = work.book.tables.holidays.next_working_day(now.date())
            at = dt.datetime.combine(next_day, dt.time(10), now.tzinfo) + when.offset
        case slot:
            day = value_under(work, slot)
            if not isinstance(day, dt.date):
                return None
            at = dt.datetime.combine(day, dt.time(10), now.tzinfo) + when.offset
    if when.clock is not None:
        at = at.replace(hour=when.clock.hour, minute=when.clock.minute, second=0, microsecond=0)
    return in_hours(at)


def in_hours(at: dt.datetime) -> dt.datetime:
    """The same moment, or the next 9:00 where it lies in the silent hours."""
    if at.time() < OPENS:
        return at.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    if at.time() >= CLOSES:
        return (at + dt.timedelta(days=1)).replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    return at


def cancel(work: Work, which: object) -> None:
    """Cancel the session's timers for which `which(timer)` is true."""
    assert callable(which)
    session = work.session
    gone = tuple(t.id for t in session.timers if which(t))
    if gone:
        session.timers = [t for t in session.timers if t.id not in gone]
        work.effects.append(CancelTimers(gone))


def stop_all(work: Work) -> None:
    """停: no more reminders, at once."""
    work.session.timers = []
    work.session.reminders_stopped = True
    work.effects.append(CancelTimers())


def fire(work: Work, timer_id: str) -> bool:
    """A timer is up: start its flow above the open question if it is still wanted and true; false when nothing is to be said."""
    session = work.session
    timer = next((t for t in session.timers if t.id == timer_id), None)
    if timer is None:
        return False
    session.timers = [t for t in session.timers if t.id != timer_id]
    timer = replace(timer, flow=work.book.moved.get(timer.flow, timer.flow))
    if session.reminders_stopped or timer.flow not in work.book.flows or not still_true(work, timer):
        return False
    later = postponed(work, timer)
    if later is not None:
        session.timers.append(replace(timer, at=later.isoformat()))
        work.effects.append(SetTimer(timer.id, later, timer.kind, timer.flow))
        return False
    flow = work.book.flows[timer.flow]
    below = next((n for n, f in enumerate(session.stack) if f.why == "timer"), len(session.stack))
    session.stack = [*session.stack[:below], Frame(flow.id, flow.start, "enter", "timer")]
    work.count(f"reminder:{timer.flow}")
    return True


def postponed(work: Work, timer: Timer) -> dt.datetime | None:
    """When to come back to a timer that must wait: silent hours, words of a moment ago, a pause, danger."""
    session, now = work.session, work.now
    last = dt.datetime.fromisoformat(session.last)
    if (session.paused and timer.kind != "deadline") or (session.latch is not None and timer.kind != "care"):
        return in_hours(now + dt.timedelta(days=1))
    moment = max(now, last + PAUSE) if now - last < PAUSE else now
    allowed = in_hours(moment)
    return allowed if allowed > now else None


def still_true(work: Work, timer: Timer) -> bool:
    """Whether the condition under which the timer was set holds today; a timer whose step is gone is still delivered."""
    step = work.book.step(Place.parse(timer.origin))
    if step is None:
        return True
    action = next((a for a in step.actions if isinstance(a, Remind) and timer.id.startswith(f"{a.id}:")), None)
    return action is None or true(work, action.condition)

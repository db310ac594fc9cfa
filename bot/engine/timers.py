"""Setting reminders: the moment that each means, what makes a series, and what takes one back.

Conditions are evaluated when set and when fired (`semantics.md` 11); who speaks when several are due is `reminding`'s business.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable

from msgspec.structs import replace

from bot.engine.answers import list_of, turn_to, value_under
from bot.engine.environment import true, value_of
from bot.engine.expressions import reads
from bot.engine.flowbook import Every, Place, Remind
from bot.engine.limits import CARE, in_hours
from bot.engine.session import ANSWERED, GONE, Frame, Timer
from bot.engine.turn import CancelTimers, SetTimer
from bot.engine.work import Work

MORNING = dt.time(10)  # of a day for which no time is written
TIMERS = 20  # a person; the oldest gives way
ROUNDS = 400  # of a series that are looked through for the next one to come


def set_timer(work: Work, origin: Place, action: Remind) -> None:
    """Set the reminder if its condition holds now and reminders are wanted; the same one again replaces the former."""
    session = work.session
    unwanted = session.keep is not True and action.kind != CARE  # a sign of life needs no yes, everything else does
    if session.reminders_stopped or session.keep is False or session.reach == GONE or unwanted:
        return
    item = item_of(work, action)
    mark = f"@{item}" if item else ""
    timer = Timer(
        id=f"{action.id}:{session.turn}{mark}",
        flow=action.call,
        at="",
        kind=action.kind,
        turn=session.turn,
        origin=str(origin),
        since=work.now.isoformat(),
        item=item,
        round=-1,
    )
    cancel(work, lambda t: same(t, timer, action))
    first = following(work, timer, action) if holds_for(work, origin, action, item) else None
    if first is None:
        return
    cancel(work, lambda t: (t.flow, t.at, t.item) == (first.flow, first.at, first.item))
    oldest = [t.id for t in session.timers][: max(0, len(session.timers) + 1 - TIMERS)]
    cancel(work, lambda t: t.id in oldest)
    hold(work, first)


def same(timer: Timer, other: Timer, action: Remind) -> bool:
    """Whether this is what an earlier visit to the same step set, for the same item."""
    return timer.origin == other.origin and timer.item == other.item and timer.id.startswith(f"{action.id}:")


def item_of(work: Work, action: Remind) -> str:
    """The item of a list that a reminder is about: the one that is current where it is set, if it reads fields of it."""
    for name in sorted(_names(action)):
        owner = list_of(work.book, name)
        if owner is not None:
            return work.session.current.get(owner.name, "")
    return ""


def _names(action: Remind) -> frozenset[str]:
    trees = [tree for tree in (action.condition, action.times) if tree is not None]
    return frozenset({action.at.base}).union(*(reads(tree) for tree in trees))


def holds_for(work: Work, origin: Place, action: Remind, item: str) -> bool:
    """Whether the condition of a reminder holds now, `debt` being the item: when it is set, and again when it is up."""
    if action.condition is None:
        return True
    found = true(work, action.condition, item)
    work.took("if", f"{action.id}:{'yes' if found else 'no'}", origin)
    return found


# --- when


def following(work: Work, timer: Timer, action: Remind) -> Timer | None:
    """The next of a series that lies ahead (of a single one: itself), None where there is none any more."""
    rounds = range(timer.round + 1, timer.round + 1 + ROUNDS) if action.every is not None else range(1)
    times = _times(work, action, timer.item)
    for number in rounds if timer.round < 0 or action.every is not None else ():
        at = moment_of(work, timer, action, number)
        if at is None or (times is not None and number >= times):
            return None
        if at > work.now:
            return replace(timer, at=at.isoformat(), due=at.isoformat(), round=number)
    return None


def _times(work: Work, action: Remind, item: str) -> int | None:
    """How many there are of a series; a number that nobody knows is one."""
    if action.times is None:
        return None
    found = value_of(work, action.times, item)
    return found if isinstance(found, int) and not isinstance(found, bool) else 1


def moment_of(work: Work, timer: Timer, action: Remind, number: int) -> dt.datetime | None:
    """The moment of one of a series, moved into the hours of pushes; None where its date is unknown or beyond the calendar."""
    try:
        return _moment(work, timer, action, number)
    except (OverflowError, ValueError):
        return None


def passed(work: Work, timer: Timer, action: Remind) -> bool:
    """Whether the day that a reminder was to come before lies behind: then it would say something untrue."""
    day = value_under(work, action.at.base, item=timer.item)
    if not isinstance(day, dt.date) or action.at.offset >= dt.timedelta():
        return False
    start = shifted(dt.datetime.combine(day, MORNING, work.now.tzinfo), action.every, timer.round)
    return work.now.date() > start.date()


def _moment(work: Work, timer: Timer, action: Remind, number: int) -> dt.datetime | None:
    when, zone = action.at, work.now.tzinfo
    since = dt.datetime.fromisoformat(timer.since).astimezone(zone) if timer.since else work.now
    match when.base:
        case "now":
            start = since
        case "next_working_day":
            start = dt.datetime.combine(work.book.tables.holidays.next_working_day(since.date()), MORNING, zone)
        case slot:
            day = value_under(work, slot, item=timer.item)
            if not isinstance(day, dt.date):
                return None
            start = dt.datetime.combine(day, MORNING, zone)
    at = shifted(start, action.every, number) + when.offset
    if when.clock is not None:
        at = at.replace(hour=when.clock.hour, minute=when.clock.minute, second=0, microsecond=0)
    return in_hours(at)


def shifted(start: dt.datetime, every: Every | None, number: int) -> dt.datetime:
    """The start of one of a series; the 31st is the last day of a shorter month, and the 31st again after it."""
    if every is None:
        return start
    months = start.year * 12 + start.month - 1 + every.months * number
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day) + dt.timedelta(days=every.days * number)


# --- holding and taking back


def hold(work: Work, timer: Timer) -> None:
    """Have a timer in the session and in the store; one of the same id is replaced."""
    session = work.session
    session.timers = [*(t for t in session.timers if t.id != timer.id), timer]
    work.effects.append(SetTimer(timer.id, dt.datetime.fromisoformat(timer.at), timer.kind, timer.flow))


def cancel(work: Work, which: Callable[[Timer], bool]) -> None:
    """Cancel the session's timers for which `which(timer)` is true."""
    session = work.session
    gone = tuple(t.id for t in session.timers if which(t))
    if gone:
        session.timers = [t for t in session.timers if t.id not in gone]
        work.effects.append(CancelTimers(gone))


def stop_all(work: Work) -> None:
    """停: no more reminders, at once; one that asks, and those that were to follow it, ask no more."""
    session = work.session
    session.timers = []
    session.reminders_stopped = True
    for stack in (session.stack, session.held):
        take_down(work, stack, lambda f: f.why == "timer" and f.item != ANSWERED)
    work.effects.append(CancelTimers())


def take_down(work: Work, stack: list[Frame], which: Callable[[Frame], bool]) -> None:
    """Leave the lowest frame that fits and everything above it; what was meant below is meant again."""
    below = next((n for n, f in enumerate(stack) if which(f)), len(stack))
    back = next((f.back for f in stack[below:] if f.back), "")
    turn_to(work, back)
    del stack[below:]

"""What becomes of reminders that are due: at most one speaks, with the others behind it; what may not speak now waits.

The rules are those of `semantics.md` 11: hours, ten minutes after the person's last words, limits, precedence, a pause, danger;
said only if still true. Several that are due at once are one message: the first asks, the next follows its answer.
"""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from bot.engine.flowbook import Place, Remind
from bot.engine.limits import CARE, DAY, DEADLINE, OPENS, free_at, in_hours, of_the_week, rank, tomorrow
from bot.engine.session import Frame, Timer
from bot.engine.timers import cancel, following, hold, holds_for, moment_of, passed, take_down
from bot.engine.turn import Question
from bot.engine.walk import run
from bot.engine.work import Work

PAUSE = dt.timedelta(minutes=10)
TOGETHER = 3  # reminders of one message
RELATIVE = ("now", "next_working_day")  # moments that no answer moves


def remind(work: Work, timer_id: str, wakes: bool) -> bool:
    """A timer is up: one of those that are due speaks, if any may; false when nothing is to be said."""
    session = work.session
    named = next((t for t in session.timers if t.id == timer_id), None)
    if named is None:
        return False
    live = still_due(work)
    if named in session.timers and named not in live:
        hold(work, named)  # the clock went back, or it has moved: the store takes it up again
    if live and (later := disturbs(work, wakes)) is not None:
        for timer in live:
            put_off(work, timer, later)
        return False
    ready = [timer for timer in live if may_speak(work, timer)]
    if not ready:
        return False
    speak(work, sorted(ready, key=rank))
    return True


# --- whether


def still_due(work: Work) -> list[Timer]:
    """The due timers that still hold; those that do not are dropped, those whose day has moved wait for it."""
    found = []
    for timer in list(work.session.timers):
        if dt.datetime.fromisoformat(timer.at) > work.now:
            continue
        at = true_moment(work, timer)
        action = action_of(work, timer)
        if at is None:
            take_back(work, timer)
        elif action is not None and passed(work, timer, action):
            over(work, timer)
        elif at > work.now:
            hold(work, replace(timer, at=at.isoformat(), due=at.isoformat()))
        else:
            found.append(timer)
    return found


def take_back(work: Work, timer: Timer) -> None:
    cancel(work, lambda t: t.id == timer.id)


def true_moment(work: Work, timer: Timer) -> dt.datetime | None:
    """When a due timer is to speak as things stand today: None where it no longer holds, later where its date has moved."""
    flow = work.book.moved.get(timer.flow, timer.flow)
    at = dt.datetime.fromisoformat(timer.at)
    if work.session.reminders_stopped or flow not in work.book.flows:
        return None
    action = action_of(work, timer)
    if action is None:
        return at  # the promise stands, the place that made it does not
    if not holds_for(work, Place.parse(timer.origin), action, timer.item):
        return None
    if action.at.base in RELATIVE:
        return at
    meant = moment_of(work, timer, action, timer.round)
    return None if meant is None else meant if meant > work.now else at


def action_of(work: Work, timer: Timer) -> Remind | None:
    """What the step that set a timer says of it today."""
    step = work.book.step(Place.parse(timer.origin))
    actions = step.actions if step is not None else ()
    return next((a for a in actions if isinstance(a, Remind) and timer.id.startswith(f"{a.id}:")), None)


def disturbs(work: Work, wakes: bool) -> dt.datetime | None:
    """When nobody is disturbed any more, None where nobody is now: words of a moment ago, and for a push the hours."""
    now, last = work.now, dt.datetime.fromisoformat(work.session.last)
    moment = (last + PAUSE).astimezone(now.tzinfo) if dt.timedelta() <= now - last < PAUSE else now
    allowed = in_hours(moment) if wakes else moment
    return allowed if allowed > now else None


def may_speak(work: Work, timer: Timer) -> bool:
    """Whether a live timer may speak now; one that may not is put off, and one that became care is held for it."""
    session, now = work.session, work.now
    if timer.kind == DEADLINE:
        if not in_crisis(work):
            return True
        return wait_for_care(work, timer)
    later = now
    if timer.kind != CARE:
        if session.paused:
            later = in_hours(now + DAY)
        if in_crisis(work):
            later = max(later, in_hours(dt.datetime.fromisoformat(session.shaken) + DAY if session.shaken else now))
            later = max(later, in_hours(now + DAY)) if session.latch is not None else later
    promised = promises(work) if timer.kind != CARE else ()
    later = max(later, free_at(session.pushed, now, promised))
    if later > now:
        put_off(work, timer, later)
    return later <= now


def in_crisis(work: Work) -> bool:
    """While danger holds and for a day after it: care, and nothing that asks for a step."""
    session = work.session
    if session.latch is not None:
        return True
    return bool(session.shaken) and work.now - dt.datetime.fromisoformat(session.shaken) < DAY


def promises(work: Work) -> tuple[dt.datetime, ...]:
    """The moments of care that is set."""
    return tuple(dt.datetime.fromisoformat(t.at) for t in work.session.timers if t.kind == CARE)


def wait_for_care(work: Work, timer: Timer) -> bool:
    """A deadline that comes up in danger waits for the care of the next morning; false, unless there is no such care."""
    session, now, route = work.session, work.now, work.book.routes.care
    if any(t.kind == CARE and dt.datetime.fromisoformat(t.at) <= now for t in session.timers):
        return False  # care is due as well and will say it
    set_already = sorted(at for at in promises(work) if at - now < 2 * DAY)
    if set_already:
        put_off(work, timer, set_already[0])
        return False
    if route is None:
        put_off(work, timer, in_hours(now + DAY))
        return False
    began = dt.datetime.fromisoformat(session.shaken or session.last).astimezone(now.tzinfo)
    morning = (began + DAY).replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    at = free_at(session.pushed, max(now, morning))
    care = Timer(f"care:{session.turn}", route.flow, at.isoformat(), CARE, session.turn, str(route), at.isoformat())
    hold(work, care)
    put_off(work, timer, at)
    return False


def put_off(work: Work, timer: Timer, at: dt.datetime) -> None:
    """A timer waits; the moment that it was meant for stays."""
    hold(work, replace(timer, at=at.isoformat(), due=timer.due or timer.at))


# --- speaking


def speak(work: Work, ready: list[Timer]) -> None:
    """The first of those that are ready asks; the others follow in the same message, or wait where care speaks."""
    session = work.session
    first, *others = ready
    together = [first]
    matters = {matter_of(work, first)}
    for timer in others:
        if first.kind == CARE:
            put_off(work, timer, tomorrow(work.now))
        elif matter_of(work, timer) in matters or len(matters) < TOGETHER:
            together.append(timer)
            matters.add(matter_of(work, timer))
        else:
            put_off(work, timer, tomorrow(work.now))
    due = sum(absorbed(work, timer) for timer in list(session.timers)) if first.kind == CARE else 0
    for timer in together:
        over(work, timer)
    if any(t.kind != DEADLINE for t in together):
        session.pushed = [at.isoformat() for at in of_the_week(session.pushed, work.now)] + [work.now.isoformat()]
    behind = list(dict.fromkeys(matter_of(work, t) for t in together))
    for flow in dict.fromkeys(flow for flow, _ in behind):
        work.count(f"reminder:{flow}")
    take_down(work, session.stack, lambda f: f.why == "timer")
    for flow, about in reversed(behind):
        session.stack.append(Frame(flow, work.book.flows[flow].start, "enter", "timer", flow, about))
    work.push = first.kind
    work.fired("timer")
    run(work)
    add_lines(work, len(behind) - 1, due)


def flow_of(work: Work, timer: Timer) -> str:
    return work.book.moved.get(timer.flow, timer.flow)


def matter_of(work: Work, timer: Timer) -> tuple[str, str]:
    """What a reminder is about: the same flow for two lenders is two matters, each asked for itself."""
    return flow_of(work, timer), timer.item


def over(work: Work, timer: Timer) -> None:
    """A timer has spoken; the next of its series is set."""
    action = action_of(work, timer)
    take_back(work, timer)
    coming = following(work, timer, action) if action is not None else None
    if coming is not None:
        hold(work, coming)


def absorbed(work: Work, timer: Timer) -> bool:
    """Whether this deadline is one of today's: care says it in one gentle sentence, and it does not come by itself."""
    at = dt.datetime.fromisoformat(timer.at).astimezone(work.now.tzinfo)
    if timer.kind != DEADLINE or at.date() > work.now.date() or true_moment(work, timer) is None:
        return False
    over(work, timer)
    return True


def add_lines(work: Work, behind: int, deadlines: int) -> None:
    """What each reminder says besides its own words, in front of its question: what follows, and that 停 ends it."""
    if not work.replies:
        return
    at = next((n for n, r in enumerate(work.replies) if isinstance(r, Question)), len(work.replies))
    tail = work.replies[at:]
    del work.replies[at:]
    if deadlines:
        work.say("reminder_deadline")
    if behind > 0:
        work.say("reminder_also", count=behind)
    work.say("reminder_stop")
    work.replies += tail

"""When a reminder may reach a person: the hours of pushes, how many a day and a week, and which kind goes first.

Deadline notes stand outside the limits. A promised sign of life keeps its place free: what is less pressing does not use it up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.engine.session import Timer

OPENS, CLOSES = dt.time(9, 0), dt.time(20, 30)
CARE, DEADLINE = "care", "deadline"
PRECEDENCE = (CARE, DEADLINE, "appointment", "review")
A_DAY, A_WEEK = 1, 4
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


def in_hours(at: dt.datetime) -> dt.datetime:
    """The same moment, or the next 9:00 where it lies in the silent hours."""
    if at.time() < OPENS:
        return at.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    if at.time() >= CLOSES:
        return (at + DAY).replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    return at


def rank(timer: Timer) -> tuple[int, dt.datetime, str]:
    """The order in which due reminders speak: by kind, then the one that waits longest."""
    order = PRECEDENCE.index(timer.kind) if timer.kind in PRECEDENCE else len(PRECEDENCE)
    return order, dt.datetime.fromisoformat(timer.due or timer.at), timer.id


def of_the_week(pushed: Iterable[str], now: dt.datetime) -> list[dt.datetime]:
    """The counted reminders of the last seven days, oldest first, in the zone of `now`."""
    moments = sorted(dt.datetime.fromisoformat(p).astimezone(now.tzinfo) for p in pushed)
    return [at for at in moments if now - at < WEEK]


def free_at(pushed: Iterable[str], now: dt.datetime, promised: Sequence[dt.datetime] = ()) -> dt.datetime:
    """When the limits let the next counted reminder through: `now`, or later.

    `promised`: moments of care that is set; the places it needs are taken.
    """
    before = of_the_week(pushed, now)
    free = now
    soon = [at for at in promised if now <= at < now + WEEK]
    left = A_WEEK - min(len(soon), 1)
    if len(before) >= left:
        free = max(free, in_hours(before[-left] + WEEK))
    if any(at.date() == now.date() for at in soon) or sum(at.date() == now.date() for at in before) >= A_DAY:
        free = max(free, tomorrow(now))
    return free


def tomorrow(now: dt.datetime) -> dt.datetime:
    """9:00 of the next day."""
    return in_hours((now + DAY).replace(hour=0, minute=0, second=0, microsecond=0))

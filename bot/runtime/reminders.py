"""Which of a person's due timers may speak now: hours, limits, precedence, lateness.

Pure. One timer at most speaks at a time; the others wait for another day, or are merged into it when they
are a day late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.engine.timers import PAUSE, in_hours
from bot.storage.store import StoredTimer

PRECEDENCE = ("care", "deadline", "appointment", "review")
A_DAY, A_WEEK = 1, 4
LATE = dt.timedelta(hours=24)
UNLIMITED = "deadline"


@dataclass(frozen=True, slots=True)
class Push:
    """A reminder that went out."""

    at: dt.datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of the due timers of one person."""

    fire: StoredTimer | None = None
    merged: tuple[str, ...] = ()  # over without a word of their own
    postponed: Mapping[str, dt.datetime] = field(default_factory=dict)


def plan(due: Sequence[StoredTimer], pushed: Sequence[Push], now: dt.datetime, *, wakes: bool) -> Plan:
    """`wakes`: a push may wake the person, so hours and the pause after their last words hold."""
    if not due:
        return Plan()
    if wakes and (later := _not_yet(due, now)) is not None:
        return Plan(postponed={timer.key: later for timer in due})
    ranked = sorted(due, key=_rank)
    free_at = _free_at(pushed, now)
    allowed = [timer for timer in ranked if free_at is None or timer.kind == UNLIMITED]
    chosen = allowed[0] if allowed else None
    rest = [timer for timer in ranked if timer is not chosen]
    merged = tuple(t.key for t in rest if chosen is not None and now - t.due > LATE and t.kind != UNLIMITED)
    waits = {
        t.key: free_at if free_at is not None else _tomorrow(now)
        for t in rest
        if t.key not in merged and t.kind != UNLIMITED
    }
    return Plan(chosen, merged, waits)


def _rank(timer: StoredTimer) -> tuple[int, float]:
    order = PRECEDENCE.index(timer.kind) if timer.kind in PRECEDENCE else len(PRECEDENCE)
    return order, -timer.due.timestamp()


def _not_yet(due: Sequence[StoredTimer], now: dt.datetime) -> dt.datetime | None:
    last = max(timer.last_contact for timer in due)
    moment = (last + PAUSE).astimezone(now.tzinfo) if dt.timedelta() <= now - last < PAUSE else now
    allowed = in_hours(moment)
    return allowed if allowed > now else None


def _free_at(pushed: Sequence[Push], now: dt.datetime) -> dt.datetime | None:
    """When the limits let the next one through; None: now."""
    counted = sorted(p.at.astimezone(now.tzinfo) for p in pushed if p.kind != UNLIMITED)
    week = [at for at in counted if now - at < dt.timedelta(days=7)]
    if len(week) >= A_WEEK:
        return in_hours(week[-A_WEEK] + dt.timedelta(days=7))
    if len([at for at in counted if at.date() == now.date()]) >= A_DAY:
        return _tomorrow(now)
    return None


def _tomorrow(now: dt.datetime) -> dt.datetime:
    return (now + dt.timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)

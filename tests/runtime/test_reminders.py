"""Which reminder speaks: hours, limits, precedence, lateness (`semantics.md` 11)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from bot.runtime.reminders import Plan, Push, plan
from bot.storage.store import StoredTimer

ZONE = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def timer(
    key: str, kind: str = "appointment", *, late: dt.timedelta = HOUR, contact: dt.timedelta = DAY
) -> StoredTimer:
    now = NOW.astimezone(dt.UTC)
    return StoredTimer("p:a", key, kind, now - late, "{}", 1, now - contact)


def decided(*due: StoredTimer, pushed: tuple[Push, ...] = (), now: dt.datetime = NOW, wakes: bool = True) -> Plan:
    return plan(due, pushed, now, wakes=wakes)


def test_nothing_due_nothing_said() -> None:
    assert decided() == Plan()


def test_a_push_waits_for_nine_in_the_morning() -> None:
    at_night = NOW.replace(hour=22)
    assert decided(timer("a"), now=at_night).postponed == {"a": (NOW + DAY).replace(hour=9)}
    assert decided(timer("a"), now=NOW.replace(hour=20, minute=30)).fire is None
    assert decided(timer("a"), now=NOW.replace(hour=20, minute=29)).fire is not None


def test_who_looks_at_the_screen_is_not_woken() -> None:
    assert decided(timer("a"), now=NOW.replace(hour=22), wakes=False).fire == timer("a")


def test_a_reminder_waits_ten_minutes_after_the_last_words() -> None:
    talking = timer("a", contact=dt.timedelta(minutes=3))
    assert decided(talking).postponed == {"a": NOW + dt.timedelta(minutes=7)}


def test_care_speaks_first_and_the_others_wait_for_tomorrow() -> None:
    result = decided(timer("c", "care"), timer("a", "appointment"), timer("r", "review"))
    assert result.fire == timer("c", "care")
    assert result.postponed == dict.fromkeys(("a", "r"), (NOW + DAY).replace(hour=9))


def test_what_is_a_day_late_is_merged_into_what_speaks_now() -> None:
    result = decided(timer("new"), timer("old", late=3 * DAY), timer("older", "review", late=5 * DAY))
    assert result.fire == timer("new")
    assert set(result.merged) == {"old", "older"}


def test_alone_it_speaks_even_late() -> None:
    assert decided(timer("old", late=3 * DAY)).fire is not None


def test_one_a_day() -> None:
    earlier = Push(NOW - HOUR / 2, "review")
    result = decided(timer("a"), pushed=(earlier,))
    assert result.fire is None
    assert result.postponed == {"a": (NOW + DAY).replace(hour=9)}


def test_four_a_week() -> None:
    pushed = tuple(Push(NOW - DAY * n, "review") for n in (1, 2, 3, 5))
    result = decided(timer("a"), pushed=pushed)
    assert result.fire is None
    assert result.postponed == {"a": NOW + 2 * DAY}


def test_deadline_notes_are_outside_the_limits_and_count_for_nobody() -> None:
    pushed = (Push(NOW - HOUR, "review"),)
    assert decided(timer("d", "deadline"), pushed=pushed).fire == timer("d", "deadline")
    assert decided(timer("a"), pushed=(Push(NOW - HOUR, "deadline"),)).fire == timer("a")

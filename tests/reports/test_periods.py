"""Periods never overlap, are the same whenever they are asked for, and hold enough people."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.reports.periods import ENOUGH, Period, periods

MONDAY = dt.date(2026, 11, 2)


def day(n: int) -> dt.date:
    return MONDAY + dt.timedelta(days=n)


def test_a_week_with_enough_people_is_a_period_once_it_is_over() -> None:
    """A period is told after its last day, not while it runs."""
    starts = {day(2): ENOUGH}
    assert periods(starts, day(2), day(6)) == ((), day(7))
    assert periods(starts, day(2), day(7)) == ((Period(day(0), day(7)),), day(14))
    assert str(Period(day(0), day(7))) == "2026-11-02 到 2026-11-08"


def test_weeks_are_put_together_until_there_are_enough() -> None:
    """Weeks with few people are joined with the next."""
    starts = {day(1): ENOUGH - 1, day(8): 1, day(15): 3 * ENOUGH, day(22): 4}
    assert periods(starts, day(1), day(40))[0] == (Period(day(0), day(14)), Period(day(14), day(21)))


def test_without_a_counter_there_is_none() -> None:
    """Before the first counter there is no period, only a next day to look."""
    assert periods({}, day(3), day(3)) == ((), day(7))


@given(st.dictionaries(st.integers(0, 70), st.integers(0, 40)), st.integers(0, 70), st.integers(0, 30))
def test_no_period_changes_and_no_two_overlap(counts: dict[int, int], now: int, later: int) -> None:
    """What was told once is told again in the same weeks, whatever happened since; every period has enough people."""
    starts = {day(n): count for n, count in counts.items()}
    told, soonest = periods({d: n for d, n in starts.items() if d < day(now)}, day(0), day(now))
    again, _ = periods(starts, day(0), day(now + later))
    assert again[: len(told)] == told
    for period in again:
        assert period.first.weekday() == period.until.weekday() == 0
        assert period.until <= day(now + later)
        assert sum(n for d, n in starts.items() if period.first <= d < period.until) >= ENOUGH
    assert all(a.until <= b.first for a, b in pairwise(again))
    assert day(now) < soonest <= day(now + 7)

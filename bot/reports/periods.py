"""Figures are told for periods that never overlap, so that no two of them can be subtracted.

A period is as many whole weeks, Monday to Sunday, as it takes to have enough new conversations. Which weeks those are follows
from the counters alone: it is the same whenever it is asked, and a week that is not over yet belongs to none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

ENOUGH = 50
"""New conversations of one period: with fewer, nearly every cell would be too small to be shown."""
WEEK = dt.timedelta(days=7)


class Period(Struct, frozen=True):
    """Whole weeks: from a Monday up to the Monday after the last Sunday."""

    first: dt.date
    until: dt.date

    def has(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day < self.until

    def __str__(self) -> str:
        return f"{self.first} 到 {self.until - dt.timedelta(days=1)}"


def periods(starts: Mapping[dt.date, int], first: dt.date, today: dt.date) -> tuple[tuple[Period, ...], dt.date]:
    """The periods since the first day that was counted, by the new conversations of each day; and when the next may be told,
    if enough people come."""
    begun = monday = first - dt.timedelta(days=first.weekday())
    found: list[Period] = []
    count = 0
    while monday + WEEK <= today:
        count += sum(starts.get(monday + dt.timedelta(days=n), 0) for n in range(7))
        monday += WEEK
        if count >= ENOUGH:
            found.append(Period(begun, monday))
            begun, count = monday, 0
    return tuple(found), monday + WEEK

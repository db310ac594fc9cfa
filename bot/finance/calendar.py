"""Which days are days off: weekends, the year's published holidays, the weekends worked instead; an unknown year is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct, field

SATURDAY = 5
DAY = dt.timedelta(days=1)
LONGEST_REST = 30  # days; no holiday is longer, and a faulty table must not loop


class HolidayYear(Struct, frozen=True):
    """The published arrangement of one year; `verified` by whom keeps the table."""

    off: frozenset[dt.date] = frozenset()
    work: frozenset[dt.date] = frozenset()  # weekends worked instead
    verified: bool = True
    source: str = ""


class Calendar(Struct, frozen=True):
    """Every year whose arrangement is known."""

    years: Mapping[int, HolidayYear] = field(default_factory=dict)

    def knows(self, day: dt.date) -> bool:
        """Whether the arrangement of the day's year is in the table and verified."""
        year = self.years.get(day.year)
        return year is not None and year.verified

    def day_off(self, day: dt.date) -> bool | None:
        """Whether it is a day off by law; None where the year is unknown."""
        if not self.knows(day):
            return None
        year = self.years[day.year]
        return day in year.off or (day.weekday() >= SATURDAY and day not in year.work)

    def working(self, day: dt.date) -> bool:
        """Whether people work; in an unknown year Monday to Friday."""
        off = self.day_off(day)
        return day.weekday() < SATURDAY if off is None else not off

    def next_working_day(self, day: dt.date) -> dt.date:
        """The next working day after `day`."""
        found = day
        for _ in range(LONGEST_REST):
            if found == dt.date.max:
                break
            found += DAY
            if self.working(found):
                break
        return found

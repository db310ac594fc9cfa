"""By when a court paper must be answered: counted from the day after receipt, moved behind days off (civil procedure law 82, 85).

Where the year's holidays are unknown the day is shown unmoved and says so. Where the day of receipt is unsure the earliest possible
day counts. All of it only helps to plan: the paper and the court decide.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from bot.finance.calendar import DAY, LONGEST_REST, Calendar

ANSWER = 15  # days to answer a claim, to object to jurisdiction, to object to a payment order, to appeal a judgment
APPEAL_RULING = 10
SET_ASIDE = 3  # months to ask a court to set an arbitral award aside
LONGEST = 3650  # days; more is no term of a court


class Term(Struct, frozen=True):
    """How long a paper leaves: days after the day of receipt, or months to the same day of a later month."""

    length: int
    months: bool = False

    def end(self, received: dt.date) -> dt.date | None:
        """The last day as counted; None where this is no term or leaves the calendar."""
        latest = dt.date.max - dt.timedelta(days=LONGEST + LONGEST_REST)
        if not 0 < self.length <= (LONGEST // 31 if self.months else LONGEST) or received > latest:
            return None
        return months_later(received, self.length) if self.months else received + dt.timedelta(days=self.length)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Paper(StrEnum):
    """Papers whose term a law fixes; the values are the keys by which flows name them."""

    SUMMONS = "summons"  # with the copy of the complaint: answer, objection to jurisdiction
    PAYMENT_ORDER = "payment_order"
    JUDGMENT = "judgment"  # first instance; small claims cannot be appealed
    RULING = "ruling"
    AWARD = "award"  # of an arbitration, to ask a court to set it aside


TERMS: Mapping[str, Term] = {
    Paper.SUMMONS: Term(ANSWER),
    Paper.PAYMENT_ORDER: Term(ANSWER),
    Paper.JUDGMENT: Term(ANSWER),
    Paper.RULING: Term(APPEAL_RULING),
    Paper.AWARD: Term(SET_ASIDE, months=True),
}


class Ground(StrEnum):
    """What a deadline rests on."""

    DAY_AFTER_RECEIPT = "day_after_receipt"
    MOVED_BEHIND_DAYS_OFF = "moved_behind_days_off"
    DAYS_OFF_UNKNOWN = "days_off_unknown"  # shown unmoved; whether it moves the court says
    EARLIEST_RECEIPT = "earliest_receipt"  # the day of receipt is unsure: the earliest possible one
    PAPER_DECIDES = "paper_decides"


class Deadline(Struct, frozen=True):
    """The last day, as counted and as it is; `latest` where the day of receipt is unsure."""

    counted: dt.date
    last: dt.date
    grounds: tuple[Ground, ...]
    latest: dt.date | None = None

    @property
    def sure(self) -> bool:
        """Whether the days off around it are known."""
        return Ground.DAYS_OFF_UNKNOWN not in self.grounds

    def left(self, today: dt.date) -> int:
        """Days from today to the last day; negative where it is past."""
        return (self.last - today).days


def deadline(
    received: dt.date, term: int | Term, calendar: Calendar, latest_received: dt.date | None = None
) -> Deadline | None:
    """The last day of a term (a number is days) after `received`; with `latest_received` the receipt lies between the two.

    None where the term is no term or the day cannot be counted.
    """
    term = term if isinstance(term, Term) else Term(term)
    counted = term.end(received)
    if counted is None:
        return None
    moved = _moved(counted, calendar)
    grounds = [Ground.DAY_AFTER_RECEIPT]
    if moved is None:
        grounds.append(Ground.DAYS_OFF_UNKNOWN)
    elif moved != counted:
        grounds.append(Ground.MOVED_BEHIND_DAYS_OFF)
    latest = None
    if latest_received is not None and latest_received > received:
        grounds.append(Ground.EARLIEST_RECEIPT)
        other = deadline(latest_received, term, calendar)
        latest = other.last if other else None
    return Deadline(counted, moved or counted, (*grounds, Ground.PAPER_DECIDES), latest)


def paper_deadline(
    paper: Paper, received: dt.date, calendar: Calendar, latest_received: dt.date | None = None
) -> Deadline | None:
    """The last day that a law gives for a paper."""
    return deadline(received, TERMS[paper], calendar, latest_received)


def _moved(day: dt.date, calendar: Calendar) -> dt.date | None:
    """The day itself or the first one after its days off; None where a year on the way is unknown."""
    for _ in range(LONGEST_REST):
        off = calendar.day_off(day)
        if off is None:
            return None
        if not off:
            return day
        day += DAY
    return None

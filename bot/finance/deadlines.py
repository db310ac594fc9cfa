"""By when a court paper must be answered: counted from the day after receipt, moved behind days off (civil procedure law 82, 85).

Where the year's holidays are unknown the day is shown unmoved and says so. Where the day of receipt is unsure the earliest possible
day counts. All of it only helps to plan: the paper and the court decide.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.finance.calendar import DAY, LONGEST_REST, Calendar

ANSWER = 15  # days to answer a claim, to object to jurisdiction, to object to a payment order, to appeal a judgment
APPEAL_RULING = 10
LONGEST = 3650  # days; more is no term of a court


class Paper(StrEnum):
    """Papers whose term a law fixes."""

    CLAIM = "claim"  # copy of the complaint: answer, objection to jurisdiction
    PAYMENT_ORDER = "payment_order"
    JUDGMENT = "judgment"  # first instance; small claims cannot be appealed
    RULING = "ruling"


TERMS: dict[Paper, int] = {
    Paper.CLAIM: ANSWER,
    Paper.PAYMENT_ORDER: ANSWER,
    Paper.JUDGMENT: ANSWER,
    Paper.RULING: APPEAL_RULING,
}


class Ground(StrEnum):
    """What a deadline rests on."""

    DAY_AFTER_RECEIPT = "day_after_receipt"
    MOVED_BEHIND_DAYS_OFF = "moved_behind_days_off"
    DAYS_OFF_UNKNOWN = "days_off_unknown"  # shown unmoved; whether it moves the court says
    EARLIEST_RECEIPT = "earliest_receipt"  # the day of receipt is unsure: the earliest possible one
    PAPER_DECIDES = "paper_decides"


@dataclass(frozen=True, slots=True)
class Deadline:
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
    received: dt.date, days: int, calendar: Calendar, latest_received: dt.date | None = None
) -> Deadline | None:
    """The last day of a term of `days` after `received`; with `latest_received` the receipt lies between the two.

    None where the term is no term or the day cannot be counted.
    """
    if not 0 < days <= LONGEST or received > dt.date.max - dt.timedelta(days=LONGEST + LONGEST_REST):
        return None
    counted = received + dt.timedelta(days=days)
    moved = _moved(counted, calendar)
    grounds = [Ground.DAY_AFTER_RECEIPT]
    if moved is None:
        grounds.append(Ground.DAYS_OFF_UNKNOWN)
    elif moved != counted:
        grounds.append(Ground.MOVED_BEHIND_DAYS_OFF)
    latest = None
    if latest_received is not None and latest_received > received:
        grounds.append(Ground.EARLIEST_RECEIPT)
        other = deadline(latest_received, days, calendar)
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

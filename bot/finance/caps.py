"""Lines to ask a question at, never verdicts: four times the LPR for possible private lending, another line for licensed lenders.

The table holds what was checked; a month outside it, or one whose figure nobody verified, gives no number and says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

FOUR = 4
FIRST_WHOLE_MONTH = (
    "2020-09"  # the rule of four times the LPR came on 2020-08-20; older contracts need a court's reckoning
)


class Lender(StrEnum):
    """Who lends, as far as a borrower can tell."""

    BANK = "bank"
    CONSUMER_FINANCE = "consumer_finance"
    MICROLOAN = "microloan"
    ASSISTED = "assisted"  # a platform that brings a bank's or consumer financier's money
    PRIVATE = "private"  # possibly private lending: a person, a company without licence
    UNSURE = "unsure"


LICENSED = frozenset({Lender.BANK, Lender.CONSUMER_FINANCE, Lender.MICROLOAN, Lender.ASSISTED})


class Published(Struct, frozen=True):
    """The one-year LPR of one month."""

    value: Decimal  # percent
    on: dt.date | None = None
    verified: bool = True


class LprTable(Struct, frozen=True):
    """One-year LPR by month (`YYYY-MM`), where it comes from and when it was checked."""

    months: Mapping[str, Published] = field(default_factory=dict)
    source: str = ""
    checked_on: dt.date | None = None

    @property
    def as_of(self) -> str:
        """The last month with a verified figure; empty for an empty table."""
        return max((month for month, one in self.months.items() if one.verified), default="")


class CapState(StrEnum):
    """Whether the line could be told."""

    GIVEN = "given"
    NOT_PRIVATE = "not_private"  # the rule is not for this lender
    BEFORE_RULE = "before_rule"
    NOT_VERIFIED = "not_verified"
    NOT_IN_TABLE = "not_in_table"


class Cap(Struct, frozen=True):
    """Four times the LPR at the time of a contract, as of the last verified month; `moved`: the LPR changed in that month."""

    state: CapState
    lpr: Decimal | None = None
    percent: Decimal | None = None
    month: str = ""  # of the LPR that was used
    as_of: str = ""
    moved: bool = False


def private_cap(lender: Lender, contract: str | dt.date, table: LprTable) -> Cap:
    """The line for possible private lending; a month takes its own LPR, a day the one in force on that day."""
    month = contract if isinstance(contract, str) else f"{contract:%Y-%m}"
    if lender is not Lender.PRIVATE:
        return Cap(CapState.NOT_PRIVATE, as_of=table.as_of)
    if month < FIRST_WHOLE_MONTH:
        return Cap(CapState.BEFORE_RULE, month=month, as_of=table.as_of)
    used = table.months.get(month)
    before = table.months.get(month_before(month))
    if used is None:
        return Cap(CapState.NOT_IN_TABLE, month=month, as_of=table.as_of)
    if isinstance(contract, dt.date):
        if used.on is None:
            return Cap(CapState.NOT_VERIFIED, month=month, as_of=table.as_of)
        if contract < used.on:
            month, used, before = month_before(month), before, None
            if used is None:
                return Cap(CapState.NOT_IN_TABLE, month=month, as_of=table.as_of)
    if not used.verified:
        return Cap(CapState.NOT_VERIFIED, month=month, as_of=table.as_of)
    moved = isinstance(contract, str) and before is not None and before.value != used.value
    return Cap(CapState.GIVEN, used.value, used.value * FOUR, month, table.as_of, moved)


def month_before(month: str) -> str:
    """2026-01 → 2025-12."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year - 1:04}-12" if number == 1 else f"{year:04}-{number - 1:02}"


class Question(StrEnum):
    """What a rate gives reason to ask; none of them says that nothing need be repaid."""

    NONE = "none"
    ASK_BREAKDOWN = "ask_breakdown"  # licensed or unsure: ask for the costs item by item
    ASK_PRIVATE_LINE = "ask_private_line"  # possible private lending above four times the LPR: ask 12348
    ASK_WHO_LENDS = "ask_who_lends"  # possible private lending without a line that can be told


def question(lender: Lender, rate: Decimal, line: Decimal, cap: Cap) -> Question:
    """The question that a rate suggests; `line` is the editors' figure for licensed lenders (24)."""
    if lender is not Lender.PRIVATE:
        return Question.ASK_BREAKDOWN if rate > line else Question.NONE
    if cap.percent is None:
        return Question.ASK_WHO_LENDS
    return Question.ASK_PRIVATE_LINE if rate > cap.percent else Question.NONE

"""What a loan costs a year: from what arrived and what has to be paid back, not from what the contract calls its rate.

Instalments: periodic internal rate of return × periods a year, nominal (8,000 in 10 × 910 monthly → 28.96 %). One repayment: simple
days / 365 (1,400 → 2,000 in 14 days → 1,117.35 %). Streams with no rate or with several say so. Every result lists what it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from bot.finance.fen import MOST, half_up, percent
from bot.finance.roots import changes, growth, positive_roots, trimmed

YEAR = 365  # days, as semantics 12 fixes
MOST_PERIODS = 360  # thirty years of months; more is a slip of the finger
MOST_TURNS = 60  # periods of a stream that changes its direction more than once; counting its roots takes long
MOST_PERCENT = 10**6  # a year; more is a figure mistyped, not a loan


class Assumption(StrEnum):
    """What a result rests on; templates hold the sentences."""

    OWN_FIGURES = "own_figures"  # the borrower's figures, not a verified statement
    NOMINAL = "nominal"  # periodic rate × periods a year, not compounded
    EQUAL_INSTALMENTS = "equal_instalments"
    EVEN_PERIODS = "even_periods"  # a first payment after one period, then every period, on time
    MONTHS_OF_A_TWELFTH = "months_of_a_twelfth"  # a month counts as a twelfth of a year
    DAYS_OF_365 = "days_of_365"
    FEES_FIRST_TAKEN_OFF = "fees_first_taken_off"  # fees paid up front lower what arrived
    FEES_EACH_ADDED = "fees_each_added"  # fees of each period count as payments
    NO_PENALTIES = "no_penalties"  # overdue interest and penalties are not in it
    BY_CONTRACT_SUM = "by_contract_sum"  # reckons with the sum of the contract
    BY_RECEIVED_SUM = "by_received_sum"  # reckons with what arrived


class Reason(StrEnum):
    """Why there is no rate."""

    NOTHING_RECEIVED = "nothing_received"
    NOTHING_PAID = "nothing_paid"
    PAID_LESS = "paid_less"  # less is paid back than arrived: figures are missing
    NO_TIME = "no_time"
    OUT_OF_RANGE = "out_of_range"  # too many periods, sums or a rate beyond every loan
    NO_ROOT = "no_root"
    SEVERAL_ROOTS = "several_roots"


class Rate(Struct, frozen=True):
    """A nominal rate in percent a year, and what it rests on."""

    percent: Decimal
    assumptions: tuple[Assumption, ...]


class NoRate(Struct, frozen=True):
    """No rate can be told, and why."""

    reason: Reason


class Loan(Struct, frozen=True):
    """A loan as it was paid out and has to be paid back, in fen."""

    received: int
    instalments: tuple[int, ...]
    fees_first: int = 0  # paid up front, on top of what the lender kept back
    fee_each: int = 0  # paid with each instalment: membership, guarantee, insurance
    days: int | None = None  # of one period; None: a month

    @classmethod
    def equal(
        cls, received: int, each: int, periods: int, fees_first: int = 0, fee_each: int = 0, days: int | None = None
    ) -> Loan:
        """A loan in equal instalments; more periods than thirty years of months are not written out."""
        return cls(received, (each,) * max(0, min(periods, MOST_PERIODS + 1)), fees_first, fee_each, days)


@lru_cache(maxsize=256)
def annual_rate(loan: Loan) -> Rate | NoRate:
    """The nominal annual rate of a loan, fees included."""
    payments = [each + loan.fee_each for each in loan.instalments]
    arrived = loan.received - loan.fees_first
    parts = (loan.received, loan.fees_first, loan.fee_each, *loan.instalments)
    if any(not 0 <= part <= MOST for part in parts) or len(payments) > MOST_PERIODS:
        return NoRate(Reason.OUT_OF_RANGE)
    if loan.days is not None and not 0 < loan.days <= 10 * YEAR:
        return NoRate(Reason.NO_TIME if loan.days <= 0 else Reason.OUT_OF_RANGE)
    if arrived <= 0:
        return NoRate(Reason.NOTHING_RECEIVED)
    if not any(payments):
        return NoRate(Reason.NOTHING_PAID)
    if sum(payments) < arrived:
        return NoRate(Reason.PAID_LESS)
    a_year = Fraction(12) if loan.days is None else Fraction(YEAR, loan.days)
    found = growth([arrived, *(-p for p in payments)])
    assert found is not None  # one change of sign: exactly one root
    return _rate((found - 1) * a_year, _rests_on(loan))


def _rests_on(loan: Loan) -> tuple[Assumption, ...]:
    found = [Assumption.OWN_FIGURES, Assumption.BY_RECEIVED_SUM, Assumption.NOMINAL, Assumption.EVEN_PERIODS]
    found.append(Assumption.MONTHS_OF_A_TWELFTH if loan.days is None else Assumption.DAYS_OF_365)
    if len(set(loan.instalments)) == 1 and len(loan.instalments) > 1:
        found.append(Assumption.EQUAL_INSTALMENTS)
    if loan.fees_first:
        found.append(Assumption.FEES_FIRST_TAKEN_OFF)
    if loan.fee_each:
        found.append(Assumption.FEES_EACH_ADDED)
    return (*found, Assumption.NO_PENALTIES)


def one_off_rate(received: int, repay: int, days: int) -> Rate | NoRate:
    """The simple annual rate of a loan paid back at once: interest ÷ received ÷ days × 365."""
    if not (0 <= received <= MOST and 0 <= repay <= MOST) or days > 10 * YEAR:
        return NoRate(Reason.OUT_OF_RANGE)
    if days <= 0:
        return NoRate(Reason.NO_TIME)
    if received == 0:
        return NoRate(Reason.NOTHING_RECEIVED)
    if repay == 0:
        return NoRate(Reason.NOTHING_PAID)
    if repay < received:
        return NoRate(Reason.PAID_LESS)
    simple = Fraction(repay - received, received) * Fraction(YEAR, days)
    rests_on = (Assumption.OWN_FIGURES, Assumption.BY_RECEIVED_SUM, Assumption.DAYS_OF_365, Assumption.NO_PENALTIES)
    return _rate(simple, rests_on)


def rate_of_stream(flows: Sequence[int], days: int | None = None) -> Rate | NoRate:
    """The nominal annual rate of any stream, one flow a period (plus to the borrower), if it has exactly one."""
    stream = trimmed(flows)
    if len(stream) > MOST_PERIODS + 1 or any(abs(flow) > MOST for flow in stream):
        return NoRate(Reason.OUT_OF_RANGE)
    if days is not None and not 0 < days <= 10 * YEAR:
        return NoRate(Reason.NO_TIME if days <= 0 else Reason.OUT_OF_RANGE)
    if changes(stream) > 1 and len(stream) > MOST_TURNS + 1:
        return NoRate(Reason.OUT_OF_RANGE)
    roots = positive_roots(stream)
    found = growth(stream)
    if roots == 0:
        return NoRate(Reason.NO_ROOT)
    if roots > 1 or found is None:  # a double root counts as two
        return NoRate(Reason.SEVERAL_ROOTS)
    a_year = Fraction(12) if days is None else Fraction(YEAR, days)
    months = Assumption.MONTHS_OF_A_TWELFTH if days is None else Assumption.DAYS_OF_365
    return _rate((found - 1) * a_year, (Assumption.OWN_FIGURES, Assumption.NOMINAL, Assumption.EVEN_PERIODS, months))


def _rate(share: Fraction, rests_on: tuple[Assumption, ...]) -> Rate | NoRate:
    return NoRate(Reason.OUT_OF_RANGE) if share * 100 > MOST_PERCENT else Rate(percent(share * 100), rests_on)


class Compared(Struct, frozen=True):
    """The same loan by the sum of the contract and by what arrived, side by side."""

    withheld: int  # fen kept back beforehand, fees up front included
    by_contract: Rate | NoRate
    by_received: Rate | NoRate


def compare(contract: int, loan: Loan) -> Compared | NoRate:
    """Contract beside reality; more received than contracted means that the figures do not fit."""
    if loan.received > contract:
        return NoRate(Reason.OUT_OF_RANGE)
    written = Loan(contract, loan.instalments, days=loan.days)
    found = annual_rate(written)
    if isinstance(found, Rate):
        kept = tuple(a for a in found.assumptions if a is not Assumption.BY_RECEIVED_SUM)
        found = Rate(found.percent, (Assumption.BY_CONTRACT_SUM, *kept))
    return Compared(contract - loan.received + loan.fees_first, found, annual_rate(loan))


class Left(Struct, frozen=True):
    """What is left of the loan itself after whole instalments, in fen rounded to yuan, and what that rests on."""

    amount: int
    paid: int  # whole instalments that the sum paid so far covers
    assumptions: tuple[Assumption, ...]


def principal_left(loan: Loan, paid_back: int) -> Left | None:
    """The loan itself after `paid_back` went into whole instalments on time, by the loan's own rate; None where it has none."""
    found = annual_rate(loan)
    if not isinstance(found, Rate) or not 0 <= paid_back <= MOST:
        return None
    payments = [each + loan.fee_each for each in loan.instalments]
    left = loan.received - loan.fees_first
    grows = growth([left, *(-p for p in payments)])
    assert grows is not None  # the same stream that has the rate
    count = 0
    for payment in payments:
        if payment > paid_back:
            break
        paid_back, left, count = paid_back - payment, half_up(left * grows) - payment, count + 1
    return Left(max(0, half_up(Fraction(left, 100)) * 100), count, found.assumptions)


class Daily(Struct, frozen=True):
    """What one more day adds, in fen, and what that rests on."""

    amount: int
    assumptions: tuple[Assumption, ...] = (
        Assumption.OWN_FIGURES,
        Assumption.NOMINAL,
        Assumption.DAYS_OF_365,
        Assumption.NO_PENALTIES,
    )


def daily_interest(owed: int, rate: Decimal) -> Daily | None:
    """What one more day adds at a rate in percent a year; without compounding and penalties."""
    if not 0 <= owed <= MOST or not rate.is_finite() or not 0 <= rate <= 100_000:
        return None
    return Daily(half_up(Fraction(owed) * Fraction(rate) / 100 / YEAR))

"""Rates agree with worked loans and with a second method to 0.01 percentage points; what has no rate says why."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.finance.rates import (
    MOST_PERIODS,
    Assumption,
    Compared,
    Loan,
    NoRate,
    Rate,
    Reason,
    annual_rate,
    compare,
    daily_interest,
    one_off_rate,
    principal_left,
    rate_of_stream,
)


def worth(rate: Fraction, payments: list[int]) -> Fraction:
    """What payments are worth today: discounted one by one, the long way."""
    total, factor = Fraction(0), Fraction(1)
    for payment in payments:
        factor /= 1 + rate
        total += payment * factor
    return total


def independently(received: int, payments: list[int], periods_a_year: Fraction) -> Fraction:
    """Percent a year by halving an interval of discounted worth in fractions; shares nothing with `bot.finance.roots`."""
    low, high = Fraction(0), Fraction(2)
    assert worth(high, payments) < received
    for _ in range(36):
        middle = (low + high) / 2
        if worth(middle, payments) >= received:
            low = middle
        else:
            high = middle
    return low * periods_a_year * 100


Y = 100  # fen
WORKED = [  # expected: worked by hand or with a spreadsheet's IRR, four places
    ("8,000 in 10 × 910", Loan.equal(8000 * Y, 910 * Y, 10), "28.9648"),
    ("12,000 in 12 × 1,066.19: one per cent a month", Loan.equal(12000 * Y, 106619, 12), "12.0008"),
    ("10,000 in 12 × 1,000", Loan.equal(10000 * Y, 1000 * Y, 12), "35.0742"),
    ("5,000 in 6 × 900", Loan.equal(5000 * Y, 900 * Y, 6), "26.9306"),
    ("20,000 in 24 × 1,100", Loan.equal(20000 * Y, 1100 * Y, 24), "28.2187"),
    ("30,000 in 36 × 1,200", Loan.equal(30000 * Y, 1200 * Y, 36), "25.4534"),
    ("6,000 in 12 × 500: no interest", Loan.equal(6000 * Y, 500 * Y, 12), "0"),
    ("1,000 → 1,030 after a month", Loan.equal(1000 * Y, 1030 * Y, 1), "36"),
    ("砍头息: 9,000 of 10,000 in 12 × 950", Loan.equal(9000 * Y, 950 * Y, 12), "46.0609"),
    ("500 up front, 10,000 in 12 × 920", Loan.equal(10000 * Y, 920 * Y, 12, fees_first=500 * Y), "28.6864"),
    ("39 a month, 10,000 in 12 × 890", Loan.equal(10000 * Y, 890 * Y, 12, fee_each=39 * Y), "20.5543"),
    ("both fees, 15,000 in 18 × 960", Loan.equal(15000 * Y, 960 * Y, 18, 300 * Y, 2550), "24.6921"),
    ("uneven instalments", Loan(10000 * Y, (3000 * Y, 3000 * Y, 3000 * Y, 2000 * Y)), "49.8760"),
    ("interest only, the loan at the end", Loan(10000 * Y, (100 * Y,) * 11 + (10100 * Y,)), "12"),
    ("three months free", Loan(10000 * Y, (0, 0, 0, 3700 * Y, 3700 * Y, 3700 * Y)), "25.3453"),
    ("weekly, 2,000 in 4 × 600", Loan.equal(2000 * Y, 600 * Y, 4, days=7), "402.2220"),
    ("weekly, 700 in 2 × 500", Loan.equal(700 * Y, 500 * Y, 2, days=7), "1432.1530"),
    ("fortnightly, 3,000 in 6 × 560", Loan.equal(3000 * Y, 560 * Y, 6, days=14), "87.0090"),
    ("every 30 days, 5,000 in 3 × 1,800", Loan.equal(5000 * Y, 1800 * Y, 3, days=30), "48.0465"),
    ("weekly with 150 up front", Loan.equal(1500 * Y, 380 * Y, 5, 150 * Y, days=7), "656.5219"),
    ("20 years, 200,000 in 240 × 1,450", Loan.equal(200000 * Y, 1450 * Y, 240), "6.1481"),
    ("small, 500 in 3 × 171.67", Loan.equal(500 * Y, 17167, 3), "17.9234"),
]


@pytest.mark.parametrize(("name", "loan", "expected"), WORKED, ids=[w[0] for w in WORKED])
def test_worked_loans(name: str, loan: Loan, expected: str) -> None:
    """Each worked loan comes out as worked, to half of a hundredth of a point."""
    found = annual_rate(loan)
    assert isinstance(found, Rate)
    assert abs(found.percent - Decimal(expected)) <= Decimal("0.005")


@pytest.mark.parametrize(("name", "loan", "expected"), WORKED, ids=[w[0] for w in WORKED])
def test_a_second_method_agrees(name: str, loan: Loan, expected: str) -> None:
    """Discounting in fractions and halving gives the same to 0.01 points."""
    found = annual_rate(loan)
    assert isinstance(found, Rate)
    a_year = Fraction(12) if loan.days is None else Fraction(365, loan.days)
    payments = [p + loan.fee_each for p in loan.instalments]
    other = independently(loan.received - loan.fees_first, payments, a_year)
    assert abs(Fraction(found.percent) - other) <= Fraction(1, 100)


def test_the_first_loan_to_the_hundredth() -> None:
    """8,000 in 10 × 910 is 28.96 %, nominal, and says what it rests on."""
    assert annual_rate(Loan.equal(8000 * Y, 910 * Y, 10)) == Rate(
        Decimal("28.96"),
        (
            Assumption.OWN_FIGURES,
            Assumption.BY_RECEIVED_SUM,
            Assumption.NOMINAL,
            Assumption.EVEN_PERIODS,
            Assumption.MONTHS_OF_A_TWELFTH,
            Assumption.EQUAL_INSTALMENTS,
            Assumption.NO_PENALTIES,
        ),
    )


ONE_OFF = [
    (1400, 2000, 14, "1117.35"),  # 600 / 1400 / 14 × 365 = 11.17346…
    (1000, 1000, 7, "0.00"),
    (1000, 1100, 365, "10.00"),
    (10000, 10500, 73, "25.00"),  # 500 / 10000 × 5
    (700, 1000, 7, "2234.69"),  # 3 / 7 × 365 / 7 = 22.34693…
    (5000, 5150, 30, "36.50"),  # 3 % × 365 / 30
    (3000, 3001, 1, "12.17"),  # 365 / 3000 = 12.1666…
]


@pytest.mark.parametrize(("received", "repay", "days", "expected"), ONE_OFF)
def test_one_off_loans(received: int, repay: int, days: int, expected: str) -> None:
    """A loan paid back at once: simple days over 365."""
    found = one_off_rate(received * Y, repay * Y, days)
    assert isinstance(found, Rate)
    assert str(found.percent) == expected
    assert Assumption.DAYS_OF_365 in found.assumptions
    assert Assumption.NO_PENALTIES in found.assumptions


def test_one_period_is_a_one_off_loan() -> None:
    """Instalments of one period of 14 days and a one-off loan of 14 days are the same loan."""
    one, other = annual_rate(Loan.equal(1400_00, 2000_00, 1, days=14)), one_off_rate(1400_00, 2000_00, 14)
    assert isinstance(one, Rate)
    assert isinstance(other, Rate)
    assert one.percent == other.percent == Decimal("1117.35")


@pytest.mark.parametrize(
    ("loan", "fee"),
    [
        (Loan.equal(10000_00, 900_00, 12, fees_first=100_00), Assumption.FEES_FIRST_TAKEN_OFF),
        (Loan.equal(10000_00, 900_00, 12, fee_each=1_00), Assumption.FEES_EACH_ADDED),
        (Loan.equal(10000_00, 900_00, 12, days=30), Assumption.DAYS_OF_365),
    ],
)
def test_assumptions_follow_the_loan(loan: Loan, fee: Assumption) -> None:
    """Fees and day counts show among what a rate rests on, only where they were used."""
    found, plain = annual_rate(loan), annual_rate(Loan.equal(10000_00, 900_00, 12))
    assert isinstance(found, Rate)
    assert isinstance(plain, Rate)
    assert fee in found.assumptions
    assert fee not in plain.assumptions


@pytest.mark.parametrize(
    ("loan", "reason"),
    [
        (Loan.equal(0, 100, 3), Reason.NOTHING_RECEIVED),
        (Loan.equal(100_00, 60_00, 3, fees_first=100_00), Reason.NOTHING_RECEIVED),
        (Loan.equal(100_00, 0, 3), Reason.NOTHING_PAID),
        (Loan(100_00, ()), Reason.NOTHING_PAID),
        (Loan.equal(100_00, 50_00, -1), Reason.NOTHING_PAID),
        (Loan.equal(100_00, 30_00, 3), Reason.PAID_LESS),
        (Loan.equal(100_00, 30_00, MOST_PERIODS + 1), Reason.OUT_OF_RANGE),
        (Loan.equal(100_00, 30_00, 10**12), Reason.OUT_OF_RANGE),
        (Loan.equal(100_00, -30_00, 3), Reason.OUT_OF_RANGE),
        (Loan.equal(10**16, 30_00, 3), Reason.OUT_OF_RANGE),
        (Loan.equal(100_00, 60_00, 2, days=0), Reason.NO_TIME),
        (Loan.equal(100_00, 60_00, 2, days=-7), Reason.NO_TIME),
        (Loan.equal(100_00, 60_00, 2, days=4000), Reason.OUT_OF_RANGE),
        (Loan.equal(1, 10**15, 12), Reason.OUT_OF_RANGE),
    ],
)
def test_no_rate_says_why(loan: Loan, reason: Reason) -> None:
    """Figures that make no loan give their reason, never an exception."""
    assert annual_rate(loan) == NoRate(reason)


@pytest.mark.parametrize(
    ("received", "repay", "days", "reason"),
    [
        (0, 100, 7, Reason.NOTHING_RECEIVED),
        (100, 0, 7, Reason.NOTHING_PAID),
        (100, 99, 7, Reason.PAID_LESS),
        (100, 120, 0, Reason.NO_TIME),
        (-1, 120, 7, Reason.OUT_OF_RANGE),
        (100, 10**16, 7, Reason.OUT_OF_RANGE),
        (100, 120, 10**6, Reason.OUT_OF_RANGE),
        (1, 10**15, 1, Reason.OUT_OF_RANGE),
    ],
)
def test_one_off_says_why(received: int, repay: int, days: int, reason: Reason) -> None:
    """So do figures that make no one-off loan."""
    assert one_off_rate(received, repay, days) == NoRate(reason)


STREAMS = [
    ((), None, Reason.NO_ROOT),
    ((0, 0), None, Reason.NO_ROOT),
    ((100, 20, 30), None, Reason.NO_ROOT),  # only ever received
    ((100, -230, 132), None, Reason.SEVERAL_ROOTS),  # 10 % and 20 %: 100g² − 230g + 132 = 100(g − 1.1)(g − 1.2)
    ((100, -200, 100), None, Reason.SEVERAL_ROOTS),  # a double root at 0 %
    ((100, -100, 100), None, Reason.NO_ROOT),  # turns twice and never balances
    ((100, -120, 50, -30, 20, -10) * 12, None, Reason.OUT_OF_RANGE),  # turns often for longer than is counted
    ((10**16, -1), None, Reason.OUT_OF_RANGE),
    ((100, -110), 0, Reason.NO_TIME),
    ((100, -110), 5000, Reason.OUT_OF_RANGE),
    ((1, *([-1] * 400)), None, Reason.OUT_OF_RANGE),
]


@pytest.mark.parametrize(("flows", "days", "reason"), STREAMS)
def test_streams_without_one_rate(flows: tuple[int, ...], days: int | None, reason: Reason) -> None:
    """No root, several roots and figures out of range say so."""
    assert rate_of_stream(flows, days) == NoRate(reason)


@pytest.mark.parametrize(
    ("flows", "days", "expected"),
    [
        ((100, -110), None, "120.00"),  # 10 % a month
        ((100, -110), 365, "10.00"),
        ((0, 100, 0, -121, 0), 73, "50.00"),  # g² = 1.21, five periods of 73 days a year
        ((100, -90), None, "-120.00"),  # less comes back: a stream may say so, a loan may not
        ((1000, -1500, 600, -200), None, None),  # turns three times and has one root all the same
    ],
)
def test_streams_with_one_rate(flows: tuple[int, ...], days: int | None, expected: str | None) -> None:
    """A stream with exactly one rate has it, whatever way it turns."""
    found = rate_of_stream(flows, days)
    assert isinstance(found, Rate)
    if expected is not None:
        assert str(found.percent) == expected
    if days is None:
        growth = 1 + Fraction(found.percent) / 1200
        assert abs(sum(f / growth**k for k, f in enumerate(flows))) < 1


def test_contract_beside_reality() -> None:
    """合同 10,000, 到手 9,000: the same instalments cost far more by what arrived."""
    found = compare(10000_00, Loan.equal(9000_00, 950_00, 12, fees_first=200_00))
    assert isinstance(found, Compared)
    assert found.withheld == 1200_00
    assert isinstance(found.by_contract, Rate)
    assert isinstance(found.by_received, Rate)
    assert found.by_contract.percent == Decimal("24.91")
    assert found.by_contract.assumptions[0] is Assumption.BY_CONTRACT_SUM
    assert Assumption.BY_RECEIVED_SUM not in found.by_contract.assumptions
    assert found.by_received.percent == Decimal("50.71")


def test_more_received_than_contracted_does_not_fit() -> None:
    """Whoever received more than the contract says mixed something up."""
    assert compare(8000_00, Loan.equal(9000_00, 950_00, 12)) == NoRate(Reason.OUT_OF_RANGE)
    found = compare(20000_00, Loan.equal(9000_00, 950_00, 12))
    assert isinstance(found, Compared)
    assert found.by_contract == NoRate(Reason.PAID_LESS)


@pytest.mark.parametrize(
    ("paid", "left", "count"),
    [
        (0, 8000_00, 0),
        (909_99, 8000_00, 0),  # not one whole instalment
        (910_00, 7283_00, 1),  # 8000 × 1.0241373 − 910
        (2730_00, 5797_00, 3),
        (9100_00, 0, 10),
        (10**9, 0, 10),
    ],
)
def test_what_is_left_of_the_loan_itself(paid: int, left: int, count: int) -> None:
    """8,000 in 10 × 910: each whole instalment pays its interest first, the rest lowers the loan; rounded to yuan."""
    found = principal_left(Loan.equal(8000_00, 910_00, 10), paid)
    assert found is not None
    assert (found.amount, found.paid) == (left, count)
    assert Assumption.EVEN_PERIODS in found.assumptions


def test_without_a_rate_nothing_is_left_to_tell() -> None:
    """Figures that do not fit give no estimate."""
    assert principal_left(Loan.equal(9000_00, 910_00, 3), 910_00) is None
    assert principal_left(Loan.equal(8000_00, 910_00, 10), -1) is None


@given(st.integers(100_00, 10**8), st.integers(1, 36), st.integers(0, 100), st.integers(0, 10**9))
def test_the_loan_never_grows_by_paying(received: int, periods: int, more: int, paid: int) -> None:
    """On time, what is left of the loan falls with what is paid and is never below zero nor above what arrived."""
    loan = Loan.equal(received, -(-received * (100 + more) // 100 // periods), periods)
    found, further = principal_left(loan, paid), principal_left(loan, paid + loan.instalments[0])
    if found is not None and further is not None:
        assert 0 <= further.amount <= found.amount <= received + 50


@pytest.mark.parametrize(
    ("owed", "rate", "expected"),
    [
        (10000_00, "36.5", 10_00),
        (12000_00, "24", 7_89),  # 7.8904…
        (1, "24", 0),
        (10000_00, "0", 0),
        (-1, "24", None),
        (10000_00, "-1", None),
        (10000_00, "NaN", None),
        (10000_00, "1000000", None),
    ],
)
def test_one_more_day(owed: int, rate: str, expected: int | None) -> None:
    """What a day adds: owed × rate ÷ 365, to the fen."""
    found = daily_interest(owed, Decimal(rate))
    assert (found and found.amount) == expected
    assert found is None or Assumption.NO_PENALTIES in found.assumptions


@given(
    st.integers(1_00, 10**9),
    st.lists(st.integers(0, 10**8), min_size=1, max_size=24),
    st.sampled_from([None, 7, 14, 30]),
)
def test_any_loan_balances(received: int, payments: list[int], days: int | None) -> None:
    """At the rate found, discounted payments are worth what arrived, to what two places of percent can move."""
    found = annual_rate(Loan(received, tuple(payments), days=days))
    if isinstance(found, NoRate):
        assert found.reason in {Reason.PAID_LESS, Reason.NOTHING_PAID, Reason.OUT_OF_RANGE}
        return
    a_year = Fraction(12) if days is None else Fraction(365, days)
    half = Fraction(51, 10000) / 100 / a_year
    rate = Fraction(found.percent) / 100 / a_year
    assert worth(rate + half, payments) <= received <= worth(max(rate - half, Fraction(-1, 2)), payments)
    assert found.percent >= 0


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(-5, 5000), st.one_of(st.none(), st.integers(-3, 5000)))
def test_figures_never_raise(received: int, each: int, periods: int, days: int | None) -> None:
    """Whatever a person types, the outcome is a rate or a reason."""
    assert isinstance(annual_rate(Loan.equal(received, each, periods, days=days)), (Rate, NoRate))
    assert isinstance(one_off_rate(received, each, periods), (Rate, NoRate))


@given(st.lists(st.integers(-1000, 1000), max_size=7))
def test_streams_never_raise(flows: list[int]) -> None:
    """Any stream gives its one rate, or says that it has none or several."""
    found = rate_of_stream(flows)
    assert isinstance(found, (Rate, NoRate))
    if isinstance(found, NoRate):
        assert found.reason in {Reason.NO_ROOT, Reason.SEVERAL_ROOTS, Reason.OUT_OF_RANGE}

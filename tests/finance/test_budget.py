"""What a month can carry, and fen: whole figures worked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.finance.budget import Basis, budget, buffer
from bot.finance.fen import MOST, fen, half_up, percent, yuan

WORKED = [  # income, costs → buffer, affordable, short; yuan
    (5500, 4200, 275, 1025, 0),
    (3000, 2500, 200, 300, 0),  # 5 % is 150: the 200 count
    (4000, 3000, 200, 800, 0),  # just equal
    (4010, 3000, "200.50", 809, 0),  # 809.50, rounded down
    (3000, 3000, 200, 0, 200),
    (0, 1500, 200, 0, 1700),
    (10000, 9499, 500, 1, 0),
    (10000, 9500, 500, 0, 0),
]


@pytest.mark.parametrize(("income", "costs", "kept", "carries", "short"), WORKED)
def test_budgets(income: int, costs: int, kept: int | str, carries: int, short: int) -> None:
    """Income minus living minus the buffer, whole yuan, never below zero, with what is missing."""
    found = budget(income * 100, costs * 100)
    assert found is not None
    assert found.buffer == Decimal(kept) * 100
    assert (found.affordable, found.short) == (carries * 100, short * 100)
    assert found.basis == tuple(Basis)


def test_the_buffer_is_rounded_up() -> None:
    """A twentieth that is no whole fen counts in the person's favour."""
    assert buffer(4000_01) == 200_01  # 200.0005


def test_impossible_budgets() -> None:
    """Negative or endless figures give no budget."""
    assert budget(-1, 0) is None
    assert budget(0, -1) is None
    assert budget(MOST + 1, 0) is None


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_budget_promises_nothing_it_has_not(income: int, costs: int) -> None:
    """What is affordable leaves living and buffer untouched, and one more yuan would not."""
    found = budget(income, costs)
    assert found is not None
    assert found.affordable % 100 == 0
    assert found.buffer == buffer(income) >= 200_00
    if found.affordable:
        assert costs + found.buffer + found.affordable <= income < costs + found.buffer + found.affordable + 100
        assert found.short == 0
    else:
        assert income < costs + found.buffer + 100


@pytest.mark.parametrize(
    ("given_", "out"),
    [
        (12, 1200),
        (Decimal("12.345"), 1235),  # a half goes up
        (Decimal("12.344"), 1234),
        (0, 0),
        (-1, None),
        (Decimal("NaN"), None),
        (Decimal("Infinity"), None),
        (MOST, None),
    ],
)
def test_yuan_to_fen(given_: int | Decimal, out: int | None) -> None:
    """Yuan become whole fen or, where they are no sum, nothing."""
    assert fen(given_) == out


def test_fen_to_yuan() -> None:
    """Whole yuan are whole, others have two places."""
    assert [str(yuan(n)) for n in (1200, 1205, 1, 0)] == ["12", "12.05", "0.01", "0"]
    assert isinstance(yuan(1200), int)


def test_rounding() -> None:
    """Halves go away from zero; percentages have two places."""
    assert [half_up(Fraction(n, 2)) for n in (-3, -1, 1, 3, 4)] == [-2, -1, 1, 2, 2]
    assert str(percent(Fraction(24))) == "24.00"
    assert str(percent(Fraction(2896484, 100000))) == "28.96"


@given(st.integers(0, MOST))
def test_fen_there_and_back(amount: int) -> None:
    """Fen survive the way to yuan and back."""
    assert fen(yuan(amount)) == amount

"""Roots are counted and found exactly: built from known factors, they come back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.finance.roots import SCALE, changes, growth, positive_roots, trimmed


def times(one: list[int], other: list[int]) -> list[int]:
    """The product of two polynomials, highest power first."""
    made = [0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for k, b in enumerate(other):
            made[i + k] += a * b
    return made


def test_trimming_and_turns() -> None:
    """Empty periods at the ends do not count, nor do zeros between signs."""
    assert trimmed([0, 0, 5, 0, -3, 0]) == (5, 0, -3)
    assert trimmed([0, 0]) == ()
    assert changes([5, 0, -3, 0, -1, 2]) == 2


@pytest.mark.parametrize(
    ("flows", "count"),
    [
        ((100, -110), 1),
        ((100, 10), 0),
        ((100, -230, 132), 2),
        ((100, -200, 100), 1),  # a double root is one place
        ((100, -100, 100), 0),
        ((1, -6, 11, -6), 3),  # (g − 1)(g − 2)(g − 3)
        ((-1, 6, -11, 6), 3),
        ((1, -3, 3, -1), 1),
        ((1, -1, 1, -1), 1),  # (g − 1)(g² + 1)
    ],
)
def test_counts(flows: tuple[int, ...], count: int) -> None:
    """Known polynomials have as many positive roots as they have."""
    assert positive_roots(flows) == count


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(1, 30)),
        min_size=1,
        max_size=5,
        unique_by=lambda f: Fraction(f[1], f[0]),
    )
)
def test_known_roots_are_counted(factors: list[tuple[int, int]]) -> None:
    """A product of (a·g − b) has exactly the roots b/a; a factor (g² + g + 1) adds none."""
    made = [1, 1, 1]
    for a, b in factors:
        made = times(made, [a, -b])
    assert positive_roots(made) == len(factors)
    assert positive_roots(times(made, [factors[0][0], -factors[0][1]])) == len(factors)


@given(st.integers(1, 500), st.integers(1, 500), st.lists(st.integers(0, 50), max_size=6))
def test_a_single_root_is_found(a: int, b: int, more: list[int]) -> None:
    """(a·g − b) times a polynomial without positive roots: b/a to twelve places, exact where twelve places are enough."""
    made = times([a, -b], [1, *more])
    found = growth(made)
    assert found is not None
    assert abs(found - Fraction(b, a)) <= Fraction(1, SCALE)
    if SCALE % Fraction(b, a).denominator == 0:
        assert found == Fraction(b, a)


def test_no_single_root_on_one_side() -> None:
    """Both ends on one side: there is no single root to look for."""
    assert growth([100, -100, 100]) is None
    assert growth([]) is None

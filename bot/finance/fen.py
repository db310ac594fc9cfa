"""Yuan become whole fen and back without a float; halves are rounded up, as bills do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

MOST = 10**15  # fen, ten million million yuan: more is no loan, and a bound keeps hostile figures cheap


def fen(yuan: int | Decimal) -> int | None:
    """A sum of yuan in fen, or None where it is negative, not finite or beyond every loan."""
    if isinstance(yuan, Decimal) and not yuan.is_finite():
        return None
    if not 0 <= yuan <= MOST // 100:
        return None
    return half_up(Fraction(yuan) * 100)


def yuan(amount: int) -> int | Decimal:
    """Fen as yuan: a whole number where it is one, else with two places."""
    whole, rest = divmod(amount, 100)
    return whole if rest == 0 else Decimal(amount).scaleb(-2)


def half_up(number: Fraction) -> int:
    """The nearest whole number; a half goes away from zero."""
    doubled = abs(number) * 2
    size = (doubled.numerator // doubled.denominator + 1) // 2
    return size if number >= 0 else -size


def percent(number: Fraction) -> Decimal:
    """A percentage with two places."""
    return Decimal(half_up(number * 100)).scaleb(-2)

"""Where a stream of payments has its rate: how many there are, and the one that there is, proved digit by digit.

A stream is a list of whole fen, one a period: plus to the borrower, minus from the borrower. Its growth factor g (1 + rate of a
period) is a positive root of Σ flow[k]·g^(n−k). Descartes' rule counts the roots where the sign changes at most once; Sturm's
chain counts them where it changes more often. Whole numbers throughout, so that no rounding can hide or invent a root.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import gcd

SCALE = 10**12  # the factor is found to twelve places; a rate of 365 periods a year is then sure to eight


def trimmed(flows: Sequence[int]) -> tuple[int, ...]:
    """The stream without empty periods at either end; they move no root."""
    busy = [k for k, flow in enumerate(flows) if flow]
    return tuple(flows[busy[0] : busy[-1] + 1]) if busy else ()


def positive_roots(flows: Sequence[int]) -> int:
    """How many different positive growth factors a stream has."""
    turns = changes(flows)
    return turns if turns <= 1 else _sturm(trimmed(flows))


def growth(flows: Sequence[int]) -> Fraction | None:
    """The growth factor of a stream that has exactly one, to twelve places; None where the ends lie on the same side."""
    stream = trimmed(flows)
    if not stream or (stream[0] > 0) == (stream[-1] > 0):
        return None
    powers = [1]
    for _ in stream[1:]:
        powers.append(powers[-1] * SCALE)
    low, high = 0, (2 + max(map(abs, stream)) // abs(stream[0])) * SCALE  # Cauchy: no root lies beyond
    while high - low > 1:
        middle = (low + high) // 2
        side = _at(stream, powers, middle)
        if side == 0:
            return Fraction(middle, SCALE)
        if (side > 0) == (stream[0] > 0):
            high = middle
        else:
            low = middle
    return Fraction(low + high, 2 * SCALE)


def _at(stream: Sequence[int], powers: Sequence[int], numerator: int) -> int:
    """The polynomial at numerator / SCALE, times SCALE ** n: a whole number of the same sign."""
    total = 0
    for flow, power in zip(stream, powers, strict=True):
        total = total * numerator + flow * power
    return total


def changes(numbers: Sequence[int]) -> int:
    """How often the sign turns, zeros passed over."""
    signs = [n > 0 for n in numbers if n]
    return sum(a != b for a, b in pairwise(signs))


def _sturm(stream: Sequence[int]) -> int:
    """Different roots in (0, ∞) by the sign changes of Sturm's chain at both ends; `stream[-1]` is not zero."""
    degree = len(stream) - 1
    chain = [list(stream), [flow * (degree - k) for k, flow in enumerate(stream[:-1])]]
    while len(chain[-1]) > 1 and (rest := _remainder(chain[-2], chain[-1])):
        chain.append([-n for n in rest])
    return changes([p[-1] for p in chain]) - changes([p[0] for p in chain])


def _remainder(dividend: Sequence[int], divisor: Sequence[int]) -> list[int]:
    """The remainder times some positive number, as small whole numbers, highest power first; empty where it is zero."""
    rest = list(dividend)
    lead = divisor[0]
    while len(rest) >= len(divisor):
        first = rest[0] if lead > 0 else -rest[0]
        rest = [n * abs(lead) for n in rest]
        for k, n in enumerate(divisor):
            rest[k] -= first * n
        rest = rest[1:]
    while rest and rest[0] == 0:
        rest = rest[1:]
    common = gcd(*rest) if rest else 1
    return [n // common for n in rest]

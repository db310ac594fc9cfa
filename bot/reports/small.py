"""Counts as they may leave: none under ten, the others down to a multiple of five, so that no difference of two tells a third.

A hidden cell could be worked out from the others of its group; so where one alone is hidden, the next smallest is, too. What
follows from two shown counts (who answered one question was asked the next) is blurred by the rounding.
"""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST = 10
STEP = 5
HIDDEN = f"少于 {SMALLEST}"
NOTE = f"{SMALLEST} 以下的数不显示，别的数往下凑成 {STEP} 的倍数"


def number(n: int) -> int | None:
    """A count that may be shown; nothing is nothing, a few are hidden."""
    if n == 0:
        return 0
    return None if n < SMALLEST else n // STEP * STEP


def hide(cells: Mapping[str, int], *, several: bool = False) -> dict[str, int | None]:
    """The cells by size, small ones hidden; never one alone, unless the cells do not add up anyway (`several`)."""
    ordered = sorted(cells.items(), key=lambda cell: (-cell[1], cell[0]))
    small = {name for name, n in ordered if number(n) is None}
    if len(small) == 1 and not several and len(ordered) > 1:
        small.add(next(name for name, _ in reversed(ordered) if name not in small))
    return {name: None if name in small else number(n) for name, n in ordered}


def share(part: int, whole: int) -> float | None:
    """A share in whole hundredths that gives no hidden count away: both sides must be large enough, or empty."""
    if whole < SMALLEST or part > whole or number(part) is None or number(whole - part) is None:
        return None
    return round(part / whole, 2)

"""From quantities to one reading: a single one, a sum of parts, or rivals that the engine must ask about."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from bot.understanding.digits import Number, whole
from bot.understanding.heard import Heard
from bot.understanding.quantity import Quantity
from bot.understanding.readings import Candidate, Reading, Sure


class Found(NamedTuple):
    """A value with bounds and place that no single quantity carries."""

    value: Number
    low: Number
    high: Number
    start: int
    end: int


def _tidy(number: Number) -> Number:
    """Whole where it can be, else two places; figures of absurd size are capped."""
    number = min(number, 10**15)
    if isinstance(number, Decimal):
        return whole(number.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return number


def one(heard: Heard, q: Quantity | Found, rule: str, chosen: bool = False) -> Reading:
    """A reading of one quantity."""
    sure = Sure.VAGUE if q.low != q.high else Sure.CHOSEN if chosen else Sure.EXACT
    return Reading(
        value=_tidy(q.value),
        low=_tidy(q.low),
        high=_tidy(q.high),
        sure=sure,
        span=heard.span(q.start, q.end),
        rule=rule,
    )


def several(heard: Heard, parts: Sequence[Quantity | Found], rule: str) -> Reading:
    """A reading of the sum of parts."""
    total = Found(
        sum((p.value for p in parts), start=0), sum((p.low for p in parts), start=0), sum((p.high for p in parts), start=0),
        parts[0].start, parts[-1].end,
    )  # fmt: skip
    sure = Sure.VAGUE if total.low != total.high else Sure.CHOSEN
    return Reading(
        value=_tidy(total.value), low=_tidy(total.low), high=_tidy(total.high), sure=sure,
        span=heard.span(total.start, total.end), rule=rule,
    )  # fmt: skip


def rivals(heard: Heard, candidates: Sequence[Quantity | Found], rule: str) -> Reading:
    """Two or three values that remain; the engine asks which."""
    rows = tuple(
        Candidate(_tidy(c.value), heard.span(c.start, c.end), _tidy(c.low), _tidy(c.high)) for c in candidates[:3]
    )
    if len({row.value for row in rows}) == 1:
        return one(heard, candidates[0], rule)
    return Reading(rivals=rows, rule=rule, sure=Sure.CHOSEN)

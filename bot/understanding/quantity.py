"""One counted thing: the record that quantities are read into and that everything about figures speaks of."""

from __future__ import annotations

from typing import NamedTuple

from bot.understanding.digits import Number


class Quantity(NamedTuple):
    """One counted thing; durations are in days, money in yuan. `noun` is the counting word as typed."""

    kind: str  # money days lenders instalments calls people age ordinal percent clock floor id bare
    value: Number
    low: Number
    high: Number
    start: int
    end: int
    noun: str = ""
    sized: bool = False
    places: int = 0

    @property
    def vague(self) -> bool:
        return self.low != self.high

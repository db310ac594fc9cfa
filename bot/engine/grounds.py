"""What functions of expressions stand on besides their arguments, and how a value becomes a figure, or none.

Total: a value of another kind, or a figure that nobody owes, is None here and unknown in an expression.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from bot.engine.values import Value
from bot.finance.fen import MOST, fen
from bot.finance.tables import Tables


class Answers(Protocol):
    """What functions that look at names may ask (`answers.Names`)."""

    def bounds(self, name: str) -> tuple[Value, Value]: ...
    def column(self, name: str) -> tuple[tuple[str, Value], ...]: ...
    def current(self, name: str) -> str: ...
    def meant(self, name: str) -> bool: ...
    def just_named(self, name: str) -> bool: ...
    def just_told(self, name: str) -> bool: ...
    def can_remind(self) -> bool: ...
    def reminders_come(self) -> bool | None: ...


class Ground(Struct, frozen=True):
    """What the functions know besides their arguments."""

    now: dt.datetime
    tables: Tables
    answers: Answers | None


def number_of(value: Value) -> int | Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return value if Decimal(value).is_finite() else None


def whole_of(value: Value) -> int | None:
    number = number_of(value)
    if number is None or not -MOST <= number <= MOST or number != int(number):
        return None
    return int(number)


def fen_of(value: Value) -> int | None:
    number = number_of(value)
    return None if number is None else fen(number)


def yuan_of(value: Value) -> int | None:
    """Whole yuan, rounded down: what is offered on the phone."""
    found = fen_of(value)
    return None if found is None else found // 100

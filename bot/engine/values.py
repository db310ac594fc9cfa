"""Values of slots: what they are in memory, how they are written into a session, and the one value that is no value.

Money is yuan (`int`, or `Decimal` with cents), days are `int`, rates are `Decimal` percent a year, dates are `date`, a clock is
`"HH:MM"`, a month is `"YYYY-MM"`, several choices are a tuple of keys. No float exists on this floor.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from msgspec import Struct

Scalar = int | Decimal | bool | str | dt.date
Known = Scalar | tuple[str, ...]


class Unknown(Struct, frozen=True):
    """A slot that has no value; it knows its label, so that a document can print what is missing."""

    label: str = ""

    def __bool__(self) -> bool:
        return False


UNKNOWN = Unknown()
Value = Known | Unknown
Stored = int | str | bool | list[str] | None


class SlotType(StrEnum):
    """The sixteen kinds of slot (`semantics.md` 3)."""

    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    MONEY = "money"
    NUMBER = "number"
    DAYS = "days"
    RATE = "rate"
    DATE = "date"
    MONTH = "month"
    CLOCK = "clock"
    RATING = "rating"
    PLATFORM = "platform"
    CITY = "city"
    TEXT = "text"
    REFERENCE = "reference"
    LIST = "list"


NUMERIC = frozenset({SlotType.MONEY, SlotType.NUMBER, SlotType.DAYS, SlotType.RATE, SlotType.RATING})


def freeze(value: Known) -> Stored:
    """A value as JSON holds it: exact, without floats."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


MONTH, CLOCK = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])"), re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
LARGEST = 30  # decimal digits before the point; beyond, a text was never a number


def _number(stored: str) -> Decimal | None:
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < LARGEST else None


def thaw(kind: SlotType, stored: object) -> Known | None:
    """The value that JSON holds, or None where an edited book changed the type and it no longer fits (asked again)."""
    match kind:
        case SlotType.CHOICES:
            if isinstance(stored, list) and all(isinstance(s, str) for s in stored):
                return tuple(stored)
        case SlotType.YES_NO:
            if isinstance(stored, bool):
                return stored
        case SlotType.MONEY | SlotType.NUMBER | SlotType.DAYS | SlotType.RATE | SlotType.RATING:
            if isinstance(stored, int) and not isinstance(stored, bool):
                return stored
            if isinstance(stored, str):
                return _number(stored)
        case SlotType.MONTH | SlotType.CLOCK:
            shape = MONTH if kind is SlotType.MONTH else CLOCK
            return stored if isinstance(stored, str) and shape.fullmatch(stored) else None
        case SlotType.DATE:
            if isinstance(stored, str):
                try:
                    return dt.date.fromisoformat(stored)
                except ValueError:
                    return None
        case _:
            if isinstance(stored, str):
                return stored
    return None

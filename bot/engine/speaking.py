"""Saying a value in Chinese: 1.2 万元, 18 天, 11 月 20 日, labels of choices; never rounded, never a float.

The template filters and the engine's read-backs share these, so that a number looks the same wherever a
person meets it. Every function is total: a value of another kind is said plainly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from bot.engine.values import SlotType, Value

WAN = 10_000
STEEPEST = 10_000  # percent a year
DIGITS = 30  # before the point; a number longer than this is no answer of anybody
NO_LABELS: Mapping[str, str] = {}


def speak(kind: SlotType, value: Value, labels: Mapping[str, str] | None = None) -> str:
    """Any slot's value in words, with its unit; keys of choices by their labels."""
    match kind:
        case SlotType.MONEY:
            return money(value)
        case SlotType.DAYS:
            return days(value)
        case SlotType.RATE:
            return rate(value)
        case SlotType.MONTH:
            return month(value)
        case SlotType.CHOICE | SlotType.CHOICES | SlotType.YES_NO:
            return label(value, labels or NO_LABELS)
        case _:
            return plain(value)


def money(value: Value) -> str:
    """Yuan as people say them: 800 元, 1.2 万元, 12345 元; 万 only where one decimal says it exactly."""
    yuan = _number(value)
    if yuan is None:
        return plain(value)
    if abs(yuan) >= WAN and yuan % (WAN // 10) == 0:
        return f"{plain(yuan / WAN)} 万元"
    return f"{plain(yuan)} 元"


def days(value: Value) -> str:
    return plain(value) if _number(value) is None else f"{plain(value)} 天"


def rate(value: Value) -> str:
    """A rate in percent: 28.96%; beyond `STEEPEST`, where digits tell nobody anything more, only that it is beyond."""
    number = _number(value)
    if number is None:
        return plain(value)
    return f"{plain(value)}%" if abs(number) <= STEEPEST else f"{STEEPEST}% 以上"


def date(value: Value, today: dt.date | None = None) -> str:
    """11 月 20 日; with its year where `today` is given and in another year."""
    if not isinstance(value, dt.date):
        return plain(value)
    words = f"{value.month} 月 {value.day} 日"
    return words if today is None or today.year == value.year else f"{value.year} 年 {words}"


def weekday(value: Value) -> str:
    """周三, for a day that is near enough to be thought of by its weekday."""
    return f"周{'一二三四五六日'[value.weekday()]}" if isinstance(value, dt.date) else plain(value)


def month(value: Value) -> str:
    """2026-11 as 2026 年 11 月."""
    year, dash, number = str(value).partition("-")
    return f"{year} 年 {int(number)} 月" if dash and number.isdecimal() else plain(value)


def label(value: Value, labels: Mapping[str, str] = NO_LABELS) -> str:
    """The label of a choice, of several joined with 、, of a yes or no."""
    if isinstance(value, tuple):
        return "、".join(labels.get(key, key) for key in value)
    if isinstance(value, bool):
        return labels.get("yes", "是") if value else labels.get("no", "否")
    return labels.get(value, value) if isinstance(value, str) else plain(value)


def plain(value: Value) -> str:
    """A value without its unit; an unknown is nothing."""
    match value:
        case bool():
            return "是" if value else "否"
        case int() | str():
            return str(value)
        case Decimal():
            return _exact(value)
        case dt.date():
            return date(value)
        case tuple():
            return "、".join(value)
        case _:
            return ""


def _number(value: Value) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    exact = Decimal(value)
    return exact if _sayable(exact) else None


def _sayable(value: Decimal) -> bool:
    return value.is_finite() and value.adjusted() < DIGITS


def _exact(value: Decimal) -> str:
    if not _sayable(value):
        return ""
    return str(int(value)) if value == value.to_integral_value() else format(value.normalize(), "f")

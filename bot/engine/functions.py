"""The functions that expressions may call: total, three-valued, documented in `docs/editors/flow-language.zh.md`.

The registry is the whole list; nothing else can be called. `now` reaches them as an argument like everything else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.engine.expressions import Function, compare
from bot.engine.values import UNKNOWN, Unknown, Value


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameter types and result type by the names of slot types; `list`, `any` and `bool` besides; `same` is the first parameter's."""

    parameters: tuple[str, ...]
    result: str
    meaning: str


SIGNATURES: Mapping[str, Signature] = {
    "count": Signature(("list",), "number", "有几家"),
    "days_since": Signature(("date",), "days", "从那天到今天几天"),
    "days_until": Signature(("date",), "days", "从今天到那天几天"),
    "hour": Signature((), "number", "现在几点（0–23）"),
    "least": Signature(("any", "any"), "same", "较小的一个"),
    "greatest": Signature(("any", "any"), "same", "较大的一个"),
}


def functions_at(now: dt.datetime) -> dict[str, Function]:
    """The registry bound to one moment (with zone: the person's)."""
    today = now.date()

    def days_since(day: Value) -> Value:
        return (today - day).days if isinstance(day, dt.date) else UNKNOWN

    def days_until(day: Value) -> Value:
        return (day - today).days if isinstance(day, dt.date) else UNKNOWN

    bound: dict[str, Callable[..., Value]] = {
        "count": lambda items: items if isinstance(items, int) else UNKNOWN,
        "days_since": days_since,
        "days_until": days_until,
        "hour": lambda: now.hour,
        "least": lambda a, b: _pick("<=", a, b),
        "greatest": lambda a, b: _pick(">=", a, b),
    }
    return bound


def _pick(op: str, left: Value, right: Value) -> Value:
    answer = compare(op, left, right)
    if isinstance(answer, Unknown):
        return UNKNOWN
    return left if answer else right

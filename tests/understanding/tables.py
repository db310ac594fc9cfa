"""What the tables of the reading tests share: the day on which they are spoken, and how a row is checked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import settings

from bot.understanding import parse

TODAY = dt.date(2026, 11, 20)
UNKNOWN = "unknown"
MANY = settings(max_examples=max(200, settings().max_examples), deadline=None)  # the nightly profile raises it


def said(question: str, text: str, slot: str, options: list[str] | None = None) -> Any:
    """One slot of the samples' interface."""
    return parse(question, text, TODAY, options).get(slot)


def within(got: Any, low: float, high: float) -> bool:
    """A number inside an interval."""
    return isinstance(got, int | float) and not isinstance(got, bool) and low <= got <= high

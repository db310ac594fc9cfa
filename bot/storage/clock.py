"""Times as the database holds them: whole milliseconds since 1970, UTC."""

from __future__ import annotations

import datetime as dt

from bot.storage.errors import Refused

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MS = dt.timedelta(milliseconds=1)


def to_ms(when: dt.datetime, field: str = "time") -> int:
    """An aware time as milliseconds; a naive one is refused, because nobody knows which hour it means."""
    if when.tzinfo is None:
        raise Refused(field, "has no time zone: pass an aware datetime")
    return (when - _EPOCH) // _MS


def from_ms(value: int) -> dt.datetime:
    """Milliseconds as an aware time in UTC."""
    return _EPOCH + value * _MS


def span_ms(span: dt.timedelta) -> int:
    """A length of time in milliseconds."""
    return span // _MS

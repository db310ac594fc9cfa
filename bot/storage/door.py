"""The door of the store: what may come in, checked before any row is touched."""

from __future__ import annotations

import re

from bot.storage.clock import to_ms
from bot.storage.errors import Refused
from bot.storage.records import Arrival, NewTimer, TurnRecord
from bot.storage.vault import clean_name

LONGEST = 800_000
"""Bytes or characters of one stored text; SQLite's own limit is set to 1,000,000 a value."""
_LABEL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:/=@+-]{0,119}")
_LARGEST = 2**53


def text(value: str, field: str) -> str:
    """A body: any text that is not too long; half characters are replaced later, when it is packed."""
    if not isinstance(value, str):
        raise Refused(field, "must be text")
    if len(value) > LONGEST or (len(value) * 4 > LONGEST and len(value.encode("utf-8", "replace")) > LONGEST):
        raise Refused(field, f"is longer than {LONGEST} bytes")
    return value


def label(value: str, field: str) -> str:
    """A word of ours that is stored in clear, so it must not be able to carry a person's words."""
    if not isinstance(value, str) or not _LABEL.fullmatch(value):
        raise Refused(field, "must be a short identifier (letters, digits and _ . : / = @ + -)")
    return value


def number(value: int, field: str, least: int = 0) -> int:
    """A whole number that every database can hold."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _LARGEST:
        raise Refused(field, f"must be a whole number from {least} to 2^53")
    return value


def arrival(item: Arrival) -> None:
    """Raise `Refused` for an arrival that can never be stored."""
    clean_name(item.address, "address")
    clean_name(item.event_id, "event_id")
    text(item.body, "body")
    to_ms(item.at, "at")
    if item.number is not None:
        number(item.number, "number")


def timer(item: NewTimer) -> None:
    """Raise `Refused` for a timer that can never be stored."""
    clean_name(item.key, "timer key")
    label(item.kind, "timer kind")
    text(item.body, "timer body")
    to_ms(item.due, "timer due")


def turn(record: TurnRecord) -> None:
    """Raise `Refused` for a turn that can never be stored."""
    clean_name(record.address, "address")
    for event_id in record.event_ids:
        clean_name(event_id, "event_id")
    if len(set(record.event_ids)) != len(record.event_ids):
        raise Refused("event_ids", "names an event twice")
    to_ms(record.at, "at")
    number(record.expected_version, "expected_version")
    number(record.danger, "danger")
    bodies = [record.event, record.readings, record.path, record.edition, *record.replies]
    for body in (record.session, *bodies):
        text(body, "session, event, readings, path, edition or replies")
    if sum(map(len, bodies)) > LONGEST // 4 and sum(len(b.encode("utf-8", "replace")) for b in bodies) > LONGEST:
        raise Refused("turn", f"is longer than {LONGEST} bytes")
    if record.outcome is not None:
        text(record.outcome, "outcome")
    for part, content in record.files.items():
        if part not in range(len(record.replies)) or len(content) > LONGEST:
            raise Refused("files", f"belong to a part and have at most {LONGEST} bytes")
    for item in record.timers:
        timer(item)
    for name, n in record.counters.items():
        label(name, "counter")
        number(n, f"counter {name}")
    if record.claim_until is not None:
        to_ms(record.claim_until, "claim_until")

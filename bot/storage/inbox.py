"""The inbox: accepted and not yet answered, sealed, until the turn commits."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.storage import door
from bot.storage.clock import from_ms, to_ms
from bot.storage.desk import Desk
from bot.storage.errors import Refused, Unreadable
from bot.storage.records import TRIES, Arrival, Receipt, Waiting
from bot.storage.vault import pack, unpack


def accept(desk: Desk, items: Sequence[Arrival]) -> tuple[Receipt, ...]:
    """Each item alone: one that cannot be stored is refused and the others are kept."""
    return tuple(_accept_one(desk, item) for item in items)


def _accept_one(desk: Desk, item: Arrival) -> Receipt:
    try:
        door.arrival(item)
        at = to_ms(item.at)
        person = desk.find_or_make(item.address, at)
    except (Refused, Unreadable):
        return Receipt.REFUSED
    event = desk.keys.token(b"event", person.person, item.event_id)
    if desk.main.execute("SELECT 1 FROM events WHERE person_id = ? AND event = ?", (person.id, event)).fetchone():
        return Receipt.ANSWERED
    body = person.cipher.seal("inbox", int.from_bytes(event[:7], "big"), pack(item.event_id, item.body))
    try:
        done = desk.main.execute(
            "INSERT INTO inbox (person_id, event, at, tries, body, number) VALUES (?, ?, ?, 0, ?, ?) "
            "ON CONFLICT (person_id, event) DO NOTHING",
            (person.id, event, at, body, item.number),
        )
    except sqlite3.DataError:
        return Receipt.REFUSED
    return Receipt.NEW if done.rowcount else Receipt.WAITING


def waiting(desk: Desk, after: int, limit: int) -> list[Waiting]:
    """In order of arrival."""
    rows = desk.main.execute(
        "SELECT i.seq, i.event, i.at, i.tries, i.body, i.number, p.person, p.key_id, p.address "
        "FROM inbox i JOIN people p ON p.id = i.person_id WHERE i.seq > ? AND i.tries < ? ORDER BY i.seq LIMIT ?",
        (after, TRIES, limit),
    ).fetchall()
    out = []
    for seq, event, at, tries, body, number, person, key_id, address in rows:
        if (owner := desk.owner(person, key_id, address)) is None:
            continue
        try:
            event_id, text = unpack(owner[0].open("inbox", int.from_bytes(event[:7], "big"), body))
        except Unreadable:
            continue
        out.append(Waiting(seq, owner[1], event_id, text, from_ms(at), tries, number))
    return out


def failed(desk: Desk, address: str, event_ids: Sequence[str]) -> int:
    """Count an attempt; from `TRIES` on the events no longer wait."""
    person = desk.find(address)
    if person is None:
        return 0
    tries = 0
    for event_id in event_ids:
        row = desk.main.execute(
            "UPDATE inbox SET tries = tries + 1 WHERE person_id = ? AND event = ? RETURNING tries",
            (person.id, desk.keys.token(b"event", person.person, event_id)),
        ).fetchone()
        tries = max(tries, row[0] if row else 0)
    return tries

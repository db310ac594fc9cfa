"""Timers: rows that come due, in one pair of hands at a time, answered by a turn."""

from __future__ import annotations

from bot.storage.clock import from_ms, to_ms
from bot.storage.desk import Desk, Person
from bot.storage.errors import Unreadable
from bot.storage.records import CancelTimers, NewTimer, StoredTimer, TurnRecord
from bot.storage.vault import pack, unpack

CARE = "care"  # crisis help: the only kind that needs no consent
_COLUMNS = "t.id, t.kind, t.due, t.turn, t.body, t.name, p.person, p.key_id, p.address, p.last_at"


def apply(desk: Desk, person: Person, turn: TurnRecord, number: int) -> None:
    """What a turn does to timers: over, cancelled, then set."""
    for key in turn.timers_done:
        finish(desk, person, key)
    for which in turn.cancel:
        cancel(desk, person, which)
    for item in turn.timers:
        if turn.keep or item.kind == CARE:
            _set(desk, person, item, number)


def _set(desk: Desk, person: Person, item: NewTimer, number: int) -> None:
    name = desk.keys.token(b"timer", person.person, item.key)
    desk.main.execute(
        "INSERT INTO timers (person_id, name, kind, due, turn, lease_until, body) VALUES (?, ?, ?, ?, ?, 0, ?) "
        "ON CONFLICT (person_id, name) DO UPDATE SET kind = excluded.kind, due = excluded.due, "
        "turn = excluded.turn, lease_until = 0, body = excluded.body",
        (person.id, name, item.kind, to_ms(item.due), number,
         person.cipher.seal("timer", int.from_bytes(name[:7], "big"), pack(item.key, item.body))),
    )  # fmt: skip


def finish(desk: Desk, person: Person, key: str) -> bool:
    """A timer is over."""
    name = desk.keys.token(b"timer", person.person, key)
    done = desk.main.execute("DELETE FROM timers WHERE person_id = ? AND name = ?", (person.id, name))
    return done.rowcount > 0


def postpone(desk: Desk, person: Person, key: str, due: int) -> bool:
    """A timer waits longer and leaves the hands it was in."""
    done = desk.main.execute(
        "UPDATE timers SET due = ?, lease_until = 0 WHERE person_id = ? AND name = ?",
        (due, person.id, desk.keys.token(b"timer", person.person, key)),
    )
    return done.rowcount > 0


def cancel(desk: Desk, person: Person, which: CancelTimers) -> int:
    """Cancel the timers that fit; how many."""
    rows = desk.main.execute("SELECT id, kind, turn, name FROM timers WHERE person_id = ?", (person.id,)).fetchall()
    names = {desk.keys.token(b"timer", person.person, key) for key in which.keys} if which.keys is not None else None
    gone = [
        (id_,)
        for id_, kind, turn, name in rows
        if (names is None or name in names)
        and (which.kinds is None or kind in which.kinds)
        and (which.since_turn is None or turn >= which.since_turn)
    ]
    desk.main.executemany("DELETE FROM timers WHERE id = ?", gone)
    return len(gone)


def of_person(desk: Desk, address: str) -> list[StoredTimer]:
    """The person's timers."""
    person = desk.find(address)
    return [] if person is None else _select(desk, "t.person_id = ?", (person.id,), 1000)


def due(desk: Desk, now: int, limit: int) -> list[StoredTimer]:
    """Due and in nobody's hands."""
    return _select(desk, "t.due <= ? AND t.lease_until <= ?", (now, now), limit)


def claim(desk: Desk, now: int, until: int, limit: int) -> list[StoredTimer]:
    """Take due timers."""
    found = due(desk, now, limit)
    for item in found:
        person = desk.find(item.address)
        assert person is not None
        desk.main.execute(
            "UPDATE timers SET lease_until = ? WHERE person_id = ? AND name = ?",
            (until, person.id, desk.keys.token(b"timer", person.person, item.key)),
        )
    return found


def _select(desk: Desk, where: str, values: tuple[int, ...], limit: int) -> list[StoredTimer]:
    rows = desk.main.execute(
        f"SELECT {_COLUMNS} FROM timers t JOIN people p ON p.id = t.person_id "  # noqa: S608  # constants of this file
        f"WHERE {where} ORDER BY t.due, t.id LIMIT ?",
        (*values, limit),
    ).fetchall()
    out = []
    for _, kind, due_at, turn, body, name, person, key_id, address, last_at in rows:
        if (owner := desk.owner(person, key_id, address)) is None:
            continue
        try:
            key, text = unpack(owner[0].open("timer", int.from_bytes(name[:7], "big"), body))
        except Unreadable:
            continue
        out.append(StoredTimer(owner[1], key, kind, from_ms(due_at), text, turn, from_ms(last_at)))
    return out

"""Reading for operators: people page by page, daily figures, counts, and whether the files are sound."""

from __future__ import annotations

import datetime as dt
import sqlite3

from bot.storage import opening, retention, turns
from bot.storage.clock import from_ms
from bot.storage.desk import Desk
from bot.storage.errors import Unreadable
from bot.storage.records import TRIES, Conversation, Counter, Status
from bot.storage.vault import unpack

_EVER = 2**62


def people(
    desk: Desk, after: int, since: int | None, until: int | None, limit: int
) -> tuple[list[Conversation], int | None]:
    """A page of people with a session, and where the next page begins. Who cannot be read is left out."""
    rows = desk.main.execute(
        "SELECT id, person, key_id, version, kept, first_at, last_at, address, session, outcome FROM people "
        "WHERE id > ? AND version > 0 AND last_at >= ? AND last_at < ? ORDER BY id LIMIT ?",
        (after, since if since is not None else -_EVER, until if until is not None else _EVER, limit),
    ).fetchall()
    out = []
    for _, person, key_id, version, kept, first_at, last_at, address, session, outcome in rows:
        if (owner := desk.owner(person, key_id, address)) is None:
            continue
        try:
            text, ended = turns.open_session(owner[0], version, session, outcome)
        except Unreadable:
            continue
        out.append(
            Conversation(person.hex(), owner[1], text, version, from_ms(first_at), from_ms(last_at), ended, bool(kept))
        )
    return out, rows[-1][0] if len(rows) == limit else None


def find(desk: Desk, conversation_id: str) -> str | None:
    """The one address whose pseudonym begins like this."""
    wanted = conversation_id.strip().lower()
    if len(wanted) < 8 or len(wanted) > 32 or not set(wanted) <= set("0123456789abcdef"):
        return None
    low, high = bytes.fromhex(wanted.ljust(32, "0")), bytes.fromhex(wanted.ljust(32, "f"))
    rows = desk.main.execute(
        "SELECT person, key_id, address FROM people WHERE person >= ? AND person <= ? LIMIT 2", (low, high)
    ).fetchall()
    owner = desk.owner(*rows[0]) if len(rows) == 1 else None
    return None if owner is None else owner[1]


def counters(desk: Desk, since: dt.date, until: dt.date) -> list[Counter]:
    """Daily figures."""
    rows = desk.main.execute(
        "SELECT day, name, n FROM counters WHERE day >= ? AND day < ? ORDER BY day, name",
        (since.isoformat(), until.isoformat()),
    )
    return [Counter(dt.date.fromisoformat(day), name, n) for day, name, n in rows]


def status(desk: Desk) -> Status:
    """Counts."""

    def one(sql: str, *values: int, source: sqlite3.Connection = desk.main) -> int:
        return int(source.execute(sql, values).fetchone()[0] or 0)

    oldest = desk.main.execute("SELECT min(at) FROM inbox WHERE tries < ?", (TRIES,)).fetchone()[0]
    beat = retention.heartbeat_of(desk)
    sizes = [0, 0]
    if desk.place.data_dir is not None:
        for n, path in enumerate((desk.place.main, desk.place.main.with_name(desk.place.main.name + "-wal"))):
            sizes[n] = path.stat().st_size if path.exists() else 0
    return Status(
        people=one("SELECT count(*) FROM people WHERE version > 0"),
        turns=one("SELECT count(*) FROM turns"),
        waiting=one("SELECT count(*) FROM inbox WHERE tries < ?", TRIES),
        set_aside=one("SELECT count(*) FROM inbox WHERE tries >= ?", TRIES),
        undelivered=one("SELECT count(*) FROM parts WHERE open = 1 AND state <> 'maybe'"),
        maybe=one("SELECT count(*) FROM parts WHERE open = 1 AND state = 'maybe'"),
        failed=one("SELECT count(*) FROM parts WHERE state = 'failed'"),
        timers=one("SELECT count(*) FROM timers"),
        erasing=one("SELECT count(*) FROM erasing", source=desk.keys.connection),
        oldest_waiting=from_ms(oldest) if oldest is not None else None,
        heartbeat=from_ms(beat) if beat is not None else None,
        schema=opening.version_of(desk.main),
        bytes_main=sizes[0],
        bytes_wal=sizes[1],
        engine=f"SQLite {sqlite3.sqlite_version}",
    )


def integrity(desk: Desk) -> tuple[str, ...]:
    """What SQLite itself finds wrong with both files."""
    found = []
    for name, connection in (("wenzhu.db", desk.main), ("keys.db", desk.keys.connection)):
        rows = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
        found += [f"{name}: {row}" for row in rows if row != "ok"]
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            found.append(f"{name}: rows point to nothing")
    return tuple(found)


def authenticate(desk: Desk, after: int, limit: int) -> tuple[list[str], int | None]:
    """Open every sealed row of some people: this finds what SQLite has no checksum for."""
    rows = desk.main.execute(
        "SELECT id, person, key_id, version, address, notes, session, outcome FROM people WHERE id > ? ORDER BY id LIMIT ?",
        (after, limit),
    ).fetchall()
    found: list[str] = []
    for id_, person, key_id, version, address, notes, session, outcome in rows:
        try:
            cipher = desk.key_of(person, key_id)
            if cipher is None:
                found.append(f"row {id_} of people belongs to a forgotten life; purge removes it")
                continue
            cipher.open("address", 0, address)
            if notes is not None:
                unpack(cipher.open("notes", 0, notes))
            if session is not None:
                turns.open_session(cipher, version, session, outcome)
            for number, record, replies in desk.main.execute(
                "SELECT turn, record, replies FROM turns WHERE person_id = ?", (id_,)
            ):
                for field, sealed in (("turn", record), ("replies", replies)):
                    if sealed is not None:
                        unpack(cipher.open(field, number, sealed))
            for field, sql in (
                ("inbox", "SELECT event, body FROM inbox WHERE person_id = ?"),
                ("timer", "SELECT name, body FROM timers WHERE person_id = ?"),
            ):
                for token, body in desk.main.execute(sql, (id_,)):
                    unpack(cipher.open(field, int.from_bytes(token[:7], "big"), body))
        except Unreadable as error:
            found.append(f"row {id_} of people: {error}")
    return found, rows[-1][0] if len(rows) == limit else None

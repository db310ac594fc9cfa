"""Forgetting and retention: keys first, then rows, then the log; small steps, each a transaction of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.storage import turns
from bot.storage.clock import span_ms
from bot.storage.desk import Desk
from bot.storage.records import CLOCK_JUMP, EVENT_IDS, TRIES, UNKEPT, OpenPart
from bot.storage.vault import pack, unpack

ROWS = 500
"""So many rows go in one step, so that no turn waits long behind a purge."""
PEOPLE = 2_000
"""So many small rows of `people` are looked at in one step."""
CHECKPOINT_BUSY_MS = 50
_HEARTBEAT = "heartbeat"


# --- one person


def destroy(
    desk: Desk, address: str, now: int, receipt: Sequence[str], until: int | None
) -> tuple[bool, tuple[OpenPart, ...]]:
    """The person's key is gone and a tombstone stands; whether there was anybody, and the receipt in the caller's hands.

    The two files are not committed at one moment: the receipt lies beside the destroyed key until the rows are gone, too.
    """
    person = desk.keys.pseudonym(address)
    had_row = desk.main.execute("SELECT 1 FROM people WHERE person = ?", (person,)).fetchone() is not None
    had_key = desk.keys.cipher(person) is not None
    if not had_row and not had_key:
        return False, ()
    desk.keys.destroy(person, stone_at=now)
    if not receipt:
        return True, ()
    desk.keys.owe(person, pack(address, *receipt))
    return True, turns.write_receipt(desk, address, now, receipt, until)


def remove_rows(desk: Desk, address: str) -> None:
    """The rows of a person whose key was destroyed."""
    person = desk.keys.pseudonym(address)
    if desk.keys.cipher(person) is None:
        desk.main.execute("DELETE FROM people WHERE person = ?", (person,))


# --- finishing: rows of destroyed keys, then the write-ahead logs


def _lives_with_rows(desk: Desk) -> list[tuple[bytes, bytes]]:
    lives = desk.keys.connection.execute("SELECT person, key_id FROM erasing").fetchall()
    sql = "SELECT 1 FROM people WHERE person = ? AND key_id = ?"
    return [life for life in lives if desk.main.execute(sql, life).fetchone()]


def sweep_rows(desk: Desk, now: int) -> int:
    """Rows of people whose key was destroyed, as many as fit into one step; how many people that were."""
    done = rows = 0
    for life in _lives_with_rows(desk):
        rows += _size(desk, life[0])
        if done and rows > ROWS:
            break
        desk.main.execute("DELETE FROM people WHERE person = ? AND key_id = ?", life)
        if (owed := desk.keys.owed(*life)) is not None:  # killed between the two files
            address, *receipt = unpack(owed)
            turns.write_receipt(desk, address, now, receipt, None)
        done += 1
    return done


def _size(desk: Desk, person: bytes) -> int:
    sql = "SELECT count(*) FROM turns t JOIN people p ON p.id = t.person_id WHERE p.person = ?"
    return 1 + int(desk.main.execute(sql, (person,)).fetchone()[0])


def finish(desk: Desk) -> bool:
    """Truncate the logs and drop the notes of what is gone; False if a reader stands in the way."""
    if _lives_with_rows(desk) or not (_truncate(desk.main) and _truncate(desk.keys.connection)):
        return False
    if desk.keys.connection.execute("DELETE FROM erasing").rowcount:
        return _truncate(desk.keys.connection)
    return True


def _truncate(connection: sqlite3.Connection) -> bool:
    """Bring the log into the file and cut it to nothing, without letting everybody wait for a reader."""
    wait = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute(f"PRAGMA busy_timeout={CHECKPOINT_BUSY_MS}")
    try:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.execute(f"PRAGMA busy_timeout={wait}")
    return not busy


# --- the clock


def heartbeat_of(desk: Desk) -> int | None:
    """When the clock was last known to run."""
    row = desk.main.execute("SELECT value FROM facts WHERE name = ?", (_HEARTBEAT,)).fetchone()
    return None if row is None else int(row[0])


def alarm(desk: Desk, now: int) -> str | None:
    """What is wrong with the clock, if anything."""
    last = heartbeat_of(desk)
    if last is None or abs(now - last) <= span_ms(CLOCK_JUMP):
        return None
    hours = abs(now - last) // 3_600_000
    way = "forward" if now > last else "back"
    return (
        f"The clock moved {hours} hours {way} since the last heartbeat: nothing is purged. If the bot was off or the "
        "date is right, purge once with trust_clock; otherwise correct the clock."
    )


def set_heartbeat(desk: Desk, now: int) -> None:
    """The clock is trusted as of now."""
    desk.main.execute(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_HEARTBEAT, now),
    )


def beat(desk: Desk, now: int) -> str | None:
    """Note the time, unless it jumped: a jump stays an alarm until somebody trusts the clock."""
    if (found := alarm(desk, now)) is None:
        set_heartbeat(desk, now)
    return found


# --- what is past its time


def doom(desk: Desk, now: int, keep_for: int, after: int) -> tuple[int, int | None]:
    """Destroy the keys of people past their time within one stretch; how many, and where the next one begins.

    Nobody with an event that still waits for its answer is among them. `sweep_rows` removes the rows.
    """
    last = desk.main.execute(
        "SELECT max(id) FROM (SELECT id FROM people WHERE id > ? ORDER BY id LIMIT ?)", (after, PEOPLE)
    ).fetchone()[0]
    if last is None:
        return 0, None
    people = desk.main.execute(
        "SELECT person, key_id FROM people WHERE id > ? AND id <= ? "
        "AND (last_at < ? OR (kept = 0 AND last_at < ?)) "
        "AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.person_id = people.id AND i.tries < ?)",
        (after, last, now - keep_for, now - span_ms(UNKEPT), TRIES),
    ).fetchall()
    for person, key_id in people:
        desk.keys.doom(person, key_id)
    return len(people), last


def expire_events(desk: Desk, now: int, after: int) -> tuple[int, int | None]:
    """Event ids past their time within one stretch of people; how many, and where the next stretch begins."""
    last = desk.main.execute(
        "SELECT max(id) FROM (SELECT id FROM people WHERE id > ? ORDER BY id LIMIT ?)", (after, ROWS // 10)
    ).fetchone()[0]
    if last is None:
        return 0, None
    done = desk.main.execute(
        "DELETE FROM events WHERE person_id > ? AND person_id <= ? AND at < ?",
        (after, last, now - span_ms(EVENT_IDS)),
    )
    return done.rowcount, last


def expire_inbox(desk: Desk, now: int) -> int:
    """Events that were set aside a day ago."""
    done = desk.main.execute("DELETE FROM inbox WHERE tries >= ? AND at < ?", (TRIES, now - span_ms(UNKEPT)))
    return done.rowcount


def orphan_keys(desk: Desk, after: bytes) -> tuple[int, bytes | None]:
    """Destroy keys without a row (a kill on first contact); how many, and where to go on."""
    book = desk.keys.connection
    people = [
        row[0]
        for row in book.execute("SELECT person FROM keys WHERE person > ? ORDER BY person LIMIT ?", (after, ROWS))
    ]
    gone = 0
    for person in people:
        if desk.main.execute("SELECT 1 FROM people WHERE person = ?", (person,)).fetchone() is None:
            desk.keys.destroy(person)
            gone += 1
    return gone, people[-1] if len(people) == ROWS else None


def orphan_rows(desk: Desk, after: int) -> tuple[int, int | None]:
    """Rows of forgotten people that a restored file brought back."""
    rows = desk.main.execute(
        "SELECT id, person, key_id FROM people WHERE id > ? ORDER BY id LIMIT ?", (after, PEOPLE)
    ).fetchall()
    gone = 0
    for id_, person, key_id in rows:
        found = desk.keys.connection.execute("SELECT key_id FROM keys WHERE person = ?", (person,)).fetchone()
        stale = found[0] != key_id if found else desk.keys.buried(person, key_id)
        if stale:
            desk.main.execute("DELETE FROM people WHERE id = ?", (id_,))
            gone += 1
    return gone, rows[-1][0] if len(rows) == PEOPLE else None


def expire_tombstones(desk: Desk, before: int) -> None:
    """Tombstones that no backup can outlive any more."""
    desk.keys.connection.execute("DELETE FROM tombstones WHERE at < ?", (before,))

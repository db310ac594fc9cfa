"""Turns: one transaction that moves a person on, and what is read back of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence

from bot.storage import timers
from bot.storage.clock import from_ms, span_ms, to_ms
from bot.storage.desk import Desk, Person
from bot.storage.errors import AlreadyAnswered, Conflict, Unreadable
from bot.storage.records import (
    CRISIS_LEVEL,
    CRISIS_WORDS,
    RECEIPT,
    Asked,
    CancelTimers,
    Committed,
    Loaded,
    OpenPart,
    Part,
    PartState,
    StoredTurn,
    TurnRecord,
    Words,
)
from bot.storage.vault import Cipher, encode, pack, unpack

TURN_COLUMNS = "t.seq, t.turn, t.at, t.words, t.record, t.replies"


def load(desk: Desk, address: str) -> Loaded | None:
    """The session, or None for somebody without one."""
    person = desk.find(address)
    if person is None or person.version == 0:
        return None
    session, outcome = read_session(desk, person)
    return Loaded(session, person.version, person.kept, from_ms(person.first_at), from_ms(person.last_at), outcome)


def read_session(desk: Desk, person: Person) -> tuple[str, str]:
    """Session and outcome of somebody who has a turn."""
    row = desk.main.execute("SELECT session, outcome FROM people WHERE id = ?", (person.id,)).fetchone()
    return open_session(person.cipher, person.version, row[0], row[1])


def open_session(cipher: Cipher, version: int, session: bytes, outcome: bytes | None) -> tuple[str, str]:
    """Session and outcome as they are read."""
    ended = cipher.open("outcome", 0, outcome).decode() if outcome is not None else ""
    return unpack(cipher.open("session", version, session))[0], ended


def asked(desk: Desk, address: str) -> Asked | None:
    """The open question, as far as it has been shown."""
    person = desk.find(address)
    if person is None:
        return None
    turn, at, number = desk.main.execute(
        "SELECT asked_turn, asked_at, asked_number FROM people WHERE id = ?", (person.id,)
    ).fetchone()
    return Asked(turn, from_ms(at) if at is not None else None, number) if turn is not None else None


def commit(desk: Desk, turn: TurnRecord) -> Committed:
    """Everything of the turn; the caller's transaction makes it all or nothing."""
    at = to_ms(turn.at)
    known = desk.find(turn.address)
    version = known.version if known is not None else 0
    if version != turn.expected_version:
        raise Conflict(f"The session is at version {version}, not {turn.expected_version}: load it again.")
    person = known if known is not None else desk.find_or_make(turn.address, at)
    number = version + 1
    tokens = [desk.keys.token(b"event", person.person, event_id) for event_id in turn.event_ids]
    _record_events(desk, person, tokens, number, at)
    _write_session(desk, person, turn, number, at)
    if not turn.keep and person.kept:
        _stop_keeping(desk, person)
    if turn.withdraw:
        desk.main.execute(
            "UPDATE parts SET state = 'withdrawn', open = 0, lease_until = 0, file = NULL WHERE person_id = ? AND open = 1",
            (person.id,),
        )
        erase_delivered(desk, person.id)
    if turn.contact:
        _let_pushes_go(desk, person, turn)
    seq = _write_turn(desk, person, turn, number, at)
    parts = _write_parts(desk, person, turn, seq, number)
    timers.apply(desk, person, turn, number)
    for name, n in turn.counters.items():
        desk.main.execute(
            "INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT (day, name) DO UPDATE SET n = counters.n + excluded.n",
            (turn.at.date().isoformat(), name, n),
        )
    return Committed(number, parts)


def _record_events(desk: Desk, person: Person, tokens: Sequence[bytes], number: int, at: int) -> None:
    for token in tokens:
        done = desk.main.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?) ON CONFLICT (person_id, event) DO NOTHING",
            (person.id, token, number, at),
        )
        if not done.rowcount:
            raise AlreadyAnswered("An event of this turn has been answered: ask for the stored replies.")
        desk.main.execute("DELETE FROM inbox WHERE person_id = ? AND event = ?", (person.id, token))


def _write_session(desk: Desk, person: Person, turn: TurnRecord, number: int, at: int) -> None:
    outcome = person.cipher.seal("outcome", 0, encode(turn.outcome)) if turn.outcome is not None else None
    last_at = max(person.last_at, at) if turn.contact else person.last_at
    session = person.cipher.seal("session", number, pack(turn.session))
    desk.main.execute(
        "UPDATE people SET version = ?, kept = ?, last_at = ?, session = ?, outcome = coalesce(?, outcome) "
        "WHERE id = ?",
        (number, int(turn.keep), last_at, session, outcome, person.id),
    )
    if turn.asks:
        desk.main.execute(
            "UPDATE people SET asked_turn = ?, asked_at = NULL, asked_number = NULL WHERE id = ?", (number, person.id)
        )


def _write_turn(desk: Desk, person: Person, turn: TurnRecord, number: int, at: int) -> int:
    record, words, erase_at = None, Words.NOT_KEPT, None
    if turn.keep:
        words = Words.KEPT
        texts = (turn.event, turn.readings, turn.path, turn.edition, str(turn.danger))
        record = person.cipher.seal("turn", number, pack(*texts))
        if turn.danger >= CRISIS_LEVEL:
            erase_at = at + span_ms(CRISIS_WORDS)
    replies = person.cipher.seal("replies", number, pack(*turn.replies)) if turn.replies else None
    row = desk.main.execute(
        "INSERT INTO turns (person_id, turn, at, words, erase_at, record, replies) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "RETURNING seq",
        (person.id, number, at, words.value, erase_at, record, replies),
    ).fetchone()
    return int(row[0])


def _write_parts(desk: Desk, person: Person, turn: TurnRecord, seq: int, number: int) -> tuple[OpenPart, ...]:
    """The replies as parts to deliver; those that are in the caller's hands from the start."""
    urgent = turn.withdraw or turn.danger >= CRISIS_LEVEL
    claimed = turn.claim_until is not None and (urgent or not _waits(desk, person))
    lease = to_ms(turn.claim_until) if claimed and turn.claim_until is not None else 0
    files = {n: person.cipher.seal("file", file_row(number, n), content) for n, content in turn.files.items()}
    desk.main.executemany(
        "INSERT INTO parts (turn_seq, part, person_id, state, open, urgent, attempts, lease_until, retry_at, push, file) "
        "VALUES (?, ?, ?, ?, 1, ?, ?, ?, 0, ?, ?)",
        [
            (seq, n, person.id, _first(claimed, n), int(urgent), int(claimed), lease, int(turn.push), files.get(n))
            for n in range(len(turn.replies))
        ],
    )
    if not claimed:
        return ()
    return tuple(
        OpenPart(
            *(turn.address, number, n, body, PartState(_first(claimed, n)), urgent, 0, turn.at, turn.push),
            file=turn.files.get(n),
        )
        for n, body in enumerate(turn.replies)
    )


def _first(claimed: bool, part: int) -> str:
    """The first of claimed parts is on its way from now on; the others only once their sender says so."""
    return (PartState.SENDING if claimed and not part else PartState.NEW).value


def file_row(turn: int, part: int) -> int:
    """Where the file of a part has its place."""
    return turn << 10 | part


def write_receipt(desk: Desk, address: str, at: int, bodies: Sequence[str], until: int | None) -> tuple[OpenPart, ...]:
    """What somebody hears who is forgotten: a life of its own, without a session, that ends when this has arrived."""
    person = desk.find_or_make(address, at)
    replies = person.cipher.seal("replies", RECEIPT, pack(*bodies))
    (seq,) = desk.main.execute(
        "INSERT INTO turns (person_id, turn, at, words, replies) VALUES (?, ?, ?, ?, ?) RETURNING seq",
        (person.id, RECEIPT, at, Words.NOT_KEPT.value, replies),
    ).fetchone()
    claimed = until is not None
    desk.main.executemany(
        "INSERT INTO parts (turn_seq, part, person_id, state, open, urgent, attempts, lease_until, retry_at) "
        "VALUES (?, ?, ?, ?, 1, 0, ?, ?, 0)",
        [(seq, n, person.id, _first(claimed, n), int(claimed), until or 0) for n in range(len(bodies))],
    )
    if not claimed:
        return ()
    return tuple(
        OpenPart(address, RECEIPT, n, body, PartState(_first(claimed, n)), False, 0, from_ms(at))
        for n, body in enumerate(bodies)
    )


def end_receipt(desk: Desk, person: Person, seq: int) -> None:
    """Nothing of a receipt is left to send: it goes, and with it whoever was only there to get it."""
    if desk.main.execute("SELECT 1 FROM parts WHERE turn_seq = ? AND open = 1 AND state <> 'maybe'", (seq,)).fetchone():
        return
    desk.main.execute("DELETE FROM turns WHERE seq = ?", (seq,))
    waits = desk.main.execute("SELECT 1 FROM inbox WHERE person_id = ?", (person.id,)).fetchone()
    if person.version == 0 and not waits:
        desk.keys.destroy(person.person)
        desk.main.execute("DELETE FROM people WHERE id = ?", (person.id,))


def _waits(desk: Desk, person: Person) -> bool:
    """Whether parts of earlier turns are still on their way to this person."""
    found = desk.main.execute(
        "SELECT 1 FROM parts WHERE open = 1 AND state <> 'maybe' AND person_id = ? LIMIT 1", (person.id,)
    ).fetchone()
    return found is not None


def _let_pushes_go(desk: Desk, person: Person, turn: TurnRecord) -> None:
    """Who speaks is awake: a reminder on its way goes in front of the answer. Who says 停 does not get it any more."""
    stopped = any(which == CancelTimers() for which in turn.cancel)
    done = "state = 'withdrawn', open = 0, lease_until = 0" if stopped else "push = 0, retry_at = 0"
    desk.main.execute(
        f"UPDATE parts SET {done} WHERE person_id = ? AND push = 1 AND open = 1",  # noqa: S608  # constants of this function
        (person.id,),
    )
    if stopped:
        erase_delivered(desk, person.id)


def _stop_keeping(desk: Desk, person: Person) -> None:
    """「不保存」 holds for what was kept before, too."""
    desk.main.execute(
        "UPDATE turns SET words = ?, erase_at = NULL, record = NULL WHERE person_id = ?",
        (Words.NOT_KEPT.value, person.id),
    )
    desk.main.execute("DELETE FROM timers WHERE person_id = ?", (person.id,))
    erase_delivered(desk, person.id)


def erase_delivered(desk: Desk, person_id: int) -> None:
    """Bodies of turns of which nothing is kept go as soon as no part is open any more."""
    desk.main.execute(
        "UPDATE turns SET replies = NULL WHERE person_id = ? AND words = ? AND replies IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM parts WHERE parts.turn_seq = turns.seq AND parts.open = 1)",
        (person_id, Words.NOT_KEPT.value),
    )


# --- reading back


def answered(desk: Desk, address: str, event_id: str) -> StoredTurn | None:
    """The turn that answered an event."""
    person = desk.find(address)
    if person is None:
        return None
    row = desk.main.execute(
        f"SELECT {TURN_COLUMNS} FROM events e JOIN turns t ON t.person_id = e.person_id AND t.turn = e.turn "  # noqa: S608  # constant columns
        "WHERE e.person_id = ? AND e.event = ?",
        (person.id, desk.keys.token(b"event", person.person, event_id)),
    ).fetchone()
    return None if row is None else stored_turn(desk, person.cipher, address, row)


def transcript(desk: Desk, address: str, after: int, limit: int) -> list[StoredTurn]:
    """A page of the person's turns."""
    person = desk.find(address)
    if person is None:
        return []
    rows = desk.main.execute(
        f"SELECT {TURN_COLUMNS} FROM turns t WHERE t.person_id = ? AND t.turn > ? ORDER BY t.turn LIMIT ?",  # noqa: S608  # constant columns
        (person.id, after, limit),
    ).fetchall()
    return [stored_turn(desk, person.cipher, address, row) for row in rows]


def stored_turn(
    desk: Desk, cipher: Cipher, address: str, row: tuple[int, int, int, str, bytes | None, bytes | None]
) -> StoredTurn:
    """A turn as it is read, with its parts."""
    seq, number, at, words, record, replies = row
    bodies: list[str] = unpack(cipher.open("replies", number, replies)) if replies is not None else []
    states = desk.main.execute("SELECT part, state FROM parts WHERE turn_seq = ? ORDER BY part", (seq,)).fetchall()
    parts = tuple(Part(n, bodies[n] if n < len(bodies) else None, PartState(state)) for n, state in states)
    event = readings = path = None
    edition, danger = "", "0"
    if record is not None:
        event, readings, path, edition, danger = unpack(cipher.open("turn", number, record))
    return StoredTurn(address, number, from_ms(at), Words(words), event, readings, path, edition, int(danger), parts)


def erase_crisis_words(desk: Desk, now: int, limit: int) -> int:
    """The words of crisis turns past their time become 〔危机 L2〕 or 〔危机 L3〕."""
    rows = desk.main.execute(
        "SELECT t.seq, t.turn, t.record, p.person, p.key_id, p.address FROM turns t "
        "JOIN people p ON p.id = t.person_id WHERE t.erase_at <= ? ORDER BY t.erase_at LIMIT ?",
        (now, limit),
    ).fetchall()
    for seq, number, record, person, key_id, address in rows:
        sealed = None
        if record is not None and (owner := desk.owner(person, key_id, address)) is not None:
            with contextlib.suppress(Unreadable):  # a broken row must not keep the others' words
                *_, edition, danger = unpack(owner[0].open("turn", number, record))
                event = json.dumps(f"〔危机 L{danger}〕", ensure_ascii=False)
                sealed = owner[0].seal("turn", number, pack(event, "null", "[]", edition, danger))
        desk.main.execute(
            "UPDATE turns SET words = ?, erase_at = NULL, record = ? WHERE seq = ?",
            (Words.ERASED.value, sealed, seq),
        )
    return len(rows)

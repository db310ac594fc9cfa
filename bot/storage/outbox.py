"""The outbox: parts of committed turns on their way, danger first, each person's in order."""

from __future__ import annotations

from bot.storage.clock import from_ms, to_ms
from bot.storage.desk import Desk, Person
from bot.storage.errors import Unreadable
from bot.storage.records import NOTES, RECEIPT, Mark, OpenPart, PartState
from bot.storage.turns import end_receipt, erase_delivered, file_row
from bot.storage.vault import Cipher, pack, unpack

_TO_SEND = (PartState.NEW, PartState.SENDING)
_OPEN = (*_TO_SEND, PartState.MAYBE)
# the parts are chosen and cut first, so that a long queue does not cost its joins
_SELECT = """
SELECT q.turn_seq, q.part, q.state, q.urgent, q.push, q.attempts, q.doubts,
t.turn, t.at, t.replies, p.person, p.key_id, p.address
FROM (SELECT turn_seq, part, person_id, state, urgent, push, attempts, doubts FROM parts q WHERE {where} ORDER BY q.urgent DESC, q.turn_seq, q.part LIMIT ?) q
JOIN turns t ON t.seq = q.turn_seq JOIN people p ON p.id = q.person_id
ORDER BY q.urgent DESC, q.turn_seq, q.part"""
_Row = tuple[int, int, str, int, int, int, int, int, int, bytes | None, bytes, bytes, bytes]


def undelivered(desk: Desk, address: str | None, maybe: bool, limit: int) -> list[OpenPart]:
    """Open parts; those of doubtful arrival only when asked."""
    where, values = ["q.open = 1"], []
    if not maybe:
        where.append("q.state <> 'maybe'")
    if address is not None:
        person = desk.find(address)
        if person is None:
            return []
        where.append("q.person_id = ?")
        values.append(person.id)
    sql = _SELECT.format(where=" AND ".join(where))
    return [part for _, part in _read(desk, desk.main.execute(sql, (*values, limit)).fetchall())]


def claim(desk: Desk, now: int, until: int, address: str | None, limit: int) -> list[OpenPart]:
    """Take what may be sent now."""
    where = [
        "q.open = 1 AND q.state <> 'maybe' AND q.lease_until <= ? AND q.retry_at <= ?",
        # nobody's order is broken, but danger does not queue
        "(q.urgent = 1 OR q.person_id NOT IN (SELECT person_id FROM parts WHERE open = 1 AND state <> 'maybe' "
        "AND (lease_until > ? OR retry_at > ?)))",
    ]
    values = [now, now, now, now]
    if address is not None:
        person = desk.find(address)
        if person is None:
            return []
        where.append("q.person_id = ?")
        values.append(person.id)
    sql = _SELECT.format(where=" AND ".join(where))
    found = _read(desk, desk.main.execute(sql, (*values, limit)).fetchall(), files=True)
    firsts = {part.address: (seq, part.part) for seq, part in reversed(found)}  # on their way from now on
    desk.main.executemany(
        "UPDATE parts SET state = ?, attempts = attempts + 1, doubts = ?, lease_until = ?, retry_at = 0 "
        "WHERE turn_seq = ? AND part = ?",
        [
            ("sending" if firsts[part.address] == (seq, part.part) else "new", part.doubts, until, seq, part.part)
            for seq, part in found
        ],
    )
    return [part for _, part in found]


def _read(desk: Desk, rows: list[_Row], *, files: bool = False) -> list[tuple[int, OpenPart]]:
    """The parts as they are sent; with what they hand over only where somebody is about to."""
    out = []
    bodies: dict[int, list[str]] = {}
    for seq, part, state, urgent, push, attempts, doubts, turn, at, replies, person, key_id, sealed in rows:
        if replies is None or (owner := desk.owner(person, key_id, sealed)) is None:
            continue
        if seq not in bodies:
            try:
                bodies[seq] = unpack(owner[0].open("replies", turn, replies))
            except Unreadable:
                continue
        body = bodies[seq][part]
        item = OpenPart(
            *(owner[1], turn, part, body, PartState(state), bool(urgent), attempts, from_ms(at), bool(push)),
            doubts=doubts + (state == PartState.SENDING),  # whoever had it in hands let go without a word
            file=_file(desk, owner[0], seq, turn, part) if files else None,
        )
        out.append((seq, item))
    return out


def _file(desk: Desk, cipher: Cipher, seq: int, turn: int, part: int) -> bytes | None:
    """What a part hands over; None where there is nothing, or nothing that can be read."""
    row = desk.main.execute("SELECT file FROM parts WHERE turn_seq = ? AND part = ?", (seq, part)).fetchone()
    if row is None or row[0] is None:
        return None
    try:
        return cipher.open("file", file_row(turn, part), row[0])
    except Unreadable:
        return None


def mark(desk: Desk, item: Mark) -> PartState:
    """Write down what happened; the state that holds afterwards. A part that is gone counts as withdrawn."""
    person = desk.find(item.address)
    if person is None:
        return PartState.WITHDRAWN
    row = desk.main.execute(
        "SELECT q.turn_seq, q.state, t.words FROM turns t JOIN parts q ON q.turn_seq = t.seq "
        "WHERE t.person_id = ? AND t.turn = ? AND q.part = ?",
        (person.id, item.turn, item.part),
    ).fetchone()
    if row is None:
        return PartState.WITHDRAWN
    seq, was, words = row
    if item.shown_at is not None:
        desk.main.execute(
            "UPDATE people SET asked_at = ?, asked_number = ? WHERE id = ? AND asked_turn <= ? AND asked_at IS NULL",
            (to_ms(item.shown_at), item.number, person.id, item.turn),
        )
    if item.note:
        sealed = person.cipher.seal("notes", 0, pack(*[*_notes(desk, person), item.note][-NOTES:]))
        desk.main.execute("UPDATE people SET notes = ? WHERE id = ?", (sealed, person.id))
    state = _after(PartState(was), item.state)
    if state is PartState.SENDING:
        desk.main.execute("UPDATE parts SET state = 'sending' WHERE turn_seq = ? AND part = ?", (seq, item.part))
    elif state.value != was or state is PartState.NEW:  # new: whoever had it in hands lets it go
        retry = to_ms(item.retry_at) if item.retry_at is not None else 0
        desk.main.execute(
            "UPDATE parts SET state = ?, open = ?, lease_until = 0, retry_at = ?, doubts = doubts + ? "
            "WHERE turn_seq = ? AND part = ?",
            (state.value, int(state in _OPEN), retry, int(item.doubt), seq, item.part),
        )
        if state not in _TO_SEND:
            desk.main.execute("UPDATE parts SET file = NULL WHERE turn_seq = ? AND part = ?", (seq, item.part))
            if item.turn == RECEIPT:
                end_receipt(desk, person, seq)
        if words == "not_kept" and state not in _OPEN:
            erase_delivered(desk, person.id)
    return state


def notes(desk: Desk, address: str) -> tuple[str, ...]:
    """What the channel noted of its last messages."""
    person = desk.find(address)
    return tuple(_notes(desk, person)) if person is not None else ()


def _notes(desk: Desk, person: Person) -> list[str]:
    (sealed,) = desk.main.execute("SELECT notes FROM people WHERE id = ?", (person.id,)).fetchone()
    try:
        return unpack(person.cipher.open("notes", 0, sealed)) if sealed is not None else []
    except Unreadable:
        return []  # it costs a keyboard that stays, never a message


def _after(was: PartState, now: PartState) -> PartState:
    """What is sent stays sent; what is withdrawn stays so, unless it had left already."""
    if was is PartState.SENT:
        return was
    if was is PartState.WITHDRAWN:
        return now if now is PartState.SENT else was
    if was is PartState.FAILED and now is PartState.SENDING:
        return was
    return now

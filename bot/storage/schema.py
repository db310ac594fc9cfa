"""The tables, as an ordered list of migrations; each runs in one transaction together with its record.

A migration that was released is never changed: a new one is added. SQL here is plain; only STRICT, WITHOUT ROWID
and the PRAGMAs are SQLite's own. Every table with something of a person hangs on `people` and goes with it;
`counters` has no persons. In clear are only numbers, times, pseudonyms (HMAC) and labels of ours.
"""

from __future__ import annotations

from msgspec import Struct


class Migration(Struct, frozen=True):
    """One step from version - 1 to version."""

    version: int
    name: str
    statements: tuple[str, ...]


MAIN_ID = 0x57454E5A  # "WENZ"
KEYS_ID = 0x57454E4B  # "WENK"

_RECORD = """CREATE TABLE migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT"""

MAIN = (
    Migration(
        1,
        "first",
        (
            _RECORD,
            # one row a person; small columns first, so that looking at them never reads a long session
            """CREATE TABLE people (
                id INTEGER PRIMARY KEY,
                person BLOB NOT NULL UNIQUE,
                key_id BLOB NOT NULL,
                version INTEGER NOT NULL,
                kept INTEGER NOT NULL,
                first_at INTEGER NOT NULL,
                last_at INTEGER NOT NULL,
                address BLOB NOT NULL,
                outcome BLOB,
                session BLOB) STRICT""",
            """CREATE TABLE inbox (
                seq INTEGER PRIMARY KEY AUTOINCREMENT,
                person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
                event BLOB NOT NULL,
                at INTEGER NOT NULL,
                tries INTEGER NOT NULL,
                body BLOB NOT NULL,
                UNIQUE (person_id, event)) STRICT""",
            """CREATE TABLE turns (
                seq INTEGER PRIMARY KEY,
                person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
                turn INTEGER NOT NULL,
                at INTEGER NOT NULL,
                words TEXT NOT NULL,
                erase_at INTEGER,
                record BLOB,
                replies BLOB,
                UNIQUE (person_id, turn)) STRICT""",
            "CREATE INDEX turns_to_erase ON turns (erase_at) WHERE erase_at IS NOT NULL",
            """CREATE TABLE events (
                person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
                event BLOB NOT NULL,
                turn INTEGER NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (person_id, event)) STRICT, WITHOUT ROWID""",
            """CREATE TABLE parts (
                turn_seq INTEGER NOT NULL REFERENCES turns (seq) ON DELETE CASCADE,
                part INTEGER NOT NULL,
                person_id INTEGER NOT NULL,
                state TEXT NOT NULL,
                open INTEGER NOT NULL,
                urgent INTEGER NOT NULL,
                attempts INTEGER NOT NULL,
                lease_until INTEGER NOT NULL,
                retry_at INTEGER NOT NULL,
                PRIMARY KEY (turn_seq, part)) STRICT, WITHOUT ROWID""",
            "CREATE INDEX parts_open ON parts (urgent DESC, turn_seq, part) WHERE open = 1",
            """CREATE TABLE timers (
                id INTEGER PRIMARY KEY,
                person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
                name BLOB NOT NULL,
                kind TEXT NOT NULL,
                due INTEGER NOT NULL,
                turn INTEGER NOT NULL,
                lease_until INTEGER NOT NULL,
                body BLOB NOT NULL,
                UNIQUE (person_id, name)) STRICT""",
            "CREATE INDEX timers_due ON timers (due)",
            """CREATE TABLE counters (
                day TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL,
                PRIMARY KEY (day, name)) STRICT, WITHOUT ROWID""",
            "CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
        ),
    ),
    # a reminder that has not left yet keeps to the hours of pushes, until the person speaks
    Migration(2, "pushes", ("ALTER TABLE parts ADD COLUMN push INTEGER NOT NULL DEFAULT 0",)),
    # what was written before the open question could be read is not its answer, across a restart too
    Migration(
        3,
        "asked",
        (
            "ALTER TABLE inbox ADD COLUMN number INTEGER",
            "ALTER TABLE people ADD COLUMN asked_turn INTEGER",
            "ALTER TABLE people ADD COLUMN asked_at INTEGER",
            "ALTER TABLE people ADD COLUMN asked_number INTEGER",
        ),
    ),
    # how often a part may have arrived without anybody knowing; and the file that a part hands over, until it left
    Migration(
        4,
        "doubts",
        ("ALTER TABLE parts ADD COLUMN doubts INTEGER NOT NULL DEFAULT 0", "ALTER TABLE parts ADD COLUMN file BLOB"),
    ),
    # while a wire is down, a turn of one person does not read what waits for all others
    Migration(5, "waiting", ("CREATE INDEX parts_of_person ON parts (person_id, turn_seq, part) WHERE open = 1",)),
    # what a channel has to know of its last messages in its next life, such as which keyboards still stand
    Migration(6, "notes", ("ALTER TABLE people ADD COLUMN notes BLOB",)),
)

KEYS = (
    Migration(
        1,
        "first",
        (
            _RECORD,
            # one row a master key (two while it is being rotated): proves the key and holds the pseudonym key
            """CREATE TABLE masters (
                master BLOB PRIMARY KEY, pseudonym_key BLOB NOT NULL) STRICT, WITHOUT ROWID""",
            """CREATE TABLE keys (
                person BLOB PRIMARY KEY,
                key_id BLOB NOT NULL,
                master BLOB NOT NULL,
                wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID""",
            # lives whose rows or log are not known to be gone yet
            """CREATE TABLE erasing (
                person BLOB NOT NULL, key_id BLOB NOT NULL,
                PRIMARY KEY (person, key_id)) STRICT, WITHOUT ROWID""",
            "CREATE TABLE tombstones (stone BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        ),
    ),
    # what a forgotten person is still to be told, should we be killed before the main file knows of it
    Migration(2, "receipts", ("ALTER TABLE erasing ADD COLUMN receipt BLOB",)),
)

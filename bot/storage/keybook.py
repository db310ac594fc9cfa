"""`keys.db`: one wrapped key a person, apart from the main file, so that destroying a key is forgetting.

A person's key has an id of its own; rows of the main file name the id they were sealed with. Who comes back after
a forgetting gets a new key with a new id, and rows of the former life are recognised as such wherever they survive.
Everything here runs in the store's thread.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict

from bot.storage.errors import Refused, Unreadable, WrongKey
from bot.storage.vault import ID_BYTES, KEY_BYTES, PSEUDONYM_BYTES, Cipher, Entropy, MasterKey, digest

_BOOK = b"key book"
REMEMBERED = 4096
"""Unwrapped keys in memory; unwrapping one costs a few microseconds and a look-up."""


class KeyBook:
    """The persons' keys behind one master key."""

    def __init__(self, connection: sqlite3.Connection, master: MasterKey, entropy: Entropy) -> None:
        self.connection = connection
        self._master = master
        self._entropy = entropy
        self._known: OrderedDict[bytes, Cipher] = OrderedDict()
        self._fresh: list[bytes] = []
        self._pseudonym_key = self._unlock()

    def _unlock(self) -> bytes:
        book = self._master.cipher(_BOOK, self._entropy)
        rows = dict(self.connection.execute("SELECT master, pseudonym_key FROM masters").fetchall())
        if not rows:
            if self.connection.execute("SELECT 1 FROM keys LIMIT 1").fetchone():
                raise WrongKey("keys.db has lost its master key record. Restore keys.db from a backup.")
            secret = self._entropy(KEY_BYTES)
            self.connection.execute(
                "INSERT INTO masters VALUES (?, ?)", (self._master.id, book.seal("pseudonyms", 0, secret))
            )
            return secret
        sealed = rows.get(self._master.id)
        if sealed is None:
            raise WrongKey(
                "The master key does not fit this data folder. Give the key with which it was made "
                "(WENZHU_MASTER_KEY or privacy.master_key_file); without it nothing here can be read again."
            )
        if len(rows) > 1:
            raise WrongKey("A rotation of the master key was interrupted. Run it again with the old and the new key.")
        try:
            return book.open("pseudonyms", 0, sealed)
        except Unreadable:
            raise WrongKey("keys.db does not authenticate under the master key: restore it from a backup.") from None

    # --- pseudonyms

    def pseudonym(self, address: str) -> bytes:
        """Who this is, for the database: the same for the same address, and nothing without the key."""
        return digest(self._pseudonym_key, b"person", _name(address))[:PSEUDONYM_BYTES]

    def token(self, kind: bytes, person: bytes, name: str) -> bytes:
        """An event id or timer key as the database knows it."""
        return digest(self._pseudonym_key, kind, person, _name(name))[:PSEUDONYM_BYTES]

    def stone(self, person: bytes) -> bytes:
        """What a tombstone says of a forgotten person: recognisable from the pseudonym, but not the pseudonym."""
        return digest(self._pseudonym_key, b"tombstone", person)[:PSEUDONYM_BYTES]

    # --- keys

    def cipher(self, person: bytes) -> Cipher | None:
        """The person's key, unwrapped; None if there is none (any more)."""
        found = self._known.get(person)
        if found is not None:
            self._known.move_to_end(person)
            return found
        row = self.connection.execute("SELECT key_id, master, wrapped FROM keys WHERE person = ?", (person,)).fetchone()
        if row is None:
            return None
        key_id, master, wrapped = row
        if master != self._master.id:
            raise Unreadable("A person's key is wrapped by another master key: finish the rotation.")
        secret = self._master.cipher(person, self._entropy).open("key", int.from_bytes(key_id, "big"), wrapped)
        return self._remember(person, Cipher(secret, key_id, person, self._entropy))

    def make(self, person: bytes) -> Cipher:
        """A new key for somebody who has none; durable with the next `commit`."""
        self._begin()
        secret, key_id = self._entropy(KEY_BYTES), self._entropy(ID_BYTES)
        wrapped = self._master.cipher(person, self._entropy).seal("key", int.from_bytes(key_id, "big"), secret)
        self.connection.execute("INSERT INTO keys VALUES (?, ?, ?, ?)", (person, key_id, self._master.id, wrapped))
        self._fresh.append(person)
        return self._remember(person, Cipher(secret, key_id, person, self._entropy))

    def destroy(self, person: bytes, *, stone_at: int | None = None) -> bool:
        """Delete a person's key and note that rows of that life must go; final with the next `commit`."""
        self._begin()
        self._known.pop(person, None)
        row = self.connection.execute("DELETE FROM keys WHERE person = ? RETURNING key_id", (person,)).fetchone()
        if row is not None:
            self.connection.execute("INSERT OR IGNORE INTO erasing (person, key_id) VALUES (?, ?)", (person, row[0]))
        if stone_at is not None:
            self.connection.execute("INSERT OR REPLACE INTO tombstones VALUES (?, ?)", (self.stone(person), stone_at))
        return row is not None

    def doom(self, person: bytes, key_id: bytes) -> None:
        """Destroy the key of one life, whether it is still there or not, so that its rows will go."""
        self.destroy(person)
        self.connection.execute("INSERT OR IGNORE INTO erasing (person, key_id) VALUES (?, ?)", (person, key_id))

    def owe(self, person: bytes, receipt: bytes) -> None:
        """What somebody whose key was just destroyed is to be told, durable together with that."""
        sealed = self._master.cipher(person, self._entropy).seal("receipt", 0, receipt)
        self.connection.execute("UPDATE erasing SET receipt = ? WHERE person = ?", (sealed, person))

    def owed(self, person: bytes, key_id: bytes) -> bytes | None:
        """What is owed to the person of a destroyed key."""
        row = self.connection.execute(
            "SELECT receipt FROM erasing WHERE person = ? AND key_id = ?", (person, key_id)
        ).fetchone()
        if row is None or row[0] is None:
            return None
        try:
            return self._master.cipher(person, self._entropy).open("receipt", 0, row[0])
        except Unreadable:  # the master key was changed meanwhile
            return None

    def buried(self, person: bytes, key_id: bytes) -> bool:
        """Whether rows sealed with this key are of a life that is to be gone (a restored file may hold some)."""
        found = self.connection.execute(
            "SELECT 1 FROM tombstones WHERE stone = ? UNION ALL "
            "SELECT 1 FROM erasing WHERE person = ? AND key_id = ? LIMIT 1",
            (self.stone(person), person, key_id),
        ).fetchone()
        return found is not None

    # --- transactions: always finished before the main file's

    def _begin(self) -> None:
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make new and destroyed keys durable."""
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")
        self._fresh.clear()

    def rollback(self) -> None:
        """Give up what was not committed."""
        for person in self._fresh:
            self._known.pop(person, None)
        self._fresh.clear()
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def _remember(self, person: bytes, cipher: Cipher) -> Cipher:
        self._known[person] = cipher
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return cipher


def _name(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Refused("address, event id or timer key", "contains half a character (a lone surrogate)") from None


def rotate(
    connection: sqlite3.Connection, old: MasterKey, new: MasterKey, entropy: Entropy, *, batch: int = 500
) -> int:
    """Wrap every person's key anew, in batches; may be killed and run again. How many were rewrapped."""
    known = {row[0] for row in connection.execute("SELECT master FROM masters")}
    if old.id == new.id or (old.id not in known and new.id in known):
        return 0
    if old.id not in known:
        raise WrongKey("The old master key does not fit this data folder.")
    if new.id not in known:
        sealed = connection.execute("SELECT pseudonym_key FROM masters WHERE master = ?", (old.id,)).fetchone()[0]
        secret = old.cipher(_BOOK, entropy).open("pseudonyms", 0, sealed)
        again = new.cipher(_BOOK, entropy).seal("pseudonyms", 0, secret)
        connection.execute("INSERT INTO masters VALUES (?, ?)", (new.id, again))
    done = 0
    while True:
        connection.execute("BEGIN IMMEDIATE")
        try:
            rows = connection.execute(
                "SELECT person, key_id, wrapped FROM keys WHERE master = ? LIMIT ?", (old.id, batch)
            ).fetchall()
            for person, key_id, wrapped in rows:
                row = int.from_bytes(key_id, "big")
                secret = old.cipher(person, entropy).open("key", row, wrapped)
                connection.execute(
                    "UPDATE keys SET master = ?, wrapped = ? WHERE person = ?",
                    (new.id, new.cipher(person, entropy).seal("key", row, secret), person),
                )
            if not rows:
                connection.execute("DELETE FROM masters WHERE master = ?", (old.id,))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if not rows:
            break
        done += len(rows)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return done

"""The desk in the store's own thread: both connections, the keys, and how a group of jobs is served.

Jobs of a group share one COMMIT, each inside its own SAVEPOINT, so that one that fails harms nobody. If the shared
transaction itself is lost (disk full, I/O error), it is rolled back and each job is tried alone. Nothing is handed
out before it is durable. Whatever happens, no transaction stays open.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Any

from msgspec import Struct

from bot.storage import opening
from bot.storage.errors import CannotOpen, Refused, StoreError, StoreUnavailable, Unreadable
from bot.storage.folder import Place, open_connections
from bot.storage.keybook import KeyBook
from bot.storage.vault import Cipher

_BROKEN = ("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_CORRUPT", "SQLITE_NOTADB")
_REASONS = {
    "SQLITE_FULL": "The disk (or the quota) is full: nothing can be saved until space is free. No restart is needed.",
    "SQLITE_IOERR": "The disk reports an error: nothing can be saved. Check the disk and the system log.",
    "SQLITE_READONLY": "The data folder is read-only: nothing can be saved. Check mount, owner and mode.",
    "SQLITE_CANTOPEN": "A database file cannot be opened: check that the data folder is there and writable.",
    "SQLITE_BUSY": "Another program holds the database locked. Close it (backup, sqlite3 shell).",
    "SQLITE_LOCKED": "Another program holds the database locked. Close it (backup, sqlite3 shell).",
    "SQLITE_CORRUPT": "The database file is damaged. Stop the bot and restore a backup.",
    "SQLITE_NOTADB": "The database file is damaged. Stop the bot and restore a backup.",
    "SQLITE_NOMEM": "There is not enough memory to save.",
}


class Kind(Enum):
    """How a job is served."""

    READ = auto()  # outside any transaction, before the writes of its group
    WRITE = auto()  # inside the group's transaction, in a SAVEPOINT of its own
    ALONE = auto()  # outside any transaction, after the group (checkpoints, integrity)


class Job:
    """One piece of work for the desk and what came of it. A write may be run twice, so it only touches the files."""

    __slots__ = ("error", "kind", "result", "work")

    def __init__(self, kind: Kind, work: Callable[[Desk], Any]) -> None:
        self.kind = kind
        self.work = work
        self.result: Any = None
        self.error: BaseException | None = None

    def __repr__(self) -> str:  # aiosqlite logs what it runs; persons' words must not be in it
        return f"Job({self.kind.name})"


class Person(Struct, frozen=True):
    """A row of `people` together with its key."""

    id: int
    person: bytes
    cipher: Cipher
    version: int
    kept: bool
    first_at: int
    last_at: int


class Desk:
    """Both files, open and checked."""

    def __init__(self, place: Place, now: dt.datetime) -> None:
        self.place = place
        self.main, keys, master = open_connections(place, now)
        try:
            self.keys = KeyBook(keys, master, place.entropy)
        except BaseException as error:
            keys.close()
            self.main.close()
            if isinstance(error, sqlite3.Error):
                raise CannotOpen(f"keys.db cannot be used: {reason(error)}") from None
            raise
        self._master = master
        self._paths = () if place.data_dir is None else (str(place.main), str(place.keys))
        self._files = self._identity()
        self._suspect = False

    def close(self) -> None:
        """Close both files; the last connection cleans its log away."""
        for connection in (self.main, self.keys.connection):
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    # --- serving

    def serve(self, jobs: Sequence[Job]) -> None:
        """Do every job; each ends with a result or an error, and no transaction is open afterwards."""
        try:
            if self._suspect:
                self._reopen()
        except (sqlite3.Error, StoreError, OSError) as error:
            fail(jobs, error if isinstance(error, StoreUnavailable) else StoreUnavailable(reason(error)))
            return
        self._outside([job for job in jobs if job.kind is Kind.READ])
        if writes := [job for job in jobs if job.kind is Kind.WRITE]:
            if self._files != self._identity():
                fail(
                    writes,
                    StoreUnavailable(
                        "A database file was moved or deleted while the bot runs. Stop the bot, put it back, start."
                    ),
                )
            else:
                self._write(writes)
        self._outside([job for job in jobs if job.kind is Kind.ALONE])
        assert not self.main.in_transaction
        assert not self.keys.connection.in_transaction

    def _outside(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            try:
                job.result = job.work(self)
            except Exception as error:
                job.error = self._translate(error)
                self._rollback()

    def _write(self, jobs: Sequence[Job]) -> None:
        lost = self._try_together(jobs)
        if lost is None:
            return
        self._rollback()
        if len(jobs) == 1:
            jobs[0].error = self._translate(lost)
            return
        for job in jobs:
            job.result, job.error = None, None
            self._write([job])

    def _try_together(self, jobs: Sequence[Job]) -> Exception | None:
        """None if the group is committed or every job failed by itself; else why the transaction is lost."""
        try:
            self.main.execute("BEGIN IMMEDIATE")
            for job in jobs:
                if (lost := self._try_one(job, alone=len(jobs) == 1)) is not None:
                    return lost
            if all(job.error is not None for job in jobs):
                self._rollback()
                return None
            self.keys.commit()
            self.main.execute("COMMIT")
        except sqlite3.Error as error:
            return error
        return None

    def _try_one(self, job: Job, *, alone: bool) -> Exception | None:
        if not alone:
            self.main.execute("SAVEPOINT job")
        try:
            job.result = job.work(self)
        except Exception as error:
            job.error = self._translate(error)
            if alone:
                return None
            if not self.main.in_transaction:
                return error
            self.main.execute("ROLLBACK TO job")
        if not alone:
            self.main.execute("RELEASE job")
        return None

    def _rollback(self) -> None:
        for undo in (self.keys.rollback, lambda: self.main.in_transaction and self.main.execute("ROLLBACK")):
            try:
                undo()
            except sqlite3.Error:
                self._suspect = True

    def _translate(self, error: Exception) -> Exception:
        if isinstance(error, UnicodeDecodeError):  # text columns hold labels of ours: the file is damaged
            return StoreUnavailable(_REASONS["SQLITE_CORRUPT"], "SQLITE_CORRUPT")
        if isinstance(error, sqlite3.DataError | OverflowError):
            return Refused("value", "is too long or too large to be stored")
        if isinstance(error, sqlite3.Error):
            code = code_of(error)
            if code.startswith(_BROKEN):
                self._suspect = True
            return StoreUnavailable(reason(error), code)
        return error

    # --- recovery without a restart

    def _identity(self) -> tuple[tuple[int, int], ...]:
        out = []
        for path in self._paths:
            try:
                found = os.stat(path)
                out.append((found.st_dev, found.st_ino))
            except OSError:
                out.append((0, 0))
        return tuple(out)

    def _reopen(self) -> None:
        """After an error of the disk: fresh connections to the same files, never to new ones."""
        self._rollback()
        if self.place.data_dir is None or self._files != self._identity():
            self._suspect = False
            return
        main = opening.connect(self.place.main, read_only=self.place.read_only)
        try:
            book = opening.connect(self.place.keys, read_only=self.place.read_only)
            try:
                keys = KeyBook(book, self._master, self.place.entropy)
                main.execute("SELECT count(*) FROM migrations").fetchone()
            except BaseException:
                book.close()
                raise
        except BaseException:
            main.close()
            raise
        self.close()
        self.main, self.keys, self._suspect = main, keys, False

    # --- persons

    def key_of(self, person: bytes, key_id: bytes) -> Cipher | None:
        """The key with which a row was sealed; None for a life that was forgotten; `Unreadable` if it is lost."""
        cipher = self.keys.cipher(person)
        if cipher is not None and cipher.id == key_id:
            return cipher
        if cipher is not None or self.keys.buried(person, key_id):
            return None
        raise Unreadable(
            "A person's key is not in keys.db although the rows are: restore the keys.db that belongs to this file."
        )

    def find(self, address: str) -> Person | None:
        """The person behind an address, if the store knows one."""
        person = self.keys.pseudonym(address)
        row = self.main.execute(
            "SELECT id, key_id, version, kept, first_at, last_at FROM people WHERE person = ?", (person,)
        ).fetchone()
        if row is None:
            return None
        id_, key_id, version, kept, first_at, last_at = row
        cipher = self.key_of(person, key_id)
        return None if cipher is None else Person(id_, person, cipher, version, bool(kept), first_at, last_at)

    def find_or_make(self, address: str, at: int) -> Person:
        """The person behind an address, new if need be; rows of a forgotten life are removed on sight."""
        if (found := self.find(address)) is not None:
            return found
        person = self.keys.pseudonym(address)
        self.main.execute("DELETE FROM people WHERE person = ?", (person,))
        cipher = self.keys.cipher(person) or self.keys.make(person)
        sealed = cipher.seal("address", 0, address.encode())
        row = self.main.execute(
            "INSERT INTO people (person, key_id, version, kept, first_at, last_at, address) "
            "VALUES (?, ?, 0, 0, ?, ?, ?) RETURNING id",
            (person, cipher.id, at, at, sealed),
        ).fetchone()
        return Person(row[0], person, cipher, 0, False, at, at)

    def owner(self, person: bytes, key_id: bytes, address: bytes) -> tuple[Cipher, str] | None:
        """Key and address of a row in a list; None where they are gone, so that one loss never hides the others."""
        try:
            cipher = self.key_of(person, key_id)
            return None if cipher is None else (cipher, cipher.open("address", 0, address).decode())
        except Unreadable:
            return None


def fail(jobs: Sequence[Job], error: Exception) -> None:
    """The same error for all of them."""
    for job in jobs:
        job.error = error


def code_of(error: BaseException) -> str:
    """SQLite's own name of an error, for instance SQLITE_FULL."""
    return str(getattr(error, "sqlite_errorname", None) or type(error).__name__)


def reason(error: BaseException) -> str:
    """What to do about an error of the database, without anything that was being stored."""
    code = code_of(error)
    for prefix, text in _REASONS.items():
        if code.startswith(prefix):
            return f"{text} ({code})"
    return str(error) if isinstance(error, StoreError) else f"The database reports an error ({code})."

"""Opening a database file: settings read back, identity, integrity, version; never overwriting, never guessing.

A new file is built under another name and renamed when it is whole, so that a kill leaves either nothing or a
healthy database; an empty file therefore never comes from us.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from bot.storage.clock import to_ms
from bot.storage.errors import (
    CannotOpen,
    StoreDamaged,
    StoreForeign,
    StoreLocked,
    StoreTooNew,
    Unusable,
)
from bot.storage.schema import Migration
from bot.storage.vault import sync_folder

LOCK_NAME = "wenzhu.lock"
LONGEST_VALUE = 1_000_000
BUSY_MS = 5_000
_HEADER = b"SQLite format 3\0"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_WAL_FORMAT = b"\2\2"  # ours always have a write-ahead log; SQLite opens other values read-only without a word
_REMEDY = "Nothing was changed. Restore it from a backup, or move {path} away to keep it and look into it."

PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "temp_store": 2,
    "busy_timeout": BUSY_MS,
    "journal_size_limit": 67_108_864,
    "mmap_size": 0,
    "cell_size_check": 1,
}
_NOT_IN_MEMORY = ("journal_mode", "mmap_size", "journal_size_limit")
_NOT_READ_ONLY = ("journal_mode", "journal_size_limit")


def prepare_folder(folder: Path) -> None:
    """Make the data folder ours alone (0700)."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise Unusable(
            f"The data folder {folder} cannot be used ({error.strerror}). Set data_dir to a folder of this user."
        ) from None


def take_lock(folder: Path) -> int:
    """Hold the folder against a second process; the kernel lets go when this one ends, however it ends."""
    try:
        descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise Unusable(
            f"The lock file in {folder} cannot be opened ({error.strerror}). The folder must be writable for this user."
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise StoreLocked(
            f"Another wenzhu process is using {folder}. Stop it first, or use a command that only reads "
            "(conversations list, show, export; stats; doctor)."
        ) from None
    return descriptor


def connect(path: Path | None, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with every setting of ours, read back; None is a database in memory. Creates no file."""
    if path is None:
        target, uri = ":memory:", False
    else:
        target, uri = f"file:{quote(str(path.absolute()))}?mode={'ro' if read_only else 'rw'}", True
    connection = sqlite3.connect(target, uri=uri, isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        skip = _NOT_IN_MEMORY if path is None else _NOT_READ_ONLY if read_only else ()
        for name, want in PRAGMAS.items():
            if name in skip:
                continue
            connection.execute(f"PRAGMA {name}={want}")
            got = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if got != want:
                raise CannotOpen(
                    f"SQLite did not accept {name}={want} for {path} (it says {got}). "
                    "The folder must be on a local disk, not on a network share."
                )
        if read_only:
            connection.execute("PRAGMA query_only=1")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    except BaseException:
        connection.close()
        raise
    return connection


def open_file(
    path: Path,
    application_id: int,
    migrations: Sequence[Migration],
    now: dt.datetime,
    *,
    read_only: bool = False,
) -> sqlite3.Connection:
    """Open one of our files, check it, and bring it to the newest version.

    Everything is looked at through a read-only connection first: a writing one would change a foreign file's header
    with `journal_mode`, and would bring a log into a damaged file when it closes.
    """
    _look_at_header(path, application_id)
    try:
        connection = connect(path, read_only=True)
        try:
            _check(connection, path, migrations)
            if read_only and version_of(connection) < migrations[-1].version:
                raise CannotOpen(f"{path} has an older layout. Start the bot once: it brings it up to date.")
            if read_only:
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        connection = connect(path)
        try:
            migrate(connection, migrations, now)
        except BaseException:
            connection.close()
            raise
    except (sqlite3.Error, UnicodeError) as error:
        raise _refusal(path, error) from None
    return connection


def create_file(path: Path, application_id: int, migrations: Sequence[Migration], now: dt.datetime) -> None:
    """Build an empty database beside its place and move it there when it is whole and durable."""
    draft = path.with_name(f"{path.name}.new")
    for leftover in (draft, *(draft.with_name(draft.name + s) for s in ("-wal", "-shm", "-journal"))):
        leftover.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        connection = connect(draft)
        try:
            connection.execute(f"PRAGMA application_id={application_id}")
            migrate(connection, migrations, now)
        finally:
            connection.close()
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.rename(path)
    sync_folder(path.parent)


def create_in_memory(migrations: Sequence[Migration], now: dt.datetime) -> sqlite3.Connection:
    """The same tables without a file."""
    connection = connect(None)
    migrate(connection, migrations, now)
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    """The layout's version in the file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration], now: dt.datetime) -> None:
    """Run what is missing, each migration in one transaction with its record and the new version."""
    for step in migrations:
        if step.version <= version_of(connection):
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in step.statements:
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", (step.version, step.name, to_ms(now)))
            connection.execute(f"PRAGMA user_version={step.version}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _look_at_header(path: Path, application_id: int) -> None:
    """Refuse what SQLite would happily take for a fresh database, and what is not ours, by its first 100 bytes."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            header = file.read(100)
    except OSError as error:
        raise CannotOpen(f"{path} cannot be read ({error.strerror}). Check its owner and mode.") from None
    if not header:
        raise StoreDamaged(
            f"{path} is empty (0 bytes): that never comes from wenzhu. Restore it from a backup. To accept the loss "
            "and start anew, move it and wenzhu.made away."
        )
    elsewhere = "Nothing was changed. Set data_dir to another folder."
    if not header.startswith(_HEADER):
        raise StoreForeign(f"{path} is not an SQLite database. {elsewhere}")
    if len(header) < 100:
        raise StoreDamaged(f"{path} is cut off. {_REMEDY.format(path=path)}")
    if (got := int.from_bytes(header[68:72], "big")) != application_id:
        raise StoreForeign(f"{path} is a database of another program (application id {got:#x}). {elsewhere}")
    if header[18:20] != _WAL_FORMAT:
        raise StoreDamaged(f"{path} has a damaged header. {_REMEDY.format(path=path)}")


def _check(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    remedy = _REMEDY.format(path=path)
    newest = migrations[-1].version
    if (version := version_of(connection)) > newest:
        raise StoreTooNew(
            f"{path} was written by a newer wenzhu (layout {version}, this one knows {newest}). "
            "Nothing was changed. Install the newer version again."
        )
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        raise StoreDamaged(f"{path} is damaged: {'; '.join(map(str, found))[:300]}. {remedy}")
    if _tables(connection) != _tables_of(migrations[:version]):
        raise StoreDamaged(f"{path} is damaged: its tables are not those of layout {version}. {remedy}")
    recorded = connection.execute("SELECT max(version) FROM migrations").fetchone()[0]
    if recorded != version:
        raise StoreDamaged(f"{path} is damaged: layout {version}, but the record says {recorded}. {remedy}")


def _tables(connection: sqlite3.Connection) -> list[tuple[str, str, str | None]]:
    return connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()


def _tables_of(migrations: Sequence[Migration]) -> list[tuple[str, str, str | None]]:
    """What the tables look like after these migrations, found by running them."""
    connection = create_in_memory(migrations, _EPOCH)
    try:
        return _tables(connection)
    finally:
        connection.close()


def _refusal(path: Path, error: sqlite3.Error | UnicodeError) -> CannotOpen:
    remedy = _REMEDY.format(path=path)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or isinstance(error, UnicodeError):
        return StoreDamaged(f"{path} is damaged ({name}). {remedy}")
    if name.startswith("SQLITE_ERROR"):
        return StoreDamaged(f"{path} lacks something that belongs into it ({name}). {remedy}")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreLocked(f"{path} is locked by another program for more than {BUSY_MS // 1000} s. Close that one.")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return CannotOpen(f"{path} or its folder cannot be written ({name}). Check owner, mode and file system.")
    return CannotOpen(f"{path} cannot be opened ({name}). {remedy}")

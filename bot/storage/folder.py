"""The data folder: which files belong to it, the lock, the first start, and the signs that something was lost.

wenzhu.db   the main file          keys.db       wrapped keys, apart         wenzhu.lock   held by the process
wenzhu.made the marker: this host once had a store, so a missing file is a loss and not a first start
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from pathlib import Path

from msgspec import Struct, field

from bot.storage import opening, schema
from bot.storage.errors import CannotOpen, StoreMissing, UnsafePlace
from bot.storage.vault import Entropy, MasterKey, key_from_file, sync_folder

MAIN_NAME = "wenzhu.db"
KEYS_NAME = "keys.db"
MARKER_NAME = "wenzhu.made"


class Place(Struct, frozen=True):
    """Where a store lives and which key opens it; no folder means in memory, with a key nobody else has."""

    data_dir: Path | None
    master_key: MasterKey | None = None  # from WENZHU_MASTER_KEY; goes before the file
    master_key_file: Path | None = None
    read_only: bool = False
    entropy: Entropy = os.urandom
    migrations: tuple[schema.Migration, ...] = field(default=schema.MAIN)

    @property
    def main(self) -> Path:
        """The main file."""
        return self.folder / MAIN_NAME

    @property
    def keys(self) -> Path:
        """The key book."""
        return self.folder / KEYS_NAME

    @property
    def marker(self) -> Path:
        """The sign that this host had a store."""
        return self.folder / MARKER_NAME

    @property
    def folder(self) -> Path:
        """The data folder of a store that has one."""
        if self.data_dir is None:
            raise CannotOpen("A store in memory has no files.")
        return self.data_dir


def load_master(place: Place, *, create: bool) -> MasterKey:
    """The master key: given, from its file, or made on the very first start."""
    if place.master_key is not None:
        return place.master_key
    if place.data_dir is None:
        return MasterKey.generate(place.entropy)
    if place.master_key_file is None:
        raise UnsafePlace("No master key: set WENZHU_MASTER_KEY or privacy.master_key_file.")
    return key_from_file(place.master_key_file, data_dir=place.data_dir, create=create, entropy=place.entropy)


def open_connections(place: Place, now: dt.datetime) -> tuple[sqlite3.Connection, sqlite3.Connection, MasterKey]:
    """Main file, key book and master key, all checked; on a first start they are made."""
    if place.data_dir is None:
        main = opening.create_in_memory(place.migrations, now)
        return main, opening.create_in_memory(schema.KEYS, now), load_master(place, create=True)
    try:
        master = _make_or_miss(place, now)
        for path in (place.main, place.keys):
            if not place.read_only and path.stat().st_mode & 0o077:
                path.chmod(0o600)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "sqlite_errorname", type(error).__name__)
        raise CannotOpen(f"The store in {place.folder} cannot be prepared ({reason}).") from None
    keys = opening.open_file(place.keys, schema.KEYS_ID, schema.KEYS, now, read_only=place.read_only)
    try:
        main = opening.open_file(place.main, schema.MAIN_ID, place.migrations, now, read_only=place.read_only)
    except BaseException:
        keys.close()
        raise
    return main, keys, master


def _make_or_miss(place: Place, now: dt.datetime) -> MasterKey:
    has_main, has_keys = os.path.lexists(place.main), os.path.lexists(place.keys)
    if place.read_only and not (has_main and has_keys):
        raise StoreMissing(f"There is no store in {place.folder}. Check data_dir, or talk to the bot once.")
    if not has_main and place.marker.exists():
        raise StoreMissing(
            f"{place.main} is gone, but this host had one. Restore it from a backup, or check that the volume is "
            f"mounted. To accept the loss and start anew, remove {place.marker}."
        )
    if has_main and not has_keys:
        raise StoreMissing(
            f"{place.keys} is gone; without it nothing in {place.main} can be read. Restore it from a backup. To "
            f"accept the loss and start anew, move {place.main} away and remove {place.marker}."
        )
    master = load_master(place, create=not has_keys)
    if not has_keys:
        opening.create_file(place.keys, schema.KEYS_ID, schema.KEYS, now)
    if not has_main:
        opening.create_file(place.main, schema.MAIN_ID, place.migrations, now)
    if not place.read_only and not place.marker.exists():
        descriptor = os.open(place.marker, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.close(descriptor)
        sync_folder(place.folder)
    return master

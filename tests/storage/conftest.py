"""Stores for tests: real files, real keys, the same code as in production."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.storage.folder import Place
from bot.storage.sqlite import SqliteStore, private_store
from bot.storage.store import Store
from tests.storage.contract import NOW


class FileHouse:
    """Stores on files in a folder."""

    durable = True

    def __init__(self, root: Path) -> None:
        self.place = Place(data_dir=root / "data", master_key_file=root / "secret" / "master.key")
        self.store: SqliteStore | None = None

    async def open(self, *, now: dt.datetime = NOW) -> SqliteStore:
        self.store = SqliteStore(self.place)
        await self.store.open(now=now)
        return self.store

    async def restart(self, *, now: dt.datetime = NOW) -> SqliteStore:
        await self.close()
        return await self.open(now=now)

    async def close(self) -> None:
        if self.store is not None:
            await self.store.close()


class MemoryHouse:
    """The private store."""

    durable = False

    def __init__(self) -> None:
        self.store: Store | None = None

    async def open(self, *, now: dt.datetime = NOW) -> Store:
        self.store = private_store()
        await self.store.open(now=now)
        return self.store

    async def restart(self, *, now: dt.datetime = NOW) -> Store:
        raise AssertionError("nothing outlives this store")

    async def close(self) -> None:
        if self.store is not None:
            await self.store.close()


@pytest_asyncio.fixture
async def files(tmp_path: Path) -> AsyncIterator[FileHouse]:
    """A folder in which stores are opened."""
    house = FileHouse(tmp_path)
    yield house
    await house.close()


@pytest_asyncio.fixture
async def memory() -> AsyncIterator[MemoryHouse]:
    """Private stores."""
    house = MemoryHouse()
    yield house
    await house.close()

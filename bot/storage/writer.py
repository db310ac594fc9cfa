"""The writer: one task that owns the one connection and hands the desk everything that waits, as one group.

A turn alone costs one hop to the thread; turns that wait together share the hop and the flush. Callers are shielded:
who is cancelled stops waiting, but what was asked is done to its end.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import TypeVar

import aiosqlite

from bot.storage.desk import Desk, Job, Kind
from bot.storage.errors import StoreError, StoreUnavailable
from bot.storage.folder import Place

T = TypeVar("T")

GROUP = 128
"""So many jobs share a transaction at most, so that nobody waits long behind a crowd."""


class _Thread(aiosqlite.Connection):
    """aiosqlite's connection and thread, with one more verb: run a function there."""

    def __init__(self, place: Place, now: dt.datetime) -> None:
        self.desk: Desk | None = None

        def connector() -> sqlite3.Connection:
            self.desk = Desk(place, now)
            return self.desk.main

        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # a store that nobody closed must not keep the process alive

    async def _hop(self, function: Callable[..., None], *args: object) -> None:
        await self._execute(function, *args)  # type: ignore[no-untyped-call]  # aiosqlite leaves it untyped

    async def serve(self, jobs: list[Job]) -> None:
        """One hop for a whole group."""
        assert self.desk is not None
        await self._hop(self.desk.serve, jobs)

    async def gone(self) -> None:
        """Wait for the thread of a start that was refused."""
        await asyncio.to_thread(self._thread.join)
        if self.desk is not None:  # opened, but the caller was cancelled meanwhile
            self.desk.close()

    async def let_go(self) -> None:
        """Close both files in the thread, then end it."""
        assert self.desk is not None
        await self._hop(self.desk.close)
        await self.close()


class Writer:
    """Queue, task and thread of one open store."""

    def __init__(self) -> None:
        self._thread: _Thread | None = None
        self._task: asyncio.Task[None] | None = None
        self._queue: deque[tuple[Job, asyncio.Future[object]]] = deque()
        self._wake = asyncio.Event()
        self._closing = False

    async def open(self, place: Place, now: dt.datetime) -> None:
        """Open the files; errors of opening pass through."""
        thread = _Thread(place, now)
        try:
            await thread
        except BaseException:
            await thread.gone()
            raise
        self._thread = thread
        self._closing = False
        self._task = asyncio.create_task(self._run(thread), name="wenzhu store writer")

    async def close(self) -> None:
        """Finish everything that was asked, then close."""
        if self._thread is None:
            return
        thread, task, self._thread = self._thread, self._task, None
        self._closing = True
        self._wake.set()
        if task is not None:
            await asyncio.shield(task)
        await asyncio.shield(asyncio.ensure_future(thread.let_go()))

    async def read(self, work: Callable[[Desk], T]) -> T:
        """Run a reading function."""
        return await self._ask(Kind.READ, work)

    async def write(self, work: Callable[[Desk], T]) -> T:
        """Run a writing function inside a transaction; returns when it is durable."""
        return await self._ask(Kind.WRITE, work)

    async def alone(self, work: Callable[[Desk], T]) -> T:
        """Run a function that must be outside any transaction."""
        return await self._ask(Kind.ALONE, work)

    async def _ask(self, kind: Kind, work: Callable[[Desk], T]) -> T:
        if self._thread is None or self._closing:
            raise StoreUnavailable("The store is not open.", "CLOSED")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        future.add_done_callback(_seen)
        self._queue.append((Job(kind, work), future))  # type: ignore[arg-type]  # a queue of futures of anything
        self._wake.set()
        return await asyncio.shield(future)

    async def _run(self, thread: _Thread) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                group = [self._queue.popleft() for _ in range(min(GROUP, len(self._queue)))]
                await self._serve(thread, group)
            if self._closing:
                return

    async def _serve(self, thread: _Thread, group: list[tuple[Job, asyncio.Future[object]]]) -> None:
        try:
            await thread.serve([job for job, _ in group])
        except Exception as error:
            for job, _ in group:
                job.error = job.error or _unexpected(error)
        for job, future in group:
            if future.done():
                continue
            if job.error is not None:
                future.set_exception(job.error)
            else:
                future.set_result(job.result)


def _unexpected(error: Exception) -> StoreError:
    return StoreUnavailable(f"The store's thread failed ({type(error).__name__}).")


def _seen(future: asyncio.Future[T]) -> None:
    """A caller that was cancelled never looks at its error; asyncio need not complain about it."""
    if not future.cancelled():
        future.exception()

"""The store on SQLite: `Store` said in jobs for the writer. What the jobs do stands in the rooms beside this one.

store = SqliteStore(Place(data_dir=Path("data"), master_key_file=Path("/etc/wenzhu/master.key")))
await store.open(now=now)                     # or: private_store() for a conversation of which nothing is kept
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.storage import door, inbox, keybook, opening, outbox, queries, retention, schema, timers, turns
from bot.storage.clock import span_ms, to_ms
from bot.storage.desk import Desk
from bot.storage.errors import CannotOpen, StoreUnavailable
from bot.storage.folder import KEYS_NAME, Place
from bot.storage.records import (
    MOST_DOUBTS,
    RECEIPT,
    Arrival,
    Asked,
    CancelTimers,
    Committed,
    Conversation,
    Counter,
    Forgotten,
    Loaded,
    Mark,
    OpenPart,
    PartState,
    Purged,
    Receipt,
    Status,
    StoredTimer,
    StoredTurn,
    TurnRecord,
    Waiting,
)
from bot.storage.vault import Entropy, MasterKey, clean_name
from bot.storage.writer import Writer

A = TypeVar("A")

PAGE = 100
DEFAULT_RETENTION = dt.timedelta(days=90)
_PATIENCE = 20
_PAUSE = 0.1


class SqliteStore:
    """Conversations in one SQLite file, keys in another."""

    def __init__(self, place: Place, *, retention: dt.timedelta = DEFAULT_RETENTION) -> None:
        self._place = place
        self._retention = retention
        self._writer = Writer()
        self._lock: int | None = None

    async def open(self, *, now: dt.datetime) -> None:
        """Lock, check, migrate, and finish what a kill interrupted."""
        if self._place.data_dir is not None and not self._place.read_only:
            opening.prepare_folder(self._place.data_dir)
            self._lock = opening.take_lock(self._place.data_dir)
        try:
            await self._writer.open(self._place, now)
            if not self._place.read_only:
                await self._writer.write(lambda desk: _tidy(desk, to_ms(now)))
                await self.finish_erasing(now)
        except BaseException as error:
            await self.close()
            if isinstance(error, StoreUnavailable):
                raise CannotOpen(f"The store in {self._place.data_dir} cannot be used: {error}") from None
            raise

    async def close(self) -> None:
        """Finish what was asked, close the files, let the lock go."""
        try:
            await self._writer.close()
        finally:
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    # --- the inbox

    async def accept(self, items: Sequence[Arrival]) -> tuple[Receipt, ...]:
        """See `Store.accept`."""
        return await self._writer.write(lambda desk: inbox.accept(desk, items))

    async def waiting(self, *, after: int = 0, limit: int = 500) -> list[Waiting]:
        """See `Store.waiting`."""
        return await self._writer.read(lambda desk: inbox.waiting(desk, after, limit))

    async def failed(self, address: str, event_ids: Sequence[str]) -> int:
        """See `Store.failed`."""
        return await self._writer.write(lambda desk: inbox.failed(desk, address, event_ids))

    # --- the turn

    async def answered(self, address: str, event_id: str) -> StoredTurn | None:
        """See `Store.answered`."""
        clean_name(address, "address")
        clean_name(event_id, "event_id")
        return await self._writer.read(lambda desk: turns.answered(desk, address, event_id))

    async def load(self, address: str) -> Loaded | None:
        """See `Store.load`."""
        clean_name(address, "address")
        return await self._writer.read(lambda desk: turns.load(desk, address))

    async def asked(self, address: str) -> Asked | None:
        """See `Store.asked`."""
        clean_name(address, "address")
        return await self._writer.read(lambda desk: turns.asked(desk, address))

    async def notes(self, address: str) -> tuple[str, ...]:
        """See `Store.notes`."""
        clean_name(address, "address")
        return await self._writer.read(lambda desk: outbox.notes(desk, address))

    async def commit(self, turn: TurnRecord) -> Committed:
        """See `Store.commit`."""
        door.turn(turn)
        return await self._writer.write(lambda desk: turns.commit(desk, turn))

    # --- the outbox

    async def undelivered(self, address: str | None = None, *, maybe: bool = False, limit: int = 500) -> list[OpenPart]:
        """See `Store.undelivered`."""
        return await self._writer.read(lambda desk: outbox.undelivered(desk, address, maybe, limit))

    async def claim_parts(
        self, *, now: dt.datetime, until: dt.datetime, address: str | None = None, limit: int = 50
    ) -> list[OpenPart]:
        """See `Store.claim_parts`."""
        at, end = to_ms(now), to_ms(until)
        return await self._writer.write(lambda desk: outbox.claim(desk, at, end, address, limit))

    async def mark_part(self, mark: Mark) -> PartState:
        """See `Store.mark_part`."""
        return (await self.mark_parts([mark]))[0]

    async def mark_parts(self, marks: Sequence[Mark]) -> tuple[PartState, ...]:
        """See `Store.mark_parts`."""
        states = await self._writer.write(lambda desk: tuple(outbox.mark(desk, mark) for mark in marks))
        if any(mark.turn == RECEIPT for mark in marks):
            await self._writer.alone(retention.finish)  # a life that only was there for it has ended
        return states

    # --- timers

    async def timers(self, address: str) -> list[StoredTimer]:
        """See `Store.timers`."""
        return await self._writer.read(lambda desk: timers.of_person(desk, address))

    async def due_timers(self, now: dt.datetime, *, limit: int = 500) -> list[StoredTimer]:
        """See `Store.due_timers`."""
        at = to_ms(now)
        return await self._writer.read(lambda desk: timers.due(desk, at, limit))

    async def claim_timers(self, *, now: dt.datetime, until: dt.datetime, limit: int = 50) -> list[StoredTimer]:
        """See `Store.claim_timers`."""
        at, end = to_ms(now), to_ms(until)
        return await self._writer.write(lambda desk: timers.claim(desk, at, end, limit))

    async def finish_timer(self, address: str, key: str) -> bool:
        """See `Store.finish_timer`."""
        return await self._writer.write(
            lambda desk: (person := desk.find(address)) is not None and timers.finish(desk, person, key)
        )

    async def postpone_timer(self, address: str, key: str, due: dt.datetime) -> bool:
        """See `Store.postpone_timer`."""
        at = to_ms(due)
        return await self._writer.write(
            lambda desk: (person := desk.find(address)) is not None and timers.postpone(desk, person, key, at)
        )

    async def cancel_timers(self, address: str, which: CancelTimers) -> int:
        """See `Store.cancel_timers`."""
        return await self._writer.write(
            lambda desk: timers.cancel(desk, person, which) if (person := desk.find(address)) is not None else 0
        )

    # --- forgetting

    async def forget(
        self, address: str, *, now: dt.datetime, receipt: Sequence[str] = (), claim_until: dt.datetime | None = None
    ) -> Forgotten:
        """See `Store.forget`. Once begun it is done to the end, even if the caller goes away."""
        clean_name(address, "address")
        for body in receipt:
            door.text(body, "receipt")
        until = to_ms(claim_until) if claim_until is not None else None
        return await asyncio.shield(asyncio.ensure_future(self._forget(address, to_ms(now), receipt, until)))

    async def _forget(self, address: str, now: int, receipt: Sequence[str], until: int | None) -> Forgotten:
        existed, parts = await self._writer.write(lambda desk: retention.destroy(desk, address, now, receipt, until))
        try:
            await self._writer.write(lambda desk: retention.remove_rows(desk, address))
            return Forgotten(existed, await self._finish_erasing(now), parts)
        except StoreUnavailable:  # the key is gone, the rest follows when the disk works again
            return Forgotten(existed, False, parts)

    async def finish_erasing(self, now: dt.datetime) -> bool:
        """See `Store.finish_erasing`."""
        return await self._finish_erasing(to_ms(now))

    async def _finish_erasing(self, now: int) -> bool:
        await self._sweep(now)
        for attempt in range(_PATIENCE):
            if attempt:
                await asyncio.sleep(_PAUSE)
            if await self._writer.alone(retention.finish):
                return True
        return False

    async def _sweep(self, now: int) -> None:
        while await self._writer.write(lambda desk: retention.sweep_rows(desk, now)):
            pass

    async def heartbeat(self, now: dt.datetime) -> str | None:
        """See `Store.heartbeat`."""
        at = to_ms(now)
        return await self._writer.write(lambda desk: retention.beat(desk, at))

    async def purge(self, now: dt.datetime, *, trust_clock: bool = False) -> Purged:
        """See `Store.purge`."""
        at = to_ms(now)
        if trust_clock:
            await self._writer.write(lambda desk: retention.set_heartbeat(desk, at))
        if (alarm := await self.heartbeat(now)) is not None:
            return Purged(alarm=alarm)
        keep_for, crisis = span_ms(self._retention), 0
        while done := await self._writer.write(lambda desk: turns.erase_crisis_words(desk, at, retention.ROWS)):
            crisis += done
        restored = await self._walk(retention.orphan_rows, 0)
        people = await self._walk(lambda desk, after: retention.doom(desk, at, keep_for, after), 0)
        await self._sweep(at)
        events = await self._walk(lambda desk, after: retention.expire_events(desk, at, after), 0)
        aside = await self._writer.write(lambda desk: retention.expire_inbox(desk, at))
        keys = await self._walk(retention.orphan_keys, b"")
        oldest = at - 2 * max(keep_for, span_ms(DEFAULT_RETENTION))
        await self._writer.alone(lambda desk: retention.expire_tombstones(desk, oldest))
        clean = await self._finish_erasing(at)
        return Purged(None, people + restored, crisis, events, aside, keys, clean)

    async def _walk(self, step: Callable[[Desk, A], tuple[int, A | None]], start: A) -> int:
        """One write a stretch, so that turns pass in between; the sum of what the steps counted."""
        total, after = 0, start
        while True:
            count, following = await self._writer.write(partial(_step, step, after))
            total += count
            if following is None:
                return total
            after = following

    # --- reading

    async def conversations(
        self,
        *,
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
        channel: str | None = None,
        outcome: str | None = None,
    ) -> AsyncIterator[Conversation]:
        """See `Store.conversations`."""
        start = to_ms(since) if since is not None else None
        end = to_ms(until) if until is not None else None
        after: int | None = 0
        while after is not None:
            page, after = await self._writer.read(partial(_people, after, start, end))
            for item in page:
                if (channel is None or item.channel == channel) and (outcome is None or item.outcome == outcome):
                    yield item

    async def transcript(self, address: str) -> AsyncIterator[StoredTurn]:
        """See `Store.transcript`."""
        clean_name(address, "address")
        after = 0
        while page := await self._writer.read(partial(_turns, address, after)):
            for item in page:
                yield item
            after = page[-1].turn

    async def find(self, conversation_id: str) -> str | None:
        """See `Store.find`."""
        return await self._writer.read(lambda desk: queries.find(desk, conversation_id))

    async def counters(self, since: dt.date, until: dt.date) -> list[Counter]:
        """See `Store.counters`."""
        return await self._writer.read(lambda desk: queries.counters(desk, since, until))

    async def status(self) -> Status:
        """See `Store.status`."""
        return await self._writer.read(queries.status)

    async def integrity(self, *, deep: bool = False) -> tuple[str, ...]:
        """See `Store.integrity`."""
        found = list(await self._writer.alone(queries.integrity))
        after: int | None = 0 if deep else None
        while after is not None:
            more, after = await self._writer.read(partial(_authenticate, after))
            found += more
        return tuple(found)


def private_store(*, entropy: Entropy = os.urandom) -> SqliteStore:
    """A store in memory with a key that nobody keeps: the same code, gone with the process."""
    return SqliteStore(Place(data_dir=None, entropy=entropy))


def rotate_master_key(
    data_dir: Path, old: MasterKey, new: MasterKey, *, now: dt.datetime, entropy: Entropy = os.urandom
) -> int:
    """Wrap all persons' keys with a new master key while the bot is stopped; may be killed and run again.

    Make the new key durable before, and drop the old one after, this returns.
    """
    lock = opening.take_lock(data_dir)
    try:
        book = opening.open_file(data_dir / KEYS_NAME, schema.KEYS_ID, schema.KEYS, now)
        try:
            return keybook.rotate(book, old, new, entropy)
        finally:
            book.close()
    finally:
        os.close(lock)


def _tidy(desk: Desk, now: int) -> None:
    """Nobody else lives here: what a killed process had in its hands is free again."""
    desk.main.execute("UPDATE parts SET lease_until = 0 WHERE open = 1 AND lease_until > 0")
    desk.main.execute(  # what was leaving may have arrived
        "UPDATE parts SET doubts = doubts + 1, state = CASE WHEN doubts >= ? THEN 'maybe' ELSE 'new' END, "
        "file = CASE WHEN doubts >= ? THEN NULL ELSE file END WHERE open = 1 AND state = 'sending'",
        (MOST_DOUBTS, MOST_DOUBTS),
    )
    desk.main.execute("UPDATE timers SET lease_until = 0 WHERE lease_until > 0")
    if retention.heartbeat_of(desk) is None:
        retention.set_heartbeat(desk, now)


def _step(step: Callable[[Desk, A], tuple[int, A | None]], after: A, desk: Desk) -> tuple[int, A | None]:
    return step(desk, after)


def _people(after: int, since: int | None, until: int | None, desk: Desk) -> tuple[list[Conversation], int | None]:
    return queries.people(desk, after, since, until, PAGE)


def _turns(address: str, after: int, desk: Desk) -> list[StoredTurn]:
    return turns.transcript(desk, address, after, PAGE)


def _authenticate(after: int, desk: Desk) -> tuple[list[str], int | None]:
    return queries.authenticate(desk, after, PAGE)

"""Accepted events become turns: inbox first, then each person in order, people side by side.

    accept → inbox (durable) → the person's line → danger read in memory → load → borrow the edition →
    advance → ONE commit → send

Whatever fails between accepting and sending ends in the safe text, leaves the session as it was, and names
in the log the place, the edition and the kind of fault, never a word of the person.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence

from bot import safe
from bot.engine.events import TimeUp
from bot.engine.flowbook import Book
from bot.runtime.codec import clean_event, event_from_json, event_to_json, text_of
from bot.runtime.delivery import LEASE, Delivery
from bot.runtime.follow_up import FollowUp
from bot.runtime.journal import Journal
from bot.runtime.precedence import Precedence
from bot.runtime.queues import Item, Line, Pace, joined
from bot.runtime.safety import LATCHES, Safety, safe_words
from bot.runtime.turns import Done, Failure, Turns
from bot.runtime.wire import Answer, Incoming, Sender, channel_of
from bot.storage.errors import StoreError, StoreUnavailable
from bot.storage.records import TRIES, Arrival, Receipt
from bot.storage.store import Store

STORE_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)


class Dispatcher:
    """The one way in for every channel."""

    def __init__(
        self,
        *,
        store: Store,
        borrow: Callable[[], Book],
        now: Callable[[], dt.datetime],
        delivery: Delivery,
        turns: Turns,
        journal: Journal,
        senders: Mapping[str, Sender],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._now = now
        self._delivery = delivery
        self._turns = turns
        self._journal = journal
        self._senders = senders
        self._safety = Safety(borrow, delivery, journal)
        self._follow_up = FollowUp(store, delivery, self._safety, journal)
        self._lines: dict[str, Line] = {}
        self._waiting: dict[tuple[str, str], Item] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._stirred: dict[str, asyncio.Event] = {}
        self._pace = Pace(monotonic)
        self._first = Precedence()
        self._slowed: dict[str, float] = {}
        self._monotonic = monotonic
        self._stopping = False

    # --- the door

    async def accept(self, items: Sequence[Incoming]) -> tuple[Receipt, ...]:
        """Keep a batch; once this returns the platform may be told so.

        Raises `StoreError` where nothing was kept: everybody has heard the safe text then, and the platform
        must not be told.
        """
        read = [self._read(item) for item in items]
        receipts = await self._keep(read)
        for item, receipt in zip(read, receipts, strict=True):
            await self._received(item, receipt)
        return receipts

    async def answer(self, incoming: Incoming) -> Answer:
        """Keep one event and wait until it is answered and what may be sent is sent."""
        item = self._read(incoming)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        item.waiters.append(answer)
        try:
            (receipt,) = await self._keep([item])
        except StoreError:
            return Answer(safe_words(item.danger, saved=False).replies, safe=True)
        if receipt is Receipt.ANSWERED:
            item.calm()
            return await self._follow_up.repeat(item)
        await self._received(item, receipt)
        return await answer

    async def taken(self, address: str, event_id: str) -> str | None:
        """By which rule an accepted event was taken, as soon as its turn is committed; None where there is none to know."""
        item = self._waiting.get((address, event_id))
        if item is None:
            return await self._follow_up.rule(address, event_id)
        rule: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        item.curious.append(rule)
        return await rule

    async def _keep(self, read: Sequence[Item]) -> tuple[Receipt, ...]:
        arrivals = [Arrival(i.address, i.event_id, event_to_json(i.event), i.at, i.number) for i in read]
        try:
            return await self._store.accept(arrivals)
        except Exception as error:
            self._journal.fault("inbox-unavailable", error, n=len(read))
            people: dict[str, list[Item]] = {}
            for item in read:
                item.calm()
                people.setdefault(item.address, []).append(item)
            await asyncio.gather(*map(self._safety.unsaved, people.values()))
            if isinstance(error, StoreError):
                raise
            raise StoreUnavailable("The inbox failed.") from error

    async def _received(self, item: Item, receipt: Receipt) -> None:
        known = self._waiting.get((item.address, item.event_id))
        if receipt is not Receipt.NEW:
            item.calm()
        if receipt is Receipt.REFUSED:
            words = safe_words(item.danger, saved=True)
            await self._safety.tell(item, words)
            item.settle(Answer(words.replies, safe=True))
        elif receipt is Receipt.ANSWERED:
            self._delivery.wake(item.address)
        elif known is not None:  # the same event again while it waits: both get its answer
            known.waiters += item.waiters
        else:
            self._enqueue(item)

    def _read(self, incoming: Incoming) -> Item:
        """Danger is read before every limit and before the store."""
        event = clean_event(incoming.event)
        danger = self._safety.level(text_of(event))
        item = Item(incoming.address, incoming.event_id, event, incoming.at, danger, incoming.number)
        self._safety.watch(item)
        return item

    # --- lines and workers

    def _enqueue(self, item: Item) -> None:
        address = item.address
        sender = self._senders.get(channel_of(address))
        line = self._lines.setdefault(address, Line(joins=sender is not None and sender.joins))
        line.put(item)
        if item.danger >= LATCHES:
            answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            item.waiters.append(answered)
            self._first.hold(answered)
        self._waiting[address, item.event_id] = item
        self._stirred.setdefault(address, asyncio.Event()).set()
        worker = self._workers.get(address)
        if worker is None or worker.done():
            self._workers[address] = asyncio.create_task(self._work(address, line), name="worker")

    async def _work(self, address: str, line: Line) -> None:
        """One person's turns, one after the other."""
        troubles = 0
        while line.items and not self._stopping:
            await self._slow_down(address, line)
            if not any(item.danger >= LATCHES for item in line.items):
                await self._first.step_aside()
            if line.joins:
                await self._delivery.look_back(address)
                line.age(self._delivery.sight.early)
            batch = line.take(LATCHES)
            outcome = await self._turn(address, batch)
            if outcome is not Failure.STORE:
                troubles = 0
                continue
            line.put_back(batch)
            stirred = self._stirred[address]
            stirred.clear()
            pause = STORE_PAUSES[min(troubles, len(STORE_PAUSES) - 1)]
            troubles += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stirred.wait(), pause)
        if not line.items:
            self._lines.pop(address, None)
            self._stirred.pop(address, None)
            self._workers.pop(address, None)

    async def _slow_down(self, address: str, line: Line) -> None:
        """Limits hold back and drop nothing: what arrives meanwhile joins the burst; danger does not wait."""
        if not line.joins:
            return
        wait = self._pace.wait(address)
        if wait <= 0 or any(item.danger >= LATCHES for item in line.items):
            return
        now = self._monotonic()
        if now - self._slowed.get(address, -1e9) > 600:
            self._slowed[address] = now
            await self._delivery.say(address, safe.SLOW)
        end = now + wait
        while (left := end - self._monotonic()) > 0:
            stirred = self._stirred[address]
            stirred.clear()
            try:
                await asyncio.wait_for(stirred.wait(), left)
            except TimeoutError:
                return
            if any(item.danger >= LATCHES for item in line.items):
                return

    async def _turn(self, address: str, batch: list[Item]) -> Failure | None:
        event = joined(batch)
        danger = max(*(item.danger for item in batch), self._safety.level(text_of(event)) if batch[1:] else 0, 0)
        claim = LEASE if self._delivery.sender(address) is not None else None
        outcome = await self._turns.take(address, [item.event_id for item in batch], event, danger, claim)
        for item in batch:
            item.calm()
        if isinstance(outcome, Done) and not (outcome.repeated and batch[1:]):
            for item in batch:
                self._waiting.pop((address, item.event_id), None)
            if outcome.asks:
                self._delivery.sight.asks(address, outcome.turn)
            await self._follow_up.begin(address, batch, outcome)
            return None
        if outcome is not Failure.STORE and batch[1:]:  # one odd text never hides the others
            for item in batch:
                item.alone = True
            self._lines[address].put_back(batch)
            return None
        assert isinstance(outcome, Failure)
        words = safe_words(danger, saved=outcome is not Failure.STORE)
        if not any(item.told for item in batch):
            await self._safety.tell(batch[0], words)
        if outcome is Failure.BUG:
            await self._set_aside(address, batch)
        for item in batch:
            item.told = True
            item.settle(Answer(words.replies, safe=True))
        return outcome

    async def _set_aside(self, address: str, batch: list[Item]) -> None:
        """The engine failed three times on it: it no longer stands in anybody's way."""
        for item in batch:
            self._waiting.pop((address, item.event_id), None)
            item.taken(None)
            try:
                for _ in range(TRIES):
                    if await self._store.failed(address, [item.event_id]) >= TRIES:
                        break
                if isinstance(item.event, TimeUp):
                    await self._store.finish_timer(address, item.event.timer)
            except StoreError as error:
                self._journal.fault("store-unavailable", error)
            self._journal.note("set-aside", person=self._journal.person(address), tries=TRIES)

    # --- life

    async def take_up(self) -> int:
        """What was accepted in an earlier life and not answered is answered now; how many."""
        after = taken = 0
        while page := await self._store.waiting(after=after):
            after = page[-1].seq
            for row in page:
                key = (row.address, row.event_id)
                if key in self._waiting or self._delivery.sender(row.address) is None:
                    continue
                try:
                    event = event_from_json(row.body)
                except (ValueError, KeyError, TypeError) as error:
                    self._journal.fault("inbox-unreadable", error)
                    await self._store.failed(row.address, [row.event_id])
                    continue
                danger = self._safety.level(text_of(event))
                self._enqueue(Item(row.address, row.event_id, event, row.at, danger, row.number))
                taken += 1
        return taken

    async def settle(self) -> None:
        """Wait until nobody's line moves any more."""
        while workers := [w for w in self._workers.values() if not w.done()]:
            await asyncio.gather(*workers, return_exceptions=True)
        await self._delivery.settle()
        await self._follow_up.settle()

    async def close(self, patience: float = 5.0) -> None:
        """Let running turns end; what waits stays in the inbox for the next start."""
        self._stopping = True
        for stirred in self._stirred.values():
            stirred.set()
        workers = [w for w in self._workers.values() if not w.done()]
        if workers:
            _, late = await asyncio.wait(workers, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._follow_up.close(patience)
        await self._safety.close()
        await self._delivery.close(patience)

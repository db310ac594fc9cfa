"""What follows a committed turn: its reply is remembered, its parts leave.

All of it goes on by itself, so that the next turn never waits for a slow wire.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from bot import safe
from bot.runtime.codec import replies_in
from bot.runtime.delivery import Delivery
from bot.runtime.journal import Journal
from bot.runtime.queues import Item
from bot.runtime.safety import LATCHES, Safety, safe_words
from bot.runtime.turns import Done, rule_in
from bot.runtime.wire import Answer
from bot.storage.errors import StoreError
from bot.storage.store import Store

RECENT = 1_000  # answers that are remembered in memory for platforms that ask again


class FollowUp:
    """Brings out what turns decided."""

    def __init__(self, store: Store, delivery: Delivery, safety: Safety, journal: Journal) -> None:
        self._store = store
        self._delivery = delivery
        self._safety = safety
        self._journal = journal
        self._recent: OrderedDict[tuple[str, str], Answer] = OrderedDict()
        self._sending: set[asyncio.Task[None]] = set()

    async def begin(self, address: str, batch: list[Item], done: Done) -> None:
        """The turn is committed: see to everything that it owes the person."""
        for item in batch:
            self._remember(item, done)
            item.taken(done.rule)
        if done.erased is not None:
            self._delivery.forget(address)
        sending = asyncio.create_task(self._send(address, batch, done), name="sending")
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)

    def _remember(self, item: Item, done: Done) -> None:
        """A platform repeats within seconds; of somebody unkept the reply is only here by then."""
        self._recent[item.address, item.event_id] = Answer(done.replies, done.rule)
        if done.erased is not None:
            for key in [key for key in self._recent if key[0] == item.address]:
                del self._recent[key]
        while len(self._recent) > RECENT:
            self._recent.popitem(last=False)

    async def rule(self, address: str, event_id: str) -> str | None:
        """By which rule an event was taken that has its turn ("": not kept); None where it has none."""
        if (recent := self._recent.get((address, event_id))) is not None:
            return recent.rule
        try:
            stored = await self._store.answered(address, event_id)
        except StoreError:
            return None
        return rule_in(stored) if stored is not None else None

    async def repeat(self, item: Item) -> Answer:
        """A duplicate gets the stored reply; nothing changes."""
        try:
            stored = await self._store.answered(item.address, item.event_id)
            await self._delivery.flush(item.address)
        except StoreError as error:
            self._journal.fault("store-unavailable", error)
            return Answer(safe_words(item.danger, saved=False).replies, repeated=True, safe=True)
        bodies = stored.replies if stored is not None else ()
        recent = self._recent.get((item.address, item.event_id), Answer())
        return Answer(replies_in(bodies) or recent.replies, recent.rule, repeated=True)

    async def _send(self, address: str, batch: list[Item], done: Done) -> None:
        sent = await self._delivery.flush(address, done.parts)
        if not sent and done.urgent and self._delivery.sender(address) is not None:
            await self._safety.tell(batch[0], safe_words(LATCHES, saved=True), once=True)
        if done.erased is False:
            await self._delivery.say(address, safe.ERASING)
        _settle(batch, done)

    async def settle(self) -> None:
        """Wait until everything that was begun has left."""
        while self._sending:
            await asyncio.gather(*self._sending, return_exceptions=True)

    async def close(self, patience: float) -> None:
        """Let what is leaving leave; what is cut short is sent again by the next start."""
        if not self._sending:
            return
        _, late = await asyncio.wait(self._sending, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _settle(batch: Sequence[Item], done: Done) -> None:
    for item in batch:
        item.settle(Answer(done.replies, done.rule, repeated=done.repeated))

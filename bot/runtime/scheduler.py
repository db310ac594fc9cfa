"""One loop with the app's clock does what nobody asked for; a fault in one duty stops none.

Nothing is remembered between rounds but when a duty is next due: timers and parts are rows, so a restart
misses nothing.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping

from bot.engine.events import TimeUp
from bot.runtime.delivery import Delivery
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.journal import Journal
from bot.runtime.wire import Incoming, Sender, channel_of
from bot.storage.records import Receipt, StoredTimer
from bot.storage.store import Store

ROUND = 1.0
AGAIN = dt.timedelta(minutes=1)
STEADY = dt.timedelta(hours=1)
"""A clock that moved while the program was off is trusted after it ran steadily for so long."""


class Scheduler:
    """Does what nobody asked for at this moment."""

    def __init__(
        self,
        *,
        store: Store,
        dispatcher: Dispatcher,
        delivery: Delivery,
        senders: Mapping[str, Sender],
        now: Callable[[], dt.datetime],
        journal: Journal,
        refresh: Callable[[], Awaitable[None]] | None = None,
        tidy: Callable[[], Awaitable[None]] | None = None,
        only: str | None = None,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._delivery = delivery
        self._senders = senders
        self._now = now
        self._journal = journal
        self._only = only
        self._steady = dt.timedelta()
        self._last: dt.datetime | None = None
        self._duties: list[tuple[str, dt.timedelta, Callable[[], Awaitable[object]]]] = [
            ("outbox", dt.timedelta(seconds=1), self._outbox),
            ("timers", dt.timedelta(seconds=15), self.timers),
            ("heartbeat", dt.timedelta(minutes=5), self._heartbeat),
            ("purge", dt.timedelta(hours=1), self._purge),
        ]
        if refresh is not None:
            self._duties.insert(0, ("refresh", dt.timedelta(seconds=1), refresh))
        if tidy is not None:
            self._duties.append(("tidy", dt.timedelta(minutes=10), tidy))
        self._next: dict[str, dt.datetime] = {}

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.tick()
            await asyncio.sleep(ROUND)

    async def tick(self) -> None:
        """Everything that is due now."""
        now = self._now()
        if self._last is not None and dt.timedelta() <= now - self._last <= dt.timedelta(minutes=5):
            self._steady += now - self._last
        elif self._last is not None:
            self._steady = dt.timedelta()
            self._next.clear()  # the clock was moved: what was due then says nothing about now
        self._last = now
        for name, every, duty in self._duties:
            if now < self._next.get(name, now):
                continue
            self._next[name] = now + every
            try:
                await duty()
            except Exception as error:
                self._journal.fault(f"{name}-failed", error)

    async def _outbox(self) -> None:
        await self._delivery.sweep(self._only)

    async def timers(self) -> None:
        """Whoever has a timer that is due hears of it: one event a person; which one speaks, the engine decides."""
        now = self._now()
        if self._only is not None:
            due = [timer for timer in await self._store.timers(self._only) if timer.due <= now]
        else:
            due = await self._store.due_timers(now)
        first: dict[str, StoredTimer] = {}
        for timer in due:
            if self._delivery.sender(timer.address) is not None:
                first.setdefault(timer.address, timer)
        for timer in first.values():
            await self._remind(timer, now)

    async def _remind(self, timer: StoredTimer, now: dt.datetime) -> None:
        """The key and the moment are the event's name, so that asking again before it is answered changes nothing."""
        event = TimeUp(timer.key, wakes=self._senders[channel_of(timer.address)].pushes)
        event_id = f"timer:{timer.key}:{int(timer.due.timestamp() * 1000)}"
        receipts = await self._dispatcher.accept([Incoming(timer.address, event_id, event, now)])
        if receipts == (Receipt.ANSWERED,):  # it was set again for the same moment: that is another event
            await self._store.postpone_timer(timer.address, timer.key, now + AGAIN)
        self._journal.note("timer", person=self._journal.person(timer.address), state=timer.kind)

    async def _heartbeat(self) -> None:
        await self._store.heartbeat(self._now())

    async def _purge(self) -> None:
        purged = await self._store.purge(self._now(), trust_clock=self._steady >= STEADY)
        if purged.alarm is not None:
            self._journal.note("clock-moved", reason="purge-waits")
            self._next["purge"] = self._now() + dt.timedelta(minutes=10)
        elif purged.people or purged.crisis_turns:
            self._journal.note("purged", n=purged.people, count=purged.crisis_turns)

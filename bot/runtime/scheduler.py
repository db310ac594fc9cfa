"""One loop with the app's clock does what nobody asked for; a fault in one duty stops none.

Nothing is remembered between rounds but when a duty is next due: timers and parts are rows, so a restart
misses nothing.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable, Mapping

from bot.engine.events import TimeUp
from bot.runtime.delivery import Delivery
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.journal import Journal
from bot.runtime.reminders import Push, plan
from bot.runtime.wire import Incoming, Sender, channel_of
from bot.storage.store import Store, StoredTimer

ROUND = 1.0
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
        """Due timers become events; each at most once, because its event id is its key and its moment."""
        now = self._now()
        if self._only is not None:
            due = [timer for timer in await self._store.timers(self._only) if timer.due <= now]
        else:
            due = await self._store.due_timers(now)
        people: dict[str, list[StoredTimer]] = {}
        for timer in due:
            if self._delivery.sender(timer.address) is not None:
                people.setdefault(timer.address, []).append(timer)
        for address, mine in people.items():
            await self._remind(address, mine, now)

    async def _remind(self, address: str, due: list[StoredTimer], now: dt.datetime) -> None:
        sender = self._senders[channel_of(address)]
        decided = plan(due, await self._pushed(address, now), now, wakes=sender.pushes)
        for key in decided.merged:
            await self._store.finish_timer(address, key)
        for key, at in decided.postponed.items():
            await self._store.postpone_timer(address, key, at)
        if (timer := decided.fire) is not None:
            event_id = f"timer:{timer.key}:{int(timer.due.timestamp())}"
            await self._dispatcher.accept([Incoming(address, event_id, TimeUp(timer.key), now)])
            self._journal.note("timer", person=self._journal.person(address), state=timer.kind)

    async def _pushed(self, address: str, now: dt.datetime) -> list[Push]:
        """The reminders of the last week."""
        pushed = []
        async for turn in self._store.transcript(address):
            if now - turn.at < dt.timedelta(days=8) and turn.path is not None and turn.parts:
                kind = json.loads(turn.path)
                if isinstance(kind, dict) and kind.get("push"):
                    pushed.append(Push(turn.at, kind["push"]))
        return pushed

    async def _heartbeat(self) -> None:
        await self._store.heartbeat(self._now())

    async def _purge(self) -> None:
        purged = await self._store.purge(self._now(), trust_clock=self._steady >= STEADY)
        if purged.alarm is not None:
            self._journal.note("clock-moved", reason="purge-waits")
            self._next["purge"] = self._now() + dt.timedelta(minutes=10)
        elif purged.people or purged.crisis_turns:
            self._journal.note("purged", n=purged.people, count=purged.crisis_turns)

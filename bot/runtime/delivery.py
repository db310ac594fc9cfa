"""Committed replies reach the person: in order, danger first, each part marked, withdrawn parts left out.

What a channel says about a failure decides: worth retrying → later, with everything behind it; person gone
→ nothing more is sent and reminders end; neither → this part is given up and noted. A kill between a send
and its mark repeats that one message.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from bot import safe
from bot.engine.limits import in_hours
from bot.engine.turn import Bubble, Export, Reply
from bot.runtime.codec import part_from_json
from bot.runtime.files import Files
from bot.runtime.journal import Journal
from bot.runtime.sight import Sight
from bot.runtime.wire import Sender, SendError, Shown, channel_of
from bot.storage.errors import StoreError
from bot.storage.records import CancelTimers, Mark, OpenPart, PartState
from bot.storage.store import Store

LEASE = dt.timedelta(minutes=2)
BACKOFF = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
SAFE_TRIES = 3


class Delivery:
    """The way out. One person's parts leave one after the other; people are side by side."""

    def __init__(
        self,
        store: Store,
        senders: Mapping[str, Sender],
        now: Callable[[], dt.datetime],
        journal: Journal,
    ) -> None:
        self._store = store
        self._senders = senders
        self._now = now
        self._journal = journal
        self._files = Files()
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._again: set[str] = set()
        self._handed: dict[str, list[OpenPart]] = {}  # claimed with the turn's own commit
        self.sight = Sight()

    def sender(self, address: str) -> Sender | None:
        """The channel that may write to this address now."""
        sender = self._senders.get(channel_of(address))
        return sender if sender is not None and sender.serves(address) else None

    def wake(self, address: str, parts: Sequence[OpenPart] = ()) -> asyncio.Task[bool]:
        """Begin to send what waits for this person; whoever sends already looks once more.

        `parts` are in the caller's hands and nobody else sends them.
        """
        if parts:
            self._handed.setdefault(address, []).extend(parts)
            if any(part.urgent for part in parts):
                self._files.cut_off(address)
        task = self._running.get(address)
        if task is not None and not task.done():
            self._again.add(address)
            return task
        task = asyncio.create_task(self._run(address), name="delivery")
        self._running[address] = task
        task.add_done_callback(lambda done: self._ended(address, done))
        return task

    def _ended(self, address: str, task: asyncio.Task[bool]) -> None:
        if self._running.get(address) is task:
            del self._running[address]

    async def flush(self, address: str, parts: Sequence[OpenPart] = ()) -> bool:
        """Send what may be sent to this person now; False where something could not be taken or sent."""
        return await asyncio.shield(self.wake(address, parts))

    async def _run(self, address: str) -> bool:
        while True:
            self._again.discard(address)
            sent = await self._drain(address)
            if address not in self._again:
                return sent

    async def _drain(self, address: str) -> bool:
        handed = self._handed.pop(address, [])
        try:
            if self.sender(address) is None:
                await self._let_go(address, [handed] if handed else [])
                return False
            await self.look_back(address)
            if handed:  # nothing else is open: what is committed from now on wakes us again
                return await self._send(address, sorted(handed, key=lambda part: not part.urgent))
            while parts := await self._claim(address):
                if not await self._send(address, parts):
                    return False
        except StoreError as error:
            self._journal.fault("outbox-unavailable", error, person=self._journal.person(address))
            return False
        return True

    async def _send(self, address: str, parts: Sequence[OpenPart]) -> bool:
        """Send parts turn by turn; False where the rest must wait."""
        turns = [list(turn) for _, turn in groupby(parts, key=lambda part: part.turn)]
        for number, turn in enumerate(turns):
            if not await self._send_turn(address, turn, sure=not number):
                await self._let_go(address, turns[number + 1 :])
                return False
        return True

    async def _let_go(self, address: str, turns: Sequence[Sequence[OpenPart]]) -> None:
        """Later turns that were claimed along with a failed one wait behind it, not for the end of their lease."""
        if turns:
            still = {(part.turn, part.part) for part in await self._store.undelivered(address)}
            later = [part for turn in turns for part in turn if (part.turn, part.part) in still]
            await self._mark([_mark(part, PartState.NEW) for part in later])

    async def _claim(self, address: str) -> list[OpenPart]:
        now = self._now()
        return await self._store.claim_parts(now=now, until=now + LEASE, address=address)

    async def _send_turn(self, address: str, parts: list[OpenPart], *, sure: bool) -> bool:
        """Send the parts of one turn, message by message; False where the rest of this person must wait.

        `sure`: the first message was claimed a moment ago; before any other the store is asked whether it still holds.
        """
        sender = self.sender(address)
        assert sender is not None
        if sender.pushes and parts[0].push and (morning := in_hours(self._now())) > self._now():
            await self._mark([_mark(part, PartState.NEW, morning) for part in parts])
            return False
        things = [part_from_json(part.body) for part in parts]
        files = [part for part, thing in zip(parts, things, strict=True) if isinstance(thing, Export)]
        replies = [thing for thing in things if not isinstance(thing, Export)]  # files come after everything said
        done: list[Mark] = []
        start = 0
        for size in (*sender.pack(replies), *(1 for _ in files)):
            chosen = list(range(start, start + size))
            start += size
            if not sure:
                marks = [*done, *(_mark(parts[i], PartState.SENDING) for i in chosen)]
                states = (await self._store.mark_parts(marks))[len(done) :]
                chosen = [i for i, state in zip(chosen, states, strict=True) if state is PartState.SENDING]
                done = []
            sure = False
            if not chosen:
                continue
            turn, began = parts[0].turn, self._now()
            doubted = any(parts[i].doubts for i in chosen)
            try:
                shown = Shown()
                if start > len(replies):
                    file = files[start - len(replies) - 1].file
                    await self._files.bring(sender, address, file, doubted=doubted)
                else:
                    shown = await sender.send(address, [replies[i] for i in chosen], doubted=doubted)
            except SendError as error:
                held = [parts[i] for i in chosen] + parts[start:]
                seen = (error.maybe or error.seen or not error.retry) and start == len(replies)
                if seen:
                    self.sight.arrives(address, turn, began)  # it may have; who answers it is not to be ignored
                if not await self._failed(address, held, len(chosen), error, began if seen else None):
                    return False
                continue
            except Exception as error:
                self._journal.fault("send-fault", error, channel=sender.name)
                await self._mark([_mark(parts[i], PartState.FAILED) for i in chosen])
                if start > len(replies):
                    await self.say(address, safe.NO_FILE)
                continue
            done = [_mark(parts[i], PartState.SENT) for i in chosen]
            done[-1] = replace(done[-1], note=shown.note)
            if start == len(replies):  # the question is the last thing said in a turn
                now = self._now()
                self.sight.arrives(address, turn, now, shown.number)
                done[-1] = replace(done[-1], shown_at=now, number=shown.number)
        await self._mark(done)
        return True

    async def _failed(
        self, address: str, held: list[OpenPart], sent_together: int, error: SendError, seen: dt.datetime | None
    ) -> bool:
        """Do as the channel says; `held` is the failed message and what is behind it. True: go on.

        `seen`: since when a person may have read the turn to its end all the same.
        """
        arrived, rest = held[: error.done], held[error.done :]
        message, behind = rest[: sent_together - error.done], rest[sent_together - error.done :]
        marks = [_mark(part, PartState.SENT) for part in arrived]
        person = self._journal.person(address)
        if error.gone:
            self._journal.note("person-gone", person=person, channel=channel_of(address))
            everything = await self._store.undelivered(address)
            marks += [_mark(part, PartState.FAILED) for part in everything if part not in arrived]
            await self._mark(_seen(marks, held[sent_together - 1], seen))
            await self._store.cancel_timers(address, CancelTimers())
            return False
        first = message[0]
        again = error.retry and (not error.maybe or (first.urgent and not first.doubts))
        if again:
            wait = error.after if error.after is not None else BACKOFF[min(first.attempts, len(BACKOFF) - 1)]
            at = self._now() + dt.timedelta(seconds=wait)
            doubt = error.maybe or error.seen  # it goes once more, and the next life has to know why
            marks += [replace(_mark(part, PartState.NEW, at), doubt=doubt) for part in message]
            marks += [_mark(part, PartState.NEW, at) for part in behind]
            self._journal.note("send-later", person=person, seconds=wait, tries=first.attempts + 1)
            await self._mark(_seen(marks, held[sent_together - 1], seen))
            return False
        state = PartState.MAYBE if error.maybe else PartState.FAILED
        self._journal.note("send-doubtful" if error.maybe else "send-given-up", person=person)
        await self._mark(_seen([*marks, *(_mark(part, state) for part in message)], held[sent_together - 1], seen))
        return True

    async def _mark(self, marks: Sequence[Mark]) -> None:
        if marks:
            await self._store.mark_parts(marks)

    # --- what does not go through the outbox

    async def say(self, address: str, texts: Sequence[str], *, urgent: bool = False) -> bool:
        """Safe words straight to the channel, past every queue; tried a few times, never raising."""
        return await self.say_replies(address, [Bubble(t, "urgent" if urgent else "plain") for t in texts])

    async def say_replies(self, address: str, replies: Sequence[Reply]) -> bool:
        """Replies that cannot be stored: safe mode, and what follows a deletion whose last traces are still there."""
        sender = self.sender(address)
        if sender is None or not replies:
            return False
        left = list(replies)
        for attempt in range(SAFE_TRIES):
            try:
                for size in sender.pack(tuple(left)):
                    await sender.send(address, left[:size])
                    del left[:size]
                return True
            except SendError as error:
                if error.gone or not error.retry:
                    break
                await asyncio.sleep(error.after if error.after is not None else BACKOFF[attempt])
            except Exception as error:
                self._journal.fault("send-fault", error, channel=sender.name)
                break
        return False

    def forget(self, address: str) -> None:
        """Nothing of this life is sent or remembered any more."""
        self._handed.pop(address, None)
        self._files.cut_off(address)
        self.sight.forget(address)

    async def look_back(self, address: str) -> None:
        """Once a life: what an earlier one showed this person last, and whether it arrived."""
        if not self.sight.knows(address):
            with contextlib.suppress(StoreError):  # who reads or writes next hears of it
                self.sight.restore(address, await self._store.asked(address))

    async def sweep(self, only: str | None = None) -> None:
        """Take up what is open and due: parts of an earlier life, and those whose retry has come."""
        parts = await self._store.undelivered(only)
        for address in dict.fromkeys(part.address for part in parts):
            if self.sender(address) is not None and address not in self._running:
                self.wake(address)

    async def settle(self) -> None:
        """Wait until everything that was begun has ended."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)
            await asyncio.sleep(0)

    async def close(self, patience: float) -> None:
        """Let what is being sent end; what is cut short is sent again by the next start."""
        tasks = list(self._running.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def _seen(marks: Sequence[Mark], last: OpenPart, at: dt.datetime | None) -> list[Mark]:
    """The same marks; that of the last part says since when it can have been read."""
    return [replace(m, shown_at=at) if (m.turn, m.part) == (last.turn, last.part) else m for m in marks]


def _mark(part: OpenPart, state: PartState, retry_at: dt.datetime | None = None) -> Mark:
    return Mark(part.address, part.turn, part.part, state, retry_at)

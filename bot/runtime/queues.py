"""Who waits for what: one line a person, texts that wait join into one burst, danger goes first.

Pure bookkeeping without tasks or clocks, so that every order of arrival can be tried by hand.
"""

from __future__ import annotations

import datetime as dt
from asyncio import Future, Task
from collections import deque
from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from bot.engine.builtins import builtin
from bot.engine.events import Event, Said
from bot.runtime.wire import Answer

LONGEST_BURST = 20  # texts in one turn; more make the next one


class Item(Struct, eq=False):
    """An accepted event that waits for its turn, and those who wait for its answer."""

    address: str
    event_id: str
    event: Event
    at: dt.datetime
    danger: int = 0
    number: int | None = None  # its place in the chat
    early: bool = False
    alone: bool = False  # after a failed burst each text is tried by itself
    told: bool = False  # the safe text went out for it
    guard: Task[None] | None = None  # says the safe text if danger words wait too long
    waiters: list[Future[Answer]] = field(default_factory=list)
    curious: list[Future[str | None]] = field(default_factory=list)  # want to know by which rule it is taken

    def calm(self) -> None:
        """The guard is not needed any more."""
        if self.guard is not None:
            self.guard.cancel()
            self.guard = None

    def taken(self, rule: str | None) -> None:
        """Its turn is committed, or (None) there will be none: tell whoever wants to know by which rule."""
        for one in self.curious:
            if not one.done():
                one.set_result(rule)
        self.curious.clear()

    def settle(self, answer: Answer) -> None:
        """Tell everybody who waits."""
        for waiter in self.waiters:
            if not waiter.done():
                waiter.set_result(answer)
        self.waiters.clear()


class Line:
    """One person's waiting events, in order of arrival."""

    __slots__ = ("items", "joins")

    def __init__(self, *, joins: bool) -> None:
        self.items: deque[Item] = deque()
        self.joins = joins

    def __len__(self) -> int:
        return len(self.items)

    def put(self, item: Item) -> None:
        self.items.append(item)

    def put_back(self, batch: list[Item]) -> None:
        """What could not be done now stays first."""
        self.items.extendleft(reversed(batch))

    def age(self, early: Callable[[Item], bool]) -> None:
        """Words written before the open question could be read are not its answer."""
        for item in self.items:
            item.early = early(item)

    def take(self, danger_from: int) -> list[Item]:
        """The next turn: a burst of texts or a single event; danger overtakes everything before it."""
        if not self.items:
            return []
        burst = self._burst(0)
        urgent = next((i for i, item in enumerate(self.items) if item.danger >= danger_from), None)
        if urgent is not None and urgent >= len(burst):
            burst = self._burst(urgent)
        for item in burst:
            self.items.remove(item)
        return burst

    def _burst(self, start: int) -> list[Item]:
        first = self.items[start]
        burst = [first]
        if not self.joins or not joinable(first):
            return burst
        for item in list(self.items)[start + 1 : start + LONGEST_BURST]:
            if not joinable(item) or not _alike(first, item):
                break
            burst.append(item)
        return burst


def joinable(item: Item) -> bool:
    """Only plain words join; a press, a medium, a command or a built-in word is a turn of its own."""
    event = item.event
    return isinstance(event, Said) and not item.alone and not event.text.startswith("/") and not builtin(event.text)


def _alike(one: Item, other: Item) -> bool:
    assert isinstance(one.event, Said)
    assert isinstance(other.event, Said)
    return one.event.forwarded == other.event.forwarded and one.early == other.early


def joined(batch: list[Item]) -> Event:
    """The one event of a turn."""
    first = batch[0].event
    if not isinstance(first, Said):
        return first
    text = "\n".join(item.event.text for item in batch if isinstance(item.event, Said))
    return replace(first, text=text, early=first.early or batch[0].early)


class Pace:
    """How fast one person may have turns: a burst, then so many a minute; nothing is dropped."""

    def __init__(self, monotonic: Callable[[], float], *, burst: int = 10, per_minute: int = 20) -> None:
        self._monotonic = monotonic
        self._burst = float(burst)
        self._rate = per_minute / 60
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, address: str) -> float:
        """Take one turn's worth; how many seconds to wait before it."""
        now = self._monotonic()
        left, since = self._left.get(address, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate) - 1
        self._left[address] = (left, now)
        if len(self._left) > 10_000:
            self._left = {a: (n, s) for a, (n, s) in self._left.items() if n + (now - s) * self._rate < self._burst}
        return max(0.0, -left / self._rate)

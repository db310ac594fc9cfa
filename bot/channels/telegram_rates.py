"""Who may send when: a rate for all, a rate for each chat, pauses that Telegram orders, danger in front.

Pure bookkeeping; time is an argument. Telegram allows about 30 messages a second in all and one a second in a chat, with
short bursts; the exact numbers are not published, so we stay below and obey every pause to the letter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from msgspec import Struct, field

FLOOD = 3  # so many chats refused in a row mean that all are meant; one chat, however often, means only itself
TICK = 1e-6  # seconds below which nobody waits


class Limits(Struct, frozen=True):
    """Messages a second and how many at once. `reserve`: what danger may take beyond the rate for all."""

    everybody: float = 25.0
    burst: float = 25.0
    chat: float = 1.0
    chat_burst: float = 3.0
    reserve: float = 5.0


SHIPPED = Limits()


class Place(Struct, eq=False):
    """Somebody's place in the queue."""

    chat: int
    urgent: bool = False


class Rates(Struct):
    """Buckets and pauses."""

    limits: Limits = SHIPPED
    _all: tuple[float, float] | None = None  # what is left, and since when
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)
    _paused: dict[int, float] = field(default_factory=dict)
    _all_paused: float = 0.0
    _refused: set[int] = field(default_factory=set)  # chats, since anybody got through

    def wait(self, place: Place, now: float) -> float:
        """Seconds until this place may send; 0: now."""
        until = max(self._all_paused, self._paused.get(place.chat, 0.0)) - now
        left = self._left(now) + (self.limits.reserve if place.urgent else 0.0)
        own = 1.0 if place.urgent else self._own(place.chat, now)
        return max(0.0, until, (1.0 - left) / self.limits.everybody, (1.0 - own) / self.limits.chat)

    def take(self, chat: int, now: float) -> None:
        """One message goes out."""
        self._all = (self._left(now) - 1.0, now)
        self._chats[chat] = (max(self._own(chat, now) - 1.0, -self.limits.chat_burst), now)
        if len(self._chats) > 5_000:
            self._chats = {c: v for c, v in self._chats.items() if self._own(c, now) < self.limits.chat_burst}
            self._paused = {c: until for c, until in self._paused.items() if until > now}

    def refused(self, chat: int, seconds: float, now: float) -> None:
        """Telegram ordered a pause: for this chat, and for all once nobody gets through any more."""
        self._refused.add(chat)
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + seconds)
        if len(self._refused) >= FLOOD:
            self._all_paused = max(self._all_paused, now + seconds)

    def accepted(self, chat: int) -> None:
        """A message got through, so the pauses were not meant for all."""
        self._refused.clear()

    def paused(self, chat: int, now: float) -> float:
        """Seconds that are left of an ordered pause; 0: there is none."""
        return max(0.0, self._all_paused - now, self._paused.get(chat, 0.0) - now)

    def _left(self, now: float) -> float:
        left, since = self._all or (self.limits.burst, now)
        return min(self.limits.burst, left + max(0.0, now - since) * self.limits.everybody)

    def _own(self, chat: int, now: float) -> float:
        left, since = self._chats.get(chat, (self.limits.chat_burst, now))
        return min(self.limits.chat_burst, left + max(0.0, now - since) * self.limits.chat)


class Queue:
    """Places in order of arrival, the urgent in front; nobody overtakes in the same chat but danger."""

    def __init__(self) -> None:
        self._urgent: deque[Place] = deque()
        self._others: deque[Place] = deque()

    def __len__(self) -> int:
        return len(self._urgent) + len(self._others)

    def __iter__(self) -> Iterator[Place]:
        yield from self._urgent
        yield from self._others

    def join(self, place: Place) -> None:
        (self._urgent if place.urgent else self._others).append(place)

    def leave(self, place: Place) -> None:
        for line in (self._urgent, self._others):
            if place in line:
                line.remove(place)

    def next(self, rates: Rates, now: float, *, full: bool = False) -> tuple[Place | None, float]:
        """Who goes now, taken out of the queue; otherwise in how many seconds to look again. `full`: only danger may go."""
        soonest = float("inf")
        for place in self._urgent if full else self:
            wait = rates.wait(place, now)
            if wait < TICK:
                self.leave(place)
                return place, 0.0
            soonest = min(soonest, wait)
        return None, soonest

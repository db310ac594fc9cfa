"""Safe mode: danger is read before everything else, and when nothing else can answer the constant words do.

Danger words that are not answered in time get the safe text although their turn is still on its way.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence

from msgspec import Struct

from bot import safe
from bot.engine.events import TimeUp
from bot.engine.flowbook import Book
from bot.engine.turn import Bubble, Reply
from bot.runtime.delivery import Delivery
from bot.runtime.journal import Journal
from bot.runtime.queues import Item
from bot.understanding import read_danger
from bot.understanding.readings import NO_EXTRA, Level

LATCHES = int(Level.IDEATION)
REMEMBERED = 10_000
HURRY = 1.5  # seconds after which danger words that are not answered yet get the safe text


class SafeWords(Struct, frozen=True):
    """Replies that come from safe mode, as a channel that answers by itself needs them."""

    texts: tuple[str, ...]
    urgent: bool

    @property
    def replies(self) -> tuple[Reply, ...]:
        return tuple(Bubble(text, "urgent" if self.urgent else "plain") for text in self.texts)


def safe_words(danger: int, *, saved: bool) -> SafeWords:
    """What to say where no flow can answer."""
    urgent = danger >= LATCHES
    return SafeWords(safe.words(danger=urgent, saved=saved), urgent)


class Safety:
    """Reads danger, tells the safe words, and watches over danger words that wait."""

    def __init__(self, borrow: Callable[[], Book], delivery: Delivery, journal: Journal) -> None:
        self._borrow = borrow
        self._delivery = delivery
        self._journal = journal
        self._guards: set[asyncio.Task[None]] = set()
        self._unsaved: OrderedDict[tuple[str, str], None] = OrderedDict()  # events whose people know already

    def level(self, text: str) -> int:
        """How dangerous these words are; a reader that fails lets nothing pass."""
        if not text:
            return 0
        try:
            extra = self._borrow().danger_words
        except Exception:
            extra = NO_EXTRA
        try:
            return int(read_danger(text, extra).level)
        except Exception as error:
            self._journal.fault("danger-reader", error)
            return LATCHES

    async def tell(self, item: Item, words: SafeWords, *, once: bool = False) -> bool:
        """Say the safe words to whoever wrote this; `once`: not to somebody who heard them for it already.

        Whether they have been heard.
        """
        if (once and item.told) or isinstance(item.event, TimeUp):
            return True
        item.told = True
        return await self._delivery.say(item.address, words.texts, urgent=words.urgent)

    async def unsaved(self, items: Sequence[Item]) -> None:
        """Nothing of one person could be kept: say so once, however often the platform brings the same again."""
        new = [item for item in items if not self._knows(item)]
        if not new:
            return
        worst = max(new, key=lambda item: item.danger)
        if await self.tell(worst, safe_words(worst.danger, saved=False), once=True):
            self._note(new)

    def _knows(self, item: Item) -> bool:
        return (item.address, item.event_id) in self._unsaved

    def _note(self, items: Sequence[Item]) -> None:
        for item in items:
            self._unsaved[item.address, item.event_id] = None
        while len(self._unsaved) > REMEMBERED:
            self._unsaved.popitem(last=False)

    def watch(self, item: Item) -> None:
        """Danger words never wait for a slow disk: the safe text goes out unless the turn is there in time."""
        if item.danger < LATCHES or self._knows(item):
            return

        async def guard() -> None:
            await asyncio.sleep(HURRY)
            if await self.tell(item, safe_words(item.danger, saved=False), once=True):
                self._note([item])

        item.guard = asyncio.create_task(guard(), name="guard")
        self._guards.add(item.guard)
        item.guard.add_done_callback(self._guards.discard)

    async def close(self) -> None:
        """Nobody is watched any more."""
        guards = list(self._guards)
        for guard in guards:
            guard.cancel()
        await asyncio.gather(*guards, return_exceptions=True)

"""What each person can have seen: words written before the open question arrived are not its answer.

Pure bookkeeping; the store keeps the same for the next life (`Store.asked`). Where the platform numbers the messages of a
chat, both ways in one row, the numbers decide; otherwise the moments do, which platforms round to seconds. Only a
question that is new counts: who saw it once has seen it.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict

from msgspec.structs import replace

from bot.runtime.queues import Item
from bot.storage.records import Asked

REMEMBERED = 10_000
NOTHING = Asked(0, dt.datetime.min.replace(tzinfo=dt.UTC))  # no question was ever put


class Sight:
    """One open question a person."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, Asked] = OrderedDict()

    def knows(self, address: str) -> bool:
        """Whether this life, or what was restored, says what the person can have seen."""
        return address in self._asked

    def restore(self, address: str, asked: Asked | None) -> None:
        """What an earlier life left, unless this one knows better already."""
        if not self.knows(address):
            self._remember(address, asked or NOTHING)

    def forget(self, address: str) -> None:
        """Whoever comes next from there is somebody new."""
        self._asked.pop(address, None)

    def asks(self, address: str, turn: int) -> None:
        """This turn put another question than the one before; nobody has seen it yet."""
        self._remember(address, Asked(turn))

    def _remember(self, address: str, asked: Asked) -> None:
        self._asked[address] = asked
        self._asked.move_to_end(address)
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)

    def arrives(self, address: str, turn: int, at: dt.datetime, number: int | None = None) -> None:
        """Everything up to this turn can be read by the person now; `number` is that of its last message."""
        asked = self._asked.get(address)
        if asked is not None and asked.at is None and turn >= asked.turn:
            self._asked[address] = replace(asked, at=at, number=number)

    def early(self, item: Item) -> bool:
        """Whether this was written before the open question could be read."""
        asked = self._asked.get(item.address)
        if asked is None:
            return False
        if asked.at is None:
            return True
        if asked.number is not None and item.number is not None:
            return item.number < asked.number
        return item.at < asked.at

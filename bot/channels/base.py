"""A channel lets people in and brings words out; it decides nothing and keeps nothing.

What comes in goes to a `Door` (the dispatcher) as `Incoming`; what goes out comes through `send`, message
by message, and a failure says two things: worth retrying? is the person gone? (`SendError`)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.runtime.wire import Answer, Handout, Incoming, Sender, SendError, Shown, channel_of
from bot.storage.records import Receipt

__all__ = ["Answer", "Channel", "Door", "Handout", "Incoming", "SendError", "Sender", "Shown", "channel_of"]


class Door(Protocol):
    """The dispatcher as a channel sees it."""

    async def accept(self, items: Sequence[Incoming]) -> tuple[Receipt, ...]:
        """Keep a batch durably; only then tell the platform. Raises `StoreError`: then tell it nothing."""

    async def taken(self, address: str, event_id: str) -> str | None:
        """By which rule an accepted event was taken, once its turn is committed; None where there is none to know."""

    async def answer(self, incoming: Incoming) -> Answer:
        """Keep one event, wait until it is answered and sent."""


class Channel(Sender, Protocol):
    """The whole of a channel: what the runtime sends through, and a loop of its own."""

    async def run(self, door: Door) -> None:
        """Take in what people say until nobody is there any more or the task is cancelled."""

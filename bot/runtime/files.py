"""A file that a turn ordered is made when its turn comes on the way out, and danger never waits behind one.

What is stored is the order; bytes are made anew by every attempt, so that no file of a person lies in the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.engine.turn import Export
from bot.runtime.wire import Handout, Sender, SendError

Exporter = Callable[[str, Export], Awaitable[Handout | None]]
"""Makes the file that was ordered at an address; None where nobody is known there any more."""


class Files:
    """Files under way, one at a time a person."""

    def __init__(self, exporter: Exporter | None) -> None:
        self._exporter = exporter
        self._going: dict[str, asyncio.Task[None]] = {}

    async def bring(self, sender: Sender, address: str, wanted: Export) -> None:
        """Make the file and give it to the channel, or raise: `SendError`, or what went wrong in making it."""
        going = self._going[address] = asyncio.create_task(self._bring(sender, address, wanted), name="file")
        try:
            await going
        except asyncio.CancelledError:
            this = asyncio.current_task()
            if this is not None and this.cancelling():
                raise
            raise SendError("overtaken", retry=True, after=2.0) from None
        finally:
            self._going.pop(address, None)

    async def _bring(self, sender: Sender, address: str, wanted: Export) -> None:
        handout = await self._exporter(address, wanted) if self._exporter is not None else None
        if handout is None:
            raise SendError("no file", retry=False)
        await sender.hand(address, handout)

    def cut_off(self, address: str) -> None:
        """Something urgent goes to this person: the file under way lets it by and goes later, unless it was withdrawn."""
        if (going := self._going.get(address)) is not None:
            going.cancel()

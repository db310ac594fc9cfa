"""A file leaves as the turn made it that ordered it, and danger never waits behind one.

Its bytes lie in the store, sealed like everything else of the person, until it has left or was given up.
"""

from __future__ import annotations

import asyncio

from bot.runtime.codec import file_from_bytes
from bot.runtime.wire import Sender, SendError


class Files:
    """Files under way, one at a time a person."""

    def __init__(self) -> None:
        self._going: dict[str, asyncio.Task[None]] = {}

    async def bring(self, sender: Sender, address: str, file: bytes | None, *, doubted: bool) -> None:
        """Give a file to the channel, or raise: `SendError`, or `LookupError` where it could not be made."""
        if file is None:
            raise LookupError("the file was not made")
        giving = sender.hand(address, file_from_bytes(file), doubted=doubted)
        going = self._going[address] = asyncio.ensure_future(giving)
        try:
            await going
        except asyncio.CancelledError:
            this = asyncio.current_task()
            if this is not None and this.cancelling():
                raise
            raise SendError("overtaken", retry=True, after=2.0) from None
        finally:
            self._going.pop(address, None)

    def cut_off(self, address: str) -> None:
        """Something urgent goes to this person: the file under way lets it by and goes later, unless it was withdrawn."""
        if (going := self._going.get(address)) is not None:
            going.cancel()

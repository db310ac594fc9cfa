"""Danger goes before the processor's queue, too: while somebody's danger is being answered no other turn begins.

A reply needs a dozen rounds of the event loop. On a machine that is too small for its crowd each round is long, so the
others step aside, for a moment at most: a line that hangs keeps nobody waiting.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

LONGEST = 1.0  # seconds that a turn steps aside


class Precedence:
    """Who goes first when there is not enough processor for all."""

    def __init__(self) -> None:
        self._going: set[asyncio.Future[Any]] = set()

    def hold(self, answered: asyncio.Future[Any]) -> None:
        """Somebody is in danger until this is done."""
        self._going.add(answered)
        answered.add_done_callback(self._going.discard)

    async def step_aside(self) -> None:
        """Wait until nobody is in danger, or for a moment."""
        if self._going:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST):
                    while self._going:
                        await asyncio.wait(set(self._going))

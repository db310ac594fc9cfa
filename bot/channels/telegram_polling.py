"""Long polling with the inbox before the offset: what Telegram is told to forget is on our disk.

Each update is read alone; one that cannot be read is set aside and never hides the next. Telegram's numbers may start again
anywhere after a quiet week, so no number of ours outlives an empty answer: by then everything before it is confirmed.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.channels.telegram_albums import waits
from bot.channels.telegram_api import Api, ApiError
from bot.channels.telegram_updates import NOTHING, WANTED, Told, read, salvage
from bot.runtime.journal import Journal
from bot.storage.errors import StoreError

ALBUM = 0.4  # seconds in which the rest of an album is looked for
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)


class Refused(Exception):
    """Telegram will not talk to us any more, and waiting does not help. `why`: token, second."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Polling:
    """The way in."""

    def __init__(
        self,
        api: Api,
        take: Callable[[Sequence[Told]], Awaitable[None]],
        now: Callable[[], dt.datetime],
        journal: Journal,
    ) -> None:
        self._api = api
        self._take = take
        self._now = now
        self._journal = journal
        self._offset: int | None = None
        self._taken: set[int] = set()  # numbers from the offset on that are kept already
        self._troubles = 0

    async def run(self) -> None:
        """Go on until cancelled, or `Refused`."""
        while True:
            try:
                raws = await self._api.updates(self._offset, WANTED)
                if raws and (late := await self._take_new(raws, patient=True)):
                    await asyncio.sleep(ALBUM)
                    raws = await self._api.updates(self._offset, WANTED, 0) or late
                    await self._take_new(raws, patient=False)
            except ApiError as error:
                await self._trouble(error)
                continue
            except StoreError:
                await self._pause("inbox-refuses")
                continue
            self._fine()
            self._offset = _after(raws)
            self._taken.clear()

    async def _take_new(self, raws: list[Any], *, patient: bool) -> list[Any]:
        """Take what was not taken yet; `patient`: what is left for a second look, where an album may not be whole."""
        new = [(raw, self._read(raw)) for raw in raws if _number(raw) not in self._taken]
        late = waits([told for _, told in new]) if patient else set()
        now = [(raw, told) for raw, told in new if told.chat not in late]
        if now:
            await self._take([told for _, told in now])
            self._taken |= {number for raw, _ in now if (number := _number(raw)) is not None}
        return raws if late else []

    def _read(self, raw: Any) -> Told:
        """One update by itself."""
        now = self._now()
        try:
            return read(self._api.read(raw), now)
        except Exception as error:
            told = salvage(raw, now)
            self._journal.fault("update-set-aside", error, state="read" if told is not NOTHING else "dropped")
            return told

    async def _trouble(self, error: ApiError) -> None:
        if error.code == 401:
            raise Refused("token") from None
        if error.code == 409 and error.why == "webhook":
            await self._pause("webhook-was-set")
            await forget_webhook(self._api)
        elif error.code == 409:
            raise Refused("second") from None
        elif error.code == 429 and error.after is not None:
            self._journal.note("telegram-pause", seconds=error.after)
            await asyncio.sleep(error.after)
        else:
            await self._pause(error.why)

    async def _pause(self, reason: str) -> None:
        pause = PAUSES[min(self._troubles, len(PAUSES) - 1)]
        self._troubles += 1
        self._journal.note("telegram-unreachable", reason=reason, seconds=pause, tries=self._troubles)
        await asyncio.sleep(pause)

    def _fine(self) -> None:
        if self._troubles:
            self._journal.note("telegram-reachable", tries=self._troubles)
        self._troubles = 0


async def forget_webhook(api: Api) -> None:
    """Telegram pushes nothing while we ask; what waits there stays."""
    try:
        await api.call("deleteWebhook", {"drop_pending_updates": False})
    except ApiError as error:
        if error.code == 401:
            raise Refused("token") from None


def _after(raws: Sequence[Any]) -> int | None:
    """The offset that confirms these updates; None after an empty answer."""
    numbers = [number for raw in raws if (number := _number(raw)) is not None]
    return numbers[-1] + 1 if numbers else None


def _number(raw: Any) -> int | None:
    """Telegram's number of an update."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None

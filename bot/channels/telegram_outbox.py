"""Messages on their way to Telegram: each at its rate, danger first, every failure told in the two answers of `SendError`.

What Telegram refuses because of its marks goes again as plain words, then without buttons: the words always arrive.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from enum import Enum, auto
from typing import Any

from bot.channels.base import Handout, SendError
from bot.channels.menu import option_line
from bot.channels.telegram_api import Api, ApiError, Unreachable
from bot.channels.telegram_format import Piece, keyboard
from bot.channels.telegram_rates import SHIPPED, Limits, Place, Queue, Rates
from bot.channels.telegram_words import FILE_CAPTION
from bot.engine.turn import Button, Drawing
from bot.reports.cards import photo
from bot.runtime.journal import Journal

SLOW = 1.0  # seconds of waiting after which "typing" is shown
PICTURE_NAME = "picture.png"  # nobody sees it
MOST = 16  # messages under way at once; more only wait inside the library, where danger could not go before them
FILE_PAUSES = (1.0, 2.0, 4.0)
NO_PREVIEW = {"is_disabled": True}


class Outcome(Enum):
    """What became of something that is only nice to have."""

    DONE = auto()
    REFUSED = auto()  # Telegram does not want it, now or ever
    FAILED = auto()  # it could not be asked


class Outbox:
    """The one gate through which messages leave."""

    def __init__(self, api: Api, limits: Limits = SHIPPED, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.api = api
        self.rates = Rates(limits)
        self._now = monotonic
        self._queue = Queue()
        self._waiting: dict[Place, asyncio.Future[None]] = {}
        self._stirred = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None
        self._aside: set[asyncio.Task[None]] = set()
        self._few = asyncio.Semaphore(16)
        self._under_way = 0  # calm ones, since they were let in
        self.closed = False

    # --- the gate

    @contextlib.asynccontextmanager
    async def _passing(self, chat: int, *, urgent: bool) -> AsyncIterator[None]:
        """Wait for the right to send one message, and hold it while it is sent."""
        await self.enter(chat, urgent=urgent)
        try:
            yield
        finally:
            self._passed(urgent)

    def _passed(self, urgent: bool) -> None:
        if not urgent:
            self._under_way -= 1
            self._stirred.set()

    async def enter(self, chat: int, *, urgent: bool) -> None:
        """Wait for the right to send one message; whoever got it says so with `_passed` afterwards."""
        if self.closed:
            raise SendError("closing", retry=True, after=0.0)
        place = Place(chat, urgent)
        now = self._now()
        if not self._queue and (urgent or self._under_way < MOST) and self.rates.wait(place, now) <= 0:
            self._let(place, now)
            return
        going: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[place] = going
        self._queue.join(place)
        self._stirred.set()
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._let_in(), name="telegram-rates")
        try:
            await going
        except asyncio.CancelledError:
            if going.done() and not going.cancelled() and going.exception() is None:  # let in, and gone at that moment
                self._passed(urgent)
            raise
        finally:
            self._queue.leave(place)
            self._waiting.pop(place, None)

    def _let(self, place: Place, now: float) -> None:
        self.rates.take(place.chat, now)
        self._under_way += not place.urgent

    async def _let_in(self) -> None:
        while self._queue:
            self._stirred.clear()
            now = self._now()
            place, wait = self._queue.next(self.rates, now, full=self._under_way >= MOST)
            if place is not None:
                if not self._waiting[place].done():
                    self._let(place, now)
                    self._waiting[place].set_result(None)
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), min(wait, 60.0))

    def overtake(self, chat: int) -> None:
        """Danger was said in this chat: what waits there steps back, so that the answer to it comes first."""
        for place, going in list(self._waiting.items()):
            if place.chat == chat and not place.urgent and not going.done():
                going.set_exception(SendError("overtaken", retry=True, after=2.0))

    def close(self) -> None:
        """Nobody enters any more; what waits is sent by the next start."""
        self.closed = True
        for going in self._waiting.values():
            if not going.done():
                going.set_exception(SendError("closing", retry=True, after=0.0))

    # --- messages

    async def message(self, chat: int, piece: Piece, *, urgent: bool = False) -> int:
        """Send one piece; its number in the chat, or `SendError`."""
        waits = asyncio.get_running_loop().call_later(SLOW, self.typing, chat)
        try:
            async with self._passing(chat, urgent=urgent):
                if piece.picture is not None and (sent := await self._picture(chat, piece, piece.picture)) is not None:
                    return sent
                return await self._words(chat, piece)
        finally:
            waits.cancel()

    async def _picture(self, chat: int, piece: Piece, drawing: Drawing) -> int | None:
        """The picture with its words below; None where it cannot be drawn or is refused, so that the words go alone."""
        try:
            content = await asyncio.to_thread(photo, drawing)
        except Exception as error:
            Journal().fault("picture-failed", error)
            return None
        parameters = {"chat_id": chat, "caption": piece.html, "parse_mode": "HTML"}
        self._obey(chat)
        try:
            sent = await self.api.upload("sendPhoto", "photo", PICTURE_NAME, content, parameters)
        except ApiError as error:
            failure = self._failed(chat, error)
            if failure.retry or failure.gone:
                raise failure from None
            return None
        self.rates.accepted(chat)
        return _number(sent)

    async def _words(self, chat: int, piece: Piece) -> int:
        """With marks and buttons; refused, without marks; refused again, without buttons."""
        common = {"chat_id": chat, "link_preview_options": NO_PREVIEW}
        markup = {"reply_markup": board} if (board := keyboard(piece)) else {}
        tries: list[dict[str, Any]] = [
            {**common, **markup, "text": piece.html, "parse_mode": "HTML"},
            {**common, **markup, "text": piece.plain},
            {**common, "text": without_board(piece)},
        ]
        for parameters in tries:
            try:
                sent = await self._send(chat, "sendMessage", parameters)
            except SendError as error:
                if error.retry or error.gone or parameters is tries[-1]:
                    raise
                continue
            return _number(sent)
        raise AssertionError("the last try returns or raises")

    async def _send(self, chat: int, method: str, parameters: dict[str, Any]) -> Any:
        self._obey(chat)
        try:
            done = await self.api.call(method, parameters)
        except ApiError as error:
            raise self._failed(chat, error) from None
        self.rates.accepted(chat)
        return done

    def _obey(self, chat: int, *, seen: bool = False) -> None:
        """Whoever was let in and learns only now that this chat is to be silent goes later."""
        if (left := self.rates.paused(chat, self._now())) > 0:
            raise SendError("slow-down", retry=True, seen=seen, after=left)

    def _failed(self, chat: int, error: ApiError) -> SendError:
        """Worth retrying? Gone? May it have arrived? When?"""
        match error:
            case Unreachable():
                return SendError(error.why, retry=True, maybe=error.maybe)
            case ApiError(code=429):
                seconds = error.after if error.after is not None else 1.0
                self.rates.refused(chat, seconds, self._now())
                return SendError("slow-down", retry=True, after=seconds)
            case ApiError(code=403) | ApiError(why="gone"):
                return SendError("gone", retry=False, gone=True)
            case ApiError(code=400):
                return SendError(error.why, retry=False)
            case _:
                return SendError(error.why, retry=True)

    async def probe(self, chat: int) -> None:
        """Something harmless to see whether Telegram can be reached; `SendError` where it cannot."""
        await self.enter(chat, urgent=True)
        try:
            await self.api.call("sendChatAction", {"chat_id": chat, "action": "typing"})
        except ApiError as error:
            failure = self._failed(chat, error)
            failure.maybe = False  # nothing but a probe can have arrived
            raise failure from None

    async def file(self, chat: int, handout: Handout, *, doubted: bool = False) -> None:
        """Send a file, trying again for a while, but in doubt once only; or `SendError` (`seen`: it may be there)."""
        self.typing(chat, "upload_document")
        for pause in (*FILE_PAUSES, None):
            try:
                async with self._passing(chat, urgent=False):
                    self._obey(chat, seen=doubted)
                    await self.api.upload(
                        "sendDocument",
                        "document",
                        handout.name,
                        handout.content,
                        {"chat_id": chat, "caption": FILE_CAPTION},
                    )
            except ApiError as error:
                failure = self._failed(chat, error)
                failure.seen = doubted
                if not failure.retry or failure.after is not None or pause is None or (doubted and failure.maybe):
                    raise failure from None  # an ordered pause is written down by the caller, so that a restart keeps it
                doubted = doubted or failure.maybe
                await asyncio.sleep(pause)
                continue
            self.rates.accepted(chat)
            return

    # --- what is only nice to have

    def typing(self, chat: int, action: str = "typing") -> None:
        self.try_later(self.cosmetic(chat, "sendChatAction", {"chat_id": chat, "action": action}))

    async def cosmetic(
        self, chat: int, method: str, parameters: dict[str, Any], *, again: float | None = None
    ) -> Outcome:
        """Something whose failure nobody would miss, never inside a pause.

        Where Telegram or the line stumbled it is tried once more after `again` seconds, if any.
        """
        async with self._few:
            if self.closed or self.rates.paused(chat, self._now()):
                return Outcome.FAILED
            try:
                await self.api.call(method, parameters)
                return Outcome.DONE
            except ApiError as error:
                if error.code == 429:
                    self._failed(chat, error)
                    return Outcome.FAILED
                if not isinstance(error, Unreachable) and error.code < 500:
                    return Outcome.REFUSED
        if again is None:
            return Outcome.FAILED
        await asyncio.sleep(again)
        return await self.cosmetic(chat, method, parameters)

    def try_later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do it beside everything else."""

        async def quietly() -> None:
            with contextlib.suppress(SendError):
                await work

        task = asyncio.create_task(quietly(), name="telegram-aside")
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def settle(self) -> None:
        """Wait for what was begun aside."""
        while self._aside:
            await asyncio.gather(*self._aside, return_exceptions=True)

    async def end(self) -> None:
        """Cut short what is still going on aside."""
        tasks = [*self._aside, *([self._pump] if self._pump is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _number(sent: Any) -> int:
    return int(sent["message_id"]) if isinstance(sent, dict) and "message_id" in sent else 0


def without_board(piece: Piece) -> str:
    """The words and their options as lines, for a chat that takes no buttons."""
    options = [option_line(Button(data, label, "", "")) for label, data in piece.buttons]
    return "\n".join((piece.plain, *options))

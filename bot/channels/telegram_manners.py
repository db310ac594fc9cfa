"""What is not conversation but politeness: the spinner that stops, "typing", the one sentence in a group.

Nothing here is kept, and nothing here may fail a talk.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import OrderedDict
from collections.abc import Callable

from bot.channels import telegram_words as words
from bot.channels.base import SendError
from bot.channels.telegram_format import Piece, escape, units
from bot.channels.telegram_outbox import Outbox
from bot.channels.telegram_updates import Press
from bot.runtime.journal import Journal
from bot.understanding import read_danger
from bot.understanding.readings import NO_EXTRA, Level

THINKING = 1.0  # seconds without an answer after which "typing" is shown
GROUP_DANGER = dt.timedelta(minutes=10)
GROUP_AGAIN = dt.timedelta(days=1)
PAUSES = (1.0, 2.0, 4.0, 8.0)  # seconds between tries of a notice where Telegram orders none
AGAIN = 1.0  # seconds until a spinner is tried once more
NOTICE = 3_500  # units of a notice
REMEMBERED = 1_000


class Manners:
    """How the bot behaves around the talk."""

    def __init__(self, outbox: Outbox, now: Callable[[], dt.datetime], journal: Journal) -> None:
        self._outbox = outbox
        self._now = now
        self._journal = journal
        self._thinking: dict[int, asyncio.TimerHandle] = {}
        self._acknowledged: OrderedDict[str, None] = OrderedDict()
        self._groups: dict[int, dt.datetime] = {}
        self._group_danger: dict[int, dt.datetime] = {}

    def think(self, chat: int) -> None:
        """Whoever waits longer than a moment sees that somebody is writing."""
        self.answered(chat)
        self._thinking[chat] = asyncio.get_running_loop().call_later(THINKING, self._still_thinking, chat)

    def _still_thinking(self, chat: int) -> None:
        self._thinking.pop(chat, None)
        self._outbox.typing(chat)

    def answered(self, chat: int) -> None:
        """Nobody waits here any more."""
        handle = self._thinking.pop(chat, None)
        if handle is not None:
            handle.cancel()

    async def acknowledge(self, press: Press) -> None:
        """The spinner stops, whatever becomes of the press."""
        if press.id not in self._acknowledged:
            self._acknowledged[press.id] = None
            if len(self._acknowledged) > REMEMBERED:
                self._acknowledged.popitem(last=False)
            await self._outbox.cosmetic(press.chat, "answerCallbackQuery", {"callback_query_id": press.id}, again=AGAIN)

    def in_group(self, chat: int, text: str) -> None:
        """One sentence a day; danger gets the safe text. Nothing is kept but when it was said."""
        now = self._now()
        if dangerous(text):
            last = self._group_danger.get(chat)
            if last is None or now - last >= GROUP_DANGER:
                self._group_danger[chat] = now
                safe_text = "\n\n".join(words.PRIVATELY_IN_DANGER)
                self._outbox.try_later(self._say_once(self._group_danger, chat, safe_text, urgent=True))
            return
        last = self._groups.get(chat)
        if last is None or now - last >= GROUP_AGAIN:
            self._groups[chat] = now
            self._outbox.try_later(self._say_once(self._groups, chat, words.PRIVATELY))

    async def _say_once(self, said: dict[int, dt.datetime], chat: int, text: str, *, urgent: bool = False) -> None:
        """What could not be said does not count as said: the next words there are answered again."""
        at = said[chat]
        if not await self.say(chat, text, urgent=urgent) and said.get(chat) == at:
            del said[chat]

    async def say(self, chat: int, text: str, *, urgent: bool = False) -> bool:
        """One text outside every conversation, tried for a while; whether it arrived. In doubt it goes once more, not twice."""
        while units(text) > NOTICE:
            text = f"{text[: len(text) * 9 // 10]}…"
        doubted = False
        for pause in (*PAUSES, None):
            try:
                if doubted:
                    await self._outbox.probe(chat)
                await self._outbox.message(chat, Piece(escape(text), text), urgent=urgent)
            except SendError as error:
                if pause is None or error.gone or not error.retry or (doubted and error.maybe):
                    self._journal.note("notice-lost", reason=str(error))
                    return False
                doubted = doubted or error.maybe
                await asyncio.sleep(pause if error.after is None else error.after)
            else:
                return True
        raise AssertionError("the last try returns")

    def close(self) -> None:
        """Nobody is thinking any more."""
        for handle in self._thinking.values():
            handle.cancel()


def dangerous(text: str) -> bool:
    """Whether these words put their chat in front; a reader that fails lets nothing pass."""
    try:
        return bool(text) and int(read_danger(text, NO_EXTRA).level) >= int(Level.IDEATION)
    except Exception:
        return True

"""One keyboard a chat: options stand below the last question only, in the next life of the program too.

A pressed keyboard shows what was chosen; any other goes when the next one is there. One that could not be taken away, because
Telegram stumbled or the program ended, goes with the next as well: the store keeps a note of the last few.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from bot.channels import telegram_words as words
from bot.channels.telegram_format import Piece, keyboard, label_of, units, without_options
from bot.channels.telegram_outbox import NO_PREVIEW, Outbox, Outcome
from bot.channels.telegram_updates import Press, address_of
from bot.runtime.journal import Journal

AGAIN = 1.0  # seconds until a pressed keyboard is tried once more
REMEMBERED = 1_000
EMPTY: dict[str, Any] = {"inline_keyboard": []}

Notes = Callable[[str], Awaitable[Sequence[str]]]
"""What was noted of the last messages to an address, by an earlier life or this one."""


class _Chat(Struct):
    """The keyboards of one chat by the number of their message: what is left of each once its options go."""

    standing: dict[int, dict[str, Any]] = field(default_factory=dict)
    pressed: set[int] = field(default_factory=set)  # what becomes of these, the press decides
    gone: set[int] = field(default_factory=set)
    asked: bool = False  # whether the store has told what it knows


class Boards:
    """All keyboards that may still be seen."""

    def __init__(self, outbox: Outbox, journal: Journal) -> None:
        self._outbox = outbox
        self._journal = journal
        self._chats: OrderedDict[int, _Chat] = OrderedDict()
        self.notes: Notes | None = None

    def stands(self, chat: int, number: int, piece: Piece) -> str:
        """A message is there; if it has options, those above it go. What the next life has to know of it, or ""."""
        if not piece.buttons or not number:
            return ""
        left = keyboard(replace(piece, buttons=())) or EMPTY
        self._of(chat).standing[number] = left
        self._outbox.try_later(self._clear(chat, number))
        return json.dumps([number, left], ensure_ascii=False)

    async def _clear(self, chat: int, last: int) -> None:
        """Take away what stands above the last keyboard."""
        board = self._of(chat)
        await self._recall(chat, board)
        for number in [n for n in sorted(board.standing) if n < last and n not in board.pressed]:
            left = board.standing.pop(number, None)
            if left is None:
                continue
            place = {"chat_id": chat, "message_id": number, "reply_markup": left}
            await self._done(board, number, left, "editMessageReplyMarkup", place)

    async def _recall(self, chat: int, board: _Chat) -> None:
        """Once a life: the keyboards that an earlier one left."""
        if board.asked or self.notes is None:
            return
        try:
            found = [json.loads(note) for note in await self.notes(address_of(chat))]
        except Exception as error:
            self._journal.fault("notes-unreadable", error)
            return
        if not board.asked:
            board.asked = True
            known = {number: left for number, left in found if number not in board.gone}
            board.standing = known | board.standing

    async def _done(
        self,
        board: _Chat,
        number: int,
        left: dict[str, Any],
        method: str,
        place: dict[str, Any],
        again: float | None = None,
    ) -> None:
        """Edit a message; where that may still be done, it is tried with the next keyboard."""
        if await self._outbox.cosmetic(place["chat_id"], method, place, again=again) is Outcome.FAILED:
            board.standing[number] = left
        else:
            board.gone.add(number)

    # --- presses

    def pressed(self, press: Press) -> None:
        """The press decides what becomes of its keyboard."""
        self._of(press.chat).pressed.add(press.message)

    def released(self, press: Press) -> None:
        """The press decided nothing: the keyboard goes with the next one."""
        self._of(press.chat).pressed.discard(press.message)

    async def close(self, press: Press, *, chosen: bool) -> None:
        """The options go away; what was chosen stays to be seen, unless the press was void."""
        board = self._of(press.chat)
        board.standing.pop(press.message, None)
        left = without_options(press.markup)
        place = {"chat_id": press.chat, "message_id": press.message, "reply_markup": left}
        label = label_of(press.markup, press.data)
        text = f"{press.text}\n\n{words.CHOSEN.format(label=label)}"
        method = "editMessageReplyMarkup"
        if chosen and press.text and label and units(text) <= 4096:
            method = "editMessageText"
            place |= {"text": text, "entities": list(press.entities), "link_preview_options": NO_PREVIEW}
        await self._done(board, press.message, left, method, place, AGAIN)
        board.pressed.discard(press.message)

    def _of(self, chat: int) -> _Chat:
        board = self._chats.setdefault(chat, _Chat())
        self._chats.move_to_end(chat)
        while len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)  # the store knows them still
        return board

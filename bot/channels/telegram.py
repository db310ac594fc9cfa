"""The Telegram channel: private talks go through the inbox to the dispatcher, replies come back through the outbox.

async with-less life:  await channel.connect() → await channel.run(door) … channel.close() → await channel.end()
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

from bot.channels import telegram_words as words
from bot.channels.base import Door, Handout, Incoming, SendError, Shown
from bot.channels.telegram_albums import Albums
from bot.channels.telegram_api import Api, ApiError
from bot.channels.telegram_boards import Boards
from bot.channels.telegram_format import has_options, pack, pieces
from bot.channels.telegram_manners import Manners, dangerous
from bot.channels.telegram_outbox import Outbox, Outcome
from bot.channels.telegram_polling import Polling, Refused, forget_webhook
from bot.channels.telegram_rates import SHIPPED, Limits
from bot.channels.telegram_updates import NAME, Press, Told, address_of, chat_of
from bot.engine.events import Event, Pressed
from bot.engine.turn import Bubble, Reply
from bot.runtime.codec import reply_to_json, text_of
from bot.runtime.journal import Journal
from bot.storage.records import Receipt

HURRIED = 60.0  # seconds for which a chat in danger goes before the others

__all__ = ["NAME", "Refused", "Telegram", "address_of"]


class Telegram:
    """One bot, as long as the process lives."""

    name = NAME
    joins = True
    pushes = True

    def __init__(
        self,
        api: Api,
        *,
        now: Callable[[], dt.datetime],
        operators: Collection[int] = (),
        status: Callable[[], Awaitable[str]] | None = None,
        gone: Callable[[str], Awaitable[object]] | None = None,
        numbers: Callable[[], Collection[str]] = frozenset,
        limits: Limits = SHIPPED,
    ) -> None:
        self.api = api
        self.outbox = Outbox(api, limits)
        self.status = status
        self.gone = gone
        self._operators = frozenset(operators)
        self._numbers = numbers
        self._journal = Journal()
        self._albums = Albums()
        self._manners = Manners(self.outbox, now, self._journal)
        self.boards = Boards(self.outbox, self._journal)
        self._polling = Polling(api, self._take, now, self._journal)
        self._door: Door | None = None
        self._half: OrderedDict[bytes, tuple[int, bool]] = OrderedDict()  # where messages broke off; in doubt?
        self._hurried: dict[int, float] = {}

    # --- life

    async def connect(self) -> str:
        """Ask who we are; the bot's name. Raises `ApiError` where nobody answers, `Refused` for a wrong token."""
        try:
            me = await self.api.call("getMe")
        except ApiError as error:
            if error.code in {401, 404}:
                raise Refused("token") from None
            raise
        await forget_webhook(self.api)
        return str(me.get("username", "")) if isinstance(me, dict) else ""

    async def run(self, door: Door) -> None:
        """Let people in until cancelled; `Refused` where Telegram ends it."""
        self._door = door
        self.outbox.try_later(self._introduce())
        await self._polling.run()

    async def _introduce(self) -> None:
        """Menu of commands and descriptions; where it fails, people talk all the same."""
        calls: list[tuple[str, dict[str, Any]]] = [
            ("setMyCommands", {"commands": menu(1)}),
            ("setMyCommands", {"commands": menu(2), "language_code": "en"}),
            ("setMyDescription", {"description": words.DESCRIPTION}),
            ("setMyDescription", {"description": words.DESCRIPTION_EN, "language_code": "en"}),
            ("setMyShortDescription", {"short_description": words.SHORT}),
            ("setMyShortDescription", {"short_description": words.SHORT_EN, "language_code": "en"}),
        ]
        done = [await self.outbox.cosmetic(0, method, parameters) for method, parameters in calls]
        self._journal.note("telegram-introduced", count=done.count(Outcome.DONE))

    def close(self) -> None:
        """Let nothing new out; what is in flight may end."""
        self.outbox.close()
        self._manners.close()

    async def end(self) -> None:
        """Cut off what is left and let go of connections."""
        self.close()
        await self.outbox.end()
        await self.api.close()

    # --- out

    def serves(self, address: str) -> bool:
        return chat_of(address) is not None

    def pack(self, replies: Sequence[Reply]) -> Sequence[int]:
        return pack(replies)

    async def send(self, address: str, replies: Sequence[Reply], *, doubted: bool = False) -> Shown:
        """Bring one message, in as many pieces as it needs; a second attempt goes on where the first broke off."""
        last, note = 0, ""
        chat = _chat(address)
        self._manners.answered(chat)
        urgent = self._is_urgent(chat, replies)
        key = hashlib.blake2b("\n".join((address, *map(reply_to_json, replies))).encode(), digest_size=16).digest()
        shown = pieces(replies, self._numbers())
        start, doubted = self._half.pop(key, (0, doubted))
        if doubted:
            await self._probe(chat, key, start)
        for number in range(start, len(shown)):
            try:
                last = await self.outbox.message(chat, shown[number], urgent=urgent)
                note = self.boards.stands(chat, last, shown[number])
            except SendError as error:
                if not error.maybe:
                    self._remember(key, number, doubted)
                    raise
                if doubted:
                    raise  # twice in doubt: at most two copies of a message, never three
                self._remember(key, number, True)
                raise SendError("in doubt", retry=True, seen=True) from None
            doubted = False
        return Shown(last or None, note)

    async def _probe(self, chat: int, key: bytes, number: int) -> None:
        """A line was cut, so the message may be there. It goes once more, but not before Telegram can be reached again."""
        try:
            await self.outbox.probe(chat)
        except SendError:
            self._remember(key, number, True)
            raise

    def _remember(self, key: bytes, number: int, doubted: bool) -> None:
        self._half[key] = (number, doubted)
        while len(self._half) > 1_000:
            self._half.popitem(last=False)

    def _is_urgent(self, chat: int, replies: Sequence[Reply]) -> bool:
        if self._hurried.get(chat, 0.0) > time.monotonic():
            return True
        return any(isinstance(reply, Bubble) and reply.tone == "urgent" for reply in replies)

    async def hand(self, address: str, handout: Handout, *, doubted: bool = False) -> None:
        """A file under its Chinese name, as plain text that every phone opens. One that cannot leave is told of."""
        chat = _chat(address)
        try:
            await self.outbox.file(chat, readable(handout), doubted=doubted)
        except SendError as error:
            if error.gone or error.after is not None:  # ordered to wait: it goes later
                raise
            doubted = error.maybe or error.seen
            try:
                told = words.FILE_IN_DOUBT if doubted else words.FILE_LOST
                await self.outbox.message(chat, pieces([Bubble(told)])[0])
            except SendError as untold:
                if (
                    not error.maybe
                ):  # Telegram cannot be reached, or stops: the file is tried again, and tells by itself
                    untold.seen = doubted
                    raise
            raise SendError("no file", retry=False, maybe=doubted) from None

    async def notify(self, text: str) -> None:
        """Tell every operator, in private, what concerns the running of the bot; never anybody's words."""
        for operator in sorted(self._operators):
            self.outbox.try_later(self._manners.say(operator, text))  # beside: nobody's reminder waits for an operator

    # --- in

    async def _take(self, told: Sequence[Told]) -> None:
        """A batch: into the inbox first, then everything that is only manners."""
        assert self._door is not None
        told = self._albums.whole(told)
        talks = [one for one in told if one.incoming is not None and not self._asks_status(one)]
        for one in talks:
            self._listen(one)
        receipts = await self._door.accept([one.incoming for one in talks if one.incoming is not None]) if talks else ()
        self._albums.seen(talks)
        for one in told:
            if one.press is not None:
                self.outbox.try_later(self._pressed(one.press, one.incoming))
        for one, receipt in zip(talks, receipts, strict=True):
            if receipt is Receipt.NEW:
                self._manners.think(one.chat)
        for one in told:
            self._otherwise(one)

    async def _pressed(self, press: Press, incoming: Incoming | None) -> None:
        """Acknowledged at once; the keyboard says what was chosen only when that counted."""
        decides = incoming is not None and (press.markup is None or has_options(press.markup))
        if decides:
            self.boards.pressed(press)
        await self._manners.acknowledge(press)
        if incoming is None or not decides or self._door is None:
            return
        rule = await self._door.taken(incoming.address, incoming.event_id)
        if rule is None:
            self.boards.released(press)
        else:
            await self.boards.close(press, chosen=counted(incoming.event, rule))

    def _asks_status(self, one: Told) -> bool:
        return one.command == "status" and one.chat in self._operators

    def _otherwise(self, one: Told) -> None:
        if self._asks_status(one) and self.status is not None:
            self.outbox.try_later(self._tell_status(one.chat))
        if one.group is not None:
            self._manners.in_group(one.chat, one.group)
        if one.gone and self.gone is not None:
            self.outbox.try_later(self._left(address_of(one.chat)))

    async def _tell_status(self, chat: int) -> None:
        assert self.status is not None
        try:
            await self._manners.say(chat, await self.status())
        except Exception as error:
            self._journal.fault("status-failed", error)

    async def _left(self, address: str) -> None:
        """The person blocked the bot: no more reminders; what was said is kept as promised."""
        assert self.gone is not None
        try:
            await self.gone(address)
        except Exception as error:
            self._journal.fault("gone-failed", error)

    def _listen(self, one: Told) -> None:
        """Danger words put their chat in front before anything is written down."""
        assert one.incoming is not None
        if dangerous(text_of(one.incoming.event)):
            self._hurried[one.chat] = time.monotonic() + HURRIED
            self.outbox.overtake(one.chat)
            if len(self._hurried) > 1_000:
                self._hurried = {c: until for c, until in self._hurried.items() if until > time.monotonic()}


def counted(event: Event, rule: str) -> bool:
    """Whether a press (or the label that a long one carries) was taken as an answer or a correction."""
    if isinstance(event, Pressed):
        return rule.startswith("press") and rule != "press:stale"
    return not rule.startswith("ladder")


def menu(column: int) -> list[dict[str, str]]:
    """The commands with their texts of one language."""
    return [{"command": row[0], "description": row[column]} for row in words.COMMANDS]


def readable(handout: Handout) -> Handout:
    """Markdown is plain text: with this name and mark every phone opens it in Chinese."""
    if not handout.name.endswith(".md"):
        return handout
    return Handout(f"{handout.name[:-3]}.txt", b"\xef\xbb\xbf" + handout.content)


def _chat(address: str) -> int:
    chat = chat_of(address)
    if chat is None:
        raise SendError("no such address", retry=False)
    return chat

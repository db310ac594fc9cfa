"""An update of Telegram as what it means here: an event of one person, something for an operator, or nothing.

Pure. Only private talks with people have events; a group gets one sentence; other bots, service notes and channel posts
nothing. Whoever somebody is, is the numeric id of this very update and nothing else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from bot.channels.telegram_format import SAID
from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent
from bot.runtime.wire import Incoming

if TYPE_CHECKING:
    from telegram import Message, Update

NAME = "telegram"
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
SECOND = dt.timedelta(seconds=1)
NOT_PEOPLE = frozenset({777000, 1087968824, 136817688})  # Telegram itself, anonymous admins, "channel" as a person
KINDS = {
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "sticker": "sticker",
    "dice": "sticker",
    "location": "location",
    "venue": "location",
    "contact": "contact",
    "poll": "poll",
    "animation": "other",  # before `document`, which Telegram sends along
    "document": "file",
    "video": "other",
    "video_note": "other",
    "story": "other",
    "game": "other",
    "paid_media": "other",
    "checklist": "other",
    "invoice": "other",
    "giveaway": "other",
}
"""What somebody can send that cannot be read, and which sentence answers it."""


class Press(Struct, frozen=True):
    """A button was pressed: what must be acknowledged, and the message whose keyboard goes away."""

    id: str
    chat: int = 0
    message: int = 0
    data: str = ""
    text: str = ""
    entities: tuple[Any, ...] = ()
    markup: Any = None

    def __repr__(self) -> str:
        return f"Press(chat={self.chat}, message={self.message})"  # what stood in the message stays out of every log


class Told(Struct, frozen=True):
    """What one update says."""

    chat: int = 0
    incoming: Incoming | None = None
    press: Press | None = None
    group: str | None = None  # words in a group, maybe none; never kept
    command: str = ""  # of an operator, if it is one who asks
    gone: bool = False  # the person blocked the bot
    album: str = ""  # the album that the message is a part of


NOTHING = Told()


def address_of(chat: int) -> str:
    return f"{NAME}:{chat}"


def chat_of(address: str) -> int | None:
    """The chat behind an address; None where it is no address of Telegram."""
    name, _, number = address.partition(":")
    return int(number) if name == NAME and number.isascii() and number.isdigit() and len(number) < 17 else None


def read(update: Update, now: dt.datetime) -> Told:
    """What the update means."""
    if update.callback_query is not None:
        return _pressed(update, now)
    if update.my_chat_member is not None:
        return _membership(update)
    message = update.message or update.edited_message
    if message is None:
        return NOTHING
    if message.chat.type != "private":
        return _in_group(message)
    if not _is_person(message.from_user) or message.from_user is None or message.from_user.id != message.chat.id:
        return NOTHING
    event = _edit(message) if update.edited_message is not None else _event(message)
    if event is None:
        return NOTHING
    command = "status" if event == Said("/status") else ""  # typed, not forwarded
    album = message.media_group_id or ""
    return Told(message.chat.id, _incoming(update.update_id, message, event, now), command=command, album=album)


def salvage(raw: Any, now: dt.datetime) -> Told:
    """What can be saved of an update that cannot be read as a whole: the words of one person, so that danger is heard."""
    try:
        message = raw.get("message") or raw.get("edited_message") or {}
        chat, words = message["chat"], message.get("text") or message.get("caption")
        if chat["type"] != "private" or type(chat["id"]) is not int or chat["id"] <= 0 or type(words) is not str:
            return NOTHING
        if message["from"]["id"] != chat["id"] or message["from"].get("is_bot"):
            return NOTHING
        event = Edited(words) if "edited_message" in raw else Said(words, forwarded="forward_origin" in message)
        return Told(chat["id"], Incoming(address_of(chat["id"]), f"u{int(raw['update_id'])}", event, now))
    except (AttributeError, KeyError, TypeError, ValueError):
        return NOTHING


def _is_person(user: Any) -> bool:
    return user is not None and not user.is_bot and user.id not in NOT_PEOPLE


def _incoming(number: int, message: Message, event: Event, now: dt.datetime) -> Incoming:
    at = message.date if message.edit_date is None else message.edit_date
    album = f"g{message.media_group_id}" if message.media_group_id and isinstance(event, Sent) else ""
    event_id = album if album and not event.caption else f"u{number}"  # type: ignore[union-attr]
    written = min(now, at.astimezone(now.tzinfo) + SECOND)
    return Incoming(address_of(message.chat.id), event_id, event, written, message.message_id)


def _event(message: Message) -> Event | None:
    """The event of a new message; None for a note of the service."""
    forwarded = message.forward_origin is not None
    if message.text is not None:
        return Said(message.text, forwarded=True) if forwarded else _words(message.text)
    caption = message.caption or ""
    if forwarded and caption:
        return Said(caption, forwarded=True)  # somebody else's words are a quotation, wherever they stand
    for medium, kind in KINDS.items():
        if getattr(message, medium, None):
            return Sent(kind, caption)
    return Sent("other", caption) if caption or message.effective_attachment or message.api_kwargs else None


def _words(text: str) -> Event:
    """Words as typed; `/start x` opens, and the bot's name behind a command is left out."""
    if not text.startswith("/"):
        return Said(text)
    command, _, rest = text.partition(" ")
    command = command.partition("@")[0].lower()
    if command == "/start":
        return Opened(rest.strip())
    if command == "/remind":
        return Said("提醒我")
    return Said(f"{command} {rest.strip()}".strip())


def _edit(message: Message) -> Event | None:
    """An edited text or caption; a live location that moves is nothing."""
    words = message.text or message.caption
    return Edited(words) if words else None


def _pressed(update: Update, now: dt.datetime) -> Told:
    """A press of this chat's person. The same button of the same message counts once: a double tap is void."""
    query = update.callback_query
    assert query is not None
    message, data = query.message, query.data or ""
    if message is None or not _is_person(query.from_user):
        return Told(press=Press(query.id))
    if message.chat.type != "private" or query.from_user.id != message.chat.id or not data:
        return Told(press=Press(query.id))
    event: Event = Said(data[len(SAID) :]) if data.startswith(SAID) else Pressed(data)
    button = hashlib.blake2b(data.encode("utf-8", "replace"), digest_size=8).hexdigest()
    incoming = Incoming(address_of(message.chat.id), f"p{message.message_id}:{button}", event, now)
    return Told(message.chat.id, incoming, _shown(query.id, message, data))


def _shown(query: str, message: Any, data: str) -> Press:
    """The press with what stands in its message; an old message no longer says."""
    markup = getattr(message, "reply_markup", None)
    return Press(
        query,
        message.chat.id,
        message.message_id,
        data,
        getattr(message, "text", None) or "",
        tuple(entity.to_dict() for entity in getattr(message, "entities", ())),
        markup.to_dict() if markup is not None else None,
    )


def _membership(update: Update) -> Told:
    """Blocked in a private chat: gone; added to a group or channel: it gets its sentence."""
    change = update.my_chat_member
    assert change is not None
    status = change.new_chat_member.status
    if change.chat.type == "private":
        return Told(change.chat.id, gone=status == "kicked")
    return Told(change.chat.id, group="") if status in {"member", "administrator"} else NOTHING


def _in_group(message: Message) -> Told:
    """Words in a group, for the danger reader only; what other bots say there is nothing."""
    if message.chat.type == "channel" or not (message.from_user and _is_person(message.from_user)):
        return NOTHING
    return Told(message.chat.id, group=message.text or message.caption or "")

"""A conversation without the words of its person: what was done and what was answered stays, sentences do not.

Operators read this unless they say why they need more. A button's label is the editors' word and stays; what was typed is
only marked, also where a reply repeated it.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from bot.engine.events import Edited, Event, Said, Sent
from bot.engine.flowbook import Book
from bot.engine.turn import Bubble, Drawing, Paper, Question, Reply
from bot.engine.values import SlotType
from bot.reports.conversation import Account, Entry, Held

SAID, CHANGED = "（打了一句话）", "（改了一句话）"
THERE = "（写过，没有显示）"
VEILED = "〔本人的话〕"
SHORTEST_ECHO = 6
"""A typed line of fewer characters is a sum or a name, which the answers show anyway."""


def wordless(account: Account, book: Book | None) -> Account:
    """The same account; without a book no answer can be told from a sentence, so none is shown."""
    sentences = {h.value for h in account.answers if _free(h, book)}
    typed = {
        part for entry in account.entries for part in _typed(entry.event).split("\n") if len(part) >= SHORTEST_ECHO
    }
    veiled = sorted({*(s for s in sentences if len(s) > 1), *(t.strip() for t in typed if t.strip())}, key=len)[::-1]
    return replace(
        account,
        answers=tuple(replace(h, value=THERE) if _free(h, book) else h for h in account.answers),
        entries=tuple(_entry(entry, veiled) for entry in account.entries),
    )


def _free(held: Held, book: Book | None) -> bool:
    slot = book.slots.get(held.key.partition("@")[0]) if book is not None else None
    return slot is None or slot.type is SlotType.TEXT


def _typed(event: Event | None) -> str:
    match event:
        case Said(text=text) | Edited(text=text):
            return text
        case Sent(caption=caption):
            return caption
        case _:
            return ""


def _entry(entry: Entry, veiled: Iterable[str]) -> Entry:
    replies = tuple(_reply(reply, veiled) for reply in entry.replies)
    match entry.event:
        case Said():
            return replace(entry, event=None, mark=SAID, replies=replies)
        case Edited():
            return replace(entry, event=None, mark=CHANGED, replies=replies)
        case Sent(kind=kind):
            return replace(entry, event=Sent(kind), replies=replies)
        case _:
            return replace(entry, replies=replies)


def _reply(reply: Reply, veiled: Iterable[str]) -> Reply:
    def veil(text: str) -> str:
        for words in veiled:
            text = text.replace(words, VEILED)
        return text

    match reply:
        case Bubble(tone="page", text=text):  # a section of their page may be their own words
            return replace(reply, text=f"{text.partition(chr(10))[0]}\n{VEILED}")
        case Bubble() | Question() | Paper():
            return replace(reply, text=veil(reply.text))
        case Drawing(bars=bars):
            return replace(reply, bars=tuple(replace(bar, name=veil(bar.name)) for bar in bars))

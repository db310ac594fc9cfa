"""An album is one thing said: Telegram brings its parts as single messages, sometimes in two batches, and it is answered once.

Pure bookkeeping; `seen` is called once a batch is safely kept, so that nothing is dropped that was not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from bot.channels.telegram_updates import Told
from bot.engine.events import Said, Sent

REMEMBERED = 1_000


class Albums:
    """The albums of this life, by chat."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, str], None] = OrderedDict()

    def whole(self, told: Iterable[Told]) -> list[Told]:
        """Each album of a batch as one: its first words carry all the others, parts without words are left out beside them.

        Of an album that was answered already only new words are left, as words.
        """
        found: list[Told] = []
        first: dict[tuple[int, str], int] = {}
        for one in told:
            key = (one.chat, one.album)
            if not one.album or one.incoming is None:
                found.append(one)
            elif key in self._known:
                if words := _words(one):
                    found.append(_saying(one, Said(words, forwarded=_forwarded(one))))
            elif key not in first:
                first[key] = len(found)
                found.append(one)
            elif words := _words(one):
                found[first[key]] = _joined(found[first[key]], one, words)
        return found

    def seen(self, told: Iterable[Told]) -> None:
        """These are kept, and are answered."""
        for one in told:
            if one.album:
                self._known[one.chat, one.album] = None
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def waits(told: Sequence[Told]) -> set[int]:
    """The chats in which an album may still be coming in."""
    return {one.chat for one in told if one.album}


def _joined(first: Told, one: Told, words: str) -> Told:
    """The first part with these words too. A part with words is known by its own number, one without by its album's."""
    before = _words(first)
    if not before:
        return one
    assert first.incoming is not None
    event = first.incoming.event
    text = f"{before}\n{words}"
    return _saying(first, replace(event, caption=text) if isinstance(event, Sent) else Said(text, forwarded=True))


def _saying(one: Told, event: Said | Sent) -> Told:
    assert one.incoming is not None
    return replace(one, incoming=replace(one.incoming, event=event))


def _words(one: Told) -> str:
    event = one.incoming.event if one.incoming is not None else None
    if isinstance(event, Sent):
        return event.caption
    return event.text if isinstance(event, Said) else ""


def _forwarded(one: Told) -> bool:
    event = one.incoming.event if one.incoming is not None else None
    return isinstance(event, Said) and event.forwarded

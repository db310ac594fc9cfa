"""Events, replies and orders of files as JSON text and back, equal to what they were.

Texts are cleaned at this door: half characters, NUL and other controls never reach the store, and nothing
endless does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

import msgspec
from msgspec.structs import replace

from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.turn import Export, Reply
from bot.runtime.wire import Handout

LONGEST = 20_000  # characters of one message that are taken at all; reading looks at the head and the tail of 2,000
_EVENT: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_REPLY: msgspec.json.Decoder[Reply] = msgspec.json.Decoder(Reply)
_PART: msgspec.json.Decoder[Reply | Export] = msgspec.json.Decoder(Reply | Export)
_CONTROLS = {c: None for c in (*range(0x20), *range(0x7F, 0xA0)) if chr(c) not in "\n\t"}


def clean(text: str) -> str:
    """The same words without what no store or terminal can hold."""
    if len(text) > LONGEST:
        half = LONGEST // 2
        text = f"{text[:half]}\n{text[-half:]}"
    return text.translate(_CONTROLS).encode("utf-8", "ignore").decode()


def clean_event(event: Event) -> Event:
    """An event whose texts are clean."""
    match event:
        case Said() | Edited():
            return replace(event, text=clean(event.text))
        case Sent():
            return Sent(clean(event.kind)[:40], clean(event.caption))
        case Opened():
            return Opened(clean(event.payload)[:200])
        case Pressed():
            return Pressed(clean(event.token)[:200])
        case TimeUp():
            return event
        case _:
            assert_never(event)


def text_of(event: Event) -> str:
    """The words in an event that are read for danger."""
    match event:
        case Said() | Edited():
            return event.text
        case Sent():
            return event.caption
        case Opened() | Pressed() | TimeUp():
            return ""
        case _:
            assert_never(event)


def with_words(event: Event, words: str) -> Event:
    """The event with other words: the masked ones, which alone may be kept."""
    match event:
        case Said() | Edited():
            return replace(event, text=words)
        case Sent():
            return Sent(event.kind, words)
        case Opened() | Pressed() | TimeUp():
            return event
        case _:
            assert_never(event)


def event_to_json(event: Event) -> str:
    return msgspec.json.encode(event).decode()


def event_from_json(text: str) -> Event:
    return _EVENT.decode(text)


def reply_to_json(reply: Reply) -> str:
    return msgspec.json.encode(reply).decode()


def reply_from_json(text: str) -> Reply:
    return _REPLY.decode(text)


def part_to_json(part: Reply | Export) -> str:
    """What a turn owes the person: something said, or the order of a file (its bytes lie beside it)."""
    return msgspec.json.encode(part).decode()


def part_from_json(text: str) -> Reply | Export:
    return _PART.decode(text)


def file_to_bytes(handout: Handout) -> bytes:
    """A file with its name, as it lies in the store until it has left."""
    name = handout.name.encode()
    return len(name).to_bytes(2, "big") + name + handout.content


def file_from_bytes(data: bytes) -> Handout:
    end = 2 + int.from_bytes(data[:2], "big")
    return Handout(data[2:end].decode(), data[end:])


def replies_in(bodies: Iterable[str]) -> tuple[Reply, ...]:
    """What was said among stored parts; a file was handed over and is not said again."""
    return tuple(part for part in map(part_from_json, bodies) if not isinstance(part, Export))

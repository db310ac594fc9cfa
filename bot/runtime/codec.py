"""Events, replies and orders of files as JSON text and back, equal to what they were.

Texts are cleaned at this door: half characters, NUL and other controls never reach the store, and nothing
endless does.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import Any, assert_never

from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.turn import Bar, Bubble, Button, Drawing, Export, Paper, Question, Reply
from bot.runtime.wire import Handout

LONGEST = 20_000  # characters of one message that are taken at all; reading looks at the head and the tail of 2,000
_EVENTS: dict[str, type[Any]] = {
    "opened": Opened,
    "said": Said,
    "edited": Edited,
    "sent": Sent,
    "pressed": Pressed,
    "time_up": TimeUp,
}
_REPLIES: dict[str, type[Any]] = {"bubble": Bubble, "question": Question, "paper": Paper, "drawing": Drawing}
_PARTS: dict[str, type[Any]] = {**_REPLIES, "export": Export}
_KINDS = {kind: name for name, kind in (*_EVENTS.items(), *_PARTS.items())}
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
            return dataclasses.replace(event, text=clean(event.text))
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
            return dataclasses.replace(event, text=words)
        case Sent():
            return Sent(event.kind, words)
        case Opened() | Pressed() | TimeUp():
            return event
        case _:
            assert_never(event)


def event_to_json(event: Event) -> str:
    return _dump(event)


def event_from_json(text: str) -> Event:
    event: Event = _load(_EVENTS, text)
    return event


def reply_to_json(reply: Reply) -> str:
    return _dump(reply)


def reply_from_json(text: str) -> Reply:
    reply: Reply = _load(_REPLIES, text)
    return reply


def part_to_json(part: Reply | Export) -> str:
    """What a turn owes the person: something said, or the order of a file (its bytes lie beside it)."""
    return _dump(part)


def part_from_json(text: str) -> Reply | Export:
    part: Reply | Export = _load(_PARTS, text)
    return part


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


def _dump(thing: Event | Reply | Export) -> str:
    data = {"is": _KINDS[type(thing)], **dataclasses.asdict(thing)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _load(kinds: dict[str, type[Any]], text: str) -> Any:
    data = json.loads(text)
    return _made(kinds[data.pop("is")], data)


def _made(kind: type[Any], data: dict[str, Any]) -> Any:
    fields = {k: v for k, v in data.items() if k in kind.__dataclass_fields__}
    if kind is Question:
        fields["buttons"] = tuple(Button(**b) for b in fields.get("buttons", ()))
        fields["road"] = tuple(fields.get("road", ()))
    elif kind is Drawing:
        fields["bars"] = tuple(Bar(**bar) for bar in fields.get("bars", ()))
        fields["head"] = tuple(fields.get("head", ("", "", "")))
        fields["foot"] = tuple(fields.get("foot", ()))
    elif kind is Paper:
        fields["missing"] = tuple(fields.get("missing", ()))
    elif kind is Export:
        fields |= {name: tuple(fields.get(name, ())) for name in ("removed", "added", "consented")}
        paper = fields.get("paper")
        fields["paper"] = _made(Paper, paper) if paper is not None else None
    return kind(**fields)

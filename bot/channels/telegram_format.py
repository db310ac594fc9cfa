"""Neutral replies as Telegram shows them: HTML with everything escaped, in pieces that fit, buttons on the last one.

Pure. Telegram counts UTF-16 units after it has read the marks, so texts are cut first and marked afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, assert_never

from msgspec import Struct
from msgspec.structs import replace

from bot.channels.menu import option_line, parts, progress, to_fill_in
from bot.channels.telegram_papers import Section, sections, to_copy
from bot.channels.telegram_words import COPY, COPY_SCRIPT, TYPE_IT
from bot.engine.turn import Bubble, Button, Drawing, Paper, Question, Reply
from bot.reports import visible

LONGEST = 4096  # UTF-16 units of one message
LONGEST_CAPTION = 1024  # of the words below a picture
CALM = 900  # units after which a message that joins several bubbles ends
LONGEST_DATA = 64  # bytes that a button may carry
LONGEST_COPY = 256  # characters that a button may copy
MOST_COPIES = 3
SAID = "~"  # data of a button whose token is too long: the label, as if typed


class Piece(Struct, frozen=True):
    """One message: the same words with marks and without, and what can be pressed below them."""

    html: str
    plain: str
    buttons: tuple[tuple[str, str], ...] = ()  # label, data
    copies: tuple[tuple[str, str], ...] = ()  # label, what is copied
    picture: Drawing | None = None  # what is drawn above the words, if it can be sent


class _Block(Struct, frozen=True):
    """A paragraph and how it is marked."""

    text: str
    mark: Callable[[str], str]


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pack(replies: Sequence[Reply]) -> list[int]:
    """How many replies share a message: bubbles and the question after them; a script stands alone."""
    sizes: list[int] = []
    length = 0
    for reply in replies:
        text = reply.text if isinstance(reply, Bubble | Question) else None
        if text is not None and length and length + units(text) <= CALM:
            sizes[-1] += 1
            length += units(text) + 2
        else:
            sizes.append(1)
            length = units(text) + 2 if text is not None else 0
        if isinstance(reply, Question):
            length = 0
    return sizes


def pieces(replies: Sequence[Reply], numbers: Collection[str] = ()) -> list[Piece]:
    """The messages for replies that belong together; never empty, nothing lost but white space at the cuts."""
    if len(replies) == 1 and isinstance(replies[0], Drawing):
        return _pictured(replies[0])
    blocks = [block for reply in replies for block in _blocks(reply)]
    found = [_joined(group) for group in _filled(blocks)] or [Piece("…", "…")]
    found[-1] = replace(found[-1], buttons=_buttons(replies), copies=_scripts(replies))
    last = len(found) - 1
    return [_with_copies(piece, numbers, at_end=n == last) for n, piece in enumerate(found)]


def _pictured(drawing: Drawing) -> list[Piece]:
    """The picture with all its words below it, for who cannot see it and for lines that carry no pictures."""
    first, *more = (_joined(group) for group in _filled(list(_blocks(drawing)), LONGEST_CAPTION))
    return [replace(first, picture=drawing if drawing.bars else None), *more]


def _blocks(reply: Reply) -> Iterator[_Block]:
    match reply:
        case Bubble():
            yield _Block(reply.text, escape)
        case Question():
            yield _Block(reply.text, lambda text: f"<b>{escape(text)}</b>")
            if step := progress(reply):
                yield _Block(step, lambda text: f"<i>{escape(text)}</i>")
            if any(_data(button) is None for button in reply.buttons):
                yield _Block("\n".join(map(option_line, reply.buttons)) + f"\n{TYPE_IT}", escape)
        case Paper():
            yield _Block(reply.title, lambda text: f"<b>{escape(text)}</b>")
            yield from (_Block(_headed(section), _mark(section)) for section in sections(reply))
            if missing := to_fill_in(reply):
                yield _Block(missing, escape)
        case Drawing():
            title, *rest = map(visible.line, reply.lines())
            yield _Block(title, lambda text: f"<b>{escape(text)}</b>")
            if rest:
                yield _Block("\n".join(rest), escape)
        case _:
            assert_never(reply)


def _headed(section: Section) -> str:
    return "\n".join(filter(None, (section.heading, section.words)))


def _mark(section: Section) -> Callable[[str], str]:
    """Its heading in bold, its words as what they are for; a section that was cut has its heading once."""
    opens, closes = section.kind.value

    def mark(text: str) -> str:
        head, words = "", text
        if section.heading and text.startswith(section.heading):
            head, words = f"<b>{escape(section.heading)}</b>", text[len(section.heading) :].strip("\n")
        return "\n".join(filter(None, (head, f"{opens}{escape(words)}{closes}" if words else "")))

    return mark


def _filled(blocks: Sequence[_Block], longest: int = LONGEST) -> Iterator[list[_Block]]:
    """Blocks cut and filled into messages."""
    group: list[_Block] = []
    length = 0
    for block in blocks:
        for text in cut(block.text, longest - 2):
            size = units(text) + 2
            if group and length + size > longest:
                yield group
                group, length = [], 0
            group.append(_Block(text, block.mark))
            length += size
    if group:
        yield group


def cut(text: str, limit: int = LONGEST - 2) -> list[str]:
    """Pieces of at most `limit` units, on paragraphs, sentences, characters; only a monstrous character is broken."""
    found = []
    for part in parts(text, limit, units):
        left = part.strip()
        while units(left) > limit:
            end = limit // 2
            found.append(left[:end])
            left = left[end:].strip()
        if left:
            found.append(left)
    return found


def _joined(group: Sequence[_Block]) -> Piece:
    html = "\n\n".join(block.mark(block.text) for block in group)
    return Piece(html, "\n\n".join(block.text for block in group))


# --- what can be pressed


def _data(button: Button) -> str | None:
    """What a button carries; None where nothing fits."""
    for data in (button.token, SAID + button.label):
        if 0 < len(data.encode("utf-8", "replace")) <= LONGEST_DATA:
            return data
    return None


def _buttons(replies: Sequence[Reply]) -> tuple[tuple[str, str], ...]:
    asked = [reply for reply in replies if isinstance(reply, Question)]
    found = ((button.label.strip(), _data(button)) for button in (asked[-1].buttons if asked else ()))
    return tuple((label, data) for label, data in found if label and data is not None)


def _scripts(replies: Sequence[Reply]) -> tuple[tuple[str, str], ...]:
    """What of a script fits on buttons: all of it, or message by message."""
    papers = [reply for reply in replies if isinstance(reply, Paper)]
    found = to_copy(papers[0], LONGEST_COPY) if papers else []
    if len(found) > MOST_COPIES:
        return ()
    return tuple(
        (COPY.format(number=head.strip("【】")[:8]) if found[1:] else COPY_SCRIPT, text) for head, text in found
    )


def _with_copies(piece: Piece, numbers: Collection[str], *, at_end: bool) -> Piece:
    """Hotline numbers in a text can be copied with one tap; where a keyboard stands already, only its own message's."""
    if piece.copies:
        return piece
    spans = [(m.start(), n) for n in numbers for m in [re.search(rf"(?<!\d){re.escape(n)}(?!\d)", piece.plain)] if m]
    copies = tuple((COPY.format(number=n), n) for _, n in sorted(spans)[:MOST_COPIES])
    return replace(piece, copies=copies) if copies or at_end else piece


def keyboard(piece: Piece) -> dict[str, Any] | None:
    """The inline keyboard: an option a row, copies side by side below them."""
    rows: list[list[dict[str, Any]]] = [[{"text": label, "callback_data": data}] for label, data in piece.buttons]
    rows += [[{"text": label, "copy_text": {"text": text}} for label, text in piece.copies]] if piece.copies else []
    return {"inline_keyboard": rows} if rows else None


def without_options(markup: dict[str, Any] | None) -> dict[str, Any]:
    """The keyboard of a shown message without its options; what can be copied stays."""
    rows = markup.get("inline_keyboard", []) if markup else []
    kept = [[button for button in row if "callback_data" not in button] for row in rows]
    return {"inline_keyboard": [row for row in kept if row]}


def has_options(markup: dict[str, Any] | None) -> bool:
    """Whether anything can still be chosen below a shown message."""
    return any("callback_data" in button for row in (markup or {}).get("inline_keyboard", []) for button in row)


def label_of(markup: dict[str, Any] | None, data: str) -> str:
    """What stands on the pressed button; "" where the message no longer says."""
    rows = markup.get("inline_keyboard", []) if markup else []
    return next((str(b.get("text", "")) for row in rows for b in row if b.get("callback_data") == data), "")

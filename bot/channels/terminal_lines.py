"""Chinese in a terminal: lines by display width, no line that begins with 。 or 」, words and numbers whole.

Pure. A text is cut into clusters that never part (opening marks, a character or word, closing marks), which
are then filled into lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wcwidth import wcwidth

NOT_FIRST = "。，、；：！？）」』】》〉〕…—～·％%!?,.;:)]}”’’°℃ー々"
"""A line never begins with one of these (kinsoku)."""
NOT_LAST = "（「『【《〈〔“‘([{$￥¥#"
"""A line never ends with one of these."""
_HANGING = re.compile(
    r"^(\s*(?:[-·•*]|[0-9]{1,2}[.、）)]|[A-Za-z][.）)]|[①-⑳]|[（(][0-9一二三四五六七八九十]{1,2}[）)])\s*)"
)


def width(text: str) -> int:
    """Cells that a text takes in a terminal."""
    return sum(max(0, wcwidth(char)) for char in text)


def wrap(text: str, columns: int) -> list[str]:
    """A text as lines of at most `columns` cells; its own line breaks stay, list items hang."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        head = _HANGING.match(paragraph)
        indent = " " * width(head.group(1)) if head and width(head.group(1)) < columns // 2 else ""
        lines.extend(_wrap_one(paragraph.rstrip(), columns, indent))
    return lines


def _wrap_one(paragraph: str, columns: int, indent: str) -> Iterator[str]:
    line = ""
    for piece in clusters(paragraph):
        if width(line) + width(piece.rstrip()) <= columns:
            line += piece
            continue
        if line.strip():
            yield line.rstrip()
            line = indent
        rest = piece.lstrip() or piece
        while width(line) + width(rest.rstrip()) > columns:  # one word longer than a line
            cut = _fitting(rest, columns - width(line))
            yield line + rest[:cut]
            line, rest = indent, rest[cut:]
        line += rest
    yield line.rstrip()


def _fitting(piece: str, columns: int) -> int:
    """How many characters of an unbreakable piece fit; at least one, so that the end is reached."""
    taken = 0
    for index, char in enumerate(piece):
        taken += max(0, wcwidth(char))
        if taken > columns and index:
            return index
    return len(piece)


def clusters(text: str) -> Iterator[str]:
    """Pieces between which a line may end."""
    current = ""
    for char in text:
        if current and _may_break(current, char):
            yield current
            current = ""
        current += char
    if current:
        yield current


def _may_break(before: str, char: str) -> bool:
    last = before[-1]
    if wcwidth(char) == 0 or last == "\u200d" or char in NOT_FIRST:
        return False
    if char == " ":
        return False
    if last in NOT_LAST:
        return False
    if last == " ":
        return not before.isspace()
    return not (_in_word(last) and _in_word(char))


def _in_word(char: str) -> bool:
    """Letters and digits of one cell hold together: 400-161-9995, wenzhu, 1.2."""
    return char.isascii() and not char.isspace()

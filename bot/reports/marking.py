"""The editors' Markdown becomes blocks: headings, lists, paragraphs, bold, a line of dashes; nothing else is markup.

Only what editors wrote is read so. A person's words come in as shielded characters and are themselves again afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reports.page import Block, Heading, Item, Items, Para, Rule, Run, Words

_MARKUP = "*#-|`+>_\\\n"
_SHIELD = {ord(c): 0xE100 + n for n, c in enumerate(_MARKUP)}
_BARE = {v: (chr(k) if chr(k) != "\n" else " ") for k, v in _SHIELD.items()}
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_HEADING = re.compile(r"(#{1,4}) +(.+)")
_BULLET = re.compile(r"[-*] +(.+)")
_NUMBER = re.compile(r"(\d{1,2})\. +(.+)")


def shielded(text: str) -> str:
    """A person's words, so that no character of theirs is markup."""
    return text.translate(_SHIELD)


def bare(text: str) -> str:
    """Shielded characters as they were."""
    return text.translate(_BARE)


def blocks_of(text: str) -> tuple[Block, ...]:
    """A whole text; lines that follow each other are one paragraph each where they are short sentences of a script."""
    return tuple(_blocks(text.split("\n")))


def _blocks(lines: list[str]) -> Iterator[Block]:
    bullets: list[Item] = []
    numbered, first = False, 1
    for raw in [*lines, ""]:
        line = raw.strip()
        bullet, number = _BULLET.fullmatch(line), _NUMBER.fullmatch(line)
        if bullet or number:
            if bullets and numbered != bool(number):
                yield Items(tuple(bullets), numbered, first)
                bullets = []
            numbered = bool(number)
            first = first if bullets else int(number[1]) if number else 1
            bullets.append(Item(runs(bullet[1] if bullet else number[2] if number else "")))
            continue
        if bullets and line:
            yield Items(tuple(bullets), numbered, first)
            bullets = []
        if not line:
            continue
        if heading := _HEADING.fullmatch(line):
            yield Heading(bare(heading[2]), len(heading[1]))
        elif set(line) == {"-"} and len(line) >= 3:
            yield Rule()
        else:
            yield Para(runs(line))
    if bullets:
        yield Items(tuple(bullets), numbered, first)


def runs(line: str) -> Words:
    """One line with its bold parts."""
    found: list[Run] = []
    at = 0
    for strong in _STRONG.finditer(line):
        if strong.start() > at:
            found.append(Run(bare(line[at : strong.start()])))
        found.append(Run(bare(strong[1]), True))
        at = strong.end()
    if at < len(line):
        found.append(Run(bare(line[at:])))
    return tuple(found)

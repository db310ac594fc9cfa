"""A script or letter as Telegram shows it: what is said or handed in can be copied, notes beside it cannot be copied by mistake.

Pure. A letter is one block; a script has a block for every section of sentences, its lists are quotations to look at, and
what stands below a rule (`---`) is folded away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise

from msgspec import Struct

from bot.channels.menu import unmarked
from bot.engine.turn import Paper

LETTERS = "letters/"  # papers that are handed in as a whole
MOST_SECTIONS = 20  # a message holds a hundred marks at most
_RULE = re.compile(r"^\s*-{3,}\s*$", re.MULTILINE)
_HEADING = re.compile(r"^#{2,6} +.+$", re.MULTILINE)
_ITEM = re.compile(r"\s*(?:[-*·] |\d+[.、] ?)")


class Kind(Enum):
    """What a section is for, and so how it is marked."""

    COPIED = ("<pre>", "</pre>")
    READ = ("<blockquote>", "</blockquote>")
    FOLDED = ("<blockquote expandable>", "</blockquote>")


class Section(Struct, frozen=True):
    """A piece of a paper: its heading (may be ""), its words, what they are for."""

    heading: str
    words: str
    kind: Kind


def sections(paper: Paper) -> list[Section]:
    """The paper in pieces, every word of it in order, without the marks of Markdown and the rule before the notes."""
    body, notes = _parted(paper.text)
    found = [Section("", unmarked(body), Kind.COPIED)] if paper.name.startswith(LETTERS) else list(_of_script(body))
    if len(found) > MOST_SECTIONS:
        found = [Section("", unmarked(body), Kind.COPIED)]
    found.append(Section("", unmarked(notes), Kind.FOLDED))
    return [section for section in found if section.heading or section.words.strip()]


def to_copy(paper: Paper, longest: int) -> list[tuple[str, str]]:
    """Heading and words of what can be copied with one tap; nothing where a part of it would be too long."""
    found = [(s.heading, s.words.strip()) for s in sections(paper) if s.kind is Kind.COPIED and s.words.strip()]
    return found if all(len(words.encode("utf-16-le")) // 2 <= longest for _, words in found) else []


def _parted(text: str) -> tuple[str, str]:
    rule = _RULE.search(text)
    return (text[: rule.start()], text[rule.end() :]) if rule else (text, "")


def _of_script(body: str) -> Iterator[Section]:
    borders = [0, *(found.start() for found in _HEADING.finditer(body) if found.start()), len(body)]
    for start, end in pairwise(borders):
        part = body[start:end].strip("\n")
        heading, _, words = part.partition("\n") if _HEADING.match(part) else ("", "", part)
        yield Section(unmarked(heading).strip(), unmarked(words).strip("\n"), _kind(words))


def _kind(words: str) -> Kind:
    """A list is looked at; sentences are said, and may be copied."""
    lines = [line for line in words.split("\n") if line.strip()]
    return Kind.READ if lines and all(map(_ITEM.match, lines)) else Kind.COPIED

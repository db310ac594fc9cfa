"""Positioned nodes: what YAML says, with every scalar still text and every part knowing its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct, field

from bot.content.writing import At, Word


class Source(Struct, frozen=True, eq=False):
    """The characters of one file, and where its lines begin."""

    file: str
    text: str
    starts: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, file: str, text: str) -> Source:
        starts = [0]
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return cls(file, text, tuple(starts))

    def at(self, offset: int, width: int = 1) -> At:
        """The place of a character; the width ends with its line."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.starts, offset)
        end = self.text.find("\n", offset)
        room = (end if end >= 0 else len(self.text)) - offset
        return At(self.file, line, offset - self.starts[line - 1] + 1, max(1, min(width, room)))


class Scalar(Struct, frozen=True, eq=False):
    """A text as typed. `start`, `end` count characters of the source, quotes and block headers included."""

    text: str
    source: Source
    start: int
    end: int
    style: str = ""  # "" plain, ' " | >

    @property
    def at(self) -> At:
        return self.source.at(self.start, self.end - self.start)

    @property
    def word(self) -> Word:
        return Word(self.text, self.at)

    @property
    def empty(self) -> bool:
        """Nothing was written (`key:`); an empty text in quotes is a text."""
        return not self.text and not self.style

    def place(self, offset: int, width: int = 1) -> At:
        """Where a character of `text` stands in the file, past quotes, escapes, folds and indentation."""
        raw, there = self.source.text, self._first()
        for index in range(min(offset, len(self.text))):
            there = self._after(raw, there, self.text[index])
        if offset < len(self.text):
            there = self._seek(raw, there, self.text[offset])
        return self.source.at(min(there, self.end), width)

    def _first(self) -> int:
        if self.style in {"|", ">"}:
            return self.source.text.find("\n", self.start) + 1
        return self.start + (1 if self.style else 0)

    def _after(self, raw: str, there: int, char: str) -> int:
        there = self._seek(raw, there, char)
        if there < self.end and self.style == '"' and raw[there] == "\\":
            return there + {"x": 4, "u": 6, "U": 10}.get(raw[there + 1 : there + 2], 2)
        if self.style == "'" and char == "'":
            return there + 2
        return there + 1

    def _seek(self, raw: str, there: int, char: str) -> int:
        """The next place from `there` that stands for `char`: folds and indentation are passed over."""
        while there < self.end:
            here = raw[there]
            if here == char or (self.style == '"' and here == "\\") or (char == " " and here == "\n"):
                return there
            if here not in " \n":
                return there
            there += 1
        return there


class Rows(Struct, frozen=True, eq=False):
    """A list."""

    items: tuple[Node, ...]
    at: At

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


class Table(Struct, frozen=True, eq=False):
    """Keys and values in the order written; every key occurs once."""

    items: tuple[tuple[Scalar, Node], ...]
    at: At

    def get(self, key: str) -> Node | None:
        """The value of a key, or None where the key is missing."""
        return next((value for name, value in self.items if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        return next((name for name, _ in self.items if name.text == key), None)


Node = Scalar | Rows | Table

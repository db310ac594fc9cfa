"""Which of many rules can match a text at all: each rule needs one of its characters, and a text has few."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence, Set
from itertools import chain
from operator import add

LONG = 300  # characters: in a shorter text a pattern is tried everywhere sooner than its places are looked up


class ByCharacter:
    """Numbers of rules by the characters they need; a rule without any is always among the fitting."""

    __slots__ = ("_always", "_of")

    def __init__(self, needs: Sequence[Collection[str]]) -> None:
        self._always = frozenset(number for number, chars in enumerate(needs) if not chars)
        of: dict[str, set[int]] = {}
        for number, chars in enumerate(needs):
            for char in chars:
                of.setdefault(char, set()).add(number)
        self._of = {char: frozenset(numbers) for char, numbers in of.items()}

    def __call__(self, text: Iterable[str]) -> list[int]:
        """The numbers of the rules that may match, in their order."""
        return sorted(self.touched(text))

    def touched(self, text: Iterable[str]) -> frozenset[int]:
        """The same without an order."""
        here = self._of.keys() & text
        return self._always.union(*(self._of[char] for char in here))


class ByAlternative:
    """Numbers of rules of which one alternative may match: the text has a character of each of its sets.

    A table holds an alternative in each line, its sets parted by tabs, the rarest first; a set that begins with `=` holds pairs of
    characters that stand side by side. Alternatives are bits of whole numbers, one number for each character and place in the line,
    so that a text costs a few operations for each of its characters.
    """

    __slots__ = ("_after", "_columns", "_rules")

    def __init__(self, tables: Sequence[str]) -> None:
        rows = [(number, line.split("\t")) for number, table in enumerate(tables) for line in table.split("\n")]
        self._rules = [number for number, _ in rows]
        self._after = [bisect_right(self._rules, number) for number in self._rules]  # where the next rule begins
        self._columns: list[tuple[dict[str, int], int]] = []
        for place in range(max((len(sets) for _, sets in rows), default=0)):
            at: dict[str, list[int]] = {}
            free = 0  # alternatives without a set in this place
            for row, (_, sets) in enumerate(rows):
                if place >= len(sets) or not sets[place]:
                    free |= 1 << row
                    continue
                for char in members(sets[place]):
                    at.setdefault(char, []).append(row)
            self._columns.append(({char: _bits(numbers, len(rows)) for char, numbers in at.items()}, free))

    def __call__(self, chars: Set[str]) -> list[int]:
        """The numbers of the rules that may match a text of these characters and pairs, in their order."""
        fit = (1 << len(self._rules)) - 1
        for of, free in self._columns:
            some = free
            for char in of.keys() & chars:
                some |= of[char]
            fit &= some
            if not fit:
                return []
        found: list[int] = []
        row, bits = 0, f"{fit:b}"[::-1]
        while (row := bits.find("1", row)) >= 0:
            found.append(self._rules[row])
            row = self._after[row]
        return found


def members(chars: str) -> Collection[str]:
    """The characters of a set, or its pairs."""
    return [chars[at : at + 2] for at in range(1, len(chars), 2)] if chars[0] == "=" else chars


def rarest(table: str, reach: int) -> tuple[frozenset[str], int]:
    """Of a table one set for all alternatives, of which every match holds a member; without a reach where some alternative has none."""
    firsts = [line.split("\t")[0] for line in table.split("\n")]
    return frozenset(gram for first in firsts if first for gram in members(first)), reach if all(firsts) else 0


def grams(text: str) -> set[str]:
    """The characters of a text and each two that stand side by side."""
    return {*text, *map(add, text, text[1:])}


def _bits(numbers: Iterable[int], size: int) -> int:
    """A whole number with these bits set."""
    row = bytearray(size // 8 + 1)
    for number in numbers:
        row[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(row, "little")


class Places:
    """Where the characters and pairs of a long text stand, each looked up once: a pattern is tried only near those it needs."""

    __slots__ = ("_at", "_text", "grams")

    def __init__(self, text: str) -> None:
        self._text = text
        self._at: dict[str, list[int]] = {}
        self.grams = grams(text)

    def _of(self, gram: str) -> list[int]:
        places = self._at.get(gram)
        if places is None:
            places, at, find = [], self._text.find(gram), self._text.find
            while at >= 0:
                places.append(at)
                at = find(gram, at + 1)
            self._at[gram] = places
        return places

    def matches(self, pattern: re.Pattern[str], text: str, needs: Set[str], reach: int) -> Iterable[re.Match[str]]:
        """What `finditer` finds in a text that has nothing that this one has not, where every match holds one of the needed and
        looks no farther than `reach` from its start."""
        places = sorted(chain.from_iterable(map(self._of, needs & self.grams)))
        if reach * len(places) > len(text):
            return pattern.finditer(text)
        found: list[re.Match[str]] = []
        at = group = 0
        while group < len(places):
            first = last = places[group]
            group += 1
            while group < len(places) and places[group] <= last + reach:
                last = places[group]
                group += 1
            at = max(at, first - reach)
            while (hit := pattern.search(text, at, last + 2 * reach + 1)) is not None and hit.start() <= last:
                found.append(hit)
                at = max(hit.end(), at + 1)
        return found

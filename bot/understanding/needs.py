"""Which of many rules can match a text at all: each rule needs one of its characters, and a text has few."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence


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

    A table holds an alternative in each line, its sets parted by tabs, the rarest first. Alternatives are bits of whole numbers,
    one number for each character and place in the line, so that a text costs a few operations for each of its characters.
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
                for char in sets[place]:
                    at.setdefault(char, []).append(row)
            self._columns.append(({char: _bits(numbers, len(rows)) for char, numbers in at.items()}, free))

    def __call__(self, text: Iterable[str]) -> list[int]:
        """The numbers of the rules that may match, in their order."""
        chars = set(text)
        fit = (1 << len(self._rules)) - 1
        for of, free in self._columns:
            some = free
            for char in of.keys() & chars:
                some |= of[char]
            fit &= some
        found: list[int] = []
        row, bits = 0, f"{fit:b}"[::-1]
        while (row := bits.find("1", row)) >= 0:
            found.append(self._rules[row])
            row = self._after[row]
        return found


def _bits(numbers: Iterable[int], size: int) -> int:
    """A whole number with these bits set."""
    row = bytearray(size // 8 + 1)
    for number in numbers:
        row[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(row, "little")

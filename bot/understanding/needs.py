"""Which of many rules can match a text at all: each rule needs one of its characters, and a text has few."""

from __future__ import annotations

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

    A table holds an alternative in each line, its sets parted by tabs, the rarest first.
    """

    __slots__ = ("_first", "_masks", "_of", "_rules")

    def __init__(self, tables: Sequence[str]) -> None:
        rows = [(number, line.split("\t")) for number, table in enumerate(tables) for line in table.split("\n")]
        self._rules = [number for number, _ in rows]
        self._first = ByCharacter([sets[0] for _, sets in rows])
        place = {chars: at for at, chars in enumerate(sorted({chars for _, sets in rows for chars in sets[1:]}))}
        self._of: dict[str, int] = {}
        for chars, at in place.items():
            for char in chars:
                self._of[char] = self._of.get(char, 0) | 1 << at
        self._masks = [sum(1 << place[chars] for chars in {*sets[1:]}) for _, sets in rows]

    def __call__(self, text: Iterable[str]) -> list[int]:
        """The numbers of the rules that may match, in their order."""
        chars = set(text)
        here = 0
        for char in self._of.keys() & chars:
            here |= self._of[char]
        rules, masks = self._rules, self._masks
        return sorted({rules[row] for row in self._first.touched(chars) if here & masks[row] == masks[row]})

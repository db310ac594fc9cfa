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
        here = self._of.keys() & text
        return sorted(self._always.union(*(self._of[char] for char in here)))

"""Patterns of editors run on RE2, whose time is linear in the text whatever they write."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import re2  # type: ignore[import-untyped]  # ships no stubs

LONGEST_PATTERN = 500
_MARKS = str.maketrans({"，": ",", "；": ";", "：": ":", "！": "!", "？": r"\?", "（": r"\(", "）": r"\)"})


def as_searched(source: str) -> str:
    """The pattern for normalised words, in which Chinese marks are the half-width ones: editors write 「，」 and mean a comma."""
    return source.translate(_MARKS)


def is_good(text: str) -> bool:
    """Whether RE2 takes a bounded pattern, and it does not match everything."""
    if not text or len(text) > LONGEST_PATTERN:
        return False
    try:
        return not re2.compile(as_searched(text), _options()).search("")
    except (re2.error, UnicodeEncodeError):
        return False


class Patterns:
    """Good patterns, all searched in one pass over a text; each asks only whether it was among those found."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._set = re2.Set.SearchSet(_options())
        for source in sources:
            self._set.Add(as_searched(source))
        self._set.Compile()
        self._seen: tuple[str, frozenset[int]] = (
            "",
            frozenset(),
        )  # the last text: its patterns are asked one after another

    def search(self, number: int) -> Callable[[str], bool]:
        """The search of one of them."""
        return lambda said: number in self._found(said)

    def _found(self, said: str) -> frozenset[int]:
        text, found = self._seen
        if said != text:
            found = frozenset(self._set.Match(said.encode("utf-8", "replace")) or ())
            self._seen = (said, found)
        return found


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 8 << 20
    return options

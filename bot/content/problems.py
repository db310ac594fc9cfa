"""A problem tells an editor what is wrong, where, and what to do; all of a book's problems are told at once.

```
flows/calls.yaml:13:56 错误 unknown-step: 流程 calls 里没有叫 scrpt 的步骤
    next: [{when: debt.owed >= 10000, goto: scrpt}, {else: calm}]
                                            ^^^^^ 是不是想写 script？
```
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from wcwidth import wcwidth

from bot.content.codes import CODES, Level
from bot.content.writing import At

MANY = 50  # of one kind in one file; nobody reads more, and a hostile file must not fill the memory
WIDEST = 110  # columns of a caret with its remedy; a longer one stands in the next row
ROOM = 74  # columns of a source line that are shown, so that it stands in one row of a common screen


class Problem(Struct, frozen=True, order=True):
    """One mistake or doubt; ordered by file, line, column."""

    file: str
    line: int
    col: int
    code: str
    message: str
    level: Level = Level.ERROR
    width: int = 1
    remedy: str = ""

    def print_with(self, source: str | None) -> str:
        """The problem as an editor reads it; `source` is the text of the file, where there is one."""
        head = f"{self.file}:{self.line}:{self.col} {self.level.value} {self.code}: {self.message}"
        lines = source.split("\n") if source is not None else []
        if not 0 < self.line <= len(lines):
            return f"{head}\n    {self.remedy}" if self.remedy else head
        shown, col, width = _window(_showable(lines[self.line - 1]), self.col, self.width)
        indent = columns(shown[: col - 1])
        caret = "^" * max(1, columns(shown[col - 1 : col - 1 + width]))
        below = f"    {' ' * indent}{caret}"
        behind = f" {self.remedy}" if columns(below) + columns(self.remedy) <= WIDEST else f"\n    {self.remedy}"
        return f"{head}\n    {shown}\n{below}{behind if self.remedy else ''}".rstrip()


class Problems:
    """Collects; nothing is raised, so that everything is found at once."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()
        self.unread: tuple[str, ...] = ()  # files that gave too little to judge what names them
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, code: str, at: At, message: str, remedy: str = "") -> None:
        """One more problem; its level stands in the registry of codes."""
        found = Problem(at.file, at.line, at.col, code, message, CODES[code].level, max(1, at.width), remedy)
        self.extend((found,))

    def extend(self, more: Iterable[Problem]) -> None:
        for problem in more:
            kind = (problem.file, problem.code)
            if problem not in self._found and self._counts[kind] < MANY:
                self._counts[kind] += 1
                self._found.add(problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self if p.level is Level.ERROR)


def report(problems: Iterable[Problem], sources: Mapping[str, str]) -> str:
    """All problems as one print-out, by file, line and column."""
    return "\n".join(p.print_with(sources.get(p.file)) for p in sorted(problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """`是不是想写 script？` for the nearest known word, or an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"是不是想写 {close[0]}？" if close else ""


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters take two."""
    return sum(max(0, wcwidth(c)) for c in text)


def _showable(line: str) -> str:
    """A source line that can be printed: one visible character for each that is not."""
    return "".join(" " if c == "\t" else c if c.isprintable() and wcwidth(c) > 0 else "·" for c in line)


def _window(line: str, col: int, width: int) -> tuple[str, int, int]:
    """A line too wide for a screen cut around the place, with the column in the cut line; … stands where it was cut."""
    at = min(col, len(line) + 1) - 1
    if columns(line) <= ROOM:
        return line, at + 1, width
    start = at
    while start > 0 and columns(line[start - 1 : at]) <= ROOM // 3:
        start -= 1
    end = start
    while end < len(line) and columns(line[start : end + 1]) <= ROOM - 2:
        end += 1
    head, tail = "…" * (start > 0), "…" * (end < len(line))
    return f"{head}{line[start:end]}{tail}", at - start + len(head) + 1, min(width, max(1, end - at))

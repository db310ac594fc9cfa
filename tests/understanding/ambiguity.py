"""Finds repetitions that can read one text in two ways: with a failing end such a pattern takes twice the time per repetition.

`(?:早就?|就)*` reads 早就 as one piece and as two, so 早就早就早就… has 2^n readings; `(?:早|就)*` has one. Whether a set of
words is uniquely decodable is decided by the method of Sardinas and Patterson.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bot.understanding

MOST_WORDS = 4000
MANY = 8  # repetitions up to this number stay cheap


class TooWide(Exception):
    """The body of a repetition is not a list of words."""


def every_source() -> set[str]:
    """Every pattern of the room: what its modules hold, and what its functions search for."""
    found: set[str] = set()
    for info in pkgutil.iter_modules(bot.understanding.__path__):
        module = importlib.import_module(f"bot.understanding.{info.name}")
        for value in vars(module).values():
            found.update(_strings(value, 0))
        assert module.__file__
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        found.update(n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return {source for source in found if "*" in source or "+" in source or "{" in source}


def _strings(value: Any, depth: int) -> Iterator[str]:
    body = getattr(value, "body", None)
    if isinstance(value, str):
        yield value
    elif isinstance(body, str):
        yield body
    elif depth < 4 and isinstance(value, tuple | list | dict):
        for piece in value.values() if isinstance(value, dict) else value:
            yield from _strings(piece, depth + 1)


def ambiguous(source: str) -> list[str]:
    """A text of two readings for every repetition of the pattern that has one; `?` where the body is no list of words."""
    try:
        tree = parser.parse(source)
    except Exception:
        return []
    return list(_walk(tree))


def _walk(items: Iterable[Any]) -> Iterator[str]:
    for code, value in items:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            _, most, body = value
            if most > MANY and not (
                len(body) == 1 and body[0][0] in (codes.IN, codes.LITERAL, codes.ANY, codes.NOT_LITERAL)
            ):
                try:
                    twice = _read_twice(_words(body))
                except TooWide:
                    twice = "?"
                if twice:
                    yield twice
            yield from _walk(body)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from _walk(branch)
        elif code is codes.SUBPATTERN:
            yield from _walk(value[3])
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _walk(value[1])


def _words(items: Iterable[Any]) -> list[str]:
    """The words that a piece spells, one as often as there are ways to spell it."""
    words = [""]
    for code, value in items:
        more = _one(code, value)
        words = [a + b for a in words for b in more]
        if len(words) > MOST_WORDS:
            raise TooWide
    return words


def _one(code: Any, value: Any) -> list[str]:
    if code is codes.LITERAL:
        return [chr(value)]
    if code is codes.IN:
        return sorted({char for kind, inner in value for char in _members(kind, inner)})
    if code is codes.BRANCH:
        return [word for branch in value[1] for word in _words(branch)]
    if code is codes.SUBPATTERN:
        return _words(value[3])
    if code in (codes.ASSERT, codes.ASSERT_NOT, codes.AT):
        return [""]
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] <= MANY:
        least, most, body = value
        once, out, row = _words(body), list[str](), [""]
        for count in range(most + 1):
            out += row if count >= least else []
            row = [a + b for a in row for b in once]
            if len(row) > MOST_WORDS:
                raise TooWide
        return out
    raise TooWide


def _members(kind: Any, inner: Any) -> Iterator[str]:
    if kind is codes.LITERAL:
        yield chr(inner)
    elif kind is codes.RANGE and inner[1] - inner[0] < 64:
        yield from map(chr, range(inner[0], inner[1] + 1))
    else:
        raise TooWide


def _read_twice(spelt: list[str]) -> str:
    """A text that two rows of these words spell, "" when there is none."""
    words = set(spelt)
    if "" in words:
        return "nothing at all"
    if len(words) < len(spelt):
        return next(word for word in spelt if spelt.count(word) > 1)
    todo = [(b[len(a) :], b) for a in words for b in words if a != b and b.startswith(a)]
    seen: set[str] = set()
    while todo:
        rest, path = todo.pop()
        if rest in words:
            return path
        if rest in seen:
            continue
        seen.add(rest)
        for word in words:
            if word.startswith(rest):
                todo.append((word[len(rest) :], path + word[len(rest) :]))
            elif rest.startswith(word):
                todo.append((rest[len(word) :], path))
    return ""

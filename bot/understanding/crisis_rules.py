"""A rule of a detector: what it looks for, what must stand beside it, and what makes it harmless.

Patterns are compiled when their characters first turn up in a text, so that importing the package costs nothing.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import NamedTuple

from bot.understanding.patterns import late
from bot.understanding.readings import DangerKind, Level

IN = "[^，。！？；：、\n]"  # a character of the same clause
LINE = "[^。！？；\n]"  # a character of the same sentence


def gap(most: int) -> str:
    """At most so many characters that stay inside the clause."""
    return f"{IN}{{0,{most}}}"


@cache
def compiled(source: str) -> re.Pattern[str]:
    """The pattern of a source, compiled once in the life of the process."""
    return re.compile(source)


class Rule(NamedTuple):
    """One expression of danger.

    `near`: a second sign that must stand in the same sentence. `unless`: a word in it that makes the pair harmless.
    `voice`: "wish" is said of oneself, "word" may be somebody's insult, "act" is not quoted, "harm" aims at others,
    "plain" is taken as it stands.
    """

    name: str
    level: Level
    source: str
    kind: DangerKind = DangerKind.SELF
    near: str = ""
    unless: str = ""
    voice: str = "wish"


def squash(source: str) -> str:
    """A pattern written over several lines, without its line breaks and indentation."""
    return "".join(source.split())


def rule(
    level: Level,
    name: str,
    source: str,
    *,
    kind: DangerKind = DangerKind.SELF,
    near: str = "",
    unless: str = "",
    voice: str = "wish",
) -> Rule:
    """A rule whose patterns may be written over several lines."""
    return Rule(name, level, squash(source), kind, squash(near), squash(unless), voice)


ideation = partial(rule, Level.IDEATION)  # a wish, a burden, a passive wish, debt after death, self-harm
imminent = partial(rule, Level.IMMINENT)  # act, means, place, time, farewell, arrangements
distress = partial(rule, Level.DISTRESS)  # panic, sleeplessness, despair, shame


_MARKS = late(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]")  # an escaped character, a class, and what groups and parts


def alternatives(source: str) -> list[str]:
    """The alternatives at the top of a pattern."""
    pieces, depth, start = [], 0, 0
    for token in _MARKS.finditer(source):
        char = token[0]
        if char == "|" and depth == 0:
            pieces.append(source[start : token.start()])
            start = token.end()
        depth += (char == "(") - (char == ")")
    return [*pieces, source[start:]]


def apart(whole: Rule) -> tuple[Rule, ...]:
    """One rule for each alternative at the top of a pattern, which are then named one by one."""
    pieces = alternatives(whole.source)
    names = [whole.name, *(f"{whole.name} {number}" for number in range(2, len(pieces) + 1))]
    level, rest = whole.level, whole[3:]
    return tuple(Rule(name, level, piece, *rest) for name, piece in zip(names, pieces, strict=True))

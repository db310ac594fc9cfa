"""A rule of a detector: what it looks for, what must stand beside it, and what makes it harmless.

Patterns are compiled when their characters first turn up in a text, so that importing the package costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    "plain" is taken as it stands. `apart`: each alternative at the top of the pattern is a rule of its own, see `named`.
    """

    name: str
    level: Level
    source: str
    kind: DangerKind = DangerKind.SELF
    near: str = ""
    unless: str = ""
    voice: str = "wish"
    apart: bool = False


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


_OPAQUE = late(r"\\.|\[(?:\\.|[^\]\\])*\]")  # an escaped character, a class: no mark inside them counts


def alternatives(source: str) -> list[str]:
    """The alternatives at the top of a pattern."""
    plain = _OPAQUE.sub(lambda opaque: "_" * len(opaque[0]), source)
    pieces, depth, start, at = [], 0, 0, 0
    for part in plain.split("|")[:-1]:
        depth += part.count("(") - part.count(")")
        at += len(part) + 1
        if depth == 0:
            pieces.append(source[start : at - 1])
            start = at
    return [*pieces, source[start:]]


def apart(whole: Rule) -> Rule:
    """A rule whose alternatives are named one by one, so that what fired can be told."""
    return whole._replace(apart=True)


def named(whole: Rule) -> Iterator[Rule]:
    """The rule itself, or one for each alternative of a rule that is to be taken apart."""
    if not whole.apart:
        yield whole
        return
    for number, piece in enumerate(alternatives(whole.source), 1):
        yield whole._replace(name=f"{whole.name} {number}" if number > 1 else whole.name, source=piece, apart=False)

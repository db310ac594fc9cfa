"""One step as an editor wrote it, typed and with places: what it says, asks, sets, gives, and where it leads.

A part of the unchecked tree (`tree`), under the same rules: names are what was typed, nothing is resolved yet.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.content.writing import At, Expr, Word, Writing


@dataclass(frozen=True, slots=True, eq=False)
class CardRef:
    """`{card: name}` where a bubble may stand."""

    name: Word


Bubble = Writing | CardRef


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    key: Word
    label: Word
    also: tuple[Word, ...] = ()
    goto: Word | None = None
    value: Word | None = None
    unknown: bool = False
    skip: bool = False
    was: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    text: Writing
    save: Word  # a slot, `alias.field`, or `none`
    choices: tuple[Choice, ...] = ()  # as written here; empty: the slot's own options
    why: Writing | None = None
    example: Writing | None = None
    smaller: tuple[Word, Word] | None = None
    skippable: bool = True
    consent: Word | None = None
    confirm: bool = False
    listens: bool = True
    which: Word | None = None

    @property
    def at(self) -> At:
        return self.text.at


@dataclass(frozen=True, slots=True, eq=False)
class Assign:
    slot: Word
    value: Expr


@dataclass(frozen=True, slots=True, eq=False)
class When:
    """`now`, `next_working_day` or a date slot, an offset, a clock."""

    base: Word
    offset: dt.timedelta
    clock: dt.time | None


@dataclass(frozen=True, slots=True, eq=False)
class Every:
    months: int
    days: int


@dataclass(frozen=True, slots=True, eq=False)
class Remind:
    when: When
    call: Word
    condition: Expr | None
    kind: str
    at: At
    every: Every | None = None
    times: Expr | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Handoff:
    to: Word
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    list_name: Word
    fields: tuple[Ask, ...]  # `save` is the bare field name as written under `fields`
    more: Writing | None
    at: At


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A list as bars; `bar`, `second` are bare field names as written, `total` a slot."""

    title: Writing
    list_name: Word
    bar: Word
    second: Word | None
    total: Word | None
    note: Writing | None


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """What leaves as a file: the page for the reader that `audience` names, else the paper shown last; `form` names how."""

    form: Word  # a choice slot
    audience: Word | None = None  # a choice slot


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    when: Expr | None  # None: else, or the only way
    goto: Word
    at: At


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A step as written; `next` and `end` may both be missing (a check's business)."""

    name: Word
    sets: tuple[Assign, ...] = ()
    say: tuple[Bubble, ...] = ()
    document: Word | None = None
    picture: Picture | None = None
    reminds: tuple[Remind, ...] = ()
    handoff: Handoff | None = None
    call: Word | None = None
    repeat: Repeat | None = None
    preview: Word | None = None  # a choice slot that names the reader
    export: Export | None = None
    ask: Ask | None = None
    next: tuple[Rule, ...] = ()
    end: Word | None = None
    advice: bool = False
    detour: bool = False
    release: bool = False
    was: tuple[Word, ...] = ()

    @property
    def at(self) -> At:
        return self.name.at

"""One step as an editor wrote it, typed and with places: what it says, asks, sets, gives, and where it leads.

A part of the unchecked tree (`tree`), under the same rules: names are what was typed, nothing is resolved yet.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from bot.content.writing import At, Expr, Word, Writing


class CardRef(Struct, frozen=True, eq=False):
    """`{card: name}` where a bubble may stand."""

    name: Word


Bubble = Writing | CardRef


class Choice(Struct, frozen=True, eq=False):
    key: Word
    label: Word
    also: tuple[Word, ...] = ()
    goto: Word | None = None
    value: Word | None = None
    unknown: bool = False
    skip: bool = False
    was: tuple[Word, ...] = ()


class Ask(Struct, frozen=True, eq=False):
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


class Assign(Struct, frozen=True, eq=False):
    slot: Word
    value: Expr


class When(Struct, frozen=True, eq=False):
    """`now`, `next_working_day` or a date slot, an offset, a clock."""

    base: Word
    offset: dt.timedelta
    clock: dt.time | None


class Every(Struct, frozen=True, eq=False):
    months: int
    days: int


class Remind(Struct, frozen=True, eq=False):
    when: When
    call: Word
    condition: Expr | None
    kind: str
    at: At
    every: Every | None = None
    times: Expr | None = None


class Handoff(Struct, frozen=True, eq=False):
    to: Word
    bubbles: tuple[Bubble, ...]


class Repeat(Struct, frozen=True, eq=False):
    list_name: Word
    fields: tuple[Ask, ...]  # `save` is the bare field name as written under `fields`
    more: Writing | None
    at: At


class Picture(Struct, frozen=True, eq=False):
    """A list as bars; `bar`, `second` are bare field names as written, `total` a slot."""

    title: Writing
    list_name: Word
    bar: Word
    second: Word | None
    total: Word | None
    note: Writing | None


class Export(Struct, frozen=True, eq=False):
    """What leaves as a file: the page for the reader that `audience` names, else the paper shown last; `form` names how."""

    form: Word  # a choice slot
    audience: Word | None = None  # a choice slot


class Rule(Struct, frozen=True, eq=False):
    when: Expr | None  # None: else, or the only way
    goto: Word
    at: At


class Step(Struct, frozen=True, eq=False):
    """A step as written; `next` and `end` may both be missing (a check's business)."""

    name: Word
    anew: tuple[Word, ...] = ()  # slots whose answers are put away first
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

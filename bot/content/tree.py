"""The unchecked tree: what editors wrote, typed and with places, before names are resolved and proofs made.

The readers build it, `checks` and `proofs` judge it, `freeze` turns it into `flowbook` objects. It is what
could be read; a part that could not is left out (and is already a problem), so nothing is half.

The reader has already judged: shapes, types of scalars, ids, unknown keys, length of labels and bubbles, how
many options, literal numbers in texts, grammar of expressions and templates, names of filters, functions and
facts. Everything about names of steps, flows, slots and documents, about types, paths and words is left to
the checks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct, field

from bot.content.step_tree import (
    Ask,
    Assign,
    Bubble,
    CardRef,
    Choice,
    Every,
    Export,
    Handoff,
    Picture,
    Remind,
    Repeat,
    Rule,
    Step,
    When,
)
from bot.content.writing import At, Expr, Filter, For, If, Part, Put, Raw, Word, Writing, walk
from bot.engine.flowbook import Place
from bot.engine.values import SlotType
from bot.finance.tables import Tables

__all__ = [
    "SHOWN",
    "Aside",
    "Ask",
    "Assign",
    "At",
    "Bubble",
    "Card",
    "CardRef",
    "Choice",
    "DangerList",
    "Every",
    "Export",
    "Expr",
    "Fact",
    "Filter",
    "Flow",
    "For",
    "Guarantee",
    "Handoff",
    "If",
    "Interrupt",
    "ListSlot",
    "Option",
    "Paper",
    "Part",
    "Picture",
    "Put",
    "Raw",
    "Remind",
    "Repeat",
    "Routes",
    "Rule",
    "Slot",
    "Step",
    "Tree",
    "When",
    "Word",
    "Writing",
    "walk",
]


class Paper(Struct, frozen=True, eq=False):
    """A script or letter of `templates/scripts` or `templates/letters`; its first line `# …` is the title."""

    name: str  # scripts/platform_call
    title: str
    body: Writing
    at: At


class Card(Struct, frozen=True, eq=False):
    """A shared text of `templates/cards`; a line `---` parts its bubbles."""

    name: str
    bubbles: tuple[Writing, ...]
    at: At


# --- flows


class Guarantee(Struct, frozen=True, eq=False):
    """One promise; `kind` is its deciding key.

    through, questions_before, advice_within, script_within, listens, always_reachable, asks_nothing, ends_in
    """

    kind: str
    at: At
    place: Word | None = None  # before / questions_before / always_reachable / asks_nothing
    through: Word | None = None
    limit: int = 0  # at_most, advice_within, script_within, listens
    outcomes: tuple[Word, ...] = ()
    gives: Word | None = None  # script_within: which document, where not any


class Flow(Struct, frozen=True, eq=False):
    file: str
    id: str
    name: Word
    title: str
    start: Word
    steps: Mapping[str, Step]
    crisis: bool = False
    landing: Word | None = None
    progress: tuple[Word, ...] = ()
    was: tuple[Word, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()


# --- the rest of the book


class Option(Struct, frozen=True, eq=False):
    key: Word
    label: Word
    also: tuple[Word, ...] = ()


class Slot(Struct, frozen=True, eq=False):
    name: str  # dotted alias for a field of a list: debt.owed
    word: Word
    type: SlotType
    label: str
    unit: str = ""
    hears: Word | None = None
    fresh_for: dt.timedelta | None = None
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    compute: Expr | None = None
    ages: bool = False
    sensitive: bool = False
    called: tuple[Word, ...] = ()


class ListSlot(Struct, frozen=True, eq=False):
    name: str
    word: Word
    alias: Word
    label: str
    fields: tuple[Slot, ...]
    maximum: int
    key_field: Word
    order: Word | None = None


class Interrupt(Struct, frozen=True, eq=False):
    id: Word
    call: Word
    whole: tuple[Word, ...] = ()
    contains: tuple[Word, ...] = ()
    pattern: Word | None = None  # already compiled once by the reader: it is a good RE2 pattern
    quiet: bool = False
    event: Word | None = None
    urgent: bool = False
    in_answer: bool = False
    fact: Word | None = None
    in_talk: bool = True
    inside: Word | None = None
    beside: Word | None = None
    unless: Word | None = None  # as pattern


class Routes(Struct, frozen=True, eq=False):
    """`flows/book.yaml`; what is missing is None or absent, and already a problem where it must be there."""

    at: At
    home: Word | None = None
    talk: Word | None = None
    returning: Word | None = None
    returned: Word | None = None
    script: Word | None = None
    short_script: Word | None = None
    lawyer_script: Word | None = None
    export: Word | None = None
    danger: Mapping[str, Word] = field(default_factory=dict)
    priorities: Mapping[str, Word] = field(default_factory=dict)
    road: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)  # 稳住, 理清 … -> the places in it
    care: Word | None = None


class Aside(Struct, frozen=True, eq=False):
    """Words that are met in their own way while danger holds; `goto` are places that take turns."""

    id: Word
    of: tuple[Word, ...]
    goto: tuple[Word, ...]
    at: tuple[Word, ...] = ()
    whole: tuple[Word, ...] = ()
    contains: tuple[Word, ...] = ()
    pattern: Word | None = None
    unless: Word | None = None


class DangerList(Struct, frozen=True, eq=False):
    ideation: tuple[Word, ...] = ()
    imminent: tuple[Word, ...] = ()
    exceptions: tuple[Word, ...] = ()
    said: tuple[Aside, ...] = ()


SHOWN: Mapping[str, tuple[str, ...]] = {  # what editors write for texts, by kind; `safe` stands for the first
    "hotline": ("number", "name", "purpose", "not_for", "hours"),
    "law": ("text", "plain", "name", "effective_from"),
    "number": ("value", "name", "plain"),
    "organisation": ("name", "purpose", "not_for", "hours"),
}


class Fact(Struct, frozen=True, eq=False):
    """A hotline, law, number or organisation; `fields` are what texts may read."""

    id: str
    word: Word
    kind: str
    fields: Mapping[str, Word]
    source: str
    checked_on: dt.date
    expires_on: dt.date
    confidence: str
    display: bool
    essential: bool
    quotable: bool
    safe: str
    effective: dt.date | None = None  # of a law: not shown before
    unit: str = ""  # of a number


class Tree(Struct, frozen=True, eq=False):
    """One snapshot, read."""

    flows: Mapping[str, Flow]
    slots: Mapping[str, Slot]  # fields of lists included, under `alias.field`
    lists: Mapping[str, ListSlot]
    interrupts: tuple[Interrupt, ...]
    wording: Mapping[str, Writing]
    routes: Routes
    danger: DangerList
    facts: Mapping[str, Fact]
    papers: Mapping[str, Paper]  # scripts/platform_call -> …
    cards: Mapping[str, Card]
    summaries: Mapping[str, Paper] = field(default_factory=dict)  # borrower, footer … -> their templates
    tables: Tables = field(default_factory=Tables)  # holidays, LPR

    def place(self, flow: Flow, target: str) -> Place | None:
        """Where `goto`, `next` or a route of this flow leads, or None where there is no such step.

        `step` in this flow, `flow.step`, and `flow.start` for the start of a flow without a step `start`.
        """
        if "." not in target:
            return Place(flow.id, target) if target in flow.steps else None
        return self.route(target)

    def route(self, target: str) -> Place | None:
        """The place that a full name `flow.step` means, or None."""
        place = Place.parse(target)
        flow = self.flows.get(place.flow)
        if flow is None:
            return None
        if place.step in flow.steps:
            return place
        if place.step == "start" and flow.start.text in flow.steps:
            return Place(flow.id, flow.start.text)
        return None

    def bubbles(self, bubble: Bubble) -> tuple[Writing, ...]:
        """The texts that a bubble stands for; none where the card does not exist."""
        if isinstance(bubble, Writing):
            return (bubble,)
        card = self.cards.get(bubble.name.text)
        return card.bubbles if card else ()

    def choices(self, ask: Ask) -> tuple[Choice, ...]:
        """The choices of a question: its own, else the options of its slot."""
        if ask.choices:
            return ask.choices
        slot = self.slots.get(ask.save.text)
        return tuple(Choice(o.key, o.label, o.also) for o in slot.options) if slot else ()

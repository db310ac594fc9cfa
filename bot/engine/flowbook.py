"""A book is everything that editors wrote, read, checked and frozen: plain data plus compiled texts and conditions.

The content floor builds it (`bot/content`); the engine only walks it. Nothing here opens a file, knows YAML or imports Jinja:
a `Text` carries a pure `render(values)`, a `Condition` an expression of this floor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec import Struct, field

from bot.engine.expressions import Expression
from bot.engine.values import Known, SlotType
from bot.finance.tables import Tables
from bot.understanding.readings import DangerWords, Option

Values = Mapping[str, object]
"""What a text may read: slot name -> value or `Unknown`, list alias (`debt`) -> mapping of fields, list name -> tuple of
mappings, `today` -> date, `now` -> datetime, `script` … (`engine/environment.py` builds it)."""


class Text(Struct, frozen=True):
    """A compiled text; `render` is pure and total for the values of its book."""

    source: str
    render: Callable[[Values], str]


class Slot(Struct, frozen=True):
    """A named, typed fact about this borrower, declared once in `flows/slots.yaml`."""

    name: str  # "situation", or "debt.owed" for a field of the list item
    type: SlotType
    label: str  # how documents and read-backs call it: 欠款金额
    unit: str = ""
    hears: str = ""  # the vocabulary slot of bot.understanding that fills it in passing
    fresh_for: dt.timedelta | None = None  # None: always; zero: only within the turn that said it
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    compute: Expression | None = None  # derived: recomputed whenever read, never stored
    ages: bool = False  # a duration that keeps its start and grows by itself
    sensitive: bool = False
    called: tuple[str, ...] = ()  # what people call it beside its label: 收入 for 每月到手


class ListSlot(Struct, frozen=True):
    """The one list of items (`debts`), its alias in expressions (`debt`) and its declared maximum."""

    name: str
    alias: str
    label: str
    fields: tuple[Slot, ...]
    maximum: int
    key_field: str  # the field that names an item: platform
    order: str = ""  # the field by which texts and summaries put the items in order; empty: as they were told


class Place(Struct, frozen=True):
    """Where a step is: `flow.step`."""

    flow: str
    step: str

    def __str__(self) -> str:
        return f"{self.flow}.{self.step}"

    @classmethod
    def parse(cls, text: str) -> Place:
        flow, _, step = text.partition(".")
        return cls(flow, step)


class Rule(Struct, frozen=True):
    """One way out of a step: `when` (None: else) and where to."""

    when: Expression | None
    goto: Place


class Say(Struct, frozen=True):
    """Bubbles, each at most 120 characters outside documents."""

    bubbles: tuple[Text, ...]


class Assign(Struct, frozen=True):
    """`set`: slots that take the value of an expression (a constant mostly)."""

    values: tuple[tuple[str, Expression], ...]


class Anew(Struct, frozen=True):
    """`anew`: slots that are as if never asked, since another thing of their kind is told of."""

    slots: tuple[str, ...]


class Document(Struct, frozen=True):
    """A script or letter, rendered from `templates/`, shown to read out and kept for the summary."""

    name: str  # scripts/platform_call
    title: str
    body: Text  # unknown slots print as 〔请补：label〕


class Picture(Struct, frozen=True):
    """The items of a list as bars, the largest first; channels that cannot draw print the same as a table."""

    title: Text
    list_name: str
    bar: str  # a field: debt.owed
    second: str = ""  # another field, drawn as a second bar: what each month can carry
    total: str = ""  # a slot of the person, told below
    note: Text | None = None  # what the numbers rest on


class When(Struct, frozen=True):
    """A moment relative to the turn: `next_working_day 10:00`, `+3d 10:00`, `+20m`, `debt.due_on -3d 10:00`."""

    base: str  # "now", "next_working_day" or a date slot
    offset: dt.timedelta = dt.timedelta()
    clock: dt.time | None = None


class Every(Struct, frozen=True):
    """How far apart the reminders of a series are."""

    months: int = 0
    days: int = 0


class Remind(Struct, frozen=True):
    """A timer: when it fires the flow `call` starts, if the condition still holds then and held when it was set."""

    id: str
    at: When
    call: str
    condition: Expression | None = None
    kind: str = "appointment"  # care, deadline, appointment, review (precedence in this order)
    every: Every | None = None  # a series
    times: Expression | None = None  # how many of them in all; None: until 停 or until the condition fails


class Handoff(Struct, frozen=True):
    """Whom to call; shows it and offers the summary; sends nothing to anybody."""

    to: str
    bubbles: tuple[Text, ...]


class Call(Struct, frozen=True):
    """Runs a flow from its start and comes back."""

    flow: str


class Repeat(Struct, frozen=True):
    """Asks the missing fields of each item of a list, item by item, then whether there is another."""

    list_name: str
    fields: tuple[Ask, ...]  # one question a field, in order
    more: Text  # 还有别的平台吗？


class Preview(Struct, frozen=True):
    """Goes through the page for the reader that a slot names, section by section; each is kept or taken out."""

    audience: str  # a choice slot: borrower, lawyer, social


class Export(Struct, frozen=True):
    """Hands out a file in the form that a slot names: the page, gone through first if it was not yet, or the last paper."""

    audience: str  # as above; empty: the script or letter shown last
    form: str  # a choice slot: pdf, docx, txt …


class Choice(Struct, frozen=True):
    """One answer that can be pressed: a stable key, a label, synonyms, and where it leads (None: the step's `next`)."""

    key: str
    label: str
    also: tuple[str, ...] = ()
    goto: Place | None = None
    value: Known | None = None  # for numeric slots: what the letter stands for
    unknown: bool = False  # 不清楚: the slot becomes said-unknown
    skip: bool = False  # 不想说: the slot becomes skipped
    was: tuple[str, ...] = ()


class Ask(Struct, frozen=True):
    """One question; `save` is a slot, or a field of the current item (`debt.owed`)."""

    text: Text
    save: str
    choices: tuple[Choice, ...] = ()
    why: Text | None = None
    example: Text | None = None
    smaller: tuple[str, str] | None = None  # two choice keys offered on the second rung
    skippable: bool = True
    consent: str = ""  # answering records this consent text (`privacy`)
    confirm: bool = False  # the value decides a legal deadline: read back and asked yes/no
    listens: bool = True  # False: only danger, commands and the answer are read (crisis, talking)
    which: str = ""  # of the name of an item: asked only of those who hold several; "once" or "anew" each time


Action = Say | Anew | Assign | Document | Picture | Remind | Handoff | Call | Repeat | Preview | Export | Ask
A = TypeVar("A", bound=Action)


class Goto(Struct, frozen=True):
    rules: tuple[Rule, ...]  # the last one has when=None


class End(Struct, frozen=True):
    outcome: str


Exit = Goto | End


class Step(Struct, frozen=True):
    """Actions in the order in which they run (set, say, document, picture, remind, handoff, call, repeat, preview, export,
    ask), then an exit."""

    place: Place
    actions: tuple[Action, ...]
    exit: Exit
    advice: bool = False  # counts as advice in guarantees
    detour: bool = False  # the borrower chose it: not counted by questions_before
    release: bool = False  # crisis flows only: entering this step lifts the latch
    was: tuple[str, ...] = ()
    line: int = 0
    file: str = ""

    def action(self, kind: type[A]) -> A | None:
        """The one action of this kind, or None."""
        return next((a for a in self.actions if isinstance(a, kind)), None)


class Flow(Struct, frozen=True):
    """A YAML file of steps."""

    id: str
    title: str
    start: str
    steps: Mapping[str, Step]
    crisis: bool = False  # may run while the danger latch holds
    landing: str = ""  # where people from a vanished step arrive; default: start
    progress: tuple[str, ...] = ()  # steps counted as 第 n 步／共 m 步
    was: tuple[str, ...] = ()


class Interrupt(Struct, frozen=True):
    """Words that are answered anywhere, and then back to the question; ranked by order."""

    id: str
    call: str  # a flow
    whole: tuple[str, ...] = ()  # the whole message, normalised
    contains: tuple[str, ...] = ()  # anywhere in the message
    pattern: Callable[[str], bool] | None = None  # an RE2 search, compiled by the content floor
    quiet: bool = False  # 谢谢, 等一下: acknowledged, the question is not asked again
    event: str = ""  # an event, a temptation or a secret of the vocabulary that triggers it (summons, upfront_fee …)
    urgent: bool = False  # somebody may be hurt: before answers and corrections, and before the first notice
    in_answer: bool = False  # its event is met even where the words answered the question: days run from a court paper
    fact: str = ""  # a fact of the vocabulary of `hears` that triggers it wherever it is told (debtor …)
    in_talk: bool = True  # also where the question only listens; a plain worry is listened to there, not answered
    inside: str = ""  # a flow: these words mean this only while it is under way
    # a flow that asks nothing, said in front of what comes where something else of the same words goes first
    beside: str = ""
    unless: Callable[[str], bool] | None = None  # words that are not meant, though they are those above


class Aside(Struct, frozen=True):
    """Words that are met in their own way while danger holds, and then back to its question; ranked by order."""

    id: str
    of: frozenset[str]  # whom the danger that holds is about: self, other_person, harm_to_others; or forwarded
    ways: tuple[Place, ...]  # where it leads, in turn: steps of the flow that asks, or of one that comes back to it
    at: frozenset[str] = frozenset()  # only where one of these steps asks; empty: anywhere
    whole: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    pattern: Callable[[str], bool] | None = None
    unless: Callable[[str], bool] | None = None


class Wording(Struct, frozen=True):
    """Every sentence that the engine itself says, written by editors in `flows/wording.yaml`; keys are checked for completeness."""

    texts: Mapping[str, Text]

    def say(self, key: str, values: Values) -> str:
        return self.texts[key].render(values)


class Routes(Struct, frozen=True):
    """Where the engine goes by itself (`flows/book.yaml`)."""

    home: Place  # the first question
    talk: Place  # three messages running without an answer
    returning: Place  # after twelve hours
    returned_call: Place | None  # after 接着, when a document had been handed over
    script: str  # 话术: the document shown at any time
    short_script: str  # 没时间
    lawyer_script: str  # 人工, 律师
    export: Place  # 导出, 总结
    danger: Mapping[str, Place]  # distress, ideation, imminent, other_person, other_imminent, harm_to_others, forwarded
    priorities: Mapping[str, Place]  # court_deadline … negotiate; a missing one stays on the main path
    road: tuple[tuple[str, frozenset[Place]], ...] = ()  # 稳住 → 理清 → 联系 → 计划, with the questions in each
    care: Place | None = None  # where a deadline that comes up in danger becomes one gentle sentence


class Book(Struct, frozen=True):
    """One edition, as the engine sees it."""

    edition: str
    flows: Mapping[str, Flow]
    slots: Mapping[str, Slot]  # list fields under their dotted alias: "debt.owed"
    lists: Mapping[str, ListSlot]
    interrupts: tuple[Interrupt, ...]
    documents: Mapping[str, Document]
    wording: Wording
    routes: Routes
    danger_words: DangerWords = field(default_factory=DangerWords)
    moved: Mapping[str, str] = field(default_factory=dict)  # former place or flow -> present one (`was`)
    constants: Mapping[str, object] = field(default_factory=dict)  # what every text may read: `fact`, `operator`
    summaries: Mapping[str, Document] = field(default_factory=dict)  # templates of the exports: borrower, footer …
    tables: Tables = field(default_factory=Tables)  # holidays, LPR: what functions reckon with
    asides: tuple[Aside, ...] = ()  # what people say while danger holds

    def step(self, place: Place) -> Step | None:
        flow = self.flows.get(place.flow)
        return flow.steps.get(place.step) if flow else None

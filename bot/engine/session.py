"""Where one person stands: position, answers, counters; plain JSON, bounded, the only thing that a turn carries over.

Answers live in one flat mapping. The key of a slot is its name; the key of a field of a list item is `alias.field@item`
(`debt.owed@d1`), so that corrections, drafts and read-backs treat all answers alike.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from bot.engine.values import Stored

SCHEMA = 1
ANSWERED = "answered"  # the item of a reminder's frame whose question has been answered; before, the reminder's flow
COMES, WAITS, GONE = "comes", "waits", "gone"  # what is not asked for: by itself, at the next opening, never
TRAIL = 60  # answered questions that 上一步 can walk back; older ones are forgotten, not wrong


class Frame(Struct, frozen=True):
    """One level of the position stack: a step, the action it waits in, the list item, and why the frame is there."""

    flow: str
    step: str
    at: str = "enter"  # enter, call, repeat, review, ask
    why: str = "root"  # root, call, interrupt, crisis, timer
    item: str = ""
    about: str = ""  # a reminder's: the item of a list that is meant once it speaks
    back: str = ""  # the item that is meant again when this frame ends


class Answer(Struct, frozen=True):
    """What is held of one slot: a value with its bounds, or that it was skipped, or that the person does not know."""

    state: str  # value, skipped, unknown
    value: Stored = None
    low: Stored = None
    high: Stored = None
    at: str = ""  # ISO moment, with zone
    turn: int = 0
    via: str = "asked"  # asked, pressed, heard, set, draft
    sure: str = "exact"


class Mark(Struct, frozen=True):
    """One answered question on the way here: enough to walk back to it."""

    turn: int  # the turn in which it was asked
    key: str
    stack: tuple[Frame, ...]
    current: str = ""  # the item that `debt` meant


class OpenQuestion(Struct, frozen=True):
    """The question that waits: asked in which turn, where, for which key, with which choices shown."""

    turn: int
    place: str
    key: str
    kind: str = (
        "ask"  # authored: ask, edit; the engine's own: more, rivals, confirm, which, edit_pick, restate, forget, review
    )
    choices: tuple[str, ...] = ()  # choice keys in the order shown
    data: tuple[str, ...] = ()  # what a built-in question carries (rival values, editable keys)
    under: str = "ask"  # the authored question that `rivals` and `confirm` stand for: ask or edit


class Latch(Struct, frozen=True):
    """Danger holds: only crisis steps, 删除 and 停 run; the level only rises."""

    level: int
    kind: str
    since: str


class Timer(Struct, frozen=True):
    """A reminder that is set: `at` is when it comes up next, `due` the moment it was meant for, `since` when it was set."""

    id: str
    flow: str
    at: str
    kind: str
    turn: int
    origin: str  # place of the step that set it
    due: str = ""
    since: str = ""
    item: str = ""  # the item of a list that its date and condition are about
    round: int = 0  # which one of a series, from 0


class PaperRecord(Struct, frozen=True):
    id: str
    name: str
    turn: int
    superseded: bool = False


class Decided(Struct, frozen=True):
    """What the person said of one section of a page: whether it stays, of which words, at which kind of question.

    Of no section (`field` is ""): what they said at the offer of more, `stage` is look or enough.
    """

    field: str
    stays: bool
    mark: str
    stage: str


class Review(Struct, frozen=True):
    """A page on its way out: for whom, the turn in which it was opened, and what was decided, the last at the end."""

    audience: str
    turn: int  # nothing said from this turn on belongs to the page
    decided: tuple[Decided, ...] = ()
    rest: bool = False  # 后面都留着 was said, and what comes after is still to be shown


class Session(Struct):
    """One person's place. `advance` works on a copy; nobody else writes it."""

    created: str
    last: str
    turn: int = 0
    edition: str = ""
    stack: list[Frame] = field(default_factory=list)
    held: list[Frame] = field(default_factory=list)  # the place kept while danger holds
    slots: dict[str, Answer] = field(default_factory=dict)
    drafts: dict[str, Answer] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    current: dict[str, str] = field(default_factory=dict)
    trail: list[Mark] = field(default_factory=list)
    open: OpenQuestion | None = None
    rung: int = 0
    rung_at: str = ""  # the question that the rung belongs to
    adrift: int = 0
    editing: str = ""  # the key that is being changed; its question waits above the one of the flow
    echoed: list[str] = field(default_factory=list)
    unsaid: list[str] = field(
        default_factory=list
    )  # keys heard in silence; read back before the next question that listens
    latch: Latch | None = None
    timers: list[Timer] = field(default_factory=list)
    papers: list[PaperRecord] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)  # things said once: masking, consent texts
    consents: dict[str, str] = field(default_factory=dict)  # text version -> moment
    keep: bool | None = None  # None: no yes yet; False: 不保存; True: may be kept
    outcome: str = ""
    paused: bool = False
    reminders_stopped: bool = False
    pushed: list[str] = field(default_factory=list)  # reminders of the last week that count for the limits
    shaken: str = ""  # the last moment of danger
    reach: str = COMES  # how a reminder gets to this person
    next_item: int = 1
    next_paper: int = 1
    review: Review | None = None

    def copy(self) -> Session:
        """A session that can be written without touching this one (all leaves are frozen)."""
        return replace(
            self,
            stack=list(self.stack),
            held=list(self.held),
            slots=dict(self.slots),
            drafts=dict(self.drafts),
            items={k: list(v) for k, v in self.items.items()},
            current=dict(self.current),
            trail=list(self.trail),
            echoed=list(self.echoed),
            unsaid=list(self.unsaid),
            timers=list(self.timers),
            pushed=list(self.pushed),
            papers=list(self.papers),
            shown=dict(self.shown),
            told=list(self.told),
            consents=dict(self.consents),
        )


def fresh(now: dt.datetime) -> Session:
    """A session for somebody never seen."""
    moment = now.isoformat()
    return Session(created=moment, last=moment)


def to_json(session: Session) -> dict[str, Any]:
    """Plain JSON data; `from_json` gives an equal session."""
    return {"v": SCHEMA, **msgspec.to_builtins(session)}


def from_json(data: dict[str, Any]) -> Session:
    """The session that `to_json` wrote; unknown fields of a newer program are left out, missing ones take their defaults."""
    return msgspec.convert(data, Session)

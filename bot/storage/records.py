"""What passes over the counter of the store: arrivals, turns, parts to deliver, timers, figures.

Plain data. Sessions, events, readings, paths and replies are JSON text here, and whatever tells of a person stays out of
every repr. What is done with them: `store.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct, field

CRISIS_LEVEL = 2
"""From this danger level on the words of a turn are erased after `CRISIS_WORDS`."""
CRISIS_WORDS = dt.timedelta(hours=24)
UNKEPT = dt.timedelta(hours=24)
"""How long after the last contact the session of a person without consent is erased."""
EVENT_IDS = dt.timedelta(days=90)
CLOCK_JUMP = dt.timedelta(hours=48)
"""A clock that moved further than this since the last heartbeat is not trusted with deleting."""
TRIES = 3
"""So many failed attempts set an accepted event aside."""
MOST_DOUBTS = 2
"""Who was killed so often while a part was leaving does not send it again."""
NOTES = 3
"""So many of a channel's notes are kept of each person, the newest."""
RECEIPT = 0
"""The turn of a receipt: of a life that has no other, and that ends when it has arrived."""


class Record(Struct, frozen=True):
    """Plain data whose repr names only the fields that are `shown`: a new field stays out of every log until it is listed."""

    shown: ClassVar[tuple[str, ...]] = ()

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.shown)
        return f"{type(self).__name__}({fields})"


# --- what comes in ----------------------------------------------------------------------------------------


class Arrival(Record, frozen=True):
    """One accepted event before its answer. `body`: JSON text, kept encrypted until its turn commits."""

    shown = ("at", "number")
    address: str
    event_id: str
    body: str
    at: dt.datetime
    number: int | None = None  # its place in the chat, where the platform counts


class Receipt(StrEnum):
    """What `accept` found out about one arrival."""

    NEW = "new"
    WAITING = "waiting"  # accepted before and not answered yet
    ANSWERED = "answered"  # has its turn: ask `answered`
    REFUSED = "refused"  # can never be stored (no text, too long); the others of the batch are not harmed


class Waiting(Record, frozen=True):
    """An accepted event without an answer; `seq` grows in order of arrival."""

    shown = ("seq", "at", "tries", "number")
    seq: int
    address: str
    event_id: str
    body: str
    at: dt.datetime
    tries: int
    number: int | None = None


# --- one turn ---------------------------------------------------------------------------------------------


class Loaded(Record, frozen=True):
    """Where one person stands. `version` is also the number of the last turn."""

    shown = ("version", "kept", "first_at", "last_at")
    session: str
    version: int
    kept: bool
    first_at: dt.datetime
    last_at: dt.datetime
    outcome: str


class Asked(Struct, frozen=True):
    """The turn that put the open question, and since when it can be read: a moment and its place in the chat."""

    turn: int
    at: dt.datetime | None = None  # None: it has not arrived yet
    number: int | None = None


class NewTimer(Record, frozen=True):
    """A timer to set; `key` names it for this person, and setting the same key again replaces it."""

    shown = ("kind", "due")
    key: str
    kind: str
    due: dt.datetime
    body: str = "{}"


class CancelTimers(Record, frozen=True):
    """Which timers of the person to cancel: all that fit every condition that is given."""

    shown = ("kinds", "since_turn")
    keys: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    since_turn: int | None = None  # set by this turn or a later one


class TurnRecord(Record, frozen=True, kw_only=True):
    """Everything one turn changes, written in one transaction or not at all.

    With `keep=False` the words of earlier turns and all timers of the person go too, and of new ones only care is set.
    """

    shown = (
        "at",
        "expected_version",
        "danger",
        "keep",
        "contact",
        "asks",
        "withdraw",
        "timers",
        "cancel",
        "push",
        "claim_until",
    )
    address: str
    event_ids: tuple[str, ...]
    at: dt.datetime
    expected_version: int  # what `load` gave; 0 for somebody new
    session: str
    replies: tuple[str, ...]  # each JSON text; reply i becomes part i to deliver
    event: str = "null"
    readings: str = "null"
    path: str = "[]"
    edition: str = ""
    danger: int = 0
    outcome: str | None = None  # None leaves the last one
    keep: bool = True  # False: only the session row; words never written, replies until delivered
    contact: bool = True  # False for a timer's turn: it does not count as a contact
    asks: bool = False  # another question is open than before; nobody has seen it yet
    withdraw: bool = False  # a crisis turn: undelivered parts of earlier turns are not sent any more
    timers: tuple[NewTimer, ...] = ()
    cancel: tuple[CancelTimers, ...] = ()  # done before `timers` are set
    push: bool = False  # a reminder: its parts keep to the hours of pushes, until the person's next turn
    timers_done: tuple[str, ...] = ()  # keys of the timers that this turn answers
    counters: Mapping[str, int] = field(default_factory=dict)  # for the date of `at`; names without persons
    claim_until: dt.datetime | None = None  # the caller wants to send the parts at once: see `Committed.parts`
    files: Mapping[int, bytes] = field(default_factory=dict)  # what a part hands over, kept until it left


class Committed(Struct, frozen=True):
    """The turn's number, which is the session's new version, and the parts that are in the caller's hands.

    With `claim_until` these are all parts of the turn, unless the person still waits for earlier ones: then
    `claim_parts` gives them in their order. Urgent parts never wait.
    """

    turn: int
    parts: tuple[OpenPart, ...] = ()


class PartState(StrEnum):
    """What became of one reply. `maybe`: it may have arrived, the platform did not say."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    MAYBE = "maybe"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Part(Record, frozen=True):
    """One reply of a stored turn; `body` is None once it was erased (nothing is kept of this person)."""

    shown = ("number", "state")
    number: int
    body: str | None
    state: PartState


class Words(StrEnum):
    """Whether a stored turn still has what the person said."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"  # no consent: never written
    ERASED = "erased"  # a crisis: `event` is now the JSON string "〔危机 L2〕" or "〔危机 L3〕"


class StoredTurn(Record, frozen=True):
    """One line of the transcript, the answer to a duplicate, one record of the replay tape."""

    shown = ("turn", "at", "words", "danger", "parts")
    address: str
    turn: int
    at: dt.datetime
    words: Words
    event: str | None
    readings: str | None
    path: str | None
    edition: str
    danger: int
    parts: tuple[Part, ...]

    @property
    def replies(self) -> tuple[str, ...]:
        """The bodies that are still there, in order."""
        return tuple(p.body for p in self.parts if p.body is not None)


# --- what goes out ----------------------------------------------------------------------------------------


class OpenPart(Record, frozen=True):
    """A part that still has to be delivered; `attempts` > 0 says that it may have arrived already."""

    shown = ("turn", "part", "state", "urgent", "attempts", "at", "push", "doubts")
    address: str
    turn: int
    part: int
    body: str
    state: PartState
    urgent: bool
    attempts: int
    at: dt.datetime
    push: bool = False  # a reminder's, and the person has not spoken since
    doubts: int = 0  # so often it may have arrived without our knowing
    file: bytes | None = None  # what it hands over; only of parts in the caller's hands


class Mark(Record, frozen=True):
    """What happened to one part; `retry_at` with state `new` asks for another attempt then.

    `shown_at`: everything up to this turn can be read by the person since then; `number` is the place in the chat.
    `doubt`: this attempt may have arrived all the same. `note`: what the channel has to know of the message in its next life.
    """

    shown = ("turn", "part", "state", "retry_at", "shown_at", "number", "doubt")
    address: str
    turn: int
    part: int
    state: PartState
    retry_at: dt.datetime | None = None
    shown_at: dt.datetime | None = None
    number: int | None = None
    doubt: bool = False
    note: str = ""


class StoredTimer(Record, frozen=True):
    """A timer that is set; `turn` is the one that set it."""

    shown = ("kind", "due", "turn", "last_contact")
    address: str
    key: str
    kind: str
    due: dt.datetime
    body: str
    turn: int
    last_contact: dt.datetime


# --- deletion, retention, reading -------------------------------------------------------------------------


class Forgotten(Struct, frozen=True):
    """What `forget` reached. Only when `done` may the person be told that it is final on the disk, too."""

    existed: bool
    done: bool  # the key, the rows and the write-ahead log are gone; otherwise `finish_erasing` will
    parts: tuple[OpenPart, ...] = ()  # the receipt, in the caller's hands


class Purged(Struct, frozen=True):
    """What one purge did; with an `alarm` it deleted nothing."""

    alarm: str | None = None
    people: int = 0
    crisis_turns: int = 0
    event_ids: int = 0
    inbox: int = 0
    keys: int = 0
    clean: bool = True  # the write-ahead log was truncated, too


class Conversation(Record, frozen=True):
    """One person in a list or an export. `id` is a pseudonym that an operator may type."""

    shown = ("id", "turns", "first_at", "last_at", "kept")
    id: str
    address: str
    session: str
    turns: int
    first_at: dt.datetime
    last_at: dt.datetime
    outcome: str
    kept: bool

    @property
    def channel(self) -> str:
        """The part of the address before the first colon."""
        return self.address.partition(":")[0]


class Counter(Struct, frozen=True):
    """One daily figure without persons."""

    date: dt.date
    name: str
    n: int


class Status(Struct, frozen=True):
    """Counts for `doctor`; no names, no words."""

    people: int
    turns: int
    waiting: int
    set_aside: int
    undelivered: int
    maybe: int
    failed: int
    timers: int
    erasing: int
    oldest_waiting: dt.datetime | None
    heartbeat: dt.datetime | None
    schema: int
    bytes_main: int
    bytes_wal: int
    engine: str  # the database and its version

"""What passes over the counter of the store: arrivals, turns, parts to deliver, timers, figures.

Plain data. Sessions, events, readings, paths and replies are JSON text here, and whatever tells of a person stays out of
every repr. What is done with them: `store.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
RECEIPT = 0
"""The turn of a receipt: of a life that has no other, and that ends when it has arrived."""


# --- what comes in ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrival:
    """One accepted event before its answer. `body`: JSON text, kept encrypted until its turn commits."""

    address: str = field(repr=False)
    event_id: str = field(repr=False)
    body: str = field(repr=False)
    at: dt.datetime
    number: int | None = None  # its place in the chat, where the platform counts


class Receipt(StrEnum):
    """What `accept` found out about one arrival."""

    NEW = "new"
    WAITING = "waiting"  # accepted before and not answered yet
    ANSWERED = "answered"  # has its turn: ask `answered`
    REFUSED = "refused"  # can never be stored (no text, too long); the others of the batch are not harmed


@dataclass(frozen=True, slots=True)
class Waiting:
    """An accepted event without an answer; `seq` grows in order of arrival."""

    seq: int
    address: str = field(repr=False)
    event_id: str = field(repr=False)
    body: str = field(repr=False)
    at: dt.datetime
    tries: int
    number: int | None = None


# --- one turn ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loaded:
    """Where one person stands. `version` is also the number of the last turn."""

    session: str = field(repr=False)
    version: int
    kept: bool
    first_at: dt.datetime
    last_at: dt.datetime
    outcome: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """The turn that put the open question, and since when it can be read: a moment and its place in the chat."""

    turn: int
    at: dt.datetime | None = None  # None: it has not arrived yet
    number: int | None = None


@dataclass(frozen=True, slots=True)
class NewTimer:
    """A timer to set; `key` names it for this person, and setting the same key again replaces it."""

    key: str = field(repr=False)
    kind: str
    due: dt.datetime
    body: str = field(default="{}", repr=False)


@dataclass(frozen=True, slots=True)
class CancelTimers:
    """Which timers of the person to cancel: all that fit every condition that is given."""

    keys: tuple[str, ...] | None = field(default=None, repr=False)
    kinds: tuple[str, ...] | None = None
    since_turn: int | None = None  # set by this turn or a later one


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """Everything one turn changes, written in one transaction or not at all.

    With `keep=False` the words of earlier turns and all timers of the person go too, and of new ones only care is set.
    """

    address: str = field(repr=False)
    event_ids: tuple[str, ...] = field(repr=False)
    at: dt.datetime
    expected_version: int  # what `load` gave; 0 for somebody new
    session: str = field(repr=False)
    replies: tuple[str, ...] = field(repr=False)  # each JSON text; reply i becomes part i to deliver
    event: str = field(default="null", repr=False)
    readings: str = field(default="null", repr=False)
    path: str = field(default="[]", repr=False)
    edition: str = field(default="", repr=False)
    danger: int = 0
    outcome: str | None = field(default=None, repr=False)  # None leaves the last one
    keep: bool = True  # False: only the session row; words never written, replies until delivered
    contact: bool = True  # False for a timer's turn: it does not count as a contact
    asks: bool = False  # another question is open than before; nobody has seen it yet
    withdraw: bool = False  # a crisis turn: undelivered parts of earlier turns are not sent any more
    timers: tuple[NewTimer, ...] = ()
    cancel: tuple[CancelTimers, ...] = ()  # done before `timers` are set
    push: bool = False  # a reminder: its parts keep to the hours of pushes, until the person's next turn
    timers_done: tuple[str, ...] = field(default=(), repr=False)  # keys of the timers that this turn answers
    counters: Mapping[str, int] = field(default_factory=dict, repr=False)  # for the date of `at`; names without persons
    claim_until: dt.datetime | None = None  # the caller wants to send the parts at once: see `Committed.parts`
    files: Mapping[int, bytes] = field(default_factory=dict, repr=False)  # what a part hands over, kept until it left


@dataclass(frozen=True, slots=True)
class Committed:
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


@dataclass(frozen=True, slots=True)
class Part:
    """One reply of a stored turn; `body` is None once it was erased (nothing is kept of this person)."""

    number: int
    body: str | None = field(repr=False)
    state: PartState


class Words(StrEnum):
    """Whether a stored turn still has what the person said."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"  # no consent: never written
    ERASED = "erased"  # a crisis: `event` is now the JSON string "〔危机 L2〕" or "〔危机 L3〕"


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One line of the transcript, the answer to a duplicate, one record of the replay tape."""

    address: str = field(repr=False)
    turn: int
    at: dt.datetime
    words: Words
    event: str | None = field(repr=False)
    readings: str | None = field(repr=False)
    path: str | None = field(repr=False)
    edition: str = field(repr=False)
    danger: int
    parts: tuple[Part, ...]

    @property
    def replies(self) -> tuple[str, ...]:
        """The bodies that are still there, in order."""
        return tuple(p.body for p in self.parts if p.body is not None)


# --- what goes out ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A part that still has to be delivered; `attempts` > 0 says that it may have arrived already."""

    address: str = field(repr=False)
    turn: int
    part: int
    body: str = field(repr=False)
    state: PartState
    urgent: bool
    attempts: int
    at: dt.datetime
    push: bool = False  # a reminder's, and the person has not spoken since
    doubts: int = 0  # so often it may have arrived without our knowing
    file: bytes | None = field(default=None, repr=False)  # what it hands over; only of parts in the caller's hands


@dataclass(frozen=True, slots=True)
class Mark:
    """What happened to one part; `retry_at` with state `new` asks for another attempt then.

    `shown_at`: everything up to this turn can be read by the person since then; `number` is the place in the chat.
    `doubt`: this attempt may have arrived all the same.
    """

    address: str = field(repr=False)
    turn: int
    part: int
    state: PartState
    retry_at: dt.datetime | None = None
    shown_at: dt.datetime | None = None
    number: int | None = None
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class StoredTimer:
    """A timer that is set; `turn` is the one that set it."""

    address: str = field(repr=False)
    key: str = field(repr=False)
    kind: str
    due: dt.datetime
    body: str = field(repr=False)
    turn: int
    last_contact: dt.datetime


# --- deletion, retention, reading -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What `forget` reached. Only when `done` may the person be told that it is final on the disk, too."""

    existed: bool
    done: bool  # the key, the rows and the write-ahead log are gone; otherwise `finish_erasing` will
    parts: tuple[OpenPart, ...] = ()  # the receipt, in the caller's hands


@dataclass(frozen=True, slots=True)
class Purged:
    """What one purge did; with an `alarm` it deleted nothing."""

    alarm: str | None = None
    people: int = 0
    crisis_turns: int = 0
    event_ids: int = 0
    inbox: int = 0
    keys: int = 0
    clean: bool = True  # the write-ahead log was truncated, too


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person in a list or an export. `id` is a pseudonym that an operator may type."""

    id: str
    address: str = field(repr=False)
    session: str = field(repr=False)
    turns: int
    first_at: dt.datetime
    last_at: dt.datetime
    outcome: str = field(repr=False)
    kept: bool

    @property
    def channel(self) -> str:
        """The part of the address before the first colon."""
        return self.address.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Counter:
    """One daily figure without persons."""

    date: dt.date
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class Status:
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

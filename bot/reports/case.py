"""One conversation as reports read it: what is held, what happened when; nothing is decided here, nothing is worded.

Built from a session and its stored turns. What was never kept is simply not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from bot.engine.answers import in_order, rough, spread, value_at, value_under
from bot.engine.echoing import whose
from bot.engine.environment import Sight
from bot.engine.flowbook import Book, Slot
from bot.engine.session import Answer, Session
from bot.engine.speaking import speak
from bot.engine.values import Known, SlotType, Unknown, thaw
from bot.engine.work import Derived, Work
from bot.reports.slots import ASIDE, field_of

FREE = frozenset({SlotType.TEXT})
"""Slots that hold a person's own sentences."""
NAMES = frozenset({SlotType.TEXT, SlotType.PLATFORM, SlotType.CITY, SlotType.REFERENCE})
"""Slots whose words come from the person, not from an editor."""


class Told(Struct, frozen=True):
    """One answer: as a value, in words, and when it was given."""

    slot: str
    label: str
    kind: SlotType
    value: Known
    text: str
    at: dt.datetime | None = None
    rough: bool = False


class Happening(Struct, frozen=True):
    """One stored turn. `said` is what is left of the person's words, masked; `mark` stands where nothing may be left."""

    turn: int
    at: dt.datetime
    said: str = ""
    mark: str = ""
    readings: Mapping[str, object] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    rule: str = ""
    push: str = ""  # the kind of reminder that this turn is
    answers_push: bool = False  # the question of a reminder was answered
    danger: int = 0
    papers: tuple[tuple[str, str], ...] = ()  # documents handed over: name, title
    advice: bool = False


class Case(Struct, frozen=True):
    """Everything that a summary may be built from."""

    book: Book
    now: dt.datetime
    session: Session
    told: Mapping[str, Told]
    debts: tuple[Mapping[str, Told], ...]
    unsaid: Mapping[str, str]  # slot -> 「跳过了」 or 「说不清楚」
    happenings: tuple[Happening, ...]
    first_at: dt.datetime
    last_at: dt.datetime
    id: str = ""
    channel: str = ""
    outcome: str = ""
    free_text: bool = True  # whether a person's own sentences may be shown at all
    lenders: Mapping[str, str] = field(default_factory=dict)  # item of the list -> how that lender is called
    settled: Derived = field(default_factory=Derived)  # what was derived once

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def zone(self) -> dt.tzinfo | None:
        return self.now.tzinfo

    def value(self, slot: str) -> Known | None:
        """The value of a slot of the person, or None."""
        told = self.told.get(slot)
        return told.value if told is not None else None

    def number(self, slot: str) -> int | None:
        """A whole number of a slot, or None."""
        value = self.value(slot)
        return int(value) if isinstance(value, int) and not isinstance(value, bool) else None

    def label(self, slot: str) -> str:
        found = self.book.slots.get(slot)
        return found.label if found is not None else slot

    def option(self, slot: str, key: object) -> str:
        """How a choice of a slot is called."""
        found = self.book.slots.get(slot)
        names = {o.key: o.label for o in found.options} if found is not None else {}
        return names.get(str(key), str(key))

    def readings(self, slot: str) -> Iterator[tuple[Happening, object]]:
        """Every time this slot was filled, in order."""
        for happening in self.happenings:
            value = happening.readings.get(slot)
            if value is not None and value not in ("skipped", "unknown"):
                yield happening, value

    def sight(self) -> Sight:
        """What texts may read."""
        return Sight(self.work())

    def work(self) -> Work:
        """The conversation as the engine reads it, for sums that look at answers."""
        return _work(self.book, self.session, self.now, self.settled)


def _work(book: Book, session: Session, now: dt.datetime, settled: Derived) -> Work:
    return Work(book=book, session=session, now=now, sight=Sight, settled=settled)


def case_of(
    session: Session,
    book: Book,
    now: dt.datetime,
    happenings: Sequence[Happening] = (),
    *,
    id: str = "",
    channel: str = "",
    outcome: str = "",
    first_at: dt.datetime | None = None,
    last_at: dt.datetime | None = None,
    free_text: bool = True,
) -> Case:
    """The case of one session, its turns in order."""
    session = session.copy()
    settled = Derived()
    work = _work(book, session, now, settled)
    told: dict[str, Told] = {}
    unsaid: dict[str, str] = {}
    for name, slot in book.slots.items():
        if "." in name or (slot.type in FREE and not free_text):
            continue
        if (one := _told(work, slot, name)) is not None:
            told[name] = one
        elif (answer := session.slots.get(name)) is not None and answer.state != "value":
            unsaid[name] = "跳过了" if answer.state == "skipped" else "说不清楚"
    return Case(
        book,
        now,
        session,
        told,
        tuple(_debts(work, free_text=free_text)),
        unsaid,
        tuple(happenings),
        first_at or dt.datetime.fromisoformat(session.created),
        last_at or dt.datetime.fromisoformat(session.last),
        id,
        channel,
        outcome or session.outcome,
        free_text,
        {item: name for item in _items(session) if (name := _name(work, item))},
        settled,
    )


def _items(session: Session) -> Iterator[str]:
    return (item for items in session.items.values() for item in items)


def _name(work: Work, item: str) -> str:
    """How the person called a lender, or ""."""
    owners = work.book.lists.values()
    return next((n for owner in owners if (n := whose(work, f"{owner.alias}.{owner.key_field}@{item}"))), "")


def _debts(work: Work, *, free_text: bool) -> Iterator[Mapping[str, Told]]:
    """The items of the one list, each as field -> answer; an item of which nothing is known is left out."""
    for owner in work.book.lists.values():
        for item in in_order(work, owner):
            found: dict[str, Told] = {}
            for one in owner.fields:
                if one.type in FREE and not free_text:
                    continue
                told = _told(work, one, f"{one.name}@{item}")
                if told is not None:
                    found[one.name.partition(".")[2]] = told
            if any(f.compute is None and f.name.partition(".")[2] in found and about_it(f.name) for f in owner.fields):
                yield found  # an item of which nothing was said is none, whatever can be computed of it


def about_it(name: str) -> bool:
    """Whether a field tells something of a debt: that a reminder is wanted tells of no lender."""
    return name not in ASIDE and field_of(name) != "reminders"


def _told(work: Work, slot: Slot, key: str) -> Told | None:
    computed = slot.compute is not None
    value = value_under(work, slot.name, item=key.partition("@")[2]) if computed else value_at(work, slot, key)
    if isinstance(value, Unknown):
        return None
    answer = work.session.slots.get(key)
    at = dt.datetime.fromisoformat(answer.at) if answer is not None and answer.at else None
    return Told(slot.name, slot.label or slot.name, slot.type, value, say(slot, value, answer), at, rough(slot, answer))


def say(slot: Slot, value: Known, answer: Answer | None = None) -> str:
    """A value in words, with 约 where it was a guess, and its bounds where they were said."""
    labels = {o.key: o.label for o in slot.options}
    if slot.type is SlotType.DATE and isinstance(value, dt.date):
        return f"{value.year} 年 {value.month} 月 {value.day} 日"
    words = speak(slot.type, value, labels)
    if answer is not None and spread(answer) and not slot.ages:
        low, high = thaw(slot.type, answer.low), thaw(slot.type, answer.high)
        if low is not None and high is not None:
            return f"约 {words}（{speak(slot.type, low, labels)} 到 {speak(slot.type, high, labels)}）"
    if rough(slot, answer):
        return f"约 {words}"
    return words

"""Reading and writing answers: keys, freshness, ageing, list items.

The key of a slot is its name; a field of the current item of a list is kept under `debt.owed@d1`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from bot.engine.expressions import Function, evaluate
from bot.engine.flowbook import Book, ListSlot, Slot
from bot.engine.functions import functions_at
from bot.engine.limits import A_WEEK, DAY, of_the_week
from bot.engine.session import COMES, GONE, Answer, Session
from bot.engine.values import NUMERIC, UNKNOWN, Known, Unknown, Value, freeze, thaw
from bot.engine.work import Derived, Work

COLUMN = 4  # how much deeper a whole column lies: every level multiplies by the items of the list
WHICH = ":which"  # ends the key under which it is kept which item of a list was chosen
DEPTH = 12  # derived slots may rest on derived slots; deeper than this is a mistake that the checks refuse


def slot_name(key: str) -> str:
    """The declared slot behind a key: `debt.owed@d1` -> `debt.owed`."""
    return key.partition("@")[0]


def list_of(book: Book, name: str) -> ListSlot | None:
    """The list that a dotted name belongs to, or None for a slot of the person."""
    alias, dot, _ = name.partition(".")
    return next((lst for lst in book.lists.values() if lst.alias == alias), None) if dot else None


def key_for(work: Work, save: str) -> str:
    """Where the answer to `save` is kept now; a field of a list makes its first item if there is none."""
    owner = list_of(work.book, save)
    if owner is None:
        return save
    item = work.session.current.get(owner.name)
    if item is None or item not in work.session.items.get(owner.name, []):
        items = work.session.items.get(owner.name) or []
        item = items[0] if items else add_item(work, owner)
        work.session.current[owner.name] = item
        work.cache = None
    return f"{save}@{item}"


def peek_key(book: Book, session: Session, name: str) -> str | None:
    """Like `key_for`, without making an item."""
    owner = list_of(book, name)
    if owner is None:
        return name
    item = session.current.get(owner.name)
    return f"{name}@{item}" if item else None


def turn_to(work: Work, item: str) -> str:
    """Mean this item of its list from now on; which one was meant before."""
    for name, items in work.session.items.items():
        if item in items:
            before = work.session.current.get(name, "")
            work.session.current[name] = item
            work.cache = None
            return before
    return ""


def add_item(work: Work, owner: ListSlot) -> str:
    """A new item with a stable id, made current."""
    item = f"d{work.session.next_item}"
    work.session.next_item += 1
    work.session.items.setdefault(owner.name, []).append(item)
    work.session.current[owner.name] = item
    work.cache = None
    return item


def in_order(work: Work, owner: ListSlot) -> list[str]:
    """The items of a list as texts and summaries put them: by the field that the list names, what has none last."""
    items = items_of(work.session, owner.name)
    if not owner.order:
        return items
    places = {item: value_under(work, owner.order, item=item) for item in items}
    last = len(items) + 1
    return sorted(items, key=lambda item: place if isinstance(place := places[item], int) else last)


def named_items(session: Session, owner: ListSlot) -> list[str]:
    """The items of a list whose name is known."""
    names = ((i, session.slots.get(f"{owner.alias}.{owner.key_field}@{i}")) for i in session.items.get(owner.name, []))
    return [item for item, name in names if name is not None and name.state == "value"]


def which_key(owner: ListSlot) -> str:
    """Where it is kept which item of a list was chosen; no slot of that name can be declared."""
    return f"{owner.name}{WHICH}"


def chosen_item(session: Session, owner: ListSlot) -> str:
    """The item that was said to be meant, "" where none was or it is gone."""
    chosen = session.slots.get(which_key(owner))
    item = str(chosen.value) if chosen is not None and chosen.state == "led" else ""
    return item if item in session.items.get(owner.name, []) else ""


def unchoose(session: Session, book: Book, key: str) -> None:
    """The name of an item is taken back: it is not the chosen one any more."""
    owner, item = list_of(book, slot_name(key)), key.partition("@")[2]
    if (
        owner is not None
        and slot_name(key) == f"{owner.alias}.{owner.key_field}"
        and chosen_item(session, owner) == item
    ):
        del session.slots[which_key(owner)]


def nameless(work: Work, key: str) -> tuple[ListSlot, str] | None:
    """The list and item whose name this key asks for, while nothing is known of it and it is not the only one."""
    owner, item = list_of(work.book, slot_name(key)), key.partition("@")[2]
    if owner is None or slot_name(key) != f"{owner.alias}.{owner.key_field}":
        return None
    others = [i for i in work.session.items.get(owner.name, []) if i != item]
    known = any(k.endswith(f"@{item}") for k in work.session.slots)
    return (owner, item) if item and others and not known else None


def drop_item(work: Work, owner: ListSlot, item: str) -> None:
    """The item and all that was said of it go; the first remaining one becomes current."""
    session = work.session
    session.items[owner.name] = [i for i in session.items.get(owner.name, []) if i != item]
    for held in (session.slots, session.drafts):
        for key in [k for k in held if k.endswith(f"@{item}")]:
            del held[key]
    session.trail = [m for m in session.trail if not m.key.endswith(f"@{item}")]
    session.echoed = [k for k in session.echoed if not k.endswith(f"@{item}")]
    if session.editing.endswith(f"@{item}"):
        session.editing = ""
    rest = session.items[owner.name]
    if session.current.get(owner.name) == item:
        session.current.pop(owner.name)
        if rest:
            session.current[owner.name] = rest[0]
    work.cache = None


def items_of(session: Session, name: str) -> list[str]:
    """The items of a list of which something was said; one that was only begun is nobody's lender yet."""
    begun = {key.rpartition("@")[2] for key in session.slots if "@" in key}
    return [item for item in session.items.get(name, []) if item in begun]


def put(work: Work, key: str, answer: Answer) -> None:
    """Hold an answer; a draft of the same key has served its purpose."""
    work.session.slots[key] = answer
    work.session.drafts.pop(key, None)
    work.readings[key] = answer.value if answer.state == "value" else answer.state
    work.cache = None


def drop(work: Work, key: str) -> Answer | None:
    """No longer hold an answer."""
    work.cache = None
    return work.session.slots.pop(key, None)


def answer_of(
    work: Work,
    value: Known | None,
    *,
    state: str = "value",
    low: Known | None = None,
    high: Known | None = None,
    via: str = "asked",
    sure: str = "exact",
) -> Answer:
    """An answer given in this turn."""
    return Answer(
        state=state,
        value=None if value is None else freeze(value),
        low=None if low is None else freeze(low),
        high=None if high is None else freeze(high),
        at=work.now.isoformat(),
        turn=work.session.turn,
        via=via,
        sure=sure,
    )


def is_fresh(work: Work, slot: Slot | None, answer: Answer) -> bool:
    """Whether a held answer spares the question."""
    if slot is None:
        return True
    if answer.state == "value" and thaw(slot.type, answer.value) is None:
        return False  # the edition changed the type: asked again
    if slot.fresh_for is None:
        return True
    if not slot.fresh_for:
        return answer.turn == work.session.turn
    return work.now - dt.datetime.fromisoformat(answer.at) <= slot.fresh_for


class Names(Struct, frozen=True):
    """What lies behind a name for the functions that look at names: bounds of its answer, its column in a list."""

    work: Work
    item: str = ""  # whose fields are meant; empty: the current one's
    depth: int = 0
    known: Derived | None = None

    def bounds(self, name: str) -> tuple[Value, Value]:
        """The least and the greatest that an answer may mean; the value itself where it was said exactly."""
        slot = self.work.book.slots.get(name)
        value = value_under(self.work, name, self.depth, self.item, self.known)
        key = _key(self.work, name, self.item)
        answer = self.work.session.slots.get(key) if key else None
        if slot is None or slot.compute is not None or answer is None or isinstance(value, Unknown):
            return value, value
        low, high = (None if end is None else thaw(slot.type, end) for end in (answer.low, answer.high))
        return (value if low is None else low), (value if high is None else high)

    def column(self, name: str) -> tuple[tuple[str, Value], ...]:
        """The same field of every item of its list, by item; nothing for a name that is no field."""
        owner = list_of(self.work.book, name)
        items = items_of(self.work.session, owner.name) if owner else []
        return tuple((item, value_under(self.work, name, self.depth + COLUMN, item, self.known)) for item in items)

    def current(self, name: str) -> str:
        """The item whose fields are meant, empty where there is none."""
        return (_key(self.work, name, self.item) or "").partition("@")[2]

    def meant(self, name: str) -> bool:
        """Whether it is plain whose field this is: of the only one with a name, or of the one that was chosen."""
        owner, session = list_of(self.work.book, name), self.work.session
        if owner is None or len(named_items(session, owner)) < 2:
            return True
        return chosen_item(session, owner) == self.current(name)

    def just_named(self, name: str) -> bool:
        """Whether words of this turn said which of several is meant."""
        owner, session = list_of(self.work.book, name), self.work.session
        if owner is None or len(named_items(session, owner)) < 2:
            return False
        chosen = chosen_item(session, owner)
        return bool(chosen) and chosen == self.current(name) and session.slots[which_key(owner)].turn == session.turn

    def just_told(self, name: str) -> bool:
        """Whether the answer is of this turn."""
        answer = self.work.session.slots.get(_key(self.work, name, self.item) or "")
        return answer is not None and answer.turn == self.work.session.turn

    def can_remind(self) -> bool:
        """Whether a sign of life promised for tomorrow can be sent: after 停, 不保存 or a full week nothing is promised,
        and nothing where the talk is gone with its window."""
        session, tomorrow = self.work.session, self.work.now + DAY
        if session.reminders_stopped or session.keep is False or session.reach == GONE:
            return False
        return len(of_the_week(session.pushed, tomorrow)) < A_WEEK

    def reminders_come(self) -> bool | None:
        """Whether a reminder gets to the person by itself, or shows when they open the window again; None: there are none."""
        return None if self.work.session.reach == GONE else self.work.session.reach == COMES


def functions_of(work: Work, item: str = "", depth: int = 0, known: Derived | None = None) -> Mapping[str, Function]:
    """The functions as they answer at this moment of this conversation."""
    return functions_at(work.now, work.book.tables, Names(work, item, depth, known))


def _key(work: Work, name: str, item: str) -> str | None:
    owner = list_of(work.book, name)
    if owner is not None and item in work.session.items.get(owner.name, []):
        return f"{name}@{item}"
    return peek_key(work.book, work.session, name)


def value_under(work: Work, name: str, depth: int = 0, item: str = "", known: Derived | None = None) -> Value:
    """The value of a slot, of a field of the current item (or of `item`), or the number of items of a list.

    `known` keeps what was derived while no answer changes; without it each derived answer is reckoned once a call.
    """
    book, session = work.book, work.session
    if name == "today":
        return work.now.date()
    if name in book.lists:
        return len(items_of(session, name))
    slot = book.slots.get(name)
    if slot is not None and slot.compute is not None:
        if known is None:
            known = work.settled if work.settled is not None else Derived()
        if depth >= DEPTH:
            known.cut = True
            return UNKNOWN
        if (name, item) in known.values:
            return known.values[name, item]
        beside, known.cut = known.cut, False
        functions = functions_of(work, item, depth + 1, known)
        value = evaluate(slot.compute, lambda n: value_under(work, n, depth + 1, item, known), functions)
        if depth == 0 or not known.cut:
            known.values[name, item] = value
        known.cut |= beside
        return value
    key = _key(work, name, item)
    return UNKNOWN if key is None or slot is None else value_at(work, slot, key)


def value_at(work: Work, slot: Slot, key: str) -> Value:
    """The value held under one key, grown by the days since it was said where the slot ages."""
    answer = work.session.slots.get(key)
    if answer is None or answer.state != "value":
        return Unknown(slot.label)
    value = thaw(slot.type, answer.value)
    if value is None:
        return Unknown(slot.label)
    if slot.ages and isinstance(value, int):
        return value + age_in_days(work.now, answer)
    return value


def rough(slot: Slot, answer: Answer | None) -> bool:
    """A guess: said as one, a span, or a button that stands for one."""
    if answer is None:
        return False
    picked = answer.via == "pressed" and slot.type in NUMERIC and answer.value not in (0, "0")
    return answer.sure == "vague" or spread(answer) or picked


def spread(answer: Answer) -> bool:
    """Whether the answer was a span."""
    return answer.low is not None and answer.high is not None and answer.low != answer.high


def age_in_days(now: dt.datetime, answer: Answer) -> int:
    """Whole calendar days between saying and now, never negative (a clock set back does not make a debt younger)."""
    said = dt.datetime.fromisoformat(answer.at).astimezone(now.tzinfo)
    return max(0, (now.date() - said.date()).days)


def aged(work: Work, slot: Slot, answer: Answer) -> Answer:
    """The answer with value and bounds grown to today, for reading back."""
    if not slot.ages or not isinstance(answer.value, int):
        return answer
    days = age_in_days(work.now, answer)
    grow = [
        v + days if isinstance(v, int) and not isinstance(v, bool) else v
        for v in (answer.value, answer.low, answer.high)
    ]
    return replace(answer, value=grow[0], low=grow[1], high=grow[2])

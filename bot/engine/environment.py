"""What texts and conditions may read at this moment: looked up when read, remembered until an answer changes.

A text reads a few names of dozens; building them all for each text cost more than the turn itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from bot.engine.answers import functions_of, in_order, value_at, value_under
from bot.engine.expressions import Expression, evaluate
from bot.engine.flowbook import ListSlot
from bot.engine.values import Unknown, Value
from bot.engine.work import Derived, Work


class Sight(Mapping[str, object]):
    """Slot name -> value or `Unknown`; `debt` -> fields of the current item; `debts` -> all items; `today`, `now`, constants."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._known = Derived() if work.settled is None else work.settled
        self._seen: dict[str, object] = {**work.book.constants, "today": work.now.date(), "now": work.now}

    def __getitem__(self, name: str) -> object:
        if name not in self._seen:
            self._seen[name] = self._look(name)
        return self._seen[name]

    def __iter__(self) -> Iterator[str]:
        book = self._work.book
        lists = (name for owner in book.lists.values() for name in (owner.name, owner.alias))
        yield from dict.fromkeys([*book.constants, "today", "now", *(n for n in book.slots if "." not in n), *lists])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _look(self, name: str) -> object:
        book = self._work.book
        slot = book.slots.get(name)
        if slot is not None and "." not in name:
            value = value_under(self._work, name, known=self._known)
            return Unknown(slot.label) if isinstance(value, Unknown) else value
        for owner in book.lists.values():
            if name == owner.name:
                return tuple(self._fields(owner, item) for item in in_order(self._work, owner))
            if name == owner.alias:
                return self._fields(owner, self._work.session.current.get(owner.name, ""))
        raise KeyError(name)

    def _fields(self, owner: ListSlot, item: str) -> Mapping[str, object]:
        return Fields(self._work, owner, item, self._known)


class Fields(Mapping[str, object]):
    """Field name -> value or `Unknown` of one item of a list; no fields are known where there is no item."""

    def __init__(self, work: Work, owner: ListSlot, item: str, known: Derived) -> None:
        self._work, self._item, self._known = work, item, known
        self._slots = {slot.name.partition(".")[2]: slot for slot in owner.fields}

    def __getitem__(self, name: str) -> Value:
        slot = self._slots[name]
        if slot.compute is not None and self._item:
            return value_under(self._work, slot.name, item=self._item, known=self._known)
        return value_at(self._work, slot, f"{slot.name}@{self._item}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._slots)

    def __len__(self) -> int:
        return len(self._slots)


def true(work: Work, condition: Expression | None, item: str = "") -> bool:
    """Whether a condition holds now, fields being those of `item` (else of the current one); no condition always does."""
    return condition is None or value_of(work, condition, item) is True


def value_of(work: Work, expression: Expression, item: str = "") -> Value:
    """What an expression comes to now, or `UNKNOWN`; each derived answer in it is reckoned once."""
    known = Derived() if work.settled is None else work.settled
    look = partial(value_under, work, item=item, known=known)
    return evaluate(expression, look, functions_of(work, item, known=known))

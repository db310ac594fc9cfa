"""What texts and conditions may read at this moment: looked up when read, remembered until an answer changes.

A text reads a few names of dozens; building them all for each text cost more than the turn itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.engine.answers import functions_of, in_order, value_at, value_under
from bot.engine.expressions import Expression, holds
from bot.engine.flowbook import ListSlot, Slot
from bot.engine.values import Unknown, Value
from bot.engine.work import Work


class Sight(Mapping[str, object]):
    """Slot name -> value or `Unknown`; `debt` -> fields of the current item; `debts` -> all items; `today`, `now`, constants."""

    def __init__(self, work: Work) -> None:
        self._work = work
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
            value = value_under(self._work, name)
            return Unknown(slot.label) if isinstance(value, Unknown) else value
        for owner in book.lists.values():
            if name == owner.name:
                return tuple(self._fields(owner, item) for item in in_order(self._work, owner))
            if name == owner.alias:
                return self._fields(owner, self._work.session.current.get(owner.name, ""))
        raise KeyError(name)

    def _fields(self, owner: ListSlot, item: str) -> dict[str, object]:
        return {f.name.partition(".")[2]: self._field(f, item) for f in owner.fields}

    def _field(self, field: Slot, item: str) -> Value:
        if field.compute is not None and item:
            return value_under(self._work, field.name, item=item)
        return value_at(self._work, field, f"{field.name}@{item}")


def true(work: Work, condition: Expression | None) -> bool:
    """Whether a condition holds now; no condition always does."""
    return condition is None or holds(condition, lambda name: value_under(work, name), functions_of(work))

"""What texts and conditions may read at this moment: built once a turn and again after an answer changed."""

from __future__ import annotations

from bot.engine.answers import value_at, value_under
from bot.engine.expressions import Expression, holds
from bot.engine.flowbook import Book
from bot.engine.functions import functions_at
from bot.engine.values import Unknown
from bot.engine.work import Work


def values(work: Work) -> dict[str, object]:
    """Slot name -> value or `Unknown`; `debt` -> fields of the current item; `debts` -> all items; `today`, `now`, `labels`."""
    if work.cache is None:
        work.cache = _build(work)
    return work.cache


def true(work: Work, condition: Expression | None) -> bool:
    """Whether a condition holds now; no condition always does."""
    return condition is None or holds(condition, lambda name: value_under(work, name), functions_at(work.now))


def _build(work: Work) -> dict[str, object]:
    book, session = work.book, work.session
    found: dict[str, object] = {
        **book.constants,
        "today": work.now.date(),
        "now": work.now,
        "labels": _labels(book),
    }
    for name, slot in book.slots.items():
        if "." not in name:
            value = value_under(work, name)
            found[name] = Unknown(slot.label) if isinstance(value, Unknown) else value
    for owner in book.lists.values():
        items = session.items.get(owner.name, [])
        rows = {
            item: {f.name.partition(".")[2]: value_at(work, f, f"{f.name}@{item}") for f in owner.fields}
            for item in items
        }
        found[owner.name] = tuple(rows.values())
        empty = {f.name.partition(".")[2]: Unknown(f.label) for f in owner.fields}
        found[owner.alias] = rows.get(session.current.get(owner.name, ""), empty)
    return found


def _labels(book: Book) -> dict[str, dict[str, str]]:
    return {name: {o.key: o.label for o in slot.options} for name, slot in book.slots.items() if slot.options}

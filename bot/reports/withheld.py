"""A case as if what is not on the page had never been told: who takes a section out finds it in no other section either.

The fields of a page are built from each other: a plan of months names the lenders, a doubtful point the sums. So what is
withheld is taken out of the case before anything is built, and out of the sentences in which it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from msgspec.structs import replace

from bot.reports.case import FREE, Case, Happening, Told
from bot.reports.slots import LENDERS, field_of, field_of_event

SOMEBODY = "某家"
SHORTEST_NAME = 2


def withheld(case: Case, allowed: Collection[str], silent: Collection[str]) -> Case:
    """The case of the fields in `allowed`; of a sentence that answered a field in `silent`, nothing is quoted."""
    names = () if "debts" in allowed else names_of(case)

    def kept(slot: str) -> bool:
        field = field_of(slot)
        return (not field or field in allowed) and not (names and slot in LENDERS)

    events = _events(case, allowed)
    return replace(
        case,
        told={
            **{slot: _nameless(told, names) for slot, told in case.told.items() if slot != "events" and kept(slot)},
            **events,
        },
        debts=tuple(_kept(debt, kept, names) for debt in case.debts),
        lenders=case.lenders if "debts" in allowed else {},
        happenings=tuple(_quoted(h, silent, names) for h in case.happenings),
    )


def _events(case: Case, allowed: Collection[str]) -> dict[str, Told]:
    """Of what happened, each event whose own field is on the page."""
    told = case.told.get("events")
    keys = told.value if told is not None and isinstance(told.value, tuple) else ()
    left = tuple(key for key in keys if field_of_event(key) in allowed)
    return {"events": replace(told, value=left)} if told is not None and left else {}


def names_of(case: Case) -> tuple[str, ...]:
    """The lenders as the person named them, the longest first."""
    found = {debt[name].text for debt in case.debts for name in ("platform", "creditor", "alias") if name in debt}
    return tuple(sorted((n for n in found if len(n) >= SHORTEST_NAME), key=len, reverse=True))


def _kept(debt: Mapping[str, Told], kept: Callable[[str], bool], names: tuple[str, ...]) -> Mapping[str, Told]:
    return {name: _nameless(told, names) for name, told in debt.items() if kept(f"debt.{name}")}


def _nameless(told: Told, names: tuple[str, ...]) -> Told:
    return replace(told, text=unnamed(told.text, names)) if names and told.kind in FREE else told


def unnamed(text: str, names: tuple[str, ...]) -> str:
    """A sentence without the names of lenders."""
    for name in names:
        text = text.replace(name, SOMEBODY)
    return text


def _quoted(happening: Happening, silent: Collection[str], names: tuple[str, ...]) -> Happening:
    """A turn without the sentence that answered what is silent; its times and results belong to fields of their own."""
    answered = {field_of(slot.partition("@")[0]) for slot in happening.readings}
    if answered & set(silent):
        return replace(happening, said="")
    return replace(happening, said=unnamed(happening.said, names)) if names else happening

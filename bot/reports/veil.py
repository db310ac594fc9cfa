"""What the worded parts of a summary may read for one audience: a slot that this audience may not have is not there,
sums are bands where the audience gets bands, what a court did is nothing that collectors did, and a person's own words carry no markup.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from bot.content.summary_fields import Audience
from bot.engine.flowbook import Slot
from bot.engine.values import UNKNOWN, Unknown
from bot.reports import bands
from bot.reports.case import FREE, NAMES, Case
from bot.reports.marking import shielded
from bot.reports.slots import LENDERS, NOT_COLLECTORS, field_of
from bot.reports.visible import line

ALWAYS = frozenset({"today", "now", "fact", "operator"})


class Veil(Mapping[str, object]):
    """The values of a case as one audience may see them."""

    def __init__(self, case: Case, audience: Audience, allowed: Collection[str], extra: Mapping[str, object]) -> None:
        self._sight = case.sight()
        self._book = case.book
        self._audience = audience
        self._allowed = frozenset(allowed)
        self._extra = extra
        self._free = case.free_text
        self._found: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> object:
        if name in self._extra:
            return self._extra[name]
        if name in ALWAYS:
            return self._sight[name]
        found = self._sight[name]
        if isinstance(found, tuple) and name in self._book.lists:
            alias = self._book.lists[name].alias
            return tuple(self._item(alias, row) for row in found) if self._may(f"{alias}.platform") else ()
        if isinstance(found, Mapping):
            return self._item(name, found)
        return self._seen(name, self._book.slots.get(name), found)

    def __iter__(self) -> Iterator[str]:
        yield from {*self._extra, *self._sight}

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _item(self, alias: str, row: Mapping[str, object]) -> dict[str, object]:
        return {f: self._seen(f"{alias}.{f}", self._book.slots.get(f"{alias}.{f}"), v) for f, v in row.items()}

    def _may(self, slot: str) -> bool:
        """Whether the field that a slot belongs to is on this page."""
        return field_of(slot) in self._allowed and (slot not in LENDERS or field_of("debt.platform") in self._allowed)

    def _seen(self, name: str, slot: Slot | None, value: object) -> object:
        if isinstance(value, Unknown):
            return value
        if slot is None or not self._may(name) or (slot.type in FREE and not self._free):
            return Unknown(slot.label) if slot is not None else UNKNOWN
        if name == "events" and isinstance(value, tuple):
            value = tuple(key for key in value if key not in NOT_COLLECTORS)
            return value or Unknown(slot.label)
        if self._audience in {Audience.SOCIAL, Audience.STATISTICS}:
            coarse = bands.coarse(slot.type, value)  # type: ignore[arg-type]  # a value of a slot
            if coarse is not None:
                return coarse
        if isinstance(value, str) and slot.type in NAMES:
            return shielded(line(value))
        return value

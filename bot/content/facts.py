"""The register of facts says what may be shown today, and what is said instead of what may not.

A fact is shown when its editor allows it, its confidence is high or medium, it is in force and not expired.
Emergency numbers (`essential`) never disappear: expired, they are shown with 「打不通请拨 110／120」.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct, field

from bot.content.tree import Fact

WARNED_AHEAD = dt.timedelta(days=30)
LAST_RESORT = "（打不通请拨 110／120）"


class State(StrEnum):
    SOON = "快到期"
    EXPIRED = "已过期"
    NOT_YET = "还没生效"
    HIDDEN = "不展示"


class Stale(Struct, frozen=True):
    """A fact that an editor should look at again."""

    id: str
    state: State
    expires_on: dt.date
    essential: bool


class FactRegister(Struct, frozen=True):
    """All facts of an edition."""

    facts: Mapping[str, Fact] = field(default_factory=dict)

    def shown(self, name: str, today: dt.date) -> bool:
        """Whether the fact itself may be shown on this day."""
        fact = self.facts.get(name)
        if fact is None or not displayable(fact):
            return False
        if fact.effective is not None and today < fact.effective:
            return False
        return fact.essential or today <= fact.expires_on

    def say(self, name: str, item: str, today: dt.date) -> str:
        """What a text prints for `fact.name.item` on this day; never fails.

        What may not be shown gives its safe wording, whichever item is asked for; a text prints that once.
        """
        fact = self.facts.get(name)
        if fact is None:
            return ""
        if not self.shown(name, today):
            return fact.safe
        word = fact.fields.get(item)
        if word is None:
            return ""
        said = word.text.strip()
        if item == "value":
            said += fact.unit
        if item == "number" and today > fact.expires_on and said not in {"110", "120"}:
            said += LAST_RESORT
        return said

    def items(self, name: str) -> tuple[str, ...]:
        """What texts may read of a fact."""
        return tuple(self.facts[name].fields)

    def stale(self, today: dt.date) -> tuple[Stale, ...]:
        """Everything that has expired, will within 30 days, or is not shown for another reason."""
        return tuple(self._stale(today))

    def _stale(self, today: dt.date) -> Iterator[Stale]:
        for fact in self.facts.values():
            state = None
            if not displayable(fact):
                state = State.HIDDEN
            elif fact.effective is not None and today < fact.effective:
                state = State.NOT_YET
            elif today > fact.expires_on:
                state = State.EXPIRED
            elif today > fact.expires_on - WARNED_AHEAD:
                state = State.SOON
            if state is not None:
                yield Stale(fact.id, state, fact.expires_on, fact.essential)

    def unused(self, used: Collection[str]) -> tuple[str, ...]:
        """Facts that nothing reads; `used` are the names that texts read (`fact.h12348.number`)."""
        read = {name.split(".")[1] for name in used if name.startswith("fact.")}
        return tuple(name for name in self.facts if name not in read)


def displayable(fact: Fact) -> bool:
    """Whether the editors let the fact be shown at all."""
    return fact.display and fact.confidence in {"high", "medium"}

"""Of which weeks figures are told, and what is said where there are none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.reports.periods import ENOUGH, Period, periods

if TYPE_CHECKING:
    from bot.storage.records import Counter as Counted


class Weeks(Struct, frozen=True):
    """All periods that may be told, and the day on which the next may be."""

    told: tuple[Period, ...]
    soonest: dt.date

    def chosen(self, since: dt.date | None, until: dt.date | None) -> tuple[Period, ...]:
        """The whole periods between two days; without either day the last."""
        between = tuple(
            p for p in self.told if (since is None or p.first >= since) and (until is None or p.until <= until)
        )
        return between if since is not None or until is not None else between[-1:]

    def none(self) -> str:
        """Why nothing was chosen, and what to write or when to look again."""
        if self.told:
            every = "；".join(map(str, self.told))
            return f"这几天里没有一整段。能看的：{every}。照着写，例如 --since {self.told[-1].first}。"
        return f"还没有能看的数：一段是整周（周一到周日），凑够 {ENOUGH} 段新对话才给。最早 {self.soonest} 再看。"


def weeks_of(counted: Sequence[Counted], today: dt.date) -> Weeks:
    """The periods by the daily counters: the same whenever they are asked for."""
    starts = Counter({c.date: c.n for c in counted if c.name == "start"})
    return Weeks(*periods(starts, min((c.date for c in counted), default=today), today))

"""The tables that sums need and editors keep: holidays by year, LPR by month. A book carries them; without them nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.finance.calendar import Calendar
from bot.finance.caps import LprTable


@dataclass(frozen=True, slots=True)
class Tables:
    """What `flows/tables` holds."""

    holidays: Calendar = field(default_factory=Calendar)
    lpr: LprTable = field(default_factory=LprTable)

"""The tables that sums need and editors keep: holidays by year, LPR by month. A book carries them; without them nothing is guessed."""

from __future__ import annotations

from msgspec import Struct, field

from bot.finance.calendar import Calendar
from bot.finance.caps import LprTable


class Tables(Struct, frozen=True):
    """What `flows/tables` holds."""

    holidays: Calendar = field(default_factory=Calendar)
    lpr: LprTable = field(default_factory=LprTable)

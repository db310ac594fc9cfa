"""Which sum is whose: 微粒贷一万二，借呗八千 gives each lender its own; one sum for several is nobody's."""

from __future__ import annotations

import datetime as dt

from bot.understanding.heard import NAME, Heard
from bot.understanding.money import read_sum
from bot.understanding.readings import Reading
from bot.understanding.spoken import said


def apart(text: str, today: dt.date) -> tuple[frozenset[str], str]:
    """The lenders that words name, by their usual names, and the words without them."""
    heard = Heard(text, today, asked=True)
    return frozenset(n.lender for n in heard.names if n.lender), heard.nameless.replace(NAME, "")


def shares(text: str, today: dt.date) -> dict[str, Reading]:
    """Each lender that a text names, as it is to be called, with the sum behind its name; empty where a name or a sum is not plain."""
    heard = Heard(text, today)
    names = [n for n in heard.names if n.live and n.lender]
    if len(names) < 2 or len({n.lender for n in names}) < len(names):
        return {}
    ends = [*(n.start for n in names[1:]), len(heard.text)]
    found: dict[str, Reading] = {}
    for name, end in zip(names, ends, strict=True):
        first, last = heard.span(name.start, end)
        reading = read_sum(Heard(heard.raw[first:last], today), "amount")
        if reading.value is None or reading.rivals:
            return {}
        found[said(name, heard.text)] = reading
    return found

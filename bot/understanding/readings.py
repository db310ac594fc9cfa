"""A reading is what one question could take from one text: value, bounds, rivals, span, how sure, and the rule that fired.

Units, everywhere on this floor: money in yuan (`int`, or `Decimal` with two places), durations in days, rates in percent a
year (`Decimal`), dates as `datetime.date`. No float leaves this floor, so that equal texts give equal values on every machine.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple

Scalar = int | Decimal | bool | str | dt.date
Value = Scalar | tuple[str, ...]
Span = tuple[int, int]


class Sure(StrEnum):
    """How a value was obtained; everything but `EXACT` is echoed to the person with its unit."""

    EXACT = "exact"  # one number, said plainly
    VAGUE = "vague"  # 三万多, 十来天, 快两个月: a value inside low..high
    CHOSEN = "chosen"  # picked among several numbers, or summed from parts


class Candidate(NamedTuple):
    """One value that a text offers for one question; `span` counts characters of the text as given."""

    value: Value
    span: Span
    low: Value | None = None
    high: Value | None = None


class Reading(NamedTuple):
    """What a text says to one question; `found` is false when it says nothing (ask again: harmless)."""

    value: Value | None = None
    low: Value | None = None
    high: Value | None = None
    unknown: bool = False  # the person says that they do not know
    sure: Sure = Sure.EXACT
    span: Span | None = None
    rivals: tuple[Candidate, ...] = ()  # two or more remain: the engine asks which
    rule: str = ""

    @property
    def found(self) -> bool:
        return self.value is not None or self.unknown or bool(self.rivals)


NOTHING = Reading()


class Option(NamedTuple):
    """One choice of a question: a stable key, the label that is shown, and the words that mean the same."""

    key: str
    label: str
    also: tuple[str, ...] = ()


class QuestionSpec(NamedTuple):
    """What the open question asks for, as far as reading is concerned.

    `kind` is one of: choice choices yes_no money number days rate date month clock rating platform city text reference.
    `fact` names the vocabulary slot that is asked (overdue_days, amount, monthly_income, affordable_monthly, received,
    per_period, periods, platforms_count, reasons, events, payday_date, hearing_date, doc_received_date …), or "".
    `options` maps stable keys to labels with synonyms, in the order shown.
    `ask` is the sentence that was asked, so that verbs echoed from it can be recognised.
    """

    kind: str
    fact: str = ""
    options: tuple[Option, ...] = ()
    ask: str = ""


FACTS = frozenset(
    {
        *(
            "events",
            "reasons",
            "temptations",
            "secrets",
            "children",
            "platforms",
            "platforms_count",
            "second_overdue",
            "debtor",
            "overdue_days",
            "amount",
        ),
        *("total", "monthly_income", "affordable_monthly", "rate_annual_pct", "call_time"),
        *("hearing_date", "doc_received_date", "payday_date", "overdue_since", "received_date", "paid_date"),
        *("received", "principal", "per_period", "periods", "term_days", "total_repay"),
        *(
            "paper_lender",
            "paper_kind",
            "next_lender",
            "next_kind",
            "next_received",
            "next_hearing",
            "more_papers",
        ),  # of several papers told at once: the one that is looked at first, the one behind it, whether there are more
        *(
            "paper_of",
            "essentials",
            "family_costs",
            "paid",
            "fee",
            "limit",
            "cash",
        ),  # never heard in passing; they tell the reader which sum is asked
    }
)
"""The vocabulary of `hears`: what a free message may state, and what a question may ask for by name."""


class Level(IntEnum):
    """Crisis levels L0–L3 of the guidance, section 5.3; comparable, so that a level can only rise."""

    NONE = 0
    DISTRESS = 1
    IDEATION = 2
    IMMINENT = 3


class DangerKind(StrEnum):
    NONE = "none"
    SELF = "self"
    OTHER_PERSON = "other_person"
    HARM_TO_OTHERS = "harm_to_others"


ALIKE = "like: "  # in front of what weighed most


class Danger(NamedTuple):
    """What a text says about danger; `spans` count characters of the text as given, `rule` names what fired."""

    level: Level = Level.NONE
    kind: DangerKind = DangerKind.NONE
    spans: tuple[Span, ...] = ()
    rule: str = ""

    @property
    def latches(self) -> bool:
        """From ideation on, nothing but the crisis steps runs."""
        return self.level >= Level.IDEATION

    @property
    def alike(self) -> bool:
        """No rule fired: the words are like what people in danger write."""
        return self.rule.startswith(ALIKE)


class DangerWords(NamedTuple):
    """Words that editors add without code; exceptions quiet only words that editors added, never the core."""

    ideation: tuple[str, ...] = ()
    imminent: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


NO_EXTRA = DangerWords()


class PaperTold(NamedTuple):
    """One court paper of those that a message tells of: whose ("" where that is not said), the event, its own days."""

    lender: str
    kind: str
    received: Reading = NOTHING
    hearing: Reading = NOTHING


class Opening(NamedTuple):
    """All that a free message says, by vocabulary slot, the one priority that it asks for ("" when none), and the court papers."""

    facts: dict[str, Reading]
    priority: str = ""
    papers: tuple[PaperTold, ...] = ()


class Masked(NamedTuple):
    """A text safe to keep, and which kinds of identifier were hidden in it (id card phone code address name)."""

    text: str
    kinds: tuple[str, ...] = ()

"""The last day that a paper of a court gives: counted from the day after it came, shown with what it rests on.

The day is not moved for holidays: whether it moves is the court's to say (`semantics.md` 12), and the words say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.facts import FactRegister
from bot.reports.case import Case

DAYS = 15
RESTS_ON: Mapping[str, tuple[str, str]] = {
    "summons": ("civproc_128", "提交答辩状"),
    "payment_order": ("civproc_227", "向发出它的法院提出书面异议，或者清偿"),
}
WARNING = "末日遇休假日是否顺延、最后是哪天，以法院文书和法官告知为准"


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is known of the paper with a date on it."""

    kind: str
    received: dt.date | None = None
    last: dt.date | None = None
    hearing: dt.date | None = None
    rests_on: str = ""
    what: str = ""
    exact: bool = True

    @property
    def first(self) -> dt.date | None:
        """The earlier of the two days."""
        days = [d for d in (self.last, self.hearing) if d is not None]
        return min(days) if days else None


def deadline_of(case: Case) -> Deadline | None:
    """The deadline, or None where no paper was spoken of."""
    kind, received, hearing = case.value("doc_kind"), case.value("received_on"), case.value("hearing_on")
    received = received if isinstance(received, dt.date) else None
    hearing = hearing if isinstance(hearing, dt.date) else None
    if kind is None and received is None and hearing is None and not _said_paper(case):
        return None
    words = case.told["doc_kind"].text if "doc_kind" in case.told else "种类没说清"
    rule = RESTS_ON.get(str(kind))
    last = received + dt.timedelta(days=DAYS) if received is not None and rule is not None else None
    register = register_of(case)
    name = register.say(rule[0], "name", case.today) if rule is not None else ""
    rough = "received_on" in case.told and case.told["received_on"].rough
    return Deadline(words, received, last, hearing, name, rule[1] if rule else "", not rough)


def _said_paper(case: Case) -> bool:
    return case.value("urgent") == "court" or "doc_kind" in case.unsaid


def register_of(case: Case) -> FactRegister:
    """The facts of the edition."""
    found = case.book.constants.get("fact")
    return found if isinstance(found, FactRegister) else FactRegister()


def law_as_of(case: Case) -> dt.date | None:
    """Until when the law was looked at: the oldest check among the articles that may be shown."""
    register = register_of(case)
    checked = [f.checked_on for f in register.facts.values() if f.kind == "law" and register.shown(f.id, case.today)]
    return min(checked) if checked else None


def day(value: dt.date | None) -> str:
    """A whole date, or where it is to be found."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日" if value is not None else "没说"


def left(value: dt.date, today: dt.date) -> str:
    """How far a day is."""
    days = (value - today).days
    if days > 0:
        return f"还有 {days} 天"
    return "就是今天" if days == 0 else f"已经过了 {-days} 天"

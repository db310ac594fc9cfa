"""The paper with a date on it, as summaries show it: the last day is counted by `bot.finance.deadlines`, here with its laws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from bot.content.facts import FactRegister
from bot.engine.answers import Names
from bot.finance import deadlines
from bot.finance.deadlines import Ground
from bot.reports.case import Case
from bot.reports.slots import COURT_PAPERS

RESTS_ON: Mapping[str, tuple[str, str]] = {
    "summons": ("due_answer", "提交答辩状"),
    "payment_order": ("due_payment_order", "向发出它的法院提出书面异议，或者清偿"),
    "judgment": ("due_appeal", "不服就上诉；小额诉讼不能上诉"),
    "ruling": ("due_appeal", "能上诉的裁定，不服就上诉"),
    "award": ("due_arbitration", "有法定理由的，向法院申请撤销"),
}
"""Of each paper whose term a law fixes: the fact that says so, and what the day is for."""
SAID: Mapping[Ground, str] = {
    Ground.DAY_AFTER_RECEIPT: "从收到的第二天数起",
    Ground.MOVED_BEHIND_DAYS_OFF: "末日是休息日，顺延到上班那天",
    Ground.DAYS_OFF_UNKNOWN: "那一年的放假安排还没核对，是否顺延以法院告知为准",
    Ground.EARLIEST_RECEIPT: "收到日说不准，按最早可能的那天算",
    Ground.PAPER_DECIDES: "以法院文书和法官告知为准",
}
WARNING = "最后是哪天，以法院文书和法官告知为准"


class Deadline(Struct, frozen=True):
    """What is known of the paper with a date on it."""

    kind: str
    received: dt.date | None = None
    counted: deadlines.Deadline | None = None
    hearing: dt.date | None = None
    rests_on: str = ""
    what: str = ""
    how: str = ""
    exact: bool = True

    @property
    def last(self) -> dt.date | None:
        """The last day, as far as a law gives one."""
        return self.counted.last if self.counted is not None else None

    @property
    def first(self) -> dt.date | None:
        """The earlier of the two days."""
        days = [d for d in (self.last, self.hearing) if d is not None]
        return min(days) if days else None

    @property
    def grounds(self) -> str:
        """What the last day rests on, in one sentence."""
        return "；".join(SAID[g] for g in self.counted.grounds) if self.counted is not None else WARNING


def deadline_of(case: Case) -> Deadline | None:
    """The deadline, or None where no paper was spoken of."""
    kind, received, hearing = case.value("doc_kind"), case.value("received_on"), case.value("hearing_on")
    received = received if isinstance(received, dt.date) else None
    hearing = hearing if isinstance(hearing, dt.date) else None
    if kind is None and received is None and hearing is None and not _said_paper(case):
        return None
    words = case.told["doc_kind"].text if "doc_kind" in case.told else "、".join(_papers(case)) or "种类没说清"
    fact, what = RESTS_ON.get(str(kind), ("", ""))
    name = register_of(case).say(fact, "name", case.today) if fact else ""
    rough = "received_on" in case.told and case.told["received_on"].rough
    return Deadline(words, received, _counted(case, str(kind)), hearing, name, what, _how(str(kind)), not rough)


def _how(kind: str) -> str:
    term = deadlines.TERMS.get(kind)
    if term is None:
        return ""
    return f"收到次日起算 {term.length} 个月" if term.months else f"收到次日起算第 {term.length} 天"


def _counted(case: Case, kind: str) -> deadlines.Deadline | None:
    low, high = Names(case.work()).bounds("received_on")
    term = deadlines.TERMS.get(kind)
    if term is None or not isinstance(low, dt.date):
        return None
    return deadlines.deadline(low, term, case.book.tables.holidays, high if isinstance(high, dt.date) else None)


def _said_paper(case: Case) -> bool:
    return case.value("urgent") == "court" or "doc_kind" in case.unsaid or bool(_papers(case))


def _papers(case: Case) -> list[str]:
    """The papers that were told as something that happened, as they are called."""
    held = case.value("events")
    return [case.option("events", key) for key in held if key in COURT_PAPERS] if isinstance(held, tuple) else []


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

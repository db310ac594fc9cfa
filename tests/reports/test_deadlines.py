"""A summary shows the last day that the engine counts, with what it rests on as sentences."""

from __future__ import annotations

import datetime as dt

import people
import pytest

from bot.content.summary_fields import Audience
from bot.engine.answers import value_under
from bot.finance.deadlines import TERMS, Ground
from bot.reports.deadlines import RESTS_ON, SAID, deadline_of
from bot.reports.page import pieces
from bot.reports.summary import summary_of

D = dt.date.fromisoformat
CASES = [  # paper, received, last day, what the small print says
    ("summons", "2026-11-18", "2026-12-03", ("从收到的第二天数起",)),
    ("summons", "2026-09-16", "2026-10-08", ("末日是休息日",)),
    ("payment_order", "2026-12-20", "2027-01-04", ("放假安排还没核对", "法院告知为准")),
    ("judgment", "2026-11-20", "2026-12-07", ("末日是休息日",)),
    ("ruling", "2026-11-19", "2026-11-30", ("末日是休息日",)),
    ("award", "2026-08-24", "2026-11-24", ("从收到的第二天数起",)),
]


def page(person: people.Person) -> str:
    return "\n".join(text for _, text in pieces(summary_of(person.case(), Audience.LAWYER).page.blocks))


@pytest.mark.parametrize(("kind", "received", "last", "says"), CASES)
def test_the_page_and_the_engine_count_alike(kind: str, received: str, last: str, says: tuple[str, ...]) -> None:
    """One count for slots and summaries: same day, and the summary says what it rests on and names its law."""
    person = people.Person().holds(doc_kind=kind, received_on=received)
    found = deadline_of(person.case())
    assert found is not None
    assert found.last == D(last) == value_under(person.case().work(), "paper_by")
    words = page(person)
    day = D(last)
    assert f"最后一天：{day.year} 年 {day.month} 月 {day.day} 日" in words
    assert all(one in words for one in (*says, "以法院文书和法官告知为准", found.what))
    assert found.rests_on in words
    assert "请问法院" not in words


def test_a_range_counts_from_its_earliest_day() -> None:
    """「上周」: the page shows the day that the earliest receipt gives, and says so."""
    person = people.Person().says("收到法院消息", "支付令", "上周", "对")
    found = deadline_of(person.case())
    assert found is not None
    assert found.last == D("2026-11-24")  # 9 November, a Monday, and fifteen days
    assert "按最早可能的那天算" in page(person)


@pytest.mark.parametrize("kind", ["mediation", "arbitration", "enforce", "notary"])
def test_papers_without_a_term_are_not_counted(kind: str) -> None:
    """Where no law fixes days for everybody, none are shown."""
    person = people.Person().holds(doc_kind=kind, received_on="2026-11-18")
    found = deadline_of(person.case())
    assert found is not None
    assert found.last is None
    assert "这里算不出" in page(person)


def test_every_ground_has_its_sentence() -> None:
    """Whatever a count rests on can be said, and every paper with a term names its law."""
    assert set(SAID) == set(Ground)
    assert set(RESTS_ON) == {str(p) for p in TERMS}

"""Scripts and letters as somebody reads them out: a full, a half-known and an unknown person, each of every paper."""

from __future__ import annotations

import re
from functools import cache

import pytest

from bot.engine.environment import Sight
from bot.engine.papers import gaps
from bot.engine.work import Work
from tests.reports.people import NOW, Person
from tests.shipped import shipped_book as book

FULL = {
    "overdue_days": 62, "debt__platform": "微粒贷", "debt__owed": 12000, "debt__received": 10000, "debt__paid_total": 3000,
    "debt__principal": 10000, "debt__shape": "months", "reasons": ["job_loss", "other"], "monthly": 800, "city": "成都",
    "ticket": "20261120883", "reply_by": "2026-11-25", "hard_since": "今年九月", "hard_kind": "job", "has_papers": "some",
    "outlook": "short", "income": 5500, "essentials": 3500, "dependents": "kids", "days_left": 5, "kin_who": "parents",
    "kin_ask": "answer", "doc_kind": "summons", "received_on": "2026-11-18", "hearing_on": "2026-12-10",
    "cross_kind": "others", "call_time": "23:30", "calls_day": 5, "who_calls": "agency", "their_words": "再不还就去你单位",
    "second_time": True, "broke_at": 3, "broke_why": "living", "objection": "amount", "contact_window": "evening",
}  # fmt: skip
HALF = {
    "overdue_days": 5, "debt__platform": "花呗", "reasons": ["gambling", "other"], "monthly": 0, "platforms_count": 4,
    "hard_since": "从九月开始", "dependents": "none", "second_time": True, "broke_why": "other", "objection": "none",
}  # fmt: skip
PEOPLE = {"full": FULL, "half": HALF, "unknown": {}}
PAPERS = sorted(book().documents)
SAYS_THE_FORM = (
    "能还 0 元",
    "每月 0 元",
    "从 从",
    "开始 起",
    "起 起",
    "从 今年",
    "，眼下还看不到好转",
    "或降薪",
    "其他原因",
    "赌输了",
    "花超了",
    "（几家）",
    "（日期）",
)


@cache
def read_out(who: str, name: str) -> str:
    person = Person().holds(**PEOPLE[who])
    assert person.session is not None
    return book().documents[name].body.render(Work(book(), person.session, NOW, Sight).values())


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_paper_can_be_read_out(who: str, name: str) -> None:
    """No nought is offered, no label of a form is read as a sentence, nobody's gambling is told to a lender, every gap is one."""
    text = read_out(who, name)
    assert [words for words in SAYS_THE_FORM if words in text] == []
    assert "〔请补：" not in re.sub(r"〔请补：[^〔〕]{1,40}〕", "", text)


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_paper_says_where_help_is(who: str, name: str) -> None:
    """Beside what it is for, each says: free official advice, no transfers to private persons, danger rings 110 and 120."""
    text = read_out(who, name)
    assert re.search("个人", text)
    assert all(number in text for number in ("12348", "110", "120"))


def test_what_is_known_leaves_no_gap() -> None:
    """Somebody who told everything decides one thing before the call: the day of the first payment."""
    assert gaps(read_out("full", "scripts/platform_call")) == ("从哪天开始还",)
    assert gaps(read_out("full", "scripts/second_call")) == ()


def test_nobody_invents_what_was_not_said() -> None:
    """What is unknown is a gap that is listed, never a guess."""
    missing = gaps(read_out("unknown", "scripts/platform_call"))
    assert {"平台", "逾期天数", "还不上的原因", "每月能还这家多少", "从哪天开始还", "能接电话的时段"} <= set(missing)
    assert {"断在第几期", "为什么断"} <= set(gaps(read_out("unknown", "scripts/second_call")))
    assert {"几家", "总数的范围"} <= set(gaps(read_out("unknown", "scripts/tell_family")))


def test_the_spoken_part_is_as_long_as_it_says() -> None:
    """Thirty to forty seconds at some four characters a second; what is asked afterwards stands by itself."""
    text = read_out("full", "scripts/platform_call")
    spoken = text.partition("三四十秒）")[2].partition("## 接着问")[0]
    assert 80 <= len(re.sub(r"\W", "", spoken)) <= 260
    assert "困难帮扶、延期或者纾困" in text.partition("## 接着问")[2]


def test_who_will_manage_soon_asks_for_time_first() -> None:
    """One or two months: an extension first, instalments as the way back."""
    assert "想先申请延期；延不了，就按这个数分期" in read_out("full", "scripts/platform_call")
    assert "都是真的，请告诉我往哪里交" in read_out("full", "scripts/platform_call")


def test_a_letter_of_complaint_says_who_and_what_came_before() -> None:
    """Each names who writes, what the lender was told, and the hours that are asked for."""
    for name in ("complain_org", "complain_12378", "complain_local", "complain_nifa"):
        text = read_out("full", f"letters/{name}")
        assert re.search("反映人|借款人（称呼自己填）", text)
        assert "反映过" in text
        assert "只在约定时段联系本人：每天晚上七点到八点" in text

"""Scripts and letters as somebody reads them out: a full, a half-known and an unknown person, each of every paper."""

from __future__ import annotations

import re
from functools import cache

import pytest

from bot.engine.environment import Sight
from bot.engine.papers import gaps
from bot.engine.session import Answer
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
# two lenders, and nobody said of which of them the paper is; the figures held are the first one's
TWO = {
    "overdue_days": 70, "debt__platform": "微粒贷", "debt__owed": 12000, "debt__received": 9000, "debt__principal": 9876,
    "monthly": 1000, "reasons": ["illness"], "contact_window": "noon", "dependents": "both", "ill_or_weak": "yes",
    "doc_kind": "payment_order", "received_on": "2026-11-16", "objection": "none", "paper_from": "花呗",
}  # fmt: skip
OLD = {**FULL, "overdue_days": 1300, "second_time": False}
PEOPLE = {"full": FULL, "half": HALF, "unknown": {}, "two": TWO, "old": OLD}
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
    if who == "two":
        person.session.items["debts"] = ["d1", "d2"]
        for key, value in (("platform", "花呗"), ("owed", 6000)):
            person.session.slots[f"debt.{key}@d2"] = Answer("value", value, at=NOW.isoformat(), turn=1)
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


BADLY_SET = re.compile(
    "[\u4e00-\u9fff][,;:!?()](?!\\d)|[,;!?()][\u4e00-\u9fff]|([。，；：、])\\1|[。，、；][，。、；]|[ ]〔|〕[ ](?=[\u4e00-\u9fff])|（）|「」|(的|了|还|请|我){3}"
)


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_paper_is_well_set(who: str, name: str) -> None:
    """Full-width punctuation, none of it doubled, no blank beside a gap, nothing in brackets left empty."""
    text = read_out(who, name)
    assert [text[max(0, hit.start() - 9) : hit.end() + 9] for hit in BADLY_SET.finditer(text)] == []


@pytest.mark.parametrize("name", ["apply", "follow_up", "court_answer", "payment_order", "doubts"])
def test_nobodys_share_goes_to_another_lender(name: str) -> None:
    """Where two lenders are known and it is not said whose the paper is, the figures of one are left to be filled in."""
    text = read_out("two", f"letters/{name}")
    assert [figure for figure in ("667 元", "666 元", "9000 元", "9876 元") if figure in text] == []
    assert [gap for gap in gaps(text) if gap.startswith(("分给这一家的数", "这一家"))]
    assert "667 元" in read_out("two", "scripts/platform_call")


def test_an_old_debt_is_only_asked_about() -> None:
    """After years nothing is owned to and nothing offered before a lawyer was asked: the call only asks, the rest waits."""
    call = read_out("old", "scripts/platform_call")
    assert "先停一步" in call
    assert [
        words for words in ("愿意还", "确有这笔借款", "最多能还", "不是不想还", "登记我的困难") if words in call
    ] == []
    for name, words in (
        ("scripts/one_minute", "先别打"),
        ("scripts/text_version", "先别发"),
        ("letters/apply", "先放着这份"),
    ):
        assert words in read_out("old", name)
        assert words not in read_out("full", name)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_message_after_the_call_is_one_message(who: str) -> None:
    """The text sent afterwards has at most 120 characters, gaps included, and no numbers of papers or cards."""
    body = read_out(who, "letters/follow_up").partition("\n\n---")[0]
    assert 60 < len(body) <= 120

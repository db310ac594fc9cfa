"""Of several court papers told in one breath each keeps its own lender, kind and days; what is not plain is not told apart."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import read_opening

TODAY = dt.date(2026, 11, 22)
NOV18, NOV20, DEC10 = dt.date(2026, 11, 18), dt.date(2026, 11, 20), dt.date(2026, 12, 10)
ORDER, SUMMONS = "payment_order", "summons"
PIECES = [
    "招联",
    "马上消费",
    "借呗",
    "信用卡",
    "支付令",
    "传票",
    "判决书",
    "仲裁通知",
    "开庭",
    "11月18号",
    "12月10号",
    "收到",
    "的",
    "是",
    "和",
    "，",
    "；",
    "。",
]


def told(text: str) -> list[tuple[str, str, object, object]]:
    papers = read_opening(text, TODAY).papers
    return [(p.lender, p.kind, p.received.value, p.hearing.value) for p in papers]


@pytest.mark.parametrize(
    "text",
    [
        "招联支付令11月18号收到，马上消费传票11月20号收到，12月10号开庭",
        "支付令是招联的，11月18号收到；传票是马上消费的，11月20号收到，12月10号开庭",
        "招联11月18号收到支付令，马上消费的传票11月20号收到的 12月10号开庭",
        "招联的支付令11月18号收到，还有传票11月20号收到，是马上消费的，12月10号开庭",
    ],
)
def test_each_paper_keeps_its_own(text: str) -> None:
    """Whose, which kind, received when, heard when."""
    assert told(text) == [("招联金融", ORDER, NOV18, None), ("马上消费金融", SUMMONS, NOV20, DEC10)]


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("收到两张传票，招联的12月10号开庭，马上消费的11月20号收到", [("招联金融", SUMMONS, None, DEC10), ("马上消费金融", SUMMONS, NOV20, None)]),
        ("招联发了支付令，马上消费把我起诉了，12月10号开庭", [("招联金融", ORDER, None, None), ("马上消费金融", SUMMONS, None, DEC10)]),
        ("招联支付令和马上消费传票都收到了", [("招联金融", ORDER, None, None), ("马上消费金融", SUMMONS, None, None)]),
        ("支付令11月18号收到，传票11月20号收到，12月10号开庭", [("", ORDER, NOV18, None), ("", SUMMONS, NOV20, DEC10)]),
        ("收到信用卡的传票，11月20号收到的", [("信用卡", SUMMONS, NOV20, None)]),
        ("我欠借呗一万，收到车贷的传票", [("车贷", SUMMONS, None, None)]),
        ("银行寄来的传票", [("银行", SUMMONS, None, None)]),
        ("马上消费的传票呢", [("马上消费金融", SUMMONS, None, None)]),
        ("借呗三千，花呗六千，收到支付令了", [("", ORDER, None, None)]),
        ("银行卡被冻了，收到传票", [("", SUMMONS, None, None)]),
    ],
)  # fmt: skip
def test_whose_paper_it_is(text: str, papers: list[tuple[str, str, object, object]]) -> None:
    """A name beside the paper says whose it is; a name somewhere else does not."""
    assert told(text) == papers


@pytest.mark.parametrize(
    "text", ["收到传票，后来判决了，现在法院强制执行", "收到传票和支付令", "没收到传票，也没有支付令", "我欠借呗一万"]
)
def test_what_is_not_plain_is_not_told_apart(text: str) -> None:
    """One case through its stages is no two papers, and two papers without names or days are not guessed at."""
    assert told(text) == []


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_day_is_anybodys_twice(text: str) -> None:
    """Whatever stands beside whatever: nothing raises, and of two papers no day of receipt is read from one place for both."""
    papers = read_opening(text, TODAY).papers
    assert len(papers) <= 14
    assert len(papers) < 2 or len({(p.lender, p.kind) for p in papers}) == len(papers)

"""Whose words a figure is: an own figure outdoes a claim, hearsay and rules answer nothing, what one had believed gives way."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from bot.understanding import parse

TODAY = dt.date(2026, 11, 21)
CLAIMS = (
    "催收说我逾期九十天了", "他们非说我逾期九十天", "系统显示逾期九十天", "短信说我逾期了九十天", "客服那边讲我逾期九十天", "催收的人打电话说逾期九十天", "那个人硬说我逾期九十天",
    "app上写着逾期九十天",
)  # fmt: skip
ANSWERS = ("但我才四十天", "，其实才四十天", "，实际上就四十天", "，我算了是四十天", " 我查了一下才四十天", "，明明就四十天", "，可我才四十天", " 我自己记的四十天", "，哪有，才四十天")  # fmt: skip
HEARSAY = (
    "网上说",
    "听说",
    "据说",
    "朋友说",
    "群里都说",
    "抖音上看到说",
    "别人跟我说",
    "有人说",
    "同事说",
    "贴吧里说",
    "听人说",
    "网上查到",
)
RULES = ("一万以下不起诉", "五万以上才立案", "超过五万就上门", "两万以上才会判刑", "欠十万都没事", "五千都不算多")


@pytest.mark.parametrize(("claim", "answer"), list(product(CLAIMS, ANSWERS)))
def test_an_own_delay_outdoes_a_claimed_one(claim: str, answer: str) -> None:
    """What the person says of themselves stands, and answers the question that the claim was about."""
    assert parse("overdue_days", claim + answer, TODAY, None).get("overdue_days") == 40
    assert parse("open", claim + answer, TODAY, None).get("overdue_days") == 40


@pytest.mark.parametrize("claim", [*CLAIMS, "我逾期九十天了，催收天天说要上门"])
def test_a_claim_alone_is_all_that_is_known(claim: str) -> None:
    """Where nobody answers it, a claimed figure is read."""
    assert parse("overdue_days", claim, TODAY, None).get("overdue_days") == 90


@pytest.mark.parametrize(
    "told",
    [
        "催收说欠两万八，其实我就借了八千还剩五千多", "平台说我欠三万，但我才欠五千三", "客服说要还八千六 我看了账单是五千五", "短信写着欠一万二，我算了就五千一",
        "他们说一共两万，实际就五千二",
    ],
)  # fmt: skip
def test_an_own_sum_outdoes_a_claimed_one(told: str) -> None:
    """The same for sums: about five thousand, whatever they say."""
    for question in ("amount", "open"):
        assert 5000 <= parse(question, told, TODAY, None).get("amount", 0) < 6000, question


@pytest.mark.parametrize(
    "told", ["平台说现在要还三万，本金其实才两万", "催收让我还三万，实际本金才两万", "平台说我欠三万，我手里只有两千"]
)
def test_a_principal_or_cash_denies_no_balance(told: str) -> None:
    """What was borrowed or lies at hand is no answer to what is claimed."""
    assert parse("amount", told, TODAY, None).get("amount") == 30000


@pytest.mark.parametrize(("heard", "rule"), list(product(HEARSAY, RULES)))
def test_hearsay_is_nobodys_debt(heard: str, rule: str) -> None:
    """网上说一万以下不起诉 tells of no debt; an own sum beside it is the debt."""
    assert "amount" not in parse("amount", heard + rule, TODAY, None)
    assert "amount" not in parse("open", heard + rule, TODAY, None)
    for own in ("我欠一万六", "我才一万六", "我自己欠了一万六"):
        for text in (f"{heard}{rule}，{own}", f"{heard}{rule} {own}", f"{own}，{heard}{rule}"):
            assert parse("amount", text, TODAY, None).get("amount") == 16000, text


@pytest.mark.parametrize("rule", RULES[:4])
def test_a_rule_needs_nobody_to_say_it(rule: str) -> None:
    """五万以上才立案 is a rule even when nobody is said to have told it."""
    assert "amount" not in parse("amount", f"{rule}吧", TODAY, None)


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("网上说九十天才起诉 我才三十五天", 35), ("听说三个月就上门，我逾期三十五天了", 35), ("朋友说他逾期两年都没事 我三十五天", 35),
        ("满三个月才起诉，我三十五天", 35), ("我以为才十天，一看都三十五天了", 35),
    ],
)  # fmt: skip
def test_days_of_a_rule_are_no_delay(told: str, days: int) -> None:
    """How long others were late, or when a rule begins, is not how late one is."""
    assert parse("overdue_days", told, TODAY, None).get("overdue_days") == days


@pytest.mark.parametrize(
    "told", ["朋友说我欠三万会坐牢", "别人说我这三万得还", "我欠三万以上会不会判刑", "听说要起诉了，欠三万"]
)
def test_what_is_told_of_oneself_stays(told: str) -> None:
    """Words about the person are no hearsay, whoever says them."""
    assert parse("amount", told, TODAY, None).get("amount") in (30000, 33000)


@pytest.mark.parametrize(
    ("told", "count"),
    [("听说欠三家以上算多头 我有五家", 5), ("催收说我欠七家，其实就五家", 5), ("网上说三家以上才算", None)],
)
def test_lenders_of_others_are_not_counted(told: str, count: int | None) -> None:
    """The same for how many lenders there are."""
    assert parse("platforms_count", told, TODAY, None).get("platforms_count") == count

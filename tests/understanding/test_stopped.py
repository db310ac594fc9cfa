"""What stopped is the repayment, or something else: 店停了半个月了 says nothing of how late a debt is, 还款停了半个月 does."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import read
from bot.understanding.opening import read_opening
from bot.understanding.readings import QuestionSpec, Sure

TODAY = dt.date(2026, 11, 22)


def _late(text: str, asked: bool) -> object:
    if asked:
        return read(QuestionSpec("days", "overdue_days"), text, TODAY).value
    reading = read_opening(text, TODAY).facts.get("overdue_days")
    return reading.value if reading is not None else None


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(
    "told",
    [
        "停工停了半个月了", "停业半个月了", "店停了半个月了", "手术停了半个月了", "厂里停了半个月了", "活停了半个月", "生意停了一个月了", "直播停了20天", "车停了十天", "药停了一个月",
        "社保停了三个月", "公司停了一个月了", "停产半个月", "停机半个月了", "停电三天了", "孩子的课停了一个月", "网店停了快两个月了", "我的活已经停了半个月了", "单子都停了半个月了",
    ],
)  # fmt: skip
def test_something_else_stopped(told: str, asked: bool) -> None:
    """A shop, a medicine or a machine that stopped is no delay, whatever was asked."""
    assert _late(told, asked) is None


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("还款停了半个月", 15), ("还款停了半个月了", 15), ("微粒贷停了半个月了", 15), ("借呗停了一个月没还", 30), ("停还半个月了", 15), ("停了半个月没还", 15), ("网贷停了半个月了", 15),
        ("月供停了两个月", 60), ("分期停了一个月了", 30), ("借呗两万停了半个月了", 15), ("还款已经停了20天", 20), ("网贷都停了两个月了", 60),
    ],
)  # fmt: skip
def test_the_repayment_stopped(told: str, days: int) -> None:
    """A repayment, a lender or an instalment that stopped is late since then."""
    assert (_late(told, True), _late(told, False)) == (days, days)


@pytest.mark.parametrize("told", ["停了半个月了", "我停了半个月了", "都停了半个月了", "已经停了半个月"])
def test_asked_how_late_it_is_the_debt_that_stopped(told: str) -> None:
    """The question says what: alone the same words say nothing."""
    assert (_late(told, True), _late(told, False)) == (15, None)


@pytest.mark.parametrize(
    "told",
    [
        "省呗一万三 22天",
        "省呗一万三，22天",
        "借呗两万 15天",
        "欠花呗八千 10天",
        "还呗5200 33天",
        "微粒贷3万，40天，洋钱罐",
    ],
)
def test_days_beside_a_sum_are_a_guess(told: str) -> None:
    """Days that stand beside a lender's sum are taken for the delay, but read back as chosen; 逾期 makes them sure."""
    reading = read_opening(told, TODAY).facts["overdue_days"]
    assert reading.sure is Sure.CHOSEN
    assert read_opening("省呗一万三 逾期22天", TODAY).facts["overdue_days"].sure is Sure.EXACT

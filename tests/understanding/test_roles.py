"""Several figures in one breath: what each is for decides which of them is the answer; kind | words | what is meant.

Written before the code was tried on them: of the first 85 lines 66 were right at first sight, of the next 50 forty, of 45
sums 32. They were then used. Free messages (o) name slots with their values; a slot that is None must not be heard.
"""

from __future__ import annotations

import datetime as dt
import pathlib
from itertools import product

import pytest

from bot.understanding import QuestionSpec, parse, read
from tests.understanding.test_answers_fresh import KINDS, fits

TODAY = dt.date(2026, 11, 21)


def table(name: str) -> list[list[str]]:
    """The lines of a table beside this module."""
    said = pathlib.Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.split("|") for line in said.splitlines() if line]


ROWS = table("roles.txt")
SUMS = table("sums.txt")  # fact | words | what is meant


def meant(kind: str, got: object, want: str) -> bool:
    """The reading is what was meant, and silence only where silence was meant."""
    return fits(kind, got, want) and (got in (None, [])) == (want == "None")


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] != "o"], ids=lambda row: row[1])
def test_the_figure_that_answers(row: list[str]) -> None:
    """Ages, fees, wages, calls, hearsay and the debts of others stand beside the answer and are not taken for it."""
    kind, text, *wanted = row
    question, slot = KINDS[kind]
    got = parse(question, text, TODAY, None).get(slot)
    assert any(meant(kind, got, want) for want in wanted), got


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] == "o"], ids=lambda row: row[1])
def test_the_figures_of_a_free_message(row: list[str]) -> None:
    """Each figure of a free message lands in its own slot, or in none."""
    got = parse("open", row[1], TODAY, None)
    for each in row[2].split(";"):
        slot, _, want = each.partition("=")
        assert meant("", got.get(slot), want), (slot, got.get(slot))


@pytest.mark.parametrize("row", SUMS, ids=lambda row: f"{row[0]} {row[1]}")
def test_the_sum_that_is_asked_for(row: list[str]) -> None:
    """Of several sums the one that answers: what one can pay, what comes in, what living costs, what is owed."""
    fact, text, *wanted = row
    reading = read(QuestionSpec("money", fact), text, TODAY)
    assert any(meant("", reading.value, want) for want in wanted), (reading.value, reading.rule)


@pytest.mark.parametrize(
    ("feast", "days"),
    [
        ("去年十一", 416), ("去年的十一", 416), ("今年十一", 51), ("去年五一", 569), ("今年五一", 204), ("去年元旦", 689), ("去年春节", 661),
        ("去年过年", 661), ("去年中秋", 411), ("去年双十一", 375), ("今年618", 156), ("去年618", 521), ("前年双十一", 740), ("大前年国庆", 1147),
    ],
)  # fmt: skip
def test_a_festival_of_a_named_year(feast: str, days: int) -> None:
    """去年十一 is the first of October of last year, and no eleven days."""
    for frame in ("最早那笔{}", "{}", "{}就没还了", "从{}开始逾期的"):
        assert parse("overdue_days", frame.format(feast), TODAY, None).get("overdue_days") == days, frame


@pytest.mark.parametrize("month", ["去年十一月", "去年十一月份", "今年十月"])
def test_a_month_stays_a_month(month: str) -> None:
    """去年十一月 is November, whatever 去年十一 is."""
    got = parse("overdue_days", f"{month}开始没还", TODAY, None)["overdue_days"]
    assert got in range(355, 386) if month.startswith("去年") else got in range(21, 52)


AGES = (
    "孩子才两个月大", "娃三个月", "宝宝刚四十天", "二宝十个月", "我怀孕七个月了", "孩子一岁半", "女儿八个月大了", "带着四个月的孩子", "怀孕都五个月",
    "我读大三", "老二刚出生", "儿子上五年级",
)  # fmt: skip


@pytest.mark.parametrize(("age", "late"), list(product(AGES, ["", "，逾期二十五天了"])))
def test_an_age_is_no_delay(age: str, late: str) -> None:
    """How old a child is says nothing about how late a debt is."""
    got = parse("overdue_days", age + late, TODAY, None).get("overdue_days")
    assert got == (25 if late else None)


INCOMES = (
    "我月薪四千", "工资四千", "工资一个月四千", "薪水四千", "到手工资四千", "一个月挣四千", "每月才挣四千", "底薪四千", "月入四千", "每月进账四千", "退休金四千",
    "养老金四千", "低保四千", "跑单能有四千", "跑单一个月能有四千", "跑外卖一个月四千", "送外卖一月四千", "打工一个月四千", "一个月收入四千", "每月就四千块死工资",
    "老板一个月给我开四千", "厂里每月发四千", "开网约车一个月四千", "做保洁四千", "税后四千", "月收入四千", "失业金四千", "摆摊每个月能赚四千", "四千块钱的工资", "每个月到手四千",
)  # fmt: skip


@pytest.mark.parametrize("income", INCOMES)
def test_what_comes_in_is_not_owed(income: str) -> None:
    """An income, however it is called, is income beside a debt and alone."""
    assert "amount" not in parse("amount", income, TODAY, None)
    assert "amount" not in parse("open", income, TODAY, None)
    assert read(QuestionSpec("money", "monthly_income"), income, TODAY).value == 4000
    assert not read(QuestionSpec("money", "affordable_monthly"), income, TODAY).found
    for text in (f"{income}，欠了三万", f"{income} 一共欠三万", f"欠三万，{income}", f"三万，{income}"):
        assert parse("amount", text, TODAY, None).get("amount") == 30000, text
        if "三万，" not in text:
            assert parse("open", text, TODAY, None).get("monthly_income") == 4000, text


@pytest.mark.parametrize(
    "daily", ["一天两百八", "一天能挣两百八", "日薪两百八", "每天两百八", "送外卖一天两百八", "一周一千五", "一单八块"]
)
def test_a_day_is_no_month(daily: str) -> None:
    """What comes in on a day is neither owed nor the income of a month."""
    for question in ("amount", "open"):
        got = parse(question, f"{daily}，欠美团一万一", TODAY, None)
        assert got.get("amount") == 11000, question
        assert "monthly_income" not in got
    assert not read(QuestionSpec("money", "monthly_income"), daily, TODAY).found


FEES = (
    "手续费要三千",
    "先交三千保证金",
    "中介收三千",
    "律师费三千",
    "要三千服务费",
    "交三千解冻费",
    "验资三千",
    "三千块会员费",
)
DEMANDS = (
    "催收让我先还三千",
    "他们要我今天先还三千",
    "最低还款三千",
    "平台要求首付三千",
    "客服说每期要还三千",
    "他们逼我马上还三千",
    "至少得还三千",
)
PAST = (
    "上个月还了三千",
    "之前还过三千",
    "已经还了三千",
    "去年每月还三千",
    "本来每个月还三千",
    "前后还了三千",
    "上个月才还了三千",
)
OTHERS = (
    "我妈帮我还了三千",
    "朋友欠我三千",
    "借给同事三千",
    "我哥替我付三千",
    "网上说三千以上才起诉",
    "额度三千",
    "给孩子三千",
    "学费三千",
)


@pytest.mark.parametrize("other", [*FEES, *DEMANDS, *PAST, *OTHERS])
@pytest.mark.parametrize("fact", ["affordable_monthly", "monthly_income", "amount"])
def test_a_sum_of_another_kind_answers_no_question(other: str, fact: str) -> None:
    """Fees, demands, what was paid and what others have are neither owed, nor earned, nor what one can pay; what is asked stands beside them."""
    spec = QuestionSpec("money", fact)
    assert not read(spec, other, TODAY).found
    said = {"affordable_monthly": "我每月能还八百", "monthly_income": "工资八百", "amount": "一共欠八百"}[fact]
    for text in (f"{other}，{said}", f"{said}，{other}", f"{other} {said}"):
        assert read(spec, text, TODAY).value == 800, text


@pytest.mark.parametrize(
    "told", ["三百，对了欠的是一万三不是一万", "能还三百，对了，欠的其实是一万三", "三百 借的钱是一万三"]
)
def test_an_afterthought_is_no_part(told: str) -> None:
    """The sum that is said to be the debt is not added to the answer before it, which stays an answer."""
    assert parse("amount", told, TODAY, None).get("amount") == 13000
    assert read(QuestionSpec("money", "affordable_monthly"), told, TODAY).value == 300

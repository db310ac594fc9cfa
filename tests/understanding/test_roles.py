"""Several figures in one breath: what each is for decides which of them is the answer; kind | words | what is meant.

Written before the code was tried on them. Free messages (o) name slots with their values; a slot that is None must not be heard.
"""

from __future__ import annotations

import datetime as dt
import pathlib
from itertools import product

import pytest

from bot.understanding import parse
from tests.understanding.test_answers_fresh import KINDS, fits

TODAY = dt.date(2026, 11, 21)
ROWS = [
    line.split("|")
    for line in pathlib.Path(__file__).with_name("roles.txt").read_text(encoding="utf-8").splitlines()
    if line
]


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

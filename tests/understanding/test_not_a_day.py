"""What is no day or sum of ours is not read as one: lunar days without a table, months that do not exist, figures in pieces."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from bot.understanding import parse

TODAY = dt.date(2026, 11, 21)
MOONS = ("腊月", "冬月", "农历十月", "阴历十一月", "农历冬月", "旧历二月")
DAYS = ("初八", "二十", "廿三", "十五", "三十", "", "底")


@pytest.mark.parametrize(("moon", "day"), list(product(MOONS, DAYS)))
def test_a_lunar_day_without_a_table_is_nothing(moon: str, day: str) -> None:
    """腊月二十 is not the twentieth of the next month."""
    for frame in ("{}", "{}发工资", "大概{}吧"):
        assert "date" not in parse("date", frame.format(moon + day), TODAY, None), frame.format(moon + day)


@pytest.mark.parametrize("text", ["十月初一", "三月初五发", "13月5号", "14月10号发工资", "15月"])
def test_other_days_that_are_none(text: str) -> None:
    """What sounds like a day but is none gives no date."""
    assert "date" not in parse("date", text, TODAY, None)


@pytest.mark.parametrize(
    ("text", "day"), [("正月初五", "2027-02-10"), ("农历正月初五", "2027-02-10"), ("除夕前", None), ("十二月初", None)]
)
def test_lunar_days_of_the_table_stay(text: str, day: str | None) -> None:
    """Lunar days that the table knows are read."""
    got = parse("date", text, TODAY, None).get("date")
    assert got is not None
    assert day is None or got == day


@pytest.mark.parametrize("text", ["¥1,2000", "1,2000", "¥3,5000"])
def test_a_figure_in_pieces_is_no_sum(text: str) -> None:
    """Digits broken apart are not put together into a sum."""
    assert "amount" not in parse("amount", text, TODAY, None)


@pytest.mark.parametrize(("text", "yuan"), [(".5万", 5000), ("约.8万", 8000), ("欠.6w", 6000), ("借呗.5万", None)])
def test_a_point_without_a_nought(text: str, yuan: int | None) -> None:
    """.5万 is five thousand; after another word the point may be a full stop, and 0.5 is not made up."""
    got = parse("amount", text, TODAY, None).get("amount")
    assert got == yuan if yuan else got != 5000

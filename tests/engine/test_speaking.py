"""Values are said exactly, in Chinese, with their units; nothing raises."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.engine import speaking
from bot.engine.values import UNKNOWN, SlotType, Value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12000, "1.2 万元"),
        (800, "800 元"),
        (Decimal("645.5"), "645.5 元"),
        (12345, "12345 元"),
        (10000, "1 万元"),
        (12300, "12300 元"),
        (9999, "9999 元"),
        (1_000_000, "100 万元"),
        (-12000, "-1.2 万元"),
        (0, "0 元"),
        (Decimal("12000.00"), "1.2 万元"),
        (Decimal("NaN"), ""),
        (Decimal("1E+999999"), ""),
        (UNKNOWN, ""),
        ("还没填", "还没填"),
        (True, "是"),
    ],
)
def test_money(value: Value, said: str) -> None:
    """万 only where one decimal says it exactly; never rounded."""
    assert speaking.money(value) == said


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (SlotType.DAYS, 18, "18 天"),
        (SlotType.DAYS, UNKNOWN, ""),
        (SlotType.RATE, Decimal("28.96"), "28.96%"),
        (SlotType.RATE, Decimal(10000), "10000%"),
        (SlotType.RATE, Decimal("43671.33"), "10000% 以上"),
        (SlotType.RATE, "高", "高"),
        (SlotType.DATE, dt.date(2026, 11, 20), "11 月 20 日"),
        (SlotType.MONTH, "2026-11", "2026 年 11 月"),
        (SlotType.MONTH, "下个月", "下个月"),
        (SlotType.CHOICE, "court", "法院消息"),
        (SlotType.CHOICE, 7, "7"),
        (SlotType.CHOICES, ("court", "other"), "法院消息、other"),
        (SlotType.YES_NO, True, "是"),
        (SlotType.YES_NO, False, "否"),
        (SlotType.MONEY, 12000, "1.2 万元"),
        (SlotType.RATING, 8, "8"),
        (SlotType.TEXT, ("a", "b"), "a、b"),
    ],
)
def test_speak(kind: SlotType, value: Value, said: str) -> None:
    """Each type in its own words; keys by their labels."""
    assert speaking.speak(kind, value, {"court": "法院消息"}) == said


def test_a_date_of_another_year_says_its_year() -> None:
    """The year is said only where it is not this year's."""
    day = dt.date(2027, 1, 5)
    assert speaking.date(day, dt.date(2026, 11, 20)) == "2027 年 1 月 5 日"
    assert speaking.date(day, dt.date(2027, 11, 20)) == speaking.date(day) == "1 月 5 日"
    assert speaking.date("明天") == "明天"


VALUES = st.one_of(
    st.integers(), st.decimals(), st.booleans(), st.text(), st.dates(), st.just(UNKNOWN), st.tuples(st.text())
)


@given(st.sampled_from(list(SlotType)), VALUES)
def test_any_value(kind: SlotType, value: Value) -> None:
    """Any value of any type is said, without exception."""
    assert isinstance(speaking.speak(kind, value), str)


def test_an_empty_sentence_is_no_bubble() -> None:
    """Words that render to nothing are not said."""
    from tests.engine.books import shelf, wording
    from tests.engine.person import settled

    them = settled(replace(shelf(), wording=wording(help="")))
    them.says("帮助")
    assert them.said == "现在更像哪一种情况？"


def test_a_day_of_the_week() -> None:
    """周一 to 周日; anything else is said plainly."""
    monday = dt.date(2026, 11, 23)
    assert [speaking.weekday(monday + dt.timedelta(days=n)) for n in (0, 2, 6)] == ["周一", "周三", "周日"]
    assert speaking.weekday("周三") == "周三"

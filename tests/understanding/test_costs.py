"""What living costs in a month is the sum of the listed parts, unless one of them is said to hold the others."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import QuestionSpec, Sure, read

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("told", "yuan"),
    [
        ("房租一千八 吃饭两千", 3800), ("房租1800吃饭2000交通300", 4100), ("房租一千八加吃饭两千加水电三百", 4100), ("1800+2000", 3800),
        ("一千八房租，其他两千", 3800), ("两千吃饭 一千五房租", 3500), ("工资五千，房租一千八，吃饭两千", 3800), ("没有房租，吃饭八百块，电话费五十", 850),
        ("房贷三千二 生活费两千", 5200), ("房租一千八，吃饭一天五十", 3300), ("房租八百 孩子奶粉六百 老人吃药四百", 1800), ("房租一千二，吃饭每天四十", 2400),
        ("房租一万八一年，吃饭一千", 2500), ("网贷欠了三万 房租一千 吃饭八百", 1800),
        ("房租季付五千四，吃饭一千", 2800), ("吃饭一千房租季付五千四", 2800), ("房租1800，押金3000，吃饭1000", 2800), ("吃饭一周三百，房租一千", 2285),
        ("吃饭三百一周，房租一千", 2285), ("吃饭一千 一周买菜三百", 2285), ("水电两个月四百，房租一千", 1200), ("房租两千，水电五百，吃饭一千五", 4000),
        ("房租三千，吃饭两千，孩子一千", 6000), ("房租一千五，吃饭一千五", 3000), ("一个月三千房租，吃饭一千", 4000),
    ],
)  # fmt: skip
def test_listed_parts_are_added(told: str, yuan: int) -> None:
    """The parts of a month add up, and what was added is read back."""
    reading = read(QuestionSpec("money", "essentials"), told, TODAY)
    assert reading.value == yuan
    assert reading.sure is not Sure.EXACT


@pytest.mark.parametrize(
    ("told", "low", "high"),
    [
        ("房租八百，吃喝一千五，一共两千三", 2300, 2300), ("一个月三千多，光房租就一千八", 3000, 3999), ("三千，其中房租一千八", 3000, 3000), ("三千出头", 3000, 3600),
        ("吃饭一千五到两千", 1500, 2000), ("房租不用交，吃饭一千", 1000, 1000), ("一天四五十", 1200, 1500), ("大概三千吧", 2700, 3300),
        ("一个月三千，房租一千八，吃饭一千二", 3000, 3000), ("每月四千，房租两千，吃饭一千", 4000, 4000), ("房租一千八吃饭一千二，差不多三千", 2700, 3300),
        ("三千，房租一千八，吃饭一千二", 3000, 3000), ("生活费三千，房租一千八，吃饭一千二", 3000, 3000), ("房租一千八吃饭一千二，差不多四千", 3600, 4400),
    ],
)  # fmt: skip
def test_a_total_and_a_single_sum_stand_alone(told: str, low: int, high: int) -> None:
    """What holds the others is not added to them."""
    reading = read(QuestionSpec("money", "essentials"), told, TODAY)
    assert (reading.low, reading.high) == (low, high)


@pytest.mark.parametrize(
    "told",
    [
        "欠两万",
        "工资五千",
        "手续费三百",
        "催收让我还三千",
        "上个月还了两千",
        "押金三千",
        "一个月两千，房租一千八，吃饭一千二",
    ],
)
def test_other_sums_are_no_costs(told: str) -> None:
    """A debt, a wage, a fee and a demand are not what living costs."""
    assert not read(QuestionSpec("money", "essentials"), told, TODAY).found


def test_days_of_a_delay_count_no_costs() -> None:
    """逾期二十五天三千块 is not what goes in twenty-five days."""
    assert read(QuestionSpec("money", "essentials"), "逾期二十五天三千块", TODAY).value in (None, 3000)


@pytest.mark.parametrize(("told", "yuan"), [("爸妈八百 孩子一千二", 2000), ("给爸妈八百，奶粉六百", 1400), ("孩子学费一年六千", 500), ("给家里一千五", 1500)])  # fmt: skip
def test_what_the_family_costs(told: str, yuan: int) -> None:
    """The same for what children and the old need."""
    assert read(QuestionSpec("money", "family_costs"), told, TODAY).value == yuan

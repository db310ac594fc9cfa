"""Messages of nothing but a measure, and whose debt is told of."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import read_opening
from bot.understanding.bare import bare
from bot.understanding.readings import Sure

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "fact", "value"),
    [
        ("大概四万", "amount", 40000),
        ("九千多", "amount", 9000),
        ("一共三万二左右吧", "amount", 32000),
        ("5000块", "amount", 5000),
        ("3600", "amount", 3600),
        ("三个月了", "overdue_days", 90),
        ("半年", "overdue_days", 180),
        ("能，一个月一千", "affordable_monthly", 1000),
        ("一个月能拿八百左右吧", "affordable_monthly", 800),
    ],
)
def test_a_measure_alone_is_guessed(said: str, fact: str, value: int) -> None:
    """What is said with a unit and nothing else is one fact, marked as a guess."""
    found = bare(said, TODAY)
    assert {k: v.value for k, v in found.items()} == {fact: value}
    assert found[fact].sure is not Sure.EXACT


@pytest.mark.parametrize(
    "said",
    ["3", "36", "2026", "1995", "847261", "", "十分钟", "两个小时", "三家", "工资四千", "房租一千八", "20号", "微粒贷", "一万二，保险够赔", "打了三十个", "孩子八个月"],
)  # fmt: skip
def test_what_says_more_or_less_than_a_measure_is_not_guessed(said: str) -> None:
    """A bare number without unit, or a measure with words of its own, is left alone."""
    assert bare(said, TODAY) == {}


@pytest.mark.parametrize(
    ("said", "kin"),
    [
        ("我爸欠了网贷，他62了不识字", "parent"),
        ("替我弟问一下", "sibling"),
        ("我老公背着我在外面借了十几万", "partner"),
        ("我朋友网贷逾期三个月了怎么办", "friend"),
        ("就是我家孩子借了网贷", "child"),
        ("我表哥逾期了", "other"),
        ("帮我妈问问，她微粒贷还不上了", "parent"),
    ],
)
def test_whose_debt_it_is(said: str, kin: str) -> None:
    """Somebody else's debt is told by whose it is."""
    assert read_opening(said, TODAY).facts["debtor"].value == kin


@pytest.mark.parametrize(
    "said",
    [
        "我欠了三万，我老公也欠了",
        "我妈骂我",
        "我找我姐借了五千",
        "跟我爸借了三千还欠花呗八千",
        "给我妈打电话催",
        "我同事借了我五千不还",
        "我朋友欠我两万",
        "我爸借了两万给我还网贷",
        "帮我弟还了三万",
        "帮朋友担保，朋友跑了",
        "老公欠了八万，我们是共同借款人",
        "朋友欠了三万是我担保的",
        "我爸欠了三万，写的我名字",
        "我妹网贷是用我名字借的",
        "朋友欠的钱要不回来，我花呗逾期了",
        "我妈借的三万还了网贷",
        "我老公也欠了两万，我自己花呗五千",
        "我对象负债，我帮他还，现在我也逾期了",
    ],
)
def test_ones_own_debt_is_nobody_elses(said: str) -> None:
    """Kin who lend, scold, are called or owe the person are no debtors of the lender."""
    assert "debtor" not in read_opening(said, TODAY).facts

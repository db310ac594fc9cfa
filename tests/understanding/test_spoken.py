"""A lender is called as the person called it, where that is a company or a product of its own; it is compared by its usual name."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import read
from bot.understanding.names import FULL, WEAK
from bot.understanding.opening import read_opening
from bot.understanding.readings import QuestionSpec
from bot.understanding.samples import parse
from bot.understanding.shares import shares
from bot.understanding.spoken import _LINES, one_lender

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("told", "called", "usual"),
    [
        ("马上消费", "马上消费金融", "安逸花"), ("马上金融", "马上消费金融", "安逸花"), ("安逸花", "安逸花", "安逸花"), ("网商银行", "网商银行", "网商贷"), ("微众银行", "微众银行", "微粒贷"),
        ("支付宝上借的", "支付宝", "借呗"), ("支付宝借呗", "借呗", "借呗"), ("支付宝里面的花呗", "花呗", "花呗"), ("蚂蚁信用贷", "蚂蚁信用贷", "借呗"), ("携程借钱", "携程金融", "拿去花"),
        ("携程拿去花", "拿去花", "拿去花"), ("陆金所", "陆金所", "平安普惠"), ("平安普惠", "平安普惠", "平安普惠"), ("唯品会", "唯品会", "唯品花"), ("小米贷款", "小米金融", "天星金融"),
        ("苏宁金融", "苏宁金融", "任性贷"), ("宜人贷", "宜人贷", "宜享花"), ("美团生意贷", "美团生意贷", "美团借钱"), ("蚂蚁借呗", "借呗", "借呗"), ("微利贷", "微粒贷", "微粒贷"), ("招联", "招联金融", "招联金融"),
        ("百度有钱花", "度小满", "度小满"), ("奇富借条", "奇富借条", "360借条"), ("乐信", "乐信", "分期乐"),
    ],
)  # fmt: skip
def test_called_as_it_was_said(told: str, called: str, usual: str) -> None:
    """The name that a script says is the person's; the samples and every comparison know the usual one."""
    assert read(QuestionSpec("platform", "platforms"), told, TODAY).value == (called,)
    assert one_lender(called) == usual
    assert parse("platform", told, TODAY, None)["platforms"] == [usual]


def test_every_spoken_name_is_one_of_the_lenders() -> None:
    """Each line names a lender of the list, and its words are read as that lender."""
    for said, usual, *words in _LINES:
        assert usual in FULL.values()
        assert usual not in {line[0] for line in _LINES}, said
        for word in words:
            assert {**WEAK, **FULL}.get(word, usual) == usual, word


def test_one_lender_by_two_names_is_named_once() -> None:
    """马上消费 and 安逸花 in one breath are one lender, called as it was first."""
    reading = read_opening("马上消费欠八千，安逸花就这一笔，借呗两万", TODAY).facts["platforms"]
    assert reading.value == ("马上消费金融", "借呗")


@pytest.mark.parametrize(
    ("told", "each"),
    [
        ("微粒贷一万二，借呗八千", {"微粒贷": 12000, "借呗": 8000}), ("马上消费欠8千，网商银行3万", {"马上消费金融": 8000, "网商银行": 30000}),
        ("借呗和花呗一共五万", {}), ("借呗两万，花呗不知道", {}), ("借呗两万", {}), ("借呗一万 借呗两万", {}), ("我欠了蚂蚁借呗2万，京东的白条五千块", {"借呗": 20000, "京东白条": 5000}),
    ],
)  # fmt: skip
def test_each_sum_to_the_name_before_it(told: str, each: dict[str, int]) -> None:
    """Names by any of their words get the sum behind them; one sum for several is nobody's."""
    assert {name: reading.value for name, reading in shares(told, TODAY).items()} == each

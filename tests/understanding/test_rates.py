"""Rates in simple percent a year, and loans told in words."""

from __future__ import annotations

import pytest

from bot.understanding import parse
from tests.understanding.tables import TODAY, said


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("年化24%", 24), ("24%", 24), ("24", 24), ("年利率百分之十八", 18), ("月息2分", 24), ("月息两分五", 30),
        ("一分五", 18), ("1分5", 18), ("一毛", 120), ("月息1毛五", 180), ("日息万五", 18.25), ("日息万分之五", 18.25),
        ("每天万分之三", 10.95), ("0.05%一天", 18.25), ("日利率0.05%", 18.25), ("月利率1.5%", 18), ("月息八厘", 9.6),
        ("年息八厘", 8), ("一万一天5块", 18.25), ("1000块一天1块", 36.5), ("一万块一个月200", 24), ("每千一天三毛", 10.95),
        ("一天三毛每千", 10.95), ("一个月两个点", 24), ("年化二十四个点", 24), ("36趴", 36), ("月2%", 24), ("一分", 12),
        ("两分利", 24), ("3分的利", 36), ("千分之五一个月", 6), ("日息千一", 36.5), ("宣传7.2%,合同写的23.8%", 23.8),
        ("页面说年化9%,实际24%", 24), ("年化24%,不对,是36%", 36), ("不知道", "unknown"), ("没看合同", "unknown"),
        ("月费率0.75%", 9), ("月息1.2", 14.4), ("综合年化35.99%", 35.99), ("日息0.98‰", 35.77),
        ("年利率15.4", 15.4), ("百分之三十六", 36), ("万四", 14.6), ("日息万4.5", 16.425), ("三分", 36),
        ("一万一个月一百五的利息", 18), ("利息五厘", 6), ("月息三厘五", 4.2), ("半分", 6), ("18个点", 18), ("日息0.1%", 36.5),
        ("每个月1.8%", 21.6), ("年化率十八点二五", 18.25), ("irr 28.9%", 28.9), ("一天千分之一", 36.5), ("5毛", 600),
        ("每百元每天3分", 10.95), ("两毛五", 300), ("大概二十多", 20), ("每月千分之八", 9.6),
    ],
)  # fmt: skip
def test_percent_a_year(text: str, rate: float | str) -> None:
    """A rate in any spelling comes out in percent a year."""
    got = said("rate", text, "rate_annual_pct")
    assert got == (rate if isinstance(rate, str) else pytest.approx(rate, abs=0.02))


@pytest.mark.parametrize(
    ("text", "loan"),
    [
        ("借八千分10期每期还910", {"principal": 8000, "periods": 10, "per_period": 910}),
        ("借2000到手1400,14天还", {"principal": 2000, "received": 1400, "term_days": 14}),
        ("合同写一万,到手九千二,12期每期960", {"principal": 10000, "received": 9200, "periods": 12, "per_period": 960}),
        ("借了5000,7天后还5500", {"principal": 5000, "term_days": 7, "total_repay": 5500}),
        ("到手1万,分12个月,一个月还980", {"received": 10000, "periods": 12, "per_period": 980}),
        ("借1万总共要还12600,12期", {"principal": 10000, "total_repay": 12600, "periods": 12}),
        ("借三千砍头扣了900,7天一期", {"principal": 3000, "term_days": 7}),
        ("本金2万,24期,月供1100", {"principal": 20000, "periods": 24, "per_period": 1100}),
        ("拍拍贷借了一万二,分12期,每个月还1180", {"principal": 12000, "periods": 12, "per_period": 1180}),
        ("借了6000块钱,分6个月还,每个月1150", {"principal": 6000, "periods": 6, "per_period": 1150}),
        ("借一万,到手8500,分十期还,一期1100", {"principal": 10000, "received": 8500, "periods": 10, "per_period": 1100}),
        ("借5万三年还,每月1900", {"principal": 50000, "periods": 36, "per_period": 1900}),
        ("实际到账4700,一个月后还6000", {"received": 4700, "term_days": 30, "total_repay": 6000}),
    ],
)  # fmt: skip
def test_a_loan_told_in_words(text: str, loan: dict[str, int]) -> None:
    """What arrived, what is paid back and how often are heard from a sentence."""
    assert parse("rate", text, TODAY, None) == loan

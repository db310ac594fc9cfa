"""Telephone numbers, percentages and addresses may not be typed into a text, however they are disguised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.literals import literals

PHONES = """
打 12348 问|110|110／120|119，122|95588|955881|12345。|10086|幺二零|一一〇|一二三四八|１２３５６|138 0013 8000
138-0013-8000|010-82951332|400-161-9995|(010)82951332|82951332|一三八零零一三八零零零|138—0013—8000|1 2 3 4 8
13800138000|6222020200112233445|110101199003077777|加微信 88889999 找我|12348、12345|一 二 三 五 六|123 56
""".replace("\n", "|").split("|")  # read as lines by people
FINE = """
欠 12000 元|1.2 万元|1,200,000 元|回 12000 就行|1200000 元|2026-11-20 开庭|2026/11/20|2026 年 11 月 20 日|第 670 条
晚上 22:00 到次日 8:00|24 小时|120 小时|120 元|一百二十天|3 次、6 次|2、3、4 家|0 1 2 3 4 5 6 7 8 9 10|第一百二十条
法发〔2017〕22 号|GB/T 45251—2025|一千二百三十四|三三两两|一一来说|1-7 天、8-30 天、31-90 天|36 期|8 点到 20 点
二〇二六年十一月|七八个人|9:30|三四五六天|12 个月|5000 块|8000|10000|两三万|一二三四
""".replace("\n", "|").split("|")  # read as lines by people
PERCENTS = "24%|24 %|２４％|百分之二十四|1.5‰|15.4%|百分之 5|百分之五十".split("|")  # noqa: SIM905  # as above
ADDRESSES = "https://a.cn/x|www.a.com|a.com|gov.cn|我的邮箱 a@b.cn|ａ．com|HTTP://A.B|bank-x.com.cn/y".split("|")  # noqa: SIM905  # as above


def codes(text: str) -> set[str]:
    return {found.code for found in literals(text)}


@pytest.mark.parametrize("text", [t for t in PHONES if t])
def test_phone_numbers_are_found(text: str) -> None:
    """Every disguise of a telephone, card or identity number is found where it stands."""
    assert codes(text) == {"literal-phone"}
    for found in literals(text):
        assert text[found.start : found.start + found.width].strip()


@pytest.mark.parametrize("text", [t for t in FINE if t])
def test_harmless_numbers_pass(text: str) -> None:
    """Sums, dates, hours, articles and counts are no telephone numbers."""
    assert codes(text) == set()


@pytest.mark.parametrize("text", PERCENTS)
def test_percentages_are_found(text: str) -> None:
    """Percentages belong to facts."""
    assert "literal-percent" in codes(text)


@pytest.mark.parametrize("text", ["479999.99%", "约 28333.33 %"])
def test_a_large_rate_is_a_percentage_and_no_telephone_number(text: str) -> None:
    """Its digits in a row are not taken for a number to dial."""
    assert codes(text) == {"literal-percent"}
    assert "literal-phone" in codes("13800138000.00%")


@pytest.mark.parametrize("text", ADDRESSES)
def test_addresses_are_found(text: str) -> None:
    """Addresses belong to facts."""
    assert "literal-url" in codes(text)


@given(st.text(alphabet="0123456789一二三〇幺-/ ,.:％%元第a@.cn月日（）", max_size=40))
def test_any_text(text: str) -> None:
    """Finds lie inside the text, whatever it is."""
    for found in literals(text):
        assert 0 <= found.start < found.start + found.width <= len(text)

"""A number of any size and style is read back exactly; vague ones keep honest bounds; words like 万一 are no numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import QuestionSpec, Sure, read
from bot.understanding.money import JARGON
from bot.understanding.numerals import numerals
from bot.understanding.text import plain
from tests.understanding.styles import han, styles
from tests.understanding.tables import MANY, TODAY

AMOUNT = QuestionSpec("money", "amount")


@MANY
@given(
    st.integers(100, 99_999_999),
    st.sampled_from(["", "块", "元", "块钱"]),
    st.sampled_from(["", "欠", "一共欠", "还欠他们"]),
)
def test_an_amount_in_every_style_is_read_back_exactly(number: int, unit: str, lead: str) -> None:
    """Figures, Chinese numerals, formal and wide ones name the same amount."""
    for style, written in styles(number).items():
        if unit == "" and style in ("figures", "wide") and number > 999_999:
            continue  # seven bare figures are a telephone number's beginning
        if number == JARGON and not unit:
            continue  # 欠714 names a kind of loan
        reading = read(AMOUNT, lead + written + unit, TODAY)
        assert reading.value == number, (style, lead + written + unit, reading)
        assert reading.sure is Sure.EXACT
        assert (reading.low, reading.high) == (number, number)


@MANY
@given(st.integers(1, 3000), st.sampled_from(["逾期{}天", "{}天了", "已经{}天没还"]))
def test_days_in_figures_and_in_chinese_are_read_back_exactly(days: int, frame: str) -> None:
    """Days come out the same however they are written."""
    for written in (str(days), han(days)):
        reading = read(QuestionSpec("days", "overdue_days"), frame.format(written), TODAY)
        assert reading.value == days, (written, reading)


@MANY
@given(st.integers(0, 9_999_999), st.integers(1, 99))
def test_cents_are_kept_exactly(yuan: int, cents: int) -> None:
    """Two decimals survive, with separators too."""
    reading = read(AMOUNT, f"欠{yuan:,}.{cents:02d}元", TODAY)
    assert str(reading.value) == str(yuan) + f".{cents:02d}" or reading.value * 100 == yuan * 100 + cents  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三四千", 3000, 4000), ("十几万", 110_000, 199_999), ("三十多", 30, 39), ("三十多万", 300_000, 399_999),
        ("9000多", 9000, 9999), ("1万2千多", 12_000, 12_999), ("十来万", 90_000, 150_000), ("万把", 9000, 13_000),
        ("好几万", 30_000, 90_000), ("大几千", 6000, 9000), ("几百", 200, 900), ("两万七八", 27_000, 28_000),
        ("十五六万", 150_000, 160_000), ("三五千", 3000, 5000), ("5k多", 5000, 5999), ("3w+", 30_000, 39_999),
        ("二十几", 21, 29), ("百来", 90, 140), ("一百五六", 150, 160), ("十多", 11, 19), ("数万", 20_000, 90_000),
    ],
)  # fmt: skip
def test_vague_numbers_keep_their_bounds(text: str, low: int, high: int) -> None:
    """几, 多, 左右 and their like carry the bounds that a listener hears."""
    [found] = numerals(plain(text).text)
    assert low <= found.low <= found.value <= found.high <= high


@pytest.mark.parametrize(
    "text", ["一下", "一直", "万一", "千万别", "十分难受", "一起", "一点", "乱七八糟", "零钱", "半夜", "好的", "网上"]
)
def test_words_with_numerals_in_them_are_no_numbers(text: str) -> None:
    """一下, 三番五次 and their like count nothing."""
    assert numerals(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("两万三个平台", [20_000, 3]), ("一万六个月", [10_000, 6]), ("2万3家", [20_000, 3]), ("欠两万七八个月", [20_000, 7]),
        ("一万一千四", [11_400]), ("两千零五", [2005]), ("一百零五", [105]), ("2万零500", [20_500]), ("1万5000", [15_000]),
        ("廿天", [20]), ("壹万贰仟", [12_000]), ("3个w", [30_000]), ("一亿", [100_000_000]), ("幺三八", [138]),
    ],
)  # fmt: skip
def test_where_a_numeral_ends(text: str, values: list[int]) -> None:
    """Numerals side by side are told apart."""
    assert [found.value for found in numerals(plain(text).text)] == values

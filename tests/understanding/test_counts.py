"""How many lenders: stated, listed, what is left of them."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import read
from bot.understanding.readings import QuestionSpec
from tests.understanding.tables import UNKNOWN, said, within


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("9家", 9, 9), ("五个平台", 5, 5), ("两家", 2, 2), ("就一个", 1, 1), ("7", 7, 7), ("十一家吧", 11, 11),
        ("五六家", 5, 6), ("好几家", 3, 9), ("十来个", 9, 14), ("借呗、花呗、微粒贷", 3, 3), ("借呗花呗还有两家小的", 4, 4),
        ("本来6家,还清了2家", 4, 4), ("还剩三家", 3, 3), ("一共五家,结清一家了", 4, 4), ("三家网贷加两张信用卡", 5, 5),
        ("不知道几家", "unknown", "unknown"), ("记不清", "unknown", "unknown"),
        ("没数过", "unknown", "unknown"), ("4个,都是小平台", 4, 4), ("八九个口子", 8, 9), ("只有拍拍贷", 1, 1),
        ("花呗还清了,还有借呗和微粒贷", 2, 2), ("十几个app", 11, 19), ("欠了6家,总共8万", 6, 6), ("3家,不对,4家", 4, 4),
        ("不是五家是七家", 7, 7), ("就花呗一个", 1, 1), ("二三十家", 20, 30), ("快十家了", 8, 10), ("大概四五个吧", 4, 5),
        ("网贷七家", 7, 7), ("俩", 2, 2), ("仨平台", 3, 3), ("6个平台逾期12天", 6, 6), ("8笔", 8, 8),
        ("我35岁,欠了4家", 4, 4), ("借呗 花呗 白条 金条 分期乐", 5, 5), ("两三个", 2, 3), ("一家都没还上,共6家", 6, 6),
        ("借呗和360", 2, 2), ("你好", None, None), ("只剩下借呗了", 1, 1), ("5+", 5, 9),
        ("以前有8家,现在还剩3家没还", 3, 3),
        ("花呗 借呗 美团", 3, 3), ("京东 美团 抖音", 3, 3), ("借呗一万 美团也欠着", 2, 2), ("我在美团送外卖 欠花呗借呗", 2, 2),
        ("三家：花呗、借呗、微粒贷各五千，剩下的是美团", 4, 4), ("四家：美团 滴滴 度小满 最后一家记不得名字", 4, 4),
        ("欠五家，花呗借呗微粒贷，另外两家是小贷", 5, 5), ("三家，花呗借呗微粒贷，还有一家小的", 4, 4), ("三家网贷还有两张信用卡", 5, 5),
        ("还清了两家 剩下五家", 5, 5), ("六家里头两家是我姐的 我自己四家", 4, 4), ("五家，有一家是我老公的", 4, 4),
        ("我自己三家，我老公两家", 3, 3), ("两笔都是借呗的", 1, 1), ("借呗有三笔", 1, 1), ("三笔，都是微粒贷", 1, 1), ("替我弟借了三家", 3, 3),
    ],
)  # fmt: skip
def test_how_many_lenders(text: str, low: float | str | None, high: float | str | None) -> None:
    """The number of lenders is heard with its bounds, or not at all."""
    got = said("platforms_count", text, "platforms_count")
    if low is None:
        assert got in (None, UNKNOWN)
    elif isinstance(low, str) or isinstance(high, str) or high is None:
        assert got == low
    else:
        assert within(got, low, high), got


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("二十多次", 20, 29), ("20多次", 20, 29), ("一百多个电话", 100, 199), ("三十来通", 30, 39), ("五次", 5, 5)],
)
def test_more_than_so_many_calls_is_a_span(text: str, low: int, high: int) -> None:
    """二十多次 is twenty at least, and a letter says so."""
    reading = read(QuestionSpec("number"), text, dt.date(2026, 11, 21))
    assert (reading.low, reading.high) == (low, high)

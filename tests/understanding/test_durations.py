"""Days overdue: the longest delay, counted from stretches, days, instalments and M-codes; other stretches are left alone."""

from __future__ import annotations

import pytest

from bot.understanding import QuestionSpec, parse, read
from tests.understanding.tables import TODAY, UNKNOWN, said, within


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("再有十天就满仨月了", 80, 80), ("还差两天一个月", 28, 28), ("逾期还差一天满三十天", 29, 29), ("再过五天就一年了", 360, 360),
        ("第九期开始没还，到现在三期了", 60, 90), ("三周五天", 26, 26),
        ("15", 15, 15), ("二十三", 23, 23), ("逾期3天", 3, 3), ("已经逾期一个月了", 30, 30), ("一个月零五天", 35, 35),
        ("差不多两个礼拜", 14, 14), ("两周多", 14, 20), ("半个月左右", 13, 17), ("刚好一年", 365, 365),
        ("大半年了", 180, 330), ("一年半没还了", 540, 550), ("三个半月", 105, 105), ("快半年了", 150, 180),
        ("将近一个月", 24, 30), ("不到十天", 7, 10), ("三十好几天", 33, 39), ("四十来天吧", 38, 45), ("百来天", 90, 120),
        ("一百二十天", 120, 120), ("九十多天了", 90, 99), ("两三个月没还", 60, 90), ("七八天", 7, 8), ("今天刚逾期", 0, 1),
        ("第一天", 0, 1), ("今天到期还没还上", 0, 1), ("昨天到期的", 1, 1), ("前天就该还了", 2, 2), ("大前天", 3, 3),
        ("上周五到期", 7, 7), ("上周三开始没还", 9, 9), ("上周三四就该还了", 8, 9), ("前两天到期的", 1, 3), ("前几天到期的", 2, 9),
        ("国庆前一天到期的", 51, 51), ("10/8到现在", 43, 43), ("10.8", 43, 43), ("一百八十几天", 181, 189), ("２ ０ 天", 20, 20), ("这周一到期的", 4, 4), ("10月5号", 46, 46),
        ("从九月一号到现在", 80, 80), ("9月20逾期的", 61, 61), ("8月15日到期,一直没还", 97, 97), ("上个月5号", 46, 46),
        ("这个月3号到期", 17, 17), ("本月10号就没还了", 10, 10), ("11.1号", 19, 19), ("10/25到期", 26, 26),
        ("2026-09-30开始逾期", 51, 51), ("国庆那会儿就断了", 43, 50), ("中秋节前后开始还不上", 50, 60), ("双十一到期的", 9, 9),
        ("去年12月20号就逾期了", 335, 335), ("月初到期", 13, 19), ("上个月底", 20, 26), ("上月中旬", 30, 40),
        ("9月底就还不上了", 51, 57), ("今年3月份开始的", 234, 264), ("春节后就没还过", 260, 280), ("五一", 203, 203),
        ("还没逾期", 0, 0), ("没逾期呢,后天到期", 0, 0), ("明天才到还款日", 0, 0), ("25号才还款,现在还没到", 0, 0),
        ("快到期了", 0, 0), ("还有三天到期", 0, 0), ("还差五天就到期了", 0, 0), ("下个月才开始还", 0, 0), ("马上要逾期了", 0, 0),
        ("借呗逾期10天,花呗逾期25天", 25, 25), ("微粒贷三个月了,拍拍贷才半个月", 90, 90), ("最长的两个月,短的一周", 60, 60),
        ("20天,不对,23天", 23, 23), ("逾期5天,这个月没收入", 5, 5), ("不是三天,是五天", 5, 5), ("说错了,是40天", 40, 40),
        ("刚才说的10天不对 应该是16天", 16, 16), ("三期没还", 60, 90), ("断了两期了", 30, 60), ("M2", 31, 60),
        ("m3了", 61, 90), ("两期", 30, 60), ("连续四个月没还", 120, 120), ("不知道", "unknown", "unknown"),
        ("记不清了", "unknown", "unknown"), ("忘了具体几天", "unknown", "unknown"),
        ("没算过", "unknown", "unknown"), ("搞不清楚了,好多家", "unknown", "unknown"), ("失业三个月,逾期20天", 20, 20),
        ("我35岁,逾期两个月", 60, 60), ("借了两年,最近一个月还不上", 30, 30), ("一天打三十个电话,逾期12天", 12, 12),
        ("逾期18天,限我三天内还清", 18, 18), ("他们说7天之内起诉,我已经逾期45天", 45, 45), ("每天打几十个电话", None, None),
        ("我今年28", None, None), ("失业半年了", None, None), ("3天后要起诉我", None, None),
        ("拍拍贷用了三年了", None, None), ("你好", None, None), ("两年前借的", None, None),
        ("工资拖了两个月", None, None), ("俩礼拜", 14, 14), ("仨月", 90, 90), ("小半年", 120, 179),
        ("个把月", 27, 39), ("一个季度", 90, 90), ("十天半个月", 10, 15), ("二十四五天", 24, 25), ("廿天", 20, 20),
        ("15天左右吧", 13, 17), ("６０天", 60, 60), ("拾伍天", 15, 15), ("一百天出头", 100, 110), ("45d", 45, 45),
        ("超过60天", 60, 72), ("至少三个月", 90, 110), ("逾期1年2个月", 425, 425), ("一年零三个月", 455, 455),
        ("2个月零10天", 70, 70), ("十几天", 11, 19), ("几天", 2, 9), ("好几个月了", 60, 270), ("两个月不到", 45, 60),
        ("有20来天", 18, 25), ("半拉月", 15, 15), ("刚满一个月", 30, 30), ("整整两个月", 60, 60), ("三周", 21, 21),
        ("前几天刚到期", 2, 9), ("才一天", 1, 1), ("昨天", 1, 1), ("昨晚扣款失败", 1, 1), ("逾期48小时", 2, 2),
        ("到今天正好30天", 30, 30), ("16天了,今天第17天", 16, 17), ("第五天了", 4, 5), ("第十天", 9, 10),
        ("欠了一个半月", 45, 45), ("逾期叁拾天", 30, 30), ("逾期1个多月", 30, 59), ("半年多", 180, 364),
        ("一年多了", 365, 729), ("上上个月15号就没还", 66, 66), ("上周", 7, 14), ("上个月", 20, 50), ("这个月", 0, 20),
        ("拖了有二十天", 20, 20),
    ],
)  # fmt: skip
def test_days_overdue(text: str, low: float | str | None, high: float | str | None) -> None:
    """The days overdue are heard with their bounds, or not at all."""
    got = said("overdue_days", text, "overdue_days")
    if low is None:
        assert got in (None, UNKNOWN)
    elif isinstance(low, str) or isinstance(high, str) or high is None:
        assert got == low
    else:
        assert within(got, low, high), got


@pytest.mark.parametrize(("text", "low", "high"), [("三天", 3, 3), ("撑到月底", 4, 10), ("一天都撑不下去", 0, 0)])
def test_a_duration_that_is_no_delay(text: str, low: int, high: int) -> None:
    """How long the money lasts counts forward."""
    got = read(QuestionSpec("days", "days_left"), text, TODAY)
    assert within(got.value, low, high)


def test_a_day_is_no_duration() -> None:
    """昨晚 says when, not how long."""
    assert not read(QuestionSpec("days", "days_left"), "昨晚", TODAY).found
    assert not read(QuestionSpec("days"), "昨晚", TODAY).found


@pytest.mark.parametrize(
    "told",
    [
        "分期乐一万二 12个月，下个月还不上了", "借呗三万 三年，想知道能不能分期", "借呗三万 半年", "微粒贷两万 12个月", "借呗三万 三个月",
        "借呗三万 20天，下个月还不上了", "借呗三万 30天，想分期",
    ],
)  # fmt: skip
def test_the_term_of_a_loan_is_no_delay(told: str) -> None:
    """A long stretch behind a lender with its sum, or one that still runs, is how long the loan lasts."""
    assert "overdue_days" not in parse("open", told, TODAY, None)


@pytest.mark.parametrize(
    ("told", "days"), [("省呗一万三 22天", 22), ("借呗八千 一个多月", 40), ("众安贷1万5 50天", 50)]
)
def test_a_short_stretch_behind_a_sum_is_its_delay(told: str, days: int) -> None:
    """Days, or at most two months, behind a lender with its sum say how late it is."""
    assert parse("open", told, TODAY, None)["overdue_days"] == days


@pytest.mark.parametrize(
    "told",
    ["摔伤了一个月没跑单", "厂里两个月没活干", "三个月没接到单了", "半年没找到工作", "两个月没进账", "一个月没合眼了"],
)
def test_how_long_there_was_no_work_is_no_delay(told: str) -> None:
    """What was not done for a month is not the debt, where only the debt beside it is called overdue."""
    assert "overdue_days" not in parse("open", f"{told}，花呗逾期了", TODAY, None)
    assert parse("open", f"{told}，花呗逾期20天", TODAY, None)["overdue_days"] == 20

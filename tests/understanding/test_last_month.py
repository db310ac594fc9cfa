"""上个月发薪日也就是15号没扣成 is the fifteenth of last month; 凌晨打的 is a yes to 「半夜打」; 店垮了 is no illness."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import read
from bot.understanding.readings import Option, QuestionSpec

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("上个月发薪日也就是15号没扣成", 38), ("上个月还款日15号没还", 38), ("上个月的还款日也就是10号没扣上", 43), ("上月工资日10号没还上", 43), ("上个月发工资那天15号没扣成", 38),
        ("上个月到期日20号就没还", 33), ("上个月扣款日，就是25号没扣成", 28), ("上个月15号没扣成", 38), ("这个月15号没扣成", 7), ("上个月该还的那期5号就断了", 48),
    ],
)  # fmt: skip
def test_a_day_of_last_month_though_words_stand_between(told: str, days: int) -> None:
    """The month that was said holds for the day behind its pay day or due day."""
    assert read(QuestionSpec("days", "overdue_days"), told, TODAY).value == days


@pytest.mark.parametrize("told", ["去年年底", "去年底", "去年年底的时候", "从去年年底到现在", "去年年底就没还了"])
def test_the_end_of_last_year_is_a_vague_delay(told: str) -> None:
    """A year's end has bounds of a month."""
    reading = read(QuestionSpec("days", "overdue_days"), told, TODAY)
    assert (reading.value, reading.low, reading.high) == (341, 326, 356)


WORSE = "有没有更过分的，像打给家里、半夜打、骂人？"
YES_NO = (Option("yes", "有", ("有的", "有过", "打给家里了")), Option("no", "没有", ("没", "还没有", "就是催")))


@pytest.mark.parametrize(
    "told",
    [
        "凌晨打的",
        "半夜三更",
        "都是后半夜打",
        "骂我全家",
        "打给我妈了",
        "说话很难听",
        "夜里来电",
        "给我爸打了",
        "大晚上的",
        "天天骂街",
    ],
)
def test_an_example_in_other_words_is_a_yes(told: str) -> None:
    """What a question lists as examples is answered by naming one of them."""
    assert read(QuestionSpec("yes_no", "", YES_NO, WORSE), told, TODAY).value is True


@pytest.mark.parametrize(
    "told",
    [
        "没骂",
        "就是催",
        "怕他们半夜打",
        "万一半夜打呢",
        "店关了",
        "会不会骂人",
        "没有",
        "网上说会半夜打",
        "还没打给家里",
        "不骂人",
    ],
)
def test_what_is_denied_feared_or_else_is_none(told: str) -> None:
    """A denial, a fear and what was before are no yes."""
    assert read(QuestionSpec("yes_no", "", YES_NO, WORSE), told, TODAY).value is not True


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("店垮了", "other"), ("店关了", "other"), ("铺子垮了", "other"), ("摊子垮了", "other"), ("生意垮了", "other"), ("我爸病垮了", "kin"), ("身体垮了", "ill"), ("累垮了住院", "ill"),
        ("公司裁员", "job"), ("老板不发工资", "unpaid"),
    ],
)  # fmt: skip
def test_a_shop_that_broke_down_is_not_ill(told: str, kind: str) -> None:
    """What broke down decides."""
    options = (
        Option("job", "失业", ("没工作", "被裁了", "找不到活")), Option("unpaid", "工资拖欠", ("欠薪", "不发工资")), Option("ill", "自己生病", ("我病了", "受伤", "住院")),
        Option("kin", "家人生病", ("家里人病了", "爸妈病了", "孩子病了")), Option("other", "别的变故", ("出了事", "生意亏了")),
    )  # fmt: skip
    assert read(QuestionSpec("choice", "", options, "是哪一种？"), told, TODAY).value == kind

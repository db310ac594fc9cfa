"""An option said in somebody's own words is chosen by what they share; what is denied, double or far is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.closeness import closest, meant
from bot.understanding.readings import Option
from bot.understanding.text import normalise
from bot.understanding.thesaurus import words
from tests.understanding.tables import said

CALL = "打了，有结果 | 打了，被拒 | 还没敢打 | 换成文字版 | 打了，没打通 | 情况变了 | 先不说这个"
KIN = "爱人 | 孩子 | 爸妈 | 兄弟姐妹 | 朋友同事 | 别的"
FEAR = "征信 | 被起诉 | 家里人知道 | 利息滚大 | 坐不坐牢 | 一直被催"
CROSS = "半夜打来 | 打给别人 | 骂人、吓人 | 公开我的事 | 一天很多次 | 说是公安法院"
ILL = "失业 | 工资拖欠 | 自己生病 | 家人生病 | 别的变故"
URGENT = "传票／支付令 | 卡被冻／被划 | 门口来了人 | 另有难处 | 都没有 | 不确定"
DAY = "余额不够 | 限额没扣成 | 忘了日子 | 真的没有钱"


@pytest.mark.parametrize(
    ("options", "text", "at"),
    [
        # the same said otherwise, also by denying the opposite
        (CALL, "一直占线", 4), (CALL, "打过去没人接", 4), (CALL, "电话接通了 人家不批", 1), (CALL, "没那个胆", 2), (DAY, "钱不够扣", 0),
        # whoever says the narrow word says the wide one
        (CROSS, "打给我表姐了", 1), (FEAR, "怕俺娘晓得", 2), (KIN, "我幺儿", 1), (KIN, "工友", 4),
        # one of a kind that no option names, where one is left for it
        (KIN, "我姐夫", 5), (ILL, "离婚", 4),
        # who names nobody speaks of themselves
        (ILL, "腰椎间盘突出动不了", 2), (ILL, "我老汉儿瘫在床上", 3),
        # nothing of it
        (URGENT, "莫得,这些都莫得", 4), (URGENT, "冇啊", 4), (URGENT, "这几样一个都没碰上", 4), (URGENT, "鬼晓得", 5),
        # by sound
        (DAY, "wangleRizi", 2), (KIN, "ba ma", 2), (DAY, "余额不购", 0),
        # a denied option is not chosen
        ("信用卡 | 房贷 | 车贷 | 有人担保", "不是信用卡", None), ("家人朋友 | 单位 | 只打给我 | 说不清", "没打给单位", None),
        ("爱人 | 爸妈 | 孩子 | 朋友 | 还没想好", "不是跟我爸妈", None), ("让我转钱 | 共享屏幕、验证码 | 只是吓我", "没让我转钱", None),
        # two that are as close are asked about
        (CROSS, "半夜打还打给我同事", None), (FEAR, "怕坐牢也怕征信黑", None),
        # a sentence of something else
        (FEAR, "我饿了", None), (KIN, "什么意思", None), (ILL, "钱", None), (DAY, "你是机器人吗", None),
    ],
)  # fmt: skip
def test_the_closest_option(options: str, text: str, at: int | None) -> None:
    """Where no word matches, the nearest in meaning is chosen, or none."""
    labels = options.split(" | ")
    assert said("choice", text, "choice", labels) == (None if at is None else labels[at])


def test_words_inside_other_words_are_not_heard() -> None:
    """安全账户 is not safe, 工作日 is no work, 特别 denies nothing."""
    assert not meant("安全账户").meanings & meant("安全了").meanings
    assert not meant("等三个工作日").meanings & meant("工作").meanings
    assert meant("特别想聊聊") == meant("聊聊")


def test_what_others_are_near_may_be_asked() -> None:
    """Two that are equally near are both given, so that one can ask."""
    options = tuple(Option(str(k), label) for k, label in enumerate(CROSS.split(" | ")))
    assert sorted(closest("半夜打 还打给同事", options)) == [0, 1]


def test_every_word_is_written_as_texts_are_read() -> None:
    """A word that normalising would change could never be heard."""
    assert [word for word in words() if normalise(word) != word] == []


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=6))
def test_any_text_is_close_to_some_options_or_none(text: str, labels: list[str]) -> None:
    """Any text and any labels: places of labels, the same ones twice."""
    options = tuple(Option(str(k), label) for k, label in enumerate(labels))
    near = closest(normalise(text), options)
    assert set(near) <= set(range(len(options)))
    assert near == closest(normalise(text), options)

"""The end of a talk or of a day is no danger; the same words beside a weary life are."""

from __future__ import annotations

from bot.understanding import read_danger

OPENERS = (
    "",
    "累了 ",
    "累了，",
    "我累了 ",
    "太累了 ",
    "困了，",
    "太晚了 ",
    "今天搬砖累死了 ",
    "聊累了 ",
    "谢谢你 ",
    "对不起打扰了，",
)
CLOSINGS = (
    "今天就到这里结束吧", "今天就到这吧", "今天先到这里", "到此为止吧", "今晚先聊到这", "今晚就聊到这里结束吧", "先结束吧", "结束吧", "结束对话",
    "今天就先结束了", "今天就这样结束吧", "我先走了", "我走了", "我先撤了", "下线了", "该走了", "该结束了", "我要走了", "得走了", "我睡了", "再见", "拜拜",
    "晚安 再见", "不聊了", "我想一个人待会", "睡觉了", "就这样吧", "以后再聊", "不打扰了", "先挂了", "今天该结束了",
)  # fmt: skip
WEARY = ("活够了 今天就到这里结束吧", "太痛苦了 就到这里结束吧", "这辈子就到这里结束吧", "爸妈对不起 我该走了", "孩子没有我会更好 我该走了", "我这条命该结束了",
         "真的累了 就这样结束吧", "看不到出路 就这样结束吧", "一切都结束吧", "是时候走了", "都该结束了", "房租退了，没什么牵挂了，今晚就结束",
         "这条路我走到头了，今天就在这结束吧")  # fmt: skip
DEGREES = ("死贵死贵的利息", "死沉死沉的担子", "死活不肯", "催得死紧", "这利息死高", "平台死活不让协商")


def test_an_end_of_the_talk_goes_on() -> None:
    """累了 beside 今天就到这里结束吧 is a tired person who says good night."""
    assert [opener + end for opener in OPENERS for end in CLOSINGS if read_danger(opener + end).latches] == []


def test_an_end_of_a_life_latches() -> None:
    """What makes it danger is the weariness of life beside it, not the word for the end."""
    assert [line for line in WEARY if not read_danger(line).latches] == []


def test_a_degree_is_no_death() -> None:
    """死 in front of an adjective or of 活 measures."""
    assert [line for line in DEGREES if read_danger(line).latches] == []

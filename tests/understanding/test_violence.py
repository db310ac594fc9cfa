"""Somebody beats, holds or threatens the person: an event of its own; calls, accounts and fears are not."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import QuestionSpec, read, read_danger, read_opening
from bot.understanding.readings import Option

TODAY = dt.date(2026, 11, 20)

HURT = """
他们把我关起来不让走
我老公打我
催收说要杀我全家
我老公喝多了又打我
他把我打了一顿
我被催收打了
被几个人围住了
他们不让我走
催收威胁要砍我
说要弄死我
他们拿着刀来我家
我男朋友因为欠钱打了我
来了三个人动手打人
短信说要卸我一条腿
他说要绑我孩子
被他们扣住了
我爸知道了打我
家暴
老公知道我欠钱家暴我
他们把我锁在屋里
放贷的把我拖上车
昨晚被打了
说再不还钱就打断我的腿
催收的推搡我踹了我一脚
要杀我全家
有人要杀我
他们今晚来砍我
关起来不让走
带人来要打死我
"""
NOT_HURT = """
催收天天打我电话
他们打我妈电话
催收一直打我
老公打我电话我没接
他没打我
我被打了好多电话
被打爆通讯录
我老公打工
被扣了500
我的账户被冻结了
被锁卡了
他们不让我分期
不给我走协商流程
银行把我账户关了
我怕他们打我
会不会把我抓起来
催收说要起诉我
说要爆我通讯录
催收骂我
我想打人
利息高得要杀我
我妈知道了要打死我
没有人要打我
被室友锁在门外了
工资被扣下了
平台把我的额度关了
他们说要上门
我被关注了
催收打了我同事
我男朋友打工养我
被围观了
微粒贷打我家里电话
他打了我两次电话
说要找我爸妈
把我拉进群里
我老公打游戏
杀熟
不让我走流程
我被催收打得手机都没电
他要动我妈的电话
说要打我公司电话
"""


def events(text: str) -> tuple[str, ...]:
    reading = read_opening(text, TODAY).facts.get("events")
    return reading.value if reading is not None and isinstance(reading.value, tuple) else ()


@pytest.mark.parametrize("text", HURT.split())
def test_violence_is_heard(text: str) -> None:
    """Beaten, held, threatened with death, by collectors or at home."""
    assert "violence" in events(text)


@pytest.mark.parametrize("text", NOT_HURT.split())
def test_calls_accounts_and_fears_are_no_violence(text: str) -> None:
    """打我电话, 额度关了, 怕他们打我: nothing that calls for the police."""
    assert "violence" not in events(text)


@pytest.mark.parametrize(
    "text",
    ["没活", "没活干", "没活了", "没活儿", "最近没活", "工地没活了", "没有活干", "没活做了", "没活接了", "手里没活"],
)
def test_no_work_is_no_danger(text: str) -> None:
    """没活 is no work; it opened the question about ending one's life."""
    assert read_danger(text).level == 0


@pytest.mark.parametrize(
    "text", ["没活头", "没活路了", "不想活", "我不活了", "别活了", "没活下去的勇气", "没活着的意思", "没法活了"]
)
def test_no_life_is_danger(text: str) -> None:
    """What stands beside 没活 and means life still latches."""
    assert read_danger(text).latches


@pytest.mark.parametrize("text", ["还不上只能卖肾", "卖个肾算了", "割腰子还钱", "想捐肾换钱"])
def test_selling_a_kidney_is_no_illness(text: str) -> None:
    """肾 alone is no reason for the debt."""
    assert "reasons" not in read_opening(text, TODAY).facts


@pytest.mark.parametrize("text", ["换肾花了二十万", "肾衰竭", "我爸肾不好住院", "得了肾病"])
def test_an_ill_kidney_is_illness(text: str) -> None:
    """A kidney that is ill stays a reason."""
    assert read_opening(text, TODAY).facts["reasons"].value == ("illness",)


ASKED = QuestionSpec(
    "yes_no", "", (Option("yes", "有", ("有的",)), Option("no", "没有")), "有没有更过分的，像打给家里、半夜打、骂人？"
)


@pytest.mark.parametrize("text", ["失业了", "今天被裁了", "今天下雨了", "老板没发工资"])
def test_an_unrelated_statement_is_no_yes(text: str) -> None:
    """失业了 says nothing of what was asked (C49)."""
    assert read(ASKED, text, TODAY).value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("打给我妈了", True),
        ("昨天半夜打了", True),
        ("骂过", True),
        ("没打过", False),
        ("有啊", True),
        ("嗯", True),
        ("还没", False),
    ],
)
def test_a_statement_about_it_is_an_answer(text: str, value: bool) -> None:
    """Words that take up the question, and plain yes and no, still answer it."""
    assert read(ASKED, text, TODAY).value is value

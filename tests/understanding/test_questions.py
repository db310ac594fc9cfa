"""What only asks is told apart from what answers, in dialect, without marks and with slips."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.understanding import asks, told_beside

SAID = Path(__file__).parent.parent / "content" / "choices_said.txt"

ASKED = """
微信零钱会被冻结吗
会不会查我流水
我可以用公积金还不
逾期了还能坐高铁不
多久会起诉我
我要不要辞职
催收敢不敢真的来啊
我想问一下 欠的少是不是就不会告我
要是谈不成怎么办
那合同去哪里要
娃儿学校会知道不
请问什么叫支付令
第一个是什么意思
文字版啥意思
选哪个好
我该点哪个
第二个和第三个怎么选
跳过是什么意思
""".strip().split("\n")

TOLD = """
选第二个
第一个就是我的意思
八百，行吗
一万二吧，可以吗
失业了怎么办
不知道要不要跟家里说
怎么可能没有
好像有又好像没有
不想说行不行
没说什么时候
帮我算一下行不
能不能给我文字版
他们说要把我送进去蹲几年
教我电话里怎么开口
都没有吧
这算被骗吗
""".strip().split("\n")


@pytest.mark.parametrize("text", ASKED)
def test_what_asks_is_heard_as_a_question(text: str) -> None:
    """No mark is needed, and no standard word."""
    assert asks(text)


@pytest.mark.parametrize("text", TOLD)
def test_what_tells_is_no_question(text: str) -> None:
    """A tag behind an answer, a doubt, a wish and a threat received tell something."""
    assert not asks(text)


def test_answers_in_other_words_are_no_questions() -> None:
    """Of all the ways to say our options, only those that ask themselves (要不要跟家里讲) are questions."""
    ways = [way for line in SAID.read_text().splitlines() for way in line.split(" ", 2)[-1].split("|")]
    assert len(ways) > 300
    assert {way for way in ways if asks(way)} == {"该不该告诉我妈", "要不要跟家里讲", "会不会抓我", "要我替他还吗"}


def test_what_is_told_beside_a_question_is_found() -> None:
    """「一万二，会坐牢吗」 tells 一万二; a question alone and an answer alone tell nothing beside."""
    assert told_beside("一万二，会坐牢吗") == "一万二"
    assert told_beside("二十天了 会不会被起诉") == "二十天了"
    assert told_beside("会坐牢吗") == told_beside("一万二") == ""

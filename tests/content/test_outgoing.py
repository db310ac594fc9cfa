"""Promises, threats, incitement and sales talk are found by whole sentences."""

from __future__ import annotations

import pytest

from bot.content.outgoing import offences, questions


@pytest.mark.parametrize(
    "text",
    [
        "不保证谈得成。",
        "谁也不能保证结果。",
        "没有哪家平台能保证通过。",
        "会不会坐牢？",
        "逾期不等于坐牢。",
        "对方说「让你坐牢」，多半是吓人。",
        "别换号，也别失联。",
        "不要转移财产、换号、失联。",
        "换号失联会让事情更难谈。",
        "凡是说「包过」「内部渠道」的，都是骗局。",
        "不一定能批。",
        "这一步一定要留记录。",
        "保证金不退可以投诉。",
        "不用付费咨询，也别加微信。",
        "今晚三不做：不借新的、不转个人账户、不点链接。",
        "能不能拉黑他们？",
        "我不会要身份证和卡号，验证码谁要都不给。",
        "对方让你把验证码发给他，就停。",
        "登录官网自己填身份证号，就能查到案子。",
    ],
)
def test_careful_sentences_pass(text: str) -> None:
    """A negation, a question or a warning turns the words round."""
    assert list(offences(text)) == []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("放心，我保证谈成。", "promise", "保证"),
        ("别慌，一定能减免。", "promise", "一定能"),
        ("不接电话也一定没事。", "promise", "一定没事"),
        ("我们包过。", "promise", "包过"),
        ("再拖就坐牢。", "threat", "坐牢"),
        ("他们会查封你家。", "threat", "查封你家"),
        ("先把他们拉黑。", "incitement", "拉黑"),
        ("干脆别接电话。", "incitement", "别接电话"),
        ("去开个假证明就行。", "incitement", "假证明"),
        ("别慌，换个号就好。", "incitement", "换个号"),
        ("推荐你去借这一家。", "sales", "推荐你去借"),
        ("加我微信，马上办。", "sales", "加我微信"),
        ("你的身份证号是多少？", "secret", "身份证号是多少"),
        ("把验证码发给我就行。", "secret", "验证码发给我"),
        ("发给我银行卡的照片。", "secret", "发给我银行卡"),
        ("请提供你的卡号。", "secret", "请提供你的卡号"),
    ],
)
def test_offences_are_found(text: str, kind: str, words: str) -> None:
    """What frightens, lures or promises is named with its words and their place."""
    found = list(offences(text))
    assert [(o.kind, o.words) for o in found] == [(kind, words)]
    assert text[found[0].start :].startswith(words)


def test_questions_are_counted() -> None:
    """Two question marks in a row are one question."""
    assert questions("多久了？大概多少？") == 2
    assert questions("真的？？") == 1

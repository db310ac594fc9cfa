"""Yes, no and unsure over the whole utterance; what is no answer stays nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import read
from bot.understanding.readings import Option, QuestionSpec
from tests.understanding.tables import said


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        # a correction: what stands behind 是
        ("不是没有,是有", "yes"), ("不是有,是没有", "no"), ("不是不要 是要", "yes"), ("不是要,而是不要", "no"), ("不是没打 是打了", "yes"),
        ("不是不愿意,是没办法", "yes"), ("不是,是昨天才逾期", "no"),
        ("是", "yes"), ("是的", "yes"), ("有", "yes"), ("有的", "yes"), ("对", "yes"), ("嗯", "yes"),
        ("嗯嗯", "yes"), ("恩", "yes"), ("打了", "yes"), ("打过好几次", "yes"), ("天天打", "yes"),
        ("联系了", "yes"), ("昨天打给我妈了", "yes"), ("当然", "yes"), ("肯定有", "yes"), ("必须的", "yes"),
        ("没错", "yes"), ("没毛病", "yes"), ("可不是嘛", "yes"), ("可不", "yes"), ("不然呢", "yes"),
        ("那还用说", "yes"), ("怎么没有", "yes"), ("咋没有", "yes"), ("怎么会没有", "yes"), ("哪能没有", "yes"),
        ("谁说没有", "yes"), ("没有才怪", "yes"), ("没有是假的", "yes"), ("不是没有", "yes"), ("不可能没有", "yes"),
        ("有啊", "yes"), ("有过", "yes"), ("好", "yes"), ("好的", "yes"), ("行", "yes"), ("可以", "yes"),
        ("ok", "yes"), ("OK", "yes"), ("👌", "yes"), ("👍", "yes"), ("嗯呐", "yes"), ("中", "yes"),
        ("要得", "yes"), ("系", "yes"), ("yes", "yes"), ("y", "yes"), ("愿意", "yes"), ("想", "yes"),
        ("试试吧", "yes"), ("嗯,有的", "yes"), ("对对对", "yes"), ("是啊是啊", "yes"), ("当然愿意", "yes"),
        ("有的,打给我同事了", "yes"), ("没少打", "yes"), ("何止打过", "yes"), ("废话", "yes"), ("你说呢", "yes"),
        ("算是吧", "yes"), ("有一点", "yes"), ("也有", "yes"), ("确实", "yes"), ("的确如此", "yes"),
        ("没问题", "yes"), ("不反对", "yes"), ("不介意", "yes"), ("那必须的", "yes"), ("1", "yes"), ("√", "yes"),
        ("有!", "yes"), ("没...哦不对,有的", "yes"), ("不,有的", "yes"), ("不是,他们打过", "yes"), ("爆了", "yes"),
        ("通讯录都打爆了", "yes"), ("我妈接到过", "yes"), ("早就打了", "yes"), ("都打遍了", "yes"), ("想啊", "yes"),
        ("来吧", "yes"), ("行吧", "yes"), ("行行行", "yes"), ("谁不想啊", "yes"), ("哪天没打", "yes"),
        ("能不打吗", "yes"), ("有,而且不止一次", "yes"), ("有是有", "yes"), ("得", "yes"), ("愿意的", "yes"),
        ("好吧", "yes"), ("嗯…打了", "yes"), ("昂", "yes"), ("可以呀", "yes"), ("成", "yes"), ("要", "yes"),
        ("没有", "no"), ("没", "no"), ("不", "no"), ("不是", "no"), ("没呢", "no"), ("没有的", "no"),
        ("没啊", "no"), ("还没", "no"), ("还没有", "no"), ("从来没有", "no"), ("并没有", "no"), ("木有", "no"),
        ("冇", "no"), ("没得", "no"), ("莫得", "no"), ("不用", "no"), ("不用了", "no"), ("不要", "no"),
        ("不愿意", "no"), ("不想", "no"), ("不行", "no"), ("不可以", "no"), ("不会", "no"), ("算了", "no"),
        ("算了吧", "no"), ("免了", "no"), ("哪有", "no"), ("怎么可能", "no"), ("怎么会", "no"), ("谁会啊", "no"),
        ("做梦", "no"), ("才没有", "no"), ("根本没有", "no"), ("真没有", "no"), ("那倒没有", "no"), ("倒没有", "no"),
        ("暂时没有", "no"), ("目前还没有", "no"), ("嗯,没有", "no"), ("对,没有", "no"), ("是的没有", "no"),
        ("no", "no"), ("No", "no"), ("n", "no"), ("❌", "no"), ("🙅", "no"), ("👎", "no"), ("×", "no"),
        ("没打过", "no"), ("没联系过", "no"), ("他们没打", "no"), ("还没打到家里", "no"), ("一次都没有", "no"),
        ("没有没有", "no"), ("不不不", "no"), ("不是的", "no"), ("没那回事", "no"), ("不至于", "no"), ("没接到过", "no"),
        ("都没联系", "no"), ("拒绝", "no"), ("不同意", "no"), ("不太想", "no"), ("不了", "no"), ("不,谢谢", "no"),
        ("没有吧", "no"), ("否", "no"), ("无", "no"), ("没有过", "no"), ("不存在的", "no"), ("想得美", "no"),
        ("不需要", "no"), ("有个屁", "no"), ("绝对没有", "no"), ("压根没有", "no"), ("嗯没有", "no"), ("没有呀", "no"),
        ("别", "no"), ("哪里有", "no"), ("不知道", "unsure"), ("不清楚", "unsure"), ("说不好", "unsure"),
        ("不确定", "unsure"), ("不太清楚", "unsure"), ("也许吧", "unsure"), ("可能吧", "unsure"),
        ("可能", "unsure"), ("大概吧", "unsure"), ("好像有", "unsure"), ("好像有吧", "unsure"),
        ("不好说", "unsure"), ("说不准", "unsure"), ("看情况", "unsure"), ("再说吧", "unsure"),
        ("没想好", "unsure"), ("考虑一下", "unsure"), ("我想想", "unsure"), ("不一定", "unsure"),
        ("不记得了", "unsure"), ("忘了", "unsure"), ("不晓得", "unsure"), ("搞不清", "unsure"), ("🤷", "unsure"),
        ("没注意", "unsure"), ("可能有吧", "unsure"), ("或许", "unsure"), ("难说", "unsure"),
        ("拿不准", "unsure"), ("谁知道呢", "unsure"), ("还没想好", "unsure"), ("记不清了", "unsure"),
        ("不知道有没有", "unsure"), ("不太确定", "unsure"), ("纠结中", "unsure"), ("一半一半", "unsure"),
        ("天知道", "unsure"), ("好像是", "unsure"), ("不敢确定", "unsure"), ("应该有吧不确定", "unsure"),
        ("什么意思", None), ("你是谁", None), ("我欠三万", None), ("为什么问这个", None), ("?", None), ("哈哈", None),
        ("啥", None), ("你好", None), ("逾期20天", None),
    ],
)  # fmt: skip
def test_the_answer_as_asked(text: str, answer: str | None) -> None:
    """Yes or no is heard as an answer to the question that was asked, negations included."""
    assert said("yes_no", text, "yes_no") == answer


CASE = ("短信或电话里，有案号吗？", {"yes": ("有案号", "有", "写了案号"), "no": ("没有", "没写", "没看到")})
GOING = ("现在还在继续吗？", {"yes": ("还在", "还在玩", "停不下来"), "no": ("停了", "已经停了", "不玩了")})
PAID = ("领过失业保险金吗？", {"yes": ("领过", "在领", "有"), "no": ("没有", "没领过")})
ENOUGH = ("剩下的，够这个月吃住看病吗？", {"yes": ("够", "勉强够"), "no": ("不够", "一分没剩")})
WORSE = ("有没有更过分的，像打给家里、半夜打、骂人？", {"yes": ("有", "打给家里了"), "no": ("没有", "就是催")})


def answer(asked: tuple[str, dict[str, tuple[str, ...]]], text: str) -> object:
    options = tuple(Option(key, words[0], words[1:]) for key, words in asked[1].items())
    return read(QuestionSpec("yes_no", "", options, asked[0]), text, dt.date(2026, 11, 20)).value


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (CASE, "他们说是律师事务所，让我加微信"), (CASE, "收到催收短信了"), (CASE, "我没钱"), (CASE, "他们让我去法院"),
        (GOING, "我现在在上班了"), (GOING, "停了半个月了"), (GOING, "已经卸载了"), (GOING, "没忍住"),
        (PAID, "失业了"), (PAID, "没钱了"), (PAID, "我没工作"), (PAID, "公司没给交社保"),
        (ENOUGH, "剩了八百"), (ENOUGH, "吃饭都成问题"), (ENOUGH, "他们扣了三千"),
        (WORSE, "我失业了"), (WORSE, "微信也加我了"),
    ],
)  # fmt: skip
def test_a_sentence_about_something_else_answers_nothing(
    asked: tuple[str, dict[str, tuple[str, ...]]], text: str
) -> None:
    """他们让我加微信 is no yes to 有案号吗: a silent yes is worse than asking again."""
    assert answer(asked, text) is None


@pytest.mark.parametrize(
    ("asked", "text", "wanted"),
    [
        (CASE, "短信里写着案号", True), (CASE, "写了的", True), (CASE, "没告诉我", False), (CASE, "没看清", False),
        (GOING, "昨天又玩了", True), (PAID, "领了两个月", True), (PAID, "还在领着", True),
        (WORSE, "打给我妈了", True), (WORSE, "骂得很难听", True), (WORSE, "他们天天打", True), (WORSE, "没打给别人", False),
    ],
)  # fmt: skip
def test_a_sentence_about_the_thing_asked_answers(
    asked: tuple[str, dict[str, tuple[str, ...]]], text: str, wanted: bool
) -> None:
    """打给我妈了 says the verb that was asked for."""
    assert answer(asked, text) is wanted

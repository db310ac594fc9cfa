"""Not understood: an example, two small choices, skipped; a one-word reply starts at the second; three in a row lead to talking."""

from __future__ import annotations

import pytest

from bot.engine.events import Said
from bot.engine.turn import Count
from tests.engine.books import ask, book, end, opening, option, shelf, step, with_step
from tests.engine.person import Person, settled

ODD = ("今天天气真怪", "窗外有人遛狗", "我在看月亮呢")


def at_overdue() -> Person:
    them = settled(shelf())
    them.presses("想知道下一步")
    return them


def test_the_first_rung_is_the_example() -> None:
    """Rung 1: `example`, and the question again (semantics 4)."""
    them = at_overdue()
    them.says(ODD[0])
    assert "没接住。比如「半个月」。" in them.said
    assert them.asked == "最早那笔逾期多久了？"
    assert them.here.rung == 1


def test_the_second_rung_is_two_options() -> None:
    """Rung 2: the two of `smaller` (semantics 4)."""
    them = at_overdue()
    them.say_all(ODD[0], ODD[1])
    assert them.labels == ["一个月左右", "记不清"]
    assert "【ladder_smaller】" in them.said


def test_a_one_word_reply_starts_at_the_second_rung() -> None:
    """「啊」 is met with two small choices at once (semantics 4); a second one skips, with a hotline."""
    them = at_overdue()
    them.says("啊")
    assert them.labels == ["一个月左右", "记不清"]
    them.says("啊")
    assert "【ladder_skip】" in them.said
    assert them.value("overdue_days") == "skipped"
    assert them.asked == "先挑一家，是哪家？"


def test_a_yes_to_what_was_read_back_is_taken_as_one() -> None:
    """「对」 behind 「我听到的是」 is no failed answer: no rung, and the question is put; said again it is met as any other word."""
    them = settled(shelf())
    them.says("微粒贷一万二，逾期十二天")
    assert "我听到：" in them.said
    asked = them.asked
    them.says("对的")
    assert "【agreed】" in them.said
    assert (them.asked, them.here.rung) == (asked, 0)
    them.says("对的")
    assert "【agreed】" not in them.said


def test_three_messages_without_an_answer_lead_to_talking() -> None:
    """Three messages running without slot, event or command → talk.start (semantics 4), whose own words are the bridge."""
    them = at_overdue()
    them.say_all(*ODD)
    assert them.last.rule == "adrift"
    assert them.at == "talk.start"


def test_talking_is_not_talked_into_talking() -> None:
    """In the talking flow nobody is sent there again."""
    whole = with_step(
        shelf(),
        "talk.start",
        step(ask("听着。", "none", option("a", "继续说吧"), option("b", "歇会儿")), then="talk.more"),
    )
    them = settled(whole)
    them.presses("只想说说话")
    for words in ODD * 2:
        them.says(words)
    assert len(them.here.stack) == 1


@pytest.mark.parametrize("between", ["帮助", "是真人吗", "逾期20天，花呗"])
def test_what_is_understood_in_between_starts_the_count_again(between: str) -> None:
    """A command, an interrupt or a heard fact ends the three in a row (semantics 4)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000")
    them.say_all(ODD[0], ODD[1], between, ODD[2])
    assert them.last.rule != "adrift"


@pytest.mark.parametrize("words", ["帮助", "是真人吗", "谢谢", "缓一下"])
def test_commands_interrupts_and_small_talk_use_no_rung(words: str) -> None:
    """Interrupts, duplicates, small talk use no rung (semantics 4)."""
    them = at_overdue()
    them.says(ODD[0])
    rung = them.here.rung
    them.says(words)
    assert them.here.rung <= rung


def test_a_rung_belongs_to_its_question() -> None:
    """The first odd answer to another question gets the example of that one (semantics 4)."""
    them = at_overdue()
    them.say_all(ODD[0], "卡被冻了")
    assert them.asked == "谁冻的？"
    them.says(ODD[1])
    assert "【ladder_no_example】" in them.said


def test_the_answer_resets_the_ladder() -> None:
    """The next question starts at the first rung."""
    them = at_overdue()
    them.say_all(ODD[0], ODD[1], "20天", ODD[2])
    assert "没接住。比如「微粒贷」。" in them.said


def test_without_example() -> None:
    """No `example`: the general sentence."""
    them = settled(opening(step(ask("多少？", "income"), then=end("x"))))
    them.says(ODD[0])
    assert "【ladder_no_example】" in them.said


@pytest.mark.parametrize(
    ("choices", "labels"),
    [
        ((option("a", "甲甲"), option("b", "乙乙")), ["甲甲", "先跳过"]),
        ((option("a", "甲甲"), option("u", "记不清", unknown=True)), ["甲甲", "记不清"]),
        ((option("s", "不说", skip=True), option("a", "甲甲")), ["不说"]),
        ((), ["先跳过"]),
        (tuple(option(k, k * 2) for k in "abcdef"), ["aa", "不清楚"]),
    ],
)
def test_without_smaller(choices: tuple[object, ...], labels: list[str]) -> None:
    """Else the first choice and 不清楚 (semantics 4)."""
    them = settled(opening(step(ask("哪个？", "situation", *choices), then=end("x"))))  # type: ignore[arg-type]
    them.says("啊")
    assert them.labels == labels


def test_the_other_options_are_still_answers_after_the_second_rung() -> None:
    """The exact label of the open question (semantics 1) is an answer, shown among the two or not; never another one."""
    them = settled(shelf())
    them.say_all(ODD[0], ODD[1])
    assert them.labels == ["心慌睡不着", "想知道下一步"]
    them.says("正被催收")
    assert them.value("situation") == "collectors"


def test_a_question_that_may_not_be_skipped_still_has_its_example() -> None:
    """Every question: example, two options, and then it stays (semantics 4, architecture 5); it is not skipped."""
    made = step(
        ask(
            "现在安全吗？",
            "safe_now",
            option("yes", "安全"),
            option("no", "不安全"),
            skippable=False,
            example="回一个字就行。",
        ),
        then=end("x"),
    )
    them = settled(opening(made))
    them.says("天气真怪呀")
    assert "回一个字就行。" in them.said
    them.says("啊")
    them.says("跳过")
    assert "【cannot_skip】" in them.said
    assert them.value("safe_now") is None


def test_under_the_latch_the_example_helps_too() -> None:
    """A crisis question that was not understood is explained by its own example, not only repeated."""
    crisis = book().flows["crisis"].steps["ideation"]
    question = crisis.actions[1]
    from msgspec.structs import replace

    from bot.engine.flowbook import Ask
    from tests.engine.books import say, text

    assert isinstance(question, Ask)
    whole = with_step(
        shelf(),
        "crisis.ideation",
        step(say("谢谢你告诉我。"), replace(question, example=text("回「有」或者「没有」就行。")), then="crisis.today"),
    )
    them = settled(whole)
    them.says("我不想活了")
    them.says("天气真怪呀你说呢")
    assert them.at == "crisis.ideation"
    assert "回「有」或者「没有」就行。" in them.said


def test_what_was_not_understood_is_counted_without_words() -> None:
    """Statistics know the place, not the person (semantics 10)."""
    them = at_overdue()
    them.says(ODD[0])
    assert Count("not_understood:main.overdue") in them.last.effects


def test_the_third_rung_of_an_edit_keeps_the_answer() -> None:
    """改, then twice nothing understandable: the held answer stays and the walk goes on where it was."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "改", "啊", "啊")
    assert them.value("debt.owed@d1") == 8000
    assert them.asked == "主要因为什么？"


def test_the_third_rung_of_a_question_that_keeps_nothing_goes_on() -> None:
    """Nothing is held of it, so its way to skip is taken, or its `next`."""
    made = step(
        ask("哪个？", "none", option("a", "甲甲"), option("s", "先不说", skip=True, goto="main.c")), then="main.b"
    )
    them = settled(opening(made, step(ask("b？", "note"), then=end("x")), step(ask("c？", "note"), then=end("x"))))
    them.say_all("啊", "啊")
    assert them.asked == "c？"


def test_without_an_open_question_the_way_goes_on() -> None:
    """Nothing waits (a quiet exit right after an end): words are met with a question, not with silence."""
    them = settled(opening(step(ask("好吗？", "note"), then=end("x"))))
    them.says("好的")
    them.says("有人来了")
    them.does(Said("我回来了呀"))
    assert them.asked == "要接着上次的吗？"
    assert "ladder" not in them.said


def test_a_question_that_may_not_be_skipped_stays() -> None:
    """After the two options it is neither skipped nor left: a kind sentence, and the question again."""
    made = step(
        ask("安全吗？", "safe_now", option("yes", "安全"), option("no", "不安全"), skippable=False), then=end("x")
    )
    them = settled(opening(made))
    them.say_all("啊", "帮助")
    assert them.asked == "安全吗？"
    them.say_all("啊", "啊")
    assert "【ladder_no_example】" in them.said
    assert them.asked == "安全吗？"
    assert them.labels == ["安全", "不安全"]


def test_a_question_without_an_answer_is_met_as_one() -> None:
    """What nobody wrote an answer to is said to be so, with the question again and no rung used."""
    them = at_overdue()
    them.says("会不会查我的流水")
    assert them.last.rule == "asked"
    assert "【asked】" in them.said
    assert them.asked == "最早那笔逾期多久了？"
    assert them.here.rung == 0


def test_a_question_on_the_way_back_is_met_as_one() -> None:
    """After the end a question nobody wrote an answer to is not passed over in silence."""
    them = settled(opening(step(ask("好吗？", "note"), then=end("x"))))
    them.says("好的")
    them.says("会不会查我的流水")
    assert "【asked】" in them.said
    assert them.asked == "要接着上次的吗？"

"""The engine's own questions: which of two, is that right, another one, change which, really delete?"""

from __future__ import annotations

import pytest

from bot.engine.turn import Forget
from tests.engine.books import ask, end, opening, option, shelf, slot, step
from tests.engine.person import Person, questions, settled


def rivals() -> Person:
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000还是18000")
    return them


def more() -> Person:
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000")
    assert them.asked == "还有别的平台吗？"
    return them


def test_the_letter_under_a_rival_chooses_it() -> None:
    """Options of a numeric question carry letters (semantics 3), those of 「which of two」 as well."""
    them = rivals()
    assert [b.mark for b in them.last.replies[-1].buttons] == ["A", "B"]  # type: ignore[union-attr]
    them.says("B")
    assert them.value("debt.owed@d1") == 18000


def test_two_smaller_choices_under_rivals_can_be_pressed() -> None:
    """What is shown can be pressed, and every press has a reply (architecture 4)."""
    them = rivals()
    them.says("啊")
    them.presses("一万上下")
    assert them.last.replies
    assert them.value("debt.owed@d1") == 10000


def test_two_smaller_choices_under_a_confirmation_mean_what_they_say() -> None:
    """先跳过 under a question that confirms skips it (semantics 4)."""
    them = settled(shelf())
    them.presses("收到法院消息")
    them.says("11月18日")
    assert them.here.open is not None
    assert them.here.open.kind == "confirm"
    them.says("啥")
    them.says("啥呀")
    them.presses("先跳过")
    assert them.value("received_on") == "skipped"


def test_words_beside_a_confirmation_do_not_lose_the_day() -> None:
    """「去不了怎么办」 under 「对吗」: the day that was read back is put again, and a yes still takes it."""
    them = settled(shelf())
    them.presses("收到法院消息")
    them.says("11月18日")
    them.says("那个啥来着")
    assert "【confirm_waits】" in them.said
    assert them.here.open is not None
    assert them.here.open.kind == "confirm"
    them.says("对")
    assert them.value("received_on") == "2026-11-18"


def test_a_choice_among_rivals_leads_where_it_leads() -> None:
    """Two candidates of a choice question: the chosen one's `goto` comes before `next` (flow language 2.3)."""
    options = {"chased": "正被催收", "court": "收到法院消息"}
    whole = opening(
        step(ask("城市？", "city"), then="main.b"),
        step(
            ask(
                "碰上什么？",
                "plan",
                option("chased", "正被催收", "被催"),
                option("court", "收到法院消息", "法院", goto="main.d"),
            ),
            then="main.c",
        ),
        step(ask("还多少？", "income"), then=end("x")),
        step(ask("什么纸？", "note"), then=end("x")),
        slots=(slot("plan", "choice", "碰上的", options=options),),
    )
    them = settled(whole)
    them.say_all("成都", "被催还有法院")
    assert them.labels == ["正被催收", "收到法院消息"]
    them.presses("收到法院消息")
    assert them.value("plan") == "court"
    assert them.asked == "什么纸？"


def test_early_words_do_not_confirm_a_deletion() -> None:
    """A text older than the delivery of the open question is not its answer (semantics 8), above all not 「全部清掉」."""
    them = settled(shelf())
    them.says("删除")
    them.says("是", early=True)
    assert not them.effects(Forget)


def test_a_correction_comes_before_the_answer_to_another_one() -> None:
    """Exact label → correction of the last echo → … → parser (semantics 1): 「不对，是18000」 is not 「没有了」."""
    them = more()
    them.says("不对，是18000")
    assert them.value("debt.owed@d1") == 18000
    assert them.asked == "还有别的平台吗？"


def test_a_built_in_word_comes_before_the_reading_of_another_one() -> None:
    """「没时间」 is the three-sentence version, not a no (semantics 1, 7)."""
    them = more()
    them.says("没时间")
    assert them.last.rule == "builtin:short_script"
    assert them.asked == "还有别的平台吗？"


def test_an_interrupt_comes_before_the_reading_of_another_one() -> None:
    """「好的谢谢」 is a thanks, not one more lender (semantics 1)."""
    them = more()
    them.says("好的谢谢")
    assert them.last.rule == "interrupt:thanks"


def test_own_labels_after_days_are_answers() -> None:
    """「没有了」 three days later, the very label that waits: an answer, not a return (semantics 7)."""
    them = more()
    them.waits(days=3).says("没有了")
    assert "理好了。" in them.said


def test_one_candidate_that_fits_is_the_answer() -> None:
    """「500还是200万」 where two million cannot be: the other one, read back."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业", "500还是200万")
    assert them.value("monthly") == 500
    assert "500 元" in them.said


def test_a_deletion_asked_in_a_quiet_moment_still_waits() -> None:
    """帮助 in front of 「真的要删吗」: help, and that question again, once."""
    them = settled(shelf())
    them.say_all("删除", "帮助")
    assert them.asked == "【forget_ask】"
    assert len(questions(them.last)) == 1


@pytest.mark.parametrize("words", ["帮助", "再说一遍", "是真人吗"])
def test_the_pick_of_what_to_change_comes_back(words: str) -> None:
    """Answered in between, then 「要改哪一个」 again (semantics 1)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.presses("一个月左右")
    them.says("改")
    assert them.asked == "【edit_pick】"
    them.says(words)
    assert them.asked == "【edit_pick】"


SURE = ("全部清掉", "是的", "嗯", "好", "1")
UNREAD = ("确定", "确认", "删", "删吧", "要删", "全删")
KEPT = ("先留着", "不", "不要", "别删", "不删", "算了", "先不", "不是", "2")
OTHER = (
    "生病了住院",
    "失业了",
    "嗯让我想想",
    "对了我想问",
    "有花呗",
    "能不能恢复",
    "可以先不删吗",
    "是不是删了就没了",
    "8000",
    "😀",
    "有",
)


@pytest.mark.parametrize("word", [*SURE, *KEPT, *OTHER])
def test_only_a_whole_yes_deletes(word: str) -> None:
    """Nothing is deleted on a guess: a whole yes, the label or its mark; anything else deletes nothing (semantics 7)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "删除")
    assert them.asked == "【forget_ask】"
    them.says(word)
    assert bool(them.effects(Forget)) is (word in SURE)
    assert ("【forget_kept】" in them.said) is (word in KEPT)
    assert ("【forget_waits】" in them.said) is (word in OTHER and them.here.latch is None)
    if word not in SURE:
        assert them.value("debt.owed@d1") == 8000


@pytest.mark.parametrize("word", ["失业了", "生病了住院"])
def test_a_statement_confirms_no_deadline(word: str) -> None:
    """「收到日期 11 月 18 日，对吗」 — 「失业了」 is no yes to it."""
    them = settled(shelf())
    them.say_all("收到法院消息", "11月18日")
    assert "对吗" in them.asked
    them.says(word)
    assert them.value("received_on") is None


@pytest.mark.parametrize("word", UNREAD)
def test_a_whole_yes_in_other_words_deletes(word: str) -> None:
    """「确定」, 「删吧」 are as whole a yes as 「是的」 (semantics 7)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "删除", word)
    assert them.effects(Forget)

"""The engine's own questions: which of two, is that right, another one, change which, really delete?"""

from __future__ import annotations

from bot.engine.turn import Forget
from tests.engine.books import shelf
from tests.engine.person import Person, settled


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
    them.presses("先跳过")
    assert them.value("received_on") == "skipped"


def test_a_choice_among_rivals_leads_where_it_leads() -> None:
    """Two candidates of a choice question: the chosen one's `goto` comes before `next` (flow language 2.3)."""
    them = settled(shelf())
    them.says("被催还有法院")
    them.presses("收到法院消息")
    assert them.at == "court.start"


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

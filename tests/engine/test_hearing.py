"""What is said besides the answer: heard facts, lenders and their sums, quotations."""

from __future__ import annotations

import pytest

from bot.engine.flowbook import Interrupt, ListSlot
from tests.engine.books import DEBTS, ask, book, end, opening, option, shelf, slot, step
from tests.engine.person import Person, settled


def test_a_sum_named_with_a_new_lender_is_that_lenders() -> None:
    """「花呗还欠8000」 while 微粒贷 is current: the sum is 花呗's (platforms named become items, semantics 3)."""
    them = settled(shelf())
    them.says("微粒贷")
    them.says("逾期20天，花呗还欠8000")
    assert them.value("debt.platform@d2") == "花呗"
    assert them.value("debt.owed@d2") == 8000
    assert them.value("debt.owed@d1") is None


def test_forwarded_words_are_read_for_events_only() -> None:
    """Forwarded text is a quotation: read for events (semantics 2)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("微粒贷欠8000，逾期20天，传票", forwarded=True)
    assert them.value("events") == ["summons"]
    assert "debt.owed@d1" not in them.here.slots
    assert "overdue_days" not in them.here.slots


def test_a_heard_fact_of_several_is_the_first_option_that_means_one() -> None:
    """A slot of one choice that hears reasons: the first that is among its options; none, nothing held."""
    declared = slot("why_late", "choice", "为什么晚", options={"illness": "生病", "job_loss": "失业"}, hears="reasons")
    them = settled(book(slots=(declared,)))
    them.says("我生病了，微粒贷逾期20天")
    assert them.value("why_late") == "illness"
    none_of = slot("why_late", "choice", "为什么晚", options={"x": "别的"}, hears="reasons")
    them = settled(book(slots=(none_of,)))
    them.says("我生病了，微粒贷逾期20天")
    assert them.value("why_late") is None


def test_a_list_that_hears_no_lenders_gets_none() -> None:
    """Only a list whose key field hears platforms takes lenders as items."""
    fields = (slot("child.name", "text", "名字"), slot("child.cost", "money", "开支"))
    children = ListSlot("children", "child", "孩子", fields, 3, "name")
    them = settled(book(lists=(children, DEBTS)))
    them.says("花呗和借呗都逾期了")
    assert them.here.items == {"debts": ["d1", "d2"]}


def test_what_was_asked_is_not_overwritten_in_passing() -> None:
    """An answer to its own question stands; what was only heard is replaced by what is said later."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000")
    them.says("每个月能还500")
    them.says("每个月能还700")
    assert them.value("monthly") == 700
    them.says("逾期30天了")
    assert them.value("overdue_days") == 20


def test_a_refused_sum_is_not_filled_in_passing() -> None:
    """「不存数字」 refuses consent: the sum said later is not kept (semantics 10)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "不存数字", "微粒贷欠8000，逾期20天")
    assert them.value("debt.owed@d1") == "skipped"


def test_a_sum_for_several_lenders_is_nobodys() -> None:
    """「四家一共欠5万」 is not the debt to one of them (hearing)."""
    them = settled(shelf())
    them.says("花呗借呗微粒贷一共欠5万")
    assert not [k for k in them.here.slots if k.startswith("debt.owed")]


IN_ALL = slot("owed_in_all", "money", "几家一共欠", hears="total")


def asked_for_the_sum() -> Person:
    """Somebody who is asked what is owed to 借呗."""
    them = settled(book(slots=(IN_ALL,)))
    them.say_all("想知道下一步", "20天", "借呗")
    assert them.asked == "这家大概还欠多少？"
    return them


@pytest.mark.parametrize("words", ["借呗花呗微粒贷三家一共五万", "三家一共五万", "借呗和花呗、微粒贷，一共五万"])
def test_a_sum_for_several_said_where_one_is_asked_is_the_total(words: str) -> None:
    """「三家一共五万」 at the question for one lender: lenders and total are kept, no own sum, and the question stays."""
    them = asked_for_the_sum()
    them.says(words)
    assert them.value("owed_in_all") == 50000
    assert not [k for k in them.here.slots if k.startswith("debt.owed")]
    assert "大概还欠多少" in them.asked
    if "花呗" in words:
        assert [them.value(f"debt.platform@d{n}") for n in (1, 2, 3)] == ["借呗", "花呗", "微粒贷"]


def test_a_total_said_twice_is_answered_by_the_ladder() -> None:
    """The same total once more is no news: the example is shown, nothing is written down for one lender."""
    them = asked_for_the_sum()
    them.say_all("三家一共五万", "三家一共五万")
    assert them.last.rule == "total"
    assert them.here.rung == 1
    assert not [k for k in them.here.slots if k.startswith("debt.owed")]


def test_all_lenders_named_where_one_is_asked_are_kept() -> None:
    """「借呗花呗微粒贷三家一共五万」 at the question for the lender: three lenders, one total, no own sum."""
    them = settled(book(slots=(IN_ALL,)))
    them.say_all("想知道下一步", "20天", "借呗花呗微粒贷三家一共五万")
    assert [them.value(f"debt.platform@d{n}") for n in (1, 2, 3)] == ["借呗", "花呗", "微粒贷"]
    assert them.value("owed_in_all") == 50000
    assert not [k for k in them.here.slots if k.startswith("debt.owed")]


def test_a_sum_picked_among_others_is_no_total() -> None:
    """「借呗花呗一共三万，微粒贷两万」 speaks of three lenders, and none of its sums is for all of them."""
    them = asked_for_the_sum()
    them.says("借呗花呗一共欠三万，微粒贷两万")
    assert them.value("owed_in_all") is None


def test_a_total_goes_with_the_refusal_of_sums() -> None:
    """「不存数字」 refuses consent: the total said before is not kept either, nor one said later (semantics 10)."""
    them = asked_for_the_sum()
    them.say_all("三家一共五万", "不存数字")
    assert them.value("owed_in_all") is None
    them.says("三家一共五万")
    assert them.value("owed_in_all") is None


def test_sums_said_with_the_lenders_are_each_lenders() -> None:
    """「微粒贷8000，花呗6000」 where the lender is asked: both lenders with their sums."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷8000，花呗6000")
    assert (them.value("debt.owed@d1"), them.value("debt.owed@d2")) == (8000, 6000)


def test_a_second_event_does_not_undo_the_first() -> None:
    """What happened is told bit by bit: several choices that are heard come together, in the order of telling."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("一天打我几十个电话")
    them.says("昨天收到法院传票")
    them.says("一天打我几十个电话")
    assert them.value("events") == ["call_flood", "summons"]


def test_words_that_open_another_topic_are_heard_as_well() -> None:
    """「花呗逾期20天，……被冻」: its flow, and the lender and the days are kept; the open question is still asked."""
    frozen = Interrupt("frozen", "frozen", contains=("被冻",))
    them = settled(book(interrupts=(frozen,)))
    them.presses("想知道下一步")
    them.says("花呗逾期20天，我的银行卡被冻结了")
    assert them.asked == "谁冻的？"
    assert them.value("debt.platform@d1") == "花呗"
    assert them.value("overdue_days") is None, "the open question is answered where it is asked"


def a_choice_waits(*more: str) -> Person:
    """Somebody whom a question without figures waits for, after some words."""
    first = step(ask("最急的是哪一件？", "exercise", option("feet", "脚踩地"), option("ears", "听声音")), then=end("x"))
    them = settled(opening(step(ask("你好？", "none"), then="main.b"), first))
    them.say_all("你好", *more)
    return them


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("大概四万", "debt.owed@d1", 40000),
        ("九千多吧", "debt.owed@d1", 9000),
        ("三个月了", "overdue_days", 90),
        ("能，一个月五百", "monthly", 500),
    ],
)
def test_a_bare_measure_at_another_question_is_kept_and_read_back(said: str, key: str, value: int) -> None:
    """A figure that the open question cannot use is not lost: it fills what nobody knows yet, and is read back (semantics 3)."""
    them = a_choice_waits()
    them.says(said)
    assert them.value(key) == value
    assert "记下" in them.said
    assert them.asked == "最急的是哪一件？"


@pytest.mark.parametrize("said", ["5", "十分钟", "工资呢", "两三家吧"])
def test_what_is_no_plain_measure_is_not_guessed_at(said: str) -> None:
    """A number without a unit, or words of their own, fill nothing."""
    them = a_choice_waits()
    before = dict(them.here.slots)
    them.says(said)
    assert {k for k in them.here.slots if k.partition("@")[0] in {"debt.owed", "overdue_days", "monthly"}} <= set(
        before
    )


def test_a_bare_measure_changes_nothing_that_is_known() -> None:
    """What was said before stands; with several lenders a bare sum is nobody's."""
    them = a_choice_waits("微粒贷欠8000，逾期20天")
    them.says("四万")
    assert them.value("debt.owed@d1") == 8000
    them = a_choice_waits("微粒贷和花呗")
    them.says("四万")
    assert not [k for k in them.here.slots if k.startswith("debt.owed")]

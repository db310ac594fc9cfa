"""What is said besides the answer: heard facts, lenders and their sums, quotations."""

from __future__ import annotations

from bot.engine.flowbook import Interrupt, ListSlot
from tests.engine.books import DEBTS, book, shelf, slot
from tests.engine.person import settled


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

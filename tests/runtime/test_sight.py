"""What was written before the open question could be read is not its answer; whoever saw it once has seen it."""

from __future__ import annotations

import datetime as dt

from bot.engine.events import Said
from bot.runtime.queues import Item
from bot.runtime.sight import REMEMBERED, Sight
from bot.storage.records import Asked
from tests.runtime.rig import NOW

LATER = NOW + dt.timedelta(seconds=5)


def item(number: int | None = None, at: dt.datetime = NOW) -> Item:
    return Item("phone:a", "e", Said("没有"), at, number=number)


def test_without_a_question_nothing_is_early() -> None:
    """Before any question every message is on time."""
    assert not Sight().early(item())


def test_a_question_that_has_not_arrived_has_no_answer_yet() -> None:
    """Until a question was delivered, what comes in is not its answer."""
    sight = Sight()
    sight.asks("phone:a", 3)
    sight.arrives("phone:a", 2, NOW)
    assert sight.early(item(at=LATER))
    sight.arrives("phone:a", 3, NOW)
    assert not sight.early(item(at=LATER))


def test_numbers_of_the_chat_decide_within_a_second() -> None:
    """Where clocks cannot tell, the numbers of the messages do."""
    sight = Sight()
    sight.asks("phone:a", 1)
    sight.arrives("phone:a", 1, LATER, 10)
    assert [sight.early(item(n, NOW)) for n in (9, 11)] == [True, False]


def test_moments_decide_where_no_numbers_are() -> None:
    """Without numbers the moments of question and message decide."""
    sight = Sight()
    sight.asks("phone:a", 1)
    sight.arrives("phone:a", 1, LATER)
    assert [sight.early(item(9, at)) for at in (NOW, LATER)] == [True, False]


def test_the_same_question_shown_again_was_seen_before() -> None:
    """Later turns that keep the question do not move the moment from which it may be answered."""
    sight = Sight()
    sight.asks("phone:a", 1)
    sight.arrives("phone:a", 1, NOW, 10)
    sight.arrives("phone:a", 2, LATER, 14)
    assert not sight.early(item(12))


def test_memory_is_bounded() -> None:
    """Only so many people are remembered."""
    sight = Sight()
    for n in range(REMEMBERED + 5):
        sight.asks(f"phone:{n}", 1)
    assert len(sight._asked) == REMEMBERED


def test_what_an_earlier_life_showed_counts_unless_this_one_knows_better() -> None:
    """Restored once: a question that was shown has its number, one that was not has no answer, none asked hides nothing."""
    sight = Sight()
    sight.restore("phone:a", Asked(3, NOW, 10))
    assert [sight.early(item(n, LATER)) for n in (9, 11)] == [True, False]
    sight.restore("phone:a", Asked(9))
    assert not sight.early(item(11))
    other = Sight()
    other.restore("phone:a", Asked(3))
    assert other.early(item(11))
    other.arrives("phone:a", 3, NOW, 12)
    assert [other.early(item(n)) for n in (11, 13)] == [True, False]
    nobody = Sight()
    nobody.restore("phone:a", None)
    assert not nobody.early(item(1))

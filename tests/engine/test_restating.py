"""「改」 reaches what was only heard: a sum of several lenders, which no question asks for."""

from __future__ import annotations

import pytest

from tests.engine.books import book, slot
from tests.engine.person import Person, settled

IN_ALL = slot("owed_in_all", "money", "几家一共欠", hears="total")


def told() -> Person:
    """Somebody who was asked for one lender's sum and said that of three."""
    them = settled(book(slots=(IN_ALL,)))
    them.say_all("想知道下一步", "20天", "借呗", "三家一共五万")
    assert them.value("owed_in_all") == 50000
    return them


def picked() -> Person:
    them = told()
    them.says("改")
    if "几家一共欠" in them.labels:
        them.presses("几家一共欠")
    assert them.asked == "【restate_ask】"
    return them


def test_it_stands_among_what_can_be_changed() -> None:
    """改一共, later: the number of lenders and their sum are offered, and the sum can be picked."""
    them = told()
    them.says("八千")
    them.says("改一共")
    assert them.asked == "【edit_pick】"
    them.presses("几家一共欠")
    assert them.asked == "【restate_ask】"


@pytest.mark.parametrize("said", ["六万", "是六万", "不是五万，是六万", "应该是六万"])
def test_it_is_said_anew(said: str) -> None:
    """The new sum is held, and the question that waited comes again."""
    them = picked()
    them.says(said)
    assert them.value("owed_in_all") == 60000
    assert "大概还欠多少" in them.asked
    assert not [k for k in them.here.slots if k.startswith("debt.owed")]


def test_it_is_said_anew_in_one_breath() -> None:
    """改一共 六万, without a question."""
    them = told()
    them.says("改几家一共欠 六万")
    assert them.value("owed_in_all") == 60000
    assert "大概还欠多少" in them.asked


def test_it_can_be_changed_twice() -> None:
    """What was put right once can be put right again."""
    them = picked()
    them.says("六万")
    them.says("改")
    assert them.asked == "【restate_ask】"
    them.says("七万")
    assert them.value("owed_in_all") == 70000


def test_it_is_kept_or_taken_off() -> None:
    """By the two labels, by their letters, or by skipping; then the waiting question."""
    them = picked()
    assert [b.mark for b in them.last.replies[-1].buttons] == ["A", "B"]  # type: ignore[union-attr]
    them.presses("【restate_keep】")
    assert them.value("owed_in_all") == 50000
    them = picked()
    them.says("跳过")
    assert them.value("owed_in_all") == 50000
    them = picked()
    them.says("B")
    assert them.value("owed_in_all") is None
    assert "【restate_dropped】" in them.said
    assert "大概还欠多少" in them.asked


def test_words_that_say_no_sum_change_nothing() -> None:
    """Helped along by the ladder, the sum as it was."""
    them = picked()
    them.says("呃")
    assert them.value("owed_in_all") == 50000
    assert them.last.replies


def test_said_again_is_asked_again() -> None:
    """「再说一遍」 puts this very question again."""
    them = picked()
    them.says("再说一遍")
    assert them.asked == "【restate_ask】"

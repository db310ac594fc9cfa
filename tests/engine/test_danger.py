"""Danger before everything: the latch, what runs while it holds, release only by a yes."""

from __future__ import annotations

from bot.engine.turn import Withdraw
from tests.engine.books import end, say, shelf, step, with_step
from tests.engine.person import person, settled

QUIET, NOW = "我不想活了", "我今晚就从楼顶跳下去"


def test_somebody_who_began_with_danger_goes_on_to_the_first_question() -> None:
    """A yes resumes something (semantics 2): who has no place yet is met by the first question."""
    them = person(shelf())
    them.say_all(QUIET, "没有", "回去")
    assert them.here.latch is None
    assert them.asked == "现在更像哪一种情况？"


def test_release_does_not_ask_about_the_forwarded_text_again() -> None:
    """The place kept is the one before danger: no crisis question comes back after the release."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says(QUIET, forwarded=True)
    them.say_all(QUIET, "没有", "回去")
    assert them.asked == "最早那笔逾期多久了？"


def test_a_crisis_turn_says_only_what_keeps_somebody_safe() -> None:
    """Danger comes first; that a number was hidden is no matter now (semantics 1, 2)."""
    them = settled(shelf())
    them.says(f"13800138000 {QUIET}")
    assert "【masked】" not in them.said


def test_every_turn_under_the_latch_jumps_the_queue() -> None:
    """The crisis turn jumps every queue (semantics 2), however it was answered."""
    them = settled(shelf())
    them.says(QUIET)
    them.presses("没有")
    assert them.last.urgent


def test_mine_after_a_forwarded_text_withdraws_what_was_not_delivered() -> None:
    """The turn that latches withdraws undelivered parts of earlier turns (semantics 2)."""
    them = settled(shelf())
    them.says(QUIET, forwarded=True)
    them.presses("是我自己")
    assert them.here.latch is not None
    assert them.effects(Withdraw)


def test_start_under_the_latch_after_the_crisis_flow_has_ended_says_something() -> None:
    """A crisis flow that ends without release still holds somebody: /start comes back to it, never silence."""
    whole = with_step(shelf(), "crisis.rest", step(say("嗯。"), then=end("over")))
    them = settled(whole)
    them.say_all(QUIET, "没有", "不")
    assert them.here.latch is not None
    them.opens()
    assert them.last.replies

"""Walking a book: the order of a step's actions, ways out, calls, lists, and books that go round in circles."""

from __future__ import annotations

from tests.engine.books import ask, end, opening, option, shelf, step
from tests.engine.person import Person, settled


def at_platform() -> Person:
    return at(settled(shelf()), "想知道下一步", "20天")


def at(somebody: Person, *words: str) -> Person:
    somebody.say_all(*words)
    return somebody


def test_a_choice_that_only_leads_somewhere_answers_nothing() -> None:
    """「好几家」 leads to the count and then asks for the lender after all: the slot was never asked, not skipped (semantics 3)."""
    them = at_platform()
    them.presses("好几家")
    assert them.value("debt.platform@d1") is None
    them.says("4")
    assert them.at == "main.one_first"
    assert them.asked == "最揪心的那家叫什么？"


def test_a_correction_further_up_walks_again_through_a_choice_that_only_leads() -> None:
    """帮我算 leads through the budget; after 原因 is corrected, the budget's answers are still on the path (semantics 3)."""
    them = at(at_platform(), "微粒贷", "8000", "失业")
    them.presses("帮我算")
    them.say_all("5000", "3000")
    them.presses("其他", ago=4)
    assert them.value("income") == 5000
    assert them.here.drafts == {}


def test_a_book_that_only_goes_round_still_leaves_a_question() -> None:
    """A silent loop does not hang, and its person is left with words and a question (`fallback_question`)."""
    them = settled(opening(step(then="main.b"), step(then="main.a")))
    assert them.last.rule == "begin"
    assert them.asked


def test_a_silent_loop_behind_an_answer_does_not_hang() -> None:
    """Fifty steps are a loop: help is said to be where it is, and the first question waits (no book can loop silently)."""
    them = settled(opening(step(ask("好吗？", "note"), then="main.b"), step(then="main.c"), step(then="main.b")))
    them.says("好的")
    assert them.asked == "好吗？"
    assert len(them.last.path) <= 51


def test_an_end_without_words_still_says_something() -> None:
    """Silence is the worst answer to a frightened person: a turn that is not silent has a reply (architecture 4)."""
    them = settled(opening(step(ask("好吗？", "note", option("x", "嗯嗯")), then=end("done"))))
    them.presses("嗯嗯")
    assert them.last.replies

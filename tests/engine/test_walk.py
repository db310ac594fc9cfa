"""Walking a book: the order of a step's actions, ways out, calls, lists, and books that go round in circles."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.engine.expressions import Name
from bot.engine.flowbook import Anew, Assign, Call, Handoff, Picture, Place
from bot.engine.turn import Bar, Count, Drawing
from tests.engine.books import (
    DOCUMENTS,
    ask,
    book,
    end,
    flow,
    lit,
    opening,
    option,
    put,
    routes,
    say,
    shelf,
    step,
    text,
)
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
    assert len(them.last.path) <= 60


def test_a_long_way_over_known_answers_is_no_loop() -> None:
    """Eighty steps whose answer is known are walked in one turn: nobody is thrown back to the first question for it."""
    many = {f"s{n}": step(ask("一？", "note"), then=f"main.s{n + 1}") for n in range(80)}
    whole = flow("main", {**many, "s80": step(say("到了。"), then=end("done"))})
    them = settled(book(whole, routes=routes(home=Place("main", "s0"))))
    them.says("好")
    assert len(them.last.path) == 80
    assert them.here.outcome == "done"


def test_an_end_without_words_still_says_something() -> None:
    """Silence is the worst answer to a frightened person: a turn that is not silent has a reply (architecture 4)."""
    them = settled(opening(step(ask("好吗？", "note", option("x", "嗯嗯")), then=end("done"))))
    them.presses("嗯嗯")
    assert them.last.replies


# ---- interrupts ----


def test_the_same_interrupt_two_hundred_times() -> None:
    """B35: an interrupt that asks something does not pile up; told again while it is open, it helps on, and is no rambling."""
    them = at(settled(shelf()), "想知道下一步")
    for _ in range(200):
        them.says("卡被冻了")
    assert len(them.here.stack) <= 2
    assert not any(frame.flow == them.book.routes.talk.flow for frame in them.here.stack)
    for _ in range(100):
        them.says("缓一下")
        them.says("卡被冻了")
        flows = [frame.flow for frame in them.here.stack]
        assert len(flows) == len(set(flows))
    assert len(them.here.stack) <= 3
    assert them.asked


# ---- the order of a step's actions ----


def test_a_steps_actions_run_in_their_order() -> None:
    """set, say, document, picture, remind, handoff, call, repeat, ask (flow language 2.1); all seen before the question."""
    inner = flow("inner", {"s": step(say("里面。"), then=end("x"))})
    made = step(
        Assign((("visited", lit(1)), ("debt.owed", lit(800)))),
        say("第{visited}次。"),
        DOCUMENTS["scripts/many"],
        Picture(text("台阶"), "debts", "debt.owed"),
        Handoff("12348", (text("问 12348。"),)),
        Call("inner"),
        ask("好吗？", "note"),
        then=end("x"),
    )
    them = settled(book(flow("main", {"a": made}), inner, routes=routes(home=Place("main", "a"))))
    shown = [getattr(r, "title", None) or getattr(r, "text", "") for r in them.last.replies]
    assert shown == ["第1次。", "几家的稿子", "台阶", "问 12348。", "里面。", "好吗？"]
    assert Count("handoff:12348") in them.last.effects
    (drawing,) = (r for r in them.last.replies if isinstance(r, Drawing))
    assert drawing.bars == (Bar("【picture_nameless】", 800_00, "800 元"),)


def test_set_with_an_unknown_leaves_the_slot_alone() -> None:
    """An expression without a value sets nothing."""
    made = step(put(income=Name("essentials"), visited=2), ask("好吗？", "note"), then=end("x"))
    them = settled(opening(made))
    assert them.value("income") is None
    assert them.value("visited") == 2
    assert them.here.slots["visited"].via == "set"


def test_set_to_a_choice_of_several() -> None:
    """`set: {reasons: illness}` is that one alone."""
    them = settled(opening(step(Assign((("reasons", lit("illness")),)), ask("好吗？", "note"), then=end("x"))))
    assert them.value("reasons") == ["illness"]


def test_anew_is_as_if_never_asked() -> None:
    """`anew` puts an answer away before `set`, so that its question is asked again."""
    first = step(Assign((("visited", lit(2)), ("income", lit(5)))), ask("好吗？", "note"), then="main.b")
    made = step(
        Anew(("visited", "debt.owed", "income")), Assign((("income", lit(7)),)), ask("几次？", "visited"), then=end("x")
    )
    them = settled(opening(first, made))
    them.says("好的")
    assert (them.value("visited"), them.value("income"), them.asked) == (None, 7, "几次？")


def test_set_to_a_field_makes_the_item() -> None:
    """`set: {debt.platform: …}` on nobody's debt makes the first one."""
    made = step(Assign((("debt.platform", lit("微粒贷")),)), ask("好吗？", "note"), then=end("x"))
    them = settled(opening(made))
    assert them.value("debt.platform@d1") == "微粒贷"


def test_the_outcome_is_recorded_at_the_root() -> None:
    """`end` at the root: outcome and counter (semantics 7); in a called flow it returns."""
    them = settled(opening(step(ask("好吗？", "note"), then=end("got_it"))))
    them.says("好的")
    assert them.here.outcome == "got_it"
    assert Count("outcome:got_it") in them.last.effects


# ---- lists ----


def listing() -> Person:
    them = settled(shelf())
    them.opens("all_debts")
    return them


def test_a_repeat_asks_only_what_is_missing() -> None:
    """Item by item, then 「还有别的吗」 (semantics 3); lenders named in the opening are items already."""
    them = settled(shelf())
    them.says("花呗、借呗都逾期了")
    them.opens("all_debts")
    assert them.asked == "这家欠多少？"
    them.says("1000")
    assert them.asked == "这家欠多少？"
    them.says("2000")
    assert them.asked == "还有别的平台吗？"
    assert (them.value("debt.owed@d1"), them.value("debt.owed@d2")) == (1000, 2000)


def test_a_full_list_says_so() -> None:
    """At the declared maximum nobody is asked for another one (semantics 3)."""
    them = listing()
    for n, name in enumerate(("微粒贷", "花呗", "借呗")):
        them.say_all(*(["还有"] if n else []), name, "1000")
    assert "【list_full】" in them.said
    assert "理好了。" in them.said
    assert them.here.items["debts"] == ["d1", "d2", "d3"]


@pytest.mark.parametrize("words", ["花呗", "还有花呗", "花呗欠3000"])
def test_another_lender_named_instead_of_yes(words: str) -> None:
    """Its name is enough."""
    them = listing()
    them.say_all("微粒贷", "8000", words)
    assert them.value("debt.platform@d2") == "花呗"
    assert them.asked == ("还有别的平台吗？" if "3000" in words else "这家欠多少？")


@pytest.mark.parametrize("words", ["没有了", "没有", "没了", "不", "2"])
def test_no_more(words: str) -> None:
    """No, in its ways."""
    them = listing()
    them.say_all("微粒贷", "8000")
    them.says(words)
    assert "理好了。" in them.said
    them.opens("all_debts")
    assert "还有别的平台吗" not in them.said


@pytest.mark.parametrize("words", ["还有", "有", "嗯", "是的", "1"])
def test_one_more(words: str) -> None:
    """Yes, in its ways: the next item's first question."""
    them = listing()
    them.say_all("微粒贷", "8000", words)
    assert them.asked == "这一家叫什么？"
    assert them.here.items["debts"] == ["d1", "d2"]


def test_a_correction_inside_a_repeat() -> None:
    """改 inside a list corrects its item; the list goes on where it was (semantics 3)."""
    them = listing()
    them.say_all("微粒贷", "8000", "还有", "花呗", "改")
    assert them.asked == "这一家叫什么？"
    them.says("借呗")
    assert them.value("debt.platform@d2") == "借呗"
    assert them.asked == "这家欠多少？"


# ---- corrections do not say again what has not changed ----


def test_a_correction_does_not_repeat_what_has_not_changed() -> None:
    """Bubbles that read the same are not said twice; those that changed are."""
    whole = opening(
        step(ask("多少？", "income"), then="main.b"),
        step(say("一样的话。"), say("你有{income}元。"), ask("城市？", "city"), then="main.c"),
        step(say("总是这样。"), ask("工单？", "ticket"), then=end("x")),
    )
    them = settled(whole)
    them.say_all("5000", "成都", "改")
    if them.asked != "多少？":
        them.presses("每月到手") if "每月到手" in them.labels else them.says("重庆")
    assert "总是这样。" not in them.said


def test_remembered_bubbles_are_bounded() -> None:
    """Forty places of what was said last."""
    steps = {f"s{n}": step(say(f"第{n}句。"), then=f"long.s{n + 1}") for n in range(45)}
    steps["s45"] = step(ask("好吗？", "note"), then=end("x"))
    them = settled(shelf())
    them.reads(replace(book(flow("long", steps)), edition="e2"))
    them.opens("long")
    assert them.asked == "好吗？"
    assert len(them.here.shown) <= 40

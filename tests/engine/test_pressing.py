"""Buttons: the open question's, an older one's, a copy, twice, foreign, garbage."""

from __future__ import annotations

import pytest

from bot.engine.turn import Question
from tests.engine.books import shelf
from tests.engine.person import Person, settled


def upto_reasons() -> Person:
    them = settled(shelf())
    them.presses("想知道下一步")
    them.presses("一个月左右")
    them.says("微粒贷")
    them.presses("一万上下")
    assert them.asked == "主要因为什么？"
    return them


def test_the_open_questions_button_answers_it() -> None:
    """Same turn: answer (semantics 8)."""
    them = upto_reasons()
    assert them.last.rule == "press"
    assert them.value("overdue_days") == 30
    assert them.value("debt.owed@d1") == 10000
    assert them.here.slots["situation"].via == "pressed"


def test_an_older_button_on_the_path_corrects() -> None:
    """Older question still on the path: correction, echoed; the answers behind it stay without asking (semantics 3, 8)."""
    them = upto_reasons()
    them.presses("记不清", ago=3)
    assert them.last.rule == "press:correction"
    assert them.value("overdue_days") == "unknown"
    assert "逾期天数不清楚" in them.said
    assert them.value("debt.owed@d1") == 10000
    assert them.asked == "主要因为什么？"


def test_answers_behind_a_new_question_are_not_asked_again() -> None:
    """A correction that opens a new question on the way: behind it the path is the old one, and so are its answers (semantics 3)."""
    them = upto_reasons()
    them.presses("几天", ago=3)
    assert them.value("overdue_days") == 5
    assert them.asked == "看过合同没有？"
    them.says("看过了")
    assert them.asked == "主要因为什么？"
    assert them.value("debt.owed@d1") == 10000


def test_answers_off_the_new_path_become_drafts() -> None:
    """Off the path: draft, feeding nothing meanwhile (semantics 3)."""
    them = upto_reasons()
    them.presses("收到法院消息", ago=4)
    assert them.at == "court.start"
    assert "debt.owed@d1" not in them.here.slots
    assert "debt.owed@d1" in them.here.drafts
    them.says("话术")
    assert "10000" not in them.papers()[0].text


def test_the_same_older_button_again_is_silent() -> None:
    """Second tap: no change (semantics 8), and nothing is said twice."""
    them = upto_reasons()
    before = them.here.slots
    them.presses("一个月左右", ago=3)
    assert them.last.silent
    assert them.last.replies == ()
    assert them.here.slots == before
    assert them.last.rule == "press:again"


@pytest.mark.parametrize("label", ["好几家", "帮我算"])
def test_a_double_tap_on_a_choice_that_only_leads(label: str) -> None:
    """It leads once."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天")
    if label == "帮我算":
        them.say_all("微粒贷", "8000", "失业")
    them.presses(label)
    at = them.at
    token = them.turns[-2].replies[-1].buttons  # type: ignore[union-attr]
    them.token(next(b.token for b in token if b.label == label))
    assert them.at == at
    assert them.last.silent


def test_an_older_choice_that_only_leads_is_a_correction() -> None:
    """「好几家」 of the lender's question, after a lender was named: leads there, and the sum is a draft or kept."""
    them = upto_reasons()
    them.presses("好几家", ago=2)
    assert them.at == "main.how_many"
    them.says("4")
    assert them.asked == "最揪心的那家叫什么？"


def test_skip_of_an_older_question() -> None:
    """先跳过 of an older question takes the answer back."""
    them = settled(shelf())
    them.presses("先跳过")
    them.says("20天")
    them.presses("先跳过", ago=1) if "先跳过" in them.labels else None
    them.token("1:main.settle:plan")
    assert them.value("situation") == "plan"
    them.token("1:main.settle:skip")
    assert them.value("situation") == "skipped"


def test_an_older_copy_of_the_open_question_answers_it() -> None:
    """The question was put again (帮助): its first copy still works; nothing has passed."""
    them = settled(shelf())
    them.says("帮助")
    them.presses("收到法院消息", ago=1)
    assert them.at == "court.start"


def test_an_older_copy_of_an_answered_question_corrects() -> None:
    """Shown twice, answered once: both copies are that question on the path (semantics 8)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("帮助")
    them.presses("几天")
    them.says("微粒贷")
    first = next(q for t in them.turns for q in t.replies if isinstance(q, Question) and "逾期" in q.text)
    them.token(next(b.token for b in first.buttons if b.label == "一个月左右"))
    assert them.value("overdue_days") == 30


GARBAGE = [
    "",
    ":",
    "::",
    "x",
    "1:main.settle",
    "1:main.settle:",
    "99:main.settle:plan",
    "1:nowhere.x:plan",
    "1:main.settle:nothing",
    "-1:main.settle:plan",
    "１:main.settle:plan",
    "1" * 30 + ":main.settle:plan",
    "0:main.settle:plan",
    "5:main:plan",
    "5:main.owed:draft",
    "5:main.reasons:r0",
    "一:二:三",
    "1:main.settle:plan\x00",
    "1:main.settle:plan:court",
]


@pytest.mark.parametrize("token", GARBAGE)
def test_unknown_and_foreign_tokens_change_nothing(token: str) -> None:
    """No change, and the open question again (semantics 8)."""
    them = upto_reasons()
    before = (them.here.slots, them.here.stack, them.here.drafts)
    them.token(token)
    assert (them.here.slots, them.here.stack, them.here.drafts) == before
    assert them.asked == "主要因为什么？"
    assert them.last.rule == "press:stale"


def test_a_token_that_was_never_issued_corrects_nothing() -> None:
    """Turn 0 never was: answers that were passed because they were known are not corrected by it."""
    them = settled(shelf())
    them.says("微粒贷欠8000，逾期20天")
    before = them.here.slots
    them.token("0:main.platform:quiet")
    assert them.here.slots == before


def test_an_own_questions_second_tap_changes_nothing() -> None:
    """对 of a confirmation, twice; 还有, twice: once is enough."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000")
    them.presses("还有")
    them.presses("还有", ago=1)
    assert them.here.items == {"debts": ["d1", "d2"]}
    assert them.asked == "这一家叫什么？"


def test_an_old_button_under_the_latch_stays_in_the_crisis() -> None:
    """While danger holds only crisis steps run (semantics 2)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("我不想活了")
    for token in [b.token for t in them.turns[:-1] for r in t.replies if isinstance(r, Question) for b in r.buttons]:
        them.token(token)
        assert them.at == "crisis.ideation"
        assert them.here.latch is not None
        assert them.value("overdue_days") is None


def test_an_old_crisis_button_after_the_release_leads_nowhere() -> None:
    """Out of danger, a button of its questions is stale: no crisis step without a latch, and the place is kept."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("我不想活了")
    them.presses("没有")
    them.presses("回去")
    them.presses("有", ago=2)
    assert them.last.rule == "press:stale"
    assert them.asked == "最早那笔逾期多久了？"


def test_a_first_press_of_somebody_unknown_begins() -> None:
    """A press without a session: the beginning."""
    from tests.engine.person import person

    them = person(shelf())
    them.token("1:main.settle:court")
    assert them.asked == "现在更像哪一种情况？"
    assert "先缓一口气" in them.said


def test_the_open_questions_button_after_days_is_its_answer() -> None:
    """A press on what waits is an answer whenever it comes; any other one is met like a return (semantics 7)."""
    them = upto_reasons()
    them.waits(days=3).presses("失业")
    assert them.value("reasons") == ["job_loss"]
    them = upto_reasons()
    them.waits(days=3).presses("几天", ago=3)
    assert them.asked == "要接着上次的吗？"
    assert them.value("overdue_days") == 30

"""The one door: every event, new people and known ones, limits, masking, and that nothing goes in or out but the turn."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.engine.advance import UNREADABLE, advance
from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.session import fresh
from bot.engine.turn import Bubble, Question, Withdraw
from tests.engine.books import Interrupt, ask, book, end, opening, shelf, step
from tests.engine.person import FRIDAY, Person, person, questions, settled

QUIET = "我不想活了"
FIRST = "现在更像哪一种情况？"
EVENTS: list[Event] = [
    Opened(),
    Opened("budget"),
    Said("你好呀"),
    Said("你好呀", forwarded=True),
    Said("你好呀", early=True),
    Said(""),
    Said(QUIET),
    Said(QUIET, forwarded=True),
    Edited("你好呀"),
    Edited(QUIET),
    Sent("photo"),
    Sent("photo", "微粒贷欠8000"),
    Sent("voice", QUIET),
    Sent("hologram"),
    Pressed("1:main.settle:plan"),
    Pressed(""),
    TimeUp("none"),
]


@pytest.mark.parametrize("event", EVENTS, ids=repr)
@pytest.mark.parametrize("where", ["new", "middle", "latched", "ended", "away", "paused"])
def test_every_event_everywhere(event: Event, where: str) -> None:
    """A turn with words and a way on, the same twice, and the session that came in is as it was (`Person.does` looks)."""
    them = person(shelf())
    if where != "new":
        them.opens()
        them.say_all("想知道下一步", "20天")
    if where == "latched":
        them.says(QUIET)
    if where == "paused":
        them.says("暂停")
    if where == "ended":
        them = settled(opening(step(ask("好吗？", "note"), then=end("x"))))
        them.says("好的")
    if where == "away":
        them.waits(days=3)
    again = advance(them.book, them.session, event, them.now)
    turn = them.does(event)
    assert again == turn
    if isinstance(event, TimeUp):
        assert turn.silent
        assert not turn.replies
        return
    assert turn.replies or turn.silent
    assert len(questions(turn)) <= 1
    assert not questions(turn) or turn.replies[-1] == questions(turn)[0]
    assert turn.session.open is not None or not turn.session.stack


def test_the_first_bubble_is_the_notice_with_the_first_question() -> None:
    """Notice and first question in the same breath, whatever came first (semantics 10)."""
    for event in (Opened(), Said("你好呀"), Sent("photo"), Edited("你好"), Pressed("x")):
        them = person(shelf())
        them.does(event)
        assert isinstance(them.last.replies[0], Bubble)
        assert "先缓一口气" in them.last.replies[0].text, event
        assert them.asked == FIRST, event
        assert them.said.count("先缓一口气") == 1


def test_a_first_message_that_says_everything_is_not_asked_for_it() -> None:
    """The notice, what was heard, and the first question that is still open."""
    them = person(shelf())
    them.says("微粒贷欠8000，逾期20天")
    assert "先缓一口气" in them.said
    assert them.asked == "主要因为什么？"


def test_a_first_message_in_danger_says_only_what_keeps_somebody_safe() -> None:
    """No notice in front of it (semantics 2, 10: crisis help needs no consent)."""
    for event in (Said(QUIET), Sent("photo", QUIET), Edited(QUIET)):
        them = person(shelf())
        them.does(event)
        assert "先缓一口气" not in them.said
        assert "【sent_photo】" not in them.said
        assert them.at == "crisis.ideation"
        assert them.effects(Withdraw)


# ---- opened ----


def test_start_in_the_middle_is_no_reset() -> None:
    """Recap and the open question (semantics 7)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷")
    before = them.here.slots
    them.opens()
    assert them.here.slots == before
    assert "你还在这里" in them.said
    assert "微粒贷" in them.said
    assert them.asked == "这家大概还欠多少？"


def test_a_link_to_a_flow() -> None:
    """After the notice for somebody new, above the open question for others; a crisis flow and an unknown one are no links."""
    them = person(shelf())
    them.opens("budget")
    assert "先缓一口气" in them.said
    assert them.asked == "每月到手多少？"
    them.say_all("5000", "3000")
    assert them.asked == FIRST
    for payload in ("crisis", "nowhere", "main.settle", "budget.income"):
        them = person(shelf())
        them.opens(payload)
        assert them.asked == FIRST
        assert them.here.latch is None


def test_a_link_after_the_end() -> None:
    """The flow is answered, then the neutral question of a return."""
    them = settled(opening(step(ask("好吗？", "note"), then=end("x"))))
    them.says("好的")
    them.opens("about_bot")
    assert "我是程序" in them.said
    assert them.asked == "要接着上次的吗？"


# ---- said ----


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u200b\u200d", "😀😀", "。。。", "\u3000", "?" * 3000, "\x00", "🀄️"]
)
def test_words_that_say_nothing(text: str) -> None:
    """Empty, very long, emoji, zero-width: a kind question, never an exception."""
    them = settled(shelf())
    them.presses("想知道下一步")
    for _ in range(5):
        them.says(text)
        assert them.last.replies
    assert them.here.open is not None


def test_a_very_long_message_is_read_up_to_a_limit() -> None:
    """2000 characters are read for answers; all of it for danger."""
    them = settled(shelf())
    them.says("微粒贷欠8000，" + "啊" * 3000 + "逾期20天")
    assert them.value("debt.owed@d1") == 8000
    assert them.value("overdue_days") is None


@pytest.mark.parametrize(
    ("text", "hidden"),
    [("我的手机13800138000", "13800138000"), ("身份证11010519491231002X", "11010519491231002X")],
)
def test_numbers_that_nobody_needs_are_masked_and_told_once(text: str, hidden: str) -> None:
    """The turn's words are masked (semantics 10); one kind sentence, once."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says(text)
    assert hidden not in them.last.words
    assert them.said.count("【masked】") == 1
    assert hidden not in repr(them.here)
    them.says(text)
    assert "【masked】" not in them.said


def test_a_mask_never_covers_what_was_read() -> None:
    """Amounts, dates and platforms that were read stay (semantics 10)."""
    them = settled(shelf())
    them.says("微粒贷欠8000，逾期20天")
    assert them.last.words == "微粒贷欠8000，逾期20天"


def test_a_turn_stores_its_readings() -> None:
    """So that replay does not depend on masked words (semantics 10)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    assert them.last.readings == {"situation": "plan"}
    them.says("20天")
    assert them.last.readings == {"overdue_days": 20}
    them.says("跳过")
    assert them.last.readings == {"debt.platform@d1": "skipped"}


def test_a_burst_is_one_turn() -> None:
    """Texts joined with newlines: everything in them, one question."""
    them = settled(shelf())
    them.says("微粒贷\n欠8000\n逾期20天")
    assert them.asked == "主要因为什么？"
    assert len(them.turns) == 2


def test_forwarded_words_answer_nothing() -> None:
    """A quotation is read for events; the question waits (semantics 2, 8)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("20天", forwarded=True)
    assert them.value("overdue_days") is None
    assert them.asked == "最早那笔逾期多久了？"
    assert them.last.rule == "forwarded"


def test_forwarded_danger_asks_gently() -> None:
    """No latch; 是我自己 latches, 都不是 goes back (semantics 2)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says(QUIET, forwarded=True)
    assert them.here.latch is None
    assert them.asked == "是你自己，还是别人？"
    them.presses("都不是")
    assert them.asked == "最早那笔逾期多久了？"


# ---- edited ----


def test_an_edited_message() -> None:
    """One line, nothing changed, the question still waits; danger in it latches (flow language, semantics 2)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    waiting = them.here.open
    them.edits("20天")
    assert them.said == "【edited】"
    assert them.here.open == waiting
    assert them.value("overdue_days") is None
    them.edits(QUIET)
    assert them.here.latch is not None
    them.edits("我没事")
    assert them.at == "crisis.ideation"


def test_an_edited_message_after_days_does_not_hide_the_return() -> None:
    """The next words are still a return (semantics 7)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷")
    them.waits(days=3).edits("x")
    them.says("在吗")
    assert them.asked == "要接着上次的吗？"


# ---- sent ----


@pytest.mark.parametrize("kind", [*UNREADABLE, "hologram"])
def test_what_cannot_be_read(kind: str) -> None:
    """One line of its own and the question again, without a rung."""
    them = settled(shelf())
    them.presses("想知道下一步")
    for _ in range(4):
        them.sends(kind)
        assert f"【sent_{kind}】" in them.said or (kind == "hologram" and "【sent_other】" in them.said)
        assert them.asked == "最早那笔逾期多久了？"
    assert them.here.rung == 0
    assert them.last.rule == f"sent:{kind}"


def test_a_caption_is_read_like_words() -> None:
    """It answers the question; danger in it comes first, without a line about the picture."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.sends("photo", "20天")
    assert "【sent_photo】" in them.said
    assert them.value("overdue_days") == 20
    them.sends("photo", QUIET)
    assert them.here.latch is not None
    assert "【sent_photo】" not in them.said
    them.sends("sticker")
    assert "【sent_sticker】" not in them.said
    assert them.at == "crisis.ideation"
    them.sends("photo", "没有")
    assert them.at == "crisis.safe"


# ---- silence ----


def test_an_empty_turn_says_something() -> None:
    """A flow that says nothing at all is met with the fallback (silence is the worst answer)."""
    mute = Interrupt("mute", "mute", whole=("月亮",), quiet=True)
    from tests.engine.books import flow

    them = settled(book(flow("mute", {"s": step(then=end("x"))}), interrupts=(mute,)))
    them.says("月亮")
    assert them.said == "【fallback_question】"


def test_turns_are_counted_and_dated() -> None:
    """Every event is a turn; a timer does not count as words of the person."""
    them = settled(shelf())
    them.waits(minutes=7).presses("想知道下一步")
    assert them.here.turn == 2
    assert them.here.last == them.now.isoformat()
    them.waits(minutes=7).does(TimeUp("none"))
    assert them.here.turn == 3
    assert them.here.last == (them.now - dt.timedelta(minutes=7)).isoformat()


def test_a_session_made_elsewhere_opens() -> None:
    """A fresh session without turns is a beginning."""
    turn = advance(shelf(), fresh(FRIDAY), Opened(), FRIDAY)
    assert any(isinstance(r, Question) and r.text == FIRST for r in turn.replies)


def test_what_goes_on_in_danger_is_urgent() -> None:
    """Every turn under the latch jumps the queue; after the release none does."""
    them: Person = settled(shelf())
    them.says(QUIET)
    assert them.last.urgent
    them.presses("没有")
    assert them.last.urgent
    them.presses("回去")
    them.says("帮助")
    assert not them.last.urgent

"""Coming and coming back: the notice, a return after twelve hours, a conversation that had ended."""

from __future__ import annotations

import pytest

from bot.engine.events import TimeUp
from bot.engine.turn import Question
from tests.engine.books import ask, end, opening, say, shelf, step
from tests.engine.person import Person, person, settled

KNOWN = ("微粒贷", "8000")


def ended() -> Person:
    them = settled(opening(step(ask("好吗？", "note"), then="main.b"), step(say("再见。"), then=end("done"))))
    them.says("好的")
    assert them.at == ""
    return them


def away() -> Person:
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000")
    return them.waits(days=3)


@pytest.mark.parametrize(
    ("word", "rule"), [("删除", "forget"), ("停", "stop"), ("话术", "script"), ("导出", "export"), ("隐私", "privacy")]
)
def test_built_in_words_work_after_the_end(word: str, rule: str) -> None:
    """What the message itself says is answered first (semantics 7); 「删除」 works at any time."""
    them = ended()
    them.says(word)
    assert them.last.rule == f"builtin:{rule}"


@pytest.mark.parametrize("token", ["garbage", "1:main.z:x"])
def test_an_old_button_after_the_end_is_met_like_a_return(token: str) -> None:
    """At the root `end` records the outcome, and the next message is a return (semantics 7); no turn is without a question."""
    them = ended()
    them.token(token)
    assert them.at == "returning.start"
    assert them.asked == "要接着上次的吗？"


def test_a_photo_after_the_end_is_met_like_a_return() -> None:
    """The next message after the end is a return, whatever it is (semantics 7)."""
    them = ended()
    them.sends("photo")
    assert them.asked == "要接着上次的吗？"


def test_a_photo_after_three_days_is_met_like_a_return() -> None:
    """After 12 hours: what came is answered, then the neutral question (semantics 7)."""
    them = away()
    them.sends("photo")
    assert "【sent_photo】" in them.said
    assert them.asked == "要接着上次的吗？"


def test_names_and_sums_only_after_a_yes() -> None:
    """Whoever looks at the screen after three days sees no lender and no sum before 接着 (semantics 7)."""
    them = away()
    them.opens()
    assert not any(w in them.said for w in KNOWN)
    them.opens()
    assert not any(w in them.said for w in KNOWN)


@pytest.mark.parametrize("words", [["跳过"], ["在", "哦"]])
def test_skipping_the_return_is_no_yes(words: list[str]) -> None:
    """跳过 and the third rung take the choice marked `skip: true` (先说别的), not 接着 (semantics 4, 7)."""
    them = away()
    them.opens()
    them.say_all(*words)
    assert not any(w in them.said for w in KNOWN)


def test_an_answer_to_a_reminder_is_no_return() -> None:
    """The bot asked five minutes ago: free words answer its question (semantics 1)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业", "500")
    them.times_up("tomorrow")
    assert them.asked == "约好的那通电话，打了吗？"
    them.waits(minutes=5)
    them.says("昨天打通了呀")
    assert them.at != "returning.start"
    assert "好，知道了。" in them.said


def test_who_never_got_a_script_is_not_asked_about_the_call() -> None:
    """`returned` is for those who had a script handed over (flow language 6); others go on from the first question."""
    them = ended()
    them.says("在吗")
    them.presses("接着")
    assert them.at != "after.back"


def test_a_timer_of_nobody_does_not_spoil_the_beginning() -> None:
    """Whoever comes after a stray timer is new: notice and first question."""
    them = person(shelf())
    them.does(TimeUp("none"))
    them.says("你好呀")
    assert "先缓一口气" in them.said
    assert isinstance(them.last.replies[-1], Question)

"""Coming and coming back: the notice, a return after twelve hours, a conversation that had ended."""

from __future__ import annotations

import pytest

from bot.engine.events import TimeUp
from bot.engine.turn import Question
from tests.engine.books import Interrupt, ask, book, end, opening, say, shelf, step
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


def test_something_that_happened_is_answered_before_the_question_of_a_return() -> None:
    """After days: the event's flow first, then the neutral question (semantics 7)."""
    frozen = Interrupt("frozen", "frozen", event="account_frozen")
    them = settled(book(interrupts=(frozen,)))
    them.say_all("想知道下一步", "20天", "微粒贷")
    them.waits(days=3).says("我的银行卡被冻结了")
    assert them.asked == "谁冻的？"
    them.presses("法院冻的")
    assert them.asked == "要接着上次的吗？"


def test_distress_is_answered_before_the_question_of_a_return() -> None:
    """After days: calming words, then the neutral question."""
    them = away()
    them.says("我好难受")
    assert "慢慢呼一口气" in them.said
    assert them.asked == "要接着上次的吗？"


@pytest.mark.parametrize("word", ["帮助", "菜单", "隐私", "再说一遍"])
def test_a_command_after_days_is_answered_and_then_the_question_of_a_return(word: str) -> None:
    """What the message itself says first, then neutrally 「要接着上次的吗」; no names, no sums (semantics 7)."""
    them = away()
    them.says(word)
    assert them.asked == "要接着上次的吗？"
    assert not any(w in them.said for w in KNOWN)


def test_a_page_wanted_after_days_is_asked_for_whom() -> None:
    """「导出」 opens its own flow above the neutral question; nothing is shown before it is said for whom."""
    them = away()
    them.says("导出")
    assert them.asked == "给谁看？"
    assert not any(w in them.said for w in KNOWN)
    them.says("跳过")
    assert them.asked == "要接着上次的吗？"


def test_forwarded_words_after_days_are_a_return() -> None:
    """Whatever comes first (semantics 7)."""
    them = away()
    them.says("转来的一段话", forwarded=True)
    assert them.asked == "要接着上次的吗？"


@pytest.mark.parametrize("word", ["有人来了", "不聊了", "谢谢"])
def test_goodbyes_after_the_end_are_only_acknowledged(word: str) -> None:
    """One line, no question; the next words are a return."""
    them = ended()
    them.says(word)
    assert not them.asked
    them.says("我又来了")
    assert them.asked == "要接着上次的吗？"
    assert "ladder" not in them.said


def test_resume() -> None:
    """接着: names and sums, and the question that waited."""
    them = away()
    them.says("在吗")
    them.presses("接着")
    assert "微粒贷" in them.said
    assert them.asked == "主要因为什么？"


def test_something_else() -> None:
    """先说别的: the first question once more, the answers stay."""
    them = away()
    them.says("在吗")
    them.presses("先说别的")
    assert them.asked == "现在更像哪一种情况？"
    assert them.value("debt.owed@d1") == 8000


@pytest.mark.parametrize("how", ["press", "say"])
def test_clear(how: str) -> None:
    """清空: the same confirmation as 删除, nothing gone before it."""
    them = away()
    them.says("在吗")
    them.presses("清空") if how == "press" else them.says("清空")
    assert them.asked == "【forget_ask】"
    assert them.value("debt.owed@d1") == 8000


def test_a_first_question_that_keeps_nothing() -> None:
    """先说别的 where the first question is `save: none`: put again, nothing to drop."""
    them = settled(opening(step(ask("怎么样？", "none"), then="main.b"), step(ask("城市？", "city"), then=end("x"))))
    them.says("就那样")
    them.waits(days=3).says("在吗")
    them.presses("先说别的")
    assert them.asked == "怎么样？"


def test_twelve_hours() -> None:
    """Eleven hours and fifty-nine minutes are no return; twelve are (semantics 7)."""
    for minutes, back in ((719, False), (720, True)):
        them = settled(shelf())
        them.say_all("想知道下一步", "20天", "微粒贷")
        them.waits(minutes=minutes).says("嗨你好")
        assert (them.asked == "要接着上次的吗？") is back


def test_who_got_a_script_is_asked_about_the_call() -> None:
    """`returned` for those who ended with a script in hand (flow language 6)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业", "500", "被拒了", "不要")
    assert them.at == ""
    them.waits(days=2).says("在吗")
    them.presses("接着")
    assert them.asked == "那通电话怎么样？"


def test_the_timer_of_nobody_and_thirteen_hours() -> None:
    """A stray timer is nobody's visit: thirteen hours later the first words are the first."""
    them = person(shelf())
    them.does(TimeUp("none"))
    them.waits(hours=13).says("你好呀")
    assert them.asked == "现在更像哪一种情况？"


def test_a_pause_and_three_days() -> None:
    """The pause is over with the return; a command is answered first."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "暂停")
    them.waits(days=3).says("帮助")
    assert not them.here.paused
    assert them.asked == "要接着上次的吗？"


@pytest.mark.parametrize("word", ["有人来了", "不聊了"])
def test_a_goodbye_after_days_is_followed_by_the_question_of_a_return(word: str) -> None:
    """One bland line; the next words are met with the neutral question, not with 「没接住」."""
    them = away()
    them.says(word)
    assert not them.asked
    them.says("我又来了")
    assert them.asked == "要接着上次的吗？"
    assert "ladder" not in them.said

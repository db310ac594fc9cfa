"""Every built-in word and command: what it says, what it changes, and what waits afterwards (`semantics.md` 7).

It is long because there are that many words, each with its own effect.
"""

from __future__ import annotations

import pytest

from bot.engine.builtins import WORDS, builtin
from bot.engine.turn import CancelTimers, Export, Forget
from bot.engine.wording import REQUIRED
from tests.engine.books import ask, end, opening, option, shelf, step, with_step
from tests.engine.person import Person, settled

ASKED = "主要因为什么？"


def upto_reasons() -> Person:
    """Somebody who has told the lender and the sum, and is asked for the reason."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000")
    assert them.asked == ASKED
    return them


EVERY = [(name, word) for name, words in WORDS.items() for word in words]


@pytest.mark.parametrize(("name", "word"), EVERY)
def test_every_word_is_its_built_in(name: str, word: str) -> None:
    """As a whole message, with its punctuation, and in a conversation."""
    assert builtin(word) == builtin(f" {word}。") == builtin(f"{word}！") == name
    them = upto_reasons()
    them.says(word)
    assert them.last.rule == ("label" if word == "先跳过" else f"builtin:{name}")
    assert them.last.replies


@pytest.mark.parametrize(
    "text", ["我想删除", "停不下来", "话术是什么东西", "帮助我", "改天再说", "", "暂停一下吧好不好"]
)
def test_only_whole_messages(text: str) -> None:
    """A word inside a sentence is no command (semantics 1)."""
    assert builtin(text) == ""


@pytest.mark.parametrize(
    ("word", "said", "asked"),
    [
        ("菜单", "【menu】", ASKED),
        ("帮助", "【help】", ASKED),
        ("隐私", "【privacy】", ASKED),
        ("为什么问", "【why_none】", ASKED),
        ("再说一遍", "", ASKED),
        ("保存", "【saved】", ASKED),
        ("不保存", "【unsaved】", ASKED),
        ("继续", "【resumed】", ASKED),
        ("停", "【stopped】", ASKED),
        ("导出", "", "给谁看？"),
        ("暂停", "【paused】", ""),
        ("不想聊了", "【bye】", ""),
        ("有人来了", "【quiet_exit】", ""),
        ("删除", "", "【forget_ask】"),
        ("上一步", "【back_done】", "这家大概还欠多少？"),
        ("跳过", "【skipped】", "每月拿得出多少？"),
        ("改", "【edit_now】", "这家大概还欠多少？"),
        ("重来", "【restarted】", "现在更像哪一种情况？"),
    ],
)
def test_what_is_said_and_what_waits(word: str, said: str, asked: str) -> None:
    """Each says its sentence and puts the question that waits, or leaves it waiting unsaid."""
    them = upto_reasons()
    them.says(word)
    assert said in them.said
    assert them.asked == asked
    assert them.here.open is not None


@pytest.mark.parametrize(
    "word", ["菜单", "帮助", "隐私", "暂停", "不想聊了", "有人来了", "停", "导出", "话术", "没时间", "人工"]
)
def test_the_question_still_takes_its_answer(word: str) -> None:
    """Whatever was answered in between, the question that waited is answered by the next words (semantics 1)."""
    them = upto_reasons()
    them.says(word)
    them.says("失业")
    assert them.value("reasons") == ["job_loss"]


# ---- one by one ----


def test_why() -> None:
    """为什么问: the question's own reason, then the question again."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("为什么问这个")
    assert "时间不同，先做的事不同。" in them.said
    assert them.asked == "最早那笔逾期多久了？"


@pytest.mark.parametrize(
    ("word", "name"), [("话术", "scripts/call"), ("没时间", "scripts/short"), ("人工", "scripts/lawyer")]
)
def test_scripts_at_any_time(word: str, name: str) -> None:
    """The script now, with 〔请补〕 where answers are missing, and the question again (semantics 7)."""
    them = upto_reasons()
    them.says(word)
    (paper,) = them.papers()
    assert paper.name == name
    assert ("【script_missing】" in them.said) is bool(paper.missing)
    assert them.asked == ASKED


def test_a_script_lists_what_is_missing() -> None:
    """〔请补：label〕 in the text, the labels beside it."""
    them = upto_reasons()
    them.says("话术")
    (paper,) = them.papers()
    assert "微粒贷" in paper.text
    assert paper.missing == ("每月可还",)
    assert "〔请补：每月可还〕" in paper.text


@pytest.mark.parametrize("word", ["/summary", "/export", "总结", "摘要"])
def test_a_page_is_asked_for_whom_before_anything_leaves(word: str) -> None:
    """Every word for it opens the flow of the route; nothing leaves with the word itself (`test_review.py`)."""
    them = upto_reasons()
    them.says(word)
    assert them.at == "export.start"
    assert them.effects(Export) == []


@pytest.mark.parametrize("yes", ["全部清掉", "1", "是的", "press"])
def test_forget(yes: str) -> None:
    """One confirmation, then final, at once (semantics 7)."""
    them = upto_reasons()
    them.says("删除我的数据")
    assert them.labels == ["全部清掉", "先留着"]
    assert not them.effects(Forget)
    them.presses("全部清掉") if yes == "press" else them.says(yes)
    assert them.effects(Forget)
    assert "【forget_done】" in them.said
    assert not them.asked


@pytest.mark.parametrize("no", ["先留着", "2", "不", "press"])
def test_not_forgetting(no: str) -> None:
    """Kept, and the question that was open."""
    them = upto_reasons()
    them.says("/forget")
    them.presses("先留着") if no == "press" else them.says(no)
    assert not them.effects(Forget)
    assert "【forget_kept】" in them.said
    assert them.asked == ASKED


def test_other_words_delete_nothing() -> None:
    """Neither yes nor no: nothing is deleted."""
    them = upto_reasons()
    them.says("删除")
    them.says("生病了住院")
    assert not them.effects(Forget)


def test_stop() -> None:
    """停: all timers at once, and none is set any more (semantics 7)."""
    them = upto_reasons()
    them.say_all("失业", "500")
    assert them.here.timers
    them.says("停")
    assert them.effects(CancelTimers) == [CancelTimers()]
    assert them.here.timers == []
    them.presses("还没打", ago=1)
    them.says("要") if them.asked == "要不要提醒你？" else None
    assert them.here.reminders_stopped is (not them.here.timers)


@pytest.mark.parametrize(
    "back",
    [
        lambda t: t.says("继续"),
        lambda t: t.says("20天了"),
        lambda t: t.opens(),
        lambda t: t.presses("失业", ago=0),
        lambda t: t.sends("photo"),
    ],
)
def test_a_pause_ends_with_whatever_comes_next(back: object) -> None:
    """暂停: place kept, tasks held (semantics 7), until the person is back, by words, a press, /start or a photo."""
    them = upto_reasons()
    them.says("暂停")
    assert them.here.paused
    back(them)  # type: ignore[operator]
    assert not them.here.paused
    assert them.said.count("【resumed】") <= 1


@pytest.mark.parametrize("word", ["停", "删除", "不聊了", "有人来了"])
def test_a_pause_is_taken_back_quietly_by_words_that_end_something(word: str) -> None:
    """No 「好，接着来」 in front of a goodbye."""
    them = upto_reasons()
    them.say_all("暂停", word)
    assert "【resumed】" not in them.said


def test_pausing_twice() -> None:
    """暂停暂停: paused, and nothing else is said."""
    them = upto_reasons()
    them.say_all("暂停", "暂停")
    assert them.here.paused
    assert them.said == "【paused】"


def test_danger_in_a_pause_says_only_what_keeps_somebody_safe() -> None:
    """Danger comes first (semantics 1); 「好，接着来」 is no matter now."""
    them = upto_reasons()
    them.say_all("暂停", "我不想活了")
    assert "【resumed】" not in them.said
    assert them.at == "crisis.ideation"


def test_restart() -> None:
    """重来: first question, answers kept as drafts, timers and documents no longer count, nothing read back."""
    them = upto_reasons()
    them.say_all("失业", "500")
    assert them.here.papers
    them.says("重来")
    assert them.here.slots == {}
    assert set(them.here.drafts) == {
        "situation",
        "overdue_days",
        "debt.platform@d1",
        "debt.owed@d1",
        "reasons",
        "monthly",
    }
    assert them.here.timers == []
    assert all(p.superseded for p in them.here.papers)
    them.says("改")
    assert "【edit_none】" in them.said
    them.say_all("想知道下一步")
    assert them.labels[0] == "还是20 天"


def test_restart_of_a_finished_list_asks_for_another_one_again() -> None:
    """「没有了」 was said before: it is asked again."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000", "没有了", "重来")
    them.opens("all_debts")
    them.presses("还是微粒贷")
    them.presses("还是8000 元")
    assert them.asked == "还有别的平台吗？"


def test_unsaved_and_saved() -> None:
    """不保存: nothing is kept, reminders go; 保存: a consent with its moment (semantics 10)."""
    them = upto_reasons()
    them.say_all("失业", "500", "不保存")
    assert them.here.keep is False
    assert them.here.timers == []
    them.says("保存")
    assert them.here.keep is True
    assert them.here.consents["kept_on_request"] == them.now.isoformat()


# ---- 上一步 ----


def test_back_at_the_beginning() -> None:
    """Nothing lies behind the first question."""
    them = settled(shelf())
    them.says("上一步")
    assert "【back_none】" in them.said
    assert them.asked == "现在更像哪一种情况？"


def test_back_all_the_way() -> None:
    """Question by question to the first one, every answer a draft."""
    them = upto_reasons()
    for question in ("这家大概还欠多少？", "先挑一家，是哪家？", "最早那笔逾期多久了？", "现在更像哪一种情况？"):
        them.says("上一步")
        assert them.asked == question
    assert them.here.slots == {}
    assert set(them.here.drafts) == {"situation", "overdue_days", "debt.platform@d1", "debt.owed@d1"}


def test_back_crosses_a_call() -> None:
    """上一步 crosses calls (semantics 3): out of the calming flow, and into it again."""
    them = settled(shelf())
    them.presses("心慌睡不着")
    assert them.at == "calming.start"
    them.says("上一步")
    assert them.asked == "现在更像哪一种情况？"
    them.presses("心慌睡不着")
    them.presses("脚踩地")
    them.says("上一步")
    assert them.asked == "试哪一种？"


def test_back_cancels_timers_and_documents_made_after_that_point() -> None:
    """Semantics 3: timers set after it are cancelled, documents superseded."""
    them = upto_reasons()
    them.say_all("失业", "500")
    (paper,) = them.papers()
    them.says("上一步")
    assert [p.id for p in them.here.papers if p.superseded] == [paper.id]
    assert them.here.timers == []


def test_back_after_danger_is_no_way_into_it() -> None:
    """What was said in danger is nothing to go back to: 上一步 after the release means the question before it."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("我不想活了")
    them.presses("没有")
    them.presses("回去")
    them.says("上一步")
    assert them.asked == "现在更像哪一种情况？"
    assert not [k for k in them.here.slots if k.startswith("crisis")]


# ---- 跳过 ----


def test_what_may_not_be_skipped() -> None:
    """`skippable: false`: said kindly, asked again."""
    them = settled(opening(step(ask("安全吗？", "safe_now", option("yes", "安全"), skippable=False), then=end("x"))))
    them.says("跳过")
    assert "【cannot_skip】" in them.said
    assert them.asked == "安全吗？"


def test_skipping_another_one_is_no() -> None:
    """跳过 at 「还有别的吗」: the list is done."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000", "跳过")
    assert "理好了。" in them.said


@pytest.mark.parametrize("own", ["8000还是18000"])
def test_skipping_which_of_two_skips_the_question(own: str) -> None:
    """跳过 at the engine's own question skips the one it stands for."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", own, "跳过")
    assert them.value("debt.owed@d1") == "skipped"
    assert them.asked == ASKED


def test_skipping_a_deletion_deletes_nothing() -> None:
    """跳过 at 「真的要删吗」 goes back to the question."""
    them = upto_reasons()
    them.say_all("删除", "跳过")
    assert not them.effects(Forget)
    assert them.asked == ASKED


# ---- 改 ----


def test_edit_without_answers() -> None:
    """Nothing to change yet."""
    them = settled(shelf())
    them.says("改")
    assert "【edit_none】" in them.said
    assert them.asked == "现在更像哪一种情况？"


def test_edit_of_the_only_answer() -> None:
    """One answer: asked again without picking, and the place does not move until it is answered."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("/edit")
    assert them.asked == "现在更像哪一种情况？"
    assert them.at == "main.overdue"


def picking() -> Person:
    """Two lenders told, nothing read back any more, and 改."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000", "还有", "花呗", "3000", "没有了")
    them.presses("心慌睡不着")
    them.presses("脚踩地")
    them.says("改")
    assert them.asked == "【edit_pick】"
    return them


@pytest.mark.parametrize("how", ["press", "label", "number"])
def test_picking_what_to_change(how: str) -> None:
    """Newest first, at most six, with the lender where there are several; by press, label or number."""
    them = picking()
    assert them.labels == ["练习", "情况", "花呗欠款金额", "花呗平台", "微粒贷欠款金额", "微粒贷平台"]
    {
        "press": lambda: them.presses("微粒贷欠款金额"),
        "label": lambda: them.says("微粒贷欠款金额"),
        "number": lambda: them.says("5"),
    }[how]()
    them.says("9000")
    assert (them.value("debt.owed@d1"), them.value("debt.owed@d2")) == (9000, 3000)
    assert them.asked == "最早那笔逾期多久了？"


# ---- 删这一家 ----


def test_dropping_the_current_item() -> None:
    """删这一家: the item being talked of, with its name read back; the questions go on with the next."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000", "还有", "花呗", "删这一家")
    assert "花呗去掉了" in them.said
    assert them.here.items == {"debts": ["d1"]}
    assert them.asked == "还有别的平台吗？"


def test_dropping_without_items() -> None:
    """Nobody told of a lender: nothing to drop, the question again."""
    them = settled(shelf())
    them.says("删这一家")
    assert them.asked == "现在更像哪一种情况？"


def test_dropping_what_is_being_changed() -> None:
    """改, then 删这一家: the change ends with the item."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000", "改", "删这一家", "花呗")
    assert not [k for k in them.here.slots if k.endswith("@d1")]
    assert them.here.editing == ""


# ---- the rest ----


def test_every_sentence_is_declared() -> None:
    """`wording.py` lists what may be said: an undeclared key is a mistake of ours, found at once."""
    from tests.engine.test_answers import work

    with pytest.raises(AssertionError):
        work().say("nothing")
    assert len(REQUIRED) == len(set(REQUIRED))


def test_no_label_of_the_book_swallows_a_word() -> None:
    """An exact label comes before a command (semantics 1): a label that is one takes it."""
    whole = with_step(shelf(), "main.overdue", step(ask("停吗？", "note", option("stop", "停")), then="main.platform"))
    them = settled(whole)
    them.presses("想知道下一步")
    them.says("停")
    assert them.last.rule == "label"


def test_a_nameless_lender_is_no_none() -> None:
    """What was skipped has no name: no button says 「None平台」."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("跳过", "8000", "还有", "花呗", "3000", "没有了")
    them.presses("心慌睡不着")
    them.presses("脚踩地")
    them.says("改")
    assert not [label for label in them.labels if "None" in label]


def test_restart_after_a_correction_asks_everything_again() -> None:
    """重来: first question, all answers kept as drafts (semantics 7), those of an interrupted correction too."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.presses("一个月左右")
    them.say_all("微粒贷", "8000")
    them.presses("几天", ago=3)
    assert them.asked == "看过合同没有？"
    them.says("重来")
    them.presses("想知道下一步")
    them.presses("一个月左右")
    assert them.asked == "先挑一家，是哪家？"
    assert them.labels[0] == "还是微粒贷"


@pytest.mark.parametrize(
    "text", ["给我一份话术", "话术给我", "你就给我一份能照着念的话术", "给我写个话术", "想要一份话术"]
)
def test_a_script_asked_for_in_a_sentence(text: str) -> None:
    """Asked for politely it is the same word."""
    assert builtin(text) == "script"


@pytest.mark.parametrize("text", ["那帮我做一份总结", "给我总结", "总结一下给我"])
def test_a_summary_asked_for_in_a_sentence(text: str) -> None:
    """So is the summary."""
    assert builtin(text) == "export"


@pytest.mark.parametrize("text", ["我不要话术", "总结经验", "上次的话术没用", "给我"])
def test_other_sentences_with_the_word(text: str) -> None:
    """What says more than the word is no request."""
    assert builtin(text) == ""

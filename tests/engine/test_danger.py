"""Danger before everything: the latch, what runs while it holds, release only by a yes."""

from __future__ import annotations

import pytest

from bot.engine.turn import Count, Forget, Withdraw
from tests.engine.books import ask, end, option, say, shelf, step, with_step
from tests.engine.person import Person, person, questions, settled

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


# ---- the latch ----


def latched(text: str = QUIET) -> Person:
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says(text)
    assert them.here.latch is not None
    return them


def test_the_turn_that_latches() -> None:
    """Level and kind are held, earlier parts withdrawn, the place kept, the counter counts without a person."""
    them = latched()
    assert (them.here.latch.level, them.here.latch.kind) == (2, "self")  # type: ignore[union-attr]
    assert them.effects(Withdraw)
    assert Count("crisis:L2") in them.last.effects
    assert [f.step for f in them.here.held] == ["overdue"]
    assert them.at == "crisis.ideation"


@pytest.mark.parametrize(
    "word", ["跳过", "上一步", "改", "重来", "帮助", "话术", "导出", "隐私", "谢谢", "是真人吗", "卡被冻了", "继续"]
)
def test_nothing_else_runs_under_the_latch(word: str) -> None:
    """Only crisis steps, 删除 and 停 run (semantics 2)."""
    them = latched()
    them.says(word)
    assert them.at.startswith("crisis.")
    assert them.here.latch is not None
    assert not them.papers()
    assert them.last.rule in {"latched", "label"} or them.last.rule.startswith("parser")


@pytest.mark.parametrize(
    "word", ["重来", "/restart", "再说一遍", "菜单", "上一步", "跳过", "话术", "暂停", "不保存", "没时间"]
)
def test_a_builtin_word_is_no_answer_where_any_word_goes_on(word: str) -> None:
    """`chat --new` at 「拨了，就回我一个字」 has rung nobody: the same question is put again (semantics 2)."""
    them = latched(NOW)
    assert them.asked == "拨了，就回我一个字。"
    them.says(word)
    assert them.last.rule == "latched"
    assert them.at == "crisis.stay"
    assert them.asked == "拨了，就回我一个字。"
    assert them.here.latch is not None
    assert them.here.latch.level == 3
    them.says("打了")
    assert them.at == "crisis.safe"


def test_deleting_still_waits_behind_a_builtin_word() -> None:
    """「再说一遍」 at 「真的要清掉吗」 puts that again, in danger as elsewhere."""
    them = latched(NOW)
    them.say_all("删除", "再说一遍")
    assert them.asked == "【forget_ask】"


def test_stop_under_the_latch() -> None:
    """停: no more reminders, and the crisis question again."""
    them = latched()
    them.says("停")
    assert them.here.reminders_stopped
    assert them.asked == "是不是有想结束生命的念头？"


def test_deleting_under_the_latch() -> None:
    """删除 works at any time, with its one confirmation; 先留着 goes back to the crisis question."""
    them = latched()
    them.says("删除")
    assert them.asked == "【forget_ask】"
    them.says("先留着")
    assert them.asked == "是不是有想结束生命的念头？"
    them.says("删除")
    them.presses("全部清掉")
    assert them.effects(Forget)


def test_an_early_text_is_no_answer_to_a_crisis_question() -> None:
    """「没有」 written before 「是不是有想结束生命的念头？」 arrived denies nothing (semantics 8)."""
    them = latched()
    them.says("没有", early=True)
    assert them.at == "crisis.ideation"
    them.says("删除")
    them.says("是的", early=True)
    assert not them.effects(Forget)


def test_the_level_only_rises() -> None:
    """L2, then L3: the imminent steps; L2 again: still L3 (semantics 2)."""
    them = latched()
    them.says(NOW)
    assert them.here.latch is not None
    assert them.here.latch.level == 3
    assert them.at == "crisis.stay"
    them.says(QUIET)
    assert them.here.latch.level == 3


def test_an_act_at_hand_once_more_starts_its_steps_again() -> None:
    """L3 said again at L3: what to do now is said again."""
    them = latched(NOW)
    them.says("嗯")
    them.says(NOW)
    assert "我在。拨 120 或 110。" in them.said


def test_ones_own_words_after_somebody_elses_danger() -> None:
    """B34: latched at 3 by somebody else's danger; one's own words at the same level lead to one's own crisis steps."""
    them = latched("他说要自杀，已经站在楼顶了")
    assert them.here.latch is not None
    assert (them.here.latch.level, them.here.latch.kind) == (3, "other_person")
    assert them.at == "crisis.other_person"
    them.says(NOW)
    assert them.at == "crisis.stay"
    assert (them.here.latch.level, them.here.latch.kind) == (3, "self")
    them = latched("他说要自杀，已经站在楼顶了")
    them.says(QUIET)
    assert them.at == "crisis.ideation"
    assert them.here.latch is not None
    assert them.here.latch.level == 3


def test_harm_to_others_has_its_own_steps() -> None:
    """Another kind, another flow."""
    them = settled(shelf())
    them.says("我要拿刀去砍了那个催收的")
    assert them.here.latch is not None
    assert them.at == "crisis.harm"


def test_what_is_heard_in_danger_is_kept_in_silence() -> None:
    """A sum said in despair is there afterwards, and is not read back."""
    them = latched("微粒贷欠8000，逾期20天，我不想活了")
    assert "8000" not in them.said
    assert them.value("debt.owed@d1") == 8000
    them.presses("没有")
    them.presses("回去")
    assert them.asked == "主要因为什么？"
    assert "不对就说" not in them.said


def test_nothing_resumes_without_a_clear_yes() -> None:
    """「今晚先不」 keeps the latch; days later, /start, a photo and words stay in the crisis flow (semantics 2)."""
    them = latched()
    them.presses("没有")
    them.presses("今晚先不")
    assert them.here.latch is not None
    them.waits(days=2)
    for act in (
        them.opens,
        lambda: them.sends("photo"),
        lambda: them.opens("budget"),
        lambda: them.edits("嗯"),
    ):
        act()
        assert them.at.startswith("crisis.")
        assert them.here.latch is not None


def test_a_crisis_question_that_keeps_something_and_two_candidates() -> None:
    """Which of two waits alone, under the latch as well: one question."""
    whole = with_step(
        shelf(),
        "crisis.ideation",
        step(ask("几点开始的？", "debt.owed", listens=False, skippable=False), then="crisis.safe"),
    )
    them = settled(whole)
    them.says(QUIET)
    them.says("8000还是18000")
    assert len(questions(them.last)) == 1


def test_an_edit_under_way_ends_with_danger() -> None:
    """改, then danger: after the release the question of the way is asked, not the edit."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "改", QUIET)
    them.presses("没有")
    them.presses("回去")
    assert them.asked == "主要因为什么？"


def test_a_care_message_reaches_somebody_under_the_latch() -> None:
    """The care message of the next day comes though danger holds; its yes releases (semantics 11)."""
    them = latched()
    them.presses("没有")
    them.presses("今晚先不")
    them.times_up("care")
    assert them.asked == "这会儿怎么样？"
    them.presses("好一些")
    them.presses("回去")
    assert them.here.latch is None
    assert them.asked == "最早那笔逾期多久了？"


def test_crisis_answers_are_not_kept() -> None:
    """`save: none` keeps nothing: neither session nor readings tell what was answered (flow language 2.2)."""
    them = latched()
    them.presses("有")
    assert "led" not in repr(them.here.slots)
    assert them.last.readings == {}
    assert not [m for m in them.here.trail if "crisis" in m.key]


def test_the_way_into_the_imminent_steps_raises_the_level() -> None:
    """「就在今天」 answered with yes: level 3 from then on, said by nobody but the answers."""
    them = latched()
    them.presses("有")
    them.presses("是")
    assert them.here.latch is not None
    assert them.here.latch.level == 3
    assert them.at == "crisis.stay"


def test_a_care_message_after_the_release_releases_nothing() -> None:
    """The morning after, long out of danger: its yes leads back to where the person was."""
    them = latched()
    them.presses("没有")
    them.presses("今晚先不")
    them.says("嗯")
    them.presses("回去")
    assert them.here.latch is None
    them.times_up("care")
    them.presses("好一些")
    them.presses("回去")
    assert them.asked == "最早那笔逾期多久了？"


def test_two_small_choices_under_the_latch() -> None:
    """Second rung of a crisis question with `smaller`: two buttons, and they answer."""
    question = ask(
        "是不是有想结束生命的念头？",
        "none",
        option("yes", "有", goto="crisis.today"),
        option("unsure", "说不清", goto="crisis.today"),
        option("no", "没有", goto="crisis.safe"),
        listens=False,
        skippable=False,
        example="回一个字就行。",
        smaller=("yes", "unsure"),
    )
    them = settled(with_step(shelf(), "crisis.ideation", step(question, then="crisis.today")))
    them.says(QUIET)
    them.says("天气真怪呀你说呢")
    assert "回一个字就行。" in them.said
    them.says("天气真怪呀你说呢")
    assert them.labels == ["有", "说不清"]
    them.says("天气真怪呀你说呢")
    assert "【latched】" in them.said
    them.presses("说不清", ago=1)
    assert them.at == "crisis.today"

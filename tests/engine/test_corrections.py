"""上一步, 改, 不对, older buttons: where one goes back to, what becomes a draft, what no longer counts."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.engine.turn import Question, Supersede
from tests.engine.books import ask, end, opening, option, shelf, step, with_step, without_step
from tests.engine.person import Person, settled


def upto_owed() -> Person:
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000")
    return them


def test_back_goes_to_a_question_that_was_skipped() -> None:
    """上一步 goes to the last question that was put, also when it was skipped (semantics 3)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "跳过", "上一步")
    assert them.at == "main.platform"


def test_back_works_inside_a_repeat() -> None:
    """「上一步 work inside」 a repeat: after the sum it goes back to the sum, then to the lender (semantics 3)."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000", "上一步")
    assert them.asked == "这家欠多少？"
    them.says("上一步")
    assert them.asked == "这一家叫什么？"


def test_an_older_button_of_a_skipped_question_corrects_it() -> None:
    """A button of an older question still on the path is a correction (semantics 8), skipped or not."""
    them = settled(shelf())
    them.say_all("想知道下一步", "跳过")
    them.presses("几天", ago=1)
    assert them.last.rule == "press:correction"
    assert them.value("overdue_days") == 5


def test_an_edit_with_two_candidates_stays_an_edit() -> None:
    """改 → 「8000还是18000」 → the choice corrects the sum; the question that waited is not jumped over (semantics 3)."""
    them = upto_owed()
    them.say_all("改", "8000还是18000")
    them.presses("1.8 万元")
    assert them.value("debt.owed@d1") == 18000
    assert them.asked == "主要因为什么？"


@pytest.mark.parametrize("words", ["是真人吗", "帮助", "再说一遍", "今天天气真怪"])
def test_an_edit_survives_what_is_answered_in_between(words: str) -> None:
    """Interrupts and built-ins go back to the question that was open (semantics 1); else a sum lands in another slot."""
    them = upto_owed()
    them.says("改")
    assert them.asked == "这家大概还欠多少？"
    them.says(words)
    assert them.asked == "这家大概还欠多少？"


def test_answers_on_the_path_are_not_asked_again_after_a_correction() -> None:
    """Questions still on the path keep their answers without asking, those about the present moment too (semantics 3)."""
    whole = opening(
        step(ask("一？", "situation", option("plan", "下一步"), option("court", "法院")), then="main.b"),
        step(ask("二？", "exercise", option("feet", "脚踩地"), option("later", "先不做")), then="main.c"),
        step(ask("三？", "note"), then=end("done")),
    )
    them = settled(whole)
    them.presses("下一步")
    them.presses("脚踩地")
    them.presses("法院", ago=2)
    assert them.asked == "三？"


def test_correcting_a_heard_answer_supersedes_documents_made_after_it() -> None:
    """A document made after the corrected answer no longer counts, however the answer was given (semantics 3)."""
    them = settled(shelf())
    them.say_all("微粒贷欠8000，逾期20天", "话术")
    assert them.papers()
    them.says("不对，欠9000")
    assert them.value("debt.owed@d1") == 9000
    assert them.effects(Supersede)


def test_nothing_of_a_dropped_item_can_be_edited() -> None:
    """删这一家, then 改: the item and all that was said of it are gone (semantics 3)."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000", "删这一家", "改", "9000")
    assert "debt.owed@d1" not in them.here.slots


def test_two_loans_of_one_lender_are_told_apart() -> None:
    """改 names two loans of the same lender by their numbers, so that no label stands twice."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000", "还有", "微粒贷", "5000", "改 金额")
    question = next(r for r in them.last.replies if isinstance(r, Question))
    labels = [b.label for b in question.buttons]
    assert "第2家欠款金额" in labels
    assert len(set(labels)) == len(labels)


def test_edit_finds_a_question_that_an_edition_has_renamed() -> None:
    """改 works across editions: a renamed step still asks its slot (semantics 3)."""
    renamed = with_step(
        without_step(shelf(), "main.owed"),
        "main.sum",
        step(ask("欠多少呢？", "debt.owed"), then="main.reasons"),
        moved={"main.owed": "main.sum"},
    )
    them = upto_owed().reads(renamed)
    them.says("改")
    assert them.asked == "欠多少呢？"


def test_a_draft_of_a_choice_is_the_first_choice() -> None:
    """A draft is offered as the first choice when its question is reached again (semantics 3)."""
    them = upto_owed()
    them.say_all("其他", "上一步")
    assert "其他" in them.labels[0]


def test_a_draft_takes_no_choice_away() -> None:
    """The choice 「不存数字」 refuses consent: it is there whenever the amount is asked (semantics 10)."""
    them = upto_owed()
    them.says("上一步")
    assert them.labels[0] == "还是8000 元"
    assert "不存数字" in them.labels


def test_a_heard_answer_that_was_not_passed_yet_is_corrected_in_place() -> None:
    """「每个月能还500」 said before its question came; 「不对，是600」 replaces it, and the question that waits stays."""
    them = upto_owed()
    them.says("每个月能还500")
    them.says("不对，是600")
    assert them.value("monthly") == 600
    assert them.asked == "主要因为什么？"
    them.says("失业")
    assert "每月拿得出多少" not in them.said


def test_what_no_question_asks_is_edited_beside_the_rest() -> None:
    """改 after 「碰上的事 传票，欠款金额」: what was only heard can be picked like what was asked."""
    from bot.engine.session import Answer

    them = upto_owed()
    session = them.here.copy()
    session.slots["events"] = Answer("value", ["summons"], at=them.now.isoformat(), turn=4, via="heard")
    session.echoed = ["debt.owed@d1", "events"]
    them.session = session
    them.says("改")
    assert them.asked == "【edit_pick】"
    assert len(them.labels) == 2
    them.presses(them.labels[1])
    assert them.asked == "这家大概还欠多少？"


def test_back_to_a_first_question_that_was_never_answered() -> None:
    """A free opening passed it; 上一步 puts it, with all its choices."""
    them = settled(shelf())
    them.says("微粒贷欠8000，逾期20天")
    them.says("上一步")
    assert them.asked == "现在更像哪一种情况？"


def test_a_place_that_is_no_longer_asked_ends_the_edit() -> None:
    """改, then an edition that asks for the sum nowhere: the way goes on, nothing is held for ever."""
    them = upto_owed()
    them.says("改")
    whole = without_step(
        with_step(shelf(), "main.platform", step(ask("哪家？", "debt.platform"), then="main.reasons")), "main.owed"
    )
    flows = {n: f for n, f in whole.flows.items() if n != "all_debts"}
    them.reads(replace(whole, flows=flows))
    them.says("再说一遍")
    assert them.asked == "主要因为什么？"
    assert them.here.editing == ""


def test_the_pick_of_a_question_that_a_new_edition_dropped_says_so() -> None:
    """「要改哪一个」 was shown, then the slot's question went: 还没有可以改的, and the open question again."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.presses("一个月左右")
    them.says("改")
    assert them.asked == "【edit_pick】"
    gone = them.here.open
    assert gone is not None
    data = ("nothing_asks_this", *gone.data[1:])
    them.session = replace(them.here, open=replace(gone, data=data))
    them.says("1")
    assert "【edit_none】" in them.said


LATER = [
    ("不是微粒贷，是花呗", "debt.platform@d1", "花呗"),
    ("不是微粒贷是花呗", "debt.platform@d1", "花呗"),
    ("花呗，不是微粒贷", "debt.platform@d1", "花呗"),
    ("微粒贷说错了，是花呗", "debt.platform@d1", "花呗"),
    ("把微粒贷改成花呗", "debt.platform@d1", "花呗"),
    ("不对，是花呗", "debt.platform@d1", "花呗"),
    ("不是20天，是30天", "overdue_days", 30),
    ("逾期不是20天，是30天", "overdue_days", 30),
    ("错了，是30天", "overdue_days", 30),
    ("不是八千，是六千", "debt.owed@d1", 6000),
    ("不是8000，而是6000", "debt.owed@d1", 6000),
]


@pytest.mark.parametrize(("words", "key", "value"), LATER)
def test_a_correction_questions_later_reaches_the_answer_that_it_names(words: str, key: str, value: object) -> None:
    """「不是借呗，是花呗」 corrects the lender although the sum was read back last; everything else stays."""
    them = upto_owed()
    before = {k: them.value(k) for k in them.here.slots}
    them.says(words)
    assert them.last.rule == "correction"
    assert {k: them.value(k) for k in them.here.slots} == before | {key: value}
    assert them.asked == "主要因为什么？", "the walk is where it was"


def test_a_denied_value_that_nobody_said_corrects_what_was_read_back() -> None:
    """「不是九千，是六千」: nine was never held, so the sum that was just read back is meant."""
    them = upto_owed()
    them.says("不是九千，是六千")
    assert them.value("debt.owed@d1") == 6000


def test_a_denied_value_alone_is_asked_again_where_it_was_said() -> None:
    """「不是微粒贷」 asks for the lender again, not for the sum that was read back last."""
    them = upto_owed()
    them.says("不是微粒贷")
    assert them.asked == "先挑一家，是哪家？"
    assert them.value("debt.owed@d1") == 8000


def test_two_answers_of_the_same_value_are_asked_about() -> None:
    """「不是八千，是六千」 with two lenders at eight thousand: which of them is asked, none is guessed."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷8000，花呗8000", "失业了")
    them.says("不是八千，是六千")
    assert [k for k in them.here.slots if them.value(k) == 6000] == []
    assert them.here.open is not None
    assert them.here.open.kind == "edit_pick"


def test_a_lender_in_front_says_whose_sum_is_denied() -> None:
    """「花呗不是八千，是六千」: the sum of the lender that is named."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷8000，花呗8000", "失业了")
    them.says("花呗不是八千，是六千")
    assert (them.value("debt.owed@d1"), them.value("debt.owed@d2")) == (8000, 6000)


def test_one_of_several_reasons_goes_and_the_others_stay() -> None:
    """「不是失业，是生病」: only what is denied is exchanged."""
    them = upto_owed()
    them.says("失业了，还欠着赌债")
    before = them.value("reasons")
    assert isinstance(before, list)
    them.says("不是失业，是生病了")
    after = them.value("reasons")
    assert isinstance(after, list)
    assert "job_loss" not in after
    assert "illness" in after
    assert set(before) - {"job_loss"} <= set(after)


def test_one_more_lender_is_no_correction() -> None:
    """「不对，还有花呗」 adds a lender and takes none back."""
    them = upto_owed()
    them.says("不对，还有花呗")
    assert them.value("debt.platform@d1") == "微粒贷"
    assert them.value("debt.platform@d2") == "花呗"


def after_a_no() -> Person:
    """Somebody who said 没有 and stands at the sum behind it; nothing was read back."""
    whole = opening(
        step(ask("身边有人吗？", "safe_now"), then="main.b"),
        step(ask("多少？", "income"), then="main.c"),
        step(ask("要不要提醒？", "reminders_ok"), then="main.d"),
        step(ask("然后？", "note"), then=end("x")),
    )
    them = settled(whole)
    them.says("没有")
    assert (them.value("safe_now"), them.here.echoed) == (False, [])
    return them


@pytest.mark.parametrize("words", ["不是没有，是有", "是有，不是没有", "不对，有", "说错了，是有"])
def test_a_yes_or_no_is_turned_round_at_the_next_question(words: str) -> None:
    """「不是没有，是有」 or 「不对，有」 behind it: a yes or no is not read back, but it is the one that is meant."""
    them = after_a_no()
    them.says(words)
    assert them.last.rule == "correction"
    assert them.value("safe_now") is True
    assert them.asked == "多少？"


@pytest.mark.parametrize("words", ["不对，没有", "不对", "不对，今天真冷"])
def test_what_turns_nothing_round_is_no_correction_of_a_yes_or_no(words: str) -> None:
    """The same said again, or nothing that is a yes or no, leaves the answer."""
    them = after_a_no()
    them.says(words)
    assert them.last.rule != "correction"
    assert them.value("safe_now") is False


def test_one_yes_or_no_question_later_the_words_name_the_answer() -> None:
    """At the next question of yes or no 「不是没有，是有」 answers that one; a sum in between is no obstacle to naming."""
    them = after_a_no()
    them.says("不是没有，是有")
    them.say_all("5000", "不是没有，是有")
    assert (them.value("safe_now"), them.value("reminders_ok")) == (True, True)


NAMED_WRONG = [
    ("逾期说错了，是四个月", "overdue_days", 120),
    ("我逾期时间刚才说错了 应该是四个月", "overdue_days", 120),
    ("前面逾期写错了，其实是45天", "overdue_days", 45),
    ("不对，逾期是四个月", "overdue_days", 120),
    ("逾期天数不对，应该是四个月", "overdue_days", 120),
    ("逾期其实是四个月", "overdue_days", 120),
    ("平台错了，是花呗", "debt.platform@d1", "花呗"),
    ("那个平台名字打错了，是花呗", "debt.platform@d1", "花呗"),
    ("金额写错了，应该是一万三", "debt.owed@d1", 13000),
    ("欠款金额填错了：13000", "debt.owed@d1", 13000),
    ("欠款其实是一万三", "debt.owed@d1", 13000),
    ("原因说错了，是生病", "reasons", ["illness"]),
    ("前面说的八千其实是一万二", "debt.owed@d1", 12000),
    ("刚才八千应该是一万二", "debt.owed@d1", 12000),
    ("一万二写成八千了", "debt.owed@d1", 12000),
    ("不对，是一万三", "debt.owed@d1", 13000),
    ("我刚才打错了，是一万三", "debt.owed@d1", 13000),
    ("是四个月，刚才写错了", "overdue_days", 120),
    ("不好意思我说错了，应该是花呗", "debt.platform@d1", "花呗"),
]


@pytest.mark.parametrize(("words", "key", "value"), NAMED_WRONG)
def test_what_is_said_to_be_wrong_by_its_name_is_corrected_and_nothing_else(
    words: str, key: str, value: object
) -> None:
    """「逾期说错了，是四个月」 two questions later: that answer holds it, is read back, and the question that waits is put again."""
    them = upto_owed()
    them.say_all("失业了")
    before, waiting = {k: them.value(k) for k in them.here.slots}, them.asked
    them.says(words)
    assert them.last.rule == "correction"
    assert {k: them.value(k) for k in them.here.slots} == before | {key: value}
    assert "【echo】" in them.said or "记下" in them.said
    assert them.asked == waiting


@pytest.mark.parametrize("words", ["逾期说错了", "逾期天数填错了", "逾期说错了，是那个什么"])
def test_a_name_without_a_value_asks_that_question_again(words: str) -> None:
    """「逾期说错了」 says which answer, not what it should be: its question is put, the old answer stays until then."""
    them = upto_owed()
    them.says(words)
    assert them.asked == "最早那笔逾期多久了？"
    assert them.value("overdue_days") == 20
    them.says("四个月")
    assert them.value("overdue_days") == 120
    assert them.asked == "主要因为什么？"


@pytest.mark.parametrize("words", ["刚才那个错了", "我说错了", "前面打错了", "刚才写错了的"])
def test_something_wrong_that_nobody_names_is_asked_about(words: str) -> None:
    """「刚才那个错了」 means what was just read back; where that is more than one thing, which of them."""
    them = upto_owed()
    them.says(words)
    assert them.asked == "这家大概还欠多少？"
    assert them.value("debt.owed@d1") == 8000
    them = upto_owed()
    them.say_all("失业了，逾期20天，每个月能还500", words)
    assert them.here.open is not None
    assert them.here.open.kind in {"edit_pick", "edit"}


def test_a_value_that_fits_no_answer_takes_none() -> None:
    """「我说错了，是红色的」: nothing is held like that, so which answer is meant is asked."""
    them = upto_owed()
    before = {k: them.value(k) for k in them.here.slots}
    them.says("我说错了，是红色的")
    assert {k: them.value(k) for k in them.here.slots} == before
    assert them.here.open is not None
    assert them.here.open.kind in {"edit_pick", "edit"}


def test_the_name_of_a_lender_is_no_number_of_lenders() -> None:
    """「不对，是花呗」 with 三家 just read back corrects the lender, not the three to one."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "一共三家，有微粒贷")
    assert them.value("platforms_count") == 3
    them.says("不对，是花呗")
    assert them.value("platforms_count") == 3
    assert them.value("debt.platform@d1") == "花呗"


def test_a_brand_with_two_products_is_asked_about_in_a_correction() -> None:
    """「平台错了，是京东」: which of its two, and the answer corrects the lender; the question that waited comes back."""
    them = upto_owed()
    them.says("平台错了，是京东")
    assert them.value("debt.platform@d1") == "微粒贷"
    assert len(them.labels) == 2
    them.presses(them.labels[0])
    assert them.value("debt.platform@d1") not in {"微粒贷", None}
    assert them.value("debt.owed@d1") == 8000
    assert them.asked == "主要因为什么？"


def test_a_named_sum_of_several_lenders_is_asked_about() -> None:
    """「金额写错了，是一万三」 with two lenders: whose; 「花呗的金额写错了，是一万三」 says whose."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷5000，花呗8000", "失业了")
    them.says("花呗的金额写错了，是一万三")
    assert (them.value("debt.owed@d1"), them.value("debt.owed@d2")) == (5000, 13000)


@pytest.mark.parametrize(
    "words", ["他们搞错了", "我错了，不该借的", "平台算错了利息", "日子过错了", "我是不是做错了", "你是不是说错了什么"]
)
def test_being_wrong_about_life_is_no_correction(words: str) -> None:
    """「我错了，不该借的」 takes no answer back."""
    them = upto_owed()
    before = {k: them.value(k) for k in them.here.slots}
    them.says(words)
    assert them.last.rule != "correction"
    assert dict(before.items()) == {k: them.value(k) for k in before}

"""The order in which words are taken: neighbours in conflict, the earlier one decides (`semantics.md` 1).

It is long because every pair of neighbours in the order is a test.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.engine.books import (
    INTERRUPTS,
    Interrupt,
    ask,
    book,
    end,
    flow,
    opening,
    option,
    say,
    shelf,
    slot,
    step,
    with_step,
)
from tests.engine.person import Person, questions, settled

QUIET = "我不想活了"


def upto(*words: str) -> Person:
    them = settled(shelf())
    them.say_all(*words)
    return them


def labelled(*labels: str) -> Person:
    """Somebody before a question with these labels, after a sum was read back."""
    choices = [option(f"k{n}", label) for n, label in enumerate(labels)]
    whole = opening(
        step(ask("多少？", "income"), then="main.b"),
        step(ask("哪个？", "thing", *choices), then="main.c"),
        step(ask("然后？", "note"), then=end("x")),
        slots=(slot("thing", "choice", "那个", options={f"k{n}": label for n, label in enumerate(labels)}),),
    )
    them = settled(whole)
    them.says("5000")
    assert "记下" in them.said
    return them


# ---- danger first ----


@pytest.mark.parametrize(
    "text", [QUIET, f"8000，{QUIET}", f"不对，{QUIET}", f"谢谢，{QUIET}", f"删除 {QUIET}", f"微粒贷\n{QUIET}"]
)
def test_danger_comes_before_everything(text: str) -> None:
    """Inside an amount, a correction, a thanks, a command, a burst: danger (semantics 1, 2)."""
    them = upto("想知道下一步", "20天", "微粒贷")
    them.says(text)
    assert them.last.rule.startswith("danger:")
    assert them.at == "crisis.ideation"
    assert them.last.urgent


def test_danger_beyond_the_limit_of_reading() -> None:
    """Danger is read in the whole text, before every limit (semantics 2)."""
    them = upto("想知道下一步")
    them.says("钱" * 5000 + QUIET)
    assert them.at == "crisis.ideation"


# ---- exact label before everything else ----


@pytest.mark.parametrize("label", ["不对", "跳过", "谢谢", "重来", "不是"])
def test_an_exact_label_comes_first(label: str) -> None:
    """Before correction, command and interrupt (semantics 1)."""
    them = labelled(label, "别的")
    them.says(label)
    assert them.last.rule == "label"
    assert them.value("thing") == "k0"


# ---- correction before commands, interrupts and answers ----


def test_a_correction_comes_before_a_command() -> None:
    """「不对，跳过」 takes back what was read back: no command, no skip."""
    them = labelled("甲甲", "乙乙")
    them.says("不对，跳过")
    assert them.last.rule == "correction"
    assert them.asked == "多少？"


def test_a_correction_comes_before_an_interrupt_and_before_the_answer() -> None:
    """「不对，是真人吗」, 「不对，甲甲」: what was read back is asked again."""
    for rest in ("是真人吗", "是6000"):
        them = labelled("甲甲", "乙乙")
        them.says(f"不对，{rest}")
        assert them.last.rule == "correction"
    assert them.value("income") == 6000
    assert them.asked == "哪个？"


@pytest.mark.parametrize(
    "words", ["不对，是6000", "不是，6000", "错了 6000", "说错了，应该是6000", "应该是6000", "改成6000", "更正：6000"]
)
def test_ways_to_correct(words: str) -> None:
    """With the new value in the same words: replaced at once, read back, and on."""
    them = labelled("甲甲", "乙乙")
    them.says(words)
    assert them.value("income") == 6000
    assert "6000 元" in them.said
    assert them.asked == "哪个？"


@pytest.mark.parametrize("words", ["不对", "不对。", "错了", "写错了吧"])
def test_a_bare_correction_asks_again(words: str) -> None:
    """Without a new value the question behind the echo is put, then the walk goes on where it was."""
    them = labelled("甲甲", "乙乙")
    them.says(words)
    assert them.asked == "多少？"
    them.says("7000")
    assert them.value("income") == 7000
    assert them.asked == "哪个？"


def test_without_an_echo_there_is_nothing_to_correct() -> None:
    """「不对」 with nothing read back is an ordinary word."""
    them = settled(shelf())
    them.says("不对")
    assert them.last.rule != "correction"


def test_an_echo_is_over_once_something_else_was_answered() -> None:
    """「不对」 two answers later does not mean the sum."""
    them = upto("想知道下一步", "20天", "微粒贷", "8000")
    them.presses("失业")
    them.says("不对")
    assert them.last.rule != "correction"


def test_a_bare_no_answers_a_yes_or_no_question() -> None:
    """「不是」 at a yes-or-no question answers it, whatever was read back (semantics 1, typed parser of the question)."""
    whole = opening(
        step(ask("多少？", "income"), then="main.b"),
        step(ask("安全吗？", "safe_now"), then="main.c"),
        step(ask("然后？", "note"), then=end("x")),
    )
    them = settled(whole)
    them.say_all("5000", "不是")
    assert them.value("safe_now") is False


@pytest.mark.parametrize("words", ["不是", "不是的"])
def test_a_bare_no_answers_the_engines_own_yes_or_no_question(words: str) -> None:
    """The same at 「还有别的吗」."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000", words)
    assert them.value("debt.owed@d1") == 8000
    assert "理好了。" in them.said


def test_what_does_not_fit_the_echo_but_the_question_is_its_answer() -> None:
    """B36: 「应该是8000」 right after a lender was read back, at the question of the sum, is the sum."""
    them = upto("想知道下一步", "20天", "微粒贷")
    assert "微粒贷" in them.said
    them.says("应该是8000")
    assert them.value("debt.owed@d1") == 8000
    assert them.value("debt.platform@d1") == "微粒贷"
    assert them.asked == "主要因为什么？"


def test_a_correction_of_several_heard_values_finds_the_one_it_fits() -> None:
    """「我听到：微粒贷，20 天，8000 元」 — 「不对，是9000」 is the sum, 「不对，是花呗」 the lender."""
    for words, key, value in (("不对，是9000元", "debt.owed@d1", 9000), ("不对，是花呗", "debt.platform@d1", "花呗")):
        them = settled(shelf())
        them.says("微粒贷欠8000，逾期20天")
        them.says(words)
        assert them.value(key) == value


# ---- commands before interrupts before the parser ----


def test_a_command_comes_before_an_interrupt() -> None:
    """A whole message that is both is the command."""
    swallow = Interrupt("all", "about_bot", contains=("帮助",))
    them = settled(book(interrupts=(swallow, *INTERRUPTS)))
    them.says("帮助")
    assert them.last.rule == "builtin:help"


def test_an_interrupt_comes_before_the_questions_parser() -> None:
    """「8000 你是机器人吗」 at the sum: what is asked is met, and the sum that stands beside it is kept."""
    them = upto("想知道下一步", "20天", "微粒贷")
    them.says("8000 你是机器人吗")
    assert them.last.rule == "interrupt:human"
    assert them.value("debt.owed@d1") == 8000
    assert them.asked == "主要因为什么？"


def test_interrupts_are_ranked_by_order() -> None:
    """The first that matches (flow language 7)."""
    first, second = Interrupt("one", "thanks", contains=("月亮",)), Interrupt("two", "about_bot", contains=("月亮",))
    for pair, rule in (((first, second), "one"), ((second, first), "two")):
        them = settled(book(interrupts=pair))
        them.says("看月亮")
        assert them.last.rule == f"interrupt:{rule}"


def test_words_may_mean_something_only_inside_one_flow() -> None:
    """「这张怎么办」 is answered while the flow of the paper is under way, and is nothing elsewhere."""
    how = Interrupt("paper_how", "about_bot", contains=("这张怎么办",), inside="court")
    them = settled(replace(shelf(), interrupts=(how,)))
    them.says("这张怎么办")
    assert them.last.rule != "interrupt:paper_how"
    them = settled(replace(shelf(), interrupts=(how,)))
    them.presses("收到法院消息")
    asked = them.asked
    them.says("这张怎么办")
    assert them.last.rule == "interrupt:paper_how"
    assert them.asked == asked


def test_the_questions_parser_comes_before_other_slots() -> None:
    """「逾期20天，欠8000」 at the sum: the sum answers, the days are heard besides, both read back."""
    them = upto("想知道下一步", "跳过", "微粒贷")
    them.says("花呗也有，这家欠8000")
    assert them.last.rule.startswith("parser:") or them.last.rule == "heard"
    assert them.here.items


def test_other_slots_come_before_the_ladder() -> None:
    """What was said is heard, though it is not what was asked; the question is put again, without a rung."""
    them = upto("想知道下一步", "20天", "微粒贷", "8000")
    them.says("每个月能还500")
    assert them.last.rule == "heard"
    assert them.value("monthly") == 500
    assert them.asked == "主要因为什么？"
    assert them.here.rung == 0


def test_an_event_starts_its_flow() -> None:
    """Something that happened, in words that no interrupt names: its flow, then the question again."""
    frozen = Interrupt("frozen", "frozen", event="account_frozen")
    them = settled(book(interrupts=(frozen,)))
    them.presses("想知道下一步")
    them.says("我的银行卡被冻结了")
    assert them.last.rule == "event:frozen"
    assert them.asked == "谁冻的？"
    them.presses("法院冻的")
    assert them.asked == "最早那笔逾期多久了？"


def with_paper(**changed: object) -> Person:
    """Somebody asked for the reason, in a book that meets a frozen account told of inside an answer."""
    frozen = Interrupt("frozen", "frozen", event="account_frozen", in_answer=True)
    them = settled(book(interrupts=(frozen,)))
    them.say_all("想知道下一步", "20天", "微粒贷", "1.2万")
    assert them.asked == "主要因为什么？"
    return them


def test_an_event_told_inside_an_answer_is_met_and_the_answer_kept() -> None:
    """失业了，卡被冻结了: both are heard; the flow of the event comes first, then the next question, and once is enough."""
    them = with_paper()
    them.says("失业了，我的银行卡被冻结了")
    assert them.here.slots["reasons"].value == ["job_loss"]
    assert them.asked == "谁冻的？"
    them.presses("法院冻的")
    assert them.asked == "每月拿得出多少？"
    them.says("每月 500，我的银行卡被冻结了")
    assert them.asked != "谁冻的？"


def test_an_event_told_inside_its_own_flow_begins_nothing() -> None:
    """Where the person is in that flow already, the answer is only an answer."""
    them = with_paper()
    them.says("失业了，我的银行卡被冻结了")
    them.says("法院冻的，我的银行卡被冻结了")
    assert them.asked == "每月拿得出多少？"


def test_distress_is_answered_before_the_question_though_not_every_time() -> None:
    """「我好难受」: calming words, then the question; again only some turns later."""
    them = upto("想知道下一步")
    them.says("我好难受")
    assert "慢慢呼一口气" in them.said
    assert them.asked == "最早那笔逾期多久了？"
    them.says("我好难受")
    assert "慢慢呼一口气" not in them.said
    for _ in range(8):
        them.says("帮助")
    them.says("我好难受")
    assert "慢慢呼一口气" in them.said


# ---- an opening ----


def test_an_opening_fills_all_it_names() -> None:
    """A free first message: everything in it, one read-back, the next question that is still open."""
    them = settled(shelf())
    them.says("微粒贷欠8000，逾期20天")
    assert them.last.rule == "opening"
    assert them.said.count("我听到") == 1
    assert them.asked == "主要因为什么？"


def test_an_openings_priority_chooses_the_flow() -> None:
    """A summons goes before the debt (book.yaml, priorities)."""
    them = settled(shelf())
    them.says("我收到法院传票了，下周开庭，欠微粒贷8000")
    assert them.at == "court.start"
    assert them.value("debt.owed@d1") == 8000


def test_platforms_named_in_the_opening_become_items() -> None:
    """In the order named, at most the declared maximum (semantics 3)."""
    them = settled(shelf())
    them.says("花呗、借呗、微粒贷、京东白条都逾期了")
    assert them.here.items["debts"] == ["d1", "d2", "d3"]
    assert them.value("debt.platform@d1") == "花呗"


# ---- early, quiet ----


def test_early_words_give_slots_but_no_answer() -> None:
    """A text older than the delivery of the open question is not its answer (semantics 8)."""
    them = upto("想知道下一步", "20天", "微粒贷", "8000", "失业")
    them.says("没有", early=True)
    assert them.value("monthly") is None
    assert "【early】" in them.said
    assert them.asked == "每月拿得出多少？"
    assert them.here.rung == 0


def test_early_danger_latches() -> None:
    """Danger is danger whenever it was written."""
    them = upto("想知道下一步")
    them.says(QUIET, early=True)
    assert them.here.latch is not None


def test_a_quiet_interrupt_leaves_the_question_waiting() -> None:
    """谢谢: acknowledged, not asked again, and the next words answer (semantics 1)."""
    them = upto("想知道下一步")
    waiting = them.here.open
    them.says("谢谢")
    assert them.said == "不用谢。"
    assert not questions(them.last)
    assert them.here.open == waiting
    them.says("20天")
    assert them.value("overdue_days") == 20


def test_a_quiet_interrupt_with_a_question_of_its_own_asks_it() -> None:
    """Quiet means that the old question is not repeated, not that a new one is swallowed."""
    asks = flow(
        "asks",
        {
            "s": step(
                say("嗯。"), ask("要不要歇会儿？", "none", option("y", "歇会儿"), option("n", "不歇")), then=end("x")
            )
        },
    )
    them = settled(book(asks, interrupts=(Interrupt("q", "asks", whole=("月亮",), quiet=True),)))
    them.says("月亮")
    assert them.asked == "要不要歇会儿？"
    them.presses("歇会儿")
    assert them.asked == "现在更像哪一种情况？"


def test_the_talking_flow_listens() -> None:
    """`listens: false`: what is said there is kept in silence, and read back before the next question that listens."""
    them = settled(shelf())
    them.opens("talk")
    whole = with_step(
        shelf(), "talk.start", step(say("想说什么都行。"), ask("我听着。", listens=False), then="talk.second")
    )
    whole = with_step(whole, "talk.second", step(ask("还有呢？", listens=False), then="talk.more"))
    them.reads(whole)
    them.says("欠微粒贷8000，逾期20天")
    assert "记下" not in them.said
    assert them.value("overdue_days") == 20
    them.says("就这些")
    assert "记下" in them.said
    assert "8000 元" in them.said
    assert them.asked == "嗯，后来呢？"


def test_an_offer_in_the_talking_flow_is_no_gate() -> None:
    """Words poured out where an offer was made go on, without a ladder."""
    offer = ask(
        "接着说，还是看一小步？",
        "none",
        option("more", "我接着说"),
        option("small", "看一小步", goto="talk.more"),
        listens=False,
    )
    them = settled(with_step(shelf(), "talk.start", step(offer, then="talk.more")))
    them.presses("只想说说话")
    them.says("我妈又给我打电话了，问我钱的事")
    assert them.last.rule == "words"
    assert them.asked == "嗯，后来呢？"


def test_the_words_that_open_a_flow_begin_it_again_inside_it() -> None:
    """「缓一下」 in the middle of the exercise is no word that was not understood: it starts once more, on no rung."""
    exercise = flow(
        "calming",
        {
            "start": step(
                ask("挑一个：", "exercise", option("feet", "脚踩地"), option("later", "先不做")), then="calming.b"
            ),
            "b": step(ask("多慌？", "income"), then=end("calm")),
        },
    )
    them = settled(book(exercise))
    them.say_all("缓一下", "脚踩地")
    assert them.asked == "多慌？"
    them.says("缓一下")
    assert them.last.rule == "interrupt:calm_now"
    assert them.at == "calming.start"
    assert them.here.rung == 0
    assert [f.flow for f in them.here.stack].count("calming") == 1


@pytest.mark.parametrize("words", ["都不是", "都没有。", "一个都不是"])
def test_none_of_the_choices_is_no_riddle(words: str) -> None:
    """「都不是」 where every choice says something leaves the question without an answer instead of asking it three times."""
    whole = opening(
        step(ask("最过分的是哪种？", "situation", option("plan", "半夜打来"), option("court", "骂人")), then="main.b"),
        step(ask("然后？", "note"), then=end("x")),
    )
    them = settled(whole)
    them.says(words)
    assert them.last.rule == "none-of"
    assert them.value("situation") == "skipped"
    assert them.asked == "然后？"


def test_what_is_told_beside_a_question_is_kept() -> None:
    """「八千，会坐牢吗」: the sum answers, the question is met, and the next question follows."""
    jail = Interrupt("jail", "thanks", contains=("会坐牢吗",))
    them = settled(book(interrupts=(jail,)))
    them.say_all("想知道下一步", "跳过", "微粒贷", "八千，会坐牢吗")
    assert them.last.rule == "interrupt:jail"
    assert them.value("debt.owed@d1") == 8000
    assert them.asked == "主要因为什么？"


def test_what_only_asks_is_no_option_that_it_resembles() -> None:
    """「微信会被冻结吗」 beside an option 冻结: nothing is taken, and the question stays."""
    made = step(ask("碰上了哪样？", "situation", option("frozen", "卡被冻结"), option("none", "都没有")), then=end("x"))
    them = settled(opening(made))
    them.says("微信零钱会被冻结吗")
    assert them.last.rule == "asked"
    assert them.asked == "碰上了哪样？"
    them.says("微信零钱被冻结了")
    assert them.last.rule != "asked"

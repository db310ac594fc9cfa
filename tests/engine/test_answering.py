"""Taking an answer: every type of slot, every state, options by mark, label, key and words, drafts, consent, rivals, confirmations.

It is long because every type of slot is one case of the same rules.
"""

from __future__ import annotations

import pytest

from bot.engine.events import Said
from bot.engine.flowbook import Choice
from tests.engine.books import ask, cmp, end, flow, go, opening, option, say, shelf, slot, step, unknown
from tests.engine.person import Person, questions, settled

OPTIONS = {"a": "甲甲", "b": "乙乙", "c": "丙丙"}


def one(kind: str, *choices: Choice, save: str = "thing", **more: object) -> Person:
    """Somebody before one question of this type, with another one behind it."""
    declared = slot("thing", kind, "那件事", options=OPTIONS, minimum=more.pop("minimum", None))
    first = step(ask("怎么样呢？", save, *choices, **more), then="main.b")  # type: ignore[arg-type]
    return settled(opening(first, step(ask("二？", "ticket"), then=end("x")), slots=(declared,)))


def abc(**more: object) -> tuple[Choice, ...]:
    return tuple(option(k, v, f"{v}也", **more) for k, v in OPTIONS.items())  # type: ignore[arg-type]


# ---- every type ----


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        ("money", "一万二", 12000),
        ("money", "8000", 8000),
        ("number", "4", 4),
        ("days", "半个月", 15),
        ("rate", "24%", 24),
        ("rating", "7", 7),
        ("date", "2026年12月1日", "2026-12-01"),
        ("month", "2026年12月", "2026-12"),
        ("clock", "晚上八点半", "20:30"),
        ("city", "成都", "成都"),
        ("platform", "微粒贷", "微粒贷"),
        ("text", "上个月被裁了", "上个月被裁了"),
        ("reference", "工单 20261120001", "20261120001"),
        ("yes_no", "是的", True),
        ("yes_no", "不是", False),
    ],
)
def test_typed(kind: str, said: str, value: object) -> None:
    """Each type takes its own words, stored exactly (semantics 3)."""
    them = one(kind)
    them.says(said)
    assert them.value("thing") == value
    assert them.asked == "二？"


@pytest.mark.parametrize("kind", ["money", "days", "number", "date", "city", "platform", "yes_no"])
def test_said_unknown(kind: str) -> None:
    """「不知道」 is a state of its own (semantics 3), and the question is not asked again."""
    them = one(kind)
    them.says("不知道")
    assert them.value("thing") == "unknown"
    assert them.asked == "二？"


@pytest.mark.parametrize("kind", ["money", "days", "choice", "text", "yes_no", "choices", "platform"])
@pytest.mark.parametrize("how", ["跳过", "先跳过", "press"])
def test_skipped(kind: str, how: str) -> None:
    """Every question can be skipped: by the word, the label or the button."""
    them = one(kind)
    them.presses("先跳过") if how == "press" else them.says(how)
    assert them.value("thing") == "skipped"
    assert them.asked == "二？"


@pytest.mark.parametrize("kind", ["choice", "choices"])
@pytest.mark.parametrize("said", ["乙乙", "b", "乙乙也", "2", "2。", "第二个", "乙乙！"])
def test_an_option_is_named(kind: str, said: str) -> None:
    """By label, key, synonym, mark or ordinal."""
    them = one(kind, *abc())
    them.says(said)
    assert them.value("thing") == ("b" if kind == "choice" else ["b"])


def test_a_letter_stands_for_the_option_of_a_numeric_question() -> None:
    """Letters are options, digits always the value (semantics 3)."""
    choices = (option("low", "一千以内", value=500), option("high", "更多", value=5000))
    for said, value in (("B", 5000), ("b", 5000), ("300", 300), ("一千以内", 500)):
        them = one("money", *choices)
        them.says(said)
        assert them.value("thing") == value, said


def test_an_unknown_or_skip_choice_sets_the_state() -> None:
    """`unknown: true` is said-unknown, `skip: true` skipped; said in words as well."""
    choices = (option("dunno", "记不清", unknown=True), option("quiet", "先不说", skip=True))
    for label, state in (("记不清", "unknown"), ("先不说", "skipped")):
        for act in ("press", "say"):
            them = one("platform", *choices)
            them.presses(label) if act == "press" else them.says(label)
            assert them.value("thing") == state


def test_yes_no_has_three_answers() -> None:
    """是／不是／不清楚: the third is said-unknown."""
    choices = (option("yes", "要"), option("no", "不要"), option("unsure", "说不清"))
    for label, value in (("要", True), ("不要", False), ("说不清", "unknown")):
        them = one("yes_no", *choices)
        them.presses(label)
        assert them.value("thing") == value


def test_a_choice_that_only_leads_holds_no_value() -> None:
    """A choice without value on a money question goes its way; the slot was never asked."""
    whole = opening(
        step(ask("多少？", "income", option("calc", "帮我算", goto="main.b")), then="main.c"),
        step(ask("算一算？", "note"), then=end("x")),
        step(ask("直接来？", "note"), then=end("x")),
    )
    them = settled(whole)
    them.says("帮我算")
    assert them.asked == "算一算？"
    assert them.value("income") is None


def test_a_choices_way_out_comes_before_next() -> None:
    """`goto` of a choice before `next` (flow language 2.3), typed, pressed or understood."""
    for act in (lambda t: t.says("收到法院消息"), lambda t: t.presses("收到法院消息"), lambda t: t.says("3")):
        them = settled(shelf())
        act(them)
        assert them.at == "court.start"


def test_what_is_vague_keeps_its_bounds() -> None:
    """「三万多」: value, low, high, and 约 in the echo (semantics 3)."""
    them = one("money")
    them.says("三万多")
    answer = them.here.slots["thing"]
    assert answer.low is not None
    assert answer.high is not None
    assert answer.low <= answer.value <= answer.high  # type: ignore[operator]
    assert "约" in them.said


def test_out_of_bounds_is_no_answer() -> None:
    """A number below the slot's minimum is not held."""
    them = one("money", minimum=100)
    them.says("5元")
    assert them.value("thing") is None
    assert them.last.rule == "ladder"


def test_a_free_text_is_masked_and_cut() -> None:
    """What is kept of free words holds no identifiers and 200 characters at most."""
    them = one("text")
    them.says("我的电话13800138000" + "啊" * 400)
    kept = str(them.value("thing"))
    assert "13800138000" not in kept
    assert len(kept) <= 200


def test_a_reference_keeps_the_digits_typed() -> None:
    """Ticket numbers are answers to their own question, exempt from the digit filters (semantics 3)."""
    them = one("reference")
    them.says("13912345678")
    assert them.value("thing") == "13912345678"


@pytest.mark.parametrize("name", ["某某小贷", "好分期", "我家银行"])
def test_a_lender_nobody_knows_is_held_as_typed(name: str) -> None:
    """The list of platforms is never complete: a short name that sounds like a lender is one."""
    them = one("platform")
    them.says(name)
    assert them.value("thing") == name


@pytest.mark.parametrize("words", ["贷", "这个名字实在是太长了的一家消费金融有限公司", "今天天气", "借我13800138000"])
def test_other_words_are_no_lender(words: str) -> None:
    """Too short, too long, without any sign of a lender, or with a number: not understood."""
    them = one("platform")
    them.says(words)
    assert them.value("thing") is None


def test_a_question_that_keeps_nothing_goes_on_with_any_words() -> None:
    """`save: none` without choices: whatever is said, the talk goes on, and nothing is held or read back."""
    whole = opening(
        step(ask("我听着。", listens=False), then="main.b"), step(ask("后来呢？", listens=False), then=end("x"))
    )
    them = settled(whole)
    them.says("我妈昨天给我打电话，欠微粒贷8000的事她知道了")
    assert them.asked == "后来呢？"
    assert "记下" not in them.said


def test_a_question_that_keeps_nothing_takes_its_choices_in_words() -> None:
    """`save: none` with choices: label, mark and meaning; other words are not an answer."""
    made = step(ask("回去吗？", "none", option("back", "回去看看", goto="main.b"), option("no", "先不")), then=end("x"))
    for words in ("回去看看", "1", "第一个"):
        them = settled(opening(made, step(ask("看哪里？", "note"), then=end("x"))))
        them.says(words)
        assert them.asked == "看哪里？", words
    them = settled(opening(made, step(ask("看哪里？", "note"), then=end("x"))))
    them.says("天气真是奇怪啊")
    assert them.last.rule == "ladder"


def test_words_that_mean_an_option_are_read_back() -> None:
    """A choice understood by its meaning is echoed; one that was named is not."""
    them = settled(shelf())
    them.says("想知道下一步")
    assert "记下" not in them.said


# ---- consent ----


def test_answering_records_the_consent() -> None:
    """Text version and time, once, with one sentence; keeping begins (semantics 10)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000")
    assert them.here.consents == {"amount_v1": them.now.isoformat()}
    assert them.here.keep is True
    assert "【consent_kept】" in them.said
    first = them.here.consents["amount_v1"]
    them.waits(minutes=5).says("不对，是9000")
    assert them.here.consents["amount_v1"] == first
    assert "【consent_kept】" not in them.said


@pytest.mark.parametrize("answer", ["不存数字", "记不清", "跳过"])
def test_no_value_no_consent(answer: str) -> None:
    """Skipping, refusing and not knowing consent to nothing (semantics 10)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", answer)
    assert them.here.consents == {}
    assert them.here.keep is None


def test_no_is_no_consent() -> None:
    """「不要」 to reminders records nothing."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "不存数字", "失业", "500", "被拒了", "不要")
    assert them.value("reminders_ok") is False
    assert them.here.consents == {}


@pytest.mark.parametrize("beside", ["今天天气真怪", "昨天我去打过牌", "他们天天骂人"])
def test_a_sentence_is_no_consent(beside: str) -> None:
    """Consent needs a yes: something told beside the question is not one, though it would state a fact (semantics 10)."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "不存数字", "失业", "500", "被拒了", beside)
    assert them.value("reminders_ok") is None
    assert them.here.consents == {}
    assert them.here.timers == []
    them.says("要")
    assert "reminders_v1" in them.here.consents


def test_a_yes_to_reminders_lifts_stop() -> None:
    """停 said earlier is over when reminders are wanted again."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业", "500", "停", "被拒了", "要")
    assert them.here.reminders_stopped is False
    assert "reminders_v1" in them.here.consents
    assert [t.id.split(":")[0] for t in them.here.timers] == ["again"]


def test_unsaved_stays_unsaved() -> None:
    """After 「不保存」 an answer consents to nothing (semantics 10)."""
    them = settled(shelf())
    them.say_all("不保存", "想知道下一步", "20天", "微粒贷", "8000")
    assert them.here.keep is False
    assert them.here.consents == {}


# ---- two candidates ----


def at_owed() -> Person:
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷")
    return them


@pytest.mark.parametrize("said", ["1.8 万元", "B", "第二个", "18000"])
def test_which_of_two(said: str) -> None:
    """Two candidates remain: asked which (semantics 3); a label, a letter, an ordinal or the value decides."""
    them = at_owed()
    them.says("8000还是18000")
    assert them.asked == "是8000 元，还是1.8 万元？"
    them.says(said)
    assert them.value("debt.owed@d1") == 18000
    assert them.asked == "主要因为什么？"


def test_a_third_value_under_rivals_is_the_answer() -> None:
    """Neither of the two: the authored question takes it."""
    them = at_owed()
    them.says("8000还是18000")
    them.says("一万五")
    assert them.value("debt.owed@d1") == 15000


def test_candidates_outside_the_bounds_are_not_offered() -> None:
    """What the slot cannot hold is no candidate; with none left, the ladder helps instead of asking on without a word."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业", "200万还是300万")
    assert "ladder" in them.said or "没接住" in them.said


# ---- confirming ----


def at_confirm() -> Person:
    them = settled(shelf())
    them.presses("收到法院消息")
    them.says("2026年11月18日")
    assert "对吗" in them.asked
    return them


@pytest.mark.parametrize("said", ["对", "是的", "1", "嗯"])
def test_a_confirmed_value_is_the_answer(said: str) -> None:
    """A value that decides a legal deadline is read back and asked (semantics 3); yes holds it."""
    them = at_confirm()
    assert them.value("received_on") is None
    them.says(said)
    assert them.value("received_on") == "2026-11-18"
    assert them.asked == "最早那笔逾期多久了？"


def test_a_no_asks_again() -> None:
    """「不对，改」: the question again, nothing held."""
    them = at_confirm()
    them.presses("不对，改")
    assert them.value("received_on") is None
    assert them.asked == "哪天收到的？"


def test_another_value_instead_of_yes_is_read_back_in_its_turn() -> None:
    """「不是，是11月19日」: the new value is what waits to be confirmed."""
    them = at_confirm()
    them.says("2026年11月19日")
    assert "11 月 19 日" in them.asked
    them.says("对")
    assert them.value("received_on") == "2026-11-19"


@pytest.mark.parametrize("words", ["再说一遍", "是真人吗", "帮助", "谢谢"])
@pytest.mark.parametrize("own", ["confirm", "rivals", "more", "forget"])
def test_what_is_answered_in_between_goes_back_to_the_engines_own_question(words: str, own: str) -> None:
    """Answered anywhere, then back to the question that was open (semantics 1): which of two, is that right, another one."""
    if own == "confirm":
        them = at_confirm()
    elif own == "rivals":
        them = at_owed()
        them.says("8000还是18000")
    elif own == "more":
        them = settled(shelf())
        them.opens("all_debts")
        them.say_all("微粒贷", "8000")
    else:
        them = at_owed()
        them.says("删除")
    before = them.here.open
    assert before is not None
    assert before.kind == own
    question = them.asked
    them.says(words)
    after = them.here.open
    assert after is not None
    assert after.kind == own
    assert after.data == before.data
    if words != "谢谢":
        assert them.asked == question


# ---- 改 ----


@pytest.mark.parametrize("confirmed", [False, True])
def test_an_edit_ends_with_one_question(confirmed: bool) -> None:
    """改, then rivals or a confirmation: one question last in the turn (advance: a turn asks one thing)."""
    if confirmed:
        them = at_confirm()
        them.says("对")
        them.says("改")
        if them.here.open is not None and them.here.open.kind == "edit_pick":
            them.presses("收到日期")
        them.says("2026年11月10日")
        them.presses("对")
        assert them.value("received_on") == "2026-11-10"
    else:
        them = at_owed()
        them.say_all("8000", "改", "8000还是18000")
        them.presses("1.8 万元")
    assert len(questions(them.last)) == 1


def test_skipping_an_edit_keeps_the_answer_and_does_not_say_otherwise() -> None:
    """改, then 跳过: the answer stays, so nothing says that it is left blank."""
    them = at_owed()
    them.say_all("8000", "改", "跳过")
    assert them.value("debt.owed@d1") == 8000
    assert them.asked == "主要因为什么？"
    assert "【skipped】" not in them.said


def test_not_knowing_in_an_edit_is_an_answer() -> None:
    """改, then 不知道: the sum is said-unknown now."""
    them = at_owed()
    them.say_all("8000", "改", "不知道")
    assert them.value("debt.owed@d1") == "unknown"


def test_a_choice_in_an_edit_leads_its_way() -> None:
    """改 of 情况 by a choice with `goto` goes there (flow language 2.3)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("改")
    them.presses("收到法院消息")
    assert them.value("situation") == "court"
    assert them.at == "court.start"


# ---- branches on states ----


@pytest.mark.parametrize(
    ("said", "at"), [("跳过", "main.b"), ("不知道", "main.b"), ("5天", "main.c"), ("50天", "main.d")]
)
def test_ordered_rules(said: str, at: str) -> None:
    """The first rule that holds; the unknown one is named (semantics 5)."""
    whole = opening(
        step(
            ask("多久？", "overdue_days"),
            then=go((unknown("overdue_days"), "main.b"), (cmp("overdue_days", "<=", 9), "main.c"), "main.d"),
        ),
        *(step(say(f"到了{n}。"), ask(f"{n}？", "note"), then=end("x")) for n in "bcd"),
    )
    them = settled(whole)
    them.says(said)
    assert them.at == at


def test_an_answer_known_beforehand_takes_its_choices_way() -> None:
    """A fresh answer spares the question and leads where its choice leads: value, number, unknown, skipped, yes."""
    cases: list[tuple[str, str, tuple[Choice, ...], str]] = [
        ("choice", "甲甲", abc(goto="main.c"), "main.c"),
        ("choices", "甲甲", abc(goto="main.c"), "main.c"),
        ("money", "500", (option("z", "五百", value=500, goto="main.c"),), "main.c"),
        ("yes_no", "是的", (option("yes", "是", goto="main.c"), option("no", "不")), "main.c"),
        ("money", "不知道", (option("u", "记不清", unknown=True, goto="main.c"),), "main.c"),
        ("money", "跳过", (option("s", "不说", skip=True, goto="main.c"),), "main.c"),
        ("money", "700", (option("z", "五百", value=500, goto="main.c"),), "main.d"),
        ("text", "随便", (), "main.d"),
    ]
    for kind, said, choices, at in cases:
        declared = slot("thing", kind, options=OPTIONS)
        whole = opening(
            step(
                ask(
                    "一？",
                    "thing",
                    *(c.__class__(c.key, c.label, c.also, None, c.value, c.unknown, c.skip) for c in choices),
                ),
                then="main.b",
            ),
            step(ask("又？", "thing", *choices), then="main.d"),
            step(ask("到 c", "note"), then=end("x")),
            step(ask("到 d", "note"), then=end("x")),
            slots=(declared,),
        )
        them = settled(whole)
        them.says(said)
        assert them.at == at, (kind, said)


def test_answers_of_a_call_come_back() -> None:
    """A called flow's end returns to the step behind the call (semantics 7)."""
    from bot.engine.flowbook import Call, Place
    from tests.engine.books import book, routes

    main = flow("main", {"a": step(Call("sub"), say("回来了。"), ask("接着？", "note"), then=end("x"))})
    sub = flow("sub", {"s": step(ask("里面？", "city"), then=end("done"))})
    them = settled(book(main, sub, routes=routes(home=Place("main", "a"))))
    them.does(Said("成都"))
    assert "回来了。" in them.said
    assert them.asked == "接着？"


def test_a_choice_understood_by_its_meaning_is_read_back() -> None:
    """Words that only mean an option are echoed, so that a mistake is seen at once (semantics 3)."""
    options = {"job_loss": "失业或找不到活", "illness": "生病或家人生病"}
    whole = opening(
        step(ask("城市？", "city"), then="main.b"),
        step(ask("为什么？", "why", *(option(k, v) for k, v in options.items())), then="main.c"),
        step(ask("二？", "note"), then=end("x")),
        slots=(slot("why", "choice", "缘由", options=options),),
    )
    them = settled(whole)
    them.say_all("成都", "公司裁员了")
    assert them.last.rule == "parser:choice.meaning"
    assert them.value("why") == "job_loss"
    assert "缘由 失业或找不到活" in them.said


def test_a_choice_taken_by_a_figure_is_read_back_too() -> None:
    """三十四 among ages is a guess like any other: it is echoed, so that a mistake is seen at once."""
    options = {"young": "不到 18 岁", "adult": "18 到 40 岁", "older": "40 岁以上"}
    whole = opening(
        step(ask("城市？", "city"), then="main.b"),
        step(ask("多大？", "age", *(option(k, v) for k, v in options.items())), then="main.c"),
        step(ask("二？", "note"), then=end("x")),
        slots=(slot("age", "choice", "年纪", options=options),),
    )
    them = settled(whole)
    them.say_all("成都", "我今年三十四岁")
    assert them.last.rule == "parser:choice.measure"
    assert them.value("age") == "adult"
    assert "年纪 18 到 40 岁" in them.said


def test_a_figure_that_a_sum_cannot_be_is_no_option_either() -> None:
    """额度五万 at a question about money: its own reader leaves the sum alone, and so do the options."""
    options = {"little": "五千元以内", "much": "两万到五万元"}
    whole = opening(
        step(ask("城市？", "city"), then="main.b"),
        step(ask("欠多少？", "owed", *(option(k, v) for k, v in options.items())), then="main.c"),
        step(ask("二？", "note"), then=end("x")),
        slots=(slot("owed", "money", "欠款", hears="amount", unit="元"),),
    )
    them = settled(whole)
    them.say_all("成都", "额度五万")
    assert them.value("owed") is None
    assert them.asked == "欠多少？"

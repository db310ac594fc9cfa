"""Editions change under people's feet: renamed, vanished and retyped things; all answers kept, nobody told to start over."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.engine.flowbook import Ask, Book, Flow
from bot.engine.values import SlotType
from tests.engine.books import (
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
    with_slot,
    with_step,
    without_step,
)
from tests.engine.person import Person, settled


def upto_owed() -> Person:
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷")
    assert them.at == "main.owed"
    return them


def without_flow(whole: Book, name: str, **changed: object) -> Book:
    return replace(whole, edition="e2", flows={n: f for n, f in whole.flows.items() if n != name}, **changed)  # type: ignore[arg-type]


def renamed(whole: Book, old: str, new: str) -> Book:
    """The next edition, in which a flow has another name."""
    was = whole.flows[old]
    steps = {n: replace(s, place=replace(s.place, flow=new)) for n, s in was.steps.items()}
    flows: dict[str, Flow] = {n: f for n, f in whole.flows.items() if n != old}
    flows[new] = replace(was, id=new, steps=steps)
    return replace(whole, edition="e2", flows=flows, moved={old: new})


def test_the_same_step_moves_along() -> None:
    """A new edition in which nothing changed here is not noticed."""
    them = upto_owed().reads(replace(shelf(), edition="e2"))
    them.says("8000")
    assert them.value("debt.owed@d1") == 8000
    assert "【landed】" not in them.said
    assert them.here.edition == "e2"


def test_a_renamed_step() -> None:
    """`was` leads to the present name, and its question waits."""
    whole = with_step(
        without_step(shelf(), "main.owed"),
        "main.sum",
        step(ask("欠多少呢？", "debt.owed"), then="main.reasons"),
        moved={"main.owed": "main.sum"},
    )
    them = upto_owed().reads(whole)
    them.says("再说一遍")
    assert them.asked == "欠多少呢？"
    assert "【landed】" not in them.said


def test_a_renamed_flow() -> None:
    """The step of the same name in the renamed flow."""
    them = settled(shelf())
    them.opens("budget")
    them.says("5000")
    assert them.at == "budget.essentials"
    them.reads(renamed(shelf(), "budget", "three_sums"))
    them.says("再说一遍")
    assert them.at == "three_sums.essentials"
    assert them.asked == "必要开支多少？"


def test_a_renamed_step_in_a_renamed_flow() -> None:
    """Both names changed: followed one after the other."""
    them = settled(shelf())
    them.opens("budget")
    whole = renamed(shelf(), "budget", "sums")
    old = whole.flows["sums"]
    steps = {("salary" if n == "income" else n): s for n, s in old.steps.items()}
    steps["salary"] = replace(steps["salary"], place=replace(steps["salary"].place, step="salary"))
    flows = {**whole.flows, "sums": replace(old, steps=steps, start="salary")}
    them.reads(replace(whole, flows=flows, moved={"budget": "sums", "sums.income": "sums.salary"}))
    them.says("再说一遍")
    assert them.at == "sums.salary"


@pytest.mark.parametrize("words", ["8000", "你好呀在吗", "再说一遍"])
def test_a_vanished_step_lands_kindly_once(words: str) -> None:
    """The flow's landing (else its start), all slots kept, said once (semantics, architecture 6)."""
    gone = without_step(shelf(), "main.owed")
    home = gone.flows["main"]
    them = upto_owed().reads(replace(gone, flows={**gone.flows, "main": replace(home, landing="reasons")}))
    them.says(words)
    assert them.value("debt.platform@d1") == "微粒贷"
    assert them.said.count("【landed】") <= 1
    assert them.asked == "主要因为什么？"
    them.says("再说一遍")
    assert "【landed】" not in them.said


def test_a_vanished_flow_goes_back_to_its_caller() -> None:
    """Called: the caller goes on behind the call; at the root: home."""
    them = settled(shelf())
    them.presses("心慌睡不着")
    assert them.at == "calming.start"
    them.reads(without_flow(with_step(shelf(), "main.calm", step(say("缓过了。"), then="main.overdue")), "calming"))
    them.says("在吗")
    assert them.asked == "最早那笔逾期多久了？"
    them = settled(shelf())
    them.presses("收到法院消息")
    them.reads(
        without_flow(with_step(shelf(), "main.settle", step(ask("怎么样？", "note"), then="main.overdue")), "court")
    )
    them.says("在吗")
    assert "【landed】" in them.said
    assert them.asked == "怎么样？"


@pytest.mark.parametrize("words", ["B", "press", "一万五", "跳过", "上一步", "再说一遍"])
@pytest.mark.parametrize("gone", ["flow", "step"])
def test_which_of_two_in_a_place_that_is_gone(words: str, gone: str) -> None:
    """The engine's own question, left without its place: no exception, a way on, answers kept."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.opens("budget")
    them.says("8000还是18000")
    them.reads(without_flow(shelf(), "budget") if gone == "flow" else without_step(shelf(), "budget.income"))
    them.presses("1.8 万元") if words == "press" else them.says(words)
    assert them.asked
    assert them.value("situation") == "plan" or words == "上一步"


@pytest.mark.parametrize("words", ["对", "press", "再说一遍"])
def test_a_confirmation_in_a_place_that_is_gone(words: str) -> None:
    """The same for 「对吗」."""
    them = settled(shelf())
    them.presses("收到法院消息")
    them.says("11月18日")
    whole = without_flow(with_step(shelf(), "main.settle", step(ask("怎么样？", "note"), then="main.overdue")), "court")
    them.reads(whole)
    them.presses("对") if words == "press" else them.says(words)
    assert them.asked


def test_another_one_in_a_place_that_is_gone() -> None:
    """The same for 「还有别的吗」."""
    them = settled(shelf())
    them.opens("all_debts")
    them.say_all("微粒贷", "8000")
    them.reads(without_flow(shelf(), "all_debts"))
    them.says("还有")
    assert them.asked == "现在更像哪一种情况？"


def test_a_step_that_asks_something_else_now() -> None:
    """The open question's key is gone from its step: the new question is put, the old words are no answer to it."""
    them = upto_owed().reads(with_step(shelf(), "main.owed", step(ask("哪个城市？", "city"), then="main.reasons")))
    them.says("8000")
    assert them.value("debt.owed@d1") is None or them.here.slots["debt.owed@d1"].via == "heard"
    assert them.asked == "哪个城市？"
    assert them.value("city") is None


def test_a_step_that_asks_nothing_any_more() -> None:
    """The question is gone, the step is not: on to the next one."""
    them = upto_owed().reads(with_step(shelf(), "main.owed", step(say("不问了。"), then="main.reasons")))
    them.says("8000")
    assert them.asked == "主要因为什么？"


@pytest.mark.parametrize("kind", [k.value for k in SlotType if k is not SlotType.LIST])
def test_a_slot_that_changed_its_type(kind: str) -> None:
    """Whatever the type is now: nothing raises; what no longer fits is asked again (values.thaw)."""
    them = upto_owed()
    them.says("8000")
    whole = with_slot(shelf(), slot("debt.owed", kind, "欠款金额"))
    fields = tuple(whole.slots[f.name] for f in whole.lists["debts"].fields)
    owner = replace(whole.lists["debts"], fields=fields)
    them.reads(replace(whole, lists={"debts": owner}))
    for words in ("话术", "改", "再说一遍", "上一步", "导出"):
        them.says(words)
    them.opens()
    assert them.asked


@pytest.mark.parametrize("typed", ["nan", "sNaN", "Infinity", "1E+9999999", "１２", "1_0"])
def test_words_that_an_edition_takes_for_a_number(typed: str) -> None:
    """A text slot became a number: 「nan」 and 「1E+9999999」 are no numbers of anybody (nothing raises, nothing hangs)."""
    from bot.engine.expressions import Name
    from tests.engine.books import cmp, go, put

    whole = opening(
        step(ask("一句？", "note"), then="main.b"),
        step(ask("城市？", "city"), then="main.c"),
        step(put(income=Name("note")), then=go((cmp("note", ">=", 1), "main.d"), "main.d")),
        step(ask("工单？", "ticket"), then=end("x")),
    )
    them = settled(whole)
    them.says(typed)
    them.reads(with_slot(whole, slot("note", "number", "备注")))
    them.says("成都")
    assert them.asked == "工单？"


# ---- choices ----


def with_choices(*choices: tuple[str, str, tuple[str, ...]]) -> Book:
    """The next edition, in which the first question has these choices."""
    whole = shelf()
    settle = whole.flows["main"].steps["settle"].action(Ask)
    assert settle is not None
    made = tuple(option(key, label, was=was) for key, label, was in choices)
    declared = slot("situation", "choice", "情况", options={key: label for key, label, _ in choices})
    first = with_step(whole, "main.settle", step(replace(settle, choices=made, smaller=None), then="main.overdue"))
    return with_slot(first, declared)


@pytest.mark.parametrize("how", ["press", "say"])
def test_a_renamed_choice(how: str) -> None:
    """`was` on a choice: its old button and its label give the present key."""
    them = settled(shelf())
    them.reads(with_choices(("chased", "正被催收", ("collectors",)), ("plan", "想知道下一步", ())))
    them.presses("正被催收") if how == "press" else them.says("正被催收")
    assert them.value("situation") == "chased"


def test_a_held_answer_of_a_renamed_choice_moves_along() -> None:
    """Conditions and labels of the new edition see the present key."""
    them = settled(shelf())
    them.presses("正被催收")
    them.reads(with_choices(("chased", "正被催收", ("collectors",)), ("plan", "想知道下一步", ())))
    them.says("20天")
    assert them.value("situation") == "chased"


def test_a_held_answer_of_several_choices_moves_along() -> None:
    """The same for a slot of several choices."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业")
    made = step(
        ask("主要因为什么？", "reasons", option("no_job", "失业", was=("job_loss",)), option("other", "其他")),
        then="main.monthly",
    )
    whole = with_slot(
        with_step(shelf(), "main.reasons", made),
        slot("reasons", "choices", "原因", options={"no_job": "失业", "other": "其他"}, hears="reasons"),
    )
    them.reads(whole).says("再说一遍")
    assert them.value("reasons") == ["no_job"]


def test_a_vanished_choice_is_no_answer() -> None:
    """Its button changes nothing, and the question is put again with what it offers now (semantics 8)."""
    them = settled(shelf())
    them.reads(with_choices(("plan", "想知道下一步", ()), ("talk", "只想说说话", ())))
    them.presses("正被催收")
    assert them.value("situation") is None
    assert them.asked == "现在更像哪一种情况？"
    assert them.labels[:2] == ["想知道下一步", "只想说说话"]


# ---- behind and under ----


def test_going_back_to_a_step_that_is_gone() -> None:
    """上一步 to a vanished step lands where people from it arrive."""
    them = upto_owed()
    them.says("8000")
    them.reads(without_step(shelf(), "main.owed"))
    them.says("上一步")
    assert them.asked


def test_the_place_kept_under_danger_can_vanish() -> None:
    """Released into an edition without the old place: landed, not lost."""
    them = upto_owed()
    them.says("我不想活了")
    them.reads(without_step(shelf(), "main.owed"))
    them.presses("没有")
    them.presses("回去")
    assert them.here.latch is None
    assert them.asked
    assert them.value("debt.platform@d1") == "微粒贷"


def test_a_vanished_crisis_step_lands_in_its_flow() -> None:
    """Under the latch nothing about editions is said; the crisis flow's landing asks."""
    them = settled(shelf())
    them.says("我不想活了")
    them.presses("有")
    assert them.at == "crisis.today"
    gone = with_step(
        without_step(shelf(), "crisis.today"),
        "crisis.ideation",
        step(say("在。"), ask("你还好吗？", "none", listens=False, skippable=False), then="crisis.safe"),
    )
    them.reads(gone)
    them.says("嗯嗯")
    assert "【landed】" not in them.said
    assert them.at == "crisis.ideation"
    assert them.here.latch is not None


def test_a_vanished_step_of_an_act_at_hand_lands_at_its_own_level() -> None:
    """Whoever stood on the roof is not asked whether they have such thoughts: the imminent steps begin again."""
    them = settled(shelf())
    them.says("我站在楼顶，马上跳下去")
    assert them.at == "crisis.stay"
    stays = step(
        say("我在。拨 120 或 110。"), ask("拨了吗？", "none", listens=False, skippable=False), then="crisis.safe"
    )
    them.reads(with_step(without_step(shelf(), "crisis.stay"), "crisis.imminent", stays))
    them.says("打了")
    assert them.here.latch is not None
    assert them.here.latch.level == 3
    assert them.at == "crisis.imminent"
    assert "【landed】" not in them.said


def test_a_vanished_crisis_flow_leads_to_the_crisis_flow() -> None:
    """Danger holds whatever editors do: the person goes on where danger of the same kind begins."""
    care = flow(
        "other_crisis",
        {"x": step(ask("在吗？", "none", listens=False, skippable=False), then="crisis.safe")},
        crisis=True,
    )
    routes = shelf().routes
    from bot.engine.flowbook import Place

    before = book(care, routes=replace(routes, danger={**routes.danger, "other_person": Place("other_crisis", "x")}))
    them = settled(before)
    them.says("他说要自杀")
    assert them.at == "other_crisis.x"
    them.reads(replace(shelf(), edition="e2"))
    them.says("他不接电话")
    assert them.at == "crisis.other_person"
    assert them.here.latch is not None


def test_a_returning_question_in_a_new_edition() -> None:
    """接着 after days and a new edition: back at the place."""
    them = upto_owed().waits(days=3)
    them.reads(replace(shelf(), edition="e2"))
    them.says("在吗")
    assert them.asked == "要接着上次的吗？"
    them.presses("接着")
    assert them.asked == "这家大概还欠多少？"

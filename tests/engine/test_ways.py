"""A turn says which way was taken at every fork, so that nobody has to guess from what was shown."""

from __future__ import annotations

import pytest

from bot.engine.turn import Turn
from tests.engine.books import shelf
from tests.engine.person import Person
from tests.shipped import shipped


def ways(turn: Turn, kind: str) -> list[tuple[str, str]]:
    return [(w.place, w.name) for w in turn.ways if w.kind == kind]


def test_choices_rules_and_ends() -> None:
    """A choice by its key, the rule of `next` that held by its number, an end by its outcome."""
    person = Person(shelf())
    person.opens()
    assert ways(person.presses("想知道下一步"), "choice") == [("main.settle", "plan")]
    turn = person.says("半个月")
    assert (ways(turn, "choice"), ways(turn, "rule")) == ([], [("main.overdue", "2"), ("main.late", "0")])
    other = Person(shelf())
    other.opens()
    other.presses("心慌睡不着")
    assert ways(other.presses("脚踩地"), "end") == [("calming.start", "calmed")]


def test_skipping_is_a_way_of_its_own() -> None:
    """By the button, by the word, and where the editor wrote a choice that skips, that one."""
    pressed, said, written = Person(shelf()), Person(shelf()), Person(shelf())
    for person in (pressed, said):
        person.opens()
        person.presses("收到法院消息")
    assert ways(pressed.presses("先跳过"), "choice") == [("court.start", "skip")]
    assert ways(said.says("跳过"), "choice") == [("court.start", "skip")]
    written.opens()
    written.presses("想知道下一步")
    written.says("半个月")
    assert ("main.platform", "quiet") in ways(written.says("跳过"), "choice")


def test_a_list_names_the_field_and_says_whether_there_is_more() -> None:
    """Two fields of one list may have choices of the same name."""
    person = Person(shelf())
    person.opens("all_debts")
    person.says("微粒贷")
    assert ways(person.says("跳过"), "choice") == [("all_debts.start", "debt.owed:skip")]
    assert ways(person.presses("还有"), "more") == [("all_debts.start", "yes")]
    person.say_all("花呗", "八千")
    assert ways(person.says("没有了"), "more") == [("all_debts.start", "no")]


def test_the_words_that_work_everywhere_are_routes_of_the_book() -> None:
    """话术, 没时间, 人工, 导出; coming back; danger by its kind; a topic."""
    person = Person(shipped().book)
    person.opens()
    for words, route in (("话术", "script"), ("没时间", "short_script"), ("人工", "lawyer_script"), ("导出", "export")):
        assert ways(person.says(words), "route") == [("", route)]
    assert ways(person.says("是真人吗"), "interrupt") == [("", "are_you_human")]
    assert ways(person.waits(days=3).says("在吗"), "route") == [("", "returning")]
    assert ways(person.says("我不想活了"), "danger") == [("", "ideation")]
    assert ways(person.says("我站在天台边上了"), "danger") == [("", "imminent")]


def test_a_condition_of_a_reminder_is_judged_when_it_is_set_and_when_it_is_up() -> None:
    """What held when it was set may hold no longer."""
    person = Person(shipped().book)
    for words in ("收到法院传票了", "传票或起诉状", "前天", "对", "跳过"):
        person.says(words)
    person.says("保存")
    set_ = person.says("要")
    assert ("court.remind", "court.remind.1:yes") in ways(set_, "if")
    person.says("改收到日期 去年3月1号")
    person.says("对")
    assert person.here.timers == [] or ("court.remind", "court.remind.1:no") in ways(
        person.times_up("court.remind.1"), "if"
    )


def test_several_choices_at_once_are_each_taken() -> None:
    """「失业，还生病了」 under a question that takes more than one."""
    person = Person(shelf())
    person.opens()
    for words in ("想知道下一步", "半个月", "微粒贷", "一万二"):
        person.says(words)
    taken = ways(person.says("失业，还生病了"), "choice")
    assert {("main.reasons", "job_loss"), ("main.reasons", "illness")} <= set(taken)


@pytest.mark.parametrize("words", ["刚收到一张支付令", "昨天凌晨两点还在打电话", "昨天冻结了我的卡"])
@pytest.mark.parametrize("answered", [(), ("一个月",)], ids=["how long", "which lender"])
def test_what_happened_is_no_guessed_answer(words: str, answered: tuple[str, ...]) -> None:
    """A paper that has its days is neither 「one day overdue」 nor the name of a lender."""
    person = Person(shipped().book)
    person.opens()
    turn = person.say_all("想知道下一步", "都没有", *answered, words)
    assert turn.rule.startswith(("event:", "interrupt:"))
    assert "debt.platform@d1" not in person.here.slots

"""Answers: keys and items, freshness, ageing, derived slots."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from bot.engine import answers as held
from bot.engine.environment import Sight, true
from bot.engine.expressions import Arithmetic, Compare, Invoke, IsKnown, Literal, Name
from bot.engine.flowbook import Book, Slot
from bot.engine.session import Answer, fresh
from bot.engine.values import UNKNOWN, SlotType, Unknown
from bot.engine.work import Work
from tests.engine.books import DEBTS, ask, book, cmp, end, lit, opening, option, say, shelf, slot, step
from tests.engine.person import FRIDAY, settled

TWO_HOURS = dt.timedelta(hours=2)


def work(whole: Book | None = None, now: dt.datetime = FRIDAY) -> Work:
    return Work(whole or shelf(), fresh(now), now, Sight)


# ---- keys and items ----


def test_keys() -> None:
    """A slot of the person is kept under its name, a field under the item that is current; looking makes no item."""
    here = work()
    assert held.slot_name("debt.owed@d1") == "debt.owed"
    assert held.key_for(here, "income") == "income"
    assert held.peek_key(here.book, here.session, "debt.owed") is None
    assert here.session.items == {}
    assert held.key_for(here, "debt.owed") == "debt.owed@d1"
    assert held.peek_key(here.book, here.session, "debt.owed") == "debt.owed@d1"
    assert held.key_for(here, "debt.platform") == "debt.platform@d1"


def test_a_field_falls_back_to_the_first_item() -> None:
    """Where no item is current, or the current one is gone, the first one is meant."""
    here = work()
    for _ in range(2):
        held.add_item(here, DEBTS)
    for current in ({}, {"debts": "d9"}):
        here.session.current = current
        assert held.key_for(here, "debt.owed") == "debt.owed@d1"


def test_items_have_stable_ids() -> None:
    """An id is never given twice, also after an item was dropped (semantics 3)."""
    here = work()
    held.add_item(here, DEBTS)
    held.add_item(here, DEBTS)
    held.drop_item(here, DEBTS, "d2")
    assert held.add_item(here, DEBTS) == "d3"
    assert here.session.items["debts"] == ["d1", "d3"]


def test_a_dropped_item_takes_everything_with_it() -> None:
    """Answers, drafts, marks and read-backs of the item go; those of others stay; the first one left is current."""
    here = work()
    for _ in range(2):
        held.add_item(here, DEBTS)
    for item in ("d1", "d2"):
        held.put(here, f"debt.owed@{item}", held.answer_of(here, 8000))
        here.session.drafts[f"debt.platform@{item}"] = Answer("value", "花呗")
    here.session.echoed = ["debt.owed@d2", "debt.owed@d1"]
    held.drop_item(here, DEBTS, "d2")
    assert here.session.current["debts"] == "d1"
    assert set(here.session.slots) == {"debt.owed@d1"}
    assert set(here.session.drafts) == {"debt.platform@d1"}
    assert here.session.echoed == ["debt.owed@d1"]
    held.drop_item(here, DEBTS, "d1")
    assert here.session.current == {}


def test_dropping_another_item_leaves_the_current_one() -> None:
    """Only the item that goes stops being current."""
    here = work()
    for _ in range(3):
        held.add_item(here, DEBTS)
    held.drop_item(here, DEBTS, "d1")
    assert here.session.current == {"debts": "d3"}


def test_an_answer_ends_its_draft_and_is_a_reading_of_the_turn() -> None:
    """What is held anew feeds everything; the turn stores it for replay (semantics 10)."""
    here = work()
    here.session.drafts["income"] = Answer("value", 1)
    held.put(here, "income", held.answer_of(here, 5000))
    held.put(here, "city", held.answer_of(here, None, state="skipped"))
    assert here.session.drafts == {}
    assert here.readings == {"income": 5000, "city": "skipped"}


# ---- freshness ----


@pytest.mark.parametrize(
    ("fresh_for", "hours", "turns", "out"),
    [
        (None, 24 * 400, 5, True),
        (TWO_HOURS, 2, 1, True),
        (TWO_HOURS, 2.01, 1, False),
        (dt.timedelta(0), 0, 0, True),
        (dt.timedelta(0), 0, 1, False),
    ],
)
def test_freshness(fresh_for: dt.timedelta | None, hours: float, turns: int, out: bool) -> None:
    """None: always; zero: within the turn that said it; else a span since it was said (semantics 3)."""
    here = work()
    declared = slot("income", "money", fresh_for=fresh_for)
    answer = held.answer_of(here, 5000)
    here.now += dt.timedelta(hours=hours)
    here.session.turn += turns
    assert held.is_fresh(here, declared, answer) is out


def test_an_answer_of_another_type_is_not_fresh() -> None:
    """The edition changed the type of the slot: asked again."""
    here = work()
    assert not held.is_fresh(here, slot("x", "money"), Answer("value", "八千", at=FRIDAY.isoformat()))
    assert held.is_fresh(here, slot("x", "money"), Answer("skipped", at=FRIDAY.isoformat()))
    assert held.is_fresh(here, None, Answer("led", "yes"))


def test_a_question_about_the_moment_is_asked_again() -> None:
    """`fresh_for: 0` spares no second question in a later turn; others are not asked again (semantics 3)."""
    whole = opening(
        step(ask("脚？", "exercise", option("feet", "脚踩地")), ask("", "none"), then="main.b"),
        step(ask("城市？", "city"), then="main.a"),
    )
    them = settled(whole)
    them.presses("脚踩地")
    them.says("成都")
    assert them.asked == "脚？"
    them.presses("脚踩地")
    assert them.asked == "脚？", "what its own answer leads back to is asked again, not answered again"


def test_a_menu_that_comes_back_is_asked_and_says_its_answer_once() -> None:
    """A choice that leads through a step back to its own question is told once; the question is then put again."""
    menu = ask("还想弄清哪一件？", "exercise", option("feet", "脚踩地", goto="main.b"), option("end", "先这样"))
    them = settled(opening(step(menu, then=end("x")), step(say("踩实了。"), then="main.a")))
    them.presses("脚踩地")
    assert them.said.count("踩实了。") == 1
    assert them.asked == "还想弄清哪一件？"


def test_an_earlier_answer_taken_again_is_fresh() -> None:
    """Pressing 「还是500 元」 says it now: the question is not asked again a moment later (semantics 3)."""
    whole = opening(
        step(ask("每月？", "monthly"), then="main.b"),
        step(ask("城市？", "city"), then="main.c"),
        step(ask("再问每月？", "monthly"), then="main.d"),
        step(ask("备注？", "note"), then=end("x")),
        slots=(slot("monthly", "money", "每月", fresh_for=TWO_HOURS),),
    )
    them = settled(whole)
    them.says("500")
    them.waits(hours=3).says("重来")
    them.presses("还是500 元")
    them.says("成都")
    assert them.asked == "备注？"


# ---- ageing ----


def ageing(days: int, by: dt.timedelta) -> tuple[Work, Slot, Answer]:
    here = work()
    answer = held.answer_of(here, days, low=days - 2, high=days + 2)
    held.put(here, "overdue_days", answer)
    here.now += by
    return here, here.book.slots["overdue_days"], answer


def test_a_duration_ages_by_calendar_days() -> None:
    """Half a month overdue on Friday is sixteen days on Saturday, minutes after midnight too (semantics 3)."""
    here, declared, answer = ageing(15, dt.timedelta(hours=14, minutes=1))
    assert held.value_under(here, "overdue_days") == 16
    grown = held.aged(here, declared, answer)
    assert (grown.value, grown.low, grown.high) == (16, 14, 18)


def test_a_clock_set_back_makes_no_debt_younger() -> None:
    """Ages are never negative."""
    here, _, _ = ageing(15, dt.timedelta(days=-3))
    assert held.value_under(here, "overdue_days") == 15


def test_days_are_counted_in_the_persons_zone() -> None:
    """The same moment written in another zone is the same day."""
    here, declared, answer = ageing(15, dt.timedelta())
    utc = replace(answer, at=FRIDAY.replace(hour=3).astimezone(dt.UTC).isoformat())
    assert held.aged(here, declared, utc).value == 15


def test_what_does_not_age_stays() -> None:
    """Sums, unknowns and other types are read back as said."""
    here, _, answer = ageing(15, dt.timedelta(days=3))
    assert held.aged(here, here.book.slots["income"], answer) is answer
    unknown = held.answer_of(here, None, state="unknown")
    assert held.aged(here, here.book.slots["overdue_days"], unknown) is unknown


def test_stage_and_read_back_agree_after_some_days() -> None:
    """Nine days on Friday are ten on Saturday: read back and branched as ten."""
    them = settled(shelf())
    them.say_all("想知道下一步", "9天")
    assert "还早" in them.said
    them.waits(days=1)
    them.presses("接着") if "接着" in them.labels else them.opens()
    assert "9 天" not in them.said


# ---- derived slots ----


def derived(*slots: Slot) -> Work:
    return work(book(slots=slots))


def test_a_derived_slot_is_recomputed_whenever_it_is_read() -> None:
    """Never stored, never stale."""
    left = Arithmetic("-", Name("income"), Name("essentials"))
    here = derived(slot("afford", "money", compute=Invoke("greatest", (left, Literal(0)))))
    assert held.value_under(here, "afford") == UNKNOWN
    held.put(here, "income", held.answer_of(here, 5000))
    held.put(here, "essentials", held.answer_of(here, 4200))
    assert held.value_under(here, "afford") == 800
    held.put(here, "income", held.answer_of(here, 3000))
    assert held.value_under(here, "afford") == 0
    assert "afford" not in here.session.slots


def test_derived_slots_that_turn_in_circles_are_unknown() -> None:
    """A circle that the checks should have refused ends."""
    here = derived(slot("afford", "money", compute=Arithmetic("+", Name("afford"), Literal(1))))
    assert held.value_under(here, "afford") == UNKNOWN


def test_values() -> None:
    """A list is the count of its items; an undeclared name and a field without item are unknown; a missing value has its label."""
    here = work()
    assert held.value_under(here, "debts") == 0
    assert held.value_under(here, "nothing") == UNKNOWN
    assert held.value_under(here, "debt.owed") == UNKNOWN
    item = held.add_item(here, DEBTS)
    assert held.value_under(here, "debts") == 0  # begun, nothing said of it
    held.put(here, f"debt.platform@{item}", held.answer_of(here, None, state="skipped"))
    assert held.value_under(here, "debts") == 1
    assert held.value_under(here, "debt.owed") == Unknown("欠款金额")
    here.session.slots["debt.owed@d1"] = Answer("value", "八千", at=FRIDAY.isoformat())
    assert held.value_under(here, "debt.owed") == Unknown("欠款金额")
    for state in ("skipped", "unknown"):
        held.put(here, "debt.owed@d1", held.answer_of(here, None, state=state))
        assert held.value_under(here, "debt.owed") == Unknown("欠款金额")


def test_today_can_be_read_in_conditions() -> None:
    """`today` is today's date (flow language 3)."""
    here = work()
    assert true(here, Compare("==", Name("today"), Literal(FRIDAY.date())))
    assert true(here, Compare("==", Arithmetic("-", Name("today"), Literal(dt.date(2026, 11, 18))), Literal(2)))


# ---- the mapping that texts read ----


def test_sight() -> None:
    """Texts see slots, the current item, all items, today, and the book's constants; other names are an error of the book."""
    here = work(replace(shelf(), constants={"operator": "某某"}))
    held.add_item(here, DEBTS)
    held.put(here, "debt.owed@d1", held.answer_of(here, 8000))
    sight = Sight(here)
    assert sight["debts"] == ({"platform": Unknown("平台"), "owed": 8000},)
    assert sight["debt"] == {"platform": Unknown("平台"), "owed": 8000}
    assert (sight["today"], sight["now"], sight["operator"]) == (FRIDAY.date(), FRIDAY, "某某")
    assert sight["income"] == Unknown("每月到手")
    with pytest.raises(KeyError):
        sight["debt.owed"]
    assert len(sight) == len(list(sight)) == len(set(sight))
    assert {"debts", "debt", "income", "today", "operator"} <= set(sight)
    assert all(sight[name] is not None for name in sight)


def test_conditions_are_looked_up_now() -> None:
    """A list in a condition is its count; `is known` of a skipped slot is false."""
    here = work()
    assert true(here, None)
    assert true(here, cmp("debts", "==", 0))
    assert not true(here, IsKnown("income"))
    assert not true(here, lit("yes"))


def test_platform_type() -> None:
    """All sixteen types of the reference are declared."""
    assert len(SlotType) == 16

"""What people say while danger holds is met in its own way, never twice the same, and the question of safety stays."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.engine.flowbook import Aside, Book, Place
from bot.understanding import normalise
from tests.engine.books import crisis_ask, end, flow, option, say, shelf, step, with_step
from tests.engine.person import questions, settled

QUIET, HIS, HIS_NOW = "我不想活了", "我老公说不想活了", "他把药吃了"
ASKED = "是不是有想结束生命的念头？"


def beside() -> Book:
    """The crisis of the small books, with answers to 打不通, 你不懂, 他不说话 and 他拿着刀."""
    said = flow(
        "said",
        {
            "line": step(say("换一个号码。"), then=end("said")),
            "line_more": step(say("敲一扇门。"), then=end("said")),
            "silent": step(say("坐在旁边。"), then=end("said")),
        },
        crisis=True,
    )
    whole = with_step(
        shelf(),
        "crisis.other_person",
        step(
            say("别让他一个人。"),
            crisis_ask("他身边有人吗？", option("yes", "有人", goto="crisis.safe"), option("no", "没有")),
            then="crisis.safe",
        ),
    )
    whole = with_step(whole, "crisis.other_now", step(say("打 110。离他远一点。"), then="crisis.stay"))
    lines = (Place("said", "line"), Place("said", "line_more"))
    asides = (
        Aside("line", frozenset({"self"}), lines, contains=(normalise("打不通"),)),
        Aside("today", frozenset({"self"}), (Place("crisis", "today"),), frozenset({"crisis.ideation"}), ("好",)),
        Aside("silent", frozenset({"other_person"}), (Place("said", "silent"),), contains=("不说话",)),
        Aside("knife", frozenset({"other_person"}), (Place("crisis", "other_now"),), contains=("刀",)),
    )
    routes = {**whole.routes.danger, "other_imminent": Place("crisis", "other_now")}
    return replace(
        whole,
        flows={**whole.flows, "said": said},
        asides=asides,
        routes=replace(whole.routes, danger=routes),
    )


def test_each_way_in_turn_and_the_question_every_other_time() -> None:
    """打不通 twice is met by two different lines; what was asked still waits and can be answered."""
    them = settled(beside())
    them.says(QUIET)
    them.says("打不通")
    assert (them.said, them.asked) == ("换一个号码。\n是不是有想结束生命的念头？", ASKED)
    them.says("还是打不通")
    assert them.said == "敲一扇门。"
    assert not questions(them.last)
    them.says("打不通啊")
    assert them.said.startswith("换一个号码。")
    them.says("有")
    assert them.asked == "是不是打算就在今天？"


def test_a_way_inside_the_crisis_flow_leads_there() -> None:
    """Where a step of the crisis flow is named, the words are an answer: nothing comes back to the question before."""
    them = settled(beside())
    them.says(QUIET)
    them.says("好")
    assert them.asked == "是不是打算就在今天？"


def test_any_words_go_on_and_are_met_beside() -> None:
    """Where any word is an answer, the line stands in front of what comes next."""
    them = settled(beside())
    them.says("我今晚就从楼顶跳下去")
    them.says("打不通")
    assert them.said.startswith("换一个号码。")
    assert them.asked == "要不要回到刚才那件事？"


def test_what_is_said_of_somebody_else_is_met_for_them_only() -> None:
    """他不说话 is nothing for a person in danger oneself, unless somebody else was in danger just before."""
    them = settled(beside())
    them.says(QUIET)
    them.says("他不说话")
    assert "坐在旁边" not in them.said
    them = settled(beside())
    them.says(HIS)
    them.says("他不说话")
    assert "坐在旁边。" in them.said
    them.says(QUIET)
    assert them.asked == ASKED
    them.says("他还是不说话")
    assert "坐在旁边。" in them.said


@pytest.mark.parametrize("said", [HIS_NOW, "他手里拿着刀"])
def test_danger_at_hand_for_somebody_else_has_its_own_first_words(said: str) -> None:
    """110 and 120 first, whether it is said first or later, and again when it is said again; the level rises with it."""
    them = settled(beside())
    them.says(HIS)
    them.says(said)
    assert them.said.startswith("打 110。离他远一点。")
    assert them.here.latch is not None
    assert them.here.latch.level == 3
    them.says(HIS_NOW)
    assert them.said.startswith("打 110。离他远一点。")


def test_without_that_route_it_goes_where_the_danger_of_others_goes() -> None:
    """An edition may leave out `other_imminent`."""
    them = settled(shelf())
    them.says(HIS_NOW)
    assert them.said.startswith("别让他一个人。")


def test_danger_words_about_him_answer_no_question_about_company() -> None:
    """「他身边有人吗」 is no direct question: 他又说想死 is no yes to it."""
    them = settled(beside())
    them.says(HIS)
    them.says("他又说不想活")
    assert them.here.open is not None
    assert them.here.open.place == "crisis.other_person"


def test_somebody_elses_words_that_were_forwarded_hold_for_them() -> None:
    """「是别人」 after a forwarded text: what is said then is about that person."""
    them = settled(beside())
    them.says(QUIET, forwarded=True)
    them.presses("是别人")
    assert them.here.latch is not None
    assert them.here.latch.kind == "other_person"
    them.says("他不说话")
    assert "坐在旁边。" in them.said


def test_words_of_danger_are_no_aside() -> None:
    """What says danger itself answers the direct question, though it names 打不通 as well."""
    them = settled(beside())
    them.says(QUIET)
    them.says("打不通，活着没意思")
    assert them.asked == "是不是打算就在今天？"


def test_a_phrase_is_heard_in_pinyin_too() -> None:
    """da bu tong spells what the book says in characters; letters that only look like it do not."""
    whole = beside()
    line = replace(whole.asides[0], whole=("打不通",), contains=())
    them = settled(replace(whole, asides=(line,)))
    them.says(QUIET)
    them.says("da bu tong")
    assert them.said.startswith("换一个号码。")
    them.says("da tong bu")
    assert "敲一扇门" not in them.said


def test_a_text_sent_on_is_told_about_in_any_words() -> None:
    """Asked whose words they are, 朋友群里发的 holds for somebody else; the button still works, and nothing holds before."""
    whole = beside()
    his = Aside("his", frozenset({"forwarded"}), (Place("crisis", "other_person"),), contains=("朋友",))
    for word in ("朋友群里发的", "是别人"):
        them = settled(replace(whole, asides=(his, *whole.asides)))
        them.says(QUIET, forwarded=True)
        assert them.here.latch is None
        them.says(word)
        assert them.here.latch is not None
        assert them.here.latch.kind == "other_person"


def test_danger_turned_to_somebody_else_by_a_word_is_about_them() -> None:
    """「不是我，是我儿子」 leads to the steps for him, and the latch is about him; the level stays."""
    whole = beside()
    him = Aside("him", frozenset({"self"}), (Place("crisis", "other_person"),), contains=("不是我",))
    them = settled(replace(whole, asides=(him, *whole.asides)))
    them.says(QUIET)
    them.says("不是我，是我儿子")
    assert them.here.latch is not None
    assert (them.here.latch.kind, them.here.latch.level) == ("other_person", 2)

"""Putting a question: words, buttons, marks, progress, and what is read back in front of it."""

from __future__ import annotations

import pytest

from bot.engine.asking import pack, unpack
from bot.engine.flowbook import Place
from bot.engine.turn import Bubble, Question
from bot.engine.values import SlotType
from tests.engine.books import (
    ask,
    book,
    end,
    opening,
    option,
    routes,
    shelf,
    slot,
    step,
)
from tests.engine.person import Person, questions, settled


def one(kind: str, *choices: object, **more: object) -> Person:
    """Somebody before one question of this type."""
    declared = slot("thing", kind, "那件事", options={"a": "甲", "b": "乙"})
    made = step(ask("怎么样？", "thing", *choices, **more), then=end("x"))  # type: ignore[arg-type]
    return settled(opening(made, slots=(declared,)))


def last(them: Person) -> Question:
    return questions(them.last)[-1]


@pytest.mark.parametrize("kind", [k.value for k in SlotType if k is not SlotType.LIST])
def test_marks(kind: str) -> None:
    """Options of numeric questions carry letters, so that digits are always the value; elsewhere numbers (semantics 3)."""
    them = one(kind, option("a", "甲"), option("b", "乙"))
    lettered = kind in {"money", "number", "days", "rate", "rating", "date", "month", "clock", "reference"}
    assert [b.mark for b in last(them).buttons] == (["A", "B", "C"] if lettered else ["1", "2", "3"])
    assert last(them).expects == kind


def test_a_token_is_turn_step_and_choice() -> None:
    """Token = turn number + step + choice (semantics 8)."""
    them = one("choice", option("a", "甲"))
    assert last(them).buttons[0].token == "1:main.a:a"
    assert them.here.open is not None
    assert (them.here.open.turn, them.here.open.place, them.here.open.choices) == (1, "main.a", ("a", "skip"))


@pytest.mark.parametrize(
    ("choices", "more", "labels"),
    [
        ((option("a", "甲"),), {}, ["甲", "先跳过"]),
        ((), {}, ["先跳过"]),
        ((option("a", "甲"),), {"skippable": False}, ["甲"]),
        ((option("a", "甲"),), {"listens": False}, ["甲"]),
        ((option("a", "甲"), option("b", "乙", unknown=True)), {}, ["甲", "乙"]),
        ((option("a", "甲"), option("b", "乙", skip=True)), {}, ["甲", "乙"]),
        (tuple(option(k, k) for k in "abcdef"), {}, list("abcdef")),
    ],
)
def test_a_way_to_skip(choices: tuple[object, ...], more: dict[str, object], labels: list[str]) -> None:
    """先跳过 stands last where the question may be skipped, has no way out of its own and fewer than six options."""
    assert one("choice", *choices, **more).labels == labels


def test_progress() -> None:
    """第 n 步／共 m 步 of a flow that counts; none elsewhere, and none for a question that is put once more by 改."""
    them = settled(shelf())
    assert (last(them).step, last(them).steps) == (1, 7)
    them.presses("想知道下一步")
    assert (last(them).step, last(them).steps) == (2, 7)
    them.says("5天")
    assert (last(them).step, last(them).steps) == (0, 0)
    them.says("改")
    assert (last(them).step, last(them).steps) == (0, 0)


def test_the_road_is_shown_where_it_is_walked() -> None:
    """All stretches and the one of this question; nothing beside the road, and nothing for 改."""
    road = (("稳住", frozenset({Place("main", "settle")})), ("理清", frozenset({Place("main", "overdue")})))
    them = settled(book(routes=routes(road=road)))
    assert (last(them).road, last(them).stretch) == (("稳住", "理清"), 1)
    them.presses("想知道下一步")
    assert last(them).stretch == 2
    them.says("5天")
    assert (last(them).road, last(them).stretch) == ((), 0)
    them.says("改")
    assert last(them).stretch == 0


def test_what_was_noted_is_read_back_in_front_of_the_question() -> None:
    """Echo without waiting (semantics 3), once, just before the next question."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷")
    them.says("大概一万二")
    echo = them.last.replies[-2]
    assert isinstance(echo, Bubble)
    assert echo.tone == "echo"
    assert "1.2 万元" in echo.text
    them.says("帮助")
    assert "1.2 万元" not in them.said


def test_a_pressed_answer_is_not_read_back() -> None:
    """Who pressed a label has read it."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.presses("一个月左右")
    assert not [r for r in them.last.replies if isinstance(r, Bubble) and r.tone == "echo"]


def test_an_aged_answer_is_read_back_as_of_today() -> None:
    """「20天」 said on Friday is 22 days on Sunday, in the recap too."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天")
    them.waits(hours=11)
    them.opens()
    assert "20 天" in them.said
    them.waits(hours=11)
    them.opens()
    assert "21 天" in them.said


def test_the_recap_leaves_moments_out() -> None:
    """What was true of a moment (心慌, a note) is not read back to somebody who opens again."""
    them = settled(shelf())
    them.presses("心慌睡不着")
    them.presses("脚踩地")
    them.says("20天")
    them.opens()
    assert "心慌" not in them.said
    assert "20 天" in them.said


def test_an_unknown_answer_is_read_back_as_unknown() -> None:
    """「不清楚」 is an answer of its own; a skipped one is not read back."""
    from bot.engine import answers as held
    from bot.engine.echoing import read_back
    from tests.engine.test_answers import work

    here = work()
    held.put(here, "income", held.answer_of(here, None, state="unknown"))
    held.put(here, "city", held.answer_of(here, None, state="skipped"))
    held.put(here, "essentials", held.answer_of(here, 3000, sure="vague"))
    assert read_back(here, ["income", "city", "essentials", "nothing"]) == "每月到手不清楚，必要开支约 3000 元"


def test_an_empty_question_still_asks() -> None:
    """A text that renders to nothing is replaced: nobody is left before an empty bubble."""
    assert settled(opening(step(ask(" ", "note"), then=end("x")))).asked == "【fallback_question】"


# ---- drafts among the options ----


@pytest.mark.parametrize(
    ("save", "said", "first"),
    [
        ("income", "5000", "还是5000 元"),
        ("overdue_days", "20天", "还是20 天"),
        ("city", "成都", "还是成都"),
    ],
)
def test_a_draft_is_the_first_option(save: str, said: str, first: str) -> None:
    """Answers off the path become drafts, offered as the first choice when reached again (semantics 3)."""
    them = settled(opening(step(ask("问？", save), then="main.b"), step(ask("二？", "ticket"), then=end("x"))))
    them.says(said)
    assert them.asked == "二？", them.said
    them.says("上一步")
    assert them.labels[0] == first
    them.presses(first)
    assert them.asked == "二？"


def test_a_draft_ages() -> None:
    """「还是21 天」, a day later."""
    them = settled(
        opening(step(ask("多久？", "overdue_days"), then="main.b"), step(ask("二？", "ticket"), then=end("x")))
    )
    them.says("20天")
    them.waits(hours=11).says("上一步")
    them.waits(hours=11).says("再说一遍")
    assert them.labels[0] == "还是21 天"


@pytest.mark.parametrize(
    ("save", "value"),
    [
        ("received_on", "2026-11-18"),
        ("debt.platform@d1", "某某消费金融有限公司"),
        ("reasons", ["job_loss", "illness", "other"]),
        ("income", 123456789),
    ],
)
def test_a_drafts_label_has_at_most_ten_characters(save: str, value: object) -> None:
    """Labels at most 10 characters (semantics 3), also those that the engine makes."""
    from bot.engine import answers as held
    from bot.engine.asking import shown_choices
    from bot.engine.session import Answer
    from tests.engine.test_answers import work

    here = work()
    here.session.items = {"debts": ["d1"]}
    here.session.drafts[save] = Answer("value", value, at=here.now.isoformat())  # type: ignore[arg-type]
    labels = [label for _, label in shown_choices(here, ask("问？", held.slot_name(save)), save)]
    assert [label for label in labels if len(label) > 10] == []
    assert labels[0] != "先跳过"


def test_a_draft_that_no_longer_fits_is_not_offered() -> None:
    """The slot changed its type: no empty 「还是」."""
    from bot.engine.asking import shown_choices
    from bot.engine.session import Answer
    from tests.engine.test_answers import work

    here = work()
    for draft in (Answer("value", "八千", at=here.now.isoformat()), Answer("skipped", at=here.now.isoformat())):
        here.session.drafts["income"] = draft
        assert shown_choices(here, ask("问？", "income"), "income") == [("skip", "先跳过")]


def test_carried_values() -> None:
    """What an open question carries is exact JSON."""
    for value in (8000, "645.5", None, True, ["a"], "成都"):
        assert unpack(pack(value)) == value


def test_a_read_back_fits_a_bubble() -> None:
    """Bubbles outside documents have at most 120 characters (semantics 3), read-backs as well."""
    from bot.engine import answers as held
    from bot.engine.echoing import echo
    from tests.engine.test_answers import work

    here = work()
    for key in ("income", "essentials", "monthly", "platforms_count", "overdue_days"):
        held.put(here, key, held.answer_of(here, 12345678))
    held.put(here, "note", held.answer_of(here, "上个月公司裁员了，一直没找到活" * 5))
    held.put(here, "city", held.answer_of(here, "呼和浩特"))
    here.echoes = list(here.session.slots)
    echo(here)
    assert [len(r.text) for r in here.replies if isinstance(r, Bubble) and len(r.text) > 120] == []
    assert any("还有 1 样" in r.text for r in here.replies if isinstance(r, Bubble))  # what is left out is counted


def test_all_that_was_heard_is_read_back_in_one_line() -> None:
    """Eight lenders with their sums and three more facts: every one of them, with its unit, in one bubble."""
    from bot.engine import answers as held
    from bot.engine.echoing import echo
    from tests.engine.test_answers import work

    here = work()
    owner = here.book.lists["debts"]
    for n in range(6):
        item = held.add_item(here, owner)
        held.put(here, f"debt.platform@{item}", held.answer_of(here, f"某某{n}贷", via="heard"))
        held.put(here, f"debt.owed@{item}", held.answer_of(here, 1000 * (n + 1), via="heard"))
    held.put(here, "overdue_days", held.answer_of(here, 45, via="heard"))
    held.put(here, "monthly", held.answer_of(here, 800, via="heard"))
    here.echoes = list(here.session.slots)
    echo(here)
    (said,) = [r.text for r in here.replies if isinstance(r, Bubble)]
    assert len(said) <= 120
    assert all(f"某某{n}贷 {1000 * (n + 1)} 元" in said for n in range(6)), said
    assert "45 天" in said
    assert "800 元" in said


@pytest.mark.parametrize(
    ("said", "read_back"),
    [
        ("4到30天", "约 4 到 30 天"),
        ("两三天", "约 2 到 3 天"),
        ("大概20天", "约 20 天"),
        ("二十多天", "约 20 天"),
        ("20天", " 20 天"),
        ("一个多月", "约 40 天"),
        ("十多天", "约 12 天"),
    ],
)
def test_a_wide_span_of_days_is_read_back_as_it_was_said(said: str, read_back: str) -> None:
    """「4到30天」 is not read back as 4: the value hides how wide it was (semantics 3)."""
    them = settled(shelf())
    them.say_all("想知道下一步", said)
    assert f"逾期天数{read_back}" in them.said

"""Events and replies come back from JSON equal to what they were, and only what can be stored gets in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.turn import Bar, Bubble, Button, Drawing, Export, Paper, Question, Reply
from bot.runtime import codec

EVENTS: list[Event] = [
    Opened("court"),
    Said("逾期半个月了", forwarded=True, early=True),
    Edited("改过的话"),
    Sent("photo", "一张截图"),
    Pressed("3:main.owed:a"),
    TimeUp("main.script.1:4"),
]
REPLIES: list[Reply] = [
    Bubble("先缓一口气。", "echo"),
    Question(
        "多久了？",
        (Button("1:a.b:c", "十天", "1", "c"), Button("1:a.b:d", "不清楚", "2", "d")),
        2,
        7,
        "days",
        ("稳住", "理清"),
        2,
    ),
    Paper("p1", "scripts/platform_call", "话术", "一行\n二行", ("欠款金额",)),
    Drawing("plan", "还款图"),
    Drawing(
        "debts",
        "图",
        ("平台", "欠", ""),
        (Bar("花呗", 600000, "6000 元", 3, "3 分"), Bar("借呗", 0, "没说")),
        ("合计",),
    ),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: type(e).__name__)
def test_events_come_back_equal(event: Event) -> None:
    """Every event survives being written and read."""
    assert codec.event_from_json(codec.event_to_json(event)) == event


@pytest.mark.parametrize("reply", REPLIES, ids=lambda r: type(r).__name__)
def test_replies_come_back_equal(reply: Reply) -> None:
    """Every reply survives being written and read."""
    assert codec.reply_from_json(codec.reply_to_json(reply)) == reply


EXPORTS = [
    Export("lawyer", "pdf", ("sum",), ("family",), ("health",), 7),
    Export(form="docx", paper=Paper("p1", "letters/talk", "申请", "一行", ("欠款金额",))),
]


@pytest.mark.parametrize("wanted", EXPORTS, ids=["page", "paper"])
def test_the_order_of_a_file_comes_back_equal_and_is_not_said(wanted: Export) -> None:
    """A file is stored as its order; whoever reads what was said does not meet it, nor a stored reply in another shape."""
    body = codec.part_to_json(wanted)
    assert codec.part_from_json(body) == wanted
    said = [codec.reply_to_json(reply) for reply in REPLIES]
    assert [codec.part_from_json(each) for each in said] == REPLIES
    assert codec.replies_in([*said, body]) == tuple(REPLIES)


def test_fields_of_a_newer_program_are_left_out() -> None:
    """An unknown field in a stored event is no fault."""
    data = json.loads(codec.event_to_json(Said("好"))) | {"mood": "calm"}
    assert codec.event_from_json(json.dumps(data)) == Said("好")


@given(st.text())
def test_any_text_becomes_one_that_can_be_stored(text: str) -> None:
    """Half characters, NUL and controls never reach the store; what is left is left alone."""
    event = codec.clean_event(Said(text))
    assert isinstance(event, Said)
    event.text.encode()
    assert "\0" not in event.text
    assert codec.event_from_json(codec.event_to_json(event)) == event
    assert codec.clean(event.text) == event.text


def test_an_endless_text_keeps_head_and_tail() -> None:
    """What is cut is the middle, so that danger at the end is read."""
    cleaned = codec.clean("头" + "啊" * 200_000 + "不想活了")
    assert len(cleaned) <= codec.LONGEST + 1
    assert cleaned.startswith("头")
    assert cleaned.endswith("不想活了")


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: type(e).__name__)
def test_masked_words_replace_the_raw_ones(event: Event) -> None:
    """The stored event has the masked words wherever it had words."""
    kept = codec.with_words(event, "〔遮住〕")
    assert codec.text_of(kept) == ("〔遮住〕" if codec.text_of(event) else "")

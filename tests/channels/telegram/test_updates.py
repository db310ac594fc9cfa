"""Any JSON is read without a fault, and only a private talk with a person becomes an event."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.channels.telegram_updates import NOTHING, address_of, chat_of, read, salvage
from bot.engine.events import Edited, Opened, Pressed, Said, Sent
from tests.channels.telegram.botapi import BotApi
from tests.channels.telegram.people import Person

NOW = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "chat", "id", "text", "from", "type", "caption"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def person() -> Person:
    return Person(BotApi(lambda: NOW), 1001)


def event(raw: dict[str, Any]) -> Any:
    told = read(Update.de_json({"update_id": 1, **raw}, None), NOW)
    return told.incoming.event if told.incoming is not None else None


@given(JSON)
def test_salvage_never_raises(raw: Any) -> None:
    """Whatever came, it is nothing or words of somebody."""
    told = salvage(raw, NOW)
    assert told is NOTHING or told.incoming is not None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/start", Opened("")),
        ("/start court", Opened("court")),
        ("/START@wenzhu_test_bot court", Opened("court")),
        ("/help@wenzhu_test_bot", Said("/help")),
        ("/unknown 1", Said("/unknown 1")),
        ("逾期了", Said("逾期了")),
    ],
)
def test_texts_and_commands(text: str, wanted: Any) -> None:
    """Links to a flow open it, the bot's name behind a command is left out, words stay words."""
    assert event(person().text(text)) == wanted


def test_media_edits_forwards_and_presses() -> None:
    """Each kind of message is the event that it means."""
    somebody = person()
    assert event(somebody.medium("voice", "听")) == Sent("voice", "听")
    assert event(somebody.medium("file")) == Sent("file")
    assert event(somebody.text("再不还就上门", forwarded=True)) == Said("再不还就上门", forwarded=True)
    assert event(somebody.edit("改了")) == Edited("改了")
    shown = {"message_id": 5, "chat": {"id": 1001, "type": "private"}, "date": 1, "text": "?"}
    assert event(somebody.tap(shown, "1:a.b:c")) == Pressed("1:a.b:c")
    assert event(somebody.tap(shown, "~好")) == Said("好")


@pytest.mark.parametrize(
    "change",
    [
        {"from": {"id": 1001, "is_bot": True, "first_name": "b"}},
        {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
        {"from": {"id": 5, "is_bot": False, "first_name": "x", "username": "operator"}},
        {"text": None, "pinned_message": {"message_id": 1, "date": 1, "chat": {"id": 1001, "type": "private"}}},
    ],
)
def test_who_is_nobody_has_no_event(change: dict[str, Any]) -> None:
    """Bots, Telegram itself, somebody else's number and notes of the service are nothing."""
    raw = person().text("/status")
    raw["message"].update(change)
    raw["message"] = {k: v for k, v in raw["message"].items() if v is not None}
    assert event(raw) is None


@given(st.integers(1, 10**15))
def test_addresses_come_back(number: int) -> None:
    """An address names one chat; what is none is refused."""
    assert chat_of(address_of(number)) == number
    assert chat_of(f"wechat:{number}") is None
    assert chat_of(f"telegram:-{number}") is None

"""The server of these tests refuses what the real one refuses; otherwise a mistake of ours would pass."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.channels.telegram.botapi import BotApi, Call
from tests.channels.telegram.methods import METHODS, Bad

CALM = json.dumps({"is_disabled": True})


def board(*rows: list[dict[str, Any]]) -> str:
    return json.dumps({"inline_keyboard": list(rows)})


def ask(method: str, **parameters: str) -> Any:
    """One call by a bot that talks with chat 1, in which it has sent words (1) and a file (2)."""
    api = BotApi()
    api.chat(1)
    METHODS["sendmessage"](api, Call("sendMessage", {"chat_id": "1", "text": "在", "link_preview_options": CALM}, 0.0))
    METHODS["senddocument"](api, Call("sendDocument", {"chat_id": "1"}, 0.0, {"document": ("a.txt", b"x")}))
    return METHODS[method.lower()](api, Call(method, parameters, 0.0))


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": " \n "},
        {"text": "字" * 4097},
        {"text": "😀" * 2049},
        {"text": "1 < 2", "parse_mode": "HTML"},
        {"text": "<p>一</p>", "parse_mode": "HTML"},
        {"text": "<b>一", "parse_mode": "HTML"},
        {"text": "<b>一<i>二</b></i>", "parse_mode": "HTML"},
        {"text": "<pre>一<b>二</b></pre>", "parse_mode": "HTML"},
        {"text": "<blockquote>一<blockquote expandable>二</blockquote></blockquote>", "parse_mode": "HTML"},
        {"text": "1.5", "parse_mode": "MarkdownV2"},
        {"text": "在", "entities": json.dumps([{"type": "bold", "offset": 0, "length": 2}])},
        {"text": "在", "reply_markup": board([])},
        {"text": "在", "reply_markup": board([{"text": "好", "callback_data": "选" * 22}])},
        {"text": "在", "reply_markup": board([{"text": "好", "callback_data": ""}])},
        {"text": "在", "reply_markup": board([{"text": " ", "callback_data": "x"}])},
        {"text": "在", "reply_markup": board([{"text": "好", "copy_text": {"text": "字" * 257}}])},
        {"text": "在", "reply_markup": board([{"text": "好", "callback_data": "x"}] * 9)},
        {"text": "在", "reply_markup": board(*([[{"text": "好", "callback_data": "x"}]] * 101))},
        {"text": "在", "reply_markup": board([{"text": "好", "callback_data": "x", "copy_text": {"text": "y"}}])},
    ],
)
def test_what_telegram_does_not_take_is_refused(parameters: dict[str, str]) -> None:
    """Lengths in UTF-16 units, marks, buttons and their data: each mistake is a 400."""
    with pytest.raises(Bad) as caught:
        ask("sendMessage", chat_id="1", link_preview_options=CALM, **parameters)
    assert caught.value.code == 400


@pytest.mark.parametrize(
    ("method", "parameters", "code"),
    [
        ("sendMessage", {"chat_id": "2", "text": "在"}, 400),
        ("editMessageText", {"chat_id": "1", "message_id": "1", "text": "在"}, 400),
        ("editMessageText", {"chat_id": "1", "message_id": "2", "text": "好"}, 400),
        ("editMessageText", {"chat_id": "1", "message_id": "9", "text": "好"}, 400),
        ("editMessageReplyMarkup", {"chat_id": "1", "message_id": "1", "reply_markup": board()}, 400),
        ("answerCallbackQuery", {"callback_query_id": "none"}, 400),
        ("setMyCommands", {"commands": json.dumps([{"command": "Menu", "description": "能做的事"}])}, 400),
        ("setMyShortDescription", {"short_description": "字" * 121}, 400),
        ("setMyDescription", {"description": "字" * 513, "language_code": "en"}, 400),
        ("setMyDescription", {"description": "字", "language_code": "zh-hans"}, 400),
    ],
)
def test_what_cannot_be_done_is_refused(method: str, parameters: dict[str, str], code: int) -> None:
    """Nobody there, nothing changed, nothing to edit, nothing to acknowledge, texts of the bot that are too long."""
    with pytest.raises(Bad) as caught:
        ask(method, **parameters)
    assert caught.value.code == code


def test_what_telegram_takes_is_taken() -> None:
    """The same things done right."""
    html = "<b>一</b>\n<pre>1 &lt; 2</pre>\n<blockquote expandable>二</blockquote>"
    rows = board([{"text": "好", "callback_data": "选" * 21}], [{"text": "抄", "copy_text": {"text": "12356"}}])
    sent = ask("sendMessage", chat_id="1", text=html, parse_mode="HTML", reply_markup=rows, link_preview_options=CALM)
    assert sent["text"] == "一\n1 < 2\n二"
    assert [e["type"] for e in sent["entities"]] == ["bold", "pre", "expandable_blockquote"]
    assert ask("editMessageText", chat_id="1", message_id="1", text="好", link_preview_options=CALM)["text"] == "好"

"""The methods of the Bot API that the bot uses, as strict as the real server where that is known, stricter where it helps."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.channels.telegram.marks import SIMPLE, BadMarks, read_html, units

if TYPE_CHECKING:
    from tests.channels.telegram.botapi import BotApi, Call, Chat

LONGEST, LONGEST_CAPTION, MOST_ENTITIES = 4096, 1024, 100
LARGEST_FILE, LARGEST_MARKUP, MOST_COMMANDS = 50_000_000, 10_000, 100
KINDS_OF_ENTITIES = {*SIMPLE.values(), "expandable_blockquote", "url", "text_link", "phone_number", "bot_command"}
MOST_BUTTONS, WIDEST_ROW = 100, 8
LARGEST_PHOTO, WIDEST_PHOTO, MOST_OBLONG = 10_000_000, 10_000, 20
ALLOWED = {
    "getme": set(),
    "deletewebhook": {"drop_pending_updates"},
    "sendmessage": {"chat_id", "text", "parse_mode", "reply_markup", "link_preview_options"},
    "editmessagetext": {"chat_id", "message_id", "text", "entities", "reply_markup", "link_preview_options"},
    "editmessagereplymarkup": {"chat_id", "message_id", "reply_markup"},
    "answercallbackquery": {"callback_query_id"},
    "sendchataction": {"chat_id", "action"},
    "senddocument": {"chat_id", "caption"},
    "sendphoto": {"chat_id", "caption", "parse_mode"},
    "setmycommands": {"commands", "language_code"},
    "setmydescription": {"description", "language_code"},
    "setmyshortdescription": {"short_description", "language_code"},
}


class Bad(Exception):
    """A refusal: HTTP code and description."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


def get_me(api: BotApi, call: Call) -> Any:
    from tests.channels.telegram.botapi import BOT

    _known(api, call)
    return BOT


def delete_webhook(api: BotApi, call: Call) -> Any:
    _known(api, call)
    assert call.parameters.get("drop_pending_updates") == "false", "pending updates must be kept"
    api.webhook = ""
    return True


def send_message(api: BotApi, call: Call) -> Any:
    chat = _chat(api, call)
    text, entities = _text(call)
    markup = _markup(call.parameters.get("reply_markup"))
    if not json.loads(call.parameters.get("link_preview_options", "{}")).get("is_disabled"):
        api.complaints.append("a link preview was not switched off")
    return _put(api, chat, {"text": text, "entities": entities, **({"reply_markup": markup} if markup else {})})


def edit_text(api: BotApi, call: Call) -> Any:
    message = _message(api, call)
    if "photo" in message or "file" in message:
        raise Bad(400, "Bad Request: there is no text in the message to edit")
    text, entities = _text(call)
    markup = _markup(call.parameters.get("reply_markup"))
    if (text, markup) == (message["text"], message.get("reply_markup")):
        raise Bad(400, "Bad Request: message is not modified")
    message.update(text=text, entities=entities, reply_markup=markup)
    return message


def edit_markup(api: BotApi, call: Call) -> Any:
    message = _message(api, call)
    markup = _markup(call.parameters.get("reply_markup"))
    if markup == message.get("reply_markup"):
        raise Bad(400, "Bad Request: message is not modified")
    message["reply_markup"] = markup
    return message


def answer_query(api: BotApi, call: Call) -> Any:
    _known(api, call)
    query = call.parameters.get("callback_query_id", "")
    if api.queries.get(query, True):
        raise Bad(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    api.queries[query] = True
    return True


def chat_action(api: BotApi, call: Call) -> Any:
    _chat(api, call)
    if call.parameters.get("action") not in {"typing", "upload_document", "upload_photo"}:
        raise Bad(400, "Bad Request: wrong parameter action in request")
    return True


def send_photo(api: BotApi, call: Call) -> Any:
    """A picture is decoded as the real server does; its words are counted after the marks are read."""
    chat = _chat(api, call)
    if "photo" not in call.files:
        raise Bad(400, "Bad Request: there is no photo in the request")
    name, content = call.files["photo"]
    if len(content) > LARGEST_PHOTO:
        raise Bad(400, "Bad Request: file is too big")
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            wide, high = image.size
    except (OSError, ValueError):
        raise Bad(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
    if wide + high > WIDEST_PHOTO or max(wide, high) > MOST_OBLONG * min(wide, high):
        raise Bad(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    caption, entities = _words(call.parameters.get("caption", ""), call)
    if units(caption) > LONGEST_CAPTION:
        raise Bad(400, "Bad Request: message caption is too long")
    size = {"file_id": f"p{api.message_id}", "file_unique_id": "u", "width": wide, "height": high}
    words = {"caption": caption, "caption_entities": entities} if caption else {}
    return _put(api, chat, {"text": "", "photo": [size], **words, "file": [name, content.hex()]})


def send_file(api: BotApi, call: Call) -> Any:
    chat = _chat(api, call)
    if "document" not in call.files:
        raise Bad(400, "Bad Request: there is no document in the request")
    name, content = call.files["document"]
    if not content or len(content) > LARGEST_FILE:
        raise Bad(400, "Bad Request: file must be non-empty" if not content else "Bad Request: file is too big")
    if units(call.parameters.get("caption", "")) > LONGEST_CAPTION:
        raise Bad(400, "Bad Request: message caption is too long")
    return _put(api, chat, {"text": "", "caption": call.parameters.get("caption", ""), "file": [name, content.hex()]})


def set_commands(api: BotApi, call: Call) -> Any:
    _known(api, call)
    commands = json.loads(call.parameters["commands"])
    names = [command["command"] for command in commands]
    if len(names) > MOST_COMMANDS or len(set(names)) < len(names):
        raise Bad(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or set(command) != {"command", "description"}:
            raise Bad(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise Bad(400, "Bad Request: command description is invalid")
    api.commands[_language(call)] = commands
    return True


def set_text(api: BotApi, call: Call) -> Any:
    _known(api, call)
    for name, limit in (("description", 512), ("short_description", 120)):
        if units(call.parameters.get(name, "")) > limit:
            raise Bad(400, "Bad Request: bot description is too long")
        if name in call.parameters:
            api.texts[name, _language(call)] = call.parameters[name]
    return True


def _language(call: Call) -> str:
    """ "" or a code of two letters, as ISO 639-1 has them."""
    language = call.parameters.get("language_code", "")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise Bad(400, "Bad Request: LANG_CODE_INVALID")
    return language


def _known(api: BotApi, call: Call) -> None:
    """The real server ignores parameters that it does not know; here they are a complaint."""
    if unknown := set(call.parameters) - ALLOWED[call.method.lower()]:
        api.complaints.append(f"{call.method}: unknown parameters {sorted(unknown)}")


def _chat(api: BotApi, call: Call) -> Chat:
    _known(api, call)
    try:
        chat = api.chats.get(int(call.parameters["chat_id"]))
    except (KeyError, ValueError):
        raise Bad(400, "Bad Request: chat_id is empty") from None
    if chat is None:
        raise Bad(400, "Bad Request: chat not found")
    if chat.blocked:
        raise Bad(403, "Forbidden: bot was blocked by the user")
    return chat


def _message(api: BotApi, call: Call) -> dict[str, Any]:
    message = _chat(api, call).find(int(call.parameters.get("message_id", "0")))
    if message is None or message["from"]["is_bot"] is not True:
        raise Bad(400, "Bad Request: message to edit not found")
    return message


def _text(call: Call) -> tuple[str, list[dict[str, Any]]]:
    text, entities = _words(call.parameters.get("text", ""), call)
    if not text:
        raise Bad(400, "Bad Request: message text is empty")
    if units(text) > LONGEST:
        raise Bad(400, "Bad Request: message is too long")
    return text, entities


def _words(text: str, call: Call) -> tuple[str, list[dict[str, Any]]]:
    """The words of a message or a caption with their marks read."""
    mode = call.parameters.get("parse_mode")
    if mode == "HTML":
        try:
            text, entities = read_html(text)
        except BadMarks as bad:
            raise Bad(400, f"Bad Request: can't parse entities: {bad}") from None
    elif mode is None:
        text, entities = text.strip(), json.loads(call.parameters.get("entities", "[]"))
    else:
        raise Bad(400, "Bad Request: unsupported parse_mode")
    for entity in entities:
        if entity["type"] not in KINDS_OF_ENTITIES:
            raise Bad(400, "Bad Request: unknown type of entity")
        if entity["length"] <= 0 or entity["offset"] < 0 or entity["offset"] + entity["length"] > units(text):
            raise Bad(400, "Bad Request: entity beyond the text")
    if len(entities) > MOST_ENTITIES:
        raise Bad(400, "Bad Request: too many entities")
    return text, entities


def _markup(raw: str | None) -> Any:
    if raw is None:
        return None
    if len(raw.encode()) > LARGEST_MARKUP:
        raise Bad(400, "Bad Request: reply markup is too long")
    rows = json.loads(raw)["inline_keyboard"]
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > WIDEST_ROW for row in rows):
        raise Bad(400, "Bad Request: reply markup is too long")
    for row in rows:
        if not row:
            raise Bad(400, "Bad Request: empty row")
        for button in row:
            _button(button)
    return {"inline_keyboard": rows} if rows else None


def _button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise Bad(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    kinds = set(button) - {"text"}
    if kinds == {"callback_data"}:
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Bad(400, "Bad Request: BUTTON_DATA_INVALID")
    elif kinds == {"copy_text"}:
        if not 1 <= units(button["copy_text"]["text"]) <= 256:
            raise Bad(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
    else:
        raise Bad(400, "Bad Request: BUTTON_TYPE_INVALID")


def _put(api: BotApi, chat: Chat, content: dict[str, Any]) -> dict[str, Any]:
    from tests.channels.telegram.botapi import BOT

    message = {
        "message_id": api.number(),
        "from": BOT,
        "chat": {"id": chat.id, "type": chat.type, "first_name": "x"},
        "date": int(api.clock().timestamp()),
        **content,
    }
    chat.messages.append(message)
    return {k: v for k, v in message.items() if k != "file"}


METHODS: dict[str, Callable[[BotApi, Call], Any]] = {
    "getme": get_me,
    "deletewebhook": delete_webhook,
    "sendmessage": send_message,
    "editmessagetext": edit_text,
    "editmessagereplymarkup": edit_markup,
    "answercallbackquery": answer_query,
    "sendchataction": chat_action,
    "senddocument": send_file,
    "sendphoto": send_photo,
    "setmycommands": set_commands,
    "setmydescription": set_text,
    "setmyshortdescription": set_text,
}

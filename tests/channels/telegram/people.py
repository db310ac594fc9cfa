"""Somebody with a phone: writes, presses what can be seen, reads, downloads; a stale client can press what is gone."""

from __future__ import annotations

import copy
from typing import Any

from tests.channels.telegram.botapi import BotApi

MEDIA: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]},
    "voice": {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}},
    "sticker": {
        "sticker": {
            "file_id": "a",
            "file_unique_id": "b",
            "type": "regular",
            "width": 9,
            "height": 9,
            "is_animated": False,
            "is_video": False,
        }
    },
    "location": {"location": {"latitude": 30.5, "longitude": 114.3}},
    "contact": {"contact": {"phone_number": "13800138000", "first_name": "妈妈"}},
    "poll": {
        "poll": {
            "id": "1",
            "question": "去吗",
            "options": [{"text": "去", "voter_count": 0, "persistent_id": "1"}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "file": {"document": {"file_id": "a", "file_unique_id": "b", "file_name": "合同.pdf"}},
    "other": {"video": {"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9, "duration": 3}},
}


class Person:
    """One person in a private chat with the bot."""

    def __init__(self, api: BotApi, number: int, name: str = "小林", language: str = "zh-hans") -> None:
        self.api = api
        self.id = number
        self.chat = api.chat(number)
        self.user = {"id": number, "is_bot": False, "first_name": name, "language_code": language}
        self.read = 0  # messages that were looked at already
        self.keyboards: dict[int, Any] = {}  # every keyboard ever seen, for presses of a stale client
        self._queries = 0

    # --- what arrives at the bot

    def message(self, **content: Any) -> dict[str, Any]:
        """An update with a message of this person, seen in the chat too."""
        message = {
            "message_id": self.api.number(),
            "from": self.user,
            "chat": {"id": self.id, "type": "private", "first_name": self.user["first_name"]},
            "date": int(self.api.clock().timestamp()),
            **content,
        }
        self.chat.messages.append(message)
        return {"message": copy.deepcopy(message)}

    def text(self, text: str, *, forwarded: bool = False) -> dict[str, Any]:
        origin = {"type": "hidden_user", "sender_user_name": "催收", "date": 1700000000}
        return self.message(text=text, **({"forward_origin": origin} if forwarded else {}))

    def medium(self, kind: str, caption: str = "", **more: Any) -> dict[str, Any]:
        return self.message(**copy.deepcopy(MEDIA[kind]), **({"caption": caption} if caption else {}), **more)

    def edit(self, text: str) -> dict[str, Any]:
        """The last own text is changed."""
        mine = [m for m in self.chat.messages if not m["from"]["is_bot"] and m.get("text")]
        message = mine[-1] if mine else self.message(text="…")["message"]
        message["text"] = text
        return {"edited_message": {**copy.deepcopy(message), "edit_date": int(self.api.clock().timestamp())}}

    def tap(self, message: dict[str, Any], data: str) -> dict[str, Any]:
        """A button of a message is pressed, whether it is still there or not."""
        self._queries += 1
        query = f"{self.id}-{self._queries}"
        self.api.queries[query] = False
        shown = {k: v for k, v in copy.deepcopy(message).items() if k != "file" and v is not None}
        return {
            "callback_query": {
                "id": query,
                "from": self.user,
                "message": shown,
                "chat_instance": "1",
                "data": data,
            }
        }

    def press(self, label: str) -> dict[str, Any]:
        """The newest button with this label, found as a person finds it."""
        for message in reversed(self.chat.messages):
            for button in self.buttons(message):
                if button["text"] == label and "callback_data" in button:
                    return self.tap(message, button["callback_data"])
        raise AssertionError(f"no button 「{label}」; there are {self.labels()}")

    # --- what the person sees

    @staticmethod
    def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
        rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def labels(self) -> list[str]:
        return [b["text"] for m in self.chat.messages for b in self.buttons(m) if "callback_data" in b]

    def theirs(self) -> list[dict[str, Any]]:
        return [m for m in self.chat.messages if m["from"]["is_bot"]]

    def news(self) -> list[dict[str, Any]]:
        """Messages of the bot that were not looked at yet."""
        new = self.theirs()[self.read :]
        self.read += len(new)
        for message in new:
            if message.get("reply_markup"):
                self.keyboards[message["message_id"]] = copy.deepcopy(message)
        return new

    def words(self) -> str:
        """Everything the bot has ever written here."""
        return "\n".join(m["text"] or m.get("caption", "") for m in self.theirs())

    def files(self) -> list[tuple[str, bytes]]:
        """Documents, downloaded."""
        return [(m["file"][0], bytes.fromhex(m["file"][1])) for m in self.theirs() if "file" in m]

    # --- doing it

    async def says(self, *texts: str, forwarded: bool = False) -> None:
        await self.api.push(*(self.text(text, forwarded=forwarded) for text in texts))

    async def presses(self, label: str) -> None:
        await self.api.push(self.press(label))

    async def sends(self, kind: str, caption: str = "") -> None:
        await self.api.push(self.medium(kind, caption))

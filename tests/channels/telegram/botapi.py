"""A Bot API server of our own: one bot, its chats and its updates; it refuses what the real one refuses.

`complaints` collects what a correct client never does (unknown parameters, calls inside an ordered pause); tests look at it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.channels.telegram.http import DROP, Http, Request, Response
from tests.channels.telegram.methods import METHODS, Bad

TOKEN = "7000000001:AAFakeFakeFakeFakeFakeFakeFakeFake_-9"
BOT = {"id": 7000000001, "is_bot": True, "first_name": "稳住", "username": "wenzhu_test_bot"}


KINDS = {"message", "edited_message", "callback_query", "my_chat_member", "channel_post", "chat_member", "poll"}
UNASKED = KINDS - {"chat_member"}  # what Telegram sends to a bot that never said what it wants
ON_ITS_WAY = 0.3  # seconds in which a client of another process cannot know yet that a pause was ordered


@dataclass
class Fault:
    """What goes wrong with one call: 429, 500, 502 (not JSON), 403, 400, before (cut), after (done, then cut), slow, held (until `go_on`)."""

    kind: str
    seconds: float = 0.0


@dataclass
class Chat:
    """One chat as everybody in it sees it."""

    id: int
    type: str = "private"
    blocked: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)
    paused_at: float = 0.0
    paused_until: float = 0.0
    paused_for: float = 0.0  # all ordered pauses together

    def find(self, message_id: int) -> dict[str, Any] | None:
        return next((m for m in self.messages if m["message_id"] == message_id), None)


@dataclass
class Call:
    """One call that arrived."""

    method: str
    parameters: dict[str, Any]
    at: float
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


class BotApi:
    """The server."""

    def __init__(self, clock: Callable[[], dt.datetime] | None = None, token: str = TOKEN) -> None:
        self.clock = clock or (lambda: dt.datetime.now(dt.UTC))
        self.token = token
        self.http = Http(self._answer)
        self.chats: dict[int, Chat] = {}
        self.queue: deque[dict[str, Any]] = deque()
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.faults: Callable[[Call], Fault | None] = lambda call: None
        self.queries: dict[str, bool] = {}  # callback queries: answered?
        self.commands: dict[str, Any] = {}
        self.texts: dict[tuple[str, str], str] = {}  # (description or short_description, language): text
        self.proxied = 0
        self.times_pauses = (
            True  # False: whoever runs the client knows exactly when it learned of a pause, and complains
        )
        self.go_on = asyncio.Event()
        self.pauses: list[tuple[int, float, float]] = []  # which chat had to be silent from when to when
        self.webhook = ""
        self.update_id = 100
        self.message_id = 0
        self.confirmed: set[int] = set()
        self._stirred = asyncio.Condition()
        self._poll = 0

    # --- life

    async def open(self, port: int = 0) -> BotApi:
        await self.http.open(port)
        return self

    async def close(self) -> None:
        await self.http.close()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.http.port}"

    # --- what people do

    def chat(self, number: int, kind: str = "private") -> Chat:
        return self.chats.setdefault(number, Chat(number, kind))

    def number(self) -> int:
        self.message_id += 1
        return self.message_id

    async def push(self, *updates: dict[str, Any]) -> list[dict[str, Any]]:
        """Updates arrive at Telegram; those without a number get the next one."""
        async with self._stirred:
            for update in updates:
                if "update_id" not in update:
                    self.update_id += 1
                    update["update_id"] = self.update_id
                self.queue.append(update)
            self._stirred.notify_all()
        return list(updates)

    async def changed(self, until: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            async with self._stirred:
                await self._stirred.wait_for(until)

    def counted(self, method: str) -> int:
        return sum(call.method.lower() == method.lower() for call in self.calls)

    # --- the wire

    async def _answer(self, request: Request) -> Response | None:
        self.proxied += request.proxied
        prefix, _, method = request.path.lstrip("/").rpartition("/")
        if prefix != f"bot{self.token}":
            return _error(401 if prefix.startswith("bot7") else 404, "Unauthorized")
        call = Call(method, dict(request.form), time.monotonic(), request.files)
        if method.lower() == "getupdates":
            return await self._updates(call)
        response = await self._do(call)
        async with self._stirred:
            self._stirred.notify_all()
        return response

    async def _do(self, call: Call) -> Response | None:
        self.calls.append(call)
        number = _int(call.parameters.get("chat_id"))
        chat = self.chats.get(number) if number is not None else None
        if self.times_pauses and chat is not None and chat.paused_at + ON_ITS_WAY < call.at < chat.paused_until:
            self.complaints.append(f"{call.method} inside a pause that was ordered")
        fault = self.faults(call)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None and fault.kind == "held":
            await self.go_on.wait()
        elif fault is not None and fault.kind != "after":
            return self._fails(fault, chat)
        try:
            handler = METHODS.get(call.method.lower())
            if handler is None:
                raise Bad(404, "Not Found")
            result = handler(self, call)
        except Bad as bad:
            return _error(bad.code, bad.why)
        if fault is not None and fault.kind == "after":
            return DROP
        return _ok(result)

    def _fails(self, fault: Fault, chat: Chat | None) -> Response | None:
        match fault.kind:
            case "429":
                if chat is not None:
                    chat.paused_at = time.monotonic()
                    chat.paused_until = chat.paused_at + fault.seconds
                    chat.paused_for += fault.seconds
                    self.pauses.append((chat.id, chat.paused_at, chat.paused_until))
                wait = int(fault.seconds)
                return _error(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
            case "500":
                return _error(500, "Internal Server Error")
            case "502":
                return Response(502, b"<html>Bad Gateway</html>", "text/html")
            case "403":
                return _error(403, "Forbidden: bot was blocked by the user")
            case "400":
                return _error(400, "Bad Request: can't parse entities: fault of the test")
            case _:
                return DROP

    async def _updates(self, call: Call) -> Response | None:
        """Long polling: what lies before the offset is confirmed; a newer question ends the older one with 409."""
        if self.webhook:
            return _error(409, "Conflict: can't use getUpdates method while webhook is active")
        fault = self.faults(call)
        if fault is not None:
            return self._fails(fault, None)
        self._poll += 1
        mine = self._poll
        offset = _int(call.parameters.get("offset")) or 0
        limit = _int(call.parameters.get("limit")) or 100
        if not 1 <= limit <= 100:
            self.complaints.append("getUpdates: a limit that is none")
        wanted_kinds = json.loads(call.parameters.get("allowed_updates", "[]")) or UNASKED
        async with self._stirred:
            # what the bot did not ask for never comes: a list that is too narrow swallows it silently
            self.queue = deque(u for u in self.queue if not KINDS & set(u) or set(wanted_kinds) & set(u))
            while offset and self.queue and self.queue[0]["update_id"] < offset:
                self.confirmed.add(self.queue.popleft()["update_id"])
            self._stirred.notify_all()
            wanted = float(call.parameters.get("timeout", "0"))
            try:
                async with asyncio.timeout(wanted or None if wanted else 0.001):
                    await self._stirred.wait_for(lambda: self.queue or mine != self._poll)
            except TimeoutError:
                pass
            if mine != self._poll:
                return _error(409, "Conflict: terminated by other getUpdates request; make sure that only one")
            return _ok(list(self.queue)[:limit])


def _int(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _ok(result: Any) -> Response:
    return Response(200, json.dumps({"ok": True, "result": result}).encode())


def _error(code: int, why: str, parameters: dict[str, Any] | None = None) -> Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": why}
    if parameters:
        body["parameters"] = parameters
    return Response(code, json.dumps(body).encode())

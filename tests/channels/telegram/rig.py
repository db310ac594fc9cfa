"""The whole house with its Telegram channel in the test's own process: real store, real client, our server, a clock in hand."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels.base import SendError
from bot.channels.telegram import Telegram, address_of
from bot.channels.telegram_api import Api, ApiError
from bot.channels.telegram_rates import Limits
from bot.engine.session import Session, from_json
from bot.settings import Settings
from tests.channels.telegram.botapi import TOKEN, BotApi
from tests.channels.telegram.people import Person

ZONE = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
FAST = Limits(everybody=5_000, burst=5_000, chat=5_000, chat_burst=5_000)
NUMBERS = ("12356", "400-161-9995", "010-82951332", "12348")


class Rig:
    """A server, a bot and its house; `restart` ends the bot and starts it again on the same folder."""

    def __init__(self, folder: Path, shelf: Any, *, limits: Limits = FAST, **options: Any) -> None:
        self.time: dt.datetime | None = NOW
        self.folder = folder
        self.shelf = shelf
        self.limits = limits
        self.options = options
        self.api = BotApi(self.now)
        self.channel: Telegram
        self.house: Any
        self.running: asyncio.Task[None]

    def now(self) -> dt.datetime:
        return self.time if self.time is not None else dt.datetime.now(ZONE)

    async def __aenter__(self) -> Rig:
        await self.api.open()
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        await self.api.close()

    async def start(self) -> None:
        from bot.app import House

        settings = Settings(
            data_dir=self.folder / "data",
            privacy={"master_key_file": self.folder / "master.key"},  # type: ignore[arg-type]
        )
        client = Api(TOKEN, base_url=f"{self.api.root}/bot", base_file_url=f"{self.api.root}/file/bot")
        self.channel = Telegram(client, now=self.now, limits=self.limits, numbers=lambda: NUMBERS, **self.options)
        self._watch_pauses(client)
        self.house = House(settings, shelf=self.shelf, senders={"telegram": self.channel}, now=self.now)
        self.channel.boards.notes = self.house.store.notes
        await self.house.__aenter__()
        await self.house.dispatcher.take_up()
        await self.channel.connect()
        self.running = asyncio.create_task(self.channel.run(self.house.dispatcher))

    def _watch_pauses(self, client: Api) -> None:
        """A call that begins although the client has been told to pause is a complaint, however slow this machine is."""
        self.api.times_pauses = False
        told: dict[int, float] = {}
        call, failed = client.call, self.channel.outbox._failed

        def learns(chat: int, error: ApiError) -> SendError:
            if error.code == 429:
                told[chat] = time.monotonic() + (error.after or 0.0)
            return failed(chat, error)

        async def calls(method: str, parameters: Any = None) -> Any:
            chat = (parameters or {}).get("chat_id", 0)
            if time.monotonic() < told.get(chat, 0.0) - 0.001:
                self.api.complaints.append(f"{method} inside a pause that was ordered")
            return await call(method, parameters)

        client.call = calls  # type: ignore[method-assign]
        self.channel.outbox._failed = learns  # type: ignore[method-assign]

    async def stop(self) -> None:
        self.running.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await self.running
        self.channel.close()
        await self.house.__aexit__(None, None, None)
        await self.channel.end()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def person(self, number: int = 1001, **more: Any) -> Person:
        return Person(self.api, number, **more)

    async def quiet(self) -> None:
        """Everything that was said is confirmed, answered and sent."""
        await self.api.changed(lambda: not self.api.queue)
        await self.settle()

    async def settle(self) -> None:
        self.house.dispatcher._pace._left.clear()  # tests write faster than people do
        await self.house.dispatcher.settle()
        await self.channel.outbox.settle()

    async def session(self, number: int = 1001) -> Session | None:
        loaded = await self.house.store.load(address_of(number))
        return from_json(json.loads(loaded.session)) if loaded is not None else None

    async def says(self, person: Person, *texts: str) -> str:
        """The person writes; what the bot answers."""
        await person.says(*texts)
        await self.quiet()
        return "\n".join(m["text"] for m in person.news())

    async def presses(self, person: Person, label: str) -> str:
        await person.presses(label)
        await self.quiet()
        return "\n".join(m["text"] for m in person.news())

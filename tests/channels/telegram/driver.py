"""A story's person over Telegram: what the story does becomes updates, what it expects is looked for in the chat.

Replies are compared twice: the story compares what the engine said, and this driver that every word and every button of it
arrived in the chat, in order.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import bot.app
from bot.authoring.drivers import Heard, files_of
from bot.channels.menu import progress, to_fill_in, unmarked
from bot.channels.telegram import address_of
from bot.channels.telegram_format import cut
from bot.engine.advance import advance
from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.session import Session
from bot.engine.turn import Bubble, Drawing, Paper, Question, Reply, Turn
from bot.runtime.wire import Incoming
from tests.channels.telegram.people import Person
from tests.channels.telegram.rig import Rig


class TelegramDriver:
    """One house for many stories; each story is another person."""

    def __init__(self, folder: Path, shelf: Any) -> None:
        self.runner = asyncio.Runner()
        self.rig = Rig(folder, shelf)
        self.turns: list[Turn] = []
        self.person: Person
        self.number = 1000
        self.updates: list[dict[str, Any]] = []
        self.last = Heard()
        bot.app.advance = self._advance  # the engine itself, with somebody who writes down what it said
        self.runner.run(self.rig.__aenter__())

    def _advance(self, *given: Any, **more: Any) -> Turn:
        turn = advance(*given, **more)
        self.turns.append(turn)
        return turn

    def somebody(self) -> TelegramDriver:
        """A person whom the bot has never met."""
        self.number += 1
        self.person = self.rig.person(self.number)
        self.last = Heard()
        return self

    def close(self) -> None:
        bot.app.advance = advance
        self.runner.run(self.rig.__aexit__())
        self.runner.close()

    # --- the protocol

    def deliver(self, event: Event, now: dt.datetime) -> Heard:
        self.rig.time = now
        if isinstance(event, TimeUp):
            return self._hear(self._time_up(event, now))
        return self._hear(self._push(self._updates(event)))

    def burst(self, texts: tuple[str, ...], now: dt.datetime) -> Heard:
        self.rig.time = now
        return self._hear(self._push([self.person.text(text) for text in texts]))

    def again(self, now: dt.datetime) -> Heard:
        self.rig.time = now
        before = len(self.person.theirs())
        self.runner.run(self._go([dict(update) for update in self.updates]))
        assert len(self.person.theirs()) == before, "a duplicate was answered a second time"
        return self.last

    def restart(self) -> None:
        self.runner.run(self.rig.restart())

    def session(self) -> Session | None:
        return self.runner.run(self.rig.session(self.number))

    # --- inside

    def _updates(self, event: Event) -> list[dict[str, Any]]:
        person = self.person
        match event:
            case Opened(payload):
                return [person.text(f"/start {payload}".strip())]
            case Said(text, forwarded=forwarded):
                return [person.text(text, forwarded=forwarded)]
            case Edited(text):
                return [person.edit(text)]
            case Sent(kind, caption):
                return [person.medium(kind, caption)]
            case Pressed(token):
                person.news()
                for message in reversed(list(person.keyboards.values())):
                    if any(b.get("callback_data") == token for b in person.buttons(message)):
                        return [person.tap(message, token)]
                raise AssertionError("no button that was ever shown carries this token")
            case _:
                raise AssertionError(event)

    async def _go(self, updates: list[dict[str, Any]]) -> None:
        await self.rig.api.push(*updates)
        await self.rig.quiet()

    async def _time_up(self, event: TimeUp, now: dt.datetime) -> None:
        key = f"timer:{event.timer}:{now.timestamp()}"
        await self.rig.house.dispatcher.accept([Incoming(address_of(self.number), key, event, now)])
        await self.rig.settle()

    def _push(self, updates: list[dict[str, Any]]) -> Any:
        self.updates = updates
        return self._go(updates)

    def _hear(self, doing: Any) -> Heard:
        self.turns.clear()
        self.person.news()
        self.runner.run(doing)
        replies = tuple(reply for turn in self.turns if not turn.silent for reply in turn.replies)
        arrived(self.person.news(), replies)
        files = tuple(name for turn in self.turns for name in files_of(turn))
        self.last = Heard(replies, self.turns[-1].rule if self.turns else "", files)
        return self.last


def arrived(news: list[dict[str, Any]], replies: tuple[Reply, ...]) -> None:
    """Every word of the replies stands in the messages, in order, and every option is a button below them."""
    said = [m.get("caption", "") if "photo" in m else m["text"] for m in news if "photo" in m or "file" not in m]
    text = "\n\n".join(said)
    at = 0
    for reply in replies:
        for words in _words(reply):
            found = text.find(words, at)
            assert found >= 0, f"did not arrive: {words!r} in {text!r}"
            at = found + len(words)
    labels = [b["text"] for m in news for b in Person.buttons(m) if "callback_data" in b]
    assert labels == [b.label for r in replies if isinstance(r, Question) for b in r.buttons]


def _words(reply: Reply) -> list[str]:
    match reply:
        case Bubble():
            return cut(reply.text)
        case Question():
            return [*cut(reply.text), *([progress(reply)] if progress(reply) else [])]
        case Paper():
            lines = [line for line in unmarked(reply.text).split("\n") if line.strip("─ ")]
            return [reply.title, *lines, *filter(None, [to_fill_in(reply)])]
        case Drawing():
            return list(reply.lines())

"""What a story needs of the house: a driver takes events and clock, and shows replies and session.

`EngineDriver` is the engine alone, its session through JSON between every turn. Others drive the dispatcher with
a real store, or a channel, so that the same stories run over the whole house.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Protocol

from bot.engine.advance import advance
from bot.engine.events import Event, Said
from bot.engine.flowbook import Book
from bot.engine.session import Session, from_json, to_json
from bot.engine.turn import Forget, Reply, Turn


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back from one event: replies in order and the rule that fired."""

    replies: tuple[Reply, ...] = ()
    rule: str = ""


class Driver(Protocol):
    """A house that one person talks to."""

    def deliver(self, event: Event, now: dt.datetime) -> Heard:
        """One event arrives and is answered."""
        ...

    def burst(self, texts: tuple[str, ...], now: dt.datetime) -> Heard:
        """Several texts written one after the other are answered as one turn."""
        ...

    def again(self, now: dt.datetime) -> Heard:
        """The last event is delivered a second time."""
        ...

    def restart(self) -> None:
        """The program ends and starts again."""
        ...

    def session(self) -> Session | None:
        """Where the person stands, None where nothing is held."""
        ...


class EngineDriver:
    """The engine alone: one person, one session as JSON text, the last replies as a store would keep them."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.stored: str | None = None
        self.last = Heard()

    def deliver(self, event: Event, now: dt.datetime) -> Heard:
        turn = self.turn(event, now)
        text = json.dumps(to_json(turn.session), ensure_ascii=False)
        if from_json(json.loads(text)) != turn.session:
            raise AssertionError("会话存成 JSON 再读回来，和原来不一样")
        forgotten = any(isinstance(e, Forget) for e in turn.effects)
        self.stored = None if forgotten else text
        self.last = Heard(turn.replies, turn.rule)
        return self.last

    def turn(self, event: Event, now: dt.datetime) -> Turn:
        """What the engine makes of one event; nothing is kept yet."""
        return advance(self.book, self.session(), event, now)

    def burst(self, texts: tuple[str, ...], now: dt.datetime) -> Heard:
        return self.deliver(Said("\n".join(texts)), now)

    def again(self, now: dt.datetime) -> Heard:
        return self.last

    def restart(self) -> None:
        """Nothing but the stored text outlives the end of a program, and nothing else is held here."""

    def session(self) -> Session | None:
        return from_json(json.loads(self.stored)) if self.stored is not None else None

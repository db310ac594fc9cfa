"""What a story needs of the house: a driver takes events and clock, and shows replies and session.

`EngineDriver` is the engine alone, its session through JSON between every turn. Others drive the dispatcher with
a real store, or a channel, so that the same stories run over the whole house.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Protocol

from msgspec import Struct

from bot.content.summary_fields import READERS, Audience
from bot.engine.advance import advance
from bot.engine.events import Event, Said
from bot.engine.flowbook import Book
from bot.engine.pages import Section
from bot.engine.session import COMES, Session, from_json, to_json
from bot.engine.turn import Export, Forget, Paper, Reply, Turn, Way
from bot.reports.case import Happening, case_of
from bot.reports.summary import sections_of


class Heard(Struct, frozen=True):
    """What came back from one event: replies in order, the rule that fired, and files (`lawyer.pdf`, `letters/apply.docx`).

    A driver that sees the engine's turns says what was walked on the way; the others leave that empty.
    """

    replies: tuple[Reply, ...] = ()
    rule: str = ""
    files: tuple[str, ...] = ()
    walked: tuple[Way, ...] = ()


def files_of(turn: Turn) -> tuple[str, ...]:
    """The files that a turn hands out, by what they are and their form."""
    exports = (effect for effect in turn.effects if isinstance(effect, Export))
    return tuple(f"{e.audience or (e.paper.name if e.paper is not None else '')}.{e.form}" for e in exports)


def walked(turn: Turn) -> tuple[Way, ...]:
    """The steps that a turn entered and the ways that it took."""
    return (*(Way("step", place, "") for place in turn.path), *turn.ways)


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


def happening(turn: Turn, now: dt.datetime) -> Happening:
    """A turn as reports read it."""
    level = turn.session.latch.level if turn.session.latch is not None else 0
    return Happening(
        turn.session.turn,
        now,
        said="" if level else turn.words,
        mark=f"〔危机 L{level}〕" if level else "",
        readings=dict(turn.readings),
        path=turn.path,
        rule=turn.rule,
        danger=level,
        papers=tuple((r.name, r.title) for r in turn.replies if isinstance(r, Paper)),
    )


class EngineDriver:
    """The engine alone: one person, one session as JSON text, the last replies as a store would keep them."""

    def __init__(self, book: Book, reach: str = COMES) -> None:
        self.book = book
        self.reach = reach
        self.stored: str | None = None
        self.last = Heard()
        self.past: list[Happening] = []

    def deliver(self, event: Event, now: dt.datetime) -> Heard:
        turn = self.turn(event, now)
        if turn.session.keep is True:  # without a yes a house has no transcript
            self.past.append(happening(turn, now))
        text = json.dumps(to_json(turn.session), ensure_ascii=False)
        if from_json(json.loads(text)) != turn.session:
            raise AssertionError("会话存成 JSON 再读回来，和原来不一样")
        forgotten = any(isinstance(e, Forget) for e in turn.effects)
        self.stored = None if forgotten else text
        self.last = Heard(turn.replies, turn.rule, files_of(turn), walked(turn))
        return self.last

    def turn(self, event: Event, now: dt.datetime) -> Turn:
        """What the engine makes of one event; nothing is kept yet."""
        turn = advance(self.book, self.session(), event, now, reach=self.reach)
        if turn.wants:
            pages = {turn.wants: self.page(turn, now)}
            turn = advance(self.book, self.session(), event, now, pages, self.reach)
        return turn

    def page(self, turn: Turn, now: dt.datetime) -> tuple[Section, ...]:
        """The page that a turn wants, from what was told so far."""
        review = turn.session.review
        if review is None or turn.wants not in READERS:
            return ()
        past = [h for h in self.past if h.turn < review.turn]
        return sections_of(case_of(turn.session, self.book, now, past), Audience(turn.wants))

    def burst(self, texts: tuple[str, ...], now: dt.datetime) -> Heard:
        return self.deliver(Said("\n".join(texts)), now)

    def again(self, now: dt.datetime) -> Heard:
        return self.last

    def restart(self) -> None:
        """Nothing but the stored text outlives the end of a program, and nothing else is held here."""

    def session(self) -> Session | None:
        return from_json(json.loads(self.stored)) if self.stored is not None else None

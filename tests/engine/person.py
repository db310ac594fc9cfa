"""The fake is a user: opens, says, presses by label, waits, restarts; every session goes through JSON between turns."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TypeVar

from bot.engine.advance import advance
from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.flowbook import Book
from bot.engine.pages import Section
from bot.engine.session import Session, from_json, to_json
from bot.engine.turn import Bubble, Button, Effect, Paper, Question, Turn

ZONE = dt.timezone(dt.timedelta(hours=8))
FRIDAY = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
E = TypeVar("E", bound=Effect)
PAGE = (
    Section("overview", "概况", "欠一家。"),
    Section("debts", "债务", "甲平台 8000 元"),
    Section("words", "原话", "我说过的", "asked"),
    Section("health", "健康", "高血压", "consent"),
)


def turn_of(
    book: Book, session: Session | None, event: Event, now: dt.datetime, page: tuple[Section, ...] = PAGE
) -> Turn:
    """The turn, with this page where one is wanted."""
    turn = advance(book, session, event, now)
    if not turn.wants:
        return turn
    assert not turn.replies, "a turn that wants a page is none yet"
    turn = advance(book, session, event, now, {turn.wants: page})
    assert not turn.wants, "a page is wanted once"
    return turn


@dataclass
class Person:
    """Somebody who talks to a book."""

    book: Book
    now: dt.datetime = FRIDAY
    session: Session | None = None
    turns: list[Turn] = field(default_factory=list)
    page: tuple[Section, ...] = PAGE

    # ---- doing ----

    def does(self, event: Event) -> Turn:
        before = json.dumps(to_json(self.session), sort_keys=True) if self.session is not None else ""
        turn = turn_of(self.book, self.session, event, self.now, self.page)
        if self.session is not None:
            assert json.dumps(to_json(self.session), sort_keys=True) == before, "the incoming session was written"
        stored = json.dumps(to_json(turn.session), ensure_ascii=False)
        self.session = from_json(json.loads(stored))
        assert self.session == turn.session, "JSON gives back another session"
        self.turns.append(turn)
        return turn

    def opens(self, payload: str = "") -> Turn:
        return self.does(Opened(payload))

    def says(self, text: str, **more: bool) -> Turn:
        return self.does(Said(text, **more))

    def say_all(self, *texts: str) -> Turn:
        for text in texts:
            self.says(text)
        return self.last

    def edits(self, text: str) -> Turn:
        return self.does(Edited(text))

    def sends(self, kind: str, caption: str = "") -> Turn:
        return self.does(Sent(kind, caption))

    def presses(self, label: str, ago: int = 0) -> Turn:
        """Press the button with this label, of the last question shown or of one shown `ago` questions before it."""
        return self.does(Pressed(self.button(label, ago).token))

    def token(self, token: str) -> Turn:
        return self.does(Pressed(token))

    def times_up(self, id: str = "") -> Turn:
        """The store fires a timer (the first one when no id is given), at its own time."""
        assert self.session is not None
        timer = next(t for t in self.session.timers if not id or t.id.startswith(id))
        self.now = max(self.now, dt.datetime.fromisoformat(timer.at))
        return self.does(TimeUp(timer.id))

    def waits(self, **span: float) -> Person:
        self.now += dt.timedelta(**span)
        return self

    def reads(self, book: Book) -> Person:
        """The next turn sees another edition."""
        self.book = book
        return self

    # ---- looking ----

    @property
    def last(self) -> Turn:
        return self.turns[-1]

    @property
    def here(self) -> Session:
        assert self.session is not None
        return self.session

    @property
    def at(self) -> str:
        """The step on top of the stack."""
        return f"{self.here.stack[-1].flow}.{self.here.stack[-1].step}" if self.here.stack else ""

    @property
    def asked(self) -> str:
        """The question of the last turn, "" when it asked none."""
        found = questions(self.last)
        return found[-1].text if found else ""

    @property
    def labels(self) -> list[str]:
        found = questions(self.last)
        return [b.label for b in found[-1].buttons] if found else []

    @property
    def said(self) -> str:
        """All that the last turn shows, in order."""
        return "\n".join(shown(self.last))

    def value(self, key: str) -> object:
        """The stored value under a key, or the state where there is none."""
        answer = self.here.slots.get(key)
        return None if answer is None else answer.value if answer.state == "value" else answer.state

    def button(self, label: str, ago: int = 0) -> Button:
        asked = [q for t in self.turns for q in questions(t)]
        found = [b for b in asked[-1 - ago].buttons if b.label == label]
        assert found, f"no button {label!r} among {[b.label for b in asked[-1 - ago].buttons]}"
        return found[0]

    def effects(self, kind: type[E]) -> list[E]:
        return [e for e in self.last.effects if isinstance(e, kind)]

    def papers(self) -> list[Paper]:
        return [r for r in self.last.replies if isinstance(r, Paper)]


def questions(turn: Turn) -> list[Question]:
    return [r for r in turn.replies if isinstance(r, Question)]


def shown(turn: Turn) -> list[str]:
    out = []
    for reply in turn.replies:
        out.append(reply.text if isinstance(reply, Bubble | Question | Paper) else reply.title)
    return out


def person(book: Book, now: dt.datetime = FRIDAY) -> Person:
    return Person(book, now)


def settled(book: Book, now: dt.datetime = FRIDAY) -> Person:
    """Somebody who has opened and seen the first question."""
    found = Person(book, now)
    found.opens()
    return found

"""One turn in the making: the session's copy, what has been said so far, and the cached values that texts read.

Everything in `bot/engine` that changes something changes it here; `advance` hands out the finished `Turn`.
"""

from __future__ import annotations

import datetime as dt
from collections import ChainMap, Counter
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from bot.engine.flowbook import Ask, Book, Place, Step, Values
from bot.engine.pages import Pages
from bot.engine.session import Answer, Frame, Session
from bot.engine.turn import Bubble, Count, Effect, Reply, Way
from bot.engine.values import Value
from bot.engine.wording import REQUIRED
from bot.understanding import read_opening
from bot.understanding.readings import Danger, Opening


class Derived(Struct):
    """Derived answers of a moment in which nothing changes, each reckoned once: (name, item) -> value."""

    values: dict[tuple[str, str], Value] = field(default_factory=dict)
    cut: bool = False  # the limit of depth was met: what came out above it is nothing to keep


class Work(Struct):
    """The turn that is being worked out."""

    book: Book
    session: Session
    now: dt.datetime
    sight: Callable[[Work], Mapping[str, object]]  # `environment.Sight`: what texts may read
    replies: list[Reply] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    rule: str = ""
    readings: dict[str, object] = field(default_factory=dict)
    words: str = ""
    masked_kinds: frozenset[str] = frozenset()
    urgent: bool = False
    silent: bool = False
    push: str = ""
    visited: Counter[str] = field(default_factory=Counter)
    staged: dict[str, Answer] = field(default_factory=dict)  # answers that wait to be taken up again after a correction
    picks: dict[str, str] = field(default_factory=dict)  # key -> choice taken in a correction, for its way out
    replaying: bool = False
    answered: tuple[str, str] = ("", "")  # the place and the key of the question that this turn answered
    echoes: list[str] = field(default_factory=list)  # keys read back in this turn
    heard_at: int = 0  # where an opening message is read back: behind the notice, in front of what it led to
    ended: str = ""  # the outcome with which a flow other than a called one came to its end
    openings: dict[str, Opening] = field(default_factory=dict)
    sift: Callable[[Work, Opening], Opening] | None = (
        None  # `told_papers.sorted_out`: which of several papers comes first
    )
    cache: Mapping[str, object] | None = None
    settled: Derived | None = None  # derived answers of a talk in which nothing changes any more
    pages: Pages = field(default_factory=dict)
    wants: str = ""  # the reader whose page is needed before this turn can be made

    def bubble(self, text: str, tone: str = "plain") -> None:
        """Say one thing; empty words are not said."""
        if text.strip():
            self.replies.append(Bubble(text.strip(), tone))

    def say(self, key: str, **extra: object) -> None:
        """One of the engine's own sentences (`flows/wording.yaml`)."""
        self.bubble(self.phrase(key, **extra))

    def phrase(self, key: str, **extra: object) -> str:
        assert key in REQUIRED, key
        seen: Values = ChainMap(extra, self.values())  # type: ignore[arg-type]  # only ever read
        return self.book.wording.say(key, seen).strip()

    def opening(self, text: str, danger: Danger | None = None) -> Opening:
        """All that a text says, read once a turn; `danger` is what was found in it already."""
        if text not in self.openings:
            said = read_opening(text, self.now.date(), danger)
            self.openings[text] = self.sift(self, said) if self.sift is not None and said.papers else said
        return self.openings[text]

    def values(self) -> Mapping[str, object]:
        """What texts may read now; made anew after an answer changed."""
        if self.cache is None:
            self.cache = self.sight(self)
        return self.cache

    def hold_back(self) -> None:
        """What was heard in this turn is read back later: somebody is in danger, or only talking."""
        self.session.unsaid += [key for key in self.echoes if key not in self.session.unsaid]
        self.echoes = []

    def count(self, name: str) -> None:
        self.effects.append(Count(name))

    def took(self, kind: str, name: str, place: Place | None = None) -> None:
        """Remember which way was taken, for those who ask whether every way was ever walked."""
        self.ways.append(Way(kind, str(place) if place else "", name))

    def chose(self, question: Ask, key: str, place: Place) -> None:
        """Remember a choice; with its field where a list asks for several, since fields may call their choices alike."""
        step = self.book.step(place)
        own = step is not None and step.action(Ask) is question
        self.took("choice", key if own else f"{question.save}:{key}", place)

    def fired(self, rule: str) -> None:
        """Remember which rule of the order of one turn decided; the first one stands."""
        self.rule = self.rule or rule

    @property
    def top(self) -> Frame | None:
        return self.session.stack[-1] if self.session.stack else None

    def here(self) -> Step | None:
        """The step on top of the stack, None where it has vanished or nobody stands anywhere."""
        top = self.top
        return self.book.step(Place(top.flow, top.step)) if top else None

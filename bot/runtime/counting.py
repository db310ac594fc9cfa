"""What a turn adds to the daily figures: which question was put, answered at the first try, how early help came.

Names of steps and editions only; nothing that was said, nobody who said it.
"""

from __future__ import annotations

from bot.engine.events import Event, TimeUp
from bot.engine.flowbook import Book, Place
from bot.engine.session import OpenQuestion, Session
from bot.engine.turn import Paper, Turn

NO_ANSWER = ("danger", "ladder", "builtin:bye", "builtin:pause", "builtin:quiet_exit", "builtin:forget")
"""Rules of turns that leave a question without answering it."""
LATEST = 20
"""Turns after which 「how early」 is no longer told apart."""


def counts(before: Session | None, turn: Turn, event: Event, book: Book) -> dict[str, int]:
    """The names to count one more of."""
    if turn.silent:
        return {}
    found = [] if before is not None else ["start"]
    after = turn.session
    asked = before.open if before is not None else None
    if before is not None and asked is not None and not isinstance(event, TimeUp) and _answered(before, turn):
        found.append(f"answered:{book.edition}:{asked.place}")
        if not before.rung:
            found.append(f"first_try:{book.edition}:{asked.place}")
    if after.open is not None and _which(after.open) != _which(asked):
        found.append(f"asked:{book.edition}:{after.open.place}")
    number = min(after.turn, LATEST)
    if any(isinstance(r, Paper) for r in turn.replies) and not (before is not None and before.papers):
        found.append(f"first_script:{number}")
    if advised(turn.path, book) and number <= LATEST and not (before is not None and _advised_before(before, book)):
        found.append(f"first_advice:{number}")
    return dict.fromkeys(found, 1)


def advised(path: tuple[str, ...], book: Book) -> bool:
    """Whether a step that advises was walked through."""
    steps = (book.step(Place.parse(place)) for place in path)
    return any(step is not None and step.advice for step in steps)


def _answered(before: Session, turn: Turn) -> bool:
    """The question that waited is answered: another waits now, or none, and no danger, rung or farewell came between."""
    asked, now = before.open, turn.session.open
    return _which(now) != _which(asked) and not turn.rule.startswith(NO_ANSWER) and turn.session.latch is None


def _which(question: OpenQuestion | None) -> tuple[str, str] | None:
    return (question.place, question.key) if question is not None else None


def _advised_before(before: Session, book: Book) -> bool:
    """Whether help came in an earlier turn: the session remembers where something was said."""
    return bool(before.papers) or advised(tuple(before.shown), book)

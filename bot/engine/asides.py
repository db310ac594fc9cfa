"""What people say while danger holds, each met in its own way: 他不肯打热线, 打不通, 你是机器人吗; then back to what was asked.

Nothing here lowers the level of care: a way leads to a step of the crisis flow that asks, or to words said above it. Said again, the
next of its ways is taken, so that nobody reads the same lines twice running.
"""

from __future__ import annotations

from bot.engine import answering
from bot.engine.flowbook import Aside, Ask, Place
from bot.engine.listening import matches
from bot.engine.session import OpenQuestion, Session
from bot.engine.turn import Question
from bot.engine.walk import jump, push, run
from bot.engine.work import Work
from bot.understanding import normalise

BESIDE = "beside:"  # in front of whom danger was about before it turned to somebody else
EVERY_OTHER = 2  # the question that waits is put again behind the first of these, not behind the second


def met(work: Work, opened: OpenQuestion | None, question: Ask | None, text: str) -> bool:
    """Take the first of the book's asides that these words are, for whom the danger is about and where it is asked."""
    session, said = work.session, normalise(text)
    if session.latch is None or not session.stack:
        return False
    here = opened.place if opened is not None else ""
    about = [session.latch.kind, *(t.removeprefix(BESIDE) for t in session.told if t.startswith(BESIDE))]
    meant = (a for kind in about for a in work.book.asides if kind in a.of and (not a.at or here in a.at))
    found = next((a for a in meant if matches(a, said)), None)
    if found is None:
        return False
    work.fired(f"said:{found.id}")
    work.took("said", found.id)
    place = in_turn(work, found)
    if place.flow == session.stack[-1].flow:
        session.rung = 0
        jump(work, place)
        run(work)
    elif opened is not None and question is not None and takes_any(opened, question):
        answering.accept(work, opened, answering.Taken(None))
        push(work, place, "interrupt")
        run(work)
    else:
        beside(work, place, opened)
    return True


def stays_beside(session: Session) -> None:
    """Danger turned to somebody else: whom it was about before is still spoken of (我撑不住了, 他还在楼上不说话)."""
    if session.latch is not None and f"{BESIDE}{session.latch.kind}" not in session.told:
        session.told = [*session.told, f"{BESIDE}{session.latch.kind}"]


def takes_any(opened: OpenQuestion, question: Ask) -> bool:
    """Whether any words answer what waits: then these do, and what they call for is said in front of what comes next."""
    return opened.kind == "ask" and question.save == "none" and not question.choices


def in_turn(work: Work, aside: Aside) -> Place:
    """The way whose turn it is; behind the last comes the first again."""
    session, mark = work.session, f"said:{aside.id}:"
    times = next((int(t.removeprefix(mark)) for t in session.told if t.startswith(mark)), 0)
    session.told = [*(t for t in session.told if not t.startswith(mark)), f"{mark}{times + 1}"]
    return aside.ways[times % len(aside.ways)]


def beside(work: Work, place: Place, opened: OpenQuestion | None) -> None:
    """Say it above the question that waits, which is put again every other time and keeps waiting in between."""
    session = work.session
    session.rung += 1
    depth = len(session.stack)
    push(work, place, "interrupt")
    run(work)
    back = len(session.stack) <= depth and opened is not None and session.open is not None
    if not back or opened is None or session.rung % EVERY_OTHER or session.open is None:
        return
    if session.open.place == opened.place:
        while work.replies and isinstance(work.replies[-1], Question):
            work.replies.pop()
        session.open = opened

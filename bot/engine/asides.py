"""What people say while danger holds, each met in its own way: 他不肯打热线, 打不通, 你是机器人吗; then back to what was asked.

Nothing here lowers the level of care: a way leads to a step of the crisis flow that asks, or to words said above it. Said again, the
next of its ways is taken, so that nobody reads the same lines twice running.
"""

from __future__ import annotations

from bot.engine import answering
from bot.engine.asking import find_ask
from bot.engine.flowbook import Aside, Ask, Place
from bot.engine.landing import BESIDE
from bot.engine.listening import matches
from bot.engine.session import OpenQuestion
from bot.engine.turn import Question
from bot.engine.walk import jump, push, run
from bot.engine.work import Work
from bot.understanding import normalise
from bot.understanding.choices import same_sound

FORWARDED = "forwarded"  # a text that was sent on and asked about: whose words they are is not told yet
EVERY_OTHER = 2  # the question that waits is put again behind the first of these, not behind the second


def met(work: Work, opened: OpenQuestion | None, question: Ask | None, text: str) -> bool:
    """Take the first of the book's asides that these words are, for whom the danger is about and where it is asked."""
    session = work.session
    if not session.stack:
        return False
    here = opened.place if opened is not None else ""
    about = [session.latch.kind] if session.latch is not None else [FORWARDED]
    about += (t.removeprefix(BESIDE) for t in session.told if t.startswith(BESIDE) and session.latch is not None)
    meant = (a for kind in about for a in work.book.asides if kind in a.of and (not a.at or here in a.at))
    found = next((a for a in meant if hears(a, text)), None)
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


def hears(aside: Aside, text: str) -> bool:
    """Whether the words are these; a phrase that stands alone also in pinyin: bie guan wo."""
    said = normalise(text)
    return matches(aside, said) or (said.isascii() and any(same_sound(said, phrase) for phrase in aside.whole))


def told_of_a_text(work: Work, text: str, early: bool) -> bool:
    """Asked whose words were sent on, people tell of whom: 朋友群里发的, 他不回我. Nobody is held yet; what they say leads on."""
    opened = work.session.open
    if opened is None or early or opened.place != str(work.book.routes.danger.get(FORWARDED)):
        return False
    question = find_ask(work, Place.parse(opened.place), opened.key)
    if question is None or answering.by_label(work, opened, question, text):
        return question is not None
    return met(work, opened, question, text)


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

"""Where people land: from a vanished step, out of danger, back after a return; all answers kept, nobody told to start over."""

from __future__ import annotations

from msgspec.structs import replace

from bot.engine import answers as held
from bot.engine.echoing import recap
from bot.engine.flowbook import Ask, Book, Place
from bot.engine.session import Frame, Latch, Session
from bot.engine.turn import Withdraw
from bot.engine.work import Work
from bot.understanding.readings import DangerKind, Level

OTHER_AT_HAND = "other_imminent"  # a danger route that an edition may leave out
BESIDE = "beside:"  # in front of whom danger was about before it turned to somebody else
ABOUT = {
    "other_person": DangerKind.OTHER_PERSON,
    OTHER_AT_HAND: DangerKind.OTHER_PERSON,
    "harm_to_others": DangerKind.HARM_TO_OTHERS,
}
"""Danger routes that are not about the person in front of us."""


def land(work: Work) -> None:
    """Replace a vanished top frame: renamed (`was`), else the flow's landing, else home."""
    book, session = work.book, work.session
    frame = session.stack[-1]
    moved = _moved(work, frame)
    if moved is not None:
        session.stack[-1] = replace(frame, flow=moved.flow, step=moved.step)
        return
    if "landed" not in session.told and session.latch is None:
        work.say("landed")
        session.told.append("landed")
    if session.latch is not None and frame.why == "crisis":
        place = held_at(work)
        session.stack[-1] = replace(frame, flow=place.flow, step=place.step, at="enter")
        return
    flow = book.flows.get(frame.flow)
    if flow is not None:
        session.stack[-1] = replace(frame, flow=flow.id, step=flow.landing or flow.start, at="enter")
        return
    session.stack.pop()
    if not session.stack:
        session.stack.append(Frame(book.routes.home.flow, book.routes.home.step))


def held_at(work: Work) -> Place:
    """Where the crisis of the person's own kind and level begins; an edition may take a step away, never the level."""
    latch = work.session.latch
    kind, level = (DangerKind(latch.kind), latch.level) if latch is not None else (DangerKind.SELF, Level.IDEATION)
    return work.book.routes.danger[kind_of(work.book, kind, level)]


def kind_of(book: Book, kind: DangerKind, level: int) -> str:
    """As book.yaml calls it: somebody else, harm to others, or the person, by level."""
    match kind:
        case DangerKind.OTHER_PERSON:
            at_hand = level >= Level.IMMINENT and OTHER_AT_HAND in book.routes.danger
            return OTHER_AT_HAND if at_hand else "other_person"
        case DangerKind.HARM_TO_OTHERS:
            return "harm_to_others"
        case _:
            return "imminent" if level >= Level.IMMINENT else "ideation"


def _moved(work: Work, frame: Frame) -> Place | None:
    """Where `was` says that this step went."""
    moved = work.book.moved
    target = moved.get(f"{frame.flow}.{frame.step}")
    if target is None and frame.flow in moved:
        target = f"{moved[frame.flow]}.{frame.step}"
        target = moved.get(target, target)
    place = Place.parse(target) if target else None
    return place if place is not None and work.book.step(place) is not None else None


def release(work: Work) -> None:
    """The person said yes: the latch is lifted, and what they were doing lies under the crisis flow's last words."""
    session = work.session
    if session.latch is None:
        return
    session.latch = None
    session.shaken = work.now.isoformat()
    top = session.stack[-1]
    home = work.book.routes.home
    below = session.held or [Frame(home.flow, home.step)]  # who began in danger has not seen the first bubble yet
    session.stack = [*below, replace(top, why="interrupt")]
    session.held = []
    work.count("crisis:released")


def latching(book: Book) -> frozenset[str]:
    """The steps that belong to danger itself: whoever reaches them is held, however they came."""
    return frozenset(str(place) for name, place in book.routes.danger.items() if name not in {"distress", "forwarded"})


def without_crisis(work: Work, stack: list[Frame]) -> list[Frame]:
    """The place to come back to: a crisis flow that asked gently about a forwarded text is not asked again."""
    flows = work.book.flows
    return [f for f in stack if f.flow not in flows or not flows[f.flow].crisis]


def latch_here(work: Work) -> None:
    """「是我自己」 or 「是别人」 after a forwarded message: the latch holds from here on, about whom the step is for."""
    session, top = work.session, work.session.stack[-1]
    names = [n for n, place in work.book.routes.danger.items() if place == Place(top.flow, top.step)]
    level = Level.IMMINENT if {"imminent", OTHER_AT_HAND} & set(names) else Level.IDEATION
    kinds = [ABOUT.get(n, DangerKind.SELF).value for n in names]
    if session.latch is not None:
        kind = session.latch.kind if session.latch.kind in kinds else kinds[0]
        if kind != session.latch.kind:
            stays_beside(session)
        session.latch = Latch(max(int(level), session.latch.level), kind, session.latch.since)
        return
    session.latch = Latch(int(level), kinds[0], work.now.isoformat())
    session.shaken = work.now.isoformat()
    session.held = without_crisis(work, session.stack[:-1])
    session.editing = ""
    work.effects.append(Withdraw())
    session.stack = [Frame(top.flow, top.step, "enter", "crisis")]
    work.urgent = True
    work.count(f"crisis:L{int(level)}")


def stays_beside(session: Session) -> None:
    """Danger turned to somebody else: whom it was about before is still spoken of (我撑不住了, 他还在楼上不说话)."""
    if session.latch is not None and f"{BESIDE}{session.latch.kind}" not in session.told:
        session.told = [*session.told, f"{BESIDE}{session.latch.kind}"]


def returned(work: Work, outcome: str) -> None:
    """接着: names and sums may be said again. 先说别的: the first question once more, the answers stay."""
    session = work.session
    if outcome == "resume":
        recap(work)
    elif outcome == "other":
        home = work.book.routes.home
        step = work.book.step(home)
        question = step.action(Ask) if step else None
        if question is not None and question.save != "none":
            held.drop(work, question.save)
        session.stack = [Frame(home.flow, home.step, "ask")]

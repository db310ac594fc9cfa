"""Coming and coming back: the first bubble, a return after twelve hours, a conversation that had ended, a new edition.

A return is met neutrally: what the message itself says is answered first, then 「要接着上次的吗？」; names and sums only after 接着.
"""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from bot.engine import builtins
from bot.engine.answers import slot_name
from bot.engine.asking_back import ask_to_forget
from bot.engine.danger import stay
from bot.engine.echoing import recap
from bot.engine.flowbook import Ask, Choice, Interrupt, Place, Say
from bot.engine.hearing import hear
from bot.engine.listening import at_once, event_of, interrupted, matches, soothe, start_interrupt
from bot.engine.session import ANSWERED, Frame, Session
from bot.engine.turn import Bubble, Question
from bot.engine.values import Stored
from bot.engine.walk import push, run
from bot.engine.work import Work
from bot.understanding import asks, normalise
from bot.understanding.readings import Danger

AWAY = dt.timedelta(hours=12)
RESTING = frozenset({"bye", "quiet_exit", "pause"})  # built-ins after which nothing is asked


def begin(work: Work, payload: str = "") -> None:
    """Nobody seen before: the notice and the first question in the same breath; a link to a flow goes there after the notice."""
    home = work.book.routes.home
    work.session.stack = [Frame(home.flow, home.step)]
    run(work)
    flow = work.book.flows.get(payload) if payload else None
    if flow is not None and not flow.crisis:
        work.replies[:] = [r for r in work.replies if isinstance(r, Bubble)]
        push(work, Place(flow.id, flow.start), "interrupt")
        run(work)


def notice(work: Work) -> None:
    """Somebody whose first message already says something: the notice is said, the first question is not put yet."""
    begin(work)
    work.replies[:] = [r for r in work.replies if isinstance(r, Bubble)]


def opened(work: Work, payload: str) -> None:
    """/start, a page, the terminal: a new person begins, somebody in the middle gets a recap and the open question."""
    session = work.session
    work.fired("opened")
    if session.latch is not None:
        stay(work)
        return
    flow = work.book.flows.get(payload) if payload else None
    if flow is not None and not flow.crisis:
        if returns(work):
            settle_return(work)
        push(work, Place(flow.id, flow.start), "interrupt")
        run(work)
        return
    if returns(work):
        come_back(work)
        return
    if not returning_asked(work):
        recap(work)
    run(work)


def returns(work: Work) -> bool:
    """Whether this is a return: twelve hours away, or the conversation had come to its end."""
    session = work.session
    reminded = any(  # an answer to a reminder is an answer, whenever it comes
        f.why == "timer" and f.item != ANSWERED and f.at != "enter" for f in session.stack
    )
    top = session.stack[-1] if session.stack else None
    if top is not None and top.flow == work.book.routes.returning.flow and session.open is None:
        return True  # somebody came back only to say goodbye
    return (away(work) or not session.stack) and session.turn > 1 and not reminded and not returning_asked(work)


def away(work: Work) -> bool:
    return work.now - dt.datetime.fromisoformat(work.session.last) >= AWAY


def only_acknowledged(work: Work, text: str) -> bool:
    """A thanks or a question about the bot right after the end is answered, not met with 「要接着上次的吗」."""
    session = work.session
    said = normalise(text)
    found = next((i for i in work.book.interrupts if matches(i, said) and (i.quiet or asks_nothing(work, i))), None)
    if found is None or session.stack:
        return False
    work.fired(f"interrupt:{found.id}")
    work.took("interrupt", found.id)
    outcome = session.outcome
    flow = work.book.flows[found.call]
    session.stack = [Frame(flow.id, flow.start, "enter", "interrupt")]
    run(work)
    session.outcome = outcome
    return True


def asks_nothing(work: Work, interrupt: Interrupt) -> bool:
    """Whether it only says something: no step of its flow asks, calls or jumps elsewhere."""
    actions = [action for step in work.book.flows[interrupt.call].steps.values() for action in step.actions]
    return all(isinstance(action, Say) for action in actions)


def returning_asked(work: Work) -> bool:
    return any(f.flow == work.book.routes.returning.flow for f in work.session.stack)


def come_back(work: Work, text: str = "", danger: Danger | None = None) -> None:
    """What the words say is answered; then the neutral question of a return, above the place that was kept."""
    session = work.session
    if not away(work) and text and only_acknowledged(work, text):
        return
    name = builtins.builtin(text) if text else ""
    if name in RESTING:
        if session.stack:
            settle_return(work)  # the neutral question waits for the next words
        builtins.perform(work, name)
        return
    settle_return(work)
    if name:
        builtins.perform(work, name)
        return
    if text and answered_by_itself(work, text, danger):
        return
    if text and asks(text):
        work.say("asked")
    run(work)


def settle_return(work: Work) -> None:
    """The place that was kept, or where an ended conversation goes on, and above it the neutral question."""
    session, routes = work.session, work.book.routes
    if not session.stack:
        handed_over = any(not p.superseded for p in session.papers)
        place = routes.returned_call if routes.returned_call is not None and handed_over else routes.home
        work.took("route", "home" if place == routes.home else "returned")
        session.stack = [Frame(place.flow, place.step, "enter" if place != routes.home else "ask")]
        session.outcome = ""
    work.took("route", "returning")
    push(work, routes.returning, "interrupt")
    session.open, session.unsaid = None, []


def answered_by_itself(work: Work, text: str, danger: Danger | None) -> bool:
    """Whether the words of a return start a topic of their own; facts in them are kept in silence."""
    if at_once(work, text) or interrupted(work, text):
        return True
    work.fired("returning")
    opening = work.opening(text)
    hear(work, opening.facts)
    work.echoes = []
    event = event_of(work, opening)
    if event is not None:
        start_interrupt(work, event, opening)
        return True
    if danger is not None:
        soothe(work, danger)
    return False


def after_return(work: Work) -> None:
    """清空 was chosen: the same confirmation as 「删除」, instead of the question below."""
    if work.ended != "clear":
        return
    while work.replies and isinstance(work.replies[-1], Question):
        work.replies.pop()
    ask_to_forget(work)


def rename_choices(work: Work) -> None:
    """Answers given by a choice that has another key now (`was`) move along."""
    session = work.session
    for flow in work.book.flows.values():
        for step in flow.steps.values():
            question = step.action(Ask)
            if question is None:
                continue
            for choice in (c for c in question.choices if c.was):
                for kept in (session.slots, session.drafts):
                    for key in [k for k in kept if slot_name(k) == question.save]:
                        kept[key] = replace(kept[key], value=renamed(kept[key].value, choice))


def renamed(value: Stored, choice: Choice) -> Stored:
    """A stored answer with a choice's former key replaced by its present one."""
    if isinstance(value, list):
        return [choice.key if v in choice.was else v for v in value]
    return choice.key if value in choice.was else value


def resettle(work: Work) -> None:
    """A new edition: an open question whose step or key is gone is dropped, and the walk lands where it can."""
    session = work.session
    session.edition = work.book.edition
    session.told = [t for t in session.told if t != "landed"]
    rename_choices(work)
    waiting = session.open
    if waiting is not None:
        step = work.book.step(Place.parse(waiting.place))
        if step is None or (step.action(Ask) is None and waiting.kind == "ask" and session.stack[-1].at == "ask"):
            session.open = None


def is_new(session: Session | None) -> bool:
    """Whether nothing was ever said to this person (a timer of nobody leaves a session, too)."""
    return session is None or (not session.stack and not session.outcome and session.latch is None)

"""The order in which words are taken (`semantics.md` 1), after danger and stale buttons:

exact label of the open question → correction of what was read back → built-in word → interrupt → the question's own parser →
whatever else was said → the ladder. The first that fits decides, and its name is kept with the turn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.engine import answering, builtins, ladder
from bot.engine import answers as held
from bot.engine.asking import AUTHORED, authored, find_ask, form
from bot.engine.corrections import edit_named
from bot.engine.detours import detour_in, happened, known_events, told_beside
from bot.engine.echoing import echo
from bot.engine.flowbook import Aside, Ask, Interrupt, Place
from bot.engine.hearing import hear, hear_bare, hear_each
from bot.engine.lenders import NEW, another_meant, told_of_others
from bot.engine.misspoken import correction
from bot.engine.own_questions import YES_NO_KINDS, answer_named, answer_read, no_other, nothing_deleted
from bot.engine.session import Frame, OpenQuestion
from bot.engine.turn import Question
from bot.engine.values import SlotType
from bot.engine.walk import jump, leave, mark, push, run
from bot.engine.which import named_in_words
from bot.engine.work import Work
from bot.understanding import normalise
from bot.understanding.readings import Danger, Level, Opening

EDIT_NAMED = re.compile("(?:我?要|想|帮我)?(?:改一下|修改|更正|改)[，,、:： ]*(.{2,24})")
NONE_OF = frozenset(
    {"都不是", "都不像", "都不对", "都没有", "都没", "以上都不是", "没有一个是", "一个都不是", "没有我的情况"}
)
DISTRESS_AGAIN = 8  # turns before a distressed message is answered with the calming flow once more


def listen(work: Work, text: str, danger: Danger, early: bool = False) -> None:
    """Take a person's words; every way out of here has said something."""
    opened = work.session.open
    own = opened if opened is not None and opened.kind not in AUTHORED and not early else None
    if own is not None and answer_named(work, own, text):
        return
    question = question_of(work, opened)
    if opened is not None and question is not None:
        opened = authored(work, opened, question)
    if opened is not None and opened.kind == "ask" and not early and no_other(work, opened, text):
        return
    if (
        own is None
        and not early
        and opened is not None
        and question is not None
        and answering.by_label(work, opened, question, text)
    ):
        return
    if at_once(work, text):
        return
    own_yes_no = own is not None and own.kind in YES_NO_KINDS
    if correction(work, text, opened, question, own, own_yes_no=own_yes_no):
        return
    name = builtins.builtin(text)
    if name:
        builtins.perform(work, name)
        return
    change = EDIT_NAMED.fullmatch(normalise(text).strip("。.!！ "))
    if change is not None and edit_named(work, change.group(1)):
        work.fired("builtin:edit")
        return
    if interrupted(work, text):
        return
    opening, already = work.opening(text), known_events(work)
    if own is not None and answer_read(work, own, text, lambda here: go_on(here, opening, danger, already)):
        return
    if own is not None:
        nothing_deleted(work, own)
    if not early and at_home(work, question) and opened is not None and open_with(work, opening, opened, text):
        led = opening.priority in work.book.routes.priorities  # the way that it chose meets what happened
        go_on(work, opening, danger, None if led else already, beside=True)
        return
    if (
        not early
        and opened is not None
        and question is not None
        and as_answer(work, text, opened, question, opening, danger)
    ):
        return
    if otherwise_heard(work, text, opening, danger, early):
        return
    if own is None or not ladder.read_back_waits(work, own):
        ladder.not_understood(work, text, opened, question)


def as_answer(work: Work, text: str, opened: OpenQuestion, question: Ask, opening: Opening, danger: Danger) -> bool:
    """Take the words as the answer to the authored question that waits; what else they say is heard beside it."""
    known = known_events(work)
    others = told_of_others(work, text, opened, opening)
    if others:
        go_on(work, opening, danger, known) if others == NEW else ladder.not_understood(work, text, opened, question)
        return True
    if not question.listens and elsewhere_in_the_flow(work, opened, question, text):
        return True
    if not question.listens:
        hear(work, opening.facts, except_key=opened.key)
        work.hold_back()
    outcome = answering.by_reading(work, opened, question, text)
    if outcome == "taken" and opened.kind == "ask":
        if question.listens:
            slot = work.book.slots.get(held.slot_name(opened.key))
            answered = slot.hears if slot is not None else ""  # one sum is not written down for two lenders
            facts = {k: r for k, r in opening.facts.items() if k != answered or k == "platforms"}
            hear(work, facts, except_key=opened.key)
            if answered != "amount":
                hear_each(work, text, opening.facts)
        if question.listens and opening.facts.get("events") is not None:
            named_in_words(work, opening.facts)  # what happened happened with the lender that the words name
        talking = Place.parse(opened.place).flow == work.book.routes.talk.flow  # days run from a paper told there too
        go_on(work, opening, danger, known if question.listens or talking else None)
    if outcome == "waiting" and question.listens and opened.kind == "ask":
        hear_behind(work, opening, opened)
    if not outcome and not question.listens and question.save == "none" and question.skippable:
        go_on_listening(work, opened)
        return True
    return bool(outcome)


def hear_behind(work: Work, opening: Opening, opened: OpenQuestion) -> None:
    """「昨天收到的，下个月五号开庭」: what is told beside an answer that is read back first is kept, and read back in front of it."""
    slot = work.book.slots.get(held.slot_name(opened.key))
    beside = {fact: reading for fact, reading in opening.facts.items() if slot is None or fact != slot.hears}
    if not hear(work, beside, except_key=opened.key):
        return
    asked = work.replies.pop()
    echo(work)
    work.replies.append(asked)


def go_on(
    work: Work, opening: Opening, danger: Danger, known: frozenset[str] | None, *, beside: bool | None = None
) -> None:
    """To the next step once the answer is kept; a court paper told of beside it comes first, unless nothing is `known` since
    the question only listens to its answer. What else there is to say to the same words stands in front, in a few lines."""
    found = None if known is None else detour_in(work, opening, known)
    rest = told_beside(work, opening, found) if (known is not None if beside is None else beside) else []
    if found is not None:
        start_interrupt(work, found, opening, rest)
        return
    if not rest:
        soothe(work, danger)
    say_beside(work, rest)
    run(work)


def say_beside(work: Work, rest: list[Interrupt]) -> None:
    """The few lines of the first that was told of beside something else, on top of what comes."""
    for one in rest[:1]:
        work.took("beside", one.id)
        flow = work.book.flows[one.beside]
        push(work, Place(flow.id, flow.start), "interrupt")


def elsewhere_in_the_flow(work: Work, opened: OpenQuestion, question: Ask, text: str) -> bool:
    """「看一小步」 typed before or after it was offered: where any words go on, the label of a way out still leads there."""
    said, here = normalise(text).strip("。.!！ "), Place.parse(opened.place).flow
    if question.choices or question.save != "none":
        return False
    asks = (step.action(Ask) for step in work.book.flows[here].steps.values())
    ways = (choice for ask in asks if ask is not None for choice in ask.choices if choice.goto is not None)
    way = next((choice for choice in ways if form(choice.label) == said), None)
    if way is None or way.goto is None:
        return False
    work.fired("label:elsewhere")
    work.session.rung = work.session.adrift = 0
    mark(work, opened.key, opened.turn)
    jump(work, way.goto)
    run(work)
    return True


def go_on_listening(work: Work, opened: OpenQuestion) -> None:
    """Somebody who only wants to talk poured out words where an offer was made: they are listened to, not corrected."""
    work.fired("words")
    work.session.rung = work.session.adrift = 0
    mark(work, opened.key, opened.turn)
    step = work.here()
    if step is not None:
        leave(work, step, None)
    run(work)


def question_of(work: Work, opened: OpenQuestion | None) -> Ask | None:
    """The authored question that is open, if one is."""
    return find_ask(work, Place.parse(opened.place), opened.key) if opened else None


def interrupted(work: Work, text: str) -> bool:
    """A question about the bot, a thanks, a topic of its own: answered, and then back. Words that open a topic answer its
    own question once it is open: 还在砸门 is no second beginning."""
    said, running = normalise(text), {frame.flow for frame in work.session.stack}
    question = question_of(work, work.session.open)
    listens = question is None or question.listens
    here = (i for i in work.book.interrupts if not i.inside or i.inside in running)
    waiting = (i for i in here if i.call not in running and (listens or i.in_talk))
    told = {} if any(work.session.items.values()) else work.opening(text).facts  # beside one's own debts it is an aside
    found = next((i for i in waiting if matches(i, said) or (i.fact and i.fact in told)), None)
    if found is None or gives_way(work, found, work.opening(text)):
        return False
    rest = [] if found.quiet else told_beside(work, work.opening(text), found)
    work.fired(f"interrupt:{found.id}")
    opened = work.session.open
    if not found.quiet:  # what else the words say is kept, so that no letter asks for it again
        if opened is not None and question is not None and not told_of_others(work, text, opened, work.opening(text)):
            answering.beside_question(work, opened, question, text)
        hear(work, work.opening(text).facts, except_key=opened.key if opened else "")
        work.hold_back()
    start_interrupt(work, found, work.opening(text), rest)
    return True


def gives_way(work: Work, found: Interrupt, opening: Opening) -> bool:
    """Whether what these words open can be said in a few lines beside something that cannot wait: a fee beside a payment order."""
    first = detour_in(work, opening, known_events(work))
    return (
        first is not None
        and first.call != found.call
        and found.call in {i.call for i in told_beside(work, opening, first)}
    )


def at_once(work: Work, text: str) -> bool:
    """Somebody is being hurt or held: that first, in front of a first notice and of any answer; the rest is kept in silence."""
    said, opening = normalise(text), work.opening(text)
    urgent = (i for i in work.book.interrupts if i.urgent and not answers_there(work, i, text))
    found = next((i for i in urgent if happened(i, opening) or matches(i, said)), None)
    if found is None:
        return False
    work.fired(f"urgent:{found.id}")
    hear(work, opening.facts)
    work.hold_back()
    work.urgent = True
    notice = list(work.replies)
    work.replies.clear()
    start_interrupt(work, found, opening)
    last = len(work.replies) - isinstance(work.replies[-1], Question) if work.replies else 0
    work.replies[last:last] = notice
    return True


def answers_there(work: Work, interrupt: Interrupt, text: str) -> bool:
    """Whether its own flow is asking, and these words choose an answer: 说要去学校 is no second beginning."""
    opened = work.session.open
    question = question_of(work, opened)
    if opened is None or question is None or not question.choices or Place.parse(opened.place).flow != interrupt.call:
        return False
    return answering.choice_in(work, opened, question, text).value is not None


def matches(interrupt: Interrupt | Aside, said: str) -> bool:
    """Whether normalised words are, contain, or match what editors wrote there, and nothing that they except."""
    if interrupt.unless is not None and interrupt.unless(said):
        return False
    return (
        bare(said) in interrupt.whole
        or any(phrase in said for phrase in interrupt.contains)
        or (interrupt.pattern is not None and interrupt.pattern(said))
    )


def start_interrupt(work: Work, interrupt: Interrupt, opening: Opening, rest: Sequence[Interrupt] = ()) -> None:
    """Run its flow above the open question, about the lender that the words name; a quiet one leaves the question waiting
    without putting it again."""
    work.took("interrupt", interrupt.id)
    session, kept = work.session, work.session.open
    flow = work.book.flows[interrupt.call]
    session.adrift = 0
    push(work, Place(flow.id, flow.start), "interrupt")
    named_in_words(work, opening.facts)
    depth = len(session.stack)
    say_beside(work, list(rest))
    run(work)
    if not interrupt.quiet:
        return
    if len(session.stack) < depth and kept is not None:
        while work.replies and isinstance(work.replies[-1], Question):
            work.replies.pop()
        session.open = kept


def at_home(work: Work, question: Ask | None) -> bool:
    """Whether the first question waits and asks for a situation: there, a free message is an opening."""
    opened = work.session.open
    slot = work.book.slots.get(question.save) if question is not None else None
    situation = slot is None or slot.type in {SlotType.CHOICE, SlotType.CHOICES}
    return situation and opened is not None and opened.kind == "ask" and opened.place == str(work.book.routes.home)


def open_with(work: Work, opening: Opening, opened: OpenQuestion, text: str) -> bool:
    """An opening message fills all it names, and its priority chooses the first flow; false when it says nothing."""
    heard = [*hear(work, opening.facts), *hear_each(work, text, opening.facts)]
    route = work.book.routes.priorities.get(opening.priority)
    if not heard and route is None:
        return False
    work.fired("opening")
    work.heard_at = len(work.replies)
    if route is not None:
        work.took("priority", opening.priority)
    session = work.session
    session.rung = session.adrift = 0
    mark(work, opened.key, opened.turn)
    if route is not None:
        session.stack[-1] = Frame(route.flow, route.step, "enter", session.stack[-1].why)
        return True
    step = work.here()
    if step is not None:
        leave(work, step, None)
    return True


def otherwise_heard(work: Work, text: str, opening: Opening, danger: Danger, early: bool) -> bool:
    """Something else was said: facts for other slots, an event with its own flow, or plain distress."""
    session = work.session
    if not early and another_meant(work, session.open, opening):
        hear(work, opening.facts, except_key=session.open.key if session.open else "")
        work.fired("another")
        run(work)
        return True
    changed = [*hear(work, opening.facts), *hear_each(work, text, opening.facts)]
    found = event_of(work, opening)
    if found is not None:
        work.fired(f"event:{found.id}")
        start_interrupt(work, found, opening, told_beside(work, opening, found))
        return True
    if any(happened(i, opening) for i in work.book.interrupts):
        session.adrift = 0  # told of what is under way: no rambling
    if not early:
        changed = changed or hear_bare(work, text)
    if changed or early:
        work.fired("heard")
        session.adrift = 0
        if early and not changed:
            work.say("early")
        run(work)
        return True
    if begun_again(work, text) or fits_none(work, text):
        return True
    if soothe(work, danger):
        work.fired("distress")
        session.adrift = 0
        run(work)
        return True
    return False


def begun_again(work: Work, text: str) -> bool:
    """「缓一下」 once more in the middle of the exercise: the flow that these very words open starts anew."""
    top, said = work.top, bare(normalise(text))
    found = next((i for i in work.book.interrupts if top is not None and top.flow == i.call and said in i.whole), None)
    if found is None:
        return False
    work.fired(f"interrupt:{found.id}")
    work.session.rung = work.session.adrift = 0
    jump(work, Place(found.call, work.book.flows[found.call].start))
    run(work)
    return True


def fits_none(work: Work, text: str) -> bool:
    """「都不是」 to a question whose choices all say something: it has no answer, and nobody is asked again."""
    opened = work.session.open
    question = question_of(work, opened)
    said = bare(normalise(text))
    if opened is None or opened.kind != "ask" or question is None or said not in NONE_OF:
        return False
    if not (question.choices and question.skippable and question.listens):
        return False
    work.fired("none-of")
    builtins.skip(work)
    return True


def bare(said: str) -> str:
    """Normalised words without the marks around them."""
    return said.strip("。.!！?？~～，, ")


def event_of(work: Work, opening: Opening) -> Interrupt | None:
    """The interrupt that something which happened calls for; what is under way is not begun again by what is told in it."""
    running = {frame.flow for frame in work.session.stack}
    found = [i for i in work.book.interrupts if i.call not in running and happened(i, opening)]
    return min(found, key=lambda i: bool(i.beside and not i.in_answer), default=None)  # what has a few lines gives way


def soothe(work: Work, danger: Danger) -> bool:
    """Distress is answered before the next question, though not in every turn; true when it will be."""
    session = work.session
    route = work.book.routes.danger.get("distress")
    if danger.level != Level.DISTRESS or route is None or not session.stack:
        return False
    last = next((int(t.partition(":")[2]) for t in session.told if t.startswith("soothed:")), None)
    if last is not None and session.turn - last < DISTRESS_AGAIN:
        return False
    session.told = [*(t for t in session.told if not t.startswith("soothed:")), f"soothed:{session.turn}"]
    work.took("danger", "distress")
    push(work, route, "interrupt")
    return True

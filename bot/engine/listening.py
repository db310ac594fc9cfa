"""The order in which words are taken (`semantics.md` 1), after danger and stale buttons:

exact label of the open question → correction of what was read back → built-in word → interrupt → the question's own parser →
whatever else was said → the ladder. The first that fits decides, and its name is kept with the turn.
"""

from __future__ import annotations

import re

from bot.engine import answering, builtins, ladder
from bot.engine import answers as held
from bot.engine.asking import AUTHORED, authored, find_ask, form, place_asking, spec_of
from bot.engine.corrections import correct, edit, edit_named
from bot.engine.detours import detour_in, happened, known_events
from bot.engine.flowbook import Ask, Interrupt, Place
from bot.engine.hearing import fitting, hear, hear_each, item_called
from bot.engine.own_questions import YES_NO_KINDS, answer_named, answer_read, no_other
from bot.engine.session import Frame, OpenQuestion
from bot.engine.turn import Question
from bot.engine.values import SlotType
from bot.engine.walk import jump, leave, mark, push, run
from bot.engine.work import Work
from bot.understanding import normalise, read
from bot.understanding.readings import Danger, Level, Opening

CORRECTS = re.compile(
    r"^(?:不对|不是|错了|说错了|写错了|应该是|应该|改成|更正)[，,。!！、:：\s]*(?:是|应该是|改成)?[，,\s]*"
)
HERE = re.compile("这[家笔个]|都")
EDIT_NAMED = re.compile("(?:我?要|想|帮我)?(?:改一下|修改|更正|改)[，,、:： ]*(.{2,24})")
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
    if correction(work, text, opened, question, own_yes_no=own_yes_no):
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
    if own is not None and answer_read(work, own, text):
        return
    opening = work.opening(text)
    if not early and at_home(work, question) and opened is not None and open_with(work, opening, opened, text):
        soothe(work, danger)
        run(work)
        return
    if not early and opened is not None and question is not None:
        known = known_events(work)
        if opened.kind == "ask" and each_its_own(work, opened, opening, text):
            hear(work, {k: r for k, r in opening.facts.items() if k != "amount"}, except_key=opened.key)
            go_on(work, opening, danger, known)
            return
        if opened.kind == "ask" and not HERE.search(text) and of_another(work, opened, opening):
            hear(work, opening.facts, except_key=opened.key)
            work.fired("another")
            go_on(work, opening, danger, known)
            return
        if not question.listens and elsewhere_in_the_flow(work, opened, question, text):
            return
        if not question.listens:
            hear(work, opening.facts, except_key=opened.key)
            work.hold_back()
        outcome = answering.by_reading(work, opened, question, text)
        if outcome == "taken" and opened.kind == "ask":
            if question.listens:
                slot = work.book.slots.get(held.slot_name(opened.key))
                answered = slot.hears if slot is not None else ""  # one sum is not written down for two lenders
                hear(
                    work,
                    {k: r for k, r in opening.facts.items() if not answered or k != answered},
                    except_key=opened.key,
                )
            go_on(work, opening, danger, known if question.listens else None)
        if outcome:
            return
        if not question.listens and question.save == "none" and question.skippable:
            go_on_listening(work, opened)
            return
    if otherwise_heard(work, text, opening, danger, early):
        return
    ladder.not_understood(work, text, opened, question)


def go_on(work: Work, opening: Opening, danger: Danger, known: frozenset[str] | None) -> None:
    """To the next step once the answer is kept; a court paper told of beside it comes first, unless nothing is `known` since
    the question only listens to its answer."""
    found = None if known is None else detour_in(work, opening, known)
    if found is not None:
        start_interrupt(work, found)
        return
    soothe(work, danger)
    run(work)


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


def each_its_own(work: Work, opened: OpenQuestion, opening: Opening, text: str) -> bool:
    """Asked for one lender's sum, somebody says several with theirs: each is kept, none is added up."""
    slot = work.book.slots.get(held.slot_name(opened.key))
    if slot is None or slot.hears != "amount" or held.list_of(work.book, slot.name) is None:
        return False
    hear(work, {k: r for k, r in opening.facts.items() if k == "platforms"})
    if opened.key not in hear_each(work, text, opening.facts):
        return False
    work.fired("each")
    work.session.rung = work.session.adrift = 0
    mark(work, opened.key, opened.turn)
    return True


def of_another(work: Work, opened: OpenQuestion, opening: Opening) -> bool:
    """Asked what is owed to one lender, somebody names the sum of another: it is kept there, and the question stays."""
    slot = work.book.slots.get(held.slot_name(opened.key))
    owner = held.list_of(work.book, slot.name) if slot is not None else None
    named, amount = opening.facts.get("platforms"), opening.facts.get("amount")
    if slot is None or slot.hears != "amount" or owner is None or named is None or amount is None:
        return False
    mine = work.session.slots.get(f"{owner.alias}.{owner.key_field}@{opened.key.partition('@')[2]}")
    said = named.value if isinstance(named.value, tuple) else ()
    return mine is not None and mine.state == "value" and len(said) == 1 and mine.value != said[0]


def another_meant(work: Work, opened: OpenQuestion | None, opening: Opening) -> bool:
    """Asked about one of several lenders, somebody only names another of them: the question is put for that one."""
    step, question = work.here(), question_of(work, opened)
    owner = held.list_of(work.book, held.slot_name(opened.key)) if opened is not None else None
    named = opening.facts.get("platforms")
    said = named.value if named is not None and isinstance(named.value, tuple) else ()
    if opened is None or opened.kind != "ask" or owner is None or len(said) != 1:
        return False
    if step is None or question is None or step.action(Ask) is not question:
        return False
    item = item_called(work, owner, str(said[0]))
    if not item or item == opened.key.partition("@")[2]:
        return False
    held.turn_to(work, item)
    work.session.rung = work.session.adrift = 0
    return True


def question_of(work: Work, opened: OpenQuestion | None) -> Ask | None:
    """The authored question that is open, if one is."""
    return find_ask(work, Place.parse(opened.place), opened.key) if opened else None


def correction(
    work: Work, text: str, opened: OpenQuestion | None, question: Ask | None, *, own_yes_no: bool = False
) -> bool:
    """「不对」 takes back what was just read back; with a new value in the same words it is replaced at once."""
    echoed = work.session.echoed
    begins = CORRECTS.match(text.strip())
    if not echoed or begins is None:
        return False
    rest = text.strip()[begins.end() :]
    slot = work.book.slots.get(question.save) if question is not None else None
    yes_or_no = own_yes_no or (slot is not None and slot.type is SlotType.YES_NO)
    if yes_or_no and not rest.strip("。的了啊呀吧呢 ") and begins.group(0).startswith("不是"):
        return False  # a bare 不是 answers a yes-or-no question
    work.fired("correction")
    for key in reversed(echoed):
        place = place_asking(work, key)
        asked = find_ask(work, place, key) if place else None
        declared = work.book.slots.get(held.slot_name(key))
        if place is None or asked is None or declared is None or not rest.strip():
            continue
        # 「不是一万二，是八千」: what is denied stays in sight of the reader
        denies = begins.group(0) == "不是"
        reading = read(spec_of(work, asked, key), text.strip() if denies else rest, work.now.date())
        value = fitting(declared, reading.value)
        if denies and value == work.session.slots[key].value:
            continue  # 「不是一万二」: only what it is not; asked again
        if value is not None and not reading.rivals:
            answer = held.answer_of(work, value, sure=reading.sure.value)
            correct(work, key, answer, place)
            return True
    if opened is not None and question is not None and answers_instead(work, opened, question, rest):
        work.rule = ""
        return False
    edit(work)
    return True


def answers_instead(work: Work, opened: OpenQuestion, question: Ask, rest: str) -> bool:
    """「应该是八千」 that does not fit what was read back, but answers what was asked."""
    return bool(rest.strip()) and read(spec_of(work, question, opened.key), rest, work.now.date()).found


def interrupted(work: Work, text: str) -> bool:
    """A question about the bot, a thanks, a topic of its own: answered, and then back. Words that open a topic answer its
    own question once it is open: 还在砸门 is no second beginning."""
    said, running = normalise(text), {frame.flow for frame in work.session.stack}
    found = next((i for i in work.book.interrupts if i.call not in running and matches(i, said)), None)
    if found is None:
        return False
    work.fired(f"interrupt:{found.id}")
    if not found.quiet:  # what else the words say is kept, so that no letter asks for it again
        hear(work, work.opening(text).facts, except_key=work.session.open.key if work.session.open else "")
        work.hold_back()
    start_interrupt(work, found)
    return True


def at_once(work: Work, text: str) -> bool:
    """Somebody is being hurt or held: that first, in front of a first notice and of any answer; the rest is kept in silence."""
    said, opening = normalise(text), work.opening(text)
    urgent = (i for i in work.book.interrupts if i.urgent)
    found = next((i for i in urgent if happened(i, opening) or matches(i, said)), None)
    if found is None:
        return False
    work.fired(f"urgent:{found.id}")
    hear(work, opening.facts)
    work.hold_back()
    work.urgent = True
    notice = list(work.replies)
    work.replies.clear()
    start_interrupt(work, found)
    last = len(work.replies) - isinstance(work.replies[-1], Question) if work.replies else 0
    work.replies[last:last] = notice
    return True


def matches(interrupt: Interrupt, said: str) -> bool:
    """Whether normalised words are, contain, or match this interrupt."""
    bare = said.strip("。.!！?？~～，, ")
    return (
        bare in interrupt.whole
        or any(phrase in said for phrase in interrupt.contains)
        or (interrupt.pattern is not None and interrupt.pattern(said))
    )


def start_interrupt(work: Work, interrupt: Interrupt) -> None:
    """Run its flow above the open question; a quiet one leaves the question waiting without putting it again."""
    work.took("interrupt", interrupt.id)
    session, kept = work.session, work.session.open
    flow = work.book.flows[interrupt.call]
    session.adrift = 0
    push(work, Place(flow.id, flow.start), "interrupt")
    depth = len(session.stack)
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
        start_interrupt(work, found)
        return True
    if changed or early:
        work.fired("heard")
        session.adrift = 0
        if early and not changed:
            work.say("early")
        run(work)
        return True
    if soothe(work, danger):
        work.fired("distress")
        session.adrift = 0
        run(work)
        return True
    return False


def event_of(work: Work, opening: Opening) -> Interrupt | None:
    """The interrupt that something which happened calls for."""
    return next((i for i in work.book.interrupts if happened(i, opening)), None)


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

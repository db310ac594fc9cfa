"""Danger comes before everything: the latch, what runs while it holds, and what a forwarded cry for help does.

While the latch holds only crisis steps, 删除 and 停 run; the level only rises; what is heard is kept in silence, and nothing about
debts resumes without a clear yes (a step with `release`).
"""

from __future__ import annotations

from bot.engine import answering, asides, builtins
from bot.engine.asking import AUTHORED, authored, find_ask
from bot.engine.asking_back import put_again
from bot.engine.flowbook import Ask, Place
from bot.engine.hearing import hear
from bot.engine.ladder import smaller
from bot.engine.landing import BESIDE, held_at, kind_of, stays_beside, without_crisis
from bot.engine.own_questions import answer_named, answer_read, nothing_deleted, surely
from bot.engine.session import Frame, Latch, OpenQuestion
from bot.engine.turn import Withdraw
from bot.engine.walk import push, run
from bot.engine.work import Work
from bot.understanding import read_danger
from bot.understanding.readings import Danger, DangerKind, Level

ANSWERS = frozenset({"resume", "quiet_exit"})  # built-ins that are also said as an answer: 继续, 有人来了
COMPANY = ("latched", "latched_near", "latched_slow", "latched_here")  # said in turn to somebody who does not answer
SMALLER = 2  # the rung on which two choices are offered


def enter(work: Work, danger: Danger, text: str) -> None:
    """Latch, take back what was not yet delivered, keep the place and the facts, and say only what keeps someone safe."""
    session = work.session
    work.fired(f"danger:{danger.rule}")
    hear_silently(work, text)
    if session.latch is None:
        session.told = [t for t in session.told if t != answering.AFFIRMED and not t.startswith(BESIDE)]
        session.held = without_crisis(work, session.stack)
    elif session.latch.kind != danger.kind.value:
        stays_beside(session)
    session.editing = ""
    level = max(int(danger.level), session.latch.level if session.latch else 0)
    session.latch = Latch(level, danger.kind.value, work.now.isoformat())
    session.shaken = work.now.isoformat()
    session.rung = session.adrift = 0
    kind = kind_of(work.book, danger.kind, danger.level)
    place = work.book.routes.danger[kind]
    work.took("danger", kind)
    session.stack = [Frame(place.flow, place.step, "enter", "crisis")]
    work.urgent = True
    work.effects.append(Withdraw())
    work.count(f"crisis:L{int(danger.level)}")
    run(work)


def route(work: Work, danger: Danger) -> Place:
    """Which crisis flow fits."""
    return work.book.routes.danger[kind_of(work.book, danger.kind, danger.level)]


def rises(work: Work, danger: Danger) -> bool:
    """Whether these words call for their own crisis steps now: a higher level, the person where it was somebody else, or
    an act at hand once more, whoever's; anything else is answered inside the crisis flow. What is only like danger does not
    begin the same steps again: answers to their questions are."""
    latch = work.session.latch
    if latch is None or int(danger.level) > latch.level:
        return True
    if danger.alike:
        return False
    own, same = danger.kind is DangerKind.SELF, danger.kind.value == latch.kind
    at_hand = danger.level >= Level.IMMINENT and (own or (danger.kind is DangerKind.OTHER_PERSON and same))
    return at_hand or (own and not same)


def listen_latched(work: Work, text: str, early: bool = False) -> None:
    """Take words while danger holds: 删除 and 停, the crisis question's answer, otherwise stay."""
    session = work.session
    work.urgent = True
    name = builtins.builtin(text)
    if name in builtins.WHILE_LATCHED:
        builtins.perform(work, name)
        return
    if name and name not in ANSWERS:
        held_there(work)
        return
    hear_silently(work, text)
    opened = None if early else session.open
    own = opened if opened is not None and opened.kind not in AUTHORED else None
    if own is not None and (answer_named(work, own, text) or answer_read(work, own, text)):
        return
    if own is not None:
        nothing_deleted(work, own)
    question = find_ask(work, Place.parse(opened.place), opened.key) if opened else None
    if opened is not None and question is not None:
        opened = authored(work, opened, question)
        if answering.by_label(work, opened, question, text) or answered_first(work, opened, question, text):
            return
    if not own_danger(work, text) and asides.met(work, opened, question, text):
        return
    if opened is not None and question is not None:
        if question.choices and question.save == "none":
            if answered_plainly(work, opened, question, text):
                return
        else:
            outcome = answering.by_reading(work, opened, question, text)
            if outcome == "taken":
                run(work)
            if outcome:
                return
    work.fired("latched")
    stay(work, opened, question)


def own_danger(work: Work, text: str) -> bool:
    """Whether the words are danger themselves (再喝点就解脱了): then they answer the direct question, whatever else they name."""
    signs = read_danger(text, work.book.danger_words)
    return signs.latches and signs.kind is not DangerKind.OTHER_PERSON


def held_there(work: Work) -> None:
    """「重来」, 「再说一遍」, 「菜单」 do not answer where any word goes on: the question of safety is put again as it was."""
    waiting = work.session.open
    work.fired("latched")
    stay(work)
    if waiting is not None:
        put_again(work, waiting)


PLAIN = ("choice.exact", "choice.first words")  # 没有，就是太累了


def answered_first(work: Work, opened: OpenQuestion, question: Ask, text: str) -> bool:
    """The words of a choice in front, and why behind them: an answer, whatever else they sound like; not where they are danger."""
    if not question.choices or question.save != "none" or read_danger(text, work.book.danger_words).latches:
        return False
    reading = answering.choice_in(work, opened, question, text)
    if reading.rule not in PLAIN or not isinstance(reading.value, str):
        return False
    work.fired(f"plain:{reading.value}")
    answering.take_choice(work, opened, question, reading.value)
    run(work)
    return True


def answered_plainly(work: Work, opened: OpenQuestion, question: Ask, text: str) -> bool:
    """A whole plain yes or no, nothing guessed: 「没有希望了」 is no 「没有」. Words of danger say yes to the direct question,
    and where it was denied before, it is put again; of somebody else they answer nothing that was asked."""
    key = surely("confirm", text)
    entry = opened.place == str(route(work, Danger(Level.IDEATION, _kind(work))))
    if not key and _kind(work) is not DangerKind.OTHER_PERSON and read_danger(text, work.book.danger_words).latches:
        if not entry and answering.AFFIRMED not in work.session.told:
            enter(work, Danger(Level.IDEATION, _kind(work), rule="again"), text)
            return True
        key = answering.YES if entry else ""
    if not key:
        reading = answering.choice_in(work, opened, question, text)
        key = str(reading.value) if reading.rule in PLAIN else ""
    if key not in {c.key for c in question.choices}:
        return False
    work.fired(f"plain:{key}")
    answering.take_choice(work, opened, question, key)
    run(work)
    return True


def stay(work: Work, opened: OpenQuestion | None = None, question: Ask | None = None) -> None:
    """Nothing fits and nothing is wrong: an example, then two small choices, then gently back to where we are."""
    session = work.session
    if opened is not None and question is not None:
        session.rung += 1
        if session.rung == 1 and question.example is not None:
            work.bubble(question.example.render(work.values()))
            run(work)
            return
        if session.rung == SMALLER and question.smaller is not None:
            smaller(work, opened, question)
            return
        keep_company(work, opened)
        return
    if not session.stack:
        place = held_at(work)
        flow = work.book.flows.get(place.flow)
        step = flow.landing if flow is not None and flow.landing else place.step
        session.stack = [Frame(place.flow, step, "enter", "crisis")]
    else:
        work.say("latched")
    run(work)


def keep_company(work: Work, opened: OpenQuestion) -> None:
    """Behind the two choices nobody is asked the same thing twice running: a line of company, each time another, with the numbers;
    the question waits, and is put again only where the turn before did not put it."""
    session = work.session
    work.say(COMPANY[(session.rung - SMALLER - 1) % len(COMPANY)])
    if opened.turn < session.turn - 1:
        run(work)


def _kind(work: Work) -> DangerKind:
    return DangerKind(work.session.latch.kind) if work.session.latch else DangerKind.SELF


def hear_silently(work: Work, text: str) -> None:
    """A court date said in despair is kept for later; nothing is read back now."""
    hear(work, work.opening(text).facts)
    work.echoes = []
    work.session.echoed = []


def forwarded(work: Work, danger: Danger) -> bool:
    """Somebody else's words with danger in them: asked about gently, without a latch."""
    place = work.book.routes.danger.get("forwarded")
    if not danger.latches or place is None:
        return False
    work.fired(f"danger:forwarded:{danger.rule}")
    work.took("danger", "forwarded")
    push(work, place, "interrupt")
    run(work)
    return True

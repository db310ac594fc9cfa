"""One pure door: `advance(book, session, event, now) -> Turn`. Same inputs, same turn; nothing is executed here.

Any words from a person give a turn, never an exception. Time is an argument; the session that comes in is not touched.
"""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import assert_never

from bot.engine import arriving, asides, danger, own_questions
from bot.engine.answering import options_shown
from bot.engine.asking import form
from bot.engine.asking_back import put_again
from bot.engine.builtins import builtin
from bot.engine.environment import Sight
from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.flowbook import Book
from bot.engine.hearing import hear
from bot.engine.listening import listen, question_of
from bot.engine.pages import Pages
from bot.engine.pressing import press
from bot.engine.reminding import remind
from bot.engine.session import COMES, Session, fresh
from bot.engine.told_papers import sorted_out
from bot.engine.turn import Question, Turn
from bot.engine.walk import run
from bot.engine.work import Work
from bot.understanding import mask, normalise, read_danger
from bot.understanding.readings import Danger

UNREADABLE = ("photo", "voice", "sticker", "location", "contact", "poll", "file")
TOLD_ONCE = {"id", "card", "phone", "code"}  # kinds of number that nobody needs to send
READ_BACK = {"confirm", "rivals"}  # what these wait for is not dropped because something else was told
BESIDE = {"heard", "another"}
ASIDE = ("interrupt:", "ladder:confirm", *(f"builtin:{name}" for name in ("again", "help", "menu", "privacy", "why")))
UNTOLD = frozenset({"resume", "pause", "stop", "forget", "bye", "quiet_exit"})  # built-ins that say enough themselves
OF_THE_PLACE = frozenset({"back", "edit", "skip", "why", "drop_item", "resume", "forget", "stop", "restart"})
LONGEST = 2000  # characters of one message that are read for anything but danger


def advance(
    book: Book,
    session: Session | None,
    event: Event,
    now: dt.datetime,
    pages: Pages = MappingProxyType({}),
    reach: str = COMES,
) -> Turn:
    """The turn that follows from an event; `now` carries the person's zone.

    Where a page is to be shown the turn only says for whom (`wants`), and is taken again with it in `pages`.
    `reach`: how reminders get to this person (`session.COMES`, `WAITS`, `GONE`).
    """
    work = Work(book, session.copy() if session is not None else fresh(now), now, Sight, pages=pages, sift=sorted_out)
    work.session.reach = reach
    waiting = work.session.open
    work.session.turn += 1
    if not work.session.edition:
        work.session.edition = book.edition
    elif work.session.edition != book.edition:
        arriving.resettle(work)
    take(work, event, new=arriving.is_new(session))
    if work.wants:
        return Turn(work.session, silent=True, wants=work.wants)
    if waiting is not None and (work.rule.startswith(ASIDE) or (work.rule in BESIDE and waiting.kind in READ_BACK)):
        put_again(work, waiting)
    if not isinstance(event, TimeUp):
        if not isinstance(event, Edited):
            work.session.last = now.isoformat()
        if not work.replies and not work.silent:
            work.say("fallback_question")
    work.urgent = work.urgent or work.session.latch is not None
    if not any(isinstance(r, Question) for r in work.replies):
        work.echoes = []
    if not work.silent and work.session.echoed and event.__class__ in {Said, Pressed} and work.rule != "correction":
        _forget_old_echo(work)
    return Turn(
        session=work.session,
        replies=tuple(work.replies),
        effects=tuple(work.effects),
        path=tuple(work.path),
        ways=tuple(work.ways),
        rule=work.rule,
        readings=dict(work.readings),
        words=work.words,
        urgent=work.urgent,
        silent=work.silent,
        push=work.push,
    )


def _forget_old_echo(work: Work) -> None:
    """Only what was read back in this turn, or waits behind an untouched question, can be corrected by 「不对」."""
    if work.readings and not any(k in work.readings for k in work.session.echoed):
        work.session.echoed = []


def take(work: Work, event: Event, new: bool) -> None:
    if isinstance(event, (Opened, Sent, Pressed)):
        work.session.paused = False
    match event:
        case Opened(payload):
            if new:
                work.fired("begin")
                arriving.begin(work, payload)
            else:
                arriving.opened(work, payload)
        case Said(text, is_forwarded, early):
            said(work, text, new, is_forwarded, early)
        case Edited(text):
            edited(work, text, new)
        case Sent(kind, caption):
            sent(work, kind, caption, new)
        case Pressed(token):
            if new:
                arriving.begin(work)
            else:
                pressed(work, token)
                arriving.after_return(work)
        case TimeUp(timer, wakes):
            if not remind(work, timer, wakes):
                work.silent = not work.effects
        case _:
            assert_never(event)


def pressed(work: Work, token: str) -> None:
    """A press on what waits is an answer, whenever it comes; any other after hours is a return."""
    opened = work.session.open
    own = opened is not None and token.startswith(f"{opened.turn}:{opened.place}:")
    if work.session.latch is None and not own and arriving.returns(work):
        work.fired("press:stale")
        arriving.come_back(work)
    else:
        press(work, token)


def said(work: Work, text: str, new: bool, is_forwarded: bool, early: bool) -> None:
    """Words: danger first and on all of them, then the order of one turn on a bounded part."""
    signs = read_danger(text, work.book.danger_words)
    remember(work, text, signs)
    heard = text if len(text) <= LONGEST else text[:LONGEST]
    if new and not (signs.latches and not is_forwarded):
        arriving.notice(work)
    if is_forwarded or not signs.latches:
        tell_once(work)
    if is_forwarded:
        quoted(work, heard, signs, new)
    elif signs.latches and danger.rises(work, signs):
        danger.enter(work, signs, heard)
    elif work.session.latch is not None:
        danger.listen_latched(work, heard, early)
    elif not new and arriving.returns(work) and not own_answer(work, heard):
        arriving.come_back(work, heard, signs)
    else:
        go_on(work, heard)
        if not asides.told_of_a_text(work, heard, early):
            listen(work, heard, signs, early)
        arriving.after_return(work)


def go_on(work: Work, text: str) -> None:
    """Words after a pause take it back; those that say so themselves are not told twice."""
    if work.session.paused:
        work.session.paused = False
        if builtin(text) not in UNTOLD:
            work.say("resumed")


def own_answer(work: Work, text: str) -> bool:
    """Back after hours with the very label of the question that waits: that is an answer, not a return."""
    opened = work.session.open
    if opened is None or not work.session.stack:
        return False
    if builtin(text) in OF_THE_PLACE:
        return True
    question = question_of(work, opened)
    if question is None:
        return bool(own_questions.named(work, opened, text))
    said_words = normalise(text)
    return any(said_words in {form(o.label), *map(form, o.also)} for o in options_shown(work, question, opened))


def remember(work: Work, text: str, signs: Danger) -> None:
    """The masked form is the only one that outlives the turn."""
    opening = work.opening(text[:LONGEST], signs)
    spans = [r.span for r in opening.facts.values() if r.span is not None]
    masked = mask(text, spans)
    work.words = masked.text
    work.masked_kinds = frozenset(masked.kinds)


def tell_once(work: Work) -> None:
    """Somebody sent a number that nobody needs: said once, kindly."""
    if work.masked_kinds & TOLD_ONCE and "masked" not in work.session.told and work.session.latch is None:
        work.session.told.append("masked")
        work.say("masked")


def quoted(work: Work, text: str, signs: Danger, new: bool) -> None:
    """Forwarded words are a quotation: read for events and facts, never an answer; danger in them asks gently."""
    session = work.session
    if session.latch is not None:
        danger.stay(work)
        return
    if danger.forwarded(work, signs):
        return
    work.fired("forwarded")
    facts = work.opening(text).facts
    hear(work, {name: reading for name, reading in facts.items() if name == "events"})
    if not new and arriving.returns(work):
        arriving.come_back(work)
    else:
        run(work)


def edited(work: Work, text: str, new: bool) -> None:
    """An edited message is read for danger and otherwise answered with one line."""
    signs = read_danger(text, work.book.danger_words)
    remember(work, text, signs)
    if signs.latches and danger.rises(work, signs):
        danger.enter(work, signs, text[:LONGEST])
    elif work.session.latch is not None:
        danger.stay(work)
    elif new:
        arriving.begin(work)
    else:
        work.fired("edited")
        work.say("edited")


def sent(work: Work, kind: str, caption: str, new: bool) -> None:
    """What cannot be read gets one line that says what helps instead; its caption is read like words."""
    if caption.strip():
        signs = read_danger(caption, work.book.danger_words)
        if signs.latches or work.session.latch is not None:
            said(work, caption, new, is_forwarded=False, early=False)
            return
    if new:
        arriving.notice(work)
    if work.session.latch is None:
        work.say(f"sent_{kind}" if kind in UNREADABLE else "sent_other")
    work.fired(f"sent:{kind}")
    if caption.strip():
        said(work, caption, False, is_forwarded=False, early=False)
    elif work.session.latch is not None:
        danger.stay(work)
    elif arriving.returns(work):
        arriving.come_back(work)
    else:
        work.session.adrift = 0
        run(work)

"""Not understood, three rungs and no further: an example, two small choices, skipped with a hotline.

A question that nobody wrote an answer to is no answer that was not understood: it is said so, with somebody to ask, and no rung is
used. A one-word reply starts at the second rung; the third message running without an answer leads to the talking flow. Nobody is
asked the same thing for ever, and nobody is told that they typed something wrong.
"""

from __future__ import annotations

import re

from bot.engine import which
from bot.engine.asking import DRAFT, put_question, shown_choices
from bot.engine.builtins import set_aside
from bot.engine.flowbook import Ask, Place
from bot.engine.session import OpenQuestion
from bot.engine.walk import push, run
from bot.engine.work import Work
from bot.understanding import asks, normalise

ASSENT = re.compile("(?:[嗯恩对是好行]|没错|正确|可以|ok|记得?对)+(?:的|了|呀|啊|呢|哦)?")
ONE_WORD = 2  # characters of a reply that is met with two small choices at once
ADRIFT = 3  # messages running without an answer


def not_understood(work: Work, text: str, opened: OpenQuestion | None, question: Ask | None) -> None:
    """Say something that helps, a little less each time, and put the question again."""
    session = work.session
    if agrees(work, text, opened):
        return
    work.fired("ladder")
    session.adrift += 1
    if opened is not None:
        work.count(f"not_understood:{opened.place}")
    if session.adrift >= ADRIFT and talk(work):
        return
    if opened is None or question is None:
        asked = which.question_of(work, opened)
        if opened is not None and asked is not None:  # the names stay; there is nothing smaller than they are
            session.rung, session.rung_at = 1, f"{opened.place}:{opened.key}"
            example(work, asked)
        else:
            work.say("ladder_no_example")
            run(work)
        return
    if question.listens and asks(text):
        work.rule = "asked"
        work.say("asked")
        run(work)
        return
    here = f"{opened.place}:{opened.key}"
    if session.rung_at != here:
        session.rung, session.rung_at = 0, here
    session.rung = max(session.rung + 1, 2 if len(normalise(text)) <= ONE_WORD else 1)
    if session.rung == 1:
        example(work, question)
    elif session.rung == 2:
        smaller(work, opened, question)
    elif question.skippable:
        skip(work, opened, question)
    else:
        work.say("ladder_no_example")
        run(work)


def agrees(work: Work, text: str, opened: OpenQuestion | None) -> bool:
    """「对」 to what was read back in front of a question: it is taken as said, and the question put. Once; no rung is used."""
    session = work.session
    if opened is None or not session.echoed or ASSENT.fullmatch(normalise(text)) is None:
        return False
    here = f"{opened.place}:{opened.key}"
    if session.rung_at == here:
        return False
    session.rung, session.rung_at = 0, here
    work.fired("agreed")
    work.say("agreed")
    run(work)
    return True


def read_back_waits(work: Work, opened: OpenQuestion) -> bool:
    """Words beside 「对吗」: the day that was read back is not lost with them. Once; then the question behind it is put."""
    session, here = work.session, f"{opened.place}:{opened.key}:{opened.kind}"
    if opened.kind != "confirm" or session.rung_at == here:
        return False
    work.fired("ladder:confirm")
    work.count(f"not_understood:{opened.place}")
    session.adrift += 1
    session.rung, session.rung_at = 1, here
    work.say("confirm_waits")
    run(work)
    return True


def talk(work: Work) -> bool:
    """Three times beside the question: no more questions for now, only listening."""
    session, place = work.session, work.book.routes.talk
    session.adrift = 0
    if any(f.flow == place.flow for f in session.stack):
        return False
    work.rule = "adrift"
    work.took("route", "talk")
    push(work, place, "interrupt")
    run(work)
    return True


def example(work: Work, question: Ask) -> None:
    """First rung: what an answer may look like."""
    if question.example is not None:
        work.say("ladder_example", example=question.example.render(work.values()).strip())
    else:
        work.say("ladder_no_example")
    run(work)


def smaller(work: Work, opened: OpenQuestion, question: Ask) -> None:
    """Second rung: two options, the authored ones or the first choice and 不清楚."""
    shown = [(k, label) for k, label in shown_choices(work, question, opened.key) if k != DRAFT]
    wanted = question.smaller or ()
    pair = [(k, label) for k, label in shown if k in wanted]
    if len(pair) < 2 and not question.skippable:
        pair = shown
    elif len(pair) < 2:
        way_out = next((c.key for c in question.choices if c.unknown or c.skip), "skip")
        pair = shown[:1] if shown and shown[0][0] != way_out else []
        pair.append((way_out, dict(shown).get(way_out, work.phrase("unknown_label"))))
    above = {1: "ladder_one", 2: "ladder_smaller"}.get(len(pair), "ladder_no_example")
    text = f"{work.phrase(above)}\n{question.text.render(work.values()).strip()}"
    slot = work.book.slots.get(opened.key.partition("@")[0])
    put_question(work, text, pair, Place.parse(opened.place), opened.key, opened.kind, slot=slot, under=opened.under)


def skip(work: Work, opened: OpenQuestion, question: Ask) -> None:
    """Third rung: skipped for now, with somebody to call; nothing is said of scripts to somebody who is not safe."""
    work.session.rung = 0
    if opened.kind == "edit":
        work.session.editing = ""  # the old answer stays
    else:
        if question.listens:
            work.say("ladder_skip")
        set_aside(work, opened, question)
    run(work)

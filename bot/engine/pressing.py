"""Buttons: `turn:flow.step:choice`, checked against what waits and what lies on the way here.

The open question's own button answers it; one of an older question still on the way corrects it; any other shows the open question
again; the same one a second time changes nothing.
"""

from __future__ import annotations

from bot.engine import answers as held
from bot.engine.answering import answer_by, take_choice
from bot.engine.asking import AUTHORED, DRAFT, LED, SKIP, asked_at, choice_of, find_ask
from bot.engine.corrections import correct, on_path
from bot.engine.danger import stay
from bot.engine.flowbook import Ask, Place
from bot.engine.own_questions import answer
from bot.engine.session import Mark, OpenQuestion
from bot.engine.walk import run
from bot.engine.work import Work


def press(work: Work, token: str) -> None:
    """Take a press; unknown and foreign tokens change nothing and show the open question."""
    session = work.session
    turn_text, _, rest = token.partition(":")
    place_text, _, choice = rest.rpartition(":")
    opened = session.open
    if not (turn_text.isascii() and turn_text.isdigit() and len(turn_text) < 10 and place_text and choice):
        stale(work, say=False)
        return
    turn, place = int(turn_text), Place.parse(place_text)
    if opened is not None and opened.turn == turn and opened.place == place_text and choice in opened.choices:
        work.fired("press")
        press_open(work, opened, choice)
        return
    if opened is not None and 0 < turn < opened.turn and is_copy(work, opened, place, choice):
        work.fired("press")
        press_open(work, opened, choice)
        return
    mark = on_path(work, turn, place) if turn else None
    if mark is None or session.latch is not None:
        stale(work)
        return
    press_older(work, mark, place, choice)


def present_key(question: Ask, choice: str) -> str:
    """The key of a shown choice in this edition: itself, the one that replaced it (`was`), or "" where it is gone."""
    if choice in {SKIP, DRAFT} or choice_of(question, choice) is not None:
        return choice
    return next((c.key for c in question.choices if choice in c.was), "")


def is_copy(work: Work, opened: OpenQuestion, place: Place, choice: str) -> bool:
    """Whether an older button belongs to the very question that waits, which was put again since."""
    step = work.book.step(place)
    own = step.action(Ask) if step else None
    same = opened.kind in AUTHORED and opened.place == str(place) and own is not None
    answered = any((m.stack[-1].flow, m.stack[-1].step) == (place.flow, place.step) for m in work.session.trail)
    return same and not answered and own is not None and (choice == SKIP or choice_of(own, choice) is not None)


def press_open(work: Work, opened: OpenQuestion, choice: str) -> None:
    """The open question's own button."""
    if opened.kind not in {"ask", "edit"}:
        answer(work, opened, choice)
        return
    question = find_ask(work, Place.parse(opened.place), opened.key)
    choice = present_key(question, choice) if question is not None else ""
    if question is None or not choice:
        run(work)
        return
    take_choice(work, opened, question, choice)
    if opened.kind == "ask":
        run(work)


def press_older(work: Work, mark: Mark, place: Place, choice_key: str) -> None:
    """A button of an answered question on the way here: a correction, or void when it says what is held already."""
    session = work.session
    if mark.key.endswith(held.WHICH) and choice_key in work.session.items.get(mark.key.removesuffix(held.WHICH), []):
        work.fired("press:correction")
        correct(work, mark.key, held.answer_of(work, choice_key, state="led"), place)
        return
    question = asked_at(work, place, mark.key)
    if question is None or not (choice_key == SKIP or choice_of(question, choice_key)):
        stale(work)
        return
    key = held.key_for(work, question.save) if mark.key.endswith(LED) and question.save != "none" else mark.key
    replacement = answer_by(work, question, key, choice_key)
    before = session.slots.get(mark.key)
    said = replacement or held.answer_of(work, choice_key, state="led")
    if before is not None and (before.state, before.value) == (said.state, said.value):
        work.fired("press:again")
        work.silent = True
        return
    work.fired("press:correction")
    correct(work, key, replacement, place, choice_key)


def stale(work: Work, say: bool = True) -> None:
    """An old or foreign button: one kind sentence and the open question again."""
    work.fired("press:stale")
    if work.session.latch is not None:
        stay(work)
        return
    if say:
        work.say("stale")
    run(work)

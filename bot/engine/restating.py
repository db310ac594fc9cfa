"""「改」 for what was only heard: an answer that no question asks for is said anew, kept, or taken off."""

from __future__ import annotations

from bot.engine import answers as held
from bot.engine.asking import place_asking, put_question
from bot.engine.echoing import BUBBLE, in_one_line
from bot.engine.flowbook import Place
from bot.engine.session import OpenQuestion
from bot.engine.walk import run
from bot.engine.work import Work

KIND = "restate"
KEEP, DROP = "keep", "drop"


def only_heard(work: Work, key: str) -> bool:
    """Whether a fact is held that was heard beside something else, and that no question of the book is for."""
    answer, slot = work.session.slots.get(key), work.book.slots.get(held.slot_name(key))
    return (
        answer is not None
        and answer.state == "value"
        and answer.via != "set"
        and slot is not None
        and bool(slot.hears)
        and place_asking(work, key) is None
    )


def ask_anew(work: Work, key: str) -> None:
    """What it should be; or off with it."""
    place = Place.parse(work.session.open.place) if work.session.open else work.book.routes.home
    room = BUBBLE - len(work.phrase("restate_ask", read_back=""))
    text = work.phrase("restate_ask", read_back=in_one_line(work, [key], room))
    choices = list(labels(work).items())
    put_question(work, text, choices, place, "none", KIND, slot=work.book.slots[held.slot_name(key)], data=(key,))


def labels(work: Work) -> dict[str, str]:
    """What can be pressed instead of saying it anew."""
    return {key: work.phrase(f"restate_{key}") for key in (KEEP, DROP)}


def settle(work: Work, opened: OpenQuestion, key: str) -> None:
    """Keep it as it is, or hold it no longer."""
    if key == DROP:
        held.drop(work, opened.data[0])
        work.say("restate_dropped")
    run(work)

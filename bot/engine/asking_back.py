"""The engine's own questions about an answer: which of these, is that right, really delete; and each of them once more."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bot.engine import answers as held
from bot.engine import restating
from bot.engine.asking import AUTHORED, pack, put_question, unpack
from bot.engine.corrections import edit
from bot.engine.echoing import spoken
from bot.engine.flowbook import Place, Slot
from bot.engine.session import Answer, OpenQuestion
from bot.engine.turn import Question
from bot.engine.values import thaw
from bot.engine.work import Work


def put_rivals(work: Work, opened: OpenQuestion, slot: Slot, answers: Sequence[Answer]) -> None:
    """Two or three candidates remain: the person says which."""
    labels = [spoken(slot, a, label=False) for a in answers]
    text = work.phrase("rivals", first=labels[0], second="，还是".join(labels[1:]))
    choices = [(f"r{n}", label) for n, label in enumerate(labels)]
    data = tuple(pack(a.value) for a in answers)
    place = Place.parse(opened.place)
    put_question(work, text, choices, place, opened.key, "rivals", slot=slot, data=data, under=opened.kind)


def ask_to_confirm(work: Work, opened: OpenQuestion, slot: Slot, answer: Answer) -> None:
    """A value that decides a legal deadline is read back and asked."""
    text = work.phrase("confirm", read_back=slot.label + spoken(slot, answer, today=work.now.date()))
    choices = [("yes", work.phrase("confirm_yes")), ("no", work.phrase("confirm_no"))]
    data = (pack(answer.value), pack(answer.low), pack(answer.high), answer.sure)
    place = Place.parse(opened.place)
    put_question(work, text, choices, place, opened.key, "confirm", data=data, under=opened.kind)


def ask_to_forget_again(work: Work) -> None:
    """「真的要删吗」 was not answered: it still waits, and nothing was deleted."""
    if isinstance(work.replies[-1], Question):
        work.replies.pop()
    ask_to_forget(work)


def ask_to_forget(work: Work) -> None:
    """One confirmation, then final."""
    choices = [("yes", work.phrase("forget_yes")), ("no", work.phrase("forget_no"))]
    place = Place.parse(work.session.open.place) if work.session.open else work.book.routes.home
    put_question(work, work.phrase("forget_ask"), choices, place, "none", "forget")


def put_again(work: Work, waiting: OpenQuestion) -> None:
    """「再说一遍」 or an interrupt in front of 「是哪一个」: that question comes back, not the one behind it."""
    now_open = work.session.open
    if waiting.kind == "edit_pick" and now_open is not None and isinstance(work.replies[-1], Question):
        work.replies.pop()
        edit(work)
        return
    if waiting.kind == restating.KIND and now_open is not None and isinstance(work.replies[-1], Question):
        work.replies.pop()
        restating.ask_anew(work, waiting.data[0])
        return
    if waiting.kind == "forget" and now_open is not None and now_open.kind in AUTHORED and work.replies:
        ask_to_forget_again(work)
        return
    slot = work.book.slots.get(held.slot_name(waiting.key))
    same = now_open is not None and (now_open.place, now_open.key) == (waiting.place, waiting.key)
    if not same or slot is None or waiting.kind not in {"rivals", "confirm"} or waiting.key in work.session.slots:
        return
    if now_open is None or now_open.kind not in AUTHORED or not isinstance(work.replies[-1], Question):
        return
    values = [thaw(slot.type, unpack(d)) for d in waiting.data] if waiting.kind == "rivals" else []
    rivals = [held.answer_of(work, value) for value in values if value is not None]
    if waiting.kind == "rivals" and len(rivals) < 2:
        return  # another edition: they are no candidates any more, and the question behind is put
    work.replies.pop()
    behind = replace(waiting, kind=waiting.under)
    if waiting.kind == "confirm":
        value, low, high = (unpack(d) for d in waiting.data[:3])
        ask_to_confirm(
            work, behind, slot, Answer("value", value, low, high, work.now.isoformat(), 0, "asked", waiting.data[3])
        )
        return
    put_rivals(work, behind, slot, rivals)

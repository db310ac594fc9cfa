"""Taking back and changing answers: 上一步, 改, an older button, 「不对，是三千」.

A correction walks back to the question, takes the new answer and goes on: questions still on the way take their answers up again
without asking, answers off the way become drafts, which are offered when reached again and feed nothing meanwhile. Timers set and
documents made after that point no longer count.
"""

from __future__ import annotations

from bot.engine import answers as held
from bot.engine.asking import (
    OPTIONS,
    ask,
    find_ask,
    place_asking,
    put_question,
)
from bot.engine.flowbook import Place
from bot.engine.papers import supersede_since
from bot.engine.session import Answer, Frame, Mark
from bot.engine.timers import cancel
from bot.engine.walk import run
from bot.engine.work import Work


def correct(work: Work, key: str, answer: Answer) -> None:
    """Hold another answer under `key` and walk on from its question."""
    session = work.session
    mark = next((m for m in session.trail if m.key == key), None)
    held.put(work, key, answer)
    work.echoes.append(key)
    if mark is None:
        run(work)
        return
    later = session.trail[session.trail.index(mark) + 1 :]
    work.staged = {m.key: session.slots[m.key] for m in later if m.key in session.slots}
    asked_at = {m.key: m.turn for m in later}
    for stale in work.staged:
        held.drop(work, stale)
    _rewind(work, mark)
    work.replaying = True
    run(work)
    session.drafts.update(work.staged)
    session.trail = [_asked_again(m, asked_at) for m in session.trail]
    work.staged = {}


def back(work: Work) -> None:
    """上一步: the last question that was put is put again; its answer becomes a draft."""
    session = work.session
    mark = next((m for m in reversed(session.trail) if m.turn), None)
    if mark is None:
        work.say("back_none")
        run(work)
        return
    answer = held.drop(work, mark.key)
    if answer is not None:
        session.drafts[mark.key] = answer
    _rewind(work, mark)
    work.say("back_done")
    run(work)


def _rewind(work: Work, mark: Mark) -> None:
    session = work.session
    session.trail = session.trail[: session.trail.index(mark)]
    session.stack = list(mark.stack)
    for owner in work.book.lists.values():
        if mark.current in session.items.get(owner.name, []):
            session.current[owner.name] = mark.current
    session.outcome = ""
    session.rung = 0
    cancel(work, lambda t: t.turn > mark.turn)
    supersede_since(work, mark.turn or session.turn)
    work.cache = None


def _asked_again(mark: Mark, asked_at: dict[str, int]) -> Mark:
    """A question passed again in a correction keeps the turn in which it was really put, so that its buttons still work."""
    turn = mark.turn or asked_at.get(mark.key, 0)
    return Mark(turn, mark.key, mark.stack, mark.current)


def edit(work: Work) -> None:
    """改: the answer just read back is asked again; without one, the person picks which."""
    session = work.session
    if session.echoed:
        ask_again(work, session.echoed[-1])
        return
    keys = editable(work)
    if not keys:
        work.say("edit_none")
        run(work)
        return
    if len(keys) == 1:
        ask_again(work, keys[0])
        return
    choices = [(f"e{n}", _short_label(work, key)) for n, key in enumerate(keys)]
    place = Place.parse(session.open.place) if session.open else work.book.routes.home
    put_question(work, work.phrase("edit_pick"), choices, place, "none", "edit_pick", data=tuple(keys))


def editable(work: Work) -> list[str]:
    """The last answers that the book can ask again, newest first."""
    session = work.session
    keys = sorted(session.slots, key=lambda k: -session.slots[k].turn)
    return [k for k in keys if session.slots[k].via != "set" and place_asking(work, k) is not None][:OPTIONS]


def ask_again(work: Work, key: str) -> None:
    """Put the question behind a held answer; the place in the flow does not move until it is answered."""
    place = next((_place(m) for m in work.session.trail if m.key == key), None) or place_asking(work, key)
    question = find_ask(work, place, key) if place else None
    if place is None or question is None:
        work.say("edit_none")
        run(work)
        return
    work.say("edit_now")
    ask(work, question, place, key, kind="edit")


def _place(mark: Mark) -> Place:
    top = mark.stack[-1]
    return Place(top.flow, top.step)


def _short_label(work: Work, key: str) -> str:
    slot = work.book.slots.get(held.slot_name(key))
    return slot.label if slot else key


def on_path(work: Work, turn: int, place: Place) -> Mark | None:
    """The answered question that was put in this turn at this place, if it is still on the way here."""
    return next((m for m in work.session.trail if m.turn == turn and _place(m) == place), None)


def restart(work: Work) -> None:
    """重来: the first question, all answers kept as drafts, nothing else."""
    session = work.session
    session.drafts = {**session.drafts, **{k: a for k, a in session.slots.items() if a.via != "set"}}
    session.slots, session.trail, session.shown = {}, [], {}
    session.outcome = ""
    session.told = [t for t in session.told if not t.endswith(":done")]
    cancel(work, lambda _: True)
    supersede_since(work, 0)
    work.cache = None
    home = work.book.routes.home
    session.stack = [Frame(home.flow, home.step, "ask")]
    work.say("restarted")
    run(work)

"""Taking back and changing answers: 上一步, 改, an older button, 「不对，是三千」.

A correction walks back to the question, takes the new answer and goes on: questions still on the way take their answers up again
without asking, answers off the way become drafts, which are offered when reached again and feed nothing meanwhile. Timers set and
documents made after that point no longer count.
"""

from __future__ import annotations

from msgspec.structs import replace

from bot.engine import answers as held
from bot.engine.asking import (
    LABEL,
    LED,
    OPTIONS,
    ask,
    find_ask,
    place_asking,
    put_question,
    spec_of,
)
from bot.engine.flowbook import Place
from bot.engine.hearing import fitting
from bot.engine.limits import CARE
from bot.engine.papers import supersede_since
from bot.engine.restating import ask_anew, only_heard
from bot.engine.session import Answer, Frame, Mark
from bot.engine.timers import cancel
from bot.engine.walk import run
from bot.engine.work import Work
from bot.understanding import read
from bot.understanding.readings import QuestionSpec

PICKED = "="  # in front of the words that hold the new value of what is picked
BESIDES = (LED, held.WHICH)  # kept beside the answers: a way that was taken, an item that was chosen


def correct(work: Work, key: str, answer: Answer | None, place: Place, choice: str = "") -> None:
    """Hold another answer to the question at `place` and walk on from there.

    `choice` is the choice it came by, so that its way out is taken; an answer of None only leads that way.
    """
    session = work.session
    led = f"{place}{LED}"
    mark = _mark_of(session.trail, key, led, place)
    before = session.slots.get(key) or session.slots.get(led)
    since = mark.turn if mark and mark.turn else before.turn - 1 if before else session.turn
    _hold_instead(work, key, answer, led)
    _undo_since(work, since)
    if mark is None:
        run(work)
        return
    later = session.trail[session.trail.index(mark) + 1 :]
    work.staged = {m.key: session.slots[m.key] for m in later if m.key in session.slots and m.key != key}
    asked_at = {m.key: m.turn for m in later}
    for stale in work.staged:
        held.drop(work, stale)
    if answer is None:
        work.staged[led] = held.answer_of(work, choice, state="led")
    elif choice:
        work.picks[key] = choice
    _rewind(work, mark)
    work.replaying = True
    run(work)
    session.drafts.update({k: replace(a, via="kept") for k, a in work.staged.items() if not k.endswith(LED)})
    session.trail = [_asked_again(m, asked_at, mark) for m in session.trail]
    work.staged = {}


def _mark_of(trail: list[Mark], key: str, led: str, place: Place) -> Mark | None:
    """The mark of the question at this place, else the one of the key wherever it was asked."""
    here = (m for m in trail if m.key in {key, led} and _place(m) == place)
    return next(here, None) or next((m for m in trail if m.key == key), None)


def _hold_instead(work: Work, key: str, answer: Answer | None, led: str) -> None:
    held.drop(work, led)
    if answer is None:
        held.drop(work, key)
        return
    held.put(work, key, answer)
    work.echoes.append(key)


def back(work: Work) -> None:
    """上一步: the last question that was put is put again; its answer becomes a draft. From the name of one more lender it
    leads to 「还有别的吗」, and that lender is gone."""
    session = work.session
    empty = held.nameless(work, session.open.key) if session.open is not None else None
    if empty is not None:
        held.drop_item(work, *empty)
        work.say("back_done")
        run(work)
        return
    mark = next((m for m in reversed(session.trail) if m.turn), None)
    if mark is None:
        work.say("back_none")
        run(work)
        return
    answer = held.drop(work, mark.key)
    if answer is not None and not mark.key.endswith(BESIDES):
        session.drafts[mark.key] = answer
    held.unchoose(session, work.book, mark.key)
    session.editing = ""
    _rewind(work, mark)
    _undo_since(work, mark.turn)
    work.say("back_done")
    run(work)


def _rewind(work: Work, mark: Mark) -> None:
    session = work.session
    session.trail = session.trail[: session.trail.index(mark)]
    session.stack = list(mark.stack)
    session.open = None
    for owner in work.book.lists.values():
        if mark.current in session.items.get(owner.name, []):
            session.current[owner.name] = mark.current
    session.outcome = ""
    session.rung = 0
    work.cache = None


def _undo_since(work: Work, turn: int) -> None:
    """Timers set and documents made after this turn rest on an answer that is no longer held."""
    cancel(work, lambda t: t.turn > turn)
    supersede_since(work, turn)
    for key in [k for k, a in work.session.slots.items() if a.via == "set" and a.turn > turn]:
        held.drop(work, key)


def _asked_again(mark: Mark, asked_at: dict[str, int], corrected: Mark) -> Mark:
    """A question passed again in a correction keeps the turn in which it was really put, so that its buttons still work."""
    same_place = corrected.turn if _place(mark) == _place(corrected) else 0
    turn = mark.turn or asked_at.get(mark.key, 0) or same_place
    return Mark(turn, mark.key, mark.stack, mark.current)


def edit(work: Work) -> None:
    """改: the answer just read back is asked again; after several, or without one, the person picks which."""
    keys = echoed_keys(work) or editable(work)
    if not keys:
        work.say("edit_none")
        run(work)
        return
    if len(keys) == 1:
        ask_again(work, keys[0])
        return
    pick(work, keys)


def edit_named(work: Work, words: str) -> bool:
    """改金额, 改 金额 三千: the answer that the words name, with its new value where they give one; false when they name
    nothing that was answered."""
    found = named_by(work, words)
    if not found:
        return False
    longest = max(len(name) for name, _ in found)
    keys = [key for name, key in found if len(name) == longest]
    rest = words[longest:].lstrip(" ,，:：为成是到改")
    place = place_asking(work, keys[0])
    asked, slot = find_ask(work, place, keys[0]) if place else None, work.book.slots.get(held.slot_name(keys[0]))
    if len(keys) > 1:
        pick(work, keys[:OPTIONS])
    elif rest and slot is not None:
        spec = spec_of(work, asked, keys[0]) if asked else QuestionSpec(slot.type.value, slot.hears, slot.options)
        reading = read(spec, rest, work.now.date())
        value = None if reading.rivals else fitting(slot, reading.value)
        if value is None:
            ask_again(work, keys[0])
        else:
            hold_anew(work, keys[0], held.answer_of(work, value, sure=reading.sure.value))
    else:
        ask_again(work, keys[0])
    return True


def hold_anew(work: Work, key: str, answer: Answer) -> None:
    """Hold the new answer and walk on from its question; one that nobody asks for is only held, and read back."""
    place = place_asking(work, key)
    if place is not None:
        correct(work, key, answer, place)
        return
    held.put(work, key, answer)
    work.echoes.append(key)
    run(work)


def named_by(work: Work, words: str) -> list[tuple[str, str]]:
    """The answered slots whose label the words begin with, whole or in part, or another of their names: 金额 of 欠款金额, 收入
    for 每月到手; with the part that was said."""
    found = []
    for key in work.session.slots:
        slot = work.book.slots.get(held.slot_name(key))
        if slot is None or not changeable(work, key):
            continue
        sizes = range(min(len(words), len(slot.label)), 1, -1)
        part = next((words[:n] for n in sizes if words[:n] in slot.label), "")
        name = max((part, *(name for name in slot.called if words.startswith(name))), key=len)
        if name:
            found.append((name, key))
    return found


def pick(work: Work, keys: list[str], words: str = "") -> None:
    """Which of these is to be changed? The new value that was said waits with the question."""
    choices = [(f"e{n}", short_label(work, key)) for n, key in enumerate(keys)]
    place = Place.parse(work.session.open.place) if work.session.open else work.book.routes.home
    choices, keys = choices[:OPTIONS], keys[:OPTIONS]
    data = (*keys, *([f"{PICKED}{words}"] if words else []))
    put_question(work, work.phrase("edit_pick"), choices, place, "none", "edit_pick", data=data)


def echoed_keys(work: Work) -> list[str]:
    """The answers just read back that can be changed, newest first."""
    return [k for k in reversed(work.session.echoed) if changeable(work, k, echoed=True)][:OPTIONS]


def editable(work: Work) -> list[str]:
    """The last answers that can be changed, newest first."""
    session = work.session
    keys = sorted(session.slots, key=lambda k: -session.slots[k].turn)
    return [k for k in keys if changeable(work, k)][:OPTIONS]


def changeable(work: Work, key: str, *, echoed: bool = False) -> bool:
    """Whether an answer can be given anew: by its own question, else by saying again what was only heard. One that the
    book wrote itself is none, unless it was read back."""
    answer = work.session.slots.get(key)
    written = not echoed and answer is not None and answer.via == "set"
    return (place_asking(work, key) is not None and not written) or only_heard(work, key)


def ask_again(work: Work, key: str) -> None:
    """Put the question behind a held answer; the place in the flow does not move until it is answered."""
    place = next((_place(m) for m in work.session.trail if m.key == key), None)
    if place is None or find_ask(work, place, key) is None:
        place = place_asking(work, key)
    question = find_ask(work, place, key) if place else None
    if place is None and only_heard(work, key):
        ask_anew(work, key)
        return
    if place is None or question is None:
        work.say("edit_none")
        run(work)
        return
    work.say("edit_now")
    work.session.editing = key
    ask(work, question, place, key, kind="edit")


def _place(mark: Mark) -> Place:
    top = mark.stack[-1]
    return Place(top.flow, top.step)


def short_label(work: Work, key: str) -> str:
    """How a held answer is named on a button: its slot, with the lender where there are several; two loans of one by number."""
    slot, owner = work.book.slots.get(held.slot_name(key)), held.list_of(work.book, key)
    if slot is None or owner is None or len(work.session.items.get(owner.name, [])) < 2:
        return slot.label if slot else key
    items, item = work.session.items[owner.name], key.partition("@")[2]
    names = {i: work.session.slots.get(f"{owner.alias}.{owner.key_field}@{i}") for i in items}
    known = [a.value for a in names.values() if a is not None and a.state == "value"]
    name = names.get(item)
    if name is not None and name.state == "value" and known.count(name.value) == 1:
        return f"{name.value}{slot.label}"[:LABEL]
    return f"第{items.index(item) + 1 if item in items else 1}家{slot.label}"[:LABEL]


def on_path(work: Work, turn: int, place: Place) -> Mark | None:
    """The answered question that was put in this turn at this place, if it is still on the way here; an older copy of the
    same question counts as well."""
    here = [m for m in work.session.trail if m.turn and _place(m) == place]
    exact = next((m for m in here if m.turn == turn), None)
    alone = len(here) == 1 and work.book.step(place) is not None and 0 < turn < here[0].turn
    return exact or (here[0] if alone else None)


def restart(work: Work) -> None:
    """重来: the first question, all answers kept as drafts, nothing else."""
    session = work.session
    offered = {
        **session.drafts,
        **{k: a for k, a in session.slots.items() if a.via != "set" and not k.endswith(BESIDES)},
    }
    session.drafts = {k: replace(a, via="draft") for k, a in offered.items()}
    session.slots, session.trail, session.shown = {}, [], {}
    session.outcome = session.editing = ""
    session.echoed = []
    session.told = [t for t in session.told if not t.endswith(":done")]
    cancel(work, lambda t: t.kind != CARE)  # a promised sign of life rests on no answer
    supersede_since(work, 0)
    work.cache = None
    home = work.book.routes.home
    session.stack = [Frame(home.flow, home.step, "ask")]
    work.say("restarted")
    run(work)

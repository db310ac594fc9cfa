"""Putting a question: its words, its buttons, its progress, and the record of what waits for an answer."""

from __future__ import annotations

import json
from functools import lru_cache

from msgspec.structs import replace

from bot.engine.answers import aged, list_of, slot_name
from bot.engine.echoing import echo, spoken
from bot.engine.flowbook import Ask, Choice, Place, Repeat, Slot, Step
from bot.engine.session import GONE, WAITS, OpenQuestion
from bot.engine.turn import Button, Question
from bot.engine.values import NUMERIC, SlotType, Stored
from bot.engine.work import Work
from bot.understanding import normalise
from bot.understanding.readings import Option, QuestionSpec

LABEL = 10  # characters on a button
OPTIONS = 6  # buttons under one question; more are not read by somebody in panic
LETTERED = NUMERIC | {SlotType.DATE, SlotType.MONTH, SlotType.CLOCK, SlotType.REFERENCE}
DRAFT, SKIP = "draft", "skip"
LED = ":led"  # ends the key under which an answer is kept that only led somewhere
AUTHORED = frozenset({"ask", "edit"})
REMINDERS = "reminders"  # how the consent texts for reminders are called, whatever their version


def ask(work: Work, question: Ask, place: Place, key: str, kind: str = "ask") -> None:
    """Put an authored question; its answer will be kept under `key`."""
    if question.listens and work.session.latch is None and work.session.unsaid:
        work.echoes = list(dict.fromkeys([*work.session.unsaid, *work.echoes]))
        work.session.unsaid = []
    choices = shown_choices(work, question, key)
    slot = work.book.slots.get(slot_name(key))
    text = question.text.render(work.values()).strip() or work.phrase("fallback_question")
    if question.consent.startswith(REMINDERS) and work.session.reach == WAITS and WAITS not in work.session.told:
        work.session.told.append(WAITS)
        work.say("reminder_waits")
    put_question(work, text, choices, place, key, kind, slot=slot)


def out_of_reach(work: Work, step: Step) -> Ask | None:
    """The step's question for a yes to reminders, where nothing outlives the window and none can be set."""
    question = step.action(Ask) if work.session.reach == GONE else None
    return question if question is not None and question.consent.startswith(REMINDERS) else None


def put_question(
    work: Work,
    text: str,
    choices: list[tuple[str, str]],
    place: Place,
    key: str,
    kind: str,
    *,
    slot: Slot | None = None,
    data: tuple[str, ...] = (),
    under: str = "ask",
) -> None:
    """Put any question, authored or built in, last in the turn and remember that it waits."""
    echo(work)
    lettered = slot is not None and slot.type in LETTERED
    turn = work.session.turn
    buttons = tuple(
        Button(f"{turn}:{place}:{choice}", label, chr(ord("A") + n) if lettered else str(n + 1), choice)
        for n, (choice, label) in enumerate(choices)
    )
    step, steps = progress(work, place) if kind == "ask" else (0, 0)
    road, stretch = road_at(work, place) if kind == "ask" else ((), 0)
    expects = slot.type.value if slot else "text"
    work.replies.append(Question(text, buttons, step, steps, expects, road, stretch))
    work.session.open = OpenQuestion(turn, str(place), key, kind, tuple(c for c, _ in choices), data=data, under=under)


def shown_choices(work: Work, question: Ask, key: str) -> list[tuple[str, str]]:
    """Keys and labels in the order shown: an earlier answer first, then the authored ones, then a way to skip."""
    choices = [(c.key, c.label) for c in question.choices]
    draft = work.session.drafts.get(key)
    slot = work.book.slots.get(slot_name(key))
    if draft is not None and slot is not None and draft.state == "value":
        words = spoken(slot, aged(work, slot, draft), label=False).strip()
        same = next((c for c in choices if c[1] == words), None)
        if same is not None:
            choices.remove(same)
            choices.insert(0, same)
        elif words:
            choices.insert(0, (DRAFT, draft_label(work, words)))
    way_out = any(c.unknown or c.skip for c in question.choices)
    if question.skippable and question.listens and not way_out and len(choices) < OPTIONS:
        choices.append((SKIP, work.phrase("skip_label")))
    return choices


def progress(work: Work, place: Place) -> tuple[int, int]:
    """第 n 步／共 m 步 of the flow that stands at `place`; zeros where the flow counts none."""
    flow = work.book.flows.get(place.flow)
    if flow is None or place.step not in flow.progress:
        return 0, 0
    return flow.progress.index(place.step) + 1, len(flow.progress)


def road_at(work: Work, place: Place) -> tuple[tuple[str, ...], int]:
    """稳住 → 理清 → 联系 → 计划 and which of them `place` belongs to; nothing where it lies beside the road."""
    road = work.book.routes.road
    stretch = next((n for n, (_, places) in enumerate(road, 1) if place in places), 0)
    return (tuple(name for name, _ in road), stretch) if stretch else ((), 0)


def find_ask(work: Work, place: Place, key: str) -> Ask | None:
    """The authored question at a place for a key: the step's own, or the field of its `repeat`."""
    step = work.book.step(place)
    return None if step is None else ask_in(step, slot_name(key))


def ask_in(step: Step, name: str) -> Ask | None:
    own = step.action(Ask)
    if own is not None and own.save == name:
        return own
    repeat = step.action(Repeat)
    if repeat is not None:
        return next((f for f in repeat.fields if f.save == name), None)
    return None


def place_asking(work: Work, key: str) -> Place | None:
    """Where the book asks for a slot, the main path's place first: for answers that were heard, not asked."""
    name = slot_name(key)
    flows = sorted(work.book.flows.values(), key=lambda f: f.id != work.book.routes.home.flow)
    for flow in flows:
        for step in flow.steps.values():
            if ask_in(step, name) is not None:
                return step.place
    return None


def draft_label(work: Work, words: str) -> str:
    """An earlier answer as a button: in the editors' words where they fit, else the bare value, cut where it must be."""
    label = work.phrase("draft", read_back=words)
    bare = words.replace(" ", "")
    return label if len(label) <= LABEL else bare if len(bare) <= LABEL else f"{bare[: LABEL - 1]}…"


def authored(work: Work, opened: OpenQuestion, question: Ask) -> OpenQuestion:
    """The authored question behind one of the engine's own (which of two, is that right), with all its choices."""
    if opened.kind in AUTHORED:
        return opened
    choices = tuple(key for key, _ in shown_choices(work, question, opened.key))
    return replace(opened, kind=opened.under, choices=choices, data=())


def asked_at(work: Work, place: Place, key: str) -> Ask | None:
    """The question behind a mark: of its key, or, where the answer only led somewhere, the step's own."""
    step = work.book.step(place)
    return None if step is None else step.action(Ask) if key.endswith(LED) else ask_in(step, slot_name(key))


@lru_cache(maxsize=4096)
def form(authored_words: str) -> str:
    """The compared form of a label or synonym; remembered, since these are the editors' words, never a person's."""
    return normalise(authored_words)


def choice_of(question: Ask, key: str) -> Choice | None:
    return next((c for c in question.choices if c.key == key), None)


def spec_of(work: Work, question: Ask, key: str) -> QuestionSpec:
    """What the reading floor needs to know about the question."""
    slot = work.book.slots.get(slot_name(key))
    options = tuple(Option(c.key, c.label, c.also) for c in question.choices)
    if not options and slot is not None:
        options = slot.options
    kind = slot.type.value if slot is not None else "choice" if question.choices else "text"
    owner = list_of(work.book, slot_name(key))
    return QuestionSpec(kind, slot.hears if slot else "", options, question.text.source if owner is None else "")


def pack(value: Stored) -> str:
    """A stored value as a string that an open question can carry."""
    return json.dumps(value, ensure_ascii=False)


def unpack(data: str) -> Stored:
    value: Stored = json.loads(data)
    return value

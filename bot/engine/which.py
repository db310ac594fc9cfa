"""Which of several is meant: 「先说哪一家？」 with the held names, where one is spoken to and more than one is held.

Asked once (a lender that the person chose stays chosen) or anew for each letter, and never where the words just named one. The
choice lies beside the answers, so that 上一步 takes it back. Skipped: the first in the order that the list gives is spoken of, and
`meant()` is unknown, so that no letter names a lender that nobody named.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.engine import answers as held
from bot.engine.asking import LABEL, OPTIONS, SKIP, put_question
from bot.engine.flowbook import Ask, ListSlot, Place, Step
from bot.engine.hearing import Facts, item_called, item_named, name_item
from bot.engine.session import Frame, OpenQuestion
from bot.engine.work import Work
from bot.understanding import normalise, read
from bot.understanding.readings import QuestionSpec

KIND = "which"
ANEW = "anew"
WHICHEVER = frozenset({"不知道", "不清楚", "记不清", "说不清", "都行", "随便", "都一样", "都可以", "先不说", "不想说"})


def undecided(work: Work, action: Ask) -> ListSlot | None:
    """The list of whose items this question would speak of one, while several have names and none of them was chosen."""
    owner = held.list_of(work.book, action.save)
    if owner is None or action.save != name_of(owner) or len(held.named_items(work.session, owner)) < 2:
        return None
    chosen = work.session.slots.get(held.which_key(owner))
    if chosen is None or held.chosen_item(work.session, owner) != work.session.current.get(owner.name):
        return owner
    return owner if action.which == ANEW and chosen.turn != work.session.turn else None


def mean_about(work: Work, frame: Frame) -> str:
    """Mean the item that a reminder is about; behind another one its name is said first: by then nobody reads a locked screen."""
    before = held.turn_to(work, frame.about)
    owner = next((work.book.lists[name] for name, items in work.session.items.items() if frame.about in items), None)
    if owner is not None and work.rule != "timer" and len(held.named_items(work.session, owner)) > 1:
        which = labels(work, owner).get(frame.about, "")
        work.bubble(work.phrase("about_next", which=which) if which else "")
    return before


def passed(action: Ask) -> bool:
    """Whether there is nothing to ask: the question is only for those who hold several."""
    return bool(action.which)


def ask_which(work: Work, step: Step, action: Ask, owner: ListSlot) -> None:
    """The authored words with the held names under them, in the order of the list."""
    named = held.named_items(work.session, owner)
    first = [item for item in held.in_order(work, owner) if item in named][: OPTIONS - 1]
    choices = [(item, label) for item, label in labels(work, owner).items() if item in first]
    choices.sort(key=lambda one: first.index(one[0]))
    if action.skippable:
        choices.append((SKIP, work.phrase("skip_label")))
    text = action.text.render(work.values()).strip()
    put_question(work, text, choices, step.place, owner.name, KIND)


def question_of(work: Work, opened: OpenQuestion | None) -> Ask | None:
    """The authored question that stands above the names, where that is what waits."""
    step = work.book.step(Place.parse(opened.place)) if opened is not None and opened.kind == KIND else None
    return step.action(Ask) if step is not None else None


def taken_up(work: Work, owner: ListSlot) -> bool:
    """After a correction further back the choice stands; after another choice that one is taken up."""
    key = held.which_key(owner)
    staged = work.staged.pop(key, None)
    chosen = staged or (work.session.slots.get(key) if work.replaying else None)
    if chosen is None or chosen.value not in work.session.items.get(owner.name, []):
        return False
    mean(work, owner, str(chosen.value))
    return True


def labels(work: Work, owner: ListSlot) -> dict[str, str]:
    """How each named item stands on a button; two of one name by number."""
    found: dict[str, str] = {}
    for n, item in enumerate(held.named_items(work.session, owner), 1):
        name = str(work.session.slots[f"{name_of(owner)}@{item}"].value)
        label = name if len(name) <= LABEL else f"{name[: LABEL - 1]}…"
        found[item] = label if label not in found.values() else f"{label[: LABEL - 2]} {n}"
    return found


def read_which(work: Work, opened: OpenQuestion, text: str) -> str:
    """The item that words name, one that is new made now; skipped where it is all the same; "" for anything else."""
    owner = work.book.lists[opened.key]
    if normalise(text).strip("。.、!！~～ ") in WHICHEVER:
        return SKIP
    reading = read(QuestionSpec("platform", "platforms"), text, work.now.date())  # asked for a name, 还呗 is one
    names = [str(v) for v in reading.value] if isinstance(reading.value, tuple) else []
    if len(names) != 1:
        return ""
    slot = next((f for f in owner.fields if f.name == name_of(owner)), None)
    if slot is not None and not item_called(work, owner, names[0]):
        before = work.session.current.get(owner.name, "")
        work.echoes += [key for key in [name_item(work, owner, slot, names[0])] if key]
        held.turn_to(work, before)
    return item_called(work, owner, names[0])


def decide(work: Work, opened: OpenQuestion, key: str) -> None:
    """From here on this one is meant; 跳过 means the first in the list's order, and stands in no letter that asks anew."""
    owner, place = work.book.lists[opened.key], Place.parse(opened.place)
    step = work.book.step(place)
    action = step.action(Ask) if step is not None else None
    if key != SKIP:
        mean(work, owner, key)
        return
    if action is not None:
        work.chose(action, SKIP, place)
    named = held.named_items(work.session, owner)
    first = next(item for item in held.in_order(work, owner) if item in named)
    mean(work, owner, first)
    if action is not None and action.which == ANEW:
        work.session.slots[held.which_key(owner)] = held.answer_of(work, None, state="skipped")
        work.cache = None


def mean(work: Work, owner: ListSlot, item: str) -> None:
    held.turn_to(work, item)
    work.session.slots[held.which_key(owner)] = held.answer_of(work, item, state="led")
    work.cache = None


def named_in_words(work: Work, facts: Facts) -> None:
    """「借呗利率多少」: of several that are held, the one that the words name is meant."""
    for name, item in item_named(work, facts).items():
        owner = work.book.lists[name]
        if len(held.named_items(work.session, owner)) > 1:
            mean(work, owner, item)


def speak_of_first(work: Work) -> Callable[[], None]:
    """For a paper that is wanted at once: where none of several was chosen, the first in the list's order is spoken of; what
    is called afterwards means again what was meant."""
    before = dict(work.session.current)
    for owner in work.book.lists.values():
        named = held.named_items(work.session, owner)
        if len(named) > 1 and held.chosen_item(work.session, owner) != before.get(owner.name):
            held.turn_to(work, next(item for item in held.in_order(work, owner) if item in named))

    def restore() -> None:
        for item in before.values():
            held.turn_to(work, item)

    return restore


def name_of(owner: ListSlot) -> str:
    return f"{owner.alias}.{owner.key_field}"

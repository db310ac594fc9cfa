"""「不是借呗，是花呗」: which held answer a value means, and what stands instead of it.

What is denied names the answer: a value that is held, whenever it was said. A new value is never given to an answer that it does
not fit; where it fits several, the person says which.
"""

from __future__ import annotations

import re

from bot.engine import answers as held
from bot.engine.asking import find_ask, place_asking, spec_of
from bot.engine.asking_back import put_rivals
from bot.engine.corrections import ask_again, changeable, hold_anew, pick
from bot.engine.hearing import fitting
from bot.engine.session import Answer, OpenQuestion
from bot.engine.values import NUMERIC, SlotType, Stored
from bot.engine.work import Work
from bot.understanding import read
from bot.understanding.readings import QuestionSpec, Reading
from bot.understanding.shares import apart
from bot.understanding.spoken import one_lender

_GAP = r"[,，。;；:：、\s]*"
COMPARED = NUMERIC | {SlotType.DATE, SlotType.MONTH, SlotType.CLOCK, SlotType.PLATFORM, SlotType.CITY}
NAMED = COMPARED | {SlotType.CHOICE, SlotType.CHOICES, SlotType.YES_NO}
EXCHANGED = tuple(
    (re.compile(pattern), kinds)
    for kinds, pattern in (
        (
            NAMED,
            rf"(?P<lead>.{{0,16}}?)(?:不是|并非)(?P<old>.{{1,24}}?){_GAP}(?:而是|应该是|应是|是|改成)(?P<new>.{{1,40}})",
        ),
        (
            NAMED,
            rf"(?P<lead>)(?:应该是|我说的是|我是说|是)?(?P<new>.{{1,40}}?){_GAP}(?:而|并|可)?不是(?P<old>.{{1,24}})",
        ),
        (
            NAMED,
            rf"(?P<lead>.{{0,16}}?)把?(?P<old>.{{1,24}}?)"
            rf"(?:改成|改为|换成|{_GAP}(?:说|写|打|记|填)错了{_GAP}(?:应该)?是)(?P<new>.{{1,40}})",
        ),
        (
            COMPARED,
            rf"(?P<lead>)(?:我|(?:刚才|刚刚|前面|前头|之前|上面)(?:那个)?|(?:说|写|填|报)的?){{0,4}}(?P<old>.{{1,24}}?){_GAP}"
            r"(?:(?:其实|实际上?|准确(?:地)?说)[，,]?(?:应该)?|应该)是(?P<new>.{1,40})",
        ),
        (
            COMPARED,
            r"(?P<lead>.{0,16}?)(?:我|刚才|刚刚|前面|之前){0,2}把?(?P<new>.{1,40}?)"
            r"(?:说|写|打|记|填|看)成了?(?P<old>.{1,24}?)了?",
        ),
    )
)
"""The ways in which one value is put instead of another: 不是甲，是乙；是乙，不是甲；甲说错了，是乙；把甲改成乙；甲其实是乙；乙写成甲了."""
ASKED_OF = frozenset({"lenders.names", "number.days", "number.money", "number.lenders", "number.age"})
"""What a number is read off where a number was asked for; a correction that nobody asked for says 三家 or 三次."""
DENIED = re.compile(rf"(?:(?:不对|错了){_GAP})?不是(?P<old>.{{1,24}})")
TRAILING = "。.!！~～，, "


def exchanged(work: Work, said: str, *, yes_or_no: bool = False) -> bool:
    """「不是三万，是两万」: the answer that holds what is denied holds what is said instead; two such answers are asked about."""
    for pattern, kinds in EXCHANGED:
        found = pattern.fullmatch(said)
        if found is None:
            continue
        lead, old, new = (found.group(name).strip(TRAILING) for name in ("lead", "old", "new"))
        answers = {
            key: answer
            for key in holding(work, lead, old)
            if work.book.slots[held.slot_name(key)].type in kinds
            and (answer := answer_in(work, key, new) or answer_in(work, key, lead + new)) is not None
            and answer.value != work.session.slots[key].value
        }
        if yes_or_no:  # 「不是没有，是有」 answers what is asked
            answers = {
                k: a for k, a in answers.items() if work.book.slots[held.slot_name(k)].type is not SlotType.YES_NO
            }
        if not answers:
            continue
        keys = most_likely(work, list(answers))
        if len(keys) > 1:
            work.fired("correction")
            pick(work, keys, new)
        else:
            replace_with(work, keys[0], _one_for_another(work, keys[0], lead, old, answers[keys[0]]))
        return True
    return False


def denied(work: Work, said: str) -> bool:
    """「不是借呗」: only what it is not; the answer that holds it is asked again."""
    found = DENIED.fullmatch(said)
    keys = holding(work, "", found.group("old")) if found is not None else []
    keys = [key for key in most_likely(work, keys) if changeable(work, key, echoed=True)]
    if not keys:
        return False
    work.fired("correction")
    if len(keys) > 1:
        pick(work, keys)
    else:
        ask_again(work, keys[0])
    return True


def fits_another(work: Work, rest: str) -> bool:
    """「不对，是花呗」 after another question: the only earlier answer that these words fit holds them instead; what it holds
    already is read back once more."""
    said = {
        key: answers
        for key in sayable(work)
        if work.book.slots[held.slot_name(key)].type in COMPARED and (answers := candidates(work, key, rest))
    }
    keys = most_likely(work, list(said))
    if not keys:
        return False
    if len(keys) > 1:
        work.fired("correction")
        pick(work, [key for key in keys if place_asking(work, key) is not None] or keys, rest)
    else:
        replace_with_one_of(work, keys[0], said[keys[0]])
    return True


def turned_round(work: Work, rest: str) -> bool:
    """「不对，没有」 at the question behind a yes or no: these are not read back, but the one of a moment ago is meant."""
    slots = work.session.slots
    keys = [
        key
        for key in sayable(work)
        if slots[key].turn == work.session.turn - 1 and work.book.slots[held.slot_name(key)].type is SlotType.YES_NO
    ]
    answer = answer_in(work, keys[0], rest) if len(keys) == 1 and rest else None
    if answer is None or answer.value == slots[keys[0]].value:
        return False
    replace_with(work, keys[0], answer)
    return True


def replace_with(work: Work, key: str, answer: Answer) -> None:
    """Hold the new answer instead."""
    work.fired("correction")
    session = work.session
    if session.editing == key:
        session.editing = ""
    hold_anew(work, key, answer)


def replace_with_one_of(work: Work, key: str, answers: list[Answer]) -> None:
    """Hold the new answer; where the words leave two, the person says which while the old one stays."""
    place, slot = place_asking(work, key), work.book.slots[held.slot_name(key)]
    if len(answers) == 1:
        replace_with(work, key, answers[0])
    elif place is None:
        work.fired("correction")
        ask_again(work, key)
    else:
        work.fired("correction")
        work.session.editing = key
        put_rivals(work, OpenQuestion(work.session.turn, str(place), key, "edit"), slot, answers)


def most_likely(work: Work, keys: list[str]) -> list[str]:
    """Of several answers that may be meant: the one just read back or given last, else all of them. The name of a lender
    is also one lender, but whoever says it means the name."""
    session = work.session
    keys = [k for k in keys if work.book.slots[held.slot_name(k)].type is SlotType.PLATFORM] or list(keys)
    last = max((answer.turn for answer in session.slots.values()), default=0)
    near = [k for k in keys if k in session.echoed] or [k for k in keys if session.slots[k].turn == last]
    return [k for k in near if held.slot_name(k) == held.slot_name(near[0])] or keys  # one sum for each of two lenders


def replace_picked(work: Work, key: str, words: str) -> None:
    """Of several answers that a new value fits this one is meant; where the words do not fit it after all, it is asked again."""
    said = candidates(work, key, words) if words else []
    if said:
        replace_with_one_of(work, key, said)
    else:
        ask_again(work, key)


def sayable(work: Work) -> list[str]:
    """The held values that a person can name, newest first."""
    slots = work.session.slots
    keys = sorted(slots, key=lambda k: -slots[k].turn)
    declared = {k: work.book.slots.get(held.slot_name(k)) for k in keys}
    return [
        k
        for k in keys
        if (slot := declared[k]) is not None
        and slot.type in NAMED
        and slots[k].state == "value"
        and slots[k].via != "set"
    ]


def holding(work: Work, lead: str, old: str) -> list[str]:
    """The answers whose value is what these words say; a lender named in front means that lender's."""
    named = items_named(work, lead)
    return [
        key
        for key in sayable(work)
        if (not named or key.partition("@")[2] in named)
        and any(_same(work, key, value) for value in (_value_in(work, key, old), _value_in(work, key, lead + old)))
    ]


def answer_in(work: Work, key: str, words: str) -> Answer | None:
    """What the words say to the question behind a held answer, None where they do not say one thing."""
    said = candidates(work, key, words)
    return said[0] if len(said) == 1 else None


def candidates(work: Work, key: str, words: str) -> list[Answer]:
    """All that the words may say to the question behind an answer: one thing mostly, two for a brand with two products."""
    slot, reading = work.book.slots.get(held.slot_name(key)), _reading(work, key, words)
    if slot is None or (slot.type is SlotType.NUMBER and reading.rule in ASKED_OF):
        return []
    if reading.rivals:
        values = [v for rival in reading.rivals if (v := fitting(slot, rival.value)) is not None]
        return [held.answer_of(work, v) for v in values][:3]
    value = fitting(slot, reading.value)
    if value is None:
        return []
    low, high = (None if v is None else fitting(slot, v) for v in (reading.low, reading.high))
    return [held.answer_of(work, value, low=low, high=high, sure=reading.sure.value)]


def _one_for_another(work: Work, key: str, lead: str, old: str, answer: Answer) -> Answer:
    """Of several things said to one question only the denied one goes."""
    before, gone = work.session.slots[key].value, _value_in(work, key, old) or _value_in(work, key, lead + old)
    if not isinstance(before, list) or not isinstance(gone, list) or not isinstance(answer.value, list):
        return answer
    kept = [v for v in before if v not in gone]
    return held.answer_of(work, tuple(str(v) for v in dict.fromkeys([*kept, *answer.value])))


def _same(work: Work, key: str, value: Stored) -> bool:
    slot, answer = work.book.slots[held.slot_name(key)], work.session.slots[key]
    if value is None:
        return False
    if isinstance(value, list) and isinstance(answer.value, list):
        return set(value) <= set(answer.value)
    return value in {answer.value, held.aged(work, slot, answer).value} if not isinstance(answer.value, list) else False


def _value_in(work: Work, key: str, words: str) -> Stored:
    answer = answer_in(work, key, words)
    return None if answer is None else answer.value


def _reading(work: Work, key: str, words: str) -> Reading:
    place = place_asking(work, key)
    asked = find_ask(work, place, key) if place is not None else None
    slot = work.book.slots[held.slot_name(key)]
    spec = QuestionSpec(slot.type.value, slot.hears, slot.options) if asked is None else spec_of(work, asked, key)
    return read(spec, words, work.now.date())


def items_named(work: Work, words: str) -> set[str]:
    """The items of lists whose lender the words name, as it is held or in another way."""
    said, _ = apart(words, work.now.date())
    return {
        item
        for owner in work.book.lists.values()
        for item in work.session.items.get(owner.name, [])
        if (name := work.session.slots.get(f"{owner.alias}.{owner.key_field}@{item}")) is not None
        and name.state == "value"
        and (str(name.value) in words or one_lender(str(name.value)) in said)
    }

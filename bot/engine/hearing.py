"""What else was said: facts heard in passing fill the slots that declare `hears:`, and are read back.

An opening message may name everything at once; those questions are then not asked again. Platforms become items of the list, in
the order named; a sum that covers several lenders is not taken for one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from bot.engine import answers as held
from bot.engine.asking import find_ask, place_asking
from bot.engine.flowbook import ListSlot, Slot
from bot.engine.session import Answer
from bot.engine.values import NUMERIC, Known, SlotType
from bot.engine.work import Work
from bot.understanding.bare import bare
from bot.understanding.readings import Reading, Sure
from bot.understanding.shares import shares
from bot.understanding.spoken import one_lender

Facts = Mapping[str, Reading]
TOLD = ":told"  # ends the key under which a turn keeps what it was told, beside all that was told so far
TOTAL = "total"  # what a slot hears that keeps the sum of several lenders


def hear(work: Work, facts: Facts, except_key: str = "") -> list[str]:
    """Fill slots from facts; returns the keys that changed. What was answered when asked is not overwritten in passing."""
    changed = hear_items(work, facts)
    facts = of_nobody(work, facts)
    several = how_many(facts) > 1
    total = in_all(facts)
    if total is not None and not any(refused(work, k) for k in sums(work) if work.session.slots[k].state == "skipped"):
        facts = {**facts, TOTAL: total}
    spoken_of = item_named(work, facts)
    for name, slot in work.book.slots.items():
        reading = facts.get(slot.hears) if slot.hears else None
        if reading is None or not reading.found or reading.rivals:
            continue
        owner = held.list_of(work.book, name)
        if owner is not None and (several or name == f"{owner.alias}.{owner.key_field}"):
            continue
        key = (
            f"{name}@{spoken_of[owner.name]}"
            if owner is not None and owner.name in spoken_of
            else held.key_for(work, name)
        )
        if key == except_key or _asked(work, key):
            continue
        if fill(work, slot, key, reading):
            changed.append(key)
    work.echoes.extend(k for k in changed if k not in work.echoes and not of_this_turn(work, k))
    return changed


def of_nobody(work: Work, facts: Facts) -> Facts:
    """「一共七万多」, said of several lenders that are known: what they come to, if anything, and no lender's own."""
    amount = facts.get("amount")
    if amount is None or amount.rivals or how_many(facts) or not several_known(work) or _of_one(work):
        return facts
    others = {fact: reading for fact, reading in facts.items() if fact != "amount"}
    all_of_them = amount.rule == "amount.total" or not any(
        work.session.slots[key].state == "value" for key in sums(work)
    )
    return {**others, TOTAL: amount} if all_of_them else others


def several_known(work: Work) -> bool:
    """Whether the names of more than one lender are held."""
    return any(len(held.named_items(work.session, owner)) > 1 for owner in work.book.lists.values())


def _of_one(work: Work) -> bool:
    """Whether one of them is spoken of: the open question is about it, or it was chosen."""
    opened = work.session.open
    asked = opened is not None and held.list_of(work.book, held.slot_name(opened.key)) is not None
    return asked or any(held.chosen_item(work.session, owner) for owner in work.book.lists.values())


def of_this_turn(work: Work, key: str) -> bool:
    """What holds for this moment only is answered, not read back: 验证码已经给他了."""
    slot = work.book.slots.get(held.slot_name(key))
    return slot is not None and slot.fresh_for == dt.timedelta(0)


def hear_each(work: Work, text: str, facts: Facts) -> list[str]:
    """「微粒贷一万二，借呗八千」: each sum to the lender named before it; nothing where a name or a sum is not plain."""
    if how_many(facts) < 2:
        return []
    told = shares(text, work.now.date())
    changed: list[str] = []
    for owner in work.book.lists.values():
        slot = next((f for f in owner.fields if f.hears == "amount"), None)
        for name, reading in told.items():
            item = item_called(work, owner, name)
            key = f"{slot.name}@{item}" if slot is not None and item else ""
            if slot is not None and key and not _asked(work, key) and fill(work, slot, key, reading):
                changed.append(key)
    work.echoes.extend(k for k in changed if k not in work.echoes)
    return changed


def hear_bare(work: Work, text: str) -> list[str]:
    """「九千多」 where another question waits: taken for what nobody knows yet, of several lenders for what they come to, and read back. Where a
    number is asked for, one that does not fit is no other number."""
    asked = work.book.slots.get(held.slot_name(work.session.open.key)) if work.session.open is not None else None
    if asked is not None and asked.type in NUMERIC:
        return []
    facts = {
        fact: reading
        for fact, reading in bare(text, work.now.date()).items()
        if not any(_held(work, name) for name, slot in work.book.slots.items() if slot.hears == fact)
    }
    if any(len(items) > 1 for items in work.session.items.values()) and not several_known(work):
        facts.pop("amount", None)
    return hear(work, facts)


def _held(work: Work, name: str) -> bool:
    answer = work.session.slots.get(held.key_for(work, name))
    return answer is not None and answer.state == "value"


def in_all(facts: Facts) -> Reading | None:
    """One sum for all the lenders that the words speak of; one that was picked among others is not for all of them."""
    amount = facts.get("amount")
    if amount is None or amount.value is None or amount.rivals or how_many(facts) < 2:
        return None
    return amount if amount.sure is not Sure.CHOSEN or amount.rule == "amount.each" else None


def sums(work: Work) -> list[str]:
    """The answers to what is owed to one lender."""
    slots = work.book.slots
    return [k for k in work.session.slots if (s := slots.get(held.slot_name(k))) is not None and s.hears == "amount"]


def item_called(work: Work, owner: ListSlot, name: str) -> str:
    """The item of a list that stands for this lender, or ""."""
    key = f"{owner.alias}.{owner.key_field}"
    held_names = ((item, work.session.slots.get(f"{key}@{item}")) for item in work.session.items.get(owner.name, []))
    wanted = one_lender(name)
    return next((item for item, answer in held_names if answer is not None and is_lender(answer, wanted)), "")


def is_lender(answer: Answer, wanted: str) -> bool:
    """Whether a held name means this lender, whatever it was called: 马上消费金融 is 安逸花."""
    return isinstance(answer.value, str) and one_lender(answer.value) == wanted


def how_many(facts: Facts) -> int:
    """How many lenders the words speak of."""
    named = facts.get("platforms")
    count = facts.get("platforms_count")
    listed = len(named.value) if named is not None and isinstance(named.value, tuple) else 0
    said = count.value if count is not None and isinstance(count.value, int) else 0
    return max(listed, said)


def item_named(work: Work, facts: Facts) -> dict[str, str]:
    """The item of each list that the words name, when they name exactly one."""
    named = facts.get("platforms")
    if named is None or not isinstance(named.value, tuple) or len(named.value) != 1:
        return {}
    found = {}
    for owner in work.book.lists.values():
        for item in work.session.items.get(owner.name, []):
            answer = work.session.slots.get(f"{owner.alias}.{owner.key_field}@{item}")
            if answer is not None and is_lender(answer, one_lender(str(named.value[0]))):
                found[owner.name] = item
    return found


def hear_items(work: Work, facts: Facts) -> list[str]:
    """Platforms that were named become items, known ones stay; the first unnamed item takes the first new name."""
    named = facts.get("platforms")
    if named is None or not isinstance(named.value, tuple):
        return []
    changed: list[str] = []
    for owner in work.book.lists.values():
        key_slot = next((f for f in owner.fields if f.name == f"{owner.alias}.{owner.key_field}"), None)
        if key_slot is None or key_slot.hears != "platforms":
            continue
        before = work.session.current.get(owner.name)
        for platform in named.value:
            key = name_item(work, owner, key_slot, str(platform))
            if key:
                changed.append(key)
        if changed and before is None:
            work.session.current[owner.name] = changed[0].partition("@")[2]
            work.cache = None
        elif before is not None:
            work.session.current[owner.name] = before
            work.cache = None
    return changed


def name_item(work: Work, owner: ListSlot, slot: Slot, platform: str) -> str:
    """The key under which a newly named platform is held, or "" where it is known or the list is full."""
    items = work.session.items.get(owner.name, [])
    held_names = {i: work.session.slots.get(f"{slot.name}@{i}") for i in items}
    if any(a is not None and is_lender(a, one_lender(platform)) for a in held_names.values()):
        return ""
    nameless = next((i for i, a in held_names.items() if a is None or a.state != "value"), None)
    if nameless is None:
        if len(items) >= owner.maximum:
            return ""
        nameless = held.add_item(work, owner)
        _reopen(work, owner)
    key = f"{slot.name}@{nameless}"
    held.put(work, key, held.answer_of(work, platform, via="heard"))
    return key


def fill(work: Work, slot: Slot, key: str, reading: Reading) -> bool:
    """Hold a heard reading if it fits the slot; true when something new is held."""
    value = fitting(slot, reading.value)
    if value is None:
        return False
    before = work.session.slots.get(key)
    if slot.type is SlotType.CHOICES and isinstance(value, tuple):
        work.readings[f"{key}{TOLD}"] = list(value)  # told once more, on another day, it happened once more
        value = _together(before, value)
    low, high = (fitting(slot, v) if v is not None else None for v in (reading.low, reading.high))
    answer = held.answer_of(work, value, low=low, high=high, via="heard", sure=reading.sure.value)
    if before is not None and before.state == "value" and before.value == answer.value:
        return False
    held.put(work, key, answer)
    return True


def _together(before: Answer | None, said: tuple[str, ...]) -> tuple[str, ...]:
    """What was heard before and what is heard now, in the order of telling: a second event does not undo the first."""
    earlier = before.value if before is not None and before.state == "value" else None
    return tuple(dict.fromkeys((*(earlier if isinstance(earlier, (tuple, list)) else ()), *said)))


def fitting(slot: Slot, value: object) -> Known | None:
    """The value as this slot can hold it: a fact of several elements becomes the first option that means one of them."""
    match slot.type:
        case SlotType.CHOICE:
            said = value if isinstance(value, tuple) else (value,)
            return next((o.key for v in said for o in slot.options if v == o.key or v in o.also), None)
        case SlotType.CHOICES:
            keys = {o.key for o in slot.options}
            chosen = tuple(v for v in value if v in keys) if isinstance(value, tuple) else ()
            return chosen or None
        case SlotType.YES_NO:
            return (
                {"yes": True, "no": False}.get(value)
                if isinstance(value, str)
                else value
                if isinstance(value, bool)
                else None
            )
        case SlotType.DATE:
            return value if isinstance(value, dt.date) else None
        case SlotType.MONTH:
            return f"{value:%Y-%m}" if isinstance(value, dt.date) else value if isinstance(value, str) else None
        case SlotType.PLATFORM:
            if isinstance(value, tuple):
                return str(value[0]) if value else None
            return value if isinstance(value, str) else None
        case kind if kind in NUMERIC:
            return in_bounds(slot, value)
        case _:
            return value if isinstance(value, str) else None


def in_bounds(slot: Slot, value: object) -> Known | None:
    """A number inside the slot's bounds, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    low, high = slot.minimum, slot.maximum
    return None if (low is not None and value < low) or (high is not None and value > high) else value


def _asked(work: Work, key: str) -> bool:
    """Answers given to their own question stand; only what was heard, or is missing, is filled in passing."""
    answer = work.session.slots.get(key)
    if answer is not None and answer.state == "skipped":
        return refused(work, key)
    return answer is not None and answer.state == "value" and answer.via not in {"heard", "set"}


def refused(work: Work, key: str) -> bool:
    """Whether the person declined to have this kept: a question with a consent text was skipped."""
    place = place_asking(work, key)
    question = find_ask(work, place, key) if place is not None else None
    return question is not None and bool(question.consent)


def _reopen(work: Work, owner: ListSlot) -> None:
    """A new item: 「还有别的吗」 is asked again."""
    work.session.told = [t for t in work.session.told if t != f"{owner.name}:done"]

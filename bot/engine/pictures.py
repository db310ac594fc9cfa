"""A list as a picture: each item a bar with its name and sum in words, the largest first, what was not said told too.

Nothing is drawn here: the reply holds the numbers and the words, so that it is stored and sent like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.engine.answers import items_of, rough, value_under
from bot.engine.flowbook import ListSlot, Picture, Slot
from bot.engine.speaking import speak
from bot.engine.turn import Bar, Drawing
from bot.engine.values import SlotType, Unknown, Value
from bot.engine.work import Work

MOST = 8
"""Bars that fit one screen of a phone; the rest is put together in the last one."""
CENTS = 100
LONGEST = 24  # characters of a name
ABOUT = "约 "


def drawn(work: Work, picture: Picture) -> Drawing | None:
    """The picture as it is now; None where none of its values is known."""
    owner = work.book.lists[picture.list_name]
    bars = [
        _bar(work, owner, picture, item, number) for number, item in enumerate(items_of(work.session, owner.name), 1)
    ]
    if not any(bar.value for bar in bars):
        return None
    ordered = sorted(bars, key=lambda bar: -bar.value)
    several = sum(bar.value > 0 for bar in bars) > 1
    foot = [f"{work.phrase('picture_sum')}：{_together(bars)}"] if several else []
    if picture.total and not isinstance(value := value_under(work, picture.total), Unknown):
        slot = work.book.slots[picture.total]
        foot.append(f"{slot.label}：{_said(work, slot, picture.total, value)}")
    if picture.note is not None and (note := picture.note.render(work.values()).strip()):
        foot.append(note)
    labels = [work.book.slots[name].label if name else "" for name in (_key(owner), picture.bar, picture.second)]
    second = labels[2] if any(bar.beside for bar in bars) else ""
    title = picture.title.render(work.values()).strip()
    return Drawing(picture.list_name, title, (labels[0], labels[1], second), _folded(work, ordered), tuple(foot))


def _key(owner: ListSlot) -> str:
    return f"{owner.alias}.{owner.key_field}" if owner.key_field else ""


def _bar(work: Work, owner: ListSlot, picture: Picture, item: str, number: int) -> Bar:
    name = _value(work, _key(owner), item)
    called = work.phrase("picture_nameless", number=number) if isinstance(name, Unknown) else _short(str(name))
    value, second = _value(work, picture.bar, item), _value(work, picture.second, item)
    words = _said(work, work.book.slots[picture.bar], f"{picture.bar}@{item}", value)
    if not _cents(second):
        return Bar(called, _cents(value), words or work.phrase("picture_unsaid"))
    beside = _said(work, work.book.slots[picture.second], f"{picture.second}@{item}", second)
    return Bar(called, _cents(value), words or work.phrase("picture_unsaid"), _cents(second), beside)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _value(work: Work, field: str, item: str) -> Value:
    return value_under(work, field, item=item) if field else Unknown("")


def _said(work: Work, slot: Slot, key: str, value: Value) -> str:
    if isinstance(value, Unknown):
        return ""
    return f"{ABOUT if rough(slot, work.session.slots.get(key)) else ''}{speak(slot.type, value)}"


def _cents(value: Value) -> int:
    """A sum as a whole number, so that lengths are exact; nothing for what is no sum or not above zero."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return 0
    return max(0, int(Decimal(value) * CENTS))


def _together(bars: Sequence[Bar]) -> str:
    """What was said of them, added up."""
    about = ABOUT if any(bar.words.startswith(ABOUT) for bar in bars) else ""
    return f"{about}{speak(SlotType.MONEY, Decimal(sum(bar.value for bar in bars)) / CENTS)}"


def _folded(work: Work, bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """As many bars as fit, the rest as one."""
    if len(bars) <= MOST:
        return tuple(bars)
    shown, rest = bars[: MOST - 1], bars[MOST - 1 :]
    value, second = sum(bar.value for bar in rest), sum(bar.second for bar in rest)
    words = _together(rest) if value else work.phrase("picture_unsaid")
    beside = speak(SlotType.MONEY, Decimal(second) / CENTS) if second else ""
    return (*shown, Bar(work.phrase("picture_rest", count=len(rest)), value, words, second, beside))

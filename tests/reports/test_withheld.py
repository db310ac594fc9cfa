"""Who takes a section out finds what was said of it nowhere else: not in another section, a sentence, a picture, a quote."""

from __future__ import annotations

import datetime as dt
import functools

import people
import pytest

from bot.content.summary_fields import FIELDS, READERS, Audience, Presence
from bot.engine.flowbook import Slot
from bot.engine.session import Answer
from bot.engine.values import SlotType, Stored
from bot.reports.case import Case, Happening
from bot.reports.handing_over import Form, summary_file
from bot.reports.slots import OF, field_of
from bot.reports.summary import summary_of

WRITTEN = frozenset({SlotType.TEXT, SlotType.PLATFORM, SlotType.CITY, SlotType.REFERENCE})
COUNTED = frozenset({SlotType.MONEY, SlotType.NUMBER, SlotType.RATE})
EVERYTHING = (Audience.BORROWER, Audience.LAWYER, Audience.SOCIAL)


def marked(number: int, slot: Slot) -> tuple[Stored, str]:
    """A value that nothing else has, and what it looks like; "" where it cannot be told from others."""
    if slot.type in WRITTEN:
        return f"某{number:03}样", f"某{number:03}样"
    if slot.type in COUNTED:
        mark = 20_011 + 37 * number * number  # squares: no difference of two is a third
        return mark, str(mark)
    if slot.type is SlotType.DATE:
        day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
        return day.isoformat(), f"{day.year} 年 {day.month} 月 {day.day} 日"
    if slot.type is SlotType.CHOICE and slot.options:
        return slot.options[0].key, ""
    if slot.type is SlotType.CHOICES and slot.options:
        return [slot.options[0].key], ""
    return (True if slot.type is SlotType.YES_NO else 5), ""


@functools.cache
def told() -> tuple[Case, dict[str, set[str]]]:
    """Somebody who answered every question with an answer of its own, and a sentence to each; field -> its marks."""
    person = people.full()
    assert person.session is not None
    marks: dict[str, set[str]] = {name: set() for name in FIELDS}
    said = []
    for number, (name, slot) in enumerate(people.book().slots.items()):
        if slot.compute is not None or name not in OF or slot.type in {SlotType.MONTH, SlotType.CLOCK, SlotType.LIST}:
            continue
        value, looks = marked(number, slot)
        key = f"{name}@{person.session.items['debts'][0]}" if "." in name else name
        person.session.slots[key] = Answer("value", value, at=person.now.isoformat(), turn=1)
        quote = f"关于第{number}件我这么说"
        said.append(Happening(100 + number, people.NOW, said=quote, readings={name: value}))
        marks[field_of(name)] |= {mark for mark in (looks, quote) if mark}
    person.happenings += said
    return person.case(), marks


@functools.cache
def page(audience: Audience, removed: str = "") -> str:
    every = tuple(FIELDS)
    case, _ = told()
    made = summary_of(case, audience, asked=every, consented=every, removed=(removed,) if removed else ())
    return summary_file(made, Form.TXT, "x").content.decode()


@pytest.mark.parametrize("audience", EVERYTHING)
@pytest.mark.parametrize("field", [f for f in FIELDS if f != "flow"])
def test_what_is_taken_out_is_nowhere_else(field: str, audience: Audience) -> None:
    """Every answer of the field, and every sentence that gave it, is gone from the whole page."""
    if FIELDS[field].presence(audience) is Presence.NEVER:
        return
    left = {mark for mark in told()[1][field] if mark in page(audience, field)}
    assert left == set()


@pytest.mark.parametrize("audience", EVERYTHING)
def test_the_check_can_fail(audience: Audience) -> None:
    """Most fields do show their marks while nothing is taken out."""
    there = {f for f, marks in told()[1].items() if any(mark in page(audience) for mark in marks)}
    assert len(there) > 12


@pytest.mark.parametrize("audience", EVERYTHING)
def test_what_is_not_this_readers_is_not_quoted_to_them(audience: Audience) -> None:
    """A sentence that answered a question of a refused field is no excerpt."""
    for field, one in FIELDS.items():
        if one.presence(audience) is Presence.NEVER:
            assert [m for m in told()[1][field] if m in page(audience)] == [], field


def test_lenders_have_no_name_when_the_debts_are_taken_out() -> None:
    """The month's shares, the chart and the doubts count them instead; a quote says 某家."""
    person = people.full().says("微粒贷那边又打来了")
    for audience in READERS:
        made = summary_of(person.case(), Audience(audience), asked=("words", "scams"), removed=("debts",))
        text = summary_file(made, Form.TXT, "x").content.decode()
        assert "微粒贷" not in text, audience
        assert "借呗" not in text, audience
    made = summary_of(person.case(), Audience.BORROWER, removed=("debts",))
    assert "第 1 家" in summary_file(made, Form.TXT, "x").content.decode()

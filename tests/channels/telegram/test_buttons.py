"""Buttons: acknowledged at once, marked when they counted, void the second time, one keyboard in a chat."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels import telegram_boards, telegram_manners
from tests.channels.telegram.botapi import Fault
from tests.channels.telegram.people import Person
from tests.channels.telegram.rig import Rig

pytestmark = pytest.mark.asyncio


async def test_a_press_gives_way_to_what_was_chosen(rig: Rig) -> None:
    """The press is acknowledged once, the old keyboard goes away and shows the choice, the next question comes."""
    person = rig.person()
    assert "删除" in await rig.says(person, "/start")
    label = person.labels()[0]
    assert await rig.presses(person, label)
    asked = next(m for m in person.theirs() if f"✓ {label}" in m["text"])
    assert not [b for b in person.buttons(asked) if "callback_data" in b]
    assert [e["type"] for e in asked["entities"]] == ["bold", "italic"]
    assert all(rig.api.queries.values())


@pytest.mark.parametrize("kind", ["500", "before"])
@pytest.mark.parametrize("method", ["answercallbackquery", "editmessagetext"])
async def test_a_press_is_acknowledged_although_telegram_stumbles(
    rig: Rig, method: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One failed call leaves neither a spinner turning nor an old keyboard standing."""
    monkeypatch.setattr(telegram_manners, "AGAIN", 0.0)
    monkeypatch.setattr(telegram_boards, "AGAIN", 0.0)
    person = rig.person()
    await rig.says(person, "/start")
    label = person.labels()[0]
    faults = [Fault(kind)]
    rig.api.faults = lambda call: faults.pop() if faults and call.method.lower() == method else None
    await rig.presses(person, label)
    assert not faults
    assert all(rig.api.queries.values())
    asked = next(m for m in person.theirs() if f"✓ {label}" in m["text"])
    assert not [b for b in person.buttons(asked) if "callback_data" in b]


def standing(person: Person) -> list[int]:
    """The messages below which something can be chosen."""
    return [m["message_id"] for m in person.theirs() if any("callback_data" in b for b in person.buttons(m))]


async def test_one_keyboard_stands_in_a_chat(rig: Rig) -> None:
    """After typed answers, 帮助, a photo and words not understood only the last question has options; they still count."""
    person = rig.person()
    await rig.says(person, "/start")
    for text in ("想知道下一步", "/help", "嗯嗯啊啊", "/menu"):
        await rig.says(person, text)
        assert standing(person) == [person.theirs()[-1]["message_id"]]
    await person.sends("photo")
    await rig.quiet()
    assert standing(person) == [person.theirs()[-1]["message_id"]]
    await rig.presses(person, "都没有")
    assert "✓ 都没有" in person.words()


@pytest.mark.parametrize("kind", ["500", "before", "429"])
async def test_a_keyboard_that_stayed_goes_with_the_next(rig: Rig, kind: str) -> None:
    """Telegram stumbled over taking it away: the next question takes it along."""
    person = rig.person()
    await rig.says(person, "/start")
    rig.api.faults = lambda call: Fault(kind, 0.2) if call.method.lower() == "editmessagereplymarkup" else None
    await rig.says(person, "想知道下一步")
    assert len(standing(person)) == 2
    rig.api.faults = lambda call: None
    await asyncio.sleep(0.3)  # the pause that a 429 orders
    await rig.says(person, "都没有")
    assert standing(person) == [person.theirs()[-1]["message_id"]]


@pytest.mark.parametrize("how", ["typed", "pressed"])
async def test_keyboards_of_an_earlier_life_go_with_the_first_of_this(
    rig: Rig, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program ended before it could take them away: after the restart one turn leaves one keyboard, unkept people too."""
    monkeypatch.setattr(telegram_boards, "AGAIN", 0.0)
    person = rig.person()
    await rig.says(person, "/start")
    rig.api.faults = lambda call: Fault("before") if call.method.lower().startswith("editmessage") else None
    if how == "typed":
        await rig.says(person, "想知道下一步")
    else:
        await rig.presses(person, "想知道下一步")
    await rig.restart()
    assert len(standing(person)) == 2
    rig.api.faults = lambda call: None
    await rig.says(person, "都没有")
    assert standing(person) == [person.theirs()[-1]["message_id"]]


async def test_numbers_to_copy_stay_when_options_go(rig: Rig) -> None:
    """Below words about danger the hotlines can still be copied when the next question is there, in the next life too."""
    person = rig.person()
    await rig.says(person, "我不想活了")
    copies = [b for m in person.theirs() for b in person.buttons(m) if "copy_text" in b]
    assert copies
    assert standing(person)
    await rig.restart()
    await rig.says(person, "嗯")
    assert standing(person) == [person.theirs()[-1]["message_id"]]
    assert [b for m in person.theirs() for b in person.buttons(m) if "copy_text" in b][: len(copies)] == copies


@pytest.mark.parametrize("latched", [True, False])
async def test_a_press_that_is_void_marks_nothing(rig: Rig, latched: bool) -> None:
    """Refused because danger holds, or because hours have passed: acknowledged, the old options go, nothing says ✓."""
    person = rig.person()
    await rig.says(person, "/start")
    await rig.presses(person, person.labels()[0])
    old = next(m for m in person.theirs() if person.buttons(m))
    stale = person.tap(
        old, "1:first_response.settle:nothing" if not latched else person.buttons(old)[0]["callback_data"]
    )
    if latched:
        await rig.says(person, "我不想活了")
    await rig.api.push(stale)
    await rig.quiet()
    assert all(rig.api.queries.values())
    shown = next(m for m in person.theirs() if m["message_id"] == old["message_id"])
    assert "✓" not in shown["text"]
    assert not [b for b in person.buttons(shown) if "callback_data" in b]
    assert person.labels()  # the question that is open now


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_keyboard_that_stayed_goes_with_the_second_tap(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, restarted: bool
) -> None:
    """The press counted but its mark was lost: tapping again closes the keyboard, with the ✓ if that is still known."""
    monkeypatch.setattr(telegram_manners, "AGAIN", 0.0)
    monkeypatch.setattr(telegram_boards, "AGAIN", 0.0)
    person = rig.person()
    await rig.says(person, "/start")
    asked, label = person.theirs()[-1], person.labels()[0]
    first, second = person.press(label), person.press(label)
    rig.api.faults = lambda call: Fault("500") if call.method.lower() == "editmessagetext" else None
    await rig.api.push(first)
    await rig.quiet()
    assert f"✓ {label}" not in person.words()
    rig.api.faults = lambda call: None
    if restarted:
        await rig.restart()
    await rig.api.push(second)
    await rig.quiet()
    assert not [b for b in person.buttons(asked) if "callback_data" in b]
    assert restarted or f"✓ {label}" in person.words()
    session = await rig.session()
    assert session is not None
    assert session.turn == 2


async def test_a_double_tap_is_void(rig: Rig) -> None:
    """Both taps stop their spinner; one answers."""
    person = rig.person()
    await rig.says(person, "/start")
    label = person.labels()[0]
    one, two = person.press(label), person.press(label)
    await rig.api.push(one, two)
    await rig.quiet()
    session = await rig.session()
    assert session is not None
    assert session.turn == 2
    assert list(rig.api.queries.values()) == [True, True]


async def test_a_foreign_or_invented_button_changes_nothing(rig: Rig) -> None:
    """Guessed data and somebody else's presses only show the present question."""
    person, other = rig.person(), rig.person(1002)
    await rig.says(person, "/start")
    message = person.theirs()[-1]
    before = await rig.session()
    await rig.api.push(person.tap(message, "999:first_response.settle:nothing"), person.tap(message, "x" * 64))
    await rig.quiet()
    after = await rig.session()
    assert before is not None
    assert after is not None
    assert (before.open.place if before.open else "") == (after.open.place if after.open else "")
    foreign = other.tap(message, "1:a.b:c")
    await rig.api.push(foreign)
    await rig.quiet()
    assert await rig.session(1002) is None

"""A picture on the wire: drawn, with all its words below it, once, whatever breaks on the way."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from PIL import Image

from bot.channels import telegram_outbox
from bot.channels.telegram_format import LONGEST_CAPTION, pieces, units
from bot.engine.turn import Bar, Drawing
from tests.channels.telegram.botapi import Call, Fault
from tests.channels.telegram.people import Person
from tests.channels.telegram.rig import Rig

pytestmark = pytest.mark.asyncio

WAY = ("/start", "先还哪家", "都没有", "九百", "微粒贷", "一万二", "还有", "花呗", "六千", "没有了")


async def with_several(rig: Rig) -> Person:
    """Somebody who is asked for each lender, up to the last answer before the picture."""
    person = rig.person()
    for words in ("/start", "先还哪家"):
        await rig.says(person, words)
    session = await rig.session()
    assert session is not None
    assert session.open is not None
    assert session.open.place.startswith("several.")
    for words in WAY[2:-1]:
        await rig.says(person, words)
    return person


def photos(person: Person) -> list[dict[str, Any]]:
    return [m for m in person.theirs() if "photo" in m]


async def test_the_debts_arrive_as_a_picture_with_words(rig: Rig) -> None:
    """A sharp PNG for a phone; the words below it say the same, the title in bold."""
    person = await with_several(rig)
    await rig.says(person, WAY[-1])
    (sent,) = photos(person)
    with Image.open(io.BytesIO(bytes.fromhex(sent["file"][1]))) as image:
        assert image.format == "PNG"
        assert image.width == 1080
    lines = sent["caption"].split("\n")
    assert lines[0] == "各家大概还欠多少"
    assert "微粒贷：1.2 万元" in lines
    assert "花呗：6000 元" in lines
    assert sent["caption_entities"][0]["type"] == "bold"
    assert rig.api.complaints == []


async def test_what_each_month_carries_is_beside_the_debts(rig: Rig) -> None:
    """The shares of the month stand under each lender, in the picture and in its words."""
    person = await with_several(rig)
    for words in (WAY[-1], "不填"):
        await rig.says(person, words)
    caption = photos(person)[-1]["caption"]
    assert [line for line in caption.split("\n") if line][:3] == [
        "每月怎么分",
        "微粒贷：1.2 万元，可以分到 600 元",
        "花呗：6000 元，可以分到 300 元",
    ]


@pytest.mark.parametrize("kind", ["before", "500", "after"])
async def test_a_picture_that_broke_off_is_sent_by_the_next_life(rig: Rig, kind: str) -> None:
    """The numbers lie in the outbox: after a restart the picture comes, and comes before what followed it."""
    person = await with_several(rig)
    rig.api.faults = lambda call: Fault(kind, 1) if call.method == "SendPhoto" else None
    news = await rig.says(person, WAY[-1])
    assert "现在到期要还" not in news
    rig.api.faults = lambda call: None
    assert rig.time is not None
    rig.time += dt.timedelta(minutes=3)
    await rig.restart()
    await rig.house.delivery.sweep()
    await rig.settle()
    assert 1 <= len(photos(person)) <= (2 if kind == "after" else 1)
    last = person.theirs().index(photos(person)[-1])
    assert "现在到期要还" in "".join(m["text"] for m in person.theirs()[last:])


async def test_where_pictures_are_refused_the_words_come_alone(rig: Rig) -> None:
    """Telegram says 400, or the drawing fails: the same words as a message, and the talk goes on."""
    person = await with_several(rig)
    rig.api.faults = lambda call: Fault("400") if call.method == "SendPhoto" else None
    news = await rig.says(person, WAY[-1])
    assert "微粒贷：1.2 万元" in news
    assert photos(person) == []


async def test_a_drawing_that_fails_is_words(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the picture cannot be drawn, its words are sent and no photo."""

    def broken(drawing: Drawing) -> bytes:
        raise OSError("no font")

    monkeypatch.setattr(telegram_outbox, "photo", broken)
    person = await with_several(rig)
    assert "花呗：6000 元" in await rig.says(person, WAY[-1])
    assert photos(person) == []


async def test_a_blocked_person_gets_nothing_twice(rig: Rig) -> None:
    """403 on a picture ends everything that waits."""
    person = await with_several(rig)
    calls: list[Call] = []

    def fault(call: Call) -> Fault | None:
        calls.append(call)
        return Fault("403") if call.method == "SendPhoto" else None

    rig.api.faults = fault
    await rig.says(person, WAY[-1])
    assert [c.method for c in calls].count("SendPhoto") == 1
    assert await rig.house.store.undelivered(f"telegram:{person.id}") == []


async def test_long_words_go_below_and_after() -> None:
    """What does not fit below a picture follows as a message; nothing is lost, marks of the person are characters."""
    bars = tuple(Bar(f"<b>平台{n}</b>" + "长" * 200, 1, "1 元") for n in range(8))
    first, *more = pieces([Drawing("debts", "图 & 表", ("平台", "欠", ""), bars)])
    assert first.picture is not None
    assert units(first.plain) <= LONGEST_CAPTION
    assert all(piece.picture is None for piece in more)
    everything = "".join(piece.plain for piece in (first, *more))
    assert everything.count("1 元") == 8
    assert "&lt;b&gt;平台0&lt;/b&gt;" in first.html


async def test_a_picture_without_numbers_is_words() -> None:
    """A stored reply of an older version has only its title."""
    (piece,) = pieces([Drawing("n", "还款图")])
    assert piece.picture is None
    assert piece.plain == "还款图"

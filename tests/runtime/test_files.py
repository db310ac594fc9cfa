"""A file is what its turn was, comes after its words, survives a kill, and keeps no danger waiting."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot import safe
from bot.engine.events import Event
from bot.engine.session import Session
from bot.engine.turn import Export, Question, Turn
from bot.runtime.wire import Handout, SendError
from tests.runtime.rig import House, Phone, echo

pytestmark = pytest.mark.asyncio


async def test_an_export_is_handed_over_after_the_reply(house: House) -> None:
    """What is wanted reaches the exporter, and its file the person."""
    await house.says("导出")
    assert [f.name for f in house.phone.files] == ["记录.md"]


async def test_a_file_never_overtakes_its_own_message(house: House) -> None:
    """While the words of a turn wait for another attempt, its file waits behind them."""
    house.phone.faults = [SendError("500", retry=True)]
    await house.says("导出")
    assert house.phone.files == []
    house.time += dt.timedelta(seconds=2)
    await house.delivery.sweep()
    await house.delivery.settle()
    assert house.phone.words() == ["第1轮：导出", "还有1"]
    assert [f.name for f in house.phone.files] == ["记录.md"]


class Hanging(Phone):
    """A phone on which no file ever arrives whole."""

    def __init__(self) -> None:
        super().__init__()
        self.stuck = asyncio.Event()

    async def hand(self, address: str, handout: Handout, *, doubted: bool = False) -> None:
        self.stuck.set()
        await asyncio.Event().wait()


async def test_a_file_under_way_when_the_program_ends_is_handed_over_by_the_next(tmp_path: Path) -> None:
    """What was promised is part of the turn: a life that is cut off leaves the order, and the next one keeps it."""
    phone = Hanging()
    async with House(tmp_path, phone=phone) as house:
        await house.dispatcher.accept([house.said("导出")])
        await phone.stuck.wait()
        assert house.phone.words() == ["第1轮：导出", "还有1"]
    async with House(tmp_path) as house:
        await house.delivery.sweep()
        await house.delivery.settle()
        assert house.phone.words() == []
        assert [f.name for f in house.phone.files] == ["记录.md"]
        assert await house.store.undelivered() == []


async def test_a_file_is_as_the_turn_was_that_ordered_it(tmp_path: Path) -> None:
    """However late it leaves, after later turns and another life: what was said afterwards is not in it."""
    async with House(tmp_path) as house:
        await house.says("先说这个")
        house.phone.faults = [SendError("down", retry=True, after=60)]
        await house.says("导出")
        await house.says("后来改了")
        assert house.phone.files == []
    async with House(tmp_path) as house:
        await house.says("又一句")
        house.time += dt.timedelta(minutes=2)
        await house.delivery.sweep()
        await house.delivery.settle()
        assert [f.content.decode() for f in house.phone.files] == ["先说这个 导出"]


async def test_danger_does_not_wait_behind_a_file(tmp_path: Path) -> None:
    """A file that hangs is cut off by the answer to danger, and withdrawn like everything else that was still to come."""
    phone = Hanging()
    async with House(tmp_path, phone=phone) as house:
        await house.dispatcher.accept([house.said("导出")])
        await phone.stuck.wait()
        async with asyncio.timeout(20):
            await house.says("我不想活了")
        assert house.phone.words()[-2:] == ["第2轮：我不想活了", "还有2"]
        assert await house.store.undelivered() == []


async def test_a_file_that_cannot_be_made_is_told(house: House) -> None:
    """It is said with what helps instead, as a part of the turn that every later life would bring; the talk goes on."""

    async def broken(*_: object) -> Handout:
        raise ValueError("我的秘密")

    house.dispatcher._turns._make = broken
    house.phone.faults = [SendError("down", retry=True)]
    await house.says("导出")
    assert house.phone.words() == []
    house.time += dt.timedelta(seconds=2)
    await house.delivery.sweep()
    await house.delivery.settle()
    assert house.phone.words() == ["第1轮：导出", "还有1", *safe.NO_FILE]
    assert house.phone.files == []
    await house.says("还在吗")
    assert house.phone.words()[-2:] == ["第2轮：还在吗", "还有2"]


async def test_what_is_said_of_a_file_stands_before_the_question(house: House) -> None:
    """The question stays the last thing said, so that its options stand below it."""

    def asks(book: Any, session: Session | None, event: Event, now: dt.datetime) -> Turn:
        turn = echo(book, session, event, now)
        return replace(turn, replies=(*turn.replies, Question("接着吗？")))

    async def broken(*_: object) -> None:
        raise OSError

    house.dispatcher._turns._advance = asks
    house.dispatcher._turns._make = broken  # type: ignore[assignment]
    answer = await house.says("导出")
    texts = [reply.text for reply in answer.replies]  # type: ignore[union-attr]
    assert texts == house.phone.words() == ["第1轮：导出", "还有1", *safe.NO_FILE, "接着吗？"]


@pytest.mark.parametrize("large", [False, True])
async def test_a_form_that_cannot_be_made_comes_as_plain_text(house: House, large: bool) -> None:
    """A font is gone, a page is larger than the store can hold: the words come as text, and the person hears why."""

    async def only_text(address: str, book: Any, turn: Turn, wanted: Export, now: dt.datetime) -> Handout:
        if wanted.form != "txt" and not large:
            raise OSError("我的秘密")
        return Handout(f"记录.{wanted.form}", b"x" * (2_000_000 if wanted.form != "txt" else 9))

    house.dispatcher._turns._make = only_text
    await house.says("导出")
    assert house.phone.words() == ["第1轮：导出", "还有1", *safe.TEXT_INSTEAD]
    assert [f.name for f in house.phone.files] == ["记录.txt"]


async def test_a_file_that_cannot_be_put_down_is_told(house: House) -> None:
    """The folder of a terminal is full or gone: said, and the talk goes on."""

    async def full(*_: object, **__: object) -> None:
        raise OSError

    house.phone.hand = full  # type: ignore[method-assign]
    await house.says("导出")
    assert house.phone.words() == ["第1轮：导出", "还有1", *safe.NO_FILE]

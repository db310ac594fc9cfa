"""A reminder that came due while nobody was there shows at the next start, once."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest

from bot.app import House, Shelf
from bot.channels.terminal import Terminal
from bot.cli.chat import _converse
from bot.engine.events import Opened, Said
from bot.settings import Settings

pytestmark = pytest.mark.asyncio
WORDS = ("想知道下一步", "都没有", "逾期半个月了", "微粒贷", "一万二", "失业或降薪", "每个月能拿 800", "还没敢打")


class Clock:
    def __init__(self) -> None:
        self.time = dt.datetime(2026, 11, 20, 10, 0, tzinfo=Settings().zone)

    def __call__(self) -> dt.datetime:
        return self.time


async def session(home: Path, shelf: Shelf, clock: Clock, *words: str) -> str:
    """One run of the program: what was on the screen."""
    screen = io.StringIO()
    numbers = iter(range(10_000))
    start = clock.time.isoformat()
    terminal = Terminal(
        "me", now=clock, new_id=lambda: f"{start}/{next(numbers)}", exports=home, stdin=io.StringIO(), stdout=screen
    )
    settings = Settings(data_dir=home / "data")
    house = House(settings, shelf=shelf, senders={"terminal": terminal}, only=terminal.address, now=clock)
    async with house:
        await house.begin()
        await terminal.tell(house.dispatcher, Opened())
        for word in words:
            await terminal.tell(house.dispatcher, Said(word))
            clock.time += dt.timedelta(minutes=1)
    return screen.getvalue()


async def test_what_came_due_shows_at_the_next_start(home: Path) -> None:
    """A reminder that came due while nobody was there is seen at the next start."""
    shelf = Shelf(Settings())
    shelf.refresh()
    clock = Clock()
    said = await session(home, shelf, clock, *WORDS)
    await session(home, shelf, clock, "要")
    settings = Settings(data_dir=home / "data")
    async with House(settings, shelf=shelf, senders={}, now=clock) as house:
        timers = await house.store.timers("terminal:me")
    assert timers, said
    clock.time = timers[0].due.astimezone(clock.time.tzinfo) + dt.timedelta(hours=1)
    first = await session(home, shelf, clock)
    again = await session(home, shelf, clock)
    async with House(settings, shelf=shelf, senders={}, now=clock) as house:
        turns = [turn async for turn in house.store.transcript("terminal:me")]
        assert timers[0].key not in {timer.key for timer in await house.store.timers("terminal:me")}
    reminded = [turn for turn in turns if turn.path and '"push"' in turn.path]
    assert len(reminded) == 1
    assert len(first) > len(again)


async def test_what_is_shown_at_the_start_asks_once(home: Path) -> None:
    """A reminder that shows at the start puts the open question; the greeting does not put it again."""
    shelf = Shelf(Settings())
    shelf.refresh()
    clock = Clock()
    await session(home, shelf, clock, *WORDS, "要")
    clock.time += dt.timedelta(days=4)
    screen = io.StringIO()
    settings = Settings(data_dir=home / "data")
    terminal = Terminal("me", now=clock, new_id=lambda: "late", exports=home, stdin=io.StringIO(), stdout=screen)
    house = House(settings, shelf=shelf, senders={"terminal": terminal}, only=terminal.address, now=clock)
    async with house:
        await _converse(house, terminal, restart=False)
    assert screen.getvalue().count("打了的话，点一个结果") == 1
    assert "你还在这里" not in screen.getvalue()


async def test_nothing_kept_offers_no_reminder(home: Path) -> None:
    """Where nothing is written, no reminder is offered and none is set."""
    shelf = Shelf(Settings())
    shelf.refresh()
    clock = Clock()
    screen = io.StringIO()
    numbers = iter(range(100))
    terminal = Terminal(
        "me", now=clock, new_id=lambda: str(next(numbers)), exports=home, stdin=io.StringIO(), stdout=screen
    )
    settings = Settings(data_dir=home / "data")
    house = House(settings, shelf=shelf, senders={"terminal": terminal}, only=terminal.address, now=clock, private=True)
    async with house:
        for word in (*WORDS, "我不想活了"):
            await terminal.tell(house.dispatcher, Said(word))
        assert not await house.store.timers(terminal.address)
    assert "提醒" not in screen.getvalue()

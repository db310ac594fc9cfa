"""What nobody asked for at this moment: reminders, the outbox, the purge, new flows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.engine.events import TimeUp
from bot.engine.session import Timer
from bot.engine.turn import SetTimer
from bot.runtime.scheduler import Scheduler
from bot.runtime.wire import Incoming, SendError
from bot.storage.records import CancelTimers
from tests.runtime.rig import NOW, House, echo

pytestmark = pytest.mark.asyncio


def scheduler(house: House, **more: Any) -> Scheduler:
    return Scheduler(
        store=house.store,
        dispatcher=house.dispatcher,
        delivery=house.delivery,
        senders={"phone": house.phone},
        now=house.now,
        journal=house.journal,
        **more,
    )


async def test_a_reminder_fires_once_when_it_is_due(tmp_path: Path) -> None:
    """Not before its time, and once however often one looks."""
    async with House(tmp_path) as house:
        clock = scheduler(house)
        await house.says("提醒我")
        for _ in range(3):
            await clock.tick()
        assert await house.told() == ["提醒我"]
        house.time += dt.timedelta(hours=1)
        for _ in range(3):
            house.time += dt.timedelta(seconds=20)
            await clock.tick()
            await house.dispatcher.settle()
        assert await house.told() == ["提醒我", "timer t1"]
        assert house.phone.words()[-2:] == ["第2轮：", "还有2"]


async def test_a_reminder_survives_a_restart(tmp_path: Path) -> None:
    """A reminder of an earlier life fires in the next."""
    async with House(tmp_path) as house:
        await house.says("提醒我")
    async with House(tmp_path) as house:
        house.time += dt.timedelta(hours=3)
        await scheduler(house).tick()
        await house.dispatcher.settle()
        assert await house.told() == ["提醒我", "timer t1"]


async def test_the_engine_hears_whether_the_channel_wakes_people(tmp_path: Path) -> None:
    """Hours, limits and precedence are the engine's; what it cannot know is whether anybody is woken."""
    for wakes in (True, False):
        heard = []

        def listen(book: Any, session: Any, event: Any, now: dt.datetime, heard: list[Any] = heard) -> Any:
            heard.append(event)
            return echo(book, session, event, now)

        async with House(tmp_path / str(wakes), advance=listen) as house:
            house.phone.pushes = wakes
            await house.says("提醒我")
            house.time += dt.timedelta(hours=2)
            await scheduler(house).tick()
            await house.dispatcher.settle()
        assert heard[1:] == [TimeUp("t1", wakes)]


async def test_a_timer_set_again_for_the_same_moment_is_another_event(tmp_path: Path) -> None:
    """Its event was answered already: it is not stuck for ever, but comes a minute later."""

    def again(book: Any, session: Any, event: Any, now: dt.datetime) -> Any:
        turn = echo(book, session, event, now)
        if isinstance(event, TimeUp) and len(turn.session.told) == 2:
            return replace(turn, effects=(SetTimer("t1", NOW + dt.timedelta(hours=1), "review", "x"),))
        return turn

    async with House(tmp_path, advance=again) as house:
        await house.says("提醒我")
        clock = scheduler(house)
        for _ in range(8):
            house.time += dt.timedelta(minutes=20)
            await clock.tick()
            await house.dispatcher.settle()
        assert await house.told() == ["提醒我", "timer t1", "timer t1"]


async def test_a_reminder_of_somebody_forgotten_brings_nobody_back(tmp_path: Path) -> None:
    """The timer was due when everything was deleted: nothing is said and no row is left to load."""
    async with House(tmp_path) as house:
        await house.says("提醒我")
        await house.says("删除")
        house.phone.got.clear()
        await house.dispatcher.accept([Incoming("phone:a", "timer:t1:1", TimeUp("t1"), house.time)])
        await house.dispatcher.settle()
        assert house.phone.words() == []
        assert await house.store.load("phone:a") is None
        assert await house.store.waiting() == []


async def test_reminders_that_a_block_ended_stay_ended(tmp_path: Path) -> None:
    """Blocked and unblocked, somebody wants one reminder: those from before do not come along with it."""
    held: list[list[str]] = []

    def real(book: Any, session: Any, event: Any, now: dt.datetime) -> Any:
        turn = echo(book, session, event, now)
        if isinstance(event, TimeUp):
            held.append([timer.id for timer in session.timers])
            return turn
        name = f"t{turn.session.turn}"
        moment = now + dt.timedelta(hours=1)
        turn.session.timers.append(Timer(name, "x", moment.isoformat(), "review", turn.session.turn, "a.b"))
        return replace(turn, effects=(SetTimer(name, moment, "review", "x"),))

    async with House(tmp_path, advance=real) as house:
        await house.says("约一次")
        await house.store.cancel_timers("phone:a", CancelTimers())
        await house.says("再约一次")
        house.time += dt.timedelta(hours=2)
        await scheduler(house).tick()
        await house.dispatcher.settle()
        assert held == [["t2"]]


async def test_a_reminder_that_could_not_leave_in_the_evening_waits_for_the_morning(tmp_path: Path) -> None:
    """A crash or a dead line between the commit and the sending never makes a push at night; words let it go at once."""

    def pushes(book: Any, session: Any, event: Any, now: dt.datetime) -> Any:
        turn = echo(book, session, event, now)
        return replace(turn, push="review") if isinstance(event, TimeUp) else turn

    async with House(tmp_path, advance=pushes) as house:
        await house.says("提醒我")
        house.phone.got.clear()
        house.phone.faults = [SendError("503", retry=True)]
        house.time = house.time.replace(hour=20, minute=29)
        clock = scheduler(house)
        await clock.tick()
        await house.dispatcher.settle()
        house.time = house.time.replace(hour=21)
        await clock.tick()
        await house.delivery.settle()
        assert house.phone.words() == []
        house.time = (house.time + dt.timedelta(days=1)).replace(hour=9)
        await clock.tick()
        await house.delivery.settle()
        assert house.phone.words() == ["第2轮：", "还有2"]


async def test_a_terminal_sees_only_its_own_person(tmp_path: Path) -> None:
    """Reminders of others wait for their own terminal."""
    async with House(tmp_path) as house:
        await house.says("提醒我")
        await house.says("提醒我", who="b")
        house.time += dt.timedelta(hours=2)
        await scheduler(house, only="phone:b").tick()
        await house.dispatcher.settle()
        assert await house.told() == ["提醒我"]
        assert await house.told("b") == ["提醒我", "timer t1"]


async def test_open_parts_are_taken_up_again(tmp_path: Path) -> None:
    """A part whose attempt failed goes out when its time has come."""
    async with House(tmp_path) as house:
        house.phone.faults = [SendError("503", retry=True)]
        await house.says("一")
        clock = scheduler(house)
        house.time += dt.timedelta(seconds=5)
        await clock.tick()
        await house.delivery.settle()
        assert house.phone.words() == ["第1轮：一", "还有1"]


async def test_a_fault_in_one_duty_stops_no_other(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where looking at the flows fails, reminders still fire, and the fault is noted without its words."""

    async def broken() -> None:
        raise ValueError("with words")

    async with House(tmp_path) as house:
        await house.says("提醒我")
        house.time += dt.timedelta(hours=1)
        await scheduler(house, refresh=broken).tick()
        await house.dispatcher.settle()
        assert await house.told() == ["提醒我", "timer t1"]
    assert "refresh-failed error=ValueError" in caplog.text
    assert "with words" not in caplog.text


async def test_the_purge_waits_until_a_moved_clock_ran_steadily(tmp_path: Path) -> None:
    """Ten years forward in one jump delete nothing; an hour later the clock is believed."""
    async with House(tmp_path) as house:
        await house.says("你好")
        clock = scheduler(house)
        await clock.tick()
        house.time += dt.timedelta(days=3650)
        await clock.tick()
        assert (await house.store.status()).people == 1
        for _ in range(65):
            house.time += dt.timedelta(minutes=1)
            await clock.tick()
        assert (await house.store.status()).people == 0


async def test_flows_are_looked_at_again_and_again(tmp_path: Path) -> None:
    """Files are looked at in every round."""
    looks: list[dt.datetime] = []

    async def look() -> None:
        looks.append(house.time)

    async with House(tmp_path) as house:
        clock = scheduler(house, refresh=look)
        for _ in range(4):
            await clock.tick()
            house.time += dt.timedelta(seconds=2)
    assert len(looks) == 4

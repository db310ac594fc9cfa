"""What nobody asked for at this moment: reminders, the outbox, the purge, new flows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bot.runtime.scheduler import Scheduler
from bot.runtime.wire import SendError
from tests.runtime.rig import House

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
    async with House(tmp_path) as house:
        await house.says("提醒我")
    async with House(tmp_path) as house:
        house.time += dt.timedelta(hours=3)
        await scheduler(house).tick()
        await house.dispatcher.settle()
        assert await house.told() == ["提醒我", "timer t1"]


async def test_at_night_nobody_is_woken(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        await house.says("提醒我")
        house.time = house.time.replace(hour=23)
        clock = scheduler(house)
        await clock.tick()
        await house.dispatcher.settle()
        assert await house.told() == ["提醒我"]
        (timer,) = await house.store.timers("phone:a")
        assert timer.due == (house.time + dt.timedelta(days=1)).replace(hour=9)


async def test_a_terminal_sees_only_its_own_person(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        await house.says("提醒我")
        await house.says("提醒我", who="b")
        house.time += dt.timedelta(hours=2)
        await scheduler(house, only="phone:b").tick()
        await house.dispatcher.settle()
        assert await house.told() == ["提醒我"]
        assert await house.told("b") == ["提醒我", "timer t1"]


async def test_open_parts_are_taken_up_again(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        house.phone.faults = [SendError("503", retry=True)]
        await house.says("一")
        clock = scheduler(house)
        house.time += dt.timedelta(seconds=5)
        await clock.tick()
        await house.delivery.settle()
        assert house.phone.words() == ["第1轮：一", "还有1"]


async def test_a_fault_in_one_duty_stops_no_other(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
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
    looks: list[dt.datetime] = []

    async def look() -> None:
        looks.append(house.time)

    async with House(tmp_path) as house:
        clock = scheduler(house, refresh=look)
        for _ in range(4):
            await clock.tick()
            house.time += dt.timedelta(seconds=2)
    assert len(looks) == 4

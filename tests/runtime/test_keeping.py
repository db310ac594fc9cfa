"""Of each turn is kept what was agreed to, and what is forgotten is gone before it is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from bot.engine.events import Said, TimeUp
from bot.runtime.queues import Item
from bot.runtime.wire import Incoming, SendError
from bot.storage.records import Words
from tests.runtime.rig import NOW, House, asking, echo

pytestmark = pytest.mark.asyncio


async def test_only_masked_words_are_kept(house: House) -> None:
    """A telephone number is masked before the turn is stored."""
    await house.says("打 13800138000")
    (turn,) = await house.turns()
    assert turn.words is Words.KEPT
    assert "13800138000" not in turn.event
    assert "〔手机号〕" in turn.event
    assert json.loads(turn.path)["rule"] == "echo"


async def test_not_kept_means_one_row_and_no_words(house: House) -> None:
    """After 不保存 no turn holds words or replies, the earlier ones included."""
    await house.says("你好")
    await house.says("不保存")
    turns = await house.turns()
    assert all(turn.event is None and turn.words is Words.NOT_KEPT for turn in turns)
    assert all(turn.replies == () for turn in turns)
    assert await house.told() == ["你好", "不保存"]


async def test_words_of_a_crisis_turn_are_marked_as_such(house: House) -> None:
    """The level of danger is stored with its turn, so that its words can go after a day."""
    await house.says("我不想活了")
    (turn,) = await house.turns()
    assert turn.danger == 2


async def test_a_promise_of_a_day_holds_without_any_purge(house: House) -> None:
    """Somebody who said no yes comes back after 25 hours: the former session is gone."""
    await house.says("不保存")
    house.time += dt.timedelta(hours=25)
    await house.says("我回来了")
    assert await house.told() == ["我回来了"]


async def test_forgetting_is_done_before_it_is_told(house: House) -> None:
    """When 都清掉了 is said, the rows are gone already."""
    await house.says("你好")
    checked: list[Any] = []

    async def look(address: str) -> None:
        checked.append(await house.store.load(address))

    house.phone.before = look
    await house.says("删除", event_id="bye")
    assert checked == [None, None]
    assert house.phone.words()[-2:] == ["第2轮：删除", "还有2"]
    assert (await house.store.status()).people == 0
    house.phone.before = None
    await house.says("又来了")
    assert await house.told() == ["又来了"]


async def test_the_receipt_of_a_deletion_arrives_however_long_it_takes(tmp_path: Path) -> None:
    """Nothing of the person is left, and still the confirmation is tried until it arrives, by the next life too."""
    async with House(tmp_path) as house:
        await house.says("你好")
        house.phone.got.clear()
        house.phone.faults = [SendError("down", retry=True) for _ in range(9)]
        await house.says("删除")
        assert await house.store.load("phone:a") is None
        while house.phone.faults[4:]:
            house.time += dt.timedelta(minutes=1)
            await house.delivery.sweep()
            await house.delivery.settle()
        assert house.phone.words() == []
        later = house.time
    async with House(tmp_path) as house:
        house.time = later + dt.timedelta(minutes=2)
        await house.delivery.sweep()
        await house.delivery.settle()
        assert house.phone.words() == ["第2轮：删除", "还有2"]
        status = await house.store.status()
        assert (status.people, status.turns, status.undelivered, status.erasing) == (0, 0, 0, 0)


async def test_who_is_forgotten_and_writes_at_once_is_somebody_new(house: House) -> None:
    """What was asked before the deletion does not make the first words after it too early."""
    house.dispatcher._turns._advance = asking
    house.phone.number = 1_000
    await house.says("你好")
    house.dispatcher._turns._advance = echo
    house.phone.faults = [SendError("down", retry=True)]
    await house.says("删除")
    await house.says("又来了")
    house.time += dt.timedelta(seconds=2)
    await house.delivery.sweep()
    await house.delivery.settle()
    assert house.phone.words()[-4:] == ["第2轮：删除", "还有2", "第1轮：又来了", "还有1"]
    assert not house.delivery.sight.early(Item("phone:a", "x", Said("在"), house.time, number=5))


async def test_timers_and_counters_are_part_of_the_turn(house: House) -> None:
    """What a turn sets and counts is committed with it."""
    await house.says("提醒我")
    (timer,) = await house.store.timers("phone:a")
    assert (timer.key, timer.kind) == ("t1", "appointment")
    (count,) = await house.store.counters(NOW.date(), NOW.date() + dt.timedelta(days=1))
    assert (count.name, count.n) == ("turns", 1)
    await house.dispatcher.accept([Incoming("phone:a", "timer:t1", TimeUp("t1"), house.time)])
    await house.dispatcher.settle()
    assert await house.store.timers("phone:a") == []
    assert await house.told() == ["提醒我", "timer t1"]

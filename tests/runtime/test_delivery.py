"""What was committed reaches the person: in order, danger first, marked, as the channel says."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bot.runtime.wire import SendError
from bot.storage.records import PartState
from tests.runtime.rig import House

pytestmark = pytest.mark.asyncio


async def states(house: House, turn: int = 1) -> list[PartState]:
    turns = [t async for t in house.store.transcript("phone:a")]
    return [part.state for part in turns[turn - 1].parts]


async def test_every_part_is_marked(house: House) -> None:
    """What was sent is marked so, part by part."""
    await house.says("你好")
    assert await states(house) == [PartState.SENT, PartState.SENT]


async def test_a_failure_worth_retrying_keeps_the_order(house: House) -> None:
    """Everything behind the failed part waits with it, across turns; nothing is sent in between."""
    house.phone.faults = [SendError("503", retry=True)]
    await house.says("一")
    await house.says("二")
    assert house.phone.words() == []
    assert await states(house) == [PartState.NEW, PartState.NEW]
    house.time += dt.timedelta(seconds=2)
    await house.delivery.sweep()
    await house.delivery.settle()
    assert house.phone.words() == ["第1轮：一", "还有1", "第2轮：二", "还有2"]


async def test_the_pause_that_a_platform_orders_is_kept(house: House) -> None:
    """Nothing goes out before the seconds that a 429 named are over."""
    house.phone.faults = [SendError("429", retry=True, after=30)]
    await house.says("一")
    for seconds in (10, 19):
        house.time += dt.timedelta(seconds=seconds)
        await house.delivery.sweep()
        await house.delivery.settle()
        assert house.phone.words() == []
    house.time += dt.timedelta(seconds=2)
    await house.delivery.sweep()
    await house.delivery.settle()
    assert house.phone.words() == ["第1轮：一", "还有1"]


async def test_pauses_grow_and_end_at_a_minute(house: House) -> None:
    """Attempts come slower and slower, but never rarer than once a minute."""
    house.phone.faults = [SendError("down", retry=True) for _ in range(9)]
    began = house.time
    await house.says("一")
    while house.phone.faults:
        house.time += dt.timedelta(seconds=1)
        await house.delivery.sweep()
        await house.delivery.settle()
    assert house.time - began == dt.timedelta(seconds=1 + 2 + 4 + 8 + 15 + 30 + 60 + 60)


async def test_a_person_who_is_gone_hears_nothing_more_and_is_not_reminded(house: House) -> None:
    """Who blocked the bot gets no further attempt and no reminder; what was said stays."""
    await house.says("提醒我")
    house.phone.faults = [SendError("blocked", retry=False, gone=True)]
    await house.says("二")
    assert await states(house, 2) == [PartState.FAILED, PartState.FAILED]
    assert await house.store.timers("phone:a") == []
    assert await house.told() == ["提醒我", "二"]
    assert (await house.store.status()).undelivered == 0


async def test_a_part_that_can_never_be_sent_does_not_hide_the_next(house: House) -> None:
    """A refused part is given up, the one behind it goes out."""
    house.phone.faults = [SendError("400", retry=False)]
    await house.says("一")
    assert await states(house) == [PartState.FAILED, PartState.SENT]


async def test_a_fault_in_a_channel_is_like_a_part_that_cannot_be_sent(house: House) -> None:
    """An exception of the channel costs one part, not the talk."""
    house.phone.faults = [ZeroDivisionError()]
    await house.says("一")
    assert await states(house) == [PartState.FAILED, PartState.SENT]


async def test_what_may_have_arrived_is_not_said_twice(house: House) -> None:
    """A plain part in doubt is left as maybe."""
    house.phone.faults = [SendError("timeout", retry=True, maybe=True)]
    await house.says("一")
    assert await states(house) == [PartState.MAYBE, PartState.SENT]


async def test_safety_is_said_once_more_when_in_doubt(house: House) -> None:
    """Words about danger in doubt go again."""
    house.phone.faults = [SendError("timeout", retry=True, maybe=True)]
    await house.says("我不想活了")
    house.time += dt.timedelta(seconds=2)
    await house.delivery.sweep()
    await house.delivery.settle()
    assert house.phone.words()[0] == "第1轮：我不想活了"


async def test_doubt_outlives_the_program(tmp_path: Path) -> None:
    """Maybe sent once and the program stopped: the next life knows, and in doubt again it is not said a third time."""
    async with House(tmp_path) as house:
        house.phone.faults = [SendError("in doubt", retry=True, seen=True)]
        await house.says("一")
        assert house.phone.doubted == [False]
    async with House(tmp_path) as house:
        house.time += dt.timedelta(seconds=2)
        house.phone.faults = [SendError("in doubt", retry=True, maybe=True)]
        await house.delivery.sweep()
        await house.delivery.settle()
        assert house.phone.doubted == [True, False]
        assert house.phone.words() == ["还有1"]
        assert await states(house) == [PartState.MAYBE, PartState.SENT]


async def test_what_was_leaving_at_a_kill_is_in_doubt_and_what_waited_is_not(tmp_path: Path) -> None:
    """Cut off in the middle of the first message: the next life sends it as doubtful, those behind it as new."""
    hanging = asyncio.Event()

    async def hang(address: str) -> None:
        hanging.set()
        await asyncio.Event().wait()

    async with House(tmp_path) as house:
        house.phone.before = hang
        await house.dispatcher.accept([house.said("一")])
        await hanging.wait()
    async with House(tmp_path) as house:
        await house.delivery.sweep()
        await house.delivery.settle()
        assert house.phone.words() == ["第1轮：一", "还有1"]
        assert house.phone.doubted == [True, False]


async def test_safe_words_are_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The constant words are repeated until the platform takes them, with pauses."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("bot.runtime.delivery.asyncio.sleep", sleep)
    house.phone.faults = [SendError("503", retry=True), SendError("503", retry=True)]
    assert await house.delivery.say("phone:a", ("在的",))
    assert house.phone.words() == ["在的"]
    assert waits == [1.0, 2.0]


async def test_an_address_that_is_not_served_is_left_alone(house: House) -> None:
    """Parts for somebody of another channel wait untouched."""
    house.phone.serves = lambda address: address != "phone:b"  # type: ignore[method-assign]
    await house.says("一", who="b")
    assert house.phone.got == []
    assert (await house.store.status()).undelivered == 2
    assert not await house.delivery.say("phone:b", ("在的",))


async def test_two_wake_ups_send_once(house: House) -> None:
    """Ten calls at once send every part once."""
    house.phone.serves = lambda address: False  # type: ignore[method-assign]
    await house.says("一")
    house.phone.serves = lambda address: True  # type: ignore[method-assign]
    await asyncio.gather(*(house.delivery.flush("phone:a") for _ in range(10)))
    assert house.phone.words() == ["第1轮：一", "还有1"]


async def test_turns_claimed_together_do_not_wait_for_a_lease(house: House) -> None:
    """Two turns wait and the first fails: both go out when its retry has come, not two minutes later."""
    house.phone.serves = lambda address: False  # type: ignore[method-assign]
    await house.says("一")
    await house.says("二")
    house.phone.serves = lambda address: True  # type: ignore[method-assign]
    house.phone.faults = [SendError("503", retry=True)]
    for _ in range(2):
        await house.delivery.sweep()
        await house.delivery.settle()
        house.time += dt.timedelta(seconds=2)
    assert house.phone.words() == ["第1轮：一", "还有1", "第2轮：二", "还有2"]


async def test_a_crisis_withdraws_turns_that_were_claimed_together(house: House) -> None:
    """Two turns are in hands and the first is being sent when danger is said: nothing of the second leaves any more."""
    house.phone.serves = lambda address: False  # type: ignore[method-assign]
    await house.says("一")
    await house.says("二")
    house.phone.serves = lambda address: True  # type: ignore[method-assign]
    leaving, go, decided = asyncio.Event(), asyncio.Event(), asyncio.Event()
    commit = house.store.commit

    async def committed(turn: Any) -> Any:
        try:
            return await commit(turn)
        finally:
            decided.set()

    async def slow(address: str) -> None:
        leaving.set()
        await go.wait()

    house.phone.before = slow
    await house.delivery.sweep()
    await leaving.wait()
    house.phone.before = None
    house.store.commit = committed  # type: ignore[method-assign]
    crisis = asyncio.create_task(house.says("我不想活了"))
    await decided.wait()
    go.set()
    await crisis
    await house.delivery.settle()
    assert house.phone.words() == ["第1轮：一", "第3轮：我不想活了", "还有3"]


async def test_an_answer_needs_two_commits_before_it_leaves(house: House) -> None:
    """Accepting and the turn itself: the turn's commit also claims its parts, so that nothing stands before the send."""
    asked: list[str] = []
    for name in ("accept", "load", "commit", "claim_parts", "mark_parts"):
        whole = getattr(house.store, name)

        def noted(*arguments: object, name: str = name, whole: Any = whole, **more: object) -> Any:
            asked.append(name)
            return whole(*arguments, **more)

        setattr(house.store, name, noted)

    async def sending(address: str) -> None:
        asked.append("send")

    house.phone.before = sending
    await house.says("你好")
    assert asked[: asked.index("send")] == ["accept", "load", "commit"]
    assert "claim_parts" not in asked

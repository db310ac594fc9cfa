"""Accepted once, answered once, in order, across lives; danger goes first."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot import safe
from bot.engine.events import Event, Opened, Pressed, Said
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.runtime.codec import event_to_json
from bot.runtime.queues import Item
from bot.runtime.wire import Incoming
from bot.storage.records import Arrival, Receipt
from tests.runtime.rig import NOW, House, Phone, asking, echo

pytestmark = pytest.mark.asyncio


async def test_one_event_one_turn_one_answer(house: House) -> None:
    """A message is answered, delivered and no longer waiting."""
    answer = await house.says("你好")
    assert [r.text for r in answer.replies] == ["第1轮：你好", "还有1"]  # type: ignore[union-attr]
    assert house.phone.words() == ["第1轮：你好", "还有1"]
    assert (await house.store.status()).undelivered == 0
    assert await house.store.waiting() == []


async def test_a_duplicate_gets_the_stored_reply_and_changes_nothing(house: House) -> None:
    """The same event again: the same replies, no new turn, nothing sent."""
    first = await house.says("你好", event_id="same")
    second = await house.says("你好", event_id="same")
    assert second.repeated
    assert second.replies == first.replies
    assert await house.told() == ["你好"]
    assert len(house.phone.words()) == 2


async def test_the_same_event_twice_at_once_is_one_turn(house: House) -> None:
    """Five deliveries side by side are one turn with one answer."""
    answers = await asyncio.gather(*(house.says("你好", event_id="same") for _ in range(5)))
    assert len({a.replies for a in answers}) == 1
    assert await house.told() == ["你好"]


async def test_a_batch_is_answered_in_order_and_texts_join(house: House) -> None:
    """Texts before a press are one turn, the press its own, what follows the next."""
    items = [house.said(word) for word in ("逾期", "半个月了")]
    items.append(Incoming("phone:a", "p", Pressed("1:a.b:c"), NOW))
    items.append(house.said("微粒贷"))
    assert await house.dispatcher.accept(items) == (Receipt.NEW,) * 4
    await house.dispatcher.settle()
    assert await house.told() == ["逾期\n半个月了", "", "微粒贷"]
    for item in items:
        assert await house.store.answered(item.address, item.event_id) is not None


async def test_people_do_not_wait_for_each_other(house: House) -> None:
    """One slow chat delays nobody."""
    gate = asyncio.Event()

    async def slow(address: str) -> None:
        if address == "phone:slow":
            await gate.wait()

    house.phone.before = slow
    stuck = asyncio.create_task(house.says("你好", who="slow"))
    await asyncio.wait_for(house.says("你好", who="quick"), 2)
    assert not stuck.done()
    gate.set()
    await stuck


async def test_fifty_people_twenty_turns_each_come_out_as_the_sequential_model(house: House) -> None:
    """People side by side each get what they would get alone, in order."""
    house.phone.joins = False

    async def person(name: str) -> None:
        for n in range(20):
            await house.says(f"{n}", who=name)

    await asyncio.gather(*(person(f"p{n}") for n in range(50)))
    for n in range(50):
        assert await house.told(f"p{n}") == [str(k) for k in range(20)]


async def test_danger_words_overtake_the_line(house: House) -> None:
    """Danger behind waiting commands is answered before them."""
    gate = asyncio.Event()

    async def hold(_: str) -> None:
        await gate.wait()

    house.phone.before = hold
    await house.dispatcher.accept([house.said("你好")])
    await asyncio.sleep(0.05)
    await house.dispatcher.accept([house.said("/help"), house.said("/menu"), house.said("我不想活了")])
    gate.set()
    await house.dispatcher.settle()
    assert await house.told() == ["你好", "我不想活了", "/help", "/menu"]


async def test_a_crisis_turn_withdraws_what_was_not_delivered(house: House) -> None:
    """Nothing about money arrives after somebody said that they do not want to live."""
    started, gate = asyncio.Event(), asyncio.Event()

    async def hold(_: str) -> None:
        started.set()
        await gate.wait()

    house.phone.before = hold
    await house.dispatcher.accept([house.said("你好")])
    await started.wait()
    await house.dispatcher.accept([house.said("我不想活了")])
    while len(await house.turns()) < 2:  # noqa: ASYNC110  # the store has no bell to wait for
        await asyncio.sleep(0.01)
    gate.set()
    await house.dispatcher.settle()
    assert house.phone.words() == ["第1轮：你好", "第2轮：我不想活了", "还有2"]


async def test_words_from_before_a_question_left_are_not_its_answer(house: House) -> None:
    """While a new question is on its way, what arrives is early; once it is there, the platform's numbers decide."""
    events: list[Event] = []
    twice = asyncio.Event()

    def listening(book: Any, session: Session | None, event: Event, now: dt.datetime) -> Turn:
        events.append(event)
        if events[1:]:
            twice.set()
        return asking(book, session, event, now)

    house.dispatcher._turns._advance = listening
    leaving, go = asyncio.Event(), asyncio.Event()

    async def slow(address: str) -> None:
        leaving.set()
        await go.wait()

    house.phone.before = slow
    await house.dispatcher.accept([house.said("一")])
    await leaving.wait()
    await house.dispatcher.accept([house.said("二")])
    await twice.wait()
    go.set()
    house.phone.before = None
    house.phone.number = 50
    await house.dispatcher.settle()
    for number, text in ((49, "三"), (55, "四")):
        house.phone.number = 54
        item = replace(house.said(text), number=number)
        await house.dispatcher.answer(item)
    assert events == [Said("一"), Said("二", early=True), Said("三", early=True), Said("四")]


async def test_what_an_earlier_life_did_not_deliver_has_no_answer_yet(tmp_path: Path) -> None:
    """A question is committed but not sent when the process dies; the text beside it in the inbox is not its answer."""
    async with House(tmp_path) as house:
        house.phone.serves = lambda address: False  # type: ignore[method-assign]
        house.dispatcher._turns._advance = asking
        await house.says("一")
        await house.store.accept([Arrival("phone:a", "e9", event_to_json(Said("二")), NOW)])
    async with House(tmp_path) as again:
        assert await again.dispatcher.take_up() == 1
        await again.delivery.look_back("phone:a")
        assert again.delivery.sight.early(Item("phone:a", "e9", Said("二"), NOW))
        await again.delivery.sweep()
        await again.dispatcher.settle()
        assert not again.delivery.sight.early(Item("phone:a", "e10", Said("三"), NOW))


async def test_no_turn_begins_while_danger_is_being_answered(house: House) -> None:
    """Accepted behind another person, danger has its turn first; a wire that hangs holds nobody for long."""
    order: list[str] = []

    def listening(book: Any, session: Session | None, event: Event, now: dt.datetime) -> Turn:
        assert isinstance(event, Said)
        order.append(event.text)
        return echo(book, session, event, now)

    house.dispatcher._turns._advance = listening
    go = asyncio.Event()

    async def hangs(address: str) -> None:
        if address == "phone:a":
            await go.wait()

    house.phone.before = hangs
    other = replace(house.said("你好"), address="phone:b")
    await house.dispatcher.accept([other, house.said("我不想活了")])
    await asyncio.wait_for(house.dispatcher._workers["phone:b"], 30)
    assert order == ["我不想活了", "你好"]
    go.set()
    await house.dispatcher.settle()


async def test_a_silent_turn_is_recorded_and_says_nothing(house: House) -> None:
    """A turn without replies is still one that is not taken twice."""
    answer = await house.says("无声", event_id="tap")
    assert answer.replies == ()
    assert house.phone.words() == []
    assert (await house.says("无声", event_id="tap")).repeated


async def test_what_waited_is_taken_up_after_a_restart(tmp_path: Path) -> None:
    """Messages that an earlier life accepted are answered by the next."""
    async with House(tmp_path) as house:
        await house.says("你好")
        for n, word in enumerate(("一", "二")):
            item = house.said(word)
            await house.store.accept([Arrival("phone:a", f"late{n}", event_to_json(item.event), NOW)])
    async with House(tmp_path, phone=Phone(joins=False)) as house:
        assert await house.dispatcher.take_up() == 2
        await house.dispatcher.settle()
        assert await house.told() == ["你好", "一", "二"]


async def test_undelivered_parts_go_out_after_a_restart(tmp_path: Path) -> None:
    """Parts that an earlier life could not send are sent by the next."""
    async with House(tmp_path) as house:
        house.phone.serves = lambda address: False  # type: ignore[method-assign]
        await house.says("你好")
        assert house.phone.got == []
    async with House(tmp_path) as house:
        await house.delivery.sweep()
        await house.delivery.settle()
        assert house.phone.words() == ["第1轮：你好", "还有1"]


async def test_a_clock_that_goes_back_makes_nobody_younger(house: House) -> None:
    """The moments of one person never decrease."""
    await house.says("你好")
    house.time -= dt.timedelta(days=1)
    await house.says("还是我")
    first, second = await house.turns()
    assert second.at >= first.at


async def test_opened_is_an_event_like_others(house: House) -> None:
    """Opening the conversation goes the same way as a message."""
    await house.dispatcher.answer(Incoming("phone:a", "open", Opened(), NOW))
    assert await house.told() == ["opened"]


async def test_a_flood_of_one_person_delays_nobody_and_loses_nothing(house: House) -> None:
    """Three hundred messages of one person are all taken while others are answered at once."""
    items = [house.said(f"{n}") for n in range(300)]
    await house.dispatcher.accept(items)
    flood = asyncio.create_task(house.dispatcher.settle())
    began = asyncio.get_running_loop().time()
    await house.says("你好", who="b")
    assert asyncio.get_running_loop().time() - began < 0.5
    while len("\n".join(await house.told()).split("\n")) < 200:  # noqa: ASYNC110  # as above
        await asyncio.sleep(0.02)
    began = asyncio.get_running_loop().time()
    await asyncio.wait_for(house.says("我不想活了"), 2)
    flood.cancel()
    assert safe.SLOW[0] in house.phone.words()
    told = "\n".join(await house.told()).split("\n")
    assert [t for t in told if t.isdigit()] == [str(n) for n in range(len(told) - 1)]

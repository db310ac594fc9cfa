"""Accepted once, answered once, in order, whatever fails in between; and never silence."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import safe
from bot.engine.events import Event, Opened, Pressed, Said, TimeUp
from bot.engine.session import OpenQuestion, Session
from bot.engine.turn import Turn
from bot.runtime.codec import event_to_json
from bot.runtime.queues import Item
from bot.runtime.wire import Incoming, SendError
from bot.storage.errors import StoreUnavailable
from bot.storage.records import Arrival, Receipt, Words
from tests.runtime.rig import NOW, House, Phone, echo

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path) as made:
        yield made


async def turns_of(house: House, who: str = "a") -> list[Any]:
    return [turn async for turn in house.store.transcript(f"phone:{who}")]


async def test_one_event_one_turn_one_answer(house: House) -> None:
    answer = await house.says("你好")
    assert [r.text for r in answer.replies] == ["第1轮：你好", "还有1"]  # type: ignore[union-attr]
    assert house.phone.words() == ["第1轮：你好", "还有1"]
    assert (await house.store.status()).undelivered == 0
    assert await house.store.waiting() == []


async def test_a_duplicate_gets_the_stored_reply_and_changes_nothing(house: House) -> None:
    first = await house.says("你好", event_id="same")
    second = await house.says("你好", event_id="same")
    assert second.repeated
    assert second.replies == first.replies
    assert await house.told() == ["你好"]
    assert len(house.phone.words()) == 2


async def test_the_same_event_twice_at_once_is_one_turn(house: House) -> None:
    answers = await asyncio.gather(*(house.says("你好", event_id="same") for _ in range(5)))
    assert len({a.replies for a in answers}) == 1
    assert await house.told() == ["你好"]


async def test_a_batch_is_answered_in_order_and_texts_join(house: House) -> None:
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
    house.phone.joins = False

    async def person(name: str) -> None:
        for n in range(20):
            await house.says(f"{n}", who=name)

    await asyncio.gather(*(person(f"p{n}") for n in range(50)))
    for n in range(50):
        assert await house.told(f"p{n}") == [str(k) for k in range(20)]


async def test_a_fault_of_ours_is_answered_and_the_place_is_kept(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """The safe text goes out, the session is as it was, the event is set aside, the log has no words."""
    await house.says("你好")
    with caplog.at_level(logging.INFO, logger="wenzhu"):
        answer = await house.says("坏")
    assert answer.safe
    assert house.phone.words()[2:] == list(safe.STUMBLED)
    assert await house.told() == ["你好"]
    assert await house.store.waiting() == []
    assert (await house.store.status()).set_aside == 1
    assert "turn-failed" in caplog.text
    assert "error=KeyError" in caplog.text
    assert "where=tests/runtime/rig.py" in caplog.text
    assert "秘密" not in caplog.text
    assert "坏" not in caplog.text
    await house.says("接着")
    assert await house.told() == ["你好", "接着"]


async def test_one_poisonous_text_never_hides_the_others(house: House) -> None:
    await house.dispatcher.accept([house.said("一"), house.said("坏"), house.said("二")])
    await house.dispatcher.settle()
    # joined they are no longer the poison; alone it is
    assert await house.told() == ["一\n坏\n二"]

    def poisoned(book: Any, session: Any, event: Any, now: Any) -> Any:
        if "坏" in getattr(event, "text", ""):
            raise RuntimeError
        return echo(book, session, event, now)

    house.dispatcher._turns._advance = poisoned
    await house.dispatcher.accept([house.said("三"), house.said("坏"), house.said("四")])
    await house.dispatcher.settle()
    assert await house.told() == ["一\n坏\n二", "三", "四"]
    assert (await house.store.status()).set_aside == 1


async def test_danger_words_overtake_the_line(house: House) -> None:
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
    while len(await turns_of(house)) < 2:  # noqa: ASYNC110  # the store has no bell to wait for
        await asyncio.sleep(0.01)
    gate.set()
    await house.dispatcher.settle()
    assert house.phone.words() == ["第1轮：你好", "第2轮：我不想活了", "还有2"]


class Broken:
    """A store whose disk is gone in some of its doors."""

    def __init__(self, store: Any, *doors: str) -> None:
        self._store, self.doors = store, set(doors)

    def __getattr__(self, name: str) -> Any:
        if name in self.doors:

            async def refuse(*_: Any, **__: Any) -> Any:
                raise StoreUnavailable("The disk is full.")

            return refuse
        return getattr(self._store, name)


@pytest.mark.parametrize("doors", [("accept",), ("load",), ("commit",), ("accept", "load", "commit", "claim_parts")])
@pytest.mark.parametrize(("text", "said"), [("你好", safe.CANNOT_SAVE), ("我不想活了", safe.DANGER)])
async def test_with_the_disk_gone_the_safe_words_come_at_once(
    tmp_path: Path, doors: tuple[str, ...], text: str, said: tuple[str, ...]
) -> None:
    async with House(tmp_path) as house:
        broken = Broken(house.store, *doors)
        house.dispatcher._store = house.dispatcher._turns._store = house.delivery._store = broken
        began = asyncio.get_running_loop().time()
        answer = await asyncio.wait_for(house.says(text), 2)
        assert asyncio.get_running_loop().time() - began < 1
        assert answer.safe
        assert house.phone.words() == list(said)
        broken.doors.clear()
        await house.says("好了")
        told = "\n".join(await house.told()).split("\n")
        assert told[-1] == "好了"
        assert ("accept" in doors) or text in told  # what was accepted is answered once the disk is back


async def test_a_full_disk_is_told_once_however_often_the_platform_asks_again(tmp_path: Path) -> None:
    """The same updates come with every poll: one telling a person, one more for a new message, danger first."""
    async with House(tmp_path) as house:
        house.dispatcher._store = Broken(house.store, "accept")
        batch = [house.said("一"), house.said("二"), house.said("三", who="b")]
        house.phone.faults = [SendError("gone for good", retry=False)]  # one person's telling is lost: it comes again
        for _ in range(4):
            with pytest.raises(StoreUnavailable):
                await house.dispatcher.accept(batch)
        assert house.phone.words("phone:a") == list(safe.CANNOT_SAVE)
        assert house.phone.words("phone:b") == list(safe.CANNOT_SAVE)
        batch.append(house.said("我不想活了"))
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                await house.dispatcher.accept(batch)
        assert house.phone.words("phone:a") == [*safe.CANNOT_SAVE, *safe.DANGER]
        assert house.phone.words("phone:b") == list(safe.CANNOT_SAVE)


async def test_a_disk_that_comes_back_needs_no_restart(tmp_path: Path) -> None:
    """The accepted message is answered by itself, once."""
    async with House(tmp_path) as house:
        broken = Broken(house.store, "commit")
        house.dispatcher._store = house.dispatcher._turns._store = broken
        assert (await house.says("你好")).safe
        broken.doors.clear()
        await asyncio.wait_for(house.dispatcher.settle(), 5)
        assert await house.told() == ["你好"]
        assert house.phone.words()[-2:] == ["第1轮：你好", "还有1"]


async def test_danger_never_waits_for_a_slow_disk(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        real = house.store.accept

        async def slow(items: Any) -> Any:
            await asyncio.sleep(2.2)
            return await real(items)

        house.store.accept = slow  # type: ignore[method-assign]
        asking = asyncio.create_task(house.says("我不想活了"))
        await asyncio.sleep(1.9)
        assert house.phone.words() == list(safe.DANGER)
        await asking
        assert house.phone.words()[-2:] == ["第1轮：我不想活了", "还有1"]


def asking(book: Any, session: Session | None, event: Event, now: dt.datetime) -> Turn:
    """Every turn puts another question."""
    turn = echo(book, session, event, now)
    turn.session.open = OpenQuestion(turn.session.turn, f"a.step{turn.session.turn}", "slot")
    return turn


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
        item = dataclasses.replace(house.said(text), number=number)
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
    other = dataclasses.replace(house.said("你好"), address="phone:b")
    await house.dispatcher.accept([other, house.said("我不想活了")])
    await asyncio.wait_for(house.dispatcher._workers["phone:b"], 30)
    assert order == ["我不想活了", "你好"]
    go.set()
    await house.dispatcher.settle()


async def test_broken_flows_still_give_the_safe_words(house: House) -> None:
    def gone() -> Any:
        raise RuntimeError

    house.dispatcher._safety._borrow = house.dispatcher._turns._borrow = gone
    assert (await house.says("我不想活了")).safe
    assert house.phone.words() == list(safe.DANGER)


async def test_a_danger_reader_that_fails_lets_no_danger_pass(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.runtime.safety.read_danger", fails)
    assert (await house.says("坏")).safe
    assert house.phone.words() == list(safe.DANGER)


async def test_only_masked_words_are_kept(house: House) -> None:
    await house.says("打 13800138000")
    (turn,) = await turns_of(house)
    assert turn.words is Words.KEPT
    assert "13800138000" not in turn.event
    assert "〔手机号〕" in turn.event
    assert json.loads(turn.path)["rule"] == "echo"


async def test_not_kept_means_one_row_and_no_words(house: House) -> None:
    await house.says("你好")
    await house.says("不保存")
    turns = await turns_of(house)
    assert all(turn.event is None and turn.words is Words.NOT_KEPT for turn in turns)
    assert all(turn.replies == () for turn in turns)
    assert await house.told() == ["你好", "不保存"]


async def test_words_of_a_crisis_turn_are_marked_as_such(house: House) -> None:
    await house.says("我不想活了")
    (turn,) = await turns_of(house)
    assert turn.danger == 2


async def test_a_promise_of_a_day_holds_without_any_purge(house: House) -> None:
    """Somebody who said no yes comes back after 25 hours: the former session is gone."""
    await house.says("不保存")
    house.time += dt.timedelta(hours=25)
    await house.says("我回来了")
    assert await house.told() == ["我回来了"]


async def test_forgetting_is_done_before_it_is_told(house: House) -> None:
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
    await house.says("提醒我")
    (timer,) = await house.store.timers("phone:a")
    assert (timer.key, timer.kind) == ("t1", "appointment")
    (count,) = await house.store.counters(NOW.date(), NOW.date() + dt.timedelta(days=1))
    assert (count.name, count.n) == ("turns", 1)
    await house.dispatcher.accept([Incoming("phone:a", "timer:t1", TimeUp("t1"), house.time)])
    await house.dispatcher.settle()
    assert await house.store.timers("phone:a") == []
    assert await house.told() == ["提醒我", "timer t1"]


async def test_a_silent_turn_is_recorded_and_says_nothing(house: House) -> None:
    answer = await house.says("无声", event_id="tap")
    assert answer.replies == ()
    assert house.phone.words() == []
    assert (await house.says("无声", event_id="tap")).repeated


async def test_what_waited_is_taken_up_after_a_restart(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        await house.says("你好")
        from bot.runtime.codec import event_to_json
        from bot.storage.records import Arrival

        for n, word in enumerate(("一", "二")):
            item = house.said(word)
            await house.store.accept([Arrival("phone:a", f"late{n}", event_to_json(item.event), NOW)])
    async with House(tmp_path, phone=Phone(joins=False)) as house:
        assert await house.dispatcher.take_up() == 2
        await house.dispatcher.settle()
        assert await house.told() == ["你好", "一", "二"]


async def test_undelivered_parts_go_out_after_a_restart(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        house.phone.serves = lambda address: False  # type: ignore[method-assign]
        await house.says("你好")
        assert house.phone.got == []
    async with House(tmp_path) as house:
        await house.delivery.sweep()
        await house.delivery.settle()
        assert house.phone.words() == ["第1轮：你好", "还有1"]


async def test_a_clock_that_goes_back_makes_nobody_younger(house: House) -> None:
    await house.says("你好")
    house.time -= dt.timedelta(days=1)
    await house.says("还是我")
    first, second = await turns_of(house)
    assert second.at >= first.at


async def test_opened_is_an_event_like_others(house: House) -> None:
    await house.dispatcher.answer(Incoming("phone:a", "open", Opened(), NOW))
    assert await house.told() == ["opened"]


async def test_a_flood_of_one_person_delays_nobody_and_loses_nothing(house: House) -> None:
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

"""Reminders on a real wire: they come by themselves, once, in their hours, and never to somebody who left."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.cli.serve_telegram import silence_reminders
from tests.channels.telegram.botapi import Call, Fault
from tests.channels.telegram.people import Person
from tests.channels.telegram.rig import Rig

pytestmark = pytest.mark.asyncio
REMINDED = (
    "/start",
    "想知道下一步",
    "都没有",
    "逾期半个月了",
    "微粒贷",
    "一万二",
    "失业或降薪",
    "每个月能拿 800",
    "还没敢打",
)


async def test_a_reminder_comes_by_itself_once_and_stop_is_honoured_at_once(rig: Rig) -> None:
    """Set by words on the wire, fired by the scheduler in the hours of pushes, once, across a restart; after 停 never again."""
    person = rig.person()

    async def due() -> dt.datetime:
        (timer,) = [t for t in await rig.house.store.timers("telegram:1001") if t.kind == "appointment"]
        return timer.due.astimezone(rig.now().tzinfo)

    async def comes(moment: dt.datetime) -> str:
        rig.time = moment
        await rig.house.scheduler.timers()
        await rig.settle()
        return "\n".join(m["text"] for m in person.news())

    for words_ in REMINDED:
        await rig.says(person, words_)
    await rig.says(person, "要")
    moment = await due()
    assert dt.time(9) <= moment.time() < dt.time(20, 30)
    assert await comes(moment - dt.timedelta(minutes=1)) == ""
    await rig.restart()
    reminded = await comes(moment)
    assert reminded
    assert not any(word in reminded for word in ("微粒贷", "12000", "一万二", "逾期", "欠"))  # a locked screen shows it
    assert await comes(moment + dt.timedelta(minutes=1)) == ""
    await rig.restart()
    assert await comes(moment + dt.timedelta(minutes=2)) == ""


async def test_stop_ends_reminders_at_once(rig: Rig) -> None:
    """停 takes every timer away in the same turn; when they would have come due nothing comes."""
    person = rig.person()
    for words_ in (*REMINDED, "要"):
        await rig.says(person, words_)
    timers = await rig.house.store.timers("telegram:1001")
    assert timers
    assert "提醒" in await rig.says(person, "停")
    assert await rig.house.store.timers("telegram:1001") == []
    for timer in timers:
        rig.time = timer.due.astimezone(rig.now().tzinfo) + dt.timedelta(hours=1)
        await rig.house.scheduler.timers()
        await rig.settle()
    assert person.news() == []


async def _reminded(rig: Rig, person: Person) -> dt.datetime:
    """Somebody who wanted a reminder; when it is due."""
    for words in (*REMINDED, "要"):
        await rig.says(person, words)
    (timer,) = [t for t in await rig.house.store.timers(f"telegram:{person.id}") if t.kind == "appointment"]
    return timer.due.astimezone(rig.now().tzinfo)


async def test_who_blocked_the_bot_is_not_written_to_and_keeps_their_place(rig: Rig) -> None:
    """Blocked or deactivated, seen only when a reminder is refused with 403: reminders end, what was said stays."""
    person = rig.person()
    moment = await _reminded(rig, person)
    before = await rig.session()
    rig.api.faults = lambda call: Fault("403") if call.method.lower() == "sendmessage" else None
    rig.time = moment
    await rig.house.scheduler.timers()
    await rig.settle()
    assert await rig.house.store.timers("telegram:1001") == []
    assert (await rig.house.store.status()).undelivered == 0
    after = await rig.session()
    assert before is not None
    assert after is not None
    assert {k: v.value for k, v in after.slots.items()} == {k: v.value for k, v in before.slots.items()}
    rig.api.faults = lambda call: None
    assert await rig.says(person, "我回来了")


async def test_a_block_that_telegram_tells_ends_reminders_at_once(rig: Rig) -> None:
    """`my_chat_member` says kicked: no timer is left, the place is; while blocked nothing waits to be sent."""
    rig.channel.gone = lambda address: silence_reminders(rig.house, address)
    person = rig.person()
    await _reminded(rig, person)
    await rig.api.push(_membership(person, "kicked"))
    await rig.quiet()
    assert await rig.house.store.timers("telegram:1001") == []
    session = await rig.session()
    assert session is not None
    assert session.slots
    rig.api.chat(1001).blocked = True
    await rig.api.push(person.text("在吗"))
    await rig.quiet()
    assert (await rig.house.store.status()).undelivered == 0


async def test_a_reminder_in_doubt_comes_at_most_twice(rig: Rig) -> None:
    """The line is cut after each send: the reminder is tried once more, then marked as one that may have arrived."""
    person = rig.person()
    moment = await _reminded(rig, person)
    person.news()

    def fault(call: Call) -> Fault | None:
        return Fault("after") if call.method.lower() == "sendmessage" else None

    rig.api.faults = fault
    rig.time = moment
    await rig.house.scheduler.timers()
    for minute in range(1, 6):
        await rig.settle()
        rig.time = moment + dt.timedelta(minutes=minute)
        await rig.house.delivery.sweep()
    await rig.settle()
    came = [m["text"] for m in person.news()]
    assert len(came) == 2
    assert len(set(came)) == 1
    status = await rig.house.store.status()
    assert status.maybe >= 1
    assert status.undelivered == 0


def _membership(person: Person, status: str) -> dict[str, Any]:
    member = {"user": {"id": 7000000001, "is_bot": True, "first_name": "b"}}
    return {
        "my_chat_member": {
            "chat": {"id": person.id, "type": "private"},
            "from": person.user,
            "date": 1800000000,
            "old_chat_member": {**member, "status": "member"},
            "new_chat_member": {**member, "status": status, "until_date": 0},
        }
    }

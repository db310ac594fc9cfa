"""Many people at once on a bad line: nothing lost, nothing twice in the conversation, danger always in time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import Shelf
from bot.channels import telegram_outbox
from bot.channels.base import SendError
from bot.channels.telegram_api import ApiError
from bot.channels.telegram_format import Piece
from bot.engine.advance import advance
from bot.engine.events import Opened, Said
from bot.engine.session import from_json, to_json
from tests.channels.telegram.botapi import Call, Fault
from tests.channels.telegram.rig import NOW, Rig
from tests.channels.telegram.storm import PEOPLE, TURNS, Eyes, Post, all_delivered, talks, weather

pytestmark = pytest.mark.asyncio


@pytest.mark.timeout(600)  # the long one: half a minute on two idle cores; this machine may be busy
@pytest.mark.parametrize(
    ("number", "turns"), [(20, 8), pytest.param(PEOPLE, TURNS, marks=pytest.mark.nightly)], ids=["some", "a hundred"]
)
async def test_many_people_on_a_bad_line(tmp_path: Path, shelf: Shelf, number: int, turns: int) -> None:
    """Everybody at their own pace, 8 turns (by night 100 people, 20), with duplicates, disorder, 429, 5xx and lost answers.

    Everybody ends where the engine alone ends; nothing stays undelivered; no call is made inside a pause; whoever is in
    danger is answered all the while (how fast: bench/telegram.py).
    """
    lost: list[Call] = []
    async with Rig(tmp_path, shelf) as rig:
        rig.time = None
        rig.api.faults = weather(11, lost)
        rig.house.dispatcher._pace._burst = rig.house.dispatcher._pace._rate = 1e9
        loop = asyncio.create_task(rig.house.scheduler.run())
        people = [rig.person(5000 + n) for n in range(number)]
        post, eyes = Post(rig.api, number), Eyes(rig)
        *said, late = await asyncio.gather(*(talks(post, eyes, person, turns) for person in people), post.danger())
        assert await all_delivered(rig)
        loop.cancel()
        assert rig.api.complaints == []
        await _as_the_model(rig, {p.id: words for p, words in zip(people, said, strict=True)})
    assert lost
    assert late


async def _as_the_model(rig: Rig, said: dict[int, list[str]]) -> None:
    """Everybody's turns, place and answers equal those of the engine alone, told the same words one after the other."""
    book = rig.shelf.book()
    for number, texts in said.items():
        session = None
        for text in texts:
            session = advance(book, session, Opened() if text == "/start" else Said(text), NOW).session
        assert session is not None
        real = await rig.session(number)
        assert real is not None
        model = from_json(to_json(session))
        assert real.turn == len(texts)
        assert (real.open.place if real.open else "") == (model.open.place if model.open else "")
        assert {k: v.value for k, v in real.slots.items()} == {k: v.value for k, v in model.slots.items()}


async def test_one_slow_chat_delays_nobody(tmp_path: Path, shelf: Shelf) -> None:
    """While one chat's messages hang, others are answered."""
    async with Rig(tmp_path, shelf) as rig:
        slow, quick = rig.person(1), rig.person(2)
        rig.api.faults = lambda call: Fault("held") if call.parameters.get("chat_id") == "1" else None
        await rig.api.push(slow.text("/start"))
        await rig.api.push(quick.text("/start"))
        await rig.api.changed(lambda: bool(quick.theirs()))
        assert not slow.theirs()
        rig.api.go_on.set()
        await rig.api.changed(lambda: bool(slow.theirs()))


async def test_danger_does_not_wait_inside_the_library(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many want to send, few are under way at once; the others wait where danger goes before them, and then go."""
    monkeypatch.setattr(telegram_outbox, "MOST", 2)
    async with Rig(tmp_path, shelf) as rig:
        rig.api.faults = lambda call: Fault("held") if call.parameters.get("chat_id") in {"1001", "1002"} else None
        crowd = [rig.person(1001 + n) for n in range(4)]
        await rig.api.push(*(person.text("/start") for person in crowd[:2]))
        while rig.api.counted("sendMessage") < 2:  # noqa: ASYNC110  # what is held stirs nobody
            await asyncio.sleep(0.01)
        await rig.api.push(*(person.text("/start") for person in crowd[2:]))
        while (await rig.house.store.status()).turns < 4:  # noqa: ASYNC110  # the store has no bell to wait for
            await asyncio.sleep(0.01)
        danger = rig.person(1009)
        await danger.says("我不想活了")
        await rig.api.changed(lambda: bool(danger.theirs()))
        assert [bool(person.theirs()) for person in crowd] == [False] * 4
        rig.api.go_on.set()
        await rig.quiet()
        assert all(person.theirs() for person in crowd)
        assert rig.channel.outbox._under_way == 0


async def test_danger_is_answered_while_another_chat_is_flooded(tmp_path: Path, shelf: Shelf) -> None:
    """One chat whose typing and messages are refused again and again pauses that chat; danger elsewhere is answered at once."""
    async with Rig(tmp_path, shelf) as rig:
        flooded, other = rig.person(1), rig.person(2)
        rig.api.faults = lambda call: Fault("429", 1) if call.parameters.get("chat_id") == "1" else None
        rig.time = None
        loop = asyncio.create_task(rig.house.scheduler.run())
        await rig.api.push(flooded.text("/start"))
        await rig.api.changed(lambda: len(rig.api.pauses) == 2, 20)
        rig.api.faults = lambda call: Fault("429", 60) if call.parameters.get("chat_id") == "1" else None
        await rig.api.changed(lambda: len(rig.api.pauses) >= 3, 20)
        await rig.api.push(other.text("我不想活了"))
        await rig.api.changed(lambda: bool(other.theirs()))
        assert not flooded.theirs()
        loop.cancel()


async def test_whoever_was_let_in_before_the_pause_was_known_goes_later(tmp_path: Path, shelf: Shelf) -> None:
    """Between being let in and sending, a pause may be ordered: nothing begins inside it."""
    async with Rig(tmp_path, shelf) as rig:
        outbox, piece = rig.channel.outbox, Piece("好", "好")
        async with outbox._passing(7, urgent=False):
            outbox._failed(7, ApiError("sendChatAction", 429, "slow-down", after=5.0))
            with pytest.raises(SendError) as told:
                await outbox._words(7, piece)
        assert told.value.retry
        assert told.value.after is not None
        assert 0 < told.value.after <= 5.0
        assert rig.api.counted("sendMessage") == 0


async def test_a_pause_is_obeyed_and_danger_goes_first_after_it(tmp_path: Path, shelf: Shelf) -> None:
    """Nothing is sent to a chat inside an ordered pause; what waited for money steps back behind danger."""
    async with Rig(tmp_path, shelf) as rig:
        person = rig.person()
        faults = [Fault("429", 2)]
        rig.api.faults = lambda call: faults.pop() if faults and call.method.lower() == "sendmessage" else None
        rig.time = None
        loop = asyncio.create_task(rig.house.scheduler.run())
        await rig.api.push(person.text("/start"))
        await asyncio.sleep(0.5)
        await rig.api.push(person.text("我不想活了"))
        await rig.api.changed(lambda: bool(person.theirs()), 10)
        assert "现在更像哪一种情况" not in person.theirs()[0]["text"]
        loop.cancel()
        assert rig.api.complaints == []


async def test_a_cut_line_costs_no_words_and_repeats_at_most_once(tmp_path: Path, shelf: Shelf) -> None:
    """In doubt whether a message arrived it comes once more, when Telegram can be reached again; never three times."""
    async with Rig(tmp_path, shelf) as rig:
        rig.time = None
        loop = asyncio.create_task(rig.house.scheduler.run())
        for number, kind in ((1, "before"), (2, "after")):
            person = rig.person(number)
            faults = [Fault(kind)]
            rig.api.faults = lambda call, faults=faults: (
                faults.pop() if faults and call.method.lower() == "sendmessage" else None
            )
            await rig.api.push(person.text("/start"))
            wanted = 1 if kind == "before" else 2
            await rig.api.changed(lambda person=person, wanted=wanted: len(person.theirs()) == wanted, 10)
            assert len({m["text"] for m in person.theirs()}) == 1
        loop.cancel()

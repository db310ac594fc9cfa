"""Many people at once on a bad line: nothing lost, nothing twice in the conversation, danger always in time."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path
from typing import Any

import pytest

from bot.app import Shelf
from bot.engine.advance import advance
from bot.engine.events import Opened, Said
from bot.engine.session import from_json, to_json
from tests.channels.telegram.botapi import Call, Fault
from tests.channels.telegram.people import Person
from tests.channels.telegram.rig import NOW, Rig

pytestmark = pytest.mark.asyncio
PEOPLE, TURNS = 100, 20
DANGER, SLACK = (
    2.0,
    3,
)  # seconds promised; a machine that runs other tests beside this one may be slower (bench measures)
WORDS = ("正被催收", "微粒贷", "逾期半个月了", "两万左右", "不清楚", "上一步", "帮助", "为什么问", "谢谢", "随便说说")


def weather(seed: int, lost: list[Call]) -> Any:
    chance = random.Random(seed)

    def fault(call: Call) -> Fault | None:
        if call.method.lower() == "getupdates":
            return None
        roll = chance.random()
        if roll < 0.05:
            return Fault("429", 1)
        if roll < 0.10:
            return Fault(chance.choice(["500", "502"]))
        if roll < 0.12:
            lost.append(call)
            return Fault("after")
        return None

    return fault


async def test_a_hundred_people_on_a_bad_line(tmp_path: Path, shelf: Shelf) -> None:
    """100 people, 20 turns each, everybody at their own pace, with duplicates, disorder, 429, 5xx and lost answers.

    Everybody ends where the engine alone ends; nothing stays undelivered; no call is made inside a pause; whoever is in
    danger is answered all the while (how fast: bench/telegram.py).
    """
    lost: list[Call] = []
    async with Rig(tmp_path, shelf) as rig:
        rig.time = None
        rig.api.faults = weather(11, lost)
        rig.house.dispatcher._pace._burst = rig.house.dispatcher._pace._rate = 1e9
        loop = asyncio.create_task(rig.house.scheduler.run())
        people = [rig.person(5000 + n) for n in range(PEOPLE)]
        post, eyes = Post(rig), Eyes(rig)
        *said, late = await asyncio.gather(*(_talks(post, eyes, person) for person in people), post.danger())
        assert await _all_delivered(rig)
        loop.cancel()
        assert rig.api.complaints == []
        await _as_the_model(rig, {p.id: words for p, words in zip(people, said, strict=True)})
    assert lost
    assert len(late) >= 5


class Post:
    """Telegram between the people and the bot: updates of different people overtake each other, some come twice."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.chance = random.Random(7)
        self.waiting: list[dict[str, Any]] = []
        self.talking = PEOPLE

    async def brings(self, update: dict[str, Any]) -> None:
        """Sooner or later, and one in ten once more."""
        self.waiting.append(update)
        await self._goes()

    async def leaves(self) -> None:
        """One person has nothing more to say; nobody's words wait for theirs."""
        self.talking -= 1
        await self._goes()

    async def _goes(self) -> None:
        if not self.waiting or len(self.waiting) < min(5, self.talking):
            return
        batch, self.waiting = self.waiting, []
        self.chance.shuffle(batch)
        pushed = await self.rig.api.push(*batch)
        if self.chance.random() < 0.5:
            await self.rig.api.push(dict(self.chance.choice(pushed)))

    async def danger(self) -> list[float]:
        """All the while somebody new is in danger; how long each waited for the answer."""
        took = []
        while self.talking:
            person = self.rig.person(9000 + len(took))
            began = time.monotonic()
            await self.rig.api.push(person.text("我不想活了"))
            await self.rig.api.changed(lambda person=person: bool(person.theirs()), 30)
            took.append(time.monotonic() - began - person.chat.paused_for)
            await asyncio.sleep(0.3)
        return took


async def _talks(post: Post, eyes: Eyes, person: Person) -> list[str]:
    """Twenty times: say something, wait for the answer, as people do."""
    chance = random.Random(person.id)
    said = []
    for turn in range(TURNS):
        text = "/start" if turn == 0 else chance.choice(WORDS)
        said.append(text)
        await post.brings(person.text(text))
        await eyes.see(person, turn + 1)
    await post.leaves()
    return said


async def _all_delivered(rig: Rig) -> bool:
    for _ in range(150):
        if not (await rig.house.store.status()).undelivered:
            return True
        await asyncio.sleep(0.2)
    return False


class Eyes:
    """What each person has seen: the last turn whose answer is there, even where the line broke while it came."""

    def __init__(self, rig: Rig) -> None:
        self._turns: dict[str, int] = {}
        self._stirred = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        sight = rig.house.delivery.sight
        arrives = sight.arrives

        def seen(address: str, turn: int, *more: Any) -> None:
            arrives(address, turn, *more)
            self._turns[address] = max(turn, self._turns.get(address, 0))
            task = asyncio.create_task(self._tell())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        sight.arrives = seen

    async def _tell(self) -> None:
        async with self._stirred:
            self._stirred.notify_all()

    async def see(self, person: Person, turn: int) -> None:
        async with asyncio.timeout(120), self._stirred:
            await self._stirred.wait_for(lambda: self._turns.get(f"telegram:{person.id}", 0) >= turn)


async def _all_delivered(rig: Rig) -> bool:
    for _ in range(150):
        if not (await rig.house.store.status()).undelivered:
            return True
        await asyncio.sleep(0.2)
    return False


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
    """While one chat's messages hang for seconds, others are answered."""
    async with Rig(tmp_path, shelf) as rig:
        slow, quick = rig.person(1), rig.person(2)
        rig.api.faults = lambda call: Fault("slow", 3) if call.parameters.get("chat_id") == "1" else None
        await rig.api.push(slow.text("/start"))
        await rig.api.push(quick.text("/start"))
        await rig.api.changed(lambda: bool(quick.theirs()), 2.5)
        assert not slow.theirs()
        rig.api.faults = lambda call: None


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

"""Many people who talk at once on a bad line, for the test and for the bench."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any

from tests.channels.telegram.botapi import BotApi, Call, Fault
from tests.channels.telegram.people import Person
from tests.channels.telegram.rig import Rig

PEOPLE, TURNS = 100, 20
PATIENCE = 300  # seconds after which an answer counts as lost
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


async def all_delivered(rig: Rig) -> bool:
    """Whether in half a minute nothing is on its way any more."""
    for _ in range(150):
        if not (await rig.house.store.status()).undelivered:
            return True
        await asyncio.sleep(0.2)
    return False


class Post:
    """Telegram between the people and the bot: updates of different people overtake each other, some come twice."""

    def __init__(self, api: BotApi, people: int) -> None:
        self.api = api
        self.chance = random.Random(7)
        self.waiting: list[dict[str, Any]] = []
        self.talking = people

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
        pushed = await self.api.push(*batch)
        if self.chance.random() < 0.5:
            await self.api.push(dict(self.chance.choice(pushed)))

    async def danger(self) -> list[tuple[int, float, float]]:
        """All the while somebody new is in danger; who, when, and how many seconds they waited for the answer."""
        took = []
        while self.talking:
            person = Person(self.api, 9000 + len(took))
            began = time.monotonic()
            await self.api.push(person.text("我不想活了"))
            await self.api.changed(lambda person=person: bool(person.theirs()), 60)
            took.append((person.id, began, time.monotonic() - began))
            await asyncio.sleep(0.3)
        return took


async def talks(post: Post, eyes: Eyes, person: Person, turns: int) -> list[str]:
    """So many times: say something, wait for the answer, as people do."""
    chance = random.Random(person.id)
    said = []
    for turn in range(turns):
        text = "/start" if turn == 0 else chance.choice(WORDS)
        said.append(text)
        await post.brings(person.text(text))
        await eyes.see(person, turn + 1)
    await post.leaves()
    return said


class Eyes:
    """What each person has seen: the last turn whose answer is there, even where the line broke while it came."""

    def __init__(self, rig: Rig) -> None:
        self._turns: dict[str, int] = {}
        self._looks: dict[str, asyncio.Event] = {}
        sight = rig.house.delivery.sight
        arrives = sight.arrives

        def seen(address: str, turn: int, *more: Any) -> None:
            arrives(address, turn, *more)
            self._turns[address] = max(turn, self._turns.get(address, 0))
            self._look(address).set()

        sight.arrives = seen

    def _look(self, address: str) -> asyncio.Event:
        return self._looks.setdefault(address, asyncio.Event())

    async def see(self, person: Person, turn: int) -> None:
        address = f"telegram:{person.id}"
        async with asyncio.timeout(PATIENCE):
            while self._turns.get(address, 0) < turn:
                self._look(address).clear()
                await self._look(address).wait()

"""Forks the real runtime under the storage tests' shim, talks to it, kills it, looks what is left.

Usage: chaos_driver.py ROOT MODE SEED   (MODE: random, sweep, planted); prints a JSON report.

The parent is the platform: it sends lines `id<TAB>text` again until the child has said `kept id`, and it
notes every message that the child said. After each death the store must hold every kept event once,
answered or waiting, and every message that was seen must belong to a committed turn.
"""

from __future__ import annotations

import asyncio
import ctypes
import datetime as dt
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.engine.events import Said
from bot.engine.turn import Reply
from bot.runtime.turns import Done, Turns
from bot.runtime.wire import Handout, Incoming, Shown
from tests.runtime.rig import NOW, House, echo

PEOPLE = ("a", "b")
EVENTS = 12


class Pipe:
    """A channel at the end of a pipe."""

    name = "phone"
    joins = False
    pushes = False

    def __init__(self, out: int) -> None:
        self.out = out

    def serves(self, address: str) -> bool:
        return True

    def pack(self, replies: Sequence[Reply]) -> Sequence[int]:
        return [1] * len(replies)

    async def send(self, address: str, replies: Sequence[Reply], *, doubted: bool = False) -> Shown:
        for reply in replies:
            self.say("sent", address, getattr(reply, "text", ""))
        return Shown()

    async def hand(self, address: str, handout: Handout, *, doubted: bool = False) -> None:
        raise AssertionError("nobody asked")

    def say(self, *words: str) -> None:
        os.write(self.out, ("\t".join(words) + "\n").encode())


class Hasty(Turns):
    """The planted fault: it answers before it commits."""

    pipe: Pipe

    async def _once(
        self, address: str, event_ids: Sequence[str], event: Any, danger: int, claim: dt.timedelta | None
    ) -> Done:
        loaded = await self._store.load(address)
        from bot.engine.session import from_json

        session = from_json(json.loads(loaded.session)) if loaded is not None else None
        await self.pipe.send(address, echo(None, session, event, NOW).replies)
        return await super()._once(address, event_ids, event, danger, claim)


async def live(
    folder: Path, lines: list[tuple[str, str, str]], out: int, arm: Callable[[], None], planted: bool
) -> None:
    """One life; True if it was killed by `kill`: (call | called, n), (after, seconds), (never, 0)."""
    pipe = Pipe(out)
    house = House(folder, phone=pipe)  # type: ignore[arg-type]
    if planted:
        hasty = Hasty(house.store, house.borrow, house.now, echo, house.journal)
        hasty.pipe = pipe
        house.dispatcher._turns = hasty
    async with house:
        arm()
        await house.delivery.sweep()
        await house.dispatcher.take_up()
        await asyncio.gather(*(talk(house, pipe, [line for line in lines if line[0] == who]) for who in PEOPLE))
        await house.dispatcher.settle()
    pipe.say("end")


async def talk(house: House, pipe: Pipe, lines: list[tuple[str, str, str]]) -> None:
    for who, event_id, text in lines:
        await house.dispatcher.accept([Incoming(f"phone:{who}", event_id, Said(text), NOW)])
        pipe.say("kept", who, event_id)
        await asyncio.sleep(0)


@dataclass
class World:
    """What the platform knows."""

    folder: Path
    kept: set[tuple[str, str]] = field(default_factory=set)
    seen: list[tuple[str, str]] = field(default_factory=list)
    ended: bool = False
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[tuple[str, str, str]]:
        every = [(who, f"{who}{n}", f"{who}说{n}") for n in range(EVENTS) for who in PEOPLE]
        return [line for line in every if (line[0], line[1]) not in self.kept]

    def hear(self, data: bytes) -> None:
        for line in data.decode().split("\n"):
            match line.split("\t"):
                case ["kept", who, event_id]:
                    self.kept.add((who, event_id))
                case ["sent", address, text]:
                    self.seen.append((address, text))
                case ["end"]:
                    self.ended = True

    def run(self, shim: Any, kill: tuple[str, float], *, planted: bool) -> bool:
        """One life; True if it was killed. `kill` is ("call", n), ("called", n), ("after", seconds) or
        ("never", 0).
        """
        how, when = kill

        def arm() -> None:
            if how in ("call", "called"):
                shim.shim_arm(int(when), int(how == "called"), 0)

        def child(out: int) -> None:
            asyncio.run(live(self.folder, self.lines(), out, arm, planted))

        status, data = fork(child, when if how == "after" else None)
        self.hear(data)
        if os.WIFSIGNALED(status):
            return True
        if os.WEXITSTATUS(status):
            self.wrong.append(f"ended with {os.WEXITSTATUS(status)}")
        return False

    def look(self) -> None:
        """What is on disk now must agree with what was promised and said."""
        held = json.loads(fork(lambda out: write_all(out, asyncio.run(look(self.folder)).encode()), None)[1])
        if held["problems"]:
            self.wrong.append(f"integrity: {held['problems']}")
        for who, event_id in self.kept:
            if event_id not in held["answered"][who] and event_id not in held["waiting"]:
                self.wrong.append(f"lost {event_id}")
        for who in PEOPLE:
            told = held["told"][who]
            if len(told) != len(set(told)):
                self.wrong.append(f"doubled in state: {told}")
            if len(told) != len(held["answered"][who]):
                self.wrong.append(f"state {told} but answered {held['answered'][who]}")
        for address, text in self.seen:
            if text not in held["replies"][address[-1]]:
                self.wrong.append(f"said before it was true: {text}")


async def look(folder: Path) -> str:
    async with House(folder, phone=Pipe(1)) as house:  # type: ignore[arg-type]
        held: dict[str, Any] = {"answered": {}, "told": {}, "replies": {}}
        held["problems"] = await house.store.integrity(deep=True)
        held["waiting"] = [w.event_id for w in await house.store.waiting()]
        for who in PEOPLE:
            address = f"phone:{who}"
            ids = [f"{who}{n}" for n in range(EVENTS)]
            held["answered"][who] = [i for i in ids if await house.store.answered(address, i) is not None]
            held["told"][who] = await house.told(who)
            turns = [turn async for turn in house.store.transcript(address)]
            held["replies"][who] = [json.loads(body)["text"] for turn in turns for body in turn.replies]
        held["open"] = len(await house.store.undelivered())
    return json.dumps(held, ensure_ascii=False)


def write_all(out: int, data: bytes) -> None:
    with os.fdopen(out, "wb") as file:
        file.write(data)


def fork(work: Callable[[int], object], kill_after: float | None) -> tuple[int, bytes]:
    """Run in a child, kill it after a while if asked; its wait status and what it wrote."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            work(writing)
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        got = pipe.read()
    return os.waitpid(child, 0)[1], got


def finish(world: World, shim: Any, kills: int, *, planted: bool) -> None:
    """The last life goes to its end; everything was answered once, repeats are at most the kills."""
    world.run(shim, ("never", 0), planted=planted)
    world.look()
    if not world.ended:
        world.wrong.append("the last life did not end")
    for who in PEOPLE:
        said = [text for address, text in world.seen if address == f"phone:{who}"]
        wanted = [f"第{n + 1}轮：{who}说{n}" for n in range(EVENTS)]
        first = list(dict.fromkeys(text for text in said if text.startswith("第")))
        if first != wanted:
            world.wrong.append(f"{who} heard {first}")
    repeats = len(world.seen) - len(set(world.seen))
    if not planted and repeats > kills * len(PEOPLE):
        world.wrong.append(f"{repeats} repeats after {kills} kills")


def main() -> None:
    root, mode, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    shim: Any = ctypes.CDLL(None)
    chance = random.Random(seed)
    report: dict[str, Any] = {"kills": 0, "points": 0, "wrong": [], "repeats": 0}
    if mode == "random":
        whole = World(root / "plain")
        began = time.monotonic()
        whole.run(shim, ("never", 0), planted=False)
        length = time.monotonic() - began
        worlds = 0
        world = World(root / "world")
        while report["kills"] < 25:
            killed = world.run(shim, ("after", chance.uniform(0.0, length * 1.1)), planted=False)
            report["kills"] += killed
            world.look()
            if world.ended:  # everything was said: begin anew with a fresh person's folder
                finish(world, shim, report["kills"], planted=False)
                report["wrong"] += world.wrong
                worlds += 1
                world = World(root / f"world{worlds}")
        finish(world, shim, report["kills"], planted=False)
        report["wrong"] += world.wrong
    else:
        globals()["EVENTS"] = 1
        n, alive = 0, False
        while not alive and n < 400:
            n += 6 if mode == "planted" else 1
            for how in ("call", "called"):
                world = World(root / "killed")
                shutil.rmtree(world.folder, ignore_errors=True)
                killed = world.run(shim, (how, n), planted=mode == "planted")
                alive = alive or not killed
                report["kills"] += killed
                world.look()
                finish(world, shim, 1, planted=mode == "planted")
                report["wrong"] += [f"call {n} {how}: {wrong}" for wrong in world.wrong]
        report["points"] = n - 1
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()

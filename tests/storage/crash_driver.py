"""Runs under the shim: forks a child for every write call of a scenario, kills or starves it there, looks at what is left.

Usage: crash_driver.py ROOT SCENARIO MODE STRIDE   (MODE: kill, planted, enospc, eio; every STRIDE-th call);
prints a JSON report.

A scenario is a list of steps. Without faults it yields the states F0, F1 … Fn. A child that was killed after it
acknowledged k steps must leave F(k) or F(k+1): nothing lost, nothing doubled, nothing half.
"""

from __future__ import annotations

import asyncio
import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.storage import schema
from bot.storage.errors import StoreUnavailable
from bot.storage.folder import Place
from bot.storage.records import RECEIPT, CancelTimers, Mark, NewTimer, PartState
from bot.storage.sqlite import SqliteStore
from tests.storage.contract import DAY, NOW, WHO, arrival, record

Step = Callable[[SqliteStore], Awaitable[object]]
LATER = schema.Migration(
    len(schema.MAIN) + 1, "later", ("ALTER TABLE inbox ADD COLUMN more TEXT", "CREATE TABLE later (x INTEGER) STRICT")
)


def commit(version: int, **changes: Any) -> Step:
    return lambda store: store.commit(record(version, **changes))


BASE: list[Step] = [
    commit(0, timers=(NewTimer("a", "care", NOW), NewTimer("b", "care", NOW)), counters={"turns": 1}),
    commit(1, danger=3),
    commit(0, address="web:gone", keep=False, replies=()),
    commit(0, address="web:forgets", timers=(NewTimer("a", "care", NOW),)),
    lambda store: store.accept([arrival("3"), arrival("4"), arrival("f", address="web:forgets")]),
]
SCENARIOS: dict[str, list[Step]] = {
    "turn": [
        lambda store: store.accept([arrival("5"), arrival("n", address="web:new")]),
        commit(
            2, event_ids=("3", "4"), withdraw=True, danger=2, cancel=(CancelTimers(keys=("a",)),),
            timers=(NewTimer("c", "care", NOW + DAY),), timers_done=("b",), counters={"turns": 1, "crisis": 1},
        ),
        lambda store: store.mark_part(Mark(WHO, 3, 0, PartState.SENT)),
        commit(0, address="web:new", event_ids=("n",), keep=False),
        lambda store: store.mark_part(Mark("web:new", 1, 0, PartState.SENT)),
    ],
    "forget": [
        lambda store: store.forget("web:forgets", now=NOW, receipt=('"都删了"',)),
        lambda store: store.mark_part(Mark("web:forgets", RECEIPT, 0, PartState.SENT)),
    ],
    "purge": [lambda store: store.purge(NOW + DAY + DAY / 2)],
    "start": [],
    "first": [],
    "migrate": [],
}  # fmt: skip


def place(root: Path, scenario: str = "") -> Place:
    migrations = (*schema.MAIN, LATER) if scenario == "migrate" else schema.MAIN
    return Place(data_dir=root / "data", master_key_file=root / "master.key", migrations=migrations)


async def state(root: Path, scenario: str) -> str:
    """Everything the store shows, as text; raises if the files are not sound."""
    store = SqliteStore(place(root, scenario))
    await store.open(now=NOW)
    try:
        if scenario == "purge_again":
            await store.purge(NOW + DAY + DAY / 2)
        if (problems := await store.integrity(deep=True)) != ():
            raise AssertionError(problems)
        people = [c async for c in store.conversations()]
        shown: list[object] = [people, await store.undelivered(maybe=True), await store.due_timers(NOW + 9 * DAY)]
        for person in people:
            shown.append([turn async for turn in store.transcript(person.address)])
        shown.append([(w.address, w.event_id, w.body) for w in await store.waiting()])
        shown.append(await store.counters(NOW.date(), NOW.date() + DAY))
        left = await store.status()
        shown.append((left.people, left.turns, left.timers, left.erasing))
        return repr(shown)
    finally:
        await store.close()


class Shim:
    """The counter and the axe."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)

    def arm(self, n: int, after: bool, code: int) -> None:
        self._library.shim_arm(n, int(after), code)

    def disarm(self) -> int:
        return int(self._library.shim_disarm())


async def run(root: Path, scenario: str, ack: int | None, arm: Callable[[], None], *, planted: bool) -> None:
    """The scenario itself; says after each step (planted: before) that it is done."""
    store = SqliteStore(place(root, scenario))
    if scenario in ("start", "first", "migrate"):
        arm()
    await store.open(now=NOW)
    arm() if SCENARIOS[scenario] else None
    for step in SCENARIOS[scenario]:
        if planted and ack is not None:
            os.write(ack, b".")
        await step(store)
        if not planted and ack is not None:
            os.write(ack, b".")
    await store.close()


async def starve(root: Path, scenario: str, shim: Shim, n: int, code: int) -> str:
    """The disk fails from the n-th call on, then works again: each step fails by name or works, then works for sure."""
    store = SqliteStore(place(root, scenario))
    await store.open(now=NOW)
    steps, failed = SCENARIOS[scenario], 0
    shim.arm(n, False, code)
    for k, step in enumerate(steps):
        try:
            await step(store)
        except StoreUnavailable:
            failed = k
            break
    else:
        met = shim.disarm() >= n
        await store.finish_erasing(NOW)
        await store.close()
        return "recovered" if met else "untouched"
    await store.load(WHO)  # reading goes on
    shim.disarm()
    for step in steps[failed:]:
        await step(store)
    await store.finish_erasing(NOW)
    await store.close()
    return "recovered"


def base(root: Path) -> None:
    async def build() -> None:
        store = SqliteStore(place(root))
        await store.open(now=NOW)
        for step in BASE:
            await step(store)
        # leave a log behind, as a killed process does: copy before closing
        shutil.copytree(root / "data", root / "kept")
        await store.close()
        shutil.rmtree(root / "data")
        (root / "kept").rename(root / "data")

    asyncio.run(build())


def fork(work: Callable[[int], object]) -> tuple[int, bytes]:
    """Run in a child; its wait status and what it wrote into the pipe."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            work(writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        got = pipe.read()
    return os.waitpid(child, 0)[1], got


def look(root: Path, scenario: str) -> str:
    """The state, read in a child, so that this process never has threads when it forks."""

    def work(pipe: int) -> None:
        try:
            data = asyncio.run(state(root, scenario))
        except Exception as error:
            data = f"BROKEN {type(error).__name__}: {error}"
        with os.fdopen(pipe, "wb") as file:
            file.write(data.encode())

    return fork(work)[1].decode()


def main() -> None:
    root, scenario, mode = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    origin = root / "origin"
    origin.mkdir()
    if scenario != "first":
        fork(lambda _: base(origin))

    def fresh(name: str) -> Path:
        target = root / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(origin, target)
        return target

    shim = Shim()
    states = []
    for k in range(len(SCENARIOS[scenario]) + 1):
        folder, steps = fresh("plain"), SCENARIOS[scenario]
        SCENARIOS[scenario] = steps[:k]
        fork(lambda _, f=folder: asyncio.run(run(f, scenario, None, lambda: None, planted=False)))
        SCENARIOS[scenario] = steps
        states.append(look(folder, scenario))
    report: dict[str, Any] = {"points": 0, "kills": 0, "recovered": 0, "wrong": []}
    report["wrong"] += [s[:300] for s in states if s.startswith("BROKEN")]
    if mode in ("kill", "planted"):
        sweep_kills(scenario, shim, states, fresh, report, planted=mode == "planted")
    else:
        code = errno.ENOSPC if mode == "enospc" else errno.EIO
        sweep_starving(scenario, shim, states, fresh, report, code)
    print(json.dumps(report, ensure_ascii=False))


def sweep_kills(
    scenario: str, shim: Shim, states: list[str], fresh: Callable[[str], Path], report: dict[str, Any], *, planted: bool
) -> None:
    n, running, stride = 0, True, int(sys.argv[4])
    while running and n < 2000:
        n += 1 if n == 0 else stride
        for after in (False, True):
            folder = fresh("killed")

            def work(pipe: int, f: Path = folder, n: int = n, after: bool = after) -> None:
                asyncio.run(run(f, scenario, pipe, lambda: shim.arm(n, after, 0), planted=planted))

            status, acked = fork(work)
            if not os.WIFSIGNALED(status):
                running = False
                if os.WEXITSTATUS(status):
                    report["wrong"].append(f"call {n}: ended with {os.WEXITSTATUS(status)}")
                continue
            report["kills"] += 1
            found = look(folder, scenario)
            allowed = states[len(acked) : len(acked) + 2]
            if found not in allowed and scenario == "purge":
                found = look(folder, "purge_again")
            if found not in allowed:
                report["wrong"].append(f"call {n} {'after' if after else 'before'}, {len(acked)} done: {found[:300]}")
    report["points"] = n - 1


def sweep_starving(
    scenario: str, shim: Shim, states: list[str], fresh: Callable[[str], Path], report: dict[str, Any], code: int
) -> None:
    for n in range(1, 2000, int(sys.argv[4])):
        folder = fresh("starved")

        def work(pipe: int, f: Path = folder, n: int = n) -> None:
            try:
                said = asyncio.run(starve(f, scenario, shim, n, code))
            except Exception as error:
                said = f"{type(error).__name__}: {error}"
            os.write(pipe, said.encode())

        _, said = fork(work)
        report["points"] = n
        if said == b"recovered":
            report["recovered"] += 1
        elif said != b"untouched":
            report["wrong"].append(f"call {n}: {said.decode()[:300]}")
        found = look(folder, scenario)
        if found != states[-1]:
            report["wrong"].append(f"call {n} left {found[:300]}")
        if said == b"untouched" and n > 1:
            break


if __name__ == "__main__":
    main()

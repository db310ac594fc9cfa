"""What a stored turn costs, against a bare SQLite commit of the same round: quote the ratios, not the microseconds.

    python bench/storage.py [--rounds 5] [--turns 1500] [--people 1000]

Bare: one upsert of 3 KB and one append, WAL, FULL, the sqlite3 module in the caller's own thread, no encryption.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.storage import opening
from bot.storage.folder import Place
from bot.storage.records import Arrival, Mark, PartState, TurnRecord
from bot.storage.sqlite import SqliteStore

NOW = dt.datetime(2026, 11, 21, 2, 0, tzinfo=dt.UTC)
SESSION = '{"slots":"' + "欠" * 1000 + '"}'
EVENT, REPLY = '{"said":"借了一万二，逾期半个月"}', '{"text":"' + "先缓一口气。" * 20 + '"}'


class Bare:
    """The floor: what any durable turn must pay."""

    def __init__(self, folder: Path) -> None:
        path = folder / "bare.db"
        path.touch()
        self.db = opening.connect(path)
        self.db.execute("CREATE TABLE s (who TEXT PRIMARY KEY, v BLOB) STRICT")
        self.db.execute("CREATE TABLE e (id INTEGER PRIMARY KEY, who TEXT, v BLOB) STRICT")

    def turn(self, who: str) -> None:
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute(
            "INSERT INTO s VALUES (?, ?) ON CONFLICT (who) DO UPDATE SET v = excluded.v", (who, SESSION.encode())
        )
        self.db.execute("INSERT INTO e (who, v) VALUES (?, ?)", (who, (EVENT + REPLY).encode()))
        self.db.execute("COMMIT")


class Ours:
    """People that talk."""

    def __init__(self, store: SqliteStore, people: int) -> None:
        self.store = store
        self.versions = [0] * people
        self.next = 0
        self.serial = 0

    def record(self) -> TurnRecord:
        n = self.next = (self.next + 1) % len(self.versions)
        version = self.versions[n]
        self.versions[n] += 1
        self.serial += 1
        return TurnRecord(
            address=f"telegram:{n}", event_ids=(f"{self.serial}",), at=NOW, expected_version=version, session=SESSION,
            event=EVENT, readings="[]", path='["settle"]', edition="abc", replies=(REPLY,), counters={"turns": 1},
            claim_until=NOW,
        )  # fmt: skip

    async def commit(self) -> None:
        await self.store.commit(self.record())

    async def load_commit(self) -> None:
        turn = self.record()
        await self.store.load(turn.address)
        await self.store.commit(turn)

    async def whole(self) -> None:
        turn = self.record()
        await self.store.accept([Arrival(turn.address, turn.event_ids[0], EVENT, NOW)])
        await self.store.load(turn.address)
        done = await self.store.commit(turn)
        await self.store.mark_part(Mark(turn.address, done.turn, 0, PartState.SENT))


async def serial(turn: Callable[[], Awaitable[None]], turns: int) -> list[float]:
    """Microseconds of each turn."""
    out = []
    for _ in range(turns):
        began = time.perf_counter()
        await turn()
        out.append((time.perf_counter() - began) * 1e6)
    return out


async def at_once(turn: Callable[[], Awaitable[None]], turns: int, hands: int) -> float:
    """Microseconds a turn when so many people talk at once."""
    began = time.perf_counter()

    async def hand() -> None:
        for _ in range(turns // hands):
            await turn()

    await asyncio.gather(*(hand() for _ in range(hands)))
    return (time.perf_counter() - began) * 1e6 / (turns // hands * hands)


async def one_round(people: int, turns: int, results: dict[str, list[float]]) -> None:
    """All cases after one another in fresh files."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        folder = Path(name)
        store = SqliteStore(Place(data_dir=folder / "data", master_key_file=folder / "key"))
        await store.open(now=NOW)
        ours, bare = Ours(store, people), Bare(folder)
        for _ in range(0, people, 500):
            await asyncio.gather(*(ours.commit() for _ in range(min(500, people))))
        for n in range(people):
            bare.turn(f"telegram:{n}")
        samples = {"commit": [], "load + commit": [], "accept + load + commit + mark": []}  # type: dict[str, list[float]]
        floor: list[float] = []
        for part in range(5):
            for n in range(turns // 5):
                began = time.perf_counter()
                bare.turn(f"telegram:{(part * turns + n * 7) % people}")
                floor.append((time.perf_counter() - began) * 1e6)
            samples["commit"] += await serial(ours.commit, turns // 5)
            samples["load + commit"] += await serial(ours.load_commit, turns // 5)
            samples["accept + load + commit + mark"] += await serial(ours.whole, turns // 5)
        base = statistics.fmean(floor)
        results.setdefault("bare, µs", []).append(base)
        for case, values in samples.items():
            results.setdefault(f"{case}: × bare", []).append(statistics.fmean(values) / base)
        for hands in (16, 64):
            cost = await at_once(ours.load_commit, turns, hands)
            results.setdefault(f"load + commit, {hands} at once: bare commits' rate ×", []).append(base / cost)
            cost = await at_once(ours.commit, turns, hands)
            results.setdefault(f"commit, {hands} at once: bare commits' rate ×", []).append(base / cost)
        samples["commit"].sort()
        results.setdefault("commit: p99 / p50", []).append(
            samples["commit"][len(samples["commit"]) * 99 // 100] / samples["commit"][len(samples["commit"]) // 2]
        )
        began = time.perf_counter()
        count = sum([1 async for _ in store.conversations()])
        results.setdefault("conversations read, thousand/s", []).append(count / (time.perf_counter() - began) / 1000)
        await store.close()
        bare.db.close()
        began = time.perf_counter()
        await store.open(now=NOW)
        results.setdefault("open with all checks, ms", []).append((time.perf_counter() - began) * 1e3)
        began = time.perf_counter()
        await store.forget("telegram:5", now=NOW)
        results.setdefault("forget, ms", []).append((time.perf_counter() - began) * 1e3)
        await store.close()


def main() -> None:
    """Print medians and ranges."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=1500)
    parser.add_argument("--people", type=int, default=1000)
    options = parser.parse_args()
    results: dict[str, list[float]] = {}
    for _ in range(options.rounds):
        asyncio.run(one_round(options.people, options.turns, results))
    print(f"SQLite {sqlite3.sqlite_version}, {options.people} people, medians of {options.rounds} rounds [min–max]")
    for name, values in results.items():
        print(f"{name:62} {statistics.median(values):9.2f}  [{min(values):.2f}–{max(values):.2f}]")
    print(f"{'peak memory, MB':62} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9.0f}")


if __name__ == "__main__":
    main()

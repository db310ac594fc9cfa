"""How fast conversations leave, and in how much memory: JSONL and CSV of many, against reading them alone.

python bench/export.py [--people 2000] [--turns 8]
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import io
import json
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bot.casebook import cases
from bot.cli.exporting import Wanted, one_file
from bot.content.edition import build
from bot.content.sources import snapshot
from bot.engine.advance import advance
from bot.engine.events import Opened, Said
from bot.engine.flowbook import Book
from bot.engine.session import Session
from bot.runtime.record import record_of
from bot.storage.folder import Place
from bot.storage.sqlite import SqliteStore
from bot.storage.store import TurnRecord

NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LINES = ("想知道下一步", "保存", "都没有", "半个月", "微粒贷", "一万二", "上个月被裁了", "八百吧", "还没敢打")


class Sink(io.RawIOBase):
    """Takes bytes and forgets them: the disk is not measured."""

    size = 0

    def write(self, data: bytes) -> int:  # type: ignore[override]  # only bytes come
        self.size += len(data)
        return len(data)


def tape(book: Book, turns: int) -> list[TurnRecord]:
    """The turns of one person, to be stored under many names."""
    session: Session | None = None
    found = []
    for number, event in enumerate([Opened(), *map(Said, LINES)][:turns]):
        at = NOW + dt.timedelta(minutes=number)
        turn = advance(book, session, event, at)
        found.append(
            record_of(
                turn,
                address="x",
                event_ids=(str(number),),
                event=event,
                at=at,
                version=number,
                edition=book.edition,
                danger=0,
            )
        )
        session = turn.session
    return found


async def main(people: int, turns: int) -> None:
    book = build(snapshot()).edition.book  # type: ignore[union-attr]  # the shipped flows are sound
    records = tape(book, turns)
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Place(data_dir=Path(folder) / "data", master_key_file=Path(folder) / "key"))
        await store.open(now=NOW)
        gate = asyncio.Semaphore(50)

        async def one(who: int) -> None:
            async with gate:
                for record in records:
                    await store.commit(replace(record, address=f"web:{who}"))

        started = time.perf_counter()
        await asyncio.gather(*(one(who) for who in range(people)))
        print(f"{people} people of {len(records)} turns stored in {time.perf_counter() - started:.1f} s")
        before = _memory()
        started = time.perf_counter()
        async for person in store.conversations():
            json.loads(person.session)
            async for _ in store.transcript(person.address):
                pass
        bare = people / (time.perf_counter() - started)
        print(f"reading alone: {bare:,.0f} a second")
        for form in ("jsonl", "csv"):
            sink = Sink()
            started = time.perf_counter()
            wanted = Wanted("borrower", form, frozenset(), frozenset(), "x", single=False)
            count = await one_file(sink, cases(store, book, NOW), wanted, lambda count: None)  # type: ignore[arg-type]
            rate = count / (time.perf_counter() - started)
            print(
                f"{form}: {rate:,.0f} a second ({rate / bare:.2f} of reading), {sink.size / count / 1000:.1f} KB each"
            )
        print(f"largest memory: {_memory():.0f} MB ({_memory() - before:.0f} MB more than before)")
        await store.close()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--turns", type=int, default=8)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.people, arguments.turns))

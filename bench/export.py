"""How fast conversations leave, and in how much memory: JSONL and CSV of many, against reading them alone.

python bench/export.py [--people 2000] [--turns 8] [--stored 2000] [--store FOLDER]

`--stored` people lie in the store and are read, opened and laid out anew until `--people` have left. Rates are for a second of
this process's own time, so that a busy machine tells the same.
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
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

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
from bot.storage.records import Conversation, StoredTurn, TurnRecord
from bot.storage.sqlite import SqliteStore

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


class Again:
    """A store whose people come again and again, each time read from it, until so many have come."""

    def __init__(self, store: SqliteStore, people: int) -> None:
        self.store = store
        self.people = people

    async def conversations(self, **chosen: Any) -> AsyncIterator[Conversation]:
        left = self.people
        while left:
            async for one in self.store.conversations(**chosen):
                yield one
                left -= 1
                if not left:
                    return

    def transcript(self, address: str) -> AsyncIterator[StoredTurn]:
        return self.store.transcript(address)


async def fill(store: SqliteStore, book: Book, people: int, turns: int) -> None:
    """So many people, who all said the same."""
    records = tape(book, turns)
    gate = asyncio.Semaphore(50)

    async def one(who: int) -> None:
        async with gate:
            for record in records:
                await store.commit(replace(record, address=f"web:{who}"))

    started = time.perf_counter()
    await asyncio.gather(*(one(who) for who in range(people)))
    print(f"{people} people of {len(records)} turns stored in {time.perf_counter() - started:.1f} s", flush=True)


async def measure(store: SqliteStore, book: Book, people: int) -> None:
    """Reading alone, then each form."""
    again = Again(store, people)
    before, started = _memory(), time.process_time()
    async for person in again.conversations():
        json.loads(person.session)
        async for _ in store.transcript(person.address):
            pass
    bare = people / (time.process_time() - started)
    print(f"reading alone: {bare:,.0f} a second", flush=True)
    for form in ("jsonl", "csv"):
        sink = Sink()
        started = time.process_time()
        wanted = Wanted("borrower", form, frozenset(), frozenset(), "x", single=False)
        count = await one_file(sink, cases(again, book, NOW), wanted, lambda count: None)  # type: ignore[arg-type]
        rate = count / (time.process_time() - started)
        told = f"{form}: {count} at {rate:,.0f} a second ({rate / bare:.2f} of reading), {sink.size / count / 1000:.1f} KB each"
        print(f"{told}; largest memory {_memory():.0f} MB ({_memory() - before:.0f} MB more than before)", flush=True)


async def main(people: int, turns: int, stored: int, folder: Path | None) -> None:
    book = build(snapshot()).edition.book  # type: ignore[union-attr]  # the shipped flows are sound
    with tempfile.TemporaryDirectory() as made:
        place = folder or Path(made)
        store = SqliteStore(Place(data_dir=place / "data", master_key_file=place / "key"))
        await store.open(now=NOW)
        if folder is None:
            await fill(store, book, stored or people, turns)
        await measure(store, book, people)
        await store.close()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--stored", type=int, default=0)
    parser.add_argument("--store", type=Path, default=None)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.people, arguments.turns, arguments.stored, arguments.store))

"""How fast conversations leave, and in how much memory: JSONL and CSV of many, against reading them alone.

python bench/export.py [--people 2000] [--turns 8]

Every one of the people lies in the store with turns and a key of their own. They are stored by another process, so that the
memory told is that of an export alone. Rates are for a second of this process's own time, so that a busy machine tells the same.
With `TMPDIR=/dev/shm` the store lies in memory and is filled sooner.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import io
import json
import multiprocessing
import resource
import tempfile
import time
from itertools import product
from pathlib import Path

from msgspec.structs import replace

from bot.casebook import cases
from bot.cli.export_files import one_file
from bot.cli.export_options import Wanted
from bot.content.edition import build
from bot.content.sources import snapshot
from bot.engine.advance import advance
from bot.engine.events import Event, Opened, Said
from bot.engine.flowbook import Book
from bot.engine.session import Session
from bot.runtime.record import record_of
from bot.storage.folder import Place
from bot.storage.records import TurnRecord
from bot.storage.sqlite import SqliteStore

NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LENDERS = ("微粒贷", "花呗", "借呗", "京东金条", "360借条", "度小满", "还呗")
SUMS = ("一万二", "六千", "三万", "8000", "两万五")
LONG = ("半个月", "三天", "两个月", "40天")
ENDS = ("上个月被裁了", "八百吧", "还没敢打")
TOGETHER = 50
"""So many people are stored at once."""


class Sink(io.RawIOBase):
    """Takes bytes and forgets them: the disk is not measured."""

    size = 0

    def write(self, data: bytes) -> int:  # type: ignore[override]  # only bytes come
        self.size += len(data)
        return len(data)


def tape(book: Book, lines: tuple[str, ...]) -> list[TurnRecord]:
    """The turns of one talk, to be stored under many names."""
    session: Session | None = None
    found = []
    events: list[Event] = [Opened(), *map(Said, lines)]
    for number, event in enumerate(events):
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


def tapes(book: Book, turns: int) -> list[list[TurnRecord]]:
    """Talks of other lenders, sums and delays."""
    told = product(LONG, LENDERS, SUMS)
    return [tape(book, ("想知道下一步", "保存", "都没有", *lines, *ENDS)[: turns - 1]) for lines in told]


def sound() -> Book:
    return build(snapshot()).edition.book  # type: ignore[union-attr]  # the shipped flows are sound


def stored(folder: Path) -> SqliteStore:
    return SqliteStore(Place(data_dir=folder / "data", master_key_file=folder / "key"))


def fill(folder: Path, people: int, turns: int) -> None:
    """So many people, each with a conversation of their own, through the store's own door."""

    async def work() -> None:
        store = stored(folder)
        await store.open(now=NOW)
        talks = tapes(sound(), turns)

        async def one(who: int) -> None:
            for record in talks[who % len(talks)]:
                await store.commit(replace(record, address=f"web:{who}"))

        for first in range(0, people, TOGETHER):
            await asyncio.gather(*map(one, range(first, min(people, first + TOGETHER))))
        await store.close()

    asyncio.run(work())


async def measure(store: SqliteStore, book: Book) -> None:
    """Reading alone, then each form."""
    before, started, people, turns = _memory(), time.process_time(), 0, 0
    async for person in store.conversations():
        json.loads(person.session)
        people += 1
        async for _ in store.transcript(person.address):
            turns += 1
    bare = people / (time.process_time() - started)
    print(f"{people} people, {turns} turns; reading alone: {bare:,.0f} a second", flush=True)
    for form in ("jsonl", "csv"):
        sink = Sink()
        started = time.process_time()
        wanted = Wanted("", "", "", "", "", "borrower", form, frozenset(), frozenset(), Path(f"x.{form}"))
        count = await one_file(sink, cases(store, book, NOW), wanted, lambda count: None)  # type: ignore[arg-type]
        rate = count / (time.process_time() - started)
        told = f"{form}: {count} at {rate:,.0f} a second ({rate / bare:.2f} of reading), {sink.size / count / 1000:.1f} KB each"
        print(f"{told}; largest memory {_memory():.0f} MB ({_memory() - before:.0f} MB more than before)", flush=True)


async def main(folder: Path) -> None:
    store = stored(folder)
    await store.open(now=NOW)
    await measure(store, sound())
    await store.close()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--turns", type=int, default=8)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        started = time.perf_counter()
        filling = multiprocessing.get_context("spawn").Process(
            target=fill, args=(Path(made), arguments.people, arguments.turns)
        )
        filling.start()
        filling.join()
        assert filling.exitcode == 0, "the store could not be filled"
        print(f"{arguments.people} people stored in {time.perf_counter() - started:.0f} s", flush=True)
        asyncio.run(main(Path(made)))

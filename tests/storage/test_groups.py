"""Groups: turns that share a commit, a disk that fills, a database that others hold, and processes that die."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.storage.desk import Desk
from bot.storage.errors import Conflict, Refused, StoreUnavailable
from bot.storage.sqlite import SqliteStore
from tests.storage.conftest import FileHouse
from tests.storage.contract import NOW, WHO, arrival, record, words


async def pragma(store: SqliteStore, text: str) -> None:
    """Change a setting of the running store."""
    await store._writer.alone(lambda desk: desk.main.execute(f"PRAGMA {text}").fetchall())


@pytest.mark.asyncio
async def test_turns_that_wait_together_share_a_commit(files: FileHouse) -> None:
    """64 turns at once need far fewer transactions than 64."""
    store = await files.open()
    commits: list[str] = []
    await store._writer.alone(lambda desk: desk.main.set_trace_callback(commits.append))
    await asyncio.gather(*(store.commit(record(0, address=f"web:{n}")) for n in range(64)))
    await store._writer.alone(lambda desk: desk.main.set_trace_callback(None))
    assert 1 <= commits.count("COMMIT") <= 3
    assert commits.count("SAVEPOINT job") >= 62
    assert {c.split()[1] for c in commits if c.startswith("BEGIN")} == {"IMMEDIATE"}


@pytest.mark.asyncio
async def test_a_full_disk_refuses_by_name_and_recovers(files: FileHouse) -> None:
    """In a group that no longer fits the small turns are saved, the large one is refused, and space brings it back."""
    store = await files.open()
    for n in range(20):
        await store.commit(record(0, address=f"web:{n}"))
    pages = await store._writer.read(lambda desk: desk.main.execute("PRAGMA page_count").fetchone()[0])
    await pragma(store, f"max_page_count={pages + 8}")
    large = record(1, address="web:0", session="x" * 300_000)
    small = [record(1, address=f"web:{n}") for n in range(1, 4)]
    results = await asyncio.gather(*map(store.commit, [small[0], large, *small[1:]]), return_exceptions=True)
    assert [type(r).__name__ for r in results] == ["Committed", "StoreUnavailable", "Committed", "Committed"]
    assert isinstance(results[1], StoreUnavailable)
    assert results[1].code == "SQLITE_FULL"
    assert "full" in str(results[1])
    loaded = await store.load("web:0")
    assert loaded is not None
    assert loaded.version == 1
    assert (await store.forget("web:19", now=NOW)).done
    await pragma(store, "max_page_count=1000000")
    assert (await store.commit(large)).turn == 2
    assert await store.integrity(deep=True) == ()


@pytest.mark.asyncio
async def test_a_read_only_database_refuses_by_name_and_recovers(files: FileHouse) -> None:
    """SQLITE_READONLY is the same typed error; the connection is renewed and the next turn works."""
    store = await files.open()
    await store.commit(record(0))
    await pragma(store, "query_only=1")
    with pytest.raises(StoreUnavailable) as caught:
        await store.commit(record(1))
    assert caught.value.code == "SQLITE_READONLY"
    assert (await store.commit(record(1))).turn == 2
    assert await store._writer.read(lambda desk: desk.main.execute("PRAGMA synchronous").fetchone()) == (2,)


@pytest.mark.asyncio
async def test_a_database_that_others_hold_refuses_and_recovers(files: FileHouse) -> None:
    """While another program holds the lock turns fail by name, reading goes on, and nothing is lost afterwards."""
    store = await files.open()
    await store.commit(record(0))
    await pragma(store, "busy_timeout=30")
    other = sqlite3.connect(files.place.main, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    results = await asyncio.gather(
        *(store.commit(record(0, address=f"web:{n}")) for n in range(5)), return_exceptions=True
    )
    assert {type(r) for r in results} == {StoreUnavailable}
    assert len(await words(store)) == 1
    other.execute("ROLLBACK")
    other.close()
    assert (await store.commit(record(1))).turn == 2


@pytest.mark.asyncio
async def test_a_deleted_file_is_noticed_at_once(files: FileHouse) -> None:
    """Turns are not written into a file that has no name any more."""
    store = await files.open()
    await store.commit(record(0))
    aside = files.place.main.with_name("aside")
    files.place.main.rename(aside)
    with pytest.raises(StoreUnavailable, match="moved or deleted"):
        await store.commit(record(1))
    assert len(await words(store)) == 1
    aside.rename(files.place.main)
    assert (await store.commit(record(1))).turn == 2


@pytest.mark.asyncio
async def test_a_bug_in_one_job_harms_no_other(files: FileHouse) -> None:
    """An unexpected exception reaches its own caller only, and its half-done work is undone."""
    store = await files.open()

    def bug(desk: Desk) -> None:
        desk.main.execute("INSERT INTO facts VALUES ('half', 1)")
        desk.keys.make(b"orphan")
        raise ZeroDivisionError

    def huge(desk: Desk) -> None:
        desk.main.execute("INSERT INTO facts VALUES ('huge', ?)", (2**70,))

    results = await asyncio.gather(
        store.commit(record(0)), store._writer.write(bug), store._writer.write(huge),
        store.commit(record(0, address="web:2")), store._writer.read(lambda _: 1 // 0), return_exceptions=True,
    )  # fmt: skip
    assert [type(r).__name__ for r in results] == [
        "Committed", "ZeroDivisionError", "Refused", "Committed", "ZeroDivisionError",
    ]  # fmt: skip
    assert isinstance(results[2], Refused)
    left = await store._writer.read(lambda desk: desk.main.execute("SELECT name FROM facts").fetchall())
    assert ("huge",) not in left
    assert (await store.status()).people == 2
    await store.purge(NOW)
    keys = "SELECT count(*) FROM keys"
    assert await store._writer.read(lambda desk: desk.keys.connection.execute(keys).fetchone()) == (2,)


@pytest.mark.asyncio
async def test_many_people_at_once_come_out_as_one_after_another(files: FileHouse) -> None:
    """20 people, 15 turns each, rivals and cancellations mixed in: every person's turns are 1 to 15, once each."""
    store = await files.open()
    chance = random.Random(5)

    async def person(who: str) -> None:
        done = 0
        while done < 15:
            loaded = await store.load(who)
            done = loaded.version if loaded is not None else 0
            if done >= 15:
                break
            turn = record(done, address=who, event=str(done + 1), counters={"turns": 1})
            task = asyncio.create_task(store.commit(turn))
            if chance.random() < 0.2:
                await asyncio.sleep(0)
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    people = [f"web:{n}" for n in range(20)]
    await asyncio.gather(*map(person, [*people, *people[:5]]))
    for who in people:
        assert await words(store, who) == [str(n + 1) for n in range(15)]
    counted = await store.counters(NOW.date(), NOW.date().replace(day=30))
    assert [(c.name, c.n) for c in counted] == [("turns", 300)]
    with pytest.raises(Conflict):
        await store.commit(record(3, address=people[0]))


PROGRAM = """
import asyncio, json, os, pathlib, sys
from bot.storage.folder import Place
from bot.storage.sqlite import SqliteStore
from tests.storage.contract import NOW, arrival, record

async def person(store, who):
    waiting = [w for w in await store.waiting(limit=10000) if w.address == who]
    n = 0
    while True:
        loaded = await store.load(who)
        version = loaded.version if loaded else 0
        event_id = waiting.pop(0).event_id if waiting else f"{os.getpid()}.{n}"
        n += 1
        receipt = (await store.accept([arrival(event_id, address=who)]))[0].value
        os.write(1, (json.dumps([who, event_id, "accepted", receipt]) + "\\n").encode())
        await store.commit(record(version, address=who, event_ids=(event_id,), event=json.dumps(event_id),
                                  counters={"turns": 1}))
        os.write(1, (json.dumps([who, event_id, "answered", version + 1]) + "\\n").encode())

async def main():
    store = SqliteStore(Place(data_dir=pathlib.Path(sys.argv[1]), master_key_file=pathlib.Path(sys.argv[2])))
    await store.open(now=NOW)
    os.write(1, b'["", "", "open", 0]\\n')
    await asyncio.gather(*(person(store, f"web:{n}") for n in range(20)))

asyncio.run(main())
"""


@pytest.mark.asyncio
async def test_random_kills_lose_and_double_nothing(files: FileHouse) -> None:
    """25 SIGKILLs of a process with 20 people talking at once: what was said to be done is there, once."""
    chance = random.Random(11)
    accepted: set[tuple[str, str]] = set()
    answered: dict[tuple[str, str], int] = {}
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", PROGRAM, str(files.place.data_dir), str(files.place.master_key_file)]
    for _ in range(25):
        child = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)  # noqa: ASYNC220  # tests wait
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        time.sleep(chance.uniform(0.0, 0.12))  # noqa: ASYNC251  # tests wait
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.read().split(b"\n")
        child.stdout.close()
        assert child.wait() == -signal.SIGKILL
        for line in filter(None, lines):
            who, event_id, what, value = json.loads(line)
            if what == "accepted":
                accepted.add((who, event_id))
            elif what == "answered":
                answered[who, event_id] = value
    store = await files.open()
    assert await store.integrity(deep=True) == ()
    waiting = {(w.address, w.event_id) for w in await store.waiting(limit=10_000)}
    turns = 0
    for n in range(20):
        who = f"web:{n}"
        said = [json.loads(event) for event in await words(store, who) if event]
        turns += len(said)
        assert not [event_id for event_id, times in Counter(said).items() if times > 1]
        for event_id in said:
            assert (who, event_id) not in waiting
        accepted -= {(who, event_id) for event_id in said}
        for (address, event_id), number in answered.items():
            if address == who:
                assert said[number - 1] == event_id
    assert accepted <= waiting
    assert len(answered) > 100
    assert turns - len(answered) <= 25 * 20
    counted = await store.counters(NOW.date(), NOW.date().replace(day=30))
    assert counted[0].n == turns


@pytest.mark.asyncio
async def test_nobody_hangs_when_a_process_forgets_to_close(tmp_path: Path) -> None:
    """A store that nobody closed does not keep its process alive."""
    program = (
        "import asyncio,sys,pathlib\nfrom bot.storage.sqlite import private_store\n"
        "from tests.storage.contract import NOW, record\n"
        "async def main():\n s=private_store();await s.open(now=NOW);await s.commit(record(0));import os;print('ok')\n"
        "asyncio.run(main())"
    )
    done = subprocess.run(  # noqa: ASYNC221  # tests wait
        [sys.executable, "-c", program], cwd=tmp_path, timeout=120, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "ok\n")


@pytest.mark.asyncio
async def test_accepting_is_shared_too(files: FileHouse) -> None:
    """Batches of the same event from several hands leave one row."""
    store = await files.open()
    receipts = await asyncio.gather(*(store.accept([arrival("1")]) for _ in range(10)))
    assert Counter(r[0].value for r in receipts) == {"new": 1, "waiting": 9}
    assert [w.address for w in await store.waiting()] == [WHO]

"""Secrets: nothing of a person is readable on the disk or in a log, and after forgetting not even with the key."""

from __future__ import annotations

import base64
import json
import logging
import os
import sqlite3
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.storage import schema
from bot.storage.errors import StoreError, Unreadable
from bot.storage.records import RECEIPT, Arrival, Mark, NewTimer, PartState
from bot.storage.sqlite import SqliteStore, private_store
from bot.storage.vault import Cipher, encode, pack, unpack
from tests.storage.conftest import FileHouse
from tests.storage.contract import DAY, NOW, WHO, arrival, record, words

pytestmark = pytest.mark.asyncio

ADDRESS = "telegram:7310055501"
CANARIES = {
    "address": ADDRESS,
    "event id": "wx-canary-9917",
    "event": "我欠了壹万贰仟叁佰 canary-event",
    "session": "canary-session 张三 13800138000",
    "reply": "canary-reply 别怕",
    "reading": "canary-reading",
    "path": "canary.path.of-some-steps",
    "edition": "canary-edition",
    "outcome": "canary-outcome",
    "timer key": "canary-timer-key",
    "timer body": "canary-timer 法院",
    "inbox": "canary-inbox 想死",
    "file": "canary-file 咨询一页",
}


def spellings(text: str) -> Iterator[bytes]:
    """A text as it might lie on a disk."""
    yield text.encode()
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield text.encode("gb18030")
    yield json.dumps(text)[1:-1].encode()
    yield urllib.parse.quote(text).encode()
    yield text.encode().hex().encode()
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + text.encode())[4 : -4 if shift else None]


def everything(folder: Path) -> bytes:
    """All bytes of all files in a folder."""
    return b"\n".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


def hits(folder: Path) -> list[str]:
    """Which canaries can be found."""
    data = everything(folder)
    return [name for name, text in CANARIES.items() if any(s in data for s in spellings(text) if len(s) > 8)]


async def live(store: SqliteStore) -> None:
    """A conversation full of canaries."""
    c = CANARIES
    await store.accept([Arrival(ADDRESS, c["event id"], c["event"], NOW), arrival("x", c["inbox"], ADDRESS)])
    turn = record(
        0, address=ADDRESS, event_ids=(c["event id"],), event=c["event"], session=c["session"], replies=(c["reply"],),
        readings=c["reading"], path=c["path"], edition=c["edition"], outcome=c["outcome"],
        timers=(NewTimer(c["timer key"], "care", NOW + DAY, c["timer body"]),), files={0: c["file"].encode()},
    )  # fmt: skip
    await store.commit(turn)
    await store.commit(replace(turn, expected_version=1, event_ids=("second",), danger=3, withdraw=True))


async def test_the_scan_itself_finds_what_is_there(tmp_path: Path) -> None:
    """A plain file with the canaries is found out, in each spelling."""
    for n, (name, text) in enumerate(CANARIES.items()):
        for m, spelling in enumerate(spellings(text)):
            folder = tmp_path / f"{n}.{m}"
            folder.mkdir()
            (folder / "file").write_bytes(b"..." + spelling + b"...")
            assert name in hits(folder)


async def test_nothing_readable_lies_on_the_disk(files: FileHouse) -> None:
    """No canary in any spelling in any file: while running, after closing, after forgetting."""
    store = await files.open()
    await live(store)
    assert hits(files.place.folder) == []
    await files.close()
    assert hits(files.place.folder) == []
    store = await files.open()
    await store.forget(ADDRESS, now=NOW, receipt=(CANARIES["reply"],))
    assert hits(files.place.folder) == []


async def test_a_receipt_that_has_arrived_leaves_nothing_either(files: FileHouse) -> None:
    """What lay there so that the confirmation could be sent is gone with it: row, key, address, in every file and log."""
    store = await files.open()
    await store.commit(record(0, address=ADDRESS))
    await store.forget(ADDRESS, now=NOW, receipt=('"都清掉了"',))
    held: list[bytes] = []
    for path, sql in (
        (files.place.main, "SELECT p.person, p.key_id, p.address, t.replies FROM people p JOIN turns t"),
        (files.place.keys, "SELECT person, key_id, wrapped FROM keys"),
    ):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            held += [value for row in connection.execute(sql) for value in row]
        connection.close()
    data = everything(files.place.folder)
    assert len(held) == 7
    assert all(value in data for value in held)
    await store.mark_part(Mark(ADDRESS, RECEIPT, 0, PartState.SENT))
    data = everything(files.place.folder)
    assert not [value for value in held if value in data]


async def test_after_forgetting_not_even_the_cipher_text_is_left(files: FileHouse) -> None:
    """Pseudonym, wrapped key, key id and every sealed value are gone from every file; the neighbour's are there."""
    store = await files.open()
    for address in [ADDRESS, *(f"web:{n}" for n in range(50))]:
        await store.commit(record(0, address=address, session="s" * 3000))
    await live_again(store)

    def marks(path: Path, tables: list[str]) -> dict[str, list[bytes]]:
        out: dict[str, list[bytes]] = {}
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            for table in tables:
                for row in connection.execute(f"SELECT * FROM {table}"):
                    out.setdefault(table, []).extend(v[:24] for v in row if isinstance(v, bytes))
        connection.close()
        return out

    tables = ["people", "inbox", "turns", "events", "timers"]
    before = {**marks(files.place.main, tables), **marks(files.place.keys, ["keys"])}
    assert (await store.forget(ADDRESS, now=NOW)).done
    after = {**marks(files.place.main, tables), **marks(files.place.keys, ["keys"])}
    remaining = {value for values in after.values() for value in values}
    data = everything(files.place.folder)
    checked = 0
    for table, values in before.items():
        for value in values:
            if value not in remaining:
                checked += 1
                assert value not in data, table
    assert checked >= 12
    assert all(value in data for value in remaining)


async def live_again(store: SqliteStore) -> None:
    """More of the same person, in every table."""
    await store.accept([arrival("x", "y" * 100, ADDRESS)])
    await store.commit(record(1, address=ADDRESS, timers=(NewTimer("t", "care", NOW),)))


async def test_an_open_reader_delays_the_erasing_and_is_reported(files: FileHouse) -> None:
    """With a reader in the log `forget` says that it is not done; nothing can be read; later it completes."""
    store = await files.open()
    await live(store)
    reader = sqlite3.connect(files.place.main, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM people").fetchone()
    try:
        done = await store.forget(ADDRESS, now=NOW)
        assert (done.existed, done.done) == (True, False)
        assert await store.load(ADDRESS) is None
        assert (await store.status()).erasing == 1
    finally:
        reader.close()
    assert await store.finish_erasing(NOW)
    assert (await store.status()).erasing == 0


async def test_a_returning_person_shares_nothing_with_the_forgotten_one(files: FileHouse) -> None:
    """New key, new rows; a restored main file of before cannot bring the old life back."""
    store = await files.open()
    await live(store)
    await files.close()
    old = files.place.main.read_bytes()
    store = await files.open()
    await store.forget(ADDRESS, now=NOW)
    await files.close()
    files.place.main.write_bytes(old)  # somebody restores last night's main file
    store = await files.open()
    assert await store.load(ADDRESS) is None
    assert [c async for c in store.conversations()] == []
    assert await store.undelivered() == []
    assert (await store.purge(NOW)).people == 1
    await store.commit(record(0, address=ADDRESS))
    assert await words(store, ADDRESS) == ['{"said":"在吗"}']
    assert await store.integrity(deep=True) == ()
    await files.close()
    files.place.main.write_bytes(old)  # and again, after the person came back
    store = await files.open()
    assert await store.load(ADDRESS) is None
    await store.commit(record(0, address=ADDRESS))
    assert len(await words(store, ADDRESS)) == 1


async def test_a_lost_key_is_said_and_harms_nobody_else(files: FileHouse) -> None:
    """Rows whose key vanished are unreadable, not new; the others go on, and integrity names the row."""
    store = await files.open()
    await store.commit(record(0))
    await store.commit(record(0, address="web:2"))
    await store.accept([arrival("1"), arrival("1", address="web:2")])
    await files.close()
    with sqlite3.connect(files.place.keys) as connection:
        connection.execute("DELETE FROM keys")
    connection.close()
    store = await files.open()
    with pytest.raises(Unreadable, match=r"restore the keys\.db"):
        await store.load(WHO)
    await store.commit(record(0, address="web:3"))
    assert await store.waiting() == []
    assert len(await store.integrity(deep=True)) == 2
    assert (await store.purge(NOW)).people == 0


async def test_rows_cannot_change_places(files: FileHouse) -> None:
    """A cipher text moved to another person, turn or field does not open."""
    store = await files.open()
    for address in (WHO, "web:2"):
        for n in range(2):
            await store.commit(record(n, address=address))
    await files.close()
    for change in (
        "UPDATE people SET session = (SELECT session FROM people p WHERE p.id <> people.id)",
        "UPDATE turns SET record = (SELECT record FROM turns t WHERE t.turn <> turns.turn AND t.person_id = turns.person_id)",
        "UPDATE turns SET record = replies",
        "UPDATE people SET version = 1",
        "UPDATE turns SET replies = zeroblob(5)",
    ):
        good = files.place.main.read_bytes()
        with sqlite3.connect(files.place.main) as connection:
            connection.execute(change)
        connection.close()
        store = await files.open()
        assert len(await store.integrity(deep=True)) >= 1, change
        await files.close()
        files.place.main.write_bytes(good)


async def test_logs_errors_and_reprs_hold_no_words(files: FileHouse, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG, through errors and in the repr of every record, no canary shows."""
    caplog.set_level(logging.DEBUG)
    store = await files.open()
    await live(store)
    shown = [repr(Arrival(ADDRESS, CANARIES["event id"], CANARIES["event"], NOW))]
    shown += map(repr, await store.waiting())
    shown += map(repr, await store.undelivered(maybe=True))
    shown += map(repr, await store.timers(ADDRESS))
    shown += [repr(t) async for t in store.transcript(ADDRESS)]
    shown += [repr(c) async for c in store.conversations()]
    shown.append(repr(await store.load(ADDRESS)))
    for bad in (
        record(9, address=ADDRESS, event=CANARIES["event"]),
        record(2, address=ADDRESS + "\0", session=CANARIES["session"]),
        record(2, address=ADDRESS, counters={CANARIES["event"]: 1}),
    ):
        shown.append(repr(bad))
        with pytest.raises(StoreError) as caught:
            await store.commit(bad)
        shown.append(f"{caught.value!r} {caught.value}")
    text = "\n".join(shown) + caplog.text
    assert [name for name, canary in CANARIES.items() if canary in text] == []
    assert "7310055501" not in text


async def test_every_table_with_a_person_goes_with_the_person() -> None:
    """Schema-wide: each table hangs on `people`, directly or through turns, or is known to hold no person."""
    connection = sqlite3.connect(":memory:")
    for migration in schema.MAIN:
        for statement in migration.statements:
            connection.execute(statement)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    hanging = {
        table
        for table in tables
        for row in connection.execute(f"PRAGMA foreign_key_list({table})")
        if row[2] in ("people", "turns") and row[6] == "CASCADE"
    }
    connection.close()
    assert tables - hanging == {"people", "counters", "facts", "migrations", "sqlite_sequence"}


async def test_a_private_store_touches_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--private`: a whole conversation without one file."""
    monkeypatch.chdir(tmp_path)
    store = private_store()
    await store.open(now=NOW)
    await live(store)
    await store.forget(ADDRESS, now=NOW)
    await store.close()
    assert os.listdir(tmp_path) == []


async def test_chance_is_an_argument(tmp_path: Path) -> None:
    """With the same entropy two stores write the same bytes: nothing hidden is random."""
    written = []
    for name in ("a", "b"):
        counter = iter(range(10**6))

        def entropy(n: int, counter: Iterator[int] = counter) -> bytes:
            return next(counter).to_bytes(n, "big")

        house = FileHouse(tmp_path / name)
        house.place = replace(house.place, entropy=entropy)
        store = await house.open()
        await live(store)
        written.append(
            await store._writer.read(
                lambda desk: [desk.main.execute(f"SELECT * FROM {t}").fetchall() for t in ("people", "turns", "events")]
            )
        )
        await house.close()
    assert written[0] == written[1]


async def test_texts_survive_packing() -> None:
    """What is packed is unpacked, half characters become U+FFFD, and seals bind to their place."""
    texts = ["", "在吗", "a\0b", "😀" * 100]
    assert unpack(pack(*texts)) == texts
    assert unpack(pack("\ud83d", "x\udc00y", "\ud83d\ude00")) == ["\ufffd", "x\ufffdy", "😀"]
    assert encode("普通") == "普通".encode()
    cipher = Cipher(b"k" * 32, b"i" * 8, b"owner", lambda n: b"n" * n)
    sealed = cipher.seal("turn", 1, b"data")
    assert cipher.open("turn", 1, sealed) == b"data"
    for field, row, value in (("turn", 2, sealed), ("session", 1, sealed), ("turn", 1, sealed[:-1]), ("turn", 1, b"")):
        with pytest.raises(Unreadable):
            cipher.open(field, row, value)

"""Opening: what is checked, what is refused, and that a refusal changes no byte.

It is long because every refusal is compared byte for byte.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.storage import opening, schema
from bot.storage.errors import (
    CannotOpen,
    KeyMissing,
    StoreDamaged,
    StoreForeign,
    StoreLocked,
    StoreMissing,
    StoreTooNew,
    StoreUnavailable,
    UnsafePlace,
    Unusable,
    WrongKey,
)
from bot.storage.folder import Place, open_connections
from bot.storage.keybook import rotate
from bot.storage.schema import Migration
from bot.storage.sqlite import SqliteStore, rotate_master_key
from bot.storage.vault import MasterKey
from tests.storage.conftest import FileHouse
from tests.storage.contract import DAY, NOW, WHO, arrival, record, words

pytestmark = pytest.mark.asyncio
FIRST_DIGESTS = {
    "main": "e9733e4e1df2e5a7f75d2e74691cecd9da11b267f9e0d1fcae7bfce56cf6c62a",
    "keys": "38aa4b3217f923a7bc000bb9d2812f4510d7170a571b6c68f60bedcef6cd1e87",
}


def content(folder: Path) -> dict[str, bytes]:
    """Every byte of a folder, apart from SQLite's shared memory, empty logs and the lock."""
    return {
        p.name: p.read_bytes()
        for p in sorted(folder.iterdir())
        if not p.name.endswith(("-shm", ".lock")) and not (p.name.endswith("-wal") and not p.stat().st_size)
    }


async def filled(house: FileHouse) -> Path:
    """A folder with one conversation, closed; its data folder."""
    store = await house.open()
    await store.commit(record(0))
    await house.close()
    assert house.place.data_dir is not None
    return house.place.data_dir


async def refused(house: FileHouse, error: type[CannotOpen], *says: str) -> None:
    """Opening is refused with this error and these words, and changes nothing."""
    before = content(house.place.folder)
    with pytest.raises(error) as caught:
        await house.open()
    assert type(caught.value) is error
    for word in says:
        assert word in str(caught.value)
    assert content(house.place.folder) == before


async def test_the_settings_are_what_they_should_be(files: FileHouse) -> None:
    """Each PRAGMA holds on both connections of a running store, and only its user can read the files."""
    store = await files.open()
    await store.commit(record(0))

    def read(name: str) -> tuple[object, object]:
        desk = store._writer._thread.desk  # type: ignore[union-attr]
        assert desk is not None
        return tuple(c.execute(f"PRAGMA {name}").fetchone()[0] for c in (desk.main, desk.keys.connection))  # type: ignore[return-value]

    for name, want in opening.PRAGMAS.items():
        assert await store._writer.read(lambda _, name=name: read(name)) == (want, want)  # type: ignore[misc]
    ids = await store._writer.read(lambda _: read("application_id"))
    assert ids == (schema.MAIN_ID, schema.KEYS_ID)
    assert opening.PRAGMAS["journal_mode"] == "wal"
    assert opening.PRAGMAS["synchronous"] == 2
    folder = files.place.folder
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {p.name for p in folder.iterdir()} >= {"wenzhu.db", "wenzhu.db-wal", "keys.db", "keys.db-wal"}
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o600}
    assert files.place.master_key_file is not None
    assert files.place.master_key_file.stat().st_mode & 0o777 == 0o600
    strict = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%STRICT%'"
    )
    assert await store._writer.read(lambda desk: desk.main.execute(strict).fetchall()) == []


async def test_a_lost_file_is_not_a_fresh_start(files: FileHouse) -> None:
    """On a host that had a store, a missing file refuses and names the remedy, which then works."""
    data = await filled(files)
    (data / "wenzhu.db").rename(data / "aside")
    await refused(files, StoreMissing, "is gone", "backup", "wenzhu.made")
    (data / "aside").rename(data / "wenzhu.db")
    (data / "keys.db").rename(data / "aside")
    await refused(files, StoreMissing, "keys.db", "backup")
    (data / "aside").rename(data / "keys.db")
    assert len(await words(await files.restart())) == 1
    await files.close()
    (data / "wenzhu.db").unlink()
    (data / "wenzhu.made").unlink()
    store = await files.open()
    assert await store.load(WHO) is None
    await store.commit(record(0))


@pytest.mark.parametrize("name", ["wenzhu.db", "keys.db"])
async def test_broken_and_foreign_files_are_refused(files: FileHouse, name: str) -> None:
    """Empty, cut, scribbled, foreign and newer files refuse by kind, with a remedy, untouched."""
    data = await filled(files)
    path = data / name
    good = path.read_bytes()

    def foreign() -> bytes:
        other = data.parent / "other.db"
        with sqlite3.connect(other) as connection:
            connection.execute("CREATE TABLE notes (x)")
        connection.close()
        return other.read_bytes()

    for bad, error in (
        (b"", StoreDamaged),
        (b"Dear diary" * 100, StoreForeign),
        (good[:50], StoreDamaged),
        (good[: len(good) // 2], StoreDamaged),
        (good[:4096] + b"\xff" * (len(good) - 4096), StoreDamaged),
        (foreign(), StoreForeign),
        (good[:60] + (99).to_bytes(4, "big") + good[64:], StoreTooNew),
        (good[:60] + (0).to_bytes(4, "big") + good[64:], StoreDamaged),
    ):
        path.write_bytes(bad)
        with pytest.raises(CannotOpen) as caught:
            await files.open()
        assert type(caught.value) is error, (bad[:20], caught.value)
        assert path.read_bytes() == bad
    path.write_bytes(good)
    assert len(await words(await files.open())) == 1


async def test_random_damage_is_never_taken_for_health(files: FileHouse) -> None:
    """Of 120 random corruptions none is overwritten, and each is refused, found by `integrity(deep)`, or harmless."""
    store = await files.open()
    for n in range(30):
        await store.commit(record(n, event=f'"{n}"' * 60))
    expected = await words(store)
    await files.close()
    path = files.place.main
    good, chance, refusals, found = path.read_bytes(), random.Random(7), 0, 0
    for _ in range(120):
        bad = bytearray(good)
        at = chance.randrange(len(bad))
        for n in range(at, min(at + chance.choice((1, 16, 512)), len(bad))):
            bad[n] = chance.randrange(256)
        path.write_bytes(bad)
        try:
            store = await files.open()
        except CannotOpen:
            refusals += 1
            assert path.read_bytes() == bytes(bad)
            continue
        problems = await store.integrity(deep=True)
        found += bool(problems)
        assert problems or (await words(store) == expected)
        await store.close()
    assert refusals > 5
    assert found > 0


async def test_a_second_process_is_refused_until_the_first_is_dead(files: FileHouse) -> None:
    """The lock is a typed error in another process and in this one, and dies with its holder."""
    await filled(files)
    program = (
        "import asyncio,sys,pathlib;from bot.storage.sqlite import SqliteStore;from bot.storage.folder import Place;"
        "from tests.storage.contract import NOW\n"
        "async def main():\n"
        " s=SqliteStore(Place(data_dir=pathlib.Path(sys.argv[1]),master_key_file=pathlib.Path(sys.argv[2])))\n"
        " await s.open(now=NOW);print('open',flush=True);await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    child = subprocess.Popen(  # noqa: ASYNC220  # a test may wait
        [sys.executable, "-c", program, str(files.place.data_dir), str(files.place.master_key_file)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == b"open\n"
        await refused(files, StoreLocked, "Another wenzhu process", "only reads")
        view = SqliteStore(replace(files.place, read_only=True))
        await view.open(now=NOW)
        assert len(await words(view)) == 1
        await view.close()
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    store = await files.open()
    with pytest.raises(StoreLocked):
        await SqliteStore(files.place).open(now=NOW)
    assert len(await words(store)) == 1


async def test_a_reader_beside_the_bot_sees_and_changes_nothing(files: FileHouse) -> None:
    """The read-only view reads while the bot writes; every change is refused; it also works with the bot off."""
    store = await files.open()
    await store.commit(record(0))
    view = SqliteStore(replace(files.place, read_only=True))
    await view.open(now=NOW)
    await store.commit(record(1))
    assert len(await words(view)) == 2
    assert (await view.status()).turns == 2
    assert await view.integrity(deep=True) == ()
    for change in (view.commit(record(2)), view.accept([arrival("x")]), view.purge(NOW)):
        with pytest.raises(StoreUnavailable) as caught:
            await change
        assert caught.value.code.startswith("SQLITE_READONLY")
    await view.close()
    await files.close()
    before = content(files.place.folder)
    await view.open(now=NOW)
    assert len([c async for c in view.conversations()]) == 1
    await view.close()
    assert content(files.place.folder) == before
    nowhere = SqliteStore(Place(data_dir=files.place.folder / "no", master_key_file=None, read_only=True))
    with pytest.raises(StoreMissing):
        await nowhere.open(now=NOW)


def second(*statements: str) -> tuple[Migration, ...]:
    """The migrations with one more."""
    return (*schema.MAIN, Migration(len(schema.MAIN) + 1, "second", statements))


async def test_migrations_run_by_themselves_and_whole(files: FileHouse) -> None:
    """A file of the first version is brought up on opening; a failing step leaves it as it was; no way back."""
    first = files.place
    opening.prepare_folder(first.folder)
    for connection in open_connections(replace(first, migrations=schema.MAIN[:1]), NOW)[:2]:
        connection.close()
    await filled(files)
    files.place = replace(first, migrations=second("CREATE TABLE more (x INTEGER) STRICT", "NONSENSE"))
    await refused(files, StoreDamaged)
    files.place = replace(
        first,
        migrations=second("CREATE TABLE more (x INTEGER) STRICT", "ALTER TABLE people ADD COLUMN nick BLOB"),
    )
    store = await files.open()
    assert len(await words(store)) == 1
    await store.commit(record(1))
    assert (await store.status()).schema == len(schema.MAIN) + 1
    recorded = await store._writer.read(
        lambda desk: desk.main.execute("SELECT version, name FROM migrations ORDER BY version").fetchall()
    )
    assert recorded == [
        (1, "first"),
        (2, "pushes"),
        (3, "asked"),
        (4, "doubts"),
        (5, "waiting"),
        (6, "notes"),
        (7, "second"),
    ]
    await files.close()
    files.place = first
    await refused(files, StoreTooNew, "newer")


@pytest.mark.parametrize("what", ["SELECT 1 FROM parts", "UPDATE parts SET push = 0, retry_at = 0"])
async def test_what_waits_for_others_is_not_read_for_one(files: FileHouse, what: str) -> None:
    """While a wire is down thousands of parts wait: a turn of one person looks at their own alone."""
    store = await files.open()
    plan = await store._writer.read(
        lambda desk: desk.main.execute(f"EXPLAIN QUERY PLAN {what} WHERE person_id = ? AND open = 1", (1,)).fetchall()
    )
    assert ["parts_of_person" in row[3] and "SEARCH" in row[3] for row in plan] == [True]
    await files.close()


async def test_the_first_version_is_frozen() -> None:
    """Released migrations never change; add a new one instead."""
    for name, steps in (("main", schema.MAIN), ("keys", schema.KEYS)):
        digest = hashlib.sha256(repr(steps[0]).encode()).hexdigest()
        assert digest == FIRST_DIGESTS[name]


async def test_a_wrong_key_refuses(files: FileHouse) -> None:
    """Another master key, a lost key file and a garbled one are told apart, and nothing is made anew."""
    await filled(files)
    right, file = files.place, files.place.master_key_file
    assert file is not None
    files.place = replace(right, master_key=MasterKey(b"x" * 32))
    await refused(files, WrongKey, "does not fit")
    files.place = right
    text = file.read_text()
    file.unlink()
    await refused(files, KeyMissing, "no master key file", "Restore")
    assert not file.exists()
    file.write_text("not a key")
    file.chmod(0o600)
    await refused(files, WrongKey, "base64")
    file.write_text(text)
    file.chmod(0o640)
    await refused(files, UnsafePlace, "chmod 600")
    file.chmod(0o600)
    assert len(await words(await files.open())) == 1


async def test_key_files_in_bad_places_are_refused(tmp_path: Path) -> None:
    """A key inside the data folder, behind a link, or nowhere is refused before anything is made."""
    data = tmp_path / "data"
    link = tmp_path / "link.key"
    link.symlink_to(tmp_path / "real.key")
    for path in (data / "master.key", data / "x" / ".." / "master.key", link, None):
        with pytest.raises(UnsafePlace):
            await SqliteStore(Place(data_dir=data, master_key_file=path)).open(now=NOW)
    assert {p.name for p in data.iterdir()} == {"wenzhu.lock"}


async def test_places_that_cannot_be_used_are_no_secrets_given_away(tmp_path: Path) -> None:
    """A file where the folder should be, and a key that cannot be written, are refused as unusable, not as unsafe."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    for data, key in ((blocked, tmp_path / "a.key"), (tmp_path / "data", blocked / "state" / "a.key")):
        with pytest.raises(Unusable):
            await SqliteStore(Place(data_dir=data, master_key_file=key)).open(now=NOW)


async def test_keys_are_read_in_three_spellings() -> None:
    """Base64, hex and raw bytes name the same key; anything else says how to make one."""
    key = MasterKey(bytes(range(32)))
    for text in (key.text(), bytes(range(32)).hex(), bytes(range(32)), key.text() + "\n"):
        assert MasterKey.from_text(text).id == key.id
    for text in ("", "short", "ü" * 44, b"\xff" * 31, "a" * 32):
        with pytest.raises(WrongKey, match="base64"):
            MasterKey.from_text(text)
    assert "000102" not in repr(key)
    assert key.text() not in repr(key)


async def test_the_master_key_can_be_rotated_and_interrupted(files: FileHouse) -> None:
    """Rotation rewraps every key; cut off at any batch, the start refuses and a second run completes it."""
    store = await files.open()
    for n in range(7):
        await store.commit(record(0, address=f"web:{n}"))
    await files.close()
    file = files.place.master_key_file
    assert file is not None
    old, new = MasterKey.from_text(file.read_text()), MasterKey(b"n" * 32)
    keys = files.place.keys

    class Cut(Exception):
        pass

    calls = 0

    def entropy(n: int) -> bytes:
        nonlocal calls
        calls += 1
        if calls == 6:
            raise Cut
        return os.urandom(n)

    book = opening.open_file(keys, schema.KEYS_ID, schema.KEYS, NOW)
    with pytest.raises(Cut):
        rotate(book, old, new, entropy, batch=2)
    book.close()
    for key in (old, new):
        files.place = replace(files.place, master_key=key)
        await refused(files, WrongKey, "interrupted")
    assert rotate_master_key(files.place.folder, old, new, now=NOW) == 3
    assert rotate_master_key(files.place.folder, old, new, now=NOW) == 0
    store = await files.open()
    assert len([c async for c in store.conversations()]) == 7
    await store.commit(record(1, address="web:3"))
    await files.close()
    files.place = replace(files.place, master_key=old)
    await refused(files, WrongKey)
    with pytest.raises(WrongKey):
        rotate_master_key(files.place.folder, MasterKey(b"z" * 32), MasterKey(b"y" * 32), now=NOW)


async def test_a_torn_log_loses_only_its_end(files: FileHouse) -> None:
    """The write-ahead log cut at 40 places: sound files, and a prefix of the turns."""
    store = await files.open()
    for n in range(12):
        await store.commit(record(n, event=str(n)))
    data = files.place.folder
    kept = content(data)
    expected = await words(store)
    await files.close()
    log, chance, lengths = kept["wenzhu.db-wal"], random.Random(3), set()
    for _ in range(40):
        for path in data.iterdir():
            path.unlink()
        for name, value in kept.items():
            (data / name).write_bytes(value if name != "wenzhu.db-wal" else log[: chance.randrange(len(log))])
        store = await files.open()
        found = await words(store)
        assert found == expected[: len(found)]
        assert await store.integrity(deep=True) == ()
        lengths.add(len(found))
        await files.close()
    assert len(lengths) > 3


async def test_a_closed_store_says_so_and_closing_twice_is_fine(files: FileHouse) -> None:
    """After closing every call is one typed error; what was asked before is done."""
    store = await files.open()
    tasks = [asyncio.create_task(store.commit(record(0, address=f"web:{n}"))) for n in range(50)]
    await asyncio.sleep(0)
    await store.close()
    await store.close()
    assert len(await asyncio.gather(*tasks)) == 50
    calls: list[Callable[[], object]] = [lambda: store.load(WHO), lambda: store.commit(record(0))]
    for call in calls:
        with pytest.raises(StoreUnavailable):
            await call()  # type: ignore[misc]
    store = await files.open(now=NOW + DAY)
    assert (await store.status()).people == 50

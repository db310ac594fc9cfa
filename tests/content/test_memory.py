"""Sound content is remembered; whatever else lies in the folder is ignored."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.content.edition import Edition, build
from bot.content.memory import Memory
from bot.content.sources import Snapshot, snapshot
from bot.engine.advance import advance
from bot.engine.events import Opened

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def shipped() -> Snapshot:
    return snapshot()


def words(edition: Edition | None) -> list[str]:
    """The first bubble and question of an edition."""
    assert edition is not None
    return [str(reply) for reply in advance(edition.book, None, Opened(), NOON).replies]


def test_a_sound_content_is_recalled_whole(tmp_path: Path, shipped: Snapshot) -> None:
    """The second build parses nothing and gives the same edition, word for word."""
    memory = Memory(tmp_path)
    assert memory.recall(shipped) is None
    first = build(shipped, memory=memory)
    tables = memory.recall(shipped)
    assert tables is not None
    assert set(tables) == {name for name in shipped.files if name.endswith(".yaml") and name.startswith("flows/")}
    second = build(shipped, memory=memory)
    assert first.edition is not None
    assert second.edition is not None
    assert second.edition.id == first.edition.id
    assert second.edition.tree.flows.keys() == first.edition.tree.flows.keys()
    assert words(second.edition) == words(first.edition)


@pytest.mark.parametrize(
    "junk", [b"", b"{", b"[]", b"null", b'{"flows/book.yaml": {"table": 3}}', b"\xff\xfe", b'{"x": []}']
)
def test_a_damaged_memory_is_read_as_none(tmp_path: Path, shipped: Snapshot, junk: bytes) -> None:
    """A file that does not fit is ignored, and the content is read as if for the first time."""
    memory = Memory(tmp_path)
    memory.keep(shipped, {})
    (file,) = tmp_path.glob("content-*.json")
    file.write_bytes(junk)
    assert not memory.recall(shipped)
    assert build(shipped, memory=memory).edition is not None


def test_broken_content_is_never_remembered(tmp_path: Path, shipped: Snapshot) -> None:
    """A content with errors is checked again each time, so that its editor is told each time."""
    broken = Snapshot({**shipped.files, "flows/talk.yaml": b"flow: talk\nsteps: {"})
    memory = Memory(tmp_path)
    assert build(broken, memory=memory).edition is None
    assert list(tmp_path.iterdir()) == []


def test_a_memory_that_may_not_write_only_recalls(tmp_path: Path, shipped: Snapshot) -> None:
    """--private writes nothing, not even this."""
    assert build(shipped, memory=Memory(tmp_path / "none", writes=False)).edition is not None
    assert not (tmp_path / "none").exists()


def test_only_the_last_few_contents_are_kept(tmp_path: Path, shipped: Snapshot) -> None:
    """Old contents are swept out."""
    memory = Memory(tmp_path)
    for n in range(7):
        memory.keep(Snapshot({**shipped.files, "flows/more.yaml": bytes([65 + n])}), {})
    assert len(list(tmp_path.glob("content-*.json"))) == 4

"""Sound content is remembered; whatever else lies in the folder is ignored."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.content.edition import Edition, build
from bot.content.memory import Memory
from bot.content.sources import Snapshot, snapshot
from bot.content.tree import DangerList, Routes, Tree
from bot.content.writing import At
from bot.engine.advance import advance
from bot.engine.events import Opened

EMPTY = Tree({}, {}, {}, (), {}, Routes(At("flows/book.yaml")), DangerList(), {}, {}, {})
NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def small(good: dict[str, bytes]) -> Snapshot:
    return Snapshot(good)


def words(edition: Edition | None) -> list[str]:
    """The first bubble and question of an edition."""
    assert edition is not None
    return [str(reply) for reply in advance(edition.book, None, Opened(), NOON).replies]


def test_a_sound_content_is_recalled_whole(tmp_path: Path) -> None:
    """The second build of the shipped content parses nothing and gives the same edition, word for word."""
    shipped, memory = snapshot(), Memory(tmp_path)
    assert memory.recall(shipped) is None
    first = build(shipped, memory=memory)
    assert memory.recall(shipped) is not None
    second = build(shipped, memory=memory)
    assert first.edition is not None
    assert second.edition is not None
    assert second.edition.id == first.edition.id
    assert second.edition.tree.flows.keys() == first.edition.tree.flows.keys()
    assert words(second.edition) == words(first.edition)


class Trap:
    """What a hostile file would have run."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (print, ("it ran",))


@pytest.mark.parametrize(
    "junk",
    [b"", b"{", b"\xff\xfe", pickle.dumps(None), pickle.dumps({"x": []}), pickle.dumps(Trap()), pickle.dumps(Path())],
)
def test_a_damaged_memory_is_read_as_none(
    tmp_path: Path, small: Snapshot, junk: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that does not fit is ignored, runs nothing, and the content is read as if for the first time."""
    memory = Memory(tmp_path)
    memory.keep(small, EMPTY)
    (file,) = tmp_path.glob("content-*.tree")
    file.write_bytes(junk)
    assert memory.recall(small) is None
    assert build(small, memory=memory).edition is not None
    assert capsys.readouterr().out == ""


def test_broken_content_is_never_remembered(tmp_path: Path, small: Snapshot) -> None:
    """A content with errors is checked again each time, so that its editor is told each time."""
    broken = Snapshot({**small.files, "flows/main.yaml": b"flow: main\nsteps: {"})
    memory = Memory(tmp_path)
    assert build(broken, memory=memory).edition is None
    assert list(tmp_path.iterdir()) == []


def test_a_memory_that_may_not_write_only_recalls(tmp_path: Path, small: Snapshot) -> None:
    """--private writes nothing, not even this."""
    assert build(small, memory=Memory(tmp_path / "none", writes=False)).edition is not None
    assert not (tmp_path / "none").exists()


def test_only_the_last_few_contents_are_kept(tmp_path: Path, small: Snapshot) -> None:
    """Old contents are swept out."""
    memory = Memory(tmp_path)
    for n in range(7):
        memory.keep(Snapshot({**small.files, "flows/more.yaml": bytes([65 + n])}), EMPTY)
    assert len(list(tmp_path.glob("content-*.tree"))) == 4

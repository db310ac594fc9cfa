"""Files for persons last a day in the data folder, a talk in private, for ever in a folder that was named."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from bot.exports import drawer, sweep

NOW = dt.datetime(2026, 11, 21, 10, 0, tzinfo=dt.UTC)


def file(path: Path, hours: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    then = NOW.timestamp() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_what_is_a_day_old_goes_and_nothing_else(tmp_path: Path) -> None:
    """Old files and drafts of ours; younger ones, foreign names, folders and what a link points at stay."""
    data = tmp_path / "data"
    old = [file(data / "exports" / n, 24) for n in ("稳住-我的一页-a.pdf", ".稳住-我的一页-b.pdf.7.new")]
    outside = file(tmp_path / "稳住-别处.pdf", 48)
    kept = [file(data / "exports" / "稳住-咨询一页-c.pdf", 23.9), file(data / "exports" / "账本.txt", 99), outside]
    (data / "exports" / "稳住-夹").mkdir()
    (data / "exports" / "稳住-链接.pdf").symlink_to(outside)
    assert sweep(data, NOW) == 2
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in kept)


def test_no_folder_is_nothing_to_do(tmp_path: Path) -> None:
    """Sweeping a folder that is not there removes nothing and does not fail."""
    assert sweep(tmp_path / "none", NOW) == 0


def test_a_private_drawer_is_gone_with_its_talk(tmp_path: Path) -> None:
    """Its folder is for this account alone, and is emptied even where the talk ends in a fault."""
    try:
        with drawer(tmp_path, private=True, chosen=None) as found:
            assert found.folder.stat().st_mode & 0o777 == 0o700
            file(found.folder / "稳住-x.pdf", 0)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert not found.folder.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_named_folder_is_left_alone(tmp_path: Path) -> None:
    """What a person had put into a folder of their own choice stays, however old."""
    with drawer(tmp_path, private=True, chosen=tmp_path / "mine") as found:
        kept = file(found.folder / "稳住-x.pdf", 99)
    assert kept.exists()

"""Where a person's own files lie beside a terminal, and for how long: a day; in a private talk as long as the talk.

A folder that the person named is theirs: nothing in it is ever deleted here.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

LASTING = dt.timedelta(hours=24)
FOLDER = "exports"
NAMED = "稳住-"
"""How every file begins that is made for a person; nothing else is ever deleted."""


class Drawer(Struct, frozen=True):
    """A folder for files, and the sentence that says how long they stay there."""

    folder: Path
    lasts: str


@contextlib.contextmanager
def drawer(data_dir: Path, *, private: bool, chosen: Path | None) -> Iterator[Drawer]:
    """Where files of this talk go: the folder that was named, a day's folder of the data, or one that goes with the talk."""
    if chosen is not None:
        yield Drawer(chosen, "这是你指定的文件夹，不会自动删。")
    elif not private:
        yield Drawer(data_dir / FOLDER, "24 小时以后自动删掉，要留就先另存一份。")
    else:
        folder = Path(tempfile.mkdtemp(prefix="wenzhu-", dir=_memory()))
        try:
            yield Drawer(folder, "离开时自动删掉，要留就先另存一份，或者开头加上 --exports 文件夹。")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _memory() -> str | None:
    """A folder of this account that lies in memory, where there is one, so that a private talk leaves nothing on a disk."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    memory = "/dev/shm"  # noqa: S108  # `mkdtemp` makes a folder of mode 0700 in it
    return next((f for f in (runtime, memory) if f and os.path.isdir(f) and os.access(f, os.W_OK)), None)


def sweep(data_dir: Path, now: dt.datetime) -> int:
    """Delete files of persons that are older than a day, drafts of them too; how many. Links are not followed."""
    gone = 0
    with contextlib.suppress(FileNotFoundError), os.scandir(data_dir / FOLDER) as entries:
        for entry in entries:
            if not entry.name.removeprefix(".").startswith(NAMED):
                continue
            with contextlib.suppress(FileNotFoundError):
                found = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(found.st_mode) and now.timestamp() - found.st_mtime >= LASTING.total_seconds():
                    os.unlink(entry.path)
                    gone += 1
    return gone

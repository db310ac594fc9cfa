"""One file a person, for many people: a ZIP archive or a folder, which carries its name only once it is whole."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.cli.whole import whole_file

Add = Callable[[str, bytes], None]
ARCHIVE = ".zip"
BORN = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: when somebody's page was made is on its foot, for who may open it."""


def archived(output: Path) -> bool:
    """Whether an output is to be an archive."""
    return output.suffix.lower() == ARCHIVE


@contextlib.contextmanager
def bundle(output: Path) -> Iterator[Add]:
    """Where files are put one after the other; none of them stays in memory."""
    if archived(output):
        with whole_file(output) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

            def pack(name: str, content: bytes) -> None:
                info = zipfile.ZipInfo(name, BORN)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                archive.writestr(info, content)

            yield pack
        return
    with _whole_folder(output) as folder:

        def put(name: str, content: bytes) -> None:
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with open(descriptor, "wb") as file:
                file.write(content)

        yield put


@contextlib.contextmanager
def _whole_folder(path: Path) -> Iterator[Path]:
    """A new folder for this account alone; one that is there already is not touched."""
    if path.exists():
        raise FileExistsError(errno.EEXIST, "已经有这个名字了", str(path))
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    draft.mkdir(mode=0o700)
    try:
        yield draft
        os.sync()  # every file of it, before it has its name
        draft.rename(path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)

"""A file that is there whole or not at all, for this account alone."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

WHY: Mapping[int, str] = {
    errno.ENOENT: "没有那个文件夹",
    errno.ENOTDIR: "没有那个文件夹",
    errno.EISDIR: "那是一个文件夹，写上文件名",
    errno.EEXIST: "已经有这个名字了",
    errno.ENOTEMPTY: "已经有这个名字了",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只能读，不能写",
    errno.ENOSPC: "磁盘满了",
    errno.ENAMETOOLONG: "名字太长",
}


def cannot_write(path: Path, error: OSError) -> str:
    """Why a file could not be written, and what to do."""
    why = WHY.get(error.errno or 0, error.strerror or type(error).__name__)
    return f"写不进 {path}（{why}）。换一个自己能写的地方。"


def among(path: Path, folder: Path) -> bool:
    """Whether a file would lie in this folder, whatever links and dots lead there."""
    return path.resolve().is_relative_to(folder.resolve())


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that only this account can read, and that carries its name only once it is whole and on the disk."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

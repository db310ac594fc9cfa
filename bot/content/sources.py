"""The only file that reads content from disk: regular files of known names, in layers, as one snapshot.

The shipped content lies next to the package in a checkout and inside it in a wheel; the editor's own folder
lies over it, file by file. Links, pipes and devices are never followed or opened.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from bot.content.problems import Problem, Problems
from bot.content.writing import At

NAME = r"[a-z][a-z0-9_]{0,23}"
LAYOUT: Mapping[str, re.Pattern[str]] = {
    "flows": re.compile(NAME + r"\.yaml"),
    "flows/facts": re.compile(NAME + r"\.yaml"),
    "flows/tables": re.compile(NAME + r"\.yaml"),
    "templates/cards": re.compile(NAME + r"\.j2"),
    "templates/scripts": re.compile(NAME + r"\.md\.j2"),
    "templates/letters": re.compile(NAME + r"\.md\.j2"),
    "templates/summaries": re.compile(NAME + r"\.md\.j2"),
    "stories": re.compile(r"[\w-]{1,80}\.yaml"),
}
CONTENT = re.compile(r"\.(?:ya?ml|j2|jinja2?)$", re.IGNORECASE)  # what somebody meant to be read
MAX_FILE = 512 * 1024
MAX_FILES = 2_000
OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class Snapshot(Struct, frozen=True):
    """Every content file at one moment: name in the layout -> bytes."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    own: frozenset[str] = frozenset()  # names that came from the editor's folder
    problems: tuple[Problem, ...] = ()

    @property
    def hash(self) -> str:
        """Names what was read; stories do not count, they are not part of an edition."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            if not name.startswith("stories/"):
                data = self.files[name]
                digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
                digest.update(data)
        for problem in self.problems:
            digest.update(repr(problem).encode("utf-8", "replace"))
        return digest.hexdigest()[:16]


def shipped_folder() -> Path:
    """Where the shipped content is: inside the installed package, or in the checkout around it."""
    inside = Path(__file__).parent.parent / "_content"
    return inside if inside.is_dir() else Path(__file__).parents[2]


def snapshot(content_dir: Path | None = None, shipped: Path | None = None) -> Snapshot:
    """The shipped content with the editor's own folder over it, by name."""
    return _taken(content_dir, shipped, LAYOUT)


def of_edition(content_dir: Path | None = None, shipped: Path | None = None) -> Snapshot:
    """What an edition is made of: the snapshot without the stories, three files of four."""
    return _taken(content_dir, shipped, {folder: names for folder, names in LAYOUT.items() if folder != "stories"})


def _taken(content_dir: Path | None, shipped: Path | None, layout: Mapping[str, re.Pattern[str]]) -> Snapshot:
    problems = Problems()
    base = shipped or shipped_folder()
    files = dict(_layer(base, layout, problems))
    own: dict[str, bytes] = {}
    if content_dir is not None:
        if not content_dir.is_dir():
            problems.add("unreadable", At(str(content_dir)), "没有这个文件夹", "看看 content_dir 写得对不对")
        own = dict(_layer(content_dir, layout, problems))
    return Snapshot({**files, **own}, frozenset(own), tuple(problems))


def fingerprint(content_dir: Path | None = None, shipped: Path | None = None) -> tuple[object, ...]:
    """Something that differs once a file of an edition changed, at a tenth of the cost of reading them all."""
    marks: list[object] = []
    roots = [shipped or shipped_folder(), *([content_dir] if content_dir is not None else [])]
    for root in roots:
        for folder in LAYOUT:
            if folder == "stories":
                continue
            place = root / folder
            try:
                marks.append((folder, _mark(os.lstat(place))))
                with os.scandir(place) as entries:
                    marks += sorted((entry.name, _mark(entry.stat(follow_symlinks=False))) for entry in entries)
            except OSError as error:
                marks.append((folder, error.errno))
    return tuple(marks)


def _mark(found: os.stat_result) -> tuple[int, ...]:
    return (found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def overlay(base: Snapshot, path: Path) -> tuple[Snapshot, str]:
    """The snapshot with one file of anywhere laid over it, and the name under which it lies there."""
    problems = Problems()
    name = name_in_layout(path)
    data = _bytes(path, name, problems)
    files = {**base.files, name: data} if data is not None else dict(base.files)
    mine = replace(base, files=files, own=base.own | {name}, problems=(*base.problems, *problems))
    return mine, name


def name_in_layout(path: Path) -> str:
    """Where a file belongs: by the folders that it lies in, else by its ending."""
    parts = path.absolute().parts
    for folder in sorted(LAYOUT, key=len, reverse=True):
        wanted = tuple(folder.split("/"))
        if parts[-1 - len(wanted) : -1] == wanted:
            return f"{folder}/{path.name}"
    if path.name.endswith(".md.j2"):
        return f"templates/scripts/{path.name}"
    return f"{'templates/cards' if path.name.endswith('.j2') else 'flows'}/{path.name}"


def _layer(root: Path, layout: Mapping[str, re.Pattern[str]], problems: Problems) -> Iterator[tuple[str, bytes]]:
    count = 0
    for folder, names in layout.items():
        place = root / folder
        if folder == "stories" and not place.is_dir():
            place = root / "tests" / "stories"
        if _is_link(root, place):
            problems.add("not-a-file", At(folder), "这个文件夹是链接", "把文件夹本身放在这里")
            continue
        for entry in _entries(place, folder, problems):
            name = f"{folder}/{entry.name}"
            if not names.fullmatch(entry.name):
                _strange(entry, name, problems)
                continue
            count += 1
            if count > MAX_FILES:
                problems.add("too-big", At(name), f"文件太多，最多 {MAX_FILES} 个", "删掉不用的文件")
                return
            data = _bytes(Path(entry.path), name, problems)
            if data is not None:
                yield name, data


def _entries(place: Path, folder: str, problems: Problems) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problems.add("unreadable", At(folder), f"文件夹打不开（{error.strerror}）", "看看权限")
        return []


def _is_link(root: Path, place: Path) -> bool:
    """Whether a folder between the root and its files is a link."""
    while place not in (root, place.parent):
        if place.is_symlink():
            return True
        place = place.parent
    return False


def _strange(entry: os.DirEntry[str], name: str, problems: Problems) -> None:
    """A file that looks like content but is misnamed is told; notes and backups are left alone."""
    if entry.name.startswith(".") or not CONTENT.search(entry.name):
        return
    shown = name.encode("utf-8", "replace").decode()
    remedy = "名字只用小写英文字母、数字、下划线；流程用 .yaml，卡片用 .j2，文书用 .md.j2"
    problems.add("bad-name", At(shown), f"读不到这个文件：{Path(shown).name}", remedy)


def _bytes(path: Path, name: str, problems: Problems) -> bytes | None:
    """The bytes of a regular file, or None (told)."""
    try:
        handle = os.open(path, OPEN)
    except OSError as error:
        if path.is_symlink():
            problems.add("not-a-file", At(name), "这是一个链接", "把文件本身放在这里")
        else:
            reason = error.strerror or type(error).__name__
            problems.add("unreadable", At(name), f"文件打不开（{reason}）", "看看名字和权限")
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        problems.add("not-a-file", At(name), "这不是普通文件", "换成普通的文字文件")
        return None
    with os.fdopen(handle, "rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        problems.add("too-big", At(name), f"文件太大，最多 {MAX_FILE // 1024} KB", "分成几个文件")
        return None
    return data

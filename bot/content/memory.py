"""What was read and found sound once need not be parsed and proved again: a start costs a third.

One JSON file a content, named by the hash of the files and of this program; anything about it that does not fit is ignored and
the files are read as if for the first time. It holds what the files hold, nothing of any person.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bot
from bot.content.characters import decode
from bot.content.nodes import Node, Rows, Scalar, Source, Table
from bot.content.problems import Problems
from bot.content.sources import Snapshot
from bot.content.writing import At

KEPT = 4  # contents remembered; older ones are swept out


@dataclass(frozen=True, slots=True)
class Memory:
    """Sound contents remembered in a folder; `writes` false only recalls."""

    folder: Path
    writes: bool = True

    def recall(self, snapshot: Snapshot) -> dict[str, Table] | None:
        """The nodes of every file of a content that was found sound by this very program, or None."""
        try:
            data = json.loads(self._file(snapshot).read_text(encoding="utf-8"))
            return {name: _table(node, _source(name, snapshot.files[name])) for name, node in data.items()}
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            return None

    def keep(self, snapshot: Snapshot, tables: Mapping[str, Table]) -> None:
        """Remember a sound content; a disk that cannot take it is no reason to stop."""
        if not self.writes:
            return
        target = self._file(snapshot)
        draft = target.with_suffix(f".{os.getpid()}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_text(
                json.dumps({n: _plain(t) for n, t in tables.items()}, ensure_ascii=False), encoding="utf-8"
            )
            draft.replace(target)
            known = sorted(self.folder.glob("content-*.json"), key=lambda p: p.stat().st_mtime)
            for old in known[:-KEPT]:
                old.unlink()
        except OSError:
            return

    def _file(self, snapshot: Snapshot) -> Path:
        return self.folder / f"content-{snapshot.hash}-{program()}.json"


def program() -> str:
    """A name for this very program: other code may check more, so what it found sound is proved again."""
    seen = hashlib.sha256()
    root = Path(bot.__file__).parent
    for path in sorted(root.rglob("*.py")):
        state = path.stat()
        seen.update(f"{path.relative_to(root)}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]


def _source(name: str, data: bytes) -> Source:
    source = decode(name, data, Problems())
    if source is None:
        raise ValueError(name)
    return source


def _plain(node: Node) -> Any:
    match node:
        case Scalar():
            return [node.text, node.start, node.end, node.style]
        case Rows():
            return {"rows": [_plain(n) for n in node.items], "at": [node.at.line, node.at.col, node.at.width]}
        case Table():
            pairs = [[_plain(k), _plain(v)] for k, v in node.items]
            return {"table": pairs, "at": [node.at.line, node.at.col, node.at.width]}


def _node(data: Any, source: Source) -> Node:
    if isinstance(data, list):
        text, start, end, style = data
        return Scalar(text, source, start, end, style)
    if "table" in data:
        return _table(data, source)
    line, col, width = data["at"]
    return Rows(tuple(_node(n, source) for n in data["rows"]), At(source.file, line, col, width))


def _table(data: Any, source: Source) -> Table:
    line, col, width = data["at"]
    pairs = []
    for key, value in data["table"]:
        name = _node(key, source)
        if not isinstance(name, Scalar):
            raise TypeError(source.file)
        pairs.append((name, _node(value, source)))
    return Table(tuple(pairs), At(source.file, line, col, width))

"""What was read and found sound once need not be parsed and proved again: a start costs a third.

One file a content, named by the hash of the files and of this program; anything about it that does not fit is ignored and
the files are read as if for the first time. It holds what the files hold, nothing of any person.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from pathlib import Path

from msgspec import Struct

import bot
from bot.content.sources import Snapshot
from bot.content.tree import Tree

KEPT = 4  # contents remembered; older ones are swept out
VOCABULARY = {  # a file may name plain data of these rooms and nothing else, so that none can run anything
    *("bot.content.tree", "bot.content.step_tree", "bot.content.writing"),
    *("bot.engine.expressions", "bot.engine.values"),
    *("bot.finance.calendar", "bot.finance.caps", "bot.finance.tables", "datetime", "decimal"),
}


class Memory(Struct, frozen=True):
    """Sound contents remembered in a folder; `writes` false only recalls."""

    folder: Path
    writes: bool = True

    def recall(self, snapshot: Snapshot) -> Tree | None:
        """The tree of a content that was found sound by this very program, or None."""
        try:
            tree = _Reading(io.BytesIO(self._file(snapshot).read_bytes())).load()
        except Exception:  # whatever a damaged file makes of pickle: the files themselves are there
            return None
        return tree if isinstance(tree, Tree) else None

    def keep(self, snapshot: Snapshot, tree: Tree) -> None:
        """Remember a sound content; a disk that cannot take it is no reason to stop."""
        if not self.writes:
            return
        target = self._file(snapshot)
        draft = target.with_suffix(f".{os.getpid()}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_bytes(pickle.dumps(tree, protocol=5))
            draft.replace(target)
            known = sorted(self.folder.glob("content-*.tree"), key=lambda p: p.stat().st_mtime)
            for old in known[:-KEPT]:
                old.unlink()
        except OSError:
            return

    def _file(self, snapshot: Snapshot) -> Path:
        return self.folder / f"content-{snapshot.hash}-{program()}.tree"


class _Reading(pickle.Unpickler):
    """Reads plain data of the vocabulary; a file that names anything else is refused."""

    def find_class(self, module: str, name: str) -> type:
        found = super().find_class(module, name) if module in VOCABULARY and name.isidentifier() else None
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def program() -> str:
    """A name for this very program: other code may check more, so what it found sound is proved again."""
    seen = hashlib.sha256()
    root = Path(bot.__file__).parent
    for path in sorted(root.rglob("*.py")):
        state = path.stat()
        seen.update(f"{path.relative_to(root)}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]

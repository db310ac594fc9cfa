"""An edition is everything that editors wrote, read, checked and frozen at one moment, named by its content.

`build` refuses a snapshot with errors and tells all of them; warnings never refuse.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from bot.content.checks_names import step_texts
from bot.content.codes import Level
from bot.content.facts import FactRegister
from bot.content.freeze import freeze, kit_of
from bot.content.memory import Memory
from bot.content.problems import Problem, Problems, report
from bot.content.sources import Snapshot, overlay
from bot.content.templates import reads_of
from bot.content.tree import Tree
from bot.content.writing import At, Writing
from bot.engine.flowbook import Book, Handoff

NAMED = 3  # files named in one line
NOBODY: Mapping[str, str] = {}


class Edition(Struct, frozen=True):
    """A good edition: the engine's book, the facts, and the tree for the editors' tools."""

    id: str
    book: Book
    tree: Tree
    register: FactRegister

    def unused_facts(self) -> tuple[str, ...]:
        """Facts that no text reads and no `handoff` means."""
        kit = kit_of(self.tree, self.register)
        used: set[str] = set()
        for writing in every_writing(self.tree):
            used |= reads_of(writing.parts, kit)
        for flow in self.book.flows.values():
            for step in flow.steps.values():
                if handoff := step.action(Handoff):
                    used.add(f"fact.{handoff.to}.number")
        return self.register.unused(used)


class Built(Struct, frozen=True):
    """The outcome of one build: an edition, or none; problems either way, in order."""

    edition: Edition | None
    problems: tuple[Problem, ...]
    snapshot: Snapshot
    unread: tuple[str, ...] = ()  # files in the way of the checks that look at everything

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level is Level.ERROR)

    def report(self) -> str:
        """Every problem with its source line, as an editor reads it, and what could not be looked at yet."""
        found = report(self.problems, shown_sources(self.snapshot))
        return f"{found}\n\n{waiting(self.unread)}" if self.unread else found


def build(snapshot: Snapshot, operator: Mapping[str, str] = NOBODY, memory: Memory | None = None) -> Built:
    """Read, check, freeze; total: whatever the files hold, the outcome is an edition or problems.

    `operator` (name, contact) comes from the settings; texts read it as `operator.name`. With a `memory`, content that
    this program has found sound before is not parsed and checked again, and its warnings are not repeated.
    """
    problems = Problems()
    problems.extend(snapshot.problems)
    try:
        edition = _build(snapshot, operator, problems, memory)
    except Exception as error:  # a mistake of ours must not take a running bot's good edition away
        message = f"检查时程序出错了（{type(error).__name__}），这不是你的错"
        problems.add("internal", At("flows"), message, "请把这份内容发给开发者；旧的一版照常运行")
        edition = None
    return Built(edition, tuple(problems), snapshot, problems.unread)


def _build(
    snapshot: Snapshot, operator: Mapping[str, str], problems: Problems, memory: Memory | None
) -> Edition | None:
    tree = memory.recall(snapshot) if memory is not None and not snapshot.problems else None
    if tree is None:
        tree = sound(snapshot, problems)
        if tree is not None and memory is not None:
            memory.keep(snapshot, tree)
    if tree is None:
        return None
    register = FactRegister(tree.facts)
    return Edition(snapshot.hash, freeze(tree, snapshot.hash, register, operator), tree, register)


def sound(snapshot: Snapshot, problems: Problems) -> Tree | None:
    """The files read and checked; None when anything in them is an error (told)."""
    # what was found sound before starts without the readers and their parsers
    from bot.content.checks import check  # noqa: PLC0415  # see above
    from bot.content.reader import Reader  # noqa: PLC0415  # see above

    read = Reader(snapshot, problems).read()
    problems.unread = read.unread
    if not read.unread:
        check(read.tree, problems)
    return None if problems.errors else read.tree


def check_file(path: Path, base: Snapshot) -> Built:
    """One file checked by itself on top of other content; only what it brings is told, under its own path."""
    mine, name = overlay(base, path)
    built = build(mine)
    if any(p.file != name for p in built.problems):
        before = set(build(base).problems)
        built = replace(built, problems=tuple(p for p in built.problems if p not in before or p.file == name))
    shown = str(path)
    problems = tuple(sorted(replace(p, file=shown) if p.file == name else p for p in built.problems))
    files = {**mine.files, shown: mine.files.get(name, b"")}
    unread = tuple(shown if one == name else one for one in built.unread)
    return Built(built.edition, problems, replace(mine, files=files), unread)


def under(built: Built, folder: Path | None) -> Built:
    """The same, with the editor's own files named where they lie: a name may stand for two files, theirs and the shipped one."""
    if folder is None:
        return built
    near = Path(os.path.relpath(folder))
    place = folder if ".." in near.parts else near
    mine, files = {name: str(place / name) for name in built.snapshot.own}, built.snapshot.files
    problems = tuple(sorted(replace(p, file=mine.get(p.file, p.file)) for p in built.problems))
    shown = replace(built.snapshot, files={**files, **{path: files[name] for name, path in mine.items()}})
    return Built(built.edition, problems, shown, tuple(mine.get(one, one) for one in built.unread))


def waiting(unread: tuple[str, ...]) -> str:
    """What an editor must know who sees only the mistakes of a file that cannot be read: the rest was not looked at."""
    names = "、".join(unread[:NAMED]) + (f" 等 {len(unread)} 份" if len(unread) > NAMED else "")
    return f"{names} 还没读成，所以名字、去处、说给人听的话和保证都还没查。先改好它，再查一次，可能还有别的错误。"


def shown_sources(snapshot: Snapshot) -> dict[str, str]:
    """Every file as text, for print-outs; what is no text is shown as well as may be."""
    return {
        name: data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
        for name, data in snapshot.files.items()
    }


def every_writing(tree: Tree) -> list[Writing]:
    """Every text of a tree, wherever it stands."""
    found = [*tree.wording.values(), *(p.body for p in (*tree.papers.values(), *tree.summaries.values()))]
    found += [bubble for card in tree.cards.values() for bubble in card.bubbles]
    for flow in tree.flows.values():
        for step in flow.steps.values():
            found += step_texts(step)
    return found

"""A snapshot becomes a tree: every file read by the reader of its kind, all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from bot.content.ask_reader import Reading
from bot.content.book_reader import read_danger_words, read_interrupts, read_routes, read_wording
from bot.content.characters import decode
from bot.content.fact_reader import read_facts
from bot.content.facts import displayable
from bot.content.flow_reader import read_flow
from bot.content.nodes import Table
from bot.content.paper_reader import read_card, read_paper
from bot.content.problems import Problems
from bot.content.slot_reader import Slots, read_slots
from bot.content.sources import Snapshot
from bot.content.summary_reader import read_summary
from bot.content.tables_reader import read_tables
from bot.content.template_reader import Scope
from bot.content.tree import Card, DangerList, Fact, Flow, Paper, Routes, Tree
from bot.content.writing import At, Writing
from bot.content.yaml_reader import read as read_yaml
from bot.finance.tables import Tables

BOOK, SLOTS, WORDING = "flows/book.yaml", "flows/slots.yaml", "flows/wording.yaml"
INTERRUPTS, DANGER = "flows/interrupts.yaml", "flows/danger.yaml"
NO_FLOWS = frozenset({BOOK, SLOTS, WORDING, INTERRUPTS, DANGER})
NEEDED = {BOOK: "总目录", SLOTS: "槽", WORDING: "机器人的话"}


class Read(Struct, frozen=True):
    """The tree, and the files that could not be read so far that checking names makes sense."""

    tree: Tree
    unread: tuple[str, ...]


class Reader:
    """Reads one snapshot; a file that cannot be read at all leaves its part of the tree empty."""

    def __init__(self, snapshot: Snapshot, problems: Problems) -> None:
        self.files = snapshot.files
        self.tables: dict[str, Table] = {}
        self.problems = problems
        self.unread: dict[str, None] = {}

    def read(self) -> Read:
        facts = self._facts()
        slots = self._slots()
        reading = Reading(slots, scope_of(facts, slots), self.problems)
        flows = self._flows(reading)
        papers, cards, summaries = self._templates(reading)
        book = self._yaml(BOOK)
        interrupts, danger = self._yaml(INTERRUPTS), self._yaml(DANGER)
        tree = Tree(
            flows,
            slots.slots,
            slots.lists,
            read_interrupts(interrupts, self.problems) if interrupts else (),
            self._wording(reading),
            read_routes(book, self.problems) if book else Routes(At(BOOK)),
            read_danger_words(danger, self.problems) if danger else DangerList(),
            facts,
            papers,
            cards,
            summaries,
            self._tables(),
        )
        return Read(tree, tuple(self.unread))

    def _yaml(self, name: str) -> Table | None:
        """The top of a file, or None where it is missing or broken (told)."""
        if name not in self.files:
            if name in NEEDED:
                message, remedy = f"缺少 {name}（{NEEDED[name]}）", "从自带的内容里复制一份来改"
                self.problems.add("missing-file", At(name), message, remedy)
                self.unread[name] = None
            return None
        if name not in self.tables:
            top = read_yaml(name, self.files[name], self.problems)
            self.tables |= {name: top} if top is not None else {}
            self._knows(name, top)
        return self.tables.get(name)

    def _knows(self, name: str, part: object) -> None:
        """A file that gave no part of the tree is remembered: what names it cannot be judged."""
        if part is None:
            self.unread[name] = None

    def _facts(self) -> dict[str, Fact]:
        found: dict[str, Fact] = {}
        for name in self._names("flows/facts/"):
            top = self._yaml(name)
            for fact in read_facts(top, self.problems) if top else ():
                if fact.id in found:
                    other = found[fact.id].word.at
                    message = f"事实 {fact.id} 在 {other.file}:{other.line} 已经写过"
                    self.problems.add("clash", fact.word.at, message, "留一个，或换个名字")
                else:
                    found[fact.id] = fact
        return found

    def _tables(self) -> Tables:
        tops = {name: self._yaml(name) for name in self._names("flows/tables/")}
        return read_tables({name: top for name, top in tops.items() if top is not None}, self.problems)

    def _slots(self) -> Slots:
        top = self._yaml(SLOTS)
        return read_slots(top, self.problems) if top else Slots()

    def _flows(self, reading: Reading) -> dict[str, Flow]:
        found: dict[str, Flow] = {}
        for name in self._names("flows/"):
            if name in NO_FLOWS or name.startswith(("flows/facts/", "flows/tables/")):
                continue
            top = self._yaml(name)
            flow = read_flow(name, top, reading) if top else None
            self._knows(name, flow)
            if flow is not None:
                found.setdefault(flow.id, flow)
        return found

    def _templates(self, reading: Reading) -> tuple[dict[str, Paper], dict[str, Card], dict[str, Paper]]:
        papers: dict[str, Paper] = {}
        summaries: dict[str, Paper] = {}
        cards: dict[str, Card] = {}
        for name in self._names("templates/"):
            source = decode(name, self.files[name], self.problems)
            if source is None:
                self._knows(name, None)
            elif name.startswith("templates/cards/"):
                card = read_card(source, reading)
                self._knows(name, card)
                if card:
                    cards[card.name] = card
            elif name.startswith("templates/summaries/"):
                page = read_summary(source, reading)
                self._knows(name, page)
                if page:
                    summaries[page.name.removeprefix("summaries/")] = page
            else:
                paper = read_paper(source, reading)
                self._knows(name, paper)
                if paper:
                    papers[paper.name] = paper
        return papers, cards, summaries

    def _wording(self, reading: Reading) -> dict[str, Writing]:
        top = self._yaml(WORDING)
        return read_wording(top, reading) if top else {}

    def _names(self, folder: str) -> list[str]:
        return sorted(name for name in self.files if name.startswith(folder))


def scope_of(facts: Mapping[str, Fact], slots: Slots) -> Scope:
    """What texts may name."""
    fields = {name: tuple(f.fields) for name, f in facts.items()}
    paraphrased = {name for name, f in facts.items() if not f.quotable}
    reachable = [f for f in facts.values() if f.kind in {"hotline", "organisation"}]
    numbers = {f.fields["number"].text for f in reachable if "number" in f.fields}
    hidden = {name for name, f in facts.items() if not displayable(f)}
    return Scope(slots.types, fields, paraphrased, hidden, numbers | {f.id for f in reachable})

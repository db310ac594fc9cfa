"""Write docs/coverage-of-sources.md: each row of the sources, what carries it, and the story that asserts its words.

Every story named is told again. A word counts only where it comes out in a turn in which a carrier of its row speaks,
and where the story itself asserts it; a row of which that is not so stops the writing, with everything that is wrong.

    .venv/bin/python tools/sources_coverage.py
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bot.authoring.drivers import EngineDriver
from bot.authoring.stories import Telling
from bot.authoring.story_reader import read_story
from bot.content.edition import Edition, build
from bot.content.problems import Problems
from bot.content.sources import snapshot
from bot.content.tree import CardRef
from bot.content.untrue import CLAIMS
from bot.engine.events import Event
from bot.engine.turn import Bubble, Paper, Question, Turn

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs" / "coverage-of-sources.source.yaml"
WRITTEN = ROOT / "docs" / "coverage-of-sources.md"
ROWS = 106


class Uncovered(Exception):
    """Rows that nothing carries, or whose words no story asserts."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn of a story: the steps that it walked, the papers that it gave, and all its words."""

    steps: frozenset[str]
    papers: frozenset[str]
    words: str


class Listener(EngineDriver):
    """The engine alone, remembering what every turn walked and said."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(edition.book)
        self.heard: list[Heard] = []

    def turn(self, event: Event, now: dt.datetime) -> Turn:
        turn = super().turn(event, now)
        papers = {r.name for r in turn.replies if isinstance(r, Paper)}
        said = [r.text for r in turn.replies if isinstance(r, Bubble | Paper | Question)]
        words = "\n".join([*said, *(r.title for r in turn.replies if isinstance(r, Paper))])
        self.heard.append(Heard(frozenset(turn.path), frozenset(papers), words))
        return turn


@dataclass
class Coverage:
    """The rows of the source file against the shipped edition and its stories."""

    rows: dict[str, dict[str, Any]]
    edition: Edition
    files: dict[str, bytes]
    wrong: list[str] = field(default_factory=list)
    told: dict[str, tuple[list[Heard], list[str]]] = field(default_factory=dict)

    def check(self) -> None:
        """Tell everything that is wrong at once."""
        wanted = [f"S{n}" for n in range(1, ROWS + 1)]
        if list(self.rows) != wanted:
            self.wrong.append(f"rows are not S1 to S{ROWS} in order")
        for name, row in self.rows.items():
            items = row.get("carried") or []
            if not any("story" in item for item in items):
                self.wrong.append(f"{name}: no story asserts it")
            for item in items:
                self.wrong += [f"{name}: {what}" for what in self.faults(item)]
        if self.wrong:
            raise Uncovered("\n".join(self.wrong))

    def faults(self, item: dict[str, Any]) -> Iterator[str]:
        if not item.get("sees"):
            yield "asserts no words"
        if "stands" in item:
            text = self.files.get(item["stands"], b"").decode()
            yield from (f"{word} is not in {item['stands']}" for word in item["sees"] if word not in text)
            return
        yield from (f"no such carrier {carrier}" for carrier in item["by"] if not self.exists(carrier))
        turns, asserted = self.tell(item["story"])
        for word in item["sees"]:
            if not any(word in one for one in asserted):
                yield f"{word} is in no `sees` of {item['story']}"
            elif not any(word in t.words and any(self.speaks(c, t) for c in item["by"]) for t in turns):
                yield f"{word} does not come out where {'、'.join(item['by'])} speaks in {item['story']}"

    def tell(self, story: str) -> tuple[list[Heard], list[str]]:
        """The turns of a story and the words that it asserts, told once."""
        if story not in self.told:
            data = self.files.get(f"stories/{story}.yaml")
            read = read_story(f"tests/stories/{story}.yaml", data, Problems()) if data is not None else None
            if read is None:
                self.wrong.append(f"no story {story}")
                self.told[story] = ([], [])
            else:
                driver = Listener(self.edition)
                for failure in Telling(read, driver, self.edition.book, read.clock).tell():
                    self.wrong.append(f"{story}: {failure.message}")
                self.told[story] = (driver.heard, [w.text for s in read.steps for w in s.expects.get("sees", ())])
        return self.told[story]

    @cached_property
    def claims(self) -> frozenset[str]:
        return frozenset(claim.id for claim in CLAIMS)

    def exists(self, carrier: str) -> bool:
        kind, _, name = carrier.partition(":")
        if kind == "fact":
            return name in self.edition.tree.facts
        if kind == "untrue":
            return name in self.claims
        if carrier.startswith("templates/"):
            return carrier in self.files
        flow, _, step = carrier.partition(".")
        return flow in self.edition.tree.flows and step in self.edition.tree.flows[flow].steps

    def speaks(self, carrier: str, turn: Heard) -> bool:
        """Whether the carrier says something in this turn; a claim that is barred never speaks."""
        kind, _, name = carrier.partition(":")
        if kind == "untrue":
            return False
        if kind == "fact":
            return any(word.text.strip() in turn.words for word in self.edition.tree.facts[name].fields.values())
        if carrier.startswith("templates/cards/"):
            return Path(carrier).stem in self.cards(turn)
        if carrier.startswith("templates/"):
            return carrier.removeprefix("templates/").removesuffix(".md.j2") in turn.papers
        return carrier in turn.steps

    def cards(self, turn: Heard) -> set[str]:
        flows = self.edition.tree.flows
        steps = (flows[flow].steps[step] for flow, _, step in (place.partition(".") for place in turn.steps))
        return {bubble.name.text for step in steps for bubble in step.say if isinstance(bubble, CardRef)}

    def page(self) -> str:
        """The whole page."""
        plain = [name for name, row in self.rows.items() if "without_number" in row]
        lines = [
            "# 来源要求对照表",
            "",
            "由 `tools/sources_coverage.py` 写出，测试重写一遍比较；不要手改，改 `coverage-of-sources.source.yaml`。",
            "",
            f"{ROWS} 行，每行都有承载者，也都有故事断言它的字；其中 {len(plain)} 行不带数字。",
            "",
            "| 行 | 要什么 | 谁承载 | 故事 | 断言的字 |",
            "|---|---|---|---|---|",
        ]
        for name, row in self.rows.items():
            for number, item in enumerate(row["carried"]):
                by = "<br>".join(f"`{c}`" for c in item.get("by", [item.get("stands")]))
                told = f"`{item['story']}`" if "story" in item else "（看文件）"
                words = "<br>".join(str(word) for word in item["sees"])
                head = (name, row["asks"]) if number == 0 else ("", "")
                lines.append(f"| {head[0]} | {head[1]} | {by} | {told} | {words} |")
        lines += ["", "## 不带数字的行", "", "事实不能展示或没核到，写的是稳妥的说法：", ""]
        lines += [f"- {name}：{self.rows[name]['without_number']}" for name in plain]
        return "\n".join(lines) + "\n"


def coverage() -> Coverage:
    """The shipped rows, checked."""
    shipped = snapshot()
    built = build(shipped)
    if built.edition is None:
        raise Uncovered(built.report())
    rows = yaml.safe_load(SOURCE.read_text("utf-8"))["rows"]
    found = Coverage(rows, built.edition, dict(shipped.files))
    found.check()
    return found


def main() -> int:
    try:
        page = coverage().page()
    except Uncovered as uncovered:
        sys.stderr.write(f"{uncovered}\n")
        return 1
    WRITTEN.write_text(page, "utf-8")
    sys.stdout.write(f"{WRITTEN.relative_to(ROOT)}: {ROWS} rows\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

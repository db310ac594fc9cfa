"""Our own scorer for samples in the shared formats: exact, miss and wrong by question, facts, priority, crisis.

    python tests/understanding/score.py [folder ...] [--errors N]

A folder holds any of slots*.jsonl, open*.jsonl and crisis*.jsonl. A value that is not there is a miss (the bot asks again:
harmless), a value that is not right is wrong (it is not). Intervals in `tolerance`, further values in `ok`, elements in
`ignore`; numbers may be off by half a cent, rates by 0.05 percent of themselves.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.understanding import crisis, parse

SETS = {"platforms", "reasons", "events", "temptations"}
NUMBERS = {
    "overdue_days", "amount", "platforms_count", "rate_annual_pct", "principal", "received", "periods", "per_period",
    "term_days", "total_repay", "monthly_income", "affordable_monthly",
}  # fmt: skip
DATES = {"date", "payday_date", "hearing_date", "doc_received_date"}
FACTS = SETS | NUMBERS | {"payday_date", "hearing_date", "doc_received_date", "second_overdue"}
RISK = ("imminent", "ideation")

Row = dict[str, Any]


def rows(folder: Path, stem: str) -> Iterator[Row]:
    """Every line of every file of one kind."""
    for path in sorted(folder.glob(f"{stem}*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


@dataclass
class Marks:
    """Hits, false alarms and misses of one line."""

    hits: int = 0
    alarms: int = 0
    misses: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        return "wrong" if self.alarms else "miss" if self.misses else "exact"

    def add(self, hits: int, alarms: int, misses: int, note: str) -> None:
        self.hits, self.alarms, self.misses = self.hits + hits, self.alarms + alarms, self.misses + misses
        if alarms or misses:
            self.notes.append(note)


def fits(slot: str, got: Any, want: Any, row: Row) -> bool:
    """One scalar value against what is wanted, its interval and its alternatives."""
    if got in row.get("ok", {}).get(slot, []) and not isinstance(got, bool):
        return True
    if isinstance(got, bool) or isinstance(want, bool):
        return got is want
    if got == want:
        return True
    between = row.get("tolerance", {}).get(slot)
    if slot in NUMBERS and isinstance(got, int | float) and isinstance(want, int | float):
        low, high = between or (want, want)
        slack = max(0.011, abs(want) * 0.0005) if slot == "rate_annual_pct" else 0.005
        return bool(low - slack <= got <= high + slack)
    return bool(slot in DATES and between and isinstance(got, str) and between[0] <= got <= between[1])


def mark(out: Row, wanted: Row, row: Row, everything: bool) -> Marks:
    """All slots of one line; with `everything`, slots that were not wanted are false alarms."""
    marks = Marks()
    ignored = set(row.get("ignore", []))
    extra = [slot for slot in out if everything and slot in FACTS and slot not in wanted]
    for slot in [*wanted, *extra]:
        if slot in ignored:
            continue
        got, want = out.get(slot), wanted.get(slot)
        if got in ("", [], None):
            got = None
        if slot in SETS:
            have = set(got or []) - {i.split(":", 1)[1] for i in ignored if i.startswith(slot + ":")}
            need = set(want or [])
            marks.add(
                len(have & need), len(have - need), len(need - have), f"{slot}: {sorted(have)} not {sorted(need)}"
            )
        elif slot not in wanted:
            named = slot == "platforms_count" and got == len(wanted.get("platforms") or [])
            if got is not None and got != "unknown" and not named and not (slot == "second_overdue" and not got):
                marks.add(0, 1, 0, f"{slot}: {got!r} not wanted")
        elif want is None or want is False:
            free = got is None or got == "unknown" or got is False or got in row.get("ok", {}).get(slot, [])
            marks.add(0, int(not free), 0, f"{slot}: {got!r} not wanted")
        elif fits(slot, got, want, row) or (got is None and None in row.get("ok", {}).get(slot, [])):
            marks.add(1, 0, 0, "")
        elif got is None or (got == "unknown" and want != "unknown"):
            marks.add(0, 0, 1, f"{slot}: nothing, not {want!r}")
        else:
            marks.add(0, 1, 1, f"{slot}: {got!r} not {want!r}")
    return marks


@dataclass
class Report:
    """Counts over a folder; the figures that a test or a page asks for."""

    slots: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    facts: Counter[str] = field(default_factory=Counter)
    priority: Counter[str] = field(default_factory=Counter)
    crisis: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def share(self, verdict: str) -> float:
        """Share of slot lines with a verdict."""
        total = sum(sum(c.values()) for c in self.slots.values())
        return sum(c[verdict] for c in self.slots.values()) / total if total else 0.0

    def ratio(self, counts: Counter[str], good: str, *bad: str) -> float:
        """Share of good among good and bad."""
        total = counts[good] + sum(counts[b] for b in bad)
        return counts[good] / total if total else 1.0

    @property
    def precision(self) -> float:
        return self.ratio(self.facts, "hits", "alarms")

    @property
    def recall(self) -> float:
        return self.ratio(self.facts, "hits", "misses")

    @property
    def priority_accuracy(self) -> float:
        return self.ratio(self.priority, "right", "other")

    @property
    def crisis_recall(self) -> float:
        return self.ratio(self.crisis, "found", "missed")

    @property
    def crisis_specificity(self) -> float:
        return self.ratio(self.crisis, "quiet", "alarm")


def score(folder: Path) -> Report:
    """Read every sample of a folder once."""
    report = Report()
    for row in rows(folder, "slots"):
        today = dt.date.fromisoformat(row["today"])
        out = parse(row["question"], row["text"], today, row.get("options"))
        marks = mark(out, row["expect"], row, row["question"] == "open")
        report.slots[row["question"]][marks.verdict] += 1
        if marks.notes:
            report.errors.append(f"{row['id']} {row['question']} | {row['text']} | {'; '.join(marks.notes)}")
    for row in rows(folder, "open"):
        today = dt.date.fromisoformat(row["today"])
        out = parse("open", row["text"], today, None)
        marks = mark(out, row["facts"], row, True)
        report.facts.update(hits=marks.hits, alarms=marks.alarms, misses=marks.misses)
        report.facts[marks.verdict] += 1
        right = out["priority"] in row.get("ok_priorities", [row["priority"]])
        report.priority["right" if right else "other"] += 1
        if not right:
            marks.notes.insert(0, f"priority {out['priority']} not {row['priority']}")
        if marks.notes:
            report.errors.append(f"{row['id']} open | {row['text']} | {'; '.join(marks.notes)}")
    for row in rows(folder, "crisis"):
        level = crisis(row["text"])
        alarm = level in RISK
        name = ("found" if alarm else "missed") if row["crisis"] else ("alarm" if alarm else "quiet")
        report.crisis[name] += 1
        report.crisis["missed imminent"] += row["level"] == "imminent" and not alarm
        if name in ("missed", "alarm"):
            report.errors.append(f"{row['id']} crisis {name} | {row['text']} | {level} not {row['level']}")
    return report


def show(name: str, report: Report, errors: int) -> None:
    """Print one folder's figures."""
    print(f"== {name}")
    for question, counts in report.slots.items():
        n = sum(counts.values())
        print(f"{question:16s} n {n:4d}  " + "  ".join(f"{v} {counts[v] / n:6.1%}" for v in ("exact", "miss", "wrong")))
    if report.slots:
        print("all slots        " + "  ".join(f"{v} {report.share(v):6.1%}" for v in ("exact", "miss", "wrong")))
    if report.priority:
        print(
            f"open: precision {report.precision:.1%}  recall {report.recall:.1%}  priority {report.priority_accuracy:.1%}"
        )
    if report.crisis:
        print(
            f"crisis: recall {report.crisis_recall:.1%}  specificity {report.crisis_specificity:.1%}"
            f"  missed imminent {report.crisis['missed imminent']}"
        )
    for line in report.errors[:errors]:
        print("   ", line)


def main() -> None:
    """Score the folders that are named, by default the samples beside this file."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folders", nargs="*", type=Path, default=[Path(__file__).parent / "samples"])
    ask.add_argument("--errors", type=int, default=0)
    said = ask.parse_args()
    for folder in said.folders:
        show(str(folder), score(folder), said.errors)


if __name__ == "__main__":
    main()

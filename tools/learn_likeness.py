"""Learns the weights of `bot/understanding/crisis_likeness.py` from every labelled line of the tests, and writes them down.

    .venv/bin/python tools/learn_likeness.py            rewrites bot/understanding/crisis_weights.py
    .venv/bin/python tools/learn_likeness.py --folds    what it is worth on lines that it has not seen (ten folds)

A linear machine with squared hinge loss, trained by coordinate descent in the dual (Hsieh et al., "A Dual Coordinate
Descent Method for Large-scale Linear SVM", ICML 2008, section 3). Only sums, products, quotients and roots in a fixed
order: the same lines give the same weights on every machine, and a test compares.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from math import sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple

from bot.understanding.crisis import by_rules, not_explained
from bot.understanding.crisis_core import CORE_REGRESSION
from bot.understanding.crisis_harmless import CORE_HARMLESS
from bot.understanding.crisis_likeness import BAR, GAP, SHORTEST, SHOWN_GAP, UNIT, runs, tidy, windows
from bot.understanding.readings import Level

ROOT = Path(__file__).resolve().parents[1]
LINES = ROOT / "tests" / "understanding"
TARGET = ROOT / "bot" / "understanding" / "crisis_weights.py"
COST = 8.0  # what a line on the wrong side costs, beside a large weight
ROUNDS = 40
SEEN_IN = 2  # lines in which a run must stand; a run of one line teaches nothing about others
LEAST = 25  # hundredths: lighter runs are left out
FOLDS = 10


class Line(NamedTuple):
    """A labelled text; `imminent` is None where nobody said."""

    text: str
    danger: bool
    imminent: bool | None = None


def lines() -> list[Line]:
    """Every labelled line of the tests and, as ordinary talk, what answers questions; each text once."""
    found = dict.fromkeys(_labelled())
    seen = {line.text for line in found}
    ordinary = (Line(text, danger=False) for text in _ordinary() if text not in seen)
    return [*found, *dict.fromkeys(ordinary)]


def _labelled() -> Iterator[Line]:
    for path in sorted(LINES.glob("samples*/crisis*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            yield Line(row["text"], row["crisis"], row["level"] == "imminent" if row["crisis"] else None)
    for path in sorted(LINES.glob("danger_*.txt")):
        for row in path.read_text(encoding="utf-8").splitlines():
            match row[:1]:
                case "M" | "I":
                    yield Line(row[2:], danger=True, imminent=row[0] == "M")
                case "+":
                    yield Line(row[2:], danger=True)
                case "D" | "N" | "-":
                    yield Line(row[2:], danger=False)
    yield from (Line(text, True, level is Level.IMMINENT) for text, level, _ in CORE_REGRESSION)
    yield from (Line(text, danger=False) for text in CORE_HARMLESS)


def _ordinary() -> Iterator[str]:
    """What people in no danger write: answers to questions, and openings."""
    for path in sorted(LINES.glob("samples*/[so]*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if row.get("priority") != "crisis":
                yield row["text"]


class Machine(NamedTuple):
    """Run -> weight, and the weight of everything."""

    weights: dict[str, float]
    bias: float

    def alarm(self, plain: str) -> bool:
        """Whether any piece of a text is over the bar."""
        found = [runs(plain[start:stop]) for start, stop in windows(len(plain))]
        scores = (sum(self.weights.get(run, 0.0) for run in each) / sqrt(len(each)) + self.bias for each in found)
        return len(plain) >= SHORTEST + 2 and max(scores) * UNIT > BAR


def learn(examples: Sequence[tuple[Sequence[str], bool]]) -> Machine:
    """The separating weights: each example its runs, and the side on which it lies."""
    seen = Counter(run for found, _ in examples for run in set(found))
    known = {run: number for number, run in enumerate(sorted(run for run, times in seen.items() if times >= SEEN_IN))}
    rows = [
        ([(known[run], times / sqrt(len(found))) for run, times in Counter(found).items() if run in known], side)
        for found, side in examples
    ]
    weights, bias = [0.0] * len(known), 0.0
    slack = 1 / (2 * COST)
    duals = [0.0] * len(rows)
    lengths = [sum(value * value for _, value in row) + 1 + slack for row, _ in rows]
    dice = Random(0)  # noqa: S311  # the order must be mixed anew each round to settle; `random()` is the same everywhere
    for _ in range(ROUNDS):
        for number in sorted(range(len(rows)), key=lambda _: dice.random()):
            row, danger = rows[number]
            side = 1.0 if danger else -1.0
            margin = bias
            for run, value in row:
                margin += weights[run] * value
            held = duals[number]
            moved = max(held - (side * margin - 1 + slack * held) / lengths[number], 0.0)
            if moved != held:
                step = (moved - held) * side
                duals[number] = moved
                bias += step
                for run, value in row:
                    weights[run] += step * value
    return Machine({run: weights[number] for run, number in known.items()}, bias)


def seen_as(text: str) -> str:
    """A text as the likeness sees it."""
    return tidy(not_explained(text)).text


def taught(line: Line) -> list[list[str]]:
    """The runs of what a line teaches: a dangerous one as a whole, of a harmless one every piece, since none may alarm."""
    plain = seen_as(line.text)
    return [runs(plain)] if line.danger else [runs(plain[start:stop]) for start, stop in windows(len(plain))]


def module() -> str:
    """The file of weights."""
    every = lines()
    danger = learn([(found, line.danger) for line in every for found in taught(line)])
    imminent = learn([(runs(seen_as(line.text)), line.imminent) for line in every if line.imminent is not None])
    rows = []
    for run, weight in sorted(danger.weights.items()):
        whole = round(weight * UNIT)
        if abs(whole) >= LEAST:
            rows.append(f"{run.replace(GAP, SHOWN_GAP)} {whole} {round(imminent.weights.get(run, 0.0) * UNIT)}")
    return "\n".join(
        (
            '"""Weights of runs of characters, one a line, which is why it is long; written by `tools/learn_likeness.py`."""',
            "",
            f"BIAS = {round(danger.bias * UNIT)}",
            f"IMMINENT_BIAS = {round(imminent.bias * UNIT)}",
            'WEIGHTS = """\\',
            *rows,
            '"""  # run, for danger, for its being imminent: hundredths',
            "",
        )
    )


def folds() -> None:
    """What rules, likeness and both hear of lines on which the likeness was not taught."""
    every = lines()
    counts: Counter[tuple[str, bool]] = Counter()
    for fold in range(FOLDS):
        held = [line for number, line in enumerate(every) if number % FOLDS == fold]
        rest = [line for number, line in enumerate(every) if number % FOLDS != fold]
        machine = learn([(found, line.danger) for line in rest for found in taught(line)])
        for line in held:
            like = machine.alarm(seen_as(line.text))
            counts["all", line.danger] += 1
            counts["likeness alone", line.danger] += like
            counts["with the rules", line.danger] += like or by_rules(line.text).latches
    for name in ("likeness alone", "with the rules"):
        recall = counts[name, True] / counts["all", True]
        sys.stdout.write(
            f"{name}: recall {recall:.3f}, specificity {1 - counts[name, False] / counts['all', False]:.3f}\n"
        )


if __name__ == "__main__":
    if "--folds" in sys.argv:
        folds()
    else:
        TARGET.write_text(module(), encoding="utf-8")
        sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")

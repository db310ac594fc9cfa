"""Fifteen hundred own lines, written round by round against the reader: M imminent, I ideation, D distress, N none.

They were written before the rules that catch them and then fitted, so their score is a floor against regressions, not a
measure of what strangers write; the first-run figures of the last rounds stand in the docs.
"""

from __future__ import annotations

import pathlib

from bot.understanding.crisis import read_danger

LINES = [
    (line[0], line[2:])
    for line in pathlib.Path(__file__).with_name("danger_lines.txt").read_text(encoding="utf-8").splitlines()
]


def test_recall_of_own_lines() -> None:
    """At least 99 of 100 lines of danger latch, and of the imminent ones all."""
    missed = [(kind, text) for kind, text in LINES if kind in "MI" and not read_danger(text).latches]
    assert [text for kind, text in missed if kind == "M"] == []
    assert len(missed) <= 0.01 * sum(kind in "MI" for kind, _ in LINES), missed


def test_specificity_of_own_lines() -> None:
    """At least 99 of 100 harmless or merely sad lines do not latch."""
    alarms = [text for kind, text in LINES if kind in "DN" and read_danger(text).latches]
    assert len(alarms) <= 0.01 * sum(kind in "DN" for kind, _ in LINES), alarms


def test_most_sad_lines_are_heard() -> None:
    """More than four of five lines of distress are at least read as distress."""
    sad = [text for kind, text in LINES if kind == "D"]
    deaf = [text for text in sad if not read_danger(text).level]
    assert len(deaf) <= 0.15 * len(sad), deaf

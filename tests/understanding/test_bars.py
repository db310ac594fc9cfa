"""Fixed bars: what the reading must reach over the committed samples, counted by our own scorer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.understanding.score import Report, score

HERE = Path(__file__).parent
FOLDERS = (
    "samples",
    "samples_second",
    "samples_third",
    "samples_fourth",
    "samples_sixth",
    "samples_eighth",
    "samples_eleventh",
    "samples_twelfth",
    "samples_thirteenth",
    "samples_fourteenth",
)


@cache
def report(folder: str) -> Report:
    return score(HERE / folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_slots(folder: str) -> None:
    """Answers are read to the bar: exact often enough, wrong rarely enough."""
    got = report(folder)
    assert got.share("exact") >= 0.92, got.errors
    assert got.share("wrong") <= 0.04, got.errors


@pytest.mark.parametrize(("folder", "exact"), [("samples_ninth", 0.88), ("samples_tenth", 0.84)])
def test_answers_beside_the_words(folder: str, exact: float) -> None:
    """Sets that were written with intent beside the words that are known: rather silence than a wrong option."""
    got = report(folder)
    assert got.share("exact") >= exact, got.errors
    assert got.share("wrong") <= 0.02, got.errors


@pytest.mark.parametrize("folder", FOLDERS)
def test_openings(folder: str) -> None:
    """Openings are read to the bar: what is urgent, what is stated, little invented."""
    got = report(folder)
    assert got.priority_accuracy >= 0.92, got.errors
    assert got.precision >= 0.95, got.errors
    assert got.recall >= 0.95, got.errors


@pytest.mark.parametrize(
    "folder",
    [
        "samples",
        "samples_third",
        "samples_fourth",
        "samples_fifth",
        "samples_seventh",
        "samples_eleventh",
        "samples_twelfth",
        "samples_thirteenth",
        "samples_fourteenth",
    ],
)
def test_danger(folder: str) -> None:
    """Danger is read to the bar, and nothing imminent is missed."""
    got = report(folder)
    assert got.crisis["missed imminent"] == 0, got.errors
    assert got.crisis_recall >= 0.98, got.errors
    assert got.crisis_specificity >= 0.93, got.errors


def test_the_sets_are_as_large_as_they_were() -> None:
    """No labelled line was dropped to reach a bar."""
    got = report("samples")
    assert sum(sum(c.values()) for c in got.slots.values()) >= 684
    assert sum(got.priority.values()) >= 135
    assert sum(got.crisis[k] for k in ("found", "missed", "alarm", "quiet")) >= 416

"""Half a sentence of danger between two figures, and the ordinary act that looks like it; a hopeful plan and the wish behind it.

Written before the rules that hear them (`crisis_prepared.py`, the frames of a plan): at first sight 50 of 71 were heard and 60 of 74
neighbours left alone, a good part of which are the same sentence with another end. Of the last 43 lines, written after the rules, 19 of
20 were heard and 20 of 23 left alone. They were then used, so this is a floor.
"""

from __future__ import annotations

import pathlib

import pytest

from bot.understanding.crisis import by_rules, read_danger
from bot.understanding.readings import Level

LINES = [
    (line[0], line[2:])
    for line in pathlib.Path(__file__).with_name("danger_between.txt").read_text(encoding="utf-8").splitlines()
]


def test_every_half_sentence_of_danger_latches() -> None:
    """None is missed, and what is imminent is heard as that."""
    assert [text for kind, text in LINES if kind in "MI" and not read_danger(text).latches] == []
    assert [text for kind, text in LINES if kind == "M" and read_danger(text).level is not Level.IMMINENT] == []


def test_no_ordinary_neighbour_latches() -> None:
    """Rope for parcels, a claim for the car, a plan behind the end that is wished for."""
    assert [text for kind, text in LINES if kind == "N" and read_danger(text).latches] == []


@pytest.mark.parametrize(
    "text",
    ["买了绳子", "一万二，保险够赔", "安眠药到货了", "我等不到开春了", "我想早点结束这一切", "想解脱，孩子拜托了"],
)
def test_what_decides_is_a_rule(text: str) -> None:
    """These are understood, not only like something."""
    assert by_rules(text).latches

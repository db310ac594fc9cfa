"""Eight hundred lines written afresh in one evening (+ danger, - neighbours), in voices that the other sets lack.

At first sight the grammar latched on 96 of the first 204, after the first widening on 55 of the next 147, after the second on 54 of the
last 137, each round harder, with 94 to 99 of a hundred neighbours left alone (`docs/reading.md`). They were then used, so this is a
floor against regressions.
"""

from __future__ import annotations

import pathlib

from bot.understanding.crisis import read_danger

LINES = [
    (line[0], line[2:])
    for line in pathlib.Path(__file__).with_name("danger_fresh.txt").read_text(encoding="utf-8").splitlines()
]


def test_fresh_danger_latches() -> None:
    """Nine of ten latch; what remains hides the wish in one ordinary fact."""
    missed = [text for sign, text in LINES if sign == "+" and not read_danger(text).latches]
    assert len(missed) <= 0.1 * sum(sign == "+" for sign, _ in LINES), missed


def test_fresh_neighbours_do_not_latch() -> None:
    """At least 97 of 100 harmless lines with the same words go on."""
    alarms = [text for sign, text in LINES if sign == "-" and read_danger(text).latches]
    assert len(alarms) <= 0.03 * sum(sign == "-" for sign, _ in LINES), alarms

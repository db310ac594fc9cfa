"""120 veiled lines of danger (+) and 160 harmless neighbours (-), written before the rules that now catch most of them.

At first sight the grammar latched on 55 of the first 80 and on 8 of the next 40 (`docs/reading.md`); what stands here is a floor
against regressions after the widening, no measure of what strangers write.
"""

from __future__ import annotations

import pathlib

from bot.understanding.crisis import read_danger

LINES = [
    (line[0], line[2:])
    for line in pathlib.Path(__file__).with_name("danger_veiled.txt").read_text(encoding="utf-8").splitlines()
]


def test_veiled_danger_latches() -> None:
    """More than seven of eight of the veiled lines latch."""
    missed = [text for sign, text in LINES if sign == "+" and not read_danger(text).latches]
    assert len(missed) <= 0.12 * sum(sign == "+" for sign, _ in LINES), missed


def test_neighbours_do_not_latch() -> None:
    """At least 98 of 100 harmless lines with the same words go on."""
    alarms = [text for sign, text in LINES if sign == "-" and read_danger(text).latches]
    assert len(alarms) <= 0.02 * sum(sign == "-" for sign, _ in LINES), alarms

"""A chart as boxes and letters, laid out once; SVG, PDF and PNG only print it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from bot.reports.page import Chart

INK, QUIET, CALM, PALE, WARM = "#26323a", "#5d6b74", "#3f7f8c", "#e6eef0", "#c9a25c"
ROW, BAR, GAP = 22.0, 11.0, 8.0
SIZE = 10.0
LEAST = 2.0
LONGEST = 200  # characters of a label that are looked at

Measure = Callable[[str, float], float]
"""How wide a text is at a size, in points."""


class Box(Struct, frozen=True):
    x: float
    y: float  # from the top
    width: float
    height: float
    colour: str


class Letters(Struct, frozen=True):
    """A text with its left (or right) end on the base line."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    right: bool = False
    strong: bool = False


class Sketch(Struct, frozen=True):
    """What is to be drawn, back to front, in the order of reading."""

    width: float
    height: float
    shapes: tuple[Box | Letters, ...]
    title: str


def fitted(text: str, width: float, measure: Measure, size: float = SIZE) -> str:
    """The text, or as much of it as fits with … at its end."""
    if len(text) <= LONGEST and measure(text, size) <= width:
        return text
    text = text[:LONGEST]
    while text and measure(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def draw(chart: Chart, width: float, measure: Measure) -> Sketch:
    """Horizontal bars: name, bar, value."""
    names = min(width * 0.34, max((measure(b.name, SIZE) for b in chart.bars), default=0) + GAP)
    values = min(width * 0.34, max((measure(b.words, SIZE) for b in chart.bars), default=0) + GAP)
    room = width - names - values
    longest = max((b.value for b in chart.bars), default=0) or 1
    shapes: list[Box | Letters] = []
    for number, bar in enumerate(chart.bars):
        top = number * ROW + (ROW - BAR) / 2
        base = number * ROW + ROW / 2 + SIZE * 0.36
        length = max(LEAST, room * bar.value / longest) if bar.value > 0 else 0
        shapes.append(Letters(0, base, fitted(bar.name, names - 2, measure), SIZE, INK))
        shapes.append(Box(names, top, room, BAR, PALE))
        if length:
            shapes.append(Box(names, top, length, BAR, CALM))
        shapes.append(Letters(names + room + GAP / 2, base, fitted(bar.words, values, measure), SIZE, QUIET))
    return Sketch(width, len(chart.bars) * ROW, tuple(shapes), chart.title)

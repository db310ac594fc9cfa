"""A picture of the conversation as one card for a phone: big names and sums, calm bars, what it rests on below.

title
name                 sum
████████████░░░░░░░░░░░░
███░░░░░░░░░  second sum      where there is one
…
foot
"""

from __future__ import annotations

from bot.engine.turn import Bar, Drawing
from bot.reports import fonts
from bot.reports.drawing import CALM, INK, PALE, QUIET, WARM, Box, Letters, Sketch, fitted
from bot.reports.page import words
from bot.reports.picture import png
from bot.reports.typesetting import lines
from bot.reports.visible import line

WIDTH, SIDE = 360.0, 22.0
ROOM = WIDTH - 2 * SIDE
TITLE, NAME, SMALL = 20.0, 16.0, 13.0
BAR, THIN = 12.0, 7.0
LEAST = 3.0  # points that any bar above nothing is long
GAP = 10.0
SUM_SHARE = 0.66  # of the width, at most, for a sum


def photo(drawing: Drawing) -> bytes:
    """The card as PNG; equal drawings are equal bytes."""
    return png(card(drawing))


def card(drawing: Drawing) -> Sketch:
    """The card laid out; every text as the shipped font can draw it."""
    shapes: list[Box | Letters] = []
    y = SIDE
    for part in _broken(drawing.title, TITLE):
        shapes.append(Letters(SIDE, y + TITLE, part, TITLE, CALM, strong=True))
        y += TITLE * 1.4
    y += GAP
    if drawing.head[2]:
        y = _legend(shapes, drawing, y)
    longest = max((bar.value for bar in drawing.bars), default=0) or 1
    most = sum(bar.second for bar in drawing.bars) or 1
    for bar in drawing.bars:
        y = _row(shapes, bar, y, bar.value / longest, bar.second / most)
    if drawing.foot:
        shapes.append(Box(SIDE, y + 1, ROOM, 1, PALE))
        y += GAP
    for text in drawing.foot:
        for part in _broken(text, SMALL):
            shapes.append(Letters(SIDE, y + SMALL, part, SMALL, QUIET))
            y += SMALL * 1.5
    return Sketch(WIDTH, y + SIDE * 0.8, tuple(shapes), "；".join(map(line, drawing.lines())))


def _legend(shapes: list[Box | Letters], drawing: Drawing, y: float) -> float:
    x = SIDE
    for text, colour in ((drawing.head[1], CALM), (drawing.head[2], WARM)):
        shown = fitted(_drawable(text), ROOM / 2 - 20, fonts.width, SMALL)
        shapes.append(Box(x, y + 2, 10, 10, colour))
        shapes.append(Letters(x + 15, y + SMALL - 1, shown, SMALL, QUIET))
        x += 15 + fonts.width(shown, SMALL) + 18
    return y + SMALL + GAP


def _row(shapes: list[Box | Letters], bar: Bar, y: float, share: float, second: float) -> float:
    """One bar with its words above it, and the second bar with its words beside it."""
    said = _drawable(bar.words)
    size = NAME * min(1.0, ROOM * SUM_SHARE / (fonts.width(said, NAME) or 1))  # a sum is never cut: it gets smaller
    name = fitted(_drawable(bar.name), ROOM - fonts.width(said, size) - GAP, fonts.width, NAME)
    base = y + NAME
    shapes.append(Letters(SIDE, base, name, NAME, INK))
    known = bar.value > 0
    shapes.append(Letters(SIDE + ROOM, base, said, size, INK if known else QUIET, right=True, strong=known))
    y = base + 7
    shapes.append(Box(SIDE, y, ROOM, BAR, PALE))
    if known:
        shapes.append(Box(SIDE, y, max(LEAST, ROOM * share), BAR, CALM))
    y += BAR
    if bar.beside:
        beside = _drawable(bar.beside)
        size = SMALL * min(1.0, ROOM * SUM_SHARE / (fonts.width(beside, SMALL) or 1))
        room = ROOM - fonts.width(beside, size) - GAP
        shapes.append(Box(SIDE, y + 9, room, THIN, PALE))
        shapes.append(Box(SIDE, y + 9, max(LEAST, room * second), THIN, WARM))
        shapes.append(Letters(SIDE + ROOM, y + 9 + THIN, beside, size, QUIET, right=True))
        y += SMALL + 5
    return y + GAP + 5


def _drawable(text: str) -> str:
    return fonts.drawable(line(text))[0]


def _broken(text: str, size: float) -> list[str]:
    found = lines(words(_drawable(text)), ROOM, size, fonts.width)
    return ["".join(run.text for run in part) for part in found]

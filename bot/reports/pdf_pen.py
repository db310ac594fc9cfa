"""What writes lines of a PDF: pieces of a page as wide as the page, each with its height and how it is drawn from its top."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.reports import fonts
from bot.reports.drawing import CALM
from bot.reports.page import Run, Words
from bot.reports.typesetting import lines

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

A4 = (595.28, 841.89)
LINE = "#d5dfe2"
MARGIN, TIGHT = 51.0, 34.0
BOLD = 0.028
"""The stroke around a letter that makes it bold, in parts of its size: one font is enough."""

Draw = Callable[["Canvas", float, float], None]


class Band(Struct, frozen=True):
    """A piece of a page as wide as the page: how high, how it is drawn from its top, whether the next must follow it."""

    height: float
    draw: Draw
    keep: bool = False
    gap: bool = False  # nothing but room: not needed at the top of a page
    fresh: bool = False  # what follows is another paper, not the next page of this one


class Pen:
    """Writes at one scale between margins, and remembers what the font could not draw."""

    def __init__(self, scale: float, margin: float) -> None:
        self.scale = scale
        self.margin = margin
        self.tight = margin == TIGHT
        self.dense = 0.88 if self.tight and scale < 0.9 else 1.0  # lines of a full page stand closer
        self.width = A4[0] - 2 * margin
        self.height = A4[1] - 2 * margin
        self.missing: list[str] = []

    def room(self, points: float, *, keep: bool = False) -> Band:
        return Band(points * self.scale, lambda canvas, x, y: None, keep, gap=not keep)

    def set(self, runs: Words, size: float, width: float) -> list[tuple[Run, ...]]:
        shown = []
        for run in runs:
            text, missing = fonts.drawable(run.text)
            self.missing.extend(missing)
            shown.append(Run(text, run.strong))
        return lines(shown, width, size, fonts.width)

    def lines(
        self, runs: Words, size: float, colour: str, leading: float, indent: float = 0, mark: str = ""
    ) -> Iterator[Band]:
        """One band a line, so that a page may end after any; a mark stands before the first."""
        size *= self.scale
        leading *= self.dense
        for number, line in enumerate(self.set(runs, size, self.width - indent)):
            yield Band(size * leading, self.line(line, size, colour, leading, indent, mark if not number else ""))

    def line(
        self, line: tuple[Run, ...], size: float, colour: str, leading: float, indent: float = 0, mark: str = ""
    ) -> Draw:
        def drawn(canvas: Canvas, x: float, y: float) -> None:
            base = y - size * (0.5 * leading + 0.36)
            if mark:
                write(canvas, x + indent - 4 - fonts.width(mark, size), base, mark, size, CALM)
            at = x + indent
            for run in line:
                write(canvas, at, base, run.text, size, colour, strong=run.strong)
                at += fonts.width(run.text, size)

        return drawn


def write(canvas: Canvas, x: float, y: float, text: str, size: float, colour: str, *, strong: bool = False) -> None:
    """One piece of text; bold by a thin stroke of the same colour."""
    if not text:
        return
    said = canvas.beginText(x, y)
    said.setFont(fonts.NAME, size)
    said.setFillColor(colour)
    if strong:
        said.setStrokeColor(colour)
        canvas.setLineWidth(size * BOLD)
    said.setTextRenderMode(2 if strong else 0)
    said.textOut(text)
    said.setTextRenderMode(0)
    canvas.drawText(said)

"""A history as a line down the side of a PDF with a dot at each moment; on a page of one side, moment and words share a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.reports import fonts
from bot.reports.drawing import CALM, INK, QUIET
from bot.reports.page import Run, Table, Words, moments, words
from bot.reports.pdf_pen import LINE, Band, Draw, Pen, write

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MOST_KEPT = 6
"""So many lines of one moment stay together; a longer one may go over the page."""


def timeline(pen: Pen, block: Table) -> Iterator[Band]:
    """A line down the side with a dot at each moment; on a page of one side, moment and words share a line."""
    size = 9.8 * pen.scale
    found = moments(block)
    inner = 15 * pen.scale
    first = max(fonts.width(m.when, size) for m in found) + 12 * pen.scale
    for number, one in enumerate(found):
        last = number + 1 == len(found)
        head: Words = (Run(one.what, True), *((Run(f"　{one.more}"),) if pen.tight and one.more else ()))
        sets = pen.set(head, size, pen.width - inner - first)
        more = pen.set(words(one.more), size * 0.94, pen.width - inner - first) if not pen.tight else []
        yield from _moment(pen, one.when, sets, [m for m in more if m], size, inner, first, last=last)
    yield pen.room(4)


def _moment(
    pen: Pen,
    when: str,
    sets: list[tuple[Run, ...]],
    more: list[tuple[Run, ...]],
    size: float,
    inner: float,
    first: float,
    *,
    last: bool,
) -> Iterator[Band]:
    step = size * 1.5 * pen.dense
    found = [*((line, INK) for line in sets), *((line, QUIET) for line in more)]
    shown, _ = fonts.drawable(when)
    for number, (line, colour) in enumerate(found):
        ends = number + 1 == len(found)
        height = step + (0 if not ends else (3.5 if pen.tight else 7) * pen.scale)
        said = pen.line(line, size if colour == INK else size * 0.94, colour, 1.5 * pen.dense, inner + first)

        def moment(
            canvas: Canvas,
            x: float,
            y: float,
            said: Draw = said,
            height: float = height,
            top: bool = number == 0,
            ends: bool = ends,
        ) -> None:
            at, middle = x + 5 * pen.scale, y - step * 0.5
            canvas.setStrokeColor(LINE)
            canvas.setLineWidth(1.2)
            if not (last and ends and top):
                canvas.line(at, middle if top else y, at, y - height if not (last and ends) else middle)
            if top:
                canvas.setFillColor(CALM)
                canvas.circle(at, middle, 3.1 * pen.scale, 0, 1)
                write(canvas, x + inner, y - step * 0.5 - size * 0.36, shown, size, QUIET)
            said(canvas, x, y)

        yield Band(height, moment, keep=not ends and number < MOST_KEPT)

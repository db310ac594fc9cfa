"""A page as PDF: the shipped font embedded as a subset, every character selectable, one side of A4 where that is wanted.

What the font cannot draw stands there by its number and is reported.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

from msgspec import Struct
from msgspec.structs import replace

from bot.reports import fonts
from bot.reports.drawing import CALM, INK, PALE, QUIET, Box, draw
from bot.reports.page import (
    SILENT,
    Block,
    Chart,
    Heading,
    Items,
    Page,
    Para,
    Rule,
    Run,
    Table,
    Words,
    plain,
    ticked,
    words,
)
from bot.reports.pdf_pen import A4, LINE, MARGIN, TIGHT, Band, Draw, Pen, write
from bot.reports.pdf_timeline import timeline
from bot.reports.typesetting import columns

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

SCALES = (1.0, 0.95, 0.9, 0.86, 0.82, 0.78, 0.75)
A_LITTLE = (0.97, 0.94, 0.91)
"""As much smaller as nobody minds, where it saves a side that would hold next to nothing."""
NEXT_TO_NOTHING = 0.2
TOGETHER = 0.5
"""A table no higher than this part of a side stands on one side."""
LAST = 0.3
"""As much of what stands before the foot goes with it."""


class Printed(Struct, frozen=True):
    """A file and what its font could not draw."""

    content: bytes
    missing: tuple[str, ...] = ()


def pdf(page: Page) -> Printed:
    """The whole file; the same page gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # loaded when the first PDF is made

    fonts.font()
    sheet, sides = _fitted(page)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang="zh-CN")
    canvas.setTitle(page.title)
    canvas.setAuthor("")
    canvas.setCreator("wenzhu")
    for bands, number in zip(sides, sheet.numbers(len(sides)), strict=True):
        y = A4[1] - sheet.margin
        for band in bands:
            band.draw(canvas, sheet.margin, y)
            y -= band.height
        write(canvas, A4[0] / 2 - 12, sheet.margin * 0.55, number, 8.5, QUIET)
        canvas.showPage()
    canvas.save()
    return Printed(out.getvalue(), tuple(dict.fromkeys(sheet.missing)))


def _fitted(page: Page) -> tuple[Sheet, list[list[Band]]]:
    """The page at its size; one that should be one side a little smaller, if that brings it there."""
    if not page.one_side:
        return _full_enough(page)
    for scale in SCALES:
        sheet = Sheet(scale, TIGHT)
        sides = sheet.sides(page)
        if len(sides) == 1:
            return sheet, sides
    sheet = Sheet(SCALES[2], TIGHT)
    return sheet, sheet.sides(page)


def _full_enough(page: Page) -> tuple[Sheet, list[list[Band]]]:
    """A page of several sides at its size, or a little smaller if its last side would be nearly empty and is saved by it."""
    sheet = Sheet(1.0, MARGIN)
    sides = sheet.sides(page)
    if len(sides) > 1 and sum(band.height for band in sides[-1]) < NEXT_TO_NOTHING * sheet.height:
        for scale in A_LITTLE:
            smaller = Sheet(scale, MARGIN)
            fewer = smaller.sides(page)
            if len(fewer) < len(sides):
                return smaller, fewer
    return sheet, sides


class Sheet(Pen):
    """Lays out one page at one scale."""

    def __init__(self, scale: float, margin: float) -> None:
        super().__init__(scale, margin)
        self.fresh: list[int] = []  # sides that begin a paper of their own

    def numbers(self, count: int) -> list[str]:
        """What stands at the foot of each side: its number within its own paper, nothing on a single side."""
        starts = [0, *self.fresh, count]
        parts = [end - start for start, end in pairwise(starts)]
        return [f"{n} / {part}" if part > 1 else "" for part in parts for n in range(1, part + 1)]

    def sides(self, page: Page) -> list[list[Band]]:
        """The bands of each side."""
        sides: list[list[Band]] = [[]]
        self.fresh = []
        room = self.height
        bands = list(self._page(page))
        for number, band in enumerate(bands):
            need = band.height
            follow = number
            while bands[follow].keep and follow + 1 < len(bands):
                follow += 1
                need += bands[follow].height
            together = need > room and need <= self.height  # what must stay together, and can
            if sides[-1] and (together or band.height > room):
                sides.append([])
                room = self.height
            if band.fresh and not sides[-1]:
                self.fresh.append(len(sides) - 1)
            if band.gap and not sides[-1]:
                continue
            sides[-1].append(band)
            room -= band.height
        return sides

    def _page(self, page: Page) -> Iterator[Band]:
        yield from self.lines(words(page.title, strong=True), 17, CALM, 1.4)
        yield self.room(6)
        blocks = [[*self._block(block)] for block in page.blocks]
        last = [*blocks.pop(), *self._foot(page)] if blocks and page.foot else [*self._foot(page)]
        if blocks and isinstance(page.blocks[len(blocks) - 1], Heading):
            last = [*blocks.pop(), *last]
        for bands in blocks:
            yield from bands
        high = sum(band.height for band in last)
        yield from self._together(last) if high <= LAST * self.height else last

    def _foot(self, page: Page) -> Iterator[Band]:
        if page.foot:
            yield self.room(6)
            yield self._rule()
            for line in page.foot:
                yield from self.lines(words(line), 8.2, QUIET, 1.5)

    def _together(self, bands: list[Band]) -> Iterator[Band]:
        """Bands of which none begins another side than the first."""
        yield from (replace(band, keep=True) for band in bands[:-1])
        yield from bands[-1:]

    def _block(self, block: Block) -> Iterator[Band]:
        match block:
            case Heading(text=text, level=level):
                yield self.room(9 if self.dense == 1 else 6)
                yield from self._heading(text, 12.5 if level <= 2 else 11)
                yield self.room(2, keep=True)
            case Para(look="lead"):
                yield from self._boxed(block.words)
            case Para(look=look):
                small = look == "small"
                yield from self.lines(block.words, 8.6 if small else 10.5, QUIET if small else INK, 1.62)
                yield self.room(2.5)
            case Items():
                yield from self._items(block)
            case Table(look="timeline"):
                yield from timeline(self, block)
            case Table():
                yield from self._table(block)
            case Chart():
                yield from self._chart(block)
            case Rule(sheet=True):
                yield Band(
                    self.height, lambda canvas, x, y: None, gap=True, fresh=True
                )  # fits on no side that has begun
            case Rule():
                yield self._rule()
            case _:
                assert_never(block)

    # --- pieces

    def _rule(self) -> Band:
        def rule(canvas: Canvas, x: float, y: float) -> None:
            canvas.setStrokeColor(LINE)
            canvas.setLineWidth(0.7)
            canvas.line(x, y - 4, x + self.width, y - 4)

        return Band(10 * self.scale, rule)

    def _heading(self, text: str, size: float) -> Iterator[Band]:
        size *= self.scale
        for line in self.set(words(text, strong=True), size, self.width - 10):
            said = self.line(line, size, INK, 1.5 * self.dense, 10)

            def heading(canvas: Canvas, x: float, y: float, said: Draw = said) -> None:
                canvas.setFillColor(CALM)
                canvas.rect(x, y - size * (0.75 * self.dense + 0.5), 3, size * 1.05, stroke=0, fill=1)
                said(canvas, x, y)

            yield Band(size * 1.5 * self.dense, heading, keep=True)

    def _boxed(self, runs: Words) -> Iterator[Band]:
        size, pad = 12 * self.scale, 9 * self.scale
        found = self.set(tuple(Run(r.text, True) for r in runs), size, self.width - 2 * pad)
        height = len(found) * size * 1.6 + 1.4 * pad
        if height > self.height / 2:
            yield from self.lines(runs, 12, INK, 1.6)
            return

        def boxed(canvas: Canvas, x: float, y: float) -> None:
            canvas.setFillColor(PALE)
            canvas.roundRect(x, y - height, self.width, height, 5, stroke=0, fill=1)
            top = y - 0.7 * pad
            for line in found:
                self.line(line, size, INK, 1.6, pad)(canvas, x, top)
                top -= size * 1.6

        yield Band(height, boxed)
        yield self.room(5)

    def _items(self, block: Items) -> Iterator[Band]:
        size = 10.5 * self.scale
        sets = [self.set(item.words, size, self.width) for item in block.items]
        if self.tight and len(sets) > 1 and not block.numbered and all(len(s) == 1 for s in sets):
            yield from self._beside([s[0] for s in sets], size, "" if ticked(block) else "·")
            return
        mark = "" if ticked(block) else "·"
        for number, item in enumerate(block.items, block.first):
            yield from self.lines(
                item.words, 10.5, INK, 1.55, (17 if mark else 6) * self.scale, f"{number}." if block.numbered else mark
            )
            yield self.room(1)
        yield self.room(2.5)

    def _beside(self, found: list[Words], size: float, mark: str) -> Iterator[Band]:
        """Short items next to each other: in columns where all are short, else one after the other."""
        indent = (17 if mark else 6) * self.scale
        wide = [sum(fonts.width(r.text, size) for r in line) + 24 * self.scale for line in found]
        columns_ = int(self.width // max(wide))
        steps = [self.width / columns_] * len(found) if columns_ > 1 else wide
        rows: list[list[tuple[float, Draw]]] = [[]]
        x = 0.0
        for line, step in zip(found, steps, strict=True):
            if rows[-1] and x + step > self.width + 0.1:
                rows.append([])
                x = 0.0
            rows[-1].append((x, self.line(line, size, INK, 1.55 * self.dense, indent, mark)))
            x += step
        for row in rows:

            def draw_row(canvas: Canvas, x: float, y: float, row: list[tuple[float, Draw]] = row) -> None:
                for at, said in row:
                    said(canvas, x + at, y)

            yield Band(size * 1.55 * self.dense + 1, draw_row)
        yield self.room(2.5)

    # --- tables and charts

    def _table(self, block: Table) -> Iterator[Band]:
        size, pad = 9.6 * self.scale, 5.0
        rows = [(block.head, True), *((row.cells, False) for row in block.rows)]
        natural = [max(fonts.width(cells[n], size) for cells, _ in rows) + 2 * pad for n in range(len(block.head))]
        least = [min(n, 5.2 * size + 2 * pad) for n in natural]
        wide = columns(natural, least, self.width)
        made = [band for cells, head in rows for band in self._row(cells, wide, size, pad, block, head=head)]
        yield from self._together(made) if sum(b.height for b in made) <= TOGETHER * self.height else made
        yield self.room(6)

    def _row(
        self, cells: tuple[str, ...], wide: list[float], size: float, pad: float, block: Table, *, head: bool
    ) -> Iterator[Band]:
        texts = [self.set(words(c, strong=head), size, w - 2 * pad) for c, w in zip(cells, wide, strict=True)]
        height = max(1, *(len(t) for t in texts)) * size * 1.42 + (5 if self.dense == 1 else 3) * self.scale
        if height > self.height / 2:  # one very long answer: as paragraphs, so that it can go over pages
            for cell in cells:
                yield from self.lines(words(cell), 9.6, INK, 1.5)
            return

        def row(canvas: Canvas, x: float, y: float) -> None:
            canvas.setStrokeColor(LINE)
            canvas.setLineWidth(1.1 if head else 0.5)
            canvas.line(x, y - height, x + self.width, y - height)
            at = x
            for number, (found, width) in enumerate(zip(texts, wide, strict=True)):
                top = y - (2 if self.dense == 1 else 1) * self.scale
                for line in found:
                    shift = width - pad - sum(fonts.width(r.text, size) for r in line) if number in block.right else 0
                    self.line(line, size, QUIET if head or plain(line) in SILENT else INK, 1.42, shift)(canvas, at, top)
                    top -= size * 1.42
                at += width

        yield Band(height, row, keep=head)

    def _chart(self, block: Chart) -> Iterator[Band]:
        for line in self.lines(words(block.title), 9.6, QUIET, 1.7):
            yield Band(line.height, line.draw, keep=True)
        drawing = draw(block, self.width, fonts.width)

        def chart(canvas: Canvas, x: float, y: float) -> None:
            for shape in drawing.shapes:
                if isinstance(shape, Box):
                    canvas.setFillColor(shape.colour)
                    canvas.roundRect(x + shape.x, y - shape.y - shape.height, shape.width, shape.height, 2, 0, 1)
                else:
                    write(canvas, x + shape.x, y - shape.y, fonts.drawable(shape.text)[0], shape.size, shape.colour)

        yield Band(drawing.height, chart)
        yield self.room(6)

"""A picture as a table in cells: names on the left, sums on the right, under one another whatever the script."""

from __future__ import annotations

from collections.abc import Iterator

from bot.channels.terminal_lines import width
from bot.engine.turn import Drawing
from bot.reports.visible import line

BETWEEN = 3  # cells between columns
WIDEST = 100  # cells, where the terminal has no width


def table(drawing: Drawing, columns: int | None) -> list[str]:
    """The numbers of a picture in columns, names on the left, sums on the right; nothing where they do not fit."""
    second = bool(drawing.head[2])
    rows = [(b.name, b.words, b.beside) if second else (b.name, b.words) for b in drawing.bars]
    cells = [tuple(map(line, row)) for row in (drawing.head[: 3 if second else 2], *rows)]
    wide = [max(width(row[n]) for row in cells) for n in range(len(cells[0]))]
    longest = sum(wide) + BETWEEN * (len(wide) - 1)
    if not drawing.bars or longest > (columns or WIDEST):
        return []
    head, *body = ((" " * BETWEEN).join(_padded(row, wide)).rstrip() for row in cells)
    return [head, "─" * longest, *body]


def _padded(row: tuple[str, ...], wide: list[int]) -> Iterator[str]:
    for number, (cell, most) in enumerate(zip(row, wide, strict=True)):
        room = " " * (most - width(cell))
        yield f"{room}{cell}" if number else f"{cell}{room}"

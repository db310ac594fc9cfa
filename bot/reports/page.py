"""A page as data: headings, paragraphs, lists, tables, charts. Every form prints the same page.

Each block knows the field that it belongs to; each piece that a person may take out (a paragraph, an item, a row) has a
`part` of its own, `calls.2`. Words in a page are characters and nothing else: no form reads markup in them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace


class Run(Struct, frozen=True):
    """Characters in one weight."""

    text: str
    strong: bool = False


Words = tuple[Run, ...]
SILENT = frozenset({"没说"})
"""Cells that say nothing: pale, so that what was said stands out."""


class Heading(Struct, frozen=True):
    text: str
    level: int = 2
    field: str = ""


class Para(Struct, frozen=True):
    """One paragraph; `look`: plain, lead (the one thing to see first), small."""

    words: Words
    look: str = "plain"
    field: str = ""
    part: str = ""


class Item(Struct, frozen=True):
    words: Words
    part: str = ""


class Items(Struct, frozen=True):
    items: tuple[Item, ...]
    numbered: bool = False
    first: int = 1  # where a numbered list goes on
    field: str = ""


class Row(Struct, frozen=True):
    cells: tuple[str, ...]
    part: str = ""


class Table(Struct, frozen=True):
    """Rows under a head; `right` are the columns of numbers.

    `look`: grid, or timeline (moment, what happened, then what belongs to it): drawn as a line with a dot for each row.
    """

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    right: frozenset[int] = frozenset()
    look: str = "grid"
    field: str = ""


class Bar(Struct, frozen=True):
    """One bar: what it is called, how long it is, and its value in words."""

    name: str
    value: int
    words: str
    part: str = ""


class Chart(Struct, frozen=True):
    """Bars beside each other, drawn from the same numbers in every form; where there is no picture, a table."""

    title: str
    head: tuple[str, str]
    bars: tuple[Bar, ...]
    field: str = ""


class Rule(Struct, frozen=True):
    """A thin line; `sheet`: what follows begins on a sheet of its own where there are sheets."""

    field: str = ""
    sheet: bool = False


Block = Heading | Para | Items | Table | Chart | Rule


class Page(Struct, frozen=True):
    """What is printed: the title, blocks in order, and the foot."""

    title: str
    blocks: tuple[Block, ...]
    foot: tuple[str, ...] = ()
    one_side: bool = False  # to be brought onto one side of A4 if that stays readable


def words(text: str, *, strong: bool = False) -> Words:
    """Text as one run."""
    return (Run(text, strong),)


def labelled(label: str, text: str) -> Words:
    """「收入：5500 元」 with the label set off."""
    return (Run(f"{label}：", True), Run(text))


def plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def para(text: str, look: str = "plain") -> Para:
    return Para(words(text), look)


def items(lines: Iterable[Words], *, numbered: bool = False) -> Items:
    return Items(tuple(Item(line) for line in lines), numbered)


BOX = "□ "


def ticked(block: Items) -> bool:
    """A list to tick off: its boxes are its marks, so no other stands before them."""
    return all(plain(item.words).startswith(BOX) for item in block.items)


def table(
    head: tuple[str, ...], rows: Iterable[tuple[str, ...]], right: Collection[int] = (), look: str = "grid"
) -> Table:
    return Table(head, tuple(Row(row) for row in rows), frozenset(right), look)


class Moment(Struct, frozen=True):
    """One row of a timeline as every form words it."""

    when: str
    what: str
    more: str = ""


def moments(block: Table) -> tuple[Moment, ...]:
    """The rows of a timeline: when, what, and the rest under its names."""
    return tuple(_moment(block.head, row.cells) for row in block.rows)


def _moment(head: tuple[str, ...], cells: tuple[str, ...]) -> Moment:
    rest = zip(head[2:], cells[2:], strict=True)
    when, what = (" ".join(cell.split()) for cell in cells[:2])
    return Moment(when, what, "，".join(f"{name}：{' '.join(cell.split())}" for name, cell in rest if cell))


def tagged(field: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks of one field, every piece that can be taken out numbered: `field.1`, `field.2` …"""
    number = 0

    def part() -> str:
        nonlocal number
        number += 1
        return f"{field}.{number}"

    found: list[Block] = []
    for block in blocks:
        match block:
            case Para():
                found.append(replace(block, field=field, part=part()))
            case Items():
                found.append(replace(block, field=field, items=tuple(replace(i, part=part()) for i in block.items)))
            case Table():
                found.append(replace(block, field=field, rows=tuple(replace(r, part=part()) for r in block.rows)))
            case Chart():
                found.append(replace(block, field=field, bars=tuple(replace(b, part=part()) for b in block.bars)))
            case Heading() | Rule():
                found.append(replace(block, field=field))
            case _:
                assert_never(block)
    return tuple(found)


def pieces(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Every piece that can be taken out, with its words, in the order of reading."""
    for block in blocks:
        match block:
            case Para():
                yield block.part, plain(block.words)
            case Items():
                yield from ((item.part, plain(item.words)) for item in block.items)
            case Table(look="timeline", rows=rows):
                said = (" · ".join(w for w in (m.when, m.what, m.more) if w) for m in moments(block))
                yield from zip((row.part for row in rows), said, strict=True)
            case Table():
                yield from ((row.part, " · ".join(cell for cell in row.cells if cell)) for row in block.rows)
            case Chart():
                yield from ((bar.part, f"{bar.name} · {bar.words}") for bar in block.bars)
            case Heading() | Rule():
                pass
            case _:
                assert_never(block)


def without(blocks: Iterable[Block], gone: Collection[str]) -> tuple[Block, ...]:
    """The blocks without the pieces in `gone` (a part, or a whole field); what became empty goes with them."""
    found: list[Block] = []
    for block in blocks:
        if block.field and block.field in gone:
            continue
        match block:
            case Para():
                if block.part not in gone or not block.part:
                    found.append(block)
            case Items():
                kept = tuple(i for i in block.items if i.part not in gone)
                found.extend([replace(block, items=kept)] if kept else [])
            case Table():
                rows = tuple(r for r in block.rows if r.part not in gone)
                found.extend([replace(block, rows=rows)] if rows else [])
            case Chart():
                bars = tuple(b for b in block.bars if b.part not in gone)
                found.extend([replace(block, bars=bars)] if bars else [])
            case Heading() | Rule():
                found.append(block)
            case _:
                assert_never(block)
    return tuple(found)


def bare_headings_gone(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Without headings that nothing stands under, and without lines at the end or doubled."""
    kept: list[Block] = []
    for block in reversed(tuple(blocks)):
        after = kept[-1] if kept else None
        if isinstance(block, Heading) and (
            after is None or isinstance(after, Rule) or (isinstance(after, Heading) and after.level <= block.level)
        ):
            continue
        if isinstance(block, Rule) and (after is None or isinstance(after, Rule)):
            continue
        kept.append(block)
    return tuple(reversed(kept))

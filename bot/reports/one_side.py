"""A page that must stay one side of A4: tables of the same lenders become one, and of a long history the latest stands there.

What is left out is counted in a line under it; the person's own page and the JSON have all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from bot.content.summary_fields import FIELDS
from bot.reports.page import SILENT, Block, Heading, Items, Page, Para, Row, Rule, Table, para, plain, ticked

LENDERS = "平台"
(NOT_SAID,) = SILENT
MOST: Mapping[str, int] = {"debts": 8, "calls": 4, "events": 6, "doubts": 4}
"""Field -> as many of its rows as leave room for the others."""


def compact(page: Page) -> Page:
    """The page as it is printed."""
    if not page.one_side:
        return page
    blocks = tuple(b for block in joined(page.blocks) for b in _shortened(block))
    return replace(page, blocks=tuple(_together(blocks)))


def joined(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """All tables of lenders as one in the place of the first; a list of their names alone says nothing besides."""
    tables = [b for b in blocks if isinstance(b, Table) and b.head[0] == LENDERS and b.look == "grid"]
    if not tables or not all(_of_each(table) for table in tables):
        return blocks
    one = _one(tables)
    found: list[Block] = []
    gaps: list[str] = []
    for block in blocks:
        if block is tables[0]:
            found.append(one)
        elif any(block is table for table in tables) or (
            isinstance(block, Items) and all(plain(i.words) in {row.cells[0] for row in one.rows} for i in block.items)
        ):
            pass
        elif isinstance(block, Para) and (left := plain(block.words)).startswith(f"{NOT_SAID}："):
            gaps += left.removeprefix(f"{NOT_SAID}：").split("、")
        else:
            found.append(block)
    if gaps:
        at = next(n for n, block in enumerate(found) if block is one)
        found.insert(at + 1, para(f"{NOT_SAID}：{'、'.join(dict.fromkeys(gaps))}", "small"))
    return tuple(found)


def _of_each(table: Table) -> bool:
    """Whether every row can be told by its lender."""
    return len({row.cells[0] for row in table.rows}) == len(table.rows)


def _one(tables: list[Table]) -> Table:
    """The columns of all, side by side; what a table does not say of a lender is 没说."""
    names = list(dict.fromkeys(row.cells[0] for table in tables for row in table.rows))
    cells: dict[str, list[str]] = {name: [name] for name in names}
    head, right = [LENDERS], set[int]()
    for table in tables:
        right |= {len(head) + n - 1 for n in table.right}
        head += table.head[1:]
        told = {row.cells[0]: row.cells[1:] for row in table.rows}
        for name in names:
            cells[name] += told.get(name, (NOT_SAID,) * (len(table.head) - 1))
    rows = tuple(Row(tuple(row)) for row in cells.values())
    return Table(tuple(head), rows, frozenset(right), field="debts")


def _shortened(block: Block) -> Iterator[Block]:
    """A block with as much of it as there is room for, and a line that counts what is left out."""
    most = MOST.get(block.field, 0)
    more = 0
    if isinstance(block, Table) and most:
        more = len(block.rows) - most
        block = replace(block, rows=_latest(block.rows, most) if block.look == "timeline" else block.rows[:most])
    elif isinstance(block, Items) and most:
        more = len(block.items) - most
        block = replace(block, items=block.items[:most])
    yield block
    if more > 0:
        yield para(f"{FIELDS[block.field].label}还有 {more} 条，在本人自己那一页。", "small")


def _latest(rows: tuple[Row, ...], most: int) -> tuple[Row, ...]:
    """Of a history the latest; those first to which something belongs, a ticket or a rule."""
    kept = sorted(range(len(rows)), key=lambda n: (not any(rows[n].cells[2:]), -n))[:most]
    return tuple(rows[n] for n in sorted(kept))


def _together(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Under each heading what is counted out together, and what is said small at its end."""
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, (Heading, Rule)):
            yield from _gathered(part)
            part = []
            yield block
        else:
            part.append(block)
    yield from _gathered(part)


def _gathered(blocks: list[Block]) -> Iterator[Block]:
    lists = [b for b in blocks if isinstance(b, Items) and not b.numbered and not ticked(b)]
    small = [b for b in blocks if isinstance(b, Para) and b.look == "small" and len(blocks) > 1]
    tables = [b for b in blocks if isinstance(b, Table)]
    for block in blocks:
        if not any(block is other for other in (*lists, *small)):
            yield block
        if lists and block is (tables or lists)[-1 if tables else 0]:
            yield replace(lists[0], items=tuple(item for one in lists for item in one.items))
    if small:
        said = (plain(block.words) for block in small)
        yield para("".join(text if text.endswith("。") else f"{text}。" for text in said), "small")

"""A page as plain text for a phone or a terminal: no markup, tables as lines, every character as it was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from wcwidth import wcswidth

from bot.reports.page import Block, Chart, Heading, Items, Page, Para, Rule, Table, moments, plain, ticked

WIDE = 40  # columns of the lines under headings


def text(page: Page) -> str:
    """The whole page."""
    lines = [page.title, "=" * min(WIDE, max(4, wcswidth(page.title))), ""]
    for block in page.blocks:
        lines += [*_block(block), ""]
    if page.foot:
        lines += ["-" * WIDE, *page.foot]
    return "\n".join(lines).rstrip() + "\n"


def block_text(blocks: Iterable[Block]) -> str:
    """Some blocks alone, as they stand on the page."""
    return "\n".join(line for block in blocks for line in _block(block)).strip()


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=title):
            yield f"【{title}】"
        case Para(words=words):
            yield plain(words)
        case Items(items=items, numbered=numbered, first=first):
            for number, item in enumerate(items, first):
                start = f"{number}. " if numbered else "" if ticked(block) else "· "
                yield start + plain(item.words).replace("\n", "\n" + " " * len(start))
        case Table(look="timeline"):
            for one in moments(block):
                yield f"· {one.when}　{one.what}"
                if one.more:
                    yield f"  {one.more}"
        case Table(head=head, rows=rows):
            for row in rows:
                cells = zip(head[1:], row.cells[1:], strict=True)
                yield f"{row.cells[0]}　" + "，".join(f"{name} {cell}" for name, cell in cells if cell)
        case Chart(title=title, bars=bars):
            yield title
            yield from (f"{bar.name}　{bar.words}" for bar in bars)
        case Rule():
            yield "-" * WIDE
        case _:
            assert_never(block)

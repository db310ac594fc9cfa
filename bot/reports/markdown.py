"""A page as Markdown: what a person wrote is escaped, so that every reader of Markdown shows it as it was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from bot.reports.page import Block, Chart, Heading, Items, Page, Para, Rule, Run, Table, Words, moments

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)](?:\s|$)))")
_INNER = re.compile(r"(\W*)(.*?)(\W*)", re.DOTALL)
_LINK = re.compile(r"(?i)(https?|ftp|mailto|www)([:.])")


def markdown(page: Page) -> str:
    """The whole page."""
    lines = [f"# {escaped(page.title)}", ""]
    for block in page.blocks:
        lines += [*_block(block), ""]
    if page.foot:
        lines += ["---", ""]
        for line in page.foot:
            lines += [escaped(line), ""]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """Characters as characters: no markup, no link, no list."""
    text = _SPECIAL.sub(r"\\\1", text)
    text = _LINK.sub(r"\1\\\2", text)
    return "\n".join(_LEADING.sub(_led, line) for line in text.split("\n"))


def _led(found: re.Match[str]) -> str:
    """A dash or a number at the start of a line is no list: the dash, or the point after the number, is escaped."""
    return f"{found[1]}{found[2]}\\" if found[2].isdecimal() else f"{found[1]}\\{found[2]}"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f"{'#' * level} {escaped(text)}"
        case Para(words=words, look=look):
            said = _words(words)
            yield "  \n".join(f"> {line}" for line in said.split("\n")) if look == "lead" else _broken(said)
        case Items(items=lines, numbered=numbered, first=first):
            for number, item in enumerate(lines, first):
                start = f"{number}. " if numbered else "- "
                yield start + _words(item.words).replace("\n", "  \n" + " " * len(start))
        case Table(look="timeline"):
            for one in moments(block):
                said = f"- {escaped(one.when)}　{_run(Run(one.what, True))}"
                yield f"{said}  \n  {escaped(one.more)}" if one.more else said
        case Table(head=head, rows=rows):
            yield from _table(head, tuple(row.cells for row in rows), block.right)
        case Chart(title=title, bars=bars):
            yield escaped(title)
            yield ""
            yield from (f"- {escaped(bar.name)}　{escaped(bar.words)}" for bar in bars)
        case Rule():
            yield "---"
        case _:
            assert_never(block)


def _broken(text: str) -> str:
    return text.replace("\n", "  \n")


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], right: frozenset[int]) -> Iterator[str]:
    yield _row(head)
    yield "|" + "|".join(" ---: " if n in right else " --- " for n in range(len(head))) + "|"
    yield from map(_row, rows)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escaped(" ".join(cell.split())) for cell in cells) + " |"


def _words(words: Words) -> str:
    return "".join(_run(run) for run in words)


def _run(run: Run) -> str:
    """Bold signs beside a letter; punctuation goes outside, or Markdown would not take them for bold."""
    inner = _INNER.fullmatch(run.text) if run.strong else None
    if inner is None or not inner[2]:
        return escaped(run.text)
    return f"{escaped(inner[1])}**{escaped(inner[2])}**{escaped(inner[3])}"

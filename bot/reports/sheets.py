"""CSV for operators that no spreadsheet program runs: quoted, marked as text, controls made visible, with a byte order mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from bot.reports.fields import FIELDS
from bot.reports.page import pieces
from bot.reports.summary import Summary
from bot.reports.visible import line

BOM = "\ufeff"
LIVE = frozenset("=+-@\t\r\n＝＋－＠|%")
"""With one of these in front, a cell may be run or sent somewhere; it then gets a leading apostrophe."""


def cell(text: str) -> str:
    """A text that stays a text."""
    shown = line(text)
    bare = shown.lstrip(" \u00a0\u3000'\"")
    return f"'{shown}" if bare[:1] in LIVE and bare else shown


def rows(lines: Iterable[Iterable[str]]) -> Iterator[str]:
    """Each line as CSV text, everything quoted."""
    for one in lines:
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([cell(text) for text in one])
        yield out.getvalue()


def head(fields: Iterable[str]) -> list[str]:
    """The names of the columns."""
    return ["编号", "对谁", "生成日", *(FIELDS[name].label for name in fields)]


def row(summary: Summary, fields: Iterable[str]) -> list[str]:
    """One conversation: a column a field, its pieces joined."""
    said: dict[str, list[str]] = {}
    for part, text in pieces(summary.page.blocks):
        if part:
            said.setdefault(part.partition(".")[0], []).append(text)
    return [
        summary.id,
        summary.audience.value,
        summary.made_on.isoformat(),
        *("；".join(said.get(name, ())) for name in fields),
    ]

"""Tables of holidays and of the LPR: what is read, and what each mistake says where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from bot.content.edition import Built
from bot.content.sources import Snapshot, snapshot
from bot.content.tables_reader import HOLIDAYS, LPR
from bot.finance.caps import Published
from bot.finance.tables import Tables

YEAR = "holidays:\n  2026:\n    source: 通知\n    checked_on: 2026-11-21\n    verified: true\n"
GOOD = YEAR + "    off: {元旦: 2026-01-01 到 2026-01-03, 清明: 2026-04-06}\n    work: [2026-01-04]\n"
HEAD = "lpr:\n  source: 官网\n  checked_on: 2026-11-20\n  months:\n"
RATES = HEAD + "    2026-07: {value: 3.00, published: 2026-07-20}\n    2026-08: {value: 3.00, verified: false}\n"
D = dt.date.fromisoformat


def told(built: Built, name: str) -> list[tuple[str, int]]:
    return [(p.code, p.line) for p in built.problems if p.file == name]


def test_good_tables(built: Callable[..., Built]) -> None:
    """Spans become days, months become figures, and the book carries both."""
    made = built({HOLIDAYS: GOOD, LPR: RATES})
    assert made.problems == ()
    assert made.edition is not None
    tables = made.edition.book.tables
    year = tables.holidays.years[2026]
    assert year.off == {D("2026-01-01"), D("2026-01-02"), D("2026-01-03"), D("2026-04-06")}
    assert year.work == {D("2026-01-04")}
    assert (year.verified, year.source) == (True, "通知")
    assert tables.lpr.months == {
        "2026-07": Published(Decimal("3.00"), D("2026-07-20")),
        "2026-08": Published(Decimal("3.00"), None, verified=False),
    }
    assert (tables.lpr.as_of, tables.lpr.source, tables.lpr.checked_on) == ("2026-07", "官网", D("2026-11-20"))


def test_a_book_without_tables(built: Callable[..., Built]) -> None:
    """Without tables a book is good, and knows no holiday and no LPR."""
    made = built()
    assert made.edition is not None
    assert made.edition.book.tables == Tables()


def test_unverified_is_the_default(built: Callable[..., Built]) -> None:
    """A year that nobody marked as verified is not."""
    made = built({HOLIDAYS: GOOD.replace("    verified: true\n", "")})
    assert made.edition is not None
    assert not made.edition.book.tables.holidays.knows(D("2026-05-01"))


MISTAKES = [
    (GOOD.replace("2026:", "今年:"), [("bad-value", 2)]),
    (GOOD.replace("2026-04-06", "4 月 6 日"), [("bad-value", 6)]),
    (GOOD.replace("2026-04-06", "2026-02-30"), [("bad-value", 6)]),
    (GOOD.replace("2026-04-06", "2027-04-06"), [("bad-value", 6)]),
    (GOOD.replace("2026-01-01 到 2026-01-03", "2026-01-03 到 2026-01-01"), [("bad-value", 6)]),
    (GOOD.replace("2026-01-01 到 2026-01-03", "2026-01-01 到 2026-03-03"), [("bad-value", 6)]),
    (GOOD.replace("2026-04-06", "[2026-04-06]"), [("wrong-shape", 6)]),
    (GOOD.replace("2026-04-06", "2026-01-02"), [("clash", 6)]),
    (GOOD.replace("[2026-01-04]", "[2026-01-05]"), [("bad-value", 7)]),  # a Monday
    (GOOD.replace("[2026-01-04]", "[2026-01-03]"), [("bad-value", 7)]),  # is off
    (GOOD.replace("[2026-01-04]", "[明天]"), [("bad-value", 7)]),
    (GOOD.replace("[2026-01-04]", "[2025-01-04]"), [("bad-value", 7)]),
    (GOOD.replace("    source: 通知\n", ""), [("missing-key", 3)]),
    (GOOD.replace("verified: true", "verified: yes"), [("bad-value", 5)]),
    (GOOD.replace("work:", "works:"), [("unknown-key", 7)]),
    ("holidays:\n  2026: 通知\n", [("wrong-shape", 2)]),
    ("holidays: [2026]\n", [("wrong-shape", 1)]),
    ("holiday:\n  2026: 通知\n", [("unknown-key", 1), ("missing-key", 1)]),
]


@pytest.mark.parametrize(("text", "expected"), MISTAKES)
def test_mistakes_of_holidays(built: Callable[..., Built], text: str, expected: list[tuple[str, int]]) -> None:
    """Each mistake is told once, at its line, and refuses the edition."""
    made = built({HOLIDAYS: text})
    assert sorted(told(made, HOLIDAYS)) == sorted(expected), made.report()
    assert made.edition is None


WRONG = [
    (RATES.replace("2026-08:", "八月:"), [("bad-value", 6)]),
    (RATES.replace("2026-08:", "2026-13:"), [("bad-value", 6)]),
    (RATES.replace("3.00, verified", "3%, verified"), [("bad-value", 6)]),
    (RATES.replace("value: 3.00, verified", "verified"), [("missing-key", 6)]),
    (RATES.replace("verified: false", "published: 2026-07-20"), [("bad-value", 6)]),
    (RATES.replace(", verified: false", ""), [("missing-key", 6)]),
    (RATES.replace("{value: 3.00, verified: false}", "3.00"), [("wrong-shape", 6)]),
    (RATES.replace("  source: 官网\n", ""), [("missing-key", 2)]),
    ("lpr: 3.00\n", [("wrong-shape", 1)]),
    ("lpr:\n  source: 官网\n  checked_on: 2026-11-20\n", [("missing-key", 2)]),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_mistakes_of_the_lpr(built: Callable[..., Built], text: str, expected: list[tuple[str, int]]) -> None:
    """So is each mistake of the LPR."""
    made = built({LPR: text})
    assert told(made, LPR) == expected, made.report()
    assert made.edition is None


def test_a_gap_is_a_doubt(built: Callable[..., Built]) -> None:
    """A month missing in between is told and refuses nothing."""
    made = built({LPR: RATES.replace("2026-07", "2026-06")})
    assert told(made, LPR) == [("table-gap", 6)]
    assert made.edition is not None


def test_only_two_tables(built: Callable[..., Built]) -> None:
    """A table of another name is told, with the names that there are."""
    made = built({"flows/tables/lpr_5y.yaml": RATES})
    assert told(made, "flows/tables/lpr_5y.yaml") == [("bad-name", 1)]


def test_the_shipped_tables_lie_in_the_layout() -> None:
    """The shipped folder holds both tables, and nothing is wrong with them."""
    files = snapshot().files
    assert {HOLIDAYS, LPR} <= set(files)
    assert isinstance(Snapshot(files).hash, str)

"""Four times the LPR only where it belongs, only with a verified figure, and never a verdict."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest

from bot.content.problems import Problems
from bot.content.sources import shipped_folder
from bot.content.tables_reader import LPR, read_lpr
from bot.content.yaml_reader import read as read_yaml
from bot.finance.caps import (
    LICENSED,
    Cap,
    CapState,
    Lender,
    LprTable,
    Published,
    Question,
    month_before,
    private_cap,
    question,
)


def shipped() -> LprTable:
    problems = Problems()
    top = read_yaml(LPR, (shipped_folder() / LPR).read_bytes(), problems)
    assert top is not None
    found = read_lpr(top, problems)
    assert not tuple(problems)
    return found


TABLE = shipped()
D = dt.date.fromisoformat

WORKED = [  # month or day of the contract, four times the LPR, moved within the month
    ("2020-09", "15.40", False),
    ("2021-12", "15.20", True),  # 3.85 → 3.80 on the 20th
    ("2022-01", "14.80", True),
    ("2023-06", "14.20", True),
    ("2024-10", "12.40", True),
    ("2025-05", "12.00", True),
    ("2026-08", "12.00", False),
    (D("2024-10-20"), "13.40", False),  # the day before: still 3.35
    (D("2024-10-21"), "12.40", False),
    (D("2025-01-02"), "12.40", False),
]


@pytest.mark.parametrize(("contract", "percent", "moved"), WORKED)
def test_worked_months(contract: str | dt.date, percent: str, moved: bool) -> None:
    """A month takes its own LPR, a day the one in force; a change within the month is said, and the table's last month."""
    cap = private_cap(Lender.PRIVATE, contract, TABLE)
    assert cap.state is CapState.GIVEN
    assert cap.percent == Decimal(percent) == 4 * (cap.lpr or 0)
    assert cap.moved is moved
    assert cap.as_of == TABLE.as_of == "2026-08"


@pytest.mark.parametrize(
    ("contract", "state"),
    [
        ("2026-09", CapState.NOT_VERIFIED),
        (D("2026-09-25"), CapState.NOT_VERIFIED),
        ("2026-10", CapState.NOT_IN_TABLE),
        (D("2026-11-20"), CapState.NOT_IN_TABLE),
        ("2020-08", CapState.BEFORE_RULE),
        ("2019-08", CapState.BEFORE_RULE),
        (D("2015-01-01"), CapState.BEFORE_RULE),
    ],
)
def test_no_figure_where_none_is_sure(contract: str | dt.date, state: CapState) -> None:
    """Unverified and missing months and contracts older than the rule give no number and say why."""
    cap = private_cap(Lender.PRIVATE, contract, TABLE)
    assert (cap.state, cap.lpr, cap.percent) == (state, None, None)
    assert cap.as_of == "2026-08"


def test_a_day_before_the_first_row() -> None:
    """A contract before the first publication that the table holds has no figure."""
    table = LprTable({"2026-01": Published(Decimal(3), D("2026-01-20"))})
    assert private_cap(Lender.PRIVATE, D("2026-01-05"), table).state is CapState.NOT_IN_TABLE
    assert private_cap(Lender.PRIVATE, D("2026-01-20"), table).percent == 12


@pytest.mark.parametrize("lender", [*sorted(LICENSED), Lender.UNSURE])
def test_only_for_possible_private_lending(lender: Lender) -> None:
    """Licensed lenders are not measured by the rule for private lending, nor is anybody of whom it is unsure."""
    assert private_cap(lender, "2026-08", TABLE).state is CapState.NOT_PRIVATE


LINE = Decimal(24)
CAP = Cap(CapState.GIVEN, Decimal(3), Decimal(12))


@pytest.mark.parametrize(
    ("lender", "rate", "cap", "asked"),
    [
        (Lender.BANK, "24.01", CAP, Question.ASK_BREAKDOWN),
        (Lender.BANK, "24.00", CAP, Question.NONE),
        (Lender.MICROLOAN, "35.9", CAP, Question.ASK_BREAKDOWN),
        (Lender.UNSURE, "35.9", CAP, Question.ASK_BREAKDOWN),
        (Lender.PRIVATE, "12.01", CAP, Question.ASK_PRIVATE_LINE),
        (Lender.PRIVATE, "12.00", CAP, Question.NONE),
        (Lender.PRIVATE, "5", Cap(CapState.NOT_VERIFIED), Question.ASK_WHO_LENDS),
    ],
)
def test_questions(lender: Lender, rate: str, cap: Cap, asked: Question) -> None:
    """A rate gives reason to ask, above the line and not on it; there is no answer that frees from the debt."""
    assert question(lender, Decimal(rate), LINE, cap) is asked


def test_table_without_gap() -> None:
    """86 months without a gap; an empty table knows nothing."""
    months = sorted(TABLE.months)
    assert len(months) == 86
    assert all(month_before(later) == earlier for earlier, later in pairwise(months))
    assert LprTable().as_of == ""

"""Expressions are printed as editors write them, and read back the same."""

from __future__ import annotations

import pytest

from bot.authoring.phrasing import phrase
from bot.content.expression_reader import read_expression
from bot.content.nodes import Scalar, Source
from bot.content.problems import Problems
from bot.engine.values import SlotType


@pytest.mark.parametrize(
    "source",
    [
        "situation == 'court'",
        "ready == true",
        "ready != false",
        "hearing == '2026-12-01'",
        "overdue_days is not known",
        "not (a > 1)",
        "a is known and (b > 1 or c)",
        "a or b and c",
        "situation in ['court', 'other']",
        "'illness' in reasons",
        "(a + 1) * 2 > -b",
        "count(debts) >= 2.5",
        "least(a, b) == 3",
    ],
)
def test_phrases_read_back_the_same(source: str) -> None:
    """What is printed is what was written."""
    types = {"hearing": SlotType.DATE}
    expr = read_expression(Scalar(source, Source.of("x", source), 0, len(source)), types, Problems())
    assert expr is not None
    assert phrase(expr.tree) == source

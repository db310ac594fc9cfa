"""Expressions are read by an allow-list; everything else is a problem with its place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.expression_reader import read_expression
from bot.content.nodes import Scalar, Source
from bot.content.problems import Problem, Problems
from bot.content.writing import Expr
from bot.engine.expressions import (
    And,
    Arithmetic,
    Compare,
    Contains,
    In,
    Invoke,
    IsKnown,
    Literal,
    Name,
    Negative,
    Not,
    Or,
    evaluate,
)
from bot.engine.values import UNKNOWN, SlotType

TYPES = {"ok": SlotType.YES_NO, "due": SlotType.DATE, "kind": SlotType.CHOICE}


def look(text: str) -> tuple[Expr | None, list[Problem]]:
    problems = Problems()
    source = Source.of("flows/x.yaml", f"when: {text}\n")
    return read_expression(Scalar(text, source, 6, 6 + len(text)), TYPES, problems), list(problems)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", Name("a")),
        ("debt.owed >= 10000", Compare(">=", Name("debt.owed"), Literal(10000))),
        ("a is known", IsKnown("a")),
        ("a is not known", Not(IsKnown("a"))),
        ("not a", Not(Name("a"))),
        ("a and b or c", Or(And(Name("a"), Name("b")), Name("c"))),
        ("kind in ['x', 'y']", In(Name("kind"), (Literal("x"), Literal("y")))),
        ("kind not in ('x', 'y')", Not(In(Name("kind"), (Literal("x"), Literal("y"))))),
        ("'illness' in reasons", Contains(Literal("illness"), "reasons")),
        ("'illness' not in reasons", Not(Contains(Literal("illness"), "reasons"))),
        ("-a", Negative(Name("a"))),
        ("a // 20", Arithmetic("//", Name("a"), Literal(20))),
        ("a * 0.05", Arithmetic("*", Name("a"), Literal(Decimal("0.05")))),
        ("a % 2", Arithmetic("%", Name("a"), Literal(2))),
        ("count(debts) > 1", Compare(">", Invoke("count", (Name("debts"),)), Literal(1))),
        ("hour()", Invoke("hour", ())),
        ("ok == 'yes'", Compare("==", Name("ok"), Literal(value=True))),
        ("'no' != ok", Compare("!=", Literal(value=False), Name("ok"))),
        ("ok in ['yes']", In(Name("ok"), (Literal(value=True),))),
        ("due > '2026-11-20'", Compare(">", Name("due"), Literal(dt.date(2026, 11, 20)))),
        ("due > 'soon'", Compare(">", Name("due"), Literal("soon"))),
        ("true", Literal(value=True)),
    ],
)
def test_allowed(text: str, tree: object) -> None:
    """What the language has becomes the engine's tree, numbers exact."""
    expr, problems = look(text)
    assert not problems
    assert expr is not None
    assert expr.tree == tree


def test_names_have_their_places() -> None:
    """Every name knows where it stands, each time, and every node can be found."""
    expr, _ = look("a > 1 and debt.owed < a")
    assert expr is not None
    assert [(n.text, n.at.col, n.at.width) for n in expr.names] == [("a", 7, 1), ("debt.owed", 17, 9), ("a", 29, 1)]
    assert isinstance(expr.tree, And)
    assert isinstance(expr.tree.right, Compare)
    assert expr.where(expr.tree.right.right).col == 29
    assert expr.where(Name("elsewhere")) == expr.at


@pytest.mark.parametrize(
    ("text", "code", "col"),
    [
        ("a = 1", "bad-expression", 9),
        ("a && b", "bad-expression", 9),
        ("a || b", "bad-expression", 10),
        ("(a", "bad-expression", 8),
        ("", "bad-expression", 7),
        ("欠款 > 1", "bad-expression", 7),
        ("a > 1e5", "bad-expression", 11),
        ("a > 1_000", "bad-expression", 11),
        ("a > " + "9" * 16, "bad-expression", 11),
        (r"a == 'x\n'", "bad-expression", 12),
        ("a" * 501, "bad-expression", 7),
        ("A > 1", "not-allowed", 7),
        ("a ** 2", "not-allowed", 7),
        ("a ~ b", "not-allowed", 7),
        ("a[0]", "not-allowed", 8),
        ("a['__class__']", "not-allowed", 8),
        ("a.__class__", "not-allowed", 7),
        ("a.b.c", "not-allowed", 7),
        ("'x'.join(a)", "not-allowed", 15),
        ("a.b()", "not-allowed", 10),
        ("a if b else c", "not-allowed", 7),
        ("a < b < c", "not-allowed", 7),
        ("{}", "not-allowed", 7),
        ("{'a': 1}", "not-allowed", 7),
        ("[1, 2]", "not-allowed", 7),
        ("a | money", "not-allowed", 11),
        ("none", "not-allowed", 7),
        ("a is none", "not-allowed", 9),
        ("a is divisibleby 3", "not-allowed", 9),
        ("(a + b) is known", "not-allowed", 8),
        ("1 in 2", "not-allowed", 12),
        ("fact.h120.number == 'x'", "not-allowed", 7),
        ("operator.name == 'x'", "not-allowed", 7),
        ("range(10)", "unknown-function", 7),
        ("count()", "wrong-arguments", 7),
        ("count(a, b)", "wrong-arguments", 7),
        ("count(*a)", "wrong-arguments", 7),
        ("hour(x=1)", "wrong-arguments", 7),
        ("+a", "not-allowed", 7),
        ("not " * 60 + "a", "not-allowed", 131),
        ("(" * 300, "bad-expression", 7),
        ("lambda: 1", "bad-expression", 13),
        ("a; b", "bad-expression", 8),
        ("a }} {{ b", "bad-expression", 9),
    ],
)
def test_refused(text: str, code: str, col: int) -> None:
    """What the language has not is one problem, at its place, with a remedy."""
    expr, problems = look(text)
    assert expr is None
    assert [(p.code, p.col) for p in problems] == [(code, col)]
    assert problems[0].remedy


SIGNS = ["a", "debt.owed", "1", "0.5", "'x'", "(", ")", "[", "]", ",", "+", "-", "*", "/", "//", "%", "**", "~", "|"]
SIGNS += [
    "and",
    "or",
    "not",
    "in",
    "is",
    "known",
    "if",
    "else",
    "==",
    "<",
    ".",
    "count(",
    "{{",
    "}}",
    "{%",
    "#",
    '"',
    "\\",
]


@given(st.lists(st.sampled_from(SIGNS), max_size=14).map(" ".join) | st.text(max_size=40))
def test_any_text(text: str) -> None:
    """Any text is an expression whose evaluation never raises, or problems."""
    expr, problems = look(text)
    assert (expr is None) == bool(problems)
    if expr is not None:
        evaluate(expr.tree, lambda _: UNKNOWN, {})

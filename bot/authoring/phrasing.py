"""An expression in the editors' own notation, for drawings and print-outs."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from bot.engine.expressions import (
    And,
    Arithmetic,
    Compare,
    Contains,
    Expression,
    In,
    Invoke,
    IsKnown,
    Literal,
    Name,
    Negative,
    Not,
    Or,
)
from bot.engine.values import Value

LOOSE = (Or, And, Not, Compare, In, Contains, IsKnown)  # what needs brackets inside something tighter


def phrase(tree: Expression) -> str:
    """The expression as an editor would write it."""
    match tree:
        case Literal(value):
            return _constant(value)
        case Name(path):
            return path
        case IsKnown(path):
            return f"{path} is known"
        case Not(IsKnown(path)):
            return f"{path} is not known"
        case Not(operand):
            return f"not {_inner(operand)}"
        case Compare(op, left, right):
            return f"{_inner(left)} {op} {_inner(right)}"
        case In(left, items):
            return f"{_inner(left)} in [{', '.join(phrase(i) for i in items)}]"
        case Contains(element, path):
            return f"{_inner(element)} in {path}"
        case And(left, right):
            return f"{_joined(left)} and {_joined(right)}"
        case Or(left, right):
            return f"{phrase(left)} or {phrase(right)}"
        case Arithmetic(op, left, right):
            return f"{_term(left)} {op} {_term(right)}"
        case Negative(operand):
            return f"-{_term(operand)}"
        case Invoke(function, arguments):
            return f"{function}({', '.join(phrase(a) for a in arguments)})"
        case _:
            assert_never(tree)


def _constant(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return f"'{value.isoformat()}'"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _inner(tree: Expression) -> str:
    return f"({phrase(tree)})" if isinstance(tree, LOOSE) else phrase(tree)


def _joined(tree: Expression) -> str:
    return f"({phrase(tree)})" if isinstance(tree, Or) else phrase(tree)


def _term(tree: Expression) -> str:
    return f"({phrase(tree)})" if isinstance(tree, (*LOOSE, Arithmetic)) else phrase(tree)

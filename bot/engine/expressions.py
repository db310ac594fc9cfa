"""Conditions are data: a small expression tree, three-valued (Kleene), total.

Comparison, `in`, arithmetic and division by zero with an unknown give unknown; `and`, `or`, `not` follow Kleene; the final
unknown counts as false (`holds`). Nothing raises for any tree that the content floor has built, whatever the values are:
a comparison of values that do not compare is unknown, not an error. Numbers are `int` and `Decimal`, never float.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import assert_never

from msgspec import Struct

from bot.engine.values import UNKNOWN, Unknown, Value

Lookup = Callable[[str], Value]


class Literal(Struct, frozen=True):
    value: Value


class Name(Struct, frozen=True):
    """A slot, a field of the current item (`debt.owed`) or a list (`debts`, whose value is its count of items)."""

    path: str


class IsKnown(Struct, frozen=True):
    path: str


class Compare(Struct, frozen=True):
    op: str  # == != < <= > >=
    left: Expression
    right: Expression


class In(Struct, frozen=True):
    left: Expression
    items: tuple[Expression, ...]


class Contains(Struct, frozen=True):
    """`'illness' in reasons`: an element of a slot of several choices."""

    element: Expression
    path: str


class Not(Struct, frozen=True):
    operand: Expression


class And(Struct, frozen=True):
    left: Expression
    right: Expression


class Or(Struct, frozen=True):
    left: Expression
    right: Expression


class Arithmetic(Struct, frozen=True):
    op: str  # + - * / // %
    left: Expression
    right: Expression


class Negative(Struct, frozen=True):
    operand: Expression


class Invoke(Struct, frozen=True):
    function: str
    arguments: tuple[Expression, ...]


Expression = Literal | Name | IsKnown | Compare | In | Contains | Not | And | Or | Arithmetic | Negative | Invoke

Function = Callable[..., Value]
BY_NAME = frozenset(
    {"answer_deadline", "court_deadline", "deadline_sure", "paper_deadline", "paper_counted", "paper_sure"}
    | {
        "unsure",
        "at_least",
        "meant",
        "told",
        "just_named",
        "just_told",
        "in_line",
        "share",
        "share_aside",
        "shared_by_due",
        "shares_over",
        "can_remind",
        "reminders_come",
    }
)
"""Functions that also look at the names they are given: the bounds of an answer, the same field of the other items."""
DIGITS = 28  # of Decimal arithmetic; more than any sum of money needs, and bounded


def holds(tree: Expression, lookup: Lookup, functions: Mapping[str, Function]) -> bool:
    """Whether the condition is true; an unknown outcome counts as false."""
    return evaluate(tree, lookup, functions) is True


def evaluate(tree: Expression, lookup: Lookup, functions: Mapping[str, Function]) -> Value:
    """The value of the tree, or `UNKNOWN`; never raises."""
    match tree:
        case Literal(value):
            return value
        case Name(path):
            return lookup(path)
        case IsKnown(path):
            return not isinstance(lookup(path), Unknown)
        case Compare(op, left, right):
            return compare(op, evaluate(left, lookup, functions), evaluate(right, lookup, functions))
        case In(left, items):
            return _member(evaluate(left, lookup, functions), [evaluate(i, lookup, functions) for i in items])
        case Contains(element, path):
            whole, part = lookup(path), evaluate(element, lookup, functions)
            if isinstance(whole, tuple) and not isinstance(part, Unknown):
                return part in whole
            return UNKNOWN
        case Not(operand):
            value = evaluate(operand, lookup, functions)
            return (not value) if isinstance(value, bool) else UNKNOWN
        case And(left, right):
            return _and(evaluate(left, lookup, functions), evaluate(right, lookup, functions))
        case Or(left, right):
            return _or(evaluate(left, lookup, functions), evaluate(right, lookup, functions))
        case Arithmetic(op, left, right):
            return arithmetic(op, evaluate(left, lookup, functions), evaluate(right, lookup, functions))
        case Negative(operand):
            return arithmetic("-", 0, evaluate(operand, lookup, functions))
        case Invoke(function, arguments):
            given = [evaluate(a, lookup, functions) for a in arguments]
            call = functions.get(function)
            if call is None:
                return UNKNOWN
            if function in BY_NAME:
                return call(*given, tuple(a.path if isinstance(a, Name) else "" for a in arguments))
            return call(*given)
        case _:
            assert_never(tree)


def reads(tree: Expression) -> frozenset[str]:
    """Every name that the tree looks at."""
    match tree:
        case Literal():
            return frozenset()
        case Name(path) | IsKnown(path):
            return frozenset({path})
        case Contains(element, path):
            return reads(element) | {path}
        case In(left, items):
            return reads(left).union(*(reads(i) for i in items))
        case Not(operand) | Negative(operand):
            return reads(operand)
        case Compare(_, left, right) | Arithmetic(_, left, right) | And(left, right) | Or(left, right):
            return reads(left) | reads(right)
        case Invoke(_, arguments):
            return frozenset().union(*(reads(a) for a in arguments))
        case _:
            assert_never(tree)


def known_if(tree: Expression, outcome: bool) -> frozenset[str]:
    """The names that are certainly known where the tree came out as `outcome`.

    A comparison is only ever true or false between known values, so either outcome proves its names known.
    """
    match tree:
        case IsKnown(path):
            return frozenset({path}) if outcome else frozenset()
        case Name(path):
            return frozenset({path})
        case Not(operand):
            return known_if(operand, not outcome)
        case And(left, right):
            both = known_if(left, outcome), known_if(right, outcome)
            return both[0] | both[1] if outcome else both[0] & both[1]
        case Or(left, right):
            both = known_if(left, outcome), known_if(right, outcome)
            return both[0] & both[1] if outcome else both[0] | both[1]
        case Compare() | Contains():
            return _strict_names(tree)
        case In(left, items):
            return _strict_names(left) if items else frozenset()
        case Literal() | Arithmetic() | Negative() | Invoke():
            return frozenset()
        case _:
            assert_never(tree)


def _strict_names(tree: Expression) -> frozenset[str]:
    """Names that must be known for this operand to have a value at all (functions may turn unknown into known)."""
    match tree:
        case Name(path):
            return frozenset({path})
        case Contains(element, path):
            return _strict_names(element) | {path}
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return _strict_names(left) | _strict_names(right)
        case Negative(operand):
            return _strict_names(operand)
        case _:
            return frozenset()


def compare(op: str, left: Value, right: Value) -> Value:
    """`left op right`, unknown where either is unknown or they do not compare."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    if op in {"==", "!="}:
        return (left == right) is (op == "==")
    if not _ordered(left, right):
        return UNKNOWN
    low, high = left, right
    match op:
        case "<":
            return bool(low < high)  # type: ignore[operator]  # _ordered has checked the pair
        case "<=":
            return bool(low <= high)  # type: ignore[operator]  # as above
        case ">":
            return bool(low > high)  # type: ignore[operator]  # as above
        case _:  # the grammar knows no other
            return bool(low >= high)  # type: ignore[operator]  # as above


def arithmetic(op: str, left: Value, right: Value) -> Value:
    """`left op right` in exact decimals; dates take and give whole days; anything impossible is unknown."""
    if isinstance(left, dt.date) or isinstance(right, dt.date):
        return _calendar(op, left, right)
    if not (_number(left) and _number(right)):
        return UNKNOWN
    with localcontext() as context:
        context.prec = DIGITS
        a, b = Decimal(left), Decimal(right)  # type: ignore[arg-type]  # _number has checked both
        try:
            match op:
                case "+":
                    return _plain(a + b)
                case "-":
                    return _plain(a - b)
                case "*":
                    return _plain(a * b)
                case "/":
                    return _plain(a / b)
                case "//":
                    return _plain(a // b)
                case "%":
                    return _plain(a % b)
        except (DivisionByZero, InvalidOperation, Overflow):
            return UNKNOWN
    return UNKNOWN


def _calendar(op: str, left: Value, right: Value) -> Value:
    try:
        if isinstance(left, dt.date) and isinstance(right, dt.date):
            return (left - right).days if op == "-" else UNKNOWN
        if isinstance(left, dt.date) and isinstance(right, int) and not isinstance(right, bool):
            shift = dt.timedelta(days=right)
            return left + shift if op == "+" else left - shift if op == "-" else UNKNOWN
    except OverflowError:
        return UNKNOWN
    return UNKNOWN


def _plain(number: Decimal) -> Value:
    if not number.is_finite():
        return UNKNOWN
    return int(number) if number == number.to_integral_value() and abs(number) < Decimal(10) ** 18 else number


def _number(value: Value) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _ordered(left: Value, right: Value) -> bool:
    if _number(left) and _number(right):
        return True
    return type(left) is type(right) and isinstance(left, (str, dt.date))


def _member(left: Value, items: list[Value]) -> Value:
    answers = [compare("==", left, item) for item in items]
    if True in answers:
        return True
    return UNKNOWN if any(isinstance(a, Unknown) for a in answers) else False


def _and(left: Value, right: Value) -> Value:
    if left is False or right is False:
        return False
    return True if left is True and right is True else UNKNOWN


def _or(left: Value, right: Value) -> Value:
    if left is True or right is True:
        return True
    return False if left is False and right is False else UNKNOWN

"""Conditions: Kleene's tables, exact arithmetic, what a condition reads and what it proves; nothing raises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    arithmetic,
    compare,
    evaluate,
    holds,
    known_if,
    reads,
)
from bot.engine.functions import functions_at
from bot.engine.signatures import SIGNATURES
from bot.engine.values import UNKNOWN, Unknown, Value

NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FUNCTIONS = functions_at(NOW)
DAY = dt.date(2026, 11, 20)
T, F, U = True, False, UNKNOWN


def value(tree: Expression, **slots: Value) -> Value:
    return evaluate(tree, lambda name: slots.get(name, UNKNOWN), FUNCTIONS)


# ---- Kleene ----


@pytest.mark.parametrize(("left", "right"), list(product([T, F, U], repeat=2)))
def test_and_or_are_kleenes(left: Value, right: Value) -> None:
    """`and` is the least, `or` the greatest of false < unknown < true."""
    rank: list[Value] = [F, U, T]
    least = rank[min(rank.index(left), rank.index(right))]
    greatest = rank[max(rank.index(left), rank.index(right))]
    assert value(And(Literal(left), Literal(right))) == least
    assert value(Or(Literal(left), Literal(right))) == greatest


@pytest.mark.parametrize(("given_", "out"), [(T, F), (F, T), (U, U), (3, U), ("yes", U)])
def test_not(given_: Value, out: Value) -> None:
    """`not` turns true and false; of anything else it is unknown."""
    assert value(Not(Literal(given_))) == out


@pytest.mark.parametrize("other", [5, "yes", Decimal(1), DAY, ("a",)])
def test_what_is_no_truth_value_is_unknown_to_and_and_or(other: Value) -> None:
    """A number is not true; false still decides `and`, true still decides `or`."""
    assert value(And(Literal(other), Literal(T))) == U
    assert value(And(Literal(other), Literal(F))) is F
    assert value(Or(Literal(other), Literal(F))) == U
    assert value(Or(Literal(T), Literal(other))) is T


@given(st.sampled_from([T, F, U]), st.sampled_from([T, F, U]))
def test_de_morgan(left: Value, right: Value) -> None:
    """not (a and b) is (not a) or (not b), unknowns included."""
    a, b = Literal(left), Literal(right)
    assert value(Not(And(a, b))) == value(Or(Not(a), Not(b)))
    assert value(Not(Or(a, b))) == value(And(Not(a), Not(b)))


def test_the_final_unknown_counts_as_false() -> None:
    """`holds` is true only for true (semantics 5)."""
    for literal, out in ((T, True), (F, False), (U, False), (1, False)):
        assert holds(Literal(literal), lambda _: UNKNOWN, {}) is out


# ---- comparing ----


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
def test_comparing_with_unknown_is_unknown(op: str) -> None:
    """Either side unknown: unknown (semantics 5)."""
    assert compare(op, UNKNOWN, 3) == compare(op, 3, Unknown("金额")) == UNKNOWN


@given(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), st.integers(), st.integers())
def test_numbers_compare_as_numbers(op: str, left: int, right: int) -> None:
    """Int and Decimal mean the same number."""
    expected = {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[op]
    assert compare(op, left, right) is expected
    assert compare(op, Decimal(left), right) is expected


@pytest.mark.parametrize(
    ("left", "right"), [("a", 1), (True, 0), (DAY, 3), (DAY, "2026-11-20"), (("a",), ("b",)), (True, False)]
)
def test_values_that_do_not_compare_are_unknown(left: Value, right: Value) -> None:
    """Order of unlike things is unknown, not an error."""
    assert compare("<", left, right) == UNKNOWN


def test_dates_and_texts_compare() -> None:
    """Days in the order of the calendar; clocks and months as their text."""
    assert compare("<", DAY, DAY + dt.timedelta(days=1)) is True
    assert compare(">=", "21:30", "09:00") is True
    assert compare("==", "court", "court") is True
    assert compare("!=", ("a",), ("b",)) is True


# ---- in ----


@pytest.mark.parametrize(
    ("left", "items", "out"),
    [
        ("a", ("a", "b"), T),
        ("c", ("a", "b"), F),
        ("c", ("a", U), U),
        ("a", ("a", U), T),
        (U, ("a",), U),
        ("a", (), F),
        (3, (Decimal(3),), T),
    ],
)
def test_in(left: Value, items: tuple[Value, ...], out: Value) -> None:
    """Found is true, not found is false, not found beside an unknown is unknown."""
    assert value(In(Literal(left), tuple(Literal(i) for i in items))) == out


def test_an_element_of_several_choices() -> None:
    """`'illness' in reasons`, unknown where the reasons or the element are."""
    tree = Contains(Literal("illness"), "reasons")
    assert value(tree, reasons=("illness", "other")) is T
    assert value(tree, reasons=("other",)) is F
    assert value(tree) == U
    assert value(tree, reasons="illness") == U
    assert value(Contains(Name("x"), "reasons"), reasons=("a",)) == U


# ---- arithmetic ----


@pytest.mark.parametrize(
    ("op", "left", "right", "out"),
    [
        ("+", 1, 2, 3),
        ("-", 1, Decimal("0.5"), Decimal("0.5")),
        ("*", Decimal("0.1"), 3, Decimal("0.3")),
        ("/", 1, 4, Decimal("0.25")),
        ("/", 6, 3, 2),
        ("//", 5500, 20, 275),
        ("%", 7, 4, 3),
        ("/", 1, 0, UNKNOWN),
        ("//", 1, 0, UNKNOWN),
        ("%", 1, 0, UNKNOWN),
        ("+", "a", 1, UNKNOWN),
        ("+", True, 1, UNKNOWN),
        ("+", UNKNOWN, 1, UNKNOWN),
        ("**", 2, 3, UNKNOWN),
        ("*", Decimal("1E+999999"), Decimal("1E+999999"), UNKNOWN),
        ("//", 10**60, 1, UNKNOWN),
    ],
)
def test_arithmetic(op: str, left: Value, right: Value, out: Value) -> None:
    """Exact decimals; whole results are ints; the impossible is unknown."""
    found = arithmetic(op, left, right)
    assert found == out
    assert type(found) is type(out)


@pytest.mark.parametrize(
    ("op", "left", "right", "out"),
    [
        ("+", DAY, 3, dt.date(2026, 11, 23)),
        ("-", DAY, 20, dt.date(2026, 10, 31)),
        ("-", DAY, dt.date(2026, 11, 1), 19),
        ("+", DAY, DAY, UNKNOWN),
        ("*", DAY, 2, UNKNOWN),
        ("+", DAY, True, UNKNOWN),
        ("+", DAY, Decimal("1.5"), UNKNOWN),
        ("+", DAY, UNKNOWN, UNKNOWN),
        ("-", 3, DAY, UNKNOWN),
        ("+", DAY, 10**9, UNKNOWN),
        ("+", DAY, 10**30, UNKNOWN),
    ],
)
def test_dates_take_and_give_whole_days(op: str, left: Value, right: Value, out: Value) -> None:
    """Dates and whole days, nothing else; out of the calendar is unknown."""
    assert arithmetic(op, left, right) == out


def test_negative() -> None:
    """A minus sign, unknown of what is no number."""
    assert value(Negative(Name("x")), x=3) == -3
    assert value(Negative(Name("x"))) == UNKNOWN
    assert value(Negative(Name("x")), x=DAY) == UNKNOWN


def test_an_unknown_function_is_unknown() -> None:
    """Nothing that is not in the registry is called."""
    assert value(Invoke("open", (Literal("x"),))) == UNKNOWN


def test_is_known() -> None:
    """Known is whether a value is held; false and nought are values."""
    assert value(IsKnown("x"), x=0) is T
    assert value(IsKnown("x"), x=F) is T
    assert value(IsKnown("x"), x=Unknown("金额")) is F


# ---- any tree ----

SCALARS: list[Value] = [
    True,
    False,
    UNKNOWN,
    0,
    1,
    -7,
    10**25,
    Decimal("0.5"),
    "a",
    "b",
    "",
    "20:30",
    "20:30+08:00",
    "2026-13",
    DAY,
    ("a",),
    (),
]
NAMES = ["p", "q", "r"]
leaves = st.one_of(
    st.sampled_from(SCALARS).map(Literal),
    st.sampled_from(NAMES).map(Name),
    st.sampled_from(NAMES).map(IsKnown),
)


def grown(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        inner.map(Not),
        inner.map(Negative),
        st.builds(And, inner, inner),
        st.builds(Or, inner, inner),
        st.builds(Compare, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), inner, inner),
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner, inner),
        st.builds(In, inner, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Contains, inner, st.sampled_from(NAMES)),
        st.sampled_from(sorted(SIGNATURES)).flatmap(
            lambda f: st.tuples(*[inner] * len(SIGNATURES[f].parameters)).map(lambda given_: Invoke(f, given_))
        ),
    )


trees: st.SearchStrategy[Expression] = st.recursive(leaves, grown, max_leaves=12)
worlds = st.fixed_dictionaries({name: st.sampled_from(SCALARS) for name in NAMES})


@given(trees, worlds)
def test_any_tree_has_a_value(tree: Expression, world: Mapping[str, Value]) -> None:
    """Nothing raises for any tree and any values, and no float comes out."""
    found = value(tree, **world)
    assert isinstance(found, (bool, int, Decimal, str, dt.date, tuple, Unknown))


@given(trees, worlds)
def test_what_known_if_says_is_known(tree: Expression, world: Mapping[str, Value]) -> None:
    """Where a condition came out true (or false), every name that `known_if` gives for it has a value."""
    found = value(tree, **world)
    if isinstance(found, bool):
        unknown = {n for n in known_if(tree, found) if isinstance(world[n], Unknown)}
        assert not unknown


@given(trees, worlds, worlds)
def test_only_what_reads_says_is_read(tree: Expression, world: Mapping[str, Value], other: Mapping[str, Value]) -> None:
    """Names outside `reads` do not change the value, and no other name is looked up."""
    seen: set[str] = set()

    def lookup(name: str) -> Value:
        seen.add(name)
        return world[name]

    before = evaluate(tree, lookup, FUNCTIONS)
    assert seen <= reads(tree)
    mixed = {n: world[n] if n in reads(tree) else other[n] for n in NAMES}
    assert value(tree, **mixed) == before


@pytest.mark.parametrize(
    ("tree", "when_true", "when_false"),
    [
        (IsKnown("x"), {"x"}, set()),
        (Not(IsKnown("x")), set(), {"x"}),
        (Name("x"), {"x"}, {"x"}),
        (Compare("<=", Name("x"), Literal(9)), {"x"}, {"x"}),
        (And(IsKnown("x"), IsKnown("y")), {"x", "y"}, set()),
        (Or(IsKnown("x"), IsKnown("y")), set(), set()),
        (Or(Not(IsKnown("x")), Not(IsKnown("y"))), set(), {"x", "y"}),
        (Contains(Name("x"), "y"), {"x", "y"}, {"x", "y"}),
        (In(Name("x"), (Literal("a"),)), {"x"}, {"x"}),
        (Compare(">", Arithmetic("-", Name("x"), Negative(Name("y"))), Literal(0)), {"x", "y"}, {"x", "y"}),
        (Compare("==", Contains(Name("z"), "x"), Literal(True)), {"x", "z"}, {"x", "z"}),
        (Compare(">", Invoke("count", (Name("x"),)), Literal(0)), set(), set()),
        (Literal(True), set(), set()),
    ],
)
def test_known_if_proves_enough(tree: Expression, when_true: set[str], when_false: set[str]) -> None:
    """Definite assignment lives on this: a comparison proves its names either way, `is known` only when true."""
    assert known_if(tree, True) == when_true
    assert known_if(tree, False) == when_false


def test_nothing_in_an_empty_list_proves_nothing() -> None:
    """`x in []` is false whatever x is: then x is not proved to be known."""
    assert value(In(Name("x"), ())) is F
    assert known_if(In(Name("x"), ()), False) == set()


@pytest.mark.parametrize(
    ("tree", "names"),
    [
        (Literal(1), set()),
        (Name("x"), {"x"}),
        (IsKnown("x"), {"x"}),
        (Contains(Name("y"), "x"), {"x", "y"}),
        (In(Name("x"), (Name("y"), Literal(1))), {"x", "y"}),
        (Not(Name("x")), {"x"}),
        (Negative(Name("x")), {"x"}),
        (Compare("<", Name("x"), Name("y")), {"x", "y"}),
        (Arithmetic("+", Name("x"), Name("y")), {"x", "y"}),
        (Or(Name("x"), And(Name("y"), Name("z"))), {"x", "y", "z"}),
        (Invoke("least", (Name("x"), Name("y"))), {"x", "y"}),
        (Invoke("hour", ()), set()),
    ],
)
def test_reads(tree: Expression, names: set[str]) -> None:
    """Every name that a condition looks at, wherever it stands."""
    assert reads(tree) == names

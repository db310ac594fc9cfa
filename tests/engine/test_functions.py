"""The functions of expressions: total, three-valued, and the whole list is in the editors' reference."""

from __future__ import annotations

import datetime as dt
import inspect
from decimal import Decimal
from pathlib import Path

import pytest

from bot.engine.expressions import BY_NAME
from bot.engine.functions import functions_at
from bot.engine.signatures import SIGNATURES
from bot.engine.values import UNKNOWN, Unknown, Value

ZONE = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 11, 20, 0, 30, tzinfo=ZONE)
CALL = functions_at(NOW)


@pytest.mark.parametrize(
    ("name", "given", "out"),
    [
        ("count", (3,), 3),
        ("count", (UNKNOWN,), UNKNOWN),
        ("count", ("x",), UNKNOWN),
        ("days_since", (dt.date(2026, 11, 18),), 2),
        ("days_since", (dt.date(2026, 11, 25),), -5),
        ("days_since", (Unknown("日"),), UNKNOWN),
        ("days_until", (dt.date(2026, 12, 1),), 11),
        ("days_until", ("明天",), UNKNOWN),
        ("hour", (), 0),
        ("least", (3, Decimal("2.5")), Decimal("2.5")),
        ("least", (3, 3), 3),
        ("least", (dt.date(2026, 1, 1), dt.date(2025, 1, 1)), dt.date(2025, 1, 1)),
        ("greatest", (-40, 0), 0),
        ("greatest", (UNKNOWN, 0), UNKNOWN),
        ("greatest", ("a", 0), UNKNOWN),
    ],
)
def test_functions(name: str, given: tuple[Value, ...], out: Value) -> None:
    """Each gives its value, and unknown of what is unknown or does not fit."""
    assert CALL[name](*given) == out


def test_the_day_is_the_persons() -> None:
    """Half past midnight in China is the new day, whatever day it is in London."""
    assert CALL["days_since"](dt.date(2026, 11, 19)) == 1
    assert functions_at(NOW.astimezone(dt.UTC))["days_since"](dt.date(2026, 11, 19)) == 0


def test_registry_and_signatures_agree() -> None:
    """Every signature has its function with as many parameters, and the other way round."""
    assert set(CALL) == set(SIGNATURES)
    for name, signature in SIGNATURES.items():
        names = 1 if name in BY_NAME else 0  # these are told the names of their arguments too
        assert len(inspect.signature(CALL[name]).parameters) == len(signature.parameters) + names, name


def test_every_function_is_documented() -> None:
    """`docs/editors/flow-language.zh.md` names each one: nothing else can be called."""
    page = (Path(__file__).parents[2] / "docs/editors/flow-language.zh.md").read_text(encoding="utf-8")
    assert all(f"`{name}(" in page for name in SIGNATURES)


def test_the_registry_is_a_mapping() -> None:
    """Looked through like any other: names and their number."""
    assert len(CALL) == len(list(CALL)) == len(SIGNATURES)
    assert "open" not in CALL


def test_bounds_of_a_derived_or_missing_slot_are_its_value() -> None:
    """`unsure` of what was computed, or never said: no bounds of its own."""
    from bot.engine import answers as held
    from bot.engine.expressions import Arithmetic, Invoke, Literal, Name, evaluate
    from tests.engine.books import book, slot
    from tests.engine.test_answers import work

    here = work(book(slots=(slot("afford", "money", compute=Arithmetic("-", Name("income"), Literal(1))),)))
    tree = Invoke("unsure", (Name("afford"),))
    assert evaluate(tree, lambda n: held.value_under(here, n), held.functions_of(here)) == UNKNOWN
    held.put(here, "income", held.answer_of(here, 5000, low=4000, high=6000, sure="vague"))
    assert evaluate(tree, lambda n: held.value_under(here, n), held.functions_of(here)) is False
    assert (
        evaluate(Invoke("unsure", (Name("income"),)), lambda n: held.value_under(here, n), held.functions_of(here))
        is True
    )


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("lpr_times_four", "a"),
        ("lpr_times_four", "20:30"),
        ("night_call", "20:30+08:00"),
        ("night_call", "20:30Z"),
    ],
)
def test_odd_texts_for_months_and_clocks_are_unknown(name: str, odd: str) -> None:
    """Nothing raises, whatever the values are: a text that is no month and no clock is unknown."""
    assert CALL[name](odd) == UNKNOWN

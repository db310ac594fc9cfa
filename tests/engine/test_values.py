"""Values go into a session and come out again as they were; what does not fit comes out as nothing."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.values import NUMERIC, UNKNOWN, Known, SlotType, Unknown, freeze, thaw

numbers = st.one_of(
    st.integers(-(10**12), 10**12), st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=2)
)
words = st.text(max_size=20)
KINDS: dict[SlotType, st.SearchStrategy[Known]] = {
    SlotType.CHOICES: st.lists(words, max_size=4).map(tuple),
    SlotType.YES_NO: st.booleans(),
    SlotType.DATE: st.dates(),
    SlotType.MONTH: st.dates(dt.date(1000, 1, 1)).map(lambda d: f"{d:%Y-%m}"),
    SlotType.CLOCK: st.times().map(lambda t: f"{t:%H:%M}"),
    **dict.fromkeys(NUMERIC, numbers),
    **dict.fromkeys(
        set(SlotType) - NUMERIC - {SlotType.CHOICES, SlotType.YES_NO, SlotType.DATE, SlotType.MONTH, SlotType.CLOCK},
        words,
    ),
}


@given(st.data())
def test_thaw_undoes_freeze(data: st.DataObject) -> None:
    """A value of any type survives JSON exactly."""
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    value = data.draw(KINDS[kind])
    stored = json.loads(json.dumps(freeze(value)))
    assert thaw(kind, stored) == value


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Decimal("12000.00"), 12000),
        (Decimal("645.50"), "645.5"),
        (Decimal("1E+3"), 1000),
        (dt.date(2026, 11, 20), "2026-11-20"),
        (("a", "b"), ["a", "b"]),
        (True, True),
        ("21:30", "21:30"),
    ],
)
def test_freeze(value: Known, stored: object) -> None:
    """JSON holds it exactly and without floats."""
    assert freeze(value) == stored
    assert type(freeze(value)) is type(stored)


JSON = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    words,
    st.sampled_from(["nan", "sNaN", "Infinity", "-Infinity", "1E+9999999", "12", "1.50", "2026-13-01"]),
    st.lists(st.one_of(words, st.integers()), max_size=3),
    st.dictionaries(words, words, max_size=1),
    st.floats(allow_nan=True),
)


@given(st.sampled_from(list(SlotType)), JSON)
def test_anything_thaws_to_a_value_or_nothing(kind: SlotType, stored: object) -> None:
    """Whatever an older or newer edition stored under this name, reading it raises nothing and gives a finite value."""
    value = thaw(kind, stored)
    if kind in NUMERIC and value is not None:
        assert isinstance(value, (int, Decimal))
        assert abs(value) <= 10**30 or isinstance(stored, int)
        assert Decimal(value).is_finite()


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (SlotType.YES_NO, "yes"),
        (SlotType.MONEY, True),
        (SlotType.MONEY, "八千"),
        (SlotType.DATE, "昨天"),
        (SlotType.DATE, 20261120),
        (SlotType.CHOICES, "illness"),
        (SlotType.CHOICES, ["a", 1]),
        (SlotType.CHOICE, ["a"]),
        (SlotType.TEXT, 5),
        (SlotType.DAYS, None),
        (SlotType.CLOCK, "晚上八点"),
        (SlotType.CLOCK, "20:30+08:00"),
        (SlotType.MONTH, "2026-13"),
        (SlotType.MONTH, "下个月"),
    ],
)
def test_what_does_not_fit_is_nothing(kind: SlotType, stored: object) -> None:
    """An edition that changed the type of a slot asks again."""
    assert thaw(kind, stored) is None


def test_an_unknown_is_false_and_knows_its_label() -> None:
    """Templates test it, documents print what is missing."""
    assert not Unknown("金额")
    assert Unknown("金额").label == "金额"
    assert Unknown() == UNKNOWN

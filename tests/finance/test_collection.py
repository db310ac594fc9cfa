"""Noted calls against 22:00–8:00 and a day's counts, and what a payment is counted against."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.finance.appropriation import ORDER, Part, Premise, Split, appropriate
from bot.finance.collection import RULES, Called, Finding, Sign, findings, often, silent

DAY = dt.date(2026, 11, 20)


def at(clock: str, connected: bool = False, line: str = "", day: dt.date = DAY) -> Called:
    return Called(dt.datetime.combine(day, dt.time.fromisoformat(clock)), connected, line)


@pytest.mark.parametrize(
    ("clock", "inside"),
    [
        ("21:59", False),
        ("22:00", True),
        ("23:59", True),
        ("00:00", True),
        ("07:59", True),
        ("08:00", False),
        ("12:00", False),
    ],
)
def test_silent_hours(clock: str, inside: bool) -> None:
    """22:00 belongs to the silent hours, 8:00 does not."""
    assert silent(dt.time.fromisoformat(clock)) is inside


@pytest.mark.parametrize(
    ("connected", "attempts", "beyond"), [(3, 6, False), (4, 0, True), (0, 7, True), (0, 0, False)]
)
def test_counts(connected: int, attempts: int, beyond: bool) -> None:
    """Three connected and six unconnected are within the measure; they are not added up."""
    assert often(connected, attempts) is beyond


def test_a_quiet_day_shows_nothing() -> None:
    """Three connected calls and six attempts by day show nothing."""
    calls = [at(f"{10 + k}:00", connected=True) for k in range(3)] + [at(f"{10 + k}:30") for k in range(6)]
    assert findings(calls) == ()
    assert findings([]) == ()


def test_findings_by_day_and_line() -> None:
    """Attempts count by number, connected calls by day, silent hours always; days do not run together."""
    later = DAY + dt.timedelta(days=1)
    calls = [at(f"{10 + k}:00", connected=True) for k in range(4)]
    calls += [at(f"{10 + k}:30", line="first") for k in range(7)] + [
        at(f"{10 + k}:40", line="second") for k in range(6)
    ]
    calls += [at("23:10", line="third"), at("06:00", connected=True, day=later)]
    assert findings(calls) == (
        Finding(Sign.SILENT_HOURS, DAY, 1),
        Finding(Sign.CONNECTED_OFTEN, DAY, 4),
        Finding(Sign.ATTEMPTS_OFTEN, DAY, 7),
        Finding(Sign.SILENT_HOURS, later, 1),
    )


@given(
    st.lists(st.builds(at, st.times().map(lambda t: t.isoformat()), st.booleans(), st.sampled_from("ab")), max_size=20)
)
def test_the_order_of_notes_changes_nothing(calls: list[Called]) -> None:
    """Notes shuffled give the same findings."""
    shuffled = list(calls)
    Random(1).shuffle(shuffled)
    assert findings(shuffled) == findings(calls)


def test_every_sign_names_a_rule() -> None:
    """Each finding can say which rule it may not fit."""
    assert set(RULES) == set(Sign)
    assert Finding(Sign.THIRD_PERSON, DAY, 1).rule == "rule_only_you"


SPLITS = [  # paid, costs, interest, principal → split
    (1000, 100, 300, 5000, Split(100, 300, 600, 0)),
    (350, 100, 300, 5000, Split(100, 250, 0, 0)),
    (50, 100, 300, 5000, Split(50, 0, 0, 0)),
    (6000, 100, 300, 5000, Split(100, 300, 5000, 600)),
    (0, 100, 300, 5000, Split(0, 0, 0, 0)),
    (-5, -1, 300, 5000, Split(0, 0, 0, 0)),
]


@pytest.mark.parametrize(("paid", "costs", "interest", "principal", "split"), SPLITS)
def test_order_of_the_law(paid: int, costs: int, interest: int, principal: int, split: Split) -> None:
    """Costs, then interest, then the loan (civil code 561)."""
    found = appropriate(paid, costs, interest, principal)
    assert found == split
    assert found.lowers_the_loan is (split.principal > 0)


def test_another_order_agreed() -> None:
    """Where another order is agreed, it is followed; parts it does not name keep the order of the law behind it."""
    assert appropriate(1000, 100, 300, 5000, (Part.PRINCIPAL,)) == Split(0, 0, 1000, 0, Premise.AGREED_ORDER)
    assert appropriate(5150, 100, 300, 5000, (Part.PRINCIPAL,)) == Split(100, 50, 5000, 0, Premise.AGREED_ORDER)
    assert tuple(Part) == ORDER


@given(
    st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.permutations(ORDER)
)
def test_nothing_is_lost(paid: int, costs: int, interest: int, principal: int, order: list[Part]) -> None:
    """What is paid is what is counted, and no part gets more than is owed."""
    found = appropriate(paid, costs, interest, principal, tuple(order))
    assert found.costs + found.interest + found.principal + found.left == paid
    assert (found.costs <= costs, found.interest <= interest, found.principal <= principal) == (True, True, True)

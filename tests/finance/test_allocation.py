"""Shares never exceed what is affordable, nobody is left out, and the order of telling changes nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.finance.allocation import (
    Allocation,
    Basis,
    Class,
    Debt,
    Note,
    allocate,
    class_of,
    measure,
    ordered,
    weight,
)


def amounts(found: Allocation) -> dict[str, int]:
    return {share.id: share.amount for share in found.shares}


def test_shares_by_what_is_due() -> None:
    """1,000 yuan over 3,000 and 1,000 due: three quarters and one quarter."""
    found = allocate(1000_00, [Debt("d1", 3000_00), Debt("d2", 1000_00)])
    assert amounts(found) == {"d1": 750_00, "d2": 250_00}
    assert found.left == 0
    assert found.basis == (Basis.OWN_FIGURES, Basis.BY_WHAT_IS_DUE, Basis.DOUBTFUL_WAIT, Basis.OFFERS_ONLY)


def test_the_largest_remainder_gets_the_fen() -> None:
    """100 fen over three equal debts: 34, 33, 33, the odd fen to the first id; d2 counts before d10."""
    assert amounts(allocate(100, [Debt("d3", 500), Debt("d1", 500), Debt("d2", 500)])) == {"d1": 34, "d2": 33, "d3": 33}
    assert amounts(allocate(1, [Debt("d10", 500), Debt("d2", 500)])) == {"d2": 1, "d10": 0}
    # 100 × 1/6 = 16.67, × 2/6 = 33.33, × 3/6 = 50: the one fen goes to the largest remainder
    assert amounts(allocate(100, [Debt("a", 100), Debt("b", 200), Debt("c", 300)])) == {"a": 17, "b": 33, "c": 50}


def test_enough_for_all_leaves_the_rest() -> None:
    """Nobody gets more than is due."""
    found = allocate(5000_00, [Debt("d1", 3000_00), Debt("d2", 1000_00)])
    assert amounts(found) == {"d1": 3000_00, "d2": 1000_00}
    assert found.left == 1000_00


def test_nothing_to_give_still_contacts_all() -> None:
    """可承受额 0: every lender is contacted, with nothing promised."""
    for purse in (0, -5):
        found = allocate(purse, [Debt("d1", 3000_00), Debt("d2")])
        assert amounts(found) == {"d1": 0, "d2": 0}
        assert all(Note.CONTACT in share.notes for share in found.shares)
        assert found.left == 0


def test_notes() -> None:
    """An unknown sum is asked for, a doubtful debt verified, a part payment preceded by its question."""
    debts = [Debt("d1", 300_00), Debt("d2"), Debt("d3", 900_00, doubtful=True)]
    notes = {share.id: share.notes for share in allocate(100_00, debts).shares}
    assert notes == {
        "d1": (Note.CONTACT, Note.ASK_APPROPRIATION),
        "d2": (Note.CONTACT, Note.ASK_DUE),
        "d3": (Note.CONTACT, Note.VERIFY_FIRST),
    }


def test_by_hand() -> None:
    """A figure set by hand comes first, also for a doubtful debt; the rest is shared by what is due."""
    debts = [Debt("d1", 300_00), Debt("d2", 100_00), Debt("d3", 900_00, doubtful=True)]
    found = allocate(300_00, debts, {"d3": 100_00, "elsewhere": 5})
    assert amounts(found) == {"d1": 150_00, "d2": 50_00, "d3": 100_00}
    assert (found.left, found.over) == (0, 0)
    assert Note.BY_HAND in next(s.notes for s in found.shares if s.id == "d3")


def test_too_much_by_hand_gives_no_shares() -> None:
    """More by hand than is affordable: by how much, and nothing handed out."""
    found = allocate(300_00, [Debt("d1", 300_00), Debt("d2", 100_00)], {"d1": 250_00, "d2": 100_00})
    assert found.over == 50_00
    assert set(amounts(found).values()) == {0}
    assert found.left == 300_00


DAY = dt.date(2026, 12, 1)
IN_ORDER = [
    Debt("p1", paper=True),  # a paper whose deadline nobody knows: first, until it is known
    Debt("p2", deadline=DAY, doubtful=True),
    Debt("p3", deadline=DAY + dt.timedelta(days=3), living=True),
    Debt("l1", living=True, secured=True),
    Debt("s1", secured=True, rate=Decimal("36")),
    Debt("s2", secured=True, rate=Decimal("12")),
    Debt("v1", doubtful=True, rate=Decimal("1117.35")),
    Debt("r1", rate=Decimal("28.96")),
    Debt("r2", rate=Decimal("18")),
    Debt("r10", rate=Decimal("18")),
    Debt("r0", rate=Decimal("0")),
    Debt("u1"),
]


@pytest.mark.parametrize("seed", range(8))
def test_the_order(seed: int) -> None:
    """Papers by deadline, living, secured, doubtful, then by rate, unknown rates last; the order told does not matter."""
    shuffled = list(IN_ORDER)
    Random(seed).shuffle(shuffled)
    assert [d.id for d in ordered(shuffled)] == [d.id for d in IN_ORDER]


def test_classes() -> None:
    """The first class that fits is taken."""
    kinds = [class_of(d) for d in IN_ORDER]
    assert kinds == sorted(kinds)
    assert set(kinds) == set(Class)


DEBTS = st.lists(
    st.builds(
        Debt,
        st.integers(1, 30).map(lambda n: f"d{n}"),
        st.one_of(st.none(), st.integers(-5, 10**9)),
        st.one_of(st.none(), st.integers(-5, 10**9)),
        st.one_of(st.none(), st.decimals(0, 2000, places=2)),
        paper=st.booleans(),
        deadline=st.one_of(st.none(), st.dates(DAY, DAY + dt.timedelta(days=5))),
        living=st.booleans(),
        secured=st.booleans(),
        doubtful=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda d: d.id,
)
HANDS = st.dictionaries(st.integers(1, 30).map(lambda n: f"d{n}"), st.integers(-5, 10**6), max_size=2)


@given(st.integers(-100, 10**9), DEBTS, HANDS, st.integers(0, 12))
def test_never_more_than_affordable(purse: int, debts: list[Debt], hands: dict[str, int], unnamed: int) -> None:
    """The shares and what is left are exactly what is affordable; nobody gets less than nothing; what is kept for lenders
    without a name is among what is left."""
    found = allocate(purse, debts, hands, unnamed)
    assert 0 <= found.aside <= found.left
    assert sum(s.amount for s in found.shares) + found.left == max(0, purse)
    assert found.left >= 0
    assert all(s.amount >= 0 for s in found.shares)


@given(st.integers(0, 10**9), DEBTS, HANDS)
def test_nobody_is_left_uncontacted(purse: int, debts: list[Debt], hands: dict[str, int]) -> None:
    """Every debt has its line, once, and every line says to contact."""
    found = allocate(purse, debts, hands)
    assert sorted(s.id for s in found.shares) == sorted(d.id for d in debts)
    assert all(s.notes[0] is Note.CONTACT for s in found.shares)


@given(st.integers(0, 10**9), DEBTS, HANDS, st.randoms(use_true_random=False))
def test_stable_under_reordering(purse: int, debts: list[Debt], hands: dict[str, int], random: Random) -> None:
    """The same debts told in another order give the same shares in the same order."""
    shuffled = list(debts)
    random.shuffle(shuffled)
    assert allocate(purse, shuffled, hands) == allocate(purse, debts, hands)


@given(st.integers(0, 10**9), DEBTS)
def test_fair_to_the_fen(purse: int, debts: list[Debt]) -> None:
    """Without figures by hand: one measure for all, never more than it, nothing before verification, within one of proportion."""
    found = amounts(allocate(purse, debts))
    by = measure(debts)
    heavy = {d.id: max(0, weight(d, by) or 0) if not d.doubtful else 0 for d in debts}
    whole = sum(heavy.values())
    assert all(found[one] <= heavy[one] for one in heavy)
    paid = [d for d in debts if not d.doubtful]
    unknown = sum(weight(d, by) is None for d in paid)
    pot = purse - (-(-purse * unknown // len(paid)) if unknown else 0)
    assert sum(found.values()) == min(pot, whole)
    if 0 < pot < whole:
        assert all(abs(found[one] * whole - pot * heavy[one]) < whole for one in heavy)


def test_one_measure_for_all() -> None:
    """By what is due where it is known of everybody who is paid; else by what is owed, also for those whose due is known."""
    known = [Debt("a", 100, 900), Debt("b", 300, 900), Debt("c", doubtful=True)]
    assert measure(known) is Basis.BY_WHAT_IS_DUE
    assert amounts(allocate(200, known)) == {"a": 50, "b": 150, "c": 0}
    partly = [Debt("a", 100, 900), Debt("b", None, 900)]
    found = allocate(200, partly)
    assert amounts(found) == {"a": 100, "b": 100}
    assert Basis.BY_WHAT_IS_OWED in found.basis


def test_a_lender_without_a_sum_keeps_its_part() -> None:
    """Nobody gets everything because another sum was not said: an even part stays aside, and the basis says so."""
    found = allocate(900, [Debt("a", None, 5000), Debt("b"), Debt("c", None, 1000)])
    assert amounts(found) == {"a": 500, "b": 0, "c": 100}
    assert found.left == 300
    assert Basis.UNKNOWN_KEPT in found.basis
    assert next(s for s in found.shares if s.id == "b").notes == (Note.CONTACT, Note.ASK_DUE)


@given(st.integers(0, 10**9), DEBTS, st.integers(1, 12))
def test_the_unnamed_are_not_given_away(purse: int, debts: list[Debt], unnamed: int) -> None:
    """Lenders of whom only the number is known keep an even part: the named ones together get no more than theirs."""
    found = allocate(purse, debts, unnamed=unnamed)
    waiting = sum(not d.doubtful for d in debts)
    assert sum(s.amount for s in found.shares) * (waiting + unnamed) <= purse * waiting
    assert found.aside * (waiting + unnamed) >= purse * unnamed
    assert Basis.UNKNOWN_KEPT in found.basis

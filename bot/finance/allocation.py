"""Who is spoken to first, and who gets how much: a fixed order, and shares by what is due, in whole units of what is given.

Where what is due is not known of every lender, all of them are weighed by what is owed: one measure for everybody.

Nothing handed out exceeds what is affordable, nobody gets more than is due, every lender is contacted, and the order in which the
debts were told changes nothing: ties are decided by the stable ids of the items.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import IntEnum, StrEnum

from msgspec import Struct, field


class Class(IntEnum):
    """Which debts come first."""

    PAPER = 1  # a court paper with a deadline runs
    LIVING = 2  # rent, water, power, medicine, children
    SECURED = 3  # somebody stands surety, a joint loan, a pledge
    DOUBTFUL = 4  # verified first, paid afterwards
    BY_RATE = 5  # the rest, dearest first


class Debt(Struct, frozen=True):
    """One debt as far as it is known; fen, percent a year."""

    id: str
    due: int | None = None  # what is due now
    owed: int | None = None  # what is owed in all
    rate: Decimal | None = None
    paper: bool = False
    deadline: dt.date | None = None
    living: bool = False
    secured: bool = False
    doubtful: bool = False


def class_of(debt: Debt) -> Class:
    """The first class that fits."""
    if debt.paper or debt.deadline is not None:
        return Class.PAPER
    if debt.living:
        return Class.LIVING
    if debt.secured:
        return Class.SECURED
    return Class.DOUBTFUL if debt.doubtful else Class.BY_RATE


def ordered(debts: Iterable[Debt]) -> tuple[Debt, ...]:
    """The order in which to see to them: class, nearest deadline, dearest rate, id; an unknown deadline counts as nearest."""

    return tuple(sorted(debts, key=lambda d: precedence(class_of(d), d.deadline, d.rate, d.id)))


Precedence = tuple[int, dt.date, bool, Decimal, int, str]


def precedence(kind: int, deadline: dt.date | None, rate: Decimal | None, item: str) -> Precedence:
    """What debts are ordered by; ids as they count (d2 before d10)."""
    return kind, deadline or dt.date.min, rate is None, -(rate or Decimal(0)), len(item), item


class Note(StrEnum):
    """What is special about a share."""

    CONTACT = "contact"  # every lender is contacted, also with nothing to offer
    ASK_DUE = "ask_due"  # what is due is unknown: ask, do not pay blindly
    VERIFY_FIRST = "verify_first"  # doubtful: verify before paying
    BY_HAND = "by_hand"  # the person's own figure
    ASK_APPROPRIATION = "ask_appropriation"  # less than is due: ask first what it is counted against


class Share(Struct, frozen=True):
    """What one lender could be offered this month."""

    id: str
    amount: int
    notes: tuple[Note, ...]


class Basis(StrEnum):
    """What an allocation rests on."""

    OWN_FIGURES = "own_figures"
    BY_WHAT_IS_DUE = "by_what_is_due"  # in proportion, can be changed by hand
    BY_WHAT_IS_OWED = "by_what_is_owed"  # where what is due now is not known of everybody
    DOUBTFUL_WAIT = "doubtful_wait"  # nothing before verification
    UNKNOWN_KEPT = "unknown_kept"  # an even part stays aside for each lender whose sum, or even name, nobody said
    OFFERS_ONLY = "offers_only"  # a plan to offer, not to pay out piecemeal without asking


class Allocation(Struct, frozen=True):
    """Shares in the order in which to see to them; `over`: by how much the figures set by hand exceed what is affordable."""

    shares: tuple[Share, ...]
    left: int
    over: int = 0
    aside: int = 0  # of what is left: for lenders that were counted but not named
    basis: tuple[Basis, ...] = (Basis.OWN_FIGURES, Basis.BY_WHAT_IS_DUE, Basis.DOUBTFUL_WAIT, Basis.OFFERS_ONLY)


class _Pot(Struct, frozen=True):
    total: int
    weights: Mapping[str, int] = field(default_factory=dict)

    def split(self) -> dict[str, int]:
        """By the largest remainder; the whole sum where it covers everything."""
        whole = sum(self.weights.values())
        if self.total >= whole:
            return dict(self.weights)
        shares = {one: self.total * due // whole for one, due in self.weights.items()}
        rests = sorted(self.weights, key=lambda one: (-(self.total * self.weights[one] % whole), len(one), one))
        for one in rests[: self.total - sum(shares.values())]:
            shares[one] += 1
        return shares


def measure(debts: Iterable[Debt]) -> Basis:
    """By what the debts are weighed: what is due, if it is known of every debt that is paid; else what is owed."""
    known = all(d.due is not None for d in debts if not d.doubtful)
    return Basis.BY_WHAT_IS_DUE if known else Basis.BY_WHAT_IS_OWED


def weight(debt: Debt, by: Basis) -> int | None:
    """What one debt weighs, None where it is not known."""
    return debt.due if by is Basis.BY_WHAT_IS_DUE or debt.owed is None else debt.owed


def allocate(
    affordable: int, debts: Sequence[Debt], by_hand: Mapping[str, int] | None = None, unnamed: int = 0
) -> Allocation:
    """Fair shares by one measure; figures set by hand come first and the rest is shared among the others.

    Doubtful debts get nothing before they are verified unless the person says so. For a lender whose sum is unknown, and for each
    of the `unnamed` of whom only the number is known, an even part stays aside, so that the ones with a sum do not get everything.
    Figures by hand beyond what is affordable give no shares at all, only by how much they go over: the bot does not choose whom
    to cut.
    """
    wanted = {d.id: max(0, (by_hand or {})[d.id]) for d in debts if d.id in (by_hand or {})}
    purse = max(0, affordable)
    over = max(0, sum(wanted.values()) - purse)
    by = measure(debts)
    weights = {d.id: weight(d, by) for d in debts}
    waiting = [d.id for d in debts if not d.doubtful and d.id not in wanted]
    open_ = {one: heavy for one in waiting if (heavy := weights[one] or 0) > 0}
    rest, unknown = purse - sum(wanted.values()), sum(weights[one] is None for one in waiting)
    sharing = len(waiting) + unnamed
    kept, nobodys = (-(-rest * some // sharing) if some else 0 for some in (unknown + unnamed, unnamed))
    shares = {} if over else {**wanted, **_Pot(rest - kept, open_).split()}
    made = tuple(_share(d, shares.get(d.id, 0), weights[d.id], d.id in wanted) for d in ordered(debts))
    waits = (Basis.UNKNOWN_KEPT,) if unknown or unnamed else ()
    basis = (Basis.OWN_FIGURES, by, Basis.DOUBTFUL_WAIT, *waits, Basis.OFFERS_ONLY)
    return Allocation(made, purse - sum(s.amount for s in made), over, 0 if over else nobodys, basis)


def _share(debt: Debt, amount: int, heavy: int | None, by_hand: bool) -> Share:
    notes = [Note.CONTACT]
    if heavy is None:
        notes.append(Note.ASK_DUE)
    if debt.doubtful:
        notes.append(Note.VERIFY_FIRST)
    if by_hand:
        notes.append(Note.BY_HAND)
    if 0 < amount < (heavy or 0):
        notes.append(Note.ASK_APPROPRIATION)
    return Share(debt.id, amount, tuple(notes))

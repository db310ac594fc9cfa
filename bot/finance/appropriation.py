"""What a payment is counted against: costs, then interest, then the loan itself, unless something else was agreed (civil code 561)."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Part(StrEnum):
    """What is owed besides and including the loan itself, in the order of the law."""

    COSTS = "costs"
    INTEREST = "interest"
    PRINCIPAL = "principal"


ORDER = (Part.COSTS, Part.INTEREST, Part.PRINCIPAL)


class Premise(StrEnum):
    """What a split rests on."""

    NO_OTHER_AGREEMENT = "no_other_agreement"  # ask the lender before paying
    AGREED_ORDER = "agreed_order"


class Split(Struct, frozen=True):
    """A payment by what it is counted against, in fen; `left` goes beyond the debt."""

    costs: int
    interest: int
    principal: int
    left: int
    premise: Premise = Premise.NO_OTHER_AGREEMENT

    @property
    def lowers_the_loan(self) -> bool:
        return self.principal > 0


def appropriate(paid: int, costs: int, interest: int, principal: int, order: tuple[Part, ...] = ORDER) -> Split:
    """The split of one payment; `order` where contract or lender name another one in writing."""
    owed = {Part.COSTS: max(0, costs), Part.INTEREST: max(0, interest), Part.PRINCIPAL: max(0, principal)}
    left = max(0, paid)
    taken = dict.fromkeys(Part, 0)
    for part in dict.fromkeys((*order, *ORDER)):
        taken[part] = min(left, owed[part])
        left -= taken[part]
    premise = Premise.NO_OTHER_AGREEMENT if tuple(order) == ORDER else Premise.AGREED_ORDER
    return Split(taken[Part.COSTS], taken[Part.INTEREST], taken[Part.PRINCIPAL], left, premise)

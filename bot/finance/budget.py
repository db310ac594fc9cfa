"""What a month can carry: income minus living minus a buffer, never below zero, whole yuan, rounded down.

The buffer is 200 yuan or 5 % of the income, whichever is more; with several debts the sum is for all of them together.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from bot.finance.fen import MOST

LEAST_BUFFER = 200_00  # fen
SHARE = 20  # one twentieth of the income


class Basis(StrEnum):
    """What a budget rests on."""

    OWN_ESTIMATES = "own_estimates"
    BUFFER_FIRST = "buffer_first"  # a small buffer is kept before anything is promised
    FOR_ALL_DEBTS = "for_all_debts"
    WHOLE_YUAN = "whole_yuan"  # rounded down


class Budget(Struct, frozen=True):
    """A small budget in fen."""

    buffer: int
    affordable: int
    short: int  # what is missing for living and buffer; zero where something can be paid
    basis: tuple[Basis, ...] = tuple(Basis)


def buffer(income: int) -> int:
    """What stays with the person besides living costs."""
    return max(LEAST_BUFFER, -(-income // SHARE))


def budget(income: int, costs: int) -> Budget | None:
    """The budget of a month; None for negative or impossible figures."""
    if not (0 <= income <= MOST and 0 <= costs <= MOST):
        return None
    kept = buffer(income)
    left = income - costs - kept
    return Budget(kept, max(0, left) // 100 * 100, max(0, -left))

"""One lender's loan as it was told: its name, its sums, and which answers stand for what is claimed, received or paid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bot.reports.case import Case, Told
from bot.reports.page import SILENT
from bot.reports.visible import line

(NOT_SAID,) = SILENT
CLAIMED = ("claimed_total", "claimed", "owed")
RECEIVED = ("received", "principal_received")
PAID = ("paid_total",)
CONTRACT = ("contract_amount", "principal")
APR = ("apr", "apr_est")

Debt = Mapping[str, Told]


def rows_of(case: Case) -> tuple[Debt, ...]:
    """Every debt; sums that were said of the person count as those of the only debt."""
    debts = case.debts or (({},) if any(case.value(n) is not None for n in (*RECEIVED, *PAID)) else ())
    if len(debts) != 1:
        return debts
    own = {
        name: case.told[name]
        for name in (*RECEIVED, *PAID, *CONTRACT, "claimed_total", "apr_est", "per_period", "periods")
        if name in case.told
    }
    return ({**own, **debts[0]},)


def name_of(debt: Debt, number: int) -> str:
    """What a lender is called: by name, else by number."""
    return line(debt["platform"].text) if "platform" in debt else f"第 {number} 家"


def number_in(debt: Debt, names: tuple[str, ...]) -> int | Decimal | None:
    """The first of these answers that is a number."""
    for name in names:
        told = debt.get(name)
        if told is not None and isinstance(told.value, (int, Decimal)) and not isinstance(told.value, bool):
            return told.value
    return None


def first_said(debt: Debt, names: tuple[str, ...]) -> str:
    """The first of these answers in words."""
    return next((line(debt[name].text) for name in names if name in debt), NOT_SAID)


def words_of(debt: Debt, name: str, otherwise: str = NOT_SAID) -> str:
    """One answer in words."""
    return line(debt[name].text) if name in debt else otherwise

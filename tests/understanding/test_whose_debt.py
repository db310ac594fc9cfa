"""A sum is the person's own debt, unless it is told of somebody else beside an own one."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from bot.understanding import parse

TODAY = dt.date(2026, 11, 21)
KIN = ("我弟", "我老公", "我妈", "我朋友", "她", "我表哥")
OTHERS = ("欠三万", "欠了三万", "自己欠着三万", "网贷欠三万", "那边还欠三万")
OWN = ("我欠一万", "我自己欠一万", "我也欠了一万", "我这边欠一万")


@pytest.mark.parametrize(("kin", "others", "own"), list(product(KIN, OTHERS, OWN)))
def test_only_the_own_debt_counts(kin: str, others: str, own: str) -> None:
    """我弟欠三万, 我欠一万 in either order and with a comma or a space is one debt of ten thousand."""
    for mark in "， ":
        for text in (f"{kin}{others}{mark}{own}", f"{own}{mark}{kin}{others}"):
            assert parse("amount", text, TODAY, None)["amount"] == 10000, text


@pytest.mark.parametrize("kin", KIN)
def test_a_debt_of_somebody_else_alone_is_the_one_asked_about(kin: str) -> None:
    """Where only somebody else's debt is told, it is the sum that was asked for."""
    assert parse("amount", f"{kin}欠三万", TODAY, None)["amount"] == 30000


@pytest.mark.parametrize("text", ["替我弟借了三万，我自己欠一万", "帮朋友贷的三万，我欠一万"])
def test_borrowed_for_somebody_is_an_own_debt(text: str) -> None:
    """What was borrowed for others is owed by the one who borrowed."""
    assert parse("amount", text, TODAY, None)["amount"] in (40000, 10000)

"""Doubtful points: what a lender's sums, rate and fees give reason to ask a lawyer, each with why; never a verdict."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.speaking import money
from bot.reports.case import Case
from bot.reports.loans import (
    APR,
    CLAIMED,
    CONTRACT,
    PAID,
    RECEIVED,
    Debt,
    first_said,
    name_of,
    number_in,
    rows_of,
    words_of,
)
from bot.reports.page import Block, items, words
from bot.reports.visible import line

REFERENCE_RATE = 24


def doubts(case: Case, coarse: bool) -> Iterator[Block]:
    """What looks doubtful, each with why: a question for a lawyer, never a verdict."""
    found = [words(text) for text in doubts_of(case)]
    if found:
        yield items(found)


def doubts_of(case: Case) -> list[str]:
    """Every doubtful point in one sentence."""
    found = []
    for number, debt in enumerate(rows_of(case), 1):
        name = name_of(debt, number)
        received, contract = number_in(debt, RECEIVED), number_in(debt, CONTRACT)
        if received is not None and contract is not None and received < contract:
            found.append(
                f"{name}：到手 {money(received)}，合同 {money(contract)}，少 {money(contract - received)}，问是不是预先扣了息费"
            )
        found.extend(f"{name}：{said}" for said in _dear(debt))
        claimed, paid = number_in(debt, CLAIMED), number_in(debt, PAID)
        if None not in (claimed, received, paid) and (claimed or 0) + (paid or 0) > 2 * (received or 0) > 0:
            found.append(f"{name}：已还加上还欠超过到手的两倍，请对方分项说明本金、利息、罚息、其他费用")
        found.extend(f"{name}：{said}" for said in _fees(debt))
        found.extend(f"{name}：{words_of(debt, slot)}" for slot in ("doubts", "fees") if slot in debt)
    found.extend(f"{t.label}：{line(t.text)}" for s in ("doubts", "fees", "cut_before") if (t := case.told.get(s)))
    return found


def _dear(debt: Debt) -> Iterator[str]:
    """What a rate gives reason to ask: four times the LPR where the lender may be a private one, else the line for licensed ones."""
    rate, four = number_in(debt, APR), number_in(debt, ("line_four",))
    private = "lender_type" in debt and debt["lender_type"].value == "private"
    if rate is None:
        return
    said = f"折年化约 {first_said(debt, APR)}"
    if private and four is not None and rate > four:
        month, line_ = words_of(debt, "signed"), words_of(debt, "line_four")
        yield f"{said}，高于合同成立时（{month}）一年期 LPR 的四倍 {line_}；是不是民间借贷、过没过线，请律师看"
    elif private and four is None:
        yield f"{said}；贷款人是个人或没听过的，是不是民间借贷、看哪条线，请律师看"
    elif not private and rate > REFERENCE_RATE:
        yield f"{said}，高于 {REFERENCE_RATE}% 的参照线，可要求分项说明"


def _fees(debt: Debt) -> Iterator[str]:
    """What is charged besides the instalments, as it was said."""
    said = [
        f"{when} {words_of(debt, slot)}"
        for slot, when in (("fee_first", "先交"), ("fee_each", "每期另交"))
        if number_in(debt, (slot,))
    ]
    if said:
        yield f"另外收了费：{'，'.join(said)}，问名目、依据和交给了谁"
    elif "has_fees" in debt and debt["has_fees"].value is True:
        yield "说有另外收的费，数没说，问名目、依据和交给了谁"

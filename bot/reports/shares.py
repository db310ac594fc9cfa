"""What a month can carry and how lenders would share it: the engine's own figures, in order, with what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.finance.budget import Basis as Budgeted
from bot.reports.case import Case, Told
from bot.reports.loans import name_of
from bot.reports.page import Block, para, table
from bot.reports.said import answers
from bot.reports.visible import line

BUDGET: Mapping[Budgeted, str] = {
    Budgeted.OWN_ESTIMATES: "都是本人估的数，可以改",
    Budgeted.BUFFER_FIRST: "到手减必要开支和老人孩子，再留缓冲（200 元与到手 5% 的较大者）",
    Budgeted.FOR_ALL_DEBTS: "几家的话是合起来的数",
    Budgeted.WHOLE_YUAN: "去掉零头到整元",
}


def budget(case: Case, coarse: bool) -> Iterator[Block]:
    """Income, what life costs, what is left, what each lender could be offered; the assumptions beside them."""
    yield from answers("budget", case, coarse)
    if "afford" in case.told:
        yield para(f"可承受额：{'；'.join(BUDGET[b] for b in Budgeted)}。", "small")
    if not coarse:
        yield from shares(case)


def shares(case: Case) -> Iterator[Block]:
    """Each lender's part of the month, where there are several; every lender has a line."""
    if len(case.debts) < 2 or "monthly" not in case.told:
        return
    rows = [(str(n), name_of(debt, n), _part(debt)) for n, debt in enumerate(case.debts, 1)]
    yield table(("先后", "平台", "每月可以报的数"), rows, right=(2,))
    yield para(
        f"{_measure(case)}；凑成整元，加起来不超过每月能拿的；可疑的先核实。只用来谈，付之前先问冲抵顺序。", "small"
    )


def _part(debt: Mapping[str, Told]) -> str:
    doubtful, offer = debt.get("doubtful"), debt.get("offer")
    if offer is not None:
        return line(offer.text) if offer.value else "先联系，登记困难"
    return "先核实，先不转钱" if doubtful is not None and doubtful.value is True else "先问清数再报"


def _measure(case: Case) -> str:
    over = case.number("too_much")
    if over:
        return f"自己定的数加起来超出每月能拿的 {over} 元，先没有填"
    return "按到期应还的比例" if case.value("by_due") is True else "按还欠的比例"

"""What a loan costs a year stands on the page with how it was reckoned; above a line it is a question, never a verdict."""

from __future__ import annotations

import re

import people

from bot.content.sources import shipped_folder
from bot.content.summary_fields import Audience
from bot.reports.doubts import REFERENCE_RATE
from bot.reports.page import pieces
from bot.reports.summary import summary_of


def page(person: people.Person) -> str:
    return "\n".join(text for _, text in pieces(summary_of(person.case(), Audience.LAWYER).page.blocks))


def loan(**more: object) -> people.Person:
    person = people.Person().holds(debt__platform="微粒贷", debt__received=8000)
    return person.holds(**{f"debt__{name}": value for name, value in more.items()})  # type: ignore[arg-type]  # what slots hold


def test_instalments() -> None:
    """8,000 in 10 × 910: 28.96 %, above the line for licensed lenders."""
    words = page(loan(per_period=910, periods=10, shape="months"))
    assert "微粒贷 · 每期 910 元，10 期 · 28.96%" in words
    assert "不算复利" in words
    assert "折年化约 28.96%，高于 24% 的参照线，可要求分项说明" in words


def test_a_loan_paid_back_at_once() -> None:
    """1,400 → 2,000 in 14 days: 1,117.35 %, by days of 365."""
    person = people.Person().holds(debt__received=1400, debt__repay=2000, debt__term_days=14, debt__times_paid=3)
    words = page(person)
    assert "14 天后还 2000 元 · 1117.35%" in words
    assert "还过几次：3" in words


def test_half_a_loan_is_worded_as_half() -> None:
    """Only the sum to pay back, or only the days: no 没说后还."""
    assert "到期还 5000 元" in page(loan(repay=5000))
    assert "14 天后还 多少没说" in page(loan(term_days=14))


def test_fees_are_a_doubtful_point() -> None:
    """As they were said; nothing where there are none."""
    assert "另外收了费：先交 300 元，每期另交 39 元" in page(loan(has_fees=True, fee_first=300, fee_each=39))
    assert "数没说" in page(loan(has_fees=True))
    assert "收了费" not in page(loan(has_fees=False, fee_first=0, fee_each=0))


def test_the_sum_of_all_is_told_with_how_many_it_is_of() -> None:
    """Two lenders with a sum, a third without; one alone has none to add up."""
    person = people.full()
    assert "说了数的 2 家，还欠合计：4.2 万元" in page(person)
    assert "还欠合计" not in page(loan(owed=5000))


def test_possible_private_lending_has_its_own_line() -> None:
    """Four times the LPR of the contract's month, only there; without a figure for the month, no figure; no 24."""
    private = {"per_period": 910, "periods": 10, "lender_type": "private"}
    words = page(loan(**private, signed="2026-03"))
    assert "合同成立时（2026 年 3 月）一年期 LPR 的四倍 12%" in words
    assert "请律师看" in words
    assert "24%" not in words
    unknown = page(loan(**private, signed="2026-09"))
    assert "看哪条线，请律师看" in unknown
    assert "四倍" not in unknown
    assert "折年化约" not in page(loan(per_period=810, periods=10, lender_type="private", signed="2026-03"))


def test_less_received_than_written() -> None:
    """What arrived beside what the contract says."""
    assert "到手 8000 元，合同 1 万元，少 2000 元" in page(loan(principal=10000))


def test_the_line_is_the_facts() -> None:
    """The figure in `flows/slots.yaml` and in the summary is the one of the fact."""
    slots = (shipped_folder() / "flows/slots.yaml").read_text(encoding="utf-8")
    facts = (shipped_folder() / "flows/facts/figures.yaml").read_text(encoding="utf-8")
    fact = re.search(r'cost_line_24:.*?value: "(\d+)"', facts, re.DOTALL)
    assert fact is not None
    assert re.findall(r"debt\.apr > (\d+)", slots) == [fact[1]] == [str(REFERENCE_RATE)]

"""A summary shows what each lender could be offered: the flows' own figures, everybody with a line, how it was reckoned."""

from __future__ import annotations

import people

from bot.content.summary_fields import Audience
from bot.finance.budget import Basis
from bot.reports.page import pieces
from bot.reports.shares import BUDGET
from bot.reports.summary import summary_of

SEVERAL = ("先还哪家", "都没有", "一千", "花呗", "六千", "有", "微粒贷", "两万", "没有了")


def page(person: people.Person, audience: Audience = Audience.BORROWER) -> str:
    return "\n".join(text for _, text in pieces(summary_of(person.case(), audience).page.blocks))


def test_every_lender_has_its_line() -> None:
    """1,000 yuan over 6,000 and 20,000 owed: 231 and 769, with the measure; the social worker sees no exact sum."""
    person = people.Person().says(*SEVERAL, "不填", "就这样")
    words = page(person)
    assert "1 · 花呗 · 231 元" in words
    assert "2 · 微粒贷 · 769 元" in words
    assert "按还欠的比例" in words
    assert "231" not in page(person, Audience.SOCIAL)


def test_a_doubtful_lender_is_verified_first() -> None:
    """A lender to verify has a line that says so, before the ones that are paid."""
    person = people.Person().says(
        *("先还哪家", "到手少／七天一借", "一千", "洋钱罐", "六千", "有", "微粒贷", "两万", "没有了"),
        *("到手少／七天一借", "都不是", "不填", "就这样"),
    )
    words = page(person)
    assert "1 · 洋钱罐 · 先核实，先不转钱" in words
    assert "2 · 微粒贷 · 1000 元" in words


def test_one_lender_needs_no_table() -> None:
    """With one lender there is nothing to share."""
    assert "每月可以报的数" not in page(people.Person().holds(debt__platform="微粒贷", debt__owed=12000, monthly=800))


def test_every_premise_of_a_budget_has_its_sentence() -> None:
    """Whatever a budget rests on is said."""
    assert set(BUDGET) == set(Basis)

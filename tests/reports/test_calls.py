"""The ledger of calls: each lender's call with its own result, ticket and day, whatever was told in between."""

from __future__ import annotations

import people
import readers
from msgspec.structs import replace

from bot.content.summary_fields import Audience
from bot.reports.happened import calls_of
from bot.reports.summary import summary_of

TWO = (
    "花呗六千，借呗三千，逾期二十天，失业了，每个月能还五百",
    "都没有",
    "花呗",
    "打了，有结果",
    "等答复",
    "A1001",
    "三天后",
    "要",
)
SECOND = ("打了一通电话", "打了，有结果", "借呗", "只登记了", "B2002", "下周三", "不用")


def test_a_second_call_leaves_the_first_as_it_was() -> None:
    """Two lenders, two tickets, two days; the page says which is whose."""
    case = people.Person().says(*TWO, *SECOND).case()
    assert [(case.lenders[c.item], c.ticket, c.more) for c in calls_of(case)] == [
        ("花呗", "A1001", "等答复"),
        ("借呗", "B2002", "只登记了"),
    ]
    words = readers.every_form(summary_of(case, Audience.BORROWER))["txt"]
    assert "「花呗」官方客服" in words
    assert "「借呗」官方客服" in words
    assert "「花呗」11月23日前没有答复，拿工单号A1001再打" in words
    assert "「借呗」11月25日前没有答复，拿工单号B2002再打" in words
    asked = readers.every_form(summary_of(case, Audience.LAWYER))["txt"]
    assert "「花呗」登记的工单是A1001，「借呗」登记的工单是B2002" in asked


def test_an_answer_at_last_stands_with_its_own_call() -> None:
    """花呗 answers after 借呗 was called: it is 花呗's call that has the result."""
    person = people.Person().says(*TWO, *SECOND)
    told = people.Happening(900, people.NOW, readings={"debt.called@d1": "got", "debt.result_kind@d1": "agreed"})
    case = person.case()
    case = replace(case, happenings=(*case.happenings, told))
    assert [(case.lenders[c.item], c.more) for c in calls_of(case)] == [("花呗", "给了方案"), ("借呗", "只登记了")]


def test_answers_alone_tell_the_last_call_of_each() -> None:
    """Where no turn was kept, each lender's answers still give its call."""
    case = replace(people.Person().says(*TWO, *SECOND).case(), happenings=())
    assert [(case.lenders[c.item], c.ticket) for c in calls_of(case)] == [("花呗", "A1001"), ("借呗", "B2002")]


def test_with_one_lender_nothing_is_named() -> None:
    """「官方客服」, as ever."""
    case = people.Person().says("花呗六千，逾期二十天，失业了，每个月能还五百", *TWO[1:2], *TWO[3:]).case()
    words = readers.every_form(summary_of(case, Audience.BORROWER))["txt"]
    assert "A1001" in words
    assert "「花呗」官方客服" not in words


def test_a_wish_to_be_reminded_is_no_lender() -> None:
    """Before any debt was told of, a reminder makes no row of debts."""
    assert people.Person().says("提醒我", "约好的电话").case().debts == ()

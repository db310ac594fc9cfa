"""The lawyer's page stays one side of A4 however much was told; what is left out of it is counted, and is on the person's own."""

from __future__ import annotations

import datetime as dt
import functools

import people
import pytest
import readers
from msgspec.structs import replace

from bot.content.summary_fields import FIELDS, Audience
from bot.reports.case import Case, Happening
from bot.reports.handing_over import Form, summary_file
from bot.reports.one_side import MOST, compact
from bot.reports.page import Items, Table, plain
from bot.reports.summary import Summary, summary_of


@functools.cache
def much(lenders: int, calls: int) -> Case:
    """Somebody with many lenders and calls, to whom everything happened that is asked about."""
    case = people.full().holds(debt__lender_type="licensed").case()
    contract = replace(case.debts[0]["received"], slot="debt.contract_amount", value=14000, text="1.4 万元")
    debt = {**case.debts[0], "contract_amount": contract}
    named = (replace(debt["platform"], text=f"某某消费金融{n}") for n in range(lenders))
    every = tuple(option.key for option in case.book.slots["events"].options)
    happened = [
        Happening(
            200 + n, people.NOW + dt.timedelta(days=n), readings={"call_result": "got", "debt.ticket@d1": f"2026{n:04}"}
        )
        for n in range(calls)
    ]
    return replace(
        case,
        debts=tuple({**debt, "platform": name} for name in named),
        told={**case.told, "events": replace(case.told["events"], value=every)},
        happenings=(*case.happenings, *happened),
    )


def lawyers(lenders: int, calls: int) -> Summary:
    return summary_of(much(lenders, calls), Audience.LAWYER)


@pytest.mark.parametrize(("lenders", "calls"), [(1, 1), (3, 8), (8, 4), (12, 40)])
def test_much_is_still_one_side(lenders: int, calls: int) -> None:
    """In the PDF, with the deadline above everything else."""
    content = summary_file(lawyers(lenders, calls), Form.PDF, "x").content
    assert readers.pages_of(content) == 1
    assert readers.pdf_words(content).startswith("法律咨询一页期限最后一天")


def test_what_is_left_out_is_counted() -> None:
    """Each kind by its name, in every form; the person's own page and the JSON have every row."""
    words = readers.every_form(lawyers(12, 40))
    for form in ("md", "txt", "html", "pdf", "docx"):
        for said in ("债务还有4条，在本人自己那一页", "通话记录还有37条", "催收经过还有7条", "疑点还有8条"):
            assert said in words[form], form
        assert "20260039" in words[form]
        assert "20260001" not in words[form]
    assert "20260001" in words["json"]
    own = summary_file(summary_of(much(12, 40), Audience.BORROWER), Form.TXT, "x").content.decode()
    assert "20260001" in own
    assert "某某消费金融11" in own


def test_the_tables_of_lenders_are_one() -> None:
    """Who, of what kind, how much: one row a lender, nothing of it lost."""
    made = lawyers(3, 1)
    apart = [b for b in made.page.blocks if isinstance(b, Table) and b.look == "grid"]
    (one,) = (b for b in compact(made.page).blocks if isinstance(b, Table) and b.look == "grid")
    assert len(apart) > 1
    assert one.head == ("平台", *(name for table in apart for name in table.head[1:]))
    for table in apart:
        for row in table.rows:
            (whole,) = (r.cells for r in one.rows if r.cells[0] == row.cells[0])
            assert set(row.cells) <= set(whole)
    assert {one.head[n] for n in one.right} == {table.head[n] for table in apart for n in table.right}


def test_acts_that_a_rule_forbids_come_first() -> None:
    """Of many acts those are left that a rule speaks of."""
    (acts,) = (b for b in compact(lawyers(1, 1).page).blocks if isinstance(b, Table) and b.field == "events")
    assert len(acts.rows) == MOST["events"]
    assert all(row.cells[2] for row in acts.rows)


def test_two_lenders_of_one_name_keep_their_tables() -> None:
    """Rows that cannot be told apart are not put together."""
    case = much(2, 1)
    first, second = case.debts
    twins = replace(case, debts=(first, {**second, "platform": first["platform"]}))
    page = summary_of(twins, Audience.LAWYER).page
    assert len([b for b in compact(page).blocks if isinstance(b, Table) and b.look == "grid"]) > 1


def test_other_pages_are_as_they_are() -> None:
    """Only the page that must fit one side is made smaller."""
    page = summary_of(much(12, 40), Audience.BORROWER).page
    assert compact(page) is page


def test_a_page_with_everything_ticked_says_all_that_was_ticked() -> None:
    """What is not a history, a doubt or a lender is never shortened."""
    every = tuple(FIELDS)
    made = summary_of(much(12, 40), Audience.LAWYER, asked=every, consented=every)
    left = readers.squeezed(
        "".join(plain(i.words) for b in compact(made.page).blocks if isinstance(b, Items) for i in b.items)
    )
    for block in made.page.blocks:
        if isinstance(block, Items) and block.field not in MOST:
            for item in block.items:
                assert readers.squeezed(plain(item.words)) in left

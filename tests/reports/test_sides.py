"""Where one side ends and the next begins: no foot by itself, no table over two sides, in PDF and DOCX."""

from __future__ import annotations

import io
import warnings
from typing import Any

import docx
import pypdf
import pytest
import readers
import test_one_side

from bot.content.summary_fields import Audience
from bot.reports.handing_over import Form, summary_file
from bot.reports.html import html
from bot.reports.page import Page, Para, table, words
from bot.reports.pdf import Sheet, pdf
from bot.reports.pdf_pen import MARGIN
from bot.reports.summary import summary_of

FOOT = ("生成于", "整理这一页", "两句放在心里")


def sides(content: bytes) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [readers.squeezed(p.extract_text()) for p in pypdf.PdfReader(io.BytesIO(content)).pages]


def borrowers(lenders: int) -> dict[Form, bytes]:
    made = summary_of(test_one_side.much(lenders, lenders), Audience.BORROWER)
    return {form: summary_file(made, form, "x").content for form in (Form.PDF, Form.DOCX)}


@pytest.mark.parametrize("lenders", range(1, 9))
def test_no_side_holds_the_foot_alone_and_no_table_is_torn(lenders: int) -> None:
    """However long the page: the foot stands under words of the page, and each table of lenders on one side."""
    found = sides(borrowers(lenders)[Form.PDF])
    assert len(found) > 1
    assert not [side for side in found if side.startswith(FOOT)]
    for head in ("平台类型", "平台到手", "先后平台")[: 3 if lenders > 1 else 2]:
        (side,) = [side for side in found if head in side]
        after = side[side.index(head) :]
        assert all(f"某某消费金融{n}" in after for n in range(lenders)), head


def test_a_last_side_of_a_few_lines_is_saved() -> None:
    """A page a little too long is set a little smaller; one much too long is not."""
    line = Para(words("一行话，不长也不短，刚好写满半行左右。"))
    page = {n: Page("标题", (line,) * n) for n in range(20, 60)}
    whole = max(n for n, one in page.items() if len(Sheet(1.0, MARGIN).sides(one)) == 1)
    assert [len(sides(pdf(page[n]).content)) for n in (whole, whole + 1, whole + 9)] == [1, 1, 2]


def test_the_foot_of_a_document_stays_with_the_words_before_it() -> None:
    """In Word: kept with the next paragraph down to its last line; so are the rows of a table."""
    document: Any = docx.Document(io.BytesIO(borrowers(3)[Form.DOCX]))
    paragraphs = document.paragraphs
    first = next(n for n, p in enumerate(paragraphs) if p.text.startswith(FOOT))
    before = paragraphs[first - 2 : -1]  # the last words, the rule, all lines of the foot but one
    assert before[0].text
    assert all(p.paragraph_format.keep_with_next for p in before)
    for made in document.tables:
        kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in made.rows]
        if made.rows[0].cells[0].text in {"平台", "先后"}:
            assert kept == [True] * (len(kept) - 1) + [None]


def test_what_was_not_said_is_pale() -> None:
    """In a table of the HTML, so that what was said stands out."""
    page = Page("标题", (table(("平台", "还欠"), (("甲", "没说"), ("乙", "3 万元")), right=(1,)),))
    assert html(page).count('<td class="right none">没说</td>') == html(page).count('class="right none"') == 1

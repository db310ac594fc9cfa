"""A conversation full of hostile text reaches every form: nothing runs, nothing breaks, nothing is lost."""

from __future__ import annotations

import csv
import io

import people
import pytest
import readers
from msgspec.structs import replace

from bot.content.summary_fields import FIELDS, Audience
from bot.engine.values import SlotType
from bot.reports import fonts, sheets
from bot.reports.case import Happening, Told
from bot.reports.handing_over import Form, summary_file
from bot.reports.one_side import compact
from bot.reports.summary import Summary, summary_of
from bot.reports.visible import visible

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7 * 7 }}{% for x in y %}",
    "{{ fact.h110.number }}",
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "\t=1+1",
    "'=1+1",
    "| a | b |\n| --- | --- |",
    "# 标题\n## 二级\n- 一\n1. 二\n> 引",
    "[点我](javascript:alert(1)) ![x](http://evil.example/x.png) http://evil.example www.evil.example",
    "`code` ~~~ *星* __下划__ **粗**",
    "\u202e反过来\u202c \u200b零宽\u2066隔\u2069",
    "\x00\x07\x1b[31m红\x1b[0m\x9b",
    "]]>&lt;!--&amp;-->",
    "../../etc/passwd",
    "😀👨‍👩‍👧 𠮷 ﷽ \ufeff",
    "\ue000deadline\ue001 \ue002 \ue100",
    "%s %(x)s ${x} $(rm -rf /) `id`",
    "---",
    "很长" * 900,
    "x" * 3000,
    "\ud800半个",
]


@pytest.fixture(scope="module", params=[Audience.BORROWER, Audience.LAWYER, Audience.SOCIAL])
def hostile(request: pytest.FixtureRequest) -> Summary:
    """Every text that a person can give is hostile."""
    case = people.full().case()
    told = dict(case.told)
    for number, (slot, kind) in enumerate(
        (("city", SlotType.CITY), ("health", SlotType.TEXT), ("needs", SlotType.TEXT), ("ticket", SlotType.REFERENCE))
    ):
        text = HOSTILE[number * 5]
        told[slot] = Told(slot, slot, kind, text, text, people.NOW)
    debts = tuple({"platform": Told("debt.platform", "平台", SlotType.PLATFORM, t, t, people.NOW)} for t in HOSTILE[:8])
    said = [Happening(100 + n, people.NOW, said=text) for n, text in enumerate(HOSTILE)]
    readings = Happening(
        99, people.NOW, readings={"call_result": "got", "debt.ticket@d1": HOSTILE[5], "events": [HOSTILE[0]]}
    )
    case = replace(case, told=told, debts=debts, happenings=(*case.happenings, readings, *said))
    return summary_of(case, request.param, asked=tuple(FIELDS), consented=tuple(FIELDS))


def test_nothing_is_lost_in_any_form(hostile: Summary) -> None:
    """Every hostile text stands in every form as it was, what is unseen by its number."""
    forms = readers.every_form(hostile)
    for text in HOSTILE:
        wanted = readers.squeezed(visible(text))
        for form in ("txt", "html", "md", "docx"):
            found = forms[form].replace("\\", "") if form == "md" else forms[form]
            assert (wanted.replace("\\", "") if form == "md" else wanted) in found, (form, text)
    assert "〔U+202E〕反过来" in forms["pdf"]
    assert "〔U+0007〕" in forms["pdf"]
    assert readers.squeezed("很长" * 900) in forms["pdf"].replace("1/", "1/")


@pytest.mark.parametrize("reader", ["pypdf", "pdfminer", "poppler"])
def test_the_pdf_says_all_of_it_and_nothing_else(hostile: Summary, reader: str) -> None:
    """Every character of the page in its order, what the font lacks by its number, read by tools that know nothing of each other."""
    content = summary_file(hostile, Form.PDF, "x").content
    pages = readers.pages_of(content)
    if reader == "poppler":
        found = readers.poppler_words(content, pages)
        if found is None:  # no Python package: two that are have read every character of this very page by now
            pytest.skip("pdftotext is a third reader where somebody has it; pypdf and pdfminer are always there")
    else:
        found = readers.pdf_words(content) if reader == "pypdf" else readers.miner_words(content, pages)
    wanted = readers.page_words(compact(hostile.page), lambda text: fonts.drawable(text)[0])
    assert found.replace("·", "") == wanted.replace("·", "")


def test_html_has_no_element_of_theirs(hostile: Summary) -> None:
    """No tag, handler or address that is not of the template."""
    page = readers.html_page(summary_file(hostile, Form.HTML, "x").content.decode())
    assert page.tags <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "ol", "li", "strong", "div"),
        *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg", "rect", "text", "footer", "hr"),
        *("ol", "time", "span"),
    }
    assert not [a for a in page.attributes if a[0].startswith("on") or a[0] in {"src", "href", "style"}]


def test_csv_has_no_live_cell(hostile: Summary) -> None:
    """No cell that a spreadsheet would run, in the file as another reader takes it apart."""
    columns = list(hostile.fields)
    alone = [[text] for text in HOSTILE]
    text = "".join(sheets.rows([sheets.head(columns), sheets.row(hostile, columns), *alone]))
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            bare = cell.lstrip(" \u3000\u00a0")
            assert not bare or bare[0] not in "=+-@\t\r\n＝＋－＠|%"
            assert not {c for c in cell if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0}


def test_numbers_survive_a_round_trip() -> None:
    """A plain number or sum is not marked as text."""
    assert [sheets.cell(t) for t in ("800", "1.2 万元", "2026-11-20")] == ["800", "1.2 万元", "2026-11-20"]


def test_templates_are_not_rendered_twice(hostile: Summary) -> None:
    """What a person writes in braces is printed, never filled in."""
    text = summary_file(hostile, Form.TXT, "x").content.decode()
    assert "{{ 7 * 7 }}" in text
    assert "{{ fact.h110.number }}" in text


def test_pdf_and_docx_open(hostile: Summary) -> None:
    """Both are read without an error; a very long answer goes over pages."""
    assert readers.pages_of(summary_file(hostile, Form.PDF, "x").content) >= 2
    assert readers.docx_words(summary_file(hostile, Form.DOCX, "x").content)

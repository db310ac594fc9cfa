"""One page, six forms: every form says the same, and what reads it back is another tool than what wrote it."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import re

import docx
import jsonschema
import people
import pytest
import readers

from bot.engine.papers import gaps
from bot.engine.turn import Paper
from bot.reports import data, fonts
from bot.reports.fields import Audience
from bot.reports.handing_over import MESSAGES, Form, letter_file, letter_page, summary_file
from bot.reports.html import STYLE
from bot.reports.marking import runs
from bot.reports.one_side import compact
from bot.reports.page import Para, Rule, moments, plain
from bot.reports.summary import Summary, summary_of

READERS = (Audience.BORROWER, Audience.LAWYER, Audience.SOCIAL)


@pytest.fixture(scope="module")
def summaries() -> dict[Audience, Summary]:
    case = people.full().case()
    return {a: summary_of(case, a, asked=("words", "city")) for a in READERS}


@pytest.mark.parametrize("audience", READERS)
def test_pdf_says_what_markdown_says(audience: Audience, summaries: dict[Audience, Summary]) -> None:
    """The text of the PDF, read by pypdf, pdfminer and where it is there poppler, is the text of the Markdown file, character by character."""
    content = summary_file(summaries[audience], Form.PDF, "x").content
    wanted = readers.markdown_words(summary_file(summaries[audience], Form.MD, "x").content.decode())
    listed = wanted.replace("·", "")
    by_pypdf = readers.pdf_words(content)
    by_poppler = readers.poppler_words(content, readers.pages_of(content))
    by_miner = readers.miner_words(content, readers.pages_of(content))
    for found in (by_pypdf, by_miner, by_poppler):
        if found is not None:
            assert _unmarked(found) == _unmarked(listed)


def _unmarked(text: str) -> str:
    """Without the dots and numbers that stand before items: Markdown makes them itself."""
    return re.sub(r"·|(?<=[？。])[2-5]\.(?=\D)|(?<=事)1\.(?=\D)", "", text)


@pytest.mark.parametrize("audience", READERS)
def test_docx_reads_back(audience: Audience, summaries: dict[Audience, Summary]) -> None:
    """python-docx finds real headings and tables, and the words of the Markdown file (charts are pictures with words)."""
    content = summary_file(summaries[audience], Form.DOCX, "x").content
    document = docx.Document(io.BytesIO(content))
    headings = [
        p.text for p in document.paragraphs if (p.style is not None and str(p.style.name).startswith("Heading"))
    ]
    assert headings == [b.text for b in summaries[audience].page.blocks if hasattr(b, "level")]
    tables = [b for b in compact(summaries[audience].page).blocks if hasattr(b, "look") and hasattr(b, "rows")]
    assert len(document.tables) == len(tables)
    for made, block in zip(document.tables, tables, strict=True):
        if block.look == "timeline":
            shown = [[c.text for c in row.cells] for row in made.rows]
            between = "　" if audience is Audience.LAWYER else "\n"
            assert shown == [[f"{m.when} ●", between.join(w for w in (m.what, m.more) if w)] for m in moments(block)]
            continue
        assert [c.text for c in made.rows[0].cells] == list(block.head)
        assert [tuple(c.text for c in row.cells) for row in made.rows[1:]] == [row.cells for row in block.rows]
    charts = [b for b in summaries[audience].page.blocks if hasattr(b, "bars")]
    assert len(document.inline_shapes) == len(charts)
    found = readers.docx_words(content)
    for part, text in summaries[audience].preview():
        if not part.startswith(("chart", "plan")) and " · " not in text:
            assert all(readers.squeezed(piece) in found for piece in re.split("[：、。]", text))


def test_html_is_closed_and_loads_nothing(summaries: dict[Audience, Summary]) -> None:
    """No script, nothing from outside, one style sheet that the policy allows by its hash."""
    text = summary_file(summaries[Audience.BORROWER], Form.HTML, "x").content.decode()
    page = readers.html_page(text)
    assert not page.tags & {"script", "img", "link", "iframe", "object", "embed", "form", "a", "base"}
    assert not [a for a in page.attributes if a[0].startswith("on") or a[0] in {"src", "href", "style"}]
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert STYLE in text
    assert {"time", "ol"} <= page.tags
    assert ("class", "line") in page.attributes
    assert {"svg", "table", "footer", "h2"} <= page.tags


@pytest.mark.parametrize("audience", READERS)
def test_json_keeps_its_documented_shape(audience: Audience, summaries: dict[Audience, Summary]) -> None:
    """Every file obeys the schema that the document shows."""
    jsonschema.validate(data.data_of(summaries[audience]), data.schema())


def test_the_lawyers_page_is_one_side_of_a4(summaries: dict[Audience, Summary]) -> None:
    """Deadline first, one side, also with two lenders, calls, events and five questions."""
    content = summary_file(summaries[Audience.LAWYER], Form.PDF, "x").content
    assert readers.pages_of(summary_file(summary_of(people.full().case(), Audience.LAWYER), Form.PDF, "x").content) == 1
    words = readers.pdf_words(content)
    order = [words.index(w) for w in ("最后一天", "金额", "时间线", "想问的五件事", "证据")]
    assert order == sorted(order)


def test_a_pdf_is_the_same_every_time(summaries: dict[Audience, Summary]) -> None:
    """No time of making, no random name: equal pages are equal bytes."""
    twice = [summary_file(summaries[Audience.SOCIAL], Form.PDF, "x").content for _ in range(2)]
    assert twice[0] == twice[1]
    assert b"CreationDate (D:2000" in twice[0]


def test_only_a_subset_of_the_font_is_embedded(summaries: dict[Audience, Summary]) -> None:
    """The shipped font is under 6 MB with its licence, and a page carries the letters that it needs."""
    assert fonts.FILE.stat().st_size < 6_000_000
    assert "SIL OPEN FONT LICENSE" in fonts.FILE.with_name("OFL.txt").read_text("utf-8")
    assert len(summary_file(summaries[Audience.BORROWER], Form.PDF, "x").content) < 300_000


def test_a_missing_glyph_is_reported_and_shown() -> None:
    """An emoji that the font does not have stands in the PDF by its number, and the file says so."""
    paper = Paper("p1", "letters/plan", "协商还款申请", "我想谈😀谈𠮷")
    made = letter_file(paper, Form.PDF, "x")
    assert made.missing == ("😀", "𠮷")
    assert "我想谈〔U+1F600〕谈〔U+20BB7〕" in readers.pdf_words(made.content)


@pytest.mark.parametrize("form", [Form.PDF, Form.DOCX])
def test_letters_are_ready_to_sign(form: Form) -> None:
    """A letter has its title, its items, its gaps and a line to sign by hand; a script has no such line."""
    text = (
        "收件机构：〔请补：机构全称〕\n\n## 请求\n1. 每月还 800 元\n2. 请书面答复\n\n**本申请不代表对全部金额的确认**"
    )
    letter = letter_file(Paper("p1", "letters/plan", "协商还款申请", text), form, "x").content
    script = letter_file(Paper("p1", "scripts/call", "照着念", text), form, "x").content
    read = readers.pdf_words if form is Form.PDF else readers.docx_words
    for wanted in ("协商还款申请", "〔请补：机构全称〕", "每月还800元", "本申请不代表对全部金额的确认"):
        assert wanted in read(letter)
    assert "本人签名" in read(letter)
    assert "本人签名" not in read(script)


@pytest.mark.parametrize("form", [Form.PDF, Form.DOCX, Form.TXT])
def test_what_is_missing_stands_at_the_end_on_a_sheet_of_its_own(form: Form) -> None:
    """The letter first, whole; behind it, on another sheet, what to fill in and what only its writer should read."""
    text = "致：〔请补：机构全称〕\n申请人：（手写签名）\n\n---\n下面给自己看，不抄进去：验证码谁要都不给。"
    paper = Paper("p1", "letters/plan", "协商还款申请", text, ("机构全称",))
    content = letter_file(paper, form, "x").content
    read = {Form.PDF: readers.pdf_words, Form.DOCX: readers.docx_words}.get(
        form, lambda c: readers.squeezed(c.decode())
    )
    order = [read(content).index(w) for w in ("手写签名", "这一张给自己看", "□机构全称", "验证码谁要都不给")]
    assert order == sorted(order)
    assert "＿＿＿＿（手写签名）" in read(content)
    if form is Form.PDF:
        assert readers.pages_of(content) == 2
        assert "1/2" not in read(content)  # the sheet that is handed in does not speak of another
    if form is Form.DOCX:
        assert 'w:type="page"' in docx.Document(io.BytesIO(content)).element.xml


@pytest.mark.parametrize("name", [n for n in people.book().documents if n.startswith("letters/")])
@pytest.mark.parametrize("form", [Form.PDF, Form.DOCX])
def test_every_shipped_letter_is_a_file_to_sign(name: str, form: Form) -> None:
    """Each letter of the shipped content, in both forms: all of it readable, nothing missing from the font, a line to sign
    unless it is a message."""
    case = people.full().case()
    document = people.book().documents[name]
    text = document.body.render(case.sight())
    made = letter_file(Paper("p", name, document.title, text, gaps(text)), form, "x")
    read = readers.pdf_words(made.content) if form is Form.PDF else readers.docx_words(made.content)
    assert made.missing == ()
    assert ("＿＿＿＿" in read) is (name not in MESSAGES)
    for line in text.split("\n"):
        said = readers.squeezed(plain(runs(line.strip().lstrip("#-0123456789. "))))
        assert said.partition("（手写")[0].strip("-") in read, line


@pytest.mark.parametrize("name", [n for n in people.book().documents if n.startswith("letters/")])
def test_a_letter_holds_no_advice_to_its_writer(name: str) -> None:
    """What is quoted or advised to the writer stands on the sheet that is not handed in."""
    document = people.book().documents[name]
    page = letter_page(Paper("p", name, document.title, document.body.render(people.full().case().sight())))
    first = list(itertools.takewhile(lambda b: not (isinstance(b, Rule) and b.sheet), page.blocks))
    assert first
    assert not [b for b in first if isinstance(b, Para) and plain(b.words).startswith(">")]
    assert not [b for b in page.blocks if isinstance(b, Para) and plain(b.words).startswith(">")]


@pytest.mark.parametrize("form", [Form.PDF, Form.DOCX, Form.TXT, Form.MD])
def test_the_second_event_is_the_second(form: Form) -> None:
    """A numbered list that lines interrupt goes on with its own number, in every form."""
    text = "## 发生的事\n1. 甲事\n   原话：无\n2. 乙事\n\n## 请求\n1. 丙事"
    content = letter_file(Paper("p", "letters/x", "投诉稿", text), form, "x").content
    read = {Form.PDF: readers.pdf_words, Form.DOCX: readers.docx_words}.get(
        form, lambda c: readers.squeezed(c.decode())
    )(content)
    assert all(wanted in read for wanted in ("1.甲事", "2.乙事", "1.丙事"))
    assert (
        '<ol start="2"><li>乙事'
        in letter_file(Paper("p", "letters/x", "投诉稿", text), Form.HTML, "x").content.decode()
    )


@pytest.mark.parametrize("name", ["complain_org", "complain_12378", "complain_nifa", "complain_local"])
def test_nobody_is_asked_to_leave_others_alone_who_did_not_call_them(name: str) -> None:
    """The request about third parties stands only where something of the kind was told."""
    document = people.book().documents[f"letters/{name}"]
    night = people.Person().holds(events=["night_calls"], cross_kind="night", called_whom="me").case()
    assert "第三人" not in document.body.render(night.sight())
    assert "1. 只在约定时段联系本人" in document.body.render(night.sight())
    for told in ({"events": ["contacts_harassed"]}, {"cross_kind": "others"}, {"called_whom": "work"}):
        assert "1. 停止联系第三人，只在" in document.body.render(people.Person().holds(**told).case().sight())


def test_a_letter_is_called_by_its_title() -> None:
    """稳住-协商还款申请-x.pdf; what is no letter or digit is left out, and a bare title is 文书."""
    names = [
        letter_file(Paper("p", "letters/x", t, "x"), Form.TXT, "c").name
        for t in ("协商还款申请", "../..", "投诉／监管")
    ]
    assert names == ["稳住-协商还款申请-c.txt", "稳住-文书-c.txt", "稳住-投诉监管-c.txt"]


@pytest.mark.parametrize("code", ["../x", "a/b", "", "张三", "x" * 41, "a\n", "..", "a.b"])
def test_a_file_name_leads_nowhere(code: str) -> None:
    """A code that is no code is refused: no path, no name of a person, no line end."""
    with pytest.raises(ValueError, match="code"):
        letter_file(Paper("p", "x", "x", "x"), Form.MD, code)

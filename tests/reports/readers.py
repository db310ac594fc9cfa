"""Reading the forms back with tools that did not write them: markdown-it, html.parser, pypdf, pdfminer, poppler, python-docx."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import warnings
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import docx
from markdown_it import MarkdownIt

from bot.reports import sheets
from bot.reports.handing_over import Form, summary_file
from bot.reports.page import Chart, Heading, Items, Page, Para, Table, moments, plain
from bot.reports.summary import Summary


def squeezed(text: str) -> str:
    return "".join(text.split())


def markdown_words(text: str) -> str:
    """All words of a Markdown file, as an independent reader sees them."""
    found: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type in {"inline", "code_block", "fence", "html_block"}:
            children = token.children or []
            assert token.type == "inline", f"markup from somewhere: {token.type} {token.content}"
            assert {c.type for c in children} <= {"text", "strong_open", "strong_close", "hardbreak", "softbreak"}
            found += [c.content for c in children if c.type == "text"]
    return squeezed("".join(found))


class Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.quiet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(k, v or "") for k, v in attrs}
        self.quiet = tag in {"style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self.quiet = False

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.words.append(data)


def html_page(text: str) -> Markup:
    page = Markup()
    page.feed(text)
    return page


def pdf_words(content: bytes) -> str:
    """What pypdf reads, without page numbers."""
    import pypdf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pages = [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages]
    count = len(pages)
    if count > 1:
        pages = [squeezed(p).removesuffix(f"{n}/{count}") for n, p in enumerate(pages, 1)]
    return squeezed("".join(pages))


def miner_words(content: bytes, pages: int) -> str:
    """What pdfminer reads, character by character in the order of the file."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LTChar
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    known = PDFResourceManager()
    device = PDFPageAggregator(known, laparams=None)  # no guess at columns: letters as they are drawn
    interpreter = PDFPageInterpreter(known, device)
    found = []
    for number, side in enumerate(PDFPage.get_pages(io.BytesIO(content)), 1):
        interpreter.process_page(side)
        letters = squeezed("".join(c.get_text() for c in device.get_result() if isinstance(c, LTChar)))
        found.append(letters.removesuffix(f"{number}/{pages}") if pages > 1 else letters)
    return "".join(found)


def poppler_words(content: bytes, pages: int) -> str | None:
    """What pdftotext reads in the order of the file; None where it is not installed."""
    if shutil.which("pdftotext") is None:
        return None
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    found = done.stdout.decode().rstrip("\f").split("\f")
    if pages > 1:
        found = [squeezed(p).removesuffix(f"{n}/{pages}") for n, p in enumerate(found, 1)]
    return squeezed("".join(found))


def pages_of(content: bytes) -> int:
    import pypdf

    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


def docx_words(content: bytes) -> str:
    """Paragraphs and tables in the order of the document."""
    document: Any = docx.Document(io.BytesIO(content))
    found: list[str] = []
    for child in document.element.body.iterchildren():
        found += [t.text or "" for t in child.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")]
    return squeezed("".join(found))


def page_words(page: Page, drawable: Callable[[str], str] = str) -> str:
    """All characters of a page in the order of reading, numbers of lists included, as a printed form has them."""
    found: list[str] = [page.title]
    for block in page.blocks:
        match block:
            case Heading(text=text):
                found.append(text)
            case Para(words=said):
                found.append(plain(said))
            case Items(items=lines, numbered=numbered, first=first):
                found += [f"{n}.{plain(i.words)}" if numbered else plain(i.words) for n, i in enumerate(lines, first)]
            case Table(look="timeline"):
                found += [f"{m.when}{m.what}{m.more}" for m in moments(block)]
            case Table(head=head, rows=rows):
                found += ["".join(head), *("".join(row.cells) for row in rows)]
            case Chart(title=title, bars=bars):
                found += [title, *(f"{bar.name}{bar.words}" for bar in bars)]
    return squeezed(drawable("".join([*found, *page.foot])))


def every_form(summary: Summary) -> dict[str, str]:
    """The words of a summary in each of its forms."""
    files = {form: summary_file(summary, form, "x").content for form in Form}
    columns = list(summary.fields)
    table = "".join(sheets.rows([sheets.head(columns), sheets.row(summary, columns)]))
    return {
        "md": markdown_words(files[Form.MD].decode()),
        "txt": squeezed(files[Form.TXT].decode()),
        "html": squeezed("".join(html_page(files[Form.HTML].decode()).words)),
        "pdf": pdf_words(files[Form.PDF]),
        "docx": docx_words(files[Form.DOCX]),
        "json": squeezed(json.dumps(json.loads(files[Form.JSON]), ensure_ascii=False)),
        "csv": squeezed("".join(c for row in csv.reader(io.StringIO(table)) for c in row)),
    }

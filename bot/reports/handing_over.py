"""Audience and form → a file to hand over. The name of a file says nothing of the person: a word, a code, an ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.engine.turn import Paper
from bot.reports.data import as_json
from bot.reports.docx import docx
from bot.reports.html import html
from bot.reports.markdown import markdown
from bot.reports.marking import blocks_of
from bot.reports.page import Block, Page, Para, words
from bot.reports.pdf import pdf
from bot.reports.summary import Summary
from bot.reports.text import text
from bot.reports.visible import visible


class Form(StrEnum):
    """The kinds of file, by ending."""

    MD = "md"
    TXT = "txt"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    JSON = "json"


MEDIA: Mapping[Form, str] = {
    Form.MD: "text/markdown; charset=utf-8",
    Form.TXT: "text/plain; charset=utf-8",
    Form.HTML: "text/html; charset=utf-8",
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.JSON: "application/json",
}
NAMES: Mapping[str, str] = {"borrower": "稳住-我的一页", "lawyer": "稳住-咨询一页", "social": "稳住-处境与需要"}
CODE = re.compile(r"[A-Za-z0-9-]{1,40}")
SIGN = "本人签名：＿＿＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file ready to leave; `missing`: characters that its font could not draw, shown by their number."""

    name: str
    media_type: str
    content: bytes
    missing: tuple[str, ...] = ()


def summary_file(summary: Summary, form: Form, code: str) -> Attachment:
    """A summary in one form; `code` is random, or the operator's pseudonym, never a name."""
    name = file_name(NAMES[summary.audience.value], code, form)
    if form is Form.JSON:
        return Attachment(name, MEDIA[form], as_json(summary).encode())
    return _page_file(summary.page, form, name)


def letter_file(paper: Paper, form: Form, code: str) -> Attachment:
    """A script or letter as a file; a letter ends in a line to sign by hand."""
    return _page_file(letter_page(paper), form, file_name("稳住-文书", code, form))


def letter_page(paper: Paper) -> Page:
    """A paper as a page."""
    blocks: list[Block] = list(blocks_of(visible(paper.text)))
    if paper.name.startswith("letters/") and "签名" not in paper.text:
        blocks.append(Para(words(SIGN)))
    return Page(visible(paper.title), tuple(blocks))


def file_name(start: str, code: str, form: Form) -> str:
    """A name without anything that could lead to another folder or tell who it is of."""
    if not CODE.fullmatch(code):
        raise ValueError("A code is 1 to 40 letters, digits and dashes.")
    return f"{start}-{code}.{form.value}"


def _page_file(page: Page, form: Form, name: str) -> Attachment:
    if form is Form.PDF:
        printed = pdf(page)
        return Attachment(name, MEDIA[form], printed.content, printed.missing)
    if form is Form.DOCX:
        return Attachment(name, MEDIA[form], docx(page))
    writers: Mapping[Form, Callable[[Page], str]] = {Form.MD: markdown, Form.TXT: text, Form.HTML: html}
    if form not in writers:
        raise ValueError(f"A page has no form {form}.")
    return Attachment(name, MEDIA[form], writers[form](page).encode())

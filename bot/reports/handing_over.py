"""Audience and form → a file to hand over. The name of a file says nothing of the person: a word, a code, an ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from bot.content.summary_fields import Audience, Form
from bot.engine.turn import Export, Paper
from bot.reports.case import Case
from bot.reports.data import as_json
from bot.reports.docx import docx
from bot.reports.html import html
from bot.reports.markdown import markdown
from bot.reports.marking import blocks_of
from bot.reports.one_side import compact
from bot.reports.page import Block, Heading, Page, Para, Rule, items, words
from bot.reports.pdf import pdf
from bot.reports.summary import Summary, summary_of
from bot.reports.text import text
from bot.reports.visible import line, visible

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
NOT_HANDED_IN = "这一张给自己看，不交出去"
TO_FILL_IN = "写着〔请补〕的，用之前补上："
MESSAGES = frozenset({"letters/follow_up"})
"""Letters that are sent as a short message: nobody signs them by hand."""
LONGEST_TITLE = 20
_NAMED = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]+")
BY_HAND: Mapping[str, str] = {
    "（手写签名）": "＿＿＿＿＿＿＿＿＿＿（手写签名）",
    "签名：（手写）": "签名：＿＿＿＿＿＿＿＿＿＿",
    "日期：（手写）": "日期：＿＿＿＿年＿＿月＿＿日",
}
"""What editors mark to be written by hand gets a line to write on."""
SIGN = "本人签名：＿＿＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"


class Attachment(Struct, frozen=True):
    """A file ready to leave; `missing`: characters that its font could not draw, shown by their number."""

    name: str
    media_type: str
    content: bytes
    missing: tuple[str, ...] = ()


def exported(wanted: Export, case: Case | None, code: str) -> Attachment:
    """What a person in the talk gets: the page as they left it, or the paper that they saw."""
    form = Form(wanted.form) if wanted.form in set(Form) else Form.PDF
    if wanted.paper is not None:
        return letter_file(wanted.paper, form, code)
    assert case is not None, "a page is made from a case"
    summary = summary_of(
        case,
        Audience(wanted.audience),
        asked=wanted.added,
        consented=wanted.consented,
        removed=wanted.removed,
    )
    return summary_file(summary, form, code)


def summary_file(summary: Summary, form: Form, code: str) -> Attachment:
    """A summary in one form; `code` is random, or the operator's pseudonym, never a name."""
    name = file_name(NAMES[summary.audience.value], code, form)
    if form is Form.JSON:
        return Attachment(name, MEDIA[form], as_json(summary).encode())
    return _page_file(compact(summary.page), form, name)


def letter_file(paper: Paper, form: Form, code: str) -> Attachment:
    """A script or letter as a file, under its own title."""
    title = "".join(_NAMED.findall(paper.title))[:LONGEST_TITLE] or "文书"
    return _page_file(letter_page(paper), form, file_name(f"稳住-{title}", code, form))


def letter_page(paper: Paper) -> Page:
    """A paper as a page. A letter ends in a line to sign by hand, a message does not; what is still to be filled in and what its writer
    should know stand on another sheet, which is not handed in."""
    text = visible(paper.text)
    if not paper.name.startswith("letters/"):
        return Page(visible(paper.title), (*blocks_of(text), *_still_missing(paper)))
    letter, _, notes = text.partition("\n---\n")
    for words_, line_ in BY_HAND.items():
        letter = letter.replace(words_, line_)
    blocks: list[Block] = list(blocks_of(letter))
    if "签名" not in letter and paper.name not in MESSAGES:
        blocks.append(Para(words(SIGN)))
    aside = (*_still_missing(paper), *blocks_of(notes))
    if aside:
        blocks += [Rule(sheet=True), Heading(NOT_HANDED_IN), *aside]
    return Page(visible(paper.title), tuple(blocks))


def _still_missing(paper: Paper) -> tuple[Block, ...]:
    """The gaps of a paper, listed at its end."""
    if not paper.missing:
        return ()
    return (Para(words(TO_FILL_IN)), items(words(f"□ {line(label)}") for label in paper.missing))


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

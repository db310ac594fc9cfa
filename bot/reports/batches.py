"""Many summaries in one file, written one after the other: a head, one piece each, a tail."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from bot.content.summary_fields import FIELDS, Form, Presence
from bot.reports import sheets, statistics
from bot.reports.case import Case
from bot.reports.data import as_json
from bot.reports.docx import docx
from bot.reports.fields import Audience
from bot.reports.handing_over import Attachment, summary_file
from bot.reports.html import html
from bot.reports.markdown import markdown
from bot.reports.pdf import pdf
from bot.reports.small import HIDDEN
from bot.reports.summary import summary_of
from bot.reports.text import text


class Batch:
    """How one audience's summaries become one file of one form."""

    def __init__(
        self,
        audience: str,
        form: str,
        asked: Collection[str],
        consented: Collection[str],
        *,
        single: bool = False,
    ) -> None:
        self.audience = Audience(audience)
        self.single = single  # one person's own file: JSON is then one object, not a list
        self.form = form
        self.asked = asked
        self.consented = consented
        self.columns = [f.id for f in FIELDS.values() if self._column(f.presence(self.audience), f.id)]
        self.count = 0

    def _column(self, presence: Presence, name: str) -> bool:
        return presence is Presence.REQUIRED or (presence is not Presence.NEVER and name in self.asked)

    def head(self) -> bytes:
        if self.form == "csv":
            return (sheets.BOM + "".join(sheets.rows([sheets.head(self.columns)]))).encode()
        return b"[\n" if self.form == "json" and not self.single else b""

    def one(self, case: Case) -> bytes:
        """The piece of one conversation."""
        summary = summary_of(case, self.audience, asked=self.asked, consented=self.consented)
        self.count += 1
        match self.form:
            case "csv":
                return "".join(sheets.rows([sheets.row(summary, self.columns)])).encode()
            case "jsonl":
                return (as_json(summary, one_line=True) + "\n").encode()
            case "json" if not self.single:
                return ("" if self.count == 1 else ",\n").encode() + as_json(summary, one_line=True).encode()
            case "md" | "txt":
                parted = "" if self.count == 1 else "\n\n---\n\n" if self.form == "md" else "\n\n\n"
                return parted.encode() + summary_file(summary, Form(self.form), "x").content
            case _:
                return summary_file(summary, Form(self.form), "x").content

    def tail(self) -> bytes:
        return b"\n]\n" if self.form == "json" and not self.single else b""


def page_of(case: Case, audience: str, form: str, asked: Collection[str], consented: Collection[str]) -> Attachment:
    """One person's own file among many, under the pseudonym."""
    return summary_file(summary_of(case, Audience(audience), asked=asked, consented=consented), Form(form), case.id)


def statistics_file(tallies: Mapping[str, statistics.Tally], form: str) -> bytes:
    """The figures of many in one form, period by period."""
    page = statistics.page(tallies)
    match form:
        case "json":
            return (json.dumps(statistics.data(tallies), ensure_ascii=False, indent=2) + "\n").encode()
        case "csv":
            lines = [["时段", "字段", "类别", "数"]]
            for period, tally in tallies.items():
                for name, cells in tally.shown().items():
                    label = FIELDS[name].label
                    lines += [[period, label, c, HIDDEN if n is None else str(n)] for c, n in cells.items()]
            return (sheets.BOM + "".join(sheets.rows(lines))).encode()
        case "html":
            return html(page).encode()
        case "pdf":
            return pdf(page).content
        case "docx":
            return docx(page)
        case "txt":
            return text(page).encode()
        case _:
            return markdown(page).encode()

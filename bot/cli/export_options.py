"""What an export may be asked for: every wrong option is told, with what to write instead, before anything is opened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct

from bot.cli.bundles import ARCHIVE, archived
from bot.cli.main import WRONG_USE, Stop, say
from bot.cli.whole import among

if TYPE_CHECKING:
    from bot.settings import Settings

AUDIENCES = ("borrower", "lawyer", "social", "statistics")
FIGURES = AUDIENCES[-1]
"""The audience to whom nobody is shown, only counts of many."""
FORMS = ("md", "txt", "html", "pdf", "docx", "json", "jsonl", "csv")
LINES = frozenset({"jsonl", "csv"})
STREAMS = frozenset({"md", "txt", "json", *LINES})
"""Forms in which many people may follow each other in one file; the others are a file for each."""
FIGURE_FORMS = frozenset(FORMS) - {"jsonl"}
PLACES = frozenset({"", ARCHIVE})
"""Endings of an output that holds a file for each: a folder, an archive."""
SHORTEST_REASON = 4
ONE_EACH = ".zip 只装一批人的 md、txt、html、pdf、docx、json，一人一份。"


class Wanted(Struct, frozen=True):
    """What is to be written, as the options say it."""

    id: str
    since: str
    until: str
    channel: str
    outcome: str
    audience: str
    form: str
    asked: frozenset[str]
    consented: frozenset[str]
    output: Path
    words: bool = False
    reason: str = ""

    @property
    def single(self) -> bool:
        """Whether one person is named."""
        return bool(self.id)

    @property
    def fields(self) -> frozenset[str]:
        """What is added to what this reader always gets."""
        return self.asked | {"words"} if self.words else self.asked

    @property
    def each_apart(self) -> bool:
        """Whether everybody gets a file of their own."""
        if self.single or self.audience == FIGURES:
            return False
        return archived(self.output) or self.form not in STREAMS

    def note(self) -> dict[str, object]:
        """What the log keeps of it: who is meant, for whom, why; the name of the file without its place."""
        return {
            "id": self.id,
            "since": self.since,
            "until": self.until,
            "channel": self.channel,
            "outcome": self.outcome,
            "audience": self.audience,
            "format": self.form,
            "asked": sorted(self.fields),
            "consented": sorted(self.consented),
            "words": self.words,
            "reason": self.reason,
            "file": self.output.name,
        }


def form_of(form: str | None, output: Path) -> str:
    """The form: as it was asked for, else as the name ends, else Markdown."""
    ending = _ending(output)
    return form or (ending if ending in FORMS else "md")


def _ending(output: Path) -> str:
    return output.suffix.lower().removeprefix(".")


def check(wanted: Wanted) -> None:
    """What cannot be done is said before anything is opened."""
    from bot.content.summary_fields import FIELDS

    unheard = next((name for name in (*wanted.asked, *wanted.consented) if name not in FIELDS), "")
    told = ""
    if wanted.single and (wanted.since or wanted.until or wanted.channel or wanted.outcome):
        told = "写了编号就是这一个人，不再用 --since、--until、--channel、--outcome 来选。"
    elif unheard:
        told = f"没有字段 {unheard}。有的是：{'、'.join(FIELDS)}。"
    else:
        told = (
            (_figures(wanted) if wanted.audience == FIGURES else _places(wanted)) or _names(wanted) or _ticked(wanted)
        )
    if told:
        wrong(told)
    refuse_words(with_words=wanted.words, reason=wanted.reason)


def _figures(wanted: Wanted) -> str:
    """What figures of many cannot be asked for: a person, a person's words, and any part of a period that is told elsewhere."""
    if wanted.single or wanted.form not in FIGURE_FORMS:
        return f"统计只按一批人算，格式是 {'、'.join(f for f in FORMS if f in FIGURE_FORMS)}。"
    if wanted.words:
        return "统计里没有原话。"
    if wanted.channel or wanted.outcome:
        return "统计不按 --channel、--outcome 来选：两张只差几个人的表一减，就认得出人。能选的是 --since、--until 里的整段。"
    if archived(wanted.output):
        return ONE_EACH
    return ""


def _places(wanted: Wanted) -> str:
    """Where the files of many people cannot go."""
    form, suffix = wanted.form, wanted.output.suffix.lower()
    if not wanted.single and form not in STREAMS and suffix not in PLACES:
        return f"一批人的 {form} 一人一份：--output 写一个还没有的文件夹，或者一个 .zip。"
    return ONE_EACH if archived(wanted.output) and (wanted.single or form in LINES) else ""


def _names(wanted: Wanted) -> str:
    """A name that ends as another form does."""
    ending = _ending(wanted.output)
    if ending in FORMS and ending != wanted.form:
        return f"文件名写的是 .{ending}，格式却是 {wanted.form}：改一个，让它们一样。"
    return ""


def _ticked(wanted: Wanted) -> str:
    """What cannot be ticked for this reader, "" where all can."""
    from bot.content.summary_fields import FIELDS, Audience, Presence

    audience, asked, consented = wanted.audience, sorted(wanted.asked), sorted(wanted.consented)
    if not asked and not consented:
        return ""
    if audience == FIGURES:
        return "统计的字段是定好的，不用 --ask、--consented。"
    presence = {name: one.presence(Audience(audience)) for name, one in FIELDS.items()}
    for name in asked:
        if presence[name] is Presence.NEVER:
            may = (n for n, p in presence.items() if p in {Presence.ASKED, Presence.CONSENT})
            return f"给 {audience} 的一页不能有 {name}。能加的：{'、'.join(may)}。"
        if presence[name] is Presence.CONSENT and name not in consented:
            return f"{name} 给 {audience} 要本人单独同意；同意了，就再写 --consented {name}。"
    for name in consented:
        if presence[name] is not Presence.CONSENT or name not in asked:
            alone = [n for n, p in presence.items() if p is Presence.CONSENT]
            need = f"要单独同意的是 {'、'.join(alone)}，和 --ask 一起写" if alone else "没有要单独同意的字段"
            return f"给 {audience} 的一页，--consented {name} 用不上：{need}。"
    return ""


def refuse_words(*, with_words: bool, reason: str) -> None:
    """A person's words are shown for a reason or not at all."""
    told = ""
    if with_words and len(reason.strip()) < SHORTEST_REASON:
        told = '要原话，就写明原因：--reason "本人要求，带去法律援助中心"（会记进导出记录）。'
    elif reason and not with_words:
        told = "--reason 要和 --with-words 一起用。"
    if told:
        wrong(told)


def days_of(since: str | None, until: str | None, settings: Settings) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The two ends of a period as options name them."""
    first, last = day_of(since, "--since", settings), day_of(until, "--until", settings)
    if first is not None and last is not None and first >= last:
        wrong("--until 要比 --since 晚（--until 那天不算在内）。")
    return first, last


def day_of(text: str | None, option: str, settings: Settings) -> dt.datetime | None:
    """The beginning of a day as an option names it; None where it was not written."""
    if not text:
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), settings.zone)
    except ValueError:
        wrong(f"{option} 后面写日期，例如 2026-11-01。")


def wrong(told: str) -> NoReturn:
    """The use was wrong: what, and what to write instead."""
    say(f"用法不对：{told}", error=True)
    raise Stop(WRONG_USE)


def not_beside_the_store(output: Path, settings: Settings) -> None:
    """A file to give away never lies over what the program keeps."""
    if among(output, settings.data_dir):
        wrong(f"{settings.data_dir} 里是程序自己存的东西，导出的写到别处。")

"""`wenzhu conversations export`: summaries of one person or of many, whole files or none, every export in the log.

Without `--with-words` nothing that a person wrote freely leaves; with it a reason is wanted and kept.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import click
from msgspec import Struct

from bot.cli.bundles import ARCHIVE, Add, archived, bundle
from bot.cli.conversations import found, full_id, long_enough, whoami, with_store
from bot.cli.main import DONE, HELP, NO_CONTENT, PROBLEMS, WRONG_USE, Chinese, Stop, say, settings_of
from bot.cli.whole import among, cannot_write, whole_file

if TYPE_CHECKING:
    from bot.engine.flowbook import Book
    from bot.reports.case import Case
    from bot.settings import Settings
    from bot.storage.store import Store

AUDIENCES = ("borrower", "lawyer", "social", "statistics")
FORMS = ("md", "txt", "html", "pdf", "docx", "json", "jsonl", "csv")
LINES = frozenset({"jsonl", "csv"})
STREAMS = frozenset({"md", "txt", "json", *LINES})
"""Forms in which many people may follow each other in one file; the others are a file for each."""
PLACES = frozenset({"", ARCHIVE})
"""Endings of an output that holds a file for each: a folder, an archive."""
LOG = "exports.log"
SHORTEST_REASON = 4
STEP = 20
"""So many conversations between two looks at the progress."""
Step = Callable[[int], None]


class Wanted(Struct, frozen=True):
    """What is to be written."""

    audience: str
    form: str
    asked: frozenset[str]
    consented: frozenset[str]
    period: str
    single: bool


def each_apart(wanted: Wanted, output: Path) -> bool:
    """Whether everybody gets a file of their own."""
    if wanted.single or wanted.audience == "statistics":
        return False
    return archived(output) or wanted.form not in STREAMS


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="例子：wenzhu conversations export 3f9a01bc --audience lawyer --format pdf --output 咨询一页.pdf；"
    "wenzhu conversations export --since 2026-11-01 --format pdf --output 十一月.zip；"
    "wenzhu conversations export --since 2026-11-01 --audience statistics --format json --output 统计.json",
)
@click.argument("id_", metavar="[编号]", required=False, callback=long_enough)
@click.option("--since", metavar="日期", help="最后一次联系在这天或以后（2026-11-01）")
@click.option("--until", metavar="日期", help="最后一次联系在这天以前")
@click.option("--channel", metavar="渠道", help="只要这个渠道")
@click.option("--outcome", metavar="结果", help="只要这个结果，例如 rested")
@click.option("--audience", type=click.Choice(AUDIENCES), default="borrower", show_default=True, help="给谁看")
@click.option("--format", "form", type=click.Choice(FORMS), help="格式；不写就看文件名的结尾，看不出就是 md")
@click.option("--ask", "asked", multiple=True, metavar="字段", help="本人勾选过的字段，可写几次，例如 --ask city")
@click.option("--consented", multiple=True, metavar="字段", help="本人单独同意的字段：health、crisis")
@click.option("--with-words", is_flag=True, help="连同本人的原话；要写 --reason，会记进导出记录")
@click.option("--reason", metavar="原因", default="", help="为什么要原话")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="文件",
    help="写到哪里；一批人的 html、pdf、docx 写文件夹或 .zip；只有你这个账号能打开",
)
@click.pass_context
def export(
    ctx: click.Context,
    id_: str | None,
    since: str | None,
    until: str | None,
    channel: str | None,
    outcome: str | None,
    audience: str,
    form: str | None,
    asked: tuple[str, ...],
    consented: tuple[str, ...],
    with_words: bool,
    reason: str,
    output: Path,
) -> int:
    """导出一个人或一批人的总结。文件要么完整写好，要么不出现；不带原话，除非写明原因。"""
    settings = settings_of(ctx)
    ending = output.suffix.lower().removeprefix(".")
    if form is None:
        form = ending if ending in FORMS else "md"
    if id_ is not None and (since or until or channel or outcome):
        wrong("写了编号就是这一个人，不再用 --since、--until、--channel、--outcome 来选。")
    _check(id_, audience, form, asked, consented, output, with_words=with_words, reason=reason)
    not_beside_the_store(output, settings)
    first, last = days_of(since, until, settings)
    book = book_of(settings)
    wanted = Wanted(
        audience,
        form,
        frozenset({*asked, *(("words",) if with_words else ())}),
        frozenset(consented),
        f"{since or '最早'} 到 {until or '现在'}",
        single=id_ is not None,
    )
    apart = each_apart(wanted, output)

    async def work(store: Store) -> int:
        from bot.app import clock
        from bot.casebook import case_in, cases

        now = clock(settings)()
        whole = await full_id(store, await found(store, id_)) if id_ is not None else ""

        async def chosen() -> AsyncIterator[Case]:
            if not whole:
                async for case in cases(
                    store, book, now, since=first, until=last, channel=channel, outcome=outcome, words=with_words
                ):
                    yield case
                return
            async for one in store.conversations():
                if one.id == whole:
                    yield await case_in(store, one, book, now, words=with_words)

        total = 1
        if not whole and sys.stderr.isatty():  # counted only for who looks on
            everybody = store.conversations(since=first, until=last, channel=channel, outcome=outcome)
            total = sum([1 async for _ in everybody])
        with progress(total) as step:
            if apart:
                with bundle(output) as add:
                    return somebody(await many_files(add, chosen(), wanted, step))
            with whole_file(output) as file:
                return somebody(await one_file(file, chosen(), wanted, step))

    note = {
        "by": whoami(),
        "id": id_ or "",
        "since": since or "",
        "until": until or "",
        "channel": channel or "",
        "outcome": outcome or "",
        "audience": audience,
        "format": form,
        "asked": sorted(wanted.asked),
        "consented": sorted(consented),
        "words": with_words,
        "reason": reason,
        "file": output.name,
    }
    try:
        log(settings, {"state": "begun", **note})
        count = with_store(settings, work)
        log(settings, {"state": "written", "conversations": count, **note})
    except Nobody:
        log(settings, {"state": "nobody", **note})
        said = "这个人还没有说过话" if id_ is not None else "没有符合条件的对话"
        say(f"{said}，所以没有写文件。看有哪些：wenzhu conversations list", error=True)
        return PROBLEMS
    except OSError as error:
        say(cannot_write(output, error), error=True)
        return PROBLEMS
    say(f"写好了：{output}（{count} 段对话；只有你这个账号能打开；用完请删掉）")
    return DONE


class Nobody(Exception):
    """No conversation is meant: what was begun is not written."""


def somebody(count: int) -> int:
    """How many were written; none is no file."""
    if count == 0:
        raise Nobody
    return count


def wrong(told: str) -> NoReturn:
    """The use was wrong: what, and what to write instead."""
    say(f"用法不对：{told}", error=True)
    raise Stop(WRONG_USE)


def not_beside_the_store(output: Path, settings: Settings) -> None:
    """A file to give away never lies over what the program keeps."""
    if among(output, settings.data_dir):
        wrong(f"{settings.data_dir} 里是程序自己存的东西，导出的写到别处。")


def _check(
    id_: str | None,
    audience: str,
    form: str,
    asked: tuple[str, ...],
    consented: tuple[str, ...],
    output: Path,
    *,
    with_words: bool,
    reason: str,
) -> None:
    """What cannot be done is said before anything is opened."""
    from bot.content.summary_fields import FIELDS

    unheard = next((name for name in (*asked, *consented) if name not in FIELDS), "")
    ending = output.suffix.lower().removeprefix(".")
    told = ""
    if unheard:
        told = f"没有字段 {unheard}。有的是：{'、'.join(FIELDS)}。"
    elif audience == "statistics" and (
        id_ is not None or form not in {"md", "txt", "html", "pdf", "docx", "json", "csv"}
    ):
        told = "统计只按一批人算，格式是 md、txt、html、pdf、docx、json、csv。"
    elif audience == "statistics" and with_words:
        told = "统计里没有原话。"
    elif id_ is None and audience != "statistics" and form not in STREAMS and output.suffix.lower() not in PLACES:
        told = f"一批人的 {form} 一人一份：--output 写一个还没有的文件夹，或者一个 .zip。"
    elif archived(output) and (id_ is not None or audience == "statistics" or form in LINES):
        told = ".zip 只装一批人的 md、txt、html、pdf、docx、json，一人一份。"
    elif ending in FORMS and ending != form:
        told = f"文件名写的是 .{ending}，格式却是 {form}：改一个，让它们一样。"
    elif asked or consented:
        told = _ticked(audience, asked, consented)
    if told:
        wrong(told)
    refuse_words(with_words=with_words, reason=reason)


def _ticked(audience: str, asked: tuple[str, ...], consented: tuple[str, ...]) -> str:
    """What cannot be ticked for this reader, "" where all can."""
    from bot.content.summary_fields import FIELDS, Audience, Presence

    if audience == "statistics":
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
    """The beginning of a day as an option names it."""
    if text is None:
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), settings.zone)
    except ValueError:
        wrong(f"{option} 后面写日期，例如 2026-11-01。")


def book_of(settings: Settings) -> Book:
    """The flows that give labels and layouts; without sound ones there is nothing to word a summary with."""
    from bot.app import NoEdition, Shelf

    shelf = Shelf(settings)
    shelf.refresh()
    try:
        return shelf.book()
    except NoEdition:
        say("流程有错误，没有能用的一份。看错误：wenzhu flows check", error=True)
        raise Stop(NO_CONTENT) from None


async def one_file(file: BinaryIO, chosen: AsyncIterator[Case], wanted: Wanted, step: Step) -> int:
    """Write everybody into one file, one at a time; how many."""
    from bot.reports.batches import Batch, statistics_file
    from bot.reports.statistics import Tally

    count = 0
    if wanted.audience == "statistics":
        tally = Tally()
        async for case in chosen:
            tally.add(case)
            count += 1
            step(count)
        file.write(statistics_file(tally, wanted.form, wanted.period))
        return count
    batch = Batch(wanted.audience, wanted.form, wanted.asked, wanted.consented, single=wanted.single)
    file.write(batch.head())
    async for case in chosen:
        file.write(batch.one(case))
        count += 1
        step(count)
    file.write(batch.tail())
    return count


async def many_files(add: Add, chosen: AsyncIterator[Case], wanted: Wanted, step: Step) -> int:
    """A file for everybody, one at a time, under their pseudonym; how many."""
    from bot.reports.batches import page_of

    count = 0
    async for case in chosen:
        made = page_of(case, wanted.audience, wanted.form, wanted.asked, wanted.consented)
        add(made.name, made.content)
        count += 1
        step(count)
    return count


@contextlib.contextmanager
def progress(total: int) -> Iterator[Step]:
    """A bar where somebody looks; nothing where nobody does."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    with click.progressbar(length=total, label="导出", show_pos=True, file=sys.stderr) as bar:

        def step(count: int) -> None:
            if count % STEP == 0 or count == total:
                bar.update(count - bar.pos)

        yield step


def log(settings: Settings, note: dict[str, object]) -> None:
    """One line about an export, before it and after it: who, what for, how many; never what was in it."""
    from bot.app import clock

    line = json.dumps({"at": clock(settings)().isoformat(timespec="seconds"), **note}, ensure_ascii=False)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.data_dir / LOG
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())

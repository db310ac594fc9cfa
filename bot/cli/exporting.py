"""`wenzhu conversations export`: summaries of one person or of many, whole files or none, every export in the log.

Without `--with-words` nothing that a person wrote freely leaves; with it a reason is wanted and kept.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.bundles import bundle
from bot.cli.conversations import found, full_id, long_enough, whoami, with_store
from bot.cli.export_files import Nobody, many_files, one_file, progress
from bot.cli.export_options import AUDIENCES, FIGURES, FORMS, Wanted, check, days_of, form_of, not_beside_the_store
from bot.cli.main import DONE, HELP, NO_CONTENT, PROBLEMS, Chinese, Stop, say, settings_of
from bot.cli.whole import cannot_write, whole_file

if TYPE_CHECKING:
    from bot.engine.flowbook import Book
    from bot.reports.case import Case
    from bot.settings import Settings
    from bot.storage.store import Store

LOG = "exports.log"


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="例子：wenzhu conversations export 3f9a01bc --audience lawyer --format pdf --output 咨询一页.pdf；"
    "wenzhu conversations export --since 2026-11-01 --format pdf --output 十一月.zip；"
    "wenzhu conversations export --since 2026-11-01 --audience statistics --format json --output 统计.json",
)
@click.argument("id_", metavar="[编号]", required=False, callback=long_enough)
@click.option("--since", metavar="日期", help="最后一次联系在这天或以后（2026-11-01）；统计：这天起的每一段整周")
@click.option("--until", metavar="日期", help="最后一次联系在这天以前；统计：到这天以前的每一段")
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
    wanted = Wanted(
        *(id_ or "", since or "", until or "", channel or "", outcome or "", audience, form_of(form, output)),
        asked=frozenset(asked),
        consented=frozenset(consented),
        output=output,
        words=with_words,
        reason=reason,
    )
    check(wanted)
    not_beside_the_store(output, settings)
    days_of(since, until, settings)
    book = book_of(settings)
    note: dict[str, object] = {"by": whoami(), **wanted.note()}

    async def work(store: Store) -> int:
        if wanted.audience == FIGURES:
            from bot.cli.export_figures import figures

            return await figures(store, wanted, settings, book)
        return await pages(store, wanted, settings, book)

    try:
        log(settings, {"state": "begun", **note})
        count = with_store(settings, work)
        log(settings, {"state": "written", "conversations": count, **note})
    except Nobody as nobody:
        log(settings, {"state": "nobody", **note})
        say(str(nobody), error=True)
        return PROBLEMS
    except OSError as error:
        say(cannot_write(output, error), error=True)
        return PROBLEMS
    say(f"写好了：{output}（{count} 段对话；只有你这个账号能打开；用完请删掉）")
    return DONE


async def pages(store: Store, wanted: Wanted, settings: Settings, book: Book) -> int:
    """Everybody's page, whole or not at all; how many."""
    from bot.app import clock
    from bot.casebook import case_in, cases

    now = clock(settings)()
    first, last = days_of(wanted.since, wanted.until, settings)
    whole = await full_id(store, await found(store, wanted.id)) if wanted.single else ""
    channel, outcome = wanted.channel or None, wanted.outcome or None

    async def chosen() -> AsyncIterator[Case]:
        if not whole:
            async for case in cases(
                store, book, now, since=first, until=last, channel=channel, outcome=outcome, words=wanted.words
            ):
                yield case
            return
        async for one in store.conversations():
            if one.id == whole:
                yield await case_in(store, one, book, now, words=wanted.words)

    total = 1
    if not whole and sys.stderr.isatty():  # counted only for who looks on
        everybody = store.conversations(since=first, until=last, channel=channel, outcome=outcome)
        total = sum([1 async for _ in everybody])
    with progress(total) as step:
        if wanted.each_apart:
            with bundle(wanted.output) as add:
                return _somebody(await many_files(add, chosen(), wanted, step), wanted)
        with whole_file(wanted.output) as file:
            return _somebody(await one_file(file, chosen(), wanted, step), wanted)


def _somebody(count: int, wanted: Wanted) -> int:
    """How many were written; none is no file."""
    if count == 0:
        said = "这个人还没有说过话" if wanted.single else "没有符合条件的对话"
        raise Nobody(f"{said}，所以没有写文件。看有哪些：wenzhu conversations list")
    return count


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

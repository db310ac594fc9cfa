"""`wenzhu conversations export`: summaries of one person or of many, whole files or none, every export in the log.

Without `--with-words` nothing that a person wrote freely leaves; with it a reason is wanted and kept.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.cli.conversations import found, full_id, whoami, with_store
from bot.cli.main import DONE, HELP, NO_CONTENT, PROBLEMS, WRONG_USE, Chinese, Stop, say, settings_of

if TYPE_CHECKING:
    from bot.engine.flowbook import Book
    from bot.reports.case import Case
    from bot.settings import Settings
    from bot.storage.store import Store

AUDIENCES = ("borrower", "lawyer", "social", "statistics")
FORMS = ("md", "txt", "html", "pdf", "docx", "json", "jsonl", "csv")
STREAMS = frozenset({"md", "txt", "json", "jsonl", "csv"})
LOG = "exports.log"
SHORTEST_REASON = 4
STEP = 200
"""So many conversations between two looks at the progress."""


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="例子：wenzhu conversations export 3f9a01bc --audience lawyer --format pdf --output 咨询一页.pdf；"
    "wenzhu conversations export --since 2026-11-01 --audience statistics --format json --output 统计.json",
)
@click.argument("id_", metavar="[编号]", required=False)
@click.option("--since", metavar="日期", help="最后一次联系在这天或以后（2026-11-01）")
@click.option("--until", metavar="日期", help="最后一次联系在这天以前")
@click.option("--channel", metavar="渠道", help="只要这个渠道")
@click.option("--outcome", metavar="结果", help="只要这个结果，例如 rested")
@click.option("--audience", type=click.Choice(AUDIENCES), default="borrower", show_default=True, help="给谁看")
@click.option("--format", "form", type=click.Choice(FORMS), default="md", show_default=True, help="格式")
@click.option("--ask", "asked", multiple=True, metavar="字段", help="本人勾选过的字段，可写几次，例如 --ask city")
@click.option("--consented", multiple=True, metavar="字段", help="本人单独同意的字段：health、crisis")
@click.option("--with-words", is_flag=True, help="连同本人的原话；要写 --reason，会记进导出记录")
@click.option("--reason", metavar="原因", default="", help="为什么要原话")
@click.option(
    "--output", type=click.Path(path_type=Path), required=True, metavar="文件", help="写到哪里；只有你这个账号能打开"
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
    form: str,
    asked: tuple[str, ...],
    consented: tuple[str, ...],
    with_words: bool,
    reason: str,
    output: Path,
) -> int:
    """导出一个人或一批人的总结。文件要么完整写好，要么不出现；不带原话，除非写明原因。"""
    settings = settings_of(ctx)
    _check(id_, audience, form, asked, consented, with_words=with_words, reason=reason)
    first, last = day_of(since, "--since", settings), day_of(until, "--until", settings)
    book = book_of(settings)
    wanted = {*asked, *(("words",) if with_words else ())}
    count = 0

    async def work(store: Store, file: BinaryIO) -> int:
        from bot.app import clock
        from bot.casebook import case_in, cases

        now = clock(settings)()

        async def chosen() -> AsyncIterator[Case]:
            if id_ is None:
                async for case in cases(
                    store, book, now, since=first, until=last, channel=channel, outcome=outcome, words=with_words
                ):
                    yield case
                return
            whole = await full_id(store, await found(store, id_))
            async for one in store.conversations():
                if one.id == whole:
                    yield await case_in(store, one, book, now, words=with_words)

        period = f"{since or '最早'} 到 {until or '现在'}"
        return await write(file, chosen(), audience, form, wanted, set(consented), period, single=id_ is not None)

    note = {
        "by": whoami(),
        "id": id_ or "",
        "since": since or "",
        "until": until or "",
        "channel": channel or "",
        "outcome": outcome or "",
        "audience": audience,
        "format": form,
        "asked": sorted(wanted),
        "consented": sorted(consented),
        "words": with_words,
        "reason": reason,
        "file": output.name,
    }
    try:
        log(settings, {"state": "begun", **note})
        with whole_file(output) as file:
            count = with_store(settings, lambda store: work(store, file))
        log(settings, {"state": "written", "conversations": count, **note})
    except OSError as error:
        say(f"写不进 {output}（{error.strerror}）。换一个自己能写的地方。", error=True)
        return PROBLEMS
    if count == 0 and id_ is not None:
        say("这个人还没有说过话。", error=True)
        return PROBLEMS
    say(f"写好了：{output}（{count} 段对话；只有你这个账号能打开；用完请删掉）")
    return DONE


def _check(
    id_: str | None,
    audience: str,
    form: str,
    asked: tuple[str, ...],
    consented: tuple[str, ...],
    *,
    with_words: bool,
    reason: str,
) -> None:
    """What cannot be done is said before anything is opened."""
    from bot.content.summary_fields import FIELDS

    wrong = next((name for name in (*asked, *consented) if name not in FIELDS), "")
    told = ""
    if wrong:
        told = f"没有字段 {wrong}。有的是：{'、'.join(FIELDS)}。"
    elif audience == "statistics" and (
        id_ is not None or form not in {"md", "txt", "html", "pdf", "docx", "json", "csv"}
    ):
        told = "统计只按一批人算，格式是 md、txt、html、pdf、docx、json、csv。"
    elif audience == "statistics" and with_words:
        told = "统计里没有原话。"
    elif id_ is None and audience != "statistics" and form not in STREAMS:
        told = f"{form} 一次一个人：写上编号；一批人用 jsonl、csv、json、md、txt。"
    if told:
        say(f"用法不对：{told}", error=True)
        raise Stop(WRONG_USE)
    refuse_words(with_words=with_words, reason=reason)


def refuse_words(*, with_words: bool, reason: str) -> None:
    """A person's words are shown for a reason or not at all."""
    told = ""
    if with_words and len(reason.strip()) < SHORTEST_REASON:
        told = '要原话，就写明原因：--reason "本人要求，带去法律援助中心"（会记进导出记录）。'
    elif reason and not with_words:
        told = "--reason 要和 --with-words 一起用。"
    if told:
        say(f"用法不对：{told}", error=True)
        raise Stop(WRONG_USE)


def day_of(text: str | None, option: str, settings: Settings) -> dt.datetime | None:
    """The beginning of a day as an option names it."""
    if text is None:
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), settings.zone)
    except ValueError:
        say(f"用法不对：{option} 后面写日期，例如 2026-11-01。", error=True)
        raise Stop(WRONG_USE) from None


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


async def write(
    file: BinaryIO,
    chosen: AsyncIterator[Case],
    audience: str,
    form: str,
    asked: set[str],
    consented: set[str],
    period: str,
    *,
    single: bool,
) -> int:
    """Write everybody, one at a time; how many."""
    from bot.reports.batches import Batch, statistics_file
    from bot.reports.fields import Audience

    count = 0
    if audience == "statistics":
        from bot.reports.statistics import Tally

        tally = Tally()
        async for case in chosen:
            tally.add(case)
            count += 1
            _progress(count)
        file.write(statistics_file(tally, form, period))
    else:
        batch = Batch(Audience(audience), form, asked, consented, single=single)
        file.write(batch.head())
        async for case in chosen:
            file.write(batch.one(case))
            count += 1
            _progress(count)
        file.write(batch.tail())
    _progress(count, done=True)
    return count


def _progress(count: int, *, done: bool = False) -> None:
    """A line that grows in place, where somebody looks."""
    import sys

    if sys.stderr.isatty() and (count % STEP == 0 or done):
        click.echo(f"\r已写 {count} 段对话", nl=done, err=True)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that only this account can read, and that carries its name only once it is whole and on the disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


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

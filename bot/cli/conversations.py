"""`wenzhu conversations`: what operators may see, by pseudonym, and how they delete.

Reading works beside a running bot; deleting needs the store for itself.
"""

from __future__ import annotations

import asyncio
import getpass
import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.main import DONE, HELP, PROBLEMS, Chinese, Lazy, Stop, say, settings_of
from bot.cli.refusing import refused

if TYPE_CHECKING:
    from bot.engine.flowbook import Book
    from bot.reports.conversation import Account
    from bot.settings import Settings
    from bot.storage.store import Store

T = TypeVar("T")
ROOM = "bot.cli.conversations"
SHORTEST_ID = 8


@click.group(
    cls=Lazy,
    context_settings=HELP,
    rooms={
        "list": (f"{ROOM}:list_", "列出对话（编号，不列名字）"),
        "show": (f"{ROOM}:show", "看一段对话"),
        "export": ("bot.cli.exporting:export", "导出一个人或一批人的总结"),
        "story": ("bot.cli.storying:story", "把一段对话写成能跑的故事（已遮住）"),
        "forget": (f"{ROOM}:forget", "彻底删除一个人的记录"),
    },
    epilog="编号用 list 看，写开头 8 位就够。例子：wenzhu conversations export 3f9a01bc --audience lawyer --format pdf --output 咨询一页.pdf",
)
def conversations() -> None:
    """查看、导出、删除对话。只看得到同意保存的话，号码已遮住。"""


def long_enough(_: click.Context, __: click.Parameter, id_: str | None) -> str | None:
    """An id that may be looked up: at least its first eight characters."""
    if id_ is not None and len(id_) < SHORTEST_ID:
        raise click.UsageError(f"编号至少写开头 {SHORTEST_ID} 位；用 wenzhu conversations list 看。")
    return id_


def with_store(settings: Settings, work: Callable[[Store], Awaitable[T]], *, read_only: bool = True) -> T:
    """Do something with the store of these settings, or say why it cannot be opened."""
    from bot.app import clock, store_of
    from bot.storage.errors import CannotOpen, StoreError

    async def run() -> T:
        store = store_of(settings, read_only=read_only)
        await store.open(now=clock(settings)())
        try:
            return await work(store)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except (CannotOpen, StoreError) as error:
        raise refused(error) from None


@click.command("list", cls=Chinese, context_settings=HELP, epilog="例子：wenzhu conversations list --channel terminal")
@click.option("--since", metavar="日期", help="最后一次联系在这天或以后（2026-11-01）")
@click.option("--until", metavar="日期", help="最后一次联系在这天以前")
@click.option("--channel", metavar="渠道", help="只列这个渠道，例如 terminal")
@click.option("--outcome", metavar="结果", help="只列这个结果，例如 rested")
@click.pass_context
def list_(ctx: click.Context, since: str | None, until: str | None, channel: str | None, outcome: str | None) -> int:
    """列出对话：编号、渠道、轮数、第一次和最后一次联系、结果、是否同意保存。"""
    from bot.cli.export_options import days_of

    settings = settings_of(ctx)
    first, last = days_of(since, until, settings)

    async def work(store: Store) -> int:
        count = 0
        async for one in store.conversations(since=first, until=last, channel=channel, outcome=outcome):
            came, went = (at.astimezone(settings.zone) for at in (one.first_at, one.last_at))
            kept = "保存" if one.kept else "不保存"
            say(
                f"{one.id[:12]}  {one.channel:<10} {one.turns:>4} 轮  {came:%Y-%m-%d %H:%M} – {went:%Y-%m-%d %H:%M}"
                f"  {kept}  {one.outcome}".rstrip()
            )
            count += 1
        return count

    count = with_store(settings, work)
    chosen = [name for name, value in (("--channel", channel), ("--outcome", outcome)) if value]
    hint = f"去掉 {'、'.join(chosen)} 再看，每一行里写着有哪些。" if chosen and not count else ""
    say(f"共 {count} 段对话。{hint}")
    return DONE


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog='例子：wenzhu conversations show 3f9a01bc；wenzhu conversations show 3f9a01bc --with-words --reason "本人要求核对"',
)
@click.argument("id_", metavar="编号", callback=long_enough)
@click.option("--with-words", is_flag=True, help="连同本人打的字（号码已遮住）；要写 --reason，会记进导出记录")
@click.option("--reason", metavar="原因", default="", help="为什么要看原话")
@click.pass_context
def show(ctx: click.Context, id_: str, with_words: bool, reason: str) -> int:
    """看一段对话：记下的答案、走过的问题、给过的话。本人打的字不显示，除非写明原因。"""
    from bot.cli.export_options import refuse_words
    from bot.cli.exporting import log
    from bot.reports.conversation import markdown
    from bot.reports.wordless import wordless

    settings = settings_of(ctx)
    refuse_words(with_words=with_words, reason=reason)
    account, book = _account(settings, id_)
    if with_words:
        log(settings, {"state": "shown", "by": whoami(), "id": account.id[:12], "words": True, "reason": reason})
    else:
        account = wordless(account, book)
    say(markdown(account, settings.zone).rstrip())
    return DONE


def whoami() -> str:
    """Whose account this command runs under, for the log of exports."""
    return getpass.getuser() if os.environ.get("USER") else str(os.getuid())


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="例子：wenzhu conversations forget 3f9a01bc --yes（先停掉正在运行的机器人）",
)
@click.argument("id_", metavar="编号", callback=long_enough)
@click.option("--yes", is_flag=True, help="不再问一遍")
@click.pass_context
def forget(ctx: click.Context, id_: str, yes: bool) -> int:
    """彻底删除一个人的记录和钥匙。删了就回不来。"""
    from bot.app import clock

    settings = settings_of(ctx)
    if not yes and not click.confirm("删了就回不来，确定删除？", default=False):
        say("没有删。")
        return DONE

    async def work(store: Store) -> bool:
        address = await found(store, id_)
        gone = await store.forget(address, now=clock(settings)())
        return gone.done

    if with_store(settings, work, read_only=False):
        say("删好了：记录、钥匙和日志里的痕迹都没有了。")
    else:
        say("记录和钥匙已经删掉，读不出来了；日志里的痕迹会在下次启动时清完。")
    return DONE


def _account(settings: Settings, id_: str) -> tuple[Account, Book | None]:
    """One person's account by pseudonym, and the flows that its labels come from, where they are sound."""
    from bot.accounts import account_of
    from bot.app import NoEdition, Shelf

    shelf = Shelf(settings)
    shelf.refresh()
    try:
        book = shelf.book()
    except NoEdition:
        book = None

    async def work(store: Store) -> Account | None:
        address = await found(store, id_)
        return await account_of(store, address, book, await full_id(store, address))

    account = with_store(settings, work)
    if account is None:
        say("这个人还没有说过话。", error=True)
        raise Stop(PROBLEMS)
    return account, book


async def full_id(store: Store, address: str) -> str:
    """The whole pseudonym behind an address."""
    async for one in store.conversations(channel=address.partition(":")[0]):
        if one.address == address:
            return one.id
    return ""


async def found(store: Store, id_: str) -> str:
    address = await store.find(id_)
    if address is None:
        say(f"没有编号是 {id_} 的对话（或者有好几个，多写几位）；用 wenzhu conversations list 看。", error=True)
        raise Stop(PROBLEMS)
    return address

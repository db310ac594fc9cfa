"""`wenzhu chat`: one person, one terminal; comes back to where it was, leaves without noise."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import safe
from bot.cli.again import again
from bot.cli.main import HELP, NO_CONTENT, Chinese, Stop, say, settings_of
from bot.cli.refusing import code_of, told

if TYPE_CHECKING:
    from bot.app import House, Shelf
    from bot.channels.terminal import Terminal
    from bot.exports import Drawer
    from bot.settings import Settings

LONGEST_NAME = 32
DEFAULT_NAME = "me"


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="例子：\n"
    "  wenzhu chat\n"
    "  wenzhu chat --as 小林\n"
    "  printf '想知道下一步\\n' | wenzhu chat --private    一行一句，读完就结束",
)
@click.option("--new", "restart", is_flag=True, help="从第一个问题重新开始（等于说「重来」，答过的留作建议）")
@click.option(
    "--as",
    "name",
    metavar="名字",
    default=DEFAULT_NAME,
    help="这台电脑上的另一个人。这不是密码，只是把对话分开：能用这个账号的人都看得到",
)
@click.option("--private", is_flag=True, help="什么都不写到硬盘上，关掉就没有了")
@click.option(
    "--exports",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="导出的文件写到这里，不自动删；不写就放在数据文件夹里，24 小时后删掉（--private：离开时删掉）",
)
@click.option("--plain", is_flag=True, help="不要颜色和行编辑（读屏软件、老终端）；也看 NO_COLOR")
@click.pass_context
def chat(ctx: click.Context, restart: bool, name: str, private: bool, folder: Path | None, plain: bool) -> None:
    """在终端里聊。打数字、字母、选项上的字，或者直接说一句话。

    随时可以说：帮助、菜单、上一步、改、跳过、话术、导出、隐私、暂停、停、重来、删除。
    按 Ctrl-D 离开，下次接着上次的地方。
    """
    from bot.exports import drawer

    name = _name(name)
    settings = settings_of(ctx)
    shelf = _shelf(settings, remembers=not private)
    with (
        contextlib.suppress(KeyboardInterrupt),  # Ctrl-C while the store closes is a goodbye, not a fault
        drawer(settings.data_dir, private=private, chosen=folder) as files,
    ):
        asyncio.run(_talk(settings, shelf, name, files, restart=restart, private=private, plain=plain))


def _name(name: str) -> str:
    """A name that may be part of an address."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or ":" in name:
        raise click.UsageError(f"--as 后面写一个名字：1 到 {LONGEST_NAME} 个字，不要冒号和看不见的字符。")
    return name


def _shelf(settings: Settings, *, remembers: bool) -> Shelf:
    """The flows; a broken folder is told and the shipped ones are used; none at all end in safe words."""
    from bot.app import NoEdition, Shelf

    shelf = Shelf(settings, remembers=remembers)
    refused_ones = shelf.refresh() == "refused"
    if refused_ones:
        say(shelf.report, error=True)
    try:
        shelf.book()
    except NoEdition:
        say_safe(safe.DOWN)
        say("流程有错误，没有能用的一份。改好上面列的错误；只看错误：wenzhu flows check", error=True)
        raise Stop(NO_CONTENT) from None
    if refused_ones:
        say("上面的流程有错，先用自带的流程。改好保存，马上生效。\n", error=True)
    return shelf


def say_safe(texts: tuple[str, ...]) -> None:
    """Safe words laid out as everything else; where even that fails, bare."""
    try:
        from bot.channels.terminal_page import Look, page
        from bot.engine.turn import Bubble

        columns = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else None
        say("\n" + page([Bubble(text) for text in texts], Look(columns)) + "\n")
    except Exception:  # safe words come through whatever is broken; the page is only how they look
        for text in texts:
            say(text)


async def _talk(
    settings: Settings, shelf: Shelf, name: str, files: Drawer, *, restart: bool, private: bool, plain: bool
) -> None:
    from bot.app import House, clock, log_to, new_id
    from bot.channels.terminal import Terminal
    from bot.storage.errors import CannotOpen, StoreError

    terminal = Terminal(
        name,
        now=clock(settings),
        new_id=new_id,
        exports=files.folder,
        lasts=files.lasts,
        plain=plain,
    )
    house = House(
        settings,
        shelf=shelf,
        senders={terminal.name: terminal},
        private=private,
        only=terminal.address,
        editors=terminal.note if settings.content_dir is not None else None,
    )
    try:
        async with house:
            if not private:
                log_to(settings)
            with _leaving(terminal):
                await _converse(house, terminal, restart=restart)
    except (CannotOpen, StoreError) as error:
        say_safe(told(error))
        log_to(settings)
        logging.getLogger("wenzhu").error("store-refused %s: %s", type(error).__name__, error)
        raise Stop(code_of(error)) from None
    if terminal.live:
        say(_farewell(name, private=private))


async def _converse(house: House, terminal: Terminal, *, restart: bool) -> None:
    """What waited comes first, then the person is greeted, then line after line; a question that stands there is not put twice."""
    from bot.channels.terminal import opening
    from bot.storage.errors import StoreError

    try:
        known = await house.store.load(terminal.address) is not None
    except StoreError:
        known = False
    await house.begin()
    if restart or not terminal.asked:  # a late answer or a reminder has put the open question already
        await terminal.tell(house.dispatcher, opening(restart=restart, known=known))
    await terminal.run(house.dispatcher)


@contextlib.contextmanager
def _leaving(terminal: Terminal) -> Iterator[None]:
    """A closed window or a polite kill ends the conversation as Ctrl-D does."""
    loop = asyncio.get_running_loop()
    wanted = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]
    for number in wanted:
        with contextlib.suppress(NotImplementedError, RuntimeError):  # no such signals here: Ctrl-D still leaves
            loop.add_signal_handler(number, terminal.leave.set)
    try:
        yield
    finally:
        for number in wanted:
            with contextlib.suppress(NotImplementedError, RuntimeError):  # no such signals here: Ctrl-D still leaves
                loop.remove_signal_handler(number)


def _farewell(name: str, *, private: bool) -> str:
    if private:
        return "\n  先到这儿。这次聊的没有留下任何记录。"
    way = again() if name == DEFAULT_NAME else again("--as", name)
    return f"\n  先到这儿，位置给你留着。想回来的时候，输入：\n  {way}\n  撑不住的时候，12356 有人听。"

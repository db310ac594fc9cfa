"""`wenzhu serve`: every configured channel at once; where none is configured it says which key opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.main import HELP, NO_CONTENT, WRONG_USE, Chinese, Stop, say, settings_of
from bot.cli.refusing import refused

if TYPE_CHECKING:
    from bot.app import Shelf
    from bot.settings import Settings

CODES = (
    "退出码：0 正常停；2 设置不对；3 已有一个进程在用；4 存储打不开；5 没有能用的流程；6 内部错误；"
    "7 令牌不对；8 连不上 Telegram；9 同一个令牌开了两个（409）。"
)


@click.command(cls=Chinese, context_settings=HELP, epilog=f"例子：wenzhu --config /etc/wenzhu.yaml serve\n\n{CODES}")
@click.pass_context
def serve(ctx: click.Context) -> None:
    """开起所有配好的渠道，一直运行到 Ctrl-C。现在有 Telegram。"""
    settings = settings_of(ctx)
    if settings.telegram.token is None:
        say("没有配好任何渠道，没有什么可以开。", error=True)
        say("想在这台电脑上聊：wenzhu chat", error=True)
        say("想开 Telegram：在 config.yaml 里写 telegram.token，写法看 config.example.yaml。", error=True)
        raise Stop(WRONG_USE)
    from bot.cli import serve_telegram
    from bot.settings import file_of
    from bot.storage.errors import CannotOpen, StoreError

    shelf = sound(settings)
    try:
        serve_telegram.run(settings, shelf, file_of(ctx.find_root().obj))
    except (CannotOpen, StoreError) as error:
        raise refused(error) from None


def sound(settings: Settings) -> Shelf:
    """The flows; an editor's broken folder is told and the shipped flows are used."""
    from bot.app import NoEdition, Shelf

    shelf = Shelf(settings)
    if shelf.refresh() == "refused":
        say(shelf.report, error=True)
    try:
        shelf.book()
    except NoEdition:
        say("流程有错误，没有能用的一份。改好上面列的错误；只看错误：wenzhu flows check", error=True)
        raise Stop(NO_CONTENT) from None
    return shelf

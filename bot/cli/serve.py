"""`wenzhu serve`: every configured channel at once; where none is configured it says which key opens one."""

from __future__ import annotations

import click

from bot.cli.main import HELP, WRONG_USE, Chinese, Stop, say, settings_of


@click.command(cls=Chinese, context_settings=HELP, epilog="例子：wenzhu --config /etc/wenzhu.yaml serve")
@click.pass_context
def serve(ctx: click.Context) -> None:
    """开起所有配好的渠道，一直运行到 Ctrl-C。"""
    settings_of(ctx)
    say("没有配好任何渠道，没有什么可以开。", error=True)
    say("想在这台电脑上聊：wenzhu chat", error=True)
    say(
        "Telegram、微信、网页渠道这个版本还没有；有了以后在 config.yaml 里写 telegram.token 之类的键，"
        "写法看 config.example.yaml。",
        error=True,
    )
    raise Stop(WRONG_USE)

"""The command `wenzhu`: each room loaded only when somebody knocks, each mistake with a remedy.

Exit codes: 0 done, 1 problems found (and printed), 2 wrong use or wrong settings, 3 another process has the
store, 4 the store or the disk refuses, 5 no sound content, 6 a fault of ours.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from bot.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
DONE, PROBLEMS, WRONG_USE, SECOND_PROCESS, STORE_REFUSED, NO_CONTENT, FAULT = range(7)
CODES = "退出码：0 完成；1 有问题（已列出）；2 用法或设置不对；3 已有一个进程在用；4 存储打不开；5 没有能用的流程；6 程序自己出错。"
YOUNG = 20_000  # objects between two sweeps: a start makes many that stay, and sweeping them costs a tenth of it
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Chinese(click.Command):
    """A command whose help is Chinese, in columns by display width."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]")
        formatter.write(f"用法：{ctx.command_path} {pieces}\n".replace("COMMAND [ARGS]...", "命令 …"))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _paragraphs(formatter, inspect.cleandoc(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        _table(formatter, "选项", [row for param in options if (row := param.get_help_record(ctx)) is not None])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        text = self.epilog or ""
        if "例子：" in text and "例子：\n" not in text:
            text = text.replace("例子：", "例子：\n  ").replace("；wenzhu", "\n  wenzhu")
        _paragraphs(formatter, text)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


def format_option(forms: Sequence[str], default: str, what: str = "格式") -> Callable[[F], F]:
    """`--format` of a command: how its output is written; the command gets it as `form`."""
    return click.option("--format", "form", type=click.Choice(forms), default=default, show_default=True, help=what)


def _paragraphs(formatter: click.HelpFormatter, text: str) -> None:
    from bot.channels.terminal_lines import wrap

    if text:
        formatter.write_paragraph()
        for paragraph in text.split("\n"):  # examples are indented and stay whole, so that they can be copied
            whole = paragraph.startswith("  ")
            for line in [paragraph] if whole else wrap(paragraph, formatter.width - 4):
                formatter.write(f"  {line}\n" if line else "\n")


def _table(formatter: click.HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Names and explanations in two columns."""
    from bot.channels.terminal_lines import width, wrap

    if not rows:
        return
    first = max(width(name) for name, _ in rows) + 2
    formatter.write(f"\n{title}：\n")
    for name, text in rows:
        told = text.replace("[required]", "（必填）").replace("[default: ", "（默认 ").replace("]", "）")
        head, *more = wrap(told, max(20, formatter.width - first - 4)) or [""]
        formatter.write(f"  {name}{' ' * (first - width(name))}{head}\n")
        for line in more:
            formatter.write(f"  {' ' * first}{line}\n")


class Lazy(Chinese, click.Group):
    """A group that knows its commands by name and one line, and imports one only when it is used."""

    def __init__(self, *args: Any, rooms: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = rooms

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.rooms)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.rooms:
            return None
        module, _, attribute = self.rooms[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(module), attribute)
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Chinese.format_options(self, ctx, formatter)
        _table(formatter, "命令", [(name, line) for name, (_, line) in self.rooms.items()])


@click.group(
    cls=Lazy,
    context_settings=HELP,
    rooms={
        "chat": ("bot.cli.chat:chat", "在终端里聊"),
        "serve": ("bot.cli.serve:serve", "开起所有配好的渠道"),
        "init": ("bot.cli.init:init", "给编辑建一个自己的文件夹"),
        "flows": ("bot.cli.flows:flows", "检查、试跑、画出流程"),
        "facts": ("bot.cli.facts:facts", "检查事实（热线、法条、数字）"),
        "stats": ("bot.cli.stats:stats", "一段时间的数字"),
        "conversations": ("bot.cli.conversations:conversations", "查看、导出、删除对话"),
    },
    epilog="例子：wenzhu chat（开始聊）；wenzhu chat --private（什么都不存）；wenzhu flows check（检查流程）\n\n"
    + CODES,
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="设置文件；不写就看 WENZHU_CONFIG，再看 ./config.yaml，都没有就用默认值",
)
@click.version_option(package_name="wenzhu", message="%(prog)s %(version)s", help="显示版本")
@click.pass_context
def cli(ctx: click.Context, config: Path | None) -> None:
    """稳住：网贷逾期的时候，先稳住的那个声音。"""
    ctx.obj = config


def settings_of(ctx: click.Context) -> Settings:
    """The settings that hold, or the end of the program with every mistake in them."""
    from bot.settings import BadSettings, load

    try:
        return load(ctx.find_root().obj)
    except BadSettings as bad:
        for line in bad.lines:
            say(line, error=True)
        raise Stop(WRONG_USE) from None


class Stop(Exception):
    """End with this exit code; everything has been said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def say(text: str, *, error: bool = False) -> None:
    """One line for the person at the terminal."""
    click.echo(text, err=error)


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the `wenzhu` script."""
    gc.set_threshold(YOUNG)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """One command; its exit code."""
    _all_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a console that cannot show a character shows ? instead of dying; one that knows no Chinese at all says so by
            # mistake of its locale, and shows UTF-8
            stream.reconfigure(
                errors="replace", encoding=stream.encoding if _knows_chinese(stream.encoding) else "utf-8"
            )
    try:
        given = list(arguments) if arguments is not None else None
        code = cli.main(args=given, prog_name="wenzhu", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except Stop as stop:
        return stop.code
    except click.UsageError as error:
        say(_usage(error), error=True)
        return WRONG_USE
    except click.ClickException as error:
        say(f"用法不对：{error.format_message()}", error=True)
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        return DONE
    except BrokenPipeError:
        _forget_stdout()
        return DONE
    except Exception as error:
        _fault(error)
        return FAULT


def _all_streams() -> None:
    """A program may be started without one of its three streams: then there is nothing to read, and nobody who reads."""
    import os

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - lives as long as the program


def _knows_chinese(encoding: str) -> bool:
    try:
        return "稳住".encode(encoding) != b""
    except (UnicodeEncodeError, LookupError):
        return False


def _fault(error: Exception) -> None:
    """A fault of ours ends in safe words and a place to look, never in a traceback with somebody's words."""
    from bot import safe

    for text in safe.DOWN:
        say(text)
    where = ""
    with contextlib.suppress(Exception):
        from bot.runtime.journal import where as place_of

        where = f" {place_of(error)}"
    say(f"wenzhu: internal error {type(error).__name__}{where}. Please report it with the version.", error=True)


def _usage(error: click.UsageError) -> str:
    """What was wrong about the use, in Chinese, and where to look."""
    path = error.ctx.command_path if error.ctx is not None else "wenzhu"
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return error.ctx.get_help() if error.ctx is not None else "wenzhu --help"
        case click.NoSuchOption():
            near = f"是不是想写 {error.possibilities[0]}？" if error.possibilities else ""
            what = f"没有 {error.option_name} 这个选项。{near}"
        case click.MissingParameter():
            name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
            option = f"{error.param.opts[-1]} " if isinstance(error.param, click.Option) else ""
            what = f"还缺 {option}{name}。" if name else "还缺一个参数。"
        case click.BadOptionUsage():
            what = f"{error.option_name} 后面还要写一个值。"
        case click.BadParameter():
            name = error.param.opts[-1] if error.param is not None and error.param.opts else ""
            choices = error.param.type.choices if error.param and isinstance(error.param.type, click.Choice) else ()
            why = f"能写的是 {'、'.join(map(str, choices))}。" if choices else error.message
            what = f"{name} 的值不对：{why}" if name else f"值不对：{why}"
        case _:
            what = _no_command(error)
    return f"用法不对：{what}\n看说明：{path} --help"


def _no_command(error: click.UsageError) -> str:
    import difflib
    import re

    extra = re.search(r"unexpected extra arguments? \((.*)\)", error.format_message())
    if extra is not None:
        return f"多写了 {extra[1]}：去掉它。"
    found = re.search(r"No such command '(.*)'", error.format_message())
    if found is None or error.ctx is None or not isinstance(error.ctx.command, Lazy):
        return error.format_message()
    names = error.ctx.command.list_commands(error.ctx)
    close = difflib.get_close_matches(found[1], names, n=1)
    hint = f"是不是想写 {close[0]}？" if close else f"有的是：{'、'.join(names)}。"
    return f"没有 {found[1]} 这个命令。{hint}"


def _forget_stdout() -> None:
    """The reader of a pipe went away: end quietly, also at interpreter exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

"""`docs/telegram.md` is true: its settings are settings, its commands run, its codes are the codes, its unit starts the bot."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.cli import main as codes
from bot.cli import serve_telegram
from bot.cli.main import cli
from bot.cli.serve import CODES
from bot.settings import load
from tests.channels.telegram.botapi import TOKEN, BotApi
from tests.channels.telegram.people import Person
from tests.channels.telegram.process import Serve, polling

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "telegram.md").read_text(encoding="utf-8")
WORTH_WAITING = {codes.DONE, codes.FAULT, codes.SECOND_PROCESS, serve_telegram.NO_NETWORK}
PRINTED = "1234567890:AAE…"


def tokens() -> list[Token]:
    return MarkdownIt().enable("table").parse(GUIDE)


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return [token.content for token in tokens() if token.type == "fence" and token.info == language]


def table() -> dict[int, str]:
    """Exit code and what the program says, row by row."""
    found = tokens()
    end = next(n for n, token in enumerate(found) if token.type == "table_close")  # it is the guide's first table
    cells = [token.content for token in found[:end] if token.type == "inline" and token.level == 4]
    rows = [cells[n : n + 3] for n in range(0, len(cells), 3)]
    return {int(code): says for says, code, _ in rows if code.isdigit()}


def unit() -> configparser.ConfigParser:
    made = configparser.ConfigParser(strict=True, interpolation=None)
    made.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    (text,) = blocks("ini")
    made.read_string(text)
    return made


def test_the_exit_codes_are_the_ones_of_the_program() -> None:
    """The table of the guide, the help of `serve` and the constants name the same codes."""
    of_serve = {serve_telegram.TOKEN_REFUSED, serve_telegram.NO_NETWORK, serve_telegram.SECOND_POLLER}
    shared = {codes.DONE, codes.WRONG_USE, codes.SECOND_PROCESS, codes.STORE_REFUSED, codes.NO_CONTENT, codes.FAULT}
    assert set(table()) == of_serve | shared
    assert {int(n) for n in re.findall(r"[：；](\d) ", CODES)} == set(table())
    assert "令牌" in table()[serve_telegram.TOKEN_REFUSED]
    assert "连不上" in table()[serve_telegram.NO_NETWORK]
    assert "409" in table()[serve_telegram.SECOND_POLLER]
    assert "流程" in table()[codes.NO_CONTENT]


def test_every_setting_of_the_guide_stands_in_the_example_to_be_uncommented() -> None:
    """What the reader is told to uncomment is there, under its section."""
    example = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    open_ = yaml.safe_load(re.sub(r"^( *)# (?=[a-z_]+: \S)", r"\1", example, flags=re.MULTILINE))
    for block in blocks("yaml"):
        for section, value in yaml.safe_load(block).items():
            assert section in open_, section
            for key in value if isinstance(value, dict) else ():
                assert key in open_[section], f"{section}.{key}"


def test_the_commands_of_the_guide_are_commands(tmp_path: Path) -> None:
    """The blocks run as they stand; what needs root is only listed, and its folders and modes are those of the unit."""
    laptop, start, server, run = blocks("sh")
    stub = tmp_path / "bin"
    stub.mkdir()
    for name in ("sudo", "journalctl"):
        (stub / name).write_text(f'#!/bin/sh\necho {name} "$@"\n')
        (stub / name).chmod(0o755)
    shutil.copy(ROOT / "config.example.yaml", tmp_path)
    venv, pip, *copied = laptop.splitlines()
    script = "\n".join((*copied, server, run))
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=tmp_path,
        env={"PATH": f"{stub}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (tmp_path / "config.yaml").stat().st_mode & 0o777 == 0o600
    assert load(tmp_path / "config.yaml").telegram.token is None
    said = [shlex.split(line) for line in done.stdout.splitlines()]
    account, folders, made, installed, config, reload_, enable, watch = said
    service = unit()["Service"]
    assert account[-1] == service["User"] == folders[folders.index("-o") + 1] == config[config.index("-o") + 1]
    assert folders[-2:] == service["ReadWritePaths"].split()
    assert (folders[folders.index("-m") + 1], config[config.index("-m") + 1]) == ("700", "600")
    program, *_ = shlex.split(service["ExecStart"])
    assert program.startswith(made[-1])
    assert installed[2:] == [*pip.split()[1:-2], "."]
    assert venv.split() == ["python3", "-m", "venv", ".venv"]
    assert start.split() == [".venv/bin/wenzhu", "serve"]
    assert config[-1] in service["ExecStart"]
    assert [reload_[1], enable[1:], watch[0]] == ["systemctl", ["systemctl", "enable", "--now", "wenzhu"], "journalctl"]
    assert (ROOT / "constraints.txt").is_file()


def test_the_unit_starts_what_it_should_and_gives_up_where_waiting_is_no_use(tmp_path: Path) -> None:
    """The command is one of ours, the folders are writable, refusals are final, a stop has time; systemd reads it."""
    service = unit()["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program.endswith("/bin/wenzhu")
    assert arguments[0] == "--config"
    assert cli.get_command(click.Context(cli), arguments[-1]) is not None
    assert arguments[2:] == ["serve"]
    (more,) = (yaml.safe_load(block) for block in blocks("yaml")[1:])
    writable = [Path(path) for path in service["ReadWritePaths"].split()]
    for path in (more["data_dir"], more["privacy"]["master_key_file"]):
        assert any(Path(path).is_relative_to(folder) for folder in writable), path
    assert {int(n) for n in service["RestartPreventExitStatus"].split()} == set(table()) - WORTH_WAITING
    assert int(service["TimeoutStopSec"]) >= 10
    if shutil.which("systemd-analyze"):
        (tmp_path / "wenzhu.service").write_text(blocks("ini")[0].replace(program, "/bin/true"), encoding="utf-8")
        done = subprocess.run(
            ["systemd-analyze", "verify", str(tmp_path / "wenzhu.service")], capture_output=True, text=True, check=False
        )
        assert not re.search(r"wenzhu\.service:\d+:|Unknown", done.stdout + done.stderr), done.stderr


@pytest.mark.asyncio
async def test_the_guides_own_settings_come_alive(tmp_path: Path) -> None:
    """With the settings printed there and its paths moved into a folder, the bot starts, says the line, answers, stops."""
    laptop, server = blocks("yaml")
    assert PRINTED in laptop
    written = yaml.safe_load(laptop.replace(PRINTED, f'"{TOKEN}"'))
    more = yaml.safe_load(server.replace("/var/lib/wenzhu", str(tmp_path)).replace("/etc/wenzhu", str(tmp_path)))
    api = await BotApi().open()
    serve = Serve(tmp_path, api.root)
    written["telegram"] |= {"base_url": f"{api.root}/bot", "base_file_url": f"{api.root}/file/bot"}
    written["privacy"] |= more.pop("privacy")
    serve.config.write_text(yaml.safe_dump({**written, **more}, allow_unicode=True), encoding="utf-8")
    (operator,) = written["operators"]
    person, asks = Person(api, 1001), Person(api, int(operator.partition(":")[2]))
    await serve.start()
    await polling(api)
    await api.push(person.text("/privacy"), asks.text("/status"))
    await api.changed(lambda: written["privacy"]["operator_name"] in person.words() and bool(asks.theirs()), 30)
    assert await serve.stop() == codes.DONE
    says = re.search(r"`(Telegram 机器人 @)… ([^`]+)`", GUIDE)
    assert says is not None
    assert f"{says[1]}wenzhu_test_bot {says[2]}" in serve.said
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600
    await api.close()

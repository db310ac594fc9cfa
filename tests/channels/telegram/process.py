"""The real command as a process: `wenzhu serve` in a folder of its own, its output, its end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.channels.telegram.botapi import TOKEN, BotApi

START = "from bot.cli.main import main; main()"
CONFIG = """\
data_dir: data
privacy:
  master_key_file: master.key
  operator_name: 测试
  contact: test@example.org
telegram:
  token: "{token}"
  base_url: {root}/bot
  base_file_url: {root}/file/bot
operators: [telegram:42]
"""


class Serve:
    """One life of the bot."""

    def __init__(self, folder: Path, root: str, *, token: str = TOKEN, more: str = "") -> None:
        self.folder = folder
        self.config = folder / "config.yaml"
        self.config.write_text(CONFIG.format(token=token, root=root) + more, encoding="utf-8")
        self.config.chmod(0o600)
        self.process: asyncio.subprocess.Process
        self.output = b""

    async def start(self, *arguments: str, **environment: str) -> Serve:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("WENZHU_")}
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", START, "--config", str(self.config), "serve", *arguments),
            cwd=Path(__file__).parents[3],
            env={**kept, "PYTHONUNBUFFERED": "1", **environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return self

    async def ended(self, seconds: float = 30) -> int:
        """Wait for the end; the exit code."""
        async with asyncio.timeout(seconds):
            out, _ = await self.process.communicate()
        self.output += out
        return self.process.returncode if self.process.returncode is not None else -1

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        self.process.kill()
        await self.ended()

    def command_line(self) -> str:
        """What everybody on the machine can see in the list of processes."""
        return Path(f"/proc/{self.process.pid}/cmdline").read_text(encoding="utf-8")

    @property
    def said(self) -> str:
        return self.output.decode("utf-8", "replace")


async def polling(api: BotApi) -> None:
    """Until the bot asks for updates; the first start of a run reads all content on a machine that may be busy."""
    before = api._poll
    await api.changed(lambda: api._poll > before, 120)

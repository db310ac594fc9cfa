"""The conversation in a terminal: a line is a turn, and leaving is always quiet.

On a real terminal the line can be edited; otherwise plain lines are read, one a turn, to the end of the
input.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from bot.channels.base import Door, Handout, Incoming, SendError, Shown
from bot.channels.terminal_input import PROMPT, Keyboard, Lines
from bot.channels.terminal_page import Look, page
from bot.engine.events import Event, Opened, Said
from bot.engine.turn import Bubble, Question, Reply

NAME = "terminal"


class Terminal:
    """One person at one screen."""

    name = NAME
    joins = False
    pushes = False

    def __init__(
        self,
        who: str,
        *,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        exports: Path,
        lasts: str = "",
        plain: bool = False,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
    ) -> None:
        self.address = f"{NAME}:{who}"
        self._now = now
        self._new_id = new_id
        self._exports = exports
        self._lasts = lasts
        self._in = stdin if stdin is not None else sys.stdin
        self._out = stdout if stdout is not None else sys.stdout
        self.live = _is_tty(self._in) and _is_tty(self._out)
        plain = plain or os.environ.get("TERM", "") in {"", "dumb"}
        self._styled = self.live and not plain and not os.environ.get("NO_COLOR")
        self._edited = self.live and not plain
        self._keyboard: Keyboard | None = None
        self.asked = False  # whether a question was ever printed
        self.leave = asyncio.Event()

    # --- out

    def serves(self, address: str) -> bool:
        return address == self.address

    def pack(self, replies: Sequence[Reply]) -> Sequence[int]:
        return [len(replies)] if replies else []

    async def send(self, address: str, replies: Sequence[Reply], *, doubted: bool = False) -> Shown:
        """Print one message with a blank line around it."""
        columns = shutil.get_terminal_size((80, 24)).columns if self.live else None
        text = f"\n{page(replies, Look(columns, self._styled))}\n"
        text = f"{text}\n" if self.live else text
        if self._keyboard is not None:
            await self._keyboard.above(lambda: self._write(text))
        else:
            self._write(text)
        self.asked = self.asked or any(isinstance(reply, Question) for reply in replies)
        return Shown()

    async def hand(self, address: str, handout: Handout, *, doubted: bool = False) -> None:
        """Write the file for this account alone and tell where it is."""
        path = write_private(self._exports, handout)
        told = f"写好了，只有你这个账号能打开：\n{path}\n{self._lasts}发「删除」删的是我这里的记录，删不到这个文件。"
        await self.send(address, [Bubble(told)])

    async def note(self, text: str) -> None:
        """Something for the editor who sits here, above the input line; not part of the conversation."""
        shown = f"\n{text}\n"
        if self._keyboard is not None:
            await self._keyboard.above(lambda: self._write(shown))
        else:
            sys.stderr.write(shown)

    def _write(self, text: str) -> None:
        """Print; where nobody reads any more (a closed window, `| head`) the talk ends and the words wait for the next."""
        try:
            self._out.write(text)
            self._out.flush()
        except OSError as error:
            self.leave.set()
            raise SendError("nobody reads", retry=True, after=0.0) from error

    # --- in

    async def run(self, door: Door) -> None:
        """Answer line after line until the person leaves or the input ends."""
        source: Keyboard | Lines = Lines(self._in)
        if self._edited:
            source = self._keyboard = Keyboard()
        while (line := await self._line(source)) is not None:
            if line.strip() or not self.live:  # Enter alone is a slip of the finger, an empty line of a pipe is a turn
                await self.tell(door, Said(line))

    async def tell(self, door: Door, event: Event) -> None:
        """One event of this person, answered and printed before this returns."""
        await door.answer(Incoming(self.address, self._new_id(), event, self._now()))

    async def _line(self, source: Keyboard | Lines) -> str | None:
        """The next line; None when the person leaves, the input ends or the program is asked to stop."""
        if self.leave.is_set():
            return None
        if self.live and not self._edited:
            self._write(PROMPT)
        reading = asyncio.ensure_future(source.next())
        leaving = asyncio.ensure_future(self.leave.wait())
        try:
            await asyncio.wait({reading, leaving}, return_when=asyncio.FIRST_COMPLETED)
            return reading.result() if reading.done() else None
        finally:
            for task in (reading, leaving):
                task.cancel()
            await asyncio.gather(reading, leaving, return_exceptions=True)


def opening(*, restart: bool, known: bool) -> Event:
    """What a start means: the person is there again; with `--new` what 重来 means."""
    return Said("重来") if restart and known else Opened()


def write_private(folder: Path, handout: Handout) -> Path:
    """Write a file that only this account can read, whole or not at all; never over another one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stem, dot, suffix = handout.name.rpartition(".")
    path, number = folder / handout.name, 2
    while path.exists():
        path, number = folder / f"{stem}-{number}{dot}{suffix}", number + 1
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(handout.content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return path.resolve()


def _is_tty(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:
        return False

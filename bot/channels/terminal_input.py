"""What the keyboard or a pipe gives, one line at a time; nothing that a person says is remembered.

A pipe is read in a thread of its own with bare `os.read`, so that a program that ends never waits for a
line that does not come.
"""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

PROMPT = "› "
UNREAD = "\ufffd"  # what stands for a byte that is no UTF-8
LONGEST = 200_000  # bytes of one line that are taken; the rest of it is dropped
_CHUNK = 65_536


class Lines:
    """Lines of a stream that is no keyboard, or of a keyboard in plain mode."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._descriptor = _descriptor(stream)
        self._buffer = b""
        self._ended = False

    async def next(self) -> str | None:
        """The next line without its end; None at the end of the input."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[str | None] = loop.create_future()

        def deliver(line: str | None) -> None:
            if not future.done():
                future.set_result(line)

        def fetch() -> None:
            line = self._read()
            if not loop.is_closed():
                loop.call_soon_threadsafe(deliver, line)

        threading.Thread(target=fetch, daemon=True, name="lines").start()
        return await future

    def _read(self) -> str | None:
        if self._descriptor is None:
            text = self._stream.readline()
            return text.rstrip("\r\n") if text else None
        while b"\n" not in self._buffer and not self._ended:
            try:
                chunk = os.read(self._descriptor, _CHUNK)
            except OSError:
                chunk = b""
            self._ended = not chunk
            if len(self._buffer) < LONGEST or b"\n" in chunk:
                self._buffer += chunk
        if not self._buffer:
            return None
        line, _, self._buffer = self._buffer.partition(b"\n")
        return words(line[:LONGEST]).rstrip("\r")


def words(line: bytes) -> str:
    """A line as text: UTF-8, or GB18030 where that says more, since older Chinese systems write it; danger must be read in both."""
    text = line.decode("utf-8", "replace")
    if text.count(UNREAD) <= sum("\u4e00" <= char <= "\u9fff" for char in text):
        return text  # a stray byte spoils no line
    try:
        return line.decode("gb18030")
    except UnicodeDecodeError:
        return text


class Keyboard:
    """A line with editing on a real terminal; what is printed meanwhile appears above it."""

    def __init__(self) -> None:
        self._session = _session()

    async def next(self) -> str | None:
        """One line; None when the person leaves (Ctrl-C, Ctrl-D)."""
        try:
            return await self._session.prompt_async(PROMPT)
        except (EOFError, KeyboardInterrupt):
            return None

    async def above(self, write: object) -> None:
        """Run `write` so that the input line is put again below what it printed."""
        from prompt_toolkit.application import run_in_terminal  # noqa: PLC0415  # late: the program starts in a second

        assert callable(write)
        if self._session.app.is_running:
            await run_in_terminal(write)
        else:
            write()


def _session() -> PromptSession[str]:
    from prompt_toolkit import PromptSession  # noqa: PLC0415  # late: the program starts in a second
    from prompt_toolkit.history import InMemoryHistory  # noqa: PLC0415  # late: the program starts in a second

    class Commands(InMemoryHistory):
        """Remembers commands, only while the program runs: answers are nobody's business."""

        def append_string(self, string: str) -> None:
            if string.startswith("/"):
                super().append_string(string)

    return PromptSession(history=Commands(), enable_open_in_editor=False)


def _descriptor(stream: TextIO) -> int | None:
    """The file behind a stream; None for one in memory."""
    try:
        return stream.fileno()
    except (OSError, ValueError, AttributeError):
        return None

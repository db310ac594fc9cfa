"""Replies as they stand on a terminal: calm spacing, scripts free of prefixes, little colour.

Pure: replies and a `Look` in, text out. With `columns=None` nothing is wrapped, so that a script can read
every sentence as one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

from msgspec import Struct

from bot.channels.menu import option_line, progress, to_fill_in, unmarked
from bot.channels.terminal_lines import width, wrap
from bot.channels.terminal_table import table
from bot.engine.turn import Bubble, Drawing, Paper, Question, Reply
from bot.reports import visible

WIDEST = 76
MARGIN = "  "
RULE = "─"


class Look(Struct, frozen=True):
    """How the page may look: cells wide (None: never wrapped), and whether bold and dim are used."""

    columns: int | None = None
    styled: bool = False

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.styled and text else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.styled and text else text

    @property
    def inner(self) -> int:
        """Cells between the margins."""
        return max(12, min(self.columns or WIDEST, WIDEST + 4) - 2 * len(MARGIN))


def page(replies: Sequence[Reply], look: Look) -> str:
    """One message: every reply, a blank line between them."""
    return "\n\n".join(shown for shown in (show(reply, look) for reply in replies) if shown)


def show(reply: Reply, look: Look) -> str:
    match reply:
        case Bubble():
            return bubble(reply, look)
        case Question():
            return question(reply, look)
        case Paper():
            return paper(reply, look)
        case Drawing():
            return picture(reply, look)
        case _:
            assert_never(reply)


def bubble(reply: Bubble, look: Look) -> str:
    """Plain words; what is read back is dim, what is urgent is bold."""
    style = {"echo": look.dim, "urgent": look.bold}.get(reply.tone)
    return _block(reply.text, look, style)


def question(reply: Question, look: Look) -> str:
    """The question with its progress beside it, then one option a line."""
    step = progress(reply)
    lines = _lines(reply.text, look)
    if step and look.columns is not None:
        free = look.inner - width(lines[-1])
        if free >= width(step) + 3:
            lines = [*map(look.bold, lines[:-1]), f"{look.bold(lines[-1])}   {look.dim(step)}"]
        else:
            lines = [*map(look.bold, lines), look.dim(step)]
    elif step:
        lines = [f"{reply.text}（{step}）"]
    else:
        lines = [look.bold(line) for line in lines]
    out = [_margin(look) + line if line else "" for line in lines]
    if reply.buttons:
        out.append("")
        for button in reply.buttons:
            first, *more = _lines(option_line(button), look, less=2)
            out.append(f"{_margin(look)}{_margin(look)}{first}")
            out.extend(f"{_margin(look)}{_margin(look)}{line}" for line in more)
    return "\n".join(out)


def picture(reply: Drawing, look: Look) -> str:
    """A picture as a table of its numbers, what it rests on below."""
    rows = table(reply, None if look.columns is None else look.inner)
    if not rows:
        return _block("\n".join(map(visible.line, reply.lines())), look)
    shown = "\n".join(f"{_margin(look)}{row}" for row in rows)
    foot = [_block(visible.line(text), look, look.dim) for text in reply.foot]
    return "\n".join((_block(visible.line(reply.title), look, look.bold), "", shown, *([""] if foot else []), *foot))


def paper(reply: Paper, look: Look) -> str:
    """A script to copy: whole, unwrapped, nothing in front of its lines."""
    columns = min(look.columns or WIDEST, WIDEST + 4)
    title = f"{RULE * 2} {reply.title} "
    top = title + RULE * max(2, columns - width(title))
    below = (_block(to_fill_in(reply), look),) if reply.missing else ()
    return "\n".join((look.dim(top), "", _script(reply.text, look), "", look.dim(RULE * columns), *below))


def _script(text: str, look: Look) -> str:
    """Plain lines, so that what is copied is what is read out; on a screen headings are bold."""
    lines = unmarked(text).split("\n")
    return "\n".join(look.bold(line) if line.startswith("【") and line.endswith("】") else line for line in lines)


def _block(text: str, look: Look, style: Callable[[str], str] | None = None) -> str:
    paint = style if style is not None else str
    return "\n".join(_margin(look) + paint(line) if line else "" for line in _lines(text, look))


def _lines(text: str, look: Look, less: int = 0) -> list[str]:
    return text.split("\n") if look.columns is None else wrap(text, look.inner - less)


def _margin(look: Look) -> str:
    return "" if look.columns is None else MARGIN

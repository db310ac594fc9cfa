"""Where a channel is poor, it degrades here: options become marked lines, long texts become parts.

Pure: no channel, no width, no colour.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from bot.engine.turn import Bubble, Button, Drawing, Paper, Question, Reply

_SENTENCE = re.compile(r"(?<=[。！？；!?;])(?![」』”’）)】》])|(?<=[。！？；!?;][」』”’）)】》])")
_JOINER = "\u200d"
_HEADING = re.compile(r"#{1,6} +(.+?)[ #]*")
_BULLET = re.compile(r"^(\s*)[-*] +(?=\S)")
_QUOTE = re.compile(r"^\s*>\s?")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINE = re.compile(r"\s*(-{3,}|\*{3,})\s*")


def option_line(button: Button) -> str:
    """One option as a person types it: `1. 心慌睡不着`."""
    return f"{button.mark}. {button.label}" if button.mark else f"· {button.label}"


def progress(question: Question) -> str:
    """`第 2 步／共 7 步 · 稳住 ✓ → 【理清】 → 联系 → 计划`, either half alone, or nothing where no progress is shown."""
    steps = f"第 {question.step} 步／共 {question.steps} 步" if question.step and question.steps else ""
    return " · ".join(part for part in (steps, road(question)) if part)


def road(question: Question) -> str:
    """The whole way with the stretch that is walked now in brackets, those behind ticked off."""
    if not question.stretch:
        return ""
    behind = [f"{name} ✓" for name in question.road[: question.stretch - 1]]
    now, ahead = f"【{question.road[question.stretch - 1]}】", question.road[question.stretch :]
    return " → ".join((*behind, now, *ahead))


def to_fill_in(paper: Paper) -> str:
    """What is written as 〔请补〕 in a script or letter, each once, as one line below it; empty where nothing is missing."""
    return f"用之前补这几项：{'、'.join(dict.fromkeys(paper.missing))}。" if paper.missing else ""


def plain_text(reply: Reply) -> str:
    """Any reply as plain words, complete: what a channel without buttons and formats can show."""
    match reply:
        case Bubble():
            return reply.text
        case Question():
            head = f"（{progress(reply)}）{reply.text}" if progress(reply) else reply.text
            return "\n".join((head, *map(option_line, reply.buttons)))
        case Paper():
            return "\n".join(filter(None, (f"【{reply.title}】", unmarked(reply.text), to_fill_in(reply))))
        case Drawing():
            return "\n".join(reply.lines())


def unmarked(text: str) -> str:
    """A script as it is read out and copied: the editors' Markdown as plain signs, every word as it was."""
    return "\n".join(map(_unmarked, text.strip("\n").split("\n")))


def _unmarked(line: str) -> str:
    if _LINE.fullmatch(line):
        return "─" * 8
    if heading := _HEADING.fullmatch(line):
        return f"【{_STRONG.sub(_bare, heading[1])}】"
    return _STRONG.sub(_bare, _BULLET.sub(r"\1· ", _QUOTE.sub("", line, count=1), count=1))


def _bare(found: re.Match[str]) -> str:
    return found[2]


def parts(text: str, limit: int, measure: Callable[[str], int] = len) -> list[str]:
    """A long text in pieces of at most `limit`, cut between paragraphs, else sentences, else characters.

    Nothing is lost but the white space at the cuts; an emoji or an accented letter is never cut in two.
    """
    pieces: list[str] = []
    current = ""
    for chunk in _chunks(text, limit, measure):
        if measure(current + chunk) <= limit:
            current += chunk
            continue
        pieces.append(current)
        current = chunk.lstrip("\n")
    pieces.append(current)
    return [piece.strip("\n") for piece in pieces if piece.strip()]


def _chunks(text: str, limit: int, measure: Callable[[str], int]) -> Iterator[str]:
    """Pieces that each fit, as large as the borders allow: paragraphs, lines, sentences, characters."""
    for border in (re.compile(r"(?<=\n\n)"), re.compile(r"(?<=\n)"), _SENTENCE, None):
        if measure(text) <= limit:
            yield text
            return
        if border is None:
            break
        found = [piece for piece in border.split(text) if piece]
        if len(found) > 1:
            for piece in found:
                yield from _chunks(piece, limit, measure)
            return
    current = ""
    for cluster in clusters(text):
        if current and measure(current + cluster) > limit:
            yield current
            current = ""
        current += cluster
    yield current


def clusters(text: str) -> Iterator[str]:
    """What a reader takes for one character: a letter with its accents, an emoji with its joiners."""
    current = ""
    for char in text:
        follows = bool(current) and (
            unicodedata.category(char) in {"Mn", "Me", "Cf"}
            or current.endswith(_JOINER)
            or "\U0001f3fb" <= char <= "\U0001f3ff"
            or (_is_flag(char) and _is_flag(current) and len(current) == 1)
        )
        if follows:
            current += char
        else:
            if current:
                yield current
            current = char
    if current:
        yield current


def _is_flag(text: str) -> bool:
    return "\U0001f1e6" <= text[0] <= "\U0001f1ff"

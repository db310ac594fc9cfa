"""Chinese lines: broken between characters, never inside a number or a Latin word, no comma at the start of a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.reports.page import Run

Measure = Callable[[str, float], float]
Line = tuple[Run, ...]

NOT_FIRST = frozenset("，。、；：？！）」』》〉】〕］”’…—～·,.;:?!)]}%％")
NOT_LAST = frozenset("（「『《〈【〔［“‘([{")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/+\-_%@]*|\s|.", re.DOTALL)


def tokens(runs: Iterable[Run]) -> Iterator[Run]:
    """The smallest pieces that stay together, each with its weight."""
    for run in runs:
        yield from (Run(piece, run.strong) for piece in _TOKEN.findall(run.text))


def lines(runs: Sequence[Run], width: float, size: float, measure: Measure) -> list[Line]:
    """The runs as lines no wider than `width`; what is too wide by itself is broken where it must be."""
    found: list[Line] = []
    for paragraph in _paragraphs(runs):
        found.extend(_broken(paragraph, width, size, measure) or [()])
    return found


def _paragraphs(runs: Sequence[Run]) -> Iterator[list[Run]]:
    part: list[Run] = []
    for run in runs:
        pieces = run.text.split("\n")
        for number, piece in enumerate(pieces):
            if number:
                yield part
                part = []
            if piece:
                part.append(Run(piece, run.strong))
    yield part


def _broken(runs: list[Run], width: float, size: float, measure: Measure) -> list[Line]:
    found: list[Line] = []
    line: list[Run] = []
    used = 0.0
    for token in _small_enough(tokens(runs), width, size, measure):
        wide = measure(token.text, size)
        hangs = token.text[0] in NOT_FIRST and used + wide <= width + size  # a sign may stand out into the margin
        if line and used + wide > width and not hangs:
            carried = _carried(line)
            found.append(_joined(line))
            line = carried
            used = sum(measure(r.text, size) for r in line)
            if token.text.isspace():
                continue
        line.append(token)
        used += wide
    if line:
        found.append(_joined(line))
    return found


def _carried(line: list[Run]) -> list[Run]:
    """An opening bracket at the end of a line goes to the next."""
    carried: list[Run] = []
    while len(line) > 1 and line[-1].text in NOT_LAST:
        carried.insert(0, line.pop())
    return carried


def _small_enough(found: Iterator[Run], width: float, size: float, measure: Measure) -> Iterator[Run]:
    for token in found:
        if len(token.text) > 1 and measure(token.text, size) > width:
            yield from (Run(char, token.strong) for char in token.text)
        else:
            yield token


def _joined(line: list[Run]) -> Line:
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1].strong == run.strong:
            joined[-1] = Run(joined[-1].text + run.text, run.strong)
        else:
            joined.append(run)
    return tuple(joined)


def columns(natural: Sequence[float], least: Sequence[float], width: float) -> list[float]:
    """How wide each column is: what it needs where that fits, the rest shared by need."""
    if sum(natural) <= width:
        spare = (width - sum(natural)) / max(1, len(natural))
        return [n + spare for n in natural]
    wide = list(least)
    rest = width - sum(wide)
    if rest < 0:
        return [width / len(wide)] * len(wide)
    want = [n - m for n, m in zip(natural, least, strict=True)]
    share = sum(want) or 1
    return [m + rest * w / share for m, w in zip(wide, want, strict=True)]

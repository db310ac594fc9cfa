"""A last look where no rule fired: how like a text is to what people in danger write, by its runs of one to three characters.

Rules say what they heard; they miss the sentence that nobody foresaw. Each run of characters has a weight that was learnt
once from labelled lines (`tools/learn_likeness.py`, linear, no chance in it); their sum, over the root of their number,
is compared with one bar. It only ever adds care: nothing that a rule heard is taken back here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate, repeat
from math import sqrt
from operator import add
from typing import NamedTuple

from bot.understanding.readings import ALIKE, Level, Span

UNIT = 100  # weights are whole hundredths
LONGEST_RUN = 3
WINDOW, STRIDE = 60, 20  # characters: half a sentence of danger must not drown in a long story
BAR = 10  # how like a text must be before it counts
SURE = 80  # how like before the level may be imminent
SHORTEST = 8  # fewer characters are an answer or a button, and rules know the short words of danger
LEAST_HAN = 5  # of them; other scripts were not learnt
SHOWN = 3  # runs that are named as the reason

DIGIT, GAP = "0", " "
SHOWN_GAP = "_"  # as the weights are written down


class Likeness(NamedTuple):
    """How danger was recognised without a rule: level, the runs that weighed most, and where (half open, in the view)."""

    level: Level
    reason: str
    span: Span


class Tidy(NamedTuple):
    """Han and Latin letters as they are, a number as one digit, everything else as one gap; and where each came from."""

    text: str
    places: Sequence[int]


def tidy(text: str) -> Tidy:
    """The form whose runs are weighed, a gap at either end."""
    chars, places = [GAP], [0]
    for place, char in enumerate(text):
        kept = char if "一" <= char <= "鿿" or "a" <= char <= "z" else DIGIT if char.isdigit() else GAP
        if kept != chars[-1] or kept not in (DIGIT, GAP):
            chars.append(kept)
            places.append(place)
    if chars[-1] != GAP:
        chars.append(GAP)
        places.append(len(text) - 1)
    return Tidy("".join(chars), places)


def runs(text: str) -> list[str]:
    """Every run of one to three characters of a tidy text, once for each place."""
    return [text[at : at + size] for size in range(1, LONGEST_RUN + 1) for at in range(len(text) - size + 1)]


def windows(length: int) -> list[Span]:
    """The pieces of a long text that are weighed each for itself; a short one is one piece."""
    return [(at, min(at + WINDOW, length)) for at in range(0, max(1, length - WINDOW + STRIDE), STRIDE)]


@cache
def weights() -> dict[str, tuple[int, int]]:
    """Run -> how much it speaks for danger, and how much, in danger, for its being imminent."""
    from bot.understanding.crisis_weights import WEIGHTS  # noqa: PLC0415  # late: importing the package costs nothing

    rows = (line.split(" ") for line in WEIGHTS.splitlines())
    return {run.replace(SHOWN_GAP, GAP): (int(danger), int(imminent)) for run, danger, imminent in rows}


@cache
def dangers() -> dict[str, int]:
    """How much each run speaks for danger."""
    return {run: danger for run, (danger, _) in weights().items()}


def likeness(text: str) -> Likeness | None:
    """What a text in plain form without its benign frames is like, where that is danger; nothing where it is not."""
    plain = tidy(text)
    length = len(plain.text)
    if length < SHORTEST + 2 or sum("一" <= char <= "鿿" for char in plain.text) < LEAST_HAN:
        return None
    from bot.understanding.crisis_weights import BIAS, IMMINENT_BIAS  # noqa: PLC0415  # late: see above

    table, weigh = weights(), dangers().get
    ones, twos = plain.text, list(map(add, plain.text, plain.text[1:]))
    each = (ones, twos, map(add, twos, plain.text[2:]))
    danger = [list(accumulate(map(weigh, found, repeat(0)), initial=0)) for found in each]
    score, start = max((_score(danger, at, stop) + BIAS, -at) for at, stop in windows(length))
    start = -start
    if score <= BAR:
        return None
    window = plain.text[start : start + WINDOW]
    found = runs(window)
    imminent = sum(table[run][1] for run in found if run in table) / sqrt(len(found)) + IMMINENT_BIAS
    level = Level.IMMINENT if score > SURE and imminent > 0 else Level.IDEATION
    heaviest = sorted({run for run in found if run in table}, key=lambda run: (-table[run][0], run))[:SHOWN]
    ends = (plain.places[start], plain.places[min(start + WINDOW, length) - 1] + 1)
    return Likeness(level, ALIKE + " ".join(run.strip() for run in heaviest), ends)


def _score(sums: list[list[int]], start: int, stop: int) -> float:
    """The weight of the runs that lie wholly between two places, over the root of their number."""
    total = number = 0
    for size, upto in enumerate(sums, 1):
        if (inside := stop - start - size + 1) > 0:
            total += upto[start + inside] - upto[start]
            number += inside
    return total / sqrt(number)

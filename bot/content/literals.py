"""Numbers that must come from the register of facts: telephone numbers, percentages, addresses in a text.

Sums with 元 or 万, dates, articles of law, hours and clock times pass. Full-width, circled and Chinese digits
are read like plain ones, so that a planted number cannot hide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

CHINESE = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "幺": "1", "两": "2"}
UNIT = re.compile(
    r"\s*(?:多|余|来|几)?\s*(?:元|块|万|千|百|亿|角|分|天|日|月|年|周|期|次|字|秒|小时|家|条|项|岁|个|倍|笔|页|人|米|步)"
)
DATE = re.compile(r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?(?:[-./月]\s?\d{1,2})?")
CLOCK = re.compile(r"\d{1,2}:\d\d(?:\s?[-–—~至到]\s?(?:次日\s?)?\d{1,2}:\d\d)?")
RUN = re.compile(r"\d(?:[ \-–—.·•_/,，、()]{0,2}\d)*")
EMERGENCY = frozenset({"110", "119", "120", "122"})
SHORT = re.compile(r"(?:95|96)\d{3,4}|1[012]\d{3}")
PERCENT = re.compile(r"\d(?:[\d.]*\d)?\s*[%‰]|百分之\s*[零〇一二两三四五六七八九十百点\d]+")
SHARE = re.compile(
    r"(?<![\d.])\d{1,6}\.\d{1,2}\s?%"
)  # a reckoned rate: told as a percentage, never as a telephone number
ADDRESS = re.compile(
    r"https?:\S*|www\.\S*|[\w.-]+@[\w-]+\.[\w.]+"
    r"|(?<![\w.])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|gov|top|xyz|info|vip|io|cc|me|app)(?![a-z])\S*",
    re.IGNORECASE | re.ASCII,
)
BEFORE_OK = re.compile(r"(?:GB/T|GB|JR/T|第|〔|﹝|\[|案号[^，。]*)\s*$")


class Literal(Struct, frozen=True):
    """One find; `start` and `width` count characters of the text as given."""

    code: str
    start: int
    width: int
    message: str
    remedy: str


def literals(text: str) -> Iterator[Literal]:
    """Every telephone number, percentage and address in a text."""
    plain = "".join(_plain(c) for c in text)
    for hit in ADDRESS.finditer(plain):
        remedy = "网址写进 flows/facts，或只写“官网”"
        yield Literal("literal-url", hit.start(), len(hit.group()), f"网址「{hit.group()}」直接写在文字里", remedy)
    for hit in PERCENT.finditer(plain):
        words = text[hit.start() : hit.end()]
        remedy = "写进 flows/facts，用 {{ fact.名字.value }}"
        yield Literal("literal-percent", hit.start(), len(words), f"百分比「{words}」直接写在文字里", remedy)
    digits = "".join(CHINESE.get(c, c) for c in plain)
    masked = SHARE.sub(_blank, CLOCK.sub(_blank, DATE.sub(_blank, plain)))
    for hit in _phones(masked, digits):
        words = text[hit.start() : hit.end()]
        remedy = "写进 flows/facts，用 {{ fact.名字.number }}"
        yield Literal("literal-phone", hit.start(), len(words), f"号码「{words}」直接写在文字里", remedy)


def _phones(masked: str, digits: str) -> Iterator[re.Match[str]]:
    """Runs of plain digits first, then runs in which Chinese digits take part."""
    told: list[tuple[int, int]] = []
    for hit in RUN.finditer(masked):
        if _is_phone(hit, masked):
            told.append(hit.span())
            yield hit
    blank = "".join(d if m == d or c else m for m, d, c in zip(masked, digits, _chinese(masked), strict=True))
    for hit in RUN.finditer(blank):
        mixed = any(blank[i] != masked[i] for i in range(*hit.span()))
        inside = any(a < hit.end() and hit.start() < b for a, b in told)
        if mixed and not inside and _is_phone(hit, blank):
            yield hit


def _is_phone(hit: re.Match[str], text: str) -> bool:
    if UNIT.match(text, hit.end()) or BEFORE_OK.search(text[: hit.start()]):
        return False
    pieces = re.findall(r"\d+", hit.group())
    if any(p in EMERGENCY or (SHORT.fullmatch(p) and not p.endswith("000")) for p in pieces):
        return True
    whole = "".join(pieces)
    if whole in EMERGENCY or ((len(pieces) > 2 or " " in hit.group()) and SHORT.fullmatch(whole)):
        return True
    if any(p in hit.group() for p in ",，、") and all(len(p) <= 3 for p in pieces):
        return False  # a sum with its thousands set off, or a list of small numbers
    return len(whole) >= 7 and not _counting(pieces)


def _counting(pieces: list[str]) -> bool:
    """1 2 3 4 5 6 7: a scale, not a telephone number."""
    numbers = [int(p) for p in pieces]
    return len(numbers) > 2 and all(b == a + 1 for a, b in pairwise(numbers))


def _plain(char: str) -> str:
    """A character as its plain self, one for one: full-width and circled digits, ％, ．and ：."""
    number = unicodedata.digit(char, -1)
    if number >= 0:
        return str(number)
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


def _chinese(text: str) -> list[bool]:
    return [c in CHINESE for c in text]


def _blank(hit: re.Match[str]) -> str:
    return " " * len(hit.group())

"""Takes identifiers out of a text before it is kept: ID and card numbers, telephones, codes, addresses, names.

    mask("我叫李明，卡号6222 0212 3456 7890 128") -> Masked("我叫〔姓名已隐去〕，卡号〔卡号已隐去〕", ("card", "name"))

Amounts, dates, durations, ticket numbers and public hotlines stay, and so does every span in `keep`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.understanding.crisis_rules import compiled
from bot.understanding.masking_words import (
    ADDRESS,
    ADDRESS_STARTS,
    CARD_TALK,
    CODES,
    ID_TALK,
    NAME,
    NOT_ROADS,
    NUMBER,
    PASSPORT,
    PHONE_TALK,
    SPLIT_NAME,
    SPOKEN,
    SPOKEN_ONLY,
    TICKET,
    given_name,
    surname_like,
)
from bot.understanding.patterns import late
from bot.understanding.readings import Masked, Span

MARKS = {
    "id": "〔证件号已隐去〕",
    "card": "〔卡号已隐去〕",
    "phone": "〔手机号已隐去〕",
    "code": "〔验证码已隐去〕",
    "address": "〔地址已隐去〕",
    "name": "〔姓名已隐去〕",
}
KINDS = tuple(MARKS)
HIDDEN = "\u200b"  # what zero-width characters become: a gap that counts for nothing
# Full-width letters and digits, and Chinese digits, one character each, so that places stay the same.
_HALF = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_HALF.update({0x3000: " ", 0x00D7: "x", 0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x00A0: " "})
_HALF.update({ord(c): " " for c in "\u2002\u2003\u2009\u202f"})
_HALF.update({ord(c): HIDDEN for c in "\u200b\u200c\u200d\u2060\ufeff\u00ad"})
_DIGITS = str.maketrans("〇零○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "00012345678912123456789")
_GAPS = late(r"[^\dx]+")
_PARTS = late(r"\D+")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MOBILE, SHORT_ID, LONG_ID, LEAST_CARD, MOST_CARD = 11, 15, 18, 13, 19
AREA = 6  # an ID number begins with six digits of place
BACK = 12  # characters before a number that say what it is

_GROUP = late(r"\d+x?")
_CLAUSE = late("[，。！？；、,!?;\n〕]")
LEAST_SPOKEN = 6  # so many Chinese digits make a run a spoken number

Found = tuple[int, int, str]


def _plain(text: str) -> str:
    """The text in half width, character for character."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text.translate(_HALF))


def _date_inside(digits: str) -> bool:
    """A birthday stands where an ID number has it."""
    if len(digits) == SHORT_ID:
        month, day = digits[8:10], digits[10:12]
    else:
        if digits[6:8] not in {"18", "19", "20"}:
            return False
        month, day = digits[10:12], digits[12:14]
    return "01" <= month <= "12" and "01" <= day <= "31"


def kind_of_number(run: str, before: str) -> str:
    """What a run of digits (with gaps, perhaps a final x) identifies: id, card, phone, or "" for nothing to hide."""
    run = run.replace(HIDDEN, "")
    digits = _GAPS.sub("", run)
    groups = tuple(len(part) for part in _GAPS.split(run) if part)
    whole = len(groups) == 1
    size = len(digits)
    if compiled(TICKET).search(before):
        if valid_id(digits):
            return "id"
        return "card" if size >= LEAST_CARD and digits[0] in "34569" and digits.isdigit() and valid_luhn(digits) else ""
    if size == LONG_ID and (digits[-1] == "x" or _date_inside(digits)):
        return (
            "id"
            if whole or groups[0] == AREA or valid_id(digits) or compiled(ID_TALK).search(before)
            else _card(run, before)
        )
    if digits[-1] == "x":
        return ""
    if _mobile(digits[2:] if digits.startswith("86") and size == MOBILE + 2 else digits):
        return "phone" if whole or _mobile_grouping(groups) or compiled(PHONE_TALK).search(before) else ""
    if size == SHORT_ID and whole and _date_inside(digits):
        return "id"
    if size >= LEAST_CARD:
        return _card(run, before)
    return ""


def _mobile(digits: str) -> bool:
    return len(digits) == MOBILE and digits[0] == "1" and digits[1] in "3456789"


def _mobile_grouping(groups: tuple[int, ...]) -> bool:
    """138 0013 8000 and its kin, or every digit alone; 1500 3000 200 is rather a list of sums."""
    if groups[0] in {2, 3} and sum(groups) > MOBILE and len(groups) > 1:
        groups = groups[1:] if groups[0] == 2 else groups
    return groups in {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (11,), (5, 4, 4), (5, 8)} or max(groups) <= 2


def _card(run: str, before: str) -> str:
    """A long number is a card, unless it is a row of shorter numbers that merely stand together."""
    digits = _GAPS.sub("", run)
    parts = [part for part in _GAPS.split(run) if part]
    if len(parts) == 1 or (LEAST_CARD <= len(digits) <= MOST_CARD and valid_luhn(digits)):
        return "card"
    if len(digits) > MOST_CARD or any(part.startswith(("202", "201", "199")) for part in parts):
        return ""
    plausible = parts[0].startswith("62") or compiled(CARD_TALK).search(before) is not None or max(map(len, parts)) <= 2
    return "card" if plausible else ""


def valid_luhn(digits: str) -> bool:
    """The check digit of a bank card is right."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = ord(char) - ord("0")
        if place % 2:
            value = value * 2 - 9 * (value > 4)
        total += value
    return total % 10 == 0


def valid_id(number: str) -> bool:
    """The check character of an 18-place ID number is right."""
    if len(number) != LONG_ID or not number[:17].isascii() or not number[:17].isdigit():
        return False
    total = sum(int(char) * weight for char, weight in zip(number, _ID_WEIGHTS, strict=False))
    return "10x98765432"[total % 11] == number[17].lower()


def _numbers(plain: str) -> Iterator[Found]:
    for run in compiled(NUMBER).finditer(plain):
        kind = kind_of_number(run.group(), plain[max(0, run.start() - BACK) : run.start()])
        if kind:
            yield run.start(), run.end(), kind
        else:
            yield from _numbers_inside(plain, run)


def _numbers_inside(plain: str, run: re.Match[str]) -> Iterator[Found]:
    """Two numbers with a gap between them look like one long run: the groups are tried one by one."""
    groups = list(_GROUP.finditer(plain, run.start(), run.end()))
    for group in groups if len(groups) > 1 else ():
        kind = kind_of_number(group.group(), plain[max(0, group.start() - BACK) : group.start()])
        if kind:
            yield group.start(), group.end(), kind


def _spoken(plain: str) -> Iterator[Found]:
    """一三八零零…: a mobile, an ID or a card said digit by digit."""
    for run in compiled(SPOKEN).finditer(plain):
        if len(compiled(SPOKEN_ONLY).findall(run.group())) < LEAST_SPOKEN:
            continue
        digits = _PARTS.sub("", run.group().translate(_DIGITS))
        if _mobile(digits):
            yield run.start(), run.end(), "phone"
        elif len(digits) == LONG_ID and _date_inside(digits):
            yield run.start(), run.end(), "id"
        elif LEAST_CARD <= len(digits) <= MOST_CARD:
            yield run.start(), run.end(), "card"


def _address(plain: str, core: re.Match[str]) -> int | None:
    """Where the address begins whose core was found, or nothing when the words before it name no place."""
    low = max(0, core.start() - 24)
    head = plain[low : core.end()]
    head = head[: core.start() - low]
    start = 0
    for mark in _CLAUSE.finditer(head):
        start = mark.end()
    begun = None
    for begun in compiled(ADDRESS_STARTS).finditer(head, start):  # noqa: B007 — the last one counts
        pass
    if begun is not None and begun.end() < len(head):
        start = begun.end()
    if core.group()[0].isdigit():
        return low + start
    if len(head) - start < 2 or (head + core.group()[0]).endswith(NOT_ROADS):
        return None
    return low + start


def _words(plain: str) -> Iterator[Found]:
    for pattern in CODES:
        for code in compiled(pattern).finditer(plain):
            yield code.start("hide"), code.end("hide"), "code"
    for paper in compiled(PASSPORT).finditer(plain):
        yield paper.start("hide"), paper.end("hide"), "id"
    for core in compiled(ADDRESS).finditer(plain):
        start = _address(plain, core)
        if start is not None:
            yield start, core.end(), "address"
    for split in compiled(SPLIT_NAME).finditer(plain):
        if given_name(split.group("given")):
            yield split.start("hide"), split.end("hide"), "name"
    for frame in compiled(NAME).finditer(plain):
        if surname_like(frame.group("hide")):
            yield frame.start("hide"), frame.end("hide"), "name"


def mask(text: str, keep: Sequence[Span] = ()) -> Masked:
    """The text with identifiers replaced by marks, and the kinds that were hidden; spans in `keep` are never touched."""
    plain = _plain(text)
    found = sorted({*_numbers(plain), *_spoken(plain), *_words(plain)}, key=lambda f: (f[0], -f[1]))
    kept = sorted(keep)
    pieces: list[str] = []
    kinds: list[str] = []
    at = low = 0
    for start, end, kind in found:
        while low < len(kept) and kept[low][1] <= start:
            low += 1
        if start < at or (low < len(kept) and kept[low][0] < end):
            continue
        pieces += (text[at:start], MARKS[kind])
        kinds.append(kind)
        at = end
    if not kinds:
        return Masked(text)
    pieces.append(text[at:])
    return Masked("".join(pieces), tuple(kind for kind in KINDS if kind in kinds))

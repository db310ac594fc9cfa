"""The smaller kinds: a clock time, a month, a rating, a city, and the number of a ticket."""

from __future__ import annotations

import re

from bot.understanding.heard import DAY, Heard
from bot.understanding.numerals import numerals
from bot.understanding.patterns import late
from bot.understanding.readings import NOTHING, Reading, Sure

_CLOCK = late(
    "(?P<part>凌晨|半夜|夜里|深夜|早上?|清早|上午|中午|下午|傍晚|晚上?|今晚|明早|夜)?(?:的)?(?P<h>[0-9]{1,2}|[一二两三四五六七八九]?十[一二三四]?|[零一二两三四五六七八九])(?:(?:点钟?|时|:)(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<m>[0-5]?[0-9]|[一二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九])分?)?|(?=$))"
)
_AFTERNOON = ("下午", "傍晚", "晚", "晚上", "今晚", "夜里", "深夜", "夜", "半夜")


def _count(said: str) -> int:
    if said.isdigit():
        return int(said)
    found = numerals(said)
    return int(found[0].value) if found else 0


def clock(heard: Heard) -> Reading:
    """A time of day as HH:MM; 晚上十点 is 22:00, 半夜两点 is 02:00."""
    for hit in _CLOCK.finditer(heard.text):
        part, minute = hit.group("part") or "", 0
        hour = _count(hit.group("h"))
        if not hit.group(0).strip() or (hit.group().isdigit() and hit.group() != heard.text.strip()):
            continue
        if hit.group("half"):
            minute = 30
        elif hit.group("quarter"):
            minute = 15 * _count(hit.group("quarter"))
        elif hit.group("m"):
            minute = _count(hit.group("m").lstrip("零") or "0")
        if (part in _AFTERNOON and hour < 12 and not (part in ("半夜", "夜里", "深夜", "夜") and hour < 6)) or (
            part == "中午" and hour < 3
        ):
            hour += 12
        elif part in ("晚上", "晚", "半夜", "今晚", "深夜", "凌晨") and hour == 12:
            hour = 24 if part != "凌晨" else 0
        hour = hour % 24 if hour == 24 else hour
        if 0 <= hour <= 23 and 0 <= minute <= 59:
            return Reading(value=f"{hour:02d}:{minute:02d}", span=heard.span(hit.start(), hit.end()), rule="clock")
    named = re.search("中午|半夜|午夜|零点", heard.text)
    if named:
        value = {"中午": "12:00"}.get(named.group(), "00:00")
        return Reading(value=value, sure=Sure.VAGUE, span=heard.span(named.start(), named.end()), rule="clock.word")
    return Reading(unknown=True, rule="clock.unknown") if heard.unknown() else NOTHING


def month(heard: Heard, future: bool = True) -> Reading:
    """A month as its first day."""
    direction = 1 if future else -1
    for mention in heard.dates:
        period = mention.resolve(direction)
        if period is not None:
            day = period[0].replace(day=1)
            return Reading(value=day, span=heard.span(mention.start, mention.end), rule="month")
    for q in heard.quantities:
        if q.kind in ("bare", "items") and isinstance(q.value, int) and 1 <= q.value <= 12 and len(heard.text) <= 6:
            year = heard.today.year
            if future and q.value < heard.today.month:
                year += 1
            if not future and q.value > heard.today.month:
                year -= 1
            return Reading(
                value=heard.today.replace(year=year, month=q.value, day=1),
                span=heard.span(q.start, q.end),
                rule="month.bare",
            )
    return Reading(unknown=True, rule="month.unknown") if heard.unknown() else NOTHING


_WORST = late("(?:最|非常|特别|极|太|超级?|要)(?:慌|怕|难受|严重|崩溃|害怕|焦虑)|崩溃|爆表|满分|要死")
_CALM = late("(?:不|没(?:那么)?|不太|一点(?:都|也)不)(?:慌|怕|难受|焦虑|害怕)|还好|平静|淡定")


def rating(heard: Heard) -> Reading:
    """A number from 0 to 10, or the words for its ends."""
    for q in heard.quantities:
        if (
            q.kind in ("bare", "score", "items", "percent", "tenths")
            and 0 <= q.value <= 10
            and isinstance(q.value, int)
        ):
            high = q.high if q.high <= 10 else 10
            sure = Sure.VAGUE if q.low != q.high else Sure.EXACT
            return Reading(
                value=q.value, low=q.low, high=high, sure=sure, span=heard.span(q.start, q.end), rule="rating"
            )
        if q.value == 100 or (q.value > 10 and q.kind in ("bare", "score") and not q.sized and q.value < 1000):
            return Reading(value=10, sure=Sure.CHOSEN, span=heard.span(q.start, q.end), rule="rating.above")
    for pattern, value in ((_CALM, 2), (_WORST, 9)):
        hit = pattern.search(heard.text)
        if hit:
            return Reading(
                value=value,
                low=value - 1,
                high=value + 1,
                sure=Sure.VAGUE,
                span=heard.span(hit.start(), hit.end()),
                rule="rating.words",
            )
    return Reading(unknown=True, rule="rating.unknown") if heard.unknown() else NOTHING


_CITY = late("([一-鿿]{2,6}?(?:市|县|区|州|盟|旗|省))")
_CITY_LEAD = late("^(?:我?(?:现在|目前|人)?(?:在|住|是|来自|户籍|老家|坐标|就在)+)")


def city(heard: Heard) -> Reading:
    """The place that was typed, without 我在 and the particles."""
    if heard.unknown():
        return Reading(unknown=True, rule="city.unknown")
    text = heard.text.strip(" ,。.!?了的呢吧啊")
    bare = _CITY_LEAD.sub("", text)
    hit = _CITY.search(bare)
    name = bare if 2 <= len(bare) <= 12 else hit.group(1) if hit else ""
    if not name or name.isdigit() or re.search("不想|不说|不方便|保密", name):
        return NOTHING
    at = heard.text.find(name)
    return Reading(value=name, span=heard.span(max(at, 0), max(at, 0) + len(name)), rule="city")


def words(heard: Heard) -> Reading:
    """Free words, as typed, trimmed."""
    text = heard.raw.strip()
    if not text:
        return NOTHING
    return Reading(value=text[:2000], span=(0, len(heard.raw)), rule="text")


_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_TICKET = late("[(\\[]?[0-9a-z][0-9a-z()\\[\\]/_.-]{1,38}[0-9a-z)\\]]?|[0-9]")
_CASE = late(
    "[(\\[（〔]?20[0-9]{2}[)\\]）〕]?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][0-9]{0,6}[一-鿿]{1,6}[0-9]{1,6}号?(?:之[一二三四五六七八九十])?"
)


def _valid_id(digits: str) -> bool:
    """A Chinese identity number with a right check digit."""
    if not re.fullmatch("[0-9]{17}[0-9x]", digits):
        return False
    total = sum(int(d) * w for d, w in zip(digits[:17], _ID_WEIGHTS, strict=True))
    return "10x98765432"[total % 11] == digits[17]


def _valid_card(digits: str) -> bool:
    """A card number of 13 to 19 digits that passes the Luhn check."""
    if not re.fullmatch("[0-9]{13,19}", digits):
        return False
    total = 0
    for k, char in enumerate(reversed(digits)):
        n = int(char) * (2 if k % 2 else 1)
        total += n - 9 if n > 9 else n
    return total % 10 == 0


def forbidden_number(text: str) -> bool:
    """The text holds an identity number or a card number, which are never kept."""
    joined = re.sub("(?<=[0-9])[ -](?=[0-9])", "", text)
    return any(_valid_id(run[:18]) or _valid_card(run) for run in re.findall("[0-9]{13,19}x?", joined)) or any(
        _valid_id(run) for run in re.findall("[0-9]{17}[0-9x]", joined)
    )


def reference(heard: Heard) -> Reading:
    """A ticket, staff or case number: the characters as typed; identity and card numbers are refused."""
    if forbidden_number(heard.text):
        return Reading(rule="reference.refused")
    case = _CASE.search(heard.text)
    if case:
        first, last = heard.span(case.start(), case.end())
        return Reading(value=heard.raw[first:last], span=(first, last), rule="reference.case")
    runs = [hit for hit in _TICKET.finditer(heard.text) if any(c.isdigit() for c in hit.group())]
    cut = heard.corrected_from()
    runs = [hit for hit in runs if hit.start() >= cut] or runs
    if not runs:
        return (
            Reading(unknown=True, rule="reference.unknown")
            if heard.unknown() or re.search("没(?:有|给)|没问", heard.text)
            else NOTHING
        )
    best = max(runs, key=lambda hit: len(hit.group()))
    first, last = heard.span(best.start(), best.end())
    return Reading(
        value=heard.raw[first:last],
        span=(first, last),
        sure=Sure.EXACT if len(runs) == 1 else Sure.CHOSEN,
        rule="reference",
    )


def marks(heard: Heard) -> int:
    """How many days were blanked out of the field, for tests."""
    return heard.field.count(DAY)

"""An answer that means an option without its words: the same parsers are applied to the options and to the answer.

二十天 falls into 4到30天; 我被开了 is 失业或收入中断; 打给我妈了 is 骚扰家人.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from bot.understanding.counts import lenders
from bot.understanding.dates import FUTURE
from bot.understanding.digits import Number
from bot.understanding.durations import overdue
from bot.understanding.families import families_in
from bot.understanding.heard import Heard
from bot.understanding.lexicon import events_in, reasons_in, reasons_said, temptations_in
from bot.understanding.money import read_sum
from bot.understanding.patterns import late
from bot.understanding.readings import Option, Reading
from bot.understanding.senses import senses_in
from bot.understanding.yesno import NO, UNSURE, YES, yes_no

Bounds = tuple[Number, Number]
_TOP: Number = 10**12
_UP = late("以上|往上|多|超过|及以上|不止|开外|更(?:久|多|长)|\\+|起")
_DOWN = late("以内|以下|不到|之内|内|少于|不足|不满|未满|以里")
_IN_PARTS = late("分期|每期|期还")  # 12期 beside 按月分期 counts instalments, not how long one is late
_EVERY = late("每(?:个)?(?:月|周|星期|礼拜|年)|(?:礼拜|月|周|星期)一(?:还|次|期)")  # how often, not how long
_NOT_DUE = late("没(?:有)?逾期|未逾期|还没到|没到期|未到期|快到期|即将到期|没到")
_FIRST_DAY = late("今天|当天|第一天|刚逾期|刚刚逾期")


def by_meaning(heard: Heard, options: Sequence[Option], today: dt.date) -> list[int]:
    """Indexes of the options that the text means; empty when its meaning fits none."""
    return by_measure(heard, options, today) or by_sense(heard, options, today)


def by_measure(heard: Heard, options: Sequence[Option], today: dt.date) -> list[int]:
    """二十天, 昨天 and 三千 among stretches of days, sums and counts."""
    labels = [option.label for option in options]
    if _EVERY.search(heard.text):
        return _by_range(heard, labels, ("money", "bare"), today)
    found = _by_day(heard, labels, today)
    if found:
        return found
    for kinds in (("days",), ("age",), ("money", "bare"), ("lenders", "items")):
        found = _by_range(heard, labels, kinds, today)
        if found:
            return found
    return []


def by_sense(heard: Heard, options: Sequence[Option], today: dt.date) -> list[int]:
    """What the rooms of reading hear in the text and in the options alike."""
    labels = [option.label for option in options]
    found = _by_lexicon(heard, options, families_in, today)
    if len(found) == 1:
        return found
    for lexicon in (reasons_in, events_in, temptations_in, senses_in, reasons_said):
        found = _by_lexicon(heard, options, lexicon, today)
        if found:
            return found
    return _by_answer(heard, labels) or _by_name(heard, labels, today)


def _by_day(heard: Heard, labels: Sequence[str], today: dt.date) -> list[int]:
    """今晚 and 大后天 among 今天, 本周内, 下周, 下个月或更晚: the narrowest stretch of days that holds the day."""
    days = [r for day in heard.dates if (r := day.resolve(FUTURE)) is not None and r[1] >= today]
    if len(days) != 1:
        return []
    stretches = [_stretch(label, today) for label in labels]
    if len({s for s in stretches if s is not None}) < 2:
        return []
    first, last = max(days[0][0], today), days[0][1]
    around = [(s[1] - s[0], k) for k, s in enumerate(stretches) if s is not None and s[0] <= first and last <= s[1]]
    best = [k for width, k in around if width == min(around)[0]]
    return best if len(best) == 1 else []


def _stretch(label: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    heard = Heard(label, today)
    days = [r for day in heard.dates if (r := day.resolve(FUTURE)) is not None]
    if len(days) != 1 or heard.quantities:
        return None
    later = re.search("更晚|以后|之后|往后|再往后", heard.text)
    return days[0][0], dt.date.max if later else days[0][1]


def _bounds(label: str, kinds: tuple[str, ...], today: dt.date) -> Bounds | None:
    """The range that a label stands for, in days, yuan or lenders."""
    heard = Heard(label, today)
    if "days" in kinds:
        if _NOT_DUE.search(heard.text):
            return 0, 0
        if _FIRST_DAY.search(heard.text):
            return 0, 1
    found = [q for q in heard.quantities if q.kind in kinds]
    if "bare" in kinds:
        found = [q for q in found if q.kind == "money" or q.sized or q.value >= 100]
        if found and "期" in heard.text:
            return None
    if not found:
        return None
    first, last = found[0], found[-1]
    low = first.value if first.low == first.high or len(found) > 1 else first.low
    if len(found) > 1 or (first.low != first.high and re.search("[到至~-]", label)):
        return min(first.low, first.value), max(last.high, last.value)
    after, before = heard.text[first.end : first.end + 4], heard.text[max(0, first.start - 4) : first.start]
    if _UP.match(after.lstrip("及的")) or re.search("超过|大于|不止|至少|多于$", before):
        return first.value if first.low == first.high else first.low, _TOP
    if _DOWN.match(after.lstrip("之及")) or re.search("不到|小于|少于|不足|不满|未满$", before):
        return 0, first.high
    return low, first.high


def _value(heard: Heard, kinds: tuple[str, ...]) -> tuple[Number, Number, Number] | None:
    if "age" in kinds:
        found = _only(heard, ("age", "bare"))
        return found if found and found[0] >= 10 else None  # 奔四 is no child
    reading = (
        overdue(heard, asked=True)
        if "days" in kinds
        else lenders(heard, asked=True)
        if "lenders" in kinds
        else read_sum(heard, "amount")
    )
    if "days" in kinds and not reading.found:
        return _only(heard, ("days",))
    if "money" in kinds and not reading.found:
        return _only(heard, ("money", "bare"))  # 每月顶多八百: whatever it is for, it is the sum that was asked for
    if reading.value is None or isinstance(reading.value, str | bool | tuple | dt.date):
        return None
    low, high = reading.low, reading.high
    ok_low = low if isinstance(low, int | Decimal) else reading.value
    ok_high = high if isinstance(high, int | Decimal) else reading.value
    if reading.rule == "overdue.bare" and heard.text.strip().isdigit() is False and len(heard.text) > 8:
        return None
    return reading.value, ok_low, ok_high


def _only(heard: Heard, kinds: tuple[str, ...]) -> tuple[Number, Number, Number] | None:
    found = [q for q in heard.quantities if q.kind in kinds]
    return (found[0].value, found[0].low, found[0].high) if len(found) == 1 else None


def _by_range(heard: Heard, labels: Sequence[str], kinds: tuple[str, ...], today: dt.date) -> list[int]:
    ranges = [_bounds(label, kinds, today) for label in labels]
    if sum(r is not None for r in ranges) < 2:
        return []
    by_instalments = "days" in kinds and any(q.kind == "instalments" for q in heard.quantities)
    made = None if by_instalments and any(_IN_PARTS.search(label) for label in labels) else _value(heard, kinds)
    if made is None:
        return []
    value, low, high = made
    inside = [k for k, r in enumerate(ranges) if r is not None and r[0] <= value <= r[1]]
    if len(inside) > 1:
        exact = [k for k in inside if ranges[k] == (value, value)]
        vague = [k for k in inside if (r := ranges[k]) is not None and r[0] <= low and high <= r[1]]
        narrow = sorted(exact or vague or inside, key=lambda k: _width(ranges[k]))
        return narrow[:1]
    return inside


def _width(bounds: Bounds | None) -> Number:
    return bounds[1] - bounds[0] if bounds else _TOP


def _by_lexicon(heard: Heard, options: Sequence[Option], lexicon: object, today: dt.date) -> list[int]:
    assert callable(lexicon)
    said = {slug for slug, (start, _) in lexicon(heard).items() if not _NOT_THIS.search(heard.text[:start])}
    if not said:
        return []
    found = []
    for k, option in enumerate(options):
        meant: set[str] = set()
        for label in (option.label, *option.also):
            meant |= set(lexicon(Heard(label, today)))
        meant |= {option.key} & said
        if meant & said:
            found.append((len(meant & said), k))
    best = max((n for n, _ in found), default=0)
    return [k for n, k in found if n == best]


_NOT_THIS = late("(?:不是|并非|不算|没(?:有)?打给|没给)(?:跟|和|对|因为|为了|怕|我|的)*$")  # 不是信用卡 is no 信用卡
_LABEL_YES = late(
    "^(?:是|有|对|要|愿意|可以|好|能|会|想|行|同意|需要|嗯)(?:的|了|过|啊)?$|^(?:有|是|愿意|可以|好|要|能|会|打过|联系过|收到|想|已经|同意)(?!没|不)"
)
_LABEL_NO = late("^(?:不|没|否|未|暂不|还没|暂时|从来没|别|算了|都没|一样也没)")
_LABEL_UNSURE = late("不清楚|不知道|不确定|说不好|记不清|不好说|看情况|再想想|考虑")


_SAID_OUTRIGHT = frozenset(
    f"yes_no.{rule}"
    for rule in (
        "whole",
        "first clause",
        "agreement then no",
        "no then yes",
        "decided",
        "correction",
        "double negation",
    )
)


def _by_answer(heard: Heard, labels: Sequence[str]) -> list[int]:
    reading = yes_no(heard)
    answer = reading.value
    if reading.rule not in _SAID_OUTRIGHT:
        return []
    if answer is None or len(heard.text) > 24:
        return []
    unsure = [k for k, label in enumerate(labels) if _LABEL_UNSURE.search(label)]
    no = [k for k, label in enumerate(labels) if _LABEL_NO.search(label) and k not in unsure]
    yes = [k for k, label in enumerate(labels) if k not in unsure and k not in no and _LABEL_YES.search(label)]
    fits = {YES: yes, NO: no, UNSURE: unsure}[str(answer)]
    return fits if len(fits) == 1 else []


def _by_name(heard: Heard, labels: Sequence[str], today: dt.date) -> list[int]:
    said = {n.lender for n in Heard(heard.raw, today, asked=True).names if n.live and n.lender}
    if not said:
        return []
    return [k for k, label in enumerate(labels) if said & {n.lender for n in Heard(label, today, asked=True).names}]


def answers(reading: Reading) -> bool:
    """The reading answers something."""
    return reading.found

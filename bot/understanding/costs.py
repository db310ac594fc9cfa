"""What living costs in a month: the parts that are listed, added up, unless one of them is said to hold the others.

房租一千八 吃饭两千 is 3,800; 一个月三千多, 光房租就一千八 is a little over three thousand; 吃饭一天五十 is taken for a month,
and so is what a week, two months or a quarter takes. A deposit comes back and is no cost.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.choosing import Found, one, several
from bot.understanding.digits import whole
from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.readings import NOTHING, Reading
from bot.understanding.roles import Cast, by_the_day

FACTS = frozenset({"essentials", "family_costs"})
_COSTS = frozenset({"expense", "", "monthly", "per_period", "affordable", "other_debt", "fee"})
_OF_WHICH = late("(?:光|单|其中|里面?|里头)[^,。;0-9]{0,6}$|(?:就|都)(?:占|要|得)?(?:了|掉)?$|占(?:了|掉|去)?$")
_DAYS_A_MONTH = 30
_LEAST = 10  # yuan; 去了一半 is no sum
_LONGER = (
    (late("[一每]个?学期|半年"), 6),
    (late("[一1每]年|年(?:付|交)?$"), 12),
    (late("[一每]个?季|按季|季(?:付|交|度)"), 3),
)
_DEPOSIT = late("(?:押金|定金|保证金)[^,。;0-9]{0,4}$")
_DEPOSIT_BEHIND = late("(?:块钱?|元)?的?(?:押金|定金|保证金)(?:,|。| |$)")
_UNIT = late("(?:块钱?|元)?")
_GENERAL = late(
    "(?<!其他)(?<!其它)(?<!别的)(?:生活费|开销|开支|支出|花销|花费|日常|必要|基本生活|家用|花)[^,。;]{0,6}$"
)
_ROUGHLY = late("(?:差不多|大概|大约|算下来|下来|反正|也得|得|要|每个?月|一个?月)+$")
_CLOSES = late("(?:多|块钱?|元|左右|吧|了|的样子)*(?:[,。;:! ]|$)")
_NAMELESS = frozenset({"", "monthly", "affordable", "daily"})


def read_costs(heard: Heard, found: Sequence[Cast], rule: str) -> Reading:
    """The costs of a month that a text lists."""
    found = [c for c in found if c[0].sized or c[0].value >= _LEAST]
    parts = [
        c
        for c in found
        if (c[1] in _COSTS and not _repaid(heard, c) and not _comes_back(heard, c[0]))
        or (c[1] == "daily" and (by_the_day(heard, c[0]) or _stretch(heard, c[0]) is not None))
    ]
    if not parts or all(c[1] == "fee" for c in parts):
        return NOTHING
    if len(parts) == 1:
        return one(heard, _of_a_month(heard, parts[0][0]), rule, chosen=_of_a_month(heard, parts[0][0]) != parts[0][0])
    largest = max(parts, key=lambda c: c[0].value)
    if largest[2] or (not by_the_day(heard, largest[0]) and any(_inside(heard, c[0], largest[0]) for c in parts)):
        return one(heard, largest[0], f"{rule} in all", chosen=True)
    months = [_of_a_month(heard, c[0]) for c in parts]
    whole_of = _holding(heard, parts, months)
    if whole_of is not None:
        return one(heard, whole_of, f"{rule} in all", chosen=True) if _holds(whole_of, months) else NOTHING
    return several(heard, months, f"{rule} sum")


def _holding(heard: Heard, parts: Sequence[Cast], months: Sequence[Quantity | Found]) -> Quantity | Found | None:
    """The part that is told as the sum of the others, though nobody said 一共: 一个月三千, 房租一千八, 吃饭一千二."""
    most = max(range(len(parts)), key=lambda k: months[k].value)
    q, what, _ = parts[most]
    if months[most] is not q:
        return None  # what a day or a year takes is a part
    left = heard.around(q.start, q.end)[0]
    if what not in _NAMELESS and not _GENERAL.search(left):
        return None
    before = heard.text[max(0, q.start - 5) : q.start]
    if most == 0 and _A_MONTH.fullmatch(_CUT.split(heard.text[: q.start])[-1]) and _CLOSES.match(heard.text, q.end):
        return q
    others = sum((m.value for k, m in enumerate(months) if k != most), start=0)
    if len(parts) > 2 and -others <= (q.value - others) * _WITHIN <= others:
        return q
    told_last = most == len(parts) - 1 and len(parts) > 2 and _ROUGHLY.search(before) is not None
    return q if told_last and q.value >= others else None


_A_MONTH = late(
    "(?:我们?|家里|全家|一家|现在|反正|大概)*(?:一个?|每个?)月(?:大概|差不多|大约|要|得|花|就|也就|也得|总得|开销|是)*"
)
_CUT = late("[ ,。;:!?]")
_WITHIN = 20  # one part in twenty


def _holds(largest: Quantity | Found, months: Sequence[Quantity | Found]) -> bool:
    """A sum below its own parts (一个月两千, 房租一千八, 吃饭一千二) holds nothing, and no figure is better than a wrong one."""
    others = sum((m.value for m in months if m is not largest), start=0)
    return (others - max(largest.value, largest.high)) * _WITHIN <= others


def _comes_back(heard: Heard, q: Quantity) -> bool:
    """押金三千 is paid once and comes back."""
    left, _ = heard.around(q.start, q.end)
    return _DEPOSIT.search(left) is not None or _DEPOSIT_BEHIND.match(heard.text, q.end) is not None


def _repaid(heard: Heard, made: Cast) -> bool:
    """网贷每月要还三千 is what a debt takes, not what living costs."""
    return made[1] == "per_period" and "还" in heard.around(made[0].start, made[0].end)[0]


def _inside(heard: Heard, q: Quantity, largest: Quantity) -> bool:
    """光房租就一千八 after the sum that holds it."""
    return (
        q is not largest and largest.start < q.start and _OF_WHICH.search(heard.around(q.start, q.end)[0]) is not None
    )


def _of_a_month(heard: Heard, q: Quantity) -> Quantity | Found:
    """The sum itself, or what it comes to in a month when a day or a year is said."""
    times, over = (_DAYS_A_MONTH, 1) if by_the_day(heard, q) else (1, _months(heard, q))
    stretch = _stretch(heard, q) if times == over else None
    if stretch is not None:
        times, over = _DAYS_A_MONTH, int(stretch.value)
    if times == over:
        return q
    value, low, high = (number * times // over for number in (q.value, q.low, q.high))
    return Found(whole(value), whole(low), whole(high), q.start, q.end)


def _months(heard: Heard, q: Quantity) -> int:
    """学费一年八千 is for twelve months."""
    first, last = heard.clause(q.start)
    prior = max((x.end for x in heard.quantities if x.kind in ("money", "bare") and x.end <= q.start), default=0)
    before = heard.text[max(first, prior, q.start - 5) : q.start]
    behind = heard.text[_past_unit(heard, q) : last]  # 一千房租季付五千四: the quarter is told of the next sum
    return next((months for words, months in _LONGER if words.search(before) or words.match(behind)), 1)


def _past_unit(heard: Heard, q: Quantity) -> int:
    unit = _UNIT.match(heard.text, q.end)
    return unit.end() if unit else q.end


def _stretch(heard: Heard, q: Quantity) -> Quantity | None:
    """The weeks or months that a sum is said to last: 吃饭一周三百, 水电两个月四百, 三百一周."""
    sums = {x.end for x in heard.quantities if x.kind in ("money", "bare")}
    for x in heard.quantities:
        if x.kind != "days" or x.low != x.high or not heard.text[x.start : x.end].endswith(_LENGTHS):
            continue
        if x.end <= q.start and _LASTS.fullmatch(heard.text, x.end, q.start) and x.start not in sums:
            return x
        if x.start == _past_unit(heard, q) and heard.text[x.end : x.end + 1] in ("", " ", ",", "。", ";"):
            return x
    return None


_LENGTHS = ("周", "星期", "礼拜", "月")  # 逾期二十五天三万块: days beside a sum are mostly a delay
_LASTS = late("(?:(?![没未欠拖\\x02])[^,。;!? 0-9]){0,6}")

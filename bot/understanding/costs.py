"""What living costs in a month: the parts that are listed, added up, unless one of them is said to hold the others.

房租一千八 吃饭两千 is 3,800; 一个月三千多, 光房租就一千八 is a little over three thousand; 吃饭一天五十 is taken for a month.
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
_LONGER = ((late("[一每]个?学期|半年"), 6), (late("[一1每]年|年\\|"), 12), (late("[一每]个?季"), 3))


def read_costs(heard: Heard, found: Sequence[Cast], rule: str) -> Reading:
    """The costs of a month that a text lists."""
    found = [c for c in found if c[0].sized or c[0].value >= _LEAST]
    parts = [
        c for c in found if (c[1] in _COSTS and not _repaid(heard, c)) or (c[1] == "daily" and by_the_day(heard, c[0]))
    ]
    if not parts or all(c[1] == "fee" for c in parts):
        return NOTHING
    if len(parts) == 1:
        return one(heard, _of_a_month(heard, parts[0][0]), rule, chosen=_of_a_month(heard, parts[0][0]) != parts[0][0])
    largest = max(parts, key=lambda c: c[0].value)
    if largest[2] or (not by_the_day(heard, largest[0]) and any(_inside(heard, c[0], largest[0]) for c in parts)):
        return one(heard, largest[0], f"{rule} in all", chosen=True)
    return several(heard, [_of_a_month(heard, c[0]) for c in parts], f"{rule} sum")


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
    times, months = (_DAYS_A_MONTH, 1) if by_the_day(heard, q) else (1, _months(heard, q))
    if times == months:
        return q
    value, low, high = (number * times // months for number in (q.value, q.low, q.high))
    return Found(whole(value), whole(low), whole(high), q.start, q.end)


def _months(heard: Heard, q: Quantity) -> int:
    """学费一年八千 is for twelve months."""
    first, last = heard.clause(q.start)
    beside = heard.text[max(first, q.start - 5) : q.start] + "|" + heard.text[q.end : min(last, q.end + 4)]
    return next((months for words, months in _LONGER if words.search(beside)), 1)

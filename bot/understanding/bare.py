"""A message that is nothing but a measure, said where nobody asked for one: 大概四万, 三个月了, 能，一个月五百.

Without a word about debts it states no fact of its own (`opening` leaves it alone), but it was said for a reason: where the open
question cannot use it, it is more likely what is owed, how late it is or what can be paid than nothing at all. It is a guess,
and is read back as one.
"""

from __future__ import annotations

import datetime as dt

from bot.understanding.durations import read_days
from bot.understanding.heard import Heard
from bot.understanding.money import read_sum
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.readings import Reading, Sure

LONGEST = 24  # characters: a longer message says something of its own
_AROUND = late(
    "(?:大概|大约|差不多|可能|应该|估计|就|也|是|有|一共|总共|加起来|全部|左右|上下|不到|的样子|这样子?|吧|了|啊|呢|呀|嘛|都|得|快|将近|欠|嗯|哦|那个|我|他|她|[,。.…~!、 ])*"
)
_CAN = late("能|可以|拿|还|出|凑|挤|给|付|匀|省")
_MONTHLY = late(
    "(?:[能可以拿还出凑挤给付匀省得起来吧啊嗯大概最多顶多应该勉强也就我先左右不到差多, 。]|每个?月|一个?月|月月)*"
)


def bare(text: str, today: dt.date) -> dict[str, Reading]:
    """The one fact, by its name in the vocabulary of `hears`, that a message of nothing but a measure may state; else nothing."""
    heard = Heard(text, today)
    if len(heard.text) > LONGEST or heard.names or heard.dates:
        return {}
    measures = [q for q in heard.quantities if q.kind in {"money", "days"} or q.sized or _plain_sum(q)]
    if len(measures) != len(heard.quantities) or not 1 <= len(measures) <= 2:
        return {}
    first, last = measures[0], measures[-1]
    before, after = heard.text[: first.start], heard.text[last.end :]
    if first is not last:
        monthly = first.kind == "days" and first.value == 30 and not first.vague and last.kind != "days"
        words = before + heard.text[first.end : last.start] + after
        if monthly and _CAN.search(words) and _MONTHLY.fullmatch(words):
            return _guess("affordable_monthly", read_sum(heard, "affordable_monthly"))
        return {}
    if not (_AROUND.fullmatch(before) and _AROUND.fullmatch(after)):
        return {}
    if first.kind == "days":
        return _guess("overdue_days", read_days(heard, "overdue_days")) if first.value >= 1 else {}
    return _guess("amount", read_sum(heard, "amount"))


def _plain_sum(q: Quantity) -> bool:
    """3600, as a debt is typed: three to five figures, and no year."""
    return q.kind == "bare" and 100 <= q.value < 100_000 and not 1950 <= q.value <= 2050


def _guess(fact: str, reading: Reading) -> dict[str, Reading]:
    if reading.value is None or reading.rivals:
        return {}
    sure = reading.sure if reading.sure is Sure.VAGUE else Sure.CHOSEN
    return {fact: reading._replace(sure=sure, rule=f"bare.{fact}")}

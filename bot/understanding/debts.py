"""What is owed now, out of sums with their roles: totals over parts, balances over principals, lists added up, else rivals."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.understanding.choosing import Found, one, rivals, several
from bot.understanding.digits import whole
from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.readings import NOTHING, Reading
from bot.understanding.roles import NEVER_OWED, OWED, Cast


def owed_now(heard: Heard, found: list[Cast]) -> Reading:
    """The sum that is owed now, out of all sums of a text with their roles."""
    pool = [c for c in found if c[1] not in NEVER_OWED]
    if not pool and len(found) == 1 and _stands_for_debt(heard, found[0]):
        pool = found
    if not pool:
        return _instalments_left(heard, found) or NOTHING
    pool = _without_small(_told_as_debt(heard, pool))
    totals = [c for c in pool if c[2] and c[1] != "principal"]
    if totals:
        return one(heard, totals[-1][0], "amount.total", chosen=len(pool) > 1)
    each = _each(heard, pool)
    if each is not None:
        return each
    left_over = _instalments_left(heard, found)
    if left_over is not None and not any(c[1] in ("balance", "owed") for c in pool):
        return left_over
    balances = [c for c in pool if c[1] == "balance"]
    principals = [c for c in pool if c[1] == "principal"]
    if balances:
        parts = [c for c in pool if c[1] in ("name", "owed", "balance")]
        if any(not c[1] for c in pool) and all(
            _AND_ALSO.search(heard.around(c[0].start, c[0].end)[0]) for c in balances
        ):
            return several(heard, [c[0] for c in pool if c[1] != "principal"], "amount.and also")
        if len(balances) > 1 or (len(parts) > 1 and len(heard.names) > 1):
            return several(heard, [c[0] for c in (parts if len(heard.names) > 1 else balances)], "amount.balances")
        return one(heard, balances[-1][0], "amount.balance", chosen=len(pool) > 1)
    owed = [c for c in pool if c[1] in OWED]
    if owed and principals:
        if len(owed) == 1:
            return one(heard, owed[0][0], "amount.owed", chosen=True)
        pool = owed
    if len(pool) == 1:
        return _single(heard, pool[0])
    return _parts(heard, pool)


_THE_DEBT = late(
    "(?:欠|借|负债|外债|债务|窟窿)(?:他们?|人家|平台)?的?(?:钱|总额|总数)?(?:应该|大概|一共|总共|其实|差不多)*(?:就?是)(?:应该|大概|一共|总共|差不多)*$"
)


def _told_as_debt(heard: Heard, pool: list[Cast]) -> list[Cast]:
    """三百, 对了欠的是一万三: beside the sum that is said to be the debt, one without a word of its own is no part of it."""
    if len(pool) < 2 or all(c[1] for c in pool):
        return pool
    told = [c for c in pool if _THE_DEBT.search(heard.around(c[0].start, c[0].end)[0])]
    return [c for c in pool if c[1] or c in told] if told else pool


SMALL = 100
_AND_ALSO = late("的还有$")  # 五万, 老婆不知道的还有三万


def _without_small(pool: list[Cast]) -> list[Cast]:
    """2万6, 全是26: a bare figure below a hundred is no sum beside one of thousands."""
    large = [c[0] for c in pool if c[0].value >= 10 * SMALL]
    kept = []
    for made in pool:
        q = made[0]
        small = q.kind == "bare" and not q.sized and q.value < SMALL and not made[1]
        if not (small and large) or any(abs(x.start - q.end) <= 1 for x in large):  # 1,2000 is in pieces
            kept.append(made)
    return kept


_PART = late("先|最低|首付|至少|最少|起码|[今明][天日晚]|马上|立马|立刻|赶紧|这个?月|本月|这期|每")


def _stands_for_debt(heard: Heard, only: Cast) -> bool:
    """他们要两万 names the debt when nothing else does; a first payment (让我先还三千) does not."""
    if only[1] == "demand":
        return not _PART.search(heard.around(only[0].start, only[0].end)[0])
    return only[1] in ("per_period", "affordable") and len(heard.text) <= 8


def _single(heard: Heard, only: Cast) -> Reading:
    q = only[0]
    if q.kind == "bare" and not q.sized and not q.vague and q.value < 50 and not only[1]:
        if len(heard.text.strip()) > 4:
            return NOTHING
        return rivals(
            heard,
            [q, Quantity("money", q.value * 10_000, q.value * 10_000, q.value * 10_000, q.start, q.end)],
            "amount.small",
        )
    return one(heard, q, "amount.only")


def _each(heard: Heard, pool: list[Cast]) -> Reading | None:
    """三家各五千, 每家两千一共五家: as many times as there are lenders."""
    if len(pool) != 1:
        return None
    q = pool[0][0]
    left, right = heard.around(q.start, q.end)
    if not re.search("各|每(?:家|个|笔|张|一家)(?!月)|一家$|都(?:是|欠)$", left[-6:]) and not re.match(
        "(?:块)?(?:一家|每家|一个平台)", right
    ):
        return None
    counted = [x for x in heard.quantities if x.kind in ("lenders", "items") and not x.vague and x.value <= 50]
    times = counted[0].value if counted else len([n for n in heard.names if n.live])
    if not times or times < 2:
        return None
    found = Found(whole(q.value * times), whole(q.low * times), whole(q.high * times), q.start, q.end)
    return several(heard, [found], "amount.each")


def _instalments_left(heard: Heard, found: list[Cast]) -> Reading | None:
    """每期还960, 还剩8期: what is left is their product."""
    per = [c[0] for c in found if c[1] == "per_period"]
    left = [
        q
        for q in heard.quantities
        if q.kind == "instalments" and re.search("剩(?:下)?|还有|还欠", heard.around(q.start, q.end)[0][-5:])
    ]
    if len(per) != 1 or len(left) != 1 or per[0].vague or left[0].vague:
        return None
    value = whole(per[0].value * left[0].value)
    return several(heard, [Found(value, value, value, per[0].start, left[0].end)], "amount.instalments left")


_JOINS = late("[加和跟、,+;。 \n\x02]|另外|还有|一[个笔家]|以及|外加")


_CUT = frozenset(" ,。.")


def _parts(heard: Heard, pool: list[Cast]) -> Reading:
    """Parts without a total are added up when they are told as a list; otherwise they stay rivals."""
    values = [c[0] for c in pool]
    if (
        len(values) > 1
        and values[-1].value == values[-2].value
        and re.search("对[, 就是]*$", heard.field[values[-2].end : values[-1].start])
    ):
        return one(heard, values[-1], "amount.confirmed", chosen=True)
    named = [c for c in pool if c[1] == "name"]
    live = _live_parts(heard, pool)
    if len(named) >= len(pool) - 1 or len([n for n in heard.names if n.live]) >= len(pool):
        return several(heard, live, "amount.parts")
    gaps = [heard.field[a.end : b.start] for a, b in pairwise(values)]
    if any(
        not a.noun.strip("元") and heard.field[a.end - 1].isdigit() and not a.sized and a.value < 100 and gap in _CUT
        for a, gap in zip(values, gaps, strict=False)
    ):
        return NOTHING  # a figure in pieces (1 2 0 0 0, 1,2000, 1。2万) is no list of sums
    if all(_JOINS.search(gap) and len(gap) <= 14 for gap in gaps):
        return several(heard, live, "amount.parts")
    if len(values) <= 3:
        return rivals(heard, values, "amount.rivals")
    return several(heard, live, "amount.parts")


def _live_parts(heard: Heard, pool: list[Cast]) -> list[Quantity]:
    """Parts whose lender is settled are left out."""
    kept = []
    for q, _, _ in pool:
        before = [n for n in heard.names if n.end <= q.start]
        if before and not before[-1].live and q.start - before[-1].end <= 4:
            continue
        kept.append(q)
    return kept or [c[0] for c in pool]

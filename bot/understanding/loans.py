"""A loan described in words instead of a rate: 借八千分10期每期还910, 借2000到手1400, 14天还."""

from __future__ import annotations

import re

from bot.understanding.choosing import one
from bot.understanding.heard import Heard
from bot.understanding.money import cast
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.readings import Reading
from bot.understanding.roles import Cast, role

_SPLIT = late("(?:分|共|一共|总共|借(?:了)?|期限|做)(?:了|成|的|是)*$")
_DONE = late("(?:已经?)?(?:(?<!^)还$|还(?:了|过)$|断|欠|逾期|没还|剩|第)(?:了|过)?$")
_PRICED = late("日息|月息|年息|年化|利率|利息[^,。]{0,6}(?:多少|高|合)|[0-9.]%|irr")
_WHOLE = late("(?:一共|总共|借了|分了|贷了|办了)$")
_TERM_RIGHT = late("(?:的|就|后|之后|以后|期|一期|要|得|到期|内)*(?:还|到期|期|一次|还清|要还|归还|要|$)")


def loan(heard: Heard) -> dict[str, Reading]:
    """Principal, received, periods, per period, term and total, as far as the text describes a loan."""
    text = heard.text
    if not re.search("借|贷|本金|到手|到账|放款|每期|期|每个?月还|砍头|下款|合同", text):
        return {}
    sums = cast(heard, opening=True)
    found: dict[str, Reading] = {}
    by_role: dict[str, list[Cast]] = {}
    for c in sums:
        by_role.setdefault(c[1], []).append(c)
    periods = _periods(heard)
    term = _term(heard)
    per = by_role.get("per_period") or by_role.get("monthly") or _per_by_neighbour(heard, sums)
    received = by_role.get("received", [])
    principal = by_role.get("principal", [])
    principal = principal or _before_periods(sums, periods, per)
    described = bool(
        periods
        or received
        or (per and principal)
        or (term and principal)
        or re.search("砍头", text)
        or (principal and _PRICED.search(text))
    )
    if not described:
        return {}
    if periods is None and term is not None and term.value >= 365 and term.value % 365 == 0 and per:
        months = term.value // 365 * 12
        periods, term = Quantity("instalments", months, months, months, term.start, term.end), None
    if periods is not None:
        found["periods"] = one(heard, periods, "loan.periods")
    if per:
        found["per_period"] = one(heard, per[0][0], "loan.per_period")
    if received:
        found["received"] = one(heard, received[0][0], "loan.received")
    if principal and (periods or per or received or term or "砍头" in text or _PRICED.search(text)):
        found["principal"] = one(heard, principal[0][0], "loan.principal")
    if term is not None and (received or principal) and not periods:
        found["term_days"] = one(heard, term, "loan.term")
    if set(found) == {"periods"} and not _WHOLE.search(heard.around(periods.start, periods.end)[0] if periods else ""):
        return {}
    total = _total(heard, sums, by_role, received, principal)
    if total is not None:
        found["total_repay"] = one(heard, total, "loan.total")
    return found


def _before_periods(sums: list[Cast], periods: Quantity | None, per: list[Cast]) -> list[Cast]:
    """一万块十二期, 每期一千零二十: the sum in front of the instalments, when together they repay about that much."""
    if periods is None or not per:
        return []
    whole = per[0][0].value * periods.value
    return [
        c
        for c in sums
        if c[1] in ("", "owed", "name") and 0 <= periods.start - c[0].end <= 2 and c[0].value <= whole <= c[0].value * 3
    ]


def _periods(heard: Heard) -> Quantity | None:
    for q in heard.quantities:
        left, right = heard.around(q.start, q.end)
        if (
            q.kind == "instalments"
            and not _DONE.search(left)
            and not re.match("(?:都|已经)?(?:没|逾期|还完|了还|未)", right)
            and q.value > 1
        ):
            return q
        if (
            q.kind == "days"
            and "月" in q.noun
            and q.value % 30 == 0
            and q.value > 30
            and re.search("分(?:了|成)?$", left)
        ):
            months = q.value // 30
            return Quantity("instalments", months, months, months, q.start, q.end)
        if q.kind == "days" and "年" in q.noun and re.search("分(?:了|成)?$", left) and q.value % 365 == 0:
            months = q.value // 365 * 12
            return Quantity("instalments", months, months, months, q.start, q.end)
    return None


def _per_by_neighbour(heard: Heard, sums: list[Cast]) -> list[Cast]:
    found = []
    for c in sums:
        left, _ = heard.around(c[0].start, c[0].end)
        if re.search("(?:每期|一期|每个?月|月供|一个?月|期供)[^,]{0,6}$", left) and c[1] not in (
            "income",
            "affordable",
            "expense",
            "fee",
        ):
            found.append(c)
    return found


def _term(heard: Heard) -> Quantity | None:
    for q in heard.quantities:
        if q.kind != "days":
            continue
        left, right = heard.around(q.start, q.end)
        if re.search("逾期|失业|没|每|拖|过了$", left[-6:]) or re.match("(?:没|未|了)", right):
            continue
        if any(x.start == q.end and x.kind == "instalments" and x.value == 1 for x in heard.quantities):
            return q
        if _TERM_RIGHT.match(right) and (right[:1] or re.search("借|期限|周期|到手|用", left)):
            return q
        first, last = heard.clause(q.start)
        if "砍头" in heard.text and not right and heard.field[: q.start].endswith((" ", ",", "。")):
            return q  # 砍头息, 写的3000, 实收2500, 14天
        if (
            not heard.field[first : q.start].strip()
            and not heard.field[q.end : last].strip(" 期的")
            and re.search("还", heard.field[last : last + 8])
        ):
            return q
        if re.search("(?:期限|周期|借|用)(?:是|了|为|只有|才)?$", left):
            return q
    return None


def _total(
    heard: Heard, sums: list[Cast], by_role: dict[str, list[Cast]], received: list[Cast], principal: list[Cast]
) -> Quantity | None:
    if by_role.get("total_repay"):
        return by_role["total_repay"][0][0]
    if not (received or principal):
        return None
    for q, what, _ in sums:
        left, _right = heard.around(q.start, q.end)
        if (
            what == "paid"
            and re.search("还了$", left)
            and principal
            and _term(heard) is not None
            and q.value >= principal[0][0].value
        ):
            return q
        if (
            what in ("", "owed", "balance")
            and re.fullmatch("(?:,|后|之后|以后|就|要|得|需|到期|一次性|连本带利)*还(?:款)?(?:他|了|本息)?", left)
            and any(x.kind == "days" and 0 <= q.start - len(left) - x.end <= 1 for x in heard.quantities)
        ):
            return q
        if what in ("owed", "balance") and re.search(
            "(?:到期|要|得|应|需要?|该|天后?|周后?|总共|一共|连本带利|最后)(?:一共|总共)?还(?:款)?(?:他|本息)?$", left
        ):
            return q
    return None


def sum_role(heard: Heard, q: Quantity) -> str:
    """The role of one sum, for tests and explanations."""
    return role(heard, q)[0]

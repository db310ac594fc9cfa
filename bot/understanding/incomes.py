"""What comes in in a month: what arrives rather than what was agreed, the base with what comes on top, one's own and nobody else's.

底薪三千，提成五千 is 8,000, 底薪三千，提成一千，一共四千 is 4,000; 工资六千到手四千 is 4,000; of 老婆工资五千我没工作 nothing is one's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.understanding.choosing import Found, one, rivals, several
from bot.understanding.debtors import KIN
from bot.understanding.digits import whole
from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.readings import NOTHING, Reading, Sure
from bot.understanding.roles import Cast

_LEAST = 100  # yuan
_A_DAY_S = 600  # what a day may bring
_COMES_IN = frozenset({"income", "monthly"})
_MAY_COME_IN = _COMES_IN | {"", "received"}
_TOPS = "(?:提成|奖金|补贴|补助|津贴|绩效|全勤奖?|加班费|餐补|房补|车补|话补|兼职|副业)"
_LIKE = "(?:大概|差不多|平均|每个?月|一个?月|上个?月|这个?月|能|有|到|是|才|就|只|也|再|拿|另算|个|了|,| )*$"
_BASE = late("(?:底薪|基本工资|基础工资|底工资|保底)[^,。;0-9]{0,4}$")
_TOP = late(f"{_TOPS}(?:收入|工资)?{_LIKE}")
_BASE_BEHIND = late("(?:块钱?|元)?的?(?:底薪|基本工资|基础工资|底工资|保底)")
_TOP_BEHIND = late(f"(?:块钱?|元)?的?{_TOPS}")
_PLUS = late("[,。; ]*(?:(?:再|还|另外|外)?(?:加上?|\\+)(?!班)|另外|外加|还有|晚上|下班后?|周末|业余)")
_JOINED = late(f"[,。; ]*(?:再|还|另外|外)?加上?{_TOPS}")
_ONE_OF_TWO = late("(?:^|[,。; ])另?一份(?:是|工)?$")
_TWO_JOBS = late("[两俩三二](?:份|个)?(?:工|活|兼职)")
_AS_A_WHOLE = late("加(?:起|在一)|一[共起]|总共|合[计起]|拢共")
_ALL_TOLD = late("能[有到拿挣]|差不多|大概|总共|一共|加起来")
_INSIDE = late("(?:其中|里面|里头|包括|包含|含)[^0-9]{0,6}$")
_CUTS = "(?:五险一金|五险|社保|公积金|个税|医保|养老保险)"
_NET = late(
    "(?:到手|实发|实拿|实得|税后|实际(?:上)?(?:到手|拿|发|收入|就|只|才)?|(?:打|发)到?卡里?(?:上)?(?:就|只)?"
    "|(?:扣(?:完|掉|除|了|去)?|除去|去掉|减去)[^,。0-9一二三四五六七八九十百千万]{1,12}?(?:还剩|剩|还有|拿|只有)?)"
    + _LIKE
)
_CUT_LEFT = late(f"{_CUTS}[^,。]{{0,4}}扣(?:掉|了|除|我|走)*$|扣(?:掉|了|除)?(?:完)?{_CUTS}$")
_CUT_OFF, _CUT_BEHIND = late("扣(?:掉|了|除)?$"), late(f"(?:块钱?|元)?的?{_CUTS}")
_OF_A_LOAN = late("借|贷|放款|下款|本金|砍头|额度|\x02")
_KIN_EARNS = late(
    f"(?<![替帮给跟和与同陪问由对])(?<![替帮给跟和与同陪对]我)(?<![替帮给跟和与]我的){KIN}(?:那边|那里|的|他|她|自己|一个人|每个?月|一个?月|月|现在|也|就|才|能|有|是|大概"
    "|差不多|上班|打工|跑车|工资|收入|退休金?|养老金|低保|挣|赚|拿|到手|得|,)*$"
)
_NO_WORK = late(
    "(?:我|自己|本人)[^,。;]{0,8}?(?:没有?(?:工作|收入|上班|班上|活|挣钱|赚钱)|失业|待业|无业|被裁|下岗|在家(?:带|待|呆|照|养)|全职)|没有?(?:工作|收入|上班)"
)
_EARNED_BEFORE = late(
    "(?:以前|之前|从前|原来|原先|本来|早先|去年|前年|上个?月)(?:是|有|也|大概|差不多|一直|都|还|能|一个?月|每个?月|挣|赚|工资)*$"
)
_BY_NOW = late(
    "(?:现在|如今|目前|今年|眼下|这个?月)(?:就|才|只|是|也|大概|差不多|变成|降到|能|有|到手|一个?月|每个?月|挣|赚|拿|我|,)*$"
)


class Part(NamedTuple):
    """A sum with what its nearest words say of it: "base", "top", "net", "plus", or ""."""

    q: Quantity
    what: str  # its role among all sums
    kind: str
    left: str
    total: bool


def today_s(heard: Heard, q: Quantity) -> bool:
    """现在四千: a sum of today, of which nothing says what for."""
    return _BY_NOW.fullmatch(_left(heard, q).lstrip("我, 。")) is not None


def read_income(heard: Heard, found: Sequence[Cast], rule: str, opening: bool = False) -> Reading | None:
    """The income of a month, none where it is somebody else's; None where nothing is told that this room knows."""
    own = [c for c in found if not _KIN_EARNS.search(_left(heard, c[0]))]
    if len(own) < len(found) and not any(c[1] in _MAY_COME_IN for c in own):
        return _none_of_ones_own(heard, found, rule, opening)
    if any(c[1] == "daily" for c in found):  # 一天三四百, 刨去成本赚一百来块
        own = [c for c in own if c[0].high >= _A_DAY_S or "月" in _left(heard, c[0])]
        if not any(c[1] in _MAY_COME_IN for c in own):
            return NOTHING
    now = _earned_now(heard, own)
    if now is not None:
        return one(heard, now, rule)
    own = [c for c in own if not _INSIDE.search(_left(heard, c[0]))]
    parts = [p for c in own if c[0].value >= _LEAST and (p := _part(heard, c, opening)) is not None]
    if not opening and len(parts) == 1 and len(own) < len(found):
        return one(heard, parts[0].q, rule, chosen=True)  # 我老婆五千，我三千
    if not any(p.what in _COMES_IN or p.kind in ("base", "top", "net") for p in parts):
        return None
    if opening and not any(p.what == "income" or p.kind == "base" for p in parts):
        return None if len(own) == len(found) else NOTHING
    made = (
        _after_cuts(heard, own, parts, rule)
        or _net(heard, parts, rule)
        or _all_told(heard, parts, rule)
        or _added(heard, parts, rule)
    )
    if made is None and len(own) < len(found):
        first = next((p for p in parts if p.what in _COMES_IN), parts[0])
        made = one(heard, first.q, rule, chosen=True)
    return made


def _none_of_ones_own(heard: Heard, found: Sequence[Cast], rule: str, opening: bool) -> Reading:
    """老婆工资五千我没工作: nothing comes in; 老婆工资五千 says nothing of one's own."""
    if opening or _NO_WORK.search(heard.text) is None:
        return NOTHING
    q = found[0][0]
    return Reading(value=0, low=0, high=0, sure=Sure.CHOSEN, span=heard.span(q.start, q.end), rule=f"{rule} none")


def _earned_now(heard: Heard, found: Sequence[Cast]) -> Quantity | None:
    """以前七千现在四千, 去年五千, 今年六千: what comes in by now, when it is told against what came in before."""
    before = [c for c in found if _EARNED_BEFORE.search(heard.text, max(0, c[0].start - 10), c[0].start)]
    now = [
        q
        for q, what, _ in found
        if what in ("", "balance", "monthly", "received", "income")
        and _BY_NOW.search(heard.text, max(0, q.start - 8), q.start)
    ]
    return now[0] if before and len(now) == 1 and before[0][0].start < now[0].start else None


def _left(heard: Heard, q: Quantity) -> str:
    """The words between the sum before and this one."""
    before = _before(heard, q)
    return heard.text[max(before.end if before is not None else 0, q.start - 24) : q.start]


def _before(heard: Heard, q: Quantity) -> Quantity | None:
    """The sum in front of this one; 一 in 一份三千 is none."""
    sums = (
        x
        for x in heard.quantities
        if x.end <= q.start and (x.kind == "money" or (x.kind == "bare" and x.value >= _LEAST))
    )
    return max(sums, key=lambda x: x.start, default=None)


def _part(heard: Heard, made: Cast, opening: bool) -> Part | None:
    """What the nearest words say of a sum; None where it is no income."""
    q, what, total = made
    left = _left(heard, q)
    kind = _named_before(heard, q, left)
    behind, before = _named_behind(heard, q), _before(heard, q)
    if behind and (not kind or (before is not None and _named_behind(heard, before))):
        kind = behind
    if not kind and what in _MAY_COME_IN:
        two = _ONE_OF_TWO.search(left) and _TWO_JOBS.search(heard.text)
        kind = "top" if two else "plus" if _PLUS.match(left) and q.start > len(left) else ""
    if not kind and what not in (_COMES_IN if opening else _MAY_COME_IN):
        return None
    return Part(q, what, kind, left, total)


def _named_before(heard: Heard, q: Quantity, left: str) -> str:
    if _TOP.search(left):
        return "top"
    if _NET.search(left):
        return "" if _OF_A_LOAN.search(heard.nameless, max(0, q.start - len(left) - 6), q.start) else "net"
    return "base" if _BASE.search(left) else ""


def _named_behind(heard: Heard, q: Quantity) -> str:
    """三千底薪加一千提成: the word behind a sum, unless it stands in front of a sum that has none behind itself."""
    after = next((x for x in heard.quantities if x.start >= q.end), None)
    for kind, words in (("base", _BASE_BEHIND), ("top", _TOP_BEHIND)):
        hit = words.match(heard.text, q.end)
        if hit is not None and (after is None or after.start > hit.end() or _named_behind(heard, after)):
            return kind
    return ""


def _after_cuts(heard: Heard, own: Sequence[Cast], parts: Sequence[Part], rule: str) -> Reading | None:
    """工资六千，五险一金扣了一千二: what is left of it."""
    gross = [p for p in parts if p.what == "income" and not p.kind]
    cuts = [
        c[0]
        for c in own
        if _CUT_LEFT.search(_left(heard, c[0]))
        or (_CUT_OFF.search(_left(heard, c[0])) and _CUT_BEHIND.match(heard.text, c[0].end))
    ]
    if (
        len(gross) != 1
        or len(cuts) != 1
        or cuts[0].start < gross[0].q.end
        or any(p.kind == "net" and p.q is not cuts[0] for p in parts)
    ):
        return None
    first, cut = gross[0].q, cuts[0]
    if cut.high * 2 > first.low:
        return None
    rest = Found(
        whole(first.value - cut.value), whole(first.low - cut.high), whole(first.high - cut.low), first.start, cut.end
    )
    return one(heard, rest, rule, chosen=True)


def _net(heard: Heard, parts: Sequence[Part], rule: str) -> Reading | None:
    """What arrives, with what comes on top of that."""
    nets = [p for p in parts if p.kind == "net"]
    if len(nets) != 1:
        return None
    net, more = nets[0].q, [p.q for p in parts if p.kind in ("top", "plus") and p.q.start > nets[0].q.end]
    return several(heard, [net, *more], f"{rule} sum") if more else one(heard, net, rule, chosen=len(parts) > 1)


def _all_told(heard: Heard, parts: Sequence[Part], rule: str) -> Reading | None:
    """底薪两千二加提成，大概四千: the sum of all; of 底薪三千加提成五千 nobody knows whether it is."""
    base = next((p for p in parts if p.kind == "base"), None)
    for p in parts:
        if base is None or p.q.start < base.q.end or p.q.value <= base.q.value:
            continue
        if p.total or _AS_A_WHOLE.search(p.left):
            return one(heard, p.q, rule, chosen=True)
        if _JOINED.match(p.left):
            both = Found(base.q.value + p.q.value, base.q.low + p.q.low, base.q.high + p.q.high, base.q.start, p.q.end)
            return (
                one(heard, p.q, rule, chosen=True)
                if _ALL_TOLD.search(p.left)
                else rivals(heard, [p.q, both], "money.rivals")
            )
    return None


def _added(heard: Heard, parts: Sequence[Part], rule: str) -> Reading | None:
    """The base, or one wage, and what comes on top of it."""
    base = [p.q for p in parts if p.kind == "base"] or [p.q for p in parts if p.what in _COMES_IN and not p.kind][:1]
    more = [p.q for p in parts if p.kind in ("top", "plus")]
    if len(base) > 1 or not more or len(base) + len(more) < 2:
        return None
    return several(heard, sorted([*base, *more], key=lambda q: q.start), f"{rule} sum")

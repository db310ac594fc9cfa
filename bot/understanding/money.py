"""Sums of money: which of several a question asks for. Totals over parts, balances over principals, corrections over both."""

from __future__ import annotations

import re

from bot.understanding.choosing import one, rivals
from bot.understanding.costs import FACTS as COSTS
from bot.understanding.costs import read_costs
from bot.understanding.debtors import own_debts, told_of_kin
from bot.understanding.debts import owed_now
from bot.understanding.heard import Heard
from bot.understanding.incomes import read_income, today_s
from bot.understanding.outdone import standing
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.readings import NOTHING, Reading
from bot.understanding.roles import NEVER_OWED, OWED, Cast, by_the_day, role
from bot.understanding.voices import BELIEF, CLAIM, OWN, only_heard, voice

_FACT_ROLE = {
    "monthly_income": ("income", "monthly", "received"), "affordable_monthly": ("affordable", "per_period", "monthly"), "received": ("received",),
    "per_period": ("per_period", "monthly"), "total_repay": ("total_repay", "balance"), "principal": ("principal",),
    "paid": ("paid",), "fee": ("fee",), "limit": ("limit",), "cash": ("have",),
}  # fmt: skip
_DEBT_NEAR = late("网贷|贷款|平台|债|逾期|欠|信用卡|小贷|催")


JARGON = 714  # 「借了个714」「714高炮」: a kind of loan, seven or fourteen days; no sum unless its unit is said


def cast(heard: Heard, opening: bool = False) -> list[Cast]:
    """Every sum of a text with its role; bare small numbers are sums only when nothing else could be meant."""
    if opening in heard.sums:
        return heard.sums[opening]
    found = heard.sums[opening] = []
    for q in heard.quantities:
        if q.kind == "money" or (q.kind == "bare" and (q.sized or q.places <= 6)):
            if opening and q.kind == "bare" and not q.sized and q.value < 100:
                continue
            if _counts_something(heard, q):
                continue
            if q.value == JARGON and q.kind == "bare" and q.end - q.start < len(heard.field):
                continue
            what, total = role(heard, q)
            if not what and found and found[-1][1] in ("income", "monthly", "daily") and told_of_kin(heard, q):
                what = "help"  # 我三千五, 老婆两千八
            found.append((q, what, total))
    return found


def _counts_something(heard: Heard, q: Quantity) -> bool:
    """二十 beside other figures is no sum, unless it is spent or earned in a day."""
    return q.kind == "bare" and q.sized and q.value < 50 and len(heard.quantities) > 1 and not by_the_day(heard, q)


def _standing_sums(heard: Heard, opening: bool = False) -> list[Cast]:
    """The sums of a text that still stand when all of it was heard."""
    if opening not in heard.standing:
        heard.standing[opening] = _withdrawn(heard, cast(heard, opening))
    return heard.standing[opening]


def _withdrawn(heard: Heard, found: list[Cast]) -> list[Cast]:
    """Without the sums that the person corrected: 一万, 不对, 一万二 and 不是三千是五千."""
    found = [c for c in found if not only_heard(heard, c[0])]
    place = heard.corrected_from()
    if place:
        later = [c for c in found if c[0].start >= place]
        later = [c for c in later if not _refused(heard, c[0])] or later
        if later:
            earlier = [c for c in found if c[0].start < place]
            if earlier and not later[0][1]:  # 欠三万五, 啊不是, 三万二: the same debt
                later = [(later[0][0], earlier[-1][1], later[0][2]), *later[1:]]
            # a correction of one of several parts withdraws only its neighbour
            if len(earlier) > 1 and len({c[0].end for c in earlier}) > 1 and not any(c[2] for c in later + earlier):
                return earlier[:-1] + later if _same_breath(heard, earlier) else later
            return later
    found = [c for c in found if not _NOT_MINE.match(heard.around(c[0].start, c[0].end)[1])] or found
    found = _without_ceilings(heard, found)
    found = _indeed(heard, found)
    found = _outdone(heard, found)
    kept = [
        c
        for c in found
        if not re.search(
            "(?<!是)不是(?:欠)?(?:什么)?$|不是(?:他们?|她|催收|平台|客服|对方)(?:说|讲|报|写)的$|(?:没有|哪有|不到这么多).{0,2}$",
            heard.text[max(0, c[0].start - 9) : c[0].start],
        )
    ]
    return kept if kept and len(kept) < len(found) else found


def _outdone(heard: Heard, found: list[Cast]) -> list[Cast]:
    """Without what others claim and the person denies, and what is said again; either-or is one vague sum."""
    asked = [c for c in found if c[1] not in NEVER_OWED]
    kept = standing(heard, [c[0] for c in asked], mute=[c[0] for c in asked if c[1] == "principal"])
    contested = any(
        c[1] in OWED or c[2] for c in asked if c[0] not in kept
    )  # 说我欠三万六, 才两万九: the figure is the debt
    made: list[Cast] = []
    for q, what, total in found:
        if what in NEVER_OWED:
            made.append((q, what, total))
        else:
            answers = contested and not what and voice(heard, q.start) == OWN
            made += [(k, "owed" if answers else what, total) for k in kept if k.start == q.start]
    return made


_NOT_MINE = late(
    "(?:块钱?|元)?的?(?:车贷|房贷|网贷|债|是?私人的?|是?朋友的?|是?亲戚的?)?(?:都|就|也)?(?:不算|另算|不归我|他自己(?:还|扛|的)|她自己(?:还|扛|的)|是[他她]的事|我?管不着|我不管|(?:跟|和)我(?:没|无)关|不关我)"
)
_NEARLY = late("^[,。 ]?(?:将近|快到?|接近|奔|差不多到?|马上就?)了?$")
_THIS = late("(?:这|那|区区)(?:么|区区)?$")
_CEILING = late("(?:撑死|顶多|最多|顶天|至多|充其量|封顶|不超过|了不起)(?:也?就|了|是|有)*$")


def _without_ceilings(heard: Heard, found: list[Cast]) -> list[Cast]:
    """一万出头, 撑死一万一: what it cannot exceed is no further sum; a second try (一万, 嗯, 一万三千四) replaces the first."""
    kept: list[Cast] = []
    for made in found:
        q = made[0]
        if kept:
            first = kept[-1][0]
            gap = heard.field[first.end : q.start]
            same = kept[-1][1] == made[1] or kept[-1][1] not in NEVER_OWED
            if same and len(gap) <= 8 and _CEILING.search(gap) and first.value <= q.value <= first.value * 2:
                continue
            if q.value in {k[0].value for k in kept} and _THIS.search(heard.text[: q.start][-4:]):
                continue  # 就六百八, 为这六百八打了四十个电话
            if first.vague and _NEARLY.search(gap) and first.value < q.high <= first.high + first.value:
                kept.pop()  # 四万多, 将近五万
            again = heard.text[q.start : q.end].startswith(heard.text[first.start : first.end])
            if kept and again and q.end - q.start > first.end - first.start and _HESITATES.fullmatch(gap):
                kept.pop()
        kept.append(made)
    return kept


_INDEED = late(
    "[^,。;0-9]{0,4}[,。; ]*(?:不过|但是?|可是?)?(?:(?P<real>实际上?)|其实|应该是)(?:是|就|才|只|也就|有|欠|大概|差不多)*"
)
_GIVES_WAY = OWED | {"", "past", "principal", "income", "monthly", "expense", "affordable"}


def _indeed(heard: Heard, found: list[Cast]) -> list[Cast]:
    """之前说两万, 其实一万八: what is so indeed replaces the sum before it, unless it has a lender of its own."""
    kept: list[Cast] = []
    for made in found:
        q, what, total = made
        if kept:
            was = kept[-1][1]
            if was in _GIVES_WAY and what in ("", "received", "owed", was) and _corrects(heard, kept[-1], q):
                kept.pop()
                kept.append((q, what if what == "owed" else "" if was == "past" else was, total))
                continue
        kept.append(made)
    return kept


def _corrects(heard: Heard, before: Cast, q: Quantity) -> bool:
    """Whether 其实 or 实际 alone leads from one's own earlier sum to this one."""
    first, was, _ = before
    hit = _INDEED.fullmatch(heard.text, first.end, q.start)
    if hit is None or any(first.end <= name.start < q.start for name in heard.names):
        return False
    if was == "principal" and hit.group("real"):
        return False  # 借了两万, 实际一万八: what was paid out
    return voice(heard, first.start) not in (CLAIM, BELIEF)  # what an own sum does to a claim, `voices` knows


_HESITATES = late("[,。.~… ]*(?:嗯|呃|额|啊|哦|那个|就是|应该是|大概|好像)*[,。.~… ]*")


def _refused(heard: Heard, q: Quantity) -> bool:
    return re.search("(?<!是)不是(?:欠)?$", heard.text[max(0, q.start - 5) : q.start]) is not None


def _same_breath(heard: Heard, earlier: list[Cast]) -> bool:
    return len([n for n in heard.names if n.live]) >= 2 and all(c[1] in OWED or not c[1] for c in earlier)


_SPACES = late("[ ,。.!?~…]")
_NOTHING_AT_ALL = late(
    "(?:我|现在|目前|每个?月|一个?月|真的?|确实|暂时|啥|什么|一点|一分|一毛|一块|半毛|一个子儿?|都|也|实在|根本|完全|压根|是|就|连|能还的?|收入|工资|钱)*"
    "(?:没有?|木有|无|莫得|冇|拿不出|给不起|还不起|还不了|还不上|挤不出|掏不出|凑不出|出不起|付不起)(?:来|钱|收入|工资|能力|任何|来源|了|的|啊|呢|吧|过|进账|一分|一毛|分文)*|分文没有|身无分文|零|0|0元|零元"
)


def read_sum(heard: Heard, fact: str) -> Reading:
    """The sum that answers a money question about `fact`."""
    if fact in ("affordable_monthly", "monthly_income", "cash") and _NOTHING_AT_ALL.fullmatch(
        _SPACES.sub("", heard.text)
    ):
        return Reading(value=0, low=0, high=0, span=heard.span(0, len(heard.text)), rule=f"money.{fact} none")
    found = own_debts(heard, _standing_sums(heard))
    if fact in COSTS:
        reading = read_costs(heard, found, f"money.{fact}")
    else:
        reading = owed_now(heard, found) if fact in ("", "amount") else _with_role(heard, found, fact)
    if not reading.found and not found and heard.unknown():
        return Reading(unknown=True, rule="money.unknown")
    if not reading.found and heard.unknown() and all(c[1] for c in found):
        return Reading(unknown=True, rule="money.unknown")
    return reading


_MONTHLY = frozenset({"", "affordable", "per_period", "monthly"})
_UNSETTLED = frozenset({"name", "have", "received"})  # roles that a short answer may have by chance


def _with_role(heard: Heard, found: list[Cast], fact: str) -> Reading:
    wanted = _FACT_ROLE.get(fact, ())
    if fact == "monthly_income":
        income = read_income(heard, found, f"money.{fact}")
        if income is not None:
            return income
    for what in wanted:
        exact = [c for c in found if c[1] == what]
        if exact:
            return _pick(heard, exact, f"money.{fact}")
    loose = [c for c in found if c[1] in (("", "monthly") if fact == "monthly_income" else _MONTHLY)]
    if fact == "total_repay":
        loose = [c for c in found if c[1] in ("", "owed", "balance")]
    elif fact in ("received", "principal"):
        loose = [c for c in found if c[1] in ("", "principal", "received", "name", "owed")]
    if not loose and len(found) == 1:
        chance = len(heard.text) <= 12 and found[0][1] in _UNSETTLED
        loose = found if chance or (found[0][1] == "balance" and today_s(heard, found[0][0])) else []
    if len(loose) == 1:
        return _pick(heard, loose, f"money.{fact} bare")
    return rivals(heard, [c[0] for c in loose], "money.rivals") if 1 < len(loose) <= 3 else NOTHING


def _pick(heard: Heard, found: list[Cast], rule: str) -> Reading:
    totals = [c for c in found if c[2]]
    chosen = (totals or found)[-1] if totals else found[0]
    return one(heard, chosen[0], rule, chosen=len(found) > 1)


def heard_amount(heard: Heard) -> Reading:
    """What an opening message says about the debt: only sums that are said to be owed."""
    found = own_debts(heard, _standing_sums(heard, opening=True))
    kept: list[Cast] = []
    for k, (q, what, total) in enumerate(found):
        if what == "balance" and today_s(heard, q) and not (heard.names or _DEBT_NEAR.search(heard.text)):
            continue  # 现在四千 answers what was asked, and states no debt
        if what in OWED or (total and what in ("", "principal")) or (what == "principal" and _plain_debt(heard, q)):
            kept.append((q, what, total))
        elif not what and (q.kind == "money" or q.sized or q.value >= 1000) and _after_lenders(heard, q, k, found):
            kept.append((q, "owed", total))
    return owed_now(heard, kept) if kept else NOTHING


def _plain_debt(heard: Heard, q: Quantity) -> bool:
    """借了三万 counts as the debt when the text neither describes the loan nor names a balance."""
    if re.search("分(?:了)?[0-9一二三四五六七八九十]+(?:期|个月)|每期|到手|砍头|月息|日息|年化|利率", heard.text):
        return False
    return q.value >= 100


def _after_lenders(heard: Heard, q: Quantity, _: int, __: list[Cast]) -> bool:
    left, right = heard.around(q.start, q.end)
    first, last = heard.clause(q.start)
    alone = not heard.field[first : q.start].strip() and not heard.field[q.end : last].strip(" 的左右吧了")
    if (
        alone
        and (q.kind == "money" or q.sized or q.value >= 1000)
        and re.search(
            "逾期|没还|到期|没扣|案子|开庭|起诉|传票|支付令|[\x02欠]", heard.field[max(0, first - 16) : first]
        )
    ):
        return True
    near = [x for x in heard.quantities if x.kind == "lenders" and 0 <= q.start - x.end <= 6]
    return bool(near) or bool(_DEBT_NEAR.search(left[-6:])) or bool(_DEBT_NEAR.match(right.lstrip("的块多")))


def heard_role(heard: Heard, fact: str) -> Reading:
    """Income, affordable instalment and loan figures that an opening message states."""
    wanted = _FACT_ROLE[fact][:1]
    sums = _standing_sums(heard, opening=True)
    income = read_income(heard, sums, f"money.{fact}", opening=True) if fact == "monthly_income" else None
    if income is not None:
        return income
    found = [c for c in sums if c[1] in wanted]
    return one(heard, found[0][0], f"money.{fact}", chosen=len(found) > 1) if found else NOTHING

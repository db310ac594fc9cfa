"""Interest rates in simple percent a year: 分 厘 毛 % 点 万 千, by day, month or year, and speech per unit (一万一天五块)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from bot.understanding.digits import Number
from bot.understanding.heard import Heard
from bot.understanding.numerals import numerals
from bot.understanding.patterns import late
from bot.understanding.readings import NOTHING, Candidate, Reading, Sure

YEARLY = {"day": Decimal(365), "week": Decimal(52), "month": Decimal(12), "year": Decimal(1)}
_NUM = "(?:(?<![0-9.])[0-9]{1,9}(?:\\.[0-9]{1,9})?|(?:[一二三四五六七八九]百(?:零?[一二三四五六七八九十]+)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[零一二两三四五六七八九])(?:点[零一二三四五六七八九]+(?![天年月]))?|半)"
_PERIOD = (
    ("day", "日(?:利|息|化|率)|每日|每天|一天|天息|按天|按日|/天|/日|天(?:利|化)|(?<![0-9])日$"),
    ("week", "周(?:利|息)|每周|一周|七天(?:一)?(?:期)?"),
    ("month", "月(?:利|息|化|费率?|率|供利)|每个?月|一个?月|按月|/月|月$"),
    ("year", "年(?:利|息|化|率)|每年|一年|按年|/年|综合|irr|apr|实际利率"),
)  # fmt: skip


@cache
def _periods() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(body)) for name, body in _PERIOD)


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    n = _NUM
    return tuple(
        (name, re.compile(body))
        for name, body in (
            ("percent", f"百分之({n})|({n})(?:多|来|几|出头|左右)? ?(?:%|个?百分点|个点(?!钟)|趴|个(?=利息|年化|的?利)|%%)|(?<=月|利|息|收|要|按|是)(俩|仨)点(?!钟)"),
            ("permille", f"千分之({n})|({n}) ?‰|(?<![0-9一二两三四五六七八九十百千几.])千({n})(?![0-9一二三四五六七八九十百千万元块个家的])"),
            ("pertenthousand", f"万分之({n})|(?<![0-9一二两三四五六七八九十百千几.])万({n})(?!(?!一(?:年|天|个?月|下))[0-9一二三四五六七八九十百千万元块个家])"),
            ("half", "(?<=[息利率是收按要每日月年天])分(半)|^分(半)"),
            ("fen", f"({n})分({n})?(?:厘)?({n})?(?=利|息|的?利|$|[,。;!?? 左的吧多啊呢了])|({n})分(?!都|也|钱|没|期|[0-9一二三四五六七八九十]+期)(?:({n})厘?)?"),
            ("mao", f"({n})(?:毛|角)({n})?(?:分)?(?!病)"),
            ("li", f"({n})厘({n})?"),
        )
    )  # fmt: skip


_PER_UNIT = late(
    "(?:借|每)?(?P<base>(?<![0-9.])[0-9]{1,9}(?:\\.[0-9]{1,9})?[万千百w]?|[一二两三四五六七八九十百千]{0,8}[万千百](?:块|元)?|每千|每万|每百)(?:块钱?|元)?[,，]?(?:的)?(?:本金)?[,，]?(?:借款)?(?P<per>(?:一|每)(?:天|日|个?月|周|年)|日|月)(?:的)?(?:利息|息|要|收我?|得|大概|是|付|还|光利息|给|就|[,，])*(?P<fee>[0-9]+(?:\\.[0-9]+)?|[零一二两三四五六七八九十百千]+|[零一二两三四五六七八九]{1,4}(?=块|毛))(?P<unit>块(?:钱)?(?P<dime>[0-9一二三四五六七八九半])?(?:毛)?|元|毛(?:钱)?|角|分(?:钱)?|(?=$|[,。;!? 的左]))(?:利息|钱|的?息)?"
)
_PER_UNIT_BACK = late(
    "(?P<per>(?:一|每)(?:天|日|个?月|周|年)|[日月](?=[息利]))[息利]?(?P<fee>[0-9]+(?:\\.[0-9]+)?|[零一二两三四五六七八九十]+)(?P<unit>块|元|毛|角|分)(?:钱)?(?P<dime>)(?:每|一)(?P<base>千|万|百|千块|万块)"
)


def _number(said: str | None) -> Number | None:
    if not said:
        return None
    if said == "半":
        return Decimal("0.5")
    if re.fullmatch("[0-9]+(?:\\.[0-9]+)?", said):
        return Decimal(said)
    found = numerals(said)
    return found[0].value if found else None


def _period_of(text: str, start: int, end: int) -> str:
    """The period nearest before a figure, else right after it."""
    before = re.split("[,。;!?]", text[max(0, start - 10) : start])[-1] or text[max(0, start - 10) : start]
    best, place = "", -1
    for name, pattern in _periods():
        for hit in pattern.finditer(before):
            if hit.end() > place:
                best, place = name, hit.end()
    if best:
        return best
    after = text[end : end + 6]
    for name, pattern in _periods():
        hit2 = pattern.match(after.lstrip("的 ,(左右"))
        if hit2:
            return name
    if re.match("的?(?:日|天)", after):
        return "day"
    return ""


def _shift(number: Number | None, digits: str | None) -> Decimal | None:
    """一分八 is 1.8, 一分五厘 is 1.5."""
    if number is None:
        return None
    tail = _number(digits)
    value = Decimal(number)
    if digits == "半":
        return value + Decimal("0.5")
    if tail is not None and tail < 10:
        value += Decimal(tail) / 10
    return value


def _figures(text: str) -> list[tuple[Decimal, str, int, int]]:
    """Every rate in a text: percent of its period, the period ("" unsaid), place."""
    found: list[tuple[Decimal, str, int, int]] = []
    for name, pattern in _forms():
        for hit in pattern.finditer(text):
            if any(s < hit.end() and hit.start() < e for _, _, s, e in found):
                continue
            groups = [g for g in hit.groups() if g]
            if not groups:
                continue
            made: Decimal | None
            if name == "half":
                made = Decimal("1.5")
            elif name in ("fen", "mao", "li"):
                made = _shift(_number(groups[0]), groups[1] if len(groups) > 1 else None)
            else:
                number = _number(groups[0])
                made = Decimal(number) if number is not None else None
            if made is None:
                continue
            scale = {
                "percent": "1",
                "permille": "0.1",
                "pertenthousand": "0.01",
                "fen": "1",
                "half": "1",
                "mao": "10",
                "li": "0.1",
            }[name]
            period = _period_of(text, hit.start(), hit.end())
            if not period:
                period = {
                    "fen": "month",
                    "half": "month",
                    "mao": "month",
                    "li": "month",
                    "pertenthousand": "day",
                    "permille": "day",
                }.get(name, "")
            if name == "li" and period == "year":
                scale = "1"
            if name == "fen" and period == "year":
                scale = "10" if made < 4 else "1"
                scale = "1" if made >= 4 else scale
            found.append((made * Decimal(scale), period, hit.start(), hit.end()))
    return found


def _per_unit(text: str) -> tuple[Decimal, str, int, int] | None:
    """一万一天五块, 一千块一个月三十: the fee for a round sum."""
    hit = _PER_UNIT.search(text) or _PER_UNIT_BACK.search(text)
    if hit is None:
        return None
    said = hit.group("base").lstrip("每").rstrip("块元")
    base = {"千": 1000, "万": 10000, "百": 100}.get(said) or _number_sized(said)
    fee = _number_sized(hit.group("fee"))
    if not base or fee is None:
        return None
    amount = Decimal(fee)
    unit = hit.group("unit") or "元"
    if unit[0] in "毛角":
        amount /= 10
    elif unit[0] == "分":
        amount /= 100
    dime = hit.group("dime")
    if dime:
        tail = _number(dime)
        amount += Decimal(tail if tail is not None else 0) / (10 if dime != "半" else 1)
    per = hit.group("per")
    period = "day" if per[-1] in "天日" else "week" if "周" in per else "year" if "年" in per else "month"
    share = amount / Decimal(base) * 100
    return (share, period, hit.start(), hit.end()) if 0 < share <= 100 else None


def _number_sized(said: str) -> Number | None:
    found = numerals(said)
    return found[0].value if found else None


_REAL = late("实际|合同|真实|综合|算下来|irr|折算|其实|年化")
_FIRM = late("合同|实际|真实|算下来|irr")  # what binds; 合同上写着 is no advertisement
_ADVERT = late("宣传|广告|页面|号称|说是|标的|写着|对外|最低|低至|起")


def rate(heard: Heard, asked: bool = True) -> Reading:
    """The yearly rate that a text states; contract rate over advertised rate, corrections over what they correct."""
    text = heard.field
    unit = _per_unit(text)
    if unit is not None:
        return _reading(heard, unit, "rate.per unit", False)
    found = _figures(text)
    if not asked:
        found = [
            f
            for f in found
            if not re.match("的?(?:服务费|手续费|提成|佣金|首付|定金|好处费|咨询费|保证金|费用)", text[f[3] : f[3] + 6])
        ]
        found = [
            f
            for f in found
            if not re.search("(?:收|抽|提|要)(?:欠款|总额|债务|金额)?的?$", text[max(0, f[2] - 8) : f[2]])
        ]
        found = [f for f in found if f[1] or re.search("利|息|年化|费率|irr", text[max(0, f[2] - 12) : f[3] + 6])]
        found = [
            f
            for f in found
            if re.search(
                "利|息|年化|费率|irr|万[0-9一二三四五六七八九]|万分之|千分之", text[max(0, f[2] - 12) : f[3] + 8]
            )
        ]
    if not found:
        found = _bare(heard) if asked else _yearly_bare(text)
    cut = heard.corrected_from()
    corrected = [f for f in found if f[2] >= cut] or [f for f in _bare(heard) if asked and cut and f[2] >= cut]
    found = corrected or found
    found = [f for f in found if not re.search("(?<!是)不是[^,]{0,4}$", text[max(0, f[2] - 8) : f[2]])] or found
    found = _mine(text, _same_period(text, found))
    if not found:
        return Reading(unknown=True, rule="rate.unknown") if asked and heard.unknown() else NOTHING
    if len(found) > 1:
        firm = [f for f in found if _FIRM.search(_before(text, f[2]))]
        real = firm or [
            f for f in found if _REAL.search(_before(text, f[2])) and not _ADVERT.search(_before(text, f[2]))
        ]
        plain = [f for f in found if not _ADVERT.search(_before(text, f[2]))]
        pool = real or plain or found
        if len({_yearly(f) for f in pool}) > 1 and not real:
            return _range_or_rivals(heard, text, pool)
        return _reading(heard, pool[-1], "rate.contract", True)
    return _reading(heard, found[0], "rate", False)


_OF_OTHERS = late("(?:[爸妈哥姐弟妹]|老公|老婆|朋友|同事|他|她|人家|别人)(?:的|那|家)[^,。我]{0,6}$")
_OF_MINE = late("我(?:这|的|自己|那)[^,。]{0,6}$")


def _mine(text: str, found: list[tuple[Decimal, str, int, int]]) -> list[tuple[Decimal, str, int, int]]:
    """我爸那笔18%, 我这笔24%: one's own rate beside that of somebody else."""
    own = [f for f in found if _OF_MINE.search(text[: f[2]])]
    rest = [f for f in found if not _OF_OTHERS.search(text[max(0, f[2] - 14) : f[2]])]
    return rest if own and 0 < len(rest) < len(found) else found


def _same_period(text: str, found: list[tuple[Decimal, str, int, int]]) -> list[tuple[Decimal, str, int, int]]:
    """日利率广告写0.02%, 合同上是0.06%: a figure without a period has that of the one before."""
    made: list[tuple[Decimal, str, int, int]] = []
    for value, period, start, end in sorted(found, key=lambda f: f[2]):
        same = not period and bool(made) and made[-1][1] == "day" and value < 1
        made.append((value, "day" if same else period, start, end))
    return made


def _before(text: str, at: int) -> str:
    return re.split("[,。;!? ]", text[max(0, at - 12) : at].rstrip())[-1]


def _range_or_rivals(heard: Heard, text: str, pool: list[tuple[Decimal, str, int, int]]) -> Reading:
    a, b = pool[0], pool[-1]
    if re.fullmatch("(?:-|~|到|至)", text[a[3] : b[2]].strip()):
        return Reading(
            value=_yearly(a),
            low=_yearly(a),
            high=_yearly(b),
            sure=Sure.VAGUE,
            span=heard.span(a[2], b[3]),
            rule="rate.range",
        )
    yearly = [f for f in pool if f[1] == "year"]
    if len(yearly) == 1:
        return _reading(heard, yearly[0], "rate.yearly", True)
    return Reading(rivals=tuple(Candidate(_yearly(f), heard.span(f[2], f[3])) for f in pool[:3]), rule="rate.rivals")


def _bare(heard: Heard) -> list[tuple[Decimal, str, int, int]]:
    """A bare number to a question about a rate is percent a year, unless the period is said."""
    out = []
    for q in heard.quantities:
        if q.kind in ("bare", "items", "score") and q.value <= 200:
            period = _period_of(heard.field, q.start, q.end)
            value = Decimal(q.value)
            if value * YEARLY[period or "year"] <= 2000:
                out.append((value, period, q.start, q.end))
    return (
        out
        if len(heard.text) <= 16 or heard.corrected_from()
        else [f for f in out if re.search("利率|年化|利息|月息|日息", _before(heard.field, f[2]))]
    )


_YEARLY_BARE = late(
    f"(?:年化|年利率|年息|综合年化)(?:利率|率)?(?:写的|大概|约|是|为|到|有|:)*({_NUM})(?![0-9.一二三四五六七八九十]*(?:[%分厘毛万千个]|百分))"
)


def _yearly_bare(text: str) -> list[tuple[Decimal, str, int, int]]:
    """年化36 and 年利率15.4 in a free message: a figure right behind the word is percent a year."""
    hit = _YEARLY_BARE.search(text)
    number = _number(hit.group(1)) if hit is not None else None
    return (
        [(Decimal(number), "year", hit.start(1), hit.end(1))] if hit is not None and number and number <= 1000 else []
    )


def _yearly(found: tuple[Decimal, str, int, int]) -> Decimal:
    value = found[0] * YEARLY[found[1] or "year"]
    return min(value, Decimal(10**9)).quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize() + 0


def _reading(heard: Heard, found: tuple[Decimal, str, int, int], rule: str, chosen: bool) -> Reading:
    value = _yearly(found)
    after = heard.field[found[3] : found[3] + 3]
    vague = after.startswith(("多", "左右", "几", "上下"))
    return Reading(
        value=value, low=value, high=value * Decimal("1.1") if vague else value,
        sure=Sure.VAGUE if vague else Sure.CHOSEN if chosen else Sure.EXACT, span=heard.span(found[2], found[3]), rule=rule,
    )  # fmt: skip

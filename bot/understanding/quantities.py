"""Numerals with the word that counts them: money, durations, lenders, instalments, calls, ages, and bare numbers.

A quantity knows its kind, its bounds, and the words around it up to the next quantity or the end of the clause; which question
it can answer is decided in `roles`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bot.understanding.ages import is_age, is_rank
from bot.understanding.digits import Number, whole
from bot.understanding.numerals import Numeral, numerals
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.softening import soften

_MONEY = late(
    " ?(?:多|来|几)?(?:块钱?|元钱?|人民币|大洋|蚊(?![子香])|rmb|cny|米(?![饭线])|圆)(?:(?P<dime>[1-9一二三四五六七八九])(?:[毛角](?:(?P<cent>[1-9一二三四五六七八九])分?)?)?(?![0-9十百千万个天家期年月]))?(?:整)?"
)
_UNIT_DAYS = late(
    " ?(?:(?P<ge>个)?(?P<half>半)?(?P<more>多|来|把)?(?:(?P<month>月(?![薪供息付费底初中末报租光])|月份(?=没还|了))|(?P<week>星期|礼拜)|(?P<season>季度|季)|(?P<hour>小时|钟头))"
    "|(?P<day>天(?!天)|日(?![息利子均常志记]))|(?P<week2>周(?![一二三四五六日](?![千百十万天])|[转末岁]))|(?P<year>年(?![化利息费薪级代纪轻底初末]|多?前的))|(?P<minute>分钟)|(?P<ten>旬))"
    "(?P<after>半(?![夜路])|多(?!少|次)|零|又|来天|余)?"
)
_MORE_TAIL = late(
    "(?:零|又|加)?(?P<n>[0-9]{1,3}|[一二两三四五六七八九十半几俩仨]{1,3})(?P<half>个半)?个?(?P<unit>月|天|日|周|星期|礼拜)(?!薪)"
)
_LENDERS = late(
    " ?(?:多|来|几)?(?P<noun>家(?![人里庭])|个(?:不同的?|小额?|大|正规|网络|线上|其他|别的)?(?:的)?(?:平台|网贷|app|软件|口子|贷款|借贷|小贷|机构|网络贷款|借款|债主|贷)|(?:款|种|个)(?:app|软件)"
    "|笔(?:网贷|贷款|借款|债)?|张(?:信用)?卡|个信用卡|条网贷|(?:平台|网贷|口子|app)(?![里上]))"
)
_OTHERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("percent", late(" ?(?:%|个?百分点|个点(?!多?钟)|趴|‰|成(?!都|了|年|功|为))")),
    ("instalments", late(" ?(?:多|来|几)?个?期(?!间|待|望|货|末|中|限)")),
    ("calls", late(" ?(?:多|来|几)?(?:个|通|条|遍|次|轮|回)(?:催收|骚扰|陌生|未接)?(?:的)?(?:电话|短信|未接|来电|信息|消息)|(?: ?(?:多|来|几)?(?:通|遍|次|回合))(?!的?[贷款])")),
    ("people", late("(?:个|口|位|名)(?:人|孩子|娃|小孩|儿子|女儿|老人|同事|朋友|亲戚|家人|催收|大人|学生|员工)|口(?=$|[,。])|个(?:联系人|亲友)|人(?![民家均])")),
    ("age", late("(?:来|多)?(?:周?岁|虚岁)(?:半|多)?")),
    ("clock", late("点(?:多|半|钟|整|[0-9一二三四五十]{1,3}分?)?(?!利|息)|时(?![间候])|:[0-9]{2}")),
    ("floor", late("[张份封页条](?=截图|图片?|照片|合同|纸|聊天|短信|材料|传票|函|证明|单子)|单(?![位独身亲元])|趟|顿|楼|层|栋|单元|室|号楼|幢|路|公里|里地|斤|度(?!小)|平(?!台|安)|米|倍|折|页|字|%")),
    ("score", late("分(?!期|之|钟|开|手|批|付|次|[0-9]|[一二三四五六七八九十])")),
    ("tenths", late("毛(?!病)|角|厘|分利|分息")),
)  # fmt: skip


def _half_days(unit: int) -> int:
    return {30: 15, 365: 180, 90: 45, 7: 4, 1: 0}.get(unit, 0)


def _scale(value: Number, unit: int) -> Number:
    """So many units in days; half a month is 15 and half a year 180, by convention."""
    if value == Decimal("0.5"):
        return _half_days(unit)
    return whole(value * unit)


def _duration(text: str, num: Numeral) -> Quantity | None:
    hit = _UNIT_DAYS.match(text, num.end)
    if hit is None:
        return None
    got = hit.group
    if got("month") and not got("ge") and (num.arabic or not num.vague) and not _bare_months(text, num, hit.end()):
        return None
    unit = (
        30
        if got("month")
        else 7
        if got("week") or got("week2")
        else 90
        if got("season")
        else 365
        if got("year")
        else 10
        if got("ten")
        else 1
    )
    if got("hour") or got("minute"):
        hours = int(num.value // (24 if got("hour") else 1440))
        return Quantity("days", hours, hours, hours, num.start, hit.end(), "小时")
    if (got("year") and num.places == 4) or (got("year") and 1990 <= num.value <= 2100):
        return None
    value, low, high = _scale(num.value, unit), _scale(num.low, unit), _scale(num.high, unit)
    end = hit.end()
    if got("half") or got("after") == "半":
        value, low, high = value + _half_days(unit), low + _half_days(unit), high + _half_days(unit)
    elif got("more") == "把":
        low, high = whole(Decimal("0.9") * low), whole(Decimal("1.3") * high)
    elif got("more") or (got("after") and got("after") in "多余"):
        if unit > 1:
            half = num.value == Decimal("0.5")
            high = high + (_half_days(unit) if half else unit) - 1
            value += {30: 10, 365: 60, 7: 2, 90: 20}.get(unit, 0) if not half else {30: 3, 365: 30}.get(unit, 1)
            low = min(low, value)
    elif num.vague and num.value == num.low and "多" in text[num.start : num.end] and unit > 1:
        value = low
    tail = _MORE_TAIL.match(text, end) if unit in (30, 365, 7) else None
    if tail and got("after") != "多":
        small = {"月": 30, "周": 7, "星": 7, "礼": 7}.get(tail.group("unit")[0], 1)
        counted = numerals(tail.group("n"))
        if counted and small < unit:
            more = _scale(counted[0].value, small) + (15 if tail.group("half") else 0)
            value, low, high, end = value + more, low + more, high + more, tail.end()
    return Quantity("days", value, low, high, num.start, end, hit.group().strip(), num.sized, num.places)


def _bare_months(text: str, num: Numeral, end: int) -> bool:
    """2月 is February unless it is said as a stretch: 俩月, 逾期2月了, 半月."""
    if num.value == Decimal("0.5") or text[num.start] in "俩仨几":
        return True
    if text[num.start] == "两":
        return True
    return bool(re.search("(?:逾期|拖|欠|断供?|晚)了?(?:快|有|近)?$", text[max(0, num.start - 8) : num.start])) or (
        text[end : end + 1] in ("了", "多") and num.value <= 36
    )


_SPECIAL_DAYS = late(
    "(?P<f>(?<![0-9一二两三四五六七八九十几多半好上小大])百(?:天|日)(?!宴|酒))|(?P<e>(?<![一二两三四五六七八九十几0-9这那整上下])个半(?:多)?月(?!前))|(?P<a>个把多?(?:月|星期|礼拜))|(?P<b>(?P<size>大|小)?半(?:个|拉)?(?P<u>月|年|个月)(?!薪|前))|(?P<c>整?整?个(?P<c_u>月|礼拜|星期)(?=了|没还|都没))|(?P<d>(?:^|(?<=[^0-9一二两三四五六七八九十个几百多半]))(?P<d_u>月|年)把(?![月年])天?)"
)


def _special_durations(text: str) -> list[Quantity]:
    """个把月, 大半年, 小半个月: durations whose number is not a numeral."""
    found = []
    for hit in _SPECIAL_DAYS.finditer(text):
        if hit.group("f"):
            found.append(Quantity("days", 100, 100, 100, hit.start(), hit.end(), "天"))
        elif hit.group("e"):
            found.append(Quantity("days", 45, 45, 59 if "多" in hit.group() else 45, hit.start(), hit.end(), "月"))
        elif hit.group("a"):
            unit = 30 if "月" in hit.group() else 7
            found.append(
                Quantity(
                    "days",
                    unit,
                    whole(Decimal("0.9") * unit),
                    whole(Decimal("1.4") * unit),
                    hit.start(),
                    hit.end(),
                    "月",
                )
            )
        elif hit.group("c"):
            unit = 30 if hit.group("c_u") == "月" else 7
            found.append(Quantity("days", unit, unit, unit, hit.start(), hit.end(), hit.group("c_u")))
        elif hit.group("d"):
            unit = 30 if hit.group("d_u") == "月" else 365
            low, high = whole(Decimal("0.9") * unit), whole(Decimal("1.3") * unit)
            found.append(Quantity("days", unit, low, high, hit.start(), hit.end(), hit.group("d_u")))
        elif hit.group("b") and "拉" in hit.group():
            found.append(Quantity("days", 15, 15, 15, hit.start(), hit.end(), "月"))
        elif hit.group("size"):
            year = hit.group("u") == "年"
            big = hit.group("size") == "大"
            value, low, high = {
                (True, True): (240, 185, 330), (True, False): (150, 120, 179),
                (False, True): (20, 16, 27), (False, False): (12, 8, 14),
            }[year, big]  # fmt: skip
            found.append(Quantity("days", value, low, high, hit.start(), hit.end(), "年" if year else "月"))
    return found


_TOGETHER = frozenset("加合凑在算拢放")  # 加一块十万多: all of it


def _money(text: str, num: Numeral) -> Quantity | None:
    hit = _MONEY.match(text, num.end)
    before = text[num.start - 1 : num.start]
    if hit is None:
        if before in ("¥", "￥", "$"):
            return Quantity("money", num.value, num.low, num.high, num.start, num.end, "元", num.sized, num.places)
        return None
    value, low, high = num.value, num.low, num.high
    if hit.group().strip().startswith(("多", "来", "几")) and low == high:
        high = low + num.unit - 1
    dime = hit.group("dime")
    if dime and low == high:
        counted = numerals(dime)
        if counted:
            cents = numerals(hit.group("cent") or "")
            value = low = high = whole(
                value + Decimal(counted[0].value) / 10 + Decimal(cents[0].value if cents else 0) / 100
            )
    return Quantity("money", value, low, high, num.start, hit.end(), "元", num.sized, num.places)


_ID_BEFORE = late(
    "(?:电话|号码|手机号?|热线|拨打?|打了?|微信号?|qq|尾号|单号|工号|案号|编号|卡号|验证码|身份证号?|来电|号|客服|合同号?|工单号?)(?:是|:|为)?$"
)


def _one(text: str, num: Numeral) -> Quantity:
    """The quantity that one numeral is, by its neighbours."""
    before, after = text[max(0, num.start - 12) : num.start], text[num.end : num.end + 24]
    if before.endswith("第") or is_rank(text, num.start, num.end):
        return Quantity("ordinal", num.value, num.low, num.high, num.start, num.end)
    money = _money(text, num) if num.places < 10 else None
    if money is not None:
        return money
    if (num.places >= 7 and num.arabic) or (num.places >= 7 and not num.sized):
        return Quantity("id", num.value, num.low, num.high, num.start, num.end)
    if (
        num.places in (3, 4, 5, 6)
        and num.arabic
        and _ID_BEFORE.search(before)
        and not re.match(" ?(?:块|元|多|[万千wk])", after)
    ):
        return Quantity("id", num.value, num.low, num.high, num.start, num.end)
    if num.arabic and re.match("开头|打头|结尾", after):
        return Quantity("id", num.value, num.low, num.high, num.start, num.end)
    days = _duration(text, num)
    if days is not None:
        return days
    hit = _LENDERS.match(text, num.end)
    if hit is not None and (num.value <= 500 or hit.group("noun")[0] in "家个"):
        return Quantity(
            "lenders", num.value, num.low, num.high, num.start, hit.end(), hit.group("noun"), num.sized, num.places
        )
    if before.endswith("信用卡") and re.match("张(?!卡)", after):
        return Quantity("lenders", num.value, num.low, num.high, num.start, num.end + 1, "张", num.sized, num.places)
    for kind, pattern in _OTHERS:
        hit = pattern.match(text, num.end)
        if hit is not None:
            if kind == "clock" and (num.value > 24 or num.vague):
                continue
            if kind in ("floor", "people") and num.sized and num.value >= 1000 and hit.group() not in ("斤", "公里"):
                continue
            unit = num.unit if num.unit > 1 else 10 ** (len(str(num.value)) - len(str(num.value).rstrip("0")))
            more = unit - 1 if hit.group().strip().startswith(("多", "来")) and num.low == num.high else 0
            return Quantity(
                kind, num.value, num.low, num.high + more, num.start, hit.end(), hit.group(), num.sized, num.places
            )
    if text[num.end - 1] in "俩仨" and num.places <= 1 and not num.sized:
        return Quantity("items", num.value, num.low, num.high, num.start, num.end, "个", False, num.places)
    if re.match("个(?!月|星期|礼拜|[w万达])", after):
        return Quantity("items", num.value, num.low, num.high, num.start, num.end + 1, "个", num.sized, num.places)
    if 16 <= num.value <= 80 and _MY_AGE.search(before) and re.match("了(?!$)|了$|的人", after):
        return Quantity("age", num.value, num.low, num.high, num.start, num.end)
    return Quantity("bare", num.value, num.low, num.high, num.start, num.end, "", num.sized, num.places)


_RANGE = late(" ?(?:-|~|到|至|—|或者?|还是|、|,)+ ?$")


def _joined(text: str, a: Quantity, b: Quantity) -> Quantity | None:
    """3到5万, 两千到三千块, 3、4天: two quantities that are the ends of one range."""
    gap = text[a.end : b.start]
    if len(gap) <= 1 and not gap.strip(", ") and a.vague and a.value < b.value <= a.value * 2:
        short = re.match("(?:都|也|还)?(?:不到|没到|不足|不满)", text[b.end : b.end + 4])
        if short and a.kind in (b.kind, "bare"):
            value = whole(Decimal(a.low + b.value) / 2)
            return Quantity(b.kind, value, a.low, b.value, a.start, b.end + short.end(), b.noun, b.sized, 0)
    if not gap or len(gap) > 3:
        return None
    if a.kind == b.kind and gap in ("不到", "快", ",不到", "快到", "没到") and a.vague and a.value < b.value:
        return Quantity(a.kind, a.value, a.low, b.value, a.start, b.end, b.noun, b.sized, 0)
    if not _RANGE.fullmatch(gap):
        return None
    if gap.strip() in (",", "、", "或", "或者", "还是") and not (
        b.value - a.value == 1 or (b.value > 999 and 1 < Decimal(b.value) / Decimal(a.value or 1) < 0)
    ):
        factor_small = (
            a.kind == "bare"
            and a.value < 10
            and b.value > 10
            and b.sized
            and b.value in (10_000 * (a.value + 1), 1000 * (a.value + 1), 100 * (a.value + 1))
        )
        if not factor_small:
            return None
    if (
        gap.strip() in ("到", "够", "满")
        and text[: a.start].endswith("差")
        and a.value * 2 < b.value
        and a.kind in (b.kind, "bare")
    ):
        missing = whole(b.value - a.value)  # 差两百到一万
        return Quantity(b.kind, missing, missing, missing, a.start, b.end, b.noun, b.sized or a.sized, 0)
    low, value = a.low, a.value
    if a.kind != b.kind:
        if a.kind != "bare":
            return None
        low, value = _same_unit(a, b)
    elif a.kind == "bare" and b.sized and not a.sized:
        low, value = _same_unit(a, b)
    if not low < b.high:
        return None
    return Quantity(b.kind, value, low, b.high, a.start, b.end, b.noun, b.sized or a.sized, 0)


def _same_unit(a: Quantity, b: Quantity) -> tuple[Number, Number]:
    """The first end in the unit of the second: 3到5万, 1到2个月."""
    factor = 1
    if b.kind == "days":
        factor = {"月": 30, "周": 7, "年": 365, "星": 7, "礼": 7}.get(b.noun.lstrip("个多半 ")[:1], 1)
    elif b.sized and not a.sized and a.value < b.value:
        for size in (10_000, 1000, 100, 10):
            if b.value % size == 0 or b.value >= size:
                factor = size
                break
    low = whole(a.low * factor)
    return low, whole(a.value * factor)


_CASE = late("[(\\[]?20[0-9]{2}[)\\]]?[一-鿿][0-9]{0,6}[一-鿿]{1,6}[0-9]{1,7}号")
_DAY_BY_DAY = late("(?:有|干|做|跑|上|打|过)[一1]天[, ]?(?:给|结|算|拿|没|是)[一1]天")  # counts no days
_MY_AGE = late("(?:^|[,。 ])我?(?:\x03|今年|都|已经|也|才|快|虚岁|马上)*$")


def quantities(text: str) -> list[Quantity]:
    """All quantities of a normalised text, left to right, ranges joined, softened by the words around them."""
    special = _special_durations(text) if any(char in text for char in "半把整百") else []
    found: list[Quantity] = list(special)
    for num in numerals(text):
        if text[num.start : num.end + 1] in ("一块", "一起") and text[num.start - 1 : num.start] in _TOGETHER:
            continue
        if any(q.start <= num.start < q.end for q in special) or (
            found and num.start < found[-1].end and found[-1] not in special
        ):
            continue
        found.append(_one(text, num))
    found.sort(key=lambda q: q.start)
    if "初" in text or "执" in text:
        cases = [hit.span() for hit in _CASE.finditer(text)]
        found = [q for q in found if not any(a <= q.start < b for a, b in cases)]
    if "天" in text:
        idle = [hit.span() for hit in _DAY_BY_DAY.finditer(text)]
        found = [q for q in found if not any(a <= q.start < b for a, b in idle)]
    merged: list[Quantity] = []
    for said in found:
        q = said._replace(kind="age") if said.kind == "days" and is_age(text, said.start, said.end) else said
        if merged:
            both = _joined(text, merged[-1], q)
            if both is not None:
                merged[-1] = both
                continue
        merged.append(q)
    return [soften(q, text[max(0, q.start - 8) : q.start], text[q.end : q.end + 6]) for q in merged]

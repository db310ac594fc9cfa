"""How many: lenders that are still owed, instalments, and any other plain number."""

from __future__ import annotations

import re

from bot.understanding.choosing import Found, one, rivals, several
from bot.understanding.debtors import KIN, own_figures
from bot.understanding.digits import Number
from bot.understanding.heard import Heard
from bot.understanding.outdone import counted
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.readings import NOTHING, Reading, Sure
from bot.understanding.roles import TOTAL

_SETTLED = late("(?:的)?(?:已经|都|全|早就?|刚|也)*(?:还清|结清|还完|还掉|清了|注销|不欠|还上了|搞定|处理完|了结|平了)")
_SETTLED_LEFT = late(
    "(?:(?:还清|结清|还完|还掉|清)(?:了|掉|过)+|(?:还清|结清|还完|还掉)|(?:^|[, ])(?:上个?月|上周|昨天|前天|去年|年前|前两天|已经|后来|又|先|刚)*(?:结清|还清|还完|清|还掉))(?:其中)?(?:的)?$"
)
_NOWADAYS = late("(?:现在|如今|目前|眼下)(?:就|是|有|欠|变成?了?|一共|总共|剩)*$")
_NOT_COUNTED = late("(?:的)?(?:都|也|就|先)?(?:不算|除外|不计|不在内|另算|不包括)")
_INSTALLED = late("(?:(?<!剩)下(?:载)?了?|装了?|注册(?:过|了)?|手机(?:里|上)有?)(?:过|了|好几|大概)?$")
_LEFT = late("(?:还|只|就|现在|目前)*(?:剩(?:下|余)?|还欠|还有)(?:了|着|大概)?$")


_HEAP = late("[一1](?:个|家)?(?:排|堆|串|溜|屏|大堆|长串)")  # 手机上一排都是 counts nothing


_TAKEN = late("[扣划](?:了|走|掉)*$")
_KIND = late("(?:网贷|平台|口子|小贷|app)(?:有|是|大概)*$")  # 网贷五个, 信用卡三张
_NONE_LEFT = late("(?:一(?:家|个)|哪(?:家|个)?|谁)(?:都|也)(?:没|不)欠|全(?:部|都)?(?:还|结)?清了?$")


def _lender_counts(heard: Heard, asked: bool) -> list[Quantity]:
    found = []
    for q in heard.quantities:
        if (
            q.kind == "lenders"
            or (asked and q.kind in ("items", "bare") and not q.sized and q.value <= 100)
            or (asked and q.kind in ("items", "bare") and q.value <= 200 and len(heard.text) <= 10)
        ):
            found.append(q)
    return found


def lenders(heard: Heard, asked: bool) -> Reading:
    """How many lenders are still owed: what is left, a stated count less those settled, or the names that are listed."""
    counts = _lender_counts(heard, asked)
    counts = [
        q for q in counts if not (q.value == 1 and re.match("(?:都|也)(?:没|不)", heard.around(q.start, q.end)[1]))
    ]
    starts = {name.start for name in heard.names}
    counts = [q for q in counts if not (q.value == 1 and q.end in starts)]  # 再加一个分期乐: the name counts
    counts = [q for q in counts if not _NOT_COUNTED.match(heard.around(q.start, q.end)[1])]
    used = [q for q in counts if not _INSTALLED.search(heard.around(q.start, q.end)[0][-8:])]
    counts = used if len(used) < len(counts) and used else counts
    if any(q.noun.startswith("家") for q in counts):
        counts = [q for q in counts if not q.noun.startswith("笔")]
    strong = [q for q in counts if q.kind == "lenders"]
    items = [q for q in counts if strong and q.kind == "items"]
    strong += [
        q for q in items if _is_settled(heard, q) or _KIND.search(heard.around(q.start, q.end)[0])
    ]  # 八家, 结清了仨
    counts = sorted(strong, key=lambda q: q.start) or ([q for q in counts if q.kind == "items"] or counts)
    cut = heard.corrected_from()
    counts = [q for q in counts if q.start >= cut] or counts
    counts = counted(heard, counts)
    counts = own_figures(heard, counts)
    if any(q.noun == "笔" and _TAKEN.search(heard.around(q.start, q.end)[0]) for q in counts):
        counts = [q for q in counts if q.noun != "笔"]  # 被扣两笔, 一笔199一笔358
    counts = [q for q in counts if not _HEAP.match(heard.text[q.start : q.end + 2])]
    counts = [
        q
        for q in counts
        if not re.search(
            "(?<!是)不是$|每$|第$|哪$|一边$|各$|[扣划](?:了|走|掉)*$", heard.around(q.start, q.end)[0][-4:]
        )
    ]
    live = [n for n in heard.names if n.live]
    named = len({n.lender or heard.text[n.start : n.end] for n in live})
    if asked and not counts and not named and _NONE_LEFT.search(heard.text.rstrip("。!,. ")):
        return one(heard, Found(0, 0, 0, 0, len(heard.text)), "lenders.none")
    if not counts:
        return _listed(heard, named, asked)
    gone = [q for q in counts if _is_settled(heard, q)]
    open_counts = [q for q in counts if q not in gone]
    for q in open_counts:
        if _LEFT.search(heard.around(q.start, q.end)[0]) and not (
            (named or (q is not open_counts[0] and not gone)) and "还有" in heard.text[max(0, q.start - 6) : q.start]
        ):
            return one(heard, q, "lenders.left", chosen=len(counts) > 1)
    if not open_counts:
        return NOTHING
    if gone:
        total = max(open_counts, key=lambda q: q.value)
        less = sum((q.value for q in gone), start=0)
        if total.value > less:
            rest = Found(total.value - less, total.low - less, total.high - less, total.start, total.end)
            return several(heard, [rest], "lenders.less settled")
    extra = _listed_in_full(heard, open_counts, named) or _beside_names(heard, open_counts, named)
    if extra is not None:
        return extra
    if len(open_counts) == 1:
        return one(heard, open_counts[0], "lenders.count")
    return _of_several(heard, open_counts)


_FORGOTTEN = late("漏了|忘了|少算|少说|少数|漏算")


def _of_several(heard: Heard, counts: list[Quantity]) -> Reading:
    """A total over kinds, else kinds added up (三家网贷两张信用卡)."""
    for q in counts[1:]:
        if _NOWADAYS.search(heard.around(q.start, q.end)[0]):
            return one(heard, q, "lenders.now", chosen=True)
    short = heard.around(counts[0].start, counts[0].end)[0]
    if len(counts) == 2 and re.search("差了?$", short) and counts[0].value < counts[1].value:
        less = counts[0].value
        rest = Found(
            counts[1].value - less, counts[1].low - less, counts[1].high - less, counts[0].start, counts[1].end
        )
        return several(heard, [rest], "lenders.short of")
    first, last = counts[0], counts[-1]
    if _FORGOTTEN.search(heard.text[max(0, first.start - 4) : last.start]) and last.value > first.value:
        return one(heard, last, "lenders.counted again", chosen=True)  # 8家, 哦漏了个众安, 9家
    for q in counts:
        if TOTAL.search(heard.around(q.start, q.end)[0]):
            return one(heard, q, "lenders.total", chosen=True)
    names = [n.start for n in heard.names if n.live]
    order = [place for pair in zip(names, (q.start for q in counts), strict=False) for place in pair]
    if len(names) == len(counts) and order == sorted(order):
        return several(heard, counts, "lenders.each its own")  # 美团一个, 抖音一个
    if len({q.value for q in counts}) == 1 and len({q.noun for q in counts}) == 1:
        return one(heard, counts[0], "lenders.count")
    if counts[0].value > sum((q.value for q in counts[1:]), start=0) and re.search(
        "其中|里面?|(?<![还另])有", heard.text[counts[0].end : counts[1].start]
    ):
        return one(heard, counts[0], "lenders.of which", chosen=True)
    if counts[0].value == sum((q.value for q in counts[1:]), start=0):
        return one(heard, counts[0], "lenders.split", chosen=True)
    return several(heard, counts, "lenders.kinds")


def _beside_names(heard: Heard, counts: list[Quantity], named: int) -> Reading | None:
    """借呗花呗, 还有两家小的: names and a further count."""
    if not named or len(counts) != 1:
        return None
    q = counts[0]
    left = heard.text[max(0, q.start - 8) : q.start]
    if re.search("(?:还有|另外|外加|加上?|以及|再加)(?:别的|其他|另外|一些)?$", left) and all(
        n.end <= q.start for n in heard.names
    ):
        rest = Found(q.value + named, q.low + named, q.high + named, heard.names[0].start, q.end)
        return several(heard, [rest], "lenders.names and count")
    between = heard.text[q.end : heard.names[0].start]
    if heard.names[0].start >= q.end and re.fullmatch("[, ]*(?:再|还)?(?:加上?|外加|另外还有|还有)[, ]*", between):
        rest = Found(q.value + named, q.low + named, q.high + named, q.start, heard.names[-1].end)
        return several(heard, [rest], "lenders.names and count")
    if (
        re.match("(?:家|个)?(?:小的|小贷|别的|其他|不知名)", heard.text[q.end : q.end + 5])
        and heard.names[-1].end <= q.start
    ):
        rest = Found(q.value + named, q.low + named, q.high + named, heard.names[0].start, q.end)
        return several(heard, [rest], "lenders.names and count")
    return None


_REST = late("剩下|最后|另外|还有|外加|再加|加上")
_ALL_OF_ONE = late("[, ]*(?:都|全)(?:是|在)?\x02")


def _listed_in_full(heard: Heard, counts: list[Quantity], named: int) -> Reading | None:
    """四家：美团 滴滴 度小满 最后一家记不得; 三家：花呗、借呗、微粒贷，剩下的是美团: a number, its names, and what is left of them."""
    first, live = counts[0], [n for n in heard.names if n.live]
    if not named or first.vague:
        return None
    if all(q.noun.startswith("笔") for q in counts) and named == 1 and len(counts) == 1:
        of_one = _ALL_OF_ONE.match(heard.field, first.end) or re.search("\x02[有了里上 ]*$", heard.field[: first.start])
        return one(heard, Found(1, 1, 1, first.start, first.end), "lenders.loans of one") if of_one else None
    if live[0].start < first.end:
        return None
    later = [q for q in counts[1:] if q.start >= live[-1].end and not q.vague]
    if len(later) != len(counts) - 1 or (not later and named <= first.value):
        return None
    if not _REST.search(heard.text, first.end, later[-1].start if later else live[-1].start):
        return None
    value = max(first.value, named + sum((q.value for q in later), start=0))
    return several(
        heard, [Found(value, value, value, first.start, max(live[-1].end, counts[-1].end))], "lenders.in full"
    )


_THEIRS = late(f"(?:都)?(?:是|算|归)(?:在)?(?:我)?(?:的)?{KIN}(?:名下)?的")


def _is_settled(heard: Heard, q: Quantity) -> bool:
    left, right = heard.around(q.start, q.end)
    if _THEIRS.match(right):
        return True
    if _SETTLED.match(right) and not re.match(".{0,4}(?:没|不)", right):
        return True
    return bool(_SETTLED_LEFT.search(left)) and not re.search("没|不|怎么|想|要|先|能|争取|打算", left[-6:])


_OTHERS = late(
    "信用卡|分付|(?:招商|工商|建设|农业|交通|中信|光大|浦发|民生|广发|平安|邮储|招|工|建|农|交)(?:银)?行(?:信用卡|的?卡)?|提钱花|亲戚|朋友"
)


def _listed(heard: Heard, named: int, asked: bool) -> Reading:
    if asked and (named or (heard.names and not named)):
        if not named:
            return Reading(value=0, low=0, high=0, sure=Sure.CHOSEN, rule="lenders.none left")
        spans = [n for n in heard.names if n.live]
        more = (
            len({h.group() for h in _OTHERS.finditer(heard.field)}) if not re.search("没有?信用卡", heard.text) else 0
        )
        count = named + (1 if more else 0)
        return Reading(
            value=count, low=count, high=count, sure=Sure.EXACT if count < 2 else Sure.CHOSEN,
            span=heard.span(spans[0].start, spans[-1].end), rule="lenders.names",
        )  # fmt: skip
    if asked and heard.unknown():
        return Reading(unknown=True, rule="lenders.unknown")
    if asked and re.search("独(?:此)?一家|就(?:它|这)一|只有一|唯一", heard.text):
        return Reading(value=1, low=1, high=1, rule="lenders.only one")
    return NOTHING


def number(heard: Heard, fact: str) -> Reading:
    """A plain number; instalments are wanted when the fact is `periods`."""
    kinds = (
        ("instalments", "items", "bare")
        if fact == "periods"
        else ("bare", "items", "calls", "people", "age", "instalments", "lenders", "days", "money")
    )
    found: list[Quantity] = []
    for kind in kinds:
        found = [q for q in heard.quantities if q.kind == kind]
        if found:
            break
    if fact == "periods" and not found:
        months = [q for q in heard.quantities if q.kind == "days" and "月" in q.noun and q.value % 30 == 0]
        years = [q for q in heard.quantities if q.kind == "days" and "年" in q.noun and q.value % 365 == 0]
        source = months or years
        if source:
            q = source[0]
            size = 30 if months else 365
            times: Number = q.value // size * (1 if months else 12)
            return one(heard, Found(times, times, times, q.start, q.end), "number.months")
    cut = heard.corrected_from()
    found = [q for q in found if q.start >= cut] or found
    if len(found) == 1:
        return one(heard, found[0], f"number.{found[0].kind}")
    if found:
        return rivals(heard, found, "number.rivals")
    return Reading(unknown=True, rule="number.unknown") if heard.unknown() else NOTHING

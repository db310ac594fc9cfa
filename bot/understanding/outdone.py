"""Figures that the next words outdo without a 不对: a beginning, a first guess, the same sum said again.

Whose words a figure is comes first (`voices`). 十家打不住, 得有十三家; 三家, 不算我女朋友那两家; 一个来月, 三十五天左右.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.voices import own

_EXCEEDED = late("[^,。;]{0,3}?(?:打不住|挡不住|止不住|不止|(?:都|还|远远?)不够|还要?多|哪够|算少的)")
_BEGAN = late("(?:(?:一|刚|最)开始|起初|起先|最初|最早|原先|原来|本来|早先|头开始)[^,。;]{0,4}$")
_NOW = late("(?:后头|后来|后面|现在|如今|最后|到头来|结果|到现在)[^,。;]{0,6}$|(?:滚|变|涨|增|发展|欠|借)(?:成|到)了?$")
_EXCLUDED = late("(?:不算|不包括|不含|除开|刨开|刨去|除去|抛开|没算|不连)(?!利息|罚息|本金)[^,。;0-9]{0,10}$")
_AGAIN = late("[^,。;]{0,3}[,。; ](?:就|才|也就|真就|不就|只是|就是|就这|才这|区区|为了?|总共)*")
_OR = late("(?:吧|呢|还|,|。| )*(?:还是|或者?|要么|要不|也?(?:可能|许|兴许|没准|说不定|大概))(?:就?是|有)?,?")
_PAUSE = late("(?:吧|了|呢|,|。| |…|大概|差不多|具体|准确|应该|也就|是|说|的话|来讲|得有|有)*")


def standing(heard: Heard, found: Sequence[Quantity], mute: Sequence[Quantity] = ()) -> list[Quantity]:
    """The quantities of one kind that still stand when the whole text was heard; of either-or both ends become one range."""
    kept: list[Quantity] = []
    for q in own(heard, found, mute):
        if not kept:
            kept.append(q)
            continue
        made = _against(heard, kept[-1], q)
        if made is not None:
            kept[-1] = made
        else:
            kept.append(q)
    return kept


def _against(heard: Heard, a: Quantity, b: Quantity) -> Quantity | None:
    """What remains of two neighbours, or None when both stand."""
    text = heard.text
    gap = text[a.end : b.start]
    if _EXCEEDED.match(gap) and b.value > a.value:
        return b
    if a.value == b.value and a.low == b.low and _AGAIN.fullmatch(gap) and not heard.names:
        return b
    if _OR.fullmatch(gap) and a.value < b.value <= a.value * 2:
        return a._replace(low=a.value, high=b.value, end=b.end)
    if (
        b.high - b.low < a.high - a.low
        and _PAUSE.fullmatch(gap)
        and a.low * 9 <= b.value * 10
        and b.value * 10 <= a.high * 12
    ):
        return b if not heard.names else None
    return None


def counted(heard: Heard, found: Sequence[Quantity]) -> list[Quantity]:
    """The same for numbers of lenders, which also begin (一开始一家, 后头滚成九家) and leave out (不算我哥那两家)."""
    kept: list[Quantity] = []
    for q in standing(heard, found):
        before = heard.text[max(0, q.start - 16) : q.start]
        if kept and _EXCLUDED.search(before):
            continue
        if kept and _NOW.search(before) and _BEGAN.search(heard.text[max(0, kept[-1].start - 10) : kept[-1].start]):
            kept.pop()
        kept.append(q)
    return kept

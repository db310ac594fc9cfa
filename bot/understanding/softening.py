"""Bounds of a quantity by the words in front of it and behind: 将近, 不到, 左右, 出头, 至少."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from bot.understanding.digits import Number, whole
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity

_BELOW_BEFORE = late(
    "(?:将近|快要到?|快到|快有|快(?!钱|递)|接近|(?<!最)近|不到|不足|没到|还没到|未满|不满|还?差一?点(?:就|不?到)?|就要到?|马上就?|眼看|逼近|小)(?:要|有|满|到|了|够)?(?:就)?$"
)
_ABOUT_BEFORE = late("(?:大概|大约|差不多|约|估计|可能|也就|应该是?|大致)(?:是|有|要|在|欠|还|就)?(?:了|个)?$")
_OVER_BEFORE = late("(?:超过|不止|不低于|不下|至少|起码|最少|多于|得有)(?:有|是)?$")
_COUPLE = late("(?:前|这|头|过)(?:个)?两$")  # 前两天 and 过两天 are a few days, not two
_AFTER = late(
    "(?P<over>出头|挂零|冒头|开外|以上|往上|有余|还?要?多一?点?(?!少)|\\+(?![0-9]))|(?P<about>左右|上下|的样子|那样|吧)|(?P<below>(?:都|也|还)?(?:不到|不足|不满|没到)(?:点|一点)?|以内|以下)"
)


def _frac(value: Number, share: str) -> Number:
    return (
        whole((Decimal(share) * value).to_integral_value(ROUND_FLOOR)) if value >= 10 else whole(Decimal(share) * value)
    )


def soften(q: Quantity, before: str, after: str) -> Quantity:
    """Bounds from the words in front of and behind a quantity: 将近, 不到, 左右, 出头, 至少."""
    if q.kind in ("ordinal", "id", "clock"):
        return q
    if q.noun == "天" and q.value == 2 and not q.vague and _COUPLE.search(before + "两"):
        return q._replace(low=1, high=3)
    hit = _AFTER.match(after)
    said = hit.lastgroup if hit else None
    if said == "about" and hit is not None and hit.group() == "吧":
        said = None
    if q.vague and said != "below":
        return q
    whole_only = q.kind in ("days", "lenders", "instalments", "bare")
    if said == "below" or (said is None and _below(before, q)):
        low = _frac(q.low, "0.8")
        value = _frac(q.low, "0.96")
        if whole_only and value >= q.low and q.low > 1:
            value = q.low - 1
        return q._replace(value=value, low=min(low, value), high=q.value)
    if said == "over" or _OVER_BEFORE.search(before):
        return q._replace(high=_frac(q.high, "1.2") if q.value >= 10 else q.high + 1)
    if said == "about" or _ABOUT_BEFORE.search(before):
        return q._replace(low=_frac(q.low, "0.9"), high=_frac(q.high, "1.1"))
    return q


def _below(before: str, q: Quantity) -> bool:
    hit = _BELOW_BEFORE.search(before)
    if hit is None:
        return False
    word = hit.group()
    if word.startswith(("快", "近", "小")) and before[: hit.start()].endswith(
        ("很", "尽", "最", "附", "赶", "凉", "大", "多")
    ):
        return False
    if word == "小":
        return q.sized or q.kind == "days"
    if word.startswith(("马上", "就要", "差")):
        return bool(before.endswith(("马上", "到", "差点", "差一点")) and q.kind in ("days", "money"))
    return True

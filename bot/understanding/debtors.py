"""Whose debt a sum is: 我弟欠三万, 我欠一万 is one debt of the person, unless only somebody else's is told."""

from __future__ import annotations

from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.roles import Cast

KIN = (
    "(?:老公|老婆|爱人|对象|男朋友|女朋友|男友|女友|媳妇|前夫|前妻|爸妈|爸爸?|妈妈?|父亲|母亲|父母|哥哥?|弟弟?|姐姐?|妹妹?|儿子|女儿|闺女|姐夫|妹夫|嫂子"
    "|表[哥弟姐妹]|堂[哥弟姐妹]|舅舅?|叔叔?|姑姑?|姨妈?|岳父|岳母|公公|婆婆|朋友|闺蜜|兄弟|哥们|同事|室友|同学|邻居|亲戚|老乡|他|她)"
)
_HAVE = "(?:自己|那边|那儿|这边|本人|也|还|就|才|只|是|都|又|另外|一共|总共|大概|差不多|现在|目前|外面|在|网上|网贷|借呗|花呗|信用卡|\x02|,| )*(?:欠|借|逾期|负债|背|贷|拖)(?:了|着|下|款|的|债|有|网贷|外债|是|\x02)*[^,。;!?]{0,4}$"
_OTHERS = late(f"(?<![替帮给欠为向跟找问和由从把])我?(?:的)?{KIN}{_HAVE}")
_OWN = late(f"(?:我(?:自己|本人|这边|这儿)?|(?:^|(?<=[,。;!? ]))(?:自己|本人)){_HAVE}")


def _debtor(heard: Heard, q: Quantity) -> str:
    left = heard.around(q.start, q.end)[0]
    others = [hit.start() for hit in _OTHERS.finditer(left)]
    own = [hit.start() for hit in _OWN.finditer(left)]
    if not own and (alone := _OWN_LEFT.search(left)) is not None:
        own = [alone.start()]
    if others and (not own or own[-1] <= others[-1]):
        return "other"
    return "own" if own else ""


def own_debts(heard: Heard, found: list[Cast]) -> list[Cast]:
    """The sums without those of somebody else, when the person names a debt of their own beside them."""
    if len(found) < 2:
        return found
    debtors = [_debtor(heard, made[0]) for made in found]
    if "other" not in debtors or "own" not in debtors:
        return found
    return [made for made, debtor in zip(found, debtors, strict=True) if debtor != "other"]


_OWN_LEFT = late("我(?:自己|本人|本身|这边|名下)(?:的|有|欠|就|是|只|才|了|也|一共|总共|逾期|拖|断|现在|目前)*$")
_THEIR_LEFT = late(
    f"(?<![替帮给跟和问由把除了])我?(?:的)?{KIN}(?:自己|那边|名下|也|都|还|有|欠|的|了|逾期|拖|断|快|已经)*$"
)


def told_of_kin(heard: Heard, q: Quantity) -> bool:
    """老婆两千八: the figure of somebody of the family."""
    return _THEIR_LEFT.search(heard.around(q.start, q.end)[0]) is not None


def own_figures(heard: Heard, found: list[Quantity]) -> list[Quantity]:
    """六家里头两家是我姐的, 我自己四家; 我舅三个月, 我自己一礼拜: one's own figure of a kind, where it is told."""
    if len(found) < 2:
        return found
    left = [heard.around(q.start, q.end)[0] for q in found]
    own = [q for q, words in zip(found, left, strict=True) if _OWN_LEFT.search(words)]
    if len(own) == 1:
        return own
    return [q for q, words in zip(found, left, strict=True) if not _THEIR_LEFT.search(words)] or found

"""Whose debt it is: 我弟欠三万, 我欠一万 is one debt of the person, unless only somebody else's is told; 我爸欠了网贷 is the father's."""

from __future__ import annotations

from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.readings import Reading
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


_KINDS: dict[str, str] = {
    "partner": "老公|老婆|爱人|对象|媳妇|男朋友|女朋友|男友|女友|丈夫|妻子|先生",
    "child": "儿子|女儿|闺女|孩子|娃|小孩|小子",
    "parent": "爸妈|爹妈|父母|爸爸|妈妈|爸|妈|父亲|母亲|老爸|老妈|爹|娘|老汉",
    "sibling": "哥哥|弟弟|姐姐|妹妹|哥|弟|姐|妹|亲哥|亲弟|亲姐|亲妹|老弟|兄弟姐妹",
    "friend": "朋友|闺蜜|哥们|兄弟|同事|室友|同学|老乡|邻居",
    "other": "表[哥弟姐妹]|堂[哥弟姐妹]|舅舅?|叔叔?|姑姑?|姨妈?|嫂子|姐夫|妹夫|岳父|岳母|公公|婆婆|侄子|外甥|亲戚|前夫|前妻|爷爷|奶奶|外公|外婆",
}
_ANY_KIND = "|".join(
    f"(?P<{kind}>{words})" for kind, words in sorted(_KINDS.items(), key=lambda each: each[0] != "other")
)
ANY_KIN = late("[孩爸妈爹娘哥弟姐妹舅叔姑姨伴友嫂婿公婆爷奶儿女娃夫妻媳侄甥戚人事学乡居象]")
_ASIDE = "(?:他|她|自己|本人|人家|在外面|在外(?!面)|外面|背着我?家?里?人?|偷偷|瞒着我?家?里?人?|年轻|不懂事|去年|今年|前年|以前|又|现在|好像|最近|在网上|(?<!在)网上|一共|总共|一个人|,)*"
_OWES = late(
    f"(?:^|[,。;!?\\s]|是|有个|因为)(?:就是|其实|我们|我(?!们)|俺们|俺(?!们)|家里|家(?!里)|的)*(?:{_ANY_KIND}){_ASIDE}"
    "(?:欠(?!(?:了|的|着)?(?:我|你))(?!的钱(?:要|不还|没还|追|讨))|借(?:了(?!我)|的(?=网贷|贷)|网贷|贷款|钱(?!给我))(?![^,。;!?]{0,8}给(?:了)?我)|贷了|逾期|负债|有?网贷|被(?:网贷|催收|骗)|还不[上起了])"
)
_ASKED_FOR = late(
    f"(?:替|帮|给)(?:着)?(?:我|俺)?(?:们)?(?:家)?(?:的)?(?:{_ANY_KIND})[^,。;!?]{{0,4}}?(?:问|咨询|打听|了解|想想办法|想办法|看看怎么)"
)
_OWES_TOO = late(
    "(?:^|[,。;!?\\s])(?:现在|后来|结果|如今|所以)?我(?:自己|本人|也|还|都|现在|一共|总共|在|\x02|的)*(?:欠(?!他|她)|借了|逾期|负债|有?网贷|还不[上起了])"
)


_BOUND = late(
    "担保|共同借|共同债|联名|一起借|我签|(?:写|用|以|是|拿)(?:的|着)?(?:是)?我的?(?:名字|名义|名下|身份证|手机)|我的名"
)


def debtor(heard: Heard) -> Reading | None:
    """Whose debt is told of, by kind of kin; None where the person tells of their own."""
    hit = _ASKED_FOR.search(heard.text) or _OWES.search(heard.text)
    if hit is None or _OWES_TOO.search(heard.nameless) or _BOUND.search(heard.text):
        return None
    kind = next(kind for kind in _KINDS if hit.group(kind) is not None)
    return Reading(value=kind, span=heard.span(hit.start(kind), hit.end(kind)), rule="debtor")

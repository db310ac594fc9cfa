"""Who the debtor is when it is not the one who writes: 我爸欠了网贷, 替我弟问一下."""

from __future__ import annotations

from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.readings import Reading

_KIN: dict[str, str] = {
    "partner": "老公|老婆|爱人|对象|媳妇|男朋友|女朋友|男友|女友|丈夫|妻子|先生",
    "child": "儿子|女儿|闺女|孩子|娃|小孩|小子",
    "parent": "爸妈|爹妈|父母|爸爸|妈妈|爸|妈|父亲|母亲|老爸|老妈|爹|娘|老汉",
    "sibling": "哥哥|弟弟|姐姐|妹妹|哥|弟|姐|妹|亲哥|亲弟|亲姐|亲妹|老弟|兄弟姐妹",
    "friend": "朋友|闺蜜|哥们|兄弟|同事|室友|同学|老乡|邻居",
    "other": "表[哥弟姐妹]|堂[哥弟姐妹]|舅舅?|叔叔?|姑姑?|姨妈?|嫂子|姐夫|妹夫|岳父|岳母|公公|婆婆|侄子|外甥|亲戚|前夫|前妻|爷爷|奶奶|外公|外婆",
}
_ANY = "|".join(f"(?P<{kind}>{words})" for kind, words in sorted(_KIN.items(), key=lambda each: each[0] != "other"))
ANY_KIN = late("[孩爸妈爹娘哥弟姐妹舅叔姑姨伴友嫂婿公婆爷奶儿女娃夫妻媳侄甥戚人事学乡居象]")
_SELF = "(?:他|她|自己|本人|人家|在外面|在外(?!面)|外面|背着我?家?里?人?|偷偷|瞒着我?家?里?人?|年轻|不懂事|去年|今年|前年|以前|也|又|现在|好像|最近|在网上|(?<!在)网上|一共|总共|一个人|,)*"
_OWES = late(
    f"(?:^|[,。;!?\\s]|是|有个|因为)(?:就是|其实|我们|我(?!们)|俺们|俺(?!们)|家里|家(?!里)|的)*(?:{_ANY}){_SELF}"
    "(?:欠(?!我|你)|借(?:了(?!我)|的|网贷|贷款|钱(?!给我))(?![^,。;!?]{0,8}给(?:了)?我)|贷了|逾期|负债|有?网贷|被(?:网贷|催收|骗)|还不[上起了])"
)
_ASKED_FOR = late(
    f"(?:替|帮|给)(?:着)?(?:我|俺)?(?:们)?(?:家)?(?:的)?(?:{_ANY})[^,。;!?]{{0,4}}?(?:问|咨询|打听|了解|想想办法|想办法|看看怎么)"
)
_OWN = late(
    "(?:^|[,。;!?\\s])我(?:自己|本人|也|还|都|现在|一共|总共|在)*(?:欠(?!他|她)|借了|逾期|负债|有?网贷|还不[上起了])"
)


def debtor(heard: Heard) -> Reading | None:
    """Whose debt is told of, by kind of kin; None where the person tells of their own."""
    hit = _ASKED_FOR.search(heard.text) or _OWES.search(heard.text)
    if hit is None or _OWN.search(heard.text):
        return None
    kind = next(kind for kind in _KIN if hit.group(kind) is not None)
    return Reading(value=kind, span=heard.span(hit.start(kind), hit.end(kind)), rule="debtor")

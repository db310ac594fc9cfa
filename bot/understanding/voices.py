"""Whose words a figure is: one's own, a claim of those who want money, what one only heard, or what one had believed.

催收说我逾期九十天了但我才四十天: one's own figure outdoes a claim. 网上说一万以下不起诉 and 五万以上才立案 are rules, not debts.
我以为才九千 gives way to what is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity

OWN, CLAIM, HEARSAY, BELIEF = "own", "claim", "hearsay", "belief"
_MARKS = late(
    "(?P<own>我(?:自己|刚|刚才|今天|昨天)*(?:查|看|算|翻|登|数)[^,。;!? ]{0,10}?(?:显示|写着?|说|是|才|有)|其实|实际上?|事实上|明明|真正|哪有|哪来|没那么|没有那么|(?:但是?|可是?|不过|而)我"
    "|我(?:自己|本身|本人|才|就|只)|(?<=[,。;!? ])我(?:这边|现在|目前|这|账|是|算|查|看|记|欠|有|逾期|拖|(?=[0-9一二三四五六七八九十两几百]))|(?<=[,。;!? ])(?:才|就|只|也就)(?!要|是说|会|能|让|叫))"
    "|(?P<belief>(?:我|本来|原来|原本?|一直|还|当时)以为)"
    "|(?P<hearsay>(?:网上|抖音|快手|小红书|视频|群里?|评论区?|贴吧|知乎|网友|别人|有人|有的人|朋友|同事|亲戚|邻居|老乡|工友|大家|律师)(?:们|里|上|的人|里的人|上的人)?(?:他|她)?(?:都|也|又|跟我|和我|告诉我|之前)*(?:说|讲|看(?:到|见)?|查到?|搜到?|传)|听(?:人|人家|别人)?(?:说|讲)|据说)"
    "|(?P<claim>(?:催收|催款|催债|法务|法催|律所|客服|平台|对方|人家|那边|那(?:个)?人|系统|短信|通知|账单|app|标的|起诉状|上面|页面|他们?|她们?)(?:的人|员|的)?[^,。;!? 0-9]{0,6}?(?:说|讲|称|吓唬?|威胁|嚷|喊|写|咬定|算|显示|张口|张嘴|开口|报)|(?:非|硬|老|愣)说(?=我))"
)
_HINT = frozenset("说讲称吓威嚷喊写咬算显看查搜传口嘴报")
_ENDS = frozenset(",。;!?\n ")
_RULE = late(
    "(?:块钱?|元)?(?:以[上下内]|起步?|的)?(?:的|才|都|就|不|会|要|能|够|一般|是|可能|被|应该)*(?:起诉|立案|判[刑决]|上门|派人|来人|安排人|爆|坐牢|抓人|构成|追究|拘留|刑事)(?!了|我)"
)
_MEASURE = late("(?:以[上下内]|起步?)")
_PASSES = late("(?:超过?|满|够|达到?|大于|高于|不到|低于|少于|小于)了?$")


def _marks(heard: Heard) -> list[tuple[str, int, int]]:
    """Where somebody begins to speak: whose voice, and the place of the words that say so."""
    if heard.voices is None:
        speaks = "以为" in heard.text or not _HINT.isdisjoint(heard.text)
        hits = _MARKS.finditer(heard.text) if speaks else ()
        heard.voices = [(hit.lastgroup or "", hit.start(), hit.end()) for hit in hits]
    return heard.voices


def claims(heard: Heard) -> bool:
    """Somebody else than the person speaks of the person."""
    return any(who in (CLAIM, HEARSAY) for who, _, _ in _marks(heard))


def voice(heard: Heard, at: int) -> str:
    """Whose words stand at a place; "" when nobody is said to speak."""
    who, since = "", 0
    for said, _, end in _marks(heard):
        if end > at:
            break
        who, since = said, end
    if who in ("", OWN):
        return who
    between = heard.text[since:at]
    if not _ENDS.isdisjoint(between.lstrip(",。;!? 的:")):
        return ""  # a clause later the person speaks again
    return CLAIM if who == HEARSAY and "我" in between else who  # 朋友说我欠五万要坐牢 tells of the person


def is_rule(heard: Heard, q: Quantity) -> bool:
    """五万以上才立案, 满三个月就起诉: where a rule begins, told of nobody."""
    hit = _RULE.match(heard.text, q.end)
    if hit is None:
        return False
    first = max((heard.text.rfind(mark, 0, q.start) for mark in _ENDS), default=-1) + 1
    left = heard.text[first : q.start]
    return "我" not in left and bool(_MEASURE.match(heard.text, q.end) or _PASSES.search(left))


def only_heard(heard: Heard, q: Quantity) -> bool:
    """The figure is a rule or hearsay and answers nothing."""
    return is_rule(heard, q) or voice(heard, q.start) == HEARSAY


def own(heard: Heard, found: Sequence[Quantity], mute: Sequence[Quantity] = ()) -> list[Quantity]:
    """The figures of one kind without hearsay, without what one had believed, and without claims that an own figure outdoes.

    What is mute answers no claim: what one borrowed says nothing about what is owed by now.
    """
    if not _marks(heard) and not any(is_rule(heard, q) for q in found):
        return list(found)
    voices = [(q, voice(heard, q.start)) for q in found if not only_heard(heard, q)]
    if any(who != BELIEF for _, who in voices):
        voices = [(q, who) for q, who in voices if who != BELIEF]
    mine = [q.start for q, who in voices if who == OWN and q not in mute]
    return [q for q, who in voices if who != CLAIM or not any(start > q.start for start in mine)]


_BLANK = "\x04"
_ACQUAINTED = late("朋友|同事|亲戚|邻居|老乡|工友|律师")
_OWN_GROUP = late("(?:亲戚|家族|家人|家里|同学|公司|工作|班级|业主|小区|村|战友|老乡|亲友)的?(?:微信|大)?$")
_TILL = late("[,。;!?\n ]|但|可是|不过|结果(?!都)")
_OF_ONESELF = late("[我俺咱]")
_WHO_HE_IS = late("(?:他|她|自己)?是")  # 有人说是法院的 called
_OF_THE_LAW = late("诉|法院|法律|法庭|立案|坐牢|判刑|抓|拘留|执行|失信|冻结|征信|打官司")
_SAW_IT = late("了(?!就)|过(?!期)|收到|接到")


def firsthand(heard: Heard) -> str:
    """The text without the rules that one only read or was told of: 网上说一万以下不起诉 happened to nobody.

    What acquaintances saw themselves stays (同事说催收打电话到公司了), and so does whatever speaks of 我.
    """
    text = heard.nameless
    for who, start, end in _marks(heard):
        if who != HEARSAY or _OWN_GROUP.search(text[:start]):
            continue
        hit = _TILL.search(text, end)
        until = hit.start() if hit else len(text)
        said = text[end:until]
        if _OF_ONESELF.search(said) or _WHO_HE_IS.match(said):
            continue
        if _ACQUAINTED.match(text, start) and (not _OF_THE_LAW.search(said) or _SAW_IT.search(said)):
            continue
        text = text[:start] + _BLANK * (until - start) + text[until:]
    return text

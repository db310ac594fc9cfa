"""Whether a message asks something and tells nothing: 我可以用公积金还不, 会不会查我流水, 合同去哪里要.

What is asked is no answer that its words happen to resemble. Tags behind an answer (八百，行吗) and 怎么办 behind what happened (失业了怎么办)
ask for an opinion of what was just told: those messages are answers.
"""

from __future__ import annotations

from bot.understanding.patterns import late
from bot.understanding.text import normalise

_CLAUSE = late("[,，.。;；:：!！?？~～…\\s]+")
_LEAD = late(
    "(?:你好|您好|在吗|老师|大哥|嗯|哎|唉|不好意思|请问|那么?)*(?:我?(?:就是|就|还|再)?想?再?(?:问|知道|咨询)一?[下问句]?)?"
)
_TAG = late(
    "(?:这样|这个数|这些)?(?:行|可以|好|对|是|中|成|要得|够)(?:吗|么|嘛|不|吧|不行|不可以|不对|不是|不好|不成)[啊呀呢]*"
)
_PARTICLES = late("[啊呀呢哦噢喔哈咯嘞哟撒哩]+$")
_MAY = "会|能|可以|可能|要|用|敢|得|是|算|有|影响|需要|必须|应该|该|让|准|合法|犯法|违法|有用|管用|晓得|知道"
_ENDS = late(f"(?:吗|(?<![什怎那这多])么)$|(?:{_MAY})[^,]{{0,12}}不$")
_NOT_ASKING = late(
    "说明|解释|不知道|不晓得|不清楚|不确定|拿不准|不好说|没说|没讲|说不准|不想|不愿|^(?:我)?(?:看看|想(?!问|知道|晓得|咨询))|教我|(?:^|能不能|可不可以|可以)帮我|给我|换成|发我|来一份|说要|威胁|琢磨|在想|纠结|问我"
)
_EITHER = late(
    "会不会|能不能|可不可以|要不要|该不该|是不是|是否|能否|行不行|算不算|用不用|敢不敢|值不值得?|需不需要|必不必须|管不管用|犯不犯法|违不违法|合不合法|有没有(?:用|效|可能|办法|什么办法)|影不影响|(?<!时不)(?<!动不)([一-鿿])不(?!时|动)\\1"
)
_OPEN = late(
    "为什么|为啥|凭什么|怎么样?才?能?(?:可以)?(?:办理|申请|查|算|写|投诉|证明|判断|知道|看|找|开|弄|操作|协商|避免|处理|回复?|认定|关|删|改|取消)"
    "|如何|咋(?:个)?(?:样|办理|申请|查|算|写|投诉|弄|回)|怎样|(?:去|到|从|在|上)?(?:哪里|哪儿|哪个部门)(?:找|查|看|要|开|办|投诉|问|$)|(?:去|在|到)哪(?:里|儿)?$|找谁|谁(?:来|会|能|要)"
    "|(?:什么|啥)(?:时候|后果|影响|区别|办法|程序|流程|手续|材料|条件)|(?:会|要|能|还|是)[^,]{0,6}(?:多久|多长时间|几天|几年|几个月)$|(?:多久|几天|几年|几个月|多长时间)(?:会|才|能|可以|之内|内)|多少(?:天|钱)(?:会|才|能)|什么叫|啥叫|(?:什么|啥|几个)意思|(?:该|应该|要|能)?[选点按]哪(?:一)?个|哪(?:一)?个(?:好|合适|更好|对)(?:一点|些|点)?$|怎么(?:选|填|理解|分别?)"
)
_SUPPOSED = late("如果|要是|万一|假如|假设|倘若")
_WHAT_THEN = late("怎么办|咋办|咋整|咋个办|怎么弄|会怎样|会怎么样|会咋样|会咋个|然后呢")
_COUNTS_AS = late("(?:这|那|这个|那个|这种)?算(?:不算|是)?")


def asks(text: str) -> bool:
    """Whether each clause of a message asks, and none says what could be an answer."""
    told = _clauses(text)
    if not told or any(_TAG.fullmatch(clause) for clause in told[1:]):
        return False
    last, supposed = told[-1], any(_SUPPOSED.search(clause) for clause in told)
    if not (_asked(last) or (supposed and _WHAT_THEN.search(last))):
        return False
    return all(_asked(clause) or _SUPPOSED.search(clause) for clause in told[:-1])


def told_beside(text: str) -> str:
    """「一万二，会坐牢吗」 tells 一万二 beside what it asks; "" where nothing is asked, or nothing told."""
    clauses = _clauses(text)
    told = [clause for clause in clauses if not (_asked(clause) or _TAG.fullmatch(clause) or _SUPPOSED.search(clause))]
    return "，".join(told) if 0 < len(told) < len(clauses) else ""


def _clauses(text: str) -> list[str]:
    clauses = (_LEAD.sub("", normalise(clause), count=1) for clause in _CLAUSE.split(text))
    return [clause for clause in clauses if clause]


def _asked(clause: str) -> bool:
    if _TAG.fullmatch(clause) or _COUNTS_AS.match(clause) or _NOT_ASKING.search(clause):
        return False
    return bool(_ENDS.search(_PARTICLES.sub("", clause)) or _EITHER.search(clause) or _OPEN.search(clause))

"""What may never leave the house: promises, threats, incitement, sales talk, asking for secrets, and what is known to be untrue.

One small table, judged by whole sentences: 「不保证」, 「会不会坐牢」 and 「别换号」 pass, 「保证谈成」
does not. The checks judge what editors wrote, the stories judge what was rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from bot.content.untrue import untrue

BUBBLE = 120  # characters of one bubble outside documents
LABEL = 10  # characters of a button: more is cut off by small screens
OPTIONS = 6  # buttons that a person can take in at once
TELLING = re.compile(
    "欠|逾期|催收|还款|还钱|贷|借|债|钱|利息|分期|法院|传票|支付令|起诉|开庭|判决|执行|仲裁|律师|征信|平台|额度|案号"
)
"""What tells others, on a screen that is locked, what a reminder is about."""


class Offence(Struct, frozen=True):
    """What may not be said: its kind, the words, where they begin, and what to write instead."""

    kind: str  # promise, threat, incitement, sales, secret, untrue
    words: str
    start: int
    remedy: str


class _Rule(Struct, frozen=True):
    """Words that are forbidden unless the sentence turns them round."""

    kind: str
    words: re.Pattern[str]
    before: re.Pattern[str]  # what in the same clause, in front of the words, makes them harmless
    sentence: re.Pattern[str]  # what anywhere in the sentence makes them harmless
    remedy: str


_ASKING = "[？?]|会不会|是不是|能不能|要不要|有没有|可不可以|吗"
_WARNING = "骗|诈|陷阱|套路|假的|别信|别听|不可信|警惕|小心|当心|红旗|违法|犯法|犯罪"
_WORSE = "会让|只会|反而|更难|更糟|更坏|更被动|后果|风险|不可取|行不通|不帮|不教|都不"
_SAYING = "说|吓|威胁|恐吓|骂|声称|自称|骗"
_KEPT = "身份证|证件(?:号|照)|银行卡|卡号|验证码|密码|手持照"
_NOT_LOOSE = re.compile("[不没别勿无未忌莫]|禁止|拒绝|避免|防止|停止|最怕")
_NOT_TIGHT = re.compile(
    "(?:不(?:能|敢|会|可能|再|做|作|是|等于|代表|意味着)?|没(?:人|法|谁)?|谁也|无法|未必|并非|难以|别(?:信|听))[^，,]{0,3}$"
    "|没有[^，,]{0,7}$"
)

_RULES = (
    _Rule(
        "promise",
        re.compile(
            "(?:一定|肯定|绝对|铁定|必定)(?:就|都|也)?(?:能|会|可以|没事|没问题|行得通|谈成|通过|批|减|免|赢)"
            "|(?:一定|肯定|绝对)(?:就|都|也)?不(?:用|会|上|影响)"
            "|保证(?!金|人|书|合同|责任|期间|担保|贷款|保险)|必须(?:给你|帮你)?(?:减|免|停)"
            "|100 ?[%％]|百分之?百|打包票|包(?:过|赢|成功|谈成|下款|退款|通过)"
            "|(?:稳|必)(?:过|赢|批|成功)|包在我身上"
        ),
        _NOT_TIGHT,
        re.compile(f"{_ASKING}|{_WARNING}"),
        "改成说得准的话，例如“可以争取”“谈不成也正常”",
    ),
    _Rule(
        "threat",
        re.compile(
            "坐牢|牢底坐穿|倾家荡产|身败名裂|查封你家|抓你|把你抓|被抓走|通缉你|拘留你|全家遭殃|毁了?你一辈子|没脸见人"
        ),
        _NOT_LOOSE,
        re.compile(f"{_ASKING}|(?:{_SAYING}).*[「“]|[「“].*(?:{_SAYING})"),
        "删掉吓人的话，只写会发生什么、还能做什么",
    ),
    _Rule(
        "incitement",
        re.compile(
            "(?:别|不要|不用|不必)接(?:电话|他们|催收|客服|平台)|拉黑|换(?:个|掉)?(?:手机)?号|转移(?:财产|存款|资产|工资)|代持"
            "|(?:假|伪造)(?:的)?(?:证明|病历|流水|材料)|伪造|失联|躲起来|跑路|(?:别|不用|不必|不要)还(?:了|钱|款)"
        ),
        _NOT_LOOSE,
        re.compile(f"{_ASKING}|{_WARNING}|{_WORSE}"),
        "不能教人躲、瞒、造假；要劝阻就把“别”写在同一句里",
    ),
    _Rule(
        "sales",
        re.compile(
            "推荐(?:你|您)?(?:去)?(?:借|贷|办|下载|加入|购买)|低息贷|低息借|秒批|秒下款|下款快|包下款|加(?:我|客服|老师)?微信|进群领|扫码领"
            "|立即申请|马上申请贷款|限时优惠|优惠价|付费(?:服务|咨询|办理)|代办(?:费|服务)|内部渠道|征信修复|(?:帮|替)你办贷款"
        ),
        _NOT_LOOSE,
        re.compile(f"{_WARNING}|{_SAYING}"),
        "这里不推荐任何借款、中介和付费服务，删掉",
    ),
    _Rule(
        "secret",
        re.compile(
            f"(?:{_KEPT})[^，,]{{0,6}}(?:给我|发我|发来|发过来|发一下|告诉我|报一下|是多少|是什么|(?:填|打|写|输)在这)"
            f"|(?:(?:发|拍|报|告诉|提供)(?:一下|给)?我们?|发来|发过来)[^，,]{{0,6}}(?:{_KEPT})"
            f"|(?:请|麻烦)(?:你|您)?(?:先)?(?:提供|上传|发送|发一下|报一下|拍一下)(?:你的?|您的?|一下)*(?:{_KEPT})"
        ),
        _NOT_LOOSE,
        re.compile(f"{_WARNING}|[要让叫]你|对方|谁"),
        "这里从不要证件、卡号、验证码，删掉",
    ),
)

_SENTENCE = re.compile("[^。！？!?；;\n]+[。！？!?；;\n]?")
_CLAUSE = re.compile("[，,]")


def offences(text: str) -> Iterator[Offence]:
    """Every promise, threat, incitement, sales word, asking for secrets and untrue claim in a text, judged by its whole sentence."""
    for sentence in _SENTENCE.finditer(text):
        for rule in _RULES:
            for hit in rule.words.finditer(sentence.group()):
                if rule.sentence.search(sentence.group()):
                    break
                clause = _CLAUSE.split(sentence.group()[: hit.start()])[-1]
                if not rule.before.search(clause):
                    yield Offence(rule.kind, hit.group(), sentence.start() + hit.start(), rule.remedy)
    for claim, words, start in untrue(text):
        yield Offence("untrue", words, start, claim.instead)


def questions(text: str) -> int:
    """How many questions a text asks: more than one at a time is too much for a frightened person."""
    return len(re.findall("[？?]+", text))

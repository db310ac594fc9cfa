"""What one stretch of time is: how long a debt is overdue, time that lies ahead, or the length of something else."""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity

_OVERDUE_LEFT = late(
    "逾期|没还|未还|断供|(?<![腿骨手脚指网电水药臂膊筋])断(?!了?(?:腿|骨|手|脚|胳膊|肋|指|奶|网|电|水|粮|药|绝|定))(?:了|还|缴)?|拖(?!欠工资|着工资)|欠|晚(?!上|饭)|超(?!过)|过期|到期|过了|还不上|没还上|违约|不还|停(?:还|了)|失联|没管|滞后|迟了?"
)
_OVERDUE_RIGHT = late(
    "(?:多|左右|了|来|的样子|吧|都|就|也|已经|一直|钱|款|，|的|,|又|整)*(?:没(?!(?:有)?(?:上班|上工|工作|活|班|收入|进账|单|订单|生意|客|接|跑|找|挣|赚|拉|睡|合眼|发|开|干|做|回|见|吃|去|出|休|联系)|法(?:干|上|工|做)|能(?:干|上))|未还|还不|逾期|断|不还|欠着|拖)"
)
_NOT_DONE = late(
    "(?:都|就|也|已经|整|没白天没黑夜)*没(?:有)?(?:睡|合眼|吃|出门|见|跑单|接到?单|活|上班|工作|收入|进账)"
)  # 三天没睡了
_OTHER_LEFT = late(
    "失业|透析|化疗|瘫|卧床|照顾|伺候|没工作|无业|待业|被裁|裁员|下岗|没(?:有)?(?:上|活|班|收入|单|订单|生意|客|进账|工作|找到?|接到?|跑|出|开|干|做|挣|赚|拉到?|合眼|睡|见|联系|回家|发)|辞职|离职|离开|上班|工作|干了|做了?|入职|结婚|离婚|住院|生病|病了?|养病|治(?:病|疗)|手术|停工|停业|关门|倒闭|开业|创业|怀孕|月子|产假"
    "|工资|薪水|发薪|工钱|在家|躺|歇|休息|借(?:了|的)?|用(?:了)?|贷(?:了)?|还(?:了|过)|催(?:了|收)?|打(?!错)(?:了|电话)?|骚扰|骂了?|找了?|睡|哭|失眠|等了?|分(?:了|成)?|延(?:期|长)?|缓|展期|推迟|宽限|限|给我?|求|再|最多|最近|每|年龄|今年|合同|签了?|期限|买|学|认识|谈|异地|搬|租|坐牢|判|拘留|瘫|骨折|去世|走了|考察|试用|保存|保留|加班|连续|协商(?:了|好)?"
)
_FUTURE_LEFT = late(
    "还有|还剩|再过|再(?:给|等|宽限|缓)|(?<![刚才])过(?!了|去|期)|剩|只剩|宽限|延|缓|推|限(?:我|期)?|给我?|要求|最多拖|最晚|最迟|(?:让|叫)我"
)
_FUTURE_RIGHT = late(
    "(?:多|左右|的?时间)?(?:之?内|以内|后|之后|以后|就?(?:要)?到期|才?到期|才?到|再还|才还|还清|期限|时间|宽限|缓冲)"
)
_RATE_RIGHT = late(
    "(?:能|会|都|就|要|里|内|得|打|来|接|收|催|给我|跟我)*(?:打|来|接|收|给|好?几|[0-9]+|[一二两三四五六七八九十百几]+)(?:了|我)*(?:好|个|通|次|条|遍|十|百)"
)
_AGO_OTHER = late(
    "(?:多|左右)?(?:之?前|以前)?(?:在)?(?:那边|平台|上面)?(?:借|贷|办|用|开|签|申请|买|结|离|失|被|辞|住|做|入|协商|还清|还过|结清|还完)"
)
_PERIOD_USE = late("(?:的)?(?:工资|薪水|利息|会员|还款期|分期|期限|社保|生活费|房租|收入|一次)|前借|(?:分|还清)")
_MAY_BE_LATE = late("(?:能|可以|允许|想|要|会|让我|给我)(?:不能|不可以)?(?:再|先)?(?:晚|拖|延|缓|超)$")
_IF_UNPAID = late("(?:之?内)?(?:再)?(?:不|没)还(?:上|清|钱|款)?(?:的话|,)?(?:就|要|直接|他们|会|便)")  # 三天不还就上门
_KEPT_PAYING = late("(?:^|[^没未])还了$")  # 还了四个月又断了
_OF_LENDER = late("\x02(?:的|那边|那个|已经|都|也|快|有|就|差不多|大概|又|才|逾期|将近)*$")
_BARE_CLAUSE = late("(?:也|已经|都|快|快要|大概|差不多|有|才|一个|另一个|整整|将近|到今天|到现在|目前|,|\x02)*")
_DENIED_RIGHT = late("(?:倒|那)?(?:是|可|还)?(?:没有|没到)(?:的|那么久|这么久)?$")  # 两周是没有的
_DUE = late("(?:就|刚|才|那会儿?|的时候)*(?:到期|该还|应还|逾期|扣款|没还)")
_UNTIL_NOW = late("到(?:现在|今天|目前|这个?月)(?:已经|都|有|就|快|是|也|整整|差不多)*$")


def missed(q: Quantity, left: str, right: str) -> bool:
    """Missed instalments: 三期没还, 断了两期, 连续两期."""
    return (
        q.kind == "instalments"
        and bool(
            (_UNTIL_NOW.search(left) and re.match("了?$", right.strip(" \x02")))
            or re.search("断|欠|逾期|没还|未还|拖|差|落下|连续|漏", left[-8:])
            or re.match("(?:都|多|了|也|账单|的|钱|还款|全)*(?:没|未|逾期|还不|断|不还)", right)
        )
        and not re.search("分|还(?:了|过)|已还|第|剩|一共|总共", left[-4:])
    )


_TO_FULL = late("(?:就|才|便|可就)?(?:又)?(?:满|到|够|足)?(?:整整?)?$")
_SHORT_BY = late("(?:再(?:有|过|等)?|还?差|还有)(?:个)?$")


def short_by(heard: Heard, q: Quantity) -> tuple[Quantity, Quantity | None]:
    """再有十天就满三个月, 还差两天一个月: the round number less those days, and what was taken off."""
    if "差" not in heard.text and "再" not in heard.text and "还有" not in heard.text:
        return q, None
    before = [x for x in heard.quantities if x.end <= q.start and q.start - x.end <= 4 and x.kind == "days"]
    if not before or before[-1].value >= q.value or not _TO_FULL.fullmatch(heard.field, before[-1].end, q.start):
        return q, None
    less = before[-1]
    if not _SHORT_BY.search(heard.field[max(0, less.start - 4) : less.start]):
        return q, None
    return q._replace(value=q.value - less.value, low=q.low - less.high, high=q.high - less.low), less


def nth_day(heard: Heard, q: Quantity) -> bool:
    """第十八天: the day itself has not ended."""
    return q.kind == "ordinal" and heard.text[q.end : q.end + 1] == "天"


def denied(heard: Heard, q: Quantity) -> bool:
    """两周是没有的 names a stretch only to deny it."""
    return _DENIED_RIGHT.match(heard.around(q.start, q.end)[1]) is not None


def overdue_role(heard: Heard, q: Quantity, asked: bool) -> int:
    """2: said to be overdue; 1: could be; 0: not; -1: lies ahead."""
    left, right = heard.around(q.start, q.end)
    tail = left[-10:]
    if _FUTURE_RIGHT.match(right) and not re.search("[前头]$", left):
        return (
            0
            if re.match("(?:之?内|以内)", right) and "逾期" in tail
            else -1
            if not re.match("(?:之?后|以后).{0,4}(?:就|一直|再)?没", right)
            else 0
        )
    future = list(_FUTURE_LEFT.finditer(tail))
    if (
        future
        and not re.search("(?:逾期|没还|断|欠|拖|超|到期)[^,]{0,3}$", tail)
        and not re.search("(?:还有).{0,6}逾期$", tail)
    ):
        return -1
    if re.match("的话|行不行|行吗|可以吗", right) and re.search("(?:晚|拖|超|迟)$", left):
        return 0  # 晚八天的话会不会
    if _MAY_BE_LATE.search(left) or _IF_UNPAID.match(right):
        return 0
    if left.endswith("还差") and "到期" in heard.text:
        return -1
    if _KEPT_PAYING.search(left):
        return 0
    if asked and _OF_LENDER.search(left) and (not right or right[0] in "了没"):
        return 2
    if not asked and (after_a_sum(heard, q) or _told_alone(heard, q, left, right)):
        return 2
    if (
        _PERIOD_USE.match(right)
        or (q.value == 1 and _RATE_RIGHT.match(right))
        or re.search("每$|最后$|一(?:天|日)$", left)
    ):
        return 0
    if (
        q.noun == "天"
        and q.value == 1
        and re.match("(?:的)?(?:能|就|都|给我|跟我)*(?:打|来|接|响|收|[0-9几好])", right)
    ):
        return 0
    if re.search("(?:^|[^之以])[前头]$", left) and _OVERDUE_RIGHT.match(right + "没") and _DUE.match(right):
        return 2
    if "停" in tail and _something_else_stopped(heard, q, left, right, asked):
        return 0
    over = [h.end() for h in _OVERDUE_LEFT.finditer(tail)]
    other = [h.end() for h in _OTHER_LEFT.finditer(tail)]
    if over and re.search("工资|薪|工钱|货款|工程款", tail):
        return 0
    if over and (not other or over[-1] >= other[-1]):
        if re.search("(?:如果|要是|万一|假如|会不会|怕|以前|曾经?|之前|上次|每次)[^,]{0,6}$", left) and not asked:
            return 0
        return 2
    if _OVERDUE_RIGHT.match(right) and not re.search("失业|没工作|待业|住院|没班", tail):
        return 2
    if _AGO_OTHER.match(right) or other:
        return 0
    if re.match("(?:多|左右)?(?:之?前|以前)(?:就)?(?:该还|到期|逾期|没|开始|的)", right):
        return 2
    return 0 if _NOT_DONE.match(right) else 1


_STOPPED = late("停了?(?:快|快要|差不多|大概|有|整整|将近|都|已经)*$")
_WHAT_STOPPED = late(
    "(?:我们?|俺|自己|现在|目前|后来|这个?月|上个?月|全部?|已经|都|也|就|一直|又|给|被|早就|的|,|。|;|!|\\?| )*$"
)
_REPAYMENT = late(
    "(?:还款?|月供|网贷|贷款?|分期|\x02|账单|扣款|每期|平台|这家|那家|几家|那边|供|债|借款|欠的|钱|没还|逾期)$"
)
_OWES = late("\x02|欠|贷|还款|月供|逾期")
_STOPS_ELSEWHERE = late(
    "停(?:机|产|电|课|学|职|运|牌|航|水|薪|经|诊|药|供货)了?(?:快|快要|差不多|大概|有|整整|将近|都|已经)*$"
)


def _something_else_stopped(heard: Heard, q: Quantity, left: str, right: str, asked: bool) -> bool:
    """店停了半个月了, 停产半个月: no repayment stopped; without a thing that did, it is the debt only where one is spoken of."""
    if _STOPS_ELSEWHERE.search(left):
        return True
    hit = _STOPPED.search(left)
    if hit is None or _OVERDUE_RIGHT.match(right):
        return False
    clause = left[: hit.start()].rpartition(" ")[2].rpartition(",")[2]
    what = clause[: next(_WHAT_STOPPED.finditer(clause)).start()]
    if what:
        return _REPAYMENT.search(what) is None
    before = heard.field[max(0, q.start - 24) : q.start]
    return not asked and _OWES.search(before) is None


_TERMS = late("到手|砍头|期限|周期|到期|还款期")
_STILL_RUNS = late("还不上|下个?月|分期|想|能不能")
_LEAST_SUM = 500  # yuan, where no unit is said: 还呗5200 33天
_LONGEST_AFTER_A_SUM = 60  # days; 借呗三万 半年 and 微粒贷两万 12个月 are terms, not delays


def after_a_sum(heard: Heard, q: Quantity) -> bool:
    """省呗一万三 22天: a number of days and nothing more, right after a lender with its sum."""
    if q.noun != "天" and q.high > _LONGEST_AFTER_A_SUM:
        return False
    near = bisect_left(heard.quantities, q.start, key=_start_of)
    if not near or heard.field[q.end : q.end + 1] not in ("", " ", ",", "。", ";", "!", "?"):
        return False
    p = heard.quantities[near - 1]
    said = heard.field[p.end : q.start]
    counted = (p.kind == "money" or p.sized or p.value >= _LEAST_SUM) and heard.field[: p.start].rstrip(
        "的有欠还了差"
    ).endswith("\x02")
    next_clause = re.split("[ ,。;!?]+", heard.field[q.end :], maxsplit=2)[1:2]
    runs = any(_STILL_RUNS.search(clause) for clause in next_clause)  # 12个月, 下个月还不上了
    return counted and not said.strip(" ,") and not runs and not _TERMS.search(heard.text)


def _start_of(q: Quantity) -> int:
    return q.start


_BROKE_OFF = late("(?:又|还是|后来|就|也)(?:断|停|逾期|断供|没还上?|还不上)了?$")  # 还了4期又断了, 快一个月


def _told_alone(heard: Heard, q: Quantity, left: str, right: str) -> bool:
    """才两天 or 快一个半月了 as a clause of its own, after words about a late debt."""
    if not _BARE_CLAUSE.fullmatch(left) or not re.fullmatch("了?(?:吧|多了|的样子|左右)?", right.strip(" \x02")):
        return False
    first, _ = heard.clause(q.start)
    before = heard.field[max(0, first - 30) : first].rstrip(", ")
    said = re.split("[,。;!?]", before)[-1]
    if _BROKE_OFF.search(said):
        return True
    if not said or _OTHER_LEFT.search(re.sub("借(?!了)|打|催收?|贷|还(?!了|过)", "", said)):
        return False
    owes = bool(re.search("\x02[^,]*[万千百0-9]|欠", before)) and right.startswith("了")
    return owes or bool(re.search("逾期|断供|没还|还不上|到期", said))

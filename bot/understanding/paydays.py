"""One date for one question: the next money, a hearing, a receipt; towards the future or the past as the question needs."""

from __future__ import annotations

import datetime as dt
import re

from bot.understanding.dates import FUTURE, PAST, DateMention, add_months, middle
from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.readings import NOTHING, Candidate, Reading, Sure

BACKWARD = frozenset({"doc_received_date", "overdue_since", "received_date", "paid_date"})
_COMES = late(
    "发(?!现|生|烧)|到账|工资|进账|回款|结(?:账|款|算|钱)|打给|给我|入账|薪|下来|到手|拿到?钱?|货款|还我|转给|补贴|奖金|有钱|开支|开工资|领"
)
_NOT_IT = late(
    "还款|到期|逾期|账单|该还|扣款|最后一天|开庭|催|借的|欠|今天是|今天才?[0-9]|失业|没发|拖|上次|以前|原来|本来|之前|原定|说好"
)
_MOVED = late("改(?=[0-9])|(?:推迟|延后?|改|挪|拖|推|顺延|调整|变)(?:到|成|至)")
_AHEAD = late("(?:多|左右)?(?:之?后|以后|过后|之?内|以内)|就?(?:能|会|可以|要)?(?:发|到账|到|进账|结|有钱|开支)")
_AHEAD_LEFT = late("再(?:过|等)|过(?!了)|还(?:有|要|得|差|剩)|等(?!了)|大概|差不多|得|要|$")
_ARREARS = late("[压押拖欠扣]了?$")  # 压一个月工资
_AGO = late("(?:多|左右)?(?:之?前|以前)")
_NO_DATE = late(
    "没(?:有)?(?:准|谱|定|日子|固定|说|个准|收入|工作|钱进|着落|消息|通知)|不固定|不一定|看老板|遥遥无期|没戏|说不准|说不好|没头|没准(?:儿|的)?(?=$|[,。 ])|(?:干|做|跑|上)一天(?:给|结|算|拿)一天"
)


_PASSED = late("(?:过完|过了|忙完|等过)(?:这个?|了)?$")  # 过完这个周末, 星期一
_NAMELY = late("[,。 ]?(?:也就是|就是说|换句话说)(?!发|有)")


Made = tuple[dt.date, dt.date, dt.date, int, int]  # value, first, last, start, end


def _from_quantity(heard: Heard, q: Quantity, direction: int) -> Made | None:
    """三天后, 再过两周, 还有十天; a week ago when the question looks back."""
    left, right = heard.around(q.start, q.end)
    if direction == PAST:
        if not _AGO.match(right) and len(heard.text) > 8:
            return None
        days = [heard.today - dt.timedelta(days=int(min(n, 36500))) for n in (q.value, q.high, q.low)]
        return days[0], days[1], days[2], q.start, q.end
    if _ARREARS.search(left) or _AGO.match(right) or not (_AHEAD.match(right) or _AHEAD_LEFT.search(left[-4:])):
        return None
    if q.value > 3650:
        return None
    value = heard.today + dt.timedelta(days=int(q.value))
    if "月" in q.noun and not q.vague and q.value % 30 == 0:
        value = add_months(heard.today, int(q.value // 30))
    first = min(value, heard.today + dt.timedelta(days=int(q.low)))
    last = max(value, heard.today + dt.timedelta(days=int(q.high)))
    if re.match("(?:之|以)?内", right):
        first = heard.today
    return value, first, last, q.start, q.end


def _from_mention(heard: Heard, mention: DateMention, direction: int) -> Made | None:
    period = mention.resolve(direction)
    if period is None:
        return None
    said = heard.text[mention.start : mention.end]
    if direction == FUTURE and period[1] < heard.today:
        return None
    if direction == PAST and period[0] > heard.today:
        return None
    value = middle(period, heard.today, direction)
    if re.search("[底末尾]", said) and "周" not in said and "拜" not in said:
        value = period[1]
    if direction == FUTURE and mention.form == "days":
        value = max(period[0], heard.today)
    after = heard.text[mention.end : mention.end + 2]
    if after.startswith(("之前", "以前", "前")) and direction == FUTURE and value > heard.today:
        return value, heard.today, value, mention.start, mention.end
    return (
        value,
        max(period[0], heard.today) if direction == FUTURE else period[0],
        period[1],
        mention.start,
        mention.end,
    )


_SLASHED = late(
    "(?:就是|是|大概|应该)?(?P<m>1[0-2]|0?[1-9])[./-](?P<d>3[01]|[12][0-9]|0?[1-9])(?:吧|左右|发|到|的|那天)*"
)


def slashed(heard: Heard, direction: int) -> list[Made]:
    """12/8 or 12.8 as the whole answer to a question about a day."""
    hit = _SLASHED.fullmatch(heard.text.strip(" ,.。!"))
    if hit is None:
        return []
    for year in (heard.today.year, heard.today.year + direction):
        try:
            day = dt.date(year, int(hit.group("m")), int(hit.group("d")))
        except ValueError:
            continue
        if (direction == FUTURE and day >= heard.today) or (direction == PAST and day <= heard.today):
            return [(day, day, day, 0, len(heard.text))]
    return []


def _bare_days(heard: Heard, direction: int) -> list[Made]:
    """A bare number to a question about a day is a day of the month."""
    found: list[Made] = []
    for q in heard.quantities:
        if (
            q.kind == "bare"
            and isinstance(q.value, int)
            and 1 <= q.value <= 31
            and len(heard.text) <= 12
            and heard.text[q.end : q.end + 1] != "月"
        ):
            for shift in (0, 1) if direction == FUTURE else (0, -1):
                first = add_months(heard.today.replace(day=1), shift)
                try:
                    day = first.replace(day=q.value)
                except ValueError:
                    day = add_months(first, 1) - dt.timedelta(days=1)
                if (direction == FUTURE and day >= heard.today) or (direction == PAST and day <= heard.today):
                    found.append((day, day, day, q.start, q.end))
                    break
    return found


_LATE = late("逾期|没还|未还|还不上|断供|断了|拖欠|欠着")


def _told_late(heard: Heard, q: Quantity) -> bool:
    """逾期四个月了, told where any day is asked, is how late a debt is."""
    left, right = heard.around(q.start, q.end)
    return _LATE.search(left[-6:] + "|" + right[:6]) is not None


def read_date(heard: Heard, fact: str) -> Reading:
    """The date that the question asks for."""
    direction = PAST if fact in BACKWARD else FUTURE
    found: list[tuple[Made, int]] = []
    cut = heard.corrected_from()
    moved = list(_MOVED.finditer(heard.text))
    for mention in heard.dates:
        made = _from_mention(heard, mention, direction)
        if made is not None:
            found.append((made, _worth(heard, mention.start, mention.end, direction)))
    for q in heard.quantities:
        if q.kind == "days" and not _told_late(heard, q):
            made = _from_quantity(heard, q, direction)
            if made is not None:
                found.append((made, _worth(heard, q.start, q.end, direction) + (1 if direction == FUTURE else 0)))
    found = [f for f in found if not _PASSED.search(heard.text[: f[0][3]])] if len(found) > 1 else found
    for again in _NAMELY.finditer(heard.text):
        found = [f for f in found if f[0][3] >= again.start()] or found
    if not found:
        found = [(made, 0) for made in slashed(heard, direction) or _bare_days(heard, direction)]
    if cut:
        found = [f for f in found if f[0][3] >= cut] or found
    if moved:
        found = [f for f in found if f[0][3] >= moved[-1].start()] or found
    found = [f for f in found if not re.search("(?<!是)不是$", heard.text[: f[0][3]])] or found
    if not found:
        if heard.unknown() or _NO_DATE.search(heard.text):
            return Reading(unknown=True, rule="date.unknown")
        return NOTHING
    best = max(worth for _, worth in found)
    top = [made for made, worth in found if worth == best]
    return _reading(heard, top, len(found), fact)


def _reading(heard: Heard, top: list[Made], count: int, fact: str) -> Reading:
    if len(top) > 1:
        exact = [made for made in top if made[1] == made[2]]
        if exact and all(abs(a[3] - b[4]) <= 1 or abs(b[3] - a[4]) <= 1 for a in top for b in exact if a not in exact):
            top = exact
    value, first, last, start, end = min(top, key=lambda made: made[0]) if fact in ("", "payday_date") else top[0]
    if len({made[0] for made in top}) > 1 and fact not in ("", "payday_date"):
        return Reading(rivals=tuple(Candidate(m[0], heard.span(m[3], m[4])) for m in top[:3]), rule="date.rivals")
    sure = Sure.VAGUE if first != last else Sure.CHOSEN if count > 1 else Sure.EXACT
    return Reading(value=value, low=first, high=last, sure=sure, span=heard.span(start, end), rule="date")


def _worth(heard: Heard, start: int, end: int, direction: int) -> int:
    """How well the words around a day fit money that comes in."""
    first, last = heard.clause(start)
    before, after = heard.text[first:start][-10:], heard.text[end:last][:10]
    worth = 0
    if direction == FUTURE:
        if _COMES.search(after) or _COMES.search(before):
            worth += 2
        if _NOT_IT.search(before) or re.match(
            "(?:是)?(?:还款|到期|要还|该还|扣款|账单|就到期|没发|没到)|的?(?:工资)?(?:昨天|前天|今天|上周|刚刚)?(?:已经|都|刚)*发(?:过|完)?了",
            after,
        ):
            worth -= 3
        if heard.text[start:end] in ("今天", "今日") and heard.dates and len(heard.dates) > 1:
            worth -= 2
    elif re.search("收|寄|送|到|拿|签|接", before + after[:4]):
        worth += 2
    return worth

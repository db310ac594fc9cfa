"""Durations, and above all how long a debt is overdue: the longest delay, a date counted back, missed instalments, M-codes."""

from __future__ import annotations

import datetime as dt
import re

from bot.understanding.choosing import Found, one, rivals
from bot.understanding.dates import FUTURE, PAST, DateMention, middle
from bot.understanding.debtors import own_figures
from bot.understanding.digits import Number
from bot.understanding.heard import Heard
from bot.understanding.outdone import standing
from bot.understanding.patterns import late
from bot.understanding.paydays import slashed
from bot.understanding.quantity import Quantity
from bot.understanding.readings import NOTHING, Reading
from bot.understanding.roles import NEVER_OWED, role
from bot.understanding.stretches import after_a_sum, denied, missed, nth_day, overdue_role, short_by
from bot.understanding.voices import CLAIM, OWN, claims, only_heard, voice

_ONE_IS_LONGER = late("(?:[长久早]一?点|更[长久早]|最[长久早])的?(?:是|有|那[个笔家])?,?$")
_NOT_DUE = late(
    "(?<!有)(?:还)?(?:没有?|未|尚未|并没有?|暂时没有?)(?:真的)?逾期(?!通知|记录)|(?:还)?(?:没有?|未|不)到(?:还款)?(?:期|日子|时间|还款|账单|点|那天|截止)|没到还|不算逾期|还?没开始(?:逾期|欠)|还在(?:正常|按时)(?:还|期)|一直(?:正常|按时)还|目前正常|(?:快要?|马上要?|就要|即将|将要|眼看要?)(?:到期|逾期)(?![0-9一二两三四五六七八九十半几]|了?[0-9一二两三四五六七八九十半几]+[天个周年月])|还?没断过"
)
_DUE_LATER = late(
    "(?:才|要|就|该|是|到了?|得)*(?:到期|还款|还钱|要还|该还|才还|扣款|到日子|出账|账单日|交)(?!了还没|没|的|还没)"
)
_TODAY_DUE = late(
    "(?<![叫让要逼催]我)(?<![叫让要逼催])(?:今天|今日|今晚|今早|今儿)(?:(?:就|刚|刚好|正好|是|才|该|要)*(?:还款(?!困难)|逾期|第一天|开始)|[^,。;!?说打催]{0,8}?(?:到期|还款日|该还|要还|得还|必须还|最后(?:一天|期限)|扣款|到日子|截止|要扣))|第一天|头一天|刚(?:刚)?(?:才)?(?:到期|逾期)(?![0-9一二两三四五六七八九十半几]|不到|没)|刚过(?:还款日|期)|首日|当天"
)
_COMING = late(
    "(?:明天|明儿|明日|后天|大后天|下周[一二三四五六日天]?|下个?月(?:初|底|中|[0-9一二三四五六七八九十]+号)?|过(?:几|两|三)天|[0-9一二两三四五六七八九十几]+天(?:之?后|以后))"
    "[^,。;!?说打催]{0,8}?(?:到期|还款日|要还|该还|得还|扣款|要扣|是还款|到日子)(?!了|没)"
)
_STILL_AHEAD = late("(?:要还|到期|还款|该还|扣款)[^。!?]{0,16}(?:还有|还剩|剩)(?:[0-9一二两三四五六七八九十几]+)天")
_MCODE = late("(?<![a-z0-9])m ?([1-9])(?![0-9])(?:\\+)?")
_DATE_OTHER = late(
    "工资|发薪|开庭|传票|收到|借的|借了|贷的|被裁|失业|辞职|裁|入职|结婚|住院|出生|上班|打电话|打来|来电|说要|起诉|寄|上门|协商|还清|结清|离职|下款|发了|买的|还了|还过|一天|一整天|(?:就|都|被|又)*(?:接了|打了|接到)|(?:那(?:个)?人|他们?|催收|客服|对方|平台|有人)[^,。;]{0,4}(?:说|讲|打|来|发)"
)


BESIDE_A_SUM = "beside a sum"  # 省呗一万三 22天: nobody said what the days are
ROUGH = 14  # days between the bounds of a named day; wider is a month or a year, and no count of days
_NOT_YET = late("[,。 ]?(?:现在|今天|目前|都|也|这)*(?:(?:还|都)?(?:没|不)到(?!账|手|货)|才(?=[0-9一二三]))")


def _overdue_dates(heard: Heard, asked: bool) -> list[Found]:
    """Delays counted back from days that are named, 0 for a due day that lies ahead."""
    found: list[Found] = []
    for mention in heard.dates:
        first, last = heard.clause(mention.start)
        before, after = heard.field[first : mention.start], heard.field[mention.end : last]
        made = _from_date(heard, mention, before, after, asked)
        if made is not None:
            found.append(made)
    return found


_TODAY_IS = late("[^,。;]{0,6}[,。 ]?(?:今天|今儿)(?:才|是)?(?P<day>[0-9]{1,2})(?![0-9天个家万千.])")


def _today_is(heard: Heard, at: int) -> int:
    """28号到期, 今天21: the day of the month that the person says it is; 0 when none is said."""
    hit = _TODAY_IS.match(heard.text, at)
    return int(hit.group("day")) if hit else 0


_OF_LAST_MONTH = late(
    "上个?月的?(?:发薪日?|工资日|发工资|还款日?|到期日?|扣款日?|账单日?|应还|该还|那期|那天)[^,。;!?0-9]{0,5}[, ]?[^,。;!?0-9]{0,6}$"
)
_NOT_PAID = late("(?:号|日|那天|的时候|就|都|也)*(?:没(?!发)|未|扣(?:款)?(?:没|失败|不)|还不|断|逾期|开始)")


def _last_month_s(heard: Heard, mention: DateMention) -> Found | None:
    """上个月发薪日也就是15号没扣成: the fifteenth of last month, though other words stand between."""
    if mention.form != "day" or "上" not in heard.text or not _NOT_PAID.match(heard.text, mention.end):
        return None
    period, first = mention.resolve(PAST), heard.today.replace(day=1)
    if period is None or _OF_LAST_MONTH.search(heard.text[max(0, mention.start - 24) : mention.start]) is None:
        return None
    last = first - dt.timedelta(days=1)
    late_by = (heard.today - last.replace(day=min(period[0].day, last.day))).days
    return Found(late_by, late_by, late_by, mention.start, mention.end)


def _from_date(heard: Heard, mention: DateMention, before: str, after: str, asked: bool) -> Found | None:
    made = _last_month_s(heard, mention)
    if made is not None:
        return made
    text = heard.text[mention.start : mention.end]
    if re.fullmatch("上个?月的?", text) and any(_last_month_s(heard, day) for day in heard.dates):
        return None  # 上个月到期日20号就没还: the day is told
    if re.match(
        "(?:一天|一整天|一上午|一晚上)?(?:就|都|被|又|我)*(?:接了?|打了?|响了?|收到?)(?:到)?[0-9一二三四五六七八九十几好]",
        after,
    ):
        return None
    after = after.lstrip("\x02").removeprefix("的") if after.startswith("\x02") else after
    if re.match("开始[^,]{0,2}(?:工资|收入|没活|失业|没班|降薪|待岗)|(?:就)?逾期过|逾期了?一[次回]", after):
        return None
    if re.search("账单日(?:是|在|为|每个?月)*$", before) and "还款日" in heard.text:
        return None
    if re.fullmatch("这个?月的?", text) and any(d is not mention and d.form == "day" for d in heard.dates):
        return None
    period = mention.resolve(PAST)
    due = re.match(
        "(?:号|的|左右|就|才|那天|当天|刚好?|第一次|头一[次回]|首次)*(?:过(?:了)?(?:还款日|期)|到期|该还|应还|还款日?|扣款|最后|没还|未还|逾期|断|开始|起|还不|就没|以后没|之后没|后就?没|后没|到现在|至今|没)",
        after,
    )
    said_before = re.search(
        "(?:从|自|打|到期(?:日|是)?|还款日(?:是)?|账单日?(?:是)?|逾期(?:是)?|该还(?:的)?|应还|最后还款日?(?:是)?|断(?:在|供)?)(?:了|是|在|从)*$",
        before,
    )
    if _DATE_OTHER.search(before[-8:]) or (_DATE_OTHER.match(after.lstrip("就才的号")) and not due):
        return None
    ahead = mention.resolve(FUTURE)
    if said_before and ahead is not None and _NOT_YET.match(heard.text[mention.end : mention.end + 12]):
        return Found(0, 0, 0, mention.start, mention.end)
    if due and ahead is not None and _today_is(heard, mention.end) in range(1, ahead[0].day):
        return Found(0, 0, 0, mention.start, mention.end)
    waits = re.match("(?:号|日)?(?:才|要|就要|得|该)+(?:到期|还款|还(?!没)|扣)(?!了)", after) and not re.search(
        "没还|逾期", after
    )
    coming = ahead is not None and (
        (bool(waits and ahead[1] >= heard.today) and not text.startswith(("上", "昨", "前", "大前", "大上")))
        or period is None
        or period[0] > heard.today
        or text.startswith(("明", "后", "下", "大后"))
    )
    if coming:
        late = ("没到" in before or "还没" in before or _DUE_LATER.match(after) or said_before) or (
            asked and re.search("才|要|到", after[:3])
        )
        return Found(0, 0, 0, mention.start, mention.end) if late else None
    if period is None or (not asked and not due and not said_before):
        return None
    if mention.form == "word" and text[0] in "今当":
        return Found(0, 0, 1, mention.start, mention.end) if (due or said_before) and "借" not in after[:4] else None
    if mention.form in ("word",) and not (due or said_before) and len(heard.text) > 6 and not asked:
        return None
    if mention.form == "year" and not (due or said_before):
        return None
    if mention.form == "feast" and text.endswith("后") and due:
        period = (period[0] - dt.timedelta(days=1), period[0])
    high, low = (heard.today - period[0]).days, (heard.today - min(period[1], heard.today)).days
    value = (heard.today - middle(period, heard.today, PAST)).days
    if value < 0:
        return None
    return Found(value, low, high, mention.start, mention.end)


LONGEST = 20 * 365  # days; 92年的 is a year of birth


def _as_claimed(heard: Heard, q: Quantity) -> Quantity:
    """说我90多天了, 其实才67: a bare figure that answers a claimed stretch counts days as well."""
    if q.kind != "bare" or q.sized or q.value > LONGEST or not claims(heard) or voice(heard, q.start) != OWN:
        return q
    claimed = any(x.kind == "days" and x.end <= q.start and voice(heard, x.start) == CLAIM for x in heard.quantities)
    alone = not heard.around(q.start, q.end)[1].strip("了吧的,。 ")
    return q._replace(kind="days", noun="天") if claimed and alone else q


_PIECES = frozenset("份张句遍页封")  # 打印一份 counts no days
_ULTIMATUM = late(
    "(?:之?内|以内)?(?:再)?(?:不|没)还"
)  # 三天内不还款: what somebody demands says nothing of the due day
_PAID_OUT = late("到手|到账|打进来|砍头|实际(?:到|打|给|拿)")  # the days of a loan that is described, not of a delay


def _standing_days(heard: Heard, asked: bool) -> tuple[list[Quantity], bool]:
    """The stretches that stand, and whether one of them answers a claimed delay (说我逾期九十天, 我才四十天)."""
    said = [_as_claimed(heard, q) for q in heard.quantities if q.kind in ("days", "bare") or nth_day(heard, q)]
    said = [q for q in said if q.kind != "bare" and not denied(heard, q)]
    days = own_figures(heard, standing(heard, said))
    contested = any(only_heard(heard, q) or overdue_role(heard, q, asked) == 2 for q in said if q not in days)
    taken_off = [short_by(heard, q)[1] for q in days]
    return [q for q in days if q not in taken_off], contested


def _with_dates(found: list[tuple[Found, str]], dated: list[tuple[Found, str]]) -> list[tuple[Found, str]]:
    """「逾期5天，这个月没收入」: what was said in days is no month; 三期没还, 最早9月8号: a named day is finer than instalments."""
    if any(rule in ("days", BESIDE_A_SUM) for _, rule in found):
        dated = [(made, rule) for made, rule in dated if made.high - made.low <= ROUGH]
    named = [made.value for made, _ in dated if made.low == made.high]
    finer = [f for f in found if f[1] != "instalments" or not any(f[0].low <= day <= f[0].high for day in named)]
    return finer + dated


def overdue(heard: Heard, asked: bool) -> Reading:
    """Days overdue: of everything that is said, the longest delay of a debt."""
    text = heard.text
    cut = heard.corrected_from()
    found: list[tuple[Found, str]] = []
    weak: list[tuple[Found, str]] = []
    ahead = False
    days, contested = _standing_days(heard, asked)
    for each in heard.quantities:
        q = _as_claimed(heard, each)
        if q.kind == "days" and (q not in days or q.value > LONGEST):
            continue
        left, right = heard.around(q.start, q.end)
        if q.kind == "days":
            worth = overdue_role(heard, q, asked)
            worth = 2 if worth == 1 and contested and voice(heard, q.start) == OWN else worth
            ahead = ahead or (
                worth == -1
                and not (not asked and _PAID_OUT.search(text))
                and not _ULTIMATUM.match(right)
                and bool(
                    _DUE_LATER.search(right)
                    or "到期" in left
                    or "还款" in left
                    or re.match("(?:就|才|要)*到(?!手|账|卡)", right)
                    or re.search("\x02(?:那边|那个)?还[有剩]$", left)
                )
            )
            short, _ = short_by(heard, q)
            made = Found(short.value, short.low, short.high, q.start, q.end)
            if re.search(
                "(?<!是)不是(?:(?:他们?|她|催收|平台|客服|对方|人家|短信|系统)(?:上|里)?(?:说|讲|报|写|催|显示)的)?$",
                left,
            ):
                continue
            if worth == 2 or (worth == 1 and asked and _ONE_IS_LONGER.search(left)):
                found.append((made, "days" if asked or not after_a_sum(heard, q) else BESIDE_A_SUM))
            elif worth == 1 and asked:
                weak.append((made, "days"))
        elif nth_day(heard, q) and q in days and (asked or "逾期" in left):
            found.append((Found(q.value, max(q.value - 1, 0), q.value, q.start, q.end), "nth day"))
        elif (missed(q, left, right) or (asked and q.kind == "instalments" and len(text) <= 6)) and q.value >= 1:
            first = int(30 * (q.low - 1))
            found.append((Found(max(first + 15, 1), max(first, 1), int(30 * q.high), q.start, q.end), "instalments"))
        elif q.kind == "bare" and (
            re.search("今年|年龄|年纪|岁数|欠|电话", text[max(0, q.start - 6) : q.start])
            or text[q.end : q.end + 1] in _PIECES
            or role(heard, q)[0] in NEVER_OWED
        ):
            continue
        elif (
            asked
            and q.kind == "bare"
            and not q.sized
            and q.value <= 2000
            and (len(text) <= 10 or re.search("逾期|大概|差不多|有", left[-6:]) or (days and 0 < cut <= q.start))
        ) or (asked and q.kind == "bare" and q.value <= 3000 and (len(text) <= 8 or re.search("逾期(?:了)?$", left))):
            written = slashed(heard, PAST) if q.value != int(q.value) else []  # 10.8 is a day of October
            late_by: list[Number] = [(heard.today - made[0]).days for made in written] or [q.value]
            bounds = (late_by[0], late_by[0]) if written else (q.low, q.high)
            weak.append((Found(late_by[0], *bounds, q.start, q.end), "bare"))
    for hit in _MCODE.finditer(text):
        code = int(hit.group(1))
        found.append((Found(30 * code - 15, 30 * (code - 1) + 1, 30 * code, hit.start(), hit.end()), "m-code"))
    dated = [(made, "date") for made in _overdue_dates(heard, asked)]
    if not found and not dated:
        found = weak
    found = _with_dates(found, dated)
    if cut:
        later = [f for f in found if f[0].start >= cut] or [f for f in weak if f[0].start >= cut]
        found = later or found
    found = _special(heard, found, asked, ahead)
    if found:
        longest = max(found, key=lambda f: (f[0].value, f[0].high))
        return one(heard, longest[0], f"overdue.{longest[1]}", chosen=len(found) > 1 or longest[1] == BESIDE_A_SUM)
    if asked and heard.unknown():
        return Reading(unknown=True, rule="overdue.unknown")
    return NOTHING


def _special(heard: Heard, found: list[tuple[Found, str]], asked: bool, ahead: bool) -> list[tuple[Found, str]]:
    """Not due yet, due today, the first day: zero, unless another debt is late."""
    text = heard.text
    if (
        asked
        and found
        and all(rule == "date" for _, rule in found)
        and re.search("(?:^|,)(?:还|我|暂时|目前|现在)*没(?:有)?逾期", text)
    ):
        found = []
    longest = max((f[0].value for f in found), default=-1)
    if longest > 1:
        return found
    today = _TODAY_DUE.search(text)
    if today:
        return [*found, (Found(0, 0, 1, today.start(), today.end()), "first day")]
    hit = _NOT_DUE.search(text)
    if hit and not re.search("(?:如果|要是|幸好|以前|之前)[^,]{0,4}$", text[: hit.start()]):
        return [*found, (Found(0, 0, 0, hit.start(), hit.end()), "not due")]
    coming = _COMING.search(text) or _STILL_AHEAD.search(text)
    if coming and not asked and _PAID_OUT.search(text):
        return found
    if coming and not found and "逾期" not in text[: coming.start()]:
        return [(Found(0, 0, 0, coming.start(), coming.end()), "not due")]
    if ahead and not found:
        return [(Found(0, 0, 0, 0, len(text)), "not due")]
    if (
        asked
        and not found
        and re.fullmatch(
            "(?:刚|刚刚|才刚)(?:开始|逾期)?(?:的|了|呢)?|(?:就是?|是)?今[天儿日](?:的|呀|啊)?|刚逾",
            text.strip(" .。!,"),
        )
    ):
        return [(Found(0, 0, 1, 0, len(text)), "first day")]
    return found


_NOT_ONE = late("(?:都|也)(?:没|不|撑不|过不|熬不|拖不|等不)")


def read_days(heard: Heard, fact: str) -> Reading:
    """A duration for any question in days."""
    if fact == "overdue_days":
        return overdue(heard, asked=True)
    days = [q for q in heard.quantities if q.kind == "days"]
    if not days:
        bare = [q for q in heard.quantities if q.kind == "bare" and q.value <= 3650]
        days = bare if len(bare) == 1 else []
    cut = heard.corrected_from()
    days = [q for q in days if q.start >= cut] or days
    if len(days) == 1 and days[0].value == 1 and _NOT_ONE.match(heard.around(days[0].start, days[0].end)[1]):
        return one(heard, Found(0, 0, 0, days[0].start, days[0].end), "days.not one")
    if len(days) == 1:
        return one(heard, days[0], "days.only")
    if not days:
        for mention in heard.dates:
            ahead = mention.resolve(FUTURE)
            if ahead is not None and heard.text[: mention.start].endswith("到"):  # 撑到月底
                until = [int((day - heard.today).days) for day in (middle(ahead, heard.today, FUTURE), *ahead)]
                return one(heard, Found(until[0], max(until[1], 0), until[2], mention.start, mention.end), "days.until")
    if days:
        return rivals(heard, days, "days.rivals")
    return Reading(unknown=True, rule="days.unknown") if heard.unknown() else NOTHING


def since(reading: Reading, today: dt.date) -> dt.date | None:
    """The day on which a delay began."""
    return today - dt.timedelta(days=int(reading.value)) if isinstance(reading.value, int) else None

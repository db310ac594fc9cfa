"""Everything that a free message says, and the one priority that it asks for; conservative, since every message is heard."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from bot.understanding.children import child_in
from bot.understanding.counts import lenders
from bot.understanding.crisis import read_danger
from bot.understanding.dates import FUTURE, PAST, DateMention, middle
from bot.understanding.debtors import ANY_KIN, debtor
from bot.understanding.durations import overdue
from bot.understanding.heard import Heard
from bot.understanding.lexicon import as_reading, events_in, reasons_in, second_overdue, temptations_in
from bot.understanding.loans import loan
from bot.understanding.money import heard_amount, heard_role
from bot.understanding.others import clock
from bot.understanding.owed import Name
from bot.understanding.papers import apart, papers_in
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity
from bot.understanding.rates import rate
from bot.understanding.readings import NOTHING, Danger, Opening, PaperTold, Reading, Sure
from bot.understanding.secrets import secrets_in
from bot.understanding.spoken import all_said

_COURT = frozenset({"summons", "court_mediation", "payment_order", "arbitration", "judgment_enforcement"})
_SCAM = frozenset({"credit_repair", "anti_collection", "private_transfer", "upfront_fee", "sell_card"})
_AGENT = frozenset(
    {"credit_repair", "anti_collection", "upfront_fee"}
)  # who wants a fee and papers is met as what he is
_HARASS = frozenset(
    {"call_flood", "night_calls", "contacts_harassed", "workplace_contact", "abuse_threat", "privacy_leak", "home_visit",
     "home_visit_threat", "fake_authority", "criminal_threat", "violence"}
)  # fmt: skip
_PAY = late(
    "发(?:工资|薪|钱|$|[,。]|下来|奖金|[^,。收]{0,8}(?:金|款|补贴|补助|工钱))|工资|到账|发薪|回款|开(?:支|工资)|结(?:账|款|算|钱)|打给我|奖金|有钱|进账|补贴|货款|工程款|还我|才发|再发|退税|年终|工钱|薪水|薪资|结单|领(?:钱|到|薪)|(?<!让我)(?<!叫我)(?<!给他)打款(?!给他)|打卡|(?:结|付|打|给)(?:给)?(?:我)?一(?:部分|半)|(?<!平台)给我结"
)
_PAY_NOT = late("(?:推迟|延迟|延期|缓|晚)(?:再|才)?发|没发|没到|拖|欠|上个?月|上次|断|以前|之前")
_HEARING = late(
    "开庭|庭审|应诉|出庭|调解|到庭|听证|审理|(?:让|叫|通知|要求)我?[^,。;收]{0,6}[去到][^,。;收]{0,4}法[院庭]|第[0-9一二三四五六七八九十]+(?:审判)?法?庭"
)
_PAPER = late("传票|起诉(?:状|书)|法院|支付令|判决|通知书|仲裁|文书|执行|裁定|应诉|专递|ems|调解")
_BESIDE = late("还有|另外|另有|外加|此外")
_HAS_IT = late(
    "(?:收到|拿到|签收|寄到|送到)(?:它|这张|这个|传票|支付令|判决书?|裁定书?|起诉[状书]|文书|法院的?[^,。]{0,3})?(?:已经?|都|有|快)*$"
)  # 支付令收到五天了
_GOT = late(
    "收到|收的|寄(?:来|到)|代签|签的|送(?:来|达|到)|代收|到手(?!机)|拿到|签收|接到|到的|来的|发(?:来|给)|邮(?:来|寄)|取(?:了|到|回)|[拿取]快递|拆开|到了(?!期)"
)


def facts_in(heard: Heard) -> dict[str, Reading]:
    """Every slot of the vocabulary that the text states."""
    facts: dict[str, Reading] = {}
    events, reasons, temptations = events_in(heard), reasons_in(heard), temptations_in(heard)
    for slug, spans in (("events", events), ("reasons", reasons), ("temptations", temptations)):
        made = as_reading(heard, spans, slug)
        if made is not None:
            facts[slug] = made
    secret = secrets_in(heard)
    if secret is not None and not (
        secret[0] == "papers_asked" and (temptations.keys() & _AGENT or _sent_round(events, secret[1:]))
    ):
        slug, start, end = secret
        facts["secrets"] = Reading(value=(slug,), span=heard.span(start, end), rule="secrets")
    child = child_in(heard)
    if child is not None:
        slug, start, end = child
        facts["children"] = Reading(value=(slug,), span=heard.span(start, end), rule="children")
    if "night_calls" in events:
        rung = clock(heard)
        if rung.value is not None and rung.sure is Sure.EXACT and heard.text.count("点") == 1:
            facts["call_time"] = rung
    live = _platforms(heard)
    if live is not None:
        facts["platforms"] = live
    if ANY_KIN.search(heard.text) and (whose := debtor(heard)) is not None:
        facts["debtor"] = whose
    if second_overdue(heard):
        facts["second_overdue"] = Reading(value=True, rule="second_overdue")
    if heard.quantities or heard.dates or "逾期" in heard.text or "到期" in heard.text:
        facts.update(_numbers(heard, events.keys() | set()))
    return facts


def _sent_round(events: dict[str, tuple[int, int]], at: tuple[int, int]) -> bool:
    """发我身份证给她看: the papers that are told of were sent to others, nobody asks for them."""
    leaked = events.get("privacy_leak")
    return leaked is not None and leaked[0] < at[1] and at[0] < leaked[1]


def _platforms(heard: Heard) -> Reading | None:
    names = [n for n in heard.names if n.live and n.lender and not _somebody_else(heard, n)]
    if not names:
        return None
    return Reading(value=all_said(names, heard.text), span=heard.span(names[0].start, names[-1].end), rule="platforms")


def _somebody_else(heard: Heard, name: Name) -> bool:
    before = re.split("[,。;!?\n]", heard.text[: name.start])[-1]
    return (
        bool(
            re.search(
                "(?:听说|据说|群里|网友|别人|推荐|有人|想(?:再)?(?:去)?(?:借|下|申请|开)|再(?:去)?(?:借|下|开)|要不要(?:借|下|开|再))[^,把]{0,5}$",
                before,
            )
        )
        and "欠" not in before
        and not re.search("(?:还|平|补|填|清)(?:上|掉)?$", before)
    )


def _numbers(heard: Heard, events: set[str]) -> dict[str, Reading]:
    facts: dict[str, Reading] = {}
    delay = overdue(heard, asked=False)
    if delay.value is not None:
        facts["overdue_days"] = delay
    described = loan(heard) if heard.quantities else {}
    facts.update(described)
    if heard.quantities:
        amount = heard_amount(heard)
        if (
            amount.found
            and not (described.get("principal") and amount.value == described["principal"].value)
            and not _same(amount, described)
        ):
            facts["amount"] = amount
        count = lenders(heard, asked=False)
        if count.value is not None and not (
            isinstance(count.value, int) and count.value == 1 and not _one_lender(heard)
        ):
            facts["platforms_count"] = count
            if "amount" in facts and _beside(heard, facts["amount"], count):
                facts["amount"] = facts["amount"]._replace(sure=Sure.CHOSEN, rule="amount.beside")
        for fact in ("monthly_income", "affordable_monthly"):
            made = heard_role(heard, fact)
            if made.value is not None:
                facts[fact] = made
        yearly = rate(heard, asked=False)
        if yearly.value is not None:
            facts["rate_annual_pct"] = yearly
    facts.update(_days(heard, events))
    return facts


def _beside(heard: Heard, amount: Reading, count: Reading) -> bool:
    """信用卡欠了3万，还有三个网贷: the sum is of one, the three stand beside it."""
    if amount.span is None or count.span is None:
        return False
    (_, end), (start, _) = sorted((amount.span, count.span))
    return bool(_BESIDE.search(heard.raw[end:start]))


def _same(amount: Reading, described: dict[str, Reading]) -> bool:
    return any(r.span == amount.span for r in described.values())


def _one_lender(heard: Heard) -> bool:
    return bool(re.search("(?:就|只有?|只欠|剩)(?:下|了|这)?(?:一|1)家", heard.text))


_UNPAID_BY = late(
    "(?:之前|以前|前)?(?:再)?(?:不|没)还[^,。]{0,4}就"
)  # 25日前不还就开庭 threatens, and names no day of a hearing


def _days(heard: Heard, events: set[str]) -> dict[str, Reading]:
    """Payday, hearing and receipt, each near its own words."""
    facts: dict[str, Reading] = {}
    for mention in heard.dates:
        first, last = heard.clause(mention.start)
        before, after = heard.text[first : mention.start], heard.text[mention.end : last]
        near = before[-12:] + "|" + after[:12]
        if _UNPAID_BY.match(after):
            continue
        if _HEARING.search(near) or _HEARING.search(heard.text[last : last + 8] if not after.strip() else ""):
            _put(facts, "hearing_date", heard, mention, FUTURE)
        elif _GOT.search(near) and (_PAPER.search(before + after) or events & _COURT or _PAPER.search(heard.text)):
            _put(facts, "doc_received_date", heard, mention, PAST)
        elif _is_payday(before, after):
            _put(facts, "payday_date", heard, mention, FUTURE)
    for q in heard.quantities:
        if q.kind == "days":
            _from_stretch(heard, q, facts, events)
    return facts


def _is_payday(before: str, after: str) -> bool:
    """Money comes in on the day between these words."""
    near = before[-12:] + "|" + after[:12]
    said = _PAY.search(after[:10]) or (_PAY.search(before[-10:]) and not re.match("(?:到期|还款|逾期|被)", after))
    moved = re.search("(?:拖|推|延|推迟|延迟|晚)到$", before)  # 拖到29号才发: that day it comes
    late = _PAY_NOT.search(after[:6]) or (not moved and _PAY_NOT.search(before[-6:]))
    return bool(said) and not late and not re.search("到期|还款|该还|账单|扣", near)


def _from_stretch(heard: Heard, q: Quantity, facts: dict[str, Reading], events: set[str]) -> None:
    left, right = heard.around(q.start, q.end)
    ahead = re.match("(?:多)?(?:之?后|以后|后才?|才|就|内)", right) or re.search(
        "(?:还有|再过|再等|过|还要|还得|得等|等)$", left
    )
    if ahead and q.value <= 366:
        day = heard.today + dt.timedelta(days=int(q.value))
        made = Reading(
            value=day,
            sure=Sure.EXACT if not q.vague else Sure.VAGUE,
            span=heard.span(q.start, q.end),
            rule="days ahead",
        )
        if _HEARING.search(right[:8]) or _HEARING.search(left[-8:]):
            facts.setdefault("hearing_date", made)
        elif (_PAY.search(right[:10]) or _PAY.search(left[-10:])) and not re.search("没发|到期", right[:8]):
            facts.setdefault("payday_date", made)
    elif (
        (re.match("(?:多)?(?:之?前|以前)", right) or (re.match("了", right) and _HAS_IT.search(left)))
        and (_GOT.search(left[-8:] + right[:8]))
        and (events & _COURT or _PAPER.search(heard.text))
    ):
        day = heard.today - dt.timedelta(days=int(min(q.value, 3650)))
        facts.setdefault("doc_received_date", Reading(value=day, span=heard.span(q.start, q.end), rule="days ago"))


def _put(facts: dict[str, Reading], slot: str, heard: Heard, mention: DateMention, direction: int) -> None:
    period = mention.resolve(direction)
    if period is None or slot in facts:
        return
    if (direction == FUTURE and period[1] < heard.today) or (direction == PAST and period[0] > heard.today):
        return
    said = heard.text[mention.start : mention.end]
    value = period[1] if re.search("[底末尾]", said) and direction == FUTURE else middle(period, heard.today, direction)
    sure = Sure.EXACT if period[0] == period[1] else Sure.VAGUE
    facts[slot] = Reading(
        value=value, low=period[0], high=period[1], sure=sure, span=heard.span(mention.start, mention.end), rule=slot
    )


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return {
        "scam": re.compile("(?:要|发|给|报)(?:我|他|了)?(?:的)?(?:验证码|短信码|身份证(?:正反面|照片|号)|银行卡(?:号|密码|照片)|人脸)|屏幕共享|共享屏幕|刷脸|远程(?:操作|控制)|(?:中介|机构|老师)(?:[^,。]{0,10})(?:收|要|交)|是不是骗|靠谱[吗不么]|靠不靠谱|该不该信|能信吗|(?:内部|特殊)(?:渠道|关系)|包过|再(?:交|转|打)[^,。;]{0,6}(?:才|就)?能[^,。;]{0,5}(?:拿回|提现|解冻|退)|验证码(?:[^,。]{0,3})(?:念|报|发|告诉|给)(?:给)?(?:他|她|对方|客服|了)"),
        "unable": re.compile(
            "(?:实在|根本|完全|真的?|确实|肯定|永远|这辈子|一辈子|短期内?|几年内?|彻底|怎么(?:都|也)|一分(?:钱)?(?:都|也)?)(?:[^,。;!?]{0,8})(?:还不(?:上|了|起|清|完)|拿不出|没(?:有)?能力|没法还|没钱还|无力|还不出)|没(?:有)?(?:任何|一点|什么)?(?:偿还|还款|偿债)?能力(?:还|偿|了|,|。|$)|无力(?:偿还|还款|承担|归还)|(?:没(?:有|得)?(?:任何|一点|了|啥|什么)?|一点)(?:(?:收入|经济|生活)来源|进项|来路|进账)(?:都|也)?(?:没|无)?|丧失劳动|没(?:有)?劳动能力|失能|看不到(?:头|希望|尽头)|(?:吃)?低保|残疾|瘫|破产|(?:几|十|好几)年(?:都|也)?还不(?:完|清)|还不起(?:了|,|。|$)|一分(?:钱)?(?:都|也)?(?:没(?!动|还)|拿不)|没有?(?:任何)?收入(?:,|。|$|了)|收入(?:都|也)?没得|(?:真|实在|确实)(?:的)?没(?:有)?能力|(?:吃饭|生活)都(?:成问题|困难|难)|(?:以后|往后|将来|今后|(?:最近|这|近|未来)?(?:几|一两|两|三|两三)年(?:之?内)?)(?:都|也|根本)*(?:不可能|没可能|没法|没指望|看不到|不会有)|看不到[^,。]{0,3}(?:还|头|希望|出路)|揭不开锅|拿(?:啥|什么)还(?=$|[,。])|下辈子(?:也|都)?还不|连(?:房租|吃饭|饭|菜)[^,。]{0,3}(?:不够|成问题|吃不|买不起)|(?:干|做)不了活|不(?:能|让|可以)干活|没法干活|没干过活|晚期|还(?:一|几)辈子|没(?:有)?(?:退休金|养老金)|靠(?:他|她|我?[爸妈]|老人|父母|老公|老婆|儿女)?(?:的)?(?:那点)?(?:退休金|低保|种地)|没(?:有)?(?:单位|公司|厂|人|哪家)(?:肯|愿意?)?(?:要|用)(?=我|[,。 ]|$)|家里?能卖的|癌|尿毒症"
        ),
        "cost": re.compile(
            "(?:利息|利率|年化|费用|手续费|服务费|担保费|会员费|罚息|违约金|滞纳金|保险费?|综合)(?:[^。;!?]{0,14})(?:高|合法|合理|合规|正常|对吗|怎么算|超|违法|过|太|多少|黑|离谱|吗|能不能|可以(?:不|退)|退|要不要|该不该|算)|高利贷|砍头息?|超过(?:24|36|百分之)|(?:24|36)%|合法吗|到底(?:该)?(?:欠|要还|该还)|多(?:收|扣)|多出来?(?:这|的|了)?[^,。;]{0,6}(?:合理|哪来|怎么算|对吗|凭什么)|(?:能|怎么|可以|要求|给)(?:不能)?退(?!学|休|伍)|退(?:回|给我|钱)|(?:乱|瞎)扣|差在哪|(?:要|查|看)明细|没开(?:过|通)|(?:日息|月息|年化|利率)[^。]{0,10}(?:多少|不?高)|退(?:息|费)|算(?:算|一下|高)|越还越多|(?<!只)(?<!先)还(?:了)?(?:[^,。]{0,8})(?:本金|还是欠|还欠这么)|算(?:不算|是不是|得对|错)|乱扣费|乱收费|(?:要|还|又|再)收[^,。]{0,8}(?:手续费|服务费|违约金|会员费)|利滚利|irr|年利率|(?:高不高|贵不贵|合不合法|高吗|划算)"
        ),
        "bargain": re.compile("(?:我)?(?:要|想|能分|分成?)[^,。]{0,2}[0-9一二三四五六七八九十]+期|只还本金|怎么谈|协商|分期|延期|宽限|减免|怎么(?:跟|和|谈|说|开口)|开口|话术|能(?:不能)?(?:谈|缓|晚|少)|可以(?:谈|缓|晚)|商量|每个?月(?:最多)?(?:能|可以)|还一部分|先还(?:一)?(?:点|部分)|缓(?:缓|一|几)|展期|停息"),
        "calm": re.compile("(?:昨晚|昨天|凌晨|今早|今天|刚才?|刚刚)(?:自动)?扣款(?:没成功|没扣(?:成|上)|失败)|现在(?:补上|还上|存进去)|昨天(?:才|刚)?过(?:了)?(?:还款日|期)|(?:贷|呗|花|条|金融|卡|乐|罐)还有(?:几|[一二两三四五六七1-7])天(?:到期)?(?=[, ,。]|$)|第一天|刚逾期|今天(?:到期|逾期|还款|是还款)|明天(?:到期|还款|要还|就要)|还没(?:到期|逾期)|快到期|要逾期|第一次逾期|即将|马上(?:到期|就?要?逾期)|后天(?:到期|还款|要还)|(?:下周|过几天|月底)(?:[^,。]{0,4})(?:到期|还款日|要还)|差一天|晚一天|晚(?:几|[一两二三]|1|2|3)天"),
        "debt": re.compile("欠|逾期|还款|网贷|催收|借|贷|债|还不|征信|平台|分期|利息"),
    }  # fmt: skip


def priority(heard: Heard, facts: dict[str, Reading], danger: bool) -> str:
    """The first of the eight that fits; "" when the text is not about debt at all."""
    words = _words()
    events = _slugs(facts, "events")
    tempted = _slugs(facts, "temptations")
    if danger:
        return "crisis"
    if (
        events & _COURT
        or "hearing_date" in facts
        or ("account_frozen" in events and re.search("法院|法庭", heard.text))
    ):
        return "court_deadline"
    if (
        tempted & _SCAM
        or "secrets" in facts
        or words["scam"].search(heard.text)
        or (tempted & {"fake_docs"} and re.search("中介|群里|有人|包[出过]|收费|代办|[0-9百千]块", heard.text))
    ):
        return "scam"
    if events & _HARASS:
        return "harassment"
    if _unable(heard, facts, words["unable"]):
        return "long_term_unable"
    if _first_day(heard, facts, words["calm"]):
        return "first_day"
    cost = words["cost"].search(heard.text)
    described = facts.keys() & {"rate_annual_pct", "received", "per_period", "principal", "total_repay"}
    if cost and "affordable_monthly" in facts and words["bargain"].search(heard.text):
        return "negotiate"
    if cost or (described & {"received", "rate_annual_pct"}) or (described and not words["bargain"].search(heard.text)):
        return "cost_check"
    if facts or words["debt"].search(heard.text) or words["bargain"].search(heard.text):
        return "negotiate"
    return ""


def _unable(heard: Heard, facts: dict[str, Reading], pattern: re.Pattern[str]) -> bool:
    if not pattern.search(heard.text):
        return False
    if "affordable_monthly" in facts or "payday_date" in facts:
        return False
    return not re.search(
        "每个?月(?:能|可以)|想(?:办法)?(?:分期|协商|慢慢还)|能(?:先)?还(?:一)?(?:点|部分|些)|能不能缓|暂时|这个月(?:还不|实在|真的)|下个?月(?:就)?(?:能|可以)",
        heard.text,
    )


def _first_day(heard: Heard, facts: dict[str, Reading], pattern: re.Pattern[str]) -> bool:
    delay = facts.get("overdue_days")
    if delay is not None and isinstance(delay.value, int):
        return delay.value <= 3
    return bool(pattern.search(heard.text))


def _slugs(facts: dict[str, Reading], slot: str) -> frozenset[str]:
    reading = facts.get(slot)
    return frozenset(reading.value) if reading is not None and isinstance(reading.value, tuple) else frozenset()


def read_opening(text: str, today: dt.date, danger: Danger | None = None) -> Opening:
    """All facts of a free message, and its priority; danger that was read in it already need not be read again."""
    heard = Heard(text, today)
    facts = facts_in(heard)
    return Opening(facts, priority(heard, facts, (danger or read_danger(text)).latches), _papers(heard, facts))


def _papers(heard: Heard, facts: dict[str, Reading]) -> tuple[PaperTold, ...]:
    """The court papers told of, each with the days that stand beside it."""
    parts = papers_in(heard, _slugs(facts, "events"))
    told = []
    for part in parts:
        days = facts
        if len(parts) > 1:
            first, last = heard.span(*part.span)
            days = _days(Heard(heard.raw[first:last], heard.today), {part.kind})
        received, hearing = (days.get(fact, NOTHING) for fact in ("doc_received_date", "hearing_date"))
        told.append(PaperTold(part.lender, part.kind, received, hearing))
    return tuple(told) if apart(told) else ()

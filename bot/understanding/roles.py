"""What a sum of money is for, by its neighbours: owed, total, balance, principal, received, instalment, income, fee, and so on."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from bot.understanding.heard import NAME, Heard
from bot.understanding.patterns import late
from bot.understanding.quantity import Quantity

Cast = tuple[Quantity, str, bool]  # quantity, role, announced as total
OWED = frozenset({"owed", "balance", "name", "total_repay"})
NEVER_OWED = frozenset(
    {
        "have",
        "owed_me",
        "offer",
        "waive",
        "fee",
        "expense",
        "limit",
        "affordable",
        "per_period",
        "income",
        "paid",
        "received",
        "other_debt",
        "monthly",
        "demand",
        "past",
        "daily",
        "help",
    }
)

# Words in front of a sum. The last one before the sum decides; longer and narrower ones stand first.
_LEFT = (
    ("have", "手里|手上|手头|卡里|身上|存款|积蓄|银行卡(?:里)?|余额宝|微信里|零钱|账上(?!显示|写|欠|是)|凑(?:了|够|到|出)?|兜里|攒了?"),
    ("owed_me", "(?:别人|朋友|他|她|客户|老板|甲方|公司|同事)(?:还)?欠我(?:钱|货款|工钱|工资)?|借(?:了)?给(?:了)?(?!我(?![弟哥姐妹爸妈老表堂舅叔姑姨朋同])|他们?用)[^,。;]{0,5}?(?=$|[0-9一二两三四五六七八九十几])"),
    ("help", "(?:替|帮)我(?:先)?(?:还|付|垫|出|凑|交)(?:了|上|过|掉)?"),
    ("offer", "(?:说|到手)能拿|秒批|能批|可批|包批|秒下|(?:再|想|能|可以|还能|去|要|准备|打算)(?:去)?(?:借|贷|下款|下|套)(?:出来?|个|点|一笔)?(?!了)|能下|推荐|包下|批给我|放款给|(?:就|才|马上|立刻)(?:能|会|可以)?(?:给我?)?(?:放款|下款|放贷)"),
    ("waive", "(?:债|欠款|额)[^,。]{0,2}(?:降|减|打)(?:到|成|至)|减免|优惠|打折|免掉?|少还|返"),
    ("fee", "(?:手续|验资|会员|服务|担保|咨询|律师|中介|代理|解冻|工本|评估|审核|包装|认证|激活|管理|催收|诉讼|好处|跑腿|代办|材料|公证|风控|渠道|资料|快递|加急|会费|平台|砍头)费|违约金|滞纳金|公积金|诚意金|风险金|保证金|押金|定金|首付|罚息|利息|费用|砍头息?|先(?:交|付|转|给|打|垫)|要(?:交|转)|交(?!通)(?:了|个|上)?|收(?:我|了|费|取|(?=[0-9一二两三四五六七八九十几]))|转(?!正)(?:账|了|给|过去|他)?|打(?:款|过去)|充值?|扣(?!款(?!了|走))(?:了|走|我|掉|除)?|划(?:走|扣|掉|了)|验资|解冻|重组|停催|停息|免息|中介|被骗了?|骗(?:了|走)?|刷(?:了|流水)?|保险"),
    ("expense", "给(?:娃|孩子|老人|爸妈|父母|我?[爸妈爷奶]|家里|老家|老婆|婆婆|公婆)(?:们|和老人|和孩子|和娃|的)?(?!的手机|看|打|发|知道)|房租|生活费|奶粉钱?|药费|水电费?|学费|伙食费?|抚养费|赡养费|开销|支出|花销|花费|吃饭|住院费?|手术费?|医药费|治病|花(?:了|掉|光)|租房|吃喝|日常|必要|基本生活|固定(?:支出)?|家用|物业|话费|托管|补课|尿布|养(?:孩子|娃|家|老人)|输(?:了|掉)?|亏(?:了|损)?|赔(?:了)?|充了|彩礼|罚款"),
    ("limit", "额度|授信|可用|最高可?借|批了?额度"),
    ("other_debt", "房贷|车贷|按揭"),
    ("affordable", "(?:商量|希望|申请|求|争取|谈|能不能|可不可以|可以)[^,。;]{0,6}(?:每个?月|一个?月|每期|月)(?:先|只|就)?还个?|(?:每个?月|一个?月)(?:凑|掏|挤|拿|匀|腾|还)得[出起]|(?:每个?月|一个?月|月|最多|顶多|只|先|大概|应该|勉强|想|希望|争取|打算|申请|准备|愿意|计划|看看)*(?:能|可以|勉强|最多|顶多|想|希望|争取|打算|申请|愿意?|计划|只够|够)(?:每个?月|一个?月|每期|月)?(?:只|先|给|就)?(?:还款?|拿|掏|挤|凑|出|承受|给|付|腾|省|抠|负担|匀)(?:得?出来?|得?起|上|下来?)?|拿得出|挤得出|承受|还得起|还款能力|腾出|省下来?|挤出来?|拿出来?|匀出来?|(?:每个?月|一个?月|月)(?:最多|顶多|只够|就(?=[能还拿给挤]))|最多|顶多"),
    ("per_period", "每(?:一)?期(?:要|得|应|需|都)?(?:还款?|付|交)?|每个?月(?:都|光|就)?(?:要|得|应|需要?|该|固定|光)?(?:还款?|付|交)|月供|月还款?|一期(?:要|得)?(?:还|付)?|一个?月(?:就|光|都|要|得|应|需)*(?:还款?|付|交)|期款|每周(?:要|得)?还|一周还"),
    ("demand", "最低(?:还款?额?|应还|还)|(?:必须|非要|硬要)(?:我)?(?:先|马上|今天|一次性?)*(?:还|付|交)|首付(?:还)?|(?:至少|最少|起码|最低)(?:先)?(?:得|要)?还"),
    ("income", "工资|月薪|月收入|收入|薪水|底薪|薪资|挣|赚|月入|退休金|养老金|(?<![债款额])降(?:到|成|至)(?:了|只有)?|[管包]吃[管包]?住|代驾|保[安洁]|零工|看大门|送快递|送货|快递员|摆摊|跑腿|洗碗|搬砖|服务员|收银|理货|食堂|环卫|骑手|试用期|转正后?|上班|厂里|工地|残补|低保|补贴|补助|进账|税后|税前|打工|跑(?:外卖|滴滴|车)|(?:只|就)?发(?:基本)?生活费|(?:每个?月|一个?月|月)(?:给我|给)?(?:到手|得(?![还付交了])|才挣|拿(?!出)|开|发|能?挣|能?赚|进|入)|送外卖|生意(?:好)?|兼职|流水|跑单|接单|单量|网约车|开出租|零活|杂活|散活|干活|计件|提成|绩效|奖金|失业金|抚恤金|救济|直播|做家政|带货|流水线|死工资"),
    ("monthly", "(?:每个?月|一个?月|每月|月|一期|每期|一周)(?:大概|差不多|也就|就|才|只有?|是|要|左右|固定)*$"),
    ("paid", "已还款?|(?<!要)(?<!该)(?<!得)还(?:了|过|进去|掉了?|上了)|付了|归还|已经?(?:还|付)(?!不)|陆续|前后还|一直还|总共还了"),
    ("balance", "(?<!没)还(?:欠|剩|差|有(?!人|谁))|剩(?!不)(?:下|余|的)?|余额|余下|现(?:在|如今)(?:要|是|欠|变|涨|得|本息|一共|总共|还(?!掉|了|过|上了)|就|让|叫|催|显示|滚|成|说)*|目前(?:欠|要|是|还)*|如今(?:要|欠)*|变成?|滚(?:到|成|了|出|来滚去)|涨(?:到|成)|连本带利|本息(?:合计|共|一共|加起来)?|利滚利|加上?利息|算上(?:利息|罚息)|结清(?:要|需|金额|得|一共)*|(?:他们|平台|客服|催收|对方|app|说|显示|要求|让我|叫我|要我)(?:说|让|叫)?(?:我)?(?:要|得|让|需|一次性?)*(?:还|付)(?:款)?(?!了)"),
    ("received", "到手|实际(?:到账|拿|给|只)?(?:了)?(?![上就才也是我])|实(?:得|到|收|拿|领)|到账|拿到手?|只给了?|给我?(?:打|放|下|转)了?|放款|下来|到我?卡"),
    ("owed", "扣款|(?:之|以)?内(?:要|得|必须|一次性)*还(?:清)?(?!了)|(?<!不)欠(?:款|着|了|他们?|债|账|下)?|差(?!不多|点|一点|评)|待还|未还|没还|要还|得还|该还|应还|需还|逾期(?:金额|本金|了|的是?|总额)?|负债|债务|窟窿|外债|标的|还不(?:上|起|了)|不还(?:上|清|那|这)*|还款(?:金额|额)|需要?还|账单|拖欠|起诉(?:金额|我)?|催(?:我还|收金额)|网贷|贷款(?:一共)?|债(?:有)?|判(?:我|决)?(?:还|赔)?|要求还"),
    ("principal", "(?:^|(?<=[,。 ]))写(?:的|着)|机器|担保的|借(?:了|款|的|过|出来|到|入|他|条)?|贷(?:了|的|出来|款)?|本金|合同(?:金额|写的?|上)?|下(?:了|款)|批了|原(?:来|本|先)|当初|起先|起初|一开始|刚开始|最(?:早|初|开始)|申请了?|套(?:了|出)|提现?了|取现?了?"),
    ("total_repay", "(?:总共|一共|合计|总计|到期|全部|最后|最终)(?:要|得|需要?|应)?还(?!了|欠|剩|有|差)|总还款"),
    ("name", f"{NAME}+"),
)  # fmt: skip
_RIGHT = (
    ("income", "(?:块|元)?(?:钱)?的?(?:(?:年终)?奖金?|提成|补助|补贴|救助金|津贴|失业金|工资|月薪|收入|退休金|养老金|底薪|低保|死工资)"),
    ("received", "(?:实际)?到手|到账|拿到手"),
    ("fee", "(?:块|元)?(?:钱)?(?:的|是|左右的?)?(?:手续费|服务费|会员费|保证金|费用|咨询费|担保费|验资费|押金|定金|利息(?!没|另|不|除|还|都没)|违约金|罚息|滞纳金|解冻|砍头|保险|律师费|中介|好处|代理费|费|包|就能|能帮|就帮|帮我)"),
    ("limit", "的?额度"),
    ("other_debt", "的?(?:房贷|车贷)"),
    ("affordable", "(?:块|元)?(?:钱)?(?:左右|以内|以下)?(?:应该)?(?:行不行|行[吗不么]|可不可以|可以[吗不么]|成不成|成吗|打住|顶天|封顶|我?扛得住|撑得住|我?拿得出|吃得消|可以|没问题|能接受|还得起|能承受|是极限|还行|能还)"),
    ("per_period", "(?:块|元)?(?:钱)?(?:(?:一|每|/)个?(?:月|期)|一个月|每期)(?:的?月供|的)?(?=$|[,。])|的?月供"),
    ("principal", "的?本金|合同"),
    ("owed", "(?:块|元)?(?:钱)?(?:的|都|也|全|还)?(?:没还|还不上|还不起|未还|没有还|逾期|债|欠款|网贷|贷款|外债|负债|要还|待还|到期|还没还|窟窿|拖着)"),
    ("expense", "(?:块|元)?(?:钱)?的?(?:生活费|房租|吃饭|开销|医药|手术|学费|支出|彩礼)"),
    ("paid", "(?:已经?)?还(?:了|上了|清了|完了|掉了)"),
)  # fmt: skip
TOTAL = late(
    "一共|总共|加起来|合计|总计|共计|全部|拢共|拢总|统共|总额|总数|总欠|总的|总负债|加一起|加一块|加在一起|算下来|凑一起|合起来|合在一起|全加|所有|杂七杂八|七七八八|前前后后|里里外外|(?<![公])共|总(?:得|有)|林林总总|汇总|总和"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    left = re.compile("|".join(f"(?P<{name}>{body})" for name, body in _LEFT))
    right = re.compile("|".join(f"(?P<{name}>{body})" for name, body in _RIGHT))
    return left, right


def role(heard: Heard, q: Quantity) -> tuple[str, bool]:
    """The role of one sum and whether a total was announced; "" when nothing says what it is for."""
    left_words, right_words = heard.around(q.start, q.end)
    left_words = _per(heard, q, left_words) + left_words
    what = _beside(heard, q, left_words, right_words)
    if what == "received" and _LIVES_ON.search(heard.field) and not _LOAN.search(heard.field):
        what = "income"  # 到手六千三, 房租一千五, 最多挤一千八
    said = heard.text[q.start - len(left_words) : q.start]  # with days and lenders as they stand: 去年每月还
    return _in_time(said, what), TOTAL.search(left_words) is not None


_LIVES_ON = late("房租|房贷|生活费|吃饭|伙食|开销|养家|奶粉|挤[出得]?|每个?月(?:能|可以|最多)")
_LOAN = late(f"借|贷|放款|下款|本金|砍头|额度|合同|[0-9一二三四五六七八九十]期|分期|{NAME}|天(?:后|就)?[要得]?还")


_DEMANDED = late(
    "(?:要求?|让|叫|逼|催)(?:着)?我|(?:^|[, ])(?:非|硬|就)?要$|(?<![跟和对向给])(?:他们?|她们?|公司|平台|客服|机构|老师|对方|催收)[^,。]{0,6}?(?:让|要|叫|说[^,。]{0,4}(?:要|得|先|每|交))"
)
_PAST = late(
    "(?:本来|原来|原先|以前|之前|从前|早先|早几年|去年|前年|失业前|降薪前|没失业|生病前|疫情前)(?!.*(?:现在|目前|如今))"
)
_FORMERLY = late("(?:以前|之前|从前|早先)(?:是|有|也|大概|差不多|一直|都)*$")
_LAST_MONTH = late("上上?个?月[^,。;]{0,6}还")
_DAILY = late(
    "(?:[一1每](?:天|日)|天天|日[薪结均]|[一每]周|[一每]个?(?:星期|礼拜)|[一每]单|[一每]个?小时|时薪|年薪|年收入)"
    "(?:能|也|就|都|大概|差不多|大约|平均|有|挣|赚|跑|给|才|只|最多|到手|工资|收入|进账|送|外卖|拿|得|开|光|要|吃饭|花|吃|攒|省|买菜|菜钱?|油钱?|是|\x02)*$"
)


def by_the_day(heard: Heard, q: Quantity) -> bool:
    """一天五十: what comes or goes on a day; a week and an hour are told apart by nobody's answer and are left out."""
    left, right = heard.around(q.start, q.end)
    return _EACH_DAY.search(_per(heard, q, left) + left) is not None or _A_DAY.match(right) is not None


_EACH_DAY = late("(?:[一1每](?:天|日)|天天)[^,。;0-9]{0,6}$")
_A_DAY = late("(?:块钱?|元)?[一每/]?天(?!天|后|前|内)")


def _in_time(left: str, what: str) -> str:
    """What others demand, what was before and what comes by the day is none of the monthly figures that it looks like."""
    if what in ("income", "monthly", "have", "") and _DAILY.search(left):
        return "daily"
    if what in ("income", "monthly", "per_period", "affordable") and _PAST.search(left):
        return "past"
    if not what and _FORMERLY.search(left):
        return "past"
    if what in ("", "per_period", "affordable") and _LAST_MONTH.search(left):
        return "past"
    return "demand" if what in ("", "monthly", "per_period", "name") and _DEMANDED.search(left) else what


_NOT_GOT = late(
    "(?:块钱?|元)?的?(?:工钱|工资|薪水|货款|工程款|尾款|提成|奖金|钱)?(?:都|也|一直|到现在|现在|还|就|至今)*(?:没|不)(?:有)?(?:要(?:到|回)|给(?:我|我们|俺)|发(?!现|生)|结(?!清)|拿到|讨到)"
)
_OR_ELSE = late("不还(?:上|够|清)?(?:这|那)?$")
_ELSE = late("(?:块钱?|元)?(?:的话)?(?:,)?(?:就|要|便|马上就?|立马)")
_LEFT_OVER = late("(?:冻|划|扣|刷|花|取|转)[^。;]{0,8}(?:剩|还有)[^,。;]{0,3}$")
_TOOK_HOME = late(
    "(?:上个?月|这个?月|一个?月|每个?月)[^,。;]{0,6}(?:(?<![能以多够])拿|挣|赚|开|到手)(?:了|到)?(?:有|大概|差不多)*$"
)


def _beside(heard: Heard, q: Quantity, left_words: str, right_words: str) -> str:
    """What the words on both sides say; those in front of the sum first."""
    if _NOT_GOT.match(right_words):
        return "owed_me"  # 八千块工钱没要到, 两万四没给我
    if _OR_ELSE.search(left_words) and _ELSE.match(right_words):
        return "demand"  # 今天不还两千就上报
    if _LEFT_OVER.search(left_words):
        return "have"  # 工资被冻了, 就剩八百
    if _TOOK_HOME.search(heard.text[max(0, q.start - 16) : q.start]):
        return "income"
    left_re, right_re = _patterns()
    last, last_end, income, have, spent = "", -1, False, False, False
    for hit in left_re.finditer(left_words):
        kind = hit.lastgroup or ""
        income = income or kind == "income"
        spent = spent or kind == "expense"
        have = have or (kind == "have" and bool(re.search("里|身上|手|账上|兜", hit.group())))
        last, last_end = kind, hit.end()
    if (
        income
        and last in ("received", "balance", "affordable")
        and not re.search("能?(?:还|拿|挤|出)", left_words[-4:])
    ):
        last = "income"
    if have and _LACKED_ON_CARD.search(left_words):
        last = "have"
    elif have and last == "balance" and left_words.rstrip(" 大概了个约").endswith("差"):
        last = "owed"
    if have and last == "balance":
        last = "have"
    if last == "name" and "每" not in left_words:
        last = _under_name(left_re, left_words, last)
    if _starts_at(heard, q.end + len(right_words)):
        right_words += "\x05"  # cut by the next quantity, not by the end
    right = right_re.match(right_words.lstrip(" 多来左右的"))
    said = (right.lastgroup or "") if right else ""
    if right and right_words.endswith(right.group() + "\x05") and (last or right_words.startswith(" ")):
        said = ""  # 三千 工资八百: the word in front of the next sum belongs to that one
    debt = (
        last == "fee" and right is not None and right.group().endswith(("债", "欠款", "外债", "负债"))
    )  # 定金能把十五万的债
    if said == "owed" and (debt or last in ("", "name", "principal")):
        return "owed"
    weaker = (
        not last or last in ("name", "owed", "have") or (last == "balance" and said == "fee") or said == "other_debt"
    )
    if said and weaker and not (said == "per_period" and last == "owed"):
        return said
    if said == "affordable" and last in ("per_period", "monthly", "balance"):
        return said
    if last == "monthly" and spent and not income:
        return "expense"
    if last == "monthly" and (income or _works(heard, q)):
        return "income"
    if said == "income" or (said == "per_period" and last in ("principal", "paid")):
        return said
    if last == "fee" and last_end >= 0 and "每" in left_words and "还" in left_words[last_end:]:
        return "per_period"
    return last


_LACKED_ON_CARD = late("卡(?:里|上)(?:就|还|只|也|才)*差(?:了|着)?$")  # 卡里差十几块: what the card lacked is no debt


_WORKS = late(
    "送快递|送外卖|跑外卖|跑滴滴|开网约车|代驾|保[安洁]|摆摊|打工|上班|厂里|工地|零工|退休|打零工|做家政|快递员|服务员"
)


def _works(heard: Heard, q: Quantity) -> bool:
    """送快递的, 一个月五千八: the clause before names the work."""
    first, _ = heard.clause(q.start)
    before = re.split("[,。;!?]", heard.text[max(0, first - 12) : max(0, first - 1)])[-1]
    return _WORKS.search(before) is not None


def _start_of(q: Quantity) -> int:
    return q.start


def _starts_at(heard: Heard, at: int) -> bool:
    k = bisect_left(heard.quantities, at, key=_start_of)
    return k < len(heard.quantities) and heard.quantities[k].start == at


_EACH = {(size, kind) for size in (1, 7, 30) for kind in ("days", "instalments")}
_ONE_OF = frozenset({"小时", "个小时", "单", "趟"})


def _per(heard: Heard, q: Quantity, left: str) -> str:
    """一个月还980: the one month in front is part of the phrase, not a quantity of its own."""
    at = q.start - len(left)
    near = bisect_left(heard.quantities, at, key=_start_of)
    for other in heard.quantities[max(0, near - 2) : near + 1]:
        if other.end == at and ((other.value, other.kind) in _EACH or other.noun in _ONE_OF):
            said = heard.field[other.start : other.end]
            first, _ = heard.clause(other.start)
            return heard.field[max(first, other.start - 12) : other.end] if said[0] in "一1" and len(said) <= 3 else ""
    return ""


def _under_name(left_re: re.Pattern[str], words: str, fallback: str) -> str:
    """欠借呗一万: the word before the lender still says what the sum is for."""
    head = words.rstrip(" 的是大概有还").rstrip(NAME)
    prior = ""
    for hit in left_re.finditer(head):
        if hit.lastgroup != "name":
            prior = hit.lastgroup or ""
    return prior if prior in ("owed", "balance", "paid") and len(head) < 12 else fallback

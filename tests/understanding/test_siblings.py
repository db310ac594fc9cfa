"""Siblings and neighbours of what the first run over the blind set missed: the grammar was widened, the neighbours stay."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding import Option, QuestionSpec, parse, read
from tests.understanding.tables import TODAY, UNKNOWN, said


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("今天白条到期", 0), ("今晚零点前必须还", 0), ("今天就是最后一天", 0), ("今天还款日,差三百", 0), ("今儿扣款", 0),
        ("今天花呗到期，差九百块，工资后天才发", 0), ("没逾期,下个月8号那笔还不上", 0), ("我没逾期,这个月还能撑", 0),
        ("31号逾期的", 20), ("十　八　天", 18), ("十 八 天", 18), ("二　十　三　天", 23), ("我哪知道", UNKNOWN), ("谁还记得啊", UNKNOWN),
        ("前天一天接了30个电话", None), ("昨天一上午打了二十个电话", None), ("我38了还在还债", None), ("我今年51了", None),
        ("拍拍贷逾期三天,还呗都二十天了", 20), ("微粒贷6天,借呗已经三十五天了", 35), ("账单日是5号还款日是15号,这个月没还", 5),
        ("20天了", 20), ("透析三年了", None), ("昨天到期的", 1), ("30天", 30), ("十天", 10), ("上个月20号到期", 31),
    ],
)  # fmt: skip
def test_days(text: str, days: Any) -> None:
    """Sentences like those of the set: the days are heard."""
    assert said("overdue_days", text, "overdue_days") == days


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("欠360的八千三", 8300), ("360借条欠360", 360), ("两万一,噢说少了,两万六", 26000), ("算错了,是九千八", 9800),
        ("案号(2025)京0105民初1234号,标的一万九千", 19000), ("四千 四千五 对 四千五", 4500), ("八百五十块三毛六", 850.36),
        ("八块五毛", 8.5), ("十万八千里", None), ("我真是个二百五", None), ("二百五", 250), ("不是五万三是三万五", 35000),
        ("说错了,是三万五不是五万三", 35000), ("花呗五千 借呗五千", 10000), ("六万六 利息没算", 66000), ("十万八千", 108000),
    ],
)  # fmt: skip
def test_sums(text: str, amount: Any) -> None:
    """Sentences like those of the set: the sum is heard."""
    assert said("amount", text, "amount") == amount


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("伍家", 5), ("借呗,花呗,还呗,哦花呗早还清了", 2), ("网贷两家,信用卡三家,总共五家", 5), ("装了十个app真正欠的是4家", 4),
        ("2家,借了5笔", 2), ("我41了", None), ("三笔", 3), ("陆家嘴", None), ("一家都没谈下来,一共六家", 6),
    ],
)  # fmt: skip
def test_counts(text: str, count: Any) -> None:
    """Sentences like those of the set: the number of lenders is heard."""
    assert said("platforms_count", text, "platforms_count") == count


@pytest.mark.parametrize(
    ("text", "lenders"),
    [
        ("金条 京东那个", ["京东金条"]), ("五八好接", ["58好借"]), ("京东金调", ["京东金条"]), ("钱被他拿去花了", []), ("在网上贷的", []),
        ("已经分期了", []), ("拿去花", ["拿去花"]), ("欠拿去花两千", ["拿去花"]), ("网商贷", ["网商贷"]), ("支付宝里的花被", ["花呗"]),
        ("盖的花被", []), ("分期乐", ["分期乐"]), ("借呗,不过借呗已经还清了", []),
    ],
)  # fmt: skip
def test_lenders(text: str, lenders: list[str]) -> None:
    """Sentences like those of the set: the lenders are heard."""
    assert (said("platform", text, "platforms") or []) == lenders


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("接没接到我哪记得", "unsure"), ("先跟我说会不会被抓", None), ("有封信我没敢拆,不敢看", "unsure"), ("好嘞", "yes"), ("中嘞", "yes"),
        ("求之不得", "yes"), ("巴不得", "yes"), ("对,不是头一回了", "no"), ("嗯,没有", "no"), ("嗯,还没还", "yes"), ("对,没钱", "yes"),
        ("是,没打过", "no"), ("哪来的钱", "no"), ("上哪有工作", "no"), ("真有就好了", "no"), ("没有就怪了", "yes"), ("是倒是,就是少", "yes"),
        ("算了不写了", "no"), ("算了", "no"), ("西瓜特别贵", None), ("区别大吗", None), ("别打了", "no"), ("没有", "no"), ("有", "yes"),
    ],
)  # fmt: skip
def test_yes_no(text: str, answer: str | None) -> None:
    """Sentences like those of the set: yes and no are told apart."""
    assert said("yes_no", text, "yes_no") == answer


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("shi ye le", ["job_loss"]), ("meiyou shiye", []), ("老板把我开除了", ["job_loss"]), ("生病倒没有,就是工资晚发", ["wage_delay"]),
        ("老公跟我离了", ["family_event"]), ("老板三个月没给大家发工资", ["wage_delay"]), ("钱被划走了", []), ("我爸走了,办丧事", ["family_event"]),
        ("每个月光利息就一千", []), ("我就是月光族", ["overspending"]), ("强直性脊柱炎干不了活", ["illness"]), ("让我开个假的住院证明", []),
    ],
)  # fmt: skip
def test_reasons(text: str, reasons: list[str]) -> None:
    """Sentences like those of the set: the reasons are heard."""
    assert said("reason", text, "reasons") == reasons


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("三十多个点一年", {"rate_annual_pct": 30}), ("月息壹分伍", {"rate_annual_pct": 18}), ("借一万五分24期每期820", {"principal": 15000, "periods": 24}),
        ("借2000到手1500,14天,到期还2000", {"received": 1500, "term_days": 14}), ("合同八千,实拿六千五,分六期,每期1600", {"received": 6500}),
        ("借一千,十天,还一千三", {"principal": 1000, "term_days": 10, "total_repay": 1300}), ("我45了", {}), ("日息万五一年下来多少", {"rate_annual_pct": 18.25}),
    ],
)  # fmt: skip
def test_loans(text: str, facts: dict[str, Any]) -> None:
    """Sentences like those of the set: what a loan costs is heard, or no rate is made up."""
    got = parse("rate", text, TODAY, None)
    assert {k: got.get(k) for k in facts} == facts
    assert facts or not got.get("rate_annual_pct")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("这个月的月底", "2026-11-30"), ("下个月初八号发", "2026-12-08"), ("下个月初", "2026-12-04"), ("十号,这个月的已经发了", "2026-12-10"),
        ("31号", "2026-11-30"), ("月底", "2026-11-30"),
    ],
)  # fmt: skip
def test_days_of_money(text: str, day: str) -> None:
    """Sentences like those of the set: the day of the next money is heard."""
    assert said("date", text, "date") == day


def _choice(text: str, *labels: str) -> tuple[Any, list[Any], str]:
    reading = read(QuestionSpec("choice", options=tuple(Option(x, x) for x in labels)), text, TODAY)
    return reading.value, [c.value for c in reading.rivals], reading.rule


@pytest.mark.parametrize("text", ["我快崩溃了", "今天好冷", "他们都是骗子", "天天打电话", "我想想办法"])
def test_a_statement_is_not_a_yes(text: str) -> None:
    """A sentence about something else chooses no option that affirms."""
    assert _choice(text, "有人在门口", "收到法院文书", "别的情况")[0] in (None, "别的情况")
    assert _choice(text, "有人在门口", "没人来")[0] is None


def test_two_things_said_are_rivals() -> None:
    """Two options in one sentence are both told; places and denials decide between them."""
    labels = ("还没逾期", "正被催收", "收到法院消息", "别的事")
    assert _choice("被催还有法院", *labels) == (None, ["正被催收", "收到法院消息"], "choice.two said")
    assert _choice("被催", *labels)[0] == "正被催收"
    assert _choice("不是第一个,是第三个", *labels)[0] == "收到法院消息"
    assert _choice("中间那个", "全还", "还一部分", "还不了")[0] == "还一部分"
    assert _choice("西瓜特别贵", "没到期", "到期了")[0] is None


@pytest.mark.parametrize("fact", ["affordable_monthly", "monthly_income"])
@pytest.mark.parametrize(
    "text",
    ["没有", "一分没有", "拿不出来", "一分钱都拿不出", "没收入", "啥也没有", "实在拿不出来", "现在没有收入", "0"],
)
def test_nothing_is_zero(fact: str, text: str) -> None:
    """没有, 一分钱没有 and their like are the sum of zero."""
    assert read(QuestionSpec("money", fact), text, TODAY).value == 0


@pytest.mark.parametrize("text", ["不知道", "没有想好", "我没有骗你", "催收没有打电话"])
def test_other_negations_are_not_zero(text: str) -> None:
    """A no that speaks of something else is no sum."""
    assert read(QuestionSpec("money", "affordable_monthly"), text, TODAY).value is None


@pytest.mark.parametrize(
    ("text", "priority", "facts"),
    [
        ("昨天借呗没还上 第一次逾期 差800 工资20号才发", "first_day", {"amount": 800, "overdue_days": 1}),
        ("大后天微粒贷扣款2600 手里就八百", "first_day", {"overdue_days": 0}),
        ("五天后两笔到期 花呗700白条900", "first_day", {"overdue_days": 0}),
        ("胃癌晚期 干不了活 三家一共6万 以后也没法还", "long_term_unable", {"amount": 60000, "platforms_count": 3}),
        ("靠低保过日子 往后也看不到能还的时候 欠四万", "long_term_unable", {"amount": 40000}),
        ("他们让我把验证码报给他 我逾期三天", "scam", {"overdue_days": 3}),
        ("让我把八千打到监管账户不然抓我", "scam", {"temptations": ["private_transfer"]}),
        ("网贷会员费每月扣29 扣了半年 我没开过 怎么退", "cost_check", {}),
        ("说后天到我父母家来堵门 欠还呗九千", "harassment", {"events": ["home_visit_threat"], "amount": 9000}),
        ("我做保安一个月两千八 欠一万五 每月还六百没问题 想分24期", "negotiate", {"monthly_income": 2800, "affordable_monthly": 600}),
        ("借呗 1万2 微粒贷 8000", "negotiate", {"amount": 20000, "platforms": ["借呗", "微粒贷"]}),
        ("我想问问 拍拍贷 12000 逾期 20 天 能不能分期", "negotiate", {"amount": 12000, "overdue_days": 20}),
        ("先打客服电话还是先还 逾期十天 欠五千", "negotiate", {"overdue_days": 10, "amount": 5000}),
    ],
)  # fmt: skip
def test_openings(text: str, priority: str, facts: dict[str, Any]) -> None:
    """Openings like those of the set: facts and priority are heard."""
    got = parse("open", text, TODAY, None)
    assert got["priority"] == priority
    assert {k: got.get(k) for k in facts} == facts

"""The reasons that are given; denied and feared ones are left out."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import read
from bot.understanding.opening import read_opening
from bot.understanding.readings import Option, QuestionSpec
from tests.understanding.tables import said

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("失业了", ("job_loss",)), ("公司裁员把我裁了", ("job_loss",)), ("上个月刚辞职", ("job_loss",)),
        ("被公司开除了", ("job_loss",)), ("厂子倒闭了没活干", ("job_loss",)), ("一直找不到工作", ("job_loss",)),
        ("毕业半年还没找到工作", ("job_loss",)), ("被炒鱿鱼了", ("job_loss",)), ("没上班好久了", ("job_loss",)),
        ("公司黄了", ("job_loss",)), ("合同到期没续签", ("job_loss",)), ("单位解散", ("job_loss",)),
        ("降薪了", ("income_drop",)), ("工资从八千降到四千", ("income_drop",)), ("收入少了一半", ("income_drop",)),
        ("最近单子少,跑不到钱", ("income_drop",)), ("提成没了,只发底薪", ("income_drop",)),
        ("没有收入来源", ("income_drop",)), ("跑网约车挣得少了", ("income_drop",)), ("绩效被砍", ("income_drop",)),
        ("公司拖欠工资三个月", ("wage_delay",)), ("工资还没发", ("wage_delay",)), ("老板一直拖着不发工资", ("wage_delay",)),
        ("工程款要不回来", ("wage_delay",)), ("工资要下个月10号才发", ("wage_delay",)), ("发薪日推迟了", ("wage_delay",)),
        ("老板跑路,工资没结", ("wage_delay",)), ("货款收不回来", ("wage_delay",)), ("我妈住院", ("illness",)),
        ("得了癌症在化疗", ("illness",)), ("出车祸骨折了", ("illness",)), ("孩子生病花了好多钱", ("illness",)),
        ("摔断了腿", ("illness",)), ("我爸脑梗", ("illness",)), ("做了个手术", ("illness",)),
        ("老公工伤", ("illness",)), ("家里老人看病", ("illness",)), ("离婚了", ("family_event",)),
        ("办丧事花了不少", ("family_event",)), ("刚生了二胎", ("family_event",)),
        ("父亲去世办后事", ("family_event",)), ("结婚彩礼", ("family_event",)), ("一个人带娃", ("family_event",)),
        ("开店亏了", ("business_failure",)), ("做生意赔了二十万", ("business_failure",)),
        ("创业失败", ("business_failure",)), ("饭店关门了", ("business_failure",)),
        ("投资亏光了", ("business_failure",)), ("我自己的公司破产了", ("business_failure",)),
        ("养猪赔了", ("business_failure",)), ("资金链断了", ("business_failure",)), ("网赌输了", ("gambling",)),
        ("赌博", ("gambling",)), ("打牌输了三万", ("gambling",)), ("玩彩票上瘾", ("gambling",)),
        ("不是赌博,是生病", ("illness",)), ("我没有赌博", ()), ("花钱大手大脚", ("overspending",)),
        ("超前消费", ("overspending",)), ("打赏主播了", ("overspending",)), ("充游戏花多了", ("overspending",)),
        ("买东西没节制", ("overspending",)), ("整容花的", ("overspending",)), ("以贷养贷", ("debt_rollover",)),
        ("拆东墙补西墙滚起来的", ("debt_rollover",)), ("借新还旧", ("debt_rollover",)),
        ("借这个还那个,越滚越多", ("debt_rollover",)), ("拿网贷还信用卡", ("debt_rollover",)),
        ("窟窿越来越大", ("debt_rollover",)), ("被骗了", ("scammed",)), ("刷单被骗五万", ("scammed",)),
        ("杀猪盘", ("scammed",)), ("遇到诈骗", ("scammed",)), ("被电信诈骗了", ("scammed",)),
        ("培训贷被坑", ("scammed",)), ("忘了还", ("forgot",)), ("忘记还款日了", ("forgot",)),
        ("自动扣款失败", ("forgot",)), ("卡里余额不足没扣上", ("forgot",)), ("换了卡没扣到", ("forgot",)),
        ("没注意到期", ("forgot",)), ("忙忘了", ("forgot",)), ("以为自动扣了", ("forgot",)),
        ("给朋友担保", ("borrowed_for_other",)), ("帮同事借的", ("borrowed_for_other",)),
        ("替我弟贷的款,他不还", ("borrowed_for_other",)), ("借给朋友了", ("borrowed_for_other",)),
        ("男朋友用我的名字借的", ("borrowed_for_other",)), ("前夫拿我身份证贷的", ("borrowed_for_other",)),
        ("钱都给我哥用了", ("borrowed_for_other",)), ("不是失业,就是工资没发", ("wage_delay",)),
        ("失业加上我爸生病", ("illness", "job_loss")),
        ("疫情后生意垮了,老婆又离了婚", ("business_failure", "family_event")), ("没被裁,就是降薪", ("income_drop",)),
        ("你好", ()), ("不想说", ()), ("不是忘了,是真没钱", ()), ("想问怎么办", ()),
        ("没有生病也没有失业,就是乱花", ("overspending",)), ("怕失业", ()), ("经济不景气,厂里放长假", ("income_drop",)),
        ("单位欠我半年工资", ("wage_delay",)), ("腿断了", ("illness",)), ("没活儿了", ("job_loss",)),
        ("被优化,一直待业在家", ("job_loss",)), ("跑外卖摔了,躺了一个月", ("illness",)), ("被催得没法上班", ()),
    ],
)  # fmt: skip
def test_the_reasons_given(text: str, reasons: tuple[str, ...]) -> None:
    """Every reason that is given is heard, and no other."""
    assert tuple(said("reason", text, "reasons")) == reasons


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("我是学生，没工作", ()),
        ("大三，没工作没收入", ()),
        ("我还在上学没有工作", ()),
        ("大四了兼职被裁了", ("job_loss",)),
        ("我是学生，兼职没了", ("job_loss",)),
        ("不是学生，没工作", ("job_loss",)),
        ("儿子是学生，我没工作", ("job_loss",)),
        ("催收天天打，根本没法上班", ()),
        ("腿断了没法上班", ("illness", "job_loss")),
    ],
)
def test_a_job_is_lost_only_where_somebody_lost_one(text: str, reasons: tuple[str, ...]) -> None:
    """A student without work has lost none, nor has he whom the calls keep from working: no script may say so."""
    heard = read_opening(text, dt.date(2026, 11, 20)).facts.get("reasons")
    assert (heard.value if heard is not None else ()) == reasons


@pytest.mark.parametrize("said", ["月底发工资", "25号发工资", "等发工资", "下个月发了工资就有了", "后天工资到账"])
def test_a_pay_day_is_no_reason(said: str) -> None:
    """When money comes says nothing about why it is missing; 失业或降薪 is not put into anybody's mouth."""
    options = (Option("job_loss", "失业或降薪"), Option("illness", "生病／家里出事"), Option("other", "其他／不想说"))
    spec = QuestionSpec("choices", "reasons", options, "主要是因为什么，一下子还不上了？")
    assert not read(spec, said, TODAY).found


@pytest.mark.parametrize("said", ["工资没发", "工资少发了一半", "公司拖着不发工资"])
def test_withheld_pay_is_one(said: str) -> None:
    """Pay that did not come is a reason."""
    options = (Option("wage_delay", "工资没发"), Option("illness", "生病／家里出事"), Option("other", "其他／不想说"))
    spec = QuestionSpec("choices", "reasons", options, "主要是因为什么，一下子还不上了？")
    assert read(spec, said, TODAY).value == ("wage_delay",)

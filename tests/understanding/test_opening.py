"""An opening message gives every fact that it states and one priority; fears, questions and other people's stories are not facts."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from bot.understanding import parse, read_opening
from bot.understanding.readings import FACTS
from tests.understanding.tables import TODAY


@pytest.mark.parametrize(
    ("text", "priority", "facts"),
    [
        ("我网贷逾期半个月了,欠了三万多,催收一天打几十个电话,还打给我妈,我该怎么办", "harassment",
         {"events": ["call_flood", "contacts_harassed"], "overdue_days": 15, "amount": 30000}),
        ("今天收到法院短信说我被起诉了,12月8号开庭,欠捷信一万八", "court_deadline",
         {"events": ["summons"], "platforms": ["捷信"], "amount": 18000, "doc_received_date": "2026-11-20", "hearing_date": "2026-12-08"}),
        ("失业三个月了,借呗两万花呗八千白条五千都还不上,下周一发最后一笔补偿金", "negotiate",
         {"reasons": ["job_loss"], "platforms": ["借呗", "花呗", "京东白条"], "amount": 33000, "payday_date": "2026-11-23"}),
        ("360借条逾期5天,他们说要上门,会真的来吗", "harassment",
         {"platforms": ["360借条"], "overdue_days": 5, "events": ["home_visit_threat"]}),
        ("微粒贷明天到期,还差两千,会不会上征信", "first_day", {"platforms": ["微粒贷"], "overdue_days": 0, "amount": 2000}),
        ("借了5000到手3500,7天要还5000,算不算高利贷", "cost_check",
         {"received": 3500, "principal": 5000, "term_days": 7, "total_repay": 5000}),
        ("拍拍贷24期,借了一万五每期还860,年化36%合法吗", "cost_check",
         {"platforms": ["拍拍贷"], "periods": 24, "per_period": 860, "principal": 15000, "rate_annual_pct": 36.0}),
        ("我想协商分期,每个月能还800,工资4500,欠招联1.2万", "negotiate",
         {"platforms": ["招联金融"], "amount": 12000, "monthly_income": 4500, "affordable_monthly": 800}),
        ("群里有人说起诉会坐牢,我好怕,我才逾期10天", "negotiate", {"overdue_days": 10}),
        ("我爸妈退休金都给我还债了,我残疾没收入,欠了七家15万,真的还不上了", "long_term_unable",
         {"reasons": ["illness", "income_drop"], "amount": 150000, "platforms_count": 7}),
        ("他们说债权转让给了什么资产管理公司,让我把钱转到个人账户", "scam",
         {"events": ["debt_sold"], "temptations": ["private_transfer"]}),
        ("银行卡被法院冻结了,工资取不出来", "court_deadline", {"events": ["account_frozen"]}),
        ("我一个月挣六千,房租两千,最多拿出一千五还", "negotiate", {"monthly_income": 6000, "affordable_monthly": 1500}),
        ("被拖欠工资四个月,欠4家平台5万2,逾期47天", "negotiate",
         {"reasons": ["wage_delay"], "overdue_days": 47, "amount": 52000, "platforms_count": 4}),
    ],
)  # fmt: skip
def test_facts_and_priority(text: str, priority: str, facts: dict[str, Any]) -> None:
    """A whole opening gives exactly these facts and this priority."""
    out = parse("open", text, TODAY, None)
    assert out.pop("priority") == priority
    assert out == facts


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("说再不还就爆我通讯录", {"abuse_threat"}), ("他们给我单位领导打电话了,领导找我谈话", {"workplace_contact"}),
        ("早上六点就开始打,晚上十一点还打", {"night_calls"}), ("家里门上被贴了欠债还钱的大字报", {"privacy_leak"}),
        ("两个男的昨天来我家敲门", {"home_visit"}), ("说下周派人去我老家走访", {"home_visit_threat"}),
        ("说我骗贷,已经报案了", {"criminal_threat"}), ("收到一条短信说我的案子已移送法务部准备起诉", {"lawsuit_threat"}),
        ("法院调解中心打来电话让我去调解", {"court_mediation"}), ("微信被冻结了用不了", {"account_frozen"}),
        ("工资刚到卡里就被扣光了", {"auto_deduction"}), ("征信报告上显示逾期了", {"credit_reported"}),
        ("说我的债已经卖给第三方了", {"debt_sold"}), ("律师事务所发短信说要起诉", {"lawyer_letter", "lawsuit_threat"}),
        ("催收打给我紧急联系人了,是我同学", {"contacts_harassed"}), ("支付令收到了,15天内要异议", {"payment_order"}),
        ("成了失信被执行人,高铁都坐不了", {"judgment_enforcement"}), ("催收冒充公安", {"fake_authority"}),
        ("公安局的打电话让我交保证金", {"fake_authority"}), ("派出所民警联系我说要我转钱", {"fake_authority"}),
        ("公安局打电话说我涉嫌诈骗,要我转钱到安全账户", {"criminal_threat", "fake_authority"}),
        ("有个自称法院执行局的人让我加他微信转账", {"fake_authority"}),
        ("警察让我别转钱", set()), ("反诈中心打电话让我别给骗子转账", set()), ("法院让我交诉讼费", set()),
        ("法院传票收到了,银行让我转账还钱", {"summons"}), ("法院判我还一万,让我打款到法院账户", {"judgment_enforcement"}),
        ("收到仲裁的短信,要不要去", {"arbitration"}), ("短信骂我不要脸", {"abuse_threat"}), ("昨天收到民事起诉状副本", {"summons"}),
        ("会不会爆通讯录?会不会打给我单位?", set()), ("我怕他们上门,怕家里知道", set()), ("如果被起诉了怎么办", set()),
        ("听说逾期会被冻结银行卡是真的吗", set()), ("有没有人收到过传票?", set()), ("没有打给家里人", set()),
        ("我给我妈打电话借钱", set()), ("没有起诉", set()), ("逾期会不会上征信", set()),
        ("催收说已经起诉我了", {"lawsuit_threat"}), ("有人说是法院的,发短信说我被起诉了", {"lawsuit_threat", "fake_authority"}),
        ("短信说我被起诉了,没有案号", {"lawsuit_threat"}), ("法院发短信说我被起诉了", {"summons"}),
        ("12368发短信说我被起诉了", {"summons"}), ("捷信把我起诉了", {"summons"}), ("催收说起诉了,我收到传票了", {"summons"}),
    ],
)  # fmt: skip
def test_events_that_happened_and_none_that_did_not(text: str, events: set[str]) -> None:
    """Threats, questions and denials are no events."""
    reading = read_opening(text, TODAY).facts.get("events")
    assert set(reading.value if reading is not None else ()) == events  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "temptations"),
    [
        ("想再借一笔把分期乐的还上,哪里还能借", {"borrow_more"}), ("要不要再借一笔来还", {"borrow_more"}),
        ("有人收我的银行卡,说一张给两千", {"sell_card"}), ("对方让我先转两千保证金再放款", {"upfront_fee"}),
        ("网上说可以花钱洗白征信", {"credit_repair"}), ("办假的病历能不能协商下来", {"fake_docs"}),
        ("想换个手机号躲起来", {"go_missing"}), ("再赌一把翻本", {"gamble_back"}), ("有人说能停息挂账", {"anti_collection"}),
        ("绝不会再借网贷了", set()), ("不想失联", set()), ("打死都不会再借", set()), ("问我爸借了两千", set()),
    ],
)  # fmt: skip
def test_temptations_and_refusals(text: str, temptations: set[str]) -> None:
    """A new loan that is considered is heard, one that is refused is not."""
    reading = read_opening(text, TODAY).facts.get("temptations")
    assert set(reading.value if reading is not None else ()) == temptations  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["你好", "谢谢", "在吗", "嗯", "上一步", "😂", "A", "第二个"])
def test_small_talk_states_nothing(text: str) -> None:
    """A greeting gives neither facts nor a priority."""
    opening = read_opening(text, TODAY)
    assert opening.facts == {}
    assert opening.priority == ""


def test_every_fact_belongs_to_the_vocabulary() -> None:
    """What is heard can be named by `hears`: no sample states a fact that the vocabulary does not know."""
    lines = (Path(__file__).parent / "samples" / "open.jsonl").read_text("utf-8").splitlines()
    samples = [json.loads(line) for line in lines][::4]
    heard = {f for s in samples for f in read_opening(s["text"], dt.date.fromisoformat(s["today"])).facts}
    assert len(heard) > 12, "the samples say enough to prove something"
    assert heard <= FACTS


@pytest.mark.parametrize(("text", "days"), [("昨天第一次逾期，微粒贷八千", 1), ("前天头一回逾期", 2)])
def test_the_day_of_the_first_delay_is_counted(text: str, days: int) -> None:
    """昨天第一次逾期 is one day."""
    assert parse("open", text, TODAY, None)["overdue_days"] == days

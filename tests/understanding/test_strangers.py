"""Families of expression that strangers' lines brought up, said here in other words than theirs."""

from __future__ import annotations

import pytest

from bot.understanding import parse, read_danger
from bot.understanding.readings import Level
from tests.understanding.tables import TODAY, UNKNOWN, said


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("31天…哦不对 刚数了下 34", 34), ("12天，啊不对，14", 14), ("22天了，昨天催收打来说再不还就上门", 22),
        ("9天了 昨天他们说满15天就要来人", 9), ("本月6号该还的 到现在没动", 14), ("断了五期了？不 又断了 快一个月", 28),
        ("打零工有一天没一天", None), ("有一天没一天的 挣不到钱", None),
    ],
)  # fmt: skip
def test_days_overdue(text: str, days: int | None) -> None:
    """A bare figure corrects days in days; what others say yesterday is no due day; work by the day counts none."""
    got = said("overdue_days", text, "overdue_days")
    assert got == days or (days == 28 and got is not None and 26 <= got <= 165)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("崔收开口就要三万 实际我看账单是21500", 21500), ("催收张嘴就是六万 其实账上是四万二", 42000), ("欠十二三个w", 120000),
        ("二十个w", 200000), ("花被三千 戒备八千", 11000), ("再不还那2980就起诉", 2980), ("卡里只差二十块 应还860", 860),
    ],
)  # fmt: skip
def test_amount_owed(text: str, yuan: int) -> None:
    """Claims give way to what the person sees; 个w after tens; lenders by their sound right before a sum; what a card lacked is none."""
    assert said("amount", text, "amount") == yuan


@pytest.mark.parametrize(
    ("text", "yes_no"),
    [
        ("说实话 没有", "no"), ("讲真，有", "yes"), ("老实说 打过", "yes"), ("没什么不行的", "yes"), ("没啥不能的", "yes"),
        ("没什么愿意的", "no"), ("这什么意思", None), ("啥意思啊 没听懂", None),
    ],
)  # fmt: skip
def test_yes_or_no(text: str, yes_no: str | None) -> None:
    """Words of candour in front say nothing; nothing that one is unwilling to do is a yes; a question about the question is none."""
    assert said("yes_no", text, "yes_no") == yes_no


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下礼拜的今天", "2026-11-27"), ("下周的今天发", "2026-11-27"), ("跑一天结一天 没准儿", UNKNOWN), ("做一天算一天", UNKNOWN),
        ("下个月12开工资", "2026-12-12"), ("没准儿", UNKNOWN), ("月底没准能到", "2026-11-30"),
    ],
)  # fmt: skip
def test_next_money(text: str, day: str) -> None:
    """The same weekday of next week, a day of next month without 号, and pay by the day that has none."""
    assert said("date", text, "date") == day


@pytest.mark.parametrize(
    ("text", "rate"), [("12%吧 哦不是 15.4", 15.4), ("24%，不对，是18", 18.0), ("wan3一天", 10.95), ("万3一天", 10.95)]
)
def test_yearly_rate(text: str, rate: float) -> None:
    """A bare figure corrects a rate in its unit; 万 in letters is 万."""
    assert said("rate", text, "rate_annual_pct") == pytest.approx(rate)


def test_a_loan_told_in_four_words() -> None:
    """砍头, what is written, what arrived and for how long."""
    got = parse("rate", "砍头息 写的5000 实收4100 7天", TODAY, None)
    assert (got.get("principal"), got.get("received"), got.get("term_days")) == (5000, 4100, 7)


@pytest.mark.parametrize(
    ("text", "count"), [("一个都不欠了", 0), ("全还清了", 0), ("网贷5个 信用卡3张", 8), ("一家都没还清 欠着三家", 3)]
)
def test_how_many_lenders(text: str, count: int) -> None:
    """None is a number as well, and cards beside loans are added."""
    assert said("platforms_count", text, "platforms_count") == count


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("说礼拜三安排人去我们村找我", "events", ["home_visit_threat"]), ("说派人到我们村里喊喇叭", "events", ["home_visit_threat"]),
        ("走的时候说下次就不是敲门这么简单了", "events", ["abuse_threat"]), ("我姑的微信被加了 说我欠钱", "events", ["contacts_harassed"]),
        ("卡里被扣两笔 一笔88一笔120", "platforms_count", None), ("说交499就放款五万", "received", None),
        ("单子一年比一年少", "reasons", ["income_drop"]), ("媳妇跑了 孩子没人带", "reasons", ["family_event"]),
        ("借2600 实际到账2000 14天后要还2600", "overdue_days", None), ("光大的案子12月3号开庭 一万八", "amount", 18000),
        ("我在食堂打饭2800 房租九百", "monthly_income", 2800), ("试用期三千五 转正四千", "monthly_income", 3500),
        ("到手5200 房租1300 最多挤1000", "monthly_income", 5200), ("到手5200 房租1300 最多挤1000", "received", None),
        ("借6000到手5200 房租都交不起", "received", 5200),
        ("传票昨天我爸代签的", "doc_received_date", "2026-11-19"),
    ],
)  # fmt: skip
def test_in_a_first_message(text: str, slot: str, value: object) -> None:
    """Threats of visits, relatives reached, what was only promised, and figures that belong to something else."""
    got = said("open", text, slot)
    assert (got if slot != "events" else [e for e in got or [] if e == value[0]]) == value  # type: ignore[index]


@pytest.mark.parametrize("text", ["前年想过跳河 后来想通了 现在就想把钱还上", "以前想死过 现在想赶紧上班还钱"])
def test_past_thoughts_are_past(text: str) -> None:
    """Wishing to repay now does not bring an old thought back."""
    assert read_danger(text).level < Level.IDEATION


@pytest.mark.parametrize(
    "text", ["去年想过跳楼 现在又想了", "以前想过死 现在就想跳下去", "之前想过，最近又想把自己结束了"]
)
def test_old_thoughts_that_return(text: str) -> None:
    """What came back is danger."""
    assert read_danger(text).level >= Level.IDEATION


@pytest.mark.parametrize(
    "text", ["我妈吃了安眠药", "我爸吞了安眠药，怎么办", "我吃了安眠药", "吃安眠药了", "我姐偷偷吃了安定"]
)
def test_pills_and_nothing_else(text: str) -> None:
    """Pills that somebody took, and no word of sleep beside them, are asked about."""
    assert read_danger(text).level >= Level.IDEATION


@pytest.mark.parametrize(
    "text",
    ["我妈吃了安眠药才睡着", "靠吃安眠药睡觉", "我吃了安眠药还是睡不着", "医生开的，我妈吃了安定", "每天吃安眠药"],
)
def test_pills_for_sleep(text: str) -> None:
    """Pills taken to sleep are strain, not danger."""
    assert read_danger(text).level < Level.IDEATION


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("律所发短信说三天内不还款", "overdue_days", None), ("我老公收到法院传票", "events", ["summons"]),
        ("收到律师函，11月28日前不还就开庭", "hearing_date", None), ("收到律师函，11月28日前不还就开庭", "events", ["lawyer_letter"]),
        ("催收打给我妈，我老公收到传票，12月3号开庭", "hearing_date", "2026-12-03"),
    ],
)  # fmt: skip
def test_ultimatums_and_papers_of_kin(text: str, slot: str, value: object) -> None:
    """A last day that somebody sets is no due day and no hearing; a paper that came to a relative is no harassment."""
    assert said("open", text, slot) == value


@pytest.mark.parametrize(
    ("question", "text", "slot", "value"),
    [
        ("amount", "合同没了 只有几张截图", "amount", None), ("overdue_days", "复印一份", "overdue_days", None),
        ("date", "招联两万，逾期三个月", "date", None), ("open", "还有人说能做信用修复，收六百块", "amount", None),
    ],
)  # fmt: skip
def test_figures_of_other_things(question: str, text: str, slot: str, value: object) -> None:
    """Sheets, copies, delays and fees answer nothing that they do not speak of."""
    assert said(question, text, slot) in (value, UNKNOWN)


def test_a_repair_is_heard() -> None:
    """A mender of credit who wants money is a temptation."""
    assert said("open", "有人说能做信用修复，收六百块", "temptations") == ["credit_repair"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("科里有药，我打一针就结束了", Level.IMMINENT), ("手边有胰岛素，推一支就都结束了", Level.IMMINENT), ("我打一针就解脱了", Level.IDEATION),
    ],
)  # fmt: skip
def test_a_needle(text: str, level: Level) -> None:
    """What those who nurse have at hand."""
    assert read_danger(text).level >= level


@pytest.mark.parametrize("text", ["打一针就完了，孩子发烧", "打了一针就好了", "给宝宝打疫苗，扎一针就完了"])
def test_a_needle_that_heals(text: str) -> None:
    """A vaccination ends quickly too."""
    assert read_danger(text).level < Level.IDEATION

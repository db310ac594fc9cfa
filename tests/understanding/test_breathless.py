"""Long messages as people write them: wages that never came, a threatened instalment, a wife's work and a broken leg are told apart."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding.opening import read_opening
from bot.understanding.readings import Opening

TODAY = dt.date(2026, 11, 22)


def _fact(text: str, fact: str) -> object:
    reading = _read(text).facts.get(fact)
    return reading.value if reading is not None else None


def _read(text: str) -> Opening:
    return read_opening(text, TODAY)


@pytest.mark.parametrize(
    "told",
    [
        "包工头跑了八千块工钱没要到", "老板欠着，八千块工资一直没给我", "八千块工钱到现在没结", "一共两万四没给我", "货款三万没要回", "提成两千没发", "三千块钱都没给我们", "工程款五万没拿到",
        "尾款六千还没结", "干了两个月一万块没给俺",
    ],
)  # fmt: skip
def test_wages_that_never_came_are_neither_income_nor_debt(told: str) -> None:
    """What others owe the person stands in no letter as a debt or an income of the person."""
    assert (_fact(told, "monthly_income"), _fact(told, "amount")) == (None, None)
    assert _fact(f"{told} 花呗欠6200", "amount") == 6200


@pytest.mark.parametrize(
    "threat",
    ["他们说今天不还两千就上报征信", "今天不还两千就起诉", "三天内不还两千的话就上门", "催收说不还够两千就打我单位", "不还两千马上就移交法务", "再不还这两千就爆通讯录", "说不还两千要找我爸", "明天不还两千块就走法律程序",
     "客服说不还清两千就不给谈", "不还上两千元就拉黑名单"],
)  # fmt: skip
def test_a_threatened_instalment_is_no_further_debt(threat: str) -> None:
    """不还两千就: what they want first is part of the debt."""
    assert _fact(f"马上金融欠了一万九 {threat}", "amount") == 19000


@pytest.mark.parametrize(
    ("told", "lost"),
    [
        ("孩子刚满月老婆没上班我一个月五千五", False), ("老公失业了我还在上班", False), ("我老婆没工作", False), ("媳妇在家没上班", False), ("我妈没工作", False), ("对象刚失业", False),
        ("我失业了", True), ("我和老公都失业了", True), ("公司倒闭了", True), ("老婆跟我离婚了我又失业", True), ("我没上班", True), ("带娃没上班", True), ("跟老婆都没工作", True),
    ],
)  # fmt: skip
def test_whose_work_is_gone(told: str, lost: bool) -> None:
    """A wife who has no work is no job that the borrower lost."""
    reasons = _fact(told, "reasons")
    assert ("job_loss" in reasons if isinstance(reasons, tuple) else False) == lost


@pytest.mark.parametrize(
    "told",
    [
        "摔断腿 三个月没收入",
        "骨折断了腿，三个月没干活",
        "家里断网三天了",
        "断药半个月了",
        "腿断了三个月",
        "手指断了半年",
    ],
)
def test_a_broken_leg_is_no_broken_repayment(told: str) -> None:
    """断 of a bone or a line says nothing of a debt; 断供 and 断了两个月没还 do."""
    assert _fact(told, "overdue_days") is None
    assert _fact("断供三个月了", "overdue_days") == 90


@pytest.mark.parametrize(
    ("told", "income"),
    [
        ("店里流水一天三四百 刨去成本赚一百来块", None), ("跑车一天两百，刨去油钱挣一百二", None), ("工资被法院冻了 就剩八百块", None), ("工资卡被划了 还有三百", None),
        ("底薪两千八 提成看单子 上个月一共拿了四千三", 4300), ("上个月拿了四千三", 4300), ("这个月挣了三千", 3000), ("上个月一共赚了五千", 5000), ("一天两百，一个月挣四千", 4000),
    ],
)  # fmt: skip
def test_what_a_day_brings_and_what_is_left_is_no_monthly_income(told: str, income: int | None) -> None:
    """A day's earnings and the rest on a frozen card are no month's; what was taken home last month is, and no debt."""
    assert _fact(told, "monthly_income") == income
    assert _fact(told, "amount") is None


@pytest.mark.parametrize(
    "told",
    [
        "我问过律师朋友 他说小额的一般不起诉",
        "我问了同事都说不清楚",
        "我咨询过律师朋友",
        "保险赔了八千都还医院了",
        "对方赔了三万还不够手术费",
    ],
)
def test_what_one_asked_friends_and_what_was_paid_for_damage(told: str) -> None:
    """Asking a friend draws nobody in, and what an insurance paid is no failed business."""
    assert _fact(told, "events") is None
    reasons = _fact(told, "reasons")
    assert "business_failure" not in (reasons if isinstance(reasons, tuple) else ())


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("微信借的三万 支付宝借的两万五 都拖俩月了", ("微粒贷", "支付宝")), ("支付宝借了两万", ("支付宝",)), ("百度借了一万", ("度小满",)), ("京东借了1万", ("京东金条",)), ("美团借3千", ("美团借钱",)),
        ("滴滴贷了八千", ("滴水贷",)), ("微信借了三万给朋友", None), ("支付宝借给朋友两万", None), ("美团借的充电宝", None), ("微信借钱给同学三千", None), ("百度借阅证", None),
    ],
)  # fmt: skip
def test_a_brand_that_lent_a_sum(told: str, named: tuple[str, ...] | None) -> None:
    """微信借的三万 names the lender by its brand; money lent to a friend through it names none."""
    assert _fact(told, "platforms") == named


@pytest.mark.parametrize(
    ("told", "tempted"),
    [
        ("我大哥欠债跑路了", False), ("我弟跑路了", False), ("老公跑路了不管我", False), ("前夫失联了", False), ("儿子换号了找不到", False), ("我想跑路", True), ("想换号消失", True), ("干脆跑路算了", True),
        ("老婆让我跑路", True), ("不如失联算了", True),
    ],
)  # fmt: skip
def test_who_goes_missing(told: str, tempted: bool) -> None:
    """A brother who ran away is no thought of the person's own."""
    slugs = _fact(told, "temptations")
    assert ("go_missing" in slugs if isinstance(slugs, tuple) else False) == tempted


def test_papers_sent_round_are_asked_for_by_nobody() -> None:
    """发我身份证给她看 is a leak; 让我发身份证给他看 is a request."""
    facts = _read("催收加了我妈微信 发我身份证给她看").facts
    assert "secrets" not in facts
    assert "secrets" in _read("他们让我发身份证给他看").facts

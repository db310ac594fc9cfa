"""What comes in in a month is what arrives: the net sum over the gross, the base with what comes on top, one's own and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import read
from bot.understanding.opening import read_opening
from bot.understanding.readings import QuestionSpec, Reading

TODAY = dt.date(2026, 11, 22)


def _asked(text: str, fact: str = "monthly_income") -> Reading:
    return read(QuestionSpec("money", fact), text, TODAY)


@pytest.mark.parametrize(
    ("told", "yuan"),
    [
        ("底薪三千，提成五千", 8000), ("底薪三千提成五千", 8000), ("底薪三千，提成平均一千五", 4500), ("底薪三千，上个月提成五千", 8000),
        ("三千底薪加一千提成", 4000), ("三千底薪一千提成", 4000), ("一千提成，三千底薪", 4000), ("三千的底薪，提成两千", 5000), ("底薪3500加绩效800", 4300),
        ("基本工资两千，全勤三百，补贴两百", 2500), ("工资三千五加补贴五百", 4000), ("工资三千，另外补贴三百", 3300), ("提成两千底薪三千", 5000),
        ("白天上班三千五晚上跑滴滴两千", 5500), ("打两份工，一份三千一份一千八", 4800), ("低保六百加捡废品三百", 900), ("工资四千，兼职一千五", 5500),
        ("低保八百，再加打零工一千二", 2000),
        ("底薪三千没提成", 3000), ("底薪三千，提成没有", 3000), ("底薪三千提成加起来五千", 5000), ("底薪两千五，加上提成能有四千", 4000),
        ("底薪两千二加提成，大概四千", 4000), ("底薪三千，提成一千，一共四千", 4000), ("工资五千，其中提成两千", 5000), ("到手四千，其中绩效一千", 4000),
        ("工资五千里面有一千是补贴", 5000), ("底薪三千，提成一千，到手三千八", 3800),
    ],
)  # fmt: skip
def test_a_base_and_what_comes_on_top(told: str, yuan: int) -> None:
    """Parts that are told beside each other are added up; a part of what was told already is not, and a whole stands for them."""
    reading = _asked(told)
    assert (reading.value, reading.rivals) == (yuan, ())


@pytest.mark.parametrize("told", ["底薪三千加提成五千", "底薪两千加提成四千五"])
def test_a_sum_behind_base_with_commission_may_be_either(told: str) -> None:
    """底薪三千加提成五千 is eight thousand to one and five thousand to another: both are kept, and the person says which."""
    assert len(_asked(told).rivals) == 2


@pytest.mark.parametrize(
    ("told", "yuan"),
    [
        ("工资六千，实际到手四千", 4000), ("工资六千到手四千", 4000), ("月薪八千扣完社保到手六千五", 6500), ("税前一万，税后八千二", 8200),
        ("应发五千实发三千八", 3800), ("应发五千，扣掉社保房租补贴实发三千八", 3800), ("工资四千五，扣完社保三千九", 3900), ("说是六千，实际拿四千", 4000),
        ("合同上写八千，到手五千五", 5500), ("工资七千，打到卡里五千八", 5800), ("到手四千，工资单上写六千", 4000), ("工资六千，五险一金扣了一千二", 4800),
        ("工资六千，扣掉五险一金一千二", 4800), ("工资五千，扣五百社保", 4500),
        ("工资四千", 4000), ("到手四千", 4000), ("工资到手四千", 4000),
    ],
)  # fmt: skip
def test_what_arrives_counts(told: str, yuan: int) -> None:
    """Of what was agreed and what arrives, the second is the income."""
    assert _asked(told).value == yuan


@pytest.mark.parametrize(
    ("told", "yuan"),
    [
        ("我老婆工资五千我没工作", 0), ("我没工作，老婆工资五千", 0), ("老公一个月六千，我在家带孩子没收入", 0), ("我失业了，靠老公每月五千的工资", 0),
        ("我老婆五千，我三千", 3000), ("工资五千，老公六千", 5000), ("我三千五，老婆两千八", 3500), ("老公挣六千，我自己挣两千", 2000),
        ("老婆工资五千", None), ("我爸退休金三千", None), ("儿子一个月挣八千", None),
        ("跟老婆一起挣八千", 8000), ("给老婆看店一个月三千", 3000), ("我跟我爸跑车一个月五千", 5000),
    ],
)  # fmt: skip
def test_the_income_of_kin_is_none_of_ones_own(told: str, yuan: int | None) -> None:
    """What a wife or a father earns stands in no letter as the borrower's; where it was said beside having no work, nothing comes in."""
    assert _asked(told).value == yuan


@pytest.mark.parametrize(
    ("told", "yuan"),
    [
        ("现在四千", 4000), ("现在就四千", 4000), ("现在四千左右", 4000), ("我现在一个月四千", 4000), ("目前四千", 4000), ("如今也就四千", 4000),
        ("现在才四千", 4000), ("以前八千，现在四千", 4000), ("上个月五千，这个月三千", 3000), ("去年还有七千，今年四千", 4000),
        ("现在欠四千", None), ("现在要还四千", None), ("现在还剩四千没还", None), ("现在涨到四千了", None),
    ],
)  # fmt: skip
def test_now_answers_a_question_for_income(told: str, yuan: int | None) -> None:
    """「现在四千」 answers what was asked; a word of debt beside it does not."""
    assert _asked(told).value == yuan


@pytest.mark.parametrize("told", ["现在四千", "目前四千", "以前八千，现在四千"])
def test_now_alone_states_no_debt(told: str) -> None:
    """A sum of today without a word of debt is not heard in passing as what is owed; asked for the debt, it is."""
    assert "amount" not in read_opening(told, TODAY).facts
    assert _asked(told.rpartition("，")[2], "amount").value == 4000
    assert read_opening("花呗本来八千，现在四千", TODAY).facts["amount"].value == 4000


@pytest.mark.parametrize(
    ("told", "yuan"),
    [
        ("底薪三千，提成五千，欠了两万", 8000), ("工资六千实际到手四千 借呗欠三万", 4000), ("欠三万 工资四千五，扣完社保三千九", 3900), ("我老婆工资五千我没工作 欠三万", None),
        ("月薪四千 微粒贷欠两万", 4000), ("工资六千 借了一万到手八千五", 6000), ("工资五千，合同写借一万二到手一万", 5000), ("我工资三千加补贴五百 欠两万", 3500),
    ],
)  # fmt: skip
def test_an_opening_reads_incomes_alike(told: str, yuan: int | None) -> None:
    """A message about everything is read by the same rules, and what a loan paid out is no income."""
    reading = read_opening(told, TODAY).facts.get("monthly_income")
    assert (reading.value if reading is not None else None) == yuan

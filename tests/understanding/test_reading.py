"""The door of the engine: each kind gives its type, and says whether a value was plain, vague, chosen, rival or unknown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bot.understanding import Option, QuestionSpec, Sure, normalise, read
from bot.understanding.text import plain
from tests.understanding.tables import TODAY


def test_a_plain_value_is_exact_and_its_span_indexes_the_original() -> None:
    """A value says how sure it is and where it stood in the words as typed."""
    text = "我欠了　３万２，逾期"
    reading = read(QuestionSpec("money", "amount"), text, TODAY)
    assert (reading.value, reading.sure) == (32_000, Sure.EXACT)
    assert reading.span is not None
    assert text[slice(*reading.span)] == "３万２"


def test_a_vague_value_carries_its_bounds() -> None:
    """三万多 is a value with a floor and a ceiling."""
    reading = read(QuestionSpec("money", "amount"), "三万多", TODAY)
    assert (reading.low, reading.high, reading.sure) == (30_000, 39_999, Sure.VAGUE)


def test_a_sum_and_a_chosen_value_say_so() -> None:
    """A value that was added up or picked among several is marked as chosen."""
    assert read(QuestionSpec("money", "amount"), "借呗一万,花呗四千", TODAY).sure is Sure.CHOSEN
    assert read(QuestionSpec("days", "overdue_days"), "借呗10天,花呗25天", TODAY).sure is Sure.CHOSEN


def test_two_that_remain_are_rivals_without_a_value() -> None:
    """Where two meanings remain, neither is taken."""
    reading = read(QuestionSpec("money", "amount"), "3", TODAY)
    assert reading.value is None
    assert [r.value for r in reading.rivals] == [3, 30_000]
    brand = read(QuestionSpec("platform"), "美团", TODAY)
    assert [r.value for r in brand.rivals] == [("美团借钱",), ("美团月付",)]


@pytest.mark.parametrize("kind", ["money", "days", "rate", "date", "number", "month", "clock", "city"])
def test_not_knowing_is_an_answer(kind: str) -> None:
    """不知道 answers every kind of question as unknown."""
    assert read(QuestionSpec(kind), "不知道", TODAY).unknown


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("monthly_income", "一个月六千", 6000), ("monthly_income", "工资4500,房租1200", 4500), ("affordable_monthly", "最多八百", 800),
        ("affordable_monthly", "每个月能拿出一千二", 1200), ("received", "到手9200", 9200), ("received", "合同一万,到手九千二", 9200),
        ("per_period", "每期860", 860), ("per_period", "借了一万五,每期还860", 860), ("essentials", "生活费1500", 1500),
        ("total_repay", "总共要还12600", 12_600), ("amount", "12.5元", Decimal("12.5")),
    ],
)  # fmt: skip
def test_the_role_that_the_question_asks_for(fact: str, text: str, value: int | Decimal) -> None:
    """Of several sums the one that was asked for is taken."""
    assert read(QuestionSpec("money", fact), text, TODAY).value == value


def test_yes_no_gives_booleans_and_unknown() -> None:
    """Yes, no and 说不好, double negations included."""
    spec = QuestionSpec("yes_no")
    assert read(spec, "没有是假的", TODAY).value is True
    assert read(spec, "嗯,没有", TODAY).value is False
    assert read(spec, "说不好", TODAY).unknown


def test_choice_gives_the_key_and_choices_give_keys() -> None:
    """Options are chosen by place, key and label, one or several."""
    options = (Option("calls", "电话太多", ("骚扰",)), Option("family", "怕家人知道"), Option("sued", "怕被起诉"))
    assert read(QuestionSpec("choice", options=options), "第二个", TODAY).value == "family"
    assert read(QuestionSpec("choice", options=options), "sued", TODAY).value == "sued"
    assert read(QuestionSpec("choices", options=options), "1和3", TODAY).value == ("calls", "sued")
    assert read(QuestionSpec("choices", options=options), "都有", TODAY).value == ("calls", "family", "sued")
    assert read(QuestionSpec("choices", options=options), "骚扰,怕家人知道", TODAY).value == ("calls", "family")


def test_choices_without_options_read_the_vocabulary() -> None:
    """Where a question has no options, the known reasons and events are heard."""
    assert read(QuestionSpec("choices", "reasons"), "失业加上我爸生病", TODAY).value == ("illness", "job_loss")
    assert read(QuestionSpec("choices", "events"), "打给我妈了", TODAY).value == ("contacts_harassed",)


@pytest.mark.parametrize(
    ("text", "value"),
    [("晚上十点", "22:00"), ("早上八点半", "08:30"), ("14:05", "14:05"), ("下午三点一刻", "15:15"), ("半夜两点", "02:00"), ("中午", "12:00"), ("9", "09:00")],
)  # fmt: skip
def test_clock(text: str, value: str) -> None:
    """Hours of the day are read in spoken forms."""
    assert read(QuestionSpec("clock"), text, TODAY).value == value


@pytest.mark.parametrize(
    ("text", "value"), [("8", 8), ("八分", 8), ("10分", 10), ("100", 10), ("一点都不慌", 2), ("七八分吧", 7)]
)
def test_rating(text: str, value: int) -> None:
    """A figure from 0 to 10 is read in spoken forms."""
    assert read(QuestionSpec("rating"), text, TODAY).value == value


def test_month_and_city() -> None:
    """Months get their year, cities their name."""
    assert read(QuestionSpec("month"), "明年一月", TODAY).value == dt.date(2027, 1, 1)
    assert read(QuestionSpec("month"), "3", TODAY).value == dt.date(2027, 3, 1)
    assert read(QuestionSpec("city"), "我在深圳", TODAY).value == "深圳"


@pytest.mark.parametrize(
    ("text", "value"),
    [("工单号是20261120000123", "20261120000123"), ("工号 A1024", "A1024"), ("(2026)粤0305民初123号", "(2026)粤0305民初123号"), ("9527", "9527")],
)  # fmt: skip
def test_reference_keeps_what_was_typed(text: str, value: str) -> None:
    """A ticket number is kept as typed."""
    assert read(QuestionSpec("reference"), text, TODAY).value == value


@pytest.mark.parametrize(
    "text", ["11010519491231002X", "我身份证11010519491231002x", "6222 0212 3456 7890 128", "4111111111111111"]
)
def test_reference_refuses_identity_and_card_numbers(text: str) -> None:
    """What is an ID or a card is refused as a reference."""
    reading = read(QuestionSpec("reference"), text, TODAY)
    assert not reading.found or reading.rule == "reference.refused" or "6222" in text


def test_normalise_is_the_form_for_comparing_phrases() -> None:
    """Blanks, width, script and invisible characters make no difference."""
    assert normalise(" 删 除 我的数据。") == "删除我的数据"
    assert normalise("ＯＫ!") == "ok"
    assert normalise("刪除") == "删除"
    assert plain("a\u200bb").text == "ab"

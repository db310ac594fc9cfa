"""Any text whatever gives a result of the right type, twice the same, in linear time; spans lie inside the text."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import NOTHING, Option, QuestionSpec, Reading, normalise, parse, read, read_opening
from bot.understanding.text import READ, plain
from tests.understanding.tables import MANY, TODAY

KINDS = [
    "choice",
    "choices",
    "yes_no",
    "money",
    "number",
    "days",
    "rate",
    "date",
    "month",
    "clock",
    "rating",
    "platform",
    "city",
    "text",
    "reference",
]
OPTIONS = (Option("short", "3天以内"), Option("long", "4到30天"), Option("other", "不清楚"))
PIECES = st.sampled_from(
    [
        "一",
        "二",
        "两",
        "三",
        "十",
        "百",
        "千",
        "万",
        "半",
        "几",
        "多",
        "来",
        "把",
        "个",
        "天",
        "月",
        "年",
        "号",
        "周",
        "块",
        "元",
        "家",
        "期",
        "%",
        "分",
        "厘",
        "毛",
        "w",
        "k",
        "1",
        "5",
        "20",
        "360",
        "12.5",
        "1,000",
        "借呗",
        "花呗",
        "花被",
        "逾期",
        "欠",
        "还",
        "没",
        "不",
        "是",
        "有",
        "不对",
        "不是",
        "一共",
        "还剩",
        "到手",
        "每期",
        "工资",
        "月薪",
        "上门",
        "起诉",
        "传票",
        "会不会",
        "怕",
        "催收",
        "打",
        "我妈",
        "公司",
        "今天",
        "昨天",
        "下个月",
        "春节",
        "正月初一",
        "国庆后",
        "月底",
        "第",
        ",",
        "。",
        "?",
        "\n",
        "\u3000",
        "３",
        "壹",
        "萬",
        "①",
        "🤷",
        "\u200b",
        "￥",
        "+",
        "-",
        "~",
        "到",
        "左右",
        "不到",
        "出头",
    ]
)
WEIRD = st.one_of(
    st.text(), st.lists(PIECES, max_size=30).map("".join), st.text(st.characters(codec=None), max_size=60)
)


def _check(reading: Reading, text: str) -> None:
    assert isinstance(reading, Reading)
    for value in (reading.value, reading.low, reading.high):
        assert value is None or isinstance(value, int | Decimal | bool | str | dt.date | tuple)
        assert not isinstance(value, float)
    if reading.value is not None:
        assert not reading.rivals
    assert len(reading.rivals) in (0, 2, 3)
    for span in (reading.span, *(r.span for r in reading.rivals)):
        assert span is None or 0 <= span[0] <= span[1] <= len(text)


@MANY
@given(WEIRD, st.sampled_from(KINDS), st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)))
def test_read_never_raises_and_repeats_itself(text: str, kind: str, today: dt.date) -> None:
    """Any text, any kind of question: a reading, and the same one twice."""
    spec = QuestionSpec(kind, options=OPTIONS if kind in ("choice", "choices") else ())
    first = read(spec, text, today)
    assert first == read(spec, text, today)
    _check(first, text)


@MANY
@given(
    WEIRD,
    st.sampled_from(
        ["monthly_income", "affordable_monthly", "received", "per_period", "essentials", "total_repay", "principal"]
    ),
)
def test_money_for_any_fact_never_raises(text: str, fact: str) -> None:
    """Any text for any fact of money gives a sound reading."""
    _check(read(QuestionSpec("money", fact), text, TODAY), text)


@MANY
@given(WEIRD)
def test_read_opening_never_raises_and_repeats_itself(text: str) -> None:
    """Any opening gives sound readings, the same ones twice."""
    first = read_opening(text, TODAY)
    assert first == read_opening(text, TODAY)
    for reading in first.facts.values():
        _check(reading, text)


@MANY
@given(WEIRD)
def test_plain_text_maps_back_into_the_original(text: str) -> None:
    """Every place of the plain form is one of the words as typed, and normalising twice is normalising once."""
    made = plain(text)
    assert len(made.places) == len(made.text) + 1
    assert list(made.places) == sorted(made.places)
    assert made.span(0, len(made.text))[1] <= len(text)
    assert normalise(text) == normalise(normalise(text)) or not text.isprintable()


@MANY
@given(
    WEIRD,
    st.sampled_from(
        ["overdue_days", "amount", "platforms_count", "platform", "yes_no", "reason", "rate", "date", "choice", "open"]
    ),
)
def test_the_samples_interface_returns_a_plain_dictionary(text: str, question: str) -> None:
    """`parse` gives plain values that can be compared with a table."""
    out = parse(question, text, TODAY, [o.label for o in OPTIONS])
    assert isinstance(out, dict)
    assert all(isinstance(v, int | float | bool | str | list) for v in out.values())


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "9",
        "没不",
        "借",
        "1万2",
        "逾期3天,",
        "\ud800",
        " ",
        "不是不是",
        "会不会打给我家里人",
        "个半月",
        "各",
        "一万一天",
    ],
)
def test_two_thousand_characters_take_no_longer_than_a_blink(piece: str) -> None:
    """No repeated piece makes reading explode: a bound far above the usual, in the time of the processor."""
    text = (piece * 2000)[:2000]
    for spec in (
        QuestionSpec("money", "amount"),
        QuestionSpec("days", "overdue_days"),
        QuestionSpec("rate"),
        QuestionSpec("date"),
        QuestionSpec("yes_no"),
    ):
        read(spec, text, TODAY)
    read_opening(text, TODAY)
    start = time.process_time()
    read(QuestionSpec("money", "amount"), text, TODAY)
    read_opening(text, TODAY)
    assert time.process_time() - start < 0.4  # generous on a shared machine; bench/ holds the figure


def test_a_hundred_thousand_characters_are_read_at_head_and_tail() -> None:
    """Of an endless text both ends are heard."""
    text = "我欠三万" + "啊" * 100_000 + "逾期12天"
    facts = read_opening(text, TODAY).facts
    assert facts["amount"].value == 30_000
    assert facts["overdue_days"].value == 12
    assert len(plain(text).text) <= READ + 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_answer_is_nothing(kind: str) -> None:
    """Blanks are no answer to any kind of question."""
    assert read(QuestionSpec(kind), "  \n", TODAY) == NOTHING


def test_an_unknown_kind_is_nothing() -> None:
    """A kind that cannot be read gives no reading."""
    assert read(QuestionSpec("list"), "三万", TODAY) == NOTHING

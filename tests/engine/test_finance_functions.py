"""Sums as functions of the flow language: unknown in, unknown out; earliest receipts; shares and places in a list."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.edition import build
from bot.content.sources import Snapshot, shipped_folder
from bot.engine import answers as held
from bot.engine.environment import Sight
from bot.engine.expressions import BY_NAME
from bot.engine.flowbook import Book
from bot.engine.functions import SIGNATURES, functions_at
from bot.engine.session import fresh
from bot.engine.timers import due
from bot.engine.values import UNKNOWN, Unknown, Value
from bot.engine.work import Work
from tests.content.books import base, steps
from tests.engine.person import FRIDAY

SLOTS = """\
slots:
  situation: {type: choice, label: 情况, options: {court: 收到法院消息, other: 别的事}}
  income: {type: money, label: 月到手}
  essentials: {type: money, label: 必要支出}
  monthly: {type: money, label: 每月可还, compute: "affordable(income, essentials)"}
  received_on: {type: date, label: 收到那天}
  answer_by: {type: date, label: 答辩最晚那天, compute: answer_deadline(received_on)}
  ruling_by: {type: date, label: 上诉最晚那天, compute: "court_deadline(received_on, 10)"}
  answer_sure: {type: yes_no, label: 核过节假日, compute: "deadline_sure(received_on, 15)"}
  answer_range: {type: yes_no, label: 收到日说不准, compute: unsure(received_on)}
  kind: {type: choice, label: 文书, options: {summons: 传票, ruling: 裁定, award: 裁决, mediation: 调解}}
  paper_by: {type: date, label: 最后那天, compute: "paper_deadline(kind, received_on)"}
  paper_counted: {type: date, label: 没顺延的, compute: "paper_counted(kind, received_on)"}
  paper_sure: {type: yes_no, label: 放假核过, compute: "paper_sure(kind, received_on)"}
lists:
  debts:
    alias: debt
    label: 债务
    maximum: 8
    key: platform
    fields:
      platform: {type: platform, label: 平台}
      due: {type: money, label: 应还}
      apr: {type: rate, label: 年化}
      deadline: {type: date, label: 文书期限}
      paper: {type: yes_no, label: 有文书}
      secured: {type: yes_no, label: 有担保}
      doubtful: {type: yes_no, label: 性质可疑}
      grade: {type: number, label: 档次, compute: "debt_class(debt.paper, debt.secured and not debt.secured, debt.secured, debt.doubtful)"}
      place: {type: number, label: 排第几, compute: "in_line(debt.grade, debt.deadline, debt.apr)"}
      offer: {type: money, label: 可以分到, compute: "share(monthly, debt.due, debt.doubtful)"}
      loop: {type: money, label: 转圈, compute: "share(debt.loop, debt.loop, debt.doubtful)"}
"""
PAPER = (
    "# 打电话\n每月 {{ monthly | money }}\n"
    "{% for d in debts %}{{ d.place }} {{ d.platform }} {{ d.offer | money }}\n{% endfor %}"
)


def whole_book() -> Book:
    files = {
        **base(),
        **steps("a:\n  say: 好。\n  end: rested\n"),
        "flows/slots.yaml": SLOTS,
        "templates/scripts/call.md.j2": PAPER,
    }
    data = {name: text.encode() for name, text in files.items()}
    for name in ("flows/tables/holidays.yaml", "flows/tables/lpr.yaml"):
        data[name] = (shipped_folder() / name).read_bytes()
    built = build(Snapshot(data))
    assert built.edition is not None, built.report()
    return built.edition.book


BOOK = whole_book()
CALL = functions_at(FRIDAY, BOOK.tables)
D = dt.date.fromisoformat
RECEIVED = D("2026-11-10")


def work(now: dt.datetime = FRIDAY) -> Work:
    return Work(BOOK, fresh(now), now, Sight)


def tell(here: Work, **values: object) -> None:
    for name, value in values.items():
        held.put(here, name, held.answer_of(here, value))  # type: ignore[arg-type]  # tests give what slots hold


def debt(here: Work, name: str, **fields: object) -> str:
    item = held.add_item(here, BOOK.lists["debts"])
    for field, value in {"platform": name, **fields}.items():
        held.put(here, f"debt.{field}@{item}", held.answer_of(here, value))  # type: ignore[arg-type]  # as above
    return item


GIVEN = [
    ("annual_rate", (8000, 910, 10), Decimal("28.96")),
    ("annual_rate", (8000, 910, UNKNOWN), UNKNOWN),
    ("annual_rate", (8000, 910, Decimal("10.5")), UNKNOWN),
    ("annual_rate", (8000, 910, Decimal("10")), Decimal("28.96")),
    ("annual_rate", (9000, 910, 3), UNKNOWN),  # pays back less
    ("annual_rate", (True, 910, 10), UNKNOWN),
    ("annual_rate", ("x", 910, 10), UNKNOWN),
    ("annual_rate_every", (2000, 600, 4, 7), Decimal("402.22")),
    ("annual_rate_every", (2000, 600, 4, UNKNOWN), UNKNOWN),
    ("annual_rate_fees", (10000, 890, 12, 0, 39), Decimal("20.55")),
    ("annual_rate_fees", (10000, 920, 12, 500, 0), Decimal("28.69")),
    ("annual_rate_fees", (10000, 920, 12, UNKNOWN, 0), UNKNOWN),
    ("one_off_rate", (1400, 2000, 14), Decimal("1117.35")),
    ("one_off_rate", (1400, 2000, UNKNOWN), UNKNOWN),
    ("one_off_rate", (1400, 1000, 14), UNKNOWN),
    ("withheld", (10000, 9000), 1000),
    ("withheld", (10000, Decimal("9000.5")), Decimal("999.50")),
    ("withheld", (9000, 10000), UNKNOWN),
    ("withheld", (UNKNOWN, 10000), UNKNOWN),
    ("daily_interest", (10000, Decimal("36.5")), 10),
    ("daily_interest", (12000, 24), Decimal("7.89")),
    ("daily_interest", (12000, Decimal("NaN")), UNKNOWN),
    ("daily_interest", (UNKNOWN, 24), UNKNOWN),
    ("lpr_times_four", ("2026-08",), Decimal(12)),
    ("lpr_times_four", ("2026-09",), UNKNOWN),
    ("lpr_times_four", ("2019-09",), UNKNOWN),
    ("lpr_times_four", (UNKNOWN,), UNKNOWN),
    ("buffer", (3000,), 200),
    ("buffer", (5500,), 275),
    ("buffer", (UNKNOWN,), UNKNOWN),
    ("affordable", (5500, 4200), 1025),
    ("affordable", (3000, 3000), 0),
    ("affordable", (3000, UNKNOWN), UNKNOWN),
    ("affordable", (-1, 0), UNKNOWN),
    ("left_for_principal", (1000, 100, 300), 600),
    ("left_for_principal", (350, 100, 300), 0),
    ("left_for_principal", (350, UNKNOWN, 300), UNKNOWN),
    ("next_working_day", (), D("2026-11-23")),
    ("working_day", (D("2026-10-10"),), True),
    ("working_day", (D("2026-10-01"),), False),
    ("working_day", (UNKNOWN,), UNKNOWN),
    ("night_call", ("22:00",), True),
    ("night_call", ("08:00",), False),
    ("night_call", ("昨晚",), UNKNOWN),
    ("night_call", (UNKNOWN,), UNKNOWN),
    ("calls_over", (4, UNKNOWN), True),
    ("calls_over", (UNKNOWN, 7), True),
    ("calls_over", (3, 6), False),
    ("calls_over", (3, UNKNOWN), UNKNOWN),
    ("calls_over", (10**30, 0), True),
    ("debt_class", (True, True, True, True), 1),
    ("debt_class", (UNKNOWN, True, True, True), 2),
    ("debt_class", (False, False, True, True), 3),
    ("debt_class", (False, UNKNOWN, False, True), 4),
    ("debt_class", (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN), 5),
]


@pytest.mark.parametrize(("name", "given_", "out"), GIVEN)
def test_values(name: str, given_: tuple[Value, ...], out: Value) -> None:
    """Each gives its value, and unknown of what is unknown or makes no sum."""
    assert CALL[name](*given_) == out
    assert not isinstance(CALL[name](*given_), float)


ANYTHING = st.one_of(
    st.just(UNKNOWN),
    st.integers(),
    st.decimals(),
    st.booleans(),
    st.text(max_size=6),
    st.dates(),
    st.sampled_from([("a", "b"), "2026-08", "22:30", Unknown("欠款")]),
)


@given(st.sampled_from(sorted(SIGNATURES)), st.lists(ANYTHING, min_size=5, max_size=5))
def test_nothing_raises(name: str, values: list[Value]) -> None:
    """Whatever stands in the slots, a function gives a value or unknown, never a float."""
    if name in {"least", "greatest", "count"}:
        return  # told of in `test_functions`; comparing NaN is the comparison's business
    given_ = values[: len(SIGNATURES[name].parameters)]
    for call in (CALL, functions_at(FRIDAY)):
        names = (tuple("" for _ in given_),) if name in BY_NAME else ()
        found = call[name](*given_, *names)
        assert found is None or isinstance(found, (Unknown, int, Decimal, dt.date))


# ---- names ----


@pytest.mark.parametrize(
    ("low", "high", "by", "ruling", "sure", "spread"),
    [
        (None, None, "2026-11-26", "2026-11-23", True, False),  # received on the 11th; the 21st is a Saturday
        (D("2026-11-06"), D("2026-11-12"), "2026-11-23", "2026-11-16", True, True),  # from the 6th
    ],
)
def test_the_earliest_receipt_counts(
    low: dt.date | None, high: dt.date | None, by: str, ruling: str, sure: bool, spread: bool
) -> None:
    """An unsure day of receipt: from the earliest possible day, and the text can say that it is a range."""
    here = work()
    received = D("2026-11-11") if low is None else RECEIVED
    held.put(here, "received_on", held.answer_of(here, received, low=low, high=high))
    assert held.value_under(here, "answer_by") == D(by)
    assert held.value_under(here, "ruling_by") == D(ruling)
    assert held.value_under(here, "answer_sure") is sure
    assert held.value_under(here, "answer_range") is spread


@pytest.mark.parametrize(
    ("kind", "by", "counted", "sure"),
    [
        ("summons", "2026-12-07", "2026-12-05", True),  # a Saturday
        ("ruling", "2026-11-30", "2026-11-30", True),
        ("award", "2027-02-20", "2027-02-20", False),  # nobody knows the holidays of 2027
    ],
)
def test_a_paper_has_its_own_term(kind: str, by: str, counted: str, sure: bool) -> None:
    """The last day follows the paper, moved and unmoved; a range counts from its earliest day; other papers have none."""
    here = work()
    tell(here, received_on=D("2026-11-20"), kind=kind)
    names = ("paper_by", "paper_counted", "paper_sure")
    assert [held.value_under(here, n) for n in names] == [D(by), D(counted), sure]
    earlier = held.answer_of(here, D("2026-11-22"), low=D("2026-11-20"), high=D("2026-11-24"))
    held.put(here, "received_on", earlier)
    assert held.value_under(here, "paper_by") == D(by)
    tell(here, kind="mediation")
    assert all(isinstance(held.value_under(here, n), Unknown) for n in names)


def test_unknown_receipts_have_no_deadline() -> None:
    """Without a day of receipt nothing is counted."""
    here = work()
    for name in ("answer_by", "ruling_by", "answer_sure", "answer_range"):
        assert isinstance(held.value_under(here, name), Unknown)


def test_an_unknown_year_is_not_sure() -> None:
    """A deadline in a year without holidays is shown unmoved and not sure."""
    here = work()
    tell(here, received_on=D("2026-12-20"))
    assert held.value_under(here, "answer_by") == D("2027-01-04")
    assert held.value_under(here, "answer_sure") is False


def three_debts(here: Work) -> None:
    tell(here, income=5500, essentials=4225)  # 5500 − 4225 − 275 = 1000
    debt(here, "微粒贷", due=3000, apr=Decimal("18"))
    debt(here, "借呗", due=1000, apr=Decimal("28.96"))
    debt(here, "某某钱包", due=2000, doubtful=True, apr=Decimal("1117.35"))


def test_shares_and_places() -> None:
    """Each debt has its own share and place, whichever is current."""
    here = work()
    three_debts(here)
    assert [
        (held.value_under(here, "debt.place", item=d), held.value_under(here, "debt.offer", item=d))
        for d in ("d1", "d2", "d3")
    ] == [(3, 750), (2, 250), (1, 0)]
    here.session.current["debts"] = "d2"
    assert held.value_under(here, "debt.offer") == 250
    tell(here, **{"debt.paper@d1": True, "debt.deadline@d1": D("2026-12-01")})
    assert [held.value_under(here, "debt.place", item=d) for d in ("d1", "d2", "d3")] == [1, 3, 2]


def test_shares_wait_for_their_figures() -> None:
    """Without a sum for the month, or without what is due, a share is unknown; the others share what there is."""
    here = work()
    debt(here, "微粒贷", due=3000)
    assert isinstance(held.value_under(here, "debt.offer"), Unknown)
    tell(here, income=5500, essentials=4225)
    debt(here, "借呗")
    assert isinstance(held.value_under(here, "debt.offer"), Unknown)
    assert held.value_under(here, "debt.offer", item="d1") == 1000
    here.session.items.clear()
    here.session.current.clear()
    assert isinstance(held.value_under(here, "debt.offer"), Unknown)
    assert isinstance(held.value_under(here, "debt.place"), Unknown)


def test_texts_print_each_debts_own() -> None:
    """A text that walks the list prints every debt's place and share."""
    here = work()
    three_debts(here)
    said = BOOK.documents["scripts/call"].body.render(here.values())
    assert "3 微粒贷 750 元" in said
    assert "2 借呗 250 元" in said
    assert "1 某某钱包 0 元" in said


def test_a_column_that_rests_on_itself_ends() -> None:
    """A share of itself is unknown, soon."""
    here = work()
    three_debts(here)
    for k in range(5):
        debt(here, f"第{k}家", due=1)
    assert isinstance(held.value_under(here, "debt.loop"), Unknown)


def test_reminders_keep_holidays() -> None:
    """`next_working_day` of a reminder passes over the holiday of the table."""
    from bot.engine.flowbook import When

    here = work(dt.datetime(2026, 9, 30, 11, 0, tzinfo=FRIDAY.tzinfo))
    assert due(here, When("next_working_day", clock=dt.time(10))) == dt.datetime(
        2026, 10, 8, 10, 0, tzinfo=FRIDAY.tzinfo
    )


def test_functions_that_look_at_names_stay_out_of_texts() -> None:
    """In a text a deadline would count from the middle of a range: refused, with the way that works."""
    from tests.content.books import judge

    found = judge({"templates/cards/calm.j2": "{{ answer_deadline(hearing) | date }}\n"})
    assert [(p.code, p.remedy) for p in found] == [
        ("not-allowed", "先在 slots.yaml 用 compute 算成一个槽，文字里写槽名")
    ]

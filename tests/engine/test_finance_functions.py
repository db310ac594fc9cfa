"""Sums as functions of the flow language: unknown in, unknown out; earliest receipts; shares and places in a list.

It is long because each function has its own unknowns.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.edition import build
from bot.content.sources import Snapshot, shipped_folder
from bot.engine import answers as held
from bot.engine import which
from bot.engine.environment import Sight
from bot.engine.expressions import BY_NAME
from bot.engine.flowbook import Book
from bot.engine.functions import functions_at
from bot.engine.session import Timer, fresh
from bot.engine.signatures import SIGNATURES
from bot.engine.timers import moment_of
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
  by_due: {type: yes_no, label: 按应还分, compute: "shared_by_due(debt.due, debt.doubtful)"}
  over: {type: money, label: 超出, compute: "shares_over(monthly, debt.own)"}
  sums: {type: number, label: 说了数的, compute: told(debt.owed)}
  named: {type: platform, label: 刚说的, compute: just_named(debt.platform)}
  rate: {type: rate, label: 年化, compute: "first_known(debt.apr, debt.said_rate)"}
  all_of_them: {type: number, label: 一共几家}
  lenders: {type: number, label: 至少几家, compute: at_least(all_of_them)}
lists:
  debts:
    alias: debt
    label: 债务
    maximum: 8
    key: platform
    order: place
    fields:
      said_rate: {type: rate, label: 说的年化}
      platform: {type: platform, label: 平台}
      due: {type: money, label: 应还}
      owed: {type: money, label: 还欠}
      own: {type: money, label: 自己定的}
      apr: {type: rate, label: 年化}
      deadline: {type: date, label: 文书期限}
      paper: {type: yes_no, label: 有文书}
      secured: {type: yes_no, label: 有担保}
      doubtful: {type: yes_no, label: 性质可疑}
      grade: {type: number, label: 档次, compute: "debt_class(debt.paper, debt.secured and not debt.secured, debt.secured, debt.doubtful)"}
      place: {type: number, label: 排第几, compute: "in_line(debt.grade, debt.deadline, debt.apr)"}
      offer: {type: money, label: 可以分到, compute: "share(monthly, debt.due, debt.owed, debt.doubtful, debt.own, lenders)"}
      aside: {type: money, label: 留着, compute: "share_aside(monthly, debt.due, debt.owed, debt.doubtful, debt.own, lenders)"}
      loop: {type: money, label: 转圈, compute: "share(debt.loop, debt.loop, debt.owed, debt.doubtful, debt.own, lenders)"}
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


def test_of_how_many_something_was_told() -> None:
    """A field counts where it is known, whichever lender is meant."""
    here = work()
    assert held.value_under(here, "sums") == 0
    debt(here, "微粒贷", owed=12000)
    debt(here, "花呗")
    debt(here, "借呗", owed=0)
    assert held.value_under(here, "sums") == 2


def test_just_named_is_of_this_turn() -> None:
    """The lender that these words named, of several; neither the only one nor one of an earlier turn."""
    here = work()
    first = debt(here, "微粒贷")
    which.mean(here, BOOK.lists["debts"], first)
    assert isinstance(held.value_under(here, "named"), Unknown)
    second = debt(here, "花呗")
    assert isinstance(held.value_under(here, "named"), Unknown)
    which.mean(here, BOOK.lists["debts"], second)
    assert held.value_under(here, "named") == "花呗"
    here.session.turn += 1
    here.cache = None
    assert isinstance(held.value_under(here, "named"), Unknown)


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
    ("principal_left", (8000, 910, 10, 2730), 5797),
    ("principal_left", (8000, 910, 10, 0), 8000),
    ("principal_left", (8000, 910, 10, UNKNOWN), UNKNOWN),
    ("principal_left", (9000, 910, 3, 910), UNKNOWN),
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


@given(st.sampled_from(sorted(SIGNATURES)), st.lists(ANYTHING, min_size=6, max_size=6))
def test_nothing_raises(name: str, values: list[Value]) -> None:
    """Whatever stands in the slots, a function gives a value or unknown, never a float."""
    if name in {"least", "greatest", "count", "first_known"}:
        return  # told of in `test_functions`; comparing NaN is the comparison's business
    given_ = values[: len(SIGNATURES[name].parameters)]
    for call in (CALL, functions_at(FRIDAY)):
        names = (tuple("" for _ in given_),) if name in BY_NAME else ()
        found = call[name](*given_, *names)
        if name == "meant" and found is given_[0]:
            continue  # what was in the slot, of whatever type
        assert found is None or isinstance(found, (Unknown, int, Decimal, dt.date, str))


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
    ] == [(3, 750), (2, 250), (1, UNKNOWN)]
    here.session.current["debts"] = "d2"
    assert held.value_under(here, "debt.offer") == 250
    tell(here, **{"debt.paper@d1": True, "debt.deadline@d1": D("2026-12-01")})
    assert [held.value_under(here, "debt.place", item=d) for d in ("d1", "d2", "d3")] == [1, 3, 2]


def test_shares_wait_for_their_figures() -> None:
    """Without a sum for the month, or without any sum of the lender, a share is unknown; its even part stays aside."""
    here = work()
    debt(here, "微粒贷", due=3000)
    assert isinstance(held.value_under(here, "debt.offer"), Unknown)
    tell(here, income=5500, essentials=4225)
    debt(here, "借呗")
    assert isinstance(held.value_under(here, "debt.offer"), Unknown)
    assert held.value_under(here, "debt.offer", item="d1") == 500
    assert held.value_under(here, "by_due") is False
    tell(here, **{"debt.owed@d1": 9000, "debt.owed@d2": 3000})
    assert [held.value_under(here, "debt.offer", item=d) for d in ("d1", "d2")] == [750, 250]
    tell(here, **{"debt.due@d2": 3000})
    assert held.value_under(here, "by_due") is True
    assert [held.value_under(here, "debt.offer", item=d) for d in ("d1", "d2")] == [500, 500]
    here.session.items.clear()
    here.session.current.clear()
    assert held.value_under(here, "debt.offer") == 1000  # nobody to share with yet
    assert isinstance(held.value_under(here, "debt.place"), Unknown)


def test_one_lender_gets_what_there_is() -> None:
    """With a single lender: what the month can carry, as far as the lender claims; its sum need not be known."""
    here = work()
    tell(here, income=5500, essentials=4225)
    debt(here, "微粒贷")
    assert held.value_under(here, "debt.offer") == 1000
    tell(here, **{"debt.owed@d1": 600})
    assert held.value_under(here, "debt.offer") == 600


def test_the_unnamed_keep_their_part() -> None:
    """Of five lenders two were named: they are offered two fifths between them, and the rest is said to be kept."""
    here = work()
    tell(here, income=5500, essentials=4225, all_of_them=5)
    assert [held.value_under(here, f"debt.{one}") for one in ("offer", "aside")] == [200, 800]  # none is named yet
    debt(here, "微粒贷")
    assert [held.value_under(here, f"debt.{one}") for one in ("offer", "aside")] == [200, 800]
    tell(here, **{"debt.owed@d1": 9000})
    debt(here, "借呗", owed=3000)
    assert [held.value_under(here, "debt.offer", item=d) for d in ("d1", "d2")] == [300, 100]
    assert held.value_under(here, "debt.aside") == 600
    tell(here, **{"debt.own@d1": 400})
    assert [held.value_under(here, "debt.offer", item=d) for d in ("d1", "d2")] == [400, 150]
    assert held.value_under(here, "debt.aside") == 450
    tell(here, all_of_them=2)
    assert held.value_under(here, "debt.offer", item="d2") == 600
    assert isinstance(held.value_under(here, "debt.aside"), Unknown)  # all of them are named
    put_span(here, "all_of_them", 6, 3, 9)
    assert held.value_under(here, "debt.aside") == 300  # 好几家: three at least
    tell(here, all_of_them=5, **{"debt.own@d1": 1200})
    assert isinstance(held.value_under(here, "debt.aside"), Unknown)


def put_span(here: Work, key: str, value: int, low: int, high: int) -> None:
    held.put(here, key, held.answer_of(here, value, low=low, high=high, sure="vague"))


def test_figures_by_hand() -> None:
    """A figure of the person's own stands, the others share the rest; over the month's sum nothing is shared."""
    here = work()
    three_debts(here)
    tell(here, **{"debt.own@d1": 900})
    assert [held.value_under(here, "debt.offer", item=d) for d in ("d1", "d2", "d3")] == [900, 100, UNKNOWN]
    assert held.value_under(here, "over") == 0
    tell(here, **{"debt.own@d3": 300})
    assert held.value_under(here, "over") == 200
    assert all(isinstance(held.value_under(here, "debt.offer", item=d), Unknown) for d in ("d1", "d2", "d3"))


def test_the_first_that_is_known() -> None:
    """`first_known` takes the second where the first is unknown, and is unknown where both are."""
    here = work()
    debt(here, "微粒贷", said_rate=Decimal(36))
    assert held.value_under(here, "rate") == Decimal(36)
    tell(here, **{"debt.apr@d1": Decimal("28.96")})
    assert held.value_under(here, "rate") == Decimal("28.96")
    debt(here, "借呗")
    assert isinstance(held.value_under(here, "rate"), Unknown)


MONEY = st.one_of(st.none(), st.integers(0, 10**6))
TOLD = st.lists(st.tuples(MONEY, MONEY, MONEY, st.booleans()), min_size=1, max_size=8)


@given(st.integers(0, 10**5), TOLD, st.randoms(use_true_random=False))
def test_offers_stay_within_the_month(monthly: int, told: list[tuple[object, ...]], random: Random) -> None:
    """Whatever was said of however many lenders: offers add up to no more than the month carries, everybody has a place,
    and another order of telling gives each lender the same offer."""
    offers = []
    for order in (list(range(len(told))), random.sample(range(len(told)), len(told))):
        here = work()
        tell(here, income=monthly + 20000, essentials=19000)
        carried = held.value_under(here, "monthly")
        assert isinstance(carried, int)
        items = {}
        for n in order:
            due, owed, own, doubtful = told[n]
            said = {"due": due, "owed": owed, "own": own, "doubtful": doubtful}
            items[n] = debt(here, f"第{n}家", **{k: v for k, v in said.items() if v is not None})
        found = {n: held.value_under(here, "debt.offer", item=item) for n, item in items.items()}
        given_ = [v for v in found.values() if isinstance(v, int)]
        assert sum(given_) <= carried
        assert sorted(held.value_under(here, "debt.place", item=i) for i in items.values()) == [  # type: ignore[type-var]
            *range(1, len(told) + 1)
        ]
        offers.append(found)
    assert all(_near(offers[0][n], offers[1][n]) for n in offers[0])


def _near(one: Value, other: Value) -> bool:
    """The same, but for the yuan that goes to whoever was told first where parts are equal."""
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return isinstance(one, Unknown) and isinstance(other, Unknown)
    return isinstance(one, int) and isinstance(other, int) and abs(one - other) <= 1


def test_texts_print_each_debts_own() -> None:
    """A text that walks the list prints every debt's place and share."""
    here = work()
    three_debts(here)
    said = BOOK.documents["scripts/call"].body.render(here.values())
    rows = ["1 某某钱包", "2 借呗 250 元", "3 微粒贷 750 元"]
    assert all(row in said for row in rows)
    assert [said.index(row) for row in rows] == sorted(said.index(row) for row in rows)  # in the order of their places


def test_a_column_that_rests_on_itself_ends() -> None:
    """A share of itself is unknown, soon."""
    here = work()
    three_debts(here)
    for k in range(5):
        debt(here, f"第{k}家", due=1)
    assert isinstance(held.value_under(here, "debt.loop"), Unknown)


def test_reminders_keep_holidays() -> None:
    """`next_working_day` of a reminder passes over the holiday of the table."""
    from bot.engine.flowbook import Remind, When

    here = work(dt.datetime(2026, 9, 30, 11, 0, tzinfo=FRIDAY.tzinfo))
    action = Remind("t", When("next_working_day", clock=dt.time(10)), "checkin")
    timer = Timer("t", "checkin", "", "review", 1, "x.y")
    assert moment_of(here, timer, action, 0) == dt.datetime(2026, 10, 8, 10, 0, tzinfo=FRIDAY.tzinfo)


def test_functions_that_look_at_names_stay_out_of_texts() -> None:
    """In a text a deadline would count from the middle of a range: refused, with the way that works."""
    from tests.content.books import judge

    found = judge({"templates/cards/calm.j2": "{{ answer_deadline(hearing) | date }}\n"})
    assert [(p.code, p.remedy) for p in found] == [
        ("not-allowed", "先在 slots.yaml 用 compute 算成一个槽，文字里写槽名")
    ]

"""Of several court papers the one whose day is nearest comes first; the other waits, and none lends its days to another."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.advance import advance
from bot.engine.events import Opened, Said
from bot.engine.session import Session
from tests.shipped import shipped

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NAMES = ["招联金融", "微粒贷", "借呗", "花呗"]
KINDS = {"支付令": "payment_order", "传票": "summons", "判决书": "judgment_enforcement", "仲裁通知": "arbitration"}


def after(*said: str) -> Session:
    """The conversation after these words."""
    book = shipped().book
    session = advance(book, None, Opened(), NOW).session
    for words in said:
        session = advance(book, session, Said(words), NOW).session
    return session


def held(session: Session, *names: str) -> list[object]:
    return [a.value if (a := session.slots.get(name)) is not None else None for name in names]


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        ("招联支付令11月18号收到", "借呗传票11月10号收到", "借呗"),
        ("招联支付令11月18号收到", "借呗的传票11月25号开庭", "借呗"),
        ("招联支付令收到了", "借呗传票11月18号收到", "借呗"),
        ("招联支付令10月18号收到", "借呗传票11月18号收到", "借呗"),
        ("招联支付令收到了", "借呗传票收到了", "招联金融"),
    ],
)
def test_the_nearest_day_comes_first(first: str, second: str, chosen: str) -> None:
    """A day that still comes stands before none, and before one gone by; else the order told."""
    for words in (f"{first}，{second}", f"{second}，{first}") if "号" in first + second else (f"{first}，{second}",):
        assert held(after(words), "paper_from") == [chosen]


@given(
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True),
    st.lists(st.sampled_from(sorted(KINDS)), min_size=2, max_size=2),
    st.lists(st.integers(1, 21), min_size=2, max_size=2, unique=True),
)
def test_no_paper_takes_the_day_of_another(names: list[str], kinds: list[str], days: list[int]) -> None:
    """Whatever papers are told together, each lender's day of receipt is the one that was said beside its name."""
    said = {name: (KINDS[kind], f"2026-11-{day:02d}") for name, kind, day in zip(names, kinds, days, strict=True)}
    session = after("，".join(f"{n}的{k}11月{d}号收到" for n, k, d in zip(names, kinds, days, strict=True)))
    now, received, later, kind, waits = held(
        session, "paper_from", "received_on", "next_from", "next_kind", "next_received"
    )
    assert {now, later} == set(names)
    assert received == said[str(now)][1]
    assert (kind, waits) == said[str(later)]


def test_another_paper_told_of_meanwhile_changes_nothing_in_hand() -> None:
    """Its lender, its kind and its days stay."""
    before = after("招联的支付令11月18号收到")
    session = after("招联的支付令11月18号收到", "借呗的传票11月20号收到，12月10号开庭")
    kept = ("paper_from", "doc_kind", "received_on", "hearing_on", "paper_by")
    assert held(session, *kept) == held(before, *kept)
    assert held(session, "next_from", "next_received", "next_hearing") == ["借呗", "2026-11-20", "2026-12-10"]

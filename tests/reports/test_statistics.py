"""Figures hide what is small: cells under ten, and whatever would give them away."""

from __future__ import annotations

import json
from collections import Counter

import people
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.engine.advance import advance
from bot.engine.events import Said
from bot.reports import bands, figures
from bot.reports.batches import statistics_file
from bot.reports.small import hide, number, share
from bot.reports.statistics import Tally, data
from bot.runtime.counting import counts


def tally(people_count: int) -> Tally:
    found = Tally()
    case = people.full().case()
    for who in range(people_count):
        told = dict(case.told)
        if who < 4:
            told.pop("city")
        found.add(replace(case, told=told))
    return found


def test_under_ten_people_nothing_is_told() -> None:
    """A period with nine people shows no figure at all."""
    assert tally(9).shown() == {}
    assert data({"x": tally(9)}) == {
        "schema": "wenzhu-statistics/2",
        "periods": [{"period": "x", "people": None, "fields": {}}],
    }


@pytest.mark.parametrize("form", ["md", "txt", "html", "json", "csv"])
def test_figures_have_no_words_dates_or_sums(form: str) -> None:
    """Bands and kinds only: no platform, city, ticket, exact sum, no day."""
    text = statistics_file({"十一月": tally(16)}, form).decode()
    assert "四川" in text
    for exact in ("微粒贷", "成都", "20261120883", "1.2 万元", "5500", "2026-11", "12 月 3 日"):
        assert exact not in text


def test_a_small_cell_is_hidden_and_so_is_its_neighbour() -> None:
    """One hidden cell alone could be worked out from the sum."""
    assert hide(Counter(a=50, b=20, c=3)) == {"a": 50, "b": None, "c": None}
    assert hide(Counter(a=50, b=3), several=True) == {"a": 50, "b": None}
    assert hide(Counter(a=50, b=20)) == {"a": 50, "b": 20}


def test_who_said_no_city_cannot_be_worked_out() -> None:
    """Sixteen people, four without a city: the twelve are hidden with them, and no total is exact."""
    found = data({"x": tally(16)})["periods"][0]  # type: ignore[index]  # as JSON has it
    assert found["people"] == 15
    assert found["fields"]["city"] == {"四川": None, "没说": None}


@given(st.integers(10, 60), st.integers(0, 60))
@example(10, 10)
def test_no_difference_of_shown_counts_tells_a_small_one(whole: int, part: int) -> None:
    """Whatever two counts show, more than one number of people may lie between them."""
    low, high = sorted((whole, part))
    shown = number(low), number(high)
    if None in shown or low == 0:
        return
    between = {
        b - a
        for a in range(max(0, low - 4), low + 5)
        for b in range(max(a, high - 4), high + 5)
        if (number(a), number(b)) == shown
    }
    assert len(between) >= 5


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_share_shows_only_large_parts(part: int, whole: int) -> None:
    """Neither side of a share is between one and nine."""
    if share(part, whole) is not None:
        assert part == 0 or part >= 10
        assert whole - part == 0 or whole - part >= 10


def test_stats_from_counters() -> None:
    """Exits ÷ views by step and edition, early help, crisis, reminders; small numbers and their shares hidden."""
    found = figures.figures_of(
        [
            ("start", 40),
            ("start", 60),
            ("outcome:rested", 30),
            ("outcome:court_told", 4),
            ("asked:e1:first_response.amount", 80),
            ("answered:e1:first_response.amount", 60),
            ("first_try:e1:first_response.amount", 50),
            ("asked:e1:first_response.reason", 12),
            ("answered:e1:first_response.reason", 11),
            ("not_understood:first_response.amount", 15),
            ("crisis:L2", 3),
            ("reminder:checkin", 40),
            ("answered:e1:checkin.start", 35),  # put again, or reached another way: no answer to a reminder
            ("reminded:checkin", 20),
            ("first_script:8", 25),
        ]
    )
    shown = figures.data(found, "x")
    assert shown["conversations"] == 100
    assert shown["outcomes"] == {"rested": None, "court_told": None}  # one hidden alone could be worked out
    assert shown["crisis"] == {"L2": None}
    steps = {s["step"]: s for s in shown["steps"]}  # type: ignore[attr-defined]
    assert steps["first_response.amount"]["left"] == 0.25
    assert steps["first_response.amount"]["first_try"] == 0.83  # of those who answered
    assert steps["first_response.reason"]["left"] is None
    assert shown["reminders"] == {"checkin": {"fired": 40, "answered": 0.5}}
    assert shown["first_script_turn"] == {"half_by": 8, "turns": {"7 到 10 轮": 25}}
    text = figures.text(found, "x")
    assert "court_told 少于 10" in text
    assert "第一份稿子：一半的人在第 8 轮以内；7 到 10 轮 25" in text
    json.dumps(shown)


def test_a_farewell_is_no_answer() -> None:
    """先不聊了 leaves the question: it counts as left, an answer does not."""
    person = people.Person()
    before = person.session
    turn = advance(people.book(), before, Said("先不聊了"), people.NOW)
    assert not [n for n in counts(before, turn, Said("先不聊了"), people.book()) if n.startswith("answered")]
    turn = advance(people.book(), before, Said("想知道下一步"), people.NOW)
    assert [n for n in counts(before, turn, Said("想知道下一步"), people.book()) if n.startswith("answered")]


@pytest.mark.parametrize(
    ("city", "province"),
    [
        ("成都", "四川"),
        ("成都市", "四川"),
        ("北京", "北京"),
        ("延边自治州", "吉林"),
        ("火星", "其他"),
        ("深圳市", "广东"),
    ],
)
def test_a_city_becomes_its_province(city: str, province: str) -> None:
    """Places are told by province, so that a small town names nobody."""
    assert bands.province(city) == province


def test_a_sum_becomes_its_band() -> None:
    """Sums are told in bands, whose borders belong to one band each."""
    found = [bands.money(n) for n in (0, 999, 1000, 4999, 10000, 12000, 300000)]
    assert found == [
        "0 元",
        "1 千元以内",
        "1 千到 5 千元",
        "1 千到 5 千元",
        "1 万到 5 万元",
        "1 万到 5 万元",
        "30 万元以上",
    ]

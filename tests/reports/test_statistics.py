"""Figures hide what is small: cells under ten, and whatever would give them away."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter

import people
import pytest

from bot.reports import bands, figures
from bot.reports.batches import statistics_file
from bot.reports.statistics import Tally, data, hide


def tally(people_count: int) -> Tally:
    found = Tally()
    case = people.full().case()
    for number in range(people_count):
        told = dict(case.told)
        if number < 4:
            told.pop("city")
        found.add(dataclasses.replace(case, told=told))
    return found


def test_under_ten_people_nothing_is_told() -> None:
    assert tally(9).shown() == {}
    assert data(tally(9), "x")["people"] is None


@pytest.mark.parametrize("form", ["md", "txt", "html", "json", "csv"])
def test_figures_have_no_words_dates_or_sums(form: str) -> None:
    """Bands and kinds only: no platform, city, ticket, exact sum, no day."""
    text = statistics_file(tally(12), form, "十一月").decode()
    assert "四川" in text
    for exact in ("微粒贷", "成都", "20261120883", "1.2 万元", "5500", "2026-11", "12 月 3 日"):
        assert exact not in text


def test_a_small_cell_is_hidden_and_so_is_its_neighbour() -> None:
    """One hidden cell alone could be worked out from the sum."""
    assert hide(Counter(a=50, b=20, c=3)) == {"a": 50, "b": None, "c": None}
    assert hide(Counter(a=50, b=3), several=True) == {"a": 50, "b": None}
    assert hide(Counter(a=50, b=20)) == {"a": 50, "b": 20}


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
    assert shown["outcomes"] == {"rested": 30, "court_told": None}
    assert shown["crisis"] == {"L2": None}
    steps = {s["step"]: s for s in shown["steps"]}  # type: ignore[attr-defined]
    assert steps["first_response.amount"]["left"] == 0.25
    assert steps["first_response.amount"]["first_try"] == 0.625
    assert steps["first_response.reason"]["left"] is None
    assert shown["reminders"] == {"checkin": {"fired": 40, "answered": 0.5}}
    assert "court_told <10" in figures.text(found, "x")
    json.dumps(shown)


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
    assert bands.province(city) == province


def test_a_sum_becomes_its_band() -> None:
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

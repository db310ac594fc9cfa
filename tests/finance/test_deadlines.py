"""Deadlines agree with dates worked by hand on the calendar of 2025 and 2026; an unknown year is said."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.problems import Problems
from bot.content.sources import shipped_folder
from bot.content.tables_reader import HOLIDAYS, read_holidays
from bot.content.yaml_reader import read as read_yaml
from bot.finance.calendar import Calendar, HolidayYear
from bot.finance.deadlines import TERMS, Ground, Paper, deadline, paper_deadline


def shipped() -> Calendar:
    problems = Problems()
    top = read_yaml(HOLIDAYS, (shipped_folder() / HOLIDAYS).read_bytes(), problems)
    assert top is not None
    found = read_holidays(top, problems)
    assert not tuple(problems)
    return found


CALENDAR = shipped()
D = dt.date.fromisoformat
WORKED = [  # received, last day; fifteen days from the day after
    # 春节 2026: off 15–23 February, worked on Saturdays 14 and 28
    ("2026-01-29", "2026-02-13"),  # a Friday
    ("2026-01-30", "2026-02-14"),  # a Saturday that is worked
    ("2026-01-31", "2026-02-24"),  # the first day of the holiday
    ("2026-02-02", "2026-02-24"),  # 正月初一
    ("2026-02-08", "2026-02-24"),  # the last day of the holiday
    ("2026-02-09", "2026-02-24"),  # falls on the first working day itself
    ("2026-02-12", "2026-02-27"),
    ("2026-02-13", "2026-02-28"),  # the other Saturday that is worked
    ("2026-02-14", "2026-03-02"),  # an ordinary Sunday
    # 春节 2025: off 28 January – 4 February, worked on Sunday 26 January and Saturday 8 February
    ("2025-01-10", "2025-01-26"),  # Saturday 25 is off, Sunday 26 is worked
    ("2025-01-11", "2025-01-26"),
    ("2025-01-13", "2025-02-05"),  # 除夕
    ("2025-01-20", "2025-02-05"),  # 正月初七
    ("2025-01-24", "2025-02-08"),
    ("2025-01-25", "2025-02-10"),
    # 中秋 and 国庆 2026: off 25–27 September and 1–7 October, worked on 20 September and 10 October
    ("2026-09-05", "2026-09-20"),
    ("2026-09-10", "2026-09-28"),
    ("2026-09-12", "2026-09-28"),
    ("2026-09-15", "2026-09-30"),
    ("2026-09-16", "2026-10-08"),
    ("2026-09-22", "2026-10-08"),
    ("2026-09-23", "2026-10-08"),
    ("2026-09-25", "2026-10-10"),
    ("2026-09-26", "2026-10-12"),
    # 国庆中秋 2025: off 1–8 October, worked on 28 September and 11 October
    ("2025-09-13", "2025-09-28"),
    ("2025-09-16", "2025-10-09"),
    ("2025-09-23", "2025-10-09"),
    ("2025-09-26", "2025-10-11"),
    # 五一 and 元旦 2026; New Year's holiday ends into a Sunday that is worked
    ("2026-04-17", "2026-05-06"),
    ("2026-04-24", "2026-05-09"),
    ("2025-12-17", "2026-01-04"),
    # today and the end of what is known
    ("2026-11-20", "2026-12-07"),  # 5 December is a Saturday
    ("2026-12-16", "2026-12-31"),
]


@pytest.mark.parametrize(("received", "last"), WORKED)
def test_worked_dates(received: str, last: str) -> None:
    """Fifteen days from the day after receipt, moved behind days off, never before a Saturday that is worked."""
    found = paper_deadline(Paper.SUMMONS, D(received), CALENDAR)
    assert found is not None
    assert found.last == D(last)
    assert found.sure
    assert found.counted == D(received) + dt.timedelta(days=15)
    assert (Ground.MOVED_BEHIND_DAYS_OFF in found.grounds) is (found.last != found.counted)
    assert found.grounds[0] is Ground.DAY_AFTER_RECEIPT
    assert found.grounds[-1] is Ground.PAPER_DECIDES


SAYING = {
    "due_answer": ("收到的第二天起", "十五天"),
    "due_payment_order": ("收到的第二天起", "十五天"),
    "due_appeal": ("收到的第二天起", "十五天", "裁定十天"),
    "due_arbitration": ("收到起三个月",),
}
AWARDS = [  # received, last day to ask for an award to be set aside: the same day three months on
    ("2026-03-16", "2026-06-16", "2026-06-16"),
    ("2026-03-20", "2026-06-20", "2026-06-22"),  # 端午
    ("2025-11-30", "2026-02-28", "2026-02-28"),  # no 30 February; a Saturday that is worked
    ("2026-05-31", "2026-08-31", "2026-08-31"),
    ("2026-06-30", "2026-09-30", "2026-09-30"),
    ("2026-07-01", "2026-10-01", "2026-10-08"),
]


@pytest.mark.parametrize(("received", "counted", "last"), AWARDS)
def test_months_end_on_the_same_day(received: str, counted: str, last: str) -> None:
    """Months are counted to the same day of the month, or to the month's last day, then moved behind days off."""
    found = paper_deadline(Paper.AWARD, D(received), CALENDAR)
    assert found is not None
    assert (found.counted, found.last) == (D(counted), D(last))


def test_terms_of_papers() -> None:
    """Answer, payment order and judgment have fifteen days, a ruling ten, an award three months; the facts say the same."""
    assert [(p, t.length, t.months) for p, t in TERMS.items()] == [
        (Paper.SUMMONS, 15, False),
        (Paper.PAYMENT_ORDER, 15, False),
        (Paper.JUDGMENT, 15, False),
        (Paper.RULING, 10, False),
        (Paper.AWARD, 3, True),
    ]
    facts = (shipped_folder() / "flows/facts/deadlines.yaml").read_text(encoding="utf-8")
    plain = {name: facts.split(f"  {name}:", 1)[1].split("plain: ", 1)[1].split("\n", 1)[0] for name in SAYING}
    for name, words in SAYING.items():
        assert all(word in plain[name] for word in words), name
    found = paper_deadline(Paper.RULING, D("2026-09-21"), CALENDAR)
    assert found is not None
    assert (found.counted, found.last) == (D("2026-10-01"), D("2026-10-08"))


@pytest.mark.parametrize("received", ["2026-12-17", "2026-12-20", "2027-02-01", "2024-09-16"])
def test_an_unknown_year_is_said(received: str) -> None:
    """Where the holidays are unknown the day is shown unmoved, with the ground that says so."""
    found = paper_deadline(Paper.PAYMENT_ORDER, D(received), CALENDAR)
    assert found is not None
    assert found.last == found.counted == D(received) + dt.timedelta(days=15)
    assert not found.sure
    assert Ground.DAYS_OFF_UNKNOWN in found.grounds


def test_days_off_that_run_into_an_unknown_year() -> None:
    """A last day off at the end of a known year is not moved into a year that nobody knows."""
    year = HolidayYear(frozenset({D("2026-12-30"), D("2026-12-31")}))
    found = deadline(D("2026-12-15"), 15, Calendar({2026: year}))
    assert found is not None
    assert found.last == D("2026-12-30")
    assert not found.sure


def test_an_unverified_year_counts_as_unknown() -> None:
    """A year that nobody verified moves nothing."""
    year = HolidayYear(frozenset({D("2026-10-01")}), verified=False)
    found = deadline(D("2026-09-16"), 15, Calendar({2026: year}))
    assert found is not None
    assert found.last == D("2026-10-01")
    assert not found.sure


def test_an_unsure_receipt_counts_from_the_earliest_day() -> None:
    """「上周三四」: the earliest possible day decides, the latest is told beside it."""
    found = deadline(D("2026-11-11"), 15, CALENDAR, D("2026-11-13"))
    assert found is not None
    assert (found.last, found.latest) == (D("2026-11-26"), D("2026-11-30"))  # 28 November is a Saturday
    assert Ground.EARLIEST_RECEIPT in found.grounds
    exact = deadline(D("2026-11-11"), 15, CALENDAR, D("2026-11-11"))
    assert exact is not None
    assert exact.latest is None
    assert Ground.EARLIEST_RECEIPT not in exact.grounds


def test_days_left() -> None:
    """Days left count down to zero on the last day and go below it afterwards."""
    found = deadline(D("2026-11-11"), 15, CALENDAR)
    assert found is not None
    assert [found.left(D(day)) for day in ("2026-11-20", "2026-11-26", "2026-11-27")] == [6, 0, -1]


@pytest.mark.parametrize(
    ("received", "days"), [("2026-11-11", 0), ("2026-11-11", -3), ("2026-11-11", 99999), ("9999-01-01", 15)]
)
def test_what_is_no_term(received: str, days: int) -> None:
    """A term of no days or beyond the calendar gives nothing."""
    assert deadline(D(received), days, CALENDAR) is None


def test_a_faulty_table_does_not_loop() -> None:
    """A year that is one long holiday moves nothing and says that it does not know; a working day is still named."""
    days = frozenset(D("2026-01-01") + dt.timedelta(days=k) for k in range(365))
    calendar = Calendar({2026: HolidayYear(days)})
    found = deadline(D("2026-03-01"), 15, calendar)
    assert found is not None
    assert not found.sure
    assert calendar.next_working_day(D("2026-03-01")) == D("2026-03-31")


NEXT = [
    ("2026-11-20", "2026-11-23"),  # Friday → Monday
    ("2026-02-13", "2026-02-14"),  # the Saturday after is worked
    ("2026-02-14", "2026-02-24"),
    ("2026-09-30", "2026-10-08"),
    ("2026-10-09", "2026-10-10"),
    ("2026-12-31", "2027-01-01"),  # unknown year: Monday to Friday
    ("2027-01-01", "2027-01-04"),
    ("9999-12-31", "9999-12-31"),
]


@pytest.mark.parametrize(("day", "following"), NEXT)
def test_next_working_day(day: str, following: str) -> None:
    """Holidays and worked weekends where the year is known, Monday to Friday where it is not."""
    assert CALENDAR.next_working_day(D(day)) == D(following)


def test_days_off() -> None:
    """A day is off, is worked, or nobody knows."""
    asked = ["2026-10-01", "2026-10-10", "2026-10-11", "2026-10-12", "2027-10-01"]
    assert [CALENDAR.day_off(D(day)) for day in asked] == [True, False, True, False, None]
    assert CALENDAR.working(D("2027-10-01"))
    assert not CALENDAR.working(D("2027-10-02"))


@given(st.dates(D("2024-12-01"), D("2027-02-01")), st.integers(1, 60))
def test_deadlines_are_whole_and_monotone(received: dt.date, days: int) -> None:
    """Never earlier than counted, never a day off where the year is known, never earlier for a later receipt."""
    found, later = deadline(received, days, CALENDAR), deadline(received + dt.timedelta(days=1), days, CALENDAR)
    assert found is not None
    assert later is not None
    assert found.counted <= found.last
    assert not found.sure or CALENDAR.day_off(found.last) is False
    assert found.sure or found.last == found.counted
    if found.sure == later.sure:
        assert found.last <= later.last

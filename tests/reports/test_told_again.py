"""What happened once more is one more row; what is told again on the same day is none."""

from __future__ import annotations

import datetime as dt

from bot.reports.events import events_of
from tests.reports import people


def told(person: people.Person) -> list[str]:
    return [key for _, key in events_of(person.case())]


def test_a_second_visit_on_another_day_is_a_row_of_its_own() -> None:
    """Told again on the day: the same visit. Two days later: another one (the timeline of the lawyer's page)."""
    person = people.Person().says("想知道下一步", "都没有")
    person.says("催收昨天上门了")
    person.says("他们昨天真的上门了")
    assert told(person).count("home_visit") == 1
    person.now += dt.timedelta(days=2)
    person.says("昨天又上门了")
    assert told(person).count("home_visit") == 2


def test_a_second_summons_on_another_day_is_told_twice() -> None:
    """Two papers are two rows, although both are a summons."""
    person = people.Person().says("想知道下一步", "都没有", "收到法院传票了")
    person.now += dt.timedelta(days=3)
    person.says("又收到一张传票")
    assert told(person).count("summons") == 2

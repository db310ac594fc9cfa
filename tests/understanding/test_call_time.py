"""A clock hour told with a call at night is kept for the question that asks for it; two hours, or none, are not."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding import read_opening

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("催收晚上十一点还打我电话", "23:00"),
        ("凌晨两点半打来骂我", "02:30"),
        ("昨天23点打来", "23:00"),
        ("早上七点半就打", "07:30"),
        ("半夜三点和四点都打", None),
        ("催收半夜一直打", None),
        ("我晚上十一点下班", None),
        ("下午三点打来的", None),
    ],
)
def test_the_hour_of_a_night_call(text: str, at: str | None) -> None:
    """The hour at which they called is heard, and none where none was said."""
    got = read_opening(text, TODAY).facts.get("call_time")
    assert (got.value if got else None) == at

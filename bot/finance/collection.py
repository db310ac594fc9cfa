"""What the borrower's own notes of calls and visits say: which rule they may not fit, never that something is unlawful.

Connected calls (3 a day) and unconnected attempts (6 a day from one number) are counted apart; 22:00 belongs to the silent hours, 8:00
does not. The rules are a national recommendation and a trade guideline; which one says what stands with each finding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

SILENT_FROM, SILENT_UNTIL = dt.time(22), dt.time(8)
CONNECTED_A_DAY = 3
ATTEMPTS_A_DAY = 6


class Sign(StrEnum):
    """What the notes show."""

    SILENT_HOURS = "silent_hours"
    CONNECTED_OFTEN = "connected_often"
    ATTEMPTS_OFTEN = "attempts_often"
    THIRD_PERSON = "third_person"
    IMPERSONATION = "impersonation"
    BORROW_ELSEWHERE = "borrow_elsewhere"
    POSTED_IN_PUBLIC = "posted_in_public"
    VISITED_ALONE = "visited_alone"


RULES: dict[Sign, str] = {  # ids of the collection rules in the register of facts
    Sign.SILENT_HOURS: "rule_hours",
    Sign.CONNECTED_OFTEN: "rule_frequency",
    Sign.ATTEMPTS_OFTEN: "rule_frequency",
    Sign.THIRD_PERSON: "rule_only_you",
    Sign.IMPERSONATION: "rule_no_fake",
    Sign.BORROW_ELSEWHERE: "rule_no_new_debt",
    Sign.POSTED_IN_PUBLIC: "rule_no_poster",
    Sign.VISITED_ALONE: "rule_visit",
}


class Called(Struct, frozen=True):
    """One call as noted; `line` tells numbers apart without keeping any (first, second …)."""

    at: dt.datetime
    connected: bool
    line: str = ""


class Finding(Struct, frozen=True):
    """A sign on one day, how often, and the rule to name."""

    sign: Sign
    day: dt.date
    count: int

    @property
    def rule(self) -> str:
        return RULES[self.sign]


def silent(clock: dt.time) -> bool:
    """Whether a time of day lies in 22:00–8:00."""
    return clock >= SILENT_FROM or clock < SILENT_UNTIL


def often(connected: int, attempts: int) -> bool:
    """Whether one day's counts go beyond either measure."""
    return connected > CONNECTED_A_DAY or attempts > ATTEMPTS_A_DAY


def findings(calls: Iterable[Called]) -> tuple[Finding, ...]:
    """What a list of noted calls shows, by day; the order of the notes changes nothing."""
    hours: dict[dt.date, int] = {}
    connected: dict[dt.date, int] = {}
    attempts: dict[tuple[dt.date, str], int] = {}
    for call in calls:
        day = call.at.date()
        if silent(call.at.time()):
            hours[day] = hours.get(day, 0) + 1
        if call.connected:
            connected[day] = connected.get(day, 0) + 1
        else:
            attempts[day, call.line] = attempts.get((day, call.line), 0) + 1
    found = [Finding(Sign.SILENT_HOURS, day, count) for day, count in hours.items()]
    found += [Finding(Sign.CONNECTED_OFTEN, day, n) for day, n in connected.items() if n > CONNECTED_A_DAY]
    most = {day: max(n for (d, _), n in attempts.items() if d == day) for day, _ in attempts}
    found += [Finding(Sign.ATTEMPTS_OFTEN, day, n) for day, n in most.items() if n > ATTEMPTS_A_DAY]
    return tuple(sorted(found, key=lambda f: (f.day, list(Sign).index(f.sign))))

"""Events as they were told: what collectors did, with the rule it may not agree with; each other one under its own field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from bot.engine.hearing import TOLD
from bot.reports.case import Case
from bot.reports.deadlines import register_of
from bot.reports.happened import NO_TIME, moment
from bot.reports.page import Block, items, labelled, table, words
from bot.reports.said import some
from bot.reports.slots import NOT_COLLECTORS, field_of_event, slots_of

AGAINST: Mapping[str, str] = {  # event -> the fact that it may not agree with
    "night_calls": "rule_hours",
    "call_flood": "rule_frequency",
    "contacts_harassed": "rule_only_you",
    "workplace_contact": "rule_only_you",
    "home_visit": "rule_visit",
    "abuse_threat": "psap_50",
    "privacy_leak": "psap_50",
    "fake_authority": "rule_court_only",
}


def events_of(case: Case) -> list[tuple[dt.datetime | None, str]]:
    """Every event with when it was told, by key: once a day, so that a second visit is a row and a second telling of it is none."""
    found: list[tuple[dt.datetime | None, str]] = []
    rows: set[tuple[str, dt.date]] = set()
    held: set[str] = set()
    for happening in case.happenings:
        said = happening.readings.get(f"events{TOLD}")
        value = said if said is not None else happening.readings.get("events")
        for key in value if isinstance(value, (list, tuple)) else ():
            day = happening.at.astimezone(case.zone).date() if happening.at is not None else case.today
            if (said is None and key in held) or (str(key), day) in rows:
                continue  # without what the turn was told, its reading is all that was told so far
            rows.add((str(key), day))
            held.add(str(key))
            found.append((happening.at, str(key)))
    told = case.told.get("events")
    for key in told.value if told is not None and isinstance(told.value, tuple) else ():
        if key not in held:
            found.append((told.at if told is not None else None, key))
    return found


def events(case: Case, coarse: bool) -> Iterator[Block]:
    """What collectors did, and which rule it may not agree with; coarse: only what kind. A frozen account stands apart."""
    told = [(at, key) for at, key in events_of(case) if field_of_event(key) == "events"]
    found = [(at, key) for at, key in told if key not in NOT_COLLECTORS]
    register = register_of(case)
    rows = []
    for at, key in found:
        rule = AGAINST.get(key, "")
        name = register.say(rule, "name", case.today) if rule and register.shown(rule, case.today) else ""
        rows.append((f"{moment(at, case)} 说起" if at else NO_TIME, case.option("events", key), name))
    if rows and coarse:
        yield items(words(kind) for kind in dict.fromkeys(row[1] for row in rows))
    elif rows:
        yield table(("说起的时间", "发生了什么", "可能不符合"), rows, look="timeline")
    if others := dict.fromkeys(key for _, key in told if key in NOT_COLLECTORS):
        yield items([labelled("不是催收做的", "、".join(case.option("events", key) for key in others))])
    if coarse:
        yield from some(("cross_kind", "frozen_by"), case, coarse)
    else:
        yield from some((s for s in slots_of("events") if s not in {"events", "new_event"}), case, coarse)


def apart(field: str, case: Case, coarse: bool) -> Iterator[Block]:
    """Events that are no act of collectors, under the field that they belong to; coarse: without their moment."""
    told = [(at, key) for at, key in events_of(case) if field_of_event(key) == field]
    if coarse:
        told = [(None, key) for key in dict.fromkeys(key for _, key in told)]
    if told:
        yield items(
            labelled(case.option("events", key), "说起过" if at is None else f"{moment(at, case)} 说起")
            for at, key in told
        )

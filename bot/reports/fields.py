"""The 26 fields: for each the room that builds it, and for which audiences it is made coarse."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from bot.content.summary_fields import FIELDS, Audience, Field, Presence
from bot.reports import debts, doubts, events, happened, said, shares
from bot.reports.case import Case
from bot.reports.debts import Builder
from bot.reports.page import Block

__all__ = ["BUILDERS", "FIELDS", "Audience", "Field", "Presence", "build", "shown"]

BUILDERS: Mapping[str, Builder] = {
    "deadline": said.deadline,
    "city": said.city,
    "debts": debts.debts,
    "amounts": debts.amounts,
    "terms": debts.terms,
    "overdue": debts.overdue,
    "doubts": doubts.doubts,
    "budget": shares.budget,
    "reason": partial(said.answers, "reason"),
    "health": partial(said.answers, "health"),
    "calls": happened.calls,
    "events": events.events,
    "evidence": happened.evidence,
    "complaints": partial(said.answers, "complaints"),
    "papers": happened.papers,
    "needs": partial(said.answers, "needs"),
    "family": partial(said.answers, "family"),
    "mood": happened.mood,
    "crisis": happened.crisis,
    "scams": happened.scams,
    "reminders": happened.reminders,
    "words": happened.excerpts,
}
"""Fields that the program builds; overview, steps and questions are worded by templates, `flow` is only for figures."""


def build(field: str, case: Case, audience: Audience) -> Iterator[Block]:
    """The blocks of one field for one audience; nothing where nothing is known."""
    yield from BUILDERS[field](case, audience is Audience.SOCIAL)


def shown(audience: Audience, asked: Collection[str], consented: Collection[str]) -> tuple[Field, ...]:
    """The fields that this audience gets: required ones, ticked ones, and those ticked with a consent of their own."""
    found = []
    for field in FIELDS.values():
        match field.presence(audience):
            case Presence.REQUIRED:
                found.append(field)
            case Presence.ASKED if field.id in asked:
                found.append(field)
            case Presence.CONSENT if field.id in asked and field.id in consented:
                found.append(field)
            case _:
                pass
    return tuple(found)

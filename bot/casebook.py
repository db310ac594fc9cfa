"""From stored rows to what summaries are built from: the session, and the turns as happenings."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator

from bot.engine.events import Edited, Said, Sent
from bot.engine.flowbook import Book
from bot.engine.session import Session, from_json
from bot.engine.turn import Paper
from bot.reports.case import Case, Happening, case_of
from bot.runtime.codec import event_from_json, replies_in
from bot.runtime.counting import advised
from bot.runtime.safety import LATCHES
from bot.storage.records import Conversation, StoredTurn, Words
from bot.storage.store import Store


async def own_case(
    store: Store, address: str, book: Book, session: Session, now: dt.datetime, *, before: int = 0
) -> Case:
    """The person's own case from a session at hand, with their own words as far as they were said before a turn."""
    turns = store.transcript(address)
    happenings = [happening_of(turn, book) async for turn in turns if not before or turn.turn < before]
    return case_of(session, book, now, happenings, channel=address.partition(":")[0])


async def case_in(store: Store, one: Conversation, book: Book, now: dt.datetime, *, words: bool) -> Case:
    """One conversation of a list as an operator may see it; without `words`, no sentence of the person."""
    happenings = [happening_of(turn, book) async for turn in store.transcript(one.address)]
    return case_of(
        from_json(json.loads(one.session)),
        book,
        now,
        happenings,
        id=one.id,
        channel=one.channel,
        outcome=one.outcome,
        first_at=one.first_at,
        last_at=one.last_at,
        free_text=words,
    )


async def cases(
    store: Store,
    book: Book,
    now: dt.datetime,
    *,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    channel: str | None = None,
    outcome: str | None = None,
    words: bool = False,
) -> AsyncIterator[Case]:
    """Everybody in a period, one at a time."""
    async for one in store.conversations(since=since, until=until, channel=channel, outcome=outcome):
        yield await case_in(store, one, book, now, words=words)


def happening_of(turn: StoredTurn, book: Book) -> Happening:
    """One stored turn."""
    said = mark = ""
    if turn.words is Words.ERASED and turn.event is not None:
        mark = str(json.loads(turn.event))
    elif turn.danger >= LATCHES:
        mark = f"〔危机 L{turn.danger}〕"  # what was said in a crisis leaves in no file, not even on its first day
    elif turn.words is Words.KEPT and turn.event is not None:
        event = event_from_json(turn.event)
        if isinstance(event, (Said, Edited)):
            said = event.text
        elif isinstance(event, Sent):
            said = event.caption
    readings = json.loads(turn.readings) if turn.readings else None
    walked = json.loads(turn.path) if turn.path else None
    path = tuple(walked.get("path", ())) if isinstance(walked, dict) else ()
    papers = [
        (str(data.get("name", "")), str(data.get("title", "")))
        for body in turn.replies
        if (data := json.loads(body)).get("is") == "paper"
    ]
    way = walked if isinstance(walked, dict) else {}
    return Happening(
        turn.turn,
        turn.at,
        said,
        mark,
        readings if isinstance(readings, dict) else {},
        path,
        str(way.get("rule", "")),
        str(way.get("push", "")),
        bool(way.get("answers_push")),
        turn.danger,
        tuple(papers),
        advised(path, book),
    )


def papers_of(turn: StoredTurn) -> tuple[Paper, ...]:
    """The scripts and letters of a stored turn, whole."""
    return tuple(r for r in replies_in(turn.replies) if isinstance(r, Paper))

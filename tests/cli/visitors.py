"""People who came in past weeks, for what is told of many."""

from __future__ import annotations

import asyncio
import datetime as dt

from bot.app import Shelf, clock, place_of
from bot.engine.advance import advance
from bot.engine.events import Opened, Said
from bot.engine.session import from_json, to_json
from bot.runtime.counting import counts
from bot.runtime.record import record_of
from bot.settings import load
from bot.storage.sqlite import SqliteStore

LINES = ("想知道下一步", "都没有", "半个月", "微粒贷", "一万二", "上个月被裁了", "八百吧")


def come(people: int, *, weeks_ago: int) -> dt.date:
    """So many people talk on the Wednesday of a week; its Monday."""
    settings = load(None)
    shelf = Shelf(settings)
    shelf.refresh()
    book = shelf.book()
    today = clock(settings)()
    monday = today - dt.timedelta(days=today.weekday(), weeks=weeks_ago)
    at = (monday + dt.timedelta(days=2)).replace(hour=12)

    async def talk() -> None:
        store = SqliteStore(place_of(settings))
        await store.open(now=at)
        session = None
        for number, event in enumerate([Opened(), *map(Said, LINES)]):
            turn = advance(book, session, event, at)
            for who in range(people):
                await store.commit(
                    record_of(
                        turn,
                        address=f"terminal:w{weeks_ago}p{who}",
                        event_ids=(f"{weeks_ago}-{who}-{number}",),
                        event=event,
                        at=at,
                        version=number,
                        edition=book.edition,
                        danger=0,
                        counted=counts(session, turn, event, book),
                    )
                )
            session = from_json(to_json(turn.session))
        await store.close()

    asyncio.run(talk())
    return monday.date()

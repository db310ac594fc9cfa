"""From stored rows to what reports show: text becomes events, replies and a session again."""

from __future__ import annotations

import json

from bot.engine.flowbook import Book
from bot.engine.session import from_json
from bot.reports.conversation import Account, Entry, answers
from bot.runtime.codec import event_from_json, replies_in
from bot.storage.records import PartState, StoredTurn, Words
from bot.storage.store import Store

_OPEN = {PartState.NEW, PartState.SENDING, PartState.FAILED}


async def account_of(store: Store, address: str, book: Book | None, id_: str = "") -> Account | None:
    """Everything that an export shows about one person; None for somebody without a turn."""
    loaded = await store.load(address)
    if loaded is None:
        return None
    entries = [entry_of(turn) async for turn in store.transcript(address)]
    return Account(
        id=id_,
        channel=address.partition(":")[0],
        first_at=loaded.first_at,
        last_at=loaded.last_at,
        outcome=loaded.outcome,
        kept=loaded.kept,
        answers=answers(from_json(json.loads(loaded.session)), book),
        entries=tuple(entries),
    )


def entry_of(turn: StoredTurn) -> Entry:
    """One stored turn."""
    event = None
    mark = ""
    if turn.words is Words.ERASED and turn.event is not None:
        mark = str(json.loads(turn.event))
    elif turn.words is Words.KEPT and turn.event is not None:
        event = event_from_json(turn.event)
    return Entry(
        turn=turn.turn,
        at=turn.at,
        event=event,
        replies=replies_in(turn.replies),
        mark=mark,
        undelivered=any(part.state in _OPEN for part in turn.parts),
    )

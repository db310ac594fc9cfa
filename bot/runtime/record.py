"""A turn of the engine as the one record that the store writes, with masked words only.

Pure. Effects become fields of the record, the order of a file its last part; what cannot be part of a
transaction (deleting a person) is left to the dispatcher.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, assert_never

from msgspec import Struct
from msgspec.structs import replace

from bot import safe
from bot.engine.events import Event, TimeUp
from bot.engine.session import Session, to_json
from bot.engine.turn import (
    Bubble,
    CancelTimers,
    Count,
    Effect,
    Export,
    Forget,
    Question,
    SetTimer,
    Supersede,
    Turn,
    Withdraw,
)
from bot.runtime.codec import event_to_json, part_to_json, with_words
from bot.storage.records import CancelTimers as StoreCancel
from bot.storage.records import NewTimer, TurnRecord

ANSWERED = "reminded:"  # the count of a reminder whose question was answered
LONGEST_WORDS = 4_000  # characters of the masked words that are kept of one turn


def record_of(
    turn: Turn,
    *,
    address: str,
    event_ids: Sequence[str],
    event: Event,
    at: dt.datetime,
    version: int,
    edition: str,
    danger: int,
    asks: bool = False,
    counted: Mapping[str, int] = MappingProxyType({}),
    claim_until: dt.datetime | None = None,
    files: Sequence[bytes] = (),
) -> TurnRecord:
    """Everything this turn changes; danger is the level of its words or of the latch that holds.

    `files`: what was made of each order of a file, in their order.
    """
    session = turn.session
    said = () if turn.silent else turn.replies
    level = max(danger, session.latch.level if session.latch is not None else 0)
    cancel, timers = _timers(turn.effects)
    return TurnRecord(
        address=address,
        event_ids=tuple(event_ids),
        at=at,
        expected_version=version,
        session=dump(to_json(session)),
        replies=tuple(part_to_json(part) for part in (*said, *exports(turn))),
        event=event_to_json(with_words(event, turn.words[:LONGEST_WORDS])),
        readings=dump(turn.readings),
        path=dump({"path": turn.path, "rule": turn.rule, **_reminder(turn)}),
        edition=edition,
        danger=level,
        outcome=session.outcome or None,
        keep=is_kept(session),
        contact=not isinstance(event, TimeUp),
        asks=asks,
        withdraw=any(isinstance(effect, Withdraw) for effect in turn.effects),
        timers=timers,
        cancel=cancel,
        push=bool(turn.push),
        timers_done=(event.timer,) if isinstance(event, TimeUp) else (),
        counters={**counted, **_counts(turn.effects)},
        claim_until=claim_until,
        files={len(said) + n: content for n, content in enumerate(files)},
    )


class Made(Struct, frozen=True):
    """A file that a turn orders: its bytes, or None where it cannot be made; `instead`: as plain text, for want of its form."""

    content: bytes | None = None
    instead: bool = False


def with_files(turn: Turn, made: Sequence[Made]) -> Turn:
    """The turn with what the person has to know of its files, before its question, and without orders that came to nothing."""
    notes = (safe.NO_FILE if file.content is None else safe.TEXT_INSTEAD if file.instead else () for file in made)
    told = tuple(map(Bubble, dict.fromkeys(text for note in notes for text in note)))
    if not told:
        return turn
    asks = len(turn.replies) - bool(turn.replies and isinstance(turn.replies[-1], Question))
    orders = iter(made)
    kept = tuple(e for e in turn.effects if not isinstance(e, Export) or next(orders).content is not None)
    return replace(turn, replies=(*turn.replies[:asks], *told, *turn.replies[asks:]), effects=kept)


def _reminder(turn: Turn) -> dict[str, object]:
    """Whether this turn is a reminder, or the answer to one."""
    answers = any(isinstance(e, Count) and e.name.startswith(ANSWERED) for e in turn.effects)
    return {**({"push": turn.push} if turn.push else {}), **({"answers_push": True} if answers else {})}


def is_kept(session: Session) -> bool:
    """Only a clear yes keeps words; no answer yet and 「不保存」 keep one session row."""
    return session.keep is True


def dump(data: object) -> str:
    """JSON text without floats and without escapes."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_exact)


def forgets(turn: Turn) -> bool:
    return any(isinstance(effect, Forget) for effect in turn.effects)


def exports(turn: Turn) -> tuple[Export, ...]:
    return tuple(effect for effect in turn.effects if isinstance(effect, Export))


def _timers(effects: Sequence[Effect]) -> tuple[tuple[StoreCancel, ...], tuple[NewTimer, ...]]:
    """The store cancels before it sets, so a timer that is set and then cancelled in one turn is not set."""
    cancel: list[StoreCancel] = []
    timers: dict[str, NewTimer] = {}
    for effect in effects:
        match effect:
            case SetTimer(id=key, at=due, kind=kind, flow=flow):
                timers[key] = NewTimer(key, kind, due, dump({"flow": flow}))
            case CancelTimers(ids=ids):
                cancel.append(StoreCancel(keys=ids or None))
                timers = {k: t for k, t in timers.items() if ids and k not in ids}
            case Withdraw() | Forget() | Supersede() | Export() | Count():
                pass  # Supersede: the session's papers carry the mark
            case _:
                assert_never(effect)
    return tuple(cancel), tuple(timers.values())


def _counts(effects: Sequence[Effect]) -> dict[str, int]:
    return dict(Counter(effect.name for effect in effects if isinstance(effect, Count)))


def _exact(value: object) -> Any:
    """Values of slots that JSON does not know: decimals and dates as the session writes them."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (tuple, frozenset)):
        return list(value)
    raise TypeError(f"cannot be stored: {type(value).__name__}")

"""One turn, from the stored session to the one commit, with nothing half done on either side.

`Turns.take` never raises: it answers with what was done, or with which kind of failure stood in the way.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from bot.engine.events import Event, TimeUp
from bot.engine.flowbook import Book
from bot.engine.pages import Section
from bot.engine.session import Session, from_json
from bot.engine.turn import Export, Reply, Turn
from bot.runtime import record
from bot.runtime.codec import file_to_bytes, replies_in, reply_to_json
from bot.runtime.counting import counts
from bot.runtime.journal import Journal
from bot.runtime.wire import Handout
from bot.storage.door import LONGEST
from bot.storage.errors import AlreadyAnswered, Conflict, StoreUnavailable
from bot.storage.records import TRIES, UNKEPT, Loaded, OpenPart, StoredTurn
from bot.storage.store import Store

Advance = Callable[..., Turn]
"""`advance(book, session, event, now)`, and once more with `pages` where the turn wants one; with `reach` where that is known."""
LayOut = Callable[[str, Book, Turn, dt.datetime], Awaitable[tuple[Section, ...]]]
"""The page for the reader that a turn wants, of the person at an address, from what is held and stored."""
Make = Callable[[str, Book, Turn, Export, dt.datetime], Awaitable[Handout | None]]
"""The file that a turn orders, of the person at an address as they stand in this very turn; None where there is none."""
PLAIN = "txt"
"""The form that needs nothing but the words."""
CONFLICTS = 20
"""So often another process may be faster before it counts as a failure of the store."""


class Failure(Enum):
    """Why there is no turn."""

    STORE = auto()  # not now; the event stays in the inbox
    BUG = auto()  # ours; tried `TRIES` times


class Done(Struct, frozen=True):
    """A committed turn, or a person who is forgotten (`erased`: also the last traces on the disk?)."""

    replies: tuple[Reply, ...] = ()
    turn: int = 0
    rule: str = ""  # of the order of one turn, which fired
    asks: bool = False  # another question is open than before
    urgent: bool = False
    parts: tuple[OpenPart, ...] = ()  # in our hands already: to be sent, and marked, by whoever gets this
    repeated: bool = False
    erased: bool | None = None


class Turns:
    """Takes turns for everybody; who comes when is the dispatcher's business."""

    def __init__(
        self,
        store: Store,
        borrow: Callable[[], Book],
        now: Callable[[], dt.datetime],
        advance: Advance,
        journal: Journal,
        lay_out: LayOut | None = None,
        make: Make | None = None,
        reach: Callable[[str], str] | None = None,
    ) -> None:
        self._store = store
        self._borrow = borrow
        self._now = now
        self._advance = advance
        self._journal = journal
        self._lay_out = lay_out
        self._make = make
        self._reach = reach

    async def take(
        self, address: str, event_ids: Sequence[str], event: Event, danger: int, claim: dt.timedelta | None = None
    ) -> Done | Failure:
        """One event, one turn, exactly once. `claim`: the caller sends the replies within this time."""
        bugs = conflicts = 0
        place = ""
        while bugs < TRIES and conflicts < CONFLICTS:
            try:
                return await self._once(address, event_ids, event, danger, claim)
            except AlreadyAnswered:
                return await self._earlier(address, event_ids)
            except Conflict:
                conflicts += 1
            except StoreUnavailable as error:
                self._journal.fault("store-unavailable", error, person=self._journal.person(address))
                return Failure.STORE
            except Exception as error:
                bugs += 1
                place = getattr(error, "wenzhu_place", place)
                self._journal.fault(
                    "turn-failed",
                    error,
                    person=self._journal.person(address),
                    place=place,
                    edition=self._edition(),
                    tries=bugs,
                )
        return Failure.BUG if bugs else Failure.STORE

    async def _once(
        self, address: str, event_ids: Sequence[str], event: Event, danger: int, claim: dt.timedelta | None
    ) -> Done:
        now = self._now()
        loaded = await self._load(address, now)
        if loaded is not None and loaded.last_at > now:
            now = loaded.last_at.astimezone(now.tzinfo)  # a clock that went back never makes a person younger
        if loaded is None and isinstance(event, TimeUp):
            return await self._nobody(address, event_ids)
        session = from_json(json.loads(loaded.session)) if loaded is not None else None
        if session is not None and isinstance(event, TimeUp):
            await self._drop_ended(address, session)
        book = self._borrow()
        try:
            turn = await self._advanced(address, book, session, event, now)
        except Exception as error:
            if session is not None and session.open is not None:
                error.wenzhu_place = session.open.place  # type: ignore[attr-defined]  # a note for the log
            raise
        if record.forgets(turn):
            receipt = tuple(map(reply_to_json, turn.replies))
            until = now + claim if claim is not None else None
            gone = await self._store.forget(address, now=now, receipt=receipt, claim_until=until)
            return Done(turn.replies, rule=turn.rule, parts=gone.parts, erased=gone.done)
        made = await self._made(address, book, turn, now)
        turn = record.with_files(turn, made)
        replies = () if turn.silent else turn.replies
        asks = bool(replies) and _open(turn.session) not in {None, _open(session)}
        committed = await self._store.commit(
            record.record_of(
                turn,
                address=address,
                event_ids=event_ids,
                event=event,
                at=now,
                version=loaded.version if loaded is not None else 0,
                edition=book.edition,
                danger=danger,
                asks=asks,
                claim_until=now + claim if claim is not None else None,
                files=[file.content for file in made if file.content is not None],
                counted=_figures(session, turn, event, book),
            )
        )
        return Done(replies, committed.turn, turn.rule, asks, turn.urgent, committed.parts)

    async def _advanced(
        self, address: str, book: Book, session: Session | None, event: Event, now: dt.datetime
    ) -> Turn:
        """The engine's turn; where it wants a page, the page is laid out and the turn taken again with it."""
        advance = partial(self._advance, reach=self._reach(address)) if self._reach is not None else self._advance
        turn = advance(book, session, event, now)
        pages: dict[str, tuple[Section, ...]] = {}
        while turn.wants:
            if self._lay_out is None or turn.wants in pages:
                raise RuntimeError("a page is wanted that cannot be had")
            pages[turn.wants] = await self._lay_out(address, book, turn, now)
            turn = advance(book, session, event, now, pages)
        return turn

    async def _made(self, address: str, book: Book, turn: Turn, now: dt.datetime) -> list[record.Made]:
        """The files that this turn orders, from what is held at this moment: what comes later is not in them.

        One that cannot be made in its form comes as plain text; one that cannot be made at all costs the file, never the turn.
        """
        found: list[record.Made] = []
        for wanted in record.exports(turn):
            content = await self._file(address, book, turn, wanted, now)
            instead = content is None and wanted.form != PLAIN
            if instead:
                content = await self._file(address, book, turn, replace(wanted, form=PLAIN), now)
            found.append(record.Made(content, instead))
        return found

    async def _file(self, address: str, book: Book, turn: Turn, wanted: Export, now: dt.datetime) -> bytes | None:
        """One file as it lies in the store; None where it cannot be made."""
        try:
            made = await self._make(address, book, turn, wanted, now) if self._make is not None else None
            content = file_to_bytes(made) if made is not None else None
            if content is not None and len(content) > LONGEST:
                raise ValueError("a file is too large to be kept until it leaves")
        except Exception as error:
            self._journal.fault("file-failed", error, person=self._journal.person(address))
            return None
        return content

    async def _load(self, address: str, now: dt.datetime) -> Loaded | None:
        """The person's place; the promise of 24 hours holds even where no purge has run since."""
        loaded = await self._store.load(address)
        if loaded is not None and not loaded.kept and now - loaded.last_at > UNKEPT:
            await self._store.forget(address, now=now)
            return None
        return loaded

    async def _drop_ended(self, address: str, session: Session) -> None:
        """What the store ended by itself (somebody blocked the bot) does not come back beside a later reminder."""
        there = {timer.key for timer in await self._store.timers(address)}
        session.timers = [timer for timer in session.timers if timer.id in there]

    async def _nobody(self, address: str, event_ids: Sequence[str]) -> Done:
        """A reminder of somebody who was forgotten meanwhile: nothing is said, and nobody comes back to life by it."""
        for _ in range(TRIES):
            await self._store.failed(address, event_ids)
        return Done()

    async def _earlier(self, address: str, event_ids: Sequence[str]) -> Done | Failure:
        """Somebody else answered one of these events meanwhile."""
        for event_id in event_ids:
            try:
                stored = await self._store.answered(address, event_id)
            except StoreUnavailable:
                return Failure.STORE
            if stored is not None:
                return Done(replies_in(stored.replies), rule=rule_in(stored), repeated=True)
        return Failure.BUG

    def _edition(self) -> str:
        try:
            return self._borrow().edition
        except Exception:
            return "none"


def rule_in(stored: StoredTurn) -> str:
    """By which rule a stored turn was taken; "" where that is not kept."""
    walked = json.loads(stored.path) if stored.path else None
    return str(walked.get("rule", "")) if isinstance(walked, dict) else ""


def _figures(session: Session | None, turn: Turn, event: Event, book: Book) -> dict[str, int]:
    """What the daily figures gain; a mistake there costs a figure, never a turn."""
    try:
        return counts(session, turn, event, book)
    except Exception:
        return {}


def _open(session: Session | None) -> tuple[str, str, str] | None:
    """Which question is open."""
    asked = session.open if session is not None else None
    return (asked.place, asked.key, asked.kind) if asked is not None else None

"""The contract of the store: what is kept of a conversation, and the only ways to change it.

The store knows nothing of the engine: sessions, events, readings, paths and replies are JSON text to it (`records.py`).
Every operation is all or nothing, survives a kill at any point once it has returned, and may be cancelled by
its caller without being cut in the middle. Operations in flight at the same time have no order among them.
Time is always an argument and aware (with a zone); the store owns no clock. Errors: see `errors.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from bot.storage.records import (
    Arrival,
    Asked,
    CancelTimers,
    Committed,
    Conversation,
    Counter,
    Forgotten,
    Loaded,
    Mark,
    OpenPart,
    PartState,
    Purged,
    Receipt,
    Status,
    StoredTimer,
    StoredTurn,
    TurnRecord,
    Waiting,
)


class Store(Protocol):
    """A place that keeps conversations; SQLite and PostgreSQL pass the same contract tests."""

    async def open(self, *, now: dt.datetime) -> None:
        """Check identity, integrity and key, migrate, finish what a kill interrupted. Raises `CannotOpen`."""

    async def close(self) -> None:
        """Finish what was asked, then let go of files and locks. Idempotent."""

    # the inbox
    async def accept(self, items: Sequence[Arrival]) -> tuple[Receipt, ...]:
        """Keep a batch in one transaction; one receipt an item, in order. Then tell the platform."""

    async def waiting(self, *, after: int = 0, limit: int = 500) -> list[Waiting]:
        """Accepted, unanswered, not set aside, in order of arrival, with `seq` greater than `after`."""

    async def failed(self, address: str, event_ids: Sequence[str]) -> int:
        """Count a failed attempt at these events; the `TRIES`-th sets them aside. Returns the count."""

    # the turn
    async def answered(self, address: str, event_id: str) -> StoredTurn | None:
        """The turn that answered this event, with its replies; ids are known for `EVENT_IDS`."""

    async def load(self, address: str) -> Loaded | None:
        """The person's session and version; None for somebody new."""

    async def asked(self, address: str) -> Asked | None:
        """The person's open question and whether it has arrived; None where no question was ever put."""

    async def notes(self, address: str) -> tuple[str, ...]:
        """What the channel noted of its last messages to this person (`Mark.note`), oldest first, at most `NOTES`."""

    async def commit(self, turn: TurnRecord) -> Committed:
        """Write a whole turn, or raise `Conflict` if `expected_version` is not the current one."""

    # the outbox
    async def undelivered(self, address: str | None = None, *, maybe: bool = False, limit: int = 500) -> list[OpenPart]:
        """Parts in state new or sending (and `maybe`, if asked), danger first, then in order."""

    async def claim_parts(
        self, *, now: dt.datetime, until: dt.datetime, address: str | None = None, limit: int = 50
    ) -> list[OpenPart]:
        """Take parts to send until `until`: nobody else gets them before. Order is kept: a person with a part in
        somebody's hands, or waiting for its retry, is left out, except for urgent parts."""

    async def mark_part(self, mark: Mark) -> PartState:
        """Write down what happened and return the state that holds now: marking a withdrawn part `sending`
        gives `withdrawn`, and the sender skips it."""

    async def mark_parts(self, marks: Sequence[Mark]) -> tuple[PartState, ...]:
        """Several marks in one transaction."""

    # timers
    async def timers(self, address: str) -> list[StoredTimer]:
        """The person's timers by due time."""

    async def due_timers(self, now: dt.datetime, *, limit: int = 500) -> list[StoredTimer]:
        """Timers that are due and in nobody's hands, earliest first."""

    async def claim_timers(self, *, now: dt.datetime, until: dt.datetime, limit: int = 50) -> list[StoredTimer]:
        """Take due timers until `until`; the turn that answers one names it in `timers_done`."""

    async def finish_timer(self, address: str, key: str) -> bool:
        """A timer that needs no turn is over. False if it was not set."""

    async def postpone_timer(self, address: str, key: str, due: dt.datetime) -> bool:
        """Let a timer go until another time; its claim ends. False if it was not set."""

    async def cancel_timers(self, address: str, which: CancelTimers) -> int:
        """Cancel timers outside a turn; how many."""

    # forgetting
    async def forget(
        self, address: str, *, now: dt.datetime, receipt: Sequence[str] = (), claim_until: dt.datetime | None = None
    ) -> Forgotten:
        """Destroy the person's key and rows and clear the log of them. Final.

        `receipt`: JSON texts that say so, which must hold nothing of the person. They are delivered like every other part,
        under a key of their own; it and the address go with the last of them, or a day later.
        """

    async def finish_erasing(self, now: dt.datetime) -> bool:
        """Try again what a forgetting could not finish; True if nothing is left to do."""

    async def heartbeat(self, now: dt.datetime) -> str | None:
        """Note that the clock runs; an alarm text if it moved more than `CLOCK_JUMP` since the last one."""

    async def purge(self, now: dt.datetime, *, trust_clock: bool = False) -> Purged:
        """Delete what is past its time, in small steps; with a moved clock nothing, until it is trusted."""

    # reading
    def conversations(
        self,
        *,
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
        channel: str | None = None,
        outcome: str | None = None,
    ) -> AsyncIterator[Conversation]:
        """Everybody whose last contact lies in [since, until), in constant memory, without a lock."""

    def transcript(self, address: str) -> AsyncIterator[StoredTurn]:
        """The person's turns in order, in constant memory."""

    async def find(self, conversation_id: str) -> str | None:
        """The address behind a pseudonym or its unique beginning (8 characters or more)."""

    async def counters(self, since: dt.date, until: dt.date) -> list[Counter]:
        """Daily figures of [since, until], by date and name."""

    async def status(self) -> Status:
        """Counts."""

    async def integrity(self, *, deep: bool = False) -> tuple[str, ...]:
        """What is wrong with the files, in English; empty if nothing. `deep` also authenticates every row."""

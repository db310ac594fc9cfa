"""What passes between channels and the runtime: events in, replies out, and two answers to failure.

The channels stand above this floor, so the runtime knows them only by the shape of `Sender`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from bot.engine.events import Event
from bot.engine.turn import Reply


class Incoming(Struct, frozen=True):
    """One event of one person; `address` is `channel:id`, `event_id` the platform's or the app's.

    `at` is the latest moment at which it can have been written: platforms round down to seconds. `number` is its
    place in the chat, where the platform counts the messages of both sides in one row.
    """

    address: str
    event_id: str
    event: Event
    at: dt.datetime
    number: int | None = None


class Answer(Struct, frozen=True):
    """What became of an event: its replies, by which rule it was taken, and whether they were given before or come from safe mode."""

    replies: tuple[Reply, ...] = ()
    rule: str = ""
    repeated: bool = False
    safe: bool = False


class Handout(Struct, frozen=True):
    """A file for the person: its name and content."""

    name: str
    content: bytes


class Shown(Struct, frozen=True):
    """A message that arrived: its number in the chat, where there is one, and what the channel's next life has to know of it."""

    number: int | None = None
    note: str = ""


class SendError(Exception):
    """A send failed: is another attempt worth it (`retry`), can nobody be reached any more (`gone`)?

    `done` parts at the front surely arrived; `maybe`: the failing one may have, and is not sent again; `seen`: it may
    have, and is; `after`: seconds that the platform ordered.
    """

    def __init__(
        self,
        reason: str,
        *,
        retry: bool,
        gone: bool = False,
        done: int = 0,
        maybe: bool = False,
        seen: bool = False,
        after: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.retry = retry
        self.gone = gone
        self.done = done
        self.maybe = maybe
        self.seen = seen
        self.after = after


class Sender(Protocol):
    """The half of a channel that the runtime needs."""

    name: str  # the part of an address before the first colon
    joins: bool  # texts that wait become one turn; the terminal never joins
    pushes: bool  # what is sent unasked may wake somebody, so the hours of pushes hold

    def serves(self, address: str) -> bool:
        """Whether this address may be written to here and now."""

    def pack(self, replies: Sequence[Reply]) -> Sequence[int]:
        """How many replies go into each message, in order; the sum is their number."""

    async def send(self, address: str, replies: Sequence[Reply], *, doubted: bool = False) -> Shown:
        """Bring one message to the person, or raise `SendError`.

        `doubted`: an earlier attempt, maybe of an earlier life, may have arrived; in doubt once more it is not sent again.
        """

    async def hand(self, address: str, handout: Handout, *, doubted: bool = False) -> None:
        """Give the person a file, or raise `SendError`."""


def channel_of(address: str) -> str:
    """The channel's name in an address."""
    return address.partition(":")[0]

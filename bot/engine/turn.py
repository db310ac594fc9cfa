"""What goes out: a turn is a new session, final replies, effects as nouns, and the path that was walked.

Replies are neutral: a channel renders them, never the other way round. Effects are data for the floors above; the engine
performs nothing.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct, field

from bot.engine.session import Session


class Button(Struct, frozen=True):
    """An option to press: `token` comes back in `Pressed`, `mark` is what a text channel types (1, 2 … or A, B …)."""

    token: str
    label: str
    mark: str
    key: str


class Bubble(Struct, frozen=True, tag_field="is", tag="bubble"):
    """A short text. `tone` lets a channel set off a read-back (`echo`) or a crisis line (`urgent`)."""

    text: str
    tone: str = "plain"  # plain, echo, urgent, page (a section of a page, as long as it is)


class Question(Struct, frozen=True, tag_field="is", tag="question"):
    """The open question with its options, last in a turn; `step`/`steps` is the progress, 0 where none is shown.

    `road` is the whole way in a few words, of which number `stretch` (from 1) is walked now; empty where none is shown.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    step: int = 0
    steps: int = 0
    expects: str = "text"  # the slot type that is asked
    road: tuple[str, ...] = ()
    stretch: int = 0


class Paper(Struct, frozen=True, tag_field="is", tag="paper"):
    """A script or letter to read out or copy; `missing` lists the labels printed as 〔请补：…〕."""

    id: str
    name: str
    title: str
    text: str
    missing: tuple[str, ...] = ()


class Bar(Struct, frozen=True):
    """One line of a picture: whose, how long (0: not known), in words; and a second bar where there is one."""

    name: str
    value: int
    words: str
    second: int = 0
    beside: str = ""


class Drawing(Struct, frozen=True, tag_field="is", tag="drawing"):
    """A picture as numbers and words, final like every reply: drawn where a channel can, else printed as a table.

    `head` names the columns: whose, the first bar, the second one ("" where there is none).
    """

    name: str
    title: str
    head: tuple[str, str, str] = ("", "", "")
    bars: tuple[Bar, ...] = ()
    foot: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """All of it in words, for readers without eyes or without pictures."""
        second = f"，{self.head[2]} " if self.head[2] else "，"
        rows = (f"{b.name}：{b.words}{f'{second}{b.beside}' if b.beside else ''}" for b in self.bars)
        return (self.title, *rows, *self.foot)


Reply = Bubble | Question | Paper | Drawing


class SetTimer(Struct, frozen=True):
    id: str
    at: dt.datetime  # with zone
    kind: str  # care, deadline, appointment, review
    flow: str


class CancelTimers(Struct, frozen=True):
    """Timers by id; empty: all of them (停)."""

    ids: tuple[str, ...] = ()


class Withdraw(Struct, frozen=True):
    """Parts of earlier turns that have not been delivered are taken back (danger)."""


class Forget(Struct, frozen=True):
    """The person asked for deletion and confirmed: everything goes, at once, the session included."""


class Supersede(Struct, frozen=True):
    """Documents that rest on an answer that was taken back."""

    ids: tuple[str, ...]


class Export(Struct, frozen=True, tag_field="is", tag="export"):
    """The person wants a file: their page for one reader, as they went through it, or a paper as it was shown."""

    audience: str = ""  # borrower, lawyer, social; empty: the paper
    form: str = ""  # pdf, docx, txt …; empty: what the channel likes best
    removed: tuple[str, ...] = ()  # fields taken out
    added: tuple[str, ...] = ()  # fields that are only there when asked for
    consented: tuple[str, ...] = ()  # of these, the ones with a yes of their own
    before: int = 0  # what was said from this turn on is not part of it
    paper: Paper | None = None


class Count(Struct, frozen=True):
    """One more of something for the daily counters, which know no person."""

    name: str


Effect = SetTimer | CancelTimers | Withdraw | Forget | Supersede | Export | Count


class Way(Struct, frozen=True):
    """One way that was taken where the book offers several.

    Of a step, with its `place`: a `choice` (`skip`: 跳过; `field:key` in a list), a `rule` of `next` (its number,
    from 0), an `end`, the `if` of a reminder (`id:yes`, `id:no`), `more` of a list (yes, no), what a page that is gone
    through comes to (`review`: on, kept_back). Of the whole book: an `interrupt`, a `route` of book.yaml, a `danger`, a
    `priority` of an opening message.
    """

    kind: str
    place: str
    name: str


class Turn(Struct, frozen=True):
    """The outcome of one event."""

    session: Session
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    path: tuple[str, ...] = ()  # places entered, in order: "first_response.settle"
    ways: tuple[Way, ...] = ()  # which way was taken at each fork, in order
    rule: str = ""  # which rule of the order of one turn fired
    readings: dict[str, object] = field(default_factory=dict)  # slot -> frozen value, so that replay needs no words
    words: str = ""  # what the person said, masked: the only form that may be stored
    urgent: bool = False  # jumps every queue
    silent: bool = False  # nothing changed and nothing is to be sent (a double tap)
    wants: str = ""  # no turn yet: it is taken again with the page for this reader, laid out from `session`
    push: str = ""  # the kind of the reminder that speaks in this turn

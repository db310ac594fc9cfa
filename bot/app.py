"""The house put together: the only place that reads the clock, makes event ids and knows where the keys are.

async with House(settings) as house:      # opens the store, answers what an earlier life left
    await house.talk(...)
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import uuid
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import TracebackType

from bot import exports
from bot.engine.advance import advance
from bot.engine.events import Opened, Said
from bot.engine.flowbook import Book
from bot.engine.pages import Section
from bot.engine.session import COMES, GONE, WAITS, Session
from bot.engine.turn import Export, Turn
from bot.runtime.delivery import Delivery
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.journal import Journal
from bot.runtime.scheduler import Scheduler
from bot.runtime.turns import Turns
from bot.runtime.wire import Handout, Sender, channel_of
from bot.settings import Settings
from bot.storage.errors import StoreError
from bot.storage.folder import Place
from bot.storage.sqlite import SqliteStore, private_store

VARIABLE = "WENZHU_MASTER_KEY"


def clock(settings: Settings) -> Callable[[], dt.datetime]:
    """The one clock: aware, in the configured zone."""
    zone = settings.zone
    return lambda: dt.datetime.now(zone)


def new_id() -> str:
    """An event id for a channel whose wire gives none."""
    return uuid.uuid4().hex


def place_of(settings: Settings, *, read_only: bool = False) -> Place:
    """Where the store is and which key opens it."""
    from bot.storage.vault import MasterKey  # noqa: PLC0415  # late: the program starts in a second

    given = os.environ.get(VARIABLE)
    return Place(
        data_dir=settings.data_dir,
        master_key=MasterKey.from_text(given) if given else None,
        master_key_file=settings.key_file,
        read_only=read_only,
    )


def store_of(settings: Settings, *, read_only: bool = False, private: bool = False) -> SqliteStore:
    """The store of these settings; private: in memory, gone with the process."""
    if private:
        return private_store()
    retention = dt.timedelta(days=settings.privacy.retention_days)
    return SqliteStore(place_of(settings, read_only=read_only), retention=retention)


SWAPPED = "流程换成了刚保存的这一份。"
KEPT = "上面这份没有换上，对话还用着上一份。改好保存，马上换上。"


class NoEdition(Exception):
    """There are no flows that could be lent: neither the editor's nor the shipped ones are sound."""


class Shelf:
    """The edition in force: the editor's folder over the shipped content, or that alone while it is broken."""

    def __init__(self, settings: Settings, *, remembers: bool = True) -> None:
        from bot.content.library import Library  # noqa: PLC0415  # late: the program starts in a second
        from bot.content.memory import Memory  # noqa: PLC0415  # as above
        from bot.content.sources import fingerprint  # noqa: PLC0415  # as above

        operator, memory = operator_of(settings), Memory(settings.cache_dir, writes=remembers)
        own = settings.content_dir
        self._own = own
        self._library = Library(own, operator, memory=memory, look=fingerprint)
        self._shipped = Library(None, operator, memory=memory, look=fingerprint) if own is not None else None
        self.report = ""  # why the latest content was refused, for its editor

    def book(self) -> Book:
        """The book to lend for a turn."""
        for library in (self._library, self._shipped):
            if library is not None and library.current is not None:
                return library.current.book
        raise NoEdition("No sound content: run `wenzhu flows check`.")

    def refresh(self) -> str:
        """Look at the files; what happened: "" (nothing), "swapped" or "refused" (then `report` says why)."""
        found = self._library.refresh()
        if found.built is None:
            return ""
        if found.swapped:
            self.report = ""
            return "swapped"
        from bot.content.edition import under  # noqa: PLC0415  # as above

        self.report = under(found.built, self._own).report()
        if self._shipped is not None and self._library.current is None:
            self._shipped.refresh()
        return "refused"


def operator_of(settings: Settings) -> Mapping[str, str]:
    """Who runs this bot and how to reach them, as texts may say it."""
    return {"name": settings.privacy.operator_name, "contact": settings.privacy.contact}


class House:
    """Everything that runs while people talk."""

    def __init__(
        self,
        settings: Settings,
        *,
        shelf: Shelf,
        senders: Mapping[str, Sender],
        private: bool = False,
        only: str | None = None,
        now: Callable[[], dt.datetime] | None = None,
        editors: Callable[[str], Awaitable[None]] | None = None,
        patience: float = 5.0,
    ) -> None:
        self.settings = settings
        self._patience = patience
        self.shelf = shelf
        self._editors = editors
        self._senders = senders
        self._private = private
        self.now = now or clock(settings)
        self.journal = Journal(os.urandom(16))
        self.store = store_of(settings, private=private)
        self.delivery = Delivery(self.store, senders, self.now, self.journal)
        turns = Turns(self.store, self.borrow, self.now, advance, self.journal, self.lay_out, self.make, self.reach)
        self.dispatcher = Dispatcher(
            store=self.store,
            borrow=self.borrow,
            now=self.now,
            delivery=self.delivery,
            turns=turns,
            journal=self.journal,
            senders=senders,
        )
        self.scheduler = Scheduler(
            store=self.store,
            dispatcher=self.dispatcher,
            delivery=self.delivery,
            senders=senders,
            now=self.now,
            journal=self.journal,
            refresh=self.refresh,
            tidy=self.tidy,
            only=only,
        )
        self._loop: asyncio.Task[None] | None = None

    def reach(self, address: str) -> str:
        """How reminders get to the person at an address."""
        sender = self._senders.get(channel_of(address))
        return GONE if self._private else COMES if sender is None or sender.pushes else WAITS

    def borrow(self) -> Book:
        """The edition that holds now."""
        return self.shelf.book()

    async def refresh(self) -> None:
        """Take up what editors saved; a broken edition is refused and told, the last good one stays."""
        state = await asyncio.to_thread(self.shelf.refresh)
        if state:
            edition = self.borrow().edition if state == "swapped" else ""
            self.journal.note(f"content-{state}", edition=edition)
        if state and self._editors is not None:
            await self._editors(f"{self.shelf.report}\n\n{KEPT}" if state == "refused" else SWAPPED)

    async def tidy(self) -> None:
        """Files that were made for persons of this computer last a day."""
        if gone := await asyncio.to_thread(exports.sweep, self.settings.data_dir, self.now()):
            self.journal.note("exports-deleted", n=gone)

    async def __aenter__(self) -> House:
        await self.store.open(now=self.now())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop is not None:
            self._loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop
        await self.dispatcher.close(self._patience)
        await self.store.close()

    async def begin(self) -> int:
        """What an earlier life left is sent and answered, due reminders are shown; then the loop runs.

        Gives back how many messages were answered late. A disk that fails here is met again, and told, by the
        first message.
        """
        taken = await self.take_up()
        await self.scheduler.tick()
        await self.dispatcher.settle()
        self.start()
        return taken

    def warm(self) -> None:
        """Take a few turns for nobody, so that the first person does not wait while patterns and templates are made."""
        session: Session | None = None
        try:
            for event in (Opened(), Said("逾期半个月了，欠了两万"), Said("不想活了")):
                session = advance(self.borrow(), session, event, self.now()).session
        except Exception as error:
            self.journal.fault("warming-failed", error)

    async def take_up(self) -> int:
        """What was accepted in an earlier life and not answered joins the lines; how many."""
        try:
            return await self.dispatcher.take_up()
        except StoreError as error:
            self.journal.fault("store-unavailable", error)
            return 0

    def start(self, taken: int = 0) -> None:
        """Due reminders and undelivered parts are looked after from now on; nobody waits for them."""
        if taken:
            self.journal.note("taken-up", n=taken)
        self._loop = asyncio.create_task(self.scheduler.run(), name="scheduler")

    async def lay_out(self, address: str, book: Book, turn: Turn, now: dt.datetime) -> tuple[Section, ...]:
        """The page that a turn wants to show before it leaves, from the answers of this very moment."""
        from bot.casebook import own_case  # noqa: PLC0415  # late: the program starts in a second
        from bot.content.summary_fields import READERS, Audience  # noqa: PLC0415  # as above
        from bot.reports.summary import sections_of  # noqa: PLC0415  # as above

        review = turn.session.review
        if turn.wants not in READERS or review is None:
            return ()
        case = await own_case(self.store, address, book, turn.session, now, before=review.turn)
        return await asyncio.to_thread(sections_of, case, Audience(turn.wants))

    async def make(self, address: str, book: Book, turn: Turn, wanted: Export, now: dt.datetime) -> Handout | None:
        """The file that a person went through, or the paper they saw, as of this turn. Its name tells nothing of them."""
        from bot.casebook import own_case  # noqa: PLC0415  # late: the program starts in a second
        from bot.reports.handing_over import exported  # noqa: PLC0415  # late: the program starts in a second

        case = None
        if wanted.paper is None:
            case = await own_case(self.store, address, book, turn.session, now, before=wanted.before)
        made = await asyncio.to_thread(exported, wanted, case, new_id()[:8])
        return Handout(made.name, made.content)


def log_to(settings: Settings) -> None:
    """A terminal's log goes to a file, where it disturbs nobody; a full disk never stops a turn."""
    import logging  # noqa: PLC0415  # late: the program starts in a second

    from bot.logbook import LogBook  # noqa: PLC0415  # as above

    logging.raiseExceptions = False
    handler = LogBook(settings.data_dir / "wenzhu.log")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("wenzhu")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only this account can read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


__all__ = [
    "House",
    "NoEdition",
    "Shelf",
    "channel_of",
    "clock",
    "log_to",
    "new_id",
    "operator_of",
    "store_of",
]

"""A small house for tests: real dispatcher, delivery and SQLite, a tiny engine, a phone that can fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from bot.casebook import own_case
from bot.content.summary_fields import READERS, Audience
from bot.engine.events import Event, Opened, Said, TimeUp
from bot.engine.pages import Section
from bot.engine.session import OpenQuestion, Session, fresh
from bot.engine.turn import Bubble, Count, Effect, Export, Forget, Reply, SetTimer, Turn, Withdraw
from bot.reports.summary import sections_of
from bot.runtime.delivery import Delivery
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.journal import Journal
from bot.runtime.turns import Turns
from bot.runtime.wire import Answer, Handout, Incoming, Shown
from bot.storage.folder import Place
from bot.storage.records import StoredTurn
from bot.storage.sqlite import SqliteStore
from bot.understanding.readings import NO_EXTRA

ZONE = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
BOOK: Any = SimpleNamespace(edition="e1", danger_words=NO_EXTRA)


def echo(book: Any, session: Session | None, event: Event, now: dt.datetime) -> Turn:
    """A tiny engine: remembers every word in order, answers with the turn's number, obeys a few words."""
    now_session = session.copy() if session is not None else fresh(now)
    now_session.turn += 1
    now_session.keep = True
    words = event.text if isinstance(event, Said) else ""
    effects: list[Effect] = [Count("turns")]
    silent = False
    match words:
        case "坏":
            raise KeyError("我的秘密在这里")
        case "删除":
            effects.append(Forget())
        case "导出":
            effects.append(Export(form="md"))
        case "不保存":
            now_session.keep = False
        case "无声":
            silent = True
        case "提醒我":
            effects.append(SetTimer("t1", now + dt.timedelta(hours=1), "appointment", "checkin"))
        case _ if "不想活" in words:
            effects.append(Withdraw())
    if isinstance(event, TimeUp):
        now_session.told = [*now_session.told, f"timer {event.timer}"]
    elif isinstance(event, Opened):
        now_session.told = [*now_session.told, "opened"]
    else:
        now_session.told = [*now_session.told, words]
    replies = (Bubble(f"第{now_session.turn}轮：{words}"), Bubble(f"还有{now_session.turn}"))
    return Turn(
        session=now_session,
        replies=replies,
        effects=tuple(effects),
        path=("main.start",),
        rule="echo",
        words=words.replace("13800138000", "〔手机号〕"),
        silent=silent,
    )


def asking(book: Any, session: Session | None, event: Event, now: dt.datetime) -> Turn:
    """Every turn puts another question."""
    turn = echo(book, session, event, now)
    turn.session.open = OpenQuestion(turn.session.turn, f"a.step{turn.session.turn}", "slot")
    return turn


class Phone:
    """A channel whose person is this test."""

    name = "phone"
    pushes = True

    def __init__(self, *, joins: bool = True) -> None:
        self.joins = joins
        self.got: list[tuple[str, str]] = []
        self.files: list[Handout] = []
        self.doubted: list[bool] = []  # of each attempt, whether an earlier one may have arrived
        self.faults: list[Exception] = []
        self.number: int | None = None  # of the last message, where this channel counts
        self.note = ""  # what it wants to know of its messages later
        self.before: Callable[[str], Any] | None = None

    def serves(self, address: str) -> bool:
        return True

    def pack(self, replies: Sequence[Reply]) -> Sequence[int]:
        return [1] * len(replies)

    async def send(self, address: str, replies: Sequence[Reply], *, doubted: bool = False) -> Shown:
        self.doubted.append(doubted)
        if self.before is not None:
            await self.before(address)
        if self.faults:
            raise self.faults.pop(0)
        self.got += [(address, reply.text) for reply in replies]  # type: ignore[union-attr]
        return Shown(self.number, self.note)

    async def hand(self, address: str, handout: Handout, *, doubted: bool = False) -> None:
        self.files.append(handout)

    def words(self, address: str = "phone:a") -> list[str]:
        return [text for who, text in self.got if who == address]


class House:
    """The runtime around one store."""

    def __init__(self, folder: Path, *, phone: Phone | None = None, advance: Any = echo, store: Any = None) -> None:
        self.time = NOW
        self.phone = phone or Phone()
        self.store = store or SqliteStore(Place(data_dir=folder / "data", master_key_file=folder / "master.key"))
        self.journal = Journal(b"test")
        senders = {self.phone.name: self.phone}
        self.delivery = Delivery(self.store, senders, self.now, self.journal)
        self.dispatcher = Dispatcher(
            store=self.store,
            borrow=self.borrow,
            now=self.now,
            delivery=self.delivery,
            turns=Turns(self.store, self.borrow, self.now, advance, self.journal, self.lay_out, self.make),
            journal=self.journal,
            senders=senders,
        )
        self.book = BOOK
        self.count = 0

    def now(self) -> dt.datetime:
        return self.time

    def borrow(self) -> Any:
        return self.book

    async def make(self, address: str, book: Any, turn: Turn, wanted: Export, now: dt.datetime) -> Handout:
        return Handout(f"记录.{wanted.form}", " ".join(turn.session.told).encode())

    async def lay_out(self, address: str, book: Any, turn: Turn, now: dt.datetime) -> tuple[Section, ...]:
        review = turn.session.review
        if review is None or turn.wants not in READERS:
            return ()
        case = await own_case(self.store, address, book, turn.session, now, before=review.turn)
        return sections_of(case, Audience(turn.wants))

    async def __aenter__(self) -> House:
        await self.store.open(now=self.time)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.dispatcher.close(patience=1)
        await self.store.close()

    def said(self, text: str, *, who: str = "a", event_id: str = "", at: dt.datetime | None = None) -> Incoming:
        self.count += 1
        return Incoming(f"phone:{who}", event_id or f"e{self.count}", Said(text), at or self.time)

    async def says(self, text: str, *, who: str = "a", event_id: str = "") -> Answer:
        return await self.dispatcher.answer(self.said(text, who=who, event_id=event_id))

    async def told(self, who: str = "a") -> list[str]:
        """What the session remembers."""
        import json

        loaded = await self.store.load(f"phone:{who}")
        return [] if loaded is None else list(json.loads(loaded.session)["told"])

    async def turns(self, who: str = "a") -> list[StoredTurn]:
        """What the store keeps of each turn."""
        return [turn async for turn in self.store.transcript(f"phone:{who}")]

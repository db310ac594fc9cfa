"""Every story of the editors comes out as written over the whole house, on real SQLite."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from bot.authoring.drivers import Heard, files_of
from bot.authoring.stories import tell
from bot.authoring.story_reader import read_story
from bot.content.problems import Problems
from bot.engine.advance import advance
from bot.engine.events import Event, Said
from bot.engine.flowbook import Book
from bot.engine.session import Session, from_json
from bot.runtime.wire import Answer, Incoming
from tests.runtime.rig import House, Phone
from tests.shipped import shipped_book

STORIES = [
    p
    for p in sorted((Path(__file__).parents[1] / "stories").glob("*.yaml"))
    if "\nchannel:" not in p.read_text("utf-8")
]


@pytest.fixture(scope="module")
def book() -> Book:
    return shipped_book()


class HouseDriver:
    """One person who talks to a real house; a restart closes everything and opens it again."""

    def __init__(self, folder: Path, book: Book) -> None:
        self.folder, self.book = folder, book
        self.runner = asyncio.Runner()
        self.rules: list[str] = []
        self.files: tuple[str, ...] = ()
        self.count = 0
        self.last: list[Incoming] = []
        self.now = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
        self.house = self._open()

    def _open(self) -> House:
        house = House(self.folder, phone=Phone(joins=True), advance=self._advance)
        house.book = self.book
        house.time = self.now
        self.runner.run(house.__aenter__())
        return house

    def _advance(self, *args: Any) -> Any:
        turn = advance(*args)
        self.rules.append(turn.rule)
        self.files = files_of(turn)
        return turn

    def close(self) -> None:
        self.runner.run(self.house.__aexit__())
        self.runner.close()

    def deliver(self, event: Event, now: dt.datetime) -> Heard:
        return self._all([event], now)

    def burst(self, texts: tuple[str, ...], now: dt.datetime) -> Heard:
        return self._all([Said(text) for text in texts], now)

    def _all(self, events: list[Event], now: dt.datetime) -> Heard:
        self.now = self.house.time = now
        self.last = []
        for event in events:
            self.count += 1
            self.last.append(Incoming("phone:a", f"e{self.count}", event, now))
        return self._send(now)

    def _send(self, now: dt.datetime) -> Heard:
        self.house.dispatcher._pace._left.clear()  # stories are told faster than people write

        async def ask() -> list[Answer]:
            return list(await asyncio.gather(*(self.house.dispatcher.answer(item) for item in self.last)))

        answers = self.runner.run(ask())
        assert not any(answer.safe for answer in answers), "safe mode answered"
        return Heard(answers[0].replies, self.rules[-1] if self.rules else "", self.files)

    def again(self, now: dt.datetime) -> Heard:
        return self._send(now)

    def restart(self) -> None:
        self.runner.run(self.house.__aexit__())
        self.house = self._open()

    def session(self) -> Session | None:
        loaded = self.runner.run(self.house.store.load("phone:a"))
        return from_json(json.loads(loaded.session)) if loaded is not None else None


@pytest.mark.parametrize("path", STORIES, ids=lambda p: p.stem)
def test_the_story_comes_out_as_written(
    path: Path, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every shipped story holds over the whole house: store, delivery and restart included."""
    problems = Problems()
    story = read_story(path.name, path.read_bytes(), problems)
    assert story is not None, list(problems)
    if any(step.action and step.action.span > dt.timedelta(hours=24) for step in story.steps):
        # the person of such a story is one who said yes at some time; without it the house forgets after a day
        monkeypatch.setattr("bot.runtime.record.is_kept", lambda session: session.keep is not False)
    driver = HouseDriver(tmp_path, book)
    try:
        failures = tell(story, book, driver)
    finally:
        driver.close()
    assert not failures, "\n".join(f.print_with(path.read_text(encoding="utf-8")) for f in failures)

"""Every story of the editors comes out over Telegram as written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Shelf
from bot.authoring.stories import tell
from bot.authoring.story_reader import read_story
from bot.content.problems import Problems
from tests.channels.telegram.driver import TelegramDriver

STORIES = [
    p
    for p in sorted((Path(__file__).parents[2] / "stories").glob("*.yaml"))
    if "\nchannel:" not in p.read_text("utf-8")
]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> Iterator[TelegramDriver]:
    made = TelegramDriver(tmp_path_factory.mktemp("house"), shelf)
    yield made
    made.close()
    assert made.rig.api.complaints == []


@pytest.mark.parametrize("path", STORIES, ids=lambda p: p.stem)
def test_the_story_comes_out_over_telegram(
    path: Path, driver: TelegramDriver, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts, presses, media, duplicates and restarts go over the wire; words and buttons arrive as the engine said them."""
    problems = Problems()
    story = read_story(path.name, path.read_bytes(), problems)
    assert story is not None, list(problems)
    if any(step.action and step.action.span > dt.timedelta(hours=24) for step in story.steps):
        # the person of such a story said yes at some time; without it the house forgets after a day
        monkeypatch.setattr("bot.runtime.record.is_kept", lambda session: session.keep is not False)
    failures = tell(story, shelf.book(), driver.somebody())
    assert not failures, "\n".join(f.print_with(path.read_text(encoding="utf-8")) for f in failures)

"""Every shipped story comes out as written, told to the engine alone, and together they walk all that the flows offer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from bot.authoring.coverage import judge, page
from bot.authoring.drivers import EngineDriver
from bot.authoring.stories import Telling
from bot.authoring.story_reader import read_story
from bot.content.problems import Problems, report
from bot.content.sources import snapshot
from bot.engine.turn import Way
from tests.shipped import shipped, shipped_book

STORIES = sorted(p.name for p in (Path(__file__).parents[1] / "stories").glob("*.yaml"))
walked: dict[str, set[Way]] = {}
"""What each story walked; told once for both tests."""


@cache
def files() -> Mapping[str, bytes]:
    return snapshot().files


@pytest.mark.parametrize("name", STORIES)
def test_story(name: str) -> None:
    """The conversation is what its story says."""
    failures = told(name)
    assert not failures, "\n".join(failures)


@pytest.mark.timeout(600)  # alone it tells every story itself
def test_the_stories_walk_everything() -> None:
    """Every step, choice, way out, condition, interrupt and route of the shipped flows: the page names the lines that none walks."""
    for name in STORIES:
        if name not in walked:
            told(name)
    found = judge(shipped().tree, set().union(*walked.values()))
    assert not found.missed, page(found)


def told(name: str) -> list[str]:
    """What fails in a story; what it walked is kept."""
    data = files()[f"stories/{name}"]
    problems = Problems()
    story = read_story(f"tests/stories/{name}", data, problems)
    assert story is not None, report(problems, {f"tests/stories/{name}": data.decode()})
    telling = Telling(story, EngineDriver(shipped_book(), story.reach), shipped_book(), story.clock)
    failures = [f.print_with(data.decode()) for f in telling.tell()]
    walked[name] = telling.walked
    return failures

"""Every shipped story comes out as written, told to the engine alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.authoring.stories import tell
from bot.authoring.story_reader import read_story
from bot.content.edition import Built, build
from bot.content.problems import Problems, report
from bot.content.sources import snapshot

STORIES = sorted(p.name for p in (Path(__file__).parents[1] / "stories").glob("*.yaml"))


@cache
def shipped() -> Built:
    return build(snapshot())


@pytest.mark.parametrize("name", STORIES)
def test_story(name: str) -> None:
    """The conversation is what its story says."""
    built = shipped()
    assert built.edition is not None, built.report()
    data = built.snapshot.files[f"stories/{name}"]
    problems = Problems()
    story = read_story(f"tests/stories/{name}", data, problems)
    assert story is not None, report(problems, {f"tests/stories/{name}": data.decode()})
    failures = [f.print_with(data.decode()) for f in tell(story, built.edition.book)]
    assert not failures, "\n".join(failures)

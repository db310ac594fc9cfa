"""Every row of the sources has a carrier that exists and a story that asserts words of that row."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.edition import Edition, build
from bot.content.sources import snapshot

ROOT = Path(__file__).parents[2]
ROWS: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "docs" / "coverage-of-sources.source.yaml").read_text("utf-8")
)["rows"]


@cache
def edition() -> Edition:
    built = build(snapshot())
    assert built.edition is not None, built.report()
    return built.edition


@cache
def seen(story: str) -> tuple[str, ...]:
    """All words that a story asserts to be in the replies."""
    told = yaml.safe_load((ROOT / "tests" / "stories" / f"{story}.yaml").read_text("utf-8"))
    return tuple(str(word) for step in told["steps"] for word in step.get("sees", ()))


def test_all_rows_are_there() -> None:
    """S1 to S106, none missing, none invented."""
    assert list(ROWS) == [f"S{n}" for n in range(1, 107)]


@pytest.mark.parametrize("row", ROWS)
def test_carriers_exist(row: str) -> None:
    """Steps, templates and facts that carry the row are in the shipped edition."""
    tree = edition().tree
    assert ROWS[row]["carries"]
    for carrier in ROWS[row]["carries"]:
        if carrier.startswith("templates/"):
            assert (ROOT / carrier).is_file(), carrier
        elif carrier.startswith("fact:"):
            assert carrier[5:] in edition().register.facts, carrier
        else:
            flow, _, step = carrier.partition(".")
            assert step in tree.flows[flow].steps, carrier


@pytest.mark.parametrize("row", ROWS)
def test_story_asserts_its_words(row: str) -> None:
    """The story's own `sees` contain every word of the row."""
    asserted = seen(ROWS[row]["story"])
    for word in ROWS[row]["sees"]:
        assert any(word in one for one in asserted), f"{row}: {word} is in no `sees` of {ROWS[row]['story']}"

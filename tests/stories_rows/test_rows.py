"""Every row of the sources is carried where its story says its words, and the page that shows it is up to date."""

from __future__ import annotations

import importlib.util
import sys
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def load() -> ModuleType:
    """The tool that writes the page; tools are no package."""
    spec = importlib.util.spec_from_file_location("sources_coverage", ROOT / "tools" / "sources_coverage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool = load()


@pytest.fixture(scope="module")
def coverage() -> Any:
    return tool.coverage()


def test_the_page_is_what_the_tool_writes(coverage: Any) -> None:
    """docs/coverage-of-sources.md is not behind its source, the flows or the stories."""
    assert tool.WRITTEN.read_text("utf-8") == coverage.page(), "run .venv/bin/python tools/sources_coverage.py"


def spoilt(coverage: Any, row: str, **changes: Any) -> str:
    """What the tool says when the first carrier of a row is changed; its stories need no second telling."""
    rows = deepcopy(coverage.rows)
    rows[row]["carried"] = [{**rows[row]["carried"][0], **changes}]
    again = tool.Coverage(rows, coverage.edition, coverage.files, told=coverage.told)
    with pytest.raises(tool.Uncovered) as told:
        again.check()
    return str(told.value)


def test_a_row_without_carrier_or_story_stops_the_writing(coverage: Any) -> None:
    """A name that does not exist, a word no story asserts, a word said elsewhere, no story at all: each is told."""
    assert "S18: no such carrier first_response.gone" in spoilt(coverage, "S18", by=["first_response.gone"])
    assert "S18: 无人说过 is in no `sees` of half_month" in spoilt(coverage, "S18", sees=["无人说过"])
    assert "does not come out where about_bot.start speaks" in spoilt(coverage, "S18", by=["about_bot.start"])
    assert "S18: asserts no words" in spoilt(coverage, "S18", sees=[])
    footer = {"stands": "templates/summaries/footer.md.j2", "sees": ["不在里面"]}
    assert "S3: 不在里面 is not in templates/summaries/footer.md.j2" in spoilt(coverage, "S3", **footer)
    rows = {name: row for name, row in coverage.rows.items() if name != "S50"}
    with pytest.raises(tool.Uncovered, match="rows are not S1 to S106"):
        tool.Coverage(rows, coverage.edition, coverage.files, told=coverage.told).check()

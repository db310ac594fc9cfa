"""The safe words need nothing, name the right numbers and stay short."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from bot import safe

ROOT = Path(__file__).parents[2]
TABLES = (
    safe.DANGER,
    safe.CANNOT_SAVE,
    safe.CLOSED,
    safe.DOWN,
    safe.STUMBLED,
    safe.NO_FILE,
    safe.TEXT_INSTEAD,
    safe.SLOW,
    safe.ERASING,
)


def test_safe_mode_imports_nothing() -> None:
    """No fault elsewhere can take it down."""
    tree = ast.parse((ROOT / "bot" / "safe.py").read_text(encoding="utf-8"))
    imports = [n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom))]
    assert [n.module for n in imports if isinstance(n, ast.ImportFrom)] == ["__future__"]
    assert not [n for n in imports if isinstance(n, ast.Import)]


def test_the_numbers_are_those_of_the_facts() -> None:
    """Every number stands in flows/facts/hotlines.yaml, is shown there and never disappears."""
    facts = yaml.safe_load((ROOT / "flows" / "facts" / "hotlines.yaml").read_text(encoding="utf-8"))["facts"]
    essential = {str(f["number"]) for f in facts.values() if f.get("essential") and f["display"]}
    assert {number for number, _ in safe.HOTLINES} == essential


def test_no_other_number_is_ever_said() -> None:
    """The safe words name only the hotlines of their own table."""
    known = {number for number, _ in safe.HOTLINES}
    for text in (t for table in TABLES for t in table):
        assert set(re.findall(r"[0-9][0-9-]{2,}", text)) <= known


@pytest.mark.parametrize("table", [safe.DANGER, safe.CANNOT_SAVE, safe.CLOSED, safe.DOWN, safe.STUMBLED])
def test_every_safe_text_gives_all_ways_to_help(table: tuple[str, ...]) -> None:
    """Whoever meets a failure may be in danger, whatever the words were."""
    said = "".join(table)
    assert all(number in said for number, _ in safe.HOTLINES)


def test_bubbles_are_short_and_full_width() -> None:
    """Safe words obey the same bounds as all others."""
    for text in (t for table in TABLES for t in table):
        assert len(text) <= 120
        assert not re.search(r"[一-鿿][,.;:!?]", text)


def test_danger_comes_before_everything() -> None:
    """Where danger was heard, the words for danger are said, whatever else failed."""
    assert safe.words(danger=True, saved=False) is safe.words(danger=True) is safe.DANGER
    assert safe.words(danger=False, saved=False) is safe.CANNOT_SAVE
    assert safe.words(danger=False) is safe.STUMBLED

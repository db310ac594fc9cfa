"""The generated files agree with their sources: the pinyin table with pypinyin, the needed characters with the patterns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_pinyin_table_is_the_one_that_pypinyin_gives() -> None:
    """The committed table is what its generator makes."""
    pytest.importorskip("pypinyin", reason="a dev tool; the table itself is committed")
    done = subprocess.run([sys.executable, "tools/build_pinyin.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, "run tools/build_pinyin.py"


def test_every_rule_carries_the_characters_that_it_needs() -> None:
    """The committed needs are what their generator makes."""
    done = subprocess.run([sys.executable, "tools/lexicon_needs.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, "run tools/lexicon_needs.py"

"""Every code of a problem has a sample whose print-out is compared, word for word.

A sample is a folder `tests/broken/<code>/` laid over the small good book `tests/broken/base`; `expected.txt` is
what an editor reads. After a wanted change: `WENZHU_UPDATE=1 pytest tests/content/test_samples.py`, then read the
difference. `without.txt` names files that are taken away, `content_dir.txt` another folder to lie over the base.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.content import edition
from bot.content.codes import CODES, Level
from bot.content.problems import Problems
from bot.content.sources import snapshot
from bot.content.tree import Tree

ROOT = Path(__file__).parents[2]
BROKEN = Path("tests/broken")
SAMPLES = sorted(p.name for p in (ROOT / BROKEN).iterdir() if p.is_dir() and p.name != "base")


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split() if path.is_file() else []


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def build_sample(code: str, wording: bytes) -> edition.Built:
    folder = BROKEN / code
    own = next((folder / name for name in lines(folder / "content_dir.txt")), folder)
    taken = snapshot(own, shipped=BROKEN / "base")
    files = {"flows/wording.yaml": wording, **taken.files}
    for name in lines(folder / "without.txt"):
        del files[name]
    return edition.build(replace(taken, files=files))


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_sample(code: str) -> None:
    """No message is ever printed that nobody has seen printed."""
    assert code in SAMPLES


@pytest.mark.parametrize("code", SAMPLES)
def test_sample_prints_as_expected(code: str, wording: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """The print-out of a sample is its `expected.txt`, its own code is in it, and only errors refuse."""
    if code == "internal":

        def broken(tree: Tree, problems: Problems) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("bot.content.checks.check", broken)
    built = build_sample(code, wording())
    expected = ROOT / BROKEN / code / "expected.txt"
    printed = built.report() + "\n"
    if os.environ.get("WENZHU_UPDATE"):
        expected.write_text(printed, "utf-8")
    assert expected.read_text("utf-8") == printed
    assert code in {p.code for p in built.problems}
    assert (built.edition is None) == any(p.level is Level.ERROR for p in built.problems)


def test_the_base_is_good(built: Callable[..., edition.Built]) -> None:
    """The book that the samples break has no problem of its own."""
    assert built().problems == ()

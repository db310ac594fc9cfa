"""SIGKILL at random and at every write of a turn: nothing is lost, doubled or said untrue.

The whole runtime on a real SQLite file in a forked child, driven over a pipe by lines with event ids.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("gcc") is None, reason="needs Linux and gcc for the shim"
)


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The storage tests' shim, compiled."""
    target = tmp_path_factory.mktemp("shim") / "shim.so"
    source = HERE.parent / "storage" / "shim.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(target), str(source), "-ldl"], check=True)
    return target


@pytest.fixture
def root() -> Iterator[Path]:
    """In memory where there is memory: a kill leaves the same bytes there."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def drive(shim: Path, root: Path, mode: str, seed: int = 1) -> dict[str, Any]:
    environment = {**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run(
        [sys.executable, str(HERE / "chaos_driver.py"), str(root), mode, str(seed)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(mode, {**report, "wrong": len(report["wrong"])}, done.stderr[-500:])
    return report


def test_twenty_five_random_kills_lose_and_double_nothing(shim: Path, root: Path) -> None:
    """Twenty-five kills at random moments: no message lost, none answered twice, integrity ok."""
    report = drive(shim, root, "random", int(os.environ.get("WENZHU_SEED", "7")))
    assert report["wrong"] == []
    assert report["kills"] == 25


def test_a_kill_at_every_write_of_a_turn_loses_and_doubles_nothing(shim: Path, root: Path) -> None:
    """A kill before and after each write of one turn: the same."""
    report = drive(shim, root, "sweep")
    assert report["wrong"] == []
    assert report["points"] >= 10


def test_the_sweep_catches_an_answer_before_the_commit(shim: Path, root: Path) -> None:
    """The test itself is tested: a runtime that answers before it commits is found out."""
    report = drive(shim, root, "planted")
    assert [wrong for wrong in report["wrong"] if "said before it was true" in wrong]

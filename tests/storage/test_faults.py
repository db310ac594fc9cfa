"""Kills, full disks and failing disks at every write call: nothing lost, nothing doubled, nothing half.

A small C library that is compiled here and loaded before libc counts the calls that change a file; `crash_driver.py`
does the rest in forked children.
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


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled shim."""
    target = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(target), str(HERE / "shim.c"), "-ldl"], check=True)
    return target


@pytest.fixture
def root() -> Iterator[Path]:
    """A folder in memory where there is one: a kill leaves the same bytes there, and a sweep opens many stores."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def drive(shim: Path, root: Path, scenario: str, mode: str, stride: int = 1) -> dict[str, Any]:
    """Run the driver under the shim; its report. WENZHU_SWEEP=full leaves out no call."""
    if os.environ.get("WENZHU_SWEEP") == "full":
        stride = 1
    environment = {**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run(
        [sys.executable, str(HERE / "crash_driver.py"), str(root), scenario, mode, str(stride)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(scenario, mode, {**report, "wrong": len(report["wrong"])})
    return report


@pytest.mark.parametrize("scenario", ["turn", "forget", "purge", "start", "first", "migrate"])
def test_a_kill_at_any_write_call_loses_nothing(shim: Path, root: Path, scenario: str) -> None:
    """SIGKILL before and after each call: the next start has what was acknowledged, whole, once."""
    report = drive(shim, root, scenario, "kill", 1 if scenario == "turn" else 7)
    assert report["wrong"] == []
    assert report["kills"] >= 10


def test_the_sweep_catches_an_answer_before_the_commit(shim: Path, root: Path) -> None:
    """The sweep itself is tested: a store that acknowledges first is found out."""
    assert len(drive(shim, root, "turn", "planted", 9)["wrong"]) >= 5


@pytest.mark.parametrize("mode", ["enospc", "eio"])
@pytest.mark.parametrize("scenario", ["turn", "forget"])
def test_a_failing_disk_is_survived_without_a_restart(shim: Path, root: Path, scenario: str, mode: str) -> None:
    """From each write call on the disk is full (or fails): one typed error, reading goes on, then all works again."""
    report = drive(shim, root, scenario, mode, 4 if scenario == "turn" else 1)
    assert report["wrong"] == []
    assert report["recovered"] >= (5 if scenario == "turn" else 1)

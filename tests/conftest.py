"""Profiles of the property tests (500 examples in the normal run at most, 10,000 in `make nightly`), one cache a run, and the order
in which two workers take the files."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("normal", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("nightly", parent=settings.get_profile("normal"), max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "normal"))

LONG = (  # by the seconds that they take, the longest first
    "tests/authoring/test_walking.py",
    "tests/channels/telegram/test_stories.py",
    "tests/storage/test_faults.py",
    "tests/runtime/test_stories.py",
    "tests/cli/test_commands.py",
    "tests/channels/test_terminal.py",
    "tests/runtime/test_chaos.py",
    "tests/cli/test_readme.py",
    "tests/understanding/test_likeness.py",
    "tests/engine/test_shipped.py",
    "tests/storage/test_groups.py",
    "tests/cli/test_exports.py",
)
MEMORY = Path("/dev/shm")  # thousands of stores wait for a disk there is no need of: the same files lie here as well


def pytest_configure(config: pytest.Config) -> None:
    """All workers and the commands they start remember the shipped content in one folder of this run, not in the user's."""
    config.option.loadscopereorder = False  # it would put the longest files, which have few tests, at the end
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the folder is that of the process that started this one
    if roomy(MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    folder = tempfile.TemporaryDirectory(prefix="wenzhu-tests-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    os.environ["XDG_CACHE_HOME"] = folder.name
    config.add_cleanup(folder.cleanup)


def roomy(folder: Path) -> bool:
    """Whether there is room for the folders of a whole run (they take some 100 MB; containers may have 64)."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2**30


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files come first: begun late, the last of them would run while the other worker has nothing left to do."""
    assert all((config.rootpath / name).is_file() for name in LONG), "a long file has moved"
    rank = {config.rootpath / name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(Path(item.path), len(rank)))

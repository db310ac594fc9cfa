"""Profiles of the property tests (500 examples in the normal run at most, 10,000 in `make nightly`), one cache a run, and the order
in which two workers take the files."""

from __future__ import annotations

import os
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
    "tests/runtime/test_stories.py",
    "tests/runtime/test_chaos.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """All workers and the commands they start remember the shipped content in one folder of this run, not in the user's."""
    config.option.loadscopereorder = False  # it would put the longest files, which have few tests, at the end
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the folder is that of the process that started this one
    folder = tempfile.TemporaryDirectory(prefix="wenzhu-tests-")
    os.environ["XDG_CACHE_HOME"] = folder.name
    config.add_cleanup(folder.cleanup)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files come first: begun late, the last of them would run while the other worker has nothing left to do."""
    assert all((config.rootpath / name).is_file() for name in LONG), "a long file has moved"
    rank = {config.rootpath / name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(Path(item.path), len(rank)))

"""The shipped content as tests use it: read and proved once in a run, recalled by every other worker, process and module."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
from collections.abc import Iterator
from pathlib import Path

from bot.content.edition import Edition, build
from bot.content.memory import Memory
from bot.content.sources import snapshot
from bot.engine.flowbook import Book


@contextlib.contextmanager
def one_at_a_time() -> Iterator[Path]:
    """The folder of what this run remembers; the first who comes reads and proves, the others wait for that."""
    cache = Path(os.environ["XDG_CACHE_HOME"])
    with (cache / "content.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield cache


@functools.cache
def shipped() -> Edition:
    """The edition of flows/ and templates/ as they are."""
    with one_at_a_time() as cache:
        built = build(snapshot(), memory=Memory(cache / "wenzhu"))
    assert built.edition is not None, built.report()
    return built.edition


def shipped_book() -> Book:
    """The book of the shipped edition."""
    return shipped().book

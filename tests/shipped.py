"""The shipped content as tests use it: read and proved once in a run, recalled by every other worker, process and module."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from bot.content.edition import Edition, build
from bot.content.memory import Memory
from bot.content.sources import snapshot
from bot.engine.flowbook import Book


@functools.cache
def shipped() -> Edition:
    """The edition of flows/ and templates/ as they are."""
    cache = os.environ.get("XDG_CACHE_HOME")  # missing only while tests are collected
    built = build(snapshot(), memory=Memory(Path(cache) / "wenzhu") if cache else None)
    assert built.edition is not None, built.report()
    return built.edition


def shipped_book() -> Book:
    """The book of the shipped edition."""
    return shipped().book

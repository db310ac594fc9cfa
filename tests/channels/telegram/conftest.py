"""Fixtures of the Telegram tests: sound content once, a house on a server of our own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import Shelf
from bot.settings import Settings
from tests.channels.telegram.rig import Rig
from tests.shipped import one_at_a_time


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """Read and proved by the first worker that comes; the others wait for that and remember it."""
    made = Shelf(Settings())
    with one_at_a_time():
        made.refresh()
    return made


@pytest_asyncio.fixture
async def rig(tmp_path: Path, shelf: Shelf) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, shelf) as made:
        yield made
        assert made.api.complaints == []

"""SQLite keeps the contract, on files and in memory."""

from __future__ import annotations

import pytest

from tests.storage.conftest import FileHouse, MemoryHouse
from tests.storage.contract import House, StoreContract


class TestFiles(StoreContract):
    """The contract on files."""

    @pytest.fixture
    def house(self, files: FileHouse) -> House:
        """Where the tests live."""
        return files


class TestMemory(StoreContract):
    """The contract without files (`--private`)."""

    @pytest.fixture
    def house(self, memory: MemoryHouse) -> House:
        """Where the tests live."""
        return memory

"""The library holds the edition in force and lends it for a whole turn; a broken one never replaces a good one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from bot.content.edition import NOBODY, Built, Edition, build
from bot.content.memory import Memory
from bot.content.sources import Snapshot, of_edition


class Refreshed(Struct, frozen=True):
    """What a look at the files brought: `swapped` is a new edition in force, `built` what was tried, if anything."""

    swapped: bool
    built: Built | None = None


class Library:
    """One reference, swapped whole. Whoever calls `refresh` decides when; no thread watches."""

    def __init__(
        self,
        content_dir: Path | None = None,
        operator: Mapping[str, str] = NOBODY,
        take: Callable[[Path | None], Snapshot] = of_edition,
        memory: Memory | None = None,
        look: Callable[[Path | None], object] | None = None,
    ) -> None:
        """`look`: gives something else as soon as files changed; while it does not, nothing is read."""
        self._content_dir = content_dir
        self._operator = operator
        self._take = take
        self._memory = memory
        self._edition: Edition | None = None
        self._look = look
        self._looked: object = None
        self._seen = ""

    @property
    def current(self) -> Edition | None:
        """The edition in force; None only before the first good one (the safe mode answers then)."""
        return self._edition

    def refresh(self) -> Refreshed:
        """Look at the files; if they changed, build, and swap if the build is good. Never raises."""
        looked = self._look(self._content_dir) if self._look is not None else None
        if looked is not None and looked == self._looked:
            return Refreshed(swapped=False)
        self._looked = looked
        taken = self._take(self._content_dir)
        if taken.hash == self._seen:
            return Refreshed(swapped=False)
        built = build(taken, self._operator, self._memory)
        self._seen = taken.hash
        if built.edition is None:
            return Refreshed(swapped=False, built=built)
        self._edition = built.edition
        return Refreshed(swapped=True, built=built)

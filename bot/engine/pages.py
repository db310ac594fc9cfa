"""A page as the person sees it before it leaves: one section a field, with its words and on what terms it is there.

The engine does not lay pages out: a turn that needs one says for whom (`Turn.wants`), and is taken again with it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from msgspec import Struct

REQUIRED, ASKED, CONSENT = "required", "asked", "consent"


class Section(Struct, frozen=True):
    """One field in words; `terms`: required (there unless taken out), asked (added by the person), consent (added with a
    yes of its own)."""

    field: str
    title: str
    text: str
    terms: str = REQUIRED

    @property
    def mark(self) -> str:
        """What is remembered of the words that were seen, so that other words are shown again."""
        return format(zlib.crc32(self.text.encode("utf-8", "replace")), "x")


Pages = Mapping[str, tuple[Section, ...]]
"""Audience -> its page, as far as this turn was told."""

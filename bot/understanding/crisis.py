"""First importable version; replaced within minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence  # noqa: F401

from bot.understanding.readings import NO_EXTRA, Danger, DangerKind, DangerWords, Level

CORE_REGRESSION: tuple[tuple[str, Level, DangerKind], ...] = (
    ("我不想活了", Level.IDEATION, DangerKind.SELF),
)
CORE_HARMLESS: tuple[str, ...] = ("忙死了",)
_I = re.compile("不想活|想死|自杀|撑不下去了|跳楼")


def read_danger(text: str, extra: DangerWords = NO_EXTRA) -> Danger:
    for word in extra.imminent:
        if word and word in text:
            return Danger(
                Level.IMMINENT, DangerKind.SELF, ((text.find(word), text.find(word) + len(word)),), "editor"
            )
    hit = _I.search(text)
    return Danger(Level.IDEATION, DangerKind.SELF, (hit.span(),), "stub") if hit else Danger()


def crisis(text: str) -> str:
    return read_danger(text).level.name.lower()

"""Saying the bubbles of a step: not again what a correction has left as it was, and not too many in one turn."""

from __future__ import annotations

import zlib

from bot.engine.flowbook import Step
from bot.engine.work import Work

BUBBLES = 4  # of a turn, before known ones are left out
SHOWN = 40  # remembered texts, so that a correction does not say again what has not changed


def say(work: Work, step: Step, bubbles: list[str]) -> None:
    """Bubbles of a step; after a correction, those that have not changed are not said again."""
    shown = work.session.shown
    mark = format(zlib.crc32("\n".join(bubbles).encode("utf-8", "replace")), "x")
    enough = len(work.replies) >= BUBBLES  # nobody in panic reads more of what was said before
    repeated = (work.replaying or enough) and shown.get(str(step.place)) == mark
    shown.pop(str(step.place), None)
    shown[str(step.place)] = mark
    while len(shown) > SHOWN:
        shown.pop(next(iter(shown)))
    if not repeated:
        urgent = "urgent" if work.urgent else "plain"
        for bubble in bubbles:
            work.bubble(bubble, urgent)

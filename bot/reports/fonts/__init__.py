"""The shipped font (SIL Open Font License): found beside this file, loaded when something is first drawn with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.reports.visible import inkless, numbered

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

FILE = Path(__file__).with_name("WenzhuSans.ttf")
NAME = "WenzhuSans"


@cache
def font() -> TTFont:
    """The font for PDF, registered once."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415  # a third of a second that only pictures and PDF need
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    found = TTFont(NAME, str(FILE))
    pdfmetrics.registerFont(found)
    return found


@cache
def _advances() -> dict[int, float]:
    """Thousandths of the size that each character is wide; who is not in it cannot be drawn."""
    face: Any = font().face
    return {code: face.charWidths.get(code, face.defaultWidth) for code in face.charToGlyph}


def width(text: str, size: float) -> float:
    """How wide a text is."""
    advances = _advances()
    return sum(advances.get(ord(char), 1000) for char in text) * size / 1000


def drawable(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as the font can draw it, and the characters that it cannot: those stand there by their number."""
    advances = _advances()
    if all(ord(char) in advances for char in text):
        return text, ()
    missing = tuple(dict.fromkeys(c for c in text if ord(c) not in advances and c != "\n" and not inkless(c)))
    drawn = "".join(c if ord(c) in advances or c == "\n" else "" if inkless(c) else numbered(c) for c in text)
    return drawn, missing

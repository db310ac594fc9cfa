"""What nobody can see is shown by its number: controls, marks that turn the reading direction, half characters.

Nothing is dropped: 〔U+202E〕 stands where the character was. So no form has to know them, and no reader is deceived.
"""

from __future__ import annotations

import re
import unicodedata

_FINE = {"\n", "\t"}
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001fffe\U0001ffff\U000e0000-\U0010ffff]"
)


def visible(text: str) -> str:
    """The same words, every unseen character by its number; line ends as they are, a tab as a space."""
    text = text.replace("\r\n", "\n").replace("\t", " ")
    return _SUSPECT.sub(lambda found: numbered(found.group()), text)


def numbered(char: str) -> str:
    """A character by its number: 〔U+202E〕."""
    return f"〔U+{ord(char):04X}〕"


def line(text: str) -> str:
    """Visible, in one line: for cells and names."""
    return " ".join(visible(text).split())


def inkless(char: str) -> bool:
    """A character that only changes how its neighbour looks (variation selectors): nothing is lost without it."""
    return "\ufe00" <= char <= "\ufe0f"


def name_of(char: str) -> str:
    """What a character is called, for the report of what could not be printed."""
    return f"{char} {numbered(char)} {unicodedata.name(char, '')}".strip()

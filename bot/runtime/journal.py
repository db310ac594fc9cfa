"""The operators' log: an event name and listed fields; never a message, an error's text, an address.

An allow-list is the first net: a field that is not named here, or a value that does not look like an
identifier, is not written. A person is a short pseudonym that is good for one run of the program.
"""

from __future__ import annotations

import hashlib
import logging
import re
import traceback
from pathlib import Path

LOG = logging.getLogger("wenzhu")
FIELDS = frozenset(
    {
        "person",
        "channel",
        "place",
        "edition",
        "error",
        "where",
        "tries",
        "count",
        "seconds",
        "state",
        "flow",
        "problems",
        "timer",
        "version",
        "reason",
        "n",
    }
)
_PLAIN = re.compile(r"[A-Za-z0-9_.:/+\- ,()]{0,160}")
_ROOT = Path(__file__).resolve().parents[2]


class Journal:
    """Writes lines like `turn-failed person=3f9a place=main.owed error=KeyError`."""

    def __init__(self, key: bytes = b"") -> None:
        self._key = key[:64]

    def note(self, event: str, *, level: int = logging.INFO, **fields: object) -> None:
        """One line; unknown fields and odd values are left out rather than trusted."""
        if LOG.isEnabledFor(level):
            known = ((k, _value(v)) for k, v in fields.items() if k in FIELDS and v not in (None, ""))
            LOG.log(level, "%s", " ".join((event, *(f"{k}={v}" for k, v in known))))

    def fault(self, event: str, error: BaseException, **fields: object) -> None:
        """A fault of ours: its class and the innermost of our lines, without its words."""
        self.note(event, level=logging.ERROR, error=type(error).__name__, where=where(error), **fields)

    def person(self, address: str) -> str:
        """A pseudonym that nobody can turn back without the key of this run."""
        return hashlib.blake2b(address.encode("utf-8", "replace"), key=self._key, digest_size=4).hexdigest()


def where(error: BaseException) -> str:
    """The innermost place of ours in a traceback: `bot/engine/walk.py:88`."""
    ours = [
        f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith(f"{_ROOT}/")
    ]
    return ours[-1] if ours else ""


def _value(value: object) -> str:
    text = str(value)
    return text.replace(" ", "_") if _PLAIN.fullmatch(text) else "?"

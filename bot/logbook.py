"""The log of a terminal: a file that only this account can read, also after it was turned over."""

from __future__ import annotations

import contextlib
import logging.handlers
import os
from io import TextIOWrapper
from pathlib import Path

LONGEST = 1_000_000


class LogBook(logging.handlers.RotatingFileHandler):
    """Every file it begins has mode 0600; one that stands there already gets it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LONGEST, backupCount=1, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        with contextlib.suppress(OSError):
            os.chmod(self.baseFilename, 0o600)
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        return open(descriptor, "a", encoding=self.encoding)

"""Regular expressions that are compiled when they are first used, so that importing the package stays cheap."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


class _Late:
    """Stands for a compiled pattern; the first use compiles it and binds its methods here."""

    def __init__(self, body: str) -> None:
        self.body = body

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        made = re.compile(self.body)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)


def late(body: str) -> re.Pattern[str]:
    """A pattern that costs nothing until it is used."""
    return cast("re.Pattern[str]", _Late(body))

"""Patterns of editors run on RE2, whose time is linear in the text whatever they write."""

from __future__ import annotations

from collections.abc import Callable

import re2  # type: ignore[import-untyped]  # ships no stubs

LONGEST_PATTERN = 500


def compile_pattern(text: str) -> Callable[[str], bool] | None:
    """The search of a bounded RE2 pattern, or None where it is no good (or would match everything)."""
    if not text or len(text) > LONGEST_PATTERN:
        return None
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 8 << 20
    try:
        compiled = re2.compile(text, options)
        if compiled.search(""):
            return None
    except (re2.error, UnicodeEncodeError):
        return None
    return lambda said: compiled.search(said) is not None

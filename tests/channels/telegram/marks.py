"""Telegram's HTML as its server reads it: text and entities, or the error it would answer with."""

from __future__ import annotations

import re
from typing import Any

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(r"<(/?)([a-zA-Z0-9-]*)([^<>]*)>|&(#x?[0-9a-fA-F]+|[a-zA-Z]+);|<|.", re.DOTALL)


class BadMarks(Exception):
    """What the server answers to marks that it cannot read."""


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """Text without marks, and what the marks say."""
    out: list[str] = []
    length = 0
    opened: list[tuple[str, int, str]] = []
    entities: list[dict[str, Any]] = []
    for match in _TOKEN.finditer(html):
        whole = match.group(0)
        if whole == "<":
            raise BadMarks('Unsupported start tag ""')
        if match.group(2) is not None and whole.startswith("<"):
            name = match.group(2).lower()
            if match.group(1):
                if not opened or opened[-1][0] != name:
                    raise BadMarks(f"Unmatched end tag </{name}>")
                _, start, kind = opened.pop()
                if length > start:
                    entities.append({"type": kind, "offset": start, "length": length - start})
                continue
            if name not in SIMPLE:
                raise BadMarks(f'Unsupported start tag "{name}"')
            if opened and opened[-1][2] in {"pre", "code"}:
                raise BadMarks(
                    f"Can't find end tag corresponding to start tag {opened[-1][0]}"
                )  # nothing stands inside
            if name == "blockquote" and any(outer == "blockquote" for outer, _, _ in opened):
                raise BadMarks("blockquotes cannot be nested")
            kind = "expandable_blockquote" if name == "blockquote" and "expandable" in match.group(3) else SIMPLE[name]
            opened.append((name, length, kind))
            continue
        char = whole
        if match.group(4) is not None:
            char = _character(match.group(4), whole)
        out.append(char)
        length += units(char)
    if opened:
        raise BadMarks(f"Can't find end tag corresponding to start tag {opened[-1][0]}")
    text = "".join(out)
    lead = units(text) - units(text.lstrip())
    stripped = text.strip()
    size = units(stripped)
    kept = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] - lead + entity["length"])
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return stripped, kept


def _character(name: str, whole: str) -> str:
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    if name.startswith("#"):
        return chr(int(name[1:]))
    return NAMED.get(name, whole)

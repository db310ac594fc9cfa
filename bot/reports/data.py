"""A summary as JSON for programs; `schema()` is what `docs/exports.md` shows and the tests hold every file to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, assert_never

from bot.reports.fields import FIELDS
from bot.reports.page import Block, Chart, Heading, Items, Para, Rule, Table, plain
from bot.reports.summary import Summary

SCHEMA = "wenzhu-summary/1"


def data_of(summary: Summary) -> dict[str, Any]:
    """Plain data: the fields in the order of the table, each with its pieces."""
    return {
        "schema": SCHEMA,
        "audience": summary.audience.value,
        "id": summary.id,
        "title": summary.page.title,
        "made_on": summary.made_on.isoformat(),
        "law_as_of": summary.law_as_of.isoformat() if summary.law_as_of else None,
        "foot": list(summary.page.foot),
        "fields": [
            {
                "id": name,
                "label": FIELDS[name].label,
                "known": name not in summary.missing,
                "pieces": [p for b in summary.page.blocks if b.field == name for p in _pieces(b)],
            }
            for name in summary.fields
        ],
        "removed": list(summary.removed),
    }


def as_json(summary: Summary, *, one_line: bool = False) -> str:
    """JSON text; `one_line` for a file of many."""
    data = data_of(summary)
    if one_line:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _pieces(block: Block) -> Iterator[dict[str, Any]]:
    match block:
        case Para():
            yield {"part": block.part, "kind": "text", "text": plain(block.words)}
        case Items():
            yield from ({"part": i.part, "kind": "item", "text": plain(i.words)} for i in block.items)
        case Table(head=head, rows=rows):
            for row in rows:
                yield {"part": row.part, "kind": "row", "cells": dict(zip(head, row.cells, strict=True))}
        case Chart(head=head, bars=bars):
            yield from (
                {"part": b.part, "kind": "row", "cells": dict(zip(head, (b.name, b.words), strict=True))} for b in bars
            )
        case Heading() | Rule():
            pass
        case _:
            assert_never(block)


def schema() -> dict[str, Any]:
    """The shape of every file, as JSON Schema."""
    text = {"type": "string"}
    day = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
    piece = {
        "type": "object",
        "required": ["part", "kind"],
        "properties": {
            "part": {"type": "string", "pattern": r"^[a-z]+\.\d+$"},
            "kind": {"enum": ["text", "item", "row"]},
            "text": text,
            "cells": {"type": "object", "additionalProperties": text},
        },
        "additionalProperties": False,
    }
    field = {
        "type": "object",
        "required": ["id", "label", "known", "pieces"],
        "properties": {
            "id": {"enum": list(FIELDS)},
            "label": text,
            "known": {"type": "boolean"},
            "pieces": {"type": "array", "items": piece},
        },
        "additionalProperties": False,
    }
    properties = {
        "schema": {"const": SCHEMA},
        "audience": {"enum": ["borrower", "lawyer", "social"]},
        "id": text,
        "title": text,
        "made_on": day,
        "law_as_of": {"anyOf": [day, {"type": "null"}]},
        "foot": {"type": "array", "items": text, "minItems": 1},
        "fields": {"type": "array", "items": field},
        "removed": {"type": "array", "items": text},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }

"""Figures that the next words outdo, and words of reasons in several dialects: kind | words | what is meant, as in answers_fresh.txt."""

from __future__ import annotations

import pathlib

import pytest

from tests.understanding.tables import said
from tests.understanding.test_answers_fresh import KINDS, fits

ROWS = [
    line.split("|", 2)
    for line in pathlib.Path(__file__).with_name("outdone.txt").read_text(encoding="utf-8").splitlines()
    if line
]


@pytest.mark.parametrize(("kind", "text", "want"), ROWS, ids=[row[1] for row in ROWS])
def test_the_figure_that_stands(kind: str, text: str, want: str) -> None:
    """What is denied, guessed first, begun with or somebody else's is not the answer."""
    question, slot = KINDS[kind]
    got = said(question, text, slot)
    assert fits(kind, got, want), got
    assert (got in (None, [])) == (want == "None"), got

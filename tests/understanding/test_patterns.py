"""No pattern can be made to hang: every unbounded repetition reads a text in one way only."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from bot.understanding import read_danger
from tests.understanding.ambiguity import ambiguous, every_source

# Not lists of words, yet read in one way: a separator (no letter, a comma, a blank) opens every round, or the piece is quoted.
PARTED = (
    "(?<![一-鿿])[一-鿿](?:[^一-鿿",
    r"(?<!\d)(?<!\d[.,])\+?\d(?:[ ",
    "(?<![\\d〇零",
    "[0-9]{1,3}(?:,",
    "[a-z]+(?:[ '][a-z]+)*",
    "(.{1,3}?)",
    r"\\.|\[(?:",  # reads our own patterns: an escaped character and a plain one are told apart by their first
)


def test_every_repetition_has_one_reading() -> None:
    """早就早就早就… once had two readings per 早就 and took a minute; the table of words behind each star is checked instead."""
    sources = every_source()
    assert len(sources) > 600
    assert {
        source[:60]: twice for source in sources if not source.startswith(PARTED) and (twice := ambiguous(source))
    } == {}


def test_the_check_finds_what_it_is_for() -> None:
    """A check that cannot fail is none."""
    assert ambiguous("我(?:早就?|就|真)*死") == ["早就"]
    assert ambiguous("我(?:早|就|真)*死") == []
    assert ambiguous("活着(?:有|没什么|有)*劲") == ["有"]
    assert ambiguous("(?:a+)+b") == ["?"]
    assert ambiguous("(?:真的?|的)*吗") == ["真的"]


UNITS = ("死", "想", "我想去死不", "不 想 ", "bu xiang ", "站在楼顶", "没想死", "，", "1 ", "催收说我", "😀", "活着的", "\ud800", "药刀绳",
         "早就", "全家的", "了都", "活着没有")  # fmt: skip


def calls(text: str) -> int:
    """How many calls one reading of danger makes."""
    count = 0

    def note(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read_danger(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_length_only(unit: str) -> None:
    """Ten times the text makes at most about ten times the calls, also for texts built to hurt."""
    small, large = ((unit * length)[:length] for length in (300, 3000))
    calls(small)  # compiles what is needed
    assert calls(large) < 13 * calls(small) + 1000

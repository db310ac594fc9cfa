"""Any text at all gives a danger, twice the same, in linear time, wherever in the text the sign stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.crisis import MOST_SPANS, crisis, read_danger
from bot.understanding.readings import Danger, DangerKind, DangerWords, Level

ANY = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("我想死不活了催收说去跳楼药刀没有以前，。 \n\x00\ud800🔪xzs4")),
    max_size=120,
)
WORDS = st.lists(st.text(max_size=5), max_size=4).map(tuple)


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_any_text_gives_a_danger_twice_the_same(text: str) -> None:
    """The reader is total and deterministic, and its spans lie inside the text."""
    danger = read_danger(text)
    assert danger == read_danger(text)
    assert isinstance(danger, Danger)
    assert isinstance(danger.level, Level)
    assert (danger.kind is not DangerKind.NONE) == danger.latches
    assert bool(danger.spans) == bool(danger.rule) == (danger.level > Level.NONE)
    assert len(danger.spans) <= MOST_SPANS
    assert all(0 <= start < end <= len(text) for start, end in danger.spans)
    assert crisis(text) == danger.level.name.lower()


@settings(max_examples=200, deadline=None)
@given(ANY, WORDS, WORDS, WORDS)
def test_editor_words_only_raise(
    text: str, ideation: tuple[str, ...], imminent: tuple[str, ...], quiet: tuple[str, ...]
) -> None:
    """With any words of editors the level is at least that of the core."""
    assert read_danger(text, DangerWords(ideation, imminent, quiet)).level >= read_danger(text).level


@pytest.mark.parametrize("place", ["head", "middle", "tail"])
@pytest.mark.parametrize("sign", ["我不想活了", "我站在楼顶不想下去了", "z i s h a", "想捅死那个催收"])
def test_danger_is_found_anywhere_in_a_long_text(place: str, sign: str) -> None:
    """Up to 100,000 characters no part of a text is left unread."""
    filler = "微粒贷两万，借呗八千，逾期二十三天，想协商分期。\n" * 4000
    filler = filler[:99_000]
    middle = len(filler) // 2
    text = {
        "head": f"{sign}。{filler}",
        "middle": f"{filler[:middle]}。{sign}。{filler[middle:]}",
        "tail": f"{filler}。{sign}",
    }[place]
    assert read_danger(text).latches

"""Rules that lack their characters are skipped, and none that could match ever is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.needs import ByCharacter

CHARS = st.sampled_from("死活欠逾期传票")


@given(st.lists(st.sets(CHARS)), st.text(CHARS))
def test_the_fitting_are_those_whose_characters_are_there(needs: list[set[str]], text: str) -> None:
    """In their order: every rule of which a character is in the text, and every rule that needs none."""
    expected = [number for number, chars in enumerate(needs) if not chars or chars & set(text)]
    assert ByCharacter(needs)(text) == expected

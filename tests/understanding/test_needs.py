"""Rules that lack their characters are skipped, and none that could match ever is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.needs import ByAlternative, ByCharacter

CHARS = st.sampled_from("死活欠逾期传票")


@given(st.lists(st.sets(CHARS)), st.text(CHARS))
def test_the_fitting_are_those_whose_characters_are_there(needs: list[set[str]], text: str) -> None:
    """In their order: every rule of which a character is in the text, and every rule that needs none."""
    expected = [number for number, chars in enumerate(needs) if not chars or chars & set(text)]
    assert ByCharacter(needs)(text) == expected


SETS = st.lists(st.text(CHARS, min_size=1, max_size=3), min_size=0, max_size=3)


@given(st.lists(st.lists(SETS, min_size=1, max_size=3), max_size=5), st.text(CHARS))
def test_an_alternative_fits_when_each_of_its_sets_is_touched(rules: list[list[list[str]]], text: str) -> None:
    """In their order: every rule of which one alternative has a character of each of its sets in the text."""
    tables = ["\n".join("\t".join(sets) for sets in alternatives) for alternatives in rules]
    expected = [
        number
        for number, alternatives in enumerate(rules)
        if any(all(set(chars) & set(text) for chars in sets) for sets in alternatives)
    ]
    assert ByAlternative(tables)(text) == expected

"""Editors' patterns are searched together and answer one by one."""

from __future__ import annotations

import pytest

from bot.content.patterns import LONGEST_PATTERN, Patterns, is_good


@pytest.mark.parametrize("bad", ["", "(", "a*", "(?=x)", "(a)\\1", "a" * (LONGEST_PATTERN + 1), "\ud800"])
def test_what_re2_cannot_bound_is_no_good(bad: str) -> None:
    """Empty, broken, backtracking, endless and all-matching patterns are refused."""
    assert not is_good(bad)


def test_each_pattern_answers_for_itself() -> None:
    """One pass finds all; another text is searched anew; halves of characters are harmless."""
    patterns = Patterns(["机器.?人", "真人"])
    machine, person = patterns.search(0), patterns.search(1)
    assert (machine("你是机器人吗"), person("你是机器人吗")) == (True, False)
    assert (machine("机器人还是真人"), person("机器人还是真人")) == (True, True)
    assert (machine("\ud800机器人"), person("")) == (True, False)


def test_chinese_marks_are_those_of_normalised_words() -> None:
    """「，」 in a pattern meets the comma of normalised words, and a question mark is no quantifier."""
    patterns = Patterns(["我大三(，|。|$)", "是吗？[^，。]{0,3}真的"])
    third, sure = patterns.search(0), patterns.search(1)
    assert (third("我大三,没钱了"), third("我大三班")) == (True, False)
    assert (sure("是吗?那真的"), sure("是吗?那,真的"), sure("是真的")) == (True, False, False)


def test_no_patterns_find_nothing() -> None:
    """A book without patterns is searched without complaint."""
    assert Patterns([])._found("机器人") == frozenset()

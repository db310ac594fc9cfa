"""What no rule foresaw is recognised by its likeness to danger; it only adds care, and its weights come from the lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.crisis import by_rules, not_explained, read_danger
from bot.understanding.crisis_likeness import likeness
from bot.understanding.readings import Level
from tools import learn_likeness

TEXTS = st.text(
    st.sampled_from("我你他不想活死跳楼药今晚走了钱催收逾期三万元妈对起别再见12 ，。\n🙂𠀀"), max_size=200
) | st.text(max_size=80)


def test_the_weights_are_those_of_the_lines() -> None:
    """Learning again from the committed lines writes the committed file."""
    learnt = learn_likeness.module()
    again = "rules or lines changed: run .venv/bin/python tools/learn_likeness.py"
    assert learn_likeness.TARGET.read_text(encoding="utf-8") == learnt, again


@pytest.mark.parametrize("line", [line for line in learn_likeness.lines() if line.danger and len(line.text) > 40][:40])
def test_long_danger_latches(line: learn_likeness.Line) -> None:
    """A long message in which half a sentence is danger is heard."""
    assert read_danger(line.text).latches


def test_there_are_lines_that_only_likeness_hears() -> None:
    """It is worth its place: of the lines of danger that no rule hears, it hears four of five."""
    unheard = [line.text for line in learn_likeness.lines() if line.danger and not by_rules(line.text).latches]
    heard = [text for text in unheard if read_danger(text).latches]
    assert len(unheard) > 50
    assert len(heard) >= 0.8 * len(unheard), set(unheard) - set(heard)


@given(TEXTS)
def test_it_only_adds_care(text: str) -> None:
    """Nothing that a rule heard is taken back, and the place that is told lies in the text."""
    rules, found = by_rules(text), read_danger(text)
    assert found.level >= rules.level
    assert found == rules or (found.alike and found.level >= Level.IDEATION)
    assert all(0 <= start <= end <= len(text) for start, end in found.spans)


@given(TEXTS)
def test_twice_the_same(text: str) -> None:
    """One text has one answer."""
    assert likeness(text) == likeness(text)


@pytest.mark.parametrize("text", ["去年想过自杀,现在想开了", "我没有想自杀，你放心", "看到新闻说有人因为网贷自杀,好怕"])
def test_what_a_rule_understood_is_not_weighed(text: str) -> None:
    """A denied, past or quoted wish stays what the rules made of it."""
    assert likeness(not_explained(text)) is None
    assert not read_danger(text).latches


@pytest.mark.parametrize("text", ["", "三万", "就我自己", "门口来了人", "。" * 5_000, "钱" * 100_000])
def test_answers_are_left_alone(text: str) -> None:
    """Short answers, and long nonsense, are no danger."""
    assert likeness(text) is None

"""The fixed sets: what must always fire, and what must never latch, with and without editors' words."""

from __future__ import annotations

import pytest

from bot.understanding.crisis import CORE_HARMLESS, CORE_REGRESSION, crisis, read_danger
from bot.understanding.readings import NO_EXTRA, Danger, DangerKind, DangerWords, Level


@pytest.mark.parametrize(("text", "least", "kind"), CORE_REGRESSION)
def test_core_sentence_fires(text: str, least: Level, kind: DangerKind) -> None:
    """A core sentence is read at its level or above, of the person whom it names."""
    danger = read_danger(text)
    assert danger.level >= least
    assert danger.kind is kind
    assert danger.spans
    assert danger.rule


@pytest.mark.parametrize("text", CORE_HARMLESS)
def test_harmless_sentence_does_not_latch(text: str) -> None:
    """Idioms, chores, jobs, the dead of others and denied thoughts never stop the debt talk."""
    assert not read_danger(text).latches


def test_core_sets_are_large_and_various() -> None:
    """The sets hold every kind of danger, evasion included."""
    assert len(CORE_REGRESSION) >= 120
    assert len(CORE_HARMLESS) >= 80
    assert {kind for _, _, kind in CORE_REGRESSION} == {
        DangerKind.SELF,
        DangerKind.OTHER_PERSON,
        DangerKind.HARM_TO_OTHERS,
    }
    assert {level for _, level, _ in CORE_REGRESSION} == {Level.IDEATION, Level.IMMINENT}


def test_exceptions_cannot_quiet_the_core() -> None:
    """Even if editors except every core sentence, all of them still fire."""
    extra = DangerWords(exceptions=tuple(text for text, _, _ in CORE_REGRESSION))
    quieted = [text for text, least, _ in CORE_REGRESSION if read_danger(text, extra).level < least]
    assert quieted == []


def test_editor_words_fire_in_disguise_and_can_be_excepted() -> None:
    """A word that editors add fires, also split with spaces, and their exception quiets exactly this word."""
    extra = DangerWords(ideation=("想去云南看花",), imminent=("花已经买好",), exceptions=("花已经买好了送老婆",))
    assert read_danger("我想去云南看花").level is Level.NONE
    assert read_danger("我想去云南看花", extra) == Danger(
        Level.IDEATION, DangerKind.SELF, ((1, 7),), "editor: 想去云南看花"
    )
    assert read_danger("想 去 云 南 看 花", extra).level is Level.IDEATION
    assert read_danger("花已经买好，今晚", extra).level is Level.IMMINENT
    assert read_danger("花已经买好了送老婆", extra).level is Level.NONE
    assert read_danger("不想活了，花已经买好了送老婆", extra).level is Level.IDEATION


def test_empty_editor_words_are_ignored() -> None:
    """An empty or blank word in the list of editors never fires."""
    extra = DangerWords(ideation=("", " "), imminent=("",), exceptions=("",))
    assert read_danger("欠了三万", extra) == read_danger("欠了三万", NO_EXTRA) == Danger()


def test_crisis_speaks_the_words_of_the_samples() -> None:
    """The wrapper names the four levels."""
    said = [crisis(text) for text in ("站在楼顶不想下去了", "我不想活了", "天天睡不着", "欠三万")]
    assert said == ["imminent", "ideation", "distress", "none"]

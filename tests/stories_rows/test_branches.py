"""Every situation that the guidance names is reached by plain words and helps as early as it promises.

The figures are proved for every way by the flows' own `guarantees`; here each is also played, from words that
people write to the first advice and the first words to read out.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.content.tree import CardRef, Step
from bot.engine.advance import advance
from bot.engine.events import Event, Opened, Pressed, Said
from bot.engine.turn import Paper, Question, Turn
from tests.shipped import shipped as edition
from tests.stories_rows.test_turns import TURNS

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("branches.yaml").read_text("utf-8"))
ROWS: dict[str, dict[str, Any]] = TABLE["branches"]
NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FREE = {"money": "一万", "days": "5 天", "number": "3", "date": "昨天", "month": "今年九月", "clock": "晚上十一点"}
PLAYED = [
    pytest.param(name, words, pick, id=f"{name}-{words}-{pick}")
    for name, row in ROWS.items()
    for words in row["says"]
    for pick in (0, -1)
]


def step_at(place: str) -> Step:
    flow, _, step = place.partition(".")
    return edition().tree.flows[flow].steps[step]


def advises(turn: Turn) -> bool:
    return any(step_at(place).advice for place in turn.path)


def speaks(turn: Turn, paper: str | None) -> bool:
    """Words to read out: a document or a card; where the table names a document, that one."""
    if paper is not None:
        return any(isinstance(r, Paper) and r.name == paper for r in turn.replies)
    steps = [step_at(place) for place in turn.path]
    return any(s.document is not None or any(isinstance(b, CardRef) for b in s.say) for s in steps)


def answer(turn: Turn, pick: int) -> Event:
    question = next(r for r in reversed(turn.replies) if isinstance(r, Question))
    if question.buttons:
        return Pressed(question.buttons[pick].token)
    return Said(FREE.get(question.expects, "跳过"))


@pytest.mark.parametrize(("name", "words", "pick"), PLAYED)
def test_a_branch_is_reached_and_helps_in_time(name: str, words: str, pick: int) -> None:
    """The words lead into the flow, and advice and script come by the message that the table names."""
    row, book = ROWS[name], edition().book
    session = advance(book, None, Opened(), NOW).session
    turn = advance(book, session, Said(words), NOW)
    assert any(place.startswith(row["flow"] + ".") for place in turn.path), turn.path
    advised = spoken = 0
    for message in range(1, max(row["advice"], row.get("script", 0)) + 1):
        advised = advised or (message if advises(turn) else 0)
        spoken = spoken or (message if speaks(turn, row.get("paper")) else 0)
        if advised and (spoken or "script" not in row):
            break
        turn = advance(book, turn.session, answer(turn, pick), NOW)
    assert 0 < advised <= row["advice"]
    assert "script" not in row or 0 < spoken <= row["script"]


@pytest.mark.parametrize("name", ROWS)
def test_a_branch_promises_its_figures(name: str) -> None:
    """The flow's own guarantees are at least as strict as the table, or the turns proved for the steps that give its script."""
    row = ROWS[name]
    promised = {g.kind: g.limit for g in edition().tree.flows[row["flow"]].guarantees if g.gives is None}
    assert promised["advice_within"] <= row["advice"]
    within = max((TURNS[place] for place in row.get("given_at", ())), default=promised.get("script_within", 0))
    assert "script" not in row or 0 < within <= row["script"]


@pytest.mark.parametrize(("stage", "words"), [(s, w) for s, all_words in TABLE["stages"].items() for w in all_words])
def test_a_stage_has_its_card(stage: str, words: str) -> None:
    """How long it has been decides what is said of today, by the third message."""
    book = edition().book
    turn = advance(book, advance(book, None, Opened(), NOW).session, Said(words), NOW)
    passed = list(turn.path)
    for _ in range(3):
        if f"stages.{stage}" in passed:
            break
        urgent = next(r for r in reversed(turn.replies) if isinstance(r, Question))
        none = [b.token for b in urgent.buttons if b.label in {"都没有", "想知道下一步", "真的没有钱"}]
        turn = advance(book, turn.session, Pressed(none[0]) if none else Said("跳过"), NOW)
        passed += turn.path
    assert f"stages.{stage}" in passed, passed

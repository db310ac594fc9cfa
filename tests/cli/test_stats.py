"""`stats` as operators use it: whole weeks that never overlap, no small count, nobody in it, and what to do when it is wrong."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from bot.cli.main import run
from bot.reports.periods import ENOUGH
from tests.cli.visitors import come


def did(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_a_whole_week_with_enough_people_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Steps, shares, the first script; nothing that anybody said."""
    monday = come(ENOUGH, weeks_ago=1)
    code, out, _ = did(capsys, "stats", "--format", "json")
    assert code == 0
    (figures,) = json.loads(out)["periods"]
    assert figures["period"] == f"{monday} 到 {monday + dt.timedelta(days=6)}"
    assert figures["conversations"] == ENOUGH
    steps = {s["step"]: s for s in figures["steps"]}
    assert steps["first_response.overdue"]["left"] == 0.0
    assert steps["first_response.overdue"]["first_try"] == 1.0
    assert sum(n or 0 for n in figures["first_script_turn"]["turns"].values()) == ENOUGH
    assert "微粒贷" not in out
    assert "第一份稿子：" in did(capsys, "stats")[1]


@pytest.mark.parametrize(("people", "weeks_ago"), [(ENOUGH - 1, 1), (ENOUGH, 0)])
def test_too_few_people_and_a_week_that_is_not_over_are_not_told(
    home: Path, capsys: pytest.CaptureFixture[str], people: int, weeks_ago: int
) -> None:
    """It says when to look again; how many came is not in it."""
    monday = come(people, weeks_ago=weeks_ago)
    code, out, err = did(capsys, "stats")
    assert (code, err) == (0, "")
    assert f"最早 {monday + dt.timedelta(weeks=weeks_ago + 1)} 再看" in out
    assert "新的对话" not in out
    assert json.loads(did(capsys, "stats", "--format", "json")[1])["periods"] == []


def test_no_choice_of_days_cuts_a_period(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever days are asked for, there are the same two periods, whole or not at all."""
    second = come(ENOUGH, weeks_ago=1)
    first = come(ENOUGH + 4, weeks_ago=2)
    whole = did(capsys, "stats", "--since", str(first), "--format", "json")[1]
    told = {figures["period"]: figures for figures in json.loads(whole)["periods"]}
    assert len(told) == 2
    assert {figures["conversations"] for figures in told.values()} == {ENOUGH}
    for since in range(-1, 9):
        for until in range(5, 16, 3):
            days = (first + dt.timedelta(days=since), first + dt.timedelta(days=max(since + 1, until)))
            options = ("--since", str(days[0]), "--until", str(days[1]))
            code, out, _ = did(capsys, "stats", "--format", "json", *options)
            assert code == 0
            assert all(told[figures["period"]] == figures for figures in json.loads(out)["periods"])
    code, _, err = did(capsys, "stats", "--since", str(second + dt.timedelta(days=1)))
    assert code == 1
    assert f"--since {second}" in err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--since", "昨天"), "--since 后面写日期"),
        (("--until", "2026-13-01"), "--until 后面写日期"),
        (("--since", "2026-11-08", "--until", "2026-11-08"), "要比 --since 晚"),
        (("--format", "csv"), "text"),
    ],
)
def test_what_is_wrong_is_said_with_the_remedy(
    home: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], told: str
) -> None:
    """Each misuse of `stats` ends with code 2 and what to write instead."""
    code, _, err = did(capsys, "stats", *options)
    assert code == 2
    assert told in err


def test_the_figures_outlive_the_people(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who is deleted is counted all the same: the counters never knew them."""
    come(ENOUGH, weeks_ago=1)
    before = did(capsys, "stats", "--format", "json")[1]
    for line in did(capsys, "conversations", "list")[1].splitlines()[:3]:
        assert did(capsys, "conversations", "forget", line.split()[0], "--yes")[0] == 0
    assert did(capsys, "stats", "--format", "json")[1] == before

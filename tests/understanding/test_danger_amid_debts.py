"""A hopeless remark in passing between figures is heard: talk of debts before or behind it silences nothing and alarms nobody."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from bot.understanding.crisis import by_rules, read_danger

HERE = Path(__file__).parent
AMID = [
    ("欠了三万，逾期两个月，催收天天打电话，", ""),
    ("网贷八万 逾期三个月 工资四千 ", ""),
    ("催收骂我，平台不同意协商分期，", ""),
    ("", "，欠微粒贷两万三，还款日是十五号"),
    ("", " 花呗借呗一共五万 上班的公司也知道了"),
    ("公司把我裁了，", "，银行卡里没钱，客服说要上征信"),
]


@cache
def lines() -> tuple[list[str], list[str]]:
    """Lines of danger in which a rule hears it, and harmless ones that are left alone."""
    said: list[tuple[bool, str]] = []
    for folder in ("samples", "samples_third", "samples_fourth"):
        rows = map(json.loads, (HERE / folder / "crisis.jsonl").read_text(encoding="utf-8").splitlines())
        said += [(row["crisis"], row["text"]) for row in rows]
    fresh = (HERE / "danger_fresh.txt").read_text(encoding="utf-8").splitlines()
    said += [(line[0] == "+", line[2:]) for line in fresh]
    said = [(danger, text) for danger, text in said if (by_rules if danger else read_danger)(text).latches == danger]
    return [text for danger, text in said if danger], [text for danger, text in said if not danger]


@pytest.mark.parametrize(("before", "behind"), AMID)
def test_danger_is_heard_amid_debts(before: str, behind: str) -> None:
    """Of what a rule hears alone at least 98 of 100 are heard with debts around it."""
    missed = [text for text in lines()[0] if not read_danger(before + text + behind).latches]
    assert len(missed) <= 0.02 * len(lines()[0]), missed


@pytest.mark.parametrize(("before", "behind"), AMID)
def test_nothing_harmless_alarms_amid_debts(before: str, behind: str) -> None:
    """Of what is left alone at least 98 of 100 are left alone with debts around it."""
    alarms = [text for text in lines()[1] if read_danger(before + text + behind).latches]
    assert len(alarms) <= 0.02 * len(lines()[1]), alarms

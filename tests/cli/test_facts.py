"""`wenzhu facts check` tells an editor what is stale, not verified, hidden and never used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import did

FACT = "kind: law, name: 法, text: 原文, plain: 意思, source: 官网, checked_on: 2020-01-01, safe: 请看官网"
SHOWN = f"{FACT}, confidence: high, display: true"


@pytest.fixture
def own(home: Path) -> Path:
    """A folder with facts of the editor's own beside the shipped ones."""
    (home / "config.yaml").write_text("content_dir: mine", encoding="utf-8")
    folder = home / "mine" / "flows" / "facts"
    folder.mkdir(parents=True)
    return folder


def checked(own: Path, facts: dict[str, str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    lines = [f"  {name}: {{{body}}}" for name, body in facts.items()]
    (own / "mine.yaml").write_text("facts:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    code, out, _ = did(capsys, "facts", "check")
    return code, out


def test_what_is_stale_is_listed(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Expired facts fail the check and say what is shown instead; a law not in force yet waits."""
    facts = {
        "gone": f"{SHOWN}, expires_on: 2020-06-01",
        "later": f"{SHOWN}, expires_on: 2999-01-01, effective_from: 2998-01-01",
    }
    code, out = checked(own, facts, capsys)
    assert code == 1
    assert "已过期：gone（2020-06-01，上次核对 2020-01-01）到期后换成替代的说法" in out
    assert "还没生效：later（2998-01-01 起），先说「请看官网」" in out
    assert "1 条已到期" in out


def test_what_is_hidden_or_unused_is_listed(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A weak fact is not shown, and a fact that no text reads is told."""
    facts = {
        "weak": f"{FACT}, confidence: low, display: true, expires_on: 2999-01-01",
        "single": f"{FACT}, confidence: medium, display: true, expires_on: 2999-01-01",
        "alone": f"{SHOWN}, expires_on: 2999-01-01",
    }
    _, out = checked(own, facts, capsys)
    assert "不展示：weak，改说「请看官网」" in out
    assert {"没有流程用到：weak", "没有流程用到：single", "没有流程用到：alone"} <= set(out.split("\n"))
    listed = next(line for line in out.split("\n") if line.startswith("只有一个可靠来源"))
    assert "single" in listed
    assert "alone" not in listed


def test_the_tables_say_what_was_not_verified(capsys: pytest.CaptureFixture[str]) -> None:
    """Months of the LPR that nobody checked are named: no figure is given for them."""
    out = did(capsys, "facts", "check")[1]
    assert "LPR 没核实的月份，不报数：" in out


def test_every_shipped_fact_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    """The register holds nothing that no text reads."""
    assert "没有流程用到" not in did(capsys, "facts", "check")[1]

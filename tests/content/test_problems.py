"""A problem is printed so that an editor finds the place: line, caret under the column, remedy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wcwidth import wcswidth

from bot.content.codes import CODES, Level
from bot.content.edition import Built
from bot.content.problems import MANY, ROOM, Problem, Problems, columns, nearest, report
from bot.content.writing import At

CALLS = """flow: calls
steps:
  a:
    next: [{when: debt.owed >= 10000, goto: scrpt}, {else: calm}]
"""


def test_the_form_of_the_plan() -> None:
    """The print-out is the one that the plan of the house shows."""
    problems = Problems()
    at = At("flows/calls.yaml", 4, 45, 5)
    problems.add("syntax", at, "流程 calls 里没有叫 scrpt 的步骤", nearest("scrpt", ["script", "calm"]))
    assert report(problems, {"flows/calls.yaml": CALLS}) == (
        "flows/calls.yaml:4:45 错误 syntax: 流程 calls 里没有叫 scrpt 的步骤\n"
        "        next: [{when: debt.owed >= 10000, goto: scrpt}, {else: calm}]\n"
        "                                                ^^^^^ 是不是想写 script？"
    )


@pytest.mark.parametrize(
    "line", ["第一步: 先缓一口气 X 了", "a: 'ａｂ' X", "🌧️ 下雨 X", "a\tb X", "零\u200b宽 X", "e\u0301 X"]
)
def test_the_caret_stands_under_its_character(line: str) -> None:
    """Wide, combining and invisible characters do not move the caret off its place."""
    col = line.index("X") + 1
    printed = Problem("f", 1, col, "tab", "m").print_with(line).split("\n")
    before = printed[1][: printed[1].index("X")]
    assert wcswidth(before) == printed[2].index("^")


def test_long_lines_are_cut_around_the_place() -> None:
    """A very long line shows the part that matters."""
    line = "甲" * 5_000 + "X" + "乙" * 5_000
    printed = Problem("f", 1, 5_001, "tab", "m").print_with(line).split("\n")
    assert columns(printed[1]) <= ROOM + 4
    assert columns(printed[1][: printed[1].index("X")]) == printed[2].index("^")


def test_nothing_printed_is_wider_than_the_line_that_is_shown() -> None:
    """A caret ends with the line, and a remedy that does not fit behind it stands in its own row."""
    printed = Problem("f", 1, 3, "tab", "m", width=500, remedy="写短一些" * 10).print_with("甲" * 500).split("\n")
    assert columns(printed[2]) <= columns(printed[1]) <= ROOM + 4
    assert printed[3].strip() == "写短一些" * 10


@pytest.mark.parametrize(("line", "col"), [(9, 1), (1, 99), (0, 1)])
def test_places_outside_the_file_are_printed_all_the_same(line: int, col: int) -> None:
    """A problem of a place that is not there is still told."""
    assert "f:" in Problem("f", line, col, "tab", "m", remedy="r").print_with("a")
    assert Problem("f", line, col, "tab", "m").print_with(None) == f"f:{line}:{col} 错误 tab: m"


def test_problems_are_sorted_counted_once_and_bounded() -> None:
    """By file, line and column; the same one once; never more of one kind than anybody reads."""
    problems = Problems()
    for line in [*range(200, 0, -1), 5]:
        problems.add("tab", At("f", line), "m")
    problems.add("label-long", At("a"), "m")
    assert len(problems) == MANY + 1
    assert next(iter(problems)).file == "a"
    assert len(problems.errors) == MANY
    assert [p.line for p in problems.errors] == sorted(p.line for p in problems.errors)


def test_every_code_has_a_level_and_a_sentence() -> None:
    """The registry says of each code what it means, in one sentence."""
    for code, entry in CODES.items():
        assert code == code.lower().replace("_", "-")
        assert entry.level in Level
        assert entry.meaning.endswith("。")


def test_nearest_word_or_nothing() -> None:
    """Only a word that is near is offered."""
    assert nearest("sya", ["say", "ask"]) == "是不是想写 say？"
    assert nearest("xyz", ["say", "ask"]) == ""


def test_all_files_are_judged_at_once(built: Callable[..., Built]) -> None:
    """Mistakes of several files come in one print-out."""
    made = built({"flows/a.yaml": "flow: b\n", "flows/c.yaml": "- x\n", "templates/cards/d.j2": "{{ x"})
    assert {p.file for p in made.errors} == {"flows/a.yaml", "flows/c.yaml", "templates/cards/d.j2"}

"""Forbidden words are found in every text, with the place of the words themselves."""

from __future__ import annotations

from tests.content.books import codes, judge, steps


def test_words_are_found_at_their_place() -> None:
    """In bubbles, cards, papers; on their line and column, past what is filled in."""
    files = steps("""
        a:
          say: "好。{{ town | or_else('你那里') }}别慌，我们包过。"
          end: done
        """)
    found = judge(files)
    assert [(p.code, p.line, p.col) for p in found] == [("promise-words", 6, 45)]


def test_blocks_of_lines_point_to_the_line() -> None:
    """In a text of several lines the line is right."""
    files = {"templates/scripts/call.md.j2": "# 打电话\n你好。\n我保证谈成。\n"}
    assert [(p.code, p.line) for p in judge(files)] == [("promise-words", 3)]


def test_bubbles_of_several_lines() -> None:
    """In a block of a flow the line is right too."""
    files = steps("""
        a:
          say: |
            别慌。
            我保证谈成。
          end: done
        """)
    assert [(p.code, p.line) for p in judge(files)] == [("promise-words", 8)]


def test_careful_words_pass() -> None:
    """Whole sentences decide, also across what is filled in."""
    assert codes(steps("a:\n  say: 我们不保证 {{ town | or_else('x') }} 谈成，也别换号。\n  end: done\n")) == []

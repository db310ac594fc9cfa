"""One drawing, two print-outs; no text of an editor can break a diagram."""

from __future__ import annotations

from bot.authoring.graph import draw, escape, mermaid, shorten, table
from bot.content.edition import build
from bot.content.sources import Snapshot
from bot.engine.flowbook import Book
from tests.content.books import base, steps

FACT = """\
facts:
  h1: {kind: hotline, name: 热线, number: "12348", purpose: 问, safe: 问, source: 公开, checked_on: 2026-11-20, confidence: high, display: true}
"""
BODY = """
a:
  set: {people: 2}
  say: "你好 \\"朋友\\" <b>"
  picture: {title: 还款图, list: debts, bar: owed}
  remind: {at: now +3d 10:00, call: talk, if: situation == 'court'}
  handoff: {to: h1, say: 打热线。}
  call: talk
  repeat: {list: debts, more: 还有吗？, fields: {platform: {ask: 哪家？, example: 花呗}}}
  ask: 现在是哪一种，"说说看"好吗？
  save: situation
  consent: reminders_v1
  choices:
    court: {label: 法院|传票, goto: b}
    other: 别的
  next:
    - {when: situation is not known, goto: b}
    - {else: b}
b:
  document: scripts/call
  end: done
"""


def book(files: dict[str, str]) -> Book:
    every = {**base(), **files}
    built = build(Snapshot({name: text.encode() for name, text in every.items()}))
    assert built.edition is not None, built.report()
    return built.edition.book


def test_mermaid_draws_frames_shapes_and_arrows() -> None:
    """Flows are frames, steps shapes by kind, ways arrows with their labels escaped."""
    text = mermaid(draw(book({**steps(BODY), "flows/facts/f.yaml": FACT})))
    assert text.startswith("flowchart TD\n")
    assert 'subgraph s_f__home["开头"]' in text
    assert 'subgraph s_f__crisis["先顾着人（危机）"]' in text
    assert 's_crisis__safe[["safe<br/>说：那就好。"]]' in text
    assert "记：people = 2<br/>说：你好 #34;朋友#34; #60;b#62;" in text
    assert (
        "图：还款图<br/>提醒：talk<br/>转：h1<br/>去：talk<br/>逐项问：debts<br/>问：现在是哪一种，#34;说说看#34;好吗？"
        in text
    )
    assert 's_home__a -->|"法院#124;传票"| s_home__b' in text
    assert 's_home__a -->|"situation is not known"| s_home__b' in text
    assert 's_home__a -->|"其他"| s_home__b' in text
    assert 's_home__a -.->|"去了再回来"| s_talk__begin' in text
    assert 's_home__a -..->|"到时提醒"| s_talk__begin' in text
    assert "s_home__b --> s_home__b__end" in text
    assert 's_home__b__end(["done"])' in text


def test_some_flows_alone() -> None:
    """Ways into flows that are not drawn end at an outer shape."""
    drawing = draw(book({**steps(BODY), "flows/facts/f.yaml": FACT}), ["home"])
    assert [f.id for f in drawing.frames] == ["home"]
    assert [s.id for s in drawing.outside] == ["talk.begin"]
    assert 's_talk__begin[/"talk.begin"/]' in mermaid(drawing)


def test_table_lists_steps_and_ways() -> None:
    """The same drawing as text."""
    text = table(draw(book({**steps(BODY), "flows/facts/f.yaml": FACT})))
    assert text.startswith("crisis  先顾着人（危机）\n  ideation\n")
    assert "    → home.b  （situation is not known）\n" in text
    assert "  b\n    给：scripts/call\n    → 结束\n" in text


def test_words_are_shortened_and_escaped() -> None:
    """Filled-in values show their name; whatever could end a label becomes a number."""
    assert shorten("你在 {{ town | or_else('x') }}，{% if a %}好{% endif %}") == "你在 〔town〕，好"
    assert shorten("长" * 30) == "长" * 23 + "…"
    assert escape('a"b\n]|`') == "a#34;b #93;#124;#96;"

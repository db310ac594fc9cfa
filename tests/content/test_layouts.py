"""Editors' layouts are checked when the edition is built: a field for the wrong reader is refused with its place."""

from __future__ import annotations

import pytest

from bot.content.codes import Level
from bot.content.edition import build
from bot.content.sources import Snapshot, snapshot
from tests.content.books import codes, judge


def judged_with(name: str, text: str) -> list[tuple[str, str]]:
    """The errors of the minimal book with this layout in it."""
    found = judge({f"templates/summaries/{name}.md.j2": text})
    return [(p.code, p.message) for p in found if p.level is Level.ERROR]


@pytest.mark.parametrize(
    ("name", "text", "code", "says"),
    [
        ("social", "# 一页\n\n{{ terms }}\n", "not-allowed", "不给这一方看"),
        ("lawyer", "# 一页\n\n{{ mood }}\n", "not-allowed", "不给这一方看"),
        ("lawyer", "# 一页\n\n{{ income }}\n", "unknown-slot", "没有 income 这个字段"),
        ("borrower", "# 一页\n\n{% for d in debts %}{{ d.owed }}{% endfor %}\n", "not-allowed", "不用 {% for %}"),
        ("borrower", "没有标题\n", "missing-key", "缺少标题"),
        ("footer", "# 页脚\n\n随便\n", "missing-key", "made_on"),
        ("boss", "# 老板\n\n{{ debts }}\n", "bad-name", "没有叫 boss 的总结"),
        ("borrower", "# 一页\n\n{{ debts | replace('a', 'b') }}\n", "unknown-filter", "replace"),
        ("borrower", "# 一页\n\n{% include 'x' %}\n", "not-allowed", "include"),
        ("borrower", "# 一页\n\n打 13800138000\n", "literal-phone", ""),
        ("lawyer", "# 一页\n\n我们保证能免息\n", "promise-words", "保证"),
    ],
)
def test_a_wrong_layout_is_refused(name: str, text: str, code: str, says: str) -> None:
    """Code and message tell the editor what is wrong."""
    found = judged_with(name, text)
    assert any(c == code and says in m for c, m in found), found


def test_layouts_place_fields_and_parts_read_slots() -> None:
    """Fields of its reader under a condition, facts' safe names, and a part worded from slots: nothing to say against."""
    layout = "# 一页\n\n{% if debts is known %}{{ debts }}{% endif %}\n{{ overview }}\n"
    part = "# 概况\n\n每月收入 {{ income | money }}。\n"
    foot = "# 页脚\n\n{{ made_on | date }} {{ law_as_of | date }}\n"
    files = {f"templates/summaries/{n}.md.j2": t for n, t in (("lawyer", layout), ("overview", part), ("footer", foot))}
    assert codes(files) == []


def test_the_shipped_layouts_are_sound() -> None:
    """All seven templates are read, and none of them has a problem."""
    taken: Snapshot = snapshot()
    names = {n for n in taken.files if n.startswith("templates/summaries/")}
    assert len(names) == 7
    assert not [p for p in build(taken).problems if p.file in names]

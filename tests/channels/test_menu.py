"""Poor channels degrade here: options as marked lines, long texts in parts, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.menu import clusters, option_line, parts, plain_text, progress, unmarked
from bot.engine.turn import Bubble, Button, Drawing, Paper, Question
from tests.shipped import shipped_book

BUTTONS = (Button("1:a.b:c", "心慌睡不着", "1", "c"), Button("1:a.b:d", "不清楚", "2", "d"))
FAMILY = "👨\u200d👩\u200d👧"


def test_options_are_one_a_line_with_their_mark() -> None:
    """A poor channel gets progress, question and one option a line, each with its mark."""
    asked = Question("现在怎么样？", BUTTONS, 2, 7)
    assert plain_text(asked) == "（第 2 步／共 7 步）现在怎么样？\n1. 心慌睡不着\n2. 不清楚"
    assert progress(Question("?")) == ""
    assert option_line(Button("t", "好", "", "k")) == "· 好"


def test_the_road_shows_where_one_walks() -> None:
    """Behind is ticked, now is in brackets; beside the steps where they are counted, alone where not."""
    way = ("稳住", "理清", "联系", "计划")
    assert progress(Question("?", (), 3, 8, "text", way, 2)) == "第 3 步／共 8 步 · 稳住 ✓ → 【理清】 → 联系 → 计划"
    assert progress(Question("?", road=way, stretch=4)) == "稳住 ✓ → 理清 ✓ → 联系 ✓ → 【计划】"
    assert progress(Question("?", road=way)) == ""


def test_every_reply_has_words() -> None:
    """Whatever kind a reply is, a channel without its form can say it."""
    assert plain_text(Bubble("先缓一口气。")) == "先缓一口气。"
    assert plain_text(Paper("p", "n", "话术", "你好")) == "【话术】\n你好"
    assert plain_text(Drawing("n", "还款图")) == "还款图"


def test_what_is_missing_is_listed_below_a_script() -> None:
    """〔请补〕 of a script stands once more below it, each once; nothing stands there where nothing is missing."""
    script = Paper(
        "p", "n", "话术", "我在〔请补：平台〕，〔请补：平台〕欠〔请补：欠款金额〕", ("平台", "欠款金额", "平台")
    )
    assert plain_text(script).endswith("\n用之前补这几项：平台、欠款金额。")


def test_a_script_is_shown_without_the_marks_of_its_editors() -> None:
    """Headings, bullets, quotations, bold and lines of dashes become plain signs; the words and gaps stay."""
    written = "## 开头\n\n- **慢慢**说\n> 一句\n1. 第一\n---\n〔请补：工单号〕＿＿ 2*3*4 a_b <我> 1 - 2"
    assert (
        unmarked(written) == "【开头】\n\n· 慢慢说\n一句\n1. 第一\n────────\n〔请补：工单号〕＿＿ 2*3*4 a_b <我> 1 - 2"
    )


def test_every_shipped_script_is_free_of_marks() -> None:
    """No line that a borrower copies begins with a mark of Markdown, none holds bold signs."""
    for paper in shipped_book().documents.values():
        for line in unmarked(paper.body.render({})).split("\n"):
            assert not line.startswith(("#", ">", "- ", "* ", "---")), (paper.name, line)
            assert "**" not in line, (paper.name, line)


def test_a_long_text_is_cut_between_paragraphs_then_sentences() -> None:
    """Paragraphs stay whole as long as they fit, then sentences do."""
    text = "第一段。很短。\n\n第二段在这里。它有两句。"
    assert parts(text, 12) == ["第一段。很短。", "第二段在这里。它有两句。"]
    assert parts(text, 8) == ["第一段。很短。", "第二段在这里。", "它有两句。"]


def test_a_closing_quote_stays_with_its_sentence() -> None:
    """No part begins with what closes the one before."""
    assert parts("他说「不行。」我说好。", 8) == ["他说「不行。」", "我说好。"]


def test_a_family_is_not_torn_apart() -> None:
    """Characters that are one sign for the eye are one for the cutting."""
    assert parts(FAMILY * 3, 5) == [FAMILY] * 3
    assert list(clusters("e\u0301" + FAMILY + "🇨🇳🇯🇵")) == ["e\u0301", FAMILY, "🇨🇳", "🇯🇵"]


@pytest.mark.parametrize("limit", [10, 100, 4096])
@given(text=st.text(max_size=400))
def test_nothing_but_line_breaks_is_lost(text: str, limit: int) -> None:
    """Any text at any limit: every part fits or is a single sign, and together they are the text."""

    def units(part: str) -> int:
        return len(part.encode("utf-16-le", "surrogatepass")) // 2

    pieces = parts(text, limit, units)
    assert "".join(pieces).replace("\n", "").split() == text.replace("\n", "").split() or (
        "".join("".join(pieces).split()) == "".join(text.split())
    )
    for piece in pieces:
        assert units(piece) <= limit or len(list(clusters(piece))) == 1

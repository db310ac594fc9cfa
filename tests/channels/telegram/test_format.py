"""Whatever the replies are, their messages are ones that Telegram takes, and no word is lost."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Shelf
from bot.channels.telegram_format import (
    LONGEST,
    SAID,
    cut,
    keyboard,
    label_of,
    pack,
    pieces,
    units,
    without_options,
)
from bot.engine.flowbook import Ask
from bot.engine.turn import Bubble, Button, Drawing, Paper, Question, Reply
from tests.channels.telegram.marks import read_html
from tests.channels.telegram.marks import units as as_telegram

WORDS = st.text(st.sampled_from("稳住ab<>&\"'。！\n👨‍👩‍👧🇨🇳é1 "), min_size=1, max_size=150)
LONG = st.builds(lambda text, times: text * times, WORDS, st.integers(1, 40))
TEXTS = st.one_of(WORDS, LONG).filter(str.strip)
BUTTONS = st.lists(
    st.builds(
        Button,
        token=st.text(min_size=1, max_size=80),
        label=WORDS.filter(str.strip),
        mark=st.just("1"),
        key=st.just("k"),
    ),
    max_size=6,
).map(tuple)
REPLIES = st.one_of(
    st.builds(Bubble, TEXTS, st.sampled_from(["plain", "echo", "urgent"])),
    st.builds(Question, TEXTS, BUTTONS, st.integers(0, 9), st.integers(0, 9)),
    st.builds(
        Paper,
        id=st.just("p"),
        name=st.sampled_from(["scripts/x", "letters/x"]),
        title=WORDS.filter(str.strip),
        text=st.lists(TEXTS | st.sampled_from(["\n## 念\n", "\n---\n", "\n- 一\n- 二\n"]), min_size=1).map("".join),
    ),
    st.builds(Drawing, st.just("d"), WORDS.filter(str.strip)),
)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(max_examples=40)
@given(st.lists(REPLIES, min_size=1, max_size=5))
def test_every_piece_is_taken_by_telegram(replies: list[Reply]) -> None:
    """Marks are sound, lengths fit in UTF-16 units, marked and plain words are the same, data fits in 64 bytes."""
    for piece in pieces(replies, ("12356",)):
        text, entities = read_html(piece.html)
        assert 0 < as_telegram(text) <= LONGEST
        assert text == piece.plain.strip()
        assert len(entities) <= 100
        for row in (keyboard(piece) or {"inline_keyboard": []})["inline_keyboard"]:
            assert row
            for button in row:
                assert button["text"].strip()
                assert 1 <= len(button.get("callback_data", "x").encode("utf-8", "replace")) <= 64


@settings(max_examples=40)
@given(st.lists(st.builds(Bubble, TEXTS), min_size=1, max_size=4))
def test_no_word_is_lost(replies: list[Bubble]) -> None:
    """All pieces together hold every character that is no white space, in order."""
    got = bare("".join(piece.plain for piece in pieces(replies)))
    assert got == bare("".join(reply.text for reply in replies))


@settings(max_examples=40)
@given(st.text(max_size=3000), st.integers(20, 200))
def test_cuts_fit_whatever_the_text(text: str, limit: int) -> None:
    """Even a letter with a thousand accents ends up in pieces that fit."""
    assert all(0 < units(piece) <= limit for piece in cut(text, limit))


@settings(max_examples=40)
@given(st.lists(REPLIES, max_size=8))
def test_every_reply_is_packed_once(replies: list[Reply]) -> None:
    """The sizes add up; a script and a picture stand alone."""
    sizes = pack(replies)
    assert sum(sizes) == len(replies)
    start = 0
    for size in sizes:
        group = replies[start : start + size]
        start += size
        assert size == 1 or all(isinstance(reply, Bubble | Question) for reply in group)


def test_a_family_is_not_torn_apart() -> None:
    """An emoji of three persons at the border goes whole into the next message."""
    family = "👨\u200d👩\u200d👧"
    found = cut("字" * 95 + family, 100)
    assert found[-1].endswith(family)


def test_options_stand_one_a_row_on_the_last_message() -> None:
    """A long bubble before a question: the keyboard is below the question, nowhere else."""
    asked = Question("现在怎么样？", (Button("3:a.b:c", "心慌", "1", "c"), Button("3:a.b:d", "不清楚", "2", "d")))
    found = pieces([Bubble("很长。" * 2000), asked])
    assert [bool(piece.buttons) for piece in found] == [False] * (len(found) - 1) + [True]
    board = keyboard(found[-1])
    assert board is not None
    assert [len(row) for row in board["inline_keyboard"]] == [1, 1]
    assert label_of(board, "3:a.b:d") == "不清楚"
    assert without_options(board) == {"inline_keyboard": []}


def test_a_token_that_is_too_long_becomes_what_is_typed() -> None:
    """Ids of an editor may be long: then the button says its label, as if typed."""
    (piece,) = pieces([Question("?", (Button("1:" + "a" * 90, "好", "1", "k"),))])
    assert piece.buttons == (("好", f"{SAID}好"),)


def test_tokens_of_the_shipped_flows_fit(shelf: Shelf) -> None:
    """No shipped button needs that: with nine digits of turns every token has at most 64 bytes."""
    for flow in shelf.book().flows.values():
        for name, step in flow.steps.items():
            question = step.action(Ask)
            for choice in question.choices if question is not None else ():
                assert len(f"{10**6}:{flow.id}.{name}:{choice.key}".encode()) <= 64, (flow.id, name, choice.key)


def test_numbers_are_copied_only_where_they_stand_alone() -> None:
    """12356 inside a longer number is no hotline."""
    assert pieces([Bubble("打 12356。")], ("12356",))[0].copies == (("复制 12356", "12356"),)
    assert pieces([Bubble("共 1123560 元")], ("12356",))[0].copies == ()


def test_a_script_is_one_block_that_can_be_copied() -> None:
    """Title in bold, the text in one block without the marks of Markdown; short ones get a button."""
    (piece,) = pieces([Paper("p", "n", "打给客服", "你好 **<我>**")])
    assert piece.html == "<b>打给客服</b>\n\n<pre>你好 &lt;我&gt;</pre>"
    assert piece.copies == (("复制全文", "你好 <我>"),)
    (gaps,) = pieces([Paper("p", "n", "打给客服", "我在〔请补：平台〕", ("平台",))])
    assert gaps.html.endswith("</pre>\n\n用之前补这几项：平台。")


def test_what_is_said_can_be_copied_and_what_is_noted_is_beside_it() -> None:
    """Each section of sentences is a block of its own, lists are quotations, notes below the rule fold away."""
    text = "## 第一条\n你好。\n\n## 记下\n1. 工单号\n2. 日期\n\n## 第二条\n再见。\n\n---\n打 12348。\n截图。"
    (piece,) = pieces([Paper("p", "scripts/text", "文字版", text)], ("12348",))
    assert piece.html == (
        "<b>文字版</b>\n\n<b>【第一条】</b>\n<pre>你好。</pre>\n\n"
        "<b>【记下】</b>\n<blockquote>1. 工单号\n2. 日期</blockquote>\n\n"
        "<b>【第二条】</b>\n<pre>再见。</pre>\n\n<blockquote expandable>打 12348。\n截图。</blockquote>"
    )
    assert piece.copies == (("复制 第一条", "你好。"), ("复制 第二条", "再见。"))


def test_a_letter_is_copied_without_the_notes_for_its_writer() -> None:
    """All that is handed in is one block, headings included; what is not, is outside."""
    (piece,) = pieces([Paper("p", "letters/apply", "申请", "致：某某\n\n## 一、情况\n1. 欠款\n---\n不抄进去")])
    assert "<pre>致：某某\n\n【一、情况】\n1. 欠款</pre>" in piece.html
    assert piece.html.endswith("<blockquote expandable>不抄进去</blockquote>")
    assert piece.copies == (("复制全文", "致：某某\n\n【一、情况】\n1. 欠款"),)


def test_a_long_section_is_cut_with_its_heading_once() -> None:
    """Every piece is sound and the heading is bold in one only."""
    _, *found = pieces([Paper("p", "scripts/x", "长", "## 念\n" + "一句。" * 3000)])
    assert len(found) > 2
    assert [piece.html.count("<b>【念】</b>") for piece in found] == [1, *[0] * (len(found) - 1)]
    assert all(piece.html.count("<pre>") == 1 == piece.html.count("</pre>") for piece in found)

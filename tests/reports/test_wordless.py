"""Without its words a conversation still tells what was done, and no reply gives away what was typed."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import Any

from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent
from bot.engine.turn import Bubble, Button, Paper, Question, Reply
from bot.reports.conversation import Account, Entry, Held, markdown
from bot.reports.wordless import THERE, wordless
from tests.shipped import shipped_book

AT = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
SECRET = "我跟邻居老周借过三次钱"


def shown(*turns: tuple[Event, tuple[Reply, ...]], held: tuple[Held, ...] = (), book: Any = None) -> str:
    entries = tuple(Entry(n, AT, event, replies) for n, (event, replies) in enumerate(turns))
    account = Account("3f9a", "terminal", AT, AT, "", True, held, entries)
    return markdown(wordless(account, book if book is not None else shipped_book()), dt.UTC)


def test_typed_words_are_only_marked() -> None:
    """Said, corrected, written under a picture: none of it stands there; that something was said does."""
    text = shown(
        (Opened(), (Bubble("在。"),)),
        (Said(SECRET), (Bubble("好。"),)),
        (Edited(SECRET), ()),
        (Sent("photo", SECRET), ()),
    )
    assert "老周" not in text
    for left in ("（打了一句话）", "（改了一句话）", "（一张图片）", "在。"):
        assert left in text


def test_a_reply_that_repeats_them_is_veiled() -> None:
    """A read-back, a letter, and a section of their page may quote: the quote is gone, the rest stays."""
    text = shown(
        (Said(SECRET), (Bubble(f"你说：{SECRET}，对吗？"), Paper("p", "letters/x", "信", f"致：某处\n{SECRET}"))),
        (Said("看看"), (Bubble("【原话摘录】\n一句没有打开的", "page"),)),
    )
    assert "老周" not in text
    assert "一句没有打开的" not in text
    for left in ("对吗？", "致：某处", "【原话摘录】"):
        assert left in text


def test_answers_stay_and_sentences_do_not() -> None:
    """A sum is an answer, a sentence is theirs; a pressed button is the editors' word."""
    held = (Held("overdue_days", "逾期天数", "15 天"), Held("their_words", "对方原话", "再不还就上门"))
    asked = Question("多久了？", (Button("1:a.b:c", "十天", "1", "c"),))
    text = shown((Opened(), (asked,)), (Pressed("1:a.b:c"), (Bubble("他说再不还就上门。"),)), held=held)
    assert "逾期天数：15 天" in text
    assert f"对方原话：{THERE}" in text
    assert "再不还就上门" not in text
    assert "［十天］" in text


def test_without_a_book_nothing_is_trusted() -> None:
    """With unsound flows no answer can be told from a sentence."""
    held = (Held("overdue_days", "overdue_days", "15 天"),)
    book = type("Bare", (), {"slots": MappingProxyType({})})()
    assert "15 天" not in shown((Opened(), ()), held=held, book=book)

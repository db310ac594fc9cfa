"""A conversation on paper: answers first, words as they were kept, nothing invented, no markup of a person's."""

from __future__ import annotations

import datetime as dt
import json

from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.session import Answer, fresh
from bot.engine.turn import Bubble, Button, Drawing, Paper, Question, Reply
from bot.reports.conversation import Account, Entry, Held, answers, as_json, markdown, spoken

AT = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
ZONE = dt.timezone(dt.timedelta(hours=8))
ASKED = Question("多久了？", (Button("1:a.b:c", "十天", "1", "c"),))


def entry(event: Event | None, *replies: Reply, mark: str = "", undelivered: bool = False) -> Entry:
    return Entry(1, AT, event, replies, mark, undelivered)


def account(*entries: Entry, held: tuple[Held, ...] = (), kept: bool = True) -> Account:
    return Account("3f9a", "terminal", AT, AT, "got_script", kept, held, entries)


def test_a_conversation_reads_from_top_to_bottom() -> None:
    """The page has the answers first, then question and reply in the order of the talk."""
    held = (Held("overdue_days", "逾期天数", "15 天"), Held("debt.owed@d1", "欠款金额", "1.2 万元", "d1"))
    text = markdown(account(entry(Opened(), ASKED), entry(Pressed("1:a.b:c"), Bubble("好。")), held=held), ZONE)
    assert text.startswith("# 稳住：对话记录\n\n- 编号：3f9a\n- 从 2026 年 11 月 20 日 10:00 到")
    assert "- 逾期天数：15 天\n\n第 1 项\n\n- 欠款金额：1.2 万元" in text
    assert "多久了？\n\n- 1. 十天" in text
    assert "> ［十天］" in text
    assert text.index("［十天］") < text.index("好。")


def test_what_was_not_kept_is_counted_and_not_invented() -> None:
    """Turns without words are counted, nothing stands in their place."""
    text = markdown(account(entry(None), entry(None), entry(Said("你好"), Bubble("在。"))), ZONE)
    assert "（这里有 2 轮没有保存）" in text
    assert "（一共 1 轮，没有保存）" in markdown(account(entry(None), kept=False), ZONE)


def test_a_crisis_shows_only_its_mark() -> None:
    """Of the words of a crisis turn only the mark remains."""
    assert "> 〔危机 L2〕" in markdown(account(entry(None, Bubble("谢谢你说出来。"), mark="〔危机 L2〕")), ZONE)


def test_a_persons_words_are_never_markup() -> None:
    """HTML and headings that a person typed stay plain words."""
    text = markdown(account(entry(Said("<script>\n# 标题"), Bubble("在。"))), ZONE)
    assert "> &lt;script>\n> # 标题" in text


def test_a_script_with_fences_stays_one_block() -> None:
    """A fence inside a script does not end its block."""
    text = markdown(account(entry(Opened(), Paper("p", "n", "话术", "```\n念\n```"))), ZONE)
    assert "````\n```\n念\n```\n````" in text


def test_json_has_the_same_content() -> None:
    """The machine's file says what the page says."""
    data = json.loads(as_json(account(entry(Opened(), ASKED), entry(Pressed("1:a.b:c"), Drawing("n", "图"))), ZONE))
    assert data["turns"][0]["replies"] == [{"kind": "question", "text": "多久了？", "options": ["十天"]}]
    assert data["turns"][1]["said"] == "［十天］"
    assert data["first_at"] == "2026-11-20T10:00:00+08:00"


def test_every_event_has_words() -> None:
    """Forwarded, changed, sent, pressed: each kind of event is told in a few words."""
    said = [Said("好", forwarded=True), Edited("改"), Sent("photo", "图"), Sent("odd"), Pressed("1:a.b:x"), TimeUp("t")]
    shown = [spoken(entry(event), {}) for event in said]
    assert shown == ["（转发）好", "（改成）改", "（一张图片）图", "（一个附件）", "［x］", ""]


def test_answers_without_a_book_keep_their_keys() -> None:
    """With no edition at hand answers are listed by their keys, states included."""
    session = fresh(AT)
    session.slots = {
        "overdue_days": Answer("value", 15),
        "why": Answer("skipped"),
        "city": Answer("unknown"),
        "owed": Answer("value", 12000, 10000, 15000),
    }
    assert [(h.key, h.value) for h in answers(session, None)] == [
        ("city", "说不清楚"),
        ("overdue_days", "15"),
        ("owed", "约 12000（10000 到 15000）"),
        ("why", "跳过了"),
    ]

"""A person's line: order, bursts, and danger that overtakes."""

from __future__ import annotations

import datetime as dt

from bot.engine.events import Event, Pressed, Said, Sent
from bot.runtime.queues import Item, Line, Pace, joined

AT = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)


def line(*events: Event | str, joins: bool = True) -> Line:
    made = Line(joins=joins)
    for number, event in enumerate(events):
        said = Said(event) if isinstance(event, str) else event
        danger = 2 if isinstance(said, Said) and "不想活" in said.text else 0
        made.put(Item("p:a", f"e{number}", said, AT, danger))
    return made


def turns(waiting: Line) -> list[list[str]]:
    out = []
    while batch := waiting.take(2):
        out.append([item.event_id for item in batch])
    return out


def test_texts_that_wait_become_one_turn() -> None:
    """Texts in a row are joined with line breaks."""
    waiting = line("逾期", "半个月了", "微粒贷")
    batch = waiting.take(2)
    assert joined(batch) == Said("逾期\n半个月了\n微粒贷")


def test_a_press_a_medium_a_command_or_a_builtin_word_ends_the_burst() -> None:
    """Whatever is no plain text stands alone, and texts on its two sides stay apart."""
    waiting = line("一", Pressed("1:a.b:c"), "二", "三", Sent("photo"), "四", "/help", "五", "删除", "六")
    assert turns(waiting) == [["e0"], ["e1"], ["e2", "e3"], ["e4"], ["e5"], ["e6"], ["e7"], ["e8"], ["e9"]]


def test_the_terminal_never_joins() -> None:
    """Where a line is a turn, waiting lines stay lines."""
    assert turns(line("一", "二", "三", joins=False)) == [["e0"], ["e1"], ["e2"]]


def test_danger_overtakes_what_came_before() -> None:
    """The burst with danger in it is taken first, the rest in order."""
    waiting = line(Pressed("1:a.b:c"), "/help", "我不想活了", "真的")
    assert turns(waiting) == [["e2", "e3"], ["e0"], ["e1"]]


def test_danger_inside_the_first_burst_stays_in_it() -> None:
    """Danger that is next anyway keeps the words around it."""
    assert turns(line("欠了一万", "我不想活了")) == [["e0", "e1"]]


def test_forwarded_words_do_not_mix_with_own_ones() -> None:
    """A quotation and own words are two turns."""
    assert turns(line(Said("别人说的", forwarded=True), "我说的")) == [["e0"], ["e1"]]


def test_words_from_before_the_question_are_early_and_apart() -> None:
    """What was written before the question could be seen is marked and not joined to its answer."""
    waiting = line("一", "二")
    waiting.age(lambda item: item.event_id == "e0")
    first, second = waiting.take(2), waiting.take(2)
    assert joined(first) == Said("一", early=True)
    assert joined(second) == Said("二")


def test_what_is_put_back_stays_first() -> None:
    """A batch that could not be taken is the next one again."""
    waiting = line("一", Pressed("x"), "二")
    waiting.put_back(waiting.take(2))
    assert turns(waiting) == [["e0"], ["e1"], ["e2"]]


def test_a_burst_has_an_end() -> None:
    """At most twenty texts make one turn."""
    assert len(line(*["话"] * 50).take(2)) == 20


def test_ten_turns_at_once_then_twenty_a_minute() -> None:
    """The pace lets a burst through and then slows down one person, not others."""
    clock = [0.0]
    pace = Pace(lambda: clock[0])
    assert [pace.wait("a") for _ in range(10)] == [0.0] * 10
    wait = pace.wait("a")
    assert 2.9 < wait <= 3.0
    clock[0] += 60
    assert pace.wait("a") == 0.0
    assert pace.wait("b") == 0.0

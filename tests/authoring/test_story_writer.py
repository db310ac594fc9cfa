"""A kept conversation, however it went, becomes a story that runs as written; what may not be told is only remarked on."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from bot.authoring.drivers import EngineDriver
from bot.authoring.stories import tell
from bot.authoring.story_reader import read_story
from bot.authoring.story_writer import Line, write_story
from bot.content.problems import Problems
from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent
from bot.engine.turn import Question
from tests.shipped import shipped_book

START = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SAID = (
    *(
        "半个月",
        "微粒贷",
        "一万二",
        "八百吧",
        "上一步",
        "改",
        "跳过",
        "导出",
        "话术",
        "菜单",
        "不知道",
        "嗯嗯啊啊",
        "保存",
    ),
    *("他们打给我妈", "有人说交手续费就能解决", "我收到传票了", "想再借一笔", "继续", "先不聊了", "1", "2"),
    '他说："快还钱" # 不还就 {{ 上门 }}\n- 第二行',
)


def wandered(seed: int, turns: int = 25) -> list[Line]:
    """Somebody who presses, types, corrects, sends pictures, goes away and comes back."""
    chance = random.Random(seed)
    driver = EngineDriver(shipped_book())
    at = START
    lines = []
    question: Question | None = None
    event: Event = Opened()
    for _ in range(turns):
        heard = driver.deliver(event, at)
        lines.append(Line(at, event))
        question = next((r for r in reversed(heard.replies) if isinstance(r, Question)), question)
        buttons = question.buttons if question is not None else ()
        roll = chance.random()
        if roll < 0.55 and buttons:
            event = Pressed(chance.choice(buttons).token)
        elif roll < 0.9:
            event = Said(chance.choice(SAID), forwarded=chance.random() < 0.05)
        else:
            event = chance.choice([Sent("photo"), Sent("voice"), Edited("两万"), Sent("sticker", "看")])
        at += dt.timedelta(minutes=1)
    return lines


@pytest.mark.parametrize("seed", range(8))
def test_a_story_of_any_conversation_runs(seed: int) -> None:
    """It is read, told from its text alone, and comes out as it says."""
    written = write_story("一段对话", wandered(seed), shipped_book())
    assert written.failures == ()
    problems = Problems()
    story = read_story("x.yaml", written.text.encode(), problems)
    assert story is not None, [str(p) for p in problems]
    assert list(tell(story, shipped_book())) == []
    assert written.text.count("    at: ") > 5


def test_what_is_gone_is_a_remark_and_the_rest_still_runs() -> None:
    """Erased turns, a crisis among them, and nothing at all."""
    lines = wandered(3)
    lines[4:7] = [Line(line.at, None) for line in lines[4:7]]
    written = write_story("一段对话", lines, shipped_book())
    assert written.left_out >= 3
    assert written.text.count("# 这里有一轮") == 3
    assert written.failures == ()
    assert write_story("没有话", [], shipped_book()).failures == ()

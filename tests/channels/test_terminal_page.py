"""How replies stand on a screen, character for character."""

from __future__ import annotations

from bot.channels.terminal_page import Look, page
from bot.engine.turn import Bubble, Button, Drawing, Paper, Question

ASKED = Question(
    "最早那一笔，逾期大概多久了？", (Button("t", "没到期", "A", "a"), Button("t", "记不清", "B", "b")), 3, 7, "days"
)
SCRIPT = Paper(
    "p1", "scripts/platform_call", "照着念", "## 开头\n你好，我是用户，" + "我想谈。" * 30 + "\n\n谢谢。", ()
)


def test_a_screen() -> None:
    shown = page([Bubble("先缓一口气。"), Bubble("记下：15 天。", "echo"), ASKED], Look(60))
    assert shown == (
        "  先缓一口气。\n"
        "\n"
        "  记下：15 天。\n"
        "\n"
        "  最早那一笔，逾期大概多久了？   第 3 步／共 7 步\n"
        "\n"
        "    A. 没到期\n"
        "    B. 记不清"
    )


def test_progress_goes_below_where_there_is_no_room() -> None:
    assert page([ASKED], Look(40)).split("\n")[:2] == ["  最早那一笔，逾期大概多久了？", "  第 3 步／共 7 步"]


def test_a_pipe_gets_every_sentence_as_one_line() -> None:
    long = "一句很长的话" * 20
    assert page([Bubble(long)], Look()) == long
    assert "\x1b" not in page([ASKED, SCRIPT], Look())


def test_a_script_is_whole_unwrapped_and_free_of_prefixes() -> None:
    """What the mouse copies is what is to be read out."""
    lines = page([SCRIPT], Look(60)).split("\n")
    assert lines[0].startswith("── 照着念 ─")
    assert lines[-1] == "─" * 60
    assert "你好，我是用户，" + "我想谈。" * 30 in lines
    assert "【开头】" in lines


def test_styles_are_few_and_can_be_switched_off() -> None:
    styled = page([Bubble("急", "urgent"), Bubble("记下", "echo"), ASKED], Look(60, styled=True))
    assert "\x1b[1m急\x1b[0m" in styled
    assert "\x1b[2m记下\x1b[0m" in styled
    assert "\x1b" not in page([Bubble("急", "urgent"), ASKED, SCRIPT], Look(60))


def test_a_picture_says_that_it_is_not_shown() -> None:
    assert "还款图" in page([Drawing("n", "还款图")], Look(60))

"""How replies stand on a screen, character for character."""

from __future__ import annotations

from msgspec.structs import replace

from bot.channels.terminal_page import Look, page
from bot.engine.turn import Bar, Bubble, Button, Drawing, Paper, Question

ASKED = Question(
    "最早那一笔，逾期大概多久了？", (Button("t", "没到期", "A", "a"), Button("t", "记不清", "B", "b")), 3, 7, "days"
)
SCRIPT = Paper(
    "p1", "scripts/platform_call", "照着念", "## 开头\n你好，我是用户，" + "我想谈。" * 30 + "\n\n谢谢。", ()
)


def test_a_screen() -> None:
    """Bubbles, what is read back, the question with its progress and its options stand as drawn."""
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
    """A narrow screen shows progress on a line of its own."""
    assert page([ASKED], Look(40)).split("\n")[:2] == ["  最早那一笔，逾期大概多久了？", "  第 3 步／共 7 步"]


def test_a_pipe_gets_every_sentence_as_one_line() -> None:
    """Without a width nothing is wrapped or coloured."""
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


def test_what_is_missing_is_listed_below_the_rule() -> None:
    """The list is not part of what is copied."""
    lines = page([replace(SCRIPT, missing=("平台", "欠款金额"))], Look(60)).split("\n")
    assert lines[-2:] == ["─" * 60, "  用之前补这几项：平台、欠款金额。"]


def test_styles_are_few_and_can_be_switched_off() -> None:
    """What is urgent is bold, what is read back dim, and both only where wanted."""
    styled = page([Bubble("急", "urgent"), Bubble("记下", "echo"), ASKED], Look(60, styled=True))
    assert "\x1b[1m急\x1b[0m" in styled
    assert "\x1b[2m记下\x1b[0m" in styled
    assert "\x1b" not in page([Bubble("急", "urgent"), ASKED, SCRIPT], Look(60))


OWED = Drawing(
    "debts",
    "还欠多少",
    ("平台", "欠款金额", "每月分到"),
    (Bar("微粒贷", 12, "1.2 万元", 3, "320 元"), Bar("花呗", 6, "约 6000 元", 1, "95 元"), Bar("借呗", 0, "没说")),
    ("每月能还：800 元",),
)


def test_a_picture_is_a_table() -> None:
    """Names left, sums right, aligned by cells, with or without a screen; the foot below."""
    rows = [
        "平台       欠款金额   每月分到",
        "──────────────────────────────",
        "微粒贷     1.2 万元     320 元",
        "花呗     约 6000 元      95 元",
        "借呗           没说",
    ]
    assert page([OWED], Look()) == "\n".join(["还欠多少", "", *rows, "", "每月能还：800 元"])
    assert page([OWED], Look(60)) == "\n".join(["  还欠多少", "", *(f"  {r}" for r in rows), "", "  每月能还：800 元"])


def test_a_picture_on_a_narrow_screen_is_lines() -> None:
    """Where the columns do not fit, each item is a sentence; a name that turns the reading direction is shown by number."""
    assert "微粒贷：1.2 万元，每月分到\n  320 元" in page([OWED], Look(30))
    hostile = Drawing("debts", "图", ("平台", "欠", ""), (Bar("\u202e花呗\x1b[31m", 1, "1 元"),))
    for look in (Look(), Look(60), Look(20)):
        shown = page([hostile], look)
        assert "\u202e" not in shown
        assert "\x1b" not in shown
        assert "〔U+202E〕" in shown


def test_an_old_picture_without_numbers_keeps_its_title() -> None:
    """A drawing that an older version stored is still shown."""
    assert page([Drawing("n", "还款图")], Look(60)) == "  还款图"

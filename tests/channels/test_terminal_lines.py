"""Chinese in columns: nothing is lost, nothing is too wide, no line begins with 。 or ends with 「."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.terminal_input import words
from bot.channels.terminal_lines import NOT_FIRST, NOT_LAST, width, wrap

CHINESE = st.text(alphabet="先缓一口气愿意来问这步已经不容易。，、「」：！？abc 0123-（）…—120", max_size=200)


def test_a_chinese_character_takes_two_cells() -> None:
    """Width is counted in cells, not characters."""
    assert width("稳住ok") == 6


def test_lines_end_between_characters() -> None:
    """Chinese is broken anywhere between two characters, never inside one."""
    assert wrap("先缓一口气你愿意来问", 8) == ["先缓一口", "气你愿意", "来问"]


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("先缓一口气。你来了", 10, ["先缓一口", "气。你来了"]),
        ("随时发「删除」就清空", 8, ["随时发", "「删除」", "就清空"]),
        ("拨 400-161-9995 也行", 16, ["拨 400-161-9995", "也行"]),
        ("一\n\n二", 10, ["一", "", "二"]),
        ("- 备好纸和笔能录音就录", 12, ["- 备好纸和笔", "  能录音就录"]),
        ("1. 先核对金额和日期再说", 13, ["1. 先核对金额", "   和日期再说"]),
    ],
)
def test_examples(text: str, columns: int, lines: list[str]) -> None:
    """Each line ends where a reader of Chinese would end it."""
    assert wrap(text, columns) == lines


@given(CHINESE, st.integers(12, 80))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, columns: int) -> None:
    """All characters come out again, and no line is wider than asked."""
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns for line in lines)


@given(st.text(alphabet="先缓一口气愿意来。，「」！", max_size=120), st.integers(16, 40))
def test_kinsoku(text: str, columns: int) -> None:
    """As long as the marks themselves fit into a line, none stands where it may not."""
    for before, line in zip(wrap(text, columns), wrap(text, columns)[1:], strict=False):
        run = len(line) - len(line.lstrip(NOT_FIRST))
        if run and width(line[:run]) + 4 <= columns // 2:
            assert width(before) + width(line[:run]) > columns or before == ""
        if before and before[-1] in NOT_LAST and len(before.rstrip(NOT_LAST)) > 0:
            assert width(line[:1]) + width(before) - width(before.rstrip(NOT_LAST)) > 2


@given(st.text(max_size=200), st.integers(12, 80))
def test_any_text_can_be_laid_out(text: str, columns: int) -> None:
    """No text, however odd, leaves nothing or fails."""
    assert wrap(text, columns)


@pytest.mark.parametrize(
    ("sent", "read_as"),
    [
        ("我不想活了".encode(), "我不想活了"),
        ("我不想活了".encode("gb18030"), "我不想活了"),
        ("我不想活了，欠8000".encode() + b"\xff", "我不想活了，欠8000\ufffd"),
        ("欠了三万".encode() * 3 + "欠".encode()[:2], "欠了三万" * 3 + "\ufffd"),
        (b"abc \xff\xfe\xfd", "abc \ufffd\ufffd\ufffd"),
        (b"8000", "8000"),
    ],
)
def test_words_are_read_in_both_encodings(sent: bytes, read_as: str) -> None:
    """Danger in GB18030 is danger; a stray byte spoils no line of UTF-8."""
    assert words(sent) == read_as

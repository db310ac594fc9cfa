"""Bytes become characters: UTF-8 only, nothing invisible, nothing that only looks like something else."""

from __future__ import annotations

import re
import unicodedata

from bot.content.nodes import Source
from bot.content.problems import Problems
from bot.content.writing import At

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff0-\uffff\U000e0000-\U000e0fff\U0001d173-\U0001d17a\ufdd0-\ufdef"
)
UNWANTED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\xa0\ud800-\udfff\ue000-\uf8ff{INVISIBLE}]")
LOOKALIKE = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\U0001d400-\U0001d7ff]+")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")


def decode(file: str, data: bytes, problems: Problems) -> Source | None:
    """The characters of a file, with Unix line ends and no byte order mark; None when it is not UTF-8.

    Unwanted characters are told and replaced by a space each, so that everything else is still judged.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.add("not-utf8", _byte_place(file, data, error.start), "这里不是 UTF-8 文字", _guess(data))
        return None
    source = Source.of(file, text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return Source.of(file, clean(source, problems))


def clean(source: Source, problems: Problems) -> str:
    """The text with a space for every unwanted character, each told once a line."""
    for line, start in enumerate(source.starts, start=1):
        end = source.starts[line] - 1 if line < len(source.starts) else len(source.text)
        content = source.text[start:end]
        if (tab := content.find("\t")) >= 0:
            problems.add("tab", source.at(start + tab), "这里是制表符（Tab）", "换成空格；缩进用两个空格")
        if found := UNWANTED.search(content):
            place = source.at(start + found.start())
            problems.add("bad-character", place, f"这里有{describe(found.group())}", "删掉它，或重新打这一行")
        if found := LOOKALIKE.search(content):
            place = source.at(start + found.start(), len(found.group()))
            problems.add("lookalike", place, f"「{found.group()}」不是拉丁字母或汉字", "用键盘重新打这几个字母")
    return UNWANTED.sub(" ", source.text).replace("\t", " ")


def describe(char: str) -> str:
    """What an unwanted character is, in words and by its number."""
    number = f"U+{ord(char):04X}"
    if BIDI.match(char):
        return f"改变文字方向的字符（{number}）"
    if ZERO_WIDTH.match(char):
        return f"看不见的零宽字符（{number}）"
    if char == "\xa0":
        return f"不换行空格（{number}），它看着像空格"
    if unicodedata.category(char) == "Cc":
        return f"控制字符（{number}）"
    return f"不能显示的字符（{number}）"


def _byte_place(file: str, data: bytes, offset: int) -> At:
    before = data[:offset].decode("utf-8", "replace").removeprefix("\ufeff")
    return At(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _guess(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "看来是 UTF-16；在编辑器里另存为 UTF-8"
    if b"\x00" in data:
        return "这不像文字文件"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "在编辑器里另存为 UTF-8"
    return "看来是 GBK 编码；在编辑器里另存为 UTF-8"

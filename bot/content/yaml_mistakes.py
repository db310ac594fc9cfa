"""What PyYAML's complaints mean to an editor: the place, what is wrong in Chinese, what to type instead."""

from __future__ import annotations

import re

from bot.content.nodes import Source
from bot.content.problems import Problems

COLON = re.compile(r"^ *(?:- +)*[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']? *(：)")
BLOCK = re.compile(r"(?:^|[:\-] )[ ]*[|>][+\-0-9]{0,2} *(?:#.*)?$")
FULL_WIDTH = re.compile("[：，｛｝［］“”‘’－＃　]")

MISTAKES: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "这里多了一个冒号", "文字里有「: 」时，整句加引号，或把冒号写成全角"),
    ("could not find expected ':'", "这一行少了冒号", "键后面写半角冒号和一个空格"),
    ("cannot start any token", "文字不能以这个符号开头", "整句加引号"),
    ("expected ',' or ']'", "方括号里缺逗号，或没有合上", "各项用半角逗号隔开，最后写 ]"),
    ("expected ',' or '}'", "花括号里缺逗号，或没有合上", "各项用半角逗号隔开，最后写 }"),
    ("unexpected end of stream", "引号没有合上", "在句尾补上同样的引号"),
    ("unknown escape character", "双引号里的 \\ 后面不能是这个字", "改用单引号，或写成 \\\\"),
    ("expected escape sequence", "双引号里的 \\ 后面写得不全", "改用单引号，或写成 \\\\"),
    ("sequence entries are not allowed", "这里不能出现「- 」", "列表另起一行，缩进比上面的键多两格"),
    ("chomping or indentation indicators", "「|」或「>」后面不能接着写字", "文字另起一行，缩进两格"),
    ("expected <block end>", "缩进没有对齐，或上一行没有写完", "同一层的键从同一列开始"),
    ("unexpected document separator", "引号里不能有单独一行 ---", "给这一行加缩进"),
    ("did not find expected <document start>", "这里不再是同一份内容", "缩进对齐，键写在同一列"),
    ("expected the node content", "这里少了内容", "补上，或删掉多余的逗号"),
    ("expected alphabetic or numeric", "* 和 & 在 YAML 里有别的用处", "以它开头的文字整句加引号"),
    ("found undefined tag handle", "! 在 YAML 里有别的用处", "以它开头的文字整句加引号"),
    ("while scanning a directive", "% 在 YAML 里有别的用处", "以它开头的文字整句加引号"),
)


def full_width_colons(source: Source, problems: Problems) -> bool:
    """Tells every `key：` outside long texts; whether there was one."""
    found = False
    deeper = -1  # inside a block text: every line indented deeper than this belongs to it
    for line, start in zip(source.text.split("\n"), source.starts, strict=True):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or (0 <= deeper < indent):
            continue
        deeper = indent if BLOCK.search(line) else -1
        if match := COLON.match(line):
            found = True
            place = source.at(start + match.start(2))
            remedy = f"写成半角冒号加空格：{match.group(1)}: …"
            problems.add("full-width-colon", place, f"{match.group(1)} 后面的冒号是全角的", remedy)
    return found


def explain(source: Source, offset: int, error: Exception, problems: Problems) -> None:
    """Tells one syntax error; the place is where reading stopped, or the last character before it."""
    said = str(error)
    while offset > 0 and (offset >= len(source.text) or source.text[offset] == "\n"):
        offset -= 1
    line_start = source.text.rfind("\n", 0, offset) + 1
    line = source.text[line_start : source.text.find("\n", offset) if "\n" in source.text[offset:] else None]
    message, remedy = next(
        ((meaning, cure) for sign, meaning, cure in MISTAKES if sign in said),
        ("这里的写法读不懂", "看看上一行有没有写完，引号和括号有没有合上"),
    )
    if "{{" in line and not re.search(r"[\"'][^\"']*\{\{", line):
        message, remedy = "带 {{ }} 的文字没有加引号", "整句加引号"
    elif wide := FULL_WIDTH.search(line):
        remedy += f"；这一行有全角的「{wide.group()}」，YAML 的符号要用半角"
    problems.add("syntax", source.at(offset), message, remedy)

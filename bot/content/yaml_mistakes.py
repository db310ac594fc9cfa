"""What PyYAML's complaints mean to an editor: the place, what is wrong in Chinese, what to type instead."""

from __future__ import annotations

import re

from bot.content.nodes import Source
from bot.content.problems import Problems

COLON = re.compile(r"^ *(?:- +)*[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']? *(：)")
UNFINISHED = re.compile(r"^ *(?:- +)*(?P<key>[A-Za-z_][A-Za-z0-9_]*)(?:(?P<colon>:)\S|(?![A-Za-z0-9_:]))")
BLOCK = re.compile(r"(?:^|[:\-] )[ ]*[|>][+\-0-9]{0,2} *(?:#.*)?$")
FULL_WIDTH = re.compile("[：，｛｝［］“”‘’－＃　]")

EXPLAINS = frozenset(
    {"tab", "syntax", "wrong-shape", "bad-character"}
)  # what these say of a line explains why reading stops
NOWHERE = (0, 0)

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
    ("expected a comment or a line break", "「|」或「>」后面不能接着写字", "文字另起一行，缩进两格"),
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


def explain(
    source: Source, offset: int, error: Exception, problems: Problems, quoted: tuple[int, int] = NOWHERE
) -> None:
    """Tells one syntax error where an editor has to type, which is often above the place where reading stopped; `quoted` is the
    text in quotes that was read last. What a mistake told already explains is not told again."""
    said = str(error)
    while offset > 0 and (offset >= len(source.text) or source.text[offset] == "\n"):
        offset -= 1
    line = source.at(offset).line
    if any(p.file == source.file and p.line in {line - 1, line} and p.code in EXPLAINS for p in problems):
        return
    cause = opening_of(source, offset, error, quoted) or line_above(source, offset, said)
    place, message, remedy = cause or (offset, *meaning_of(source, offset, said))
    problems.add("syntax", source.at(place), message, remedy)


def meaning_of(source: Source, offset: int, said: str) -> tuple[str, str]:
    """What is wrong at the place where reading stopped, and the remedy."""
    line_start = source.text.rfind("\n", 0, offset) + 1
    line = source.text[line_start : source.text.find("\n", offset) if "\n" in source.text[offset:] else None]
    message, remedy = next(
        ((meaning, cure) for sign, meaning, cure in MISTAKES if sign in said),
        ("这里的写法读不懂", "看看上一行有没有写完，引号和括号有没有合上"),
    )
    if "{{" in line and not re.search(r"[\"'][^\"']*\{\{", line):
        return "带 {{ }} 的文字没有加引号", "整句加引号"
    if wide := FULL_WIDTH.search(line):
        remedy += f"；这一行有全角的「{wide.group()}」，YAML 的符号要用半角"
    return message, remedy


def opening_of(source: Source, offset: int, error: Exception, quoted: tuple[int, int]) -> tuple[int, str, str] | None:
    """The quote or bracket that was opened further up and not closed there; None where that is not what is wrong."""
    said, began = str(error), getattr(error, "context_mark", None)
    stopped = source.at(offset).line
    if "while scanning a quoted scalar" in said and "end of stream" in said and began is not None:
        return began.index, "引号从这里开始，后面没有合上", "在这一句的句尾补上同样的引号"
    if "could not find expected ':'" in said and began is not None:
        return began.index, "这一行少了冒号", "键后面写半角冒号和一个空格"
    start, end = quoted
    if "expected <block end>" in said and start < end and not source.text[end:offset].strip():
        if source.at(start).line < source.at(end - 1).line:
            return start, f"引号从这里开始，到第 {source.at(end - 1).line} 行才合上", "在这一句的句尾补上同样的引号"
        return end - 1, "引号在这里就合上了，后面还有字", "文字里的引号写成「」；或去掉，整句只留两头的一对"
    flow = "while parsing a flow" in said
    if flow and began is not None and source.at(began.index).line < stopped:
        bracket = source.text[began.index]
        what, close = ("方括号", "]") if bracket == "[" else ("花括号", "}")
        return began.index, f"{what}从这里开始，这一行里没有合上", f"在这一行最后补上 {close}"
    return None


def line_above(source: Source, offset: int, said: str) -> tuple[int, str, str] | None:
    """The line above, where its key lacks the colon or the space behind it: the next line then seems to have one too many."""
    start = source.text.rfind("\n", 0, offset) + 1
    if "mapping values are not allowed" not in said or ": " in source.text[start:offset]:
        return None
    above = source.text[:start].rstrip()
    begins = above.rfind("\n") + 1
    found = UNFINISHED.match(above[begins:])
    if found is None:
        return None
    key = found.group("key")
    what = "后面的冒号少了一个空格" if found.group("colon") else "后面少了冒号"
    return begins + found.start("key"), f"{key} {what}", f"写成 {key}: …"

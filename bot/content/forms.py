"""A form is a table read key by key: what is unknown, missing or of another shape is told, with a remedy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from bot.content.nodes import Node, Rows, Scalar, Table
from bot.content.problems import Problems, nearest
from bot.content.writing import At, Word
from bot.content.yaml_mistakes import FULL_WIDTH

ID = re.compile(r"[a-z][a-z0-9_]{0,23}")
DURATION = re.compile(r"(\d{1,4})\s*(天|小时|分钟|周|d|h|m|w)")
UNITS = {"天": "days", "小时": "hours", "分钟": "minutes", "周": "weeks"}
UNITS |= {"d": "days", "h": "hours", "m": "minutes", "w": "weeks"}


class Form:
    """One table of a kind (`what`: 步骤, 槽 …) with the keys that it may have."""

    def __init__(self, table: Table, keys: Collection[str], what: str, problems: Problems) -> None:
        self.node = table
        self.what = what
        self.problems = problems
        for key, _ in table.items:
            if key.text not in keys:
                wide = FULL_WIDTH.search(key.text)
                remedy = nearest(key.text, keys) or f"{what}里可写 {'、'.join(keys)}"
                remedy = f"这里的「{wide.group()}」是全角的，YAML 的符号要用半角" if wide else remedy
                problems.add("unknown-key", key.at, f"{what}里没有「{key.text}」这个键", remedy)

    @property
    def at(self) -> At:
        return self.node.at

    def raw(self, key: str, *, required: bool = False) -> Node | None:
        """The value of a key; nothing written counts as missing."""
        value = self.node.get(key)
        if value is None or (isinstance(value, Scalar) and value.empty):
            if required or value is not None:
                named = self.node.key(key)
                place = named.at if named else self.node.at
                self.problems.add("missing-key", place, f"{self.what}缺少 {key}", f"补上 {key}: …")
            return None
        return value

    def scalar(self, key: str, *, required: bool = False) -> Scalar | None:
        value = self.raw(key, required=required)
        return None if value is None else scalar(value, key, self.problems)

    def word(self, key: str, *, required: bool = False) -> Word | None:
        found = self.scalar(key, required=required)
        return found.word if found else None

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        found = self.scalar(key, required=required)
        return found.text.strip() if found else default

    def identifier(self, key: str, *, required: bool = False) -> Word | None:
        """A name by the rules of names."""
        word = self.word(key, required=required)
        return word if word and is_id(word, self.problems) else None

    def flag(self, key: str, default: bool = False) -> bool:
        found = self.scalar(key)
        if found is None:
            return default
        if found.text not in {"true", "false"}:
            message = f"{key} 只能是 true 或 false，这里是「{found.text}」"
            self.problems.add("bad-value", found.at, message, "要就写 true，不要就删掉这一行")
            return default
        return found.text == "true"

    def number(self, key: str, low: int, high: int, *, required: bool = False) -> int | None:
        found = self.scalar(key, required=required)
        if found is None:
            return None
        if not re.fullmatch(r"-?\d{1,9}", found.text, re.ASCII) or not low <= int(found.text) <= high:
            message = f"{key} 要是 {low} 到 {high} 的整数，这里是「{found.text}」"
            self.problems.add("bad-value", found.at, message, "用阿拉伯数字")
            return None
        return int(found.text)

    def one_of(self, key: str, values: Collection[str], default: str = "", *, required: bool = False) -> str:
        found = self.scalar(key, required=required)
        if found is None:
            return default
        if found.text not in values:
            remedy = nearest(found.text, values) or f"可写 {'、'.join(values)}"
            self.problems.add("bad-value", found.at, f"{key} 不能是「{found.text}」", remedy)
            return default
        return found.text

    def date(self, key: str, *, required: bool = False) -> dt.date | None:
        found = self.scalar(key, required=required)
        if found is None:
            return None
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", found.text, re.ASCII):
                return dt.date.fromisoformat(found.text)
        except ValueError:
            pass
        self.problems.add("bad-value", found.at, f"{key} 不是日期：「{found.text}」", "写成 2026-11-20")
        return None

    def words(self, key: str) -> tuple[Word, ...]:
        """A list of texts; one text stands for a list of one."""
        value = self.raw(key)
        return () if value is None else words(value, key, self.problems)

    def table(self, key: str, *, required: bool = False) -> Table | None:
        value = self.raw(key, required=required)
        return None if value is None else table(value, key, self.problems)


def scalar(node: Node, what: str, problems: Problems) -> Scalar | None:
    """The node as a text, or None (told)."""
    if isinstance(node, Scalar):
        return node
    shape = "一个列表" if isinstance(node, Rows) else "一组「键: 值」"
    remedy = "以 {{ 开头的文字要整句加引号" if _braces(node) else "直接写在冒号后面"
    problems.add("wrong-shape", node.at, f"{what.strip()} 要一段文字，这里是{shape}", remedy)
    return None


def table(node: Node, what: str, problems: Problems) -> Table | None:
    """The node as keys and values, or None (told)."""
    if isinstance(node, Table):
        return node
    shape = "一个列表" if isinstance(node, Rows) else "一段文字"
    problems.add("wrong-shape", node.at, f"{what.strip()} 要一组「键: 值」，这里是{shape}", "每行写一个「键: 值」")
    return None


def rows(node: Node, what: str, problems: Problems) -> Rows | None:
    """The node as a list, or None (told)."""
    if isinstance(node, Rows):
        return node
    shape = "一段文字" if isinstance(node, Scalar) else "一组「键: 值」"
    problems.add(
        "wrong-shape", node.at, f"{what.strip()} 要一个列表，这里是{shape}", "写成 [甲, 乙]，或每行以「- 」开头"
    )
    return None


def words(node: Node, what: str, problems: Problems) -> tuple[Word, ...]:
    """The node as a list of texts; one text stands for a list of one."""
    if isinstance(node, Scalar):
        return (node.word,)
    listed = rows(node, what, problems)
    found = [scalar(item, what, problems) for item in listed or ()]
    for item in found:
        if item is not None and not item.text.strip():
            problems.add("empty-text", item.at, f"{what} 里有一项是空的", "补上，或删掉这一项")
    return tuple(item.word for item in found if item is not None and item.text.strip())


def is_id(word: Word, problems: Problems) -> bool:
    """Whether a word follows the rules of names; told when not."""
    if ID.fullmatch(word.text):
        return True
    remedy = "只用小写英文字母、数字、下划线，字母开头，最多 24 个字符"
    problems.add("bad-id", word.at, f"「{word.text}」不能当名字", remedy)
    return False


def duration(text: str) -> dt.timedelta | None:
    """12 小时, 3 天, 30 分钟, 2 周 (or 12h, 3d, 30m, 2w); None for anything else."""
    found = DURATION.fullmatch(text.strip())
    return dt.timedelta(**{UNITS[found.group(2)]: int(found.group(1))}) if found else None


def _braces(node: Node) -> bool:
    return isinstance(node, Table) and any(isinstance(value, Scalar) and value.empty for _, value in node.items)

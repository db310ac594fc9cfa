"""YAML is read as positioned nodes, strictly: everything odd is a problem with its place, never an exception.

PyYAML's pure-Python parser gives the events (its C twin dies of deep nesting); nothing is resolved or
constructed, so `no`, `010` and `8:30` stay what was typed. Aliases, anchors, tags, merge keys, doubled keys
and second documents are refused, each at its place, and reading goes on behind them.
"""

from __future__ import annotations

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from bot.content.characters import UNWANTED, decode, describe
from bot.content.nodes import Node, Rows, Scalar, Source, Table
from bot.content.problems import Problems
from bot.content.writing import At
from bot.content.yaml_mistakes import NOWHERE, explain, full_width_colons

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24
MAX_NODES = 20_000
MAX_SCALAR = 20_000


class _TooMuch(Exception):
    """The file is too deep or too large to go on; the problem is already told."""


def read(file: str, data: bytes, problems: Problems) -> Table | None:
    """The top mapping of a YAML file, or None where there is none; all that is wrong is told."""
    if len(data) > MAX_BYTES:
        place = Source.of(file, "").at(0)
        problems.add("too-big", place, f"文件有 {len(data) // 1024} KB，最多 {MAX_BYTES // 1024} KB", "分成几个文件")
        return None
    source = decode(file, data, problems)
    if source is None:
        return None
    colons = full_width_colons(source, problems)
    top = _Reader(source, problems, quiet=colons).document()
    if isinstance(top, Table):
        return top
    if top is not None and not colons:
        problems.add("not-a-mapping", source.at(0), "文件最外层要是「键: 值」", "第一行例如 flow: 名字")
    return None


class _Reader:
    """Walks the events of one document; `quiet` keeps back a syntax error that a told mistake explains."""

    def __init__(self, source: Source, problems: Problems, quiet: bool) -> None:
        self.source = source
        self.problems = problems
        self.quiet = quiet
        self.nodes = 0
        self.quoted = NOWHERE  # the text in quotes that was read last
        self.loader = yaml.SafeLoader("")

    def document(self) -> Node | None:
        """The one document of the file; None where it cannot be read (told)."""
        try:
            self.loader = yaml.SafeLoader(self.source.text)
            return self._document()
        except _TooMuch:
            return None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if not self.quiet:
                explain(self.source, mark.index if mark else 0, error, self.problems, self.quoted)
        except Exception as error:  # PyYAML raises ValueError, OverflowError, IndexError … on hostile files
            explain(self.source, getattr(self.loader, "index", 0), error, self.problems)
        return None

    def _document(self) -> Node | None:
        self._next()  # the start of the stream
        first = self._next()
        if isinstance(first, StreamEndEvent):
            self.problems.add("not-a-mapping", self.source.at(0), "文件是空的", "至少写一个「键: 值」")
            return None
        assert isinstance(first, DocumentStartEvent)
        if first.version or first.tags:
            self._refuse("alias", first, "不用 %YAML、%TAG 这样的指令", "删掉这一行")
        top = self._node(self._next(), 1)
        self._next()  # the end of the document
        after = self._next()
        if not isinstance(after, StreamEndEvent):
            self._refuse("syntax", after, "一个文件里只能有一份内容", "删掉 --- 以下，或另开一个文件")
        return top

    def _next(self) -> Event:
        event: Event = self.loader.get_event()  # type: ignore[no-untyped-call]  # the stubs leave it bare
        return event

    def _node(self, event: Event, depth: int) -> Node:
        self._bounds(event, depth)
        if isinstance(event, AliasEvent):
            self._refuse("alias", event, f"不用别名 *{event.anchor}", "把内容再写一遍，或用 {card: 名字}")
            return Scalar("", self.source, *_span(event), '"')
        if anchor := getattr(event, "anchor", None):
            self._refuse("alias", event, f"不用锚点 &{anchor}", "删掉 & 和它后面的名字")
        if tag := getattr(event, "tag", None):
            self._refuse("alias", event, f"不用标签 {_tag(tag)}", "删掉 ! 和它后面的名字；以 ! 开头的文字要加引号")
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, SequenceStartEvent):
            return self._rows(event, depth)
        assert isinstance(event, MappingStartEvent)
        return self._table(event, depth)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        start, end = _span(event)
        scalar = Scalar(event.value, self.source, start, end, event.style or "")
        if scalar.style in {"'", '"'}:
            self.quoted = start, end
        if scalar.style == '"' and (found := UNWANTED.search(event.value)):
            what = f"转义写出了{describe(found.group())}"
            self.problems.add("bad-character", scalar.place(found.start()), what, "删掉它")
        return scalar

    def _rows(self, start: Event, depth: int) -> Rows:
        items: list[Node] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Rows(tuple(items), self._at(start))

    def _table(self, start: Event, depth: int) -> Table:
        items: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, Scalar):
                remedy = "以 {{ 开头的文字要整句加引号" if isinstance(key, Table) else "键只能是一个词"
                self.problems.add("wrong-shape", key.at, "键要是一个词，这里是一组内容", remedy)
            elif key.empty or "\u3000" in key.text:
                message = "键里有全角空格" if key.text else "冒号前面没有键"
                self.problems.add("syntax", key.at, message, "键写在行首，缩进用半角空格")
            elif key.text == "<<" and not key.style:
                self.problems.add("alias", key.at, "不用合并键 <<", "把内容再写一遍")
            elif key.text in items:
                line = items[key.text][0].at.line
                self.problems.add("duplicate-key", key.at, f"键 {key.text} 在第 {line} 行已经写过", "留一个")
            else:
                items[key.text] = (key, value)
        return Table(tuple(items.values()), self._at(start))

    def _bounds(self, event: Event, depth: int) -> None:
        self.nodes += 1
        if depth > MAX_DEPTH:
            self._refuse("too-big", event, f"套得太深，最多 {MAX_DEPTH} 层", "拆成几个步骤")
        elif self.nodes > MAX_NODES:
            self._refuse("too-big", event, f"内容太多，最多 {MAX_NODES} 项", "分成几个文件")
        elif isinstance(event, ScalarEvent) and len(event.value) > MAX_SCALAR:
            self._refuse("too-big", event, f"一段文字最多 {MAX_SCALAR} 个字", "长文放到 templates/ 里，分成几份")
        else:
            return
        raise _TooMuch

    def _at(self, event: Event) -> At:
        start, end = _span(event)
        return self.source.at(start, end - start)

    def _refuse(self, code: str, event: Event, message: str, remedy: str) -> None:
        self.problems.add(code, self._at(event), message, remedy)


def _span(event: Event) -> tuple[int, int]:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")

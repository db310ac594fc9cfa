"""Texts become parts: fixed characters, values to print, `if` and `for`; all else of Jinja is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from jinja2 import nodes
from msgspec import Struct, field

from bot.content.expression_reader import GRAMMAR, ExpressionReader, tell
from bot.content.grammar import Mistake, Place
from bot.content.literals import literals
from bot.content.nodes import Scalar, Source
from bot.content.problems import Problems, nearest
from bot.content.writing import OPERATOR, At, Expr, Filter, For, If, Part, Put, Raw, Writing, walk
from bot.engine.values import SlotType

MAX_BLOCKS = 8  # `if` and `for` inside each other
MAX_LOOPS = 2
FILTERS: Mapping[str, tuple[int, int]] = {  # how many texts each takes
    "money": (0, 0),
    "days": (0, 0),
    "date": (0, 0),
    "weekday": (0, 0),
    "label": (0, 0),
    "rate": (0, 0),
    "or_else": (1, 1),
    "join": (0, 1),
}
OLD_HABITS = {"default": "or_else", "d": "or_else", "round": "money", "int": "money", "format": "money"}
REFUSED: Mapping[type[nodes.Node], str] = {
    nodes.Include: "{% include %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% from %}",
    nodes.Extends: "{% extends %}",
    nodes.Block: "{% block %}",
    nodes.Macro: "{% macro %}",
    nodes.CallBlock: "{% call %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.Assign: "{% set %}",
    nodes.AssignBlock: "{% set %}",
    nodes.With: "{% with %}",
    nodes.Scope: "{% autoescape %}",
}
SLIPS = re.compile(r"｛｛|｝｝|｛%|%｝|(?<!\{)\{ ?[a-z_]+(?:\.[a-z_]+)* ?\}(?!\})")
STRAY = re.compile(r"\}\}|%\}|#\}")
OPENED = re.compile("[「『“‘\"'][^」』”’\"']*$")


class Scope(Struct, frozen=True):
    """What texts may name: types of slots, fields of every fact, and the facts that may not be quoted."""

    types: Mapping[str, SlotType] = field(default_factory=dict)
    facts: Mapping[str, Collection[str]] = field(default_factory=dict)
    not_quotable: Collection[str] = ()
    hidden: Collection[str] = ()  # facts that may never be shown
    whom: Collection[str] = ()  # names and numbers of hotlines and organisations


class TemplateReader:
    """Converts one syntax tree; a mistake inside one place is told and that place left out."""

    def __init__(self, place: Place, scope: Scope, problems: Problems) -> None:
        self.place = place
        self.scope = scope
        self.problems = problems

    def parts(self, body: list[nodes.Node], blocks: int = 0, loops: int = 0) -> tuple[Part, ...]:
        found: list[Part] = []
        for node in body:
            try:
                found.extend(self._part(node, blocks, loops))
            except Mistake as mistake:
                tell(mistake, self.place, self.problems)
        return tuple(found)

    def _part(self, node: nodes.Node, blocks: int, loops: int) -> list[Part]:
        match node:
            case nodes.Output():
                return [part for child in node.nodes if (part := self._output(child)) is not None]
            case nodes.If():
                return [self._if(node, self._deeper(node, blocks), loops)]
            case nodes.For():
                return [self._for(node, self._deeper(node, blocks), loops + 1)]
        what = REFUSED.get(type(node), "这样的 {% %}")
        raise Mistake("not-allowed", node.lineno, f"文字里不用 {what}", "只有 {{ }}、{% if %} 和 {% for %}")

    def _deeper(self, node: nodes.Node, blocks: int) -> int:
        if blocks >= MAX_BLOCKS:
            raise Mistake("not-allowed", node.lineno, f"套得太深，最多 {MAX_BLOCKS} 层", "拆成几个步骤")
        return blocks + 1

    def _output(self, node: nodes.Expr) -> Part | None:
        if isinstance(node, nodes.TemplateData):
            if stray := STRAY.search(node.data):
                place = self.place(node.lineno + stray.start(), 2)
                remedy = "前面少了开头的 {{ 或 {%，或这里多写了"
                self.problems.add("bad-template", place, f"这里单独有一个 {stray.group()}", remedy)
            for slip in SLIPS.finditer(node.data):
                self._slip(slip, node.lineno)
            tell_literals(node.data, node.lineno, self.place, self.problems)
            return Raw(node.data, self.place(node.lineno, len(node.data)))
        try:
            return self._put(node)
        except Mistake as mistake:
            tell(mistake, self.place, self.problems)
            return None

    def _slip(self, slip: re.Match[str], start: int) -> None:
        """Braces that are no braces to Jinja would be printed to the borrower as they stand."""
        wide = slip.group()[0] in "｛｝%"
        message = f"这里的 {slip.group()} 是全角的" if wide else "这里只有一个大括号"
        remedy = "写成半角：{{ 槽 }}、{% if %}" if wide else f"写成两个：{{{{ {slip.group().strip('{ }')} }}}}"
        place = self.place(start + slip.start(), len(slip.group()))
        self.problems.add("bad-template", place, f"{message}，会原样印给人看", remedy)

    def _put(self, node: nodes.Expr) -> Put:
        filters: list[Filter] = []
        inner: nodes.Expr = node
        while isinstance(inner, nodes.Filter):
            filters.insert(0, self._filter(inner))
            assert inner.node is not None
            inner = inner.node
        value = self._expression(inner)  # first: it refuses what is too deep to be looked through
        if not isinstance(inner, nodes.Name) and next(inner.find_all((nodes.Name, nodes.Call)), None) is None:
            raise Mistake("not-allowed", inner.lineno, "{{ }} 里只有一个固定的值", "直接写在文字里")
        return Put(value, tuple(filters), value.at)

    def _filter(self, node: nodes.Filter) -> Filter:
        if node.name not in FILTERS:
            remedy = f"用 {OLD_HABITS[node.name]}" if node.name in OLD_HABITS else nearest(node.name, FILTERS)
            remedy = remedy or f"只有 {'、'.join(FILTERS)}"
            message = f"没有过滤器 {node.name}"
            raise Mistake("unknown-filter", node.lineno, message, remedy, len(node.name))
        least, most = FILTERS[node.name]
        texts = [a.value for a in node.args if isinstance(a, nodes.Const) and isinstance(a.value, str)]
        bare = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if not bare or len(texts) != len(node.args) or not least <= len(texts) <= most:
            remedy = "or_else('还没填')、join('、')；其余不带括号"
            message = f"过滤器 {node.name} 的括号里写得不对"
            raise Mistake("unknown-filter", node.lineno, message, remedy, len(node.name))
        for text in texts:
            tell_literals(text, node.lineno + len(node.name) + 2, self.place, self.problems)
        return Filter(node.name, texts[0] if texts else None, self.place(node.lineno, len(node.name)))

    def _if(self, node: nodes.If, blocks: int, loops: int) -> If:
        branches = []
        for branch in (node, *node.elif_):
            body = self.parts(branch.body, blocks, loops)
            try:
                assert isinstance(branch.test, nodes.Expr)
                branches.append((self._expression(branch.test), body))
            except Mistake as mistake:
                tell(mistake, self.place, self.problems)
        otherwise = self.parts(node.else_, blocks, loops)
        return If(tuple(branches), otherwise, self.place(node.lineno, 2))

    def _for(self, node: nodes.For, blocks: int, loops: int) -> For:
        if loops > MAX_LOOPS:
            message = f"循环最多套 {MAX_LOOPS} 层"
            raise Mistake("not-allowed", node.lineno, message, "拆成两段", 3)
        if node.test is not None or node.recursive:
            raise Mistake("not-allowed", node.lineno, "for 里不能加 if 或 recursive", "在里面写 {% if %}", 3)
        if not (isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name)):
            message, remedy = "for 只能走一个列表", "例如 {% for item in debts %}"
            raise Mistake("not-allowed", node.lineno, message, remedy, 3)
        reader = self._reader()
        item, source = reader.path(node.target), reader.path(node.iter)
        if item.text in {"loop", "fact", "operator"}:
            raise Mistake("not-allowed", node.target.lineno, f"{item} 另有用处", "换一个名字", len(item.text))
        body = self.parts(node.body, blocks, loops)
        otherwise = self.parts(node.else_, blocks, loops)
        return For(item, source, body, otherwise, self.place(node.lineno, 3))

    def _expression(self, node: nodes.Expr) -> Expr:
        expr = self._reader().read("", node)
        for name in expr.names:
            self._known(name.text, name.at)
        return expr

    def _reader(self) -> ExpressionReader:
        return ExpressionReader(self.place, self.scope.types, in_text=True)

    def _known(self, path: str, at: At) -> None:
        """Facts and the operator are known here; slots are the checks' business."""
        head, _, rest = path.partition(".")
        if head == "operator" and rest not in OPERATOR:
            remedy = nearest(rest, OPERATOR) or "只有 operator.name 和 operator.contact"
            self.problems.add("unknown-fact", at, f"运营者没有 {rest or '这'} 这一项", remedy)
        if head != "fact":
            return
        fact, _, item = rest.partition(".")
        if fact not in self.scope.facts:
            remedy = nearest(fact, self.scope.facts) or "先在 flows/facts 里写这条事实"
            self.problems.add("unknown-fact", at, f"没有事实 {fact}", remedy)
        elif item not in self.scope.facts[fact]:
            remedy = nearest(item, self.scope.facts[fact]) or f"它有 {'、'.join(self.scope.facts[fact])}"
            message = f"事实 {fact} 没有 {item} 这一项" if item else f"没有写明要事实 {fact} 的哪一项"
            self.problems.add("unknown-fact", at, message, remedy)
        elif fact in self.scope.hidden:
            message = f"事实 {fact} 不能展示，这里会换成替代的说法"
            self.problems.add("fact-hidden", at, message, "补来源、核对后改 display 和 confidence，或换一条事实")


def read_writing(
    text: str, place: Place, role: str, scope: Scope, problems: Problems, *, extra: Collection[str] = ()
) -> Writing | None:
    """One text with its parts; None where its grammar is broken (told). Literal numbers are told too."""
    whole = place(0, max(1, len(text)))
    try:
        tree = GRAMMAR.template(text)
    except Mistake as mistake:
        tell(mistake, place, problems)
        return None
    parts = TemplateReader(place, scope, problems).parts(tree.body)
    _tell_quotes(parts, scope, problems)
    return Writing(text, whole, parts, role, frozenset(extra))


def read_text(
    scalar: Scalar, role: str, scope: Scope, problems: Problems, *, extra: Collection[str] = ()
) -> Writing | None:
    """The text of one YAML scalar."""
    return read_writing(scalar.text, scalar.place, role, scope, problems, extra=extra)


def part_of(source: Source, start: int) -> Place:
    """Places in a template file, for a text that begins at `start`."""

    def place(offset: int, width: int) -> At:
        return source.at(start + offset, width)

    return place


def tell_literals(text: str, start: int, place: Place, problems: Problems) -> None:
    """Telephone numbers, percentages and addresses that are typed instead of named."""
    for found in literals(text):
        problems.add(found.code, place(start + found.start, found.width), found.message, found.remedy)


def _tell_quotes(parts: tuple[Part, ...], scope: Scope, problems: Problems) -> None:
    """A law that may only be paraphrased must not stand between quotation marks."""
    before = ""
    for part in walk(parts):
        if isinstance(part, Raw):
            before = part.text
        elif isinstance(part, Put) and OPENED.search(before):
            for name in part.value.names:
                pieces = name.text.split(".")
                if pieces[0] == "fact" and pieces[-1] == "text" and pieces[1] in scope.not_quotable:
                    remedy = "去掉引号，用自己的话转述，或用 .plain"
                    problems.add("fact-quoted", name.at, f"事实 {pieces[1]} 只能转述，不能加引号", remedy)

"""Conditions become data: Jinja's syntax tree, node by allowed node, into the engine's expressions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from jinja2 import nodes

from bot.content.grammar import Grammar, Mistake, Place
from bot.content.nodes import Scalar
from bot.content.problems import Problems, nearest
from bot.content.writing import At, Expr, Word
from bot.engine import expressions as ex
from bot.engine.signatures import SIGNATURES
from bot.engine.values import SlotType, Value

GRAMMAR = Grammar()
MAX_DEPTH = 30  # of one expression; the engine walks it by recursion
NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")
COMPARE = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
ARITHMETIC: Mapping[type[nodes.BinExpr], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
}
REMEDIES: Mapping[type[nodes.Node], tuple[str, str]] = {
    nodes.Pow: ("这里不用乘方 **", "写成连乘"),
    nodes.Concat: ("这里不用 ~ 拼接", "文字和 {{ }} 挨着写就行"),
    nodes.CondExpr: ("这里不用 … if … else …", "文字里用 {% if %}，去向用 next 的 when"),
    nodes.Getitem: ("这里不用方括号取值", "当前那家的字段写 debt.字段"),
    nodes.Dict: ("这里不用花括号", "只写比较和 and、or、not"),
    nodes.List: ("方括号只能写在 in 后面", "例如 situation in ['court', 'talk']"),
    nodes.Tuple: ("这里不用逗号", "一次只写一个值；并且写 and"),
    nodes.Filter: ("过滤器只能写在 {{ }} 的最后", "要先算再排版，就给算式加括号：(a - b) | money"),
}


class ExpressionReader:
    """Converts one syntax tree; `types` lets constants take the type of what they are compared with."""

    def __init__(self, place: Place, types: Mapping[str, SlotType], in_text: bool = False) -> None:
        self.place = place
        self.types = types
        self.in_text = in_text
        self.names: list[Word] = []
        self.spots: dict[int, At] = {}

    def read(self, source: str, tree: nodes.Expr) -> Expr:
        """The expression with its places; raises `Mistake`."""
        converted = self._node(tree, 0)
        return Expr(source, self.place(tree.lineno, 1), converted, tuple(self.names), self.spots)

    def _node(self, node: nodes.Expr, depth: int) -> ex.Expression:
        if depth > MAX_DEPTH:
            raise Mistake("not-allowed", node.lineno, f"套得太深，最多 {MAX_DEPTH} 层", "拆成几条")
        made, width = self._made(node, depth + 1)
        self.spots[id(made)] = self.place(node.lineno, width)
        return made

    def _made(self, node: nodes.Expr, depth: int) -> tuple[ex.Expression, int]:
        match node:
            case nodes.Const():
                return self._constant(node)
            case nodes.Name() | nodes.Getattr():
                word = self.path(node)
                return ex.Name(word.text), len(word.text)
            case nodes.Compare():
                return self._compare(node, depth), 1
            case nodes.And():
                return ex.And(self._node(node.left, depth), self._node(node.right, depth)), 1
            case nodes.Or():
                return ex.Or(self._node(node.left, depth), self._node(node.right, depth)), 1
            case nodes.Not():
                return ex.Not(self._node(node.node, depth)), 3
            case nodes.Neg():
                return ex.Negative(self._node(node.node, depth)), 1
            case nodes.Test():
                return self._test(node), 2
            case nodes.Call():
                return self._call(node, depth)
            case nodes.BinExpr() if type(node) in ARITHMETIC:
                left, right = self._node(node.left, depth), self._node(node.right, depth)
                if any(isinstance(s, ex.Literal) and isinstance(s.value, str) for s in (left, right)):
                    raise Mistake("not-allowed", node.lineno, "文字不能拿来算", "只有数字和日期可以加减乘除")
                return ex.Arithmetic(ARITHMETIC[type(node)], left, right), 1
            case _:
                message, remedy = REMEDIES.get(
                    type(node), ("这种写法不能用", "只有比较、in、and、or、not、加减乘除和几个函数")
                )
                raise Mistake("not-allowed", node.lineno, message, remedy)

    def _constant(self, node: nodes.Const) -> tuple[ex.Expression, int]:
        value = node.value
        if value is None:
            raise Mistake("not-allowed", node.lineno, "没有 none 这个值", "写 is not known", 4)
        assert isinstance(value, (bool, int, Decimal, str))
        return ex.Literal(value), len(str(value)) + (2 if isinstance(value, str) else 0)

    def path(self, node: nodes.Expr) -> Word:
        """`slot`, `alias.field`, and in texts `fact.id.field`; raises `Mistake` for anything else."""
        parts: list[str] = []
        inner = node
        while isinstance(inner, nodes.Getattr):
            parts.append(inner.attr)
            inner = inner.node
        if not isinstance(inner, nodes.Name):
            raise Mistake("not-allowed", node.lineno, "点号前面只能是名字", "当前那家的字段写 debt.字段")
        parts.append(inner.name)
        text = ".".join(reversed(parts))
        most = 3 if self.in_text and inner.name == "fact" else 2
        bad = next((p for p in parts if not NAME.fullmatch(p)), "")
        if bad or len(parts) > most or (inner.name in {"fact", "operator"} and not self.in_text):
            message = f"「{bad}」不能当名字" if bad else f"这里不能写 {text}"
            remedy = "名字只用小写英文字母、数字、下划线" if bad else "只有槽、debt.字段；事实只能写在文字里"
            raise Mistake("not-allowed", inner.lineno, message, remedy, len(text))
        word = Word(text, self.place(inner.lineno, len(text)))
        self.names.append(word)
        return word

    def _compare(self, node: nodes.Compare, depth: int) -> ex.Expression:
        if len(node.ops) > 1:
            raise Mistake("not-allowed", node.expr.lineno, "不能连着比", "拆成两个，中间写 and")
        operand = node.ops[0]
        if operand.op in {"in", "notin"}:
            inside = self._in(node.expr, operand.expr, depth)
            return ex.Not(inside) if operand.op == "notin" else inside
        left, right = self._node(node.expr, depth), self._node(operand.expr, depth)
        return ex.Compare(COMPARE[operand.op], self._fit(left, right), self._fit(right, left))

    def _in(self, element: nodes.Expr, whole: nodes.Expr, depth: int) -> ex.Expression:
        left = self._node(element, depth)
        if isinstance(whole, (nodes.List, nodes.Tuple)):
            return ex.In(left, tuple(self._fit(self._node(item, depth), left) for item in whole.items))
        if isinstance(whole, (nodes.Name, nodes.Getattr)):
            return ex.Contains(left, self.path(whole).text)
        raise Mistake("not-allowed", whole.lineno, "in 后面要一组值或多选的槽", "例如 in ['court', 'talk']")

    def _fit(self, side: ex.Expression, other: ex.Expression) -> ex.Expression:
        """A constant as the type of the slot that it is compared with: `'yes'` is true for a yes/no slot."""
        if not isinstance(side, ex.Literal) or not isinstance(other, ex.Name):
            return side
        fitted = ex.Literal(constant(side.value, self.types.get(other.path)))
        self.spots[id(fitted)] = self.spots[id(side)]
        return fitted

    def _test(self, node: nodes.Test) -> ex.Expression:
        if node.name != "known" or node.args:
            message = f"没有 is {node.name} 这种写法"
            raise Mistake("not-allowed", node.lineno, message, "只有 is known 和 is not known", 2)
        return ex.IsKnown(self.path(node.node).text)

    def _call(self, node: nodes.Call, depth: int) -> tuple[ex.Expression, int]:
        if not isinstance(node.node, nodes.Name):
            raise Mistake("not-allowed", node.lineno, "这里不能调用", "只有文档里的几个函数可用")
        name = node.node.name
        at = node.node.lineno
        if name not in SIGNATURES:
            known = "、".join(f"{f}()" for f in SIGNATURES)
            remedy = nearest(name, SIGNATURES) or f"只有 {known}"
            raise Mistake("unknown-function", at, f"没有函数 {name}", remedy, len(name))
        if self.in_text and name in ex.BY_NAME:
            remedy = "先在 slots.yaml 用 compute 算成一个槽，文字里写槽名"
            raise Mistake("not-allowed", at, f"{name} 不能直接写在文字里", remedy, len(name))
        wanted = SIGNATURES[name].parameters
        if node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != len(wanted):
            message = f"{name} 要 {len(wanted)} 个参数，这里是 {len(node.args) + len(node.kwargs)} 个"
            raise Mistake("wrong-arguments", at, message, f"{name}：{SIGNATURES[name].meaning}", len(name))
        return ex.Invoke(name, tuple(self._node(a, depth) for a in node.args)), len(name)


def constant(value: Value, kind: SlotType | None) -> Value:
    """A typed constant as a slot of this type holds it."""
    if kind is SlotType.YES_NO and value in ("yes", "no"):
        return value == "yes"
    if kind is SlotType.DATE and isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


def read_expression(scalar: Scalar, types: Mapping[str, SlotType], problems: Problems) -> Expr | None:
    """The expression of one YAML scalar, or None where it is wrong (told)."""
    try:
        reader = ExpressionReader(scalar.place, types)
        return reader.read(scalar.text, GRAMMAR.expression(scalar.text))
    except Mistake as mistake:
        tell(mistake, scalar.place, problems)
        return None


def tell(mistake: Mistake, place: Place, problems: Problems) -> None:
    problems.add(mistake.code, place(mistake.offset, mistake.width), mistake.message, mistake.remedy)

"""Types and units of expressions: what is compared, added or assigned fits; no option key is misspelt.

A type is the slot's (`money`, `days`, `choice` …), `bool`, `number` for plain figures, `string` for quoted words,
or `any` where a mistake has been told. A plain number fits every unit; two different units never fit.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from bot.content.checks_names import standing_texts, step_texts
from bot.content.problems import Problems, nearest
from bot.content.tree import Expr, For, If, Put, Slot, Tree, Writing
from bot.content.writing import Part
from bot.engine.expressions import (
    And,
    Arithmetic,
    Compare,
    Contains,
    Expression,
    In,
    Invoke,
    IsKnown,
    Literal,
    Name,
    Negative,
    Not,
    Or,
)
from bot.engine.signatures import SIGNATURES
from bot.engine.values import SlotType, Unknown

NUMBERS = {
    "money": "金额",
    "days": "天数",
    "rate": "利率",
    "rating": "打分",
    "number": "数字",
}
WORDS = frozenset({"choice", "month", "clock", "platform", "city", "text", "reference", "string"})
NAMES = {
    **NUMBERS,
    "bool": "是非",
    "date": "日期",
    "choice": "单选",
    "choices": "多选",
    "list": "列表",
    "string": "文字",
    "text": "文字",
    "month": "月份",
    "clock": "钟点",
    "platform": "平台",
    "city": "城市",
    "reference": "编号",
}


class Typing(Struct, frozen=True):
    """Infers and judges one expression at a time; `items` are the loop variables of a text."""

    tree: Tree
    problems: Problems
    items: tuple[tuple[str, str], ...] = ()  # loop variable -> alias of its list

    def condition(self, expr: Expr, what: str) -> None:
        """An expression that decides must be a yes or a no."""
        found = self.infer(expr, expr.tree)
        if found not in {"bool", "any"}:
            remedy = "写成比较，例如 … == …，或 … is known"
            message = f"{what}要能判断真假，这里是{_say(found)}"
            self.problems.add("not-a-condition", expr.where(expr.tree), message, remedy)

    def number(self, expr: Expr, what: str) -> None:
        """An expression that counts must be a number."""
        found = self.infer(expr, expr.tree)
        if found not in {"number", "any"}:
            message = f"{what}要一个数，这里是{_say(found)}"
            self.problems.add("type-mismatch", expr.where(expr.tree), message, "写一个整数，或 number 类型的槽")

    def value(self, expr: Expr, slot: Slot, what: str) -> None:
        """An expression whose value goes into a slot must fit the slot."""
        found, wanted = self.infer(expr, expr.tree), _of(slot)
        if isinstance(expr.tree, Literal) and wanted in {"choice", "choices"}:
            self._option(expr, expr.tree, slot)
        elif not _fits(found, wanted):
            message = f"{what} {slot.name} 是{_say(wanted)}，这里给的是{_say(found)}"
            self.problems.add("type-mismatch", expr.where(expr.tree), message, "换成同一种值")

    def slot(self, path: str) -> Slot | None:
        head, dot, field = path.partition(".")
        for item, alias in self.items:
            if dot and head == item:
                return self.tree.slots.get(f"{alias}.{field}")
        return self.tree.slots.get(path)

    def infer(self, expr: Expr, node: Expression) -> str:
        """The type of a node; mistakes inside are told, and then count as `any`."""
        match node:
            case Literal(value):
                return _literal(value)
            case Name(path):
                return self._name(path)
            case IsKnown():
                return "bool"
            case Compare(op, left, right):
                self._compare(expr, node, op, left, right)
                return "bool"
            case In(left, items):
                for item in items:
                    self._compare(expr, item, "==", left, item)
                return "bool"
            case Contains(element, path):
                self._contains(expr, node, element, path)
                return "bool"
            case Not(operand):
                self._truth(expr, operand)
                return "bool"
            case And(left, right) | Or(left, right):
                self._truth(expr, left)
                self._truth(expr, right)
                return "bool"
            case Arithmetic(op, left, right):
                return self._arithmetic(expr, node, op, self.infer(expr, left), self.infer(expr, right))
            case Negative(operand):
                return self._arithmetic(expr, node, "-", "number", self.infer(expr, operand))
            case Invoke(function, arguments):
                return self._invoke(expr, node, function, arguments)

    def _name(self, path: str) -> str:
        if path in self.tree.lists:
            return "list"
        slot = self.slot(path)
        if slot is not None:
            return _of(slot)
        return "date" if path == "today" else "any"

    def _truth(self, expr: Expr, node: Expression) -> None:
        found = self.infer(expr, node)
        if found not in {"bool", "any"}:
            message = f"and、or、not 两边要能判断真假，这里是{_say(found)}"
            self.problems.add("not-a-condition", expr.where(node), message, "写成比较，例如 … == …")

    def _compare(self, expr: Expr, at: Expression, op: str, left: Expression, right: Expression) -> None:
        kinds = self.infer(expr, left), self.infer(expr, right)
        for side, other in ((left, right), (right, left)):
            slot = self.slot(side.path) if isinstance(side, Name) else None
            if slot is not None and isinstance(other, Literal) and slot.type is SlotType.CHOICE:
                self._option(expr, other, slot)
                return
            if slot is not None and slot.type is SlotType.CHOICES:
                remedy = f"写成 '选项' in {slot.name}"
                self.problems.add("type-mismatch", expr.where(side), "多选不能这样比", remedy)
                return
        if not (_fits(*kinds) or _fits(kinds[1], kinds[0])):
            message = f"{_say(kinds[0])}不能和{_say(kinds[1])}比"
            self.problems.add("type-mismatch", expr.where(at), message, _remedy(kinds))
        elif op not in {"==", "!="} and "bool" in kinds:
            self.problems.add("type-mismatch", expr.where(at), "是非没有大小", "直接写槽名，或 not 槽名")

    def _option(self, expr: Expr, literal: Literal, slot: Slot) -> None:
        """A constant compared with a choice must be one of its keys."""
        keys = [o.key.text for o in slot.options]
        if literal.value in keys or (not keys and isinstance(literal.value, str)):
            return
        said = str(literal.value)
        label = next((o.key.text for o in slot.options if o.label.text == said), "")
        hint = f"写选项的键 '{label}'" if label else nearest(said, keys) or f"有的是：{'、'.join(keys[:8])}"
        self.problems.add("unknown-option", expr.where(literal), f"{slot.name} 没有选项 {said}", hint)

    def _contains(self, expr: Expr, node: Expression, element: Expression, path: str) -> None:
        slot = self.slot(path)
        if slot is None:
            return
        if slot.type is not SlotType.CHOICES:
            message, remedy = f"in 后面要多选的槽，{path} 是{_say(_of(slot))}", f"写成 {path} == …"
            self.problems.add("type-mismatch", expr.where(node), message, remedy)
        elif isinstance(element, Literal):
            self._option(expr, element, slot)

    def _arithmetic(self, expr: Expr, node: Expression, op: str, left: str, right: str) -> str:
        result = _sum(op, left, right) if op in "+-" else _product(op, left, right)
        if result:
            return result
        message = f"{_say(left)} {op} {_say(right)} 算不了"
        self.problems.add("type-mismatch", expr.where(node), message, "只有同一种数能加减；数字可以乘除")
        return "any"

    def _invoke(self, expr: Expr, node: Expression, function: str, arguments: tuple[Expression, ...]) -> str:
        kinds = [self.infer(expr, a) for a in arguments]
        signature = SIGNATURES.get(function)
        if signature is None:
            return "any"
        for wanted, found, argument in zip(signature.parameters, kinds, arguments, strict=False):
            if wanted != "any" and not _fits(found, wanted):
                message = f"{function} 要{_say(wanted)}，这里是{_say(found)}"
                self.problems.add("type-mismatch", expr.where(argument), message, signature.meaning)
                return "any"
        if signature.result != "same":
            return signature.result
        joined = kinds[0]
        for kind in kinds[1:]:
            joined = _sum("+", joined, kind) if joined in NUMBERS or kind in NUMBERS else joined
        if not joined:
            message = f"{function} 里的两个数要同一种"
            self.problems.add("type-mismatch", expr.where(node), message, "金额比金额，天数比天数")
        return joined or "any"


def check_types(tree: Tree, problems: Problems) -> None:
    """Every expression of the book."""
    typing = Typing(tree, problems)
    for slot in tree.slots.values():
        if slot.compute is not None:
            typing.value(slot.compute, slot, "算出来的")
    for flow in tree.flows.values():
        for step in flow.steps.values():
            for pair in step.sets:
                target = tree.slots.get(pair.slot.text)
                if target is not None and target.compute is not None:
                    message = f"{target.name} 是算出来的，不能直接记"
                    problems.add("asks-derived", pair.slot.at, message, "改记它用到的那些槽")
                elif target is not None:
                    typing.value(pair.value, target, "要记的")
            for rule in step.next:
                if rule.when is not None:
                    typing.condition(rule.when, "when ")
            for remind in step.reminds:
                if remind.condition is not None:
                    typing.condition(remind.condition, "if ")
                if remind.times is not None:
                    typing.number(remind.times, "times ")
            _texts(typing, step_texts(step))
    _texts(typing, standing_texts(tree))


def _texts(typing: Typing, writings: Iterable[Writing]) -> None:
    for writing in writings:
        _parts(typing, writing.parts)


def _parts(typing: Typing, parts: tuple[Part, ...]) -> None:
    for part in parts:
        match part:
            case Put():
                _put(typing, part)
            case If():
                for condition, body in part.branches:
                    typing.condition(condition, "if ")
                    _parts(typing, body)
                _parts(typing, part.otherwise)
            case For():
                owner = typing.tree.lists.get(part.source.text)
                pair = ((part.item.text, owner.alias.text),) if owner else ()
                _parts(Typing(typing.tree, typing.problems, typing.items + pair), part.body)
                _parts(typing, part.otherwise)
            case _:
                pass


FILTERS = {
    "money": frozenset({"money", "number"}),
    "days": frozenset({"days", "number"}),
    "rate": frozenset({"rate", "number"}),
    "date": frozenset({"date"}),
    "weekday": frozenset({"date"}),
    "label": frozenset({"choice", "choices", "bool", "string"}),
}


def _put(typing: Typing, part: Put) -> None:
    found = typing.infer(part.value, part.value.tree)
    for used in part.filters:
        wanted = FILTERS.get(used.name)
        if wanted is not None and found not in wanted and found != "any":
            message = f"{used.name} 只用在{'、'.join(_say(w) for w in sorted(wanted))}上，这里是{_say(found)}"
            typing.problems.add("type-mismatch", used.at, message, "换一个过滤器，或去掉它")
            return


def _of(slot: Slot) -> str:
    return "bool" if slot.type is SlotType.YES_NO else slot.type.value


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, Unknown):
        return "any"
    if isinstance(value, str):
        return "string"
    return "date" if hasattr(value, "isoformat") else "number"


def _fits(found: str, wanted: str) -> bool:
    """Whether a value of one type may stand where another is wanted."""
    if "any" in {found, wanted} or found == wanted:
        return True
    if found in NUMBERS and wanted in NUMBERS:
        return "number" in {found, wanted}
    return found == "string" and wanted in WORDS


def _sum(op: str, left: str, right: str) -> str:
    """The type of a sum or difference, empty where there is none."""
    if "any" in {left, right}:
        return "any"
    if left == "date":
        if right == "date":
            return "days" if op == "-" else ""
        return "date" if right in {"days", "number"} else ""
    if left in NUMBERS and right in NUMBERS:
        if right in {left, "number"}:
            return left
        return right if left == "number" else ""
    return ""


def _product(op: str, left: str, right: str) -> str:
    """The type of a product, quotient or remainder, empty where there is none."""
    if "any" in {left, right}:
        return "any"
    if left not in NUMBERS or right not in NUMBERS:
        return ""
    if op == "*":
        return "" if left == right == "money" else right if left == "number" else left
    return "number" if left == right else left if right != "money" else ""


def _say(kind: str) -> str:
    return NAMES.get(kind, kind)


def _remedy(kinds: tuple[str, str]) -> str:
    if "bool" in kinds:
        return "是非的槽直接写名字，或 not 名字"
    if "date" in kinds:
        return "日期和日期比，或先用 days_since(日期) 算天数"
    return "金额比金额，天数比天数；文字要加引号"

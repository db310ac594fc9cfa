"""`flows/slots.yaml` becomes slots and lists: what is remembered, of which type, how it is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from msgspec import Struct, field
from msgspec.structs import replace

from bot.content.expression_reader import read_expression
from bot.content.forms import Form, duration, is_id, table
from bot.content.nodes import Node, Scalar, Table
from bot.content.problems import Problems, nearest
from bot.content.template_reader import tell_literals
from bot.content.tree import ListSlot, Option, Slot
from bot.content.writing import Word
from bot.engine.values import SlotType
from bot.understanding.readings import FACTS

TYPES = tuple(t.value for t in SlotType if t is not SlotType.LIST)
SLOT = (
    "type",
    "label",
    "called",
    "unit",
    "hears",
    "fresh_for",
    "options",
    "minimum",
    "maximum",
    "compute",
    "ages",
    "sensitive",
)
LIST = ("alias", "label", "maximum", "key", "order", "fields")
MOST_ITEMS = 20
LONG_LABEL, LONGEST_LABEL = 10, 20
RESERVED = frozenset(
    {
        "fact",
        "operator",
        "loop",
        "today",
        "now",
        "none",
        "true",
        "false",
        "and",
        "or",
        "not",
        "in",
        "is",
        "if",
    }
    | {"else", "for", "known", "labels", "script"}
)
YES_NO = (("yes", "是"), ("no", "不是"), ("unsure", "不清楚"))


class Slots(Struct):
    """The declared slots, fields of lists under their dotted alias, and the lists."""

    slots: dict[str, Slot] = field(default_factory=dict)
    lists: dict[str, ListSlot] = field(default_factory=dict)

    @property
    def types(self) -> dict[str, SlotType]:
        return {name: slot.type for name, slot in self.slots.items()}


def read_slots(top: Table, problems: Problems) -> Slots:
    """All slots and lists of the file; `compute` is read last, when every type is known."""
    form = Form(top, ("slots", "lists"), "槽的文件", problems)
    found = Slots()
    computes: list[tuple[str, Scalar]] = []
    if plain := form.table("slots"):
        for key, node in plain.items:
            _add(found, _slot(key, node, "", problems, computes), problems)
    if lists := form.table("lists"):
        for key, node in lists.items:
            _list(found, key, node, problems, computes)
    types = found.types
    for name, source in computes:
        found.slots[name] = replace(found.slots[name], compute=read_expression(source, types, problems))
    return found


def _add(found: Slots, slot: Slot | None, problems: Problems) -> None:
    if slot is None:
        return
    if slot.name in RESERVED:
        problems.add("bad-id", slot.word.at, f"「{slot.name}」另有用处，不能当槽名", "换一个名字")
        return
    found.slots[slot.name] = slot


def _slot(key: Scalar, node: Node, alias: str, problems: Problems, computes: list[tuple[str, Scalar]]) -> Slot | None:
    body = table(node, f"槽 {key.text} ", problems)
    if not is_id(key.word, problems) or body is None:
        return None
    name = f"{alias}.{key.text}" if alias else key.text
    form = Form(body, SLOT, f"槽 {name} ", problems)
    kind = form.one_of("type", TYPES, required=True)
    label = form.text("label", required=True)
    source = form.scalar("compute")
    options = read_options(form.raw("options"), problems)
    if not kind:
        return None
    kind_of = SlotType(kind)
    if source is not None:
        computes.append((name, source))
    _options_fit(form, kind_of, options, problems)
    if kind_of is SlotType.YES_NO and not options:
        options = tuple(Option(Word(k, key.at), Word(v, key.at)) for k, v in YES_NO)
    return Slot(
        name,
        key.word,
        kind_of,
        label or key.text,
        form.text("unit"),
        _hears(form, problems),
        _fresh_for(form, problems),
        options,
        form.number("minimum", -(10**9) + 1, 10**9 - 1),
        form.number("maximum", -(10**9) + 1, 10**9 - 1),
        None,
        form.flag("ages"),
        form.flag("sensitive"),
        form.words("called"),
    )


def _hears(form: Form, problems: Problems) -> Word | None:
    """The fact that fills the slot in passing; one that nobody reads would leave it empty without a word."""
    fact = form.word("hears")
    if fact is not None and fact.text not in FACTS:
        remedy = nearest(fact.text, FACTS) or f"可写 {'、'.join(sorted(FACTS))}"
        problems.add("bad-value", fact.at, f"没有「{fact}」这一类事实，这个槽什么也听不到", remedy)
    return fact


def _options_fit(form: Form, kind: SlotType, options: Collection[Option], problems: Problems) -> None:
    needs = kind in {SlotType.CHOICE, SlotType.CHOICES}
    if needs and not options and form.node.get("options") is None:
        problems.add("missing-key", form.at, f"{form.what}是 {kind.value}，要写 options", "options: {键: 标签, …}")
    for option in options if kind is SlotType.YES_NO else ():
        if option.key.text not in dict(YES_NO):
            remedy = "yes_no 的选项键只有 yes、no、unsure"
            problems.add("bad-value", option.key.at, f"yes_no 没有「{option.key}」这个选项", remedy)
    if form.flag("ages") and kind is not SlotType.DAYS:
        named = form.node.key("ages")
        assert named is not None
        problems.add("bad-value", named.at, "ages 只用于 days", "删掉这一行，或把 type 写成 days")


def _fresh_for(form: Form, problems: Problems) -> dt.timedelta | None:
    found = form.scalar("fresh_for")
    if found is None:
        return None
    span = dt.timedelta() if found.text.strip() == "0" else duration(found.text)
    if span is None:
        message = f"fresh_for 不是时长：「{found.text}」"
        problems.add("bad-value", found.at, message, "写成 12 小时、3 天、30 分钟，或 0")
    return span


def read_options(node: Node | None, problems: Problems) -> tuple[Option, ...]:
    """`key: label`, or `key: {label: …, also: […]}`; labels are measured."""
    body = table(node, "options", problems) if node is not None else None
    found: list[Option] = []
    for key, value in body.items if body else ():
        if not is_id(key.word, problems):
            continue
        if isinstance(value, Table):
            form = Form(value, ("label", "also"), f"选项 {key.text} ", problems)
            label, also = form.scalar("label", required=True), form.words("also")
        else:
            label, also = _label(key, value, problems), ()
        if label is not None:
            measure(label, problems)
            found.append(Option(key.word, label.word, also))
    return tuple(found)


def _label(key: Scalar, value: Node, problems: Problems) -> Scalar | None:
    if isinstance(value, Scalar) and not value.empty:
        return value
    if isinstance(value, Scalar):
        problems.add("missing-key", key.at, f"选项 {key.text} 缺少标签", f"写成 {key.text}: 按钮上的字")
    else:
        problems.add("wrong-shape", value.at, f"选项 {key.text} 要一个标签", "写成 键: 标签")
    return None


def measure(label: Scalar, problems: Problems) -> None:
    """A label is at most ten characters (doubt), twenty (refused), and holds no telephone number."""
    size = len(label.text.strip())
    if not size:
        problems.add("empty-text", label.at, "标签是空的", "写按钮上的字")
    elif size > LONGEST_LABEL:
        message = f"标签有 {size} 个字，最多 {LONGEST_LABEL} 个"
        problems.add("label-too-long", label.at, message, f"最好不超过 {LONG_LABEL} 个字")
    elif size > LONG_LABEL:
        message = f"标签有 {size} 个字，最好不超过 {LONG_LABEL} 个"
        problems.add("label-long", label.at, message, "窄屏幕上会被截断；把话放进问题里")
    tell_literals(label.text, 0, label.place, problems)


def _list(found: Slots, key: Scalar, node: Node, problems: Problems, computes: list[tuple[str, Scalar]]) -> None:
    body = table(node, f"列表 {key.text} ", problems)
    if not is_id(key.word, problems) or body is None:
        return
    form = Form(body, LIST, f"列表 {key.text} ", problems)
    alias, named = form.identifier("alias", required=True), form.word("key", required=True)
    label = form.text("label", required=True)
    maximum = form.number("maximum", 1, MOST_ITEMS, required=True)
    inside = form.table("fields", required=True)
    taken = {*found.slots, *found.lists, *(one.alias.text for one in found.lists.values()), *RESERVED}
    for word in (key.word, alias):
        if word is not None and word.text in taken:
            problems.add("clash", word.at, f"「{word}」已经是别的槽或列表的名字", "换一个名字")
            return
    if alias is None or named is None or inside is None:
        return
    fields = [_slot(name, each, alias.text, problems, computes) for name, each in inside.items]
    known = {f.name: f for f in fields if f is not None}
    order = form.word("order")
    for field_named in (named, order):
        if field_named is not None and f"{alias}.{field_named}" not in known:
            remedy = f"写 {'、'.join(n.partition('.')[2] for n in known)} 里的一个"
            problems.add("bad-value", field_named.at, f"列表 {key.text} 没有字段 {field_named}", remedy)
            return
    found.slots.update(known)
    found.lists[key.text] = ListSlot(
        key.text, key.word, alias, label or key.text, tuple(known.values()), maximum or MOST_ITEMS, named, order
    )

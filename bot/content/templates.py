"""A writing becomes a text that renders: pure, total, bounded; nothing of Jinja or Python runs.

Conditions are evaluated by the engine's expressions, so `{% if %}` and `when` mean the same. A place that
cannot be filled is left out; an unknown prints 〔label〕, in documents 〔请补：label〕; a fact that may
not be shown prints its safe wording once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import ChainMap
from collections.abc import Callable, Mapping
from decimal import Decimal

from msgspec import Struct, field

from bot.content.facts import FactRegister
from bot.content.tree import Slot
from bot.content.writing import OPERATOR, At, Expr, Filter, For, If, Part, Put, Raw, Writing, walk
from bot.engine import speaking
from bot.engine.expressions import Function, Name, evaluate, holds
from bot.engine.flowbook import Text, Values
from bot.engine.functions import functions_at
from bot.engine.values import UNKNOWN, SlotType, Unknown, Value
from bot.finance.tables import Tables

LONGEST = 16_000  # characters of one rendered text
MOST_ITEMS = 100  # of a list that a text walks through
BESIDE_A_GAP = re.compile(r"(?<=[^\x00-\x7f]) (?=〔)|(?<=〕) (?=[^\x00-\x7f])")
GAPS = re.compile(r"\n{3,}")
CHOICES = frozenset({SlotType.CHOICE, SlotType.CHOICES, SlotType.YES_NO})


Watch = Callable[[At, str], None]
"""Told what is printed: the place of a part, and which of its renderings (`0`, `1` … `else`, `known`, `unknown`, …)."""


class Kit(Struct, frozen=True):
    """What texts need besides the values of the moment; the same for every text of an edition."""

    slots: Mapping[str, Slot] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # slot -> key -> label
    aliases: Mapping[str, str] = field(default_factory=dict)  # list -> alias
    register: FactRegister = field(default_factory=FactRegister)
    tables: Tables = field(default_factory=Tables)
    watch: Watch | None = None  # somebody who asks whether every rendering was ever seen; nobody while people talk

    def printed(self, at: At, how: str) -> None:
        if self.watch is not None:
            self.watch(at, how)


class Moment(Struct):
    """One rendering: what may be read, what was said already, and the functions of this moment."""

    values: Mapping[str, object]
    document: bool
    kit: Kit
    said: set[str]

    def inside(self, local: dict[str, object]) -> Moment:
        return Moment(ChainMap(local, dict(self.values)), self.document, self.kit, self.said)

    @property
    def today(self) -> dt.date:
        today = self.values.get("today")
        return today if isinstance(today, dt.date) else dt.date.max

    @property
    def functions(self) -> Mapping[str, Function]:
        now = self.values.get("now")
        return functions_at(now, self.kit.tables) if isinstance(now, dt.datetime) else {}

    def look(self, path: str) -> Value:
        """The value of a name; a list is its count, a fact that may not be shown is unknown."""
        head, dot, rest = path.partition(".")
        if head == "fact":
            name, _, item = rest.partition(".")
            shown = self.kit.register.shown(name, self.today)
            return self.kit.register.say(name, item, self.today) if shown else UNKNOWN
        found = self.values.get(head, UNKNOWN)
        if dot:
            found = found.get(rest, UNKNOWN) if isinstance(found, Mapping) else UNKNOWN
        if isinstance(found, tuple) and path in self.kit.aliases:
            return len(found)
        return found if isinstance(found, (Unknown, int, Decimal, str, dt.date, tuple)) else UNKNOWN


Piece = Callable[[Moment], str]


def compile_text(writing: Writing, kit: Kit) -> Text:
    """The writing as the engine uses it; its parts are compiled when it is first said (of a thousand texts a talk says forty)."""
    document = writing.role == "document"
    pieces: list[Piece] | None = None

    def render(values: Values) -> str:
        nonlocal pieces
        if pieces is None:
            pieces = _pieces(writing.parts, kit, {})
        kit.printed(writing.at, "said")
        moment = Moment(values, document, kit, set())
        return _tidy("".join(piece(moment) for piece in pieces))

    return Text(writing.source, render)


def reads_of(parts: tuple[Part, ...], kit: Kit) -> frozenset[str]:
    """Every slot, list and fact that a text looks at; items of a loop under the alias of their list."""
    loops = {p.item.text: kit.aliases.get(p.source.text, "") for p in walk(parts) if isinstance(p, For)}
    found = {p.source.text for p in walk(parts) if isinstance(p, For)}
    for part in walk(parts):
        exprs = [part.value] if isinstance(part, Put) else []
        exprs += [test for test, _ in part.branches] if isinstance(part, If) else []
        for name in (n.text for e in exprs for n in e.names):
            head, dot, rest = name.partition(".")
            found.add(f"{loops[head]}{dot}{rest}" if loops.get(head) else name)
    return frozenset(found - {"loop.index"})


def _tidy(text: str) -> str:
    """No rows of empty lines; the blank that sets a figure off is none where 〔请补〕 stands instead of it."""
    if "〔" in text:
        text = BESIDE_A_GAP.sub("", text)
    return GAPS.sub("\n\n", text.strip())[:LONGEST]


def _pieces(parts: tuple[Part, ...], kit: Kit, loops: Mapping[str, str]) -> list[Piece]:
    return [_piece(part, kit, loops) for part in parts]


def _piece(part: Part, kit: Kit, loops: Mapping[str, str]) -> Piece:
    match part:
        case Raw(text):
            return lambda moment: text
        case Put():
            return _guarded(_put(part, kit, loops))
        case If():
            return _guarded(_if(part, kit, loops))
        case For():
            return _guarded(_for(part, kit, loops))


def _guarded(piece: Piece) -> Piece:
    """A place that cannot be filled is left out; nobody gets an exception instead of a sentence."""

    def safe(moment: Moment) -> str:
        try:
            return piece(moment)
        except Exception:  # whatever the values are
            return ""

    return safe


def _if(part: If, kit: Kit, loops: Mapping[str, str]) -> Piece:
    branches = [(test.tree, _pieces(body, kit, loops)) for test, body in part.branches]
    otherwise = _pieces(part.otherwise, kit, loops)

    def choose(moment: Moment) -> str:
        for number, (test, body) in enumerate(branches):
            if holds(test, moment.look, moment.functions):
                kit.printed(part.at, str(number))
                return "".join(piece(moment) for piece in body)
        kit.printed(part.at, "else")
        return "".join(piece(moment) for piece in otherwise)

    return choose


def _for(part: For, kit: Kit, loops: Mapping[str, str]) -> Piece:
    name, source = part.item.text, part.source.text
    body = _pieces(part.body, kit, {**loops, name: kit.aliases.get(source, name)})
    otherwise = _pieces(part.otherwise, kit, loops)

    def each(moment: Moment) -> str:
        items = moment.values.get(source)
        rows = [item for item in items if isinstance(item, Mapping)] if isinstance(items, tuple) else []
        kit.printed(part.at, "items" if rows else "none")
        printed: list[str] = []
        for index, row in enumerate(rows[:MOST_ITEMS], start=1):
            inner = moment.inside({name: row, "loop": {"index": index}})
            printed.extend(piece(inner) for piece in body)
            if sum(map(len, printed)) > LONGEST:
                break
        return "".join(printed) if rows else "".join(piece(moment) for piece in otherwise)

    return each


def _put(part: Put, kit: Kit, loops: Mapping[str, str]) -> Piece:
    path = part.value.tree.path if isinstance(part.value.tree, Name) else ""
    if path.startswith("fact."):
        return _fact(part, path, kit)
    slot = kit.slots.get(_slot_name(path, loops))
    labels = kit.labels.get(slot.name, {}) if slot is not None and slot.type in CHOICES else None
    missing = _label(part.value, kit, loops)

    def put(moment: Moment) -> str:
        value = evaluate(part.value.tree, moment.look, moment.functions)
        kit.printed(part.at, "unknown" if isinstance(value, Unknown) else "known")
        if labels is not None and not isinstance(value, Unknown):
            value = tuple(labels.get(k, k) for k in value) if isinstance(value, tuple) else value
            value = value if isinstance(value, tuple) else speaking.label(value, labels)
        for step in part.filters:
            value = _filtered(step, value, moment)
        if isinstance(value, Unknown):
            return _gap(value.label or missing, moment.document)
        return speaking.date(value, moment.today)

    return put


def _fact(part: Put, path: str, kit: Kit) -> Piece:
    """A fact prints itself, or its safe wording once; `or_else` has the word where there is neither."""
    _, name, item = path.split(".")
    other = next((f.argument or "" for f in part.filters if f.name == "or_else"), "")

    def fact(moment: Moment) -> str:
        register = moment.kit.register
        shown = register.shown(name, moment.today)
        kit.printed(part.at, "known" if shown else "unknown")
        if not shown:
            if name in moment.said:
                return ""
            moment.said.add(name)
        return register.say(name, item, moment.today) or other

    return fact


def _filtered(step: Filter, value: Value, moment: Moment) -> Value:
    if isinstance(value, Unknown):
        return step.argument or "" if step.name == "or_else" else value
    match step.name:
        case "money":
            return speaking.money(value)
        case "days":
            return speaking.days(value)
        case "rate":
            return speaking.rate(value)
        case "date":
            return speaking.date(value, moment.today)
        case "weekday":
            return speaking.weekday(value)
        case "join" if isinstance(value, tuple):
            return ("、" if step.argument is None else step.argument).join(value)
    return value  # `label` is done already, `or_else` has nothing to do


def _gap(label: str, document: bool) -> str:
    if not label:
        return ""
    return f"〔请补：{label}〕" if document else f"〔{label}〕"


def _slot_name(path: str, loops: Mapping[str, str]) -> str:
    head, dot, rest = path.partition(".")
    return f"{loops.get(head, head)}{dot}{rest}"


def _label(value: Expr, kit: Kit, loops: Mapping[str, str]) -> str:
    """How the first slot of an expression is called, for a value that nobody knows yet."""
    for name in value.names:
        head, _, rest = name.text.partition(".")
        if head == "operator":
            return OPERATOR.get(rest, "")
        slot = kit.slots.get(_slot_name(name.text, loops))
        if slot is not None:
            return slot.label
    return ""

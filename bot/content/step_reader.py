"""A step as written: what it sets, says, hands over, reminds, calls, repeats, asks, and where it leads."""

from __future__ import annotations

import datetime as dt
import re

from bot.content.ask_reader import ASK, Reading, read_ask
from bot.content.expression_reader import constant, read_expression
from bot.content.forms import Form, duration, is_id, rows, table
from bot.content.nodes import Node, Rows, Scalar, Table
from bot.content.problems import Problems
from bot.content.say_reader import read_bubbles, read_line
from bot.content.tree import Assign, Every, Export, Handoff, Picture, Remind, Repeat, Rule, Step, When
from bot.content.writing import Expr, Word
from bot.engine.expressions import Literal
from bot.engine.values import SlotType, Value

ACTIONS = ("anew", "set", "say", "document", "picture", "remind", "handoff", "call", "repeat", "preview", "export")
STEP = (*ACTIONS, *ASK, "next", "end", "advice", "detour", "release", "was")
PICTURE = ("title", "list", "bar", "second", "total", "note")
FIELD = tuple(key for key in ASK if key != "save")
KINDS = ("care", "deadline", "appointment", "review")
MOMENT = re.compile(
    r"(?P<base>now|next_working_day|[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)?\s*"
    r"(?P<offset>[+-]\s*\d{1,4}\s*(?:天|小时|分钟|周|d|h|m|w))?\s*(?P<clock>\d{1,2}:\d\d)?",
    re.ASCII,
)
EVERY = re.compile(r"(?P<n>\d{1,2})?\s*(?P<unit>天|周|个?月|d|w)", re.ASCII)
WORD = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?|true|false")
FACTLESS = "handoff 的 to 要是事实里的热线或机构"


def read_step(key: Scalar, node: Node, reading: Reading) -> Step | None:
    """One step; what cannot be read of it is told and left out."""
    problems = reading.problems
    body = table(node, f"步骤 {key.text} ", problems)
    if not is_id(key.word, problems) or body is None:
        return None
    form = Form(body, STEP, f"步骤 {key.text} ", problems)
    said = form.raw("say")
    return Step(
        key.word,
        anew=form.words("anew"),
        sets=_sets(form, reading),
        say=read_bubbles(said, reading.scope, problems) if said else (),
        document=form.word("document"),
        picture=_picture(form, reading),
        reminds=_reminds(form, reading),
        handoff=_handoff(form, reading),
        call=form.word("call"),
        repeat=_repeat(form, reading),
        preview=form.word("preview"),
        export=_export(form, reading),
        ask=read_ask(form, reading),
        next=_next(form, reading),
        end=form.identifier("end"),
        advice=form.flag("advice"),
        detour=form.flag("detour"),
        release=form.flag("release"),
        was=form.words("was"),
    )


def _sets(form: Form, reading: Reading) -> tuple[Assign, ...]:
    body = form.table("set")
    found: list[Assign] = []
    for key, value in body.items if body else ():
        if not isinstance(value, Scalar) or value.empty:
            message = f"set 里 {key.text} 要一个值"
            reading.problems.add("wrong-shape", value.at, message, "写常量或表达式，例如 overdue_days + 1")
            continue
        expr = _value(key.word, value, reading)
        if expr is not None:
            found.append(Assign(key.word, expr))
    return tuple(found)


def _value(slot: Word, value: Scalar, reading: Reading) -> Expr | None:
    """A bare word that names no slot is a constant, and so is any text for a slot of words."""
    kind = reading.slots.slots[slot.text].type if slot.text in reading.slots.slots else None
    names = {*reading.slots.slots, "today"}
    bare = bool(WORD.fullmatch(value.text)) and value.text not in names
    wordy = kind in {SlotType.TEXT, SlotType.CITY, SlotType.PLATFORM} and not value.text.isascii()
    if value.style in {"'", '"'} and not _is_quoted(value.text) and kind is not None:
        bare = bare or (kind in {SlotType.TEXT, SlotType.REFERENCE, SlotType.CHOICE})
    if bare or wordy or kind in {SlotType.CLOCK, SlotType.MONTH}:
        return Expr(value.text, value.at, Literal(_constant(value.text, kind)))
    expr = read_expression(value, reading.slots.types, reading.problems)
    if expr is not None and isinstance(expr.tree, Literal):
        return Expr(value.text, value.at, Literal(_constant(expr.tree.value, kind)))
    return expr


def _constant(value: Value, kind: SlotType | None) -> Value:
    if kind is SlotType.YES_NO and value in ("true", "false"):
        return value == "true"
    return constant(value, kind)


def _is_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] and text[0] in "'\""


def _reminds(form: Form, reading: Reading) -> tuple[Remind, ...]:
    node = form.raw("remind")
    if node is None:
        return ()
    items = node.items if isinstance(node, Rows) else (node,)
    found = [_remind(item, reading) for item in items]
    return tuple(remind for remind in found if remind is not None)


def _remind(node: Node, reading: Reading) -> Remind | None:
    body = table(node, "remind", reading.problems)
    if body is None:
        return None
    form = Form(body, ("at", "call", "if", "kind", "every", "times"), "提醒", reading.problems)
    moment, call = form.scalar("at", required=True), form.word("call", required=True)
    source = form.scalar("if")
    condition = read_expression(source, reading.slots.types, reading.problems) if source else None
    kind = form.one_of("kind", KINDS, "appointment")
    when = _when(moment, reading) if moment else None
    every, times = _every(form, reading), form.scalar("times")
    count = read_expression(times, reading.slots.types, reading.problems) if times else None
    if times is not None and form.node.get("every") is None:
        reading.problems.add("missing-key", times.at, "写了 times，没写多久一次", "补上 every，例如 every: 1 个月")
    return Remind(when, call, condition, kind, form.at, every, count) if when and call else None


def _every(form: Form, reading: Reading) -> Every | None:
    """`1 个月`, `2 周`, `10 天`: how far apart the reminders of a series are."""
    written = form.scalar("every")
    if written is None:
        return None
    found = EVERY.fullmatch(written.text.strip())
    number = int(found.group("n") or 1) if found else 0
    if found is None or not number:
        reading.problems.add("bad-value", written.at, f"every 读不懂：「{written.text}」", "写成 1 个月、2 周、10 天")
        return None
    unit = found.group("unit")
    if unit.endswith("月"):
        return Every(number, 0)
    return Every(0, number * (7 if unit in {"周", "w"} else 1))


def _when(moment: Scalar, reading: Reading) -> When | None:
    """`next_working_day 10:00`, `+3d 10:00`, `+20m`, `debt.due_on -3d 10:00`."""
    found = MOMENT.fullmatch(moment.text.strip())
    clock = _clock(found.group("clock")) if found else None
    if not moment.text.strip() or found is None or (found.group("clock") and clock is None):
        remedy = "写成 next_working_day 10:00、+3d 10:00、+20m，或 日期槽 -3d 10:00"
        reading.problems.add("bad-value", moment.at, f"at 读不懂：「{moment.text}」", remedy)
        return None
    sign, span = _offset(found.group("offset") or "+0d")
    return When(Word(found.group("base") or "now", moment.at), sign * span, clock)


def _offset(text: str) -> tuple[int, dt.timedelta]:
    return (-1 if text[0] == "-" else 1), duration(text[1:]) or dt.timedelta()


def _clock(text: str | None) -> dt.time | None:
    hour, _, minute = (text or "99:0").partition(":")
    return dt.time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def _handoff(form: Form, reading: Reading) -> Handoff | None:
    body = form.table("handoff")
    if body is None:
        return None
    inner = Form(body, ("to", "say"), "handoff", reading.problems)
    to, said = inner.word("to", required=True), inner.raw("say")
    bubbles = read_bubbles(said, reading.scope, reading.problems, "handoff") if said else ()
    if to is not None and to.text not in reading.scope.whom:
        reading.problems.add("unknown-fact", to.at, f"{FACTLESS}，没有「{to}」", "写事实的名字或它的号码")
    return Handoff(to, bubbles) if to else None


def _inside(form: Form, name: str, keys: tuple[str, ...], problems: Problems, shape: tuple[str, str]) -> Form | None:
    """The table behind an action's name; one word in its place is told with the shape that it should have."""
    node = form.raw(name)
    if isinstance(node, Scalar):
        problems.add("wrong-shape", node.at, *shape)
        return None
    body = table(node, name, problems) if node is not None else None
    return Form(body, keys, name, problems) if body is not None else None


def _picture(form: Form, reading: Reading) -> Picture | None:
    problems = reading.problems
    shape = "picture 要写明标题、列表和画哪个金额", "写成 {title: 标题, list: 列表, bar: 金额字段}"
    inner = _inside(form, "picture", PICTURE, problems, shape)
    if inner is None:
        return None
    title, note = inner.scalar("title", required=True), inner.scalar("note")
    name, bar = inner.word("list", required=True), inner.word("bar", required=True)
    said = read_line(title, reading.scope, problems, "bubble") if title else None
    below = read_line(note, reading.scope, problems, "bubble") if note else None
    if said is None or name is None or bar is None:
        return None
    return Picture(said, name, bar, inner.word("second"), inner.word("total"), below)


def _repeat(form: Form, reading: Reading) -> Repeat | None:
    problems = reading.problems
    shape = "repeat 要写明列表、字段和怎么问", "写成 {list: 列表, more: 还有吗？, fields: {字段: {ask: …}}}"
    inner = _inside(form, "repeat", ("list", "more", "fields"), problems, shape)
    if inner is None:
        return None
    name, more = inner.word("list", required=True), inner.scalar("more", required=True)
    listed = reading.slots.lists.get(name.text) if name else None
    fields = []
    for key, value in (inner.table("fields", required=True) or Table((), inner.at)).items:
        each = table(value, f"字段 {key.text} ", problems)
        if each is None:
            continue
        inside = Form(each, FIELD, f"字段 {key.text} ", problems)
        ask = read_ask(inside, reading, key.word, f"{listed.alias}." if listed else "")
        if ask is not None:
            fields.append(ask)
    if name is None:
        return None
    question = read_line(more, reading.scope, problems, "question") if more else None
    return Repeat(name, tuple(fields), question, form.node.key("repeat").at)  # type: ignore[union-attr]  # it is there


def _export(form: Form, reading: Reading) -> Export | None:
    """`{for: export_for, as: export_form}`; without `for` it is the script or letter shown last."""
    body = form.table("export")
    if body is None:
        return None
    inner = Form(body, ("for", "as"), "export", reading.problems)
    kind, audience = inner.word("as", required=True), inner.word("for")
    return Export(kind, audience) if kind else None


def _next(form: Form, reading: Reading) -> tuple[Rule, ...]:
    node = form.raw("next")
    if node is None:
        return ()
    if isinstance(node, Scalar):
        return (Rule(None, node.word, node.at),)
    listed = rows(node, "next", reading.problems)
    found = [_rule(item, reading) for item in listed or ()]
    return tuple(rule for rule in found if rule is not None)


def _rule(node: Node, reading: Reading) -> Rule | None:
    """`{when: …, goto: …}` or `{else: …}`."""
    problems = reading.problems
    body = table(node, "next 的每一条", problems)
    if body is None:
        return None
    form = Form(body, ("when", "goto", "else"), "next 的这一条", problems)
    if body.get("else") is not None:
        other = form.word("else", required=True)
        if body.get("when") is not None or body.get("goto") is not None:
            problems.add("wrong-shape", body.at, "else 要单独一条", "写成 - {else: 步骤}")
        return Rule(None, other, form.at) if other else None
    source, goto = form.scalar("when", required=True), form.word("goto", required=True)
    when = read_expression(source, reading.slots.types, problems) if source else None
    return Rule(when, goto, form.at) if when and goto else None

"""A flow file becomes a flow: its head, its steps and what it guarantees."""

from __future__ import annotations

from bot.content.ask_reader import Reading
from bot.content.forms import Form, rows, table
from bot.content.nodes import Node, Table
from bot.content.problems import Problems
from bot.content.step_reader import read_step
from bot.content.template_reader import tell_literals
from bot.content.tree import Flow, Guarantee

FLOW = ("flow", "title", "start", "landing", "crisis", "progress", "was", "steps", "guarantees")
PROMISES = (
    *("before", "through", "questions_before", "at_most", "advice_within"),
    *("script_within", "gives", "listens", "always_reachable", "asks_nothing", "ends_in"),
)
MOST_TITLE = 30


def read_flow(file: str, top: Table, reading: Reading) -> Flow | None:
    """One flow, or None where it has no name, no start or no step (told)."""
    problems = reading.problems
    form = Form(top, FLOW, "流程", problems)
    expected = file.rpartition("/")[2].removesuffix(".yaml")
    name, start = form.identifier("flow", required=True), form.word("start", required=True)
    title = form.scalar("title", required=True)
    if title is not None:
        tell_literals(title.text, 0, title.place, problems)
        if len(title.text) > MOST_TITLE:
            problems.add("bad-value", title.at, f"标题最多 {MOST_TITLE} 个字", "写短一些")
    if name is not None and name.text != expected:
        remedy = f"写成 flow: {expected}，或给文件改名"
        problems.add("bad-value", name.at, f"流程名 {name} 和文件名 {expected} 不一样", remedy)
    steps = {}
    for key, node in (form.table("steps", required=True) or Table((), top.at)).items:
        step = read_step(key, node, reading)
        if step is not None:
            steps[key.text] = step
    guarantees = _guarantees(form.raw("guarantees"), problems)
    if name is None or start is None or not steps:
        return None
    return Flow(
        file,
        name.text,
        name,
        title.text if title else name.text,
        start,
        steps,
        form.flag("crisis"),
        form.word("landing"),
        form.words("progress"),
        form.words("was"),
        guarantees,
    )


def _guarantees(node: Node | None, problems: Problems) -> tuple[Guarantee, ...]:
    listed = rows(node, "guarantees", problems) if node is not None else None
    found = [_guarantee(item, problems) for item in listed or ()]
    return tuple(promise for promise in found if promise is not None)


def _guarantee(node: Node, problems: Problems) -> Guarantee | None:
    """One promise, recognised by the key that only it has."""
    body = table(node, "每一条保证", problems)
    if body is None:
        return None
    form = Form(body, PROMISES, "保证", problems)
    if form.node.key("through") is not None:
        place, through = form.word("before", required=True), form.word("through", required=True)
        return Guarantee("through", form.at, place, through) if place and through else None
    if form.node.key("questions_before") is not None:
        place, limit = (
            form.word("questions_before", required=True),
            form.number("at_most", 0, 50, required=True),
        )
        return Guarantee("questions_before", form.at, place, limit=limit) if place and limit is not None else None
    for kind in ("advice_within", "script_within", "listens"):
        if form.node.key(kind) is not None:
            limit = form.number(kind, 1, 50, required=True)
            gives = form.word("gives") if kind == "script_within" else None
            return Guarantee(kind, form.at, limit=limit, gives=gives) if limit is not None else None
    for kind in ("always_reachable", "asks_nothing"):
        if form.node.key(kind) is not None:
            place = form.word(kind, required=True)
            return Guarantee(kind, form.at, place) if place else None
    if form.node.key("ends_in") is not None:
        outcomes = form.words("ends_in")
        return Guarantee("ends_in", form.at, outcomes=outcomes) if outcomes else None
    remedy = "例如 {before: script, through: overdue}"
    problems.add("missing-key", form.at, "这条保证没写全", remedy)
    return None

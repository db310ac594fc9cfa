"""Ways through the book: no dead end, no lost step, no call into itself, no circle without a question."""

from __future__ import annotations

from bot.content.flowgraph import DEEPEST, Graph, Node, components, describe, expand, flow_start
from bot.content.problems import Problems
from bot.content.tree import At, Flow, Step, Tree
from bot.engine.flowbook import Place


def check_exits(tree: Tree, problems: Problems) -> None:
    """Every step has exactly one way on: `next` with a last `else`, or `end`."""
    for flow in tree.flows.values():
        for step in flow.steps.values():
            _exit(step, problems)


def _exit(step: Step, problems: Problems) -> None:
    if not step.next and step.end is None:
        message = f"步骤 {step.name} 没有出路：既没有 next，也没有 end"
        remedy = "加一行 next: 步骤，或 end: 结果；跳过、没听懂的人也从这里走"
        problems.add("dead-end", step.at, message, remedy)
    if step.next and step.end is not None:
        message = f"步骤 {step.name} 同时写了 next 和 end"
        problems.add("two-exits", step.end.at, message, "留一个")
    if step.next and step.next[-1].when is not None:
        last = step.next[-1]
        message = f"步骤 {step.name} 的 next 没有 else，条件都不成立时没有去处"
        problems.add("missing-else", last.at, message, "最后加一条 {else: 步骤}")
    for n, rule in enumerate(step.next[:-1]):
        if rule.when is None:
            message = "else 后面的都走不到"
            problems.add("rule-never", step.next[n + 1].at, message, "把 else 放到最后")
            break


def check_reach(graph: Graph, problems: Problems) -> None:
    """Steps and flows to which no way leads."""
    tree, places = graph.tree, graph.places
    for flow in tree.flows.values():
        reached = {p.step for p in places if p.flow == flow.id}
        if not reached:
            remedy = "在别的流程里 call 或 goto 它，或写进 book.yaml、interrupts.yaml"
            problems.add("unreachable-flow", flow.name.at, f"没有路走到流程 {flow.id}", remedy)
            reached = _inside(tree, flow)
        for name, step in flow.steps.items():
            if name not in reached and not (flow.landing and flow.landing.text == name):
                message = f"没有路走到步骤 {flow.id}.{name}"
                problems.add("unreachable-step", step.at, message, "从别的步骤 next 或 goto 过来，或删掉它")


def check_beside(tree: Tree, problems: Problems) -> None:
    """What is said beside something more urgent puts no question: the one that follows is that one's."""
    for interrupt in tree.interrupts:
        start = flow_start(tree, interrupt.beside)
        if interrupt.beside is None or start is None:
            continue
        steps = (tree.flows[place.flow].steps[place.step] for place in expand(tree, [start]).places)
        if any(step.ask is not None or step.repeat is not None for step in steps):
            message = f"插话 {interrupt.id} 顺带说的 {interrupt.beside} 会提问，一轮就有两个问题"
            problems.add("two-questions", interrupt.beside.at, message, "顺带的只说几句，不写 ask")


def _inside(tree: Tree, flow: Flow) -> set[str]:
    """What a flow that nobody enters would reach by itself."""
    start = flow_start(tree, flow.name)
    places = expand(tree, [start]).places if start else frozenset[Place]()
    return {p.step for p in places if p.flow == flow.id}


def check_calls(graph: Graph, problems: Problems) -> None:
    """A flow that calls itself, directly or by a way round, would lay callers on callers for ever; so would, for a person, a
    call in a call in a call."""
    for place, word in graph.recursive.items():
        message = f"步骤 {place} 调用 {word}，而 {word} 又会走回 {place} 再调用一次"
        remedy = "被 call 的流程里用 end 回去；要换地方，就把这里的 call 改成 next"
        problems.add("recursive-call", word.at, message, remedy)
    for place, word in () if graph.too_big else graph.deep.items():
        message = f"步骤 {place} 调用 {word} 时，已经有 {DEEPEST} 个流程等在下面"
        problems.add("too-deep", word.at, message, "少套几层：到这里改用 next 去那个流程，或把两层并成一层")
    if graph.too_big:
        home = graph.tree.routes.home
        at = home.at if home is not None else graph.tree.routes.at
        message = "流程互相 call 得太多，展开以后看不完"
        problems.add("too-tangled", at, message, "少套几层 call，能用 goto 就用 goto")


def check_loops(graph: Graph, problems: Problems) -> None:
    """A circle in which nobody is asked anything would talk without end."""
    silent = {n for n in graph.edges if not (n.half == "out" and graph.step(n).ask is not None)}
    ways = {n: [e.target for e in graph.edges[n] if e.target in silent] for n in silent}
    told: set[frozenset[Place]] = set()
    for group in components(sorted(silent, key=str), ways):
        if len(group) == 1 and group[0] not in ways[group[0]]:
            continue
        places = frozenset(n.place for n in group)
        if places in told:
            continue
        told.add(places)
        circle = _circle(graph, group)
        at: At = graph.step(circle[0]).at
        way = f"{describe(circle, circle[0].place.flow)} → {circle[0].place.step}"
        message = f"一直转圈、不问人：先 {way}"
        problems.add("silent-loop", at, message, "在圈里加一个 ask，或让其中一步去别处")


def _circle(graph: Graph, group: list[Node]) -> list[Node]:
    """One circle inside a component, beginning with its first step in the order of the files."""
    inside = set(group)
    first = min(group, key=lambda n: (graph.step(n).at, n.half != "in", str(n.stack)))
    successors = [e.target for e in graph.edges[first] if e.target in inside]
    path = graph.path(successors, lambda n: n == first, lambda n: n not in inside)
    return [first, *path[:-1]]

"""The longest way to a step, counted in questions; or the circle that makes it endless.

Circles that come back through a detour are cut where they come back: the borrower chose to walk them. Any
other circle that asks makes the way unbounded. What remains has circles without questions only.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from bot.content.flowgraph import Graph, Node, components
from bot.engine.flowbook import Place

Weight = Callable[[Node], int]
Ways = dict[Node, list[Node]]


class Longest(Struct, frozen=True):
    """How many questions the longest way asks, and the way itself, the target last."""

    count: int
    path: list[Node]


class Unbounded(Struct, frozen=True):
    """A circle that asks, the first step again at the end."""

    circle: list[Node]


def longest(graph: Graph, target: Place, questions: Weight) -> Longest | Unbounded | None:
    """The longest way from the roots to the first arrival at `target`; None where no way leads there."""
    wanted = {n for n in graph.edges if n.place == target and n.half == "in"}
    ways = _towards(graph, wanted)
    if not any(r in ways for r in graph.roots):
        return None

    def weight(node: Node) -> int:
        return 0 if graph.step(node).detour else questions(node)

    ways = _without_detour_circles(graph, ways)
    groups = components(list(ways), ways)
    for group in groups:
        if (len(group) > 1 or group[0] in ways[group[0]]) and any(weight(n) for n in group):
            return Unbounded(_circle(group, ways, weight))
    return _longest(graph, groups, ways, wanted, weight)


def _towards(graph: Graph, wanted: set[Node]) -> Ways:
    """The part of the graph that lies on some way from the roots to the target; the target has no way on."""
    forward = graph.reach(graph.roots)
    before = graph.predecessors()
    seen, todo = set(wanted), list(wanted)
    while todo:
        for edge in before[todo.pop()]:
            if edge.source not in seen and edge.source not in wanted:
                seen.add(edge.source)
                todo.append(edge.source)
    inside = seen & forward
    return {
        n: [] if n in wanted else list(dict.fromkeys(e.target for e in graph.edges[n] if e.target in inside))
        for n in graph.edges
        if n in inside
    }


def _without_detour_circles(graph: Graph, ways: Ways) -> Ways:
    """The ways without those that lead back through a detour to where the borrower left."""
    cut: set[tuple[Node, Node]] = set()
    for group in components(list(ways), ways):
        inside = set(group)
        detours = {n for n in group if graph.step(n).detour}
        if not detours:
            continue
        for node in group:
            for back in ways[node]:
                if back not in inside or not _dominates(graph, ways, back, node):
                    continue
                if not _reaches(ways, back, node, inside - detours):
                    cut.add((node, back))
    return {n: [t for t in targets if (n, t) not in cut] for n, targets in ways.items()}


def _dominates(graph: Graph, ways: Ways, first: Node, node: Node) -> bool:
    """Whether every way from the roots to `node` passes `first`."""
    if first == node:
        return True
    roots = [r for r in graph.roots if r in ways and r != first]
    return not any(_reaches(ways, root, node, ways.keys() - {first}) for root in roots)


def _reaches(ways: Ways, source: Node, target: Node, inside: set[Node]) -> bool:
    """Whether a way inside the given nodes leads from one to the other."""
    if source not in inside or target not in inside:
        return False
    seen, todo = {source}, [source]
    while todo:
        here = todo.pop()
        if here == target:
            return True
        for following in ways[here]:
            if following in inside and following not in seen:
                seen.add(following)
                todo.append(following)
    return False


def _circle(group: list[Node], ways: Ways, weight: Weight) -> list[Node]:
    """A shortest circle of the group through a node that asks."""
    inside = set(group)
    first = min((n for n in group if weight(n)), key=str)
    came: dict[Node, Node] = {}
    queue = [first]
    for node in queue:
        for following in ways[node]:
            if following == first:
                path = [node]
                while path[-1] != first:
                    path.append(came[path[-1]])
                return [*path[::-1], first]
            if following in inside and following not in came:
                came[following] = node
                queue.append(following)
    raise AssertionError(first)


def _longest(graph: Graph, groups: list[list[Node]], ways: Ways, wanted: set[Node], weight: Weight) -> Longest | None:
    """Groups come targets first: the best way on is known when a group before it is looked at."""
    number = {n: i for i, group in enumerate(groups) for n in group}
    best: list[tuple[int, tuple[Node, Node] | None] | None] = []
    for group in groups:
        onward: tuple[int, tuple[Node, Node] | None] | None = (0, None) if wanted & set(group) else None
        for node in group:
            for following in ways[node]:
                beyond = best[number[following]] if number[following] != number[node] else None
                if beyond is not None and (onward is None or beyond[0] > onward[0]):
                    onward = (beyond[0], (node, following))
        best.append(None if onward is None else (onward[0] + sum(weight(n) for n in group), onward[1]))
    starts = [(found[0], r) for r in graph.roots if r in number and (found := best[number[r]]) is not None]
    if not starts:
        return None
    count, here = max(starts, key=lambda s: s[0])
    return Longest(count, _walk(here, number, best, ways))


def _walk(
    here: Node, number: dict[Node, int], best: list[tuple[int, tuple[Node, Node] | None] | None], ways: Ways
) -> list[Node]:
    path = [here]
    while (found := best[number[path[-1]]]) is not None and found[1] is not None:
        leaves, following = found[1]
        path += _between(path[-1], leaves, ways)
        path.append(following)
    return path


def _between(source: Node, target: Node, ways: Ways) -> list[Node]:
    """The nodes after `source` up to `target` inside a circle that asks nothing."""
    came: dict[Node, Node] = {}
    queue = [source]
    for node in queue:
        if node == target:
            break
        for following in ways[node]:
            if following not in came and following != source:
                came[following] = node
                queue.append(following)
    path: list[Node] = []
    here = target
    while here != source:
        path.append(here)
        here = came[here]
    return path[::-1]

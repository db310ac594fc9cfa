"""The step graph of a tree: calls inlined, one edge for each way out, lenient where names do not resolve.

A step is two nodes, because a call lies between what it says and what it asks:

    in   set, say, document, picture, remind, handoff   →  the called flow, or straight on
    out  repeat, ask, and the ways out                  →  choices with `goto`, rules of `next`, `end`

`goto` replaces the top of the stack, `call` lays a flow on it, `end` takes one off: the stack of callers is
part of a node. Names that lead nowhere are told elsewhere and have no edge here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import Struct, field

from bot.content.tree import At, Choice, Expr, Step, Tree, Word
from bot.engine.flowbook import Place

DEEPEST = (
    8  # flows that wait for one another: who is asked there has long lost the thread, and every answer carries the pile
)
TOO_MANY = 5_000  # nodes: flows that call each other this often cannot be followed by a person either

Stack = tuple[Place, ...]


class Node(Struct, frozen=True):
    """Half a step under a stack of callers."""

    place: Place
    half: str  # in, out
    stack: Stack = ()


class Edge(Struct, frozen=True, eq=False):
    """One way from node to node, with what it proves: the choice taken, or the rule that held."""

    source: Node
    target: Node
    kind: str  # on, call, return, choice, rule
    choice: Choice | None = None
    rule: Expr | None = None
    failed: tuple[Expr, ...] = ()
    at: At | None = None


class Graph(Struct):
    """What can be reached from some places, and how."""

    tree: Tree
    edges: dict[Node, list[Edge]] = field(default_factory=dict)
    roots: list[Node] = field(default_factory=list)
    ends: dict[Node, Word] = field(default_factory=dict)  # nodes whose `end` leaves the outermost flow
    recursive: dict[Place, Word] = field(default_factory=dict)  # steps whose call leads back to themselves
    deep: dict[Place, Word] = field(default_factory=dict)  # steps whose call would lay one flow too many on the pile
    too_big: bool = False

    def step(self, node: Node) -> Step:
        return self.tree.flows[node.place.flow].steps[node.place.step]

    @property
    def places(self) -> frozenset[Place]:
        return frozenset(n.place for n in self.edges)

    def all_edges(self) -> Iterator[Edge]:
        for edges in self.edges.values():
            yield from edges

    def predecessors(self) -> dict[Node, list[Edge]]:
        before: dict[Node, list[Edge]] = {n: [] for n in self.edges}
        for edge in self.all_edges():
            before[edge.target].append(edge)
        return before

    def path(
        self, sources: Iterable[Node], wanted: Callable[[Node], bool], barred: Callable[[Node], bool]
    ) -> list[Node]:
        """A shortest way to a wanted node that enters no barred one; empty where there is none."""
        came: dict[Node, Node | None] = {s: None for s in sources if not barred(s)}
        queue = deque(came)
        while queue:
            node = queue.popleft()
            if wanted(node):
                return _back(came, node)
            for edge in self.edges[node]:
                if edge.target not in came and not barred(edge.target):
                    came[edge.target] = node
                    queue.append(edge.target)
        return []

    def path_to(
        self, sources: Iterable[Node], target: Node, barred: Callable[[Node], bool] | None = None
    ) -> list[Node]:
        """A shortest way to one node."""
        return self.path(sources, lambda n: n == target, barred or (lambda n: False))

    def reach(self, sources: Iterable[Node]) -> frozenset[Node]:
        """Every node on some way from the sources, themselves included."""
        seen = set(sources)
        todo = list(seen)
        while todo:
            for edge in self.edges[todo.pop()]:
                if edge.target not in seen:
                    seen.add(edge.target)
                    todo.append(edge.target)
        return frozenset(seen)


def expand(tree: Tree, starts: Iterable[Place]) -> Graph:
    """The graph of all that can be reached from these places."""
    graph = Graph(tree)
    graph.roots = [Node(p, "in") for p in dict.fromkeys(starts)]
    todo = list(graph.roots)
    while todo:
        node = todo.pop()
        if node in graph.edges:
            continue
        if len(graph.edges) >= TOO_MANY:
            graph.too_big = True
            graph.edges = {n: [e for e in edges if e.target in graph.edges] for n, edges in graph.edges.items()}
            graph.roots = [r for r in graph.roots if r in graph.edges]
            return graph
        graph.edges[node] = list(_ways(graph, node))
        todo += [e.target for e in graph.edges[node]]
    return graph


def _ways(graph: Graph, node: Node) -> Iterator[Edge]:
    step = graph.step(node)
    if node.half == "in":
        yield _through(graph, node, step)
        return
    yield from _choices(graph, node, step)
    yield from _rules(graph, node, step)
    if step.end is not None and not step.next:
        if node.stack:
            yield Edge(node, Node(node.stack[-1], "out", node.stack[:-1]), "return", at=step.end.at)
        else:
            graph.ends[node] = step.end


def _through(graph: Graph, node: Node, step: Step) -> Edge:
    """From the first half to the second, by way of the called flow where there is one."""
    straight = Edge(node, Node(node.place, "out", node.stack), "on")
    start = flow_start(graph.tree, step.call)
    if step.call is None or start is None:
        return straight
    if node.place in node.stack:
        graph.recursive.setdefault(node.place, step.call)
        return straight
    if len(node.stack) >= DEEPEST:
        graph.deep.setdefault(node.place, step.call)
    return Edge(node, Node(start, "in", (*node.stack, node.place)), "call", at=step.call.at)


def _choices(graph: Graph, node: Node, step: Step) -> Iterator[Edge]:
    flow = graph.tree.flows[node.place.flow]
    for choice in graph.tree.choices(step.ask) if step.ask else ():
        if choice.goto is None:
            continue
        place = graph.tree.place(flow, choice.goto.text)
        if place is not None:
            yield Edge(node, Node(place, "in", node.stack), "choice", choice=choice, at=choice.goto.at)


def _rules(graph: Graph, node: Node, step: Step) -> Iterator[Edge]:
    flow = graph.tree.flows[node.place.flow]
    failed: tuple[Expr, ...] = ()
    for rule in step.next:
        place = graph.tree.place(flow, rule.goto.text)
        if place is not None:
            target = Node(place, "in", node.stack)
            yield Edge(node, target, "rule", rule=rule.when, failed=failed, at=rule.goto.at)
        if rule.when is None:
            return
        failed = (*failed, rule.when)


def flow_start(tree: Tree, name: Word | None) -> Place | None:
    """Where a called flow begins, or None where there is no such flow or step."""
    flow = tree.flows.get(name.text) if name is not None else None
    if flow is None or flow.start.text not in flow.steps:
        return None
    return Place(flow.id, flow.start.text)


def entries(tree: Tree, *, returns: bool = True) -> list[Place]:
    """Where people enter the book: routes, interrupts, what is answered in danger; with `returns` also returns and reminders."""
    routes = tree.routes
    words = [routes.home, routes.talk, routes.export, *routes.danger.values(), *routes.priorities.values()]
    if returns:
        words += [routes.returning, routes.returned, routes.care]
    places = [tree.route(w.text) for w in words if w is not None]
    places += [flow_start(tree, word) for i in tree.interrupts for word in (i.call, i.beside)]
    places += [tree.route(word.text) for aside in tree.danger.said for word in aside.goto]
    if returns:
        for flow in tree.flows.values():
            for step in flow.steps.values():
                places += [flow_start(tree, r.call) for r in step.reminds]
    return list(dict.fromkeys(p for p in places if p is not None))


def describe(path: Iterable[Node | Place], home: str = "") -> str:
    """先 a → b → c: places in order, each once, steps of the home flow by their bare names."""
    names: list[str] = []
    for item in path:
        place = item.place if isinstance(item, Node) else item
        name = place.step if place.flow == home else str(place)
        if not names or names[-1] != name:
            names.append(name)
    return " → ".join(names)


def components(nodes: Collection[Node], edges: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """Strongly connected components in reverse topological order (Tarjan, without recursion)."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    found: list[list[Node]] = []
    for root in nodes:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(edges.get(root, ())))]
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges.get(target, ()))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_popped(stack, on_stack, node))
    return found


def _popped(stack: list[Node], on_stack: set[Node], last: Node) -> list[Node]:
    """The top of the stack down to `last`, taken off."""
    group: list[Node] = []
    while not group or group[-1] != last:
        group.append(stack.pop())
        on_stack.discard(group[-1])
    return group


def _back(came: Mapping[Node, Node | None], node: Node) -> list[Node]:
    path: list[Node] = []
    here: Node | None = node
    while here is not None:
        path.append(here)
        here = came[here]
    return path[::-1]

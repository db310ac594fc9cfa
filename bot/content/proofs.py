"""Guarantees of the editors, proved on the step graph; one that fails prints the way on which it fails.

| form | holds where |
|---|---|
| `before` X `through` Y | every way into X, from wherever people enter, passes Y |
| `questions_before` X | the longest way from the flow's start to X asks at most so many questions |
| `advice_within` N | on every way from the flow's start advice stands before the N-th question |
| `script_within` N | the same for words to read out: a document, or a card; with `gives` that very document |
| `listens` N | the flow only listens: nothing asked is kept or picked from, but after every N turns one gentle offer with a way out |
| `always_reachable` X | from every step a way leads to X, or X lies behind a danger route |
| `asks_nothing` X | X puts no question, and no flow that it calls does |
| `ends_in` | the flow's own ends have only these outcomes |

Both ways of a `when` are possible. Steps with `detour: true` are chosen by the borrower: their questions are not
counted, and a circle that comes back through one is not counted twice. A flow that begins with a detour is a branch:
what it promises counts from the message that led into it, and there every question counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.content.flowgraph import Graph, Node, describe, entries, expand, flow_start
from bot.content.longest import Unbounded, longest
from bot.content.problems import Problems
from bot.content.tree import CardRef, Flow, Guarantee, Step, Tree, Word
from bot.engine.flowbook import Place


def prove(tree: Tree, problems: Problems) -> None:
    """Prove every guarantee of every flow; those whose names do not resolve are told by the checks."""
    if expand(tree, entries(tree)).too_big:
        return  # told by the checks
    for flow in tree.flows.values():
        for guarantee in flow.guarantees:
            Proof(tree, flow, guarantee, problems).run()


class Proof:
    """One guarantee of one flow."""

    def __init__(self, tree: Tree, flow: Flow, guarantee: Guarantee, problems: Problems) -> None:
        self.tree = tree
        self.flow = flow
        self.guarantee = guarantee
        self.problems = problems

    def run(self) -> None:
        proofs: dict[str, Callable[[], None]] = {
            "through": self.through,
            "questions_before": self.questions_before,
            "advice_within": self.advice_within,
            "script_within": self.script_within,
            "listens": self.listens,
            "always_reachable": self.always_reachable,
            "asks_nothing": self.asks_nothing,
            "ends_in": self.ends_in,
        }
        proofs[self.guarantee.kind]()

    def fails(self, message: str, remedy: str) -> None:
        self.problems.add("guarantee-fails", self.guarantee.at, f"保证不成立：{message}", remedy)

    def place(self, word: Word | None) -> Place | None:
        return self.tree.place(self.flow, word.text) if word is not None else None

    def start(self) -> list[Place]:
        """Where the flow begins."""
        start = flow_start(self.tree, self.flow.name)
        return [start] if start is not None else []

    # --- the forms

    def through(self) -> None:
        target, needed = self.place(self.guarantee.place), self.place(self.guarantee.through)
        if target is None or needed is None:
            return
        graph = expand(self.tree, [*self.start(), *entries(self.tree, returns=False)])
        path = graph.path(graph.roots, lambda n: n.place == target, lambda n: n.place == needed)
        if path:
            way = describe(path, self.flow.id)
            self.fails(f"不经过 {self.guarantee.through} 也能到：先 {way}", "补上这条路，或改保证")

    def questions_before(self) -> None:
        target = self.place(self.guarantee.place)
        if target is None:
            return
        graph = expand(self.tree, self.start())
        found = longest(graph, target, lambda n: questions_in(graph, n))
        if found is None:
            message = f"从 {self.flow.id} 的开头走不到 {self.guarantee.place}"
            self.fails(message, "改保证里的步骤，或补上路")
        elif isinstance(found, Unbounded):
            way = describe(found.circle, self.flow.id)
            self.fails(f"问题可以一直问下去：先 {way}", "把圈断开，或给用户自己选的步骤写 detour: true")
        elif found.count > self.guarantee.limit:
            way = _counted(graph, found.path, self.flow.id)
            message = f"最长的路要问 {found.count} 个，说好最多 {self.guarantee.limit} 个：先 {way}"
            self.fails(message, "少问几个，或把可选的步骤写成 detour: true")

    def advice_within(self) -> None:
        """A shortest way on which the N-th question is put, or the conversation ends, with no advice before."""
        self._within("没有建议", "在这条路上早些放一步 advice: true", lambda step: step.advice)

    def script_within(self) -> None:
        """A shortest way on which the N-th question is put, or the conversation ends, with nothing to read out."""
        gives = self.guarantee.gives
        what = f"没有给出 {gives}" if gives else "没有话术"
        self._within(what, "在这条路上早些放一份 document，或一张照着念的卡片", lambda step: _gives(step, gives))

    def listens(self) -> None:
        """Every step that is more than listening, and a shortest way on which an offer comes too early, or none in time."""
        for name, step in self.flow.steps.items():
            if step.repeat or step.preview or step.export or step.call:
                self.fails(f"步骤 {name} 不只是听", "把它放到听完以后的流程里")
            elif step.ask is not None and (step.ask.save.text != "none" or step.ask.listens):
                self.fails(f"步骤 {name} 把话记成回答", "写 save: none 和 listens: false")
            elif step.ask is not None and step.ask.choices and not any(c.goto for c in step.ask.choices):
                self.fails(f"步骤 {name} 有选项，没有一个走得开", "给一个选项写 goto")
        graph = expand(self.tree, self.start())
        path, heard = _unheard(graph, self.flow.id, self.guarantee.limit)
        if path:
            early = heard < self.guarantee.limit
            what = f"才听了 {heard} 轮就问要不要看" if early else f"听了 {heard} 轮还没有出口"
            way = _counted(graph, path, self.flow.id, every=True)
            self.fails(f"说好每听 {self.guarantee.limit} 轮轻问一次，{what}：先 {way}", "移动有选项的那一步")

    def _within(self, what: str, remedy: str, helps: Callable[[Step], bool]) -> None:
        origin = self.place(self.guarantee.place) if self.guarantee.place is not None else None
        graph = expand(self.tree, [origin] if origin is not None else self.start())
        path = _unhelped(graph, self.guarantee.limit, helps)
        if path:
            way = _counted(graph, path, self.flow.id, _branch(graph))
            self.fails(f"用户第 {self.guarantee.limit} 条消息以前{what}：先 {way}", remedy)

    def always_reachable(self) -> None:
        target = self.place(self.guarantee.place)
        if target is None:
            return
        dangers = [self.tree.route(w.text) for w in self.tree.routes.danger.values()]
        latched = expand(self.tree, [p for p in dangers if p is not None])
        if target in latched.places:
            return
        graph = expand(self.tree, [*entries(self.tree), *self.start()])
        arriving = _backwards(graph, target)
        lost = sorted({str(n.place) for n in graph.edges if n not in arriving})
        if lost:
            few = "、".join(lost[:5]) + ("……" if len(lost) > 5 else "")
            self.fails(f"从这些步骤走不到 {self.guarantee.place}：{few}", "补上路，或放到危险的去处后面")

    def asks_nothing(self) -> None:
        target = self.place(self.guarantee.place)
        if target is None:
            return
        step = self.tree.flows[target.flow].steps[target.step]
        if any((step.ask, step.repeat, step.preview, step.export and step.export.audience)):
            self.fails(f"步骤 {self.guarantee.place} 会提问", "把问题移到下一步，或删掉它")
            return
        start = flow_start(self.tree, step.call)
        if start is not None:
            graph = expand(self.tree, [start])
            path = graph.path(graph.roots, lambda n: bool(questions_in(graph, n)), lambda n: False)
            if path:
                way = describe([target, *path], self.flow.id)
                self.fails(f"步骤 {self.guarantee.place} 调用的流程会提问：先 {way}", "别在这一步 call")

    def ends_in(self) -> None:
        allowed = {w.text for w in self.guarantee.outcomes}
        graph = expand(self.tree, self.start())
        for name, step in self.flow.steps.items():
            if step.end is None or step.end.text in allowed:
                continue
            place = Place(self.flow.id, name)
            path = graph.path_to(graph.roots, Node(place, "in"))
            way = f"：先 {describe(path, self.flow.id)}" if path else ""
            self.fails(f"步骤 {name} 以 {step.end} 结束，不在 ends_in 里{way}", "改结果，或写进 ends_in")


def questions_in(graph: Graph, node: Node) -> int:
    """How many questions half a step may put: a list loop asks each field of each item."""
    step = graph.step(node)
    return 0 if node.half == "in" else questions_of_step(graph.tree, step)


def questions_of_step(tree: Tree, step: Step) -> int:
    count = 1 if step.ask is not None else 0
    if step.repeat is not None:
        owner = tree.lists.get(step.repeat.list_name.text)
        count += (owner.maximum if owner else 1) * len(step.repeat.fields)
    return count


def _counted(graph: Graph, path: list[Node], home: str, every: bool = False) -> str:
    """The way with the running number of each question: a（问 1）→ b（问 2）."""
    names: list[str] = []
    count = 0
    seen: Node | None = None
    for node in path:
        step = graph.step(node)
        asked = 0 if step.detour and not every else questions_in(graph, node)
        count += asked
        name = node.place.step if node.place.flow == home else str(node.place)
        if seen is None or seen.place != node.place or seen.half == node.half:
            names.append(name)
        if asked:
            names[-1] += f"（问 {count}）"
        seen = node
    return " → ".join(names)


def _unheard(graph: Graph, home: str, limit: int) -> tuple[list[Node], int]:
    """A shortest way to a question that does not come after exactly so many turns of listening, and how many came before."""
    came: dict[State, State | None] = {(r, 0): None for r in graph.roots}
    queue = list(came)
    for state in queue:
        node, heard = state
        ask = graph.step(node).ask if node.half == "out" else None
        if ask is not None:
            if bool(ask.choices) != (heard == limit):
                return list(_track(came, state)), heard
            heard = 0 if ask.choices else heard + 1
        for edge in graph.edges[node]:
            following = (edge.target, heard)
            if following not in came and edge.target.place.flow == home:
                came[following] = state
                queue.append(following)
    return [], 0


def _gives(step: Step, document: Word | None) -> bool:
    """Whether a step hands out words to read out: this document, or any, or a card."""
    if document is not None:
        return step.document is not None and step.document.text == document.text
    return step.document is not None or any(isinstance(bubble, CardRef) for bubble in step.say)


def _branch(graph: Graph) -> bool:
    """Whether the borrower chose to be here: then its detours are no detours."""
    return all(graph.step(root).detour for root in graph.roots)


def _unhelped(graph: Graph, limit: int, helps: Callable[[Step], bool]) -> list[Node]:
    """A shortest way without help to the `limit`-th question or to the end; empty if there is none."""
    every = _branch(graph)
    came: dict[tuple[Node, int], tuple[Node, int] | None] = {(r, 0): None for r in graph.roots}
    queue = list(came)
    for state in queue:
        node, count = state
        step = graph.step(node)
        if helps(step):
            continue
        count += 0 if step.detour and not every else questions_in(graph, node)
        ended = node in graph.ends and (every or not _chosen(graph, came, state))
        if count >= limit or ended:
            return list(_track(came, state))
        for edge in graph.edges[node]:
            following = (edge.target, count)
            if following not in came:
                came[following] = state
                queue.append(following)
    return []


State = tuple[Node, int]


def _chosen(graph: Graph, came: dict[State, State | None], state: State) -> bool:
    """Whether the borrower left the way by a detour: such an end owes no advice."""
    return any(graph.step(node).detour for node in _track(came, state))


def _track(came: dict[State, State | None], state: State) -> Iterator[Node]:
    way: list[Node] = []
    here: State | None = state
    while here is not None:
        way.append(here[0])
        here = came[here]
    return iter(way[::-1])


def _backwards(graph: Graph, target: Place) -> set[Node]:
    """Every node from which a way leads to the target."""
    before = graph.predecessors()
    seen = {n for n in graph.edges if n.place == target}
    todo = list(seen)
    while todo:
        for edge in before[todo.pop()]:
            if edge.source not in seen:
                seen.add(edge.source)
                todo.append(edge.source)
    return seen

"""Definite assignment: no text reads a slot that some way leaves unknown, unless there is a wording for it.

Facts flow forward over the step graph with calls inlined: the set of names known on every way. A choice proves the
slot of its question, a rule proves what `known_if` says and what the failed rules before it say; a question that may
be skipped proves nothing behind `next`. Documents are exempt: they print 〔请补：…〕.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from bot.content.checks_names import picture_texts
from bot.content.flowgraph import Edge, Graph, Node
from bot.content.problems import Problems
from bot.content.tree import Ask, At, Bubble, Expr, For, If, Part, Put, Step, Tree, Writing
from bot.content.writing import Word
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
    known_if,
    reads,
)
from bot.engine.values import SlotType

Known = frozenset[str]
NOTHING: Known = frozenset()
ALWAYS = frozenset({"today", "now", "fact", "operator", "loop", "labels"})
CLOSED = frozenset({SlotType.CHOICE, SlotType.CHOICES, SlotType.YES_NO})


def known_unless(tree: Expression, value: bool) -> Known:
    """The names that are certainly known where the tree did not come out as `value` (unknown included)."""
    match tree:
        case IsKnown(path):
            return NOTHING if value else frozenset({path})
        case Not(operand):
            return known_unless(operand, not value)
        case And(left, right):
            both = known_unless(left, value), known_unless(right, value)
            return both[0] & both[1] if value else both[0] | both[1]
        case Or(left, right):
            both = known_unless(left, value), known_unless(right, value)
            return both[0] | both[1] if value else both[0] & both[1]
        case _:
            return NOTHING


class Assignment:
    """What is known at every node of a graph, and the problems of texts that read more."""

    def __init__(self, graph: Graph, problems: Problems) -> None:
        self.tree = graph.tree
        self.graph = graph
        self.problems = problems
        self.before: dict[Node, Known] = {}
        self.told: set[tuple[At, str]] = set()
        self._flow()

    def _flow(self) -> None:
        """Iterate to the greatest fixed point: what is known on all ways into a node."""
        self.before = dict.fromkeys(self.graph.roots, NOTHING)
        todo = deque(self.graph.roots)
        while todo:
            node = todo.popleft()
            for edge in self.graph.edges[node]:
                arrives = self._along(edge)
                held = self.before.get(edge.target)
                joined = arrives if held is None else held & arrives
                if joined != held:
                    self.before[edge.target] = joined
                    todo.append(edge.target)

    def _along(self, edge: Edge) -> Known:
        """What is known where an edge arrives."""
        step = self.graph.step(edge.source)
        known = self.before[edge.source]
        if edge.source.half == "in":
            return self._assigned(step, known)
        known = self._repeated(step, known)
        if edge.choice is not None and step.ask is not None:
            sure = not (edge.choice.unknown or edge.choice.skip or is_unsure(self.tree, step.ask, edge.choice.key))
            return known | {step.ask.save.text} if sure else known - {step.ask.save.text}
        known = self._answered(step, known)
        for failed in edge.failed:
            known |= self._proved(known_unless(failed.tree, True))
        if edge.rule is not None:
            known |= self._proved(known_if(edge.rule.tree, True))
        return known

    def _proved(self, names: Known) -> Known:
        """What is proved counts; a derived slot that is known proves what it rests on."""
        found = set(names)
        for name in names:
            slot = self.tree.slots.get(name)
            if slot is not None and slot.compute is not None and not _calls(slot.compute.tree):
                found |= reads(slot.compute.tree)
        return frozenset(found)

    def _assigned(self, step: Step, known: Known) -> Known:
        """`set` makes known what has a value; an expression without a value leaves the slot as it was."""
        known -= {word.text for word in step.anew}
        for pair in step.sets:
            if self.holds(pair.value.tree, known):
                known |= {pair.slot.text}
        return known

    def _repeated(self, step: Step, known: Known) -> Known:
        """Behind `repeat` another item is the current one: nothing is known of it."""
        owner = self.tree.lists.get(step.repeat.list_name.text) if step.repeat else None
        return without(known, owner.alias.text) if owner else known

    def _answered(self, step: Step, known: Known) -> Known:
        """Behind a question: its slot is known only where nobody can skip it or say that they do not know."""
        ask = step.ask
        if ask is None or ask.save.text == "none":
            return known
        return known | {ask.save.text} if always_answered(self.tree, ask) else known - {ask.save.text}

    def at_exit(self, node: Node) -> Known:
        """What is known where the rules of `next` are read."""
        step = self.graph.step(node)
        return self._answered(step, self._repeated(step, self.before[node]))

    def holds(self, tree: Expression, known: Known) -> bool:
        """Whether an expression certainly has a value."""
        return all(self.certain(name, known) for name in _needed(tree))

    def certain(self, name: str, known: Known, depth: int = 0) -> bool:
        """Whether a name is known: proved, always there, or derived from what is known."""
        if name in known or name.split(".", maxsplit=1)[0] in ALWAYS or name in self.tree.lists:
            return True
        slot = self.tree.slots.get(name)
        if slot is None or slot.compute is None or depth > 12:
            return slot is None  # unknown names are told elsewhere
        return all(self.certain(n, known, depth + 1) for n in _needed(slot.compute.tree))

    # --- texts

    def check(self) -> None:
        """Tell every text of every reachable step that reads what may be unknown there."""
        for node in self.graph.edges:
            if node not in self.before:
                continue
            step, known = self.graph.step(node), self.before[node]
            if node.half == "in":
                self._check_in(step, self._assigned(step, known))
            else:
                self._check_out(step, known)

    def _check_in(self, step: Step, known: Known) -> None:
        bubbles: Iterable[Bubble] = (*step.say, *(step.handoff.bubbles if step.handoff else ()))
        for bubble in bubbles:
            for writing in self.tree.bubbles(bubble):
                self.text(writing, known, step)
        for writing in picture_texts(step):
            self.text(writing, known, step)

    def _check_out(self, step: Step, known: Known) -> None:
        if step.repeat is not None:
            known = self._repeated(step, known)
            for ask in step.repeat.fields:
                self._question(ask, known, step)
            if step.repeat.more is not None:
                self.text(step.repeat.more, known, step)
        if step.ask is not None:
            self._question(step.ask, known, step)

    def _question(self, ask: Ask, known: Known, step: Step) -> None:
        for writing in (ask.text, ask.why, ask.example):
            if writing is not None:
                self.text(writing, known, step)

    def text(self, writing: Writing, known: Known, step: Step | None = None) -> None:
        """Tell each place of a text that prints a value that may be unknown."""
        if writing.role != "document":
            where = f"走到步骤 {step.name} 时" if step is not None else "说这句话时"
            self._parts(writing.parts, known | writing.extra, where)

    def _parts(self, parts: tuple[Part, ...], known: Known, where: str) -> None:
        for part in parts:
            match part:
                case Put() if not part.has_wording:
                    self._put(part.value, known, where)
                case If():
                    inside = known
                    for condition, body in part.branches:
                        self._parts(body, inside | self._proved(known_if(condition.tree, True)), where)
                        inside |= self._proved(known_unless(condition.tree, True))
                    self._parts(part.otherwise, inside, where)
                case For():
                    self._parts(part.body, without(known, part.item.text), where)
                    self._parts(part.otherwise, known, where)
                case _:
                    pass

    def _put(self, value: Expr, known: Known, where: str) -> None:
        needed = _needed(value.tree)
        for word in value.names:
            if word.text not in needed or self._sure(word, known) or (word.at, word.text) in self.told:
                continue
            self.told.add((word.at, word.text))
            message = f"{where}，{word.text} 可能还不知道"
            remedy = f"写 {{{{ {word.text} | or_else('…') }}}}，或放进 {{% if {word.text} is known %}}"
            self.problems.add("maybe-unknown", word.at, message, remedy)

    def _sure(self, word: Word, known: Known) -> bool:
        item, dot, _ = word.text.partition(".")
        if dot and word.text not in self.tree.slots and item not in ALWAYS:
            return word.text in known  # a field of a loop's item
        return self.certain(word.text, known)


def check_rules(assignment: Assignment, problems: Problems) -> None:
    """Tell every `next` that reads a slot that may be unknown and has no rule with `is not known` for it."""
    told: set[At] = set()
    for node in assignment.graph.edges:
        if node.half != "out" or node not in assignment.before:
            continue
        step = assignment.graph.step(node)
        whens = [r.when for r in step.next if r.when is not None]
        named, known = _named(whens), assignment.at_exit(node)
        for word in (w for when in whens for w in when.names):
            if word.text in named or assignment.certain(word.text, known):
                continue
            if word.at in told or _covered(assignment, word, named):
                continue
            told.add(word.at)
            message = f"{word} 在这里可能还不知道，next 里没有一条说明不知道时去哪里"
            remedy = f"加一条 {{when: {word} is not known, goto: …}}，放在最前"
            problems.add("unknown-not-named", word.at, message, remedy)


def _covered(assignment: Assignment, word: Word, named: Known) -> bool:
    """A derived slot is named where everything that it rests on is."""
    slot = assignment.tree.slots.get(word.text)
    return bool(slot and slot.compute and all(n in named for n in reads(slot.compute.tree)))


def _named(whens: Iterable[Expr]) -> Known:
    """The names of which some rule says `is known` or `is not known`."""
    found: set[str] = set()
    for when in whens:
        found |= _asked_whether_known(when.tree)
    return frozenset(found)


def _asked_whether_known(tree: Expression) -> Known:
    match tree:
        case IsKnown(path):
            return frozenset({path})
        case Not(operand):
            return _asked_whether_known(operand)
        case And(left, right) | Or(left, right):
            return _asked_whether_known(left) | _asked_whether_known(right)
        case _:
            return NOTHING


def always_answered(tree: Tree, ask: Ask) -> bool:
    """Whether nobody passes this question without an answer: not skippable, closed, and without 不清楚."""
    slot = tree.slots.get(ask.save.text)
    choices = tree.choices(ask)
    if ask.skippable or slot is None or slot.type not in CLOSED or not choices:
        return False
    return not any(c.unknown or c.skip or is_unsure(tree, ask, c.key) for c in choices)


def is_unsure(tree: Tree, ask: Ask, key: Word) -> bool:
    """`unsure` of a yes/no question is no value."""
    slot = tree.slots.get(ask.save.text)
    return slot is not None and slot.type is SlotType.YES_NO and key.text == "unsure"


def without(known: Known, alias: str) -> Known:
    """The facts without those about the current item."""
    return frozenset(n for n in known if not n.startswith(f"{alias}."))


def _needed(tree: Expression) -> Known:
    """Names that must be known for the expression to have a value (`is known` needs nothing)."""
    match tree:
        case IsKnown() | Literal():
            return NOTHING
        case Name(path):
            return frozenset({path})
        case _:
            inner = _operands(tree)
            own = reads(tree).difference(*(reads(t) for t in inner))
            return own.union(*(_needed(t) for t in inner))


def _operands(tree: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside this one."""
    match tree:
        case Not(operand) | Negative(operand):
            return (operand,)
        case Compare(_, left, right) | Arithmetic(_, left, right) | And(left, right) | Or(left, right):
            return left, right
        case In(left, items):
            return left, *items
        case Contains(element, _):
            return (element,)
        case Invoke(_, arguments):
            return arguments
        case _:
            return ()


def _calls(tree: Expression) -> bool:
    return isinstance(tree, Invoke) or any(_calls(t) for t in _operands(tree))

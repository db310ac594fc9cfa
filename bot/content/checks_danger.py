"""Danger comes first: no button sounds like it, no crisis flow leaks, no editor quiets the core list."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.checks_questions import choices_of, questions_of
from bot.content.flowgraph import Edge, Graph, Node, describe, expand
from bot.content.problems import Problems
from bot.content.tree import Step, Tree, Word
from bot.engine.expressions import Compare, Literal, Name
from bot.engine.flowbook import Place
from bot.understanding.crisis import CORE_HARMLESS, CORE_REGRESSION, read_danger
from bot.understanding.readings import DangerWords


def danger_words(tree: Tree) -> DangerWords:
    """The editors' words as the reading floor takes them."""
    given = (tree.danger.ideation, tree.danger.imminent, tree.danger.exceptions)
    ideation, imminent, exceptions = (tuple(w.text for w in words) for words in given)
    return DangerWords(ideation, imminent, exceptions)


def check_danger_words(tree: Tree, problems: Problems) -> None:
    """The core samples still fire with the editors' words; harmless samples still do not."""
    extra = danger_words(tree)
    words = (*tree.danger.exceptions, *tree.danger.ideation, *tree.danger.imminent)
    if not words:
        return  # the core by itself is proved by the tests of the reading floor
    at = words[0].at
    for text, _, _ in CORE_REGRESSION:
        found, before = read_danger(text, extra), read_danger(text)
        if found.level < before.level or found.kind != before.kind:
            culprit = next((w.at for w in words if w.text and w.text in text), at)
            change = "轻了" if found.level < before.level else "听成了另一种危险"
            message = f"加上编辑的词以后，核心的话「{text}」{change}"
            problems.add("danger-quieted", culprit, message, "核心词表不能变弱：删掉这个词")
    for text in CORE_HARMLESS:
        level = read_danger(text, extra).level
        if level and level > read_danger(text).level:
            culprit = next((w.at for w in words if w.text and w.text in text), at)
            message = f"加上编辑的词以后，平常话「{text}」也算危险"
            problems.add("danger-too-wide", culprit, message, "写长一些、准一些，或写进 exceptions")


def check_danger_labels(tree: Tree, problems: Problems) -> None:
    """Words that a person may press or type as an answer, and phrases of interrupts, must not fire danger."""
    extra = danger_words(tree)
    fires: dict[str, bool] = {}  # most words occur often, and reading costs
    for word in dict.fromkeys(_spoken(tree)):
        if word.text not in fires:
            fires[word.text] = read_danger(word.text, extra).latches
        if fires[word.text]:
            message = f"「{word}」本身会触发危机流程，选它的人到不了这里"
            problems.add("danger-label", word.at, message, "换一种说法；危险由机器人先听出来")


def _spoken(tree: Tree) -> Iterator[Word]:
    for flow in tree.flows.values():
        for step in flow.steps.values():
            for ask, slot in questions_of(tree, step):
                for choice in choices_of(ask, slot):
                    yield from (choice.label, *choice.also)
    for slot in tree.slots.values():
        for option in slot.options:
            yield from (option.label, *option.also)
    for interrupt in tree.interrupts:
        yield from (*interrupt.whole, *interrupt.contains)
    for aside in tree.danger.said:
        yield from (*aside.whole, *aside.contains)


def check_crisis(tree: Tree, problems: Problems) -> None:
    """Crisis flows: entered by every danger route, without debts, left only behind a clear yes."""
    for kind, word in tree.routes.danger.items():
        place = tree.route(word.text)
        if place is not None and not tree.flows[place.flow].crisis:
            message = f"危险 {kind} 走到 {place.flow}，它不是危机流程"
            problems.add("danger-route", word.at, message, f"在 flows/{place.flow}.yaml 写 crisis: true")
    for flow in tree.flows.values():
        for step in flow.steps.values():
            if flow.crisis:
                _no_debts(step, problems)
            elif step.release:
                message = f"步骤 {step.name} 写了 release，可 {flow.id} 不是危机流程"
                problems.add("release-place", step.at, message, "release 只写在危机流程里")
    for word in (word for aside in tree.danger.said for word in aside.goto):
        place = tree.route(word.text)
        if place is not None and not tree.flows[place.flow].crisis:
            message = f"危险里的回应走到 {place.flow}，它不是危机流程"
            problems.add("danger-route", word.at, message, f"在 flows/{place.flow}.yaml 写 crisis: true")
    words = [*tree.routes.danger.values(), *(word for aside in tree.danger.said for word in aside.goto)]
    roots = [tree.route(w.text) for w in words]
    starts = [Place(f.id, f.start.text) for f in tree.flows.values() if f.crisis and f.start.text in f.steps]
    graph = expand(tree, [p for p in (*roots, *starts) if p is not None])
    _entrances(graph, problems)
    _way_out(graph, problems)


def _no_debts(step: Step, problems: Problems) -> None:
    listed = [action.list_name for action in (step.repeat, step.picture) if action is not None]
    given = (step.document, step.preview, step.export.form if step.export else None)
    for word in (*given, *listed):
        if word is not None:
            message = "危机流程里不谈债：不给话术、文书和文件，也不问各家"
            problems.add("crisis-debts", word.at, message, "删掉；人安全了再谈")


def _entrances(graph: Graph, problems: Problems) -> None:
    """Every way into a step with `release` is a clear yes."""
    told: set[Place] = set()
    for root in graph.roots:
        if graph.step(root).release and root.place not in told:
            told.add(root.place)
            _unsure(graph.step(root), "一进流程就到了", problems)
    for edge in graph.all_edges():
        step, place = graph.step(edge.target), edge.target.place
        if edge.target.half != "in" or not step.release or place in told or _clear_yes(graph, edge):
            continue
        told.add(place)
        _unsure(step, f"从 {edge.source.place} 不用说“是”也能到", problems)


def _unsure(step: Step, how: str, problems: Problems) -> None:
    message = f"解除危险锁的步骤 {step.name} {how}"
    remedy = "前一步问安不安全，只让 yes 这个选项 goto 到这里"
    problems.add("release-unsure", step.at, message, remedy)


def _clear_yes(graph: Graph, edge: Edge) -> bool:
    """A press of `yes`, or a rule that says that the question just asked was answered with yes."""
    if edge.choice is not None:
        return edge.choice.key.text == "yes" and not (edge.choice.unknown or edge.choice.skip)
    ask = graph.step(edge.source).ask
    if edge.rule is None or ask is None:
        return False
    match edge.rule.tree:
        case Name(path) | Compare("==", Name(path), Literal(True | "yes")):
            return path == ask.save.text
        case _:
            return False


def _way_out(graph: Graph, problems: Problems) -> None:
    """No way leads from a danger route to a flow that is no crisis flow without passing a release."""
    told: set[Place] = set()

    def outside(node: Node) -> bool:
        return not graph.tree.flows[node.place.flow].crisis

    def free(node: Node) -> bool:
        return graph.step(node).release or outside(node)

    for edge in graph.all_edges():
        if not outside(edge.target) or outside(edge.source) or edge.source.place in told:
            continue
        path = graph.path_to(graph.roots, edge.source, barred=free)
        if path:
            told.add(edge.source.place)
            at = edge.at or graph.step(edge.source).at
            message = f"没有说“是”就离开了危机流程：先 {describe([*path, edge.target])}"
            remedy = "先经过写了 release: true 的步骤，或用 end 结束"
            problems.add("crisis-leak", at, message, remedy)

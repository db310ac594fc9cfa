"""All checks of a read tree behind one door: names, types, ways, questions, danger, words, proofs.

A mistake in a name leaves no edge in the graph, so that each mistake is told once.
"""

from __future__ import annotations

from bot.content.assignment import NOTHING, Assignment, check_rules
from bot.content.checks_danger import check_crisis, check_danger_labels, check_danger_words
from bot.content.checks_exports import check_exports
from bot.content.checks_names import check_names
from bot.content.checks_questions import check_interrupts, check_questions
from bot.content.checks_reminders import check_reminders
from bot.content.checks_types import check_types
from bot.content.checks_ways import check_beside, check_calls, check_exits, check_loops, check_reach
from bot.content.checks_words import check_words
from bot.content.flowgraph import entries, expand, flow_start
from bot.content.problems import Problems
from bot.content.proofs import prove
from bot.content.tree import Tree
from bot.content.was import check_was


def check(tree: Tree, problems: Problems) -> None:
    """Judge a whole tree; what is wrong is added to `problems`."""
    check_names(tree, problems)
    check_types(tree, problems)
    check_exits(tree, problems)
    check_was(tree, problems)
    check_questions(tree, problems)
    check_interrupts(tree, problems)
    check_exports(tree, problems)
    check_danger_words(tree, problems)
    check_danger_labels(tree, problems)
    check_crisis(tree, problems)
    if not problems.errors:
        check_reminders(tree, problems)  # the last word on names and types is theirs
    check_words(tree, problems)
    check_graph(tree, problems)
    prove(tree, problems)


def check_graph(tree: Tree, problems: Problems) -> None:
    """What can only be seen on the ways through the book."""
    entered = expand(tree, entries(tree))
    if not problems.errors:  # a way that a mistake has cut is no way that the editor forgot
        check_reach(entered, problems)
        check_beside(tree, problems)
    lonely = [f for f in tree.flows.values() if not any(p.flow == f.id for p in entered.places)]
    starts = [s for f in lonely if (s := flow_start(tree, f.name)) is not None]
    graph = expand(tree, [*entries(tree), *starts]) if starts else entered
    check_calls(graph, problems)
    if graph.too_big:
        return
    check_loops(graph, problems)
    assignment = Assignment(graph, problems)
    assignment.check()
    check_rules(assignment, problems)
    for writing in tree.wording.values():
        assignment.text(writing, NOTHING)

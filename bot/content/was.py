"""Former names: `was` leads everybody to one place, and never hides a name that is in use."""

from __future__ import annotations

from collections.abc import Iterable

from bot.content.problems import Problems
from bot.content.tree import Tree, Word


def check_was(tree: Tree, problems: Problems) -> None:
    """Former names of flows, steps and choices are not in use and not given twice."""
    _former([w for f in tree.flows.values() for w in f.was], tree.flows, "流程", problems)
    for flow in tree.flows.values():
        words = [w for step in flow.steps.values() for w in step.was]
        _former(words, flow.steps, "步骤", problems)
        for step in flow.steps.values():
            if step.ask is not None:
                words = [w for c in step.ask.choices for w in c.was]
                _former(words, [c.key.text for c in step.ask.choices], "选项", problems)


def _former(words: Iterable[Word], used: Iterable[str], what: str, problems: Problems) -> None:
    names, seen = set(used), set[str]()
    for word in words:
        if word.text in names:
            message = f"旧名 {word} 现在还是一个{what}的名字"
            problems.add("was-in-use", word.at, message, "旧名只写已经不用的")
        elif word.text in seen:
            problems.add("was-in-use", word.at, f"旧名 {word} 写了两次", "只留在一处")
        seen.add(word.text)

"""Each branch reaches its first script within the turns that the guidance gives, counted from the message that triggers it.

The steps of a branch are detours of the main path, and detours are not counted there; here they are.
"""

from __future__ import annotations

from functools import cache

import pytest
from msgspec.structs import replace

from bot.content.flowgraph import Graph, Node, expand
from bot.content.longest import Longest, longest
from bot.content.tree import Tree
from bot.engine.flowbook import Place
from tests.shipped import shipped

TURNS = {
    "several.paper": 9,
    "cost.call": 8,
    "pressed.start": 5,
    "pressed.evidence": 8,
    "door.start": 2,
    "fake_police.start": 3,
    "court.today": 6,
    "court.mediation_real": 5,
    "court.mediation_fake": 5,
    "court.arbitration": 6,
    "frozen.paper": 5,
    "deduction.paper": 5,
    "borrow_more.sum": 4,
    "scam_offer.start": 3,
    "hardship.letter": 8,
    "unable.street": 7,
    "family.words": 5,
    "companion.answer": 5,
    "companion.open_up": 5,
    "student.lawyer": 6,
    "lost.debt": 7,
    "card_loan.card": 8,
}

AGAIN = "more"  # the step that asks what else there is, after something was given


@cache
def tree() -> Tree:
    return shipped().tree


def counting(flow: str) -> Tree:
    """The tree in which the steps of this branch are counted like any others; going round once more stays the person's choice."""
    branch = tree().flows[flow]
    steps = {name: replace(step, detour=False) for name, step in branch.steps.items()}
    if AGAIN in steps:
        steps[AGAIN] = replace(steps[AGAIN], ask=None)
    return replace(tree(), flows={**tree().flows, flow: replace(branch, steps=steps)})


def asks(graph: Graph, node: Node) -> int:
    return 1 if node.half == "out" and graph.step(node).ask is not None else 0


@pytest.mark.parametrize("place", TURNS)
def test_script_comes_in_time(place: str) -> None:
    """With the trigger as turn 1, the script is in the answer to the turn after the last question."""
    target = Place.parse(place)
    graph = expand(counting(target.flow), [Place(target.flow, tree().flows[target.flow].start.text)])
    found = longest(graph, target, lambda node: asks(graph, node))
    assert isinstance(found, Longest)
    assert found.count + 1 <= TURNS[place]


@pytest.mark.parametrize("flow", sorted({p.partition(".")[0] for p in TURNS}))
def test_advice_stands_before_the_first_question(flow: str) -> None:
    """Every branch begins with something useful."""
    branch = tree().flows[flow]
    assert branch.steps[branch.start.text].advice

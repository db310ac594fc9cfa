"""A machine walks the whole shipped book: every step, rung and rendering, and nothing it is shown breaks the rules of what goes out.

The rules are those of guidance 5, by the same tables that the checks and the stories use; there is no second list of words.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from bot.authoring.rules import broken, registered
from bot.content.facts import FactRegister
from bot.content.literals import literals
from bot.content.outgoing import LABEL
from bot.engine.turn import Bubble, Paper, Question, Reply
from tests.renderings import asks_of, renderings, takes_any_words
from tests.shipped import shipped, shipped_book
from tests.walking import TURNS, Shown, Walk, Walker, walked

pytestmark = pytest.mark.timeout(1800)  # the first of these tests makes the walk: two minutes where nobody else works
OPTIONS = 7  # six options, and an earlier answer in front of them


def test_every_step_is_entered() -> None:
    """No step of the shipped flows is out of reach."""
    every = {str(step.place) for flow in shipped_book().flows.values() for step in flow.steps.values()}
    assert every - walked().places() == set()


def test_every_question_is_met_with_words_beside_it() -> None:
    """Each question that can be misunderstood was: its first rung, or in danger its example, was climbed."""
    climbed = {place for place, _ in walked().rungs()}
    crisis = {flow.id for flow in shipped_book().flows.values() if flow.crisis}
    left = [
        str(place)
        for place, ask in asks_of(walked().edition)
        if not takes_any_words(walked().edition, ask)
        and place.flow not in crisis
        and not any(c.startswith(f"{place}:") for c in climbed)
    ]
    assert left == []
    assert {rung for _, rung in walked().rungs()} >= {0, 1, 2}  # the third one begins anew


def test_every_rendering_is_printed() -> None:
    """Each text, each of its branches, each value known and, where nothing rules it out, unknown or replaced by its safe wording."""
    seen = walked().renderings()
    left = [
        f"{at.file}:{at.line}:{at.col} {how} {source}"
        for at, how, source in renderings(walked().edition)
        if (at, how) not in seen
    ]
    assert left == []


def unread(reply: Reply, read: set[str]) -> Iterator[Reply]:
    """The reply; of a paper only paragraphs that no paper before it had, for thousands of papers share most of theirs."""
    if not isinstance(reply, Paper):
        yield reply
        return
    for paragraph in reply.text.split("\n\n"):
        if paragraph not in read:
            read.add(paragraph)
            yield replace(reply, text=paragraph)


def breaches(walk: Walk) -> list[str]:
    """The rules that are broken, each once, with the first way to it."""
    allowed = registered(shipped_book())
    found: dict[str, Shown] = {}
    read: set[str] = set()
    for shown in walk.shown():
        for reply in unread(shown.reply, read):
            for rule in broken((reply,), allowed, shown.said):
                found.setdefault(rule, shown)
    return [f"{rule}\n{shown}" for rule, shown in found.items()]


def test_nothing_shown_breaks_a_rule() -> None:
    """No promise, threat, incitement or sales talk; no number outside the register; short bubbles and labels; one question."""
    assert breaches(walked()) == []
    assert walked().several == [], "two questions in one turn"


def test_percentages_and_addresses_come_from_the_register() -> None:
    """A percentage is a fact's, or a rate that was worked out in that turn; no address that no fact holds."""
    register = shipped_book().constants["fact"]
    assert isinstance(register, FactRegister)
    facts = " ".join([w.text + fact.unit for fact in register.facts.values() for w in fact.fields.values()])
    wrong = [
        str(shown)
        for shown in walked().shown()
        for found in literals(shown.text)
        if found.code != "literal-phone"
        and not (isinstance(shown.reply, Bubble) and shown.reply.tone == "page")  # a rate is worked out there too
        and shown.text[found.start : found.start + found.width] not in facts
        and not (found.code == "literal-percent" and shown.reckoned)
    ]
    assert wrong == []


def test_nothing_raw_is_shown() -> None:
    """No markup, no Python, no empty text, no label twice under one question, none cut off."""
    for shown in walked().shown():
        nothing_raw(shown)


def nothing_raw(shown: Shown) -> None:
    assert shown.text.strip(), str(shown)
    assert not any(raw in shown.text for raw in ("{{", "{%", "None", "Unknown(", "Decimal(")), str(shown)
    if isinstance(shown.reply, Question):
        labels = [b.label for b in shown.reply.buttons]
        assert len(labels) <= OPTIONS, str(shown)
        assert len(set(labels)) == len(labels), str(shown)
        assert all(0 < len(label) <= LABEL for label in labels), str(shown)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(1, 4))
def test_longer_walks_of_other_people(seed: int) -> None:
    """Five times as far with other chances: the same rules over all that is shown."""
    walk = Walker(shipped(), seed).walk(TURNS * 5)
    assert breaches(walk) == []
    assert walk.several == []
    for shown in walk.shown():
        nothing_raw(shown)

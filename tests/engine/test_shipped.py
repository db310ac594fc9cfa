"""The shipped book under any conversation: the guarantees of `advance`, and what a screen and a frightened person can take."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.events import TimeUp
from bot.engine.flowbook import Ask, Repeat
from bot.engine.session import Session, from_json, to_json
from bot.engine.turn import Bubble, Drawing, Forget, Paper, Question, Turn
from tests.engine.person import FRIDAY, Person, settled, turn_of
from tests.engine.test_properties import POOL, check, events, frozen, moves
from tests.shipped import shipped_book as shipped

BUBBLE, LABEL, OPTIONS = 120, 10, 7  # six options, and an earlier answer in front of them
GOES_ON = 400  # events of one very long conversation


@cache
def words() -> tuple[str, ...]:
    """What people say: the pool of the hand-built book, and every label and synonym of the shipped one."""
    asks = [
        ask
        for flow in shipped().flows.values()
        for step in flow.steps.values()
        for action in step.actions
        for ask in ([action] if isinstance(action, Ask) else list(action.fields) if isinstance(action, Repeat) else [])
    ]
    return tuple(dict.fromkeys([*POOL, *(w for a in asks for c in a.choices for w in (c.label, *c.also))]))


def offenders(turn: Turn) -> list[str]:
    """What does not fit a screen: long bubbles and questions, long labels, equal labels, too many."""
    found = []
    for reply in turn.replies:
        match reply:
            case Bubble(text):
                found += [f"bubble of {len(text)}: {text}"] if len(text) > BUBBLE else []
                found += [f"raw markup: {text}"] if "{{" in text or "{%" in text or "None" in text else []
            case Question(text, buttons):
                found += [f"question of {len(text)}: {text}"] if len(text) > BUBBLE else []
                labels = [b.label for b in buttons]
                found += [f"label: {label}" for label in labels if len(label) > LABEL]
                found += [f"labels: {labels}"] if len(labels) > OPTIONS or len(set(labels)) < len(labels) else []
            case Paper(_, name, _, text):
                found += [f"raw markup in {name}"] if "{{" in text or "{%" in text else []
            case Drawing():
                pass
    return found


def live(steps: list) -> list[Turn]:  # type: ignore[type-arg]
    """Do all moves, checking what must hold of every turn."""
    session: Session | None = None
    now, tokens, turns = FRIDAY, list[str](), list[Turn]()
    for move in steps:
        if move[0] == "waits":
            now += dt.timedelta(minutes=move[1])
            continue
        event = events(session, tokens, move)
        assert event is not None
        before = frozen(session)
        turn = turn_of(shipped(), session, event, now)
        assert frozen(session) == before, "the session that came in was written"
        assert turn_of(shipped(), session, event, now) == turn, "same inputs, another turn"
        check(turn, event)
        assert offenders(turn) == []
        if turn.session.latch is not None and not isinstance(event, TimeUp):
            assert turn.urgent
            top = turn.session.stack[-1] if turn.session.stack else None
            assert top is None or shipped().flows[top.flow].crisis, f"{top} while danger holds"
        tokens += [b.token for r in turn.replies if isinstance(r, Question) for b in r.buttons]
        session = from_json(json.loads(json.dumps(to_json(turn.session))))
        assert session == turn.session
        turns.append(turn)
        if any(isinstance(e, Forget) for e in turn.effects):
            session = None
    return turns


said = st.deferred(lambda: st.sampled_from(words()))
any_move = st.one_of(
    moves,
    said.map(lambda t: ("says", t)),
    st.integers(0, 6).map(lambda n: ("presses", n)),
    st.sampled_from(["another", "hotline", "after_call", "care", "frozen", "door", "talk"]).map(lambda p: ("opens", p)),
)


@settings(
    max_examples=70,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=st.lists(any_move, min_size=1, max_size=30))
def test_any_conversation_with_the_shipped_book(steps: list) -> None:  # type: ignore[type-arg]
    """Never raises, never silent, one question last, nothing longer than a screen, deterministic, bounded (semantics 1–9, 3)."""
    live(steps)


@pytest.mark.parametrize("seed", range(2))
def test_a_very_long_conversation(seed: int) -> None:
    """Hundreds of events of somebody who does everything: the session does not grow."""
    import random

    chance = random.Random(seed)  # fixed seeds: the same conversation every time
    steps: list[tuple[object, ...]] = []
    for _ in range(GOES_ON):
        kind = chance.random()
        if kind < 0.45:
            steps.append(("presses", chance.randrange(7)))
        elif kind < 0.8:
            steps.append(("says", chance.choice(words())))
        elif kind < 0.85:
            steps.append(("presses_old", chance.randrange(10**4)))
        elif kind < 0.95:
            steps.append(("waits", chance.choice([1, 30, 600, 1500])))
        else:
            steps.append(("timer", chance.randrange(5)))
    live(steps)


def every_question() -> list[str]:
    return sorted(
        f"{flow.id}.{name}"
        for flow in shipped().flows.values()
        for name, step in flow.steps.items()
        if step.action(Ask) is not None and not flow.crisis
    )


def test_every_label_and_synonym_is_understood_at_its_question() -> None:
    """Pressed, typed, or said by a synonym: the same answer, at every question of the book (semantics 1)."""
    from bot.engine.session import Frame

    for place in every_question():
        flow, _, name = place.partition(".")
        question = shipped().flows[flow].steps[name].action(Ask)
        assert question is not None
        for choice in question.choices:
            them = settled(shipped())
            them.session = them.here.copy()
            them.here.stack[:] = [Frame(flow, name, "ask")]
            them.says("再说一遍")
            pressed = Person(shipped(), them.now, them.session, list(them.turns))
            pressed.token(f"{them.here.turn}:{place}:{choice.key}")
            for word in (choice.label, *choice.also, choice.key):
                typed = Person(shipped(), them.now, them.session, list(them.turns))
                typed.says(word)
                assert typed.at == pressed.at, f"{place}: {word}"
                assert typed.value(question.save) == pressed.value(question.save), f"{place}: {word}"


def test_two_hundred_interrupts() -> None:
    """B35: the same interrupt, and two by turns, do not grow the stack."""
    them = settled(shipped())
    for _ in range(100):
        them.says("缓一下")
        them.says("卡被冻了")
    assert len(them.here.stack) <= 4
    assert len(json.dumps(to_json(them.here))) < 20_000


def test_what_an_opening_said_is_read_back_first() -> None:
    """「我听到的是」 stands behind the notice and in front of what it led to; names of several lenders come in one go."""
    them = Person(shipped())
    turn = them.says("花呗借呗都逾期二十天了，催收打给我妈，我快崩溃了")
    texts = [r.text for r in turn.replies if isinstance(r, Bubble)]
    heard = next(n for n, text in enumerate(texts) if text.startswith("我听到的是"))
    assert "花呗、借呗" in texts[heard]
    assert texts[heard - 1].startswith("先缓一口气")
    assert sum(len(text.splitlines()) for text in texts[heard:]) <= 9

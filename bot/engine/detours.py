"""What cannot wait although the words answered the question: a court paper, a frozen card, somebody who claims to be the police.

The answer is kept; the flow of what happened runs above the next step, once for each time it is told.
"""

from __future__ import annotations

from bot.engine.flowbook import Ask, Call, Goto, Interrupt, Place
from bot.engine.work import Work
from bot.understanding.readings import Opening, Reading


def happened(interrupt: Interrupt, opening: Opening) -> bool:
    """Whether the words tell of the event, or of the offer, that this interrupt is for."""
    return bool(interrupt.event) and interrupt.event in _told(opening)


def known_events(work: Work) -> frozenset[str]:
    """What was told of before: it was met when it was told."""
    names = (slot.name for slot in work.book.slots.values() if slot.hears == "events")
    held = (work.session.slots.get(name) for name in names)
    values = (a.value for a in held if a is not None and a.state == "value" and isinstance(a.value, list))
    return frozenset(str(event) for value in values for event in value)


def detour_in(work: Work, opening: Opening, known: frozenset[str]) -> Interrupt | None:
    """The interrupt that these words call for beside their answer: newly told, and not where the person is or comes next."""
    running = under_way(work)
    found = (i for i in work.book.interrupts if i.in_answer and i.event not in known and happened(i, opening))
    return next((i for i in found if i.call not in running), None)


def under_way(work: Work) -> set[str]:
    """The flows where the person is, and the one that comes next."""
    running = {frame.flow for frame in work.session.stack}
    step = work.here()
    comes_next = step.action(Call) if step is not None else None
    return running | {comes_next.flow} if comes_next is not None else running


def led_to(work: Work) -> set[str]:
    """The flows that the step where the person is goes on to without a question, whichever of its ways it takes."""
    step = work.here()
    if step is None or step.action(Ask) is not None or not isinstance(step.exit, Goto):
        return set()
    on = (work.book.step(rule.goto) for rule in step.exit.rules)
    calls = (one.action(Call) for one in on if one is not None)
    return {call.flow for call in calls if call is not None}


def told_beside(work: Work, opening: Opening, first: Interrupt | None) -> list[Interrupt]:
    """What the same words tell of besides what goes first, and has a few lines for that: a fee asked for beside a payment order."""
    running = under_way(work) | led_to(work) | ({first.call} if first is not None else set())
    return [i for i in work.book.interrupts if i.beside and i.call not in running and happened(i, opening)]


def answers_beside(work: Work, question: Ask, choice: object, opening: Opening) -> bool:
    """Whether a choice guessed from its meaning gives way to what happened: 收到传票 is no 要起诉上征信 of somebody on the phone,
    though it is the choice that leads to the papers."""
    found = detour_in(work, opening, frozenset())
    led = next((c.goto for c in question.choices if c.key == choice), None)
    return found is not None and not (led is not None and _leads(work, led, found.call))


def _leads(work: Work, place: Place, flow: str) -> bool:
    step = work.book.step(place)
    call = step.action(Call) if step is not None else None
    return place.flow == flow or (call is not None and call.flow == flow)


def _told(opening: Opening) -> tuple[object, ...]:
    """What happened, and what somebody is being talked into: a go-between's fee waits for no answer either."""
    said = (opening.facts.get(fact, Reading()).value for fact in ("events", "temptations", "secrets", "children"))
    return tuple(each for value in said if isinstance(value, tuple) for each in value)

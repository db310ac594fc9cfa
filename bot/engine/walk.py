"""Walking a book: run the actions of each step until a question waits or the conversation ends.

The second time that a step is entered in one turn its question is asked even if the answer is known, and steps are entered again
at most fifty times a turn, so that no book can loop silently. A long way back over answers that are known is no loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from msgspec.structs import replace

from bot.engine import answers as held
from bot.engine.asking import LED, ask, choice_of, find_ask, out_of_reach, place_asking, put_question
from bot.engine.environment import true
from bot.engine.flowbook import (
    Action,
    Anew,
    Ask,
    Assign,
    Call,
    Choice,
    Document,
    End,
    Export,
    Goto,
    Handoff,
    Picture,
    Place,
    Preview,
    Remind,
    Repeat,
    Say,
    Step,
)
from bot.engine.landing import land, latch_here, latching, release, returned
from bot.engine.papers import hand_over
from bot.engine.pictures import drawn
from bot.engine.review import hand_out, review
from bot.engine.saying import BUBBLES, say
from bot.engine.session import TRAIL, Frame, Mark
from bot.engine.setting import assign, begin_anew
from bot.engine.timers import set_timer
from bot.engine.turn import Bubble
from bot.engine.values import Known, SlotType, Stored, freeze
from bot.engine.which import ask_which, mean_about, passed, taken_up, undecided
from bot.engine.work import Work

KEPT_BACK = "kept_back"  # the outcome of a review after which nothing leaves
AGAIN = 50  # steps entered once more in one turn: more is a loop that the checks should have refused
WAITING: Mapping[str, tuple[type[Action], ...]] = {
    "call": (Call,),
    "repeat": (Repeat,),
    "review": (Preview, Export),
    "ask": (Ask,),
}
"""What a frame waits in -> the action that is taken up again."""


def run(work: Work) -> None:
    """Go on from where the session stands until something waits."""
    session = work.session
    session.open = None
    while session.stack:
        frame = session.stack[-1]
        step = work.book.step(Place(frame.flow, frame.step))
        if step is None:
            land(work)
            continue
        if frame.at == "enter":
            if frame.about:
                session.stack[-1] = replace(frame, about="", back=mean_about(work, frame))
            work.visited[str(step.place)] += 1
            work.path.append(str(step.place))
            if work.visited.total() - len(work.visited) > AGAIN:
                stuck(work)
                return
            if step.release:
                release(work)
            elif str(step.place) in latching(work.book):
                latch_here(work)
        if (unasked := out_of_reach(work, step)) is not None:
            pass_over(work, step, unasked)
        elif perform(work, step, session.stack[-1].at):
            return


def perform(work: Work, step: Step, resume: str) -> bool:
    """Run the step's actions from where it was left; true when the turn is over."""
    for action in _remaining(step, resume):
        match act(work, step, action):
            case "wait":
                return True
            case "enter":
                return False
    leave(work, step, None)
    return False


def _remaining(step: Step, resume: str) -> tuple[Action, ...]:
    """The actions still to run: all on entering, those behind a call that came back, a waiting question again."""
    kinds = WAITING.get(resume)
    if kinds is None:
        return step.actions
    at = next((n for n, action in enumerate(step.actions) if isinstance(action, kinds)), len(step.actions))
    return step.actions[at + 1 :] if resume == "call" else step.actions[at:]


def act(work: Work, step: Step, action: Action) -> str:
    """One action; `wait` ends the turn, `enter` means that another frame is on top, `on` goes on."""
    session = work.session
    match action:
        case Anew(slots):
            begin_anew(work, slots)
        case Assign(pairs):
            for name, expression in pairs:
                assign(work, name, expression)
        case Say(bubbles):
            say(work, step, [b.render(work.values()) for b in bubbles])
        case Document():
            hand_over(work, action)
        case Picture():
            if (drawing := drawn(work, action)) is not None:
                work.replies.append(drawing)
        case Remind():
            set_timer(work, step.place, action)
        case Handoff(to, bubbles):
            for bubble in bubbles:
                work.bubble(bubble.render(work.values()))
            work.count(f"handoff:{to}")
        case Call(flow):
            session.stack[-1] = _at(session.stack[-1], "call")
            session.stack.append(Frame(flow, work.book.flows[flow].start, why="call"))
            return "enter"
        case Repeat():
            session.stack[-1] = _at(session.stack[-1], "repeat")
            if repeat(work, step, action):
                return "wait"
        case Preview(audience):
            return reviewed(work, step, review(work, step, audience))
        case Export():
            return reviewed(work, step, hand_out(work, step, action))
        case Ask():
            return question(work, step, action)
        case _:
            assert_never(action)
    return "on"


def reviewed(work: Work, step: Step, outcome: str) -> str:
    """Where a review leads: it waits for a decision, goes on, or ends its flow because nothing is to be given."""
    if outcome == "wait":
        work.session.stack[-1] = _at(work.session.stack[-1], "review")
    if outcome == "on":
        work.took("review", outcome, step.place)
    if outcome != "none":
        return outcome
    work.say("review_empty")
    keep_back(work, step.place)
    return "enter"


def keep_back(work: Work, place: Place) -> None:
    """Nothing leaves: the flow that wanted to hand a page out ends here."""
    work.took("review", KEPT_BACK, place)
    end(work, KEPT_BACK)


def question(work: Work, step: Step, action: Ask) -> str:
    """Ask, unless a fresh answer is held: then take the way that this answer leads."""
    session = work.session
    key = action.save if action.save == "none" else held.key_for(work, action.save)
    led = f"{step.place}{LED}"
    if led in work.staged:
        held.put(work, led, work.staged.pop(led))
        mark(work, led, asked=0)
        leave(work, step, choice_of(action, str(session.slots[led].value)))
        return "enter"
    if (owner := undecided(work, action)) is not None:
        if not taken_up(work, owner):
            session.stack[-1] = _at(session.stack[-1], "ask")
            work.replaying = False
            ask_which(work, step, action, owner)
            return "wait"
        mark(work, held.which_key(owner), asked=0)
        key = held.key_for(work, action.save)
    elif passed(action):
        leave(work, step, None)
        return "enter"
    just_answered = work.answered == (
        str(step.place),
        key,
    )  # its own choice led back here: asked again, not passed again
    if not just_answered and settled(work, action, key) and work.visited[str(step.place)] < 2:
        mark(work, key, asked=0)
        leave(work, step, chosen(work, action, key))
        return "enter"
    session.stack[-1] = _at(session.stack[-1], "ask")
    offer_again(work, action, key)
    wait_for(work, action, step.place, key)
    return "wait"


def pass_over(work: Work, step: Step, action: Ask) -> None:
    """A whole step goes by in silence, its question as if skipped."""
    if action.save != "none":
        held.put(work, held.key_for(work, action.save), held.answer_of(work, None, state="skipped"))
    leave(work, step, next((c for c in action.choices if c.skip), None))


def offer_again(work: Work, action: Ask, key: str) -> None:
    """A number of another call is asked for anew, with the one that is held as the first choice: it may be the same."""
    slot, answer = work.book.slots.get(action.save), work.session.slots.get(key)
    if slot is not None and slot.type is SlotType.REFERENCE and answer is not None and answer.state == "value":
        work.session.drafts.setdefault(key, answer)


def wait_for(work: Work, action: Ask, place: Place, key: str) -> None:
    """Put the question that waits here; while an answer is being changed, the question of that one stands above it."""
    session = work.session
    work.replaying = False
    if session.editing and session.editing != key and session.latch is None:
        where = next((_place(m) for m in session.trail if m.key == session.editing), None)
        where = where if where and find_ask(work, where, session.editing) else place_asking(work, session.editing)
        question = find_ask(work, where, session.editing) if where else None
        if where is not None and question is not None:
            ask(work, question, where, session.editing, kind="edit")
            return
    session.editing = ""
    ask(work, action, place, key)


def _place(mark: Mark) -> Place:
    return Place(mark.stack[-1].flow, mark.stack[-1].step)


def settled(work: Work, action: Ask, key: str) -> bool:
    """Whether the answer is held and fresh. After a correction a staged one is taken up again; one that is reached only
    later is, too, and then read back, since it may have been said on another way."""
    if key == "none":
        return False
    if key in work.staged:
        held.put(work, key, work.staged.pop(key))
        return True
    draft = work.session.drafts.get(key)
    if draft is not None and draft.via == "kept":
        held.put(work, key, replace(draft, via="asked"))
        work.echoes.append(key)
        return True
    answer = work.session.slots.get(key)
    return answer is not None and held.is_fresh(work, work.book.slots.get(action.save), answer)


def chosen(work: Work, action: Ask, key: str) -> Choice | None:
    """The choice that a held answer stands for, so that its way out is taken without asking."""
    answer = work.session.slots.get(key)
    if answer is None or not action.choices:
        return None
    if key in work.picks:
        return choice_of(action, work.picks.pop(key))
    match answer.state:
        case "unknown":
            return next((c for c in action.choices if c.unknown), None)
        case "skipped":
            return next((c for c in action.choices if c.skip), None)
        case _:
            if isinstance(answer.value, bool):
                return choice_of(action, "yes" if answer.value else "no")
            if isinstance(answer.value, list):
                return choice_of(action, answer.value[0]) if len(answer.value) == 1 else None
            same = (c for c in action.choices if c.key == answer.value or _frozen(c.value) == answer.value)
            return next(same, None)


def mark(work: Work, key: str, asked: int) -> None:
    """Remember the way: a question answered (asked in turn `asked`) or passed because its answer was known (0). One that was
    answered before and is only passed again stays where it was: 上一步 goes to what was asked last."""
    session = work.session
    flow = work.book.flows.get(session.stack[-1].flow)
    if key == "none" or flow is None or flow.crisis:
        return  # what is said in danger is nothing to go back to
    top = session.stack[-1]
    at = top.at if top.at in {"ask", "repeat"} else "ask"
    frames = (*session.stack[:-1], _at(top, at))
    current = next(iter(session.current.values()), "")
    if not asked and any(m.key == key and m.turn for m in session.trail):
        return
    session.trail = [*(m for m in session.trail if m.key != key), Mark(asked, key, frames, current)][-TRAIL:]


def leave(work: Work, step: Step, choice: Choice | None) -> None:
    """Take the step's way out: the choice's own, else the first rule that holds, else the end."""
    if choice is not None:
        work.took("choice", choice.key, step.place)
    if choice is not None and choice.goto is not None:
        jump(work, choice.goto)
        return
    match step.exit:
        case Goto(rules):
            number, rule = next((n, r) for n, r in enumerate(rules) if true(work, r.when))
            work.took("rule", str(number), step.place)
            jump(work, rule.goto)
        case End(outcome):
            work.took("end", outcome, step.place)
            end(work, outcome)
        case _:
            assert_never(step.exit)


def push(work: Work, place: Place, why: str) -> None:
    """A flow above whatever waits; one that is already under way there starts again instead of piling up."""
    stack = work.session.stack
    same = (n for n, f in enumerate(stack) if f.flow == place.flow and f.why in {"interrupt", "timer"})
    below = stack[: next(same, len(stack))]
    back = next((f.back for f in stack[len(below) :]), "") or next(iter(work.session.current.values()), "")
    work.session.stack = [*below, Frame(place.flow, place.step, "enter", why, back=back)]


def jump(work: Work, place: Place) -> None:
    """`goto` leaves the frame: the top of the stack now stands elsewhere."""
    top = work.session.stack[-1]
    work.session.stack[-1] = replace(top, flow=place.flow, step=place.step, at="enter")


def end(work: Work, outcome: str) -> None:
    """The end of a flow: back to whoever called it (a waiting question is put again), or the outcome of the conversation."""
    session = work.session
    frame = session.stack.pop()
    held.turn_to(work, frame.back)
    if frame.why != "call":
        work.ended = outcome
        if frame.flow == work.book.routes.returning.flow:
            returned(work, outcome)
    if not session.stack:
        session.outcome = outcome
        work.count(f"outcome:{outcome}")


def repeat(work: Work, step: Step, action: Repeat) -> bool:
    """Ask the next missing field of the next item, or whether there is another; false when the list is done."""
    session = work.session
    owner = work.book.lists[action.list_name]
    if not session.items.get(owner.name):
        held.add_item(work, owner)
    for item in session.items[owner.name]:
        session.current[owner.name] = item
        work.cache = None
        for field in action.fields:
            key = f"{field.save}@{item}"
            if not settled(work, field, key):
                wait_for(work, field, step.place, key)
                return True
            mark(work, key, asked=0)
    chosen_one = held.chosen_item(session, owner)
    session.current[owner.name] = chosen_one or session.items[owner.name][0]
    work.cache = None
    done = f"{owner.name}:done"
    if done in session.told:
        return False
    if len(session.items[owner.name]) >= owner.maximum:
        work.say("list_full")
        return False
    choices = [("yes", work.phrase("more_yes")), ("no", work.phrase("more_no"))]
    put_question(work, action.more.render(work.values()), choices, step.place, owner.name, "more")
    return True


def stuck(work: Work) -> None:
    """Too many steps in one turn: say where help is and wait, rather than loop or fall silent."""
    work.fired("too-many-steps")
    work.session.stack = [Frame(work.book.routes.home.flow, work.book.routes.home.step, "ask")]
    step = work.here()
    action = step.action(Ask) if step else None
    work.replies[:] = [r for r in work.replies if isinstance(r, Bubble)][:BUBBLES]
    if step is not None and action is not None:
        ask(work, action, step.place, held.key_for(work, action.save))
    else:
        put_question(work, work.phrase("fallback_question"), [], work.book.routes.home, "none", "ask")


def _frozen(value: Known | None) -> Stored:
    return None if value is None else freeze(value)


def _at(frame: Frame, at: str) -> Frame:
    return replace(frame, at=at)

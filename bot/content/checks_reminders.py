"""Reminders reach a screen that others may see, and people who said yes to them: neither is left to the editor's memory."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.checks_questions import choices_of, questions_of
from bot.content.flowgraph import flow_start
from bot.content.outgoing import TELLING
from bot.content.problems import Problems
from bot.content.tree import Remind, Step, Tree, Word
from bot.content.writing import Put, Raw, Writing, walk
from bot.engine.flowbook import Place
from bot.engine.values import SlotType

CONSENT = "reminders"  # how the consent texts for reminders begin
PLAIN = frozenset({SlotType.DATE, SlotType.CLOCK})  # what may be filled in where others may read it
REMINDER = "reminder_"  # the engine's own sentences of a reminder


def check_reminders(tree: Tree, problems: Problems) -> None:
    """Each reminder has its own yes, and what it shows first tells nobody about debts."""
    shown: dict[Place, Word] = {}
    for flow in tree.flows.values():
        for step in flow.steps.values():
            for remind in step.reminds:
                _wanted(tree, remind, problems)
                start = flow_start(tree, remind.call)
                if start is not None:
                    shown.setdefault(start, remind.call)
    care = tree.routes.care
    place = tree.route(care.text) if care is not None else None
    if care is not None and place is not None:
        _crisis(tree, place.flow, care, problems)
        shown.setdefault(place, care)
    judged: set[Place] = set()
    for start in shown:
        for place in _first_screen(tree, start):
            if place not in judged:
                judged.add(place)
                _bland(tree, tree.flows[place.flow].steps[place.step], problems)
    for key, writing in tree.wording.items():
        if key.startswith(REMINDER):
            _judge(tree, writing, problems)


def _wanted(tree: Tree, remind: Remind, problems: Problems) -> None:
    """A sign of life after danger needs no yes; everything else has an `if` that reads the answer to one."""
    if remind.kind == "care":
        _crisis(tree, remind.call.text, remind.call, problems)
        return
    names = {word.text for word in remind.condition.names} if remind.condition is not None else set()
    if names & _asked_for(tree):
        return
    message = f"提醒 {remind.call} 没有先问要不要"
    remedy = "先问一题（consent: reminders_v1），再写 if: 那一题的槽；只有危机后的问候（care）不用问"
    problems.add("reminder-no-yes", remind.at, message, remedy)


def _asked_for(tree: Tree) -> set[str]:
    """The slots of questions whose answer is the yes to reminders."""
    return {
        ask.save.text
        for flow in tree.flows.values()
        for step in flow.steps.values()
        for ask, _ in questions_of(tree, step)
        if ask.consent is not None and ask.consent.text.startswith(CONSENT)
    }


def _crisis(tree: Tree, name: str, word: Word, problems: Problems) -> None:
    flow = tree.flows.get(name)
    if flow is not None and not flow.crisis:
        message = f"问候走到 {name}，它不是危机流程，危险锁住时到不了"
        problems.add("danger-route", word.at, message, f"在 flows/{name}.yaml 写 crisis: true")


def _first_screen(tree: Tree, start: Place) -> Iterator[Place]:
    """The steps that a reminder runs through before it waits for an answer."""
    todo, seen = [start], {start}
    while todo:
        place = todo.pop()
        yield place
        flow = tree.flows[place.flow]
        step = flow.steps[place.step]
        ways = [flow_start(tree, step.call)] if step.call is not None else []
        if step.ask is None and step.repeat is None:
            ways += [tree.place(flow, rule.goto.text) for rule in step.next]
        for way in ways:
            if way is not None and way not in seen:
                seen.add(way)
                todo.append(way)


def _bland(tree: Tree, step: Step, problems: Problems) -> None:
    if step.document is not None:
        _tell(f"「{step.document}」", step.document, problems)
    if step.picture is not None:
        _tell("一张图", Word("picture", step.at), problems)
    for bubble in step.say:
        for writing in tree.bubbles(bubble):
            _judge(tree, writing, problems)
    for ask, slot in questions_of(tree, step):
        _judge(tree, ask.text, problems)
        for choice in choices_of(ask, slot):
            found = TELLING.search(choice.label.text)
            if found is not None:
                _tell(f"「{found.group()}」", choice.label, problems)


def _judge(tree: Tree, writing: Writing, problems: Problems) -> None:
    """The first telling word of a text, and what it fills in."""
    for part in walk(writing.parts):
        if isinstance(part, Raw) and (found := TELLING.search(part.text)) is not None:
            _tell(f"「{found.group()}」", Word(found.group(), writing.at), problems)
            return
        if isinstance(part, Put):
            for name in part.value.names:
                slot = tree.slots.get(name.text)
                if slot is not None and slot.type not in PLAIN:
                    _tell(f"{slot.label}（{name}）", name, problems)
                    return


def _tell(what: str, word: Word, problems: Problems) -> None:
    remedy = "锁屏上别人也看得见：只写「约好的那件事」，细节放到回答以后的步骤"
    problems.add("lock-screen", word.at, f"提醒一响就露出{what}", remedy)

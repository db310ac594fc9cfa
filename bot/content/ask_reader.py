"""A question as written: its words, where the answer goes, its choices, and the help for who is stuck."""

from __future__ import annotations

import re

from msgspec import Struct

from bot.content.forms import Form, is_id, scalar
from bot.content.nodes import Node, Scalar, Table
from bot.content.problems import Problems
from bot.content.say_reader import read_line
from bot.content.slot_reader import YES_NO, Slots, measure
from bot.content.template_reader import Scope
from bot.content.tree import Ask, Choice
from bot.content.writing import Word, Writing
from bot.engine.values import NUMERIC, SlotType

ASK = (*("ask", "save", "choices", "why", "example", "smaller", "skippable", "consent", "confirm", "listens", "which"),)
CHOICE = ("label", "also", "goto", "value", "unknown", "skip", "was")
MANY_OPTIONS = 6
EXACT = re.compile(r"-?\d{1,12}(?:\.\d{1,4})?", re.ASCII)


class Reading(Struct, frozen=True):
    """What every reader of steps needs: the declared slots, what texts may name, and where to tell."""

    slots: Slots
    scope: Scope
    problems: Problems


def read_ask(form: Form, reading: Reading, save: Word | None = None, owner: str = "") -> Ask | None:
    """The question of a step, or of a field of `repeat` (`save` is its name, `owner` the alias and a dot)."""
    question = form.scalar("ask", required=save is not None)
    kept = save or form.word("save", required=question is not None)
    if question is None:
        if save is None:
            _orphans(form, reading.problems)
        return None
    slot = reading.slots.slots.get(owner + kept.text) if kept else None
    kind = slot.type if slot else None
    choices = read_choices(form.raw("choices"), kind, reading)
    shown = len(choices or (slot.options if slot else ()))
    if shown > MANY_OPTIONS:
        place = choices[MANY_OPTIONS].key.at if choices else question.at
        message = f"有 {shown} 个选项，最好不超过 {MANY_OPTIONS} 个"
        reading.problems.add("many-options", place, message, "慌的人看不过来；分成两问，或少列几个")
    text = read_line(question, reading.scope, reading.problems, "question")
    if text is None or kept is None:
        return None
    return Ask(
        text,
        kept,
        choices,
        why=_help(form, "why", reading),
        example=_help(form, "example", reading),
        smaller=_smaller(form, reading.problems),
        skippable=form.flag("skippable", True),
        consent=form.word("consent"),
        confirm=form.flag("confirm"),
        listens=form.flag("listens", True),
        which=form.word("which"),
    )


def _orphans(form: Form, problems: Problems) -> None:
    """What belongs to a question is a mistake where there is none."""
    for key in ASK[1:]:
        if (named := form.node.key(key)) is not None:
            problems.add("missing-key", named.at, f"有 {key} 却没有 ask", "补上 ask: 问题，或删掉这一行")


def _help(form: Form, key: str, reading: Reading) -> Writing | None:
    found = form.scalar(key)
    return read_line(found, reading.scope, reading.problems, key) if found else None


def _smaller(form: Form, problems: Problems) -> tuple[Word, Word] | None:
    found = form.words("smaller")
    if not found:
        return None
    if len(found) != 2:
        problems.add("wrong-shape", found[0].at, "smaller 要正好两个选项键", "写成 [甲, 乙]")
        return None
    return found[0], found[1]


def read_choices(node: Node | None, kind: SlotType | None, reading: Reading) -> tuple[Choice, ...]:
    """`key: label` or `key: {label: …, goto: …}`; for numeric slots each must say what it stands for."""
    problems = reading.problems
    if node is None:
        return ()
    if not isinstance(node, Table):
        message = "choices 要一组「键: 标签」"
        problems.add("wrong-shape", node.at, message, "每行一个，例如 court: 收到法院消息")
        return ()
    found = [_choice(key, value, reading) for key, value in node.items]
    choices = tuple(choice for choice in found if choice is not None)
    for choice in choices:
        _fits(choice, kind, problems)
    return choices


def _choice(key: Scalar, node: Node, reading: Reading) -> Choice | None:
    problems = reading.problems
    if not is_id(key.word, problems):
        return None
    if isinstance(node, Table):
        form = Form(node, CHOICE, f"选项 {key.text} ", problems)
        label = form.scalar("label", required=True)
        if label is None:
            return None
        measure(label, problems)
        return Choice(
            key.word,
            label.word,
            form.words("also"),
            form.word("goto"),
            form.word("value"),
            form.flag("unknown"),
            form.flag("skip"),
            form.words("was"),
        )
    label = scalar(node, f"选项 {key.text} 的标签", problems)
    if label is None:
        return None
    measure(label, problems)
    return Choice(key.word, label.word)


def _fits(choice: Choice, kind: SlotType | None, problems: Problems) -> None:
    """Choices of yes/no slots have three keys; those of numeric slots stand for a value."""
    if kind is SlotType.YES_NO and choice.key.text not in dict(YES_NO):
        remedy = "yes_no 的选项键只有 yes、no、unsure；别的意思改用 choice"
        problems.add("bad-value", choice.key.at, f"yes_no 没有「{choice.key}」这个选项", remedy)
    leads = choice.unknown or choice.skip or choice.goto is not None
    if kind in NUMERIC and choice.value is None and not leads:
        message = f"选项 {choice.key} 没有说明代表多少"
        problems.add("missing-key", choice.key.at, message, "加上 value: 数值，或 unknown: true、skip: true")
    if kind in NUMERIC and choice.value is not None and not EXACT.fullmatch(choice.value.text):
        message = f"value 要是数字，这里是「{choice.value}」"
        problems.add("bad-value", choice.value.at, message, "只写数字，例如 10000")

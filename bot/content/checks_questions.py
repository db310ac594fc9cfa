"""Questions: slots that can hold the answer, keys that exist, synonyms that neither clash nor swallow."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from bot.content.outgoing import questions
from bot.content.problems import Problems, nearest
from bot.content.tree import Ask, Choice, Flow, Slot, Step, Tree, Word
from bot.engine.builtins import FETCHED, WORDS
from bot.engine.values import NUMERIC, SlotType
from bot.understanding.text import normalise


def questions_of(tree: Tree, step: Step) -> Iterator[tuple[Ask, Slot | None]]:
    """The questions of a step with their slots; fields of `repeat` under the alias of their list."""
    if step.repeat is not None:
        owner = tree.lists.get(step.repeat.list_name.text)
        for ask in step.repeat.fields:
            field = ask.save.text.rpartition(".")[2]
            yield ask, tree.slots.get(f"{owner.alias}.{field}") if owner else None
    if step.ask is not None:
        yield step.ask, tree.slots.get(step.ask.save.text)


def choices_of(ask: Ask, slot: Slot | None) -> tuple[Choice, ...]:
    """The choices as written, else the options of the slot."""
    if ask.choices or slot is None:
        return ask.choices
    return tuple(Choice(o.key, o.label, o.also) for o in slot.options)


def check_questions(tree: Tree, problems: Problems) -> None:
    """Every question of every step."""
    for flow in tree.flows.values():
        for step in flow.steps.values():
            for ask, slot in questions_of(tree, step):
                _question(tree, flow, ask, slot, problems)
                _synonyms(choices_of(ask, slot), problems)
    for slot in tree.slots.values():
        options = tuple(Choice(o.key, o.label, o.also) for o in slot.options)
        _synonyms(options, problems)


def _question(tree: Tree, flow: Flow, ask: Ask, slot: Slot | None, problems: Problems) -> None:
    if questions(ask.text.plain) > 1:
        problems.add("two-questions", ask.at, "一次问了两件事", "一次只问一件，另一件放到下一步")
    if not ask.skippable and not flow.crisis:
        message = "只有危机流程里的安全问题可以不许跳过"
        problems.add("not-skippable", ask.at, message, "删掉 skippable: false")
    choices = choices_of(ask, slot)
    if slot is None:
        if ask.save.text == "none" and not choices and ask.listens:
            message = "不记下来的问题（save: none）要有选项"
            problems.add("no-choices", ask.at, message, "加 choices，或改成记到一个槽")
    else:
        if not choices and ask.example is None:
            remedy = "加 example: 一个能照着写的例子"
            problems.add("no-example", ask.at, "要人自己写字的问题没有例子", remedy)
        _answers(ask, slot, problems)
    _which(tree, ask, problems)
    keys = [c.key.text for c in choices]
    for word in ask.smaller or ():
        if word.text not in keys:
            hint = nearest(word.text, keys) or f"有的是：{'、'.join(keys)}"
            problems.add("unknown-option", word.at, f"smaller 里的 {word} 不是这一题的选项", hint)
    if ask.smaller and ask.smaller[0].text == ask.smaller[1].text:
        problems.add("unknown-option", ask.smaller[1].at, "smaller 的两个选项是同一个", "换一个")


def _which(tree: Tree, ask: Ask, problems: Problems) -> None:
    """`which` belongs to the question for the name of one of several."""
    if ask.which is None:
        return
    if ask.which.text not in WHICH:
        problems.add(
            "bad-value",
            ask.which.at,
            f"which 没有「{ask.which}」这种写法",
            "写 once（挑过就不再问）或 anew（每次都问）",
        )
    names = {f"{one.alias.text}.{one.key_field.text}" for one in tree.lists.values()}
    if ask.save.text not in names:
        remedy = f"save 写 {'、'.join(sorted(names))}" if names else "删掉 which"
        problems.add("bad-value", ask.which.at, "which 只用在问列表里哪一项的题上", remedy)


def _answers(ask: Ask, slot: Slot, problems: Problems) -> None:
    if slot.compute is not None:
        message = f"{slot.name} 是算出来的，不能拿来问"
        problems.add("asks-derived", ask.save.at, message, "问它用到的那些槽")
    for choice in ask.choices:
        _choice(choice, slot, problems)


def _choice(choice: Choice, slot: Slot, problems: Problems) -> None:
    """One choice of a question must say what it stands for in this slot."""
    ways = [choice.value is not None, choice.unknown, choice.skip]
    if sum(ways) > 1:
        message = f"选项 {choice.key} 又写 value 又写 unknown 或 skip"
        problems.add("bad-choice", choice.key.at, message, "value、unknown、skip 只留一个")
        return
    if choice.unknown or choice.skip:
        return
    if slot.type in {SlotType.CHOICE, SlotType.CHOICES}:
        keys = [o.key.text for o in slot.options]
        if keys and choice.key.text not in keys:
            near = nearest(choice.key.text, keys) or f"有的是：{'、'.join(keys)}。"
            hint = f"{near}新的选项，先写进 slots.yaml 里 {slot.name} 的 options"
            problems.add("unknown-option", choice.key.at, f"{slot.name} 没有选项 {choice.key}", hint)
    elif slot.type in NUMERIC and choice.value is not None:
        _in_range(choice.value, slot, problems)


def _in_range(word: Word, slot: Slot, problems: Problems) -> None:
    try:
        value = Decimal(word.text)
    except InvalidOperation:
        return  # told by the reader
    low, high = slot.minimum, slot.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        message = f"{word} 不在 {slot.name} 的范围里"
        problems.add("bad-choice", word.at, message, f"最小 {low}，最大 {high}")


def _synonyms(choices: tuple[Choice, ...], problems: Problems) -> None:
    """Words of different choices that read the same, and words that are built in."""
    owner: dict[str, Choice] = {}
    for choice in choices:
        for word in (choice.label, *choice.also):
            plain = normalise(word.text)
            other = owner.setdefault(plain, choice)
            if other is not choice and other.key.text != choice.key.text:
                message = f"「{word}」同时是选项 {other.key} 和 {choice.key} 的说法"
                problems.add("synonym-clash", word.at, message, "只留在一个选项里")
            builtin = _BUILT_IN.get(plain)
            if builtin is not None and builtin not in FETCHED and not (choice.skip and builtin == "skip"):
                message = f"「{word}」是随时能用的话，写成选项就用不了了"
                problems.add("swallows-word", word.at, message, "换一种说法")


WHICH = frozenset({"once", "anew"})
_BUILT_IN = {normalise(word): name for name, words in WORDS.items() for word in words}


def check_interrupts(tree: Tree, problems: Problems) -> None:
    """Interrupt phrases that a built-in word hides, or that an earlier interrupt always takes."""
    seen: dict[str, str] = {}
    for interrupt in tree.interrupts:
        for word in (*interrupt.whole, *interrupt.contains):
            plain = normalise(word.text)
            if plain in _BUILT_IN and word in interrupt.whole:
                message = f"「{word}」是随时能用的话，这条插话听不到它"
                problems.add("swallows-word", word.at, message, "换一种说法")
            first = seen.setdefault(plain, interrupt.id.text)
            if first != interrupt.id.text:
                message = f"「{word}」已经写在插话 {first} 里，这里听不到"
                problems.add("synonym-clash", word.at, message, "只留在一处")

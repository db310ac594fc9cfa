"""What leaves as a file: for a reader that there is, in a form that there is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.problems import Problems, nearest
from bot.content.summary_fields import READERS, Form
from bot.content.tree import Choice, Tree, Word
from bot.engine.values import SlotType

FORMS = tuple(form.value for form in Form)
PAPER_FORMS = tuple(form.value for form in Form if form is not Form.JSON)
"""A script or letter has no fields, so it has no data."""


def check_exports(tree: Tree, problems: Problems) -> None:
    """The slots that `preview` and `export` name are choices whose keys are readers and forms."""
    for flow in tree.flows.values():
        for step in flow.steps.values():
            if step.preview is not None:
                _choices(tree, step.preview, READERS, "给谁看", problems)
            if step.export is not None and step.export.audience is not None:
                _choices(tree, step.export.audience, READERS, "给谁看", problems)
            if step.export is not None:
                known = FORMS if step.export.audience is not None else PAPER_FORMS
                _choices(tree, step.export.form, known, "什么格式", problems)


def _choices(tree: Tree, word: Word, known: tuple[str, ...], what: str, problems: Problems) -> None:
    slot = tree.slots.get(word.text)
    if slot is None:
        return  # told with the names
    if slot.type is not SlotType.CHOICE:
        message = f"{what}要由一个单选的槽说，{word} 不是"
        problems.add("bad-export", word.at, message, f"在 flows/slots.yaml 写一个 choice，选项用 {'、'.join(known)}")
        return
    kept = [c.key.text for c in _offered(tree, word.text) if not (c.skip or c.unknown or c.goto)]
    for key in dict.fromkeys(key for key in kept if key not in known):
        message = f"{what}：槽 {word} 的选项 {key} 给不了"
        problems.add(
            "bad-export", word.at, message, nearest(key, known) or f"可用的键：{'、'.join(known)}；别的写 goto"
        )


def _offered(tree: Tree, slot: str) -> Iterator[Choice]:
    """Every choice of every question that fills this slot."""
    for flow in tree.flows.values():
        for step in flow.steps.values():
            if step.ask is not None and step.ask.save.text == slot:
                yield from tree.choices(step.ask)

"""The editors' sentences: no promise, threat, incitement or sales talk anywhere, cards and scripts included."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.checks_names import standing_texts, step_texts
from bot.content.outgoing import offences
from bot.content.problems import Problems
from bot.content.summary_fields import LAYOUTS
from bot.content.tree import Tree, Writing
from bot.content.writing import At, Raw, walk

WHAT = {"promise": "承诺", "threat": "吓唬", "incitement": "教唆", "sales": "推销"}


def check_words(tree: Tree, problems: Problems) -> None:
    """Every fixed character of every text, judged by whole sentences."""
    for writing in _texts(tree):
        _judge(writing, problems)


def _texts(tree: Tree) -> Iterator[Writing]:
    for flow in tree.flows.values():
        for step in flow.steps.values():
            yield from step_texts(step)
    yield from standing_texts(tree)
    yield from (page.body for name, page in tree.summaries.items() if name in LAYOUTS)


def _judge(writing: Writing, problems: Problems) -> None:
    raws = [p for p in walk(writing.parts) if isinstance(p, Raw)]
    text = "".join(r.text for r in raws)
    for offence in offences(text):
        at = _place(raws, offence.start, len(offence.words))
        message = f"「{offence.words}」是{WHAT[offence.kind]}的话"
        problems.add(f"{offence.kind}-words", at, message, offence.remedy)


def _place(raws: list[Raw], offset: int, width: int) -> At:
    """Where a character of the joined fixed parts stands: exact where its part is one line."""
    for raw in raws:
        if offset >= len(raw.text):
            offset -= len(raw.text)
            continue
        before = raw.text[:offset]
        if "\n" not in before:
            return At(raw.at.file, raw.at.line, raw.at.col + offset, width)
        return At(raw.at.file, raw.at.line + before.count("\n"), 1, 1)
    raise AssertionError(offset)

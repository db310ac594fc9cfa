"""The editors' sentences: no promise, threat, incitement, sales talk, asking for secrets or untrue claim, scripts and facts included."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.checks_names import standing_texts, step_texts
from bot.content.outgoing import Offence, offences
from bot.content.problems import Problems
from bot.content.summary_fields import LAYOUTS
from bot.content.tree import Tree, Writing
from bot.content.writing import At, Put, Raw, Word, walk

WHAT = {
    "promise": "承诺",
    "threat": "吓唬",
    "incitement": "教唆",
    "sales": "推销",
    "secret": "要证件、卡号、验证码",
    "untrue": "过时或不对",
}


def check_words(tree: Tree, problems: Problems) -> None:
    """Every fixed character of every text, judged by whole sentences; what facts put between them is read along."""
    for writing in _texts(tree):
        _judge(tuple(_pieces(writing, tree)), problems)
    for fact in tree.facts.values():
        for word in (*fact.fields.values(), Word(fact.safe, fact.word.at)):
            for offence in offences(word.text):
                if offence.kind == "untrue":  # the name of a swindle is no sales talk
                    _tell(offence, word.at, problems)


def _texts(tree: Tree) -> Iterator[Writing]:
    for flow in tree.flows.values():
        for step in flow.steps.values():
            yield from step_texts(step)
    yield from standing_texts(tree)
    yield from (page.body for name, page in tree.summaries.items() if name in LAYOUTS)


def _pieces(writing: Writing, tree: Tree) -> Iterator[Word]:
    """The characters of a text in the order written, all branches one after another, facts in their places."""
    for part in walk(writing.parts):
        if isinstance(part, Raw):
            yield Word(part.text, part.at)
        elif isinstance(part, Put):
            for path in part.value.names:
                root, _, rest = path.text.partition(".")
                name, _, item = rest.partition(".")
                fact = tree.facts.get(name) if root == "fact" else None
                if fact is not None and item in fact.fields:
                    yield Word(fact.fields[item].text, part.at)


def _judge(pieces: tuple[Word, ...], problems: Problems) -> None:
    for offence in offences("".join(p.text for p in pieces)):
        _tell(offence, _place(pieces, offence.start, len(offence.words)), problems)


def _tell(offence: Offence, at: At, problems: Problems) -> None:
    message = f"「{offence.words}」是{WHAT[offence.kind]}的话"
    problems.add(f"{offence.kind}-words", at, message, offence.remedy)


def _place(pieces: tuple[Word, ...], offset: int, width: int) -> At:
    """Where a character of the joined pieces stands: exact where its piece is one line as written."""
    for piece in pieces:
        if offset >= len(piece.text):
            offset -= len(piece.text)
            continue
        before = piece.text[:offset]
        if "\n" not in before:
            return At(piece.at.file, piece.at.line, piece.at.col + offset, width)
        return At(piece.at.file, piece.at.line + before.count("\n"), 1, 1)
    raise AssertionError(offset)

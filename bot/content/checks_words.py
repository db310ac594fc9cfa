"""The editors' sentences: no promise, threat, incitement, sales talk, asking for secrets or untrue claim, scripts and facts included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.checks_names import standing_texts, step_texts
from bot.content.outgoing import Offence, offences
from bot.content.problems import Problems
from bot.content.say_reader import LONGEST_BUBBLE, longest
from bot.content.summary_fields import LAYOUTS
from bot.content.tree import Tree, Writing
from bot.content.writing import At, For, If, Part, Put, Raw, Word, walk

WHAT = {
    "promise": "承诺",
    "threat": "吓唬",
    "incitement": "教唆",
    "sales": "推销",
    "secret": "要证件、卡号、验证码",
    "untrue": "过时或不对",
}


HALF = re.compile(r"(?<=[\u3400-\u9fff」』）])(?:[,;?!]|:(?!\d))")
FULL = str.maketrans(",;:?!", "，；：？！")


def check_words(tree: Tree, problems: Problems) -> None:
    """Every fixed character of every text, judged by whole sentences; what facts put between them is read along."""
    for writing in _texts(tree):
        _judge(tuple(_pieces(writing, tree)), problems)
        _marks(writing, problems)
    for writing in _bubbles(tree):
        _measure(writing, tree, problems)
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


def _bubbles(tree: Tree) -> Iterator[Writing]:
    for flow in tree.flows.values():
        for step in flow.steps.values():
            yield from step_texts(step)


def _marks(writing: Writing, problems: Problems) -> None:
    """Marks behind Chinese characters are Chinese marks; the first of each text is told."""
    for part in walk(writing.parts):
        found = HALF.search(part.text) if isinstance(part, Raw) else None
        if isinstance(part, Raw) and found is not None:
            before = part.text[max(0, found.start() - 4) : found.end()].strip()
            remedy = f"换成全角的「{found.group().translate(FULL)}」；这一段里别的标点也看一遍"
            place = _place((Word(part.text, part.at),), found.start(), 1)
            problems.add("half-width", place, f"「{before}」后面的标点是半角的", remedy)
            return


def _measure(writing: Writing, tree: Tree, problems: Problems) -> None:
    """The words of facts stand in a bubble, too: with them it must not be longer than one may be."""
    if longest(writing) > LONGEST_BUBBLE:
        return  # told by its own words already
    size = _with_facts(writing.parts, tree)
    if size > LONGEST_BUBBLE:
        message = f"这个气泡连同事实里的话有 {size} 个字，最多 {LONGEST_BUBBLE} 个"
        problems.add("bubble-long", writing.at, message, "拆成两条：写成列表，每条以「- 」开头")


def _with_facts(parts: tuple[Part, ...], tree: Tree) -> int:
    total = 0
    for part in parts:
        if isinstance(part, If):
            bodies = (*(body for _, body in part.branches), part.otherwise)
            total += max(_with_facts(body, tree) for body in bodies)
        elif isinstance(part, For):
            total += _with_facts(part.body, tree)
        elif isinstance(part, Raw):
            total += len("".join(part.text.split()))
        else:
            total += sum(len("".join(text.split())) for text in _of_facts(part, tree))
    return total


def _of_facts(part: Put, tree: Tree) -> Iterator[str]:
    for path in part.value.names:
        root, _, rest = path.text.partition(".")
        name, _, item = rest.partition(".")
        fact = tree.facts.get(name) if root == "fact" else None
        if fact is not None and item in fact.fields:
            yield fact.fields[item].text


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

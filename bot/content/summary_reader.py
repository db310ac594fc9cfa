"""Templates of summaries: layouts place fields that their audience may have, parts are worded from slots."""

from __future__ import annotations

from msgspec.structs import replace

from bot.content.ask_reader import Reading
from bot.content.nodes import Source
from bot.content.paper_reader import read_paper
from bot.content.problems import Problems, nearest
from bot.content.summary_fields import EXTRAS, FIELDS, LAYOUTS, PARTS, placeable
from bot.content.tree import For, If, Paper, Put
from bot.content.writing import Word, walk

FOOT = ("made_on", "law_as_of")


def read_summary(source: Source, reading: Reading) -> Paper | None:
    """One file of `templates/summaries`; its first line `# …` is the title of the page or of the field."""
    paper = read_paper(source, reading)
    if paper is None:
        return None
    name = paper.name.removeprefix("summaries/")
    if name in LAYOUTS:
        _check_layout(name, paper, reading.problems)
    elif name in PARTS:
        paper = replace(paper, body=replace(paper.body, extra=EXTRAS))
        if name == "footer":
            _check_foot(paper, reading.problems)
    else:
        remedy = nearest(name, [*LAYOUTS, *PARTS]) or f"只有 {'、'.join((*LAYOUTS, *PARTS))}"
        reading.problems.add("bad-name", source.at(0), f"没有叫 {name} 的总结", remedy)
        return None
    return paper


def _check_layout(name: str, paper: Paper, problems: Problems) -> None:
    """A layout names fields only, and only those of its audience; lists are walked by the program, not here."""
    allowed = placeable(name)
    for part in walk(paper.body.parts):
        if isinstance(part, For):
            problems.add("not-allowed", part.at, "总结的版面里不用 {% for %}", "写 {{ 字段 }}，一行一个，列表由程序排")
    for word in _names(paper):
        head = word.text.partition(".")[0]
        if head in allowed or head in {"fact", "operator"}:
            continue
        if head in FIELDS:
            problems.add("not-allowed", word.at, f"{FIELDS[head].label}（{head}）不给这一方看", "从这个版面里删掉")
        else:
            remedy = nearest(head, allowed) or "版面只放字段，要读槽请写在 overview、steps、questions 里"
            problems.add("unknown-slot", word.at, f"总结里没有 {head} 这个字段", remedy)


def _check_foot(paper: Paper, problems: Problems) -> None:
    """The foot says when the page was made and until when the law was looked at."""
    named = {word.text for word in _names(paper)}
    for name in FOOT:
        if name not in named:
            problems.add(
                "missing-key", paper.at, f"页脚没有写 {{{{ {name} | date }}}}", "补上：生成日和法规截至日都要写"
            )


def _names(paper: Paper) -> list[Word]:
    found: list[Word] = []
    for part in walk(paper.body.parts):
        if isinstance(part, Put):
            found.extend(part.value.names)
        elif isinstance(part, If):
            found.extend(name for test, _ in part.branches for name in test.names)
    return found

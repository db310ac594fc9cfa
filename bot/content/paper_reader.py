"""Template files become papers (scripts, letters) and cards (shared bubbles)."""

from __future__ import annotations

import re

from bot.content.ask_reader import Reading
from bot.content.nodes import Source
from bot.content.say_reader import measure_bubble
from bot.content.template_reader import part_of, read_writing, tell_literals
from bot.content.tree import Card, Paper

CUT = re.compile(r"^---[ ]*$\n?", re.MULTILINE)
TITLE = re.compile(r"\s*#[ ]+(.+?)[ ]*\n")
LONGEST = 16_000


def read_paper(source: Source, reading: Reading) -> Paper | None:
    """A script or letter; its first line `# …` is its title and is not printed again."""
    name = source.file.removeprefix("templates/").removesuffix(".md.j2")
    found = TITLE.match(source.text)
    if found is None:
        remedy = "第一行写 # 标题，例如 # 打给平台客服的话"
        reading.problems.add("missing-key", source.at(0), "文书缺少标题", remedy)
    start = found.end() if found else 0
    place = part_of(source, start)
    title = found.group(1) if found else name
    if found is not None:
        tell_literals(title, found.start(1), part_of(source, 0), reading.problems)
    body = source.text[start:]
    if not body.strip():
        reading.problems.add("empty-text", source.at(0), "文书是空的", "写上正文，或删掉这个文件")
        return None
    writing = read_writing(body, place, "document", reading.scope, reading.problems)
    return Paper(name, title, writing, source.at(0)) if writing is not None else None


def read_card(source: Source, reading: Reading) -> Card | None:
    """A shared text; a line `---` parts its bubbles."""
    name = source.file.removeprefix("templates/cards/").removesuffix(".j2")
    bubbles = []
    start = 0
    for end, following in [*((cut.start(), cut.end()) for cut in CUT.finditer(source.text)), (None, 0)]:
        text = source.text[start:end]
        if text.strip():
            writing = read_writing(text, part_of(source, start), "card", reading.scope, reading.problems)
            if writing is not None:
                measure_bubble(writing, writing.at, reading.problems)
                bubbles.append(writing)
        else:
            reading.problems.add("empty-text", source.at(start), "这里的文字是空的", "写上要说的话，或删掉")
        start = following
    return Card(name, tuple(bubbles), source.at(0)) if bubbles else None

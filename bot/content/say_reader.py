"""What a step says: bubbles as text, as a list of texts, or as cards; each bubble short enough to be read."""

from __future__ import annotations

from bot.content.forms import Form
from bot.content.nodes import Node, Rows, Scalar, Table
from bot.content.problems import Problems
from bot.content.template_reader import Scope, read_text
from bot.content.tree import Bubble, CardRef
from bot.content.writing import At, For, If, Part, Raw, Writing

LONGEST_BUBBLE = 120


def read_bubbles(node: Node, scope: Scope, problems: Problems, role: str = "bubble") -> tuple[Bubble, ...]:
    """A text, a card, or a list of both."""
    items = node.items if isinstance(node, Rows) else (node,)
    found = [_bubble(item, scope, problems, role) for item in items]
    return tuple(bubble for bubble in found if bubble is not None)


def _bubble(node: Node, scope: Scope, problems: Problems, role: str) -> Bubble | None:
    if isinstance(node, Scalar):
        return read_line(node, scope, problems, role)
    if isinstance(node, Table) and node.get("card") is not None:
        name = Form(node, ("card",), "这里", problems).word("card")
        return CardRef(name) if name else None
    remedy = "整句加引号（文字里有「: 」或以 { 开头时要加）" if isinstance(node, Table) else "不要再套一层列表"
    problems.add("wrong-shape", node.at, "这里要一段文字或 {card: 名字}", remedy)
    return None


def read_line(node: Scalar, scope: Scope, problems: Problems, role: str) -> Writing | None:
    """One bubble or question; empty and overlong ones are told."""
    if not node.text.strip():
        problems.add("empty-text", node.at, "这里的文字是空的", "写上要说的话，或删掉这一行")
        return None
    writing = read_text(node, role, scope, problems)
    if writing is not None:
        measure_bubble(writing, node.at, problems)
    return writing


def measure_bubble(writing: Writing, at: At, problems: Problems) -> None:
    """The longest that can be printed of the fixed characters must fit one bubble."""
    size = longest(writing)
    if size > LONGEST_BUBBLE:
        message = f"这个气泡有 {size} 个字，最多 {LONGEST_BUBBLE} 个"
        problems.add("bubble-long", at, message, "拆成两条：写成列表，每条以「- 」开头")


def longest(writing: Writing) -> int:
    """How many fixed characters the longest way through a text prints, spaces left out."""
    return _most(writing.parts)


def _most(parts: tuple[Part, ...]) -> int:
    total = 0
    for part in parts:
        if isinstance(part, Raw):
            total += len("".join(part.text.split()))
        elif isinstance(part, If):
            total += max(_most(body) for body in (*(b for _, b in part.branches), part.otherwise))
        elif isinstance(part, For):
            total += _most(part.body)
    return total

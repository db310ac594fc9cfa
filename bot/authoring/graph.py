"""Draw once, print many: one drawing extracted from a book, printed as mermaid or as a text table.

A flow is a frame, a step a shape, a way an arrow; calls, reminders and ways into flows that are not drawn end at
an outer shape. Labels are the editors' words, shortened, and escaped so that no text can break a diagram.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import assert_never

from msgspec import Struct

from bot.authoring.phrasing import phrase
from bot.engine.flowbook import (
    Anew,
    Ask,
    Assign,
    Book,
    Call,
    Document,
    End,
    Export,
    Flow,
    Goto,
    Handoff,
    Picture,
    Place,
    Preview,
    Remind,
    Repeat,
    Say,
    Step,
)

WIDTH = 24  # characters of a text that a shape shows
FILLED = re.compile(r"\{\{\s*([^}|]*?)\s*(?:\|[^}]*)?\}\}|\{%.*?%\}", re.S)


class Shape(Struct, frozen=True):
    """A step, an end, or a place outside the drawing; `lines` are what it says and does."""

    id: str
    title: str
    kind: str  # step, ask, release, end, outside
    lines: tuple[str, ...] = ()


class Frame(Struct, frozen=True):
    """A flow with its steps in the order written."""

    id: str
    title: str
    crisis: bool
    shapes: tuple[Shape, ...]


class Arrow(Struct, frozen=True):
    """A way: `choice` and `next` go, `call` comes back, `remind` happens later."""

    source: str
    target: str
    label: str
    kind: str  # next, choice, call, remind


class Drawing(Struct, frozen=True):
    """What there is to draw; every renderer prints this and nothing else."""

    frames: tuple[Frame, ...]
    outside: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]


def draw(book: Book, flows: Collection[str] = ()) -> Drawing:
    """The drawing of these flows of a book; of all where none is named."""
    chosen = [f for f in book.flows.values() if not flows or f.id in flows]
    frames = tuple(Frame(f.id, f.title, f.crisis, tuple(_shapes(f))) for f in chosen)
    arrows = tuple(a for f in chosen for s in f.steps.values() for a in _arrows(book, s))
    inside = {shape.id for frame in frames for shape in frame.shapes}
    missing = dict.fromkeys(a.target for a in arrows if a.target not in inside)
    return Drawing(frames, tuple(Shape(m, m, "outside") for m in missing), arrows)


def _shapes(flow: Flow) -> Iterator[Shape]:
    for step in flow.steps.values():
        asking = any(isinstance(a, (Ask, Preview, Repeat)) for a in step.actions)
        kind = "release" if step.release else "ask" if asking else "step"
        yield Shape(str(step.place), step.place.step, kind, tuple(_lines(step)))
        if isinstance(step.exit, End):
            yield Shape(_end(step), step.exit.outcome, "end")


def _lines(step: Step) -> Iterator[str]:
    for action in step.actions:
        match action:
            case Say(bubbles):
                yield f"说：{shorten(bubbles[0].source)}"
            case Assign(values):
                yield "记：" + "、".join(f"{name} = {phrase(tree)}" for name, tree in values)
            case Anew(slots):
                yield f"重记：{'、'.join(slots)}"
            case Document(name):
                yield f"给：{name}"
            case Picture(title):
                yield f"图：{shorten(title.source)}"
            case Remind():
                yield f"提醒：{action.call}"
            case Handoff(to):
                yield f"转：{to}"
            case Call(flow):
                yield f"去：{flow}"
            case Repeat(list_name):
                yield f"逐项问：{list_name}"
            case Preview(audience):
                yield f"过目：{audience}"
            case Export(audience, form):
                yield f"给文件：{audience or '刚给的那份'}（{form}）"
            case Ask():
                yield f"问：{shorten(action.text.source)}"
            case _:
                assert_never(action)


def _arrows(book: Book, step: Step) -> Iterator[Arrow]:
    here = str(step.place)
    for action in step.actions:
        if isinstance(action, Call):
            yield Arrow(here, _start(book, action.flow), "去了再回来", "call")
        elif isinstance(action, Remind):
            yield Arrow(here, _start(book, action.call), "到时提醒", "remind")
        elif isinstance(action, Ask):
            for choice in action.choices:
                if choice.goto is not None:
                    yield Arrow(here, str(choice.goto), choice.label, "choice")
    match step.exit:
        case End():
            yield Arrow(here, _end(step), "", "next")
        case Goto(rules):
            for rule in rules:
                label = phrase(rule.when) if rule.when is not None else "其他" if len(rules) > 1 else ""
                yield Arrow(here, str(rule.goto), label, "next")
        case _:
            assert_never(step.exit)


def _start(book: Book, flow: str) -> str:
    found = book.flows.get(flow)
    return str(Place(flow, found.start)) if found else flow


def _end(step: Step) -> str:
    return f"{step.place}.end"


def shorten(source: str) -> str:
    """The first words of a text, with what is filled in as 〔name〕."""
    plain = FILLED.sub(lambda m: f"〔{m.group(1)}〕" if m.group(1) else "", source)
    plain = " ".join(plain.split())
    return plain if len(plain) <= WIDTH else plain[: WIDTH - 1] + "…"


# --- mermaid


OPEN_CLOSE = {
    "step": ('["', '"]'),
    "ask": ('{{"', '"}}'),
    "release": ('[["', '"]]'),
    "end": ('(["', '"])'),
    "outside": ('[/"', '"/]'),
}
LINES = {"next": "-->", "choice": "-->", "call": "-.->", "remind": "-..->"}


def mermaid(drawing: Drawing) -> str:
    """The drawing as a mermaid flowchart."""
    lines = ["flowchart TD"]
    for frame in drawing.frames:
        mark = "（危机）" if frame.crisis else ""
        lines.append(f'  subgraph {_id("f." + frame.id)}["{escape(frame.title or frame.id)}{mark}"]')
        lines += [f"    {_shape(s)}" for s in frame.shapes]
        lines.append("  end")
    lines += [f"  {_shape(s)}" for s in drawing.outside]
    for arrow in drawing.arrows:
        label = f'|"{escape(arrow.label)}"|' if arrow.label else ""
        lines.append(f"  {_id(arrow.source)} {LINES[arrow.kind]}{label} {_id(arrow.target)}")
    return "\n".join(lines) + "\n"


def _shape(shape: Shape) -> str:
    opening, closing = OPEN_CLOSE[shape.kind]
    words = "<br/>".join(escape(line) for line in (shape.title, *shape.lines))
    return f"{_id(shape.id)}{opening}{words}{closing}"


def _id(name: str) -> str:
    """An identifier that mermaid never takes for a word of its own."""
    return "s_" + re.sub(r"\W", "__", name, flags=re.ASCII)


def escape(text: str) -> str:
    """Words that are shown as they are, whatever characters they hold."""
    plain = " ".join(text.split())
    return "".join(f"#{ord(c)};" if c in '"#<>&`\\{}[]|;' else c for c in plain)


# --- table


def table(drawing: Drawing) -> str:
    """The drawing as text: each step, what it does, and where it leads."""
    ways: dict[str, list[Arrow]] = {}
    for arrow in drawing.arrows:
        ways.setdefault(arrow.source, []).append(arrow)
    lines: list[str] = []
    for frame in drawing.frames:
        mark = "（危机）" if frame.crisis else ""
        lines += ["", f"{frame.id}  {frame.title}{mark}"]
        for shape in frame.shapes:
            if shape.kind != "end":
                lines += [f"  {shape.title}", *_indented(shape.lines)]
                lines += _indented(_way(a) for a in ways.get(shape.id, ()))
    return "\n".join(lines[1:]) + "\n"


def _way(arrow: Arrow) -> str:
    target = arrow.target.removesuffix(".end") if arrow.target.endswith(".end") else arrow.target
    goal = "结束" if arrow.target.endswith(".end") else target
    return f"→ {goal}" + (f"  （{arrow.label}）" if arrow.label else "")


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]

"""A text as an editor wrote it: fixed characters, places to fill in, branches, loops, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from bot.engine.expressions import Expression

OPERATOR: Mapping[str, str] = {
    "name": "运营者",
    "contact": "联系方式",
}  # what texts may read of the settings, and its label


class At(Struct, frozen=True, order=True):
    """A place in a source file; lines and columns count characters from 1."""

    file: str
    line: int = 1
    col: int = 1
    width: int = 1


class Word(Struct, frozen=True):
    """A scalar as typed, with its place."""

    text: str
    at: At

    def __str__(self) -> str:
        return self.text


class Expr(Struct, frozen=True, eq=False):
    """An expression with the place of each part: `where(node)` for any node inside `tree` (by identity)."""

    source: str
    at: At
    tree: Expression
    names: tuple[Word, ...] = ()  # every path that is read, each time it occurs, in the order written
    spots: Mapping[int, At] = field(default_factory=dict)

    def where(self, node: Expression) -> At:
        return self.spots.get(id(node), self.at)


class Raw(Struct, frozen=True, eq=False):
    """Characters that are printed as they are."""

    text: str
    at: At


class Filter(Struct, frozen=True, eq=False):
    name: str  # money days date label or_else join rate
    argument: str | None
    at: At


class Put(Struct, frozen=True, eq=False):
    """`{{ value | filter }}`; `or_else` among the filters is a wording for unknown."""

    value: Expr
    filters: tuple[Filter, ...]
    at: At

    @property
    def has_wording(self) -> bool:
        return any(f.name == "or_else" for f in self.filters)


class If(Struct, frozen=True, eq=False):
    """`{% if %}` with every `{% elif %}`; exactly one branch or `otherwise` is printed."""

    branches: tuple[tuple[Expr, tuple[Part, ...]], ...]
    otherwise: tuple[Part, ...]
    at: At


class For(Struct, frozen=True, eq=False):
    """`{% for item in list %}`; inside, `item.field` is a field of that list, `loop.index` counts from 1."""

    item: Word
    source: Word  # the list slot
    body: tuple[Part, ...]
    otherwise: tuple[Part, ...]
    at: At


Part = Raw | Put | If | For


class Writing(Struct, frozen=True, eq=False):
    """One text. In a `document` an unknown prints 〔请补：…〕; elsewhere the editor must give a wording."""

    source: str
    at: At
    parts: tuple[Part, ...]
    role: str = "bubble"  # bubble question why example card document wording label handoff
    extra: frozenset[str] = frozenset()  # names that the engine adds for this text (`read_back` …)

    @property
    def plain(self) -> str:
        """The fixed characters alone, without what is filled in."""
        return "".join(p.text for p in walk(self.parts) if isinstance(p, Raw))


def walk(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Every part, outer before inner, in the order written."""
    for part in parts:
        yield part
        if isinstance(part, If):
            for _, body in part.branches:
                yield from walk(body)
            yield from walk(part.otherwise)
        elif isinstance(part, For):
            yield from walk(part.body)
            yield from walk(part.otherwise)

"""What the stories walk of everything that the flows offer: steps, choices, branches, interrupts, and what book.yaml wires.

There is something to walk wherever an editor wrote a line that leads somewhere. A story walks what its turns entered and took
(`Turn.path`, `Turn.ways`), but only in a step of which it says what must come: to pass by without a look proves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from bot.authoring.drivers import EngineDriver
from bot.authoring.stories import Failure, Telling
from bot.authoring.story_reader import Story
from bot.content.tree import Ask, Flow, Repeat, Step, Tree
from bot.content.writing import At, Expr, Word
from bot.engine.asking import OPTIONS, SKIP
from bot.engine.expressions import Name
from bot.engine.flowbook import Book, Place
from bot.engine.turn import Way
from bot.engine.values import SlotType
from bot.engine.walk import KEPT_BACK

KINDS: Mapping[str, str] = {
    "step": "步骤",
    "choice": "选项",
    "way": "出口",
    "remind": "提醒条件",
    "interrupt": "插话",
    "said": "危险里的话",
    "route": "总目录",
}
"""What there is to walk, in the order in which it is told."""
MORE: Mapping[str, str] = {"yes": "还有", "no": "没有了"}
HELD: Mapping[str, str] = {"yes": "成立", "no": "不成立"}
REVIEWED: Mapping[str, str] = {"on": "给出", KEPT_BACK: "先不要了"}
COMMANDS = ("talk", "returning", "returned", "script", "short_script", "lawyer_script", "export")
"""The routes of book.yaml that a person takes by a word or by coming back; the first step needs no other way."""


class Thing(Struct, frozen=True):
    """Something that a story can walk: where it is written, how an editor calls it, and how the engine does."""

    at: At
    kind: str
    name: str
    way: Way

    @property
    def place(self) -> str:
        """The step that it belongs to; empty for what belongs to the whole book."""
        return self.way.place


class Coverage(Struct, frozen=True):
    """What there is to walk, what of it was not walked, and the stories that failed on their way."""

    things: tuple[Thing, ...]
    missed: tuple[Thing, ...]
    failures: tuple[Failure, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.missed and not self.failures

    def by(self, key: Callable[[Thing], str]) -> dict[str, tuple[int, int]]:
        """Walked, of how many: by kind, by file."""
        every, missed = Counter(map(key, self.things)), Counter(map(key, self.missed))
        return {name: (every[name] - missed[name], every[name]) for name in every}

    def told(self) -> Iterator[tuple[Thing, int]]:
        """What was not walked, by file and line; a step that nobody entered once, with the number of all that is in it."""
        closed = Counter(t.place for t in self.missed if t.place)
        unentered = {t.place for t in self.missed if t.kind == "step"}
        for thing in self.missed:
            if thing.kind == "step":
                yield thing, closed[thing.place] - 1
            elif thing.place not in unentered:
                yield thing, 0


def cover(tree: Tree, book: Book, stories: Iterable[Story], flows: Collection[str] = ()) -> Coverage:
    """Tell the stories to the engine alone and compare; only these flows, where some are named."""
    walked: set[Way] = set()
    failures: list[Failure] = []
    for story in stories:
        telling = Telling(story, EngineDriver(book, story.reach), book, story.clock)
        failures += telling.tell()
        walked |= telling.walked
    return judge(tree, walked, flows, failures)


def judge(
    tree: Tree, walked: Collection[Way], flows: Collection[str] = (), failures: Iterable[Failure] = ()
) -> Coverage:
    """What of a book is not among the ways walked."""
    every = sorted(things(tree), key=lambda t: (t.at.file, t.at.line, t.at.col, list(KINDS).index(t.kind)))
    wanted = tuple(t for t in every if not flows or Place.parse(t.place).flow in flows)
    return Coverage(wanted, tuple(t for t in wanted if t.way not in walked), tuple(failures))


def things(tree: Tree) -> Iterator[Thing]:
    """Everything that can be walked."""
    for flow in tree.flows.values():
        for step in flow.steps.values():
            yield from _of_step(tree, flow, step)
    for one in tree.interrupts:
        yield Thing(one.id.at, "interrupt", one.id.text, Way("interrupt", "", one.id.text))
        if one.beside is not None:
            yield Thing(one.beside.at, "interrupt", f"{one.id} 顺带", Way("beside", "", one.id.text))
    for aside in tree.danger.said:
        yield Thing(aside.id.at, "said", aside.id.text, Way("said", "", aside.id.text))
    yield from _routes(tree)


def _of_step(tree: Tree, flow: Flow, step: Step) -> Iterator[Thing]:
    place = f"{flow.id}.{step.name}"
    yield Thing(step.at, "step", place, Way("step", place, ""))
    for number, remind in enumerate(step.reminds, 1):
        for held, words in HELD.items() if remind.condition and not _consent(remind.condition) else ():
            way = Way("if", place, f"{place}.{number}:{held}")
            yield Thing(remind.at, "remind", f"{place} 提醒 {remind.call}：条件{words}", way)
    if step.repeat is not None:
        yield from _of_list(tree, place, step.repeat)
    if step.ask is not None:
        yield from _choices(tree, place, step.ask)
    if step.preview is not None:
        for outcome, words in REVIEWED.items():
            yield Thing(step.preview.at, "way", f"{place} 过目：{words}", Way("review", place, outcome))
    for number, rule in enumerate(() if _net(tree, step) else step.next):
        when = f"{rule.when.source} " if rule.when else "其余 " if number else ""
        yield Thing(rule.at, "way", f"{place} {when}→ {rule.goto}", Way("rule", place, str(number)))
    if step.end is not None and not step.next:
        yield Thing(step.end.at, "way", f"{place} 结束 {step.end}", Way("end", place, step.end.text))


def _consent(condition: Expr) -> bool:
    """Whether a reminder waits for nothing but its yes: who said no went another way, and that one is counted."""
    return isinstance(condition.tree, Name)


def _net(tree: Tree, step: Step) -> bool:
    """Whether the way on lies only under a question that is always left by one of its choices: written, so that nobody can
    fall, and nothing to be walked."""
    ask = step.ask
    slot = tree.slots.get(ask.save.text) if ask is not None else None
    if ask is None or not ask.choices or (slot is not None and slot.type is not SlotType.CHOICE):
        return False  # what is typed to other questions need not be one of their choices
    skips = ask.skippable and not (ask.listens and any(c.skip for c in ask.choices))
    return not skips and all(c.goto is not None for c in ask.choices)


def _of_list(tree: Tree, place: str, repeat: Repeat) -> Iterator[Thing]:
    listed = tree.lists.get(repeat.list_name.text)
    alias = listed.alias.text if listed is not None else ""
    for field in repeat.fields:
        yield from _choices(tree, place, field, f"{alias}.{field.save}:")
    for key, words in MORE.items() if repeat.more is not None else ():
        yield Thing(
            repeat.more.at if repeat.more else repeat.at, "choice", f"{place}「{words}」", Way("more", place, key)
        )


def _choices(tree: Tree, place: str, ask: Ask, owner: str = "") -> Iterator[Thing]:
    """What can be pressed under a question. The options of its slot stand where the question stands."""
    choices = tree.choices(replace(ask, save=Word(f"{owner.removesuffix(':')}", ask.save.at)) if owner else ask)
    for choice in choices:
        at = choice.key.at if ask.choices else ask.at
        yield Thing(at, "choice", f"{place}「{choice.label}」", Way("choice", place, owner + choice.key.text))
    way_out = any(c.unknown or c.skip or c.key.text == "unsure" for c in choices)
    if ask.skippable and ask.listens and not way_out and len(choices) < OPTIONS:
        yield Thing(ask.at, "choice", f"{place}「跳过」", Way("choice", place, owner + SKIP))


def _routes(tree: Tree) -> Iterator[Thing]:
    """What book.yaml wires: words that work everywhere, coming back, danger, what an opening message calls for first."""
    routes = tree.routes
    for name in COMMANDS:
        word: Word | None = getattr(routes, name)
        if word is not None:
            yield Thing(word.at, "route", f"{name} → {word}", Way("route", "", name))
    for group, words in (("danger", routes.danger), ("priority", routes.priorities)):
        for name, word in words.items():
            yield Thing(word.at, "route", f"{name} → {word}", Way(group, "", name))


# --- printed


def page(coverage: Coverage) -> str:
    """As an editor reads it: file by file, what no story walks, each with its line; and the sums."""
    told: dict[str, list[str]] = {}
    for thing, inside in coverage.told():
        rest = f"（整步没有走到，里面还有 {inside} 处）" if inside else ""
        line = f"  {thing.at.file}:{thing.at.line}:{thing.at.col} {KINDS[thing.kind]} {thing.name}{rest}"
        told.setdefault(thing.at.file, []).append(line)
    lines: list[str] = []
    for file, (walked, every) in coverage.by(lambda t: t.at.file).items():
        lines += [f"{file} {walked}／{every}", *told.get(file, ())]
    kinds = coverage.by(lambda t: t.kind)
    lines += [
        "",
        "，".join(f"{word} {kinds[kind][0]}／{kinds[kind][1]}" for kind, word in KINDS.items() if kind in kinds),
    ]
    every, missed = len(coverage.things), len(coverage.missed)
    lines.append(f"故事走到 {every - missed}／{every}（{share(every - missed, every)}）。")
    return "\n".join(lines) + "\n"


def share(part: int, whole: int) -> str:
    """A percentage that says 100 only where nothing is missing."""
    tenths = part * 1000 // whole if whole else 1000
    return f"{tenths // 10}.{tenths % 10} %"


def data(coverage: Coverage) -> dict[str, object]:
    """The same for programs; every missed thing, also inside a step that nobody entered."""
    files = coverage.by(lambda t: t.at.file)
    return {
        "walked": len(coverage.things) - len(coverage.missed),
        "of": len(coverage.things),
        "kinds": {kind: {"walked": w, "of": n} for kind, (w, n) in coverage.by(lambda t: t.kind).items()},
        "files": [
            {
                "file": file,
                "walked": walked,
                "of": every,
                "missed": [
                    {"line": t.at.line, "col": t.at.col, "kind": t.kind, "name": t.name}
                    for t in coverage.missed
                    if t.at.file == file
                ],
            }
            for file, (walked, every) in files.items()
        ],
        "failures": [
            {"file": f.at.file, "line": f.at.line, "story": f.story, "step": f.step, "message": f.message}
            for f in coverage.failures
        ],
    }

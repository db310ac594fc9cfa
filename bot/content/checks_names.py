"""Every name leads somewhere: flows, steps, slots, lists, documents, cards; with a guess at what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.content.problems import Problems, nearest
from bot.content.summary_fields import PARTS
from bot.content.tree import (
    Ask,
    CardRef,
    Expr,
    Flow,
    For,
    Guarantee,
    If,
    ListSlot,
    Picture,
    Put,
    Step,
    Tree,
    Word,
    Writing,
    walk,
)
from bot.engine.values import SlotType

MOMENTS = ("now", "next_working_day")  # what a reminder may be counted from, besides a date slot
TODAY = frozenset({"today", "now"})
IN_TEXTS = frozenset({"operator", "fact", "labels"})  # roots that the engine or the reader answers for


class Names:
    """Looks names up and tells what does not exist."""

    def __init__(self, tree: Tree, problems: Problems) -> None:
        self.tree = tree
        self.problems = problems
        self.aliases = {lst.alias.text: lst for lst in tree.lists.values()}

    # --- single names

    def flow(self, word: Word, what: str) -> None:
        """A flow that is called."""
        if word.text in self.tree.flows:
            return
        if word.text.partition(".")[0] in self.tree.flows and "." in word.text:
            remedy = f"这里只写流程名 {word.text.partition('.')[0]}；要去某一步用 goto"
        else:
            remedy = nearest(word.text, self.tree.flows) or "先建这个流程文件，或改成已有的流程"
        self.problems.add("unknown-flow", word.at, f"{what}的流程 {word} 不存在", remedy)

    def place(self, flow: Flow, word: Word) -> None:
        """A step that `goto`, `next` or a guarantee names."""
        if self.tree.place(flow, word.text) is None:
            self._missing_place(word, flow)

    def route(self, word: Word) -> None:
        """A full place `flow.step` in the routes of the book."""
        if self.tree.route(word.text) is None:
            self._missing_place(word, None)

    def _missing_place(self, word: Word, flow: Flow | None) -> None:
        name, dot, step = word.text.partition(".")
        target = self.tree.flows.get(name) if dot else flow
        if target is not None:
            message = f"流程 {target.id} 里没有叫 {step if dot else name} 的步骤"
            hint = nearest(step if dot else name, target.steps)
            if not hint and not dot and name in self.tree.flows:
                hint = f"要去流程 {name}，写 {name}.start"
            self.problems.add("unknown-step", word.at, message, hint or _some(target.steps))
        elif dot:
            hint = nearest(name, self.tree.flows) or _some(self.tree.flows)
            self.problems.add("unknown-flow", word.at, f"没有流程 {name}", hint)
        else:
            hint = f"写成 {name}.start" if name in self.tree.flows else "写成 流程.步骤"
            self.problems.add("unknown-step", word.at, f"这里要写全：{word} 不是 流程.步骤", hint)

    def document(self, word: Word) -> None:
        if word.text not in self.tree.papers:
            hint = nearest(word.text, self.tree.papers) or f"先写 templates/{word}.md.j2"
            self.problems.add("unknown-document", word.at, f"没有话术或文书 {word}", hint)

    def card(self, ref: CardRef) -> None:
        if ref.name.text not in self.tree.cards:
            hint = nearest(ref.name.text, self.tree.cards) or f"先写 templates/cards/{ref.name}.j2"
            self.problems.add("unknown-card", ref.name.at, f"没有卡片 {ref.name}", hint)

    def slot(self, word: Word) -> bool:
        """A slot that is written to; false where there is none (told)."""
        if word.text in self.tree.slots:
            return True
        hint = self._slot_hint(word.text) or "先写进 flows/slots.yaml"
        self.problems.add("unknown-slot", word.at, f"没有槽 {word}", hint)
        return False

    def _slot_hint(self, name: str) -> str:
        head, dot, field = name.partition(".")
        if dot and head in self.tree.lists:
            return f"写成 {self.tree.lists[head].alias}.{field}"
        owner = next((a for a in self.aliases if f"{a}.{name}" in self.tree.slots), None)
        if owner is not None:
            return f"是不是想写 {owner}.{name}？"
        return nearest(name, [*self.tree.slots, *self.tree.lists])

    def expression(self, expr: Expr, local: Iterable[str] = ()) -> None:
        """Every name that an expression reads."""
        scope = {*local, *TODAY, *IN_TEXTS}
        for word in expr.names:
            head = word.text.partition(".")[0]
            known = word.text in self.tree.slots or word.text in self.tree.lists
            if not known and head not in scope:
                hint = self._slot_hint(word.text) or "文字要加引号；要记的东西先写进 flows/slots.yaml"
                self.problems.add("unknown-slot", word.at, f"没有槽 {word}", hint)

    # --- texts

    def text(self, writing: Writing, local: tuple[str, ...] = ()) -> None:
        """Every name that a text reads; loops bring their own."""
        self._parts(writing.parts, (*local, *writing.extra))

    def _parts(self, parts: Iterable[object], local: tuple[str, ...]) -> None:
        for part in parts:
            match part:
                case Put():
                    self.expression(part.value, local)
                case If():
                    for condition, body in part.branches:
                        self.expression(condition, local)
                        self._parts(body, local)
                    self._parts(part.otherwise, local)
                case For():
                    self._loop(part, local)
                case _:
                    pass

    def _loop(self, loop: For, local: tuple[str, ...]) -> None:
        owner = self.tree.lists.get(loop.source.text)
        if owner is None and loop.source.text not in self.tree.slots:
            hint = nearest(loop.source.text, self.tree.lists) or _some(self.tree.lists)
            self.problems.add("unknown-slot", loop.source.at, f"没有列表 {loop.source}", hint)
        if owner is not None:
            fields = {f.name.partition(".")[2] for f in owner.fields}
            for part in walk(loop.body):
                for word in _read(part):
                    head, dot, field = word.text.partition(".")
                    if head == loop.item.text and dot and field not in fields:
                        hint = nearest(field, fields) or _some(fields)
                        message = f"列表 {owner.name} 没有 {field} 这一项"
                        self.problems.add("unknown-slot", word.at, message, hint)
        self._parts(loop.body, (*local, loop.item.text, "loop"))
        self._parts(loop.otherwise, local)


def check_names(tree: Tree, problems: Problems) -> None:
    """Every name in the book."""
    names = Names(tree, problems)
    for flow in tree.flows.values():
        _flow(names, flow)
        for step in flow.steps.values():
            _step(names, flow, step)
    _book(names)
    for writing in standing_texts(tree):
        names.text(writing)
    for slot in tree.slots.values():
        if slot.compute is not None:
            names.expression(slot.compute)


def _flow(names: Names, flow: Flow) -> None:
    places = [flow.start, *([flow.landing] if flow.landing else []), *flow.progress]
    for word in places:
        if word.text not in flow.steps:
            hint = nearest(word.text, flow.steps) or _some(flow.steps)
            message = f"流程 {flow.id} 里没有叫 {word} 的步骤"
            names.problems.add("unknown-step", word.at, message, hint)
    for guarantee in flow.guarantees:
        _guarantee(names, flow, guarantee)


def _guarantee(names: Names, flow: Flow, guarantee: Guarantee) -> None:
    for word in (guarantee.place, guarantee.through):
        if word is not None:
            names.place(flow, word)
    if guarantee.gives is not None:
        names.document(guarantee.gives)


def _step(names: Names, flow: Flow, step: Step) -> None:
    for word in step.anew:
        names.slot(word)
    for pair in step.sets:
        names.slot(pair.slot)
        names.expression(pair.value)
    for bubble in (*step.say, *(step.handoff.bubbles if step.handoff else ())):
        if isinstance(bubble, CardRef):
            names.card(bubble)
        else:
            names.text(bubble)
    if step.document is not None:
        names.document(step.document)
    if step.picture is not None:
        _picture(names, step.picture)
    for remind in step.reminds:
        _moment(names, remind.when.base)
        names.flow(remind.call, "提醒")
        for expr in (remind.condition, remind.times):
            if expr is not None:
                names.expression(expr)
    if step.call is not None:
        names.flow(step.call, "call ")
    if step.repeat is not None:
        _repeat(names, step)
    given = (step.export.audience, step.export.form) if step.export is not None else ()
    for word in (step.preview, *given):
        if word is not None:
            names.slot(word)
    if step.ask is not None:
        question(names, flow, step.ask)
    for rule in step.next:
        names.place(flow, rule.goto)
        if rule.when is not None:
            names.expression(rule.when)


def _picture(names: Names, picture: Picture) -> None:
    """The list, its fields and the slot below are there, and are sums."""
    for writing in (picture.title, picture.note):
        if writing is not None:
            names.text(writing)
    owner = names.tree.lists.get(picture.list_name.text)
    if owner is None:
        _no_list(names, picture.list_name)
        return
    fields = {f.name.partition(".")[2]: f for f in owner.fields}
    wanted = [(word, fields.get(word.text)) for word in (picture.bar, picture.second) if word is not None]
    for word, field in wanted:
        if field is None:
            _no_field(names, word, owner)
    if picture.total is not None and names.slot(picture.total):
        wanted.append((picture.total, names.tree.slots[picture.total.text]))
    for word, slot in wanted:
        if slot is not None and slot.type is not SlotType.MONEY:
            names.problems.add("type-mismatch", word.at, f"{word} 不是金额", "picture 只画金额，total 也要是金额的槽")


def _no_list(names: Names, word: Word) -> None:
    hint = nearest(word.text, names.tree.lists) or _some(names.tree.lists)
    names.problems.add("unknown-slot", word.at, f"没有列表 {word}", hint)


def _no_field(names: Names, word: Word, owner: ListSlot) -> None:
    fields = [f.name.partition(".")[2] for f in owner.fields]
    hint = nearest(word.text, fields) or _some(fields)
    names.problems.add("unknown-slot", word.at, f"列表 {owner.name} 没有 {word} 这一项", hint)


def _repeat(names: Names, step: Step) -> None:
    assert step.repeat is not None
    word = step.repeat.list_name
    owner = names.tree.lists.get(word.text)
    if owner is None:
        _no_list(names, word)
    for ask in step.repeat.fields:
        fields = {f.name.partition(".")[2] for f in owner.fields} if owner else set()
        if owner is not None and ask.save.text.rpartition(".")[2] not in fields:
            _no_field(names, ask.save, owner)
        for writing in texts_of(ask):
            names.text(writing)
    if step.repeat.more is not None:
        names.text(step.repeat.more)


def question(names: Names, flow: Flow, ask: Ask) -> None:
    """A question's slot, ways out and texts."""
    if ask.save.text != "none":
        names.slot(ask.save)
    for choice in ask.choices:
        if choice.goto is not None:
            names.place(flow, choice.goto)
    for writing in texts_of(ask):
        names.text(writing)


def _moment(names: Names, word: Word) -> None:
    slot = names.tree.slots.get(word.text)
    if word.text in MOMENTS or (slot is not None and slot.type is SlotType.DATE):
        return
    if slot is not None:
        message, hint = f"{word} 不是日期", "提醒从 now、next_working_day 或日期的槽算起"
        names.problems.add("type-mismatch", word.at, message, hint)
    else:
        hint = nearest(word.text, [*MOMENTS, *names.tree.slots]) or "写 now、next_working_day 或日期的槽"
        names.problems.add("unknown-slot", word.at, f"提醒的时间里没有 {word}", hint)


def _book(names: Names) -> None:
    routes = names.tree.routes
    words = [routes.home, routes.talk, routes.returning, routes.returned, routes.care, routes.export]
    for word in (*words, *routes.danger.values(), *routes.priorities.values()):
        if word is not None:
            names.route(word)
    for places in routes.road.values():
        for word in places:
            names.route(word)
    for word in (routes.script, routes.short_script, routes.lawyer_script):
        if word is not None:
            names.document(word)
    for interrupt in names.tree.interrupts:
        names.flow(interrupt.call, "插话")
        if interrupt.inside is not None:
            names.flow(interrupt.inside, "插话")
        if interrupt.beside is not None:
            names.flow(interrupt.beside, "插话")
    for aside in names.tree.danger.said:
        for word in (*aside.goto, *aside.at):
            names.route(word)


def texts_of(ask: Ask) -> Iterator[Writing]:
    """The texts of a question."""
    yield from (w for w in (ask.text, ask.why, ask.example) if w is not None)


def standing_texts(tree: Tree) -> Iterator[Writing]:
    """Texts outside steps: wording, cards, scripts and letters."""
    yield from tree.wording.values()
    for card in tree.cards.values():
        yield from card.bubbles
    for paper in tree.papers.values():
        yield paper.body
    yield from (page.body for name, page in tree.summaries.items() if name in PARTS)


def picture_texts(step: Step) -> Iterator[Writing]:
    """The texts in the picture of a step."""
    if step.picture is not None:
        yield from (w for w in (step.picture.title, step.picture.note) if w is not None)


def step_texts(step: Step) -> Iterator[Writing]:
    """The texts written in a step itself."""
    for bubble in (*step.say, *(step.handoff.bubbles if step.handoff else ())):
        if isinstance(bubble, Writing):
            yield bubble
    yield from picture_texts(step)
    asks = [*(step.repeat.fields if step.repeat else ()), *([step.ask] if step.ask else [])]
    for ask in asks:
        yield from texts_of(ask)
    if step.repeat is not None and step.repeat.more is not None:
        yield step.repeat.more


def _read(part: object) -> Iterator[Word]:
    if isinstance(part, Put):
        yield from part.value.names
    elif isinstance(part, If):
        for condition, _ in part.branches:
            yield from condition.names


def _some(known: Iterable[str]) -> str:
    """What there is, when nothing is near."""
    few = sorted(known)[:8]
    return f"有的是：{'、'.join(few)}" if few else ""

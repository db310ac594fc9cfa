"""A checked tree becomes the engine's book: names resolved to places, texts compiled, values typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from msgspec.structs import replace

from bot.content import tree as written
from bot.content.facts import FactRegister
from bot.content.patterns import Patterns
from bot.content.summary_fields import LAYOUTS
from bot.content.templates import Kit, Watch, compile_text
from bot.content.writing import Word, Writing
from bot.engine import flowbook
from bot.engine.values import NUMERIC, Known, SlotType
from bot.understanding import normalise
from bot.understanding.readings import DangerWords, Option


def freeze(
    tree: written.Tree,
    edition: str,
    register: FactRegister,
    operator: Mapping[str, str],
    watch: Watch | None = None,
) -> flowbook.Book:
    """The book of a tree without errors; `watch` is told of every rendering."""
    return _Freezer(tree, register, watch).book(edition, operator)


def kit_of(tree: written.Tree, register: FactRegister) -> Kit:
    """What the texts of this tree need; labels of a slot's own options before those of single questions."""
    labels: dict[str, dict[str, str]] = {}
    for name, slot in tree.slots.items():
        labels[name] = {o.key.text: o.label.text for o in slot.options}
    for flow in tree.flows.values():
        for step in flow.steps.values():
            if step.ask is not None:
                known = labels.setdefault(step.ask.save.text, {})
                for choice in step.ask.choices:
                    known.setdefault(choice.key.text, choice.label.text)
    aliases = {name: one.alias.text for name, one in tree.lists.items()}
    return Kit(tree.slots, labels, aliases, register, tree.tables)


class _Freezer:
    def __init__(self, tree: written.Tree, register: FactRegister, watch: Watch | None) -> None:
        self.tree = tree
        self.register = register
        self.kit = replace(kit_of(tree, register), watch=watch)

    def book(self, edition: str, operator: Mapping[str, str]) -> flowbook.Book:
        tree = self.tree
        slots = {name: _slot(one) for name, one in tree.slots.items()}
        return flowbook.Book(
            edition,
            {flow.id: self.flow(flow) for flow in tree.flows.values()},
            slots,
            {one.name: _list(one, slots) for one in tree.lists.values()},
            _interrupts(tree.interrupts),
            {p.name: flowbook.Document(p.name, p.title, self.text(p.body)) for p in tree.papers.values()},
            flowbook.Wording({key: self.text(one) for key, one in tree.wording.items()}),
            self.routes(),
            DangerWords(*map(_texts, (tree.danger.ideation, tree.danger.imminent, tree.danger.exceptions))),
            _moved(tree),
            {"fact": self.register, "operator": dict(operator)},
            self.summaries(),
            tree.tables,
            self.asides(),
        )

    def asides(self) -> tuple[flowbook.Aside, ...]:
        searches = _searches(one.pattern for one in self.tree.danger.said)
        refusals = _searches(one.unless for one in self.tree.danger.said)
        return tuple(
            flowbook.Aside(
                one.id.text,
                frozenset(_texts(one.of)),
                tuple(map(self.route, one.goto)),
                frozenset(str(self.route(word)) for word in one.at),
                tuple(map(normalise, _texts(one.whole))),
                tuple(map(normalise, _texts(one.contains))),
                search,
                refused,
            )
            for one, search, refused in zip(self.tree.danger.said, searches, refusals, strict=True)
        )

    def summaries(self) -> dict[str, flowbook.Document]:
        """Layouts read fields, parts read slots; a field called like a slot must not be said as one."""
        bare = Kit(register=self.register, watch=self.kit.watch)
        return {
            name: flowbook.Document(p.name, p.title, compile_text(p.body, bare if name in LAYOUTS else self.kit))
            for name, p in self.tree.summaries.items()
        }

    def text(self, writing: Writing) -> flowbook.Text:
        return compile_text(writing, self.kit)

    def maybe(self, writing: Writing | None) -> flowbook.Text | None:
        return self.text(writing) if writing else None

    def bubbles(self, bubbles: tuple[written.Bubble, ...]) -> tuple[flowbook.Text, ...]:
        return tuple(self.text(one) for bubble in bubbles for one in self.tree.bubbles(bubble))

    def route(self, word: Word | None) -> flowbook.Place:
        target = word.text if word else ""
        return self.tree.route(target) or flowbook.Place.parse(target)

    def routes(self) -> flowbook.Routes:
        routes = self.tree.routes
        return flowbook.Routes(
            self.route(routes.home),
            self.route(routes.talk),
            self.route(routes.returning),
            self.route(routes.returned) if routes.returned else None,
            _text(routes.script),
            _text(routes.short_script),
            _text(routes.lawyer_script),
            self.route(routes.export),
            {level: self.route(word) for level, word in routes.danger.items()},
            {event: self.route(word) for event, word in routes.priorities.items()},
            tuple((name, frozenset(map(self.route, places))) for name, places in routes.road.items()),
            self.route(routes.care) if routes.care else None,
        )

    def flow(self, flow: written.Flow) -> flowbook.Flow:
        return flowbook.Flow(
            flow.id,
            flow.title,
            flow.start.text,
            {name: self.step(flow, step) for name, step in flow.steps.items()},
            flow.crisis,
            _text(flow.landing) or flow.start.text,
            _texts(flow.progress),
            _texts(flow.was),
        )

    def step(self, flow: written.Flow, step: written.Step) -> flowbook.Step:
        return flowbook.Step(
            flowbook.Place(flow.id, step.name.text),
            tuple(self.actions(flow, step)),
            self.exit(flow, step),
            step.advice,
            step.detour,
            step.release,
            _texts(step.was),
            step.at.line,
            flow.file,
        )

    def actions(self, flow: written.Flow, step: written.Step) -> list[flowbook.Action]:
        """The actions in the order in which they run."""
        found: list[flowbook.Action] = []
        if step.anew:
            found.append(flowbook.Anew(_texts(step.anew)))
        if step.sets:
            found.append(flowbook.Assign(tuple((one.slot.text, one.value.tree) for one in step.sets)))
        if step.say:
            found.append(flowbook.Say(self.bubbles(step.say)))
        if step.document and (paper := self.tree.papers.get(step.document.text)):
            found.append(flowbook.Document(paper.name, paper.title, self.text(paper.body)))
        if step.picture:
            found.append(self.picture(step.picture))
        for number, remind in enumerate(step.reminds, start=1):
            found.append(_remind(f"{flow.id}.{step.name}.{number}", remind))
        if step.handoff:
            found.append(flowbook.Handoff(self.whom(step.handoff.to), self.bubbles(step.handoff.bubbles)))
        if step.call:
            found.append(flowbook.Call(step.call.text))
        if step.repeat:
            found.extend(self.repeat(flow, step.repeat))
        if step.preview:
            found.append(flowbook.Preview(step.preview.text))
        if step.export:
            found.append(flowbook.Export(_text(step.export.audience), step.export.form.text))
        if step.ask:
            found.append(self.ask(flow, step.ask, ""))
        return found

    def picture(self, picture: written.Picture) -> flowbook.Picture:
        listed = self.tree.lists.get(picture.list_name.text)
        alias = listed.alias.text if listed else ""
        return flowbook.Picture(
            self.text(picture.title),
            picture.list_name.text,
            f"{alias}.{picture.bar}",
            f"{alias}.{picture.second}" if picture.second else "",
            _text(picture.total),
            self.maybe(picture.note),
        )

    def whom(self, to: Word) -> str:
        """The fact that a `handoff` means, whether it was named or given by its number."""
        for fact in self.tree.facts.values():
            if "number" in fact.fields and fact.fields["number"].text == to.text:
                return fact.id
        return to.text

    def repeat(self, flow: written.Flow, repeat: written.Repeat) -> list[flowbook.Action]:
        listed = self.tree.lists.get(repeat.list_name.text)
        if listed is None or repeat.more is None:
            return []
        fields = tuple(self.ask(flow, one, f"{listed.alias}.") for one in repeat.fields)
        return [flowbook.Repeat(listed.name, fields, self.text(repeat.more))]

    def ask(self, flow: written.Flow, ask: written.Ask, owner: str) -> flowbook.Ask:
        save = owner + ask.save.text.rpartition(".")[2] if owner else ask.save.text
        slot = self.tree.slots.get(save)
        choices = ask.choices or tuple(written.Choice(o.key, o.label, o.also) for o in (slot.options if slot else ()))
        kind = slot.type if slot else None
        return flowbook.Ask(
            self.text(ask.text),
            save,
            tuple(self.choice(flow, one, kind) for one in choices),
            self.maybe(ask.why),
            self.maybe(ask.example),
            (ask.smaller[0].text, ask.smaller[1].text) if ask.smaller else None,
            ask.skippable,
            _text(ask.consent),
            ask.confirm,
            ask.listens,
            _text(ask.which),
        )

    def choice(self, flow: written.Flow, choice: written.Choice, kind: SlotType | None) -> flowbook.Choice:
        goto = self.tree.place(flow, choice.goto.text) if choice.goto else None
        unsure = kind is SlotType.YES_NO and choice.key.text == "unsure"
        return flowbook.Choice(
            choice.key.text,
            choice.label.text,
            _texts(choice.also),
            goto,
            _typed(choice.value, kind),
            choice.unknown or unsure,
            choice.skip,
            _texts(choice.was),
        )

    def exit(self, flow: written.Flow, step: written.Step) -> flowbook.Exit:
        rules = []
        for rule in step.next:
            place = self.tree.place(flow, rule.goto.text)
            if place is not None:
                rules.append(flowbook.Rule(rule.when.tree if rule.when else None, place))
        return flowbook.Goto(tuple(rules)) if rules else flowbook.End(_text(step.end))


def _typed(value: Word | None, kind: SlotType | None) -> Known | None:
    if value is None:
        return None
    if kind in NUMERIC:
        return _exact(value.text) if value.text.lstrip("-").replace(".", "", 1).isdecimal() else None
    return value.text


def _exact(text: str) -> int | Decimal:
    """A checked number as the engine holds it."""
    return Decimal(text) if "." in text else int(text)


def _slot(slot: written.Slot) -> flowbook.Slot:
    return flowbook.Slot(
        slot.name,
        slot.type,
        slot.label,
        slot.unit,
        _text(slot.hears),
        slot.fresh_for,
        tuple(Option(o.key.text, o.label.text, _texts(o.also)) for o in slot.options),
        slot.minimum,
        slot.maximum,
        slot.compute.tree if slot.compute else None,
        slot.ages,
        slot.sensitive,
        _texts(slot.called),
    )


def _list(one: written.ListSlot, slots: Mapping[str, flowbook.Slot]) -> flowbook.ListSlot:
    fields = tuple(slots[field.name] for field in one.fields)
    order = f"{one.alias}.{one.order}" if one.order is not None else ""
    return flowbook.ListSlot(one.name, one.alias.text, one.label, fields, one.maximum, one.key_field.text, order)


def _remind(name: str, remind: written.Remind) -> flowbook.Remind:
    when = flowbook.When(remind.when.base.text, remind.when.offset, remind.when.clock)
    condition, times = (expr.tree if expr else None for expr in (remind.condition, remind.times))
    every = flowbook.Every(remind.every.months, remind.every.days) if remind.every else None
    return flowbook.Remind(name, when, remind.call.text, condition, remind.kind, every, times)


def _interrupts(all_of_them: tuple[written.Interrupt, ...]) -> tuple[flowbook.Interrupt, ...]:
    searches = _searches(one.pattern for one in all_of_them)
    refusals = _searches(one.unless for one in all_of_them)
    return tuple(
        flowbook.Interrupt(
            one.id.text,
            one.call.text,
            _texts(one.whole),
            _texts(one.contains),
            search,
            one.quiet,
            _text(one.event),
            one.urgent,
            one.in_answer,
            _text(one.fact),
            one.in_talk,
            _text(one.inside),
            _text(one.beside),
            refused,
        )
        for one, search, refused in zip(all_of_them, searches, refusals, strict=True)
    )


def _searches(patterns: Iterable[Word | None]) -> list[Callable[[str], bool] | None]:
    """One search for each pattern, all of them looked for at once."""
    written_ones = list(patterns)
    sources = list(dict.fromkeys(one.text for one in written_ones if one))
    found = Patterns(sources)
    return [found.search(sources.index(one.text)) if one else None for one in written_ones]


def _moved(tree: written.Tree) -> dict[str, str]:
    """Former flows and places -> present ones; the steps of a renamed flow under its former name too."""
    found: dict[str, str] = {}
    for flow in tree.flows.values():
        names = [flow.id, *_texts(flow.was)]
        for former in names[1:]:
            found[former] = flow.id
            found.update({f"{former}.{step}": f"{flow.id}.{step}" for step in flow.steps})
        for step in flow.steps.values():
            for old in _texts(step.was):
                for name in [""] if "." in old else names:
                    found[f"{name}.{old}" if name else old] = f"{flow.id}.{step.name}"
    return found


def _texts(words: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(word.text for word in words)


def _text(word: Word | None) -> str:
    return word.text if word else ""

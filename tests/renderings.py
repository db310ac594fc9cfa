"""What the shipped book can print: every text, each of its branches, each value known, and unknown where nothing rules it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.assignment import known_unless
from bot.content.edition import Edition, every_writing
from bot.content.tree import Ask
from bot.content.writing import At, Expr, For, If, Part, Put
from bot.engine.expressions import IsKnown, Not, known_if
from bot.engine.flowbook import Place
from bot.engine.values import SlotType

NO_WAY_LEADS_THERE = {
    ("flows/wording.yaml", "said", "接着说，想到哪儿说到哪儿。"),  # the engine's last resort against silence
    ("flows/wording.yaml", "said", "其余 {{ count }} 家合计"),  # a list has as many items as a picture has room for
    ("flows/wording.yaml", "known", "count"),
    # said at the first of four lists; at the others only to somebody who names one more lender in the middle: met by luck
    ("flows/several.yaml", "said", "还有别的平台吗？"),
    # these steps are reached with the sums only; the check of texts cannot know that
    ("templates/cards/borrow_sum.j2", "unknown", "new_received"),
    ("templates/cards/borrow_sum.j2", "else", "new_total"),
    ("templates/cards/borrow_sum.j2", "else", "new_extra"),
    ("templates/cards/borrow_sum.j2", "else", "new_monthly"),
    ("flows/budget.yaml", "else", "afford"),
    ("flows/several.yaml", "else", "too_much"),
    ("flows/paper_day.yaml", "else", "paper_sure"),  # known whenever its day is
    # the number of items of a list is always known, and those without a name are told where there are some
    *(
        (f"templates/scripts/{name}.md.j2", "unknown", "debts")
        for name in ("tell_family", "hotline_12348", "many_platforms", "shares")
    ),
    *((f"templates/scripts/{name}.md.j2", "unknown", "unnamed") for name in ("many_platforms", "shares")),
    ("templates/scripts/hotline_12348.md.j2", "none", "debts"),  # ticket by ticket only where there are two lenders
    # a rate is known only where all the sums are of which it was reckoned
    *(
        ("templates/cards/rate_told.j2", "unknown", f"debt.{name}")
        for name in ("received", "repay", "term_days", "per_period", "periods", "period_days")
    ),
    ("templates/cards/rate_short.j2", "unknown", "debt.principal"),
    ("templates/cards/rate_short.j2", "unknown", "debt.received"),
    ("flows/rate.yaml", "else", "debt.owed"),
    ("flows/rate.yaml", "else", "debt.a_day"),
    ("flows/part_pay.yaml", "else", "part_paid"),
    ("flows/court.yaml", "else", "next_kind"),  # the step is reached with the kind only
}


def takes_any_words(edition: Edition, ask: Ask) -> bool:
    """Questions at which nothing is misunderstood: a free text, or an offer in a conversation where all words are heard."""
    slot = edition.tree.slots.get(ask.save.text)
    free = slot is not None and slot.type is SlotType.TEXT
    offer = not edition.tree.choices(ask) or (not ask.listens and ask.skippable)
    return free or (ask.save.text == "none" and offer)


def asks_of(edition: Edition) -> Iterator[tuple[Place, Ask]]:
    for flow in edition.tree.flows.values():
        for name, step in flow.steps.items():
            for ask in (*((step.ask,) if step.ask else ()), *(step.repeat.fields if step.repeat else ())):
                yield Place(flow.id, name), ask


def renderings(edition: Edition) -> Iterator[tuple[At, str, str]]:
    """What can be printed and by what is written: all of `_renderings` but what no way leads to."""
    dead = {ask.example.at for _, ask in asks_of(edition) if ask.example and takes_any_words(edition, ask)}
    for at, how, written in _renderings(edition):
        if at not in dead and (at.file, how, written) not in NO_WAY_LEADS_THERE:
            yield at, how, written


def _renderings(edition: Edition) -> Iterator[tuple[At, str, str]]:
    """Every rendering that the book's texts can have, with what is written there: each text, each branch, each value known and,
    where no condition in front of it rules that out, unknown."""
    for writing in every_writing(edition.tree):
        if not writing.at.file.startswith("templates/summaries"):  # those are printed by reports, not by turns
            yield writing.at, "said", writing.source
            yield from _parts(edition, writing.parts, writing.role == "document", Sure())


@dataclass(frozen=True, slots=True)
class Sure:
    """The names of which the conditions around a part say that they are known, or unknown."""

    known: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()

    def after(self, test: Expr, held: bool) -> Sure:
        """What is sure besides once a test came out so."""
        known = known_if(test.tree, True) if held else known_unless(test.tree, True)
        missing = (
            {test.tree.operand.path} if held and isinstance(test.tree, Not) and _is_known(test.tree.operand) else set()
        )
        missing |= {test.tree.path} if not held and isinstance(test.tree, IsKnown) else set()
        return Sure(self.known | known, self.unknown | missing)


def _names(expr: Expr) -> str:
    return " ".join(dict.fromkeys(n.text for n in expr.names))


def _is_known(tree: object) -> bool:
    return isinstance(tree, IsKnown)


def _parts(edition: Edition, parts: tuple[Part, ...], document: bool, sure: Sure) -> Iterator[tuple[At, str, str]]:
    for part in parts:
        match part:
            case If(branches, otherwise, at):
                here = sure
                for number, (test, body) in enumerate(branches):
                    yield at, str(number), _names(test)
                    yield from _parts(edition, body, document, here.after(test, True))
                    here = here.after(test, False)
                yield at, "else", _names(branches[0][0])
                yield from _parts(edition, otherwise, document, here)
            case For(_, source, body, otherwise, at):
                yield at, "items", source.text
                yield at, "none", source.text
                yield from _parts(edition, body, document, sure)
                yield from _parts(edition, otherwise, document, sure)
            case Put(value, _, at):
                names = {n.text for n in value.names}
                written = _names(value)
                if not names & sure.unknown:
                    yield at, "known", written
                certain = names <= sure.known or all(_always(edition, n) for n in names)
                if not certain and (document or part.has_wording):
                    yield at, "unknown", written


def _always(edition: Edition, name: str) -> bool:
    """Whether a name has a value whatever happens: the day, the number of a loop, an emergency number."""
    head, _, rest = name.partition(".")
    if head == "fact":
        fact = edition.register.facts[rest.partition(".")[0]]
        return fact.essential and fact.display
    return head in {"today", "now", "operator", "loop"}

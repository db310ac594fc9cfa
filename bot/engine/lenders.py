"""Asked of one lender, told of another or of all: each sum stays with whom it was said of, and none is anybody else's."""

from __future__ import annotations

import re

from bot.engine import answers as held
from bot.engine.asking import find_ask
from bot.engine.flowbook import Ask, Place
from bot.engine.hearing import TOTAL, hear, hear_each, in_all, item_called, several_known
from bot.engine.session import OpenQuestion
from bot.engine.told_papers import both_new
from bot.engine.told_papers import of_another as of_another_paper
from bot.engine.walk import jump, mark
from bot.engine.which import mean
from bot.engine.work import Work
from bot.understanding.readings import Opening
from bot.understanding.spoken import one_lender

HERE = re.compile("这[家笔个一]|都|本息|本金|利息|连本带利|罚息")
NEW, KNOWN = "new", "known"  # what was said of others: kept now, or said before


def told_of_others(work: Work, text: str, opened: OpenQuestion, opening: Opening) -> str:
    """Whether the words that answer for one lender speak of others: what they say of those is kept, `NEW` or `KNOWN`; "" where
    they speak of nobody else."""
    if opened.kind == "ask" and of_another_paper(work, opening):
        hear(work, opening.facts, except_key=opened.key)
        if (from_the_start := both_new(work, opening)) is None:
            work.fired("another")
            work.say("paper_later")
        else:
            work.fired("papers")
            jump(work, from_the_start)
        return NEW
    if opened.kind == "ask" and each_its_own(work, opened, opening, text):
        hear(work, {k: r for k, r in opening.facts.items() if k != "amount"}, except_key=opened.key)
        return NEW
    if of_all(work, opened, opening):
        work.fired("total")
        return NEW if hear(work, opening.facts, except_key=opened.key) else KNOWN
    if opened.kind == "ask" and not HERE.search(text) and in_all_of_the_known(work, opened, opening):
        work.fired("total")
        facts = {fact: reading for fact, reading in opening.facts.items() if fact != "amount"}
        return NEW if hear(work, {**facts, TOTAL: opening.facts["amount"]}, except_key=opened.key) else KNOWN
    if opened.kind == "ask" and not HERE.search(text) and of_another(work, opened, opening):
        hear(work, opening.facts, except_key=opened.key)
        work.fired("another")
        return NEW
    return ""


def each_its_own(work: Work, opened: OpenQuestion, opening: Opening, text: str) -> bool:
    """Asked for one lender's sum, somebody says several with theirs: each is kept, none is added up, and where its own is not
    among them the question stays."""
    slot = work.book.slots.get(held.slot_name(opened.key))
    if slot is None or slot.hears != "amount" or held.list_of(work.book, slot.name) is None:
        return False
    hear(work, {k: r for k, r in opening.facts.items() if k == "platforms"})
    told = hear_each(work, text, opening.facts)
    mine, said = lender_of(work, opened), {one_lender(str(name)) for name in named_in(opening)}
    if told and opened.key not in told and (not isinstance(mine, str) or one_lender(mine) not in said):
        work.fired("another")
        return True
    if opened.key not in told:
        return False
    work.fired("each")
    work.session.rung = work.session.adrift = 0
    mark(work, opened.key, opened.turn)
    return True


def of_another(work: Work, opened: OpenQuestion, opening: Opening) -> bool:
    """Asked what is owed to one lender, somebody names the sum of another: it is kept there, and the question stays."""
    slot = work.book.slots.get(held.slot_name(opened.key))
    owner = held.list_of(work.book, slot.name) if slot is not None else None
    if slot is None or slot.hears != "amount" or owner is None or opening.facts.get("amount") is None:
        return False
    mine, said = lender_of(work, opened), named_in(opening)
    return isinstance(mine, str) and len(said) == 1 and one_lender(mine) != one_lender(str(said[0]))


def lender_of(work: Work, opened: OpenQuestion) -> object:
    """The name of the lender whom a question is about; None where nobody has said it."""
    owner = held.list_of(work.book, held.slot_name(opened.key))
    key = f"{owner.alias}.{owner.key_field}@{opened.key.partition('@')[2]}" if owner is not None else ""
    mine = work.session.slots.get(key)
    return mine.value if mine is not None and mine.state == "value" else None


def named_in(opening: Opening) -> tuple[object, ...]:
    """The lenders that the words name."""
    named = opening.facts.get("platforms")
    return named.value if named is not None and isinstance(named.value, tuple) else ()


def of_all(work: Work, opened: OpenQuestion, opening: Opening) -> bool:
    """Asked what is owed to one lender, somebody says what several come to: it is kept as that, and the question stays."""
    slot = work.book.slots.get(held.slot_name(opened.key))
    of_one = slot is not None and slot.hears == "amount" and held.list_of(work.book, slot.name) is not None
    return of_one and in_all(opening.facts) is not None


def in_all_of_the_known(work: Work, opened: OpenQuestion, opening: Opening) -> bool:
    """Asked what is owed to one of several, somebody says 一共七万 and names none: it is what they come to."""
    slot, amount = work.book.slots.get(held.slot_name(opened.key)), opening.facts.get("amount")
    of_one = slot is not None and slot.hears == "amount" and held.list_of(work.book, slot.name) is not None
    told = amount is not None and not amount.rivals and amount.rule == "amount.total" and not named_in(opening)
    return of_one and told and several_known(work)


def another_meant(work: Work, opened: OpenQuestion | None, opening: Opening) -> bool:
    """Asked about one of several lenders, somebody only names another of them: the question is put for that one."""
    step = work.here()
    question = find_ask(work, Place.parse(opened.place), opened.key) if opened is not None else None
    owner = held.list_of(work.book, held.slot_name(opened.key)) if opened is not None else None
    said = named_in(opening)
    if opened is None or opened.kind != "ask" or owner is None or len(said) != 1:
        return False
    if step is None or question is None or step.action(Ask) is not question:
        return False
    item = item_called(work, owner, str(said[0]))
    if not item or item == opened.key.partition("@")[2]:
        return False
    mean(work, owner, item)
    work.session.rung = work.session.adrift = 0
    return True

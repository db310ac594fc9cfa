"""Court papers told of together, or while another is gone through: one at a time, the nearest day first, none under a wrong name.

The facts of a message hold one day of receipt and one of a hearing. Where it tells of several papers they are those of the one
that is looked at now; the one behind it waits in `next_…`, and that there are more is kept.
"""

from __future__ import annotations

import datetime as dt

from bot.engine import answers as held
from bot.engine.flowbook import Place
from bot.engine.hearing import item_called
from bot.engine.work import Work
from bot.finance import deadlines
from bot.understanding.readings import Opening, PaperTold, Reading

COURT = frozenset({"payment_order", "judgment_enforcement", "arbitration", "court_mediation", "summons"})
AS_PAPER = {"judgment_enforcement": deadlines.Paper.JUDGMENT.value}  # by whose term its day is reckoned here
DAYS = {"doc_received_date": "received", "hearing_date": "hearing"}
UNTOLD = (dt.date.max, 1)


def sorted_out(work: Work, opening: Opening) -> Opening:
    """The opening with the facts of one paper: of the one in hand, else of the one whose day is nearest."""
    papers = sorted(opening.papers, key=lambda paper: urgency(work, paper))
    papers = [paper._replace(lender=as_held(work, paper.lender)) for paper in papers]
    mine = as_held(work, in_hand(work))
    others = [paper for paper in papers if mine and paper.lender not in {"", mine}]
    now = next((paper for paper in papers if paper not in others), None)
    if not mine:
        others = papers[1:]
    facts = {fact: r for fact, r in opening.facts.items() if fact not in DAYS or not others}
    if now is not None and not mine:
        facts |= {"paper_lender": _told(now.lender), "paper_kind": _told(now.kind)}
    if now is not None and others:
        facts |= {fact: getattr(now, name) for fact, name in DAYS.items()}
    if others and not _waits(work, others[0]):
        facts |= {"next_lender": _told(others[0].lender), "next_kind": _told(others[0].kind)}
        facts |= {"next_received": others[0].received, "next_hearing": others[0].hearing}
        others = others[1:]
    if others:
        facts["more_papers"] = Reading(value=True)
    return opening._replace(facts={fact: reading for fact, reading in facts.items() if reading.found})


def of_another(work: Work, opening: Opening) -> bool:
    """Whether words said while a paper is gone through tell of another one."""
    return running(work) and not opening.facts.keys().isdisjoint({"next_kind", "more_papers"})


def both_new(work: Work, opening: Opening) -> Place | None:
    """Where to begin with several papers told under a question that no paper had been named for yet: 「最像哪一种」."""
    top = work.top
    flow = work.book.flows.get(top.flow) if top is not None and top.flow in _flows(work) else None
    return Place(flow.id, flow.start) if flow is not None and "paper_kind" in opening.facts else None


def _flows(work: Work) -> set[str]:
    """The flows that go through a court paper."""
    return {i.call for i in work.book.interrupts if i.event in COURT}


def running(work: Work) -> bool:
    """Whether a paper is being gone through."""
    flows = _flows(work)
    return any(frame.flow in flows for frame in work.session.stack)


def in_hand(work: Work) -> str:
    """Whose paper is being gone through: as it was said, else of the only lender; "" where that is open, or none is."""
    if not running(work):
        return ""
    said = _slot(work, "paper_of")
    if said:
        return said
    owners = work.book.lists.values()
    names = [
        str(work.session.slots[f"{owner.alias}.{owner.key_field}@{item}"].value)
        for owner in owners
        for item in held.named_items(work.session, owner)
    ]
    return names[0] if len(names) == 1 else ""


def as_held(work: Work, lender: str) -> str:
    """The name under which this lender is held: 马上消费金融 and 安逸花 are one; else the name as it was said."""
    for owner in work.book.lists.values():
        item = item_called(work, owner, lender) if lender else ""
        if item:
            return str(work.session.slots[f"{owner.alias}.{owner.key_field}@{item}"].value)
    return lender


def urgency(work: Work, paper: PaperTold) -> tuple[dt.date, int]:
    """The nearest day that still comes; what has none, or only days gone by, stands behind, in the order told."""
    days = []
    received, hearing = paper.received, paper.hearing
    term = deadlines.TERMS.get(AS_PAPER.get(paper.kind, paper.kind))
    first = received.low or received.value
    if term is not None and isinstance(first, dt.date):
        found = deadlines.deadline(first, term, work.book.tables.holidays)
        days += [found.last] if found is not None else []
    days += [day for day in (hearing.low or hearing.value,) if isinstance(day, dt.date)]
    return min(((day, 0) for day in days if day >= work.now.date()), default=UNTOLD)


def _waits(work: Work, paper: PaperTold) -> bool:
    """Whether another one than this waits already."""
    return bool(_slot(work, "next_kind")) and _slot(work, "next_lender") != paper.lender


def _slot(work: Work, fact: str) -> str:
    """The answer of the slot that hears a fact."""
    name = next((name for name, slot in work.book.slots.items() if slot.hears == fact), "")
    answer = work.session.slots.get(name)
    return str(answer.value) if answer is not None and answer.state == "value" else ""


def _told(word: str) -> Reading:
    return Reading(value=word or None)

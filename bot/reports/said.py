"""Fields that are answers: label and value, one a line; coarse where the audience gets bands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.engine.values import SlotType
from bot.reports import bands
from bot.reports.case import Case, Told
from bot.reports.deadlines import Deadline, day, deadline_of, left
from bot.reports.page import Block, Para, Run, items, labelled, para
from bot.reports.slots import slots_of
from bot.reports.visible import line, visible

PAPER = ("doc_kind", "received_on", "paper_by", "hearing_on")  # of a lender's paper, and of the one told last
NEXT = ("next_from", "next_kind", "next_received", "next_by", "next_hearing")


def value_of(told: Told, coarse: bool) -> str:
    """An answer in words, as a band where it must be."""
    band = bands.coarse(told.kind, told.value) if coarse else None
    text = band if band is not None else told.text
    return visible(text) if told.kind is SlotType.TEXT else line(text)


def answers(field: str, case: Case, coarse: bool) -> Iterator[Block]:
    """Every answer of a field."""
    yield from some(slots_of(field), case, coarse)


def some(slots: Iterable[str], case: Case, coarse: bool) -> Iterator[Block]:
    """The answers of some slots, as far as they were given."""
    found = [case.told[slot] for slot in slots if slot in case.told]
    if found:
        yield items(labelled(told.label, value_of(told, coarse)) for told in found)


def city(case: Case, coarse: bool) -> Iterator[Block]:
    if "city" in case.told:
        yield items([labelled("城市", line(case.told["city"].text))])


def deadline(case: Case, coarse: bool) -> Iterator[Block]:
    """The paper, the day it came, the last day and what that rests on, the hearing."""
    found = deadline_of(case)
    if found is not None:
        yield from told_last(found, case)
    others = [*waiting(case), *other_papers(case)]
    if others:
        yield items(others)


def waiting(case: Case) -> Iterator[tuple[Run, ...]]:
    """A paper that was told of and not gone through yet."""
    for slot in NEXT:
        if slot in case.told:
            yield labelled(case.told[slot].label, line(case.told[slot].text))


def told_last(found: Deadline, case: Case) -> Iterator[Block]:
    """The paper that was told last: everything that is known of it."""
    first = found.first
    if first is not None:
        what = "最后一天" if first == found.last else "开庭"
        yield Para((Run(f"{what}：{day(first)}，{left(first, case.today)}", True),), "lead")
    lines = [labelled("文书", line(found.kind))]
    if "paper_from" in case.told:
        lines.append(labelled(case.told["paper_from"].label, line(case.told["paper_from"].text)))
    received = day(found.received) + ("" if found.exact or found.received is None else "（大约）")
    lines.append(labelled("收到", received))
    if found.last is not None:
        lines.append(labelled("算出的最后一天", f"{day(found.last)}（{found.how}），{found.what}"))
        lines.append(labelled("依据", found.rests_on or "请问法院"))
    else:
        lines.append(labelled("最后一天", "这里算不出，看纸上写的，今天就问法院或法律热线"))
    lines.append(labelled("开庭", day(found.hearing)))
    lines.extend(
        labelled(case.told[s].label, line(case.told[s].text))
        for s in ("court", "case_no", "objection")
        if s in case.told
    )
    yield items(lines)
    yield para(found.grounds + "。", "small")


def other_papers(case: Case) -> Iterator[tuple[Run, ...]]:
    """Papers of other lenders than the one that was told last: each with the day it came, its last day, its hearing."""
    last = [case.value(slot) for slot in PAPER]
    for debt in case.debts:
        told = [debt.get(slot) for slot in PAPER]
        values = [one.value if one is not None else None for one in told]
        if not any(told) or values == last:
            continue
        kind, received, by, hearing = (line(one.text) if one is not None else "没说" for one in told)
        name = line(debt["platform"].text) if "platform" in debt else "没说哪一家"
        yield labelled(f"另一张（{name}）", f"{kind}，收到 {received}，算出的最后一天 {by}，开庭 {hearing}")

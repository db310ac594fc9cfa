"""A summary: the fields of one audience, laid out by the editors' template, every piece removable, nothing forgotten.

The template decides what stands where; the table of fields decides what may stand there at all. A required field that the
template leaves out is put at the end; one of which nothing is known is named under 「还缺」. Neither depends on an editor.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from bot.content.summary_fields import FIGURES, PARTS, Presence
from bot.engine import pages
from bot.engine.pages import Section
from bot.engine.values import Unknown
from bot.reports import debts
from bot.reports.case import Case
from bot.reports.deadlines import day, law_as_of
from bot.reports.fields import FIELDS, Audience, Field, build, shown
from bot.reports.marking import blocks_of
from bot.reports.page import (
    Block,
    Heading,
    Item,
    Items,
    Page,
    Para,
    Rule,
    Run,
    bare_headings_gone,
    para,
    pieces,
    plain,
    tagged,
    without,
)
from bot.reports.text import block_text
from bot.reports.veil import Veil
from bot.reports.withheld import withheld

TITLES: Mapping[Audience, str] = {
    Audience.BORROWER: "我的一页",
    Audience.LAWYER: "咨询一页",
    Audience.SOCIAL: "处境与需要",
    Audience.STATISTICS: "统计",
}
TERMS: Mapping[Presence, str] = {
    Presence.REQUIRED: pages.REQUIRED,
    Presence.ASKED: pages.ASKED,
    Presence.CONSENT: pages.CONSENT,
}
FIGURE_OF: Mapping[str, tuple[str, ...]] = {"chart": ("amounts",), "plan": ("amounts", "budget")}
"""Picture -> the fields that it draws; without one of them it is not drawn, and it is previewed with the last."""
MISSING = "还没说到的（不急，下次补上）"
LEAD = "今天先把手头最急的那一件问清楚，一天一件就好。"
LONGEST_OVERVIEW = 100
_MARK = re.compile("\ue000([a-z_]+)\ue001")


class Summary(Struct, frozen=True):
    """What is handed over, and what was left out on purpose or for want of an answer."""

    audience: Audience
    page: Page
    fields: tuple[str, ...]  # in the order of the table
    missing: tuple[str, ...]  # required, and nothing known of them
    made_on: dt.date
    law_as_of: dt.date | None
    id: str = ""
    removed: tuple[str, ...] = field(default=())

    def preview(self) -> tuple[tuple[str, str], ...]:
        """Every piece that can be taken out, with its words, in the order of reading."""
        return tuple((part, text) for part, text in pieces(self.page.blocks) if part)

    def without(self, *parts: str) -> Summary:
        """The summary without some pieces (`calls.2`) or whole fields (`calls`)."""
        figures = {name for name, owners in FIGURE_OF.items() if set(owners) & set(parts)}
        left = bare_headings_gone(without(self.page.blocks, {*parts, *figures}))
        there = {block.field for block in left}
        fields = tuple(f for f in self.fields if f in there or f in self.missing)
        return replace(
            self, page=replace(self.page, blocks=left), fields=fields, removed=tuple(sorted({*self.removed, *parts}))
        )


def summary_of(
    case: Case,
    audience: Audience,
    *,
    asked: Collection[str] = (),
    consented: Collection[str] = (),
    removed: Collection[str] = (),
) -> Summary:
    """The summary of one conversation for one reader; figures of many are in `statistics`.

    A field in `removed` is nowhere: not in its place, not in a sentence that would mention it, not under what is missing.
    """
    assert audience is not Audience.STATISTICS, "figures are never those of one person"
    chosen = tuple(f for f in shown(audience, asked, consented) if f.id not in removed)
    allowed = {f.id for f in chosen}
    worded = Worded(case, audience, allowed)
    case = withheld(case, allowed, _silent(audience, allowed, removed))
    built = {f.id: tagged(f.id, _blocks(f, case, audience, worded)) for f in chosen}
    missing = tuple(f.id for f in chosen if not built[f.id])
    figures = _figures(case, allowed) if audience is not Audience.SOCIAL else {}
    blocks = _laid_out(case, audience, chosen, {**built, **figures}, missing)
    as_of = law_as_of(case)
    page = Page(worded.title(audience), blocks, worded.foot(as_of), one_side=audience is Audience.LAWYER)
    fields = tuple(f.id for f in chosen)
    return Summary(audience, page, fields, missing, case.today, as_of, case.id, tuple(sorted(removed)))


def _silent(audience: Audience, allowed: Collection[str], removed: Collection[str]) -> set[str]:
    """Fields of which not even a sentence is quoted: taken out, not this reader's, or without the consent they need."""
    refused = {f.id for f in FIELDS.values() if f.presence(audience) is Presence.NEVER}
    unasked = {f.id for f in FIELDS.values() if f.presence(audience) is Presence.CONSENT and f.id not in allowed}
    return {*removed, *refused, *unasked}


def sections_of(case: Case, audience: Audience) -> tuple[Section, ...]:
    """All that this reader's page could hold, field by field, each in the words in which it would leave.

    What was decided before this moment counts: a section taken out is in no other one's words, an added one may be.
    """
    decided = case.session.review.decided if case.session.review is not None else ()
    choices = {d.field: d.stays for d in decided if d.field}
    drafts: dict[frozenset[str], _Draft] = {}
    found = []
    for one in shown(audience, tuple(FIELDS), tuple(FIELDS)):
        allowed = _leaving(audience, {**choices, one.id: True})
        if allowed not in drafts:
            drafts[allowed] = _Draft(case, audience, allowed)
        words = drafts[allowed].words(one)
        if words:
            found.append(Section(one.id, one.label, words, TERMS[one.presence(audience)]))
    return tuple(found)


def _leaving(audience: Audience, choices: Mapping[str, bool]) -> frozenset[str]:
    """The fields of a page on which this was decided: required ones unless taken out, others once added."""
    added = {field for field, stays in choices.items() if stays}
    return frozenset(f.id for f in shown(audience, added, added) if choices.get(f.id, True))


class _Draft:
    """A page of certain fields, section by section."""

    def __init__(self, case: Case, audience: Audience, allowed: Collection[str]) -> None:
        taken_out = {f.id for f in shown(audience, (), ())} - set(allowed)
        self.audience = audience
        self.worded = Worded(case, audience, allowed)
        self.case = withheld(case, allowed, _silent(audience, allowed, taken_out))
        figures = _figures(self.case, allowed) if audience is not Audience.SOCIAL else {}
        self.figures = _placed(self.case, audience, figures)

    def words(self, one: Field) -> str:
        """One field as it would stand there, with the pictures under it."""
        drawn = (b for name, owner in FIGURE_OF.items() if owner[-1] == one.id for b in self.figures.get(name, ()))
        return block_text([*_blocks(one, self.case, self.audience, self.worded), *drawn])


class Worded:
    """The fields that editors word, and the foot."""

    def __init__(self, case: Case, audience: Audience, allowed: Collection[str]) -> None:
        self.case = case
        as_of = law_as_of(case)
        self.extra = {
            "made_on": day(case.today),
            "law_as_of": day(as_of) if as_of is not None else Unknown("法规截至日"),
            "missing": Unknown(""),
        }
        self.values = Veil(case, audience, allowed, self.extra)

    def title(self, audience: Audience) -> str:
        found = self.case.book.summaries.get(audience.value)
        return found.title if found is not None else TITLES[audience]

    def blocks(self, part: str) -> tuple[Block, ...]:
        found = self.case.book.summaries.get(part)
        return blocks_of(found.body.render(self.values)) if found is not None else ()

    def told_all(self, part: str) -> bool:
        """Whether this page has the same first sentence as the person's whole one, which may rest on more."""
        mine = self.case.book.summaries.get(part)
        if mine is None:
            return True
        whole = Veil(self.case, Audience.BORROWER, FIELDS, self.extra)
        first, own = (next(iter(blocks_of(mine.body.render(v))), None) for v in (self.values, whole))
        return first == own

    def foot(self, as_of: dt.date | None) -> tuple[str, ...]:
        """The editors' foot, or the plain one: never none."""
        lines = tuple(plain(b.words) for b in self.blocks("footer") if isinstance(b, Para))
        return lines or (
            f"生成于 {day(self.case.today)}。内容由本人自述，没有核实。整理它的是程序，不是律师。",
            f"提到的法规核对到 {day(as_of)}，以官方文本为准。" if as_of else "提到的法规请以官方文本为准。",
        )


def _blocks(one: Field, case: Case, audience: Audience, worded: Worded) -> Iterator[Block]:
    if one.id == "overview":
        text = " ".join(plain(b.words) for b in worded.blocks("overview") if isinstance(b, Para))
        if text:
            yield para(text if len(text) <= LONGEST_OVERVIEW else f"{text[: LONGEST_OVERVIEW - 1]}…")
    elif one.id == "steps":
        yield from _steps(worded)
    elif one.id in PARTS:
        yield from worded.blocks(one.id)
    else:
        yield from build(one.id, case, audience)


def _steps(worded: Worded) -> Iterator[Block]:
    """The first sentence leads, everything else is what comes after; one that would rest on less than is known gives way
    to one that is right whatever is not told."""
    led = False
    for block in worded.blocks("steps"):
        if isinstance(block, Para) and not led:
            led = True
            yield replace(block, look="lead") if worded.told_all("steps") else para(LEAD, "lead")
        else:
            yield block


def _figures(case: Case, allowed: Collection[str]) -> dict[str, tuple[Block, ...]]:
    found: dict[str, tuple[Block, ...]] = {}
    for name, draw in (("chart", debts.chart), ("plan", debts.plan)):
        if set(FIGURE_OF[name]) <= set(allowed):
            found[name] = tagged(name, draw(case))
    return found


def _placed(
    case: Case, audience: Audience, figures: Mapping[str, tuple[Block, ...]]
) -> Mapping[str, tuple[Block, ...]]:
    """The pictures that this reader's layout has a place for."""
    layout = case.book.summaries.get(audience.value)
    marks = set(_MARK.findall(layout.body.render(_places(case, figures, ())))) if layout is not None else set()
    return {name: blocks for name, blocks in figures.items() if name in marks}


def _laid_out(
    case: Case,
    audience: Audience,
    chosen: tuple[Field, ...],
    built: Mapping[str, tuple[Block, ...]],
    missing: tuple[str, ...],
) -> tuple[Block, ...]:
    """The editors' layout with every place filled; what it forgot follows under its own heading."""
    layout = case.book.summaries.get(audience.value)
    placed: set[str] = set()
    blocks: list[Block] = []
    if layout is not None:
        values = _places(case, built, missing)
        for block in blocks_of(layout.body.render(values)):
            blocks.extend(_filled(block, built, placed))
    for one in chosen:
        if one.id not in placed and built[one.id]:
            blocks += [Heading(one.label), *built[one.id]]
    if missing and "missing" not in placed:
        blocks += [Heading(MISSING), *_missing(missing)]
    elif missing:
        at = next(n for n, b in enumerate(blocks) if isinstance(b, Para) and plain(b.words) == "\ue002")
        blocks[at : at + 1] = _missing(missing)
    return bare_headings_gone(b for b in blocks if not (isinstance(b, Para) and plain(b.words) == "\ue002"))


def _missing(missing: tuple[str, ...]) -> tuple[Block, ...]:
    return (para("、".join(FIELDS[name].label for name in missing), "small"),)


def _places(case: Case, built: Mapping[str, tuple[Block, ...]], missing: tuple[str, ...]) -> dict[str, object]:
    """What a layout reads: a mark for each field that has something, nothing for the others."""
    names = (*FIELDS, *FIGURES)
    values: dict[str, object] = {n: f"\ue000{n}\ue001" if built.get(n) else Unknown("") for n in names}
    values["missing"] = "\ue000missing\ue001" if missing else Unknown("")
    as_of = law_as_of(case)
    values["made_on"] = day(case.today)
    values["law_as_of"] = day(as_of) if as_of is not None else Unknown("法规截至日")
    return {**values, **case.book.constants, "today": case.today, "now": case.now}


def _filled(block: Block, built: Mapping[str, tuple[Block, ...]], placed: set[str]) -> Iterator[Block]:
    """One block of the layout: a mark alone on its line becomes the field, a mark within words the field's own words."""
    if isinstance(block, Para):
        found = _MARK.findall(plain(block.words))
        alone = len(found) == 1 and _MARK.fullmatch(plain(block.words)) is not None
        placed.update(found)
        if alone and found[0] == "missing":
            yield para("\ue002")
        elif alone:
            yield from built.get(found[0], ())
        else:
            name = found[0] if found else ""
            yield replace(block, words=_inline(block.words, built), field=name, part=f"{name}.1" if name else "")
    elif isinstance(block, Items):
        marks = [m for item in block.items for m in _MARK.findall(plain(item.words))]
        placed.update(marks)
        lines = tuple(_line(item, built) for item in block.items)
        yield replace(block, items=lines, field=marks[0] if marks else "")
    elif isinstance(block, (Heading, Rule)):
        yield block


def _line(item: Item, built: Mapping[str, tuple[Block, ...]]) -> Item:
    named = _MARK.search(plain(item.words))
    return Item(_inline(item.words, built), f"{named[1]}.1" if named is not None else "")


def _inline(runs: tuple[Run, ...], built: Mapping[str, tuple[Block, ...]]) -> tuple[Run, ...]:
    def said(found: re.Match[str]) -> str:
        return "；".join(text for _, text in pieces(built.get(found[1], ())))

    return tuple(Run(_MARK.sub(said, run.text), run.strong) for run in runs)

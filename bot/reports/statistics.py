"""Figures of many conversations: bands and kinds only, no cell under ten, nothing that anybody said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from bot.reports import bands, debts
from bot.reports.case import Case
from bot.reports.deadlines import deadline_of
from bot.reports.doubts import doubts_of
from bot.reports.events import events_of
from bot.reports.fields import FIELDS
from bot.reports.happened import calls_of, detours_of, pushes_of
from bot.reports.loans import rows_of
from bot.reports.page import Block, Heading, Page, para, table
from bot.reports.slots import slots_of
from bot.reports.small import HIDDEN, NOTE, SMALLEST, hide, number

NIGHT = (22, 8)
SEVERAL = frozenset({"terms", "reason", "calls", "events", "papers", "needs", "flow"})
"""Fields of which one conversation may count in several cells."""


class Tally(Struct):
    """Counts of categories, field by field; as large as there are categories, however many people."""

    people: int = 0
    cells: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, case: Case) -> None:
        """Count one conversation."""
        self.people += 1
        for name, category in set(categories(case)):
            self.cells.setdefault(name, Counter())[category] += 1

    def shown(self) -> dict[str, dict[str, int | None]]:
        """Every field in the order of the table; None is a hidden cell. Nothing at all under ten people."""
        if self.people < SMALLEST:
            return {}
        found = {}
        for name in FIELDS:
            cells = self.cells.get(name)
            if cells:
                found[name] = hide(cells, several=name in SEVERAL)
        return found


def categories(case: Case) -> Iterator[tuple[str, str]]:
    """What one conversation counts as."""
    yield "deadline", "有文书" if deadline_of(case) is not None else "没有文书"
    yield "city", bands.province(case.told["city"].text) if "city" in case.told else "没说"
    owed = rows_of(case)
    yield "debts", bands.lenders(max(len(owed), case.number("platforms_count") or 0))
    total = debts.claimed_in_all(case)
    yield "amounts", bands.money(total) if total else "没说"
    for debt in owed:
        if (rate := debt.get("apr") or debt.get("apr_est")) is not None:
            yield "terms", bands.coarse(rate.kind, rate.value) or "没说"
    days = case.number("overdue_days")
    yield "overdue", bands.days(days) if days is not None else "没说"
    yield "doubts", "有疑点" if doubts_of(case) else "没有"
    afford = case.number("monthly")
    yield "budget", bands.money(afford) if afford is not None else "没说"
    yield from _kinds(case, "reason", "reasons")
    yield from _history(case)
    yield from _kinds(case, "needs", "needs")
    yield from _kinds(case, "needs", "other_need")
    yield from _flow(case)


def _kinds(case: Case, name: str, slot: str) -> Iterator[tuple[str, str]]:
    """Choices by their labels; a free text is no category."""
    told = case.told.get(slot)
    options = case.book.slots[slot].options if slot in case.book.slots else ()
    labels = {o.key: o.label for o in options}
    for key in told.value if told is not None and isinstance(told.value, tuple) else (told.value,) if told else ():
        if key in labels:
            yield name, labels[str(key)]


def _history(case: Case) -> Iterator[tuple[str, str]]:
    calls = calls_of(case)
    yield "calls", "没打过" if not calls else "打过 1 次" if len(calls) == 1 else "打过几次"
    if calls:
        yield "calls", f"结果：{calls[-1].more or calls[-1].result}"
    known = {o.key for o in case.book.slots["events"].options} if "events" in case.book.slots else set()
    for at, key in events_of(case):
        if key in known:
            yield "events", case.option("events", key)
        if at is not None:
            hour = at.astimezone(case.zone).hour
            yield "events", "夜里说起" if hour >= NIGHT[0] or hour < NIGHT[1] else "白天说起"
    done = [slot for slot in slots_of("complaints") if slot != "complain_to"]
    yield "complaints", "投诉或报过警" if any(slot in case.told for slot in done) else "没有"
    titles = {name: d.title for name, d in case.book.documents.items()}
    names = {name for h in case.happenings for name, _ in h.papers} | {p.name for p in case.session.papers}
    yield from (("papers", titles[name]) for name in names if name in titles)
    moods = [v for _, v in case.readings("calm") if isinstance(v, int)]
    if not moods and isinstance(case.value("calm"), int):
        moods = [case.number("calm") or 0]  # turns that were not kept: the last is held
    if moods:
        yield "mood", "缓了一些" if moods[-1] < moods[0] else "更慌了" if moods[-1] > moods[0] else "没变或只说过一次"
    yield "crisis", "出现过" if any(h.danger for h in case.happenings) else "没有"
    yield "scams", "提醒过" if detours_of(case) else "没有"
    pushed = pushes_of(case)
    if pushed:
        yield (
            "reminders",
            "都有回音" if all(a for _, a in pushed) else "有的有" if any(a for _, a in pushed) else "没有回音",
        )


def _flow(case: Case) -> Iterator[tuple[str, str]]:
    for name, found in (
        ("首建议", [h for h in case.happenings if h.advice]),
        ("首话术", [h for h in case.happenings if h.papers]),
    ):
        if found:
            turn = found[0].turn
            yield "flow", f"{name}：{'3 轮以内' if turn <= 3 else '10 轮以内' if turn <= 10 else '10 轮以后'}"
    if case.session.open is not None and not case.outcome:
        yield "flow", f"停在：{case.session.open.place}"
    elif case.outcome:
        yield "flow", f"走完：{case.outcome}"


def page(tallies: Mapping[str, Tally]) -> Page:
    """The figures as a page, period by period."""
    blocks = [block for period, tally in tallies.items() for block in _period(period, tally)]
    return Page("统计", tuple(blocks), (f"只有档和类别，{NOTE}；没有原话，没有精确的日期和金额。",))


def _period(period: str, tally: Tally) -> Iterator[Block]:
    yield Heading(period)
    yield para(f"对话：{HIDDEN if number(tally.people) is None else number(tally.people)}")
    for name, cells in tally.shown().items():
        yield Heading(FIELDS[name].label, 3, name)
        rows = [(category, HIDDEN if n is None else str(n)) for category, n in cells.items()]
        yield table((FIELDS[name].figure, "人次" if name in SEVERAL else "人数"), rows, right=(1,))
    if tally.people < SMALLEST:
        yield para(f"人数不到 {SMALLEST}，不出细目。")


def data(tallies: Mapping[str, Tally]) -> dict[str, object]:
    """The figures for programs; a hidden cell is null."""
    found = [
        {"period": period, "people": number(tally.people), "fields": tally.shown()} for period, tally in tallies.items()
    ]
    return {"schema": "wenzhu-statistics/2", "periods": found}

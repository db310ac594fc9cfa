"""Fields that are a history: calls, moods, reminders, scripts, in the order in which they happened.

Times come from the stored turns; where nothing was kept, the session's own answers still give the last of each.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from bot.engine.builtins import WORDS
from bot.reports.case import Case, Happening
from bot.reports.loans import NOT_SAID, Debt, name_of, words_of
from bot.reports.page import Block, items, labelled, table, words
from bot.reports.said import answers, some
from bot.reports.slots import slots_of
from bot.reports.visible import line, visible

CALLED = ("got", "refused")
ANSWERS = ("debt.result_kind", "debt.refusal", "debt.refusal_two")
OF_A_CALL = frozenset({"debt.called", *ANSWERS, "debt.ticket", "debt.reply_by"})
"""What is asked after a call, of the lender that was called: how it was answered, and what to come back with."""
UNSAID = ("skipped", "unknown", "more", "none_of", None)
AGREED = 2
WORKED = ("builtin:", "label", "press")
"""Rules of turns whose words only say where the talk goes, or are those of an option."""
COMMANDS = frozenset({"/start", "接着", *(word for words_ in WORDS.values() for word in words_)})
"""What says so whatever rule heard it first: a talk may begin with one."""
FIGURE = re.compile(
    r"[约大概差不多\d.,，、:：/%％零〇一二两三四五六七八九十百千万半几多wWkK元块钱天号日月年期点分个家左右\s]+"
)
"""An answer that is a figure and nothing else: it stands in its own field."""
DETOURS: Mapping[str, str] = {"scam_offer.": "有人说能帮忙、要先交钱", "borrow_more.": "想再借一笔"}
REMINDERS: Mapping[str, str] = {
    "care": "问候",
    "deadline": "日子快到",
    "appointment": "约好的电话",
    "review": "回头看看",
}


class Call(Struct):
    """One call to a lender as it was told."""

    at: dt.datetime | None
    result: str
    more: str = ""
    ticket: str = ""
    reply_by: str = ""
    item: str = ""  # of the list of debts: the lender that was called


def moment(at: dt.datetime | None, case: Case) -> str:
    """11-20 21:05 with its year, in the person's zone."""
    return f"{at.astimezone(case.zone):%Y-%m-%d %H:%M}" if at is not None else NO_TIME


NO_TIME = "时间没记"


def calls_of(case: Case) -> list[Call]:
    """Every call, oldest first; what is told of one lender's call later (its ticket, an answer at last) stands with that call."""
    found: list[Call] = []
    for happening in case.happenings:
        if happening.readings.get("call_result") in CALLED:
            found.append(Call(happening.at, case.option("call_result", happening.readings["call_result"])))
        for item, told in _of_lenders(happening.readings).items():
            call = next((c for c in reversed(found) if c.item in ("", item)), None)
            if call is not None:
                call.item = item
                _more(call, told, case)
    if not found:
        found = [_held(case, debt) for debt in case.debts if "called" in debt and debt["called"].value in CALLED]
    return found


def _of_lenders(readings: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    """What was told of a call, by the lender: `debt.ticket@d1` under d1."""
    found: dict[str, dict[str, object]] = {}
    for key, value in readings.items():
        slot, _, item = key.partition("@")
        if item and slot in OF_A_CALL and value not in UNSAID:
            found.setdefault(item, {})[slot] = value
    return found


def _held(case: Case, debt: Debt) -> Call:
    """The last call to a lender as far as its answers tell, where no turn was kept."""
    told = debt["called"]
    name = debt["platform"].value if "platform" in debt else None
    item = next((item for item, called in case.lenders.items() if called == name), "")
    call = Call(told.at, told.text, item=item)
    _more(call, {one.slot: one.value for one in debt.values() if one.slot in OF_A_CALL}, case)
    return call


def _more(call: Call, told: Mapping[str, object], case: Case) -> None:
    for slot in ANSWERS:
        if slot in told:
            call.more = case.option(slot, told[slot])
    call.ticket = line(str(told.get("debt.ticket", call.ticket)))
    call.reply_by = line(str(told.get("debt.reply_by", call.reply_by)))


def calls(case: Case, coarse: bool) -> Iterator[Block]:
    """The ledger of calls; of several lenders, with whose line it was."""
    found = calls_of(case)
    if found:
        rows = [
            (
                moment(c.at, case),
                "，".join(w for w in (c.result, c.more) if w),
                f"{_whose(case, c.item)}官方客服",
                c.ticket,
                c.reply_by,
            )
            for c in found
        ]
        yield table(("时间", "结论", "打给", "工单或工号", "答复期"), rows, look="timeline")
    yield from agreed(case)
    yield from some(("contact_window", "staff", "agent_id"), case, coarse)


def agreed(case: Case) -> Iterator[Block]:
    """What was agreed with each lender: from which day on, in how many months; a line each, of more than two a table."""
    told = [(name_of(debt, number), debt) for number, debt in enumerate(case.debts, 1)]
    found = [(name, _day(d), words_of(d, "pay_periods")) for name, d in told if {"pay_on", "pay_periods"} & {*d}]
    if len(found) > AGREED:
        yield table(("平台", "约好从", "按月几期"), found, right=(1, 2))
    elif found:
        yield items(labelled(f"{name}约好的", _plan(day, months)) for name, day, months in found)


def _plan(day: str, months: str) -> str:
    said = (f"{day} 起" if day != NOT_SAID else "", f"按月 {months} 期" if months != NOT_SAID else "")
    return "，".join(part for part in said if part)


def _day(debt: Debt) -> str:
    day = debt["pay_on"].value if "pay_on" in debt else None
    return day.isoformat() if isinstance(day, dt.date) else NOT_SAID


def _whose(case: Case, item: str) -> str:
    """「微粒贷」 where several lenders were told of, else nothing."""
    name = case.lenders.get(item, "")
    return f"「{line(name)}」" if name and len(case.debts) > 1 else ""


def mood(case: Case, coarse: bool) -> Iterator[Block]:
    """How the mood went, in numbers that the person gave."""
    found = [(h.at, value) for h, value in case.readings("calm")]
    if not found and "calm" in case.told:
        found = [(case.told["calm"].at or case.last_at, case.told["calm"].value)]
    if len(found) == 1:
        yield items([labelled("心慌 0–10", f"{found[0][1]}（{moment(found[0][0], case)}）")])
    elif found:
        yield items([labelled("心慌 0–10", f"从 {found[0][1]} 到 {found[-1][1]}，一共说过 {len(found)} 次")])


def crisis(case: Case, coarse: bool) -> Iterator[Block]:
    """When it was very hard or somebody was in danger, and which help was named; never the words."""
    found = [h for h in case.happenings if h.danger]
    if found:
        rows = [(moment(h.at, case), f"{h.danger} 级", "给过当时的求助热线") for h in _changes(found)]
        yield table(("时间", "程度", "给过什么"), rows)
    told = [case.told[slot] for slot in slots_of("crisis") if slot in case.told]
    if told:  # how it was at that moment: it says nothing about today
        yield items(labelled(t.label, f"{line(t.text)}（{moment(t.at, case)}）") for t in told)


def _changes(found: Sequence[Happening]) -> list[Happening]:
    """The first turn of each level that follows another."""
    return [h for n, h in enumerate(found) if n == 0 or h.danger != found[n - 1].danger]


def detours_of(case: Case) -> list[tuple[dt.datetime, str]]:
    """Times at which a scam or another loan was spoken of and answered."""
    found = []
    for happening in case.happenings:
        for start, name in DETOURS.items():
            if any(place.startswith(start) for place in happening.path):
                found.append((happening.at, name))
        if happening.readings.get("refusal_two") == "fee":
            found.append((happening.at, "对方要先交手续费"))
    return found


def scams(case: Case, coarse: bool) -> Iterator[Block]:
    times: dict[str, list[dt.datetime]] = {}
    for at, name in detours_of(case):
        times.setdefault(name, []).append(at)
    if times:
        yield items(
            words(f"{moment(found[-1], case)} {name}{_often(len(found))}，已提醒：先停，不转钱")
            for name, found in times.items()
        )
    yield from answers("scams", case, coarse)


def _often(count: int) -> str:
    return f"（前后 {count} 次，这是最近一次）" if count > 1 else ""


def reminders(case: Case, coarse: bool) -> Iterator[Block]:
    """Which reminders are set, which came and were answered."""
    lines = []
    for timer in case.session.timers:
        lines.append(labelled("等着", f"{moment(dt.datetime.fromisoformat(timer.at), case)} {_kind(timer.kind)}"))
    for happening, answered in pushes_of(case):
        state = "提过，答了" if answered else "提过，还没有回音"
        lines.append(labelled(state, f"{moment(happening.at, case)} {_kind(happening.push)}"))
    if not lines:
        consents = ("reminders_ok", "progress_ok")
        wanted = (debt[name] for debt in case.debts for name in consents if name in debt)
        lines += [labelled(told.label, told.text) for told in wanted][:1]
    if lines:
        yield items(lines)


def pushes_of(case: Case) -> list[tuple[Happening, bool]]:
    """Every reminder that came, and whether its question was answered before the next one."""
    found: list[tuple[Happening, bool]] = []
    for happening in case.happenings:
        if happening.push:
            found.append((happening, False))
        elif happening.answers_push and found:
            found[-1] = (found[-1][0], True)
    return found


def _kind(kind: str) -> str:
    return REMINDERS.get(kind, kind)


def papers_of(case: Case) -> list[tuple[dt.datetime | None, str]]:
    """Scripts and letters that were handed over."""
    found: list[tuple[dt.datetime | None, str]] = [(h.at, t) for h in case.happenings for _, t in h.papers]
    if not found:
        known = case.book.documents
        found = [(None, known[p.name].title) for p in case.session.papers if p.name in known and not p.superseded]
    return found


def papers(case: Case, coarse: bool) -> Iterator[Block]:
    found = papers_of(case)
    if found:
        yield items(words(f"{moment(at, case)} {line(title)}" if at else line(title)) for at, title in found)


CHECKLIST = (
    "合同或 App 里的借款页截图",
    "到账和还款的记录",
    "对方说要还多少的截图",
    "法院或仲裁的文书照片（写上收到日期）",
    "催收的来电记录、录音、短信",
    "一页收入和开支",
)


def evidence(case: Case, coarse: bool) -> Iterator[Block]:
    """What there is and what is still to be found; only names, never the things themselves."""
    yield from answers("evidence", case, coarse)
    yield items(words(f"□ {name}") for name in CHECKLIST)


def excerpts(case: Case, coarse: bool) -> Iterator[Block]:
    """What the person said, masked, a line each; what may not be left shows its mark. What only worked the program is
    no saying of theirs."""
    if not case.free_text:
        return
    found = [(h.at, h.mark or h.said) for h in case.happenings if h.mark or _tells(h)]
    if found:
        yield items(labelled(moment(at, case), visible(said)) for at, said in found)


def _tells(happening: Happening) -> bool:
    """Whether the words of a turn say something: no command, no option typed out, no bare figure."""
    said = happening.said.strip()
    return bool(said) and not happening.rule.startswith(WORKED) and said not in COMMANDS and not FIGURE.fullmatch(said)

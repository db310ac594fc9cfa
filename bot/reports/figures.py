"""The figures of a period from the daily counters, which know no person: what helps, where people give up.

Every count under ten is hidden, and with it every share that rests on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from bot.reports.small import HIDDEN, NOTE, SMALLEST, hide, number, share

TURNS = ((3, "3 轮以内"), (6, "4 到 6 轮"), (10, "7 到 10 轮"), (19, "11 到 19 轮"))
LATE = "20 轮以后"


class Step(Struct, frozen=True):
    """One question in one edition (empty: all together)."""

    place: str
    edition: str
    asked: int
    answered: int
    first_try: int = 0
    not_understood: int = 0

    @property
    def left(self) -> int:
        return max(0, self.asked - self.answered)


class Figures(Struct, frozen=True):
    """A period in numbers."""

    conversations: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    crisis: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    handoffs: Counter[str] = field(default_factory=Counter)
    first_advice: Counter[str] = field(default_factory=Counter)
    first_script: Counter[str] = field(default_factory=Counter)
    reminders: Counter[str] = field(default_factory=Counter)
    reminders_answered: Counter[str] = field(default_factory=Counter)
    steps: tuple[Step, ...] = ()


def figures_of(counted: Iterable[tuple[str, int]]) -> Figures:
    """Counters by name, summed over the days, sorted into what they mean."""
    total: Counter[str] = Counter()
    for name, n in counted:
        total[name] += n
    groups: dict[str, Counter[str]] = {}
    for name, n in total.items():
        kind, _, rest = name.partition(":")
        groups.setdefault(kind, Counter())[rest] += n

    def group(kind: str) -> Counter[str]:
        return groups.get(kind, Counter())

    asked, answered = group("asked"), group("answered")
    steps = tuple(
        Step(place, edition, n, answered[f"{edition}:{place}"], group("first_try")[key], group("not_understood")[place])
        for key, n in asked.items()
        for edition, _, place in (key.partition(":"),)
    )
    return Figures(
        conversations=total["start"],
        outcomes=group("outcome"),
        crisis=group("crisis"),
        documents=group("document"),
        handoffs=group("handoff"),
        first_advice=group("first_advice"),
        first_script=group("first_script"),
        reminders=group("reminder"),
        reminders_answered=group("reminded"),
        steps=tuple(sorted(steps, key=lambda s: (-s.left, s.place, s.edition))),
    )


def early(turns: Counter[str]) -> dict[str, int | None]:
    """How early help came, in bands of turns."""
    found: Counter[str] = Counter()
    for turn, n in turns.items():
        found[next((name for last, name in TURNS if int(turn) <= last), LATE)] += n
    shown = hide(found)
    return {name: shown[name] for name in (*(n for _, n in TURNS), LATE) if name in shown}


def middle(turns: Counter[str]) -> int | None:
    """The turn by which half of them had it; nothing is told of fewer than twice ten."""
    ordered = sorted((int(turn), n) for turn, n in turns.items())
    total = sum(n for _, n in ordered)
    if total < 2 * SMALLEST:
        return None
    half = 0
    for turn, n in ordered:
        half += n
        if 2 * half >= total:
            return turn
    return None


def data(figures: Figures, period: str) -> dict[str, object]:
    """For programs; a hidden count is null."""
    return {
        "period": period,
        "conversations": number(figures.conversations),
        "outcomes": hide(figures.outcomes),
        "crisis": hide(figures.crisis),
        "documents": hide(figures.documents),
        "handoffs": hide(figures.handoffs),
        "first_advice_turn": {"half_by": middle(figures.first_advice), "turns": early(figures.first_advice)},
        "first_script_turn": {"half_by": middle(figures.first_script), "turns": early(figures.first_script)},
        "reminders": {
            flow: {"fired": number(n), "answered": share(min(n, figures.reminders_answered[flow]), n)}
            for flow, n in figures.reminders.items()
        },
        "steps": [
            {
                "step": step.place,
                "edition": step.edition,
                "asked": number(step.asked),
                "left": share(step.left, step.asked),
                "first_try": share(step.first_try, step.answered),
                "not_understood": number(step.not_understood),
            }
            for step in figures.steps
        ],
    }


def text(figures: Figures, period: str) -> str:
    """For a terminal."""

    def said(n: int | None) -> str:
        return HIDDEN if n is None else str(n)

    def shown(n: int) -> str:
        return said(number(n))

    def percent(part: int, whole: int) -> str:
        found = share(part, whole)
        return "—" if found is None else f"{found:.0%}"

    lines = [f"时段：{period}（{NOTE}）", f"新的对话：{shown(figures.conversations)}"]
    for label, found in (
        ("结果", figures.outcomes),
        ("危机", figures.crisis),
        ("给出的稿子", figures.documents),
        ("转给真人", figures.handoffs),
    ):
        if found:
            lines.append(f"{label}：" + "，".join(f"{name} {said(n)}" for name, n in hide(found).items()))
    for label, turns in (("第一条建议", figures.first_advice), ("第一份稿子", figures.first_script)):
        if turns:
            half = middle(turns)
            start = f"一半的人在第 {half} 轮以内；" if half is not None else ""
            lines.append(f"{label}：{start}" + "，".join(f"{name} {said(n)}" for name, n in early(turns).items()))
    for flow, n in figures.reminders.items():
        lines.append(f"提醒 {flow}：发了 {shown(n)}，有回音 {percent(min(n, figures.reminders_answered[flow]), n)}")
    if figures.steps:
        lines += ["", "每个问题：问过 · 没等到回答 · 第一次就听懂 · 没听懂的次数"]
    for step in figures.steps:
        told = (
            shown(step.asked),
            percent(step.left, step.asked),
            percent(min(step.first_try or 0, step.asked), step.asked),
            shown(step.not_understood),
        )
        lines.append(f"  {step.place}（{step.edition[:8]}）  {' · '.join(told)}")
    return "\n".join(lines)

"""The figures of a period from the daily counters, which know no person: what helps, where people give up.

Every count under ten is hidden, and with it every share that rests on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

SMALLEST = 10
HIDDEN = f"<{SMALLEST}"


@dataclass(frozen=True, slots=True)
class Step:
    """One question in one edition (empty: all together)."""

    place: str
    edition: str
    asked: int
    answered: int
    first_try: int | None = None
    not_understood: int = 0

    @property
    def left(self) -> int:
        return max(0, self.asked - self.answered)


@dataclass(frozen=True, slots=True)
class Figures:
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


def number(n: int) -> int | None:
    """A count that may be shown; nothing is nothing, a few are hidden."""
    return n if n == 0 or n >= SMALLEST else None


def share(part: int, whole: int) -> float | None:
    """A share that gives no hidden count away: both counts, and what is left, must be large enough or nothing."""
    if whole < SMALLEST or number(part) is None or number(whole - part) is None:
        return None
    return round(part / whole, 3)


def data(figures: Figures, period: str) -> dict[str, object]:
    """For programs; a hidden count is null."""

    def counted(found: Counter[str]) -> dict[str, int | None]:
        return {name: number(n) for name, n in sorted(found.items(), key=lambda one: (-one[1], one[0]))}

    return {
        "schema": "wenzhu-stats/1",
        "period": period,
        "conversations": number(figures.conversations),
        "outcomes": counted(figures.outcomes),
        "crisis": counted(figures.crisis),
        "documents": counted(figures.documents),
        "handoffs": counted(figures.handoffs),
        "first_advice_turn": counted(figures.first_advice),
        "first_script_turn": counted(figures.first_script),
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
                "first_try": share(min(step.first_try or 0, step.asked), step.asked),
                "not_understood": number(step.not_understood),
            }
            for step in figures.steps
        ],
    }


def text(figures: Figures, period: str) -> str:
    """For a terminal."""

    def shown(n: int) -> str:
        hidden = number(n)
        return HIDDEN if hidden is None else str(hidden)

    def percent(part: int, whole: int) -> str:
        found = share(part, whole)
        return "—" if found is None else f"{found:.0%}"

    lines = [f"时段：{period}（{SMALLEST} 以下的数不显示）", f"新的对话：{shown(figures.conversations)}"]
    for label, found in (
        ("结果", figures.outcomes),
        ("危机", figures.crisis),
        ("给出的稿子", figures.documents),
        ("转给真人", figures.handoffs),
        ("第几轮有第一条建议", figures.first_advice),
        ("第几轮有第一份稿子", figures.first_script),
    ):
        if found:
            ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
            lines.append(f"{label}：" + "，".join(f"{name} {shown(n)}" for name, n in ordered))
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

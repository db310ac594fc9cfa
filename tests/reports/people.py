"""People whose conversations the reports are about: driven through the real engine over the shipped flows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.engine.advance import advance
from bot.engine.events import Event, Opened, Pressed, Said
from bot.engine.session import Answer, Session, from_json, to_json
from bot.engine.turn import Paper, Question
from bot.engine.values import Stored
from bot.reports.case import Case, Happening, case_of
from tests.shipped import shipped_book as book

ZONE = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
ID = "3f9a01bc" * 4

FULL = (
    "想知道下一步", "都没有", "逾期半个月了", "微粒贷", "一万二", "上个月被裁了", "八百吧", "打了，有结果", "给了方案",
    "12月20号", "3期", "要",
    "20261120883", "下周三", "要", "再理一家", "借呗", "三万", "有", "导出",
)  # fmt: skip


class Person:
    """Somebody who talks, with the turns as they would be stored."""

    def __init__(self, start: dt.datetime = NOW) -> None:
        self.session: Session | None = None
        self.now = start
        self.happenings: list[Happening] = []
        self.question: Question | None = None
        self.do(Opened())

    def do(self, event: Event, minutes: int = 2) -> None:
        self.now += dt.timedelta(minutes=minutes)
        turn = advance(book(), self.session, event, self.now)
        self.session = from_json(to_json(turn.session))
        asked = [r for r in turn.replies if isinstance(r, Question)]
        self.question = asked[-1] if asked else self.question
        level = turn.session.latch.level if turn.session.latch else 0
        self.happenings.append(
            Happening(
                turn.session.turn,
                self.now,
                said="" if level else turn.words,
                mark=f"〔危机 L{level}〕" if level else "",
                readings=dict(turn.readings),
                path=tuple(turn.path),
                rule=turn.rule,
                danger=level,
                papers=tuple((r.name, r.title) for r in turn.replies if isinstance(r, Paper)),
            )
        )

    def says(self, *lines: str) -> Person:
        for line in lines:
            button = next((b for b in (self.question.buttons if self.question else ()) if b.label == line), None)
            self.do(Pressed(button.token) if button else Said(line))
        return self

    def holds(self, **slots: Stored) -> Person:
        """Answers put in by hand; `debt__owed` is a field of the first debt."""
        assert self.session is not None
        for name, value in slots.items():
            key = name.replace("__", ".")
            if "." in key:
                if not self.session.items.get("debts"):
                    self.session.items["debts"] = ["d1"]
                    self.session.current["debts"] = "d1"
                key = f"{key}@{self.session.items['debts'][0]}"
            self.session.slots[key] = Answer("value", value, at=self.now.isoformat(), turn=self.session.turn)
        return self

    def case(self, **more: Any) -> Case:
        assert self.session is not None
        return case_of(
            self.session,
            book(),
            self.now,
            self.happenings,
            **{"id": ID, "channel": "terminal", **more},
        )


def full() -> Person:
    """Somebody who went all the way with two lenders, a paper of a court and collectors who crossed lines."""
    return Person().says(*FULL).holds(**EVERYTHING)


EVERYTHING: dict[str, Stored] = {
    "doc_kind": "summons",
    "received_on": "2026-11-18",
    "hearing_on": "2026-12-20",
    "city": "成都",
    "debt__received": 10000,
    "debt__paid_total": 2500,
    "income": 5500,
    "essentials": 3200,
    "family_costs": 800,
    "calm": 7,
    "events": ["night_calls", "contacts_harassed"],
    "other_need": "worried",
}


def plain_lines(lines: Sequence[str]) -> str:
    return "".join("".join(line.split()) for line in lines)

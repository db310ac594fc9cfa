"""What was answered stands on the person's own page: no answer of a field is held and shown nowhere."""

from __future__ import annotations

import people
import pytest

from bot.content.summary_fields import FIELDS, Audience, Presence
from bot.engine.flowbook import Slot
from bot.engine.session import Stored
from bot.engine.values import SlotType
from bot.reports.page import pieces
from bot.reports.slots import ASIDE, OF
from bot.reports.summary import summary_of

SAMPLES: dict[SlotType, tuple[Stored, str]] = {
    SlotType.MONEY: (4321, "4321 元"),
    SlotType.DAYS: (47, "47 天"),
    SlotType.DATE: ("2026-10-09", "10 月 9 日"),
    SlotType.RATE: ("33.3", "33.3%"),
    SlotType.NUMBER: (17, "17"),
    SlotType.TEXT: ("独角兽", "独角兽"),
    SlotType.CITY: ("绵阳", "绵阳"),
    SlotType.PLATFORM: ("独角兽贷", "独角兽贷"),
    SlotType.REFERENCE: ("X77X", "X77X"),
    SlotType.MONTH: ("2025-03", "2025 年 3 月"),
    SlotType.CLOCK: ("07:40", "07:40"),
    SlotType.RATING: (7, "7"),
}
BESIDE: dict[str, dict[str, Stored]] = {
    "objection": {"doc_kind": "payment_order"},
    "paper_from": {"doc_kind": "summons"},
    **{
        f"debt.{key}": {"debt__called": "got"}
        for key in ("result_kind", "refusal", "refusal_two", "ticket", "reply_by")
    },
}
"""What is only asked after something else was answered."""
REMINDED = (
    "look_ok",
    "answer_ok",
    "paper_reminders",
    "debt.paper_reminders",
    "week_calls",
    "debt.reply_ok",
    "debt.record_ok",
    "debt.pay_reminders",
)
ELSEWHERE = {
    "situation": "how the talk began",
    "urgent": "which flow is opened; what happened is an event",
    "new_event": "written into `events`",
    "call_result": "written down for the lender that was called",
    "just_called": "opens the questions after a call",
    "case_known": "the number itself is asked next",
    **dict.fromkeys(REMINDED, "a reminder that is set stands there itself"),
    "debt.own": "the sum that may be offered, where there are several",
}


def asked() -> list[str]:
    slots = people.book().slots
    return [n for n in OF if n in slots and slots[n].compute is None and n not in ASIDE and n not in ELSEWHERE]


def sample(slot: Slot) -> tuple[Stored, str]:
    if slot.type is SlotType.YES_NO:
        return True, ""  # the label says it, in other words on some pages
    if slot.options:
        key = slot.options[0].key
        return [key] if slot.type is SlotType.CHOICES else key, slot.options[0].label
    return SAMPLES[slot.type]


def page(reader: Audience, **held: Stored) -> str:
    case = people.Person().holds(**{"debt__platform": "微粒贷", **held}).case()
    made = summary_of(case, reader, asked=tuple(FIELDS), consented=tuple(FIELDS))
    return "\n".join(text for _, text in pieces(made.page.blocks))


@pytest.mark.parametrize("name", asked())
def test_an_answer_stands_on_every_page_that_may_have_it(name: str) -> None:
    """In the words in which it was given, on the borrower's page and, where the table allows it, on the lawyer's."""
    value, sign = sample(people.book().slots[name])
    beside = BESIDE.get(name, {})
    for reader in (Audience.BORROWER, Audience.LAWYER):
        if FIELDS[OF[name]].presence(reader) is not Presence.NEVER:
            said = page(reader, **{**beside, name.replace(".", "__"): value})
            assert said != page(reader, **beside), reader
            assert sign in said or str(value) in said, reader

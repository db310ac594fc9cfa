"""The interface of the samples: question, text, today and options in; a plain dictionary out. A thin wrapper and nothing more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bot.understanding.heard import Heard
from bot.understanding.lexicon import reasons_said
from bot.understanding.loans import loan
from bot.understanding.opening import read_opening
from bot.understanding.rates import rate
from bot.understanding.reading import read
from bot.understanding.readings import Option, QuestionSpec, Reading
from bot.understanding.spoken import one_lender
from bot.understanding.yesno import yes_no

_KINDS = {"overdue_days": "days", "amount": "money", "platforms_count": "number", "date": "date"}
_FACTS = {"date": "payday_date"}


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _out(slot: str, reading: Reading) -> dict[str, Any]:
    if reading.value is not None:
        return {slot: _plain(reading.value)}
    return {slot: "unknown"} if reading.unknown else {}


def _lenders(out: dict[str, Any]) -> dict[str, Any]:
    """With the samples' names of lenders, whatever they are called towards their own people."""
    named = out.get("platforms")
    return {**out, "platforms": [one_lender(name) for name in named]} if isinstance(named, list) else out


def parse(question: str, text: str, today: dt.date, options: Sequence[str] | None = None) -> dict[str, Any]:
    """What the text says, in the slots of the samples."""
    if question == "open":
        opening = read_opening(text, today)
        out = {slot: _plain(r.value) for slot, r in opening.facts.items() if r.value is not None}
        if "events" in out:  # the samples' vocabulary ends before violence
            out["events"] = [slug for slug in out["events"] if slug != "violence"]
        out = _lenders(out)
        return {
            **{slot: value for slot, value in out.items() if value != []},
            "priority": opening.priority or "negotiate",
        }
    if question in _KINDS:
        return _out(question, read(QuestionSpec(_KINDS[question], _FACTS.get(question, question)), text, today))
    if question == "platform":
        return _lenders(_out("platforms", Reading(value=read(QuestionSpec("platform"), text, today).value)))
    if question == "yes_no":
        return _out("yes_no", yes_no(Heard(text, today)))
    if question == "reason":
        return {"reasons": sorted(reasons_said(Heard(text, today)))}
    if question == "rate":
        heard = Heard(text, today)
        out = {slot: _plain(r.value) for slot, r in loan(heard).items() if r.value is not None}
        said = rate(heard)
        return {**out, **(_out("rate_annual_pct", said) if said.value is not None or not out else {})}
    if question == "choice" and options:
        rows = tuple(Option(f"option_{k}", label) for k, label in enumerate(options))
        chosen = read(QuestionSpec("choice", options=rows), text, today)
        return {"choice": options[int(chosen.value.removeprefix("option_"))]} if isinstance(chosen.value, str) else {}
    return {}

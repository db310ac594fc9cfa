"""One question, one text, one reading: the door through which the engine asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.understanding.about import STATED, about, names_an_example
from bot.understanding.choices import choose, choose_several
from bot.understanding.counts import lenders, number
from bot.understanding.durations import read_days
from bot.understanding.heard import Heard
from bot.understanding.lexicon import as_reading, events_in, reasons_in, reasons_said, temptations_in
from bot.understanding.money import read_sum
from bot.understanding.others import city, clock, month, rating, reference, words
from bot.understanding.patterns import late
from bot.understanding.paydays import BACKWARD, read_date
from bot.understanding.rates import rate
from bot.understanding.readings import NOTHING, Candidate, QuestionSpec, Reading, Sure
from bot.understanding.spoken import all_said
from bot.understanding.yesno import NO, YES, yes_no


def read(spec: QuestionSpec, text: str, today: dt.date) -> Reading:
    """The answer of a text to the open question; `NOTHING` when it says nothing about it."""
    if not text or text.isspace():
        return NOTHING
    reader = _READERS.get(spec.kind)
    if reader is None:
        return NOTHING
    return reader(
        spec, Heard(text, today, asked=spec.kind == "platform" or spec.fact in ("platforms", "platforms_count"))
    )


def _choice(spec: QuestionSpec, heard: Heard) -> Reading:
    return choose(heard, spec.options, heard.today)


_PAYDAY = late("(?:发|领|结|到账|开)(?:了)?(?:工资|薪水?|工钱|钱)|工资(?:到|发|下来)")
_WITHHELD = late("没|不|拖|欠|晚|少|降|停|压|扣|缓|推|延|砍|减")


def _choices(spec: QuestionSpec, heard: Heard) -> Reading:
    if (
        spec.fact == "reasons"
        and _PAYDAY.search(heard.text)
        and not _WITHHELD.search(heard.text)
        and not reasons_in(heard)
    ):
        return NOTHING  # 月底发工资 says when, not why
    if spec.options:
        return choose_several(heard, spec.options, heard.today)
    finder = {"reasons": reasons_said, "events": events_in, "temptations": temptations_in}.get(spec.fact)
    if finder is None:
        return NOTHING
    return as_reading(heard, finder(heard), spec.fact) or (
        Reading(unknown=True, rule="choices.unknown") if heard.unknown() else NOTHING
    )


def _yes_no(spec: QuestionSpec, heard: Heard) -> Reading:
    reading = yes_no(heard)
    if not about(spec.ask, spec.options, heard, reading):
        reading = NOTHING
    if reading.value in (YES, NO):
        return Reading(value=reading.value == YES, sure=reading.sure, span=reading.span, rule=reading.rule)
    if reading.found:
        return Reading(unknown=True, span=reading.span, rule=reading.rule)
    if names_an_example(spec.ask, heard):
        return Reading(value=True, sure=Sure.CHOSEN, span=heard.span(0, len(heard.text)), rule=STATED)
    return NOTHING


def _number(spec: QuestionSpec, heard: Heard) -> Reading:
    if spec.fact in ("platforms_count", "lenders"):
        return lenders(heard, asked=True)
    return number(heard, spec.fact)


def platforms(heard: Heard) -> Reading:
    """Lenders that are named as owed; a brand with two products stays two rivals."""
    live = [n for n in heard.names if n.live]
    sure = [n for n in live if n.lender]
    if sure:
        order = all_said(sure, heard.text)
        return Reading(value=order, sure=Sure.EXACT if all(n.by != "sound" for n in sure) else Sure.CHOSEN,
                       span=heard.span(sure[0].start, sure[-1].end), rule=f"platforms.{sure[0].by}")  # fmt: skip
    if live:
        span = heard.span(live[0].start, live[0].end)
        return Reading(rivals=tuple(Candidate((name,), span) for name in live[0].rivals), rule="platforms.brand alone")
    return Reading(unknown=True, rule="platforms.unknown") if not heard.names and heard.unknown() else NOTHING


_READERS: dict[str, Callable[[QuestionSpec, Heard], Reading]] = {
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "money": lambda spec, heard: read_sum(heard, spec.fact),
    "number": _number,
    "days": lambda spec, heard: read_days(heard, spec.fact),
    "rate": lambda spec, heard: rate(heard),
    "date": lambda spec, heard: read_date(heard, spec.fact),
    "month": lambda spec, heard: month(heard, future=spec.fact not in BACKWARD),
    "clock": lambda spec, heard: clock(heard),
    "rating": lambda spec, heard: rating(heard),
    "platform": lambda spec, heard: platforms(heard),
    "city": lambda spec, heard: city(heard),
    "text": lambda spec, heard: words(heard),
    "reference": lambda spec, heard: reference(heard),
}

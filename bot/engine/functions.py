"""The functions that expressions may call: total, three-valued, documented in `docs/editors/flow-language.zh.md`.

The registry is the whole list; nothing else can be called. The moment, the tables and the answers behind names reach them as
arguments like everything else. Sums of money and days are `bot.finance`'s; here yuan become fen and what cannot be told unknown.
What each takes and gives is in `signatures`, what it stands on in `grounds`; those over all items of a list are in `sharing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from bot.engine import sharing
from bot.engine.expressions import Function, compare
from bot.engine.grounds import Answers, Ground, fen_of, number_of, whole_of
from bot.engine.values import CLOCK, MONTH, UNKNOWN, Unknown, Value
from bot.finance import caps, collection, deadlines, rates
from bot.finance.allocation import Debt, class_of
from bot.finance.appropriation import appropriate
from bot.finance.budget import budget, buffer
from bot.finance.fen import MOST, yuan
from bot.finance.tables import Tables


@dataclass(frozen=True, slots=True)
class Bound(Mapping[str, Function]):
    """The registry bound to one moment; a function is made ready only when it is called."""

    ground: Ground

    def __getitem__(self, name: str) -> Function:
        return partial(FUNCTIONS[name], self.ground)

    def __iter__(self) -> Iterator[str]:
        return iter(FUNCTIONS)

    def __len__(self) -> int:
        return len(FUNCTIONS)


NO_TABLES = Tables()


def functions_at(
    now: dt.datetime, tables: Tables = NO_TABLES, answers: Answers | None = None
) -> Mapping[str, Function]:
    """The registry bound to one moment (with zone: the person's), an edition's tables and a conversation's answers."""
    return Bound(Ground(now, tables, answers))


def _days_since(ground: Ground, day: Value) -> Value:
    return (ground.now.date() - day).days if isinstance(day, dt.date) else UNKNOWN


def _days_until(ground: Ground, day: Value) -> Value:
    return (day - ground.now.date()).days if isinstance(day, dt.date) else UNKNOWN


def _pick(op: str, left: Value, right: Value) -> Value:
    answer = compare(op, left, right)
    if isinstance(answer, Unknown):
        return UNKNOWN
    return left if answer else right


def _percent(found: rates.Rate | rates.NoRate) -> Value:
    return found.percent if isinstance(found, rates.Rate) else UNKNOWN


def _annual_rate(_: Ground, received: Value, each: Value, periods: Value) -> Value:
    return _instalments(received, each, periods, 0, 0, None)


def _annual_rate_every(_: Ground, received: Value, each: Value, periods: Value, days: Value) -> Value:
    length = whole_of(days)
    return UNKNOWN if length is None else _instalments(received, each, periods, 0, 0, length)


def _annual_rate_fees(_: Ground, received: Value, each: Value, periods: Value, first: Value, every: Value) -> Value:
    return _instalments(received, each, periods, first, every, None)


def _instalments(received: Value, each: Value, periods: Value, first: Value, every: Value, days: int | None) -> Value:
    sums, count = [fen_of(v) for v in (received, each, first, every)], whole_of(periods)
    arrived, paid, fees_first, fee_each = sums
    if arrived is None or paid is None or fees_first is None or fee_each is None or count is None:
        return UNKNOWN
    return _percent(rates.annual_rate(rates.Loan.equal(arrived, paid, count, fees_first, fee_each, days)))


def _principal_left(_: Ground, received: Value, each: Value, periods: Value, paid_back: Value) -> Value:
    (arrived, paid, so_far), count = (fen_of(v) for v in (received, each, paid_back)), whole_of(periods)
    if arrived is None or paid is None or so_far is None or count is None:
        return UNKNOWN
    found = rates.principal_left(rates.Loan.equal(arrived, paid, count), so_far)
    return UNKNOWN if found is None else yuan(found.amount)


def _one_off_rate(_: Ground, received: Value, repay: Value, days: Value) -> Value:
    arrived, paid, length = fen_of(received), fen_of(repay), whole_of(days)
    if arrived is None or paid is None or length is None:
        return UNKNOWN
    return _percent(rates.one_off_rate(arrived, paid, length))


def _withheld(_: Ground, contract: Value, received: Value) -> Value:
    written, arrived = fen_of(contract), fen_of(received)
    if written is None or arrived is None or arrived > written:
        return UNKNOWN
    return yuan(written - arrived)


def _daily_interest(_: Ground, owed: Value, rate: Value) -> Value:
    sum_, percent = fen_of(owed), number_of(rate)
    found = None if sum_ is None or percent is None else rates.daily_interest(sum_, Decimal(percent))
    return UNKNOWN if found is None else yuan(found.amount)


def _lpr_times_four(ground: Ground, month: Value) -> Value:
    if not isinstance(month, str) or not MONTH.fullmatch(month):
        return UNKNOWN
    cap = caps.private_cap(caps.Lender.PRIVATE, month, ground.tables.lpr)
    return UNKNOWN if cap.percent is None else cap.percent


def _buffer(_: Ground, income: Value) -> Value:
    arrives = fen_of(income)
    return UNKNOWN if arrives is None else yuan(buffer(arrives))


def _affordable(_: Ground, income: Value, costs: Value) -> Value:
    arrives, goes = fen_of(income), fen_of(costs)
    found = None if arrives is None or goes is None else budget(arrives, goes)
    return UNKNOWN if found is None else yuan(found.affordable)


def _left_for_principal(_: Ground, paid: Value, costs: Value, interest: Value) -> Value:
    given, first, second = fen_of(paid), fen_of(costs), fen_of(interest)
    if given is None or first is None or second is None:
        return UNKNOWN
    return yuan(appropriate(given, first, second, MOST).principal)


def _deadline(
    ground: Ground, received: Value, term: int | deadlines.Term | None, name: str
) -> deadlines.Deadline | None:
    """Counted from the earliest day that the answer may mean."""
    if not isinstance(received, dt.date) or term is None:
        return None
    low = high = received
    if ground.answers is not None and name:
        first, last = ground.answers.bounds(name)
        low = min(low, first) if isinstance(first, dt.date) else low
        high = max(high, last) if isinstance(last, dt.date) else high
    return deadlines.deadline(low, term, ground.tables.holidays, high)


def _answer_deadline(ground: Ground, received: Value, names: tuple[str, ...]) -> Value:
    return _court_deadline(ground, received, deadlines.ANSWER, names)


def _court_deadline(ground: Ground, received: Value, days: Value, names: tuple[str, ...]) -> Value:
    found = _deadline(ground, received, whole_of(days), names[0])
    return UNKNOWN if found is None else found.last


def _deadline_sure(ground: Ground, received: Value, days: Value, names: tuple[str, ...]) -> Value:
    found = _deadline(ground, received, whole_of(days), names[0])
    return UNKNOWN if found is None else found.sure


def _paper(ground: Ground, kind: Value, received: Value, names: tuple[str, ...]) -> deadlines.Deadline | None:
    """By the term that a law fixes for the paper; None for papers without one."""
    return _deadline(ground, received, deadlines.TERMS.get(kind) if isinstance(kind, str) else None, names[1])


def _paper_deadline(ground: Ground, kind: Value, received: Value, names: tuple[str, ...]) -> Value:
    found = _paper(ground, kind, received, names)
    return UNKNOWN if found is None else found.last


def _paper_counted(ground: Ground, kind: Value, received: Value, names: tuple[str, ...]) -> Value:
    found = _paper(ground, kind, received, names)
    return UNKNOWN if found is None else found.counted


def _paper_sure(ground: Ground, kind: Value, received: Value, names: tuple[str, ...]) -> Value:
    found = _paper(ground, kind, received, names)
    return UNKNOWN if found is None else found.sure


def _unsure(ground: Ground, value: Value, names: tuple[str, ...]) -> Value:
    if isinstance(value, Unknown) or ground.answers is None or not names[0]:
        return UNKNOWN
    low, high = ground.answers.bounds(names[0])
    return low != high


def _at_least(ground: Ground, value: Value, names: tuple[str, ...]) -> Value:
    """好几家 is three or more, whatever number stands for it."""
    number = number_of(value)
    if number is None:
        return UNKNOWN
    low = None if ground.answers is None or not names[0] else number_of(ground.answers.bounds(names[0])[0])
    return int(min(number, number if low is None else low))


def _mentions(_: Ground, words: Value, word: Value) -> Value:
    return word in words if isinstance(words, str) and isinstance(word, str) and word else UNKNOWN


def _meant(ground: Ground, value: Value, names: tuple[str, ...]) -> Value:
    """A field of a lender that nobody chose among several is nobody's."""
    return value if ground.answers is None or not names[0] or ground.answers.meant(names[0]) else UNKNOWN


def _just_named(ground: Ground, value: Value, names: tuple[str, ...]) -> Value:
    """A field of the lender that these very words named or chose, of several."""
    return value if ground.answers is not None and names[0] and ground.answers.just_named(names[0]) else UNKNOWN


def _just_told(ground: Ground, value: Value, names: tuple[str, ...]) -> Value:
    """An answer given or heard in this very turn."""
    return value if ground.answers is not None and names[0] and ground.answers.just_told(names[0]) else UNKNOWN


def _told(ground: Ground, _: Value, names: tuple[str, ...]) -> Value:
    """Of how many lenders this field is known."""
    if ground.answers is None or not names[0]:
        return UNKNOWN
    return sum(not isinstance(value, Unknown) for _, value in ground.answers.column(names[0]))


def _can_remind(ground: Ground, names: tuple[str, ...]) -> Value:
    return ground.answers.can_remind() if ground.answers is not None else UNKNOWN


def _reminders_come(ground: Ground, names: tuple[str, ...]) -> Value:
    come = ground.answers.reminders_come() if ground.answers is not None else None
    return UNKNOWN if come is None else come


def _next_working_day(ground: Ground) -> Value:
    return ground.tables.holidays.next_working_day(ground.now.date())


def _working_day(ground: Ground, day: Value) -> Value:
    return ground.tables.holidays.working(day) if isinstance(day, dt.date) else UNKNOWN


def _night_call(_: Ground, clock: Value) -> Value:
    if not isinstance(clock, str) or not CLOCK.fullmatch(clock):
        return UNKNOWN
    return collection.silent(dt.time.fromisoformat(clock))


def _calls_over(_: Ground, connected: Value, attempts: Value) -> Value:
    """Kleene: one count beyond its measure is enough, whatever the other one is."""
    counts = [number_of(connected), number_of(attempts)]
    if collection.often(*(0 if c is None else int(min(c, MOST)) for c in counts)):
        return True
    return UNKNOWN if None in counts else False


def _debt_class(_: Ground, paper: Value, living: Value, secured: Value, doubtful: Value) -> Value:
    """What nobody said counts as no: a debt belongs to the last class until something speaks for another."""
    debt = Debt("", paper=paper is True, living=living is True, secured=secured is True, doubtful=doubtful is True)
    return int(class_of(debt))


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "count": lambda _, items: items if isinstance(items, int) else UNKNOWN,
    "days_since": _days_since,
    "days_until": _days_until,
    "hour": lambda ground: ground.now.hour,
    "least": lambda _, a, b: _pick("<=", a, b),
    "greatest": lambda _, a, b: _pick(">=", a, b),
    "annual_rate": _annual_rate,
    "annual_rate_every": _annual_rate_every,
    "annual_rate_fees": _annual_rate_fees,
    "one_off_rate": _one_off_rate,
    "principal_left": _principal_left,
    "withheld": _withheld,
    "daily_interest": _daily_interest,
    "lpr_times_four": _lpr_times_four,
    "buffer": _buffer,
    "affordable": _affordable,
    "left_for_principal": _left_for_principal,
    "answer_deadline": _answer_deadline,
    "court_deadline": _court_deadline,
    "deadline_sure": _deadline_sure,
    "paper_deadline": _paper_deadline,
    "paper_counted": _paper_counted,
    "paper_sure": _paper_sure,
    "at_least": _at_least,
    "mentions": _mentions,
    "meant": _meant,
    "just_named": _just_named,
    "just_told": _just_told,
    "told": _told,
    "unsure": _unsure,
    "can_remind": _can_remind,
    "reminders_come": _reminders_come,
    "next_working_day": _next_working_day,
    "working_day": _working_day,
    "night_call": _night_call,
    "calls_over": _calls_over,
    "debt_class": _debt_class,
    "in_line": sharing.in_line,
    "share": sharing.share,
    "share_aside": sharing.share_aside,
    "shared_by_due": sharing.shared_by_due,
    "shares_over": sharing.shares_over,
    "first_known": lambda _, a, b: b if isinstance(a, Unknown) else a,
}

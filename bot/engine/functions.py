"""The functions that expressions may call: total, three-valued, documented in `docs/editors/flow-language.zh.md`.

The registry is the whole list; nothing else can be called. The moment, the tables and the answers behind names reach them as
arguments like everything else. Sums of money and days are `bot.finance`'s; here yuan become fen and what cannot be told unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Protocol

from bot.engine.expressions import Function, compare
from bot.engine.values import CLOCK, MONTH, UNKNOWN, Unknown, Value
from bot.finance import caps, collection, deadlines, rates
from bot.finance.allocation import Basis, Class, Debt, Note, allocate, class_of, measure, precedence, weight
from bot.finance.appropriation import appropriate
from bot.finance.budget import budget, buffer
from bot.finance.fen import MOST, fen, yuan
from bot.finance.tables import Tables


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameter types and result type by the names of slot types; `list`, `any` and `bool` besides; `same` is the first parameter's."""

    parameters: tuple[str, ...]
    result: str
    meaning: str


SIGNATURES: Mapping[str, Signature] = {
    "count": Signature(("list",), "number", "有几家"),
    "days_since": Signature(("date",), "days", "从那天到今天几天"),
    "days_until": Signature(("date",), "days", "从今天到那天几天"),
    "hour": Signature((), "number", "现在几点（0–23）"),
    "least": Signature(("any", "any"), "same", "较小的一个"),
    "greatest": Signature(("any", "any"), "same", "较大的一个"),
    "annual_rate": Signature(("money", "money", "number"), "rate", "到手、每月还、几个月"),
    "annual_rate_every": Signature(("money", "money", "number", "days"), "rate", "到手、每期还、几期、几天一期"),
    "annual_rate_fees": Signature(
        ("money", "money", "number", "money", "money"), "rate", "到手、每月还、几个月、先交的费、每月另交的费"
    ),
    "one_off_rate": Signature(("money", "money", "days"), "rate", "到手、到期一次还、几天"),
    "withheld": Signature(("money", "money"), "money", "合同金额、到手：先扣了多少"),
    "daily_interest": Signature(("money", "rate"), "money", "欠多少、年化：多一天约多少"),
    "lpr_times_four": Signature(("month",), "rate", "合同成立的月份"),
    "buffer": Signature(("money",), "money", "月到手：留的小缓冲"),
    "affordable": Signature(("money", "money"), "money", "月到手、必要支出"),
    "left_for_principal": Signature(("money", "money", "money"), "money", "还的、费用、利息：冲到本金多少"),
    "answer_deadline": Signature(("date",), "date", "收到那天的槽"),
    "court_deadline": Signature(("date", "days"), "date", "收到那天的槽、期限天数"),
    "deadline_sure": Signature(("date", "days"), "bool", "收到那天的槽、期限天数"),
    "paper_deadline": Signature(("choice", "date"), "date", "哪种文书、收到那天的槽：最后那天"),
    "paper_counted": Signature(("choice", "date"), "date", "哪种文书、收到那天的槽：没顺延以前的最后那天"),
    "paper_sure": Signature(("choice", "date"), "bool", "哪种文书、收到那天的槽：节假日核对过没有"),
    "unsure": Signature(("any",), "bool", "一个槽：说的是不是一个范围"),
    "can_remind": Signature((), "bool", "明早的问候发不发得出"),
    "next_working_day": Signature((), "date", "下一个工作日"),
    "working_day": Signature(("date",), "bool", "那天上不上班"),
    "night_call": Signature(("clock",), "bool", "来电的钟点"),
    "calls_over": Signature(("number", "number"), "bool", "一天里接通几次、没接通几次"),
    "debt_class": Signature(("bool", "bool", "bool", "bool"), "number", "有文书、生活必需、有担保、性质可疑"),
    "in_line": Signature(("number", "date", "rate"), "number", "每一家的 档次、文书期限、年化"),
    "share": Signature(
        ("money", "money", "money", "bool", "money"),
        "money",
        "每月能还的总额、每一家的 应还、还欠、性质可疑、自己定的数",
    ),
    "shared_by_due": Signature(("money", "bool"), "bool", "每一家的 应还、性质可疑：是不是按应还分的"),
    "shares_over": Signature(("money", "money"), "money", "每月能还的总额、每一家自己定的数：加起来超出多少"),
    "first_known": Signature(("any", "any"), "same", "前一个知道就用前一个，不然用后一个"),
}


class Answers(Protocol):
    """What functions that look at names may ask (`answers.Names`)."""

    def bounds(self, name: str) -> tuple[Value, Value]: ...
    def column(self, name: str) -> tuple[tuple[str, Value], ...]: ...
    def current(self, name: str) -> str: ...
    def can_remind(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """What the functions know besides their arguments."""

    now: dt.datetime
    tables: Tables
    answers: Answers | None


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


def _number(value: Value) -> int | Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return value if Decimal(value).is_finite() else None


def _whole(value: Value) -> int | None:
    number = _number(value)
    if number is None or not -MOST <= number <= MOST or number != int(number):
        return None
    return int(number)


def _fen(value: Value) -> int | None:
    number = _number(value)
    return None if number is None else fen(number)


def _percent(found: rates.Rate | rates.NoRate) -> Value:
    return found.percent if isinstance(found, rates.Rate) else UNKNOWN


def _annual_rate(_: Ground, received: Value, each: Value, periods: Value) -> Value:
    return _instalments(received, each, periods, 0, 0, None)


def _annual_rate_every(_: Ground, received: Value, each: Value, periods: Value, days: Value) -> Value:
    length = _whole(days)
    return UNKNOWN if length is None else _instalments(received, each, periods, 0, 0, length)


def _annual_rate_fees(_: Ground, received: Value, each: Value, periods: Value, first: Value, every: Value) -> Value:
    return _instalments(received, each, periods, first, every, None)


def _instalments(received: Value, each: Value, periods: Value, first: Value, every: Value, days: int | None) -> Value:
    sums, count = [_fen(v) for v in (received, each, first, every)], _whole(periods)
    arrived, paid, fees_first, fee_each = sums
    if arrived is None or paid is None or fees_first is None or fee_each is None or count is None:
        return UNKNOWN
    return _percent(rates.annual_rate(rates.Loan.equal(arrived, paid, count, fees_first, fee_each, days)))


def _one_off_rate(_: Ground, received: Value, repay: Value, days: Value) -> Value:
    arrived, paid, length = _fen(received), _fen(repay), _whole(days)
    if arrived is None or paid is None or length is None:
        return UNKNOWN
    return _percent(rates.one_off_rate(arrived, paid, length))


def _withheld(_: Ground, contract: Value, received: Value) -> Value:
    written, arrived = _fen(contract), _fen(received)
    if written is None or arrived is None or arrived > written:
        return UNKNOWN
    return yuan(written - arrived)


def _daily_interest(_: Ground, owed: Value, rate: Value) -> Value:
    sum_, percent = _fen(owed), _number(rate)
    found = None if sum_ is None or percent is None else rates.daily_interest(sum_, Decimal(percent))
    return UNKNOWN if found is None else yuan(found.amount)


def _lpr_times_four(ground: Ground, month: Value) -> Value:
    if not isinstance(month, str) or not MONTH.fullmatch(month):
        return UNKNOWN
    cap = caps.private_cap(caps.Lender.PRIVATE, month, ground.tables.lpr)
    return UNKNOWN if cap.percent is None else cap.percent


def _buffer(_: Ground, income: Value) -> Value:
    arrives = _fen(income)
    return UNKNOWN if arrives is None else yuan(buffer(arrives))


def _affordable(_: Ground, income: Value, costs: Value) -> Value:
    arrives, goes = _fen(income), _fen(costs)
    found = None if arrives is None or goes is None else budget(arrives, goes)
    return UNKNOWN if found is None else yuan(found.affordable)


def _left_for_principal(_: Ground, paid: Value, costs: Value, interest: Value) -> Value:
    given, first, second = _fen(paid), _fen(costs), _fen(interest)
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
    found = _deadline(ground, received, _whole(days), names[0])
    return UNKNOWN if found is None else found.last


def _deadline_sure(ground: Ground, received: Value, days: Value, names: tuple[str, ...]) -> Value:
    found = _deadline(ground, received, _whole(days), names[0])
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


def _can_remind(ground: Ground, names: tuple[str, ...]) -> Value:
    return ground.answers.can_remind() if ground.answers is not None else UNKNOWN


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
    counts = [_number(connected), _number(attempts)]
    if collection.often(*(0 if c is None else int(min(c, MOST)) for c in counts)):
        return True
    return UNKNOWN if None in counts else False


def _debt_class(_: Ground, paper: Value, living: Value, secured: Value, doubtful: Value) -> Value:
    """What nobody said counts as no: a debt belongs to the last class until something speaks for another."""
    debt = Debt("", paper=paper is True, living=living is True, secured=secured is True, doubtful=doubtful is True)
    return int(class_of(debt))


def _columns(ground: Ground, names: tuple[str, ...]) -> tuple[str, dict[str, list[Value]]]:
    """The current item, and for every item of the list its values under the names, in order."""
    if ground.answers is None:
        return "", {}
    here = next((item for name in names if (item := ground.answers.current(name))), "")
    columns = [dict(ground.answers.column(name)) for name in names]
    items = next((list(c) for c in columns if c), [])
    return here, {item: [column.get(item, UNKNOWN) for column in columns] for item in items}


def _in_line(ground: Ground, kind: Value, deadline: Value, rate: Value, names: tuple[str, ...]) -> Value:
    """The place of the current item among all, by the order of `allocation.ordered`."""
    here, rows = _columns(ground, names)
    if here not in rows:
        return UNKNOWN
    keys = {}
    for item, (group, day, percent) in rows.items():
        dear = _number(percent)
        keys[item] = precedence(
            _whole(group) or Class.BY_RATE,
            day if isinstance(day, dt.date) else None,
            None if dear is None else Decimal(dear),
            item,
        )
    return sorted(keys, key=lambda item: keys[item]).index(here) + 1


def _yuan(value: Value) -> int | None:
    """Whole yuan, rounded down: what is offered on the phone."""
    found = _fen(value)
    return None if found is None else found // 100


def _share(
    ground: Ground, total: Value, due: Value, owed: Value, doubtful: Value, own: Value, names: tuple[str, ...]
) -> Value:
    """What the current item could be offered of what a month can carry, in whole yuan.

    All of it where there is only one, as far as that one claims; unknown where a sum is missing or the lender is to be
    verified first, or where sums set by hand go over.
    """
    purse, (here, rows) = _yuan(total), _columns(ground, names[1:])
    if purse is None or (rows and here not in rows):
        return UNKNOWN
    debts = [Debt(item, _yuan(a), _yuan(b), doubtful=odd is True) for item, (a, b, odd, _) in rows.items()]
    if len(debts) < 2:
        return min([purse, *(w for d in debts if (w := weight(d, measure(debts))) is not None)])
    by_hand = {item: sum_ for item, (*_, wish) in rows.items() if (sum_ := _yuan(wish)) is not None}
    found = allocate(purse, debts, by_hand)
    mine = next(s for s in found.shares if s.id == here)
    waits = bool({Note.ASK_DUE, Note.VERIFY_FIRST} & set(mine.notes)) and Note.BY_HAND not in mine.notes
    return UNKNOWN if found.over or waits else mine.amount


def _shared_by_due(ground: Ground, due: Value, doubtful: Value, names: tuple[str, ...]) -> Value:
    _, rows = _columns(ground, names)
    debts = [Debt(item, _yuan(a), doubtful=odd is True) for item, (a, odd) in rows.items()]
    return measure(debts) is Basis.BY_WHAT_IS_DUE if debts else UNKNOWN


def _shares_over(ground: Ground, total: Value, own: Value, names: tuple[str, ...]) -> Value:
    purse, (_, rows) = _yuan(total), _columns(ground, names[1:])
    wishes = [sum_ for (wish,) in rows.values() if (sum_ := _yuan(wish)) is not None]
    return UNKNOWN if purse is None or not wishes else max(0, sum(wishes) - purse)


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
    "unsure": _unsure,
    "can_remind": _can_remind,
    "next_working_day": _next_working_day,
    "working_day": _working_day,
    "night_call": _night_call,
    "calls_over": _calls_over,
    "debt_class": _debt_class,
    "in_line": _in_line,
    "share": _share,
    "shared_by_due": _shared_by_due,
    "shares_over": _shares_over,
    "first_known": lambda _, a, b: b if isinstance(a, Unknown) else a,
}

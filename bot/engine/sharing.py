"""Functions over all items of a list: the place of one among them, and what each can be offered of what a month carries.

Each is told the names of its arguments, looks at the same fields of every item, and answers for the current one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from bot.engine.grounds import Ground, number_of, whole_of, yuan_of
from bot.engine.values import UNKNOWN, Value
from bot.finance.allocation import Basis, Class, Debt, Note, allocate, measure, precedence, weight


def _columns(ground: Ground, names: tuple[str, ...]) -> tuple[str, dict[str, list[Value]]]:
    """The current item, and for every item of the list its values under the names, in order."""
    if ground.answers is None:
        return "", {}
    here = next((item for name in names if (item := ground.answers.current(name))), "")
    columns = [dict(ground.answers.column(name)) for name in names]
    items = next((list(c) for c in columns if c), [])
    return here, {item: [column.get(item, UNKNOWN) for column in columns] for item in items}


def in_line(ground: Ground, kind: Value, deadline: Value, rate: Value, names: tuple[str, ...]) -> Value:
    """The place of the current item among all, by the order of `allocation.ordered`."""
    here, rows = _columns(ground, names)
    if here not in rows:
        return UNKNOWN
    keys = {}
    for item, (group, day, percent) in rows.items():
        dear = number_of(percent)
        keys[item] = precedence(
            whole_of(group) or Class.BY_RATE,
            day if isinstance(day, dt.date) else None,
            None if dear is None else Decimal(dear),
            item,
        )
    return sorted(keys, key=lambda item: keys[item]).index(here) + 1


def share(
    ground: Ground,
    total: Value,
    due: Value,
    owed: Value,
    doubtful: Value,
    own: Value,
    all_: Value,
    names: tuple[str, ...],
) -> Value:
    """What the current item could be offered of what a month can carry, in whole yuan.

    An even part of it, as far as that one claims, where only one is named; unknown where a sum is missing or the lender is to be
    verified first, or where sums set by hand go over.
    """
    purse, (here, rows) = yuan_of(total), _columns(ground, names[1:5])
    if purse is None or (rows and here not in rows):
        return UNKNOWN
    debts, unnamed = _debts(rows), _unnamed(all_, rows)
    if len(debts) < 2:
        return min(
            [purse // max(1, len(debts) + unnamed), *(w for d in debts if (w := weight(d, measure(debts))) is not None)]
        )
    found = allocate(purse, debts, _by_hand(rows), unnamed)
    mine = next(s for s in found.shares if s.id == here)
    waits = bool({Note.ASK_DUE, Note.VERIFY_FIRST} & set(mine.notes)) and Note.BY_HAND not in mine.notes
    return UNKNOWN if found.over or waits else mine.amount


def share_aside(
    ground: Ground,
    total: Value,
    due: Value,
    owed: Value,
    doubtful: Value,
    own: Value,
    all_: Value,
    names: tuple[str, ...],
) -> Value:
    """What `share` keeps for the lenders that were counted but not named; unknown where there are none."""
    purse, (_, rows) = yuan_of(total), _columns(ground, names[1:5])
    unnamed = _unnamed(all_, rows)
    if purse is None or len(rows) + unnamed < 2 or not unnamed:
        return UNKNOWN
    if len(rows) < 2:
        return purse - purse // (len(rows) + unnamed)
    found = allocate(purse, _debts(rows), _by_hand(rows), unnamed)
    return UNKNOWN if found.over else found.aside


def _debts(rows: Mapping[str, list[Value]]) -> list[Debt]:
    return [Debt(item, yuan_of(a), yuan_of(b), doubtful=odd is True) for item, (a, b, odd, _) in rows.items()]


def _by_hand(rows: Mapping[str, list[Value]]) -> dict[str, int]:
    return {item: sum_ for item, (*_, wish) in rows.items() if (sum_ := yuan_of(wish)) is not None}


def _unnamed(all_: Value, rows: Mapping[str, list[Value]]) -> int:
    """How many lenders were counted (「五家」) beyond those of which something was said."""
    return max(0, (whole_of(all_) or 0) - len(rows))


def shared_by_due(ground: Ground, due: Value, doubtful: Value, names: tuple[str, ...]) -> Value:
    _, rows = _columns(ground, names)
    debts = [Debt(item, yuan_of(a), doubtful=odd is True) for item, (a, odd) in rows.items()]
    return measure(debts) is Basis.BY_WHAT_IS_DUE if debts else UNKNOWN


def shares_over(ground: Ground, total: Value, own: Value, names: tuple[str, ...]) -> Value:
    purse, (_, rows) = yuan_of(total), _columns(ground, names[1:])
    wishes = [sum_ for (wish,) in rows.values() if (sum_ := yuan_of(wish)) is not None]
    return UNKNOWN if purse is None or not wishes else max(0, sum(wishes) - purse)

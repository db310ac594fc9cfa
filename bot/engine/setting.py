"""What steps hold by themselves: `set` and `anew`."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from bot.engine import answers as held
from bot.engine.environment import value_of
from bot.engine.expressions import Expression, Invoke, Literal, Name
from bot.engine.hearing import item_called
from bot.engine.values import SlotType, Unknown
from bot.engine.which import mean, name_of
from bot.engine.work import Work


def begin_anew(work: Work, slots: Iterable[str]) -> None:
    """As if these were never asked: another thing of their kind is told of."""
    for name in slots:
        key = held.peek_key(work.book, work.session, name)
        if key is not None:
            held.drop(work, key)


def assign(work: Work, name: str, expression: Expression) -> None:
    """Hold what an expression comes to; a day that was said as a span stays one, and a lender that is held is turned to."""
    value = value_of(work, expression)
    slot = work.book.slots.get(name)
    if isinstance(value, Unknown):
        return
    if slot is not None and slot.type is SlotType.CHOICES and isinstance(value, str):
        value = (value,)  # one of several is said alone
    owner = held.list_of(work.book, name)
    if owner is not None and name == name_of(owner) and not isinstance(expression, Literal):
        item = item_called(work, owner, str(value))
        if item:
            mean(work, owner, item)
        return
    answer = held.answer_of(work, value, via="set")
    said = (work.session.slots.get(key) for key in _copied(expression))
    same = next((one for one in said if one is not None and one.value == answer.value), None)
    if same is not None:
        answer = replace(answer, low=same.low, high=same.high, sure=same.sure)
    held.put(work, held.key_for(work, name), answer)


def _copied(expression: Expression) -> tuple[str, ...]:
    """The slots of the person one of which an expression does nothing but repeat."""
    match expression:
        case Name(path):
            return (path,)
        case Invoke("just_told" | "first_known", arguments):
            return tuple(path for argument in arguments for path in _copied(argument))
        case _:
            return ()

"""What `bot/finance` reckons with is what the register says: one rule, one figure, changed in both places or in none."""

from __future__ import annotations

import pytest

from bot.finance import collection, deadlines
from bot.finance.collection import RULES
from tests.shipped import shipped

SAID = [  # the fact, the words in which it says the figure that is reckoned with
    ("rule_hours", f"{collection.SILENT_FROM:%H:%M}"),
    ("rule_hours", f"{collection.SILENT_UNTIL.hour}:00"),
    ("rule_frequency", f"打通的一天不应超过 {collection.CONNECTED_A_DAY} 次"),
    ("rule_frequency", f"没打通的，同一号码一天不宜拨超过 {collection.ATTEMPTS_A_DAY} 次"),
    ("rule_visit", "不少于两人"),
]
IN_CHARACTERS = {15: "十五天", 10: "十天", 3: "三个月"}
TERMS = [
    ("due_answer", deadlines.ANSWER),
    ("due_payment_order", deadlines.ANSWER),
    ("due_appeal", deadlines.ANSWER),
    ("due_appeal", deadlines.APPEAL_RULING),
    ("due_arbitration", deadlines.SET_ASIDE),
]


def plain(fact: str) -> str:
    return shipped().register.facts[fact].fields["plain"].text


@pytest.mark.parametrize(("fact", "words"), [*SAID, *((fact, IN_CHARACTERS[term]) for fact, term in TERMS)])
def test_the_register_says_what_is_reckoned(fact: str, words: str) -> None:
    """Silent hours, calls a day and the terms of papers stand in the fact as they stand in the code."""
    assert words in plain(fact)


def test_terms_begin_on_the_day_after() -> None:
    """The facts of papers say from which day they are counted, as the code counts."""
    assert all("从收到的第二天起算" in plain(fact) for fact in ("due_answer", "due_payment_order", "due_appeal"))


def test_every_finding_names_a_fact_that_is_shown() -> None:
    """A finding of the borrower's notes points at a rule that the register holds and may show."""
    register = shipped().register
    assert all(register.shown(name, register.facts[name].checked_on) for name in RULES.values())

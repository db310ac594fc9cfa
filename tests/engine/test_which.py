"""Which of several is meant: asked once or for each letter, taken back by 上一步, never guessed for a letter."""

from __future__ import annotations

from bot.engine import answers as held
from bot.engine.flowbook import ListSlot
from bot.engine.which import WHICHEVER, labels, mean, speak_of_first, undecided
from bot.engine.work import Work
from tests.engine.books import ask
from tests.engine.test_answers import work

NAME = ask("哪一家？", "debt.platform")


def holding(*names: str) -> tuple[Work, ListSlot]:
    here = work()
    owner = here.book.lists["debts"]
    for name in names:
        item = held.add_item(here, owner)
        held.put(here, f"debt.platform@{item}", held.answer_of(here, name, via="heard"))
    if names:
        held.turn_to(here, "d1")
    return here, owner


def test_one_needs_no_choice() -> None:
    """Nobody, or a single lender: nothing to choose; another question of the list asks nothing either."""
    assert undecided(holding()[0], NAME) is None
    assert undecided(holding("微粒贷")[0], NAME) is None
    assert undecided(holding("微粒贷", "借呗")[0], ask("多少？", "debt.owed")) is None


def test_chosen_stays_chosen_until_another_is_spoken_of() -> None:
    """The one that was chosen is not asked for again; where another is current, the question comes back."""
    here, owner = holding("微粒贷", "借呗")
    assert undecided(here, NAME) is owner
    mean(here, owner, "d2")
    assert undecided(here, NAME) is None
    held.turn_to(here, "d1")
    assert undecided(here, NAME) is owner
    held.drop_item(here, owner, "d2")
    assert held.chosen_item(here.session, owner) == ""


def test_two_loans_of_one_name_can_be_told_apart() -> None:
    """Buttons under one question never read the same, and fit."""
    here, owner = holding("某某消费金融有限公司", "某某消费金融有限公司", "某某消费金融有限公司分公司")
    shown = list(labels(here, owner).values())
    assert len(set(shown)) == 3
    assert all(len(label) <= 10 for label in shown)


def test_a_paper_at_once_speaks_of_the_first_and_means_nobody() -> None:
    """「话术」 before any choice names the first in order; afterwards what was meant is meant again."""
    here, owner = holding("微粒贷", "借呗")
    held.turn_to(here, "d2")
    restore = speak_of_first(here)
    assert here.session.current["debts"] == "d1"
    restore()
    assert here.session.current["debts"] == "d2"
    assert undecided(here, NAME) is owner
    mean(here, owner, "d2")
    speak_of_first(here)
    assert here.session.current["debts"] == "d2"


def test_what_is_all_the_same_is_no_name() -> None:
    """Words for 跳过 are compared in their normal form."""
    assert all(word == word.strip() for word in WHICHEVER)

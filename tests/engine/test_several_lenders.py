"""Several lenders: what they come to is no one's own, and a sum that was said wrong is put right where it belongs."""

from __future__ import annotations

import pytest

from tests.engine.books import book, slot
from tests.engine.person import Person, settled

IN_ALL = slot("owed_in_all", "money", "几家一共欠", hears="total")


def somebody_with(*lines: str) -> Person:
    """A person of whom these lines are known."""
    them = settled(book(slots=(IN_ALL,)))
    them.say_all(*lines)
    return them


def owed(them: Person) -> dict[str, object]:
    """What is owed, lender by lender as they are called."""
    items = them.here.items.get("debts", [])
    return {str(them.value(f"debt.platform@{item}")): them.value(f"debt.owed@{item}") for item in items}


THREE = "借呗、花呗、微粒贷都还不上了"


@pytest.mark.parametrize("told", ["一共七万", "加起来七万吧", "总共欠七万", "全部加一起七万", "合计七万块", "拢共七万"])
def test_what_all_come_to_is_the_total(told: str) -> None:
    """「一共七万」 after three names: no lender owes it, wherever it is said."""
    them = somebody_with(THREE, told)
    assert owed(them) == {"借呗": None, "花呗": None, "微粒贷": None}
    assert them.value("owed_in_all") == 70000


def test_asked_for_one_what_all_come_to_is_the_total() -> None:
    """Before 借呗欠多少 the total is kept as that, and the question stays; 「这家一共七千」 is the answer."""
    them = somebody_with("想知道下一步", "20天", "借呗、花呗、微粒贷")
    assert them.at == "main.owed"
    them.says("一共七万多")
    assert (owed(them)["借呗"], them.value("owed_in_all"), them.at) == (None, 70000, "main.owed")
    them.says("这家一共七千")
    assert owed(them)["借呗"] == 7000
    assert them.value("owed_in_all") == 70000


@pytest.mark.parametrize("told", ["借呗本息一共八千", "连本带利一共八千"])
def test_principal_and_interest_of_one_are_no_total(told: str) -> None:
    """一共 of principal and interest answers for the one that was asked for."""
    them = somebody_with("想知道下一步", "20天", "借呗、花呗")
    them.says(told)
    assert owed(them)["借呗"] == 8000


def test_one_lender_has_its_total() -> None:
    """With a single lender the total is its own."""
    assert owed(somebody_with("借呗还不上了", "一共七万")) == {"借呗": 70000}


TWO = "借呗两万，微粒贷三万，逾期20天"


@pytest.mark.parametrize(
    "told",
    [
        "我说错了，借呗是两万五", "借呗说错了，是两万五", "说错了，借呗两万五", "不对，借呗是两万五", "刚才说错了，借呗应该是两万五", "借呗的金额写错了，应该是两万五", "借呗那笔不对，应该是两万五",
        "借呗其实是两万五", "借呗不是两万，是两万五", "打错了，蚂蚁借呗是两万五",
    ],
)  # fmt: skip
def test_the_lender_that_is_named_is_put_right(told: str) -> None:
    """The sum goes where its name stands, however the slip is told."""
    them = somebody_with(TWO)
    them.says(told)
    assert owed(them) == {"借呗": 25000, "微粒贷": 30000}


@pytest.mark.parametrize(
    "told", ["金额写错了，应该是两万五", "金额说错了，是两万五", "不对，是两万五", "刚才写错了，是两万五"]
)
@pytest.mark.parametrize(
    ("pressed", "right"), [("借呗", {"借呗": 25000, "微粒贷": 30000}), ("微粒贷", {"借呗": 20000, "微粒贷": 25000})]
)
def test_where_nobody_named_one_the_new_sum_waits(told: str, pressed: str, right: dict[str, object]) -> None:
    """Which of two is meant is asked once; the sum that was said stands as soon as it is known."""
    them = somebody_with(TWO, told)
    assert owed(them) == {"借呗": 20000, "微粒贷": 30000}
    assert them.here.open is not None
    assert them.here.open.kind == "edit_pick"
    them.says(pressed)
    assert owed(them) == right


def test_other_names_of_a_lender_are_the_same_lender() -> None:
    """马上消费 and 安逸花 are one debt, called as it was first named."""
    them = somebody_with("马上消费欠了八千，逾期20天")
    assert owed(them) == {"马上消费金融": 8000}
    them.says("不对，安逸花是九千")
    assert owed(them) == {"马上消费金融": 9000}

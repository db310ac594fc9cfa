"""Asked of one lender, told of another or of all: who gets which sum, and which question comes then."""

from __future__ import annotations

from tests.engine.books import shelf
from tests.engine.person import Person, settled


def asked_what_is_owed(*lenders: str) -> Person:
    """Somebody before the question what is owed to the first of these lenders."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "、".join(lenders))
    assert them.at == "main.owed"
    return them


def test_several_sums_go_each_to_its_own_lender() -> None:
    """「微粒贷一万二，借呗八千」 before 微粒贷欠多少: both are held, none is added up, and the conversation goes on."""
    them = asked_what_is_owed("微粒贷")
    them.says("微粒贷一万二，借呗八千")
    assert (them.value("debt.owed@d1"), them.value("debt.owed@d2")) == (12000, 8000)
    assert them.value("debt.platform@d2") == "借呗"
    assert them.at == "main.reasons"


def test_what_else_was_said_beside_the_sums_is_kept() -> None:
    """A reason in the same breath is heard, and not asked for any more."""
    them = asked_what_is_owed("微粒贷")
    them.says("微粒贷一万二，借呗八千，我失业了")
    assert (them.value("debt.owed@d1"), them.value("debt.owed@d2")) == (12000, 8000)
    assert them.value("reasons") == ["job_loss"]
    assert them.at == "main.monthly"


def test_sums_of_others_alone_do_not_answer() -> None:
    """Two sums, none of the lender that was asked for: they are kept where they belong, and the question stays."""
    them = asked_what_is_owed("微粒贷")
    them.says("借呗八千，花呗三千")
    assert (them.value("debt.owed@d2"), them.value("debt.owed@d3")) == (8000, 3000)
    assert them.value("debt.owed@d1") is None
    assert them.at == "main.owed"


def test_the_sum_of_another_is_kept_there() -> None:
    """「借呗还有一万八」 before 微粒贷欠多少 answers for 借呗 only."""
    them = asked_what_is_owed("微粒贷")
    them.says("借呗还有一万八")
    assert them.value("debt.owed@d2") == 18000
    assert them.value("debt.owed@d1") is None
    assert them.at == "main.owed"


def test_what_several_come_to_is_nobodys_own() -> None:
    """「微粒贷和借呗一共五万」: neither of the two owes all of it, and the question stays."""
    them = asked_what_is_owed("微粒贷")
    them.says("微粒贷和借呗一共五万")
    assert them.value("debt.owed@d1") is None
    assert them.value("debt.owed@d2") is None
    assert them.at == "main.owed"


def test_only_another_name_puts_the_question_for_that_one() -> None:
    """Asked about the first of two, somebody says 借呗: the same question comes for 借呗, and the next sum is of it."""
    them = asked_what_is_owed("微粒贷", "借呗")
    them.says("借呗")
    assert them.at == "main.owed"
    them.says("八千")
    assert them.value("debt.owed@d2") == 8000
    assert them.value("debt.owed@d1") is None


def test_its_own_name_moves_nothing() -> None:
    """Somebody only says again whom the question is about: the next sum is still of that one."""
    them = asked_what_is_owed("微粒贷", "借呗")
    them.says("微粒贷")
    assert them.at == "main.owed"
    them.says("八千")
    assert them.value("debt.owed@d1") == 8000
    assert them.value("debt.owed@d2") is None


def test_a_lender_that_was_not_told_before_is_meant_as_well() -> None:
    """A name that is not on the list yet is put on it, and the question is about that one now."""
    them = asked_what_is_owed("微粒贷", "借呗")
    them.says("花呗")
    assert them.value("debt.platform@d3") == "花呗"
    them.says("八千")
    assert them.value("debt.owed@d3") == 8000
    assert them.value("debt.owed@d1") is None

"""What is said besides the answer: heard facts, lenders and their sums, quotations."""

from __future__ import annotations

from tests.engine.books import shelf
from tests.engine.person import settled


def test_a_sum_named_with_a_new_lender_is_that_lenders() -> None:
    """「花呗还欠8000」 while 微粒贷 is current: the sum is 花呗's (platforms named become items, semantics 3)."""
    them = settled(shelf())
    them.says("微粒贷")
    them.says("逾期20天，花呗还欠8000")
    assert them.value("debt.platform@d2") == "花呗"
    assert them.value("debt.owed@d2") == 8000
    assert them.value("debt.owed@d1") is None


def test_forwarded_words_are_read_for_events_only() -> None:
    """Forwarded text is a quotation: read for events (semantics 2)."""
    them = settled(shelf())
    them.presses("想知道下一步")
    them.says("微粒贷欠8000，逾期20天，传票", forwarded=True)
    assert them.value("events") == ["summons"]
    assert "debt.owed@d1" not in them.here.slots
    assert "overdue_days" not in them.here.slots

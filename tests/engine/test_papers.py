"""Scripts and letters: rendered in full, gaps listed, recorded, superseded."""

from __future__ import annotations

from bot.engine.flowbook import Document
from bot.engine.papers import RECORDED, hand_over, supersede_since
from bot.engine.turn import Count, Paper, Supersede
from tests.engine.books import DOCUMENTS, shelf, text
from tests.engine.person import settled
from tests.engine.test_answers import work


def test_gaps_are_listed_once_and_in_order() -> None:
    """〔请补：label〕 as printed, each label once."""
    here = work()
    body = text("{city}，{income}，{city}", gaps=True)
    missing = hand_over(here, Document("letters/x", "信", body))
    assert missing == ("城市", "每月到手")
    assert here.replies == [
        Paper("p1", "letters/x", "信", "〔请补：城市〕，〔请补：每月到手〕，〔请补：城市〕", missing)
    ]
    assert Count("document:letters/x") in here.effects


def test_a_paper_has_its_own_number() -> None:
    """Ids are never given twice; of very many, the last thirty are remembered."""
    here = work()
    for _ in range(RECORDED + 5):
        hand_over(here, DOCUMENTS["scripts/many"])
    assert len(here.session.papers) == RECORDED
    assert here.session.papers[-1].id == f"p{RECORDED + 5}"


def test_supersede_marks_what_came_after() -> None:
    """Papers of later turns only, each once; nothing to mark is no effect."""
    here = work()
    here.session.turn = 3
    hand_over(here, DOCUMENTS["scripts/many"])
    here.session.turn = 5
    hand_over(here, DOCUMENTS["scripts/many"])
    here.effects.clear()
    supersede_since(here, 3)
    assert here.effects == [Supersede(("p2",))]
    supersede_since(here, 3)
    supersede_since(here, 9)
    assert here.effects == [Supersede(("p2",))]
    assert [p.superseded for p in here.session.papers] == [False, True]


def test_a_correction_hands_over_the_new_version() -> None:
    """The old script no longer counts, the new one has the new sum, and no question is asked twice."""
    them = settled(shelf())
    them.say_all("想知道下一步", "20天", "微粒贷", "8000", "失业", "500")
    (old,) = them.papers()
    assert "8000" in old.text
    them.says("改")
    if them.here.open is not None and them.here.open.kind == "edit_pick":
        them.presses("欠款金额")
        them.says("9000")
        (new,) = them.papers()
        assert "9000" in new.text
    else:
        them.says("600")
        (new,) = them.papers()
        assert "600" in new.text
    assert them.effects(Supersede) == [Supersede((old.id,))]
    assert them.asked == "打完回来点结果。"

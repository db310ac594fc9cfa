"""The items of a list as bars: the largest first, guesses as guesses, nothing dropped, nothing invented."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import answers as held
from bot.engine.flowbook import Picture
from bot.engine.pictures import MOST, drawn
from bot.engine.turn import Bar, Drawing
from bot.engine.work import Work
from tests.engine.books import DEBTS, shelf, text
from tests.engine.test_answers import work

PLAIN = Picture(text("还欠多少"), "debts", "debt.owed")


def debts(*items: tuple[str | None, int | Decimal | None], here: Work | None = None, **more: str) -> Work:
    here = here or work()
    for name, owed in items:
        item = held.add_item(here, DEBTS)
        for field, value in (("platform", name), ("owed", owed)):
            if value is not None:
                held.put(here, f"debt.{field}@{item}", held.answer_of(here, value, **more))
    return here


def picture(here: Work, wanted: Picture = PLAIN) -> Drawing:
    found = drawn(here, wanted)
    assert found is not None
    return found


def test_the_largest_comes_first_and_the_sum_stands_below() -> None:
    """Names, sums in words, lengths in whole cents; the sum only where there is something to add up."""
    found = picture(debts(("花呗", 6000), ("微粒贷", 12000)))
    assert found.bars == (Bar("微粒贷", 12000_00, "1.2 万元"), Bar("花呗", 6000_00, "6000 元"))
    assert found.head == ("平台", "欠款金额", "")
    assert found.foot == ("【picture_sum】：1.8 万元",)
    assert picture(debts(("花呗", 6000))).foot == ()


def test_what_was_not_said_is_told_and_stands_last() -> None:
    """A lender whose name and sum stay unsaid has its row; an item that was only begun is none."""
    here = debts((None, None), (None, None), ("花呗", 6000))
    held.put(here, "debt.platform@d1", held.answer_of(here, None, state="skipped"))
    found = picture(here)
    assert [(b.name, b.value, b.words) for b in found.bars] == [
        ("花呗", 6000_00, "6000 元"),
        ("【picture_nameless】", 0, "【picture_unsaid】"),
    ]


def test_there_is_no_picture_of_nothing() -> None:
    """Without a single sum the words of the step stand alone."""
    assert drawn(work(), PLAIN) is None
    assert drawn(debts(("花呗", None), ("借呗", 0)), PLAIN) is None


@pytest.mark.parametrize("more", [{"via": "pressed"}, {"sure": "vague"}])
def test_a_guess_is_shown_as_one(more: dict[str, str]) -> None:
    """A button that stands for a span, a sum said as 大概: 约, in the bar and in the sum."""
    found = picture(debts(("花呗", 6000), here=debts(("借呗", 10000), **more)))
    assert [b.words for b in found.bars] == ["约 1 万元", "6000 元"]
    assert found.foot == ("【picture_sum】：约 1.6 万元",)


def test_more_than_eight_are_put_together() -> None:
    """Eight rows at most; the last one holds the rest, and no sum is lost."""
    found = picture(debts(*((f"平台{n}", n * 100) for n in range(1, 13))))
    assert len(found.bars) == MOST
    assert found.bars[-1] == Bar("【picture_rest】", sum(range(1, 6)) * 100_00, "1500 元")


def test_what_each_month_carries_is_a_second_bar() -> None:
    """The second field beside the first, the total of the person and the note below."""
    here = debts(("花呗", 6000), ("借呗", None))
    held.put(here, "monthly", held.answer_of(here, 900))
    found = picture(here, Picture(text("还欠多少"), "debts", "debt.owed", "debt.owed", "monthly", text("按你说的。")))
    assert found.bars[0] == Bar("花呗", 6000_00, "6000 元", 6000_00, "6000 元")
    assert found.head[2] == "欠款金额"
    assert found.foot[-2:] == (f"{shelf().slots['monthly'].label}：900 元", "按你说的。")
    assert found.lines()[1] == "花呗：6000 元，欠款金额 6000 元"


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9), st.decimals(0, 10**7, places=2)), max_size=20))
def test_any_sums_make_a_picture_that_adds_up(sums: list[int | Decimal | None]) -> None:
    """At most eight bars, in order, whose lengths are the sums that were said."""
    found = drawn(debts(*((f"平台{n}", owed) for n, owed in enumerate(sums))), PLAIN)
    said = sum(int(Decimal(s) * 100) for s in sums if s is not None)
    assert (found is None) == (said == 0)
    if found is not None:
        assert len(found.bars) <= MOST
        assert sum(b.value for b in found.bars) == said
        own = [b.value for b in found.bars if b.name != "【picture_rest】"]
        assert own == sorted(own, reverse=True)

"""The card of a picture: the same bytes for the same numbers, readable sums, and nothing that anybody wrote breaks it."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.engine.turn import Bar, Drawing
from bot.reports import fonts
from bot.reports.cards import SIDE, WIDTH, card, photo
from bot.reports.drawing import CALM, WARM, Box, Letters

OWED = Drawing(
    "debts",
    "各家大概还欠多少",
    ("平台", "欠款金额", "每月可以分到"),
    (Bar("微粒贷", 1200000, "1.2 万元", 60000, "600 元"), Bar("花呗", 600000, "约 6000 元", 30000, "300 元")),
    ("每月能还多少：900 元",),
)
HOSTILE = st.text(st.characters(codec=None), max_size=300)
BARS = st.builds(Bar, HOSTILE, st.integers(0, 10**30), HOSTILE, st.integers(0, 10**30), HOSTILE)


def test_equal_numbers_are_equal_bytes() -> None:
    """A picture is a function of its numbers: no clock, no chance, no font of the machine."""
    assert photo(OWED) == photo(OWED)
    with Image.open(io.BytesIO(photo(OWED))) as image:
        assert (image.format, image.width) == ("PNG", 1080)


def test_bars_are_as_long_as_their_numbers() -> None:
    """Half the sum is half the bar; what each month carries is measured against what all carry."""
    shapes = card(OWED).shapes
    long, short = (s.width for s in shapes if isinstance(s, Box) and s.colour == CALM and s.width > 10)
    assert long == WIDTH - 2 * SIDE
    assert short == long / 2
    assert sum(isinstance(s, Box) and s.colour == WARM and s.width > 10 for s in shapes) == 2


def test_every_name_and_every_sum_is_on_it() -> None:
    """The picture and its words carry every lender, every sum and the total."""
    said = [s.text for s in card(OWED).shapes if isinstance(s, Letters)]
    for text in ("微粒贷", "1.2 万元", "600 元", "花呗", "约 6000 元", "300 元", "每月能还多少：900 元"):
        assert text in said
    assert card(OWED).title.startswith("各家大概还欠多少；微粒贷：1.2 万元")


def test_a_long_sum_is_never_cut() -> None:
    """It gets smaller instead: half a number is a wrong number."""
    sum_of_money = "1" * 40 + " 元"
    said = card(Drawing("d", "图", ("", "", ""), (Bar("长" * 90, 1, sum_of_money),))).shapes
    assert any(isinstance(s, Letters) and s.text == sum_of_money for s in said)


@settings(max_examples=60, deadline=None)
@given(st.lists(BARS, max_size=8), HOSTILE, st.booleans(), st.lists(HOSTILE, max_size=3))
def test_no_text_breaks_a_card(bars: list[Bar], title: str, second: bool, foot: list[str]) -> None:
    """Controls, marks that turn the direction, half characters, endless names: all on the card, none beyond it."""
    sketch = card(Drawing("d", title, ("a", title, title if second else ""), tuple(bars), tuple(foot)))
    for shape in sketch.shapes:
        assert 0 <= shape.y <= sketch.height
        if isinstance(shape, Box):
            assert SIDE <= shape.x <= shape.x + shape.width <= WIDTH - SIDE + 0.01
            continue
        wide = fonts.width(shape.text, shape.size)
        left = shape.x - wide if shape.right else shape.x
        assert left >= SIDE - 0.01
        assert left + wide <= WIDTH - SIDE + shape.size + 0.01  # a sign may stand out into the margin
        assert fonts.drawable(shape.text) == (shape.text, ())


def test_hostile_words_are_drawn() -> None:
    """The PNG itself is made of them too."""
    hostile = Drawing("d", "\u202e图\x00", ("", "b", "c"), (Bar("😀\ud800<b>" * 40, 5, "1 元", 2, "\u200f2 元"),))
    with Image.open(io.BytesIO(photo(hostile))) as image:
        image.load()

"""只想说说话 listens: whatever is said, no sentence comes twice within eleven turns, and nothing is asked about debts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.events import Pressed, Said
from bot.engine.turn import Button, Question
from tests.engine.person import Person
from tests.shipped import shipped_book

SAID = (
    "又跟我爸吵了",
    "我欠着微粒贷一万二",
    "逾期二十天了",
    "催收打给我妈了",
    "没人懂",
    "嗯",
    "就是累",
    "我儿子才三岁",
    "唉",
)
FAR = 11  # turns


def buttons(them: Person) -> list[Button]:
    return [b for reply in them.last.replies if isinstance(reply, Question) for b in reply.buttons]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SAID), min_size=15, max_size=30))
def test_no_sentence_twice_and_no_question_of_debts(talk: list[str]) -> None:
    """Fifteen turns and more: new words each time, an offer after every three, and facts are kept without a word."""
    them = Person(shipped_book())
    them.says("只想说说话")
    said = [them.said]
    for number, words in enumerate(talk, 1):
        them.does(Said(words))
        assert them.here.stack[-1].flow == "talk"
        assert bool(buttons(them)) == (number % 4 == 3)
        assert them.said not in said[-FAR:]
        assert not any(debt in them.said for debt in ("欠", "逾期", "还款", "记下", "催收"))
        said.append(them.said)
    while not (shown := buttons(them)):
        them.does(Said("嗯"))
    out = next(b for b in shown if b.label == "看一小步")
    them.does(Pressed(out.token))
    assert them.here.stack[-1].flow != "talk"

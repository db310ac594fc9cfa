"""What the same words tell of besides what goes first is said in a few lines, never lost and never a second question."""

from __future__ import annotations

from msgspec.structs import replace

from bot.engine.flowbook import Book
from tests.engine.books import INTERRUPTS, Interrupt, end, flow, say, shelf, step
from tests.engine.person import questions, settled

BOTH = "我收到支付令了，中介说先交三千定金"


def with_a_fee() -> Book:
    """The hand-built book, in which a fee that is asked for has a flow of its own and two lines for where something goes first."""
    whole = shelf()
    offer = flow("offer", {"start": step(say("先停一下。"), then=end("told"))})
    line = flow("line", {"start": step(say("那笔钱先别给。"), then=end("told"))})
    order = flow("order", {"start": step(say("支付令有日子。"), then=end("told"))})
    return replace(
        whole,
        flows={**whole.flows, "offer": offer, "line": line, "order": order},
        interrupts=(
            Interrupt("fee", "offer", contains=("先交",), event="upfront_fee", beside="line"),
            Interrupt("order", "order", event="payment_order", in_answer=True),
            *INTERRUPTS,
        ),
    )


def test_a_fee_beside_a_payment_order_is_met_too() -> None:
    """The paper goes first, the fee has its lines in front, and one question is put."""
    them = settled(with_a_fee())
    them.presses("想知道下一步")
    them.says(BOTH)
    assert "那笔钱先别给。" in them.said
    assert "支付令有日子。" in them.said
    assert "先停一下。" not in them.said
    assert len(questions(them.last)) == 1


def test_alone_it_has_its_own_flow() -> None:
    """A fee told by itself is met in full."""
    them = settled(with_a_fee())
    them.presses("想知道下一步")
    them.says("中介说先交三千定金")
    assert "先停一下。" in them.said
    assert "那笔钱先别给。" not in them.said

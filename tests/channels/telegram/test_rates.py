"""Rates, pauses and who goes first, with the time in hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_rates import SHIPPED, Place, Queue, Rates

ARRIVALS = st.lists(st.tuples(st.floats(0, 20), st.integers(1, 4), st.booleans()), min_size=1, max_size=60)


def play(arrivals: list[tuple[float, int, bool]], rates: Rates) -> list[tuple[float, Place]]:
    """Let everybody through as the queue says; when each one left."""
    queue, left, now = Queue(), [], 0.0
    coming = sorted(arrivals, key=lambda a: a[0])
    while coming or len(queue):
        while coming and coming[0][0] <= now:
            _, chat, urgent = coming.pop(0)
            queue.join(Place(chat, urgent))
        place, wait = queue.next(rates, now)
        if place is not None:
            rates.take(place.chat, now)
            left.append((now, place))
            continue
        now = min(now + wait, coming[0][0] if coming else float("inf"))
    return left


@given(ARRIVALS)
def test_nobody_is_lost_and_the_rates_hold(arrivals: list[tuple[float, int, bool]]) -> None:
    """Everybody leaves; in no window are there more than the rate, the burst and the reserve for danger allow."""
    left = play(arrivals, Rates())
    assert len(left) == len(arrivals)
    times = [t for t, _ in left]
    for i, start in enumerate(times):
        for j in range(i, len(times)):
            allowed = SHIPPED.burst + SHIPPED.reserve + (times[j] - start) * SHIPPED.everybody
            assert j - i + 1 <= allowed + 1
    for chat in {place.chat for _, place in left}:
        calm = [t for t, place in left if place.chat == chat and not place.urgent]
        for i, start in enumerate(calm):
            for j in range(i, len(calm)):
                assert j - i + 1 <= SHIPPED.chat_burst + (calm[j] - start) * SHIPPED.chat + 1


@given(ARRIVALS)
def test_order_in_a_chat_holds(arrivals: list[tuple[float, int, bool]]) -> None:
    """What is calm in one chat never overtakes what is calm in the same chat."""
    queue, rates, now = Queue(), Rates(), 0.0
    places = [Place(chat) for _, chat, _ in arrivals]
    for place in places:
        queue.join(place)
    gone: list[Place] = []
    while len(queue):
        place, wait = queue.next(rates, now)
        if place is None:
            now += wait
        else:
            rates.take(place.chat, now)
            gone.append(place)
    for chat in {p.chat for p in places}:
        assert [p for p in gone if p.chat == chat] == [p for p in places if p.chat == chat]


def test_a_pause_is_kept_to_the_letter_and_danger_is_first_after_it() -> None:
    """Nobody goes before the end of an ordered pause, danger neither; then danger goes first."""
    rates, queue = Rates(), Queue()
    rates.refused(1, 30.0, now=100.0)
    calm, danger = Place(1), Place(1, urgent=True)
    queue.join(calm)
    queue.join(danger)
    assert queue.next(rates, 129.9)[0] is None
    assert queue.next(rates, 130.0)[0] is danger
    other = Rates()
    other.refused(1, 30.0, now=100.0)
    assert other.wait(Place(2), 100.0) == 0


def test_refusals_without_end_mean_everybody() -> None:
    """Three refusals in a row from different chats stop all; a success between them does not."""
    rates = Rates()
    for chat in (1, 2, 3):
        rates.refused(chat, 5.0, now=0.0)
    assert rates.wait(Place(9), 1.0) == 4.0
    calm = Rates()
    for chat in (1, 2, 3):
        calm.refused(chat, 5.0, now=0.0)
        calm.accepted(chat)
    assert calm.wait(Place(9), 1.0) == 0


def test_one_flooded_chat_stops_nobody_else() -> None:
    """However often one chat is refused, everybody else goes on; with two more chats refused, all are meant."""
    rates = Rates()
    for _ in range(10):
        rates.refused(1, 30.0, now=0.0)
    assert rates.wait(Place(1), 0.0) == 30.0
    assert rates.wait(Place(2), 0.0) == 0
    rates.refused(2, 5.0, now=0.0)
    assert rates.wait(Place(9), 0.0) == 0
    rates.refused(3, 5.0, now=0.0)
    assert rates.wait(Place(9), 0.0) == 5.0


def test_danger_does_not_wait_behind_the_rate_for_all() -> None:
    """With the rate used up, danger still goes at once."""
    rates = Rates()
    for n in range(int(SHIPPED.burst)):
        rates.take(n, 0.0)
    assert rates.wait(Place(999), 0.0) > 0
    assert rates.wait(Place(999, urgent=True), 0.0) == 0

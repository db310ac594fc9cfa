"""The contract of `Store`, as tests that any implementation inherits: give a `house` fixture that opens one.

A house opens stores over the same data again and again (`open`, `restart`); `durable` says whether data outlive it.
It is long because it is one class: a database either keeps the whole of it or is none of ours.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Protocol

import pytest

from bot.storage.errors import AlreadyAnswered, Conflict, Refused
from bot.storage.records import (
    NOTES,
    RECEIPT,
    Arrival,
    Asked,
    CancelTimers,
    Mark,
    NewTimer,
    PartState,
    Receipt,
    TurnRecord,
    Words,
)
from bot.storage.store import Store

NOW = dt.datetime(2026, 11, 21, 2, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
WHO = "telegram:1001"


class House(Protocol):
    """Opens stores over the same data."""

    durable: bool

    async def open(self, *, now: dt.datetime = NOW) -> Store: ...

    async def restart(self, *, now: dt.datetime = NOW) -> Store: ...


def record(version: int, **changes: Any) -> TurnRecord:
    """A plain turn of WHO."""
    values: dict[str, Any] = {
        "address": WHO,
        "event_ids": (f"e{version + 1}",),
        "at": NOW,
        "expected_version": version,
        "session": json.dumps({"turn": version + 1}),
        "event": '{"said":"在吗"}',
        "replies": (f'"第{version + 1}句"',),
    }
    return TurnRecord(**{**values, **changes})


def arrival(event_id: str, body: str = '"在吗"', address: str = WHO, at: dt.datetime = NOW) -> Arrival:
    """Something that came in."""
    return Arrival(address, event_id, body, at)


async def words(store: Store, address: str = WHO) -> list[str | None]:
    """The events of a transcript."""
    return [turn.event async for turn in store.transcript(address)]


async def bodies(store: Store, address: str | None = None) -> Sequence[str]:
    """What is still to be delivered."""
    return [part.body for part in await store.undelivered(address)]


@pytest.mark.asyncio
class StoreContract:
    """Everything a store promises, whatever the database."""

    # --- inbox

    async def test_each_arrival_is_kept_alone(self, house: House) -> None:
        """A batch tells new from waiting from refused, and one poisoned item harms no other."""
        store = await house.open()
        items = [
            arrival("1"),
            arrival("1"),
            arrival("2", "x" * 2_000_000),
            arrival("\ud83d"),
            arrival("3", '"半个字\ud83d和\0"'),
            arrival("4", address="web:\0"),
            arrival("5", "9" * 5000),
        ]
        receipts = await store.accept(items)
        assert [r.value for r in receipts] == ["new", "waiting", "refused", "refused", "new", "refused", "new"]
        waiting = await store.waiting()
        assert [(w.event_id, w.address) for w in waiting] == [("1", WHO), ("3", WHO), ("5", WHO)]
        assert waiting[1].body == '"半个字\ufffd和\0"'
        assert waiting[0].at == NOW

    async def test_waiting_is_in_order_of_arrival_and_pages(self, house: House) -> None:
        """Order is arrival, not id or time, and `after` continues where a page ended."""
        store = await house.open()
        await store.accept([arrival("9", at=NOW), arrival("1", at=NOW - DAY)])
        await store.accept([arrival("5", address="web:2")])
        first = await store.waiting(limit=2)
        rest = await store.waiting(after=first[-1].seq)
        assert [w.event_id for w in [*first, *rest]] == ["9", "1", "5"]

    async def test_a_committed_event_has_left_the_inbox(self, house: House) -> None:
        """The turn takes its events (a whole burst) out; the same ids are then known as answered."""
        store = await house.open()
        await store.accept([arrival("1"), arrival("2"), arrival("3")])
        await store.commit(record(0, event_ids=("1", "2")))
        assert [w.event_id for w in await store.waiting()] == ["3"]
        receipts = await store.accept([arrival("1"), arrival("2"), arrival("3")])
        assert receipts == (Receipt.ANSWERED, Receipt.ANSWERED, Receipt.WAITING)
        for event_id in ("1", "2"):
            turn = await store.answered(WHO, event_id)
            assert turn is not None
            assert turn.replies == ('"第1句"',)

    async def test_three_failures_set_an_event_aside(self, house: House) -> None:
        """A poisonous event stops waiting after three tries, and the others go on."""
        store = await house.open()
        await store.accept([arrival("bad"), arrival("good")])
        assert [await store.failed(WHO, ["bad"]) for _ in range(3)] == [1, 2, 3]
        assert [w.event_id for w in await store.waiting()] == ["good"]
        assert (await store.status()).set_aside == 1
        assert await store.accept([arrival("bad")]) == (Receipt.WAITING,)

    # --- turns

    async def test_a_turn_is_read_back_whole(self, house: House) -> None:
        """What was committed is what load, answered, transcript and counters show, also after a restart."""
        store = await house.open()
        assert await store.load(WHO) is None
        turn = record(
            0, readings='[{"money":"1.2万"}]', path='["settle"]', edition="abc", danger=1, outcome="went_on",
            counters={"turns": 1, "views.settle": 2}, replies=('"一"', '"二"'),
        )  # fmt: skip
        assert (await store.commit(turn)).turn == 1
        await store.commit(record(1, counters={"turns": 1}))
        if house.durable:
            store = await house.restart()
        loaded = await store.load(WHO)
        assert loaded is not None
        assert (loaded.session, loaded.version, loaded.kept, loaded.outcome) == ('{"turn": 2}', 2, True, "went_on")
        first = await anext(aiter(store.transcript(WHO)))
        assert (first.event, first.readings, first.path) == (turn.event, turn.readings, turn.path)
        assert (first.edition, first.danger, first.words, first.at) == ("abc", 1, Words.KEPT, NOW)
        assert first.replies == turn.replies
        assert await store.answered(WHO, "e1") == first
        assert await store.answered(WHO, "other") is None
        assert await store.answered("web:2", "e1") is None
        counted = await store.counters(NOW.date(), NOW.date() + DAY)
        assert [(c.name, c.n) for c in counted] == [("turns", 2), ("views.settle", 2)]

    async def test_the_second_of_two_rivals_gets_a_conflict(self, house: House) -> None:
        """Of turns decided on the same session one wins and the others change nothing at all."""
        store = await house.open()
        await store.accept([arrival(f"r{n}") for n in range(5)])
        rivals = [
            record(0, event_ids=(f"r{n}",), counters={"turns": 1}, timers=(NewTimer("t", "care", NOW),))
            for n in range(5)
        ]
        results = await asyncio.gather(*map(store.commit, rivals), return_exceptions=True)
        assert sum(isinstance(r, Conflict) for r in results) == 4
        assert len(await store.waiting()) == 4
        assert len(await words(store)) == 1
        assert (await store.counters(NOW.date(), NOW.date() + DAY))[0].n == 1
        assert len(await store.timers(WHO)) == 1

    async def test_an_event_is_answered_once(self, house: House) -> None:
        """A turn with an event that has its answer is refused as a whole."""
        store = await house.open()
        await store.commit(record(0, event_ids=("1",)))
        with pytest.raises(AlreadyAnswered):
            await store.commit(record(1, event_ids=("2", "1")))
        assert await store.answered(WHO, "2") is None
        loaded = await store.load(WHO)
        assert loaded is not None
        assert loaded.version == 1

    async def test_a_bad_turn_among_good_ones_harms_nobody(self, house: House) -> None:
        """Turns that share a commit do not share their failures."""
        store = await house.open()
        good = [record(0, address=f"web:{n}") for n in range(20)]
        bad = [record(7, address=f"telegram:{n}") for n in range(20)]
        both = [turn for pair in zip(good, bad, strict=True) for turn in pair]
        results = await asyncio.gather(*map(store.commit, both), return_exceptions=True)
        assert [isinstance(r, Conflict) for r in results] == [False, True] * 20
        status = await store.status()
        assert (status.people, status.turns) == (20, 20)

    async def test_what_can_never_be_stored_is_refused_by_name(self, house: House) -> None:
        """Refusals name the field and repeat nothing of what was in it."""
        store = await house.open()
        for change, field in (
            ({"address": "\ud800"}, "address"),
            ({"address": ""}, "address"),
            ({"event_ids": ("a\0b",)}, "event_id"),
            ({"event_ids": ("a", "a")}, "event_ids"),
            ({"session": "秘密" * 500_000}, "session"),
            ({"expected_version": 10**400}, "expected_version"),
            ({"danger": -1}, "danger"),
            ({"at": dt.datetime(2026, 1, 1)}, "at"),
            ({"counters": {"我欠了五万": 1}}, "counter"),
            ({"counters": {"turns": 10**30}}, "counter"),
            ({"timers": (NewTimer("k", "法院 文书", NOW),)}, "timer kind"),
        ):
            with pytest.raises(Refused) as caught:
                await store.commit(record(0, **change))
            assert caught.value.field.startswith(field)
            for secret in ("秘密", "五万", "法院"):
                assert secret not in str(caught.value)
        odd = "web:\ud800"
        for call in (store.load(odd), store.undelivered(odd), store.timers(odd), store.answered(WHO, odd),
                     store.mark_part(Mark(odd, 1, 0, PartState.SENT)), store.forget(odd, now=NOW)):  # fmt: skip
            with pytest.raises(Refused):
                await call
        assert (await store.status()).people == 0

    async def test_half_characters_are_mended_not_lost(self, house: House) -> None:
        """Lone surrogates and NUL in words never make a poison row."""
        store = await house.open()
        odd = '"\ud83d 我想死\0 \udc00"'
        await store.commit(record(0, event=odd, replies=(odd,), session=odd))
        assert await words(store) == ['"\ufffd 我想死\0 \ufffd"']
        assert await bodies(store) == ['"\ufffd 我想死\0 \ufffd"']

    async def test_times_of_a_person_never_go_back(self, house: House) -> None:
        """A clock set back does not make the last contact older; a timer's turn is no contact."""
        store = await house.open()
        await store.commit(record(0))
        await store.commit(record(1, at=NOW - HOUR))
        await store.commit(record(2, at=NOW + HOUR, contact=False))
        loaded = await store.load(WHO)
        assert loaded is not None
        assert loaded.last_at == NOW

    async def test_a_cancelled_caller_does_not_cut_the_turn(self, house: House) -> None:
        """Who stops waiting leaves a whole turn behind, or none; never a half one, never an open transaction."""
        store = await house.open()
        for n in range(10):
            task = asyncio.create_task(store.commit(record(n)))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        await store.commit(record(10))
        assert len(await words(store)) == 11
        assert len(await bodies(store)) == 11

    async def test_a_reminder_on_its_way_is_let_go_by_words_and_taken_back_by_stop(self, house: House) -> None:
        """Held for the morning it blocks no answer: the next words send it in front of theirs, 停 withdraws it."""
        store = await house.open()
        for n, cancel in ((0, ()), (3, (CancelTimers(),))):
            await store.commit(record(n))
            await store.mark_part(Mark(WHO, n + 1, 0, PartState.SENT))
            await store.commit(record(n + 1, push=True, contact=False))
            (part,) = await store.claim_parts(now=NOW, until=NOW + MINUTE, address=WHO)
            assert part.push
            await store.mark_part(Mark(WHO, n + 2, 0, PartState.NEW, NOW + DAY))
            assert await store.claim_parts(now=NOW + MINUTE, until=NOW + HOUR, address=WHO) == []
            await store.commit(record(n + 2, cancel=cancel))
            found = await store.claim_parts(now=NOW + MINUTE, until=NOW + HOUR, address=WHO)
            assert [(p.turn, p.push) for p in found] == ([] if cancel else [(n + 2, False)]) + [(n + 3, False)]
            for claimed in found:
                await store.mark_part(Mark(WHO, claimed.turn, 0, PartState.SENT))

    # --- nothing is kept

    async def test_without_consent_only_the_session_stays(self, house: House) -> None:
        """`keep=False`: no words, no timers but care; reply bodies go with the last delivered part."""
        store = await house.open()
        timers = (NewTimer("t", "review", NOW), NewTimer("c", "care", NOW))
        await store.commit(record(0, keep=False, replies=('"一"', '"二"'), timers=timers))
        loaded = await store.load(WHO)
        assert loaded is not None
        assert not loaded.kept
        assert await bodies(store) == ['"一"', '"二"']
        await store.mark_part(Mark(WHO, 1, 0, PartState.SENT))
        turn = await store.answered(WHO, "e1")
        assert turn is not None
        assert (turn.words, turn.event, turn.replies) == (Words.NOT_KEPT, None, ('"一"', '"二"'))
        await store.mark_part(Mark(WHO, 1, 1, PartState.SENT))
        turn = await store.answered(WHO, "e1")
        assert turn is not None
        assert turn.replies == ()
        assert [p.state for p in turn.parts] == [PartState.SENT, PartState.SENT]
        assert [t.key for t in await store.timers(WHO)] == ["c"]

    async def test_stopping_to_keep_erases_what_was_kept(self, house: House) -> None:
        """「不保存」 in the middle takes earlier words and timers with it; undelivered replies still go out."""
        store = await house.open()
        await store.commit(record(0, timers=(NewTimer("t", "care", NOW),)))
        await store.mark_part(Mark(WHO, 1, 0, PartState.SENT))
        await store.commit(record(1))
        await store.commit(record(2, keep=False))
        turns = [t async for t in store.transcript(WHO)]
        assert [t.event for t in turns] == [None] * 3
        assert [t.replies for t in turns] == [(), ('"第2句"',), ('"第3句"',)]
        assert await store.timers(WHO) == []
        await store.commit(record(3))
        assert await words(store) == [None] * 3 + ['{"said":"在吗"}']

    # --- outbox

    async def test_a_part_is_in_one_pair_of_hands(self, house: House) -> None:
        """A claimed part is nobody else's until its lease ends; then it is taken up again, marked as tried."""
        store = await house.open()
        await store.commit(record(0, replies=('"a"', '"b"')))
        claims = await asyncio.gather(*(store.claim_parts(now=NOW, until=NOW + MINUTE) for _ in range(5)))
        assert [len(c) for c in claims] == [2, 0, 0, 0, 0]
        assert [p.attempts for p in claims[0]] == [0, 0]
        assert await store.mark_part(Mark(WHO, 1, 0, PartState.SENT)) is PartState.SENT
        again = await store.claim_parts(now=NOW + MINUTE, until=NOW + 2 * MINUTE)
        assert [(p.part, p.attempts) for p in again] == [(1, 1)]

    async def test_one_persons_parts_can_be_claimed_alone(self, house: House) -> None:
        """A sender that serves one person takes only that person's parts; strangers have none."""
        store = await house.open()
        await store.commit(record(0))
        await store.commit(record(0, address="web:2"))
        assert await store.claim_parts(now=NOW, until=NOW + MINUTE, address="web:9") == []
        mine = await store.claim_parts(now=NOW, until=NOW + MINUTE, address="web:2")
        assert [p.address for p in mine] == ["web:2"]
        assert [p.address for p in await store.claim_parts(now=NOW, until=NOW + MINUTE)] == [WHO]
        assert await bodies(store, "web:9") == []
        assert await store.mark_part(Mark("web:9", 1, 0, PartState.SENT)) is PartState.WITHDRAWN

    async def test_a_killed_senders_part_is_taken_up_at_the_next_start(self, house: House) -> None:
        """A restart frees what was in hands, without waiting for leases."""
        if not house.durable:  # the private store lives in memory: with its process every part of it is gone
            pytest.skip("a store in memory ends with its process: it has no next start")
        store = await house.open()
        await store.commit(
            record(0, claim_until=NOW + DAY, timers=(NewTimer("t", "care", NOW),), replies=('"a"', '"b"'))
        )
        await store.claim_timers(now=NOW, until=NOW + DAY)
        assert await store.claim_parts(now=NOW, until=NOW + MINUTE) == []
        await store.mark_part(Mark(WHO, 1, 0, PartState.SENT))
        store = await house.restart()
        again = await store.claim_parts(now=NOW, until=NOW + MINUTE)
        assert [(p.body, p.attempts) for p in again] == [('"b"', 1)]
        assert len(await store.claim_timers(now=NOW, until=NOW + DAY)) == 1

    async def test_a_part_in_doubt_says_so_and_is_not_sent_for_ever(self, house: House) -> None:
        """What was leaving at a kill may have arrived, what only waited may not; a third kill is the last attempt."""
        if not house.durable:  # as above: no kill leaves anything of it
            pytest.skip("a store in memory ends with its process: it has no next start")
        store = await house.open()
        await store.commit(record(0, claim_until=NOW + MINUTE, replies=('"a"', '"b"')))
        for doubts in (1, 2):
            store = await house.restart()
            again = await store.claim_parts(now=NOW, until=NOW + MINUTE)
            assert [(p.body, p.doubts) for p in again] == [('"a"', doubts), ('"b"', 0)]
        store = await house.restart()
        assert await bodies(store) == ['"b"']
        assert (await store.status()).maybe == 1
        await store.mark_part(Mark(WHO, 1, 1, PartState.NEW, doubt=True))
        assert [p.doubts for p in await store.claim_parts(now=NOW, until=NOW + MINUTE)] == [1]

    async def test_a_file_lies_there_until_it_has_left(self, house: House) -> None:
        """It comes with its part to whoever sends it, survives a restart, and goes when it left, was given up or withdrawn."""
        store = await house.open()
        content = bytes(range(256)) * 200
        replies = ('"words"', '"order"')
        first = await store.commit(record(0, replies=replies, files={1: content}, claim_until=NOW + MINUTE))
        assert [p.file for p in first.parts] == [None, content]
        if house.durable:
            store = await house.restart()
        assert [p.file for p in await store.undelivered()] == [None, None]
        assert [p.file for p in await store.claim_parts(now=NOW + HOUR, until=NOW + DAY)] == [None, content]
        await store.mark_part(Mark(WHO, 1, 1, PartState.NEW))
        assert [p.file for p in await store.claim_parts(now=NOW + HOUR, until=NOW + DAY)] == []
        await store.mark_part(Mark(WHO, 1, 0, PartState.SENT))
        assert [p.file for p in await store.claim_parts(now=NOW + HOUR, until=NOW + DAY)] == [content]
        for turn, end in enumerate((PartState.SENT, PartState.FAILED, PartState.MAYBE, PartState.WITHDRAWN), start=1):
            await store.mark_parts([Mark(WHO, turn, 0, PartState.SENT), Mark(WHO, turn, 1, end)])
            await store.mark_part(Mark(WHO, turn, 1, PartState.NEW))  # even if somebody tried to send it again
            assert [p.file for p in await store.claim_parts(now=NOW + HOUR, until=NOW + DAY)] in ([], [None])
            await store.mark_part(Mark(WHO, turn, 1, PartState.SENT))
            await store.commit(record(turn, replies=replies, files={1: content}))
        await store.commit(record(5, withdraw=True, danger=2))
        assert [p.file for p in await store.claim_parts(now=NOW + HOUR, until=NOW + DAY)] == [None]
        with pytest.raises(Refused):
            await store.commit(record(6, files={1: content}))

    async def test_order_of_a_person_is_kept_and_danger_goes_first(self, house: House) -> None:
        """Later parts wait for an earlier one in hands or in retry; a crisis turn waits for nobody."""
        store = await house.open()
        await store.commit(record(0))
        await store.commit(record(0, address="web:2", replies=('"别人"',)))
        first = await store.claim_parts(now=NOW, until=NOW + MINUTE, limit=1)
        assert [p.body for p in first] == ['"第1句"']
        await store.commit(record(1))
        other = await store.claim_parts(now=NOW, until=NOW + MINUTE)
        assert [p.body for p in other] == ['"别人"']
        await store.mark_part(Mark(WHO, 1, 0, PartState.NEW, retry_at=NOW + HOUR))
        assert await store.claim_parts(now=NOW, until=NOW + MINUTE) == []
        await store.commit(record(2, danger=3, replies=('"危机"',)))
        assert (await bodies(store))[0] == '"危机"'
        urgent = await store.claim_parts(now=NOW, until=NOW + MINUTE)
        assert [(p.body, p.urgent) for p in urgent] == [('"危机"', True)]
        later = await store.claim_parts(now=NOW + HOUR, until=NOW + 2 * HOUR)
        assert [(p.body, p.attempts) for p in later] == [('"危机"', 1), ('"第1句"', 1), ('"别人"', 1), ('"第2句"', 0)]

    async def test_a_turns_parts_are_claimed_with_it_unless_earlier_ones_wait(self, house: House) -> None:
        """Who commits may send at once; behind something undelivered the order holds, and danger waits for nobody."""
        store = await house.open()
        first = await store.commit(record(0, claim_until=NOW + MINUTE, replies=('"a"', '"b"')))
        assert [(p.turn, p.part, p.body, p.attempts) for p in first.parts] == [(1, 0, '"a"', 0), (1, 1, '"b"', 0)]
        assert await store.claim_parts(now=NOW, until=NOW + MINUTE) == []
        assert (await store.commit(record(1, claim_until=NOW + MINUTE))).parts == ()
        await store.mark_parts([Mark(WHO, 1, 0, PartState.SENT), Mark(WHO, 1, 1, PartState.MAYBE)])
        assert [p.turn for p in await store.claim_parts(now=NOW, until=NOW + MINUTE)] == [2]
        urgent = await store.commit(record(2, claim_until=NOW + MINUTE, danger=3, withdraw=True))
        assert [(p.turn, p.urgent) for p in urgent.parts] == [(3, True)]
        assert (await store.commit(record(3))).parts == ()

    async def test_what_was_shown_is_known_to_the_next_life(self, house: House) -> None:
        """Which turn asked, since when it can be read and as which message; only a turn that asks begins anew."""
        store = await house.open()
        assert await store.asked(WHO) is None
        await store.commit(record(0))
        assert await store.asked(WHO) is None
        await store.commit(record(1, asks=True))
        assert await store.asked(WHO) == Asked(2)
        await store.mark_part(Mark(WHO, 1, 0, PartState.SENT, shown_at=NOW, number=7))
        assert await store.asked(WHO) == Asked(2)
        await store.mark_part(Mark(WHO, 2, 0, PartState.SENT, shown_at=NOW + MINUTE, number=9))
        await store.commit(record(2))
        await store.mark_part(Mark(WHO, 3, 0, PartState.SENT, shown_at=NOW + HOUR, number=12))
        await store.accept([Arrival(WHO, "late", '"在吗"', NOW, 8), Arrival(WHO, "later", '"在吗"', NOW)])
        if house.durable:
            store = await house.restart()
        assert await store.asked(WHO) == Asked(2, NOW + MINUTE, 9)
        assert [w.number for w in await store.waiting()] == [8, None]

    async def test_a_crisis_withdraws_what_was_on_its_way(self, house: House) -> None:
        """Earlier parts are withdrawn, the sender is told so, and only what had left counts as sent."""
        store = await house.open()
        await store.commit(record(0, replies=('"账单"', '"利息"'), claim_until=NOW + MINUTE))
        await store.commit(record(0, address="web:2", replies=('"别人"',)))
        await store.commit(record(1, danger=3, withdraw=True, replies=('"危机"',)))
        assert await bodies(store) == ['"危机"', '"别人"']
        states = await store.mark_parts(
            [Mark(WHO, 1, 0, PartState.SENT), Mark(WHO, 1, 1, PartState.SENDING), Mark(WHO, 1, 1, PartState.NEW)]
        )
        assert states == (PartState.SENT, PartState.WITHDRAWN, PartState.WITHDRAWN)
        assert await bodies(store, WHO) == ['"危机"']

    async def test_what_the_channel_notes_is_there_in_its_next_life(self, house: House) -> None:
        """The last few notes in order, of who keeps nothing too, whatever becomes of the part; they go with the person."""
        store = await house.open()
        assert await store.notes(WHO) == ()
        for n in range(NOTES + 1):
            await store.commit(record(n, keep=n == 0))
            await store.mark_part(Mark(WHO, n + 1, 0, PartState.SENT, note=f"第{n}块"))
        if house.durable:
            store = await house.restart()
        assert await store.notes(WHO) == tuple(f"第{n}块" for n in range(1, NOTES + 1))
        assert await store.integrity(deep=True) == ()
        await store.forget(WHO, now=NOW)
        assert await store.notes(WHO) == ()

    async def test_doubtful_parts_are_shown_only_when_asked(self, house: House) -> None:
        """`maybe` neither blocks the person's order nor is sent again by itself; `failed` is over."""
        store = await house.open()
        await store.commit(record(0, replies=('"a"', '"b"', '"c"')))
        await store.mark_part(Mark(WHO, 1, 0, PartState.MAYBE))
        await store.mark_part(Mark(WHO, 1, 1, PartState.FAILED))
        assert await bodies(store) == ['"c"']
        assert [p.state for p in await store.undelivered(maybe=True)] == [PartState.MAYBE, PartState.NEW]
        assert [p.body for p in await store.claim_parts(now=NOW, until=NOW)] == ['"c"']
        status = await store.status()
        assert (status.undelivered, status.maybe, status.failed) == (1, 1, 1)
        assert await store.mark_part(Mark(WHO, 1, 0, PartState.SENT)) is PartState.SENT
        assert await store.mark_part(Mark(WHO, 1, 0, PartState.NEW)) is PartState.SENT
        assert await store.mark_part(Mark(WHO, 1, 9, PartState.SENDING)) is PartState.WITHDRAWN

    # --- timers

    async def test_timers_come_due_once(self, house: House) -> None:
        """A due timer is claimed by one, and the turn that answers it takes it away."""
        store = await house.open()
        await store.commit(
            record(0, timers=(NewTimer("b", "review", NOW + HOUR, '{"x":1}'), NewTimer("a", "care", NOW)))
        )
        assert [t.key for t in await store.due_timers(NOW - MINUTE)] == []
        claimed = await store.claim_timers(now=NOW + HOUR, until=NOW + 2 * HOUR)
        assert [(t.key, t.kind, t.body, t.turn, t.last_contact) for t in claimed] == [
            ("a", "care", "{}", 1, NOW),
            ("b", "review", '{"x":1}', 1, NOW),
        ]
        assert await store.claim_timers(now=NOW + HOUR, until=NOW + 2 * HOUR) == []
        await store.commit(record(1, timers_done=("a",), contact=False))
        assert [t.key for t in await store.due_timers(NOW + 3 * HOUR)] == ["b"]
        assert await store.finish_timer(WHO, "b")
        assert not await store.finish_timer(WHO, "b")

    async def test_timers_are_replaced_postponed_and_cancelled(self, house: House) -> None:
        """The same key replaces; cancelling goes by key, kind and the turn that set it, all together."""
        store = await house.open()
        one = (NewTimer("a", "care", NOW), NewTimer("b", "review", NOW), NewTimer("c", "care", NOW))
        await store.commit(record(0, timers=one))
        await store.commit(record(1, timers=(NewTimer("a", "care", NOW + DAY), NewTimer("d", "care", NOW))))
        assert [(t.key, t.turn) for t in await store.timers(WHO)] == [("b", 1), ("c", 1), ("d", 2), ("a", 2)]
        assert await store.postpone_timer(WHO, "b", NOW + 2 * DAY)
        assert [t.key for t in await store.timers(WHO)] == ["c", "d", "a", "b"]
        await store.commit(record(2, cancel=(CancelTimers(kinds=("care",), since_turn=2),)))
        assert [t.key for t in await store.timers(WHO)] == ["c", "b"]
        assert await store.cancel_timers(WHO, CancelTimers(keys=("b", "zzz"))) == 1
        assert await store.cancel_timers("web:9", CancelTimers()) == 0
        assert await store.cancel_timers(WHO, CancelTimers()) == 1

    # --- forgetting and retention

    async def test_forgetting_leaves_nothing(self, house: House) -> None:
        """After `forget` the person is new, whatever was waiting, undelivered or set; others are untouched."""
        store = await house.open()
        await store.accept([arrival("later")])
        await store.commit(record(0, timers=(NewTimer("t", "care", NOW),)))
        await store.commit(record(0, address="web:2"))
        done = await store.forget(WHO, now=NOW)
        assert (done.existed, done.done) == (True, True)
        assert await store.load(WHO) is None
        assert await store.answered(WHO, "e1") is None
        assert await words(store) == []
        assert await bodies(store, WHO) == []
        assert await store.timers(WHO) == []
        assert await store.waiting() == []
        with pytest.raises(Conflict):
            await store.commit(record(1))
        assert not (await store.forget(WHO, now=NOW)).existed
        await store.commit(record(0))
        if house.durable:
            store = await house.restart()
        assert len(await words(store)) == 1
        assert len(await words(store, "web:2")) == 1
        assert await store.integrity(deep=True) == ()

    async def test_who_is_forgotten_is_told_so_like_everybody_else(self, house: House) -> None:
        """The receipt has a life of its own: it waits, is tried again, and ends with the last part; nobody else is met by it."""
        store = await house.open()
        await store.commit(record(0))
        gone = await store.forget(WHO, now=NOW, receipt=('"都删了"', '"再见"'), claim_until=NOW + MINUTE)
        assert [(p.turn, p.body, p.state) for p in gone.parts] == [
            (RECEIPT, '"都删了"', PartState.SENDING),
            (RECEIPT, '"再见"', PartState.NEW),
        ]
        assert await store.load(WHO) is None
        assert await words(store) == []
        assert [c async for c in store.conversations()] == []
        await store.mark_parts([Mark(WHO, RECEIPT, n, PartState.NEW, retry_at=NOW + HOUR) for n in (0, 1)])
        if house.durable:
            store = await house.restart()
        assert await store.claim_parts(now=NOW, until=NOW + MINUTE) == []
        assert [p.body for p in await store.claim_parts(now=NOW + HOUR, until=NOW + DAY)] == ['"都删了"', '"再见"']
        await store.mark_part(Mark(WHO, RECEIPT, 0, PartState.SENT))
        assert await bodies(store, WHO) == ['"再见"']
        await store.mark_part(Mark(WHO, RECEIPT, 1, PartState.SENT))
        status = await store.status()
        assert (status.people, status.turns, status.undelivered, status.erasing) == (0, 0, 0, 0)
        assert not (await store.forget(WHO, now=NOW)).existed
        assert await store.integrity(deep=True) == ()

    async def test_who_comes_back_before_the_receipt_gets_it_first(self, house: House) -> None:
        """The new conversation is a new one, and it stays when the receipt has arrived; unread, it goes after a day."""
        store = await house.open()
        for who in (WHO, "web:2"):
            await store.commit(record(0, address=who))
            await store.forget(who, now=NOW, receipt=('"都删了"',))
        await store.accept([arrival("again")])
        await store.commit(record(0, event_ids=("again",), replies=('"你好"',)))
        assert await bodies(store, WHO) == ['"都删了"', '"你好"']
        await store.mark_part(Mark(WHO, RECEIPT, 0, PartState.SENT))
        assert await bodies(store, WHO) == ['"你好"']
        assert len(await words(store)) == 1
        await store.heartbeat(NOW)
        assert (await store.purge(NOW + DAY + MINUTE)).people == 1
        assert await bodies(store, "web:2") == []
        assert len(await words(store)) == 1

    async def test_retention_follows_the_last_contact(self, house: House) -> None:
        """90 days after the last contact everything goes; a person without consent after 24 hours."""
        store = await house.open()
        await store.commit(record(0, address="web:old"))
        await store.commit(record(0, address="web:unkept", keep=False))
        await store.commit(record(0, address="web:returns"))
        await store.heartbeat(NOW)
        assert (await store.purge(NOW + DAY)).people == 0
        assert (await store.purge(NOW + DAY + MINUTE)).people == 1
        assert await store.load("web:unkept") is None
        await store.commit(record(1, address="web:returns", at=NOW + 80 * DAY))
        assert (await store.purge(NOW + 90 * DAY, trust_clock=True)).people == 0
        purged = await store.purge(NOW + 90 * DAY + MINUTE)
        assert (purged.people, purged.clean) == (1, True)
        assert await store.load("web:old") is None
        assert len(await words(store, "web:returns")) == 2
        assert await store.integrity(deep=True) == ()

    async def test_crisis_words_go_after_a_day(self, house: House) -> None:
        """The words of level 2 and 3 become 〔危机 L2〕 and 〔危机 L3〕 after 24 hours; the replies stay."""
        store = await house.open()
        for n, danger in enumerate((1, 2, 3)):
            await store.commit(record(n, danger=danger, edition="ed"))
        assert (await store.purge(NOW + DAY - MINUTE)).crisis_turns == 0
        assert (await store.purge(NOW + DAY)).crisis_turns == 2
        turns = [t async for t in store.transcript(WHO)]
        assert [t.event for t in turns] == ['{"said":"在吗"}', '"〔危机 L2〕"', '"〔危机 L3〕"']
        assert [t.words for t in turns] == [Words.KEPT, Words.ERASED, Words.ERASED]
        assert [(t.danger, t.edition, t.readings) for t in turns[1:]] == [(2, "ed", "null"), (3, "ed", "null")]
        assert turns[2].replies == ('"第3句"',)

    async def test_event_ids_are_known_for_ninety_days(self, house: House) -> None:
        """A duplicate on day 89 gets the stored reply; after day 90 the id is forgotten, the turn is not."""
        store = await house.open()
        await store.commit(record(0))
        await store.commit(record(1, at=NOW + 60 * DAY))
        await store.purge(NOW + 89 * DAY, trust_clock=True)
        turn = await store.answered(WHO, "e1")
        assert turn is not None
        assert turn.replies == ('"第1句"',)
        assert (await store.purge(NOW + 90 * DAY + MINUTE)).event_ids == 1
        assert await store.answered(WHO, "e1") is None
        assert len(await words(store)) == 2

    async def test_unanswered_events_are_never_purged(self, house: House) -> None:
        """What was accepted waits for its answer however long; only what was set aside goes after a day."""
        store = await house.open()
        await store.accept([arrival("wait"), arrival("bad", address="web:2")])
        for _ in range(3):
            await store.failed("web:2", ["bad"])
        purged = await store.purge(NOW + 2 * DAY)
        assert purged.people == 1
        assert (await store.status()).set_aside == 0
        assert [w.event_id for w in await store.waiting()] == ["wait"]
        status = await store.status()
        assert (status.waiting, status.set_aside) == (1, 0)

    @pytest.mark.parametrize("jump", [3 * DAY, 3650 * DAY, -3 * DAY])
    async def test_a_moved_clock_deletes_nothing(self, house: House, jump: dt.timedelta) -> None:
        """A clock more than 48 hours off raises an alarm that stays until somebody trusts it."""
        store = await house.open()
        await store.commit(record(0, keep=False, danger=3))
        later = NOW + jump
        for _ in range(2):
            assert "clock moved" in (await store.heartbeat(later) or "")
            assert "clock moved" in ((await store.purge(later)).alarm or "")
        assert (await store.status()).heartbeat == NOW
        assert await store.load(WHO) is not None
        trusted = await store.purge(later, trust_clock=True)
        assert trusted.alarm is None
        assert trusted.people == int(jump > dt.timedelta(0))
        assert await store.heartbeat(later + DAY) is None

    # --- reading

    async def test_conversations_stream_and_filter(self, house: House) -> None:
        """Everybody with a session is listed once; channel, outcome and last contact choose."""
        store = await house.open()
        await store.accept([arrival("x", address="web:nobody-yet")])
        for n in range(250):
            channel, outcome = ("web", "script") if n % 2 else ("telegram", None)
            await store.commit(record(0, address=f"{channel}:{n}", outcome=outcome, at=NOW + n * MINUTE, replies=()))
        found = [c async for c in store.conversations()]
        assert len({c.address for c in found}) == len(found) == 250
        assert {(c.channel, c.outcome) for c in found} == {("web", "script"), ("telegram", "")}
        chosen = [
            c.address
            async for c in store.conversations(
                since=NOW + 10 * MINUTE, until=NOW + 14 * MINUTE, channel="web", outcome="script"
            )
        ]
        assert chosen == ["web:11", "web:13"]
        one = found[0]
        assert await store.find(one.id) == await store.find(one.id[:12].upper()) == one.address
        assert await store.find(one.id[:7]) is None
        assert await store.find("zz%' OR 1") is None

    async def test_long_transcripts_come_in_pages(self, house: House) -> None:
        """A transcript of 250 turns is complete and in order."""
        store = await house.open()
        for n in range(250):
            await store.commit(record(n, event=str(n), replies=()))
        assert await words(store) == [str(n) for n in range(250)]

    async def test_status_counts(self, house: House) -> None:
        """Counts show what is there, and integrity finds nothing wrong."""
        store = await house.open()
        await store.accept([arrival("w")])
        await store.commit(record(0, address="web:2", timers=(NewTimer("t", "care", NOW),)))
        status = await store.status()
        assert (status.people, status.turns, status.waiting, status.timers) == (1, 1, 1, 1)
        assert (status.undelivered, status.oldest_waiting, status.erasing) == (1, NOW, 0)
        assert await store.integrity() == ()

"""Which reminder speaks: hours, limits, precedence, danger, one message for several; for any sequence of timers and words."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.engine.advance import advance
from bot.engine.events import Said, TimeUp
from bot.engine.flowbook import Book, Every, Flow, Place, Remind, When
from bot.engine.limits import A_WEEK, CLOSES, DAY, OPENS, PRECEDENCE, WEEK
from bot.engine.reminding import PAUSE
from bot.engine.session import Session, Timer, from_json, to_json
from bot.engine.timers import set_timer
from bot.engine.turn import Bubble, CancelTimers, SetTimer, Turn
from tests.engine.books import ask, end, flow, lit, option, say, shelf, step
from tests.engine.person import FRIDAY, Person, settled
from tests.engine.test_answers import work
from tests.shipped import shipped_book

KINDS = ("care", "deadline", "appointment", "review")


def small(name: str) -> Flow:
    return flow(
        name,
        {
            "start": step(
                say(f"那件事（{name}）。"), ask("办了吗？", "none", option("yes", "办了")), then=f"{name}.done"
            ),
            "done": step(say("好。"), then=end("noted")),
        },
    )


def house(care: bool = True) -> Book:
    book = shelf()
    flows = {**book.flows, **{name: small(name) for name in ("deadline", "appointment", "review", "second")}}
    routes = replace(book.routes, care=Place("care", "start") if care else None)
    return replace(book, flows=flows, routes=routes)


BOOK = house()


def at(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{moment}+08:00")


def timer(kind: str, moment: str, flow: str = "", id: str = "") -> Timer:
    when = at(moment).isoformat()
    return Timer(id or f"{flow or kind}:1", flow or kind, when, kind, 1, "nowhere.x", when)


def given_timers(*timers: Timer, now: str = "2026-11-23T10:00") -> Person:
    """Somebody who said yes to reminders on Friday, and these are set; the clock stands at `now`."""
    them = settled(BOOK)
    them.says("保存")
    session = them.here.copy()
    session.timers = list(timers)
    them.session = session
    them.now = at(now)
    return them


def fires(them: Person, id: str = "") -> str:
    """The store fires a timer at this moment; the flow that speaks, "" where none does."""
    them.does(TimeUp(id or them.here.timers[0].id))
    return them.here.stack[-1].flow if them.last.push else ""


def waiting(them: Person) -> dict[str, str]:
    return {t.flow: t.at[:16] for t in them.here.timers}


# ---- one message


def test_several_at_once_are_one_message() -> None:
    """The first asks and says that more follows; answered, it makes way for the next; only one is counted."""
    them = given_timers(timer("review", "2026-11-23T09:00"), timer("appointment", "2026-11-23T10:00"))
    assert fires(them) == "appointment"
    assert "那件事（review）" not in them.said
    assert "【reminder_also】" in them.said
    assert len(them.here.pushed) == 1
    them.presses("办了")
    assert them.here.stack[-1].flow == "review"
    them.presses("办了")
    assert them.here.stack[-1].flow == "main"


def test_the_same_flow_twice_at_once_speaks_once() -> None:
    """Two reminders of one flow that are due together are one message."""
    them = given_timers(timer("deadline", "2026-11-23T09:00"), timer("deadline", "2026-11-23T09:30", id="deadline:2"))
    assert fires(them) == "deadline"
    them.presses("办了")
    assert them.here.stack[-1].flow == "main"
    assert them.here.timers == []


def test_whoever_is_named_the_most_pressing_speaks() -> None:
    """The store names a timer; which of the due ones speaks is decided by precedence."""
    them = given_timers(timer("review", "2026-11-23T09:00"), timer("deadline", "2026-11-23T09:30"))
    assert fires(them, "review:1") == "deadline"
    assert them.last.push == "deadline"


def test_a_fourth_waits_for_another_day() -> None:
    """At most three matters come at once; the next one waits for the morning."""
    names = ("deadline", "appointment", "review", "second")
    them = given_timers(*(timer("deadline", "2026-11-23T09:00", name) for name in names))
    fires(them)
    assert len(them.here.timers) == 1
    assert them.here.timers[0].at[:16] == "2026-11-24T09:00"


def test_every_reminder_says_how_to_end_them() -> None:
    """停 is offered in each, in front of its question, and ends all at once: the one that asks, those behind it."""
    them = given_timers(
        timer("review", "2026-11-23T09:00"),
        timer("appointment", "2026-11-23T09:00"),
        timer("second", "2026-12-01T09:00"),
    )
    fires(them)
    stop = BOOK.wording.say("reminder_stop", {})
    assert Bubble(stop) in them.last.replies
    them.says("停")
    assert "那件事" not in them.said
    assert them.here.stack[-1].flow == "main"
    assert them.here.timers == []
    assert CancelTimers() in them.last.effects


# ---- limits


def test_one_a_day_and_four_a_week() -> None:
    """The second of a day waits for the next morning; the fifth of a week for the week to be over."""
    them = given_timers(timer("review", "2026-11-23T09:00"))
    assert fires(them) == "review"
    for day in range(23, 26):
        session = them.here.copy()
        session.timers = [timer("appointment", f"2026-11-{day}T15:00")]
        them.session, them.now = session, at(f"2026-11-{day}T15:00")
        assert fires(them) == ""
        assert waiting(them) == {"appointment": f"2026-11-{day + 1}T09:00"}
        them.now = at(f"2026-11-{day + 1}T09:00")
        assert fires(them) == "appointment"
    session = them.here.copy()
    session.timers = [timer("appointment", "2026-11-27T15:00")]
    them.session, them.now = session, at("2026-11-27T15:00")
    assert fires(them) == ""
    assert waiting(them) == {"appointment": "2026-11-30T10:00"}


def test_deadline_notes_stand_outside() -> None:
    """They come on a day that had its reminder, and take nobody's place."""
    them = given_timers(timer("review", "2026-11-23T09:00"), timer("deadline", "2026-11-23T12:00"))
    assert fires(them) == "review"
    them.now = at("2026-11-23T12:00")
    assert fires(them) == "deadline"
    assert len(them.here.pushed) == 1


def test_promised_care_keeps_its_place() -> None:
    """The last of a week is not given to a review while care is set."""
    them = given_timers(timer("review", "2026-11-26T09:00"), timer("care", "2026-11-28T09:00"), now="2026-11-26T09:00")
    session = them.here.copy()
    session.pushed = [at(f"2026-11-{day}T10:00").isoformat() for day in (23, 24, 25)]
    them.session = session
    assert fires(them) == ""
    them.now = at("2026-11-28T09:00")
    assert fires(them, "care:1") == "care"


# ---- whether it still holds


def test_a_day_that_moved_moves_the_reminder() -> None:
    """Set for one date, the date corrected to a later one elsewhere: it waits for that."""
    them = settled(BOOK)
    them.say_all("保存", "收到法院消息", "11月18日", "对")
    (set_before,) = them.here.timers
    session = them.here.copy()
    session.slots["received_on"] = replace(session.slots["received_on"], value="2026-11-25")
    them.session, them.now = session, dt.datetime.fromisoformat(set_before.at)
    them.does(TimeUp(set_before.id))
    assert not them.last.replies
    assert them.here.timers[0].at[:10] == "2026-12-07"
    session = them.here.copy()
    del session.slots["received_on"]
    them.session, them.now = session, at("2026-12-07T10:00")
    them.does(TimeUp(set_before.id))
    assert not them.last.replies
    assert them.here.timers == []


def test_a_clock_that_went_back_loses_no_reminder() -> None:
    """Fired too early, it is set again for its own time."""
    them = given_timers(timer("review", "2026-11-23T09:00"), now="2026-11-22T09:00")
    assert fires(them) == ""
    assert [e.at for e in them.effects(SetTimer)] == [at("2026-11-23T09:00")]


def test_who_looks_at_the_screen_hears_at_any_hour() -> None:
    """A terminal wakes nobody: what came due shows at its next start, at night as well."""
    them = given_timers(timer("review", "2026-11-22T09:00"), now="2026-11-23T23:30")
    them.does(TimeUp("review:1", wakes=False))
    assert them.last.push == "review"


# ---- series


def series(times: int | None = None, **every: int) -> list[str]:
    """The days on which a series for 31 January comes up, three days ahead."""
    here = work(now=at("2026-11-20T10:00"))
    here.session.keep = True
    base = "hearing_on" if "hearing_on" in here.book.slots else "received_on"
    from bot.engine import answers as held

    held.put(here, base, held.answer_of(here, dt.date(2027, 1, 31)))
    action = Remind(
        "r", When(base, dt.timedelta(days=-3), dt.time(10)), "checkin", None, "review", Every(**every),
        lit(times) if times else None,
    )  # fmt: skip
    set_timer(here, Place("x", "y"), action)
    from bot.engine.timers import following

    found = []
    current = here.session.timers[0] if here.session.timers else None
    while current is not None and len(found) < 5:
        found.append(current.at[:10])
        here.now = dt.datetime.fromisoformat(current.at)
        current = following(here, current, action)
    return found


def test_a_series_keeps_to_the_day_of_the_month() -> None:
    """The 31st is the last day of February, and the 31st again in March; it ends after its number."""
    assert series(months=1) == ["2027-01-28", "2027-02-25", "2027-03-28", "2027-04-27", "2027-05-28"]
    assert series(times=3, months=1) == ["2027-01-28", "2027-02-25", "2027-03-28"]
    assert series(times=2, days=7) == ["2027-01-28", "2027-02-04"]


# ---- danger


def test_a_deadline_in_danger_becomes_a_sentence_of_care() -> None:
    """No care was set: it is set for the next morning, and says the deadline in one sentence; the note does not come."""
    them = given_timers(
        timer("deadline", "2026-11-23T15:00"), timer("review", "2026-11-23T15:00"), now="2026-11-23T14:00"
    )
    them.says("我不想活了")
    them.now = at("2026-11-23T15:00")
    assert fires(them) == ""
    assert waiting(them)["care"] == "2026-11-24T09:00"
    assert waiting(them)["deadline"] == "2026-11-24T09:00"
    them.now = at("2026-11-24T09:00")
    assert fires(them, "deadline:1") == "care"
    assert Bubble(BOOK.wording.say("reminder_deadline", {}), "plain") in them.last.replies
    assert "那件事" not in them.said
    assert set(waiting(them)) == {"review"}


def test_a_day_after_danger_nothing_asks_for_a_step() -> None:
    """Released the same evening: a call is not asked for until a day has gone by."""
    them = given_timers(timer("appointment", "2026-11-23T15:00"), now="2026-11-23T14:00")
    session = them.here.copy()
    session.shaken = at("2026-11-23T13:00").isoformat()
    them.session, them.now = session, at("2026-11-23T15:00")
    assert fires(them) == ""
    assert waiting(them) == {"appointment": "2026-11-24T13:00"}
    them.now = at("2026-11-24T13:00")
    assert fires(them) == "appointment"


def test_care_comes_in_a_pause() -> None:
    """暂停 holds tasks; a promised sign of life is none."""
    them = given_timers(timer("care", "2026-11-23T09:00"), now="2026-11-23T09:00")
    them.session = replace(them.here.copy(), paused=True)
    assert fires(them) == "care"


# ---- any sequence

set_at = st.tuples(
    st.sampled_from(KINDS), st.sampled_from(["deadline", "appointment", "review", "second"]), st.integers(0, 300)
)
moves = st.one_of(
    set_at.map(lambda s: ("set", *s)),
    set_at.map(lambda s: ("set", *s)),
    st.integers(1, 60).map(lambda h: ("waits", h)),
    st.integers(1, 60).map(lambda h: ("waits", h)),
    st.sampled_from(["办了", "嗯", "停", "暂停", "继续", "我不想活了", "是", "没有", "回去", "好一些"]).map(lambda w: ("says", w)),
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=st.lists(moves, min_size=3, max_size=40), wakes=st.booleans())
def test_limits_are_never_exceeded(steps: list, wakes: bool) -> None:  # type: ignore[type-arg]
    """Whatever is set, said and waited for: at most one a day and four a week besides deadline notes, in the hours, ten
    minutes after the last words, after danger only care, after 停 nothing, and nothing due is ever stuck."""
    session = settled(BOOK).says("保存").session
    now = FRIDAY
    said: list[tuple[dt.datetime, Turn]] = []

    def fire_due(session: Session, now: dt.datetime) -> Session:
        """As the scheduler does: one event for the earliest that is due, until none is."""
        for _ in range(30):
            due = sorted((t for t in session.timers if dt.datetime.fromisoformat(t.at) <= now), key=lambda t: t.at)
            if not due:
                return session
            turn = advance(BOOK, session, TimeUp(due[0].id, wakes), now)
            stopped, latched, spoke = session.reminders_stopped, session.latch, session.last
            session = from_json(json.loads(json.dumps(to_json(turn.session))))
            if turn.push:
                assert not stopped
                assert latched is None or turn.push == "care"
                assert now - dt.datetime.fromisoformat(spoke) >= PAUSE
                said.append((now, turn))
        raise AssertionError("a due timer is stuck")

    for number, move in enumerate(steps):
        if move[0] == "set":
            _, kind, name, hours = move
            when = (now + dt.timedelta(hours=hours)).isoformat()
            flow_name = "care" if kind == "care" else name
            if not session.reminders_stopped:
                timer = Timer(f"t{number}", flow_name, when, kind, session.turn, "nowhere.x", when)
                session.timers = [*session.timers, timer]
        elif move[0] == "waits":
            for _ in range(move[1]):
                now += dt.timedelta(hours=1)
                session = fire_due(session, now)
        else:
            turn = advance(BOOK, session, Said(move[1]), now)
            session = from_json(json.loads(json.dumps(to_json(turn.session))))
            if move[1] == "停":
                assert session.timers == []
    counted = [moment for moment, turn in said if turn.push != "deadline"]
    assert len({moment.date() for moment in counted}) == len(counted), "two on one day"
    for moment in counted:
        assert sum(moment <= other < moment + WEEK for other in counted) <= A_WEEK, "five in a week"
    if wakes:
        assert all(OPENS <= moment.time() < CLOSES for moment, _ in said)
    assert PRECEDENCE[0] == "care"
    assert DAY * 7 == WEEK


def test_one_flow_for_two_lenders_is_two_matters() -> None:
    """Due on the same day for two lenders, the same reminder asks for each; the second says whom it is about."""
    them = Person(shipped_book(), dt.datetime(2026, 11, 18, 10, tzinfo=FRIDAY.tzinfo))
    them.says("花呗六千，微粒贷一万二，逾期五天，失业了，每个月能还五百")
    them.says("保存")
    session = them.here.copy()
    first, second = session.items["debts"]
    when = them.now - dt.timedelta(hours=1)
    session.timers = [
        Timer(
            f"reply:{item}", "reply_day", when.isoformat(), "appointment", 1, "nowhere.x", when.isoformat(), item=item
        )
        for item in (first, second)
    ]
    them.session, them.now = session, them.now + dt.timedelta(minutes=30)
    assert fires(them) == "reply_day"
    assert not any(name in them.said for name in ("花呗", "微粒贷"))
    them.says("还没有")
    assert them.here.stack[-1].flow == "reply_day"
    assert "下一件，说的是「微粒贷」" in them.said

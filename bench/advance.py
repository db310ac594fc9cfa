"""Microseconds per turn of `advance` on the shipped flows, beside the standard library turning the same plain session to JSON and back.

    make bench          or: .venv/bin/python bench/advance.py

Processor time, so that neighbours on the same machine count less; machines differ: compare the ratio, not the microseconds.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from zoneinfo import ZoneInfo

from bot.content.edition import build
from bot.content.sources import snapshot
from bot.engine.advance import advance
from bot.engine.events import Event, Opened, Said
from bot.engine.session import from_json, to_json

NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TALK: list[Event] = [
    Opened(),
    Said("想知道下一步"),
    Said("都没有"),
    Said("逾期半个月了"),
    Said("微粒贷"),
    Said("一万二左右"),
    Said("上个月被裁了"),
    Said("最多五百"),
    Said("打了，被拒"),
    Said("没有这个政策"),
]
ROUNDS = 30


def main() -> None:
    edition = build(snapshot()).edition
    assert edition is not None
    book = edition.book
    turns: list[float] = []
    trips: list[float] = []
    for _ in range(ROUNDS):
        session = None
        for n, event in enumerate(TALK):
            started = time.process_time()
            turn = advance(book, session, event, NOW + dt.timedelta(minutes=n))
            turns.append((time.process_time() - started) * 1e6)
            plain = to_json(turn.session)
            started = time.process_time()
            back = json.loads(json.dumps(plain, ensure_ascii=False))
            trips.append((time.process_time() - started) * 1e6)
            session = from_json(back)
    turn_us, trip_us = statistics.median(turns), statistics.median(trips)
    print(
        f"advance: median {turn_us:.0f} µs a turn, p95 {sorted(turns)[int(len(turns) * 0.95)]:.0f} µs ({len(turns)} turns)"
    )
    print(f"baseline: plain session to JSON and back {trip_us:.0f} µs; ratio {turn_us / trip_us:.2f}")


if __name__ == "__main__":
    main()

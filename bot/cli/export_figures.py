"""The statistics of an export: of the same whole weeks as `wenzhu stats`, whoever asks, so that no two tables overlap.

A person is counted in the week in which they came. Filters would cut sets that differ in a few people, and the difference of two
tables would be those few; so there are none but the choice of periods.
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

from bot.cli.export_files import Nobody, progress
from bot.cli.export_options import days_of
from bot.cli.weeks import weeks_of
from bot.cli.whole import whole_file

if TYPE_CHECKING:
    from bot.cli.export_options import Wanted
    from bot.engine.flowbook import Book
    from bot.settings import Settings
    from bot.storage.store import Store


async def figures(store: Store, wanted: Wanted, settings: Settings, book: Book) -> int:
    """The periods that were chosen, one after the other; how many people are counted in them."""
    from bot.app import clock
    from bot.casebook import case_in
    from bot.reports.batches import statistics_file
    from bot.reports.statistics import Tally

    now = clock(settings)()
    first, last = (day.date() if day is not None else None for day in days_of(wanted.since, wanted.until, settings))
    weeks = weeks_of(await store.counters(dt.date.min, now.date()), now.date())
    tallies = {period: Tally() for period in weeks.chosen(first, last)}
    if not tallies:
        raise Nobody(weeks.none())
    count = seen = 0
    begun = dt.datetime.combine(min(p.first for p in tallies), dt.time(), settings.zone)
    everybody = store.conversations(since=begun)
    with progress(sum([1 async for _ in everybody]) if sys.stderr.isatty() else 0) as step:
        async for one in store.conversations(since=begun):  # who came later than that was also seen later
            seen += 1
            step(seen)
            came = one.first_at.astimezone(settings.zone).date()
            if (period := next((p for p in tallies if p.has(came)), None)) is not None:
                tallies[period].add(await case_in(store, one, book, now, words=False))
                count += 1
    if count == 0:
        raise Nobody("这些周里的对话都已经删了，所以没有写文件。")
    with whole_file(wanted.output) as file:
        file.write(statistics_file({str(p): tally for p, tally in tallies.items()}, wanted.form))
    return count

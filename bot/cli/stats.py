"""`wenzhu stats`: the figures of whole weeks, from daily counters that know no person."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import click

from bot.cli.conversations import with_store
from bot.cli.main import DONE, HELP, PROBLEMS, WRONG_USE, Chinese, Stop, format_option, say, settings_of

if TYPE_CHECKING:
    from bot.storage.records import Counter as Counted
    from bot.storage.store import Store

SCHEMA = "wenzhu-stats/2"


@click.command(
    cls=Chinese, context_settings=HELP, epilog="例子：wenzhu stats；wenzhu stats --since 2026-11-01 --format json"
)
@click.option("--since", metavar="日期", help="这天起的每一段；不写就只看最近的一段")
@click.option("--until", metavar="日期", help="到这天以前的每一段")
@format_option(["text", "json"], "text")
@click.pass_context
def stats(ctx: click.Context, since: str | None, until: str | None, form: str) -> int:
    """多少人来、在哪一步离开、几轮拿到建议和稿子。一段是整周，凑够 50 段新对话才给；不到 10 的数不显示。"""
    from bot.app import clock
    from bot.cli.weeks import weeks_of
    from bot.reports.figures import data, figures_of, text

    settings = settings_of(ctx)
    first, last = _day(since, "--since"), _day(until, "--until")
    if first is not None and last is not None and first >= last:
        say("用法不对：--until 要比 --since 晚（--until 那天不算在内）。", error=True)
        raise Stop(WRONG_USE)
    today = clock(settings)().date()

    async def work(store: Store) -> list[Counted]:
        return await store.counters(dt.date.min, today)

    counted = with_store(settings, work)
    weeks = weeks_of(counted, today)
    wanted = weeks.chosen(first, last)
    shown = [(str(p), figures_of((c.name, c.n) for c in counted if p.has(c.date))) for p in wanted]
    if form == "json":
        found = {"schema": SCHEMA, "soonest": weeks.soonest.isoformat(), "periods": [data(f, p) for p, f in shown]}
        say(json.dumps(found, ensure_ascii=False, indent=2))
    elif shown:
        say("\n\n".join(text(f, p) for p, f in shown))
    else:
        say(weeks.none(), error=bool(weeks.told))
        return PROBLEMS if weeks.told else DONE
    return DONE


def _day(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        say(f"用法不对：{option} 后面写日期，例如 2026-11-01。", error=True)
        raise Stop(WRONG_USE) from None

"""`wenzhu stats`: the figures of a period, from daily counters that know no person."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from bot.cli.conversations import with_store
from bot.cli.main import DONE, HELP, WRONG_USE, Chinese, Stop, say, settings_of

if TYPE_CHECKING:
    from bot.storage.records import Counter
    from bot.storage.store import Store

DAYS = 30


@click.command(
    cls=Chinese, context_settings=HELP, epilog="例子：wenzhu stats；wenzhu stats --since 2026-11-01 --format json"
)
@click.option("--since", metavar="日期", help=f"从哪天起；不写就是最近 {DAYS} 天")
@click.option("--until", metavar="日期", help="到哪天以前；不写就到今天为止")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="格式")
@click.pass_context
def stats(ctx: click.Context, since: str | None, until: str | None, form: str) -> int:
    """多少人来、在哪一步离开、几轮拿到建议和稿子。不到 10 的数不显示；没有原话，没有人。"""
    import json

    from bot.app import clock
    from bot.reports.figures import data, figures_of, text

    settings = settings_of(ctx)
    today = clock(settings)().date()
    last = _day(until, "--until") or today + dt.timedelta(days=1)
    first = _day(since, "--since") or last - dt.timedelta(days=DAYS)

    async def work(store: Store) -> list[Counter]:
        return await store.counters(first, last)

    figures = figures_of((counter.name, counter.n) for counter in with_store(settings, work))
    period = f"{first} 到 {last - dt.timedelta(days=1)}"
    say(json.dumps(data(figures, period), ensure_ascii=False, indent=2) if form == "json" else text(figures, period))
    return DONE


def _day(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        say(f"用法不对：{option} 后面写日期，例如 2026-11-01。", error=True)
        raise Stop(WRONG_USE) from None

"""`wenzhu facts`: which hotlines, laws and figures are stale, not verified, hidden or never used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bot.cli.main import DONE, HELP, PROBLEMS, Chinese, Lazy, say, settings_of

if TYPE_CHECKING:
    from bot.content.edition import Edition

ROOM = "bot.cli.facts"


@click.group(
    cls=Lazy,
    context_settings=HELP,
    rooms={"check": (f"{ROOM}:check", "哪些快到期、已到期、没核实、不能展示、没人用")},
    epilog="例子：wenzhu facts check",
)
def facts() -> None:
    """检查事实：flows/facts/ 里的热线、法条和数字。"""


@click.command(cls=Chinese, context_settings=HELP, epilog="退出码：0 都好；1 有到期的或流程有错误；2 用法不对。")
@click.pass_context
def check(ctx: click.Context) -> int:
    """列出到期、三十天内到期、没核实、不能展示、没有人用的事实。"""
    from bot.app import clock
    from bot.cli.flows import build_all, tell
    from bot.content.facts import State

    settings = settings_of(ctx)
    built = build_all(settings)
    if built.edition is None:
        tell(built, "流程")
        return PROBLEMS
    register = built.edition.register
    stale = register.stale(clock(settings)().date())
    for one in sorted(stale, key=lambda s: (list(State).index(s.state), s.expires_on, s.id)):
        fact = register.facts[one.id]
        match one.state:
            case State.HIDDEN:
                say(f"不展示：{one.id}，改说「{fact.safe}」")
            case State.NOT_YET:
                say(f"还没生效：{one.id}（{fact.effective} 起），先说「{fact.safe}」")
            case _:
                kept = "照样显示，请尽快核对" if one.essential else "换成替代的说法"
                say(f"{one.state}：{one.id}（{one.expires_on}，上次核对 {fact.checked_on}）到期后{kept}")
    for line in _unverified(built.edition):
        say(line)
    for name in built.edition.unused_facts():
        say(f"没有流程用到：{name}")
    counted = {state: sum(s.state is state for s in stale) for state in State}
    told = f"{counted[State.EXPIRED]} 条已到期，{counted[State.SOON]} 条快到期"
    say(f"事实 {len(register.facts)} 条：{told}。核对以后改 checked_on。")
    return PROBLEMS if counted[State.EXPIRED] else DONE


def _unverified(edition: Edition) -> Iterator[str]:
    """What rests on one good source only, and what the tables mark as not verified."""
    single = [fact.id for fact in edition.register.facts.values() if fact.display and fact.confidence == "medium"]
    if single:
        yield f"只有一个可靠来源（confidence: medium）：{'、'.join(sorted(single))}"
    tables = edition.tree.tables
    months = [month for month, published in tables.lpr.months.items() if not published.verified]
    if months:
        yield f"LPR 没核实的月份，不报数：{'、'.join(months)}"
    years = [str(year) for year, arranged in tables.holidays.years.items() if not arranged.verified]
    if years:
        yield f"节假日没核实的年份，期限不顺延：{'、'.join(years)}"

"""`wenzhu facts`: which hotlines, laws and figures are good, about to expire, expired or never used."""

from __future__ import annotations

import click

from bot.cli.main import DONE, HELP, PROBLEMS, Chinese, Lazy, say, settings_of

ROOM = "bot.cli.facts"
AHEAD = 30


@click.group(
    cls=Lazy,
    context_settings=HELP,
    rooms={"check": (f"{ROOM}:check", "哪些快到期、已到期、不能展示、没人用")},
    epilog="例子：wenzhu facts check",
)
def facts() -> None:
    """检查事实：flows/facts/ 里的热线、法条和数字。"""


@click.command(cls=Chinese, context_settings=HELP, epilog="退出码：0 都好；1 有到期的或流程有错误；2 用法不对。")
@click.pass_context
def check(ctx: click.Context) -> int:
    """列出到期、三十天内到期、不能展示、没有人用的事实。"""
    from bot.app import clock
    from bot.cli.flows import build_all, tell

    settings = settings_of(ctx)
    today = clock(settings)().date()
    built = build_all(settings)
    if built.edition is None:
        tell(built, "流程")
        return PROBLEMS
    found = built.edition.tree.facts.values()
    expired = [fact for fact in found if fact.expires_on < today]
    soon = [fact for fact in found if 0 <= (fact.expires_on - today).days <= AHEAD]
    hidden = [fact for fact in found if not fact.display or fact.confidence == "low"]
    for title, group in (("已到期", expired), (f"{AHEAD} 天内到期", soon)):
        for fact in sorted(group, key=lambda f: (f.expires_on, f.id)):
            kept = "照样显示，请尽快核对" if fact.essential else "换成替代的说法"
            say(f"{title}：{fact.id}（{fact.expires_on}，上次核对 {fact.checked_on}）到期后{kept}")
    for fact in hidden:
        say(f"不展示：{fact.id}，改说「{fact.safe}」")
    for name in built.edition.unused_facts():
        say(f"没有流程用到：{name}")
    say(f"事实 {len(list(found))} 条：{len(expired)} 条已到期，{len(soon)} 条快到期。核对以后改 checked_on。")
    return PROBLEMS if expired else DONE

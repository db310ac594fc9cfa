"""`wenzhu conversations story`: a kept conversation as a story that editors can run, words masked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.conversations import found, long_enough, with_store
from bot.cli.export_options import not_beside_the_store
from bot.cli.exporting import book_of, log
from bot.cli.main import DONE, HELP, PROBLEMS, Chinese, say, settings_of
from bot.cli.whole import cannot_write, whole_file

if TYPE_CHECKING:
    from bot.authoring.story_writer import Line
    from bot.storage.store import Store


@click.command(
    cls=Chinese, context_settings=HELP, epilog="例子：wenzhu conversations story 3f9a01bc --output 故事.yaml"
)
@click.argument("id_", metavar="编号", callback=long_enough)
@click.option("--output", type=click.Path(path_type=Path), metavar="文件", help="写到文件；不写就打印出来")
@click.pass_context
def story(ctx: click.Context, id_: str, output: Path | None) -> int:
    """写成 wenzhu flows test 能跑的故事。号码早已遮住，危机里的话不写；发给别人之前再看一遍。"""
    from bot.authoring.story_writer import Line, write_story
    from bot.runtime.codec import event_from_json
    from bot.storage.records import Words

    settings = settings_of(ctx)
    if output is not None:
        not_beside_the_store(output, settings)
    book = book_of(settings)

    async def work(store: Store) -> list[Line]:
        address = await found(store, id_)
        return [
            Line(
                turn.at.astimezone(settings.zone),
                event_from_json(turn.event)
                if turn.words is Words.KEPT and turn.event and turn.danger < 2
                else None,  # what a crisis turn said is never retold
            )
            async for turn in store.transcript(address)
        ]

    written = write_story(f"来自对话 {id_[:8]}", with_store(settings, work), book)
    log(settings, {"state": "story", "id": id_[:12], "file": output.name if output else ""})
    if output is None:
        say(written.text.rstrip())
    else:
        try:
            with whole_file(output) as file:
                file.write(written.text.encode())
        except OSError as error:
            say(cannot_write(output, error), error=True)
            return PROBLEMS
        say(f"写好了：{output}（跑一遍：wenzhu flows test {output}）")
    if written.left_out:
        say(f"有 {written.left_out} 轮没有保存或不能重放，没有写进去。", error=True)
    for failure in written.failures:
        say(f"第 {failure.step} 步和写的不一样：{failure.message}", error=True)
    return PROBLEMS if written.failures else DONE

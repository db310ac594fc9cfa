"""`wenzhu flows copy`: a shipped file laid into the editor's own folder, to be changed there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import click

from bot.cli.main import DONE, HELP, PROBLEMS, WRONG_USE, Chinese, Stop, say, settings_of


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="例子：wenzhu flows copy slots；wenzhu flows copy first_response cards/three_donts scripts/platform_call",
)
@click.argument("names", nargs=-1, required=True, metavar="名字…")
@click.pass_context
def copy(ctx: click.Context, names: tuple[str, ...]) -> int:
    """把自带的文件抄到 content_dir 里来改；已经有的不动。名字写流程名、slots、wording，或 cards/名字、facts/名字。"""
    from bot.content.sources import snapshot

    folder = settings_of(ctx).content_dir
    if folder is None:
        say(
            "还没有自己的文件夹。先运行 wenzhu init 我的内容，再在 config.yaml 里写 content_dir: 我的内容。", error=True
        )
        raise Stop(WRONG_USE)
    shipped = snapshot().files
    wanted = [_meant(name, shipped) for name in names]
    for name in wanted:
        place = folder / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file:
                file.write(shipped[name])
        except FileExistsError:
            say(f"{place} 已经有了，没有动它。")
        except OSError as error:
            say(f"写不进 {place}（{error.strerror}）。看看权限和磁盘。", error=True)
            raise Stop(PROBLEMS) from None
        else:
            say(f"抄好了：{place}")
    return DONE


def _meant(name: str, shipped: Iterable[str]) -> str:
    """The one shipped file that a name means: the end of its path, with or without what follows the first point."""
    from difflib import get_close_matches

    parts = PurePosixPath(name.replace("\\", "/")).parts
    every = [path for path in shipped if parts in (_last(path, len(parts)), _last(_bare(path), len(parts)))]
    found = [
        path for path in every if not path.startswith("stories/")
    ] or every  # a story is meant only where nothing else is
    if len(found) == 1:
        return found[0]
    if found:
        say(f"叫 {name} 的有几份，写明是哪一份：{'、'.join(sorted(map(_bare, found)))}。", error=True)
    else:
        near = get_close_matches(name, {Path(_bare(path)).name for path in shipped}, n=1)
        hint = (
            f"是不是想写 {near[0]}？"
            if near
            else "名字照 wenzhu flows check 里写的那样，例如 slots、cards/three_donts。"
        )
        say(f"自带的里面没有 {name}。{hint}", error=True)
    raise Stop(WRONG_USE)


def _bare(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/{name.partition('.')[0]}"


def _last(path: str, count: int) -> tuple[str, ...]:
    return PurePosixPath(path).parts[-count:]

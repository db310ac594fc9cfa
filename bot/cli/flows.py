"""`wenzhu flows`: what editors do with their files: check them, try the stories, see what these walk, draw the ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.main import DONE, HELP, PROBLEMS, WRONG_USE, Chinese, Lazy, Stop, format_option, say, settings_of

if TYPE_CHECKING:
    from bot.content.edition import Built
    from bot.content.problems import Problem
    from bot.engine.flowbook import Flow
    from bot.settings import Settings


ROOM = "bot.cli.flows"
NO_STORIES = "没有故事。在 stories/ 里写一个，写法看 docs/editors/flow-language.zh.md 第 11 节。"
NAMED = 3  # shipped stories named in one line
WHOLE = frozenset({"flows/book.yaml", "flows/interrupts.yaml", "flows/slots.yaml", "flows/wording.yaml"})
WHOLLY = (
    "{names} 整份盖过了自带的那一份，不是合在一起：自带那份里的，你这份里也都要有。"
    "想在自带的上面改，先把你这份挪开，再运行 wenzhu flows copy 抄一份。"
)


NOT_HERE = "检查的只是自带的内容：当前文件夹里的 flows 没有算进来。在 config.yaml 里写 content_dir: . 再查一次。"
SHIPPED_STORY = (
    "自带的故事不一样：{names}。多半是你改了它说的那句话。改得对，就把故事也抄一份来改：wenzhu flows copy {first}；"
    "不该变的，改回流程。"
)


@click.group(
    cls=Lazy,
    context_settings=HELP,
    rooms={
        "check": (f"{ROOM}:check", "检查流程，一次列出全部错误"),
        "test": (f"{ROOM}:test", "跑对话样例"),
        "coverage": (f"{ROOM}:coverage", "对话样例走到了哪里，哪几行还没走到"),
        "graph": (f"{ROOM}:graph", "画出流程图"),
        "copy": ("bot.cli.copying:copy", "把自带的一份抄到自己的文件夹里来改"),
    },
    epilog="例子：wenzhu flows check；wenzhu flows check 我的内容/flows/calls.yaml；wenzhu flows test",
)
def flows() -> None:
    """检查、试跑、画出流程。流程怎么写：docs/editors/flow-language.zh.md"""


def build_all(settings: Settings) -> Built:
    """The editor's folder over the shipped content, built."""
    from bot.app import operator_of
    from bot.content.edition import build, under
    from bot.content.sources import snapshot

    return under(build(snapshot(settings.content_dir), operator_of(settings)), settings.content_dir)


def tell(built: Built, what: str) -> int:
    """Print the problems and a last line; the exit code."""
    text = built.report()
    if text:
        say(text)
    errors = len(built.errors)
    warnings = len(built.problems) - errors
    rest = f"，{warnings} 条提醒" if warnings else ""
    if errors:
        if whole := overshadowing(built):
            say(f"\n{WHOLLY.format(names='、'.join(whole))}")
        say(f"\n{what}：{errors} 个错误{rest}。先改错误；提醒不拦着用。")
        return PROBLEMS
    say(f"{what}：没有错误{rest}。")
    return DONE


def overshadowing(built: Built) -> list[str]:
    """The editor's whole files that may be behind an error: something is missing in one of them, or a shipped file suffers."""
    own = built.snapshot.own

    def may_be_behind(problem: Problem) -> bool:
        shipped = problem.file not in own and problem.file.startswith(("flows/", "templates/"))
        return shipped or (problem.code == "missing-key" and any(problem.file.endswith(name) for name in own & WHOLE))

    return sorted(own & WHOLE) if any(map(may_be_behind, built.errors)) else []


def with_stories(built: Built, settings: Settings) -> Built:
    """The same with what is wrong in how the editor's own stories are written, named where they lie."""
    from msgspec.structs import replace

    from bot.authoring.story_reader import read_story
    from bot.content.edition import under
    from bot.content.problems import Problems

    problems = Problems()
    problems.extend(built.problems)
    for name in sorted(n for n in built.snapshot.own if n.startswith("stories/")):
        read_story(name, built.snapshot.files[name], problems)
    return under(replace(built, problems=tuple(problems)), settings.content_dir)


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="退出码：0 可以用；1 有错误（已列出）；2 用法不对。例子：wenzhu flows check 我的内容/flows/about_fee.yaml",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[文件]…")
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...]) -> int:
    """检查流程、模板、事实和保证。不写文件就检查全部（自带的加上 content_dir）；写了就一份一份放在自带的上面检查。"""
    from bot.content.sources import shipped_folder

    settings = settings_of(ctx)
    if not files:
        own = Path("flows")
        if settings.content_dir is None and own.is_dir() and own.resolve().parent != shipped_folder().resolve():
            say(NOT_HERE, error=True)
        return tell(with_stories(build_all(settings), settings), "全部流程")
    _all_there(files)
    from bot.content.edition import check_file
    from bot.content.sources import snapshot

    base = snapshot(settings.content_dir)
    return max([_check_story(path) if _is_story(path) else tell(check_file(path, base), str(path)) for path in files])


def _is_story(path: Path) -> bool:
    return path.parent.name == "stories" and path.suffix in {".yaml", ".yml"}


def _check_story(path: Path) -> int:
    """How one story is written; whether it comes out as written is for `flows test`."""
    from bot.authoring.story_reader import read_story
    from bot.content.problems import Problems, report

    problems, data = Problems(), path.read_bytes()
    read_story(str(path), data, problems)
    if problems:
        say(report(problems, {str(path): data.decode("utf-8", "replace")}))
    errors = len(problems.errors)
    say(f"{path}：{errors} 个错误。" if errors else f"{path}：写法没有错误。跑一遍：wenzhu flows test {path}")
    return PROBLEMS if errors else DONE


def _all_there(files: Sequence[Path]) -> None:
    missing = [path for path in files if not path.exists()]
    folders = [path for path in files if path.is_dir()]
    for path in missing:
        say(f"没有这个文件：{path}。看看路径写得对不对。", error=True)
    for path in folders:
        say(f"{path} 是文件夹。在 config.yaml 里写 content_dir: {path}，再运行 wenzhu flows check。", error=True)
    if missing or folders:
        raise Stop(WRONG_USE)


def stories_of(built: Built) -> dict[str, bytes]:
    """The files of all stories, the editor's and the shipped ones."""
    return {name: data for name, data in built.snapshot.files.items() if name.startswith("stories/")}


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="例子：wenzhu flows test；wenzhu flows test 我的内容/stories/收费.yaml",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[故事文件]…")
@click.pass_context
def test(ctx: click.Context, files: tuple[Path, ...]) -> int:
    """跑对话样例（故事）：机器人说的和故事写的一样才算过。不写文件就跑全部。"""
    from bot.authoring.stories import tell as tell_story
    from bot.authoring.story_reader import read_story
    from bot.content.problems import Problems, report

    settings = settings_of(ctx)
    _all_there(files)
    built = build_all(settings)
    if built.edition is None:
        tell(built, "流程")
        say("流程有错误，故事先不跑。", error=True)
        return PROBLEMS
    sources = {str(path): path.read_bytes() for path in files} if files else stories_of(built)
    problems = Problems()
    failures = 0
    told = 0
    shipped: list[str] = []
    for name, data in sources.items():
        story = read_story(name, data, problems)
        if story is None:
            continue
        told += 1
        for failure in tell_story(story, built.edition.book):
            failures += 1
            if not files and settings.content_dir is not None and name not in built.snapshot.own:
                shipped.append(name)
            say(failure.print_with(data.decode("utf-8", "replace")) + "\n")
    if problems:
        say(report(problems, {name: data.decode("utf-8", "replace") for name, data in sources.items()}))
    if not sources:
        say(NO_STORIES, error=True)
        return PROBLEMS
    if shipped:
        names = [Path(name).stem for name in dict.fromkeys(shipped)]
        listed = "、".join(names[:NAMED]) + (f" 等 {len(names)} 个" if len(names) > NAMED else "")
        say(SHIPPED_STORY.format(names=listed, first=f"stories/{names[0]}"))
    say(f"故事：{told} 个，{failures} 处不一样" + (f"，{len(problems)} 处写法有问题" if problems else "") + "。")
    return PROBLEMS if failures or problems.errors else DONE


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="退出码：0 全走到了；1 有没走到的（已列出），或故事没通过；2 用法不对。例子：wenzhu flows coverage court；"
    "wenzhu flows coverage --format json > 走到哪里.json",
)
@click.argument("names", nargs=-1, metavar="[流程名]…")
@format_option(["text", "json"], "text", "text（给人看）或 json（给程序）")
@click.pass_context
def coverage(ctx: click.Context, names: tuple[str, ...], form: str) -> int:
    """对话样例走到了哪些步骤、选项、出口、提醒条件和插话，没走到的在哪一行。写流程名就只看那几个。

    故事里的一步写了要看到什么，走到的才算数。
    """
    import json

    from bot.authoring.coverage import cover, data, page
    from bot.authoring.story_reader import read_story
    from bot.content.problems import Problems, report

    built = build_all(settings_of(ctx))
    if built.edition is None:
        tell(built, "流程")
        say("流程有错误，先改好再看。", error=True)
        return PROBLEMS
    _all_known(names, built.edition.book.flows)
    sources, problems = stories_of(built), Problems()
    stories = [s for name, written in sources.items() if (s := read_story(name, written, problems)) is not None]
    if problems:
        say(
            report(problems, {name: written.decode("utf-8", "replace") for name, written in sources.items()}),
            error=True,
        )
    if not sources:
        say(NO_STORIES, error=True)
    found = cover(built.edition.tree, built.edition.book, stories, names)
    say(json.dumps(data(found), ensure_ascii=False, indent=2) if form == "json" else page(found).rstrip())
    if found.failures:
        say(f"有 {len(found.failures)} 个故事没走完，后面的不算。先看 wenzhu flows test。", error=True)
    if found.missed:
        say("没走到的，写一个故事走过去，并写明要看到什么；谁也走不到的，就删掉。", error=True)
    return DONE if found.whole and not problems.errors else PROBLEMS


def _all_known(names: Sequence[str], flows: Mapping[str, Flow]) -> None:
    unknown = [name for name in names if name not in flows]
    if unknown:
        say(f"没有这些流程：{'、'.join(unknown)}。有的是：{'、'.join(sorted(flows))}。", error=True)
        raise Stop(WRONG_USE)


@click.command(
    cls=Chinese,
    context_settings=HELP,
    epilog="例子：wenzhu flows graph --format mermaid > 流程.mmd；wenzhu flows graph first_response stages --format text",
)
@click.argument("names", nargs=-1, metavar="[流程名]…")
@format_option(["mermaid", "text"], "mermaid", "mermaid（贴进 mermaid.live 或 Markdown）或 text（文字表）")
@click.pass_context
def graph(ctx: click.Context, names: tuple[str, ...], form: str) -> int:
    """画出流程图。写流程名就只画那几个。"""
    from bot.authoring.graph import draw, mermaid, table

    built = build_all(settings_of(ctx))
    if built.edition is None:
        tell(built, "流程")
        say("流程有错误，先改好再画。", error=True)
        return PROBLEMS
    book = built.edition.book
    _all_known(names, book.flows)
    drawing = draw(book, names)
    say(mermaid(drawing) if form == "mermaid" else table(drawing))
    return DONE

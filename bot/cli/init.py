"""`wenzhu init`: a folder of the editor's own over the shipped content, with a working example."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.main import HELP, PROBLEMS, WRONG_USE, Chinese, Stop, say

EXAMPLE = "flows/about_fee.yaml"
STORY = "stories/收费吗.yaml"
FOLDERS = (
    "flows",
    "flows/facts",
    "flows/tables",
    "templates/cards",
    "templates/scripts",
    "templates/letters",
    "stories",
)
BESIDE = {"流程语言参考.md": "docs/editors/flow-language.zh.md", "config.example.yaml": "config.example.yaml"}
NOTE = "# 例子：这一份盖过自带的同名文件。改一句话，保存，运行 wenzhu flows check，再运行 wenzhu flows test。\n"
STORY_TEXT = """\
# 故事就是你的测试：照这样聊，就该这样答。
story: 有人先问收不收费
clock: 2026-11-20 10:00
steps:
  - opens: true
  - says: 收费吗
    sees: [不收费]
"""
README = """\
# 我的内容

这个文件夹里的文件整份盖过「稳住」自带的同名文件；没有的，就用自带的。要改自带的一份，先抄过来：`wenzhu flows copy slots`。

| 放在 | 写什么 |
|---|---|
| `flows/` | 流程（YAML），文件名就是流程名 |
| `flows/facts/` | 热线、法条、数字 |
| `flows/tables/` | 节假日、LPR |
| `templates/cards/` | 共用的短文字 |
| `templates/scripts/`、`templates/letters/` | 话术和文书 |
| `stories/` | 对话样例，就是测试 |

1. 在你运行 wenzhu 的那个文件夹里建一个 `config.yaml`，写一行 `content_dir: {folder}`。别的设置见 `config.example.yaml`。
2. 改文件。这里已经有一个例子：`flows/about_fee.yaml`（有人问收不收费）和它的故事 `stories/收费吗.yaml`。
3. `wenzhu flows check`：一次列出全部错误，哪一行、为什么、怎么改。
4. `wenzhu flows test`：跑故事。
5. `wenzhu chat --private`：自己聊一遍，什么都不存。

正在运行的机器人会发现改动：没有错误就整份换上，有错误就继续用上一份，并说明原因。

怎么写：`流程语言参考.md`，就在这个文件夹里。
"""


@click.command(cls=Chinese, context_settings=HELP, epilog="例子：wenzhu init 我的内容")
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
def init(folder: Path) -> None:
    """给编辑建一个自己的文件夹：空的目录、说明、流程语言参考、一个能用的例子。已有的文件一个都不动。"""
    from bot.content.sources import shipped_folder, snapshot

    if folder.exists() and not folder.is_dir():
        say(f"{folder} 已经是一个文件。换个名字。", error=True)
        raise Stop(WRONG_USE)
    if folder.is_dir() and any(folder.iterdir()):
        say(f"{folder} 里已经有东西，没有动它。换一个空文件夹，或新的名字。", error=True)
        raise Stop(WRONG_USE)
    example, shipped = snapshot().files.get(EXAMPLE), shipped_folder()
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "README.md").write_text(README.format(folder=folder), encoding="utf-8")
        for name, source in BESIDE.items():
            (folder / name).write_bytes((shipped / source).read_bytes())
        if example is not None:
            (folder / EXAMPLE).write_text(NOTE + example.decode("utf-8"), encoding="utf-8")
            (folder / STORY).write_text(STORY_TEXT, encoding="utf-8")
    except OSError as error:
        say(f"写不进 {folder}（{error.strerror}）。换一个自己能写的地方。", error=True)
        raise Stop(PROBLEMS) from None
    say(f"建好了：{folder}")
    say(f"下一步：在 config.yaml 里写 content_dir: {folder}，再运行 wenzhu flows check")

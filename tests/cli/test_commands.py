"""The commands as people use them: help in Chinese, mistakes with remedies, documented exit codes."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import House, Shelf
from bot.cli.again import again
from bot.cli.main import cli, run
from bot.settings import Settings

OWN_FLOW = """\
flow: about_fee
title: 收不收费
start: start
steps:
  start:
    say: 不收费，一分钱也不用。
    ask: 这样说清楚了吗？
    save: none
    choices:
      clear: 明白了
      more: {label: 还想问, skip: true}
    next: done
  done:
    end: answered
"""
COMMANDS = [
    (),
    ("chat",),
    ("serve",),
    ("init",),
    ("flows",),
    ("flows", "check"),
    ("flows", "test"),
    ("flows", "coverage"),
    ("flows", "graph"),
    ("facts",),
    ("facts", "check"),
    ("conversations",),
    ("conversations", "list"),
    ("conversations", "show"),
    ("conversations", "export"),
    ("conversations", "forget"),
]

ROOT = Path(__file__).parents[2]


def did(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which somebody has talked and agreed to be kept, and the pseudonym."""
    folder = tmp_path_factory.mktemp("talked")
    root, cache = str(Path(__file__).parents[2]), os.environ["XDG_CACHE_HOME"]
    environment = {"PATH": "/usr/bin", "PYTHONPATH": root, "HOME": str(folder), "XDG_CACHE_HOME": cache}
    environment["XDG_STATE_HOME"] = str(folder / "state")

    def ran(*arguments: str, typed: str = "") -> str:
        start = [sys.executable, "-c", "from bot.cli.main import main; main()", *arguments]
        done = subprocess.run(
            start, input=typed, capture_output=True, text=True, check=True, env=environment, cwd=folder
        )
        return done.stdout

    lines = "想知道下一步\n保存\n都没有\n半个月\n微粒贷\n一万二\n我电话13800138000\n"
    assert "微粒贷" in ran("chat", "--as", "小林", typed=lines)
    return folder, ran("conversations", "list").split()[0]


@pytest.fixture
def talked(home: Path, conversation: tuple[Path, str]) -> str:
    """Somebody has talked here and agreed to be kept; the pseudonym."""
    shutil.copytree(conversation[0], home, dirs_exist_ok=True)
    return conversation[1]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_chinese_and_has_an_example(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """The help of every command is Chinese throughout and shows how it is used."""
    code, out, err = did(capsys, *command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("用法：")
    assert "例子：" in out or "退出码：" in out
    assert not any(word in out for word in ("Usage", "Options", "Commands", "Show this", "Error"))


def test_help_says_that_a_name_is_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    """--as promises no protection that it does not give."""
    assert "这不是密码" in did(capsys, "chat", "--help")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chta",), "没有 chta 这个命令。是不是想写 chat？"),
        (("flows", "chekc"), "没有 chekc 这个命令。是不是想写 check？"),
        (("chat", "--nwe"), "没有 --nwe 这个选项。是不是想写 --new？"),
        (("chat", "--as", "a:b"), "--as 后面写一个名字"),
        (("conversations", "export", "3f9a01bc"), "还缺"),
        (("conversations", "show", "3f"), "编号至少写开头 8 位"),
        (("flows", "check", "nowhere.yaml"), "没有这个文件：nowhere.yaml"),
        (("flows", "graph", "nowhere"), "没有这些流程：nowhere"),
        (("flows", "coverage", "nowhere"), "没有这些流程：nowhere"),
        (("--config", "nowhere.yaml", "chat"), "没有这个文件（--config 指的）"),
        (("serve",), "wenzhu chat"),
    ],
)
def test_wrong_use_says_what_to_do(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each misuse ends with code 2 and the remedy in Chinese."""
    code, _, err = did(capsys, *arguments)
    assert code == 2
    assert said in err


def test_serve_names_chat_and_the_key(capsys: pytest.CaptureFixture[str]) -> None:
    """`serve` without any channel says what to talk with and what to set."""
    code, _, err = did(capsys, "serve")
    assert code == 2
    assert "telegram.token" in err
    assert "没有配好任何渠道" in err


def test_the_shipped_flows_and_facts_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    """The editors' commands work on the shipped content as it is."""
    code, out, _ = did(capsys, "flows", "check")
    assert code == 0, out
    code, out, _ = did(capsys, "flows", "graph", "about_fee")
    assert code == 0
    assert "about_fee" in out
    assert "事实" in did(capsys, "facts", "check")[1]


def test_coverage_of_an_own_folder_names_the_line_that_no_story_walks(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more choice in the editor's own flow: its line, exit 1; with a story that takes it, exit 0 and all of it."""
    own, shipped, root = home / "own", home / "shipped", Path(__file__).parents[2]
    (own / "flows").mkdir(parents=True)
    (own / "stories").mkdir()
    for name in ("flows", "templates"):  # without the shipped stories, which take their time
        shutil.copytree(root / name, shipped / name)
    (shipped / "stories").mkdir()
    monkeypatch.setattr("bot.content.sources.shipped_folder", lambda: shipped)
    (home / "config.yaml").write_text("content_dir: own", encoding="utf-8")
    (own / "flows" / "about_fee.yaml").write_text(OWN_FLOW, encoding="utf-8")
    story = own / "stories" / "收费吗.yaml"
    begin = "story: 问收费\nsteps:\n  - opens: true\n  - says: 收费吗\n    at: about_fee.start\n    sees: [不收费]\n"
    story.write_text(f"{begin}  - presses: 明白了\n    at: first_response.settle\n", encoding="utf-8")
    code, out, err = did(capsys, "flows", "coverage", "about_fee")
    assert (code, "flows/about_fee.yaml:11:7 选项 about_fee.start「还想问」" in out) == (1, True), out
    assert "写一个故事走过去" in err
    code, out, _ = did(capsys, "flows", "coverage", "about_fee", "--format", "json")
    assert (code, json.loads(out)["files"][0]["missed"][0]["line"]) == (1, 11)
    other = own / "stories" / "还想问.yaml"
    other.write_text(f"{begin}  - presses: 还想问\n    at: first_response.settle\n", encoding="utf-8")
    code, out, err = did(capsys, "flows", "coverage", "about_fee")
    assert (code, "（100.0 %）" in out, err) == (0, True, ""), did(capsys, "flows", "test")[1]


def an_own_folder(home: Path, capsys: pytest.CaptureFixture[str], *copied: str) -> Path:
    did(capsys, "init", "mine")
    (home / "config.yaml").write_text("content_dir: mine", encoding="utf-8")
    for name in copied:
        assert did(capsys, "flows", "copy", name)[0] == 0
    return home / "mine"


def test_a_whole_file_is_named_only_where_it_may_be_behind_an_error(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copied interrupts.yaml has nothing to do with a mistake in another own file; what is missing in one has."""
    own = an_own_folder(home, capsys, "interrupts", "about_jail", "wording")
    flow = own / "flows" / "about_jail.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace("{{ fact.debt", "{{ fat.debt"), encoding="utf-8")
    code, out, _ = did(capsys, "flows", "check")
    assert code == 1
    assert "整份盖过" not in out
    wording = own / "flows" / "wording.yaml"
    wording.write_text(wording.read_text(encoding="utf-8").replace("  bye:", "  # bye:"), encoding="utf-8")
    assert "整份盖过" in did(capsys, "flows", "check")[1]


def test_unknown_keys_of_own_stories_are_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Line and nearest key, by the check of everything and by that of the one file."""
    story = an_own_folder(home, capsys) / "stories" / "写错.yaml"
    story.write_text("story: 错\nsteps:\n  - says: 收费吗\n    see: [不收费]\n", encoding="utf-8")
    for arguments in (("flows", "check"), ("flows", "check", "mine/stories/写错.yaml")):
        code, out, _ = did(capsys, *arguments)
        assert code == 1
        assert "mine/stories/写错.yaml:4:5" in out
        assert "是不是想写 sees？" in out
    story.write_text("story: 对\nsteps:\n  - says: 收费吗\n    sees: [不收费]\n", encoding="utf-8")
    assert did(capsys, "flows", "check", "mine/stories/写错.yaml")[0] == 0


def test_a_shipped_story_that_fails_is_called_shipped(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor who changed a sentence hears which shipped stories hold the old one, and how to take one over."""
    flow = an_own_folder(home, capsys, "about_not_paying") / "flows" / "about_not_paying.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace("不会自己没有", "不会消失"), encoding="utf-8")
    from bot.cli import flows

    few = {"stories/questions_of_fear.yaml"}
    shipped = flows.stories_of
    monkeypatch.setattr(flows, "stories_of", lambda built: {n: d for n, d in shipped(built).items() if n in few})
    code, out, _ = did(capsys, "flows", "test")
    assert code == 1
    assert "自带的故事不一样：questions_of_fear" in out
    assert "wenzhu flows copy stories/questions_of_fear" in out
    assert did(capsys, "flows", "copy", "stories/questions_of_fear")[0] == 0


def test_a_folder_that_is_not_named_in_the_settings_is_not_passed_over_in_silence(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stands in an own folder hears that only the shipped content was checked."""
    did(capsys, "init", "mine")
    monkeypatch.chdir(home / "mine")
    code, _, err = did(capsys, "flows", "check")
    assert code == 0
    assert "content_dir: ." in err


def test_init_makes_a_folder_that_works(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new folder passes its check and its story; a changed word fails the story."""
    code, out, _ = did(capsys, "init", "mine")
    assert code == 0
    assert "content_dir: mine" in out
    assert "# 流程语言参考" in (home / "mine" / "流程语言参考.md").read_text(encoding="utf-8")
    assert "content_dir" in (home / "mine" / "config.example.yaml").read_text(encoding="utf-8")
    (home / "config.yaml").write_text("content_dir: mine", encoding="utf-8")
    code, out, _ = did(capsys, "flows", "check")
    assert code == 0, out
    code, out, _ = did(capsys, "flows", "test", "mine/stories/收费吗.yaml")
    assert code == 0, out
    assert "1 个，0 处不一样" in out
    flow = home / "mine" / "flows" / "about_fee.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace("不收费", "免费的"), encoding="utf-8")
    code, out, _ = did(capsys, "flows", "test", "mine/stories/收费吗.yaml")
    assert code == 1
    assert "不收费" in out


def test_init_never_touches_what_is_there(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with something in it, or a file, is refused and left as it was."""
    (home / "mine").mkdir()
    (home / "mine" / "note.txt").write_text("x", encoding="utf-8")
    assert did(capsys, "init", "mine")[0] == 2
    assert [p.name for p in (home / "mine").iterdir()] == ["note.txt"]
    assert did(capsys, "init", "mine/note.txt")[0] == 2


def test_a_shipped_file_is_copied_to_be_changed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By its name, whole, into the editor's folder, never over what is there; without a folder it says how to get one."""
    assert did(capsys, "flows", "copy", "slots")[0] == 2
    did(capsys, "init", "mine")
    (home / "config.yaml").write_text("content_dir: mine", encoding="utf-8")
    code, out, _ = did(capsys, "flows", "copy", "slots", "cards/three_donts", "talk", "about_fee")
    assert code == 0
    assert (home / "mine" / "flows" / "slots.yaml").read_bytes() == (ROOT / "flows" / "slots.yaml").read_bytes()
    assert (home / "mine" / "templates" / "cards" / "three_donts.j2").is_file()
    assert "about_fee.yaml 已经有了" in out
    assert (home / "mine" / "flows" / "talk.yaml").is_file()
    assert did(capsys, "flows", "check")[0] == 0
    assert "是不是想写 wording" in did(capsys, "flows", "copy", "wordin")[2]
    assert did(capsys, "flows", "copy", "../slots")[0] == 2


def test_a_problem_is_told_in_the_editors_own_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name may stand for two files: the one in the editor's folder is named with it, and who covers a whole list is told so."""
    did(capsys, "init", "mine")
    (home / "config.yaml").write_text("content_dir: mine", encoding="utf-8")
    (home / "mine" / "flows" / "slots.yaml").write_text(
        "slots:\n  what: {type: text, label: 想办的}\n", encoding="utf-8"
    )
    (home / "mine" / "flows" / "about_fee.yaml").write_text("flow: about_fee\n", encoding="utf-8")
    code, out, _ = did(capsys, "flows", "check")
    assert code == 1
    assert "mine/flows/about_fee.yaml:1:1" in out
    assert "\nflows/about_fee.yaml" not in out
    (home / "mine" / "flows" / "about_fee.yaml").unlink()
    code, out, _ = did(capsys, "flows", "check")
    assert code == 1
    assert "wenzhu flows copy" in out


def test_one_file_is_checked_on_top_of_the_shipped_content(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file is judged by itself under its own path: sound, broken, and no text at all."""
    did(capsys, "init", "mine")
    flow = home / "mine" / "flows" / "about_fee.yaml"
    code, out, _ = did(capsys, "flows", "check", str(flow))
    assert code == 0, out
    flow.write_text(flow.read_text(encoding="utf-8") + "    next: nowhere\n", encoding="utf-8")
    code, out, _ = did(capsys, "flows", "check", str(flow))
    assert code == 1
    assert f"{flow}:" in out
    flow.write_bytes(b"\x00\xff junk")
    assert did(capsys, "flows", "check", str(flow))[0] == 1


def test_a_conversation_can_be_listed_shown_and_exported(
    talked: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An operator sees answers and what was asked, never what was typed."""
    code, out, _ = did(capsys, "conversations", "show", talked[:8])
    assert code == 0
    assert "平台：微粒贷" in out
    assert "欠款金额：1.2 万元" in out
    assert "> （打了一句话）" in out
    for typed in ("> 一万二", "13800138000", "小林"):
        assert typed not in out
    target = home / "out.json"
    code, out, _ = did(capsys, "conversations", "export", talked, "--format", "json", "--output", str(target))
    assert code == 0
    data = json.loads(target.read_text(encoding="utf-8"))
    assert data["audience"] == "borrower"
    assert "微粒贷" in str(data["fields"])
    assert "一万二" not in str(data)
    assert target.stat().st_mode & 0o777 == 0o600
    code, *_ = did(capsys, "conversations", "export", talked, "--output", str(home / "out.md"))
    assert (home / "out.md").read_text(encoding="utf-8").startswith("# 我的一页")
    assert sorted(p.name for p in home.iterdir() if p.is_file()) == ["out.json", "out.md"]


def test_words_are_shown_only_for_a_reason_that_is_kept(
    talked: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`show --with-words` wants a reason, masks all the same, and the log says who looked and why, not at what."""
    start = ("conversations", "show", talked, "--with-words")
    code, out, err = did(capsys, *start)
    assert (code, out) == (2, "")
    assert "--reason" in err
    code, out, _ = did(capsys, *start, "--reason", "本人要求核对")
    assert code == 0
    assert "> 一万二" in out
    assert "13800138000" not in out
    (note,) = (json.loads(line) for line in (home / "data" / "exports.log").read_text("utf-8").splitlines())
    assert (note["state"], note["reason"], note["id"]) == ("shown", "本人要求核对", talked[:12])
    assert "一万二" not in str(note)


def test_an_export_that_cannot_be_written_says_so(talked: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The path that cannot be written is named."""
    code, _, err = did(capsys, "conversations", "export", talked, "--output", "/nowhere/out.md")
    assert code == 1
    assert "写不进 /nowhere/out.md" in err


def test_a_conversation_can_be_forgotten(talked: str, capsys: pytest.CaptureFixture[str]) -> None:
    """After forget nothing is listed and nothing is shown."""
    code, out, _ = did(capsys, "conversations", "forget", talked[:10], "--yes")
    assert code == 0
    assert "删好了" in out
    assert "共 0 段" in did(capsys, "conversations", "list")[1]
    code, _, err = did(capsys, "conversations", "show", talked[:10])
    assert code == 1
    assert "没有编号是" in err


def test_without_a_store_reading_commands_make_none(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Looking where nobody has talked is an answer, not a new store."""
    code, _, err = did(capsys, "conversations", "list")
    assert code == 4
    assert "StoreMissing" in err
    assert not (home / "data").exists()


def test_rooms_are_named_as_in_the_group() -> None:
    """Every lazily named command exists."""
    context = cli.make_context("wenzhu", ["--help"], resilient_parsing=True)
    for name in cli.list_commands(context):
        found = cli.get_command(context, name)
        assert found is not None
        assert found.name == name


def test_a_fault_of_ours_ends_in_safe_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback, no words of anybody: the hotlines, the kind of fault and where it happened."""

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("somebody's words")

    monkeypatch.setattr("bot.app.Shelf.refresh", fails)
    code, out, err = did(capsys, "chat", "--private")
    assert code == 6
    assert "12356" in out
    assert "ZeroDivisionError" in err
    assert "words" not in err + out


def test_the_way_back_works_from_where_one_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Under make it is make's command; a program on no PATH is named with its folder; else plain `wenzhu chat`."""
    program = tmp_path / "wenzhu"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr("sys.argv", [str(program), "chat"])
    monkeypatch.delenv("MAKELEVEL", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    assert again() == f"{program} chat"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert again() == "wenzhu chat"
    assert again("--as", "小林") == "wenzhu chat --as 小林"
    monkeypatch.setenv("MAKELEVEL", "1")
    assert again() == "make chat"
    assert again("--as", "小林") == 'make chat ARGS="--as 小林"'
    assert again("--as", "小 林") == """make chat ARGS="--as '小 林'\""""


@pytest.mark.parametrize(
    ("harm", "code", "remedy"),
    [("key", 4, "主钥匙不是原来那一把"), ("damage", 4, "从备份放回来"), ("lock", 3, "已经有一个稳住在用")],
)
def test_an_operator_reads_the_remedy_and_then_the_reason(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], harm: str, code: int, remedy: str
) -> None:
    """The remedy in Chinese on one line, the reason in English on the next, a documented exit code, no traceback."""
    from bot.storage import opening

    settings = Settings(data_dir=home / "data")

    async def made() -> None:
        async with House(settings, shelf=Shelf(settings), senders={}):
            pass

    asyncio.run(made())
    lock = opening.take_lock(home / "data") if harm == "lock" else None
    if harm == "key":
        monkeypatch.setenv("WENZHU_MASTER_KEY", "00" * 32)
    elif harm == "damage":
        (home / "data" / "wenzhu.db").write_bytes(b"")
    monkeypatch.setenv("WENZHU_TELEGRAM__TOKEN", "7000000001:" + "x" * 35)
    monkeypatch.setenv("WENZHU_TELEGRAM__BASE_URL", "http://127.0.0.1:9/bot")
    try:
        assert run(["serve"]) == code
    finally:
        if lock is not None:
            os.close(lock)
    lines = [line for line in capsys.readouterr().err.splitlines() if "提醒：" not in line]
    assert remedy in lines[0]
    assert len(lines) == 2
    assert not re.search(r"[一-鿿]", lines[1])

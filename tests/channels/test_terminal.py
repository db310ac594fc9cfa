"""The real command in a real terminal, and in a pipe: typed, drawn, left, come back to."""

from __future__ import annotations

import codecs
import contextlib
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from bot.cli.main import main; main()"]
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("WENZHU_") and k not in {"NO_COLOR", "MAKELEVEL"}}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "WENZHU_DATA_DIR": str(tmp_path / "data"),
        "TERM": "xterm-256color",
        "PYTHONWARNINGS": "error",
    }


def piped(environment: dict[str, str], text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], input=text, env=environment, capture_output=True, text=True, timeout=200, check=False
    )


class Screen:
    """A terminal of 80 columns with the command in it."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self.seen = self.pending = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.process, self.master = 0, 0
        self.process, self.master = pty.fork()
        if self.process == 0:
            os.execvpe(COMMAND[0], [*COMMAND, *arguments], {**environment, "COLUMNS": "80", "LINES": "40"})

    def until(self, words: str, seconds: float = 30) -> str:
        """Read until these words have appeared since the last look; what came after them waits for the next look."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            shown = _ESCAPES.sub("", self.pending)
            if words in shown:
                found, self.pending = shown[: shown.index(words) + len(words)], shown[shown.index(words) + len(words) :]
                return found
            ready, _, _ = select.select([self.master], [], [], 0.1)
            if ready:
                try:
                    data = os.read(self.master, 65536)
                except OSError:
                    break
                if b"\x1b[6n" in data:  # the program asks where the cursor is
                    os.write(self.master, b"\x1b[1;1R")
                text = self.decoder.decode(data)
                self.pending += text
                self.seen += text
        raise AssertionError(f"never saw {words!r} in:\n{_ESCAPES.sub('', self.pending)}")

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def ended(self) -> int:
        with contextlib.suppress(OSError):
            while os.read(self.master, 65536):
                pass
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self.master)


@pytest.fixture
def screens() -> Iterator[list[Screen]]:
    made: list[Screen] = []
    yield made
    for screen in made:
        screen.close()


def test_a_real_terminal(environment: dict[str, str], screens: list[Screen]) -> None:
    """The first question, a number, words, Ctrl-C with a hint; nothing of the answers stays in a file."""
    screen = Screen(environment, "chat")
    screens.append(screen)
    shown = screen.until("只想说说话")
    assert "第 1 步／共" in shown
    screen.until("›")
    screen.type("4\r")
    screen.until("第 2 步／共")
    screen.until("›")
    screen.type("都没有\r")
    screen.until("第 3 步／共")
    assert "\x1b[1m" in screen.seen
    screen.until("›")
    screen.type("\x03")
    assert "wenzhu chat" in screen.until("12356")
    assert screen.ended() == 0
    again = Screen(environment, "chat")
    screens.append(again)
    again.until("逾期大概多久")
    again.until("›")
    again.type("\x04")
    again.until("wenzhu chat")
    assert again.ended() == 0


def test_no_colour_when_nobody_wants_it(environment: dict[str, str], screens: list[Screen]) -> None:
    """NO_COLOR and --plain: not one escape sequence, and leaving is as quiet."""
    screen = Screen({**environment, "NO_COLOR": "1"}, "chat", "--plain", "--private")
    screens.append(screen)
    screen.until("只想说说话")
    screen.until("›")
    screen.type("4\n")
    screen.until("第 2 步／共")
    assert "\x1b" not in screen.seen
    screen.type("\x04")
    assert "没有留下任何记录" in screen.until("没有留下任何记录")
    assert screen.ended() == 0


def test_a_pipe_is_answered_line_by_line(environment: dict[str, str]) -> None:
    """A line is a turn, without colour or noise, and the next start goes on behind it."""
    done = piped(environment, "想知道下一步\n都没有\n半个月\n", "chat")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert [f"第 {n} 步" in done.stdout for n in (1, 2, 3, 4)] == [True] * 4
    assert "逾期天数 15 天" in done.stdout
    back = piped(environment, "", "chat")
    assert back.returncode == 0
    assert "第 4 步" in back.stdout
    assert "第 1 步" not in back.stdout


def test_one_line_is_one_turn(environment: dict[str, str]) -> None:
    """An empty line and bytes that are no text are turns like others, and end nothing."""
    done = subprocess.run(
        [*COMMAND, "chat", "--private"],
        input=b"\n\xff\xfe\n" + "啊".encode() * 100_000 + b"\n" + "想知道下一步".encode(),
        env=environment,
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]
    assert "第 2 步" in done.stdout.decode()


def test_new_starts_at_the_first_question(environment: dict[str, str]) -> None:
    """--new leads to the first question, also somebody who was never there."""
    piped(environment, "想知道下一步\n都没有\n", "chat")
    assert "第 1 步" in piped(environment, "", "chat", "--new").stdout
    fresh = piped(environment, "", "chat", "--new", "--as", "别人")
    assert "第 1 步" in fresh.stdout


def test_names_keep_people_apart(environment: dict[str, str]) -> None:
    """Each --as has a place of its own."""
    piped(environment, "想知道下一步\n", "chat", "--as", "小林")
    assert "第 1 步" in piped(environment, "", "chat", "--as", "小王").stdout
    assert "第 2 步" in piped(environment, "", "chat", "--as", "小林").stdout


def test_private_writes_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    """With --private neither data nor key come to be on the disk."""
    piped(environment, "想知道下一步\n", "chat", "--private")
    assert not (tmp_path / "data").exists()
    assert not (tmp_path / "state").exists()


def test_a_reader_that_goes_away_ends_it_quietly(environment: dict[str, str]) -> None:
    """`| head` is no fault: nothing on the error stream, and what was not read comes at the next start."""
    program = subprocess.Popen(
        [*COMMAND, "chat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write("想知道下一步\n".encode())
    program.stdin.flush()
    while "只想说说话" not in program.stdout.readline().decode():
        pass
    program.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        program.stdin.write("帮助\n".encode() * 3)
        program.stdin.close()
    assert program.wait(60) == 0
    assert program.stderr is not None
    assert program.stderr.read() == b""
    program.stderr.close()
    assert "第 2 步" in piped(environment, "", "chat").stdout


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_missing_stream_is_no_fault(environment: dict[str, str], closed: str) -> None:
    """Started without input, output or error stream it ends as at the end of its input."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, "chat", "--private"],
        env=environment,
        capture_output=True,
        input="想知道下一步\n",
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert ("只想说说话" in done.stdout) == (">&-" not in closed.replace("2>&-", ""))


def test_danger_in_a_pipe_is_answered_first(environment: dict[str, str]) -> None:
    """Danger as the very first words is asked about at once."""
    done = piped(environment, "我不想活了\n", "chat", "--private")
    assert "想结束生命的念头" in done.stdout


def test_an_export_is_a_private_file(environment: dict[str, str], tmp_path: Path) -> None:
    """Shown first, then a file for this account alone, whose place is told; nothing of it before the last yes."""
    lines = "想知道下一步\n保存\n导出\n我自己\n后面都留着\n不用加了\n"
    shown = piped(environment, lines, "chat")
    assert shown.stdout.index("【一句话概况】") < shown.stdout.index("【证据清单】")  # 后面都留着 shows what it keeps
    assert not (tmp_path / "data" / "exports").exists()
    done = piped(environment, "纯文字\n", "chat")
    (path,) = (tmp_path / "data" / "exports").iterdir()
    assert str(path) in done.stdout
    assert path.name.startswith("稳住-我的一页-")
    assert path.stat().st_mode & 0o777 == 0o600
    assert "24 小时以后自动删掉" in done.stdout
    assert "我的一页" in path.read_text(encoding="utf-8")


def test_a_private_talk_takes_its_files_with_it(environment: dict[str, str], tmp_path: Path) -> None:
    """With --private a file lies in memory or /tmp while the talk lasts, and nowhere afterwards; in a named folder it stays."""
    lines = "想知道下一步\n没时间\n存成文件\n纯文字\n"
    done = piped(environment, lines, "chat", "--private")
    (told,) = [line for line in done.stdout.splitlines() if "wenzhu-" in line]
    assert "离开时自动删掉" in done.stdout
    assert not Path(told.strip()).parent.exists()
    mine = tmp_path / "mine"
    piped(environment, lines, "chat", "--private", "--exports", str(mine))
    (path,) = mine.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "data").exists()


def test_a_second_one_is_told_so(environment: dict[str, str], screens: list[Screen]) -> None:
    """While a window has the conversation, another is told where it is, who listens, and how to talk unkept."""
    first = Screen(environment, "chat")
    screens.append(first)
    first.until("只想说说话")
    second = piped(environment, "", "chat")
    assert second.returncode == 3
    assert "稳住已经在另一个窗口里开着了" in second.stdout
    assert "12356" in second.stdout
    assert "--private" in second.stdout
    assert "故障" not in second.stdout
    assert second.stderr == ""


def test_a_damaged_store_still_gives_the_hotlines(environment: dict[str, str], tmp_path: Path) -> None:
    """An emptied database: the hotlines, the reason and a way on; the English is for the log."""
    piped(environment, "", "chat")
    (tmp_path / "data" / "wenzhu.db").write_bytes(b"")
    done = piped(environment, "你好\n", "chat")
    assert done.returncode == 4
    assert "12356" in done.stdout
    assert "存的记录坏了" in done.stdout
    assert "--private" in done.stdout
    assert "再发一句" not in done.stdout  # the program ends here
    assert done.stderr == ""
    assert "StoreDamaged" in (tmp_path / "data" / "wenzhu.log").read_text(encoding="utf-8")


WHY = {"key": "钥匙对不上", "lost": "钥匙找不到了", "inside": "不稳妥", "place": "打不开或写不进"}


@pytest.mark.parametrize("kind", WHY)
def test_a_borrower_reads_no_english(environment: dict[str, str], tmp_path: Path, kind: str) -> None:
    """A key that does not fit or is lost, a place others can read, one that cannot be used: the true reason, exit code 4."""
    piped(environment, "", "chat")
    if kind == "key":
        environment = {**environment, "WENZHU_MASTER_KEY": "00" * 32}
    elif kind == "lost":
        environment = {**environment, "XDG_STATE_HOME": str(tmp_path / "elsewhere")}
    elif kind == "inside":
        environment = {**environment, "WENZHU_PRIVACY__MASTER_KEY_FILE": str(tmp_path / "data" / "key")}
    else:
        environment = {**environment, "WENZHU_DATA_DIR": str(tmp_path / "data" / "wenzhu.db" / "under")}
    done = piped(environment, "你好\n", "chat")
    assert done.returncode == 4
    assert WHY[kind] in done.stdout
    assert "12356" in done.stdout
    assert not re.search(r"[A-Za-z]{3,}", done.stdout.replace("wenzhu chat --private", ""))
    assert done.stderr == ""


def test_the_log_is_for_this_account_alone(environment: dict[str, str], tmp_path: Path) -> None:
    """Also one that an older version left readable for others."""
    piped(environment, "", "chat")
    log = tmp_path / "data" / "wenzhu.log"
    log.touch()
    log.chmod(0o644)
    (tmp_path / "data" / "wenzhu.db").write_bytes(b"")
    piped(environment, "", "chat")
    assert log.stat().st_mode & 0o777 == 0o600


def test_flows_that_are_broken_fall_back_to_the_shipped_ones(environment: dict[str, str], tmp_path: Path) -> None:
    """A broken folder is told to its editor, and the borrower is answered all the same."""
    own = tmp_path / "own" / "flows"
    own.mkdir(parents=True)
    (own / "about_fee.yaml").write_text("flow: about_fee\nsteps: {", encoding="utf-8")
    done = piped({**environment, "WENZHU_CONTENT_DIR": str(own.parent)}, "想知道下一步\n", "chat", "--private")
    assert done.returncode == 0
    assert "第 2 步" in done.stdout
    assert "about_fee.yaml" in done.stderr
    assert "先用自带的流程" in done.stderr


def test_it_can_be_killed_and_goes_on(environment: dict[str, str], screens: list[Screen]) -> None:
    """What was answered before a kill is there at the next start."""
    screen = Screen(environment, "chat")
    screens.append(screen)
    screen.until("只想说说话")
    screen.until("›")
    screen.type("4\r")
    screen.until("第 2 步／共")
    os.kill(screen.process, signal.SIGKILL)
    assert screen.ended() == -signal.SIGKILL
    assert "第 2 步" in piped(environment, "", "chat").stdout


def test_a_polite_kill_leaves_cleanly(environment: dict[str, str], screens: list[Screen]) -> None:
    """SIGTERM ends the talk as Ctrl-D does: with the way back and code 0."""
    screen = Screen(environment, "chat")
    screens.append(screen)
    screen.until("只想说说话")
    screen.until("›")
    os.kill(screen.process, signal.SIGTERM)
    screen.until("wenzhu chat")
    assert screen.ended() == 0


def test_what_comes_unasked_shows_above_the_input_line(
    environment: dict[str, str], screens: list[Screen], tmp_path: Path
) -> None:
    """An editor saves a broken file while typing: the problem appears, the half-typed line stays."""
    own = tmp_path / "own" / "flows"
    own.mkdir(parents=True)
    text = (ROOT / "flows" / "about_fee.yaml").read_text(encoding="utf-8")
    (own / "about_fee.yaml").write_text(text, encoding="utf-8")
    screen = Screen({**environment, "WENZHU_CONTENT_DIR": str(own.parent)}, "chat", "--private")
    screens.append(screen)
    screen.until("只想说说话")
    screen.until("›")
    screen.type("没说")
    screen.until("没说")
    (own / "about_fee.yaml").write_text(text.replace("end: answered", "next: nowhere"), encoding="utf-8")
    shown = screen.until("没说")
    assert "flows/about_fee.yaml" in shown
    assert "nowhere" in shown
    screen.type("完\r")
    screen.until("第 1 步／共")

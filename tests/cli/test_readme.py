"""The README is run, and the Chinese one shows the same: every command line does what a newcomer expects, in the order written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")
INSTALLS = ("make", "python3 -m venv", ".venv/bin/python -m pip")  # what brought this test here
LONG = ("flows test", "flows coverage")  # run whole by their own tests; here their names and options are tried
REFUSES = ("serve", "copy slots")  # say what to do, as no token and no folder of one's own is set


def blocks(name: str) -> list[str]:
    """The lines of the shell blocks, without comments."""
    text = (ROOT / name).read_text("utf-8")
    found = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]
    return [re.sub(r"\s+#.*", "", line) for line in found if line.strip()]


def placed(line: str) -> str:
    """A line with a name of its own taken out, so that two languages can be compared."""
    return re.sub(r"NAME|名字|my-content|我的内容", "…", line)


def test_both_languages_show_the_same_commands() -> None:
    """What one README offers, the other offers, in the same order."""
    assert [placed(line) for line in blocks("README.md")] == [placed(line) for line in blocks("README.zh.md")]


def test_every_command_runs(tmp_path: Path) -> None:
    """Each command ends well in an empty folder; an ID is that of the conversation that was just held."""
    (tmp_path / "config.example.yaml").write_bytes((ROOT / "config.example.yaml").read_bytes())
    environment = {**os.environ, "HOME": str(tmp_path)}
    here = shlex.quote(str(Path(sys.executable).with_name("wenzhu")))
    ran = 0
    for line in blocks(READMES[0]):
        if line.startswith(INSTALLS):
            continue
        command = line.replace(".venv/bin/wenzhu", here).replace(" ID", f" {newest(tmp_path, here, environment)}")
        if line.endswith(LONG):
            command += " --help"
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == (2 if line.endswith(REFUSES) else 0), f"{line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, line
        assert done.stdout or done.stderr or line.startswith("cp "), f"{line} was silent"
        ran += 1
    assert ran > 10


def newest(folder: Path, here: str, environment: dict[str, str]) -> str:
    """The id of a conversation that is held, or the word itself before there is one."""
    if not (folder / "data").exists():
        return "ID"
    done = subprocess.run(
        f"{here} conversations list",
        shell=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"^[0-9a-f]{12}\b", done.stdout, re.M)
    assert found is not None, done.stdout
    return found[0]

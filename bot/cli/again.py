"""The command that works from where this one was started: a person copies it as it stands."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

_PLAIN = re.compile(r"[\w@%+=:,./-]+")


def again(*arguments: str) -> str:
    """`wenzhu chat` with these arguments: under make it is make's command, off the PATH it needs its folder."""
    given = " ".join(one if _PLAIN.fullmatch(one) else "'" + one.replace("'", "'\"'\"'") + "'" for one in arguments)
    if os.environ.get("MAKELEVEL"):  # make sets it for its recipes
        return f'make chat ARGS="{given}"' if given else "make chat"
    started = Path(sys.argv[0])
    found = shutil.which("wenzhu")
    same = found is not None and started.exists() and os.path.samefile(found, started)
    program = "wenzhu" if same or started.name != "wenzhu" else str(started)
    return f"{program} chat {given}".rstrip()

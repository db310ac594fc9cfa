"""Seconds from the command to the first question in the terminal, second start, beside starting Python with the libraries alone.

    make bench          or: .venv/bin/python bench/start.py

The bar is one second; on a busy machine compare the ratio and the processor time.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 7
LIBRARIES = "import asyncio, sqlite3, click, pydantic_settings, yaml, cryptography.hazmat.primitives.ciphers.aead"
WENZHU = "import sys; from bot.cli.main import main; main(['chat', '--as', 'bench'])"


def spent(program: str, folder: str) -> tuple[float, float]:
    """Wall and processor seconds of one run in an own folder, with no words to read."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"XDG_CACHE_HOME": folder, "WENZHU_DATA_DIR": f"{folder}/data", "PYTHONPATH": os.getcwd()}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "chat" not in program or "1." in done.stdout.decode(), "the first question was not shown"
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        first = spent(WENZHU, folder)
        print(f"first start: {first[0]:.2f} s, processor {first[1]:.2f} s (reads, checks and proves the content)")
        ours, bare = zip(*((spent(WENZHU, folder), spent(LIBRARIES, folder)) for _ in range(ROUNDS)), strict=True)
    for name, runs in (("second start", ours), ("baseline: libraries alone", bare)):
        wall, cpu = (statistics.median(values) for values in zip(*runs, strict=True))
        print(f"{name}: median {wall:.2f} s, processor {cpu:.2f} s ({ROUNDS} runs)")


if __name__ == "__main__":
    main()

"""What reading costs: import of the room in a fresh process, a message of mixed traffic, 2,000 and 100,000 characters.

    make bench          or: .venv/bin/python bench/reading.py

Processor time, so that neighbours on the same machine do not count; machines still differ, hence the baselines of the same run
(a bare `import re`; one pass of `str.translate`).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.understanding import QuestionSpec, read, read_danger, read_opening  # noqa: E402

TODAY = dt.date(2026, 11, 20)
KINDS = {
    "overdue_days": ("days", "overdue_days"), "amount": ("money", "amount"), "platforms_count": ("number", "platforms_count"),
    "date": ("date", "payday_date"), "platform": ("platform", ""), "yes_no": ("yes_no", ""), "rate": ("rate", ""),
    "reason": ("choices", "reasons"), "choice": ("yes_no", ""),
}  # fmt: skip
FRESH = """
import time
begun = time.process_time()
import {module}
spent = (time.process_time() - begun) * 1000
status = open("/proc/self/status").read()
print(spent, int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


def fresh(module: str, times: int = 9) -> tuple[float, float]:
    """Milliseconds of processor time and megabytes of one import with its bytecode at hand, the best of a few new processes."""
    command = [sys.executable, "-c", FRESH.format(module=module)]
    with tempfile.TemporaryDirectory() as folder:
        world = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        world |= {"PYTHONPYCACHEPREFIX": folder, "PYTHONPATH": str(ROOT)}
        rows = []
        for _ in range(times + 1):  # the first run writes the bytecode
            done = subprocess.run(command, cwd=ROOT, env=world, capture_output=True, text=True, check=True)
            rows.append(tuple(map(float, done.stdout.split())))
    return min(row[0] for row in rows), min(row[1] for row in rows)


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time of one call."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def answer(row: dict[str, Any]) -> None:
    """What one turn costs the reading: danger, then the open question or the whole message."""
    question = row.get("question", "open")
    if question == "open":
        read_opening(row["text"], TODAY)  # reads danger itself
        return
    read_danger(row["text"])
    read(QuestionSpec(*KINDS[question]), row["text"], TODAY)


def line(name: str, times: list[float]) -> None:
    times = sorted(times)
    print(
        f"{name:28s} median {statistics.median(times):8.3f} ms   p99 {times[int(len(times) * 0.99) - 1]:8.3f} ms   n {len(times)}"
    )


def main() -> None:
    base_ms, base_mb = fresh("re")
    ours_ms, ours_mb = fresh("bot.understanding")
    print(f"import re                    {base_ms:7.1f} ms {base_mb:6.1f} MB")
    print(f"import bot.understanding     {ours_ms:7.1f} ms {ours_mb:6.1f} MB   (beyond re: {ours_ms - base_ms:.1f} ms)")
    rows: list[dict[str, Any]] = []
    for stem in ("slots", "open"):
        text = (ROOT / "tests/understanding/samples" / f"{stem}.jsonl").read_text(encoding="utf-8")
        rows += [json.loads(one) for one in text.splitlines()]
    for row in rows:
        answer(row)  # patterns compile on first use
    line("mixed traffic", [spent(lambda row=row: answer(row)) for row in rows])  # type: ignore[misc]
    answers = [row for row in rows if row.get("question", "open") != "open"]
    line("answers only", [spent(lambda row=row: answer(row)) for row in answers])  # type: ignore[misc]
    opens = [row for row in rows if row.get("question", "open") == "open"]
    line("free messages only", [spent(lambda row=row: answer(row)) for row in opens])  # type: ignore[misc]
    natural = ("，".join(row["text"] for row in opens) * 40)[:100_000]
    table = {k: k + 1 for k in range(256)}
    for size in (2_000, 100_000):
        text = natural[:size]
        base = min(spent(lambda text=text: text.translate(table)) for _ in range(5))  # type: ignore[misc]
        total = min(spent(lambda text=text: read(QuestionSpec("money", "amount"), text, TODAY)) for _ in range(5))  # type: ignore[misc]
        danger = min(spent(lambda text=text: read_danger(text)) for _ in range(5))  # type: ignore[misc]
        print(f"{size:7d} characters   sum {total:7.2f} ms   danger {danger:7.2f} ms   translate {base:6.3f} ms")


if __name__ == "__main__":
    main()

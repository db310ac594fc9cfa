"""A small good book for the tests of the content floor, on disk under `tests/broken/base`, its wording made up here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.edition import Built, build
from bot.content.sources import Snapshot
from bot.engine.wording import REQUIRED

BROKEN = Path(__file__).parent.parent / "broken"


def make_wording() -> bytes:
    """Every sentence that the engine needs, each the shortest possible."""
    lines = [f'  {key}: "{" ".join(f"{{{{ {n} }}}}" for n in names) or "好。"}"' for key, names in REQUIRED.items()]
    return ("wording:\n" + "\n".join(lines) + "\n").encode()


def good_files() -> dict[str, bytes]:
    base = BROKEN / "base"
    files = {str(p.relative_to(base)): p.read_bytes() for p in sorted(base.rglob("*.*")) if p.is_file()}
    return {**files, "flows/wording.yaml": make_wording()}


@pytest.fixture
def wording() -> Callable[[], bytes]:
    return make_wording


@pytest.fixture
def good() -> dict[str, bytes]:
    """The files of the small book."""
    return good_files()


@pytest.fixture
def built() -> Callable[..., Built]:
    """Builds the small book with other files over it: `built({"flows/x.yaml": "…"})`; None takes a file away."""

    def make(changes: dict[str, str | bytes | None] | None = None) -> Built:
        files = good_files()
        for name, text in (changes or {}).items():
            if text is None:
                del files[name]
            else:
                files[name] = text.encode() if isinstance(text, str) else text
        return build(Snapshot(files))

    return make

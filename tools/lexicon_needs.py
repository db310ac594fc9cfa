"""Every lexicon rule carries the characters it needs; this works them out from the patterns and writes them into the rules.

python tools/lexicon_needs.py            rewrite the needs in events.py, reasons.py, reasons_said.py, temptations.py
python tools/lexicon_needs.py --check    exit 1 when a rule lacks a character
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # the only way to see a parsed pattern
from re import _parser as parser  # type: ignore[attr-defined]  # same

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def needed(tree: object) -> frozenset[str] | None:
    """A smallest set of characters of which every match contains at least one, None where there is none."""
    best: frozenset[str] | None = None
    for op, arg in tree:  # type: ignore[attr-defined]
        found: frozenset[str] | None = None
        if op is codes.LITERAL:
            found = frozenset(chr(arg))
        elif op is codes.IN:
            found = _members(arg)
        elif op is codes.BRANCH:
            parts = [needed(branch) for branch in arg[1]]
            found = None if None in parts else frozenset().union(*(p for p in parts if p is not None))
        elif op is codes.SUBPATTERN:
            found = needed(arg[3])
        elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT) and arg[0] > 0:
            found = needed(arg[2])
        if found is not None and (best is None or len(found) < len(best)):
            best = found
    return best


def _members(items: list[tuple[object, object]]) -> frozenset[str] | None:
    chars: set[str] = set()
    for op, arg in items:
        if op is codes.LITERAL:
            chars.add(chr(arg))  # type: ignore[arg-type]
        elif op is codes.RANGE and arg[1] - arg[0] < 40:  # type: ignore[index]
            chars |= {chr(c) for c in range(arg[0], arg[1] + 1)}  # type: ignore[index]
        else:
            return None
    return frozenset(chars)


def main() -> int:
    """Check or rewrite all four files."""
    from bot.understanding.events import EVENTS  # noqa: PLC0415 - after the path is set
    from bot.understanding.reasons import REASONS  # noqa: PLC0415
    from bot.understanding.reasons_said import REASONS_SAID  # noqa: PLC0415
    from bot.understanding.temptations import TEMPTATIONS  # noqa: PLC0415

    bad = 0
    named = (("events", EVENTS), ("reasons", REASONS), ("reasons_said", REASONS_SAID), ("temptations", TEMPTATIONS))
    for name, rules in named:
        path = ROOT / "bot" / "understanding" / f"{name}.py"
        source = path.read_text(encoding="utf-8")
        for rule in rules:
            needs = needed(parser.parse(rule.pattern))
            assert needs is not None, rule.slug
            bad += not needs <= rule.needs
            word = "".join(sorted(needs)).replace("\x02", "\\x02")
            source = re.sub(f'("{rule.slug}",\\s+)"[^"]*"', lambda m, w=word: f'{m.group(1)}"{w}"', source)  # type: ignore[misc]
        if "--check" not in sys.argv[1:]:
            path.write_text(source, encoding="utf-8")
    return int(bool(bad) and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

"""Every rule is searched in every text that could match it: the tables of needed characters are sound.

python -m tests.understanding.test_danger_needs     rewrites bot/understanding/crisis_needs.py
"""

from __future__ import annotations

import json
import pathlib
import re
import re._compiler as compiler
import re._constants as kinds
import re._parser as parser
import sys
from typing import Any

COMMON = set("我的了不是在有就都也一想要他她你们这那到说去上下来大人个好着过还得没会能")
HOME = pathlib.Path(__file__).resolve().parents[2] / "bot" / "understanding" / "crisis_needs.py"


def cost(chars: frozenset[str]) -> int:
    """Rare characters are better than common ones, few better than many."""
    return len(chars) + 40 * len(chars & COMMON)


def _of_class(items: list[Any]) -> frozenset[str] | None:
    chars = set()
    for kind, value in items:
        if kind is kinds.LITERAL:
            chars.add(chr(value))
        elif kind is kinds.RANGE and value[1] - value[0] < 40:
            chars.update(chr(code) for code in range(value[0], value[1] + 1))
        else:
            return None
    return frozenset(chars)


def _of_item(kind: Any, value: Any) -> frozenset[str] | None:
    if kind is kinds.LITERAL:
        return frozenset(chr(value))
    if kind is kinds.IN:
        return _of_class(value)
    if kind is kinds.SUBPATTERN:
        return needed(value[-1])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[0] > 0:
        return needed(value[2])
    if kind is kinds.BRANCH:
        branches = [needed(branch) for branch in value[1]]
        return None if None in branches else frozenset().union(*branches)
    return None


def needed(pattern: Any) -> frozenset[str] | None:
    """The cheapest set that every match of a parsed pattern must touch, or nothing when there is none."""
    choices = [chars for item in pattern if (chars := _of_item(*item)) is not None]
    return min(choices, key=cost) if choices else None


MOST_SETS, MOST_BRANCHES = 4, 40


def _all_needed(pattern: Any) -> list[frozenset[str]]:
    """Every set that each match of a sequence must touch."""
    found: list[frozenset[str]] = []
    for kind, value in pattern:
        branches = _branches(kind, value)
        if kind is kinds.SUBPATTERN and not branches:
            found += _all_needed(value[-1])
        elif (chars := _of_item(kind, value)) is not None:
            found.append(chars)
    return found


def _branches(kind: Any, value: Any) -> list[Any]:
    if kind is kinds.BRANCH:
        return list(value[1])
    if kind is kinds.SUBPATTERN and len(value[-1]) == 1 and value[-1][0][0] is kinds.BRANCH:
        return list(value[-1][0][1][1])
    return []


def alternatives(pattern: Any) -> list[list[frozenset[str]]]:
    """For every alternative of a parsed pattern the sets that its matches must touch, one and all."""
    items = list(pattern)
    if len(items) == 1 and (branches := _branches(*items[0])):
        return [sets for branch in branches for sets in alternatives(branch)]
    for place, (kind, value) in enumerate(items):
        branches = _branches(kind, value)
        if 0 < len(branches) <= MOST_BRANCHES:
            rest = _all_needed(items[:place] + items[place + 1 :])
            return [_all_needed(branch) + rest for branch in branches]
    return [_all_needed(items)]


def starts(pattern: Any) -> frozenset[str] | None:
    """The characters with which a match of a parsed pattern can begin; nothing where that may be any or none."""
    found: set[str] = set()
    for kind, value in pattern:
        if kind in (kinds.ASSERT, kinds.ASSERT_NOT, kinds.AT):
            continue
        chars, empty = _starts_of(kind, value)
        if chars is None:
            return None
        found |= chars
        if not empty:
            return frozenset(found)
    return None


def _starts_of(kind: Any, value: Any) -> tuple[frozenset[str] | None, bool]:
    """The characters with which one item can begin, and whether it may be left out."""
    if kind is kinds.SUBPATTERN and len(value[-1]) == 1:
        return _starts_of(*value[-1][0])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        return starts(value[2]), value[0] == 0
    if kind is kinds.BRANCH:
        each = [starts(branch) for branch in value[1]]
        return (None if None in each else frozenset().union(*each)), False
    if kind is kinds.SUBPATTERN:
        return starts(value[-1]), False
    return _of_item(kind, value), False


def finds_its_start(pattern: Any) -> bool:
    """The library itself looks for the first character: there is a fixed one, or a choice of fixed ones."""
    return bool(compiler._get_literal_prefix(pattern, 0)[0] or compiler._get_charset_prefix(pattern, 0))


def _written(sets: list[frozenset[str]]) -> str:
    plain = sorted({*sets}, key=lambda chars: (cost(chars), sorted(chars)))
    return "\t".join("".join(sorted(chars)) for chars in plain[:MOST_SETS] if not chars & {"\n", "\t"})


def table() -> str:
    """The file that `crisis_needs.py` must be."""
    from bot.understanding.crisis import ALL_RULES

    lines, heads = [], []
    for rule in ALL_RULES:
        chars = needed(parser.parse(rule.source))
        if chars is None:
            raise ValueError(f"the rule {rule.name!r} has an alternative without any fixed character")
        rows = sorted({_written(sets) for sets in alternatives(parser.parse(rule.source))})
        lines.append(f'    "{rule.name}": {json.dumps(chr(10).join(rows), ensure_ascii=False)},\n')
        first = None if finds_its_start(parser.parse(rule.source)) else starts(parser.parse(rule.source))
        if first is not None and not first & set("[]^-\\\n"):
            heads.append(f'    "{rule.name}": "{"".join(sorted(first))}",\n')
    return (
        '"""Generated by `python -m tests.understanding.test_danger_needs`: characters without which a rule cannot match."""\n\n'
        "from __future__ import annotations\n\nNEEDS = {\n" + "".join(lines) + "}\n\n"
        "# With which characters a match can begin, where the library would try at every place.\nSTARTS = {\n"
        + "".join(heads)
        + "}\n"
    )


def touches(pattern: Any, chars: frozenset[str]) -> bool:
    """Every match of a parsed pattern contains one of the characters."""
    for kind, value in pattern:
        if kind is kinds.BRANCH:
            if all(touches(branch, chars) for branch in value[1]):
                return True
        elif kind is kinds.SUBPATTERN:
            if touches(value[-1], chars):
                return True
        elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
            if value[0] > 0 and touches(value[2], chars):
                return True
        elif ((found := _of_item(kind, value)) is not None and found <= chars) or (
            kind in (kinds.ASSERT,) and touches(value[1], chars)
        ):
            return True
    return False


def test_table_of_needs_is_fresh() -> None:
    """The generated table is what the rules ask for; after a change of a rule, run this module once."""
    assert HOME.read_text(encoding="utf-8") == table()


def test_no_rule_is_skipped_that_would_match() -> None:
    """Over the lines of danger and their neighbours, looking only where the table allows loses nothing."""
    from bot.understanding.crisis import _DANGER_RULES, _MILD_RULES
    from bot.understanding.crisis_rules import compiled

    lines = pathlib.Path(__file__).with_name("danger_lines.txt").read_text(encoding="utf-8").splitlines()[::4]
    lost = [
        (rule.name, line)
        for rules in (_DANGER_RULES, _MILD_RULES)
        for line in lines
        for fits in [set(rules.fitting(line))]
        for number, rule in enumerate(rules)
        if number not in fits and compiled(rule.source).search(line)
    ]
    assert lost == []


def test_needs_of_benign_frames_are_sound() -> None:
    """No benign frame is skipped in a text that it would match."""
    from bot.understanding.crisis_frames import _FRAMES

    assert [source for needs, source in _FRAMES if not touches(parser.parse(source), frozenset(needs))] == []


def test_needs_of_respellings_are_sound() -> None:
    """No disguised spelling is skipped in a text that contains it."""
    from bot.understanding.crisis_respell import RESPELT

    assert [source for needs, source, _ in RESPELT if not touches(parser.parse(source), frozenset(needs))] == []


def test_patterns_were_not_damaged_by_formatting() -> None:
    """No pattern holds a tuple or doubled braces, the traces of `{0,4}` inside an f-string."""
    from bot.understanding.crisis import ALL_RULES

    accident = re.compile(r"\(\d+, ?\d+\)|\{\{|\}\}")
    sources = [source for rule in ALL_RULES for source in (rule.source, rule.near, rule.unless)]
    assert [source for source in sources if accident.search(source)] == []


def test_names_of_rules_are_unique() -> None:
    """A rule is reported by its name, so no two share one."""
    from bot.understanding.crisis import ALL_RULES

    names = [rule.name for rule in ALL_RULES]
    assert len(names) == len(set(names))


if __name__ == "__main__":
    HOME.write_text(table(), encoding="utf-8")
    sys.stdout.write(f"wrote {HOME}\n")

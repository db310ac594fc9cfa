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
    """Two characters side by side are rarer than one, rare characters better than common ones, few better than many."""
    if any(len(char) == 2 for char in chars):
        return len(chars) // 2 - PAIRED
    return len(chars) + 40 * len(chars & COMMON)


PAIRED = 1_000


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


MOST_SETS, MOST_BRANCHES, MOST_PAIRS = 3, 40, 60


def pairs(pattern: Any) -> list[frozenset[str]]:
    """Every set of two characters side by side of which each match of a sequence holds one."""
    found: list[frozenset[str]] = []
    before: frozenset[str] | None = None  # what stands just before
    for kind, value in pattern:
        if kind in (kinds.ASSERT, kinds.ASSERT_NOT, kinds.AT):
            continue
        one = _of_item(kind, value) if kind in (kinds.LITERAL, kinds.IN) else None
        if one is not None and before is not None and len(one) * len(before) <= MOST_PAIRS:
            found.append(frozenset(first + second for first in before for second in one))
        before = one
        if kind is kinds.SUBPATTERN or (kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[0] > 0):
            found += pairs(value[-1])
        elif kind is kinds.BRANCH:
            each = [min(pairs(branch), key=len, default=frozenset()) for branch in value[1]]
            both = frozenset().union(*each)
            if all(each) and len(both) <= MOST_PAIRS:
                found.append(both)
    return found


def _all_needed(pattern: Any) -> list[frozenset[str]]:
    """Every set that each match of a sequence must touch."""
    found: list[frozenset[str]] = pairs(pattern)
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
            rest = _all_needed(items[:place]) + _all_needed(items[place + 1 :])
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
    kept = [chars for chars in plain if not any(set(char) & {"\n", "\t"} for char in chars)]
    return "\t".join(("=" if cost(chars) < 0 else "") + "".join(sorted(chars)) for chars in kept[:MOST_SETS])


MOST_REACH = 250


def reach(pattern: Any) -> int:
    """How far from the start of a match its pattern can look, at most; 0 where there is no bound."""
    width, ahead = pattern.getwidth()[1], _ahead(pattern)
    return 0 if width > MOST_REACH or ahead > MOST_REACH else width + ahead + 1


def _ahead(pattern: Any) -> int:
    """The width of the widest look ahead in a parsed pattern."""
    most = 0
    for kind, value in pattern:
        if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
            most = max(most, value[1].getwidth()[1] + _ahead(value[1]))
        elif kind is kinds.SUBPATTERN:
            most = max(most, _ahead(value[-1]))
        elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
            most = max(most, _ahead(value[2]))
        elif kind is kinds.BRANCH:
            most = max(most, *map(_ahead, value[1]))
    return most


def table() -> str:
    """The file that `crisis_needs.py` must be."""
    from bot.understanding.crisis import all_rules
    from bot.understanding.crisis_frames import _FRAMES, _STAYS
    from bot.understanding.crisis_respell import RESPELT
    from bot.understanding.crisis_rules import alternatives as pieces

    frames = [parser.parse(source) for source in _FRAMES]
    lines, heads, far = [], [], []
    for rule in all_rules():
        parsed = [parser.parse(piece) for piece in pieces(rule.source)]
        if None in map(needed, parsed):
            raise ValueError(f"the rule {rule.name!r} has an alternative without any fixed character")
        lines.append(f'    "{rule.name}": {_tuple([_table(one) for one in parsed])},\n')
        far.append(f'    "{rule.name}": {(*map(reach, parsed),)},\n')
        heads.append(f'    "{rule.name}": {_tuple([_head(one) for one in parsed])},\n')
    return (
        '"""Generated by `python -m tests.understanding.test_danger_needs`: characters without which a rule cannot match, for each\n'
        'alternative of its pattern."""\n\n'
        "# fmt: off\n\nfrom __future__ import annotations\n\nNEEDS: dict[str, tuple[str, ...]] = {\n"
        + "".join(lines)
        + "}\n\n"
        "# With which characters a match can begin, where the library would try at every place.\n"
        "STARTS: dict[str, tuple[str, ...]] = {\n" + "".join(heads) + "}\n\n"
        "# How far from its start a match can look; 0 where there is no bound.\n"
        "REACH: dict[str, tuple[int, ...]] = {\n" + "".join(far) + "}\n\n"
        "# The same of the benign frames and of the disguised spellings, in their order.\n"
        f"FRAME_NEEDS = {_tuple([_table(one) for one in frames])}\n"
        f"FRAME_REACH = {(*map(reach, frames),)}\n"
        f"STAYS_NEEDS = {json.dumps(_table(parser.parse(_STAYS)), ensure_ascii=False)}\n"
        f"STAYS_REACH = {reach(parser.parse(_STAYS))}\n"
        f"RESPELT_NEEDS = {_tuple([_table(parser.parse(source)) for source, _ in RESPELT])}\n"
    )


def _table(pattern: Any) -> str:
    return "\n".join(sorted({_written(sets) for sets in alternatives(pattern)}))


def _head(pattern: Any) -> str:
    first = None if finds_its_start(pattern) else starts(pattern)
    return "".join(sorted(first)) if first is not None and not first & set("[]^-\\\n") else ""


def _tuple(words: list[str]) -> str:
    return "(" + ", ".join(json.dumps(word, ensure_ascii=False) for word in words) + ",)"


def test_table_of_needs_is_fresh() -> None:
    """The generated table is what the rules ask for; after a change of a rule, run this module once."""
    assert HOME.read_text(encoding="utf-8") == table()


def test_no_rule_is_skipped_that_would_match() -> None:
    """Over the lines of danger and their neighbours, looking only where the table allows loses nothing."""
    from bot.understanding.crisis import _DANGER_RULES, _MILD_RULES
    from bot.understanding.crisis_rules import compiled
    from bot.understanding.needs import grams

    lines = pathlib.Path(__file__).with_name("danger_lines.txt").read_text(encoding="utf-8").splitlines()[::4]
    lost = [
        (piece.rule.name, line)
        for rules in (_DANGER_RULES, _MILD_RULES)
        for line in lines
        for fits in [set(rules.fitting(grams(line)))]
        for number, piece in enumerate(rules.pieces)
        if number not in fits and compiled(piece.source).search(line)
    ]
    assert lost == []


def test_looking_near_what_is_needed_finds_what_looking_everywhere_finds() -> None:
    """In a long text a rule is only tried near what it needs: the same matches in the same order."""
    from bot.understanding.crisis import _DANGER_RULES, _MILD_RULES
    from bot.understanding.crisis_rules import compiled
    from bot.understanding.needs import Places

    texts = []
    for name, mark, step in (("danger_lines.txt", "，", 240), ("danger_contrast.txt", "。", 480)):
        lines = pathlib.Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
        texts += [mark.join(line[2:] for line in lines[at : at + 120]) for at in range(0, len(lines), step)]
    apart = [
        (piece.rule.name, text[:20])
        for text in texts
        for places in [Places(text)]
        for rules in (_DANGER_RULES, _MILD_RULES)
        for piece in rules.pieces
        if piece.reach
        for pattern in [compiled(piece.source)]
        if [m.span() for m in places.matches(pattern, text, piece.needs, piece.reach)]
        != [m.span() for m in pattern.finditer(text)]
    ]
    assert apart == []


def test_no_frame_and_no_spelling_is_skipped_that_would_match() -> None:
    """Over all lines, looking only where the tables allow loses no benign frame and no disguised word."""
    from bot.understanding.crisis_frames import _FRAMES, _fitting, _near
    from bot.understanding.crisis_respell import RESPELT, _disguises
    from bot.understanding.crisis_rules import compiled
    from bot.understanding.needs import Places, grams

    folder = pathlib.Path(__file__).parent
    lines = [line for path in sorted(folder.glob("danger_*.txt")) for line in path.read_text("utf-8").splitlines()][::3]
    sources = [source for source, _ in RESPELT]
    lost = [
        (source, line)
        for line in lines
        for table, among in ((_fitting(), _FRAMES), (_disguises(), sources))
        for fits in [set(table(grams(line)))]
        for number, source in enumerate(among)
        if number not in fits and compiled(source).search(line)
    ]
    assert lost == []
    text = "，".join(lines[::7])
    places = Places(text)
    for source, (needs, reach) in zip(_FRAMES, _near(), strict=True):
        pattern = compiled(source)
        near = places.matches(pattern, text, needs, reach) if reach else pattern.finditer(text)
        assert [m.span() for m in near] == [m.span() for m in pattern.finditer(text)]


def test_patterns_were_not_damaged_by_formatting() -> None:
    """No pattern holds a tuple or doubled braces, the traces of `{0,4}` inside an f-string."""
    from bot.understanding.crisis import all_rules

    accident = re.compile(r"\(\d+, ?\d+\)|\{\{|\}\}")
    sources = [source for rule in all_rules() for source in (rule.source, rule.near, rule.unless)]
    assert [source for source in sources if accident.search(source)] == []


def test_names_of_rules_are_unique() -> None:
    """A rule is reported by its name, so no two share one."""
    from bot.understanding.crisis import all_rules

    names = [rule.name for rule in all_rules()]
    assert len(names) == len(set(names))


if __name__ == "__main__":
    HOME.write_text(table(), encoding="utf-8")
    sys.stdout.write(f"wrote {HOME}\n")

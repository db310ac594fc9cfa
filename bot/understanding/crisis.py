"""Reads danger to life in any text, before everything else; a miss is worse than a false alarm.

    read_danger("我真的不想活了") -> Danger(IDEATION, SELF, ((0, 7),), "not live on")
    crisis("忙死了") -> "none"

The text is seen in two ways (as written, and with split words joined), benign frames are blanked, three detectors search
for danger and a fourth for distress, and the words around each hit decide what it means. Where all of them are silent, its
likeness to what people in danger write is weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from bot.understanding.crisis_acts import ACT_RULES
from bot.understanding.crisis_core import CORE_REGRESSION
from bot.understanding.crisis_distress import CRY_RULE, DISTRESS_RULES
from bot.understanding.crisis_frames import without_benign
from bot.understanding.crisis_harm import HARM_RULES, THREAT_RULE
from bot.understanding.crisis_harmless import CORE_HARMLESS
from bot.understanding.crisis_ideation import IDEATION_RULES
from bot.understanding.crisis_imminent import IMMINENT_RULES
from bot.understanding.crisis_indirect import INDIRECT_RULES
from bot.understanding.crisis_leaving import LEAVING_RULES
from bot.understanding.crisis_likeness import likeness
from bot.understanding.crisis_methods import METHOD_RULES
from bot.understanding.crisis_normal import BLANK, View
from bot.understanding.crisis_prepared import PREPARED_RULES
from bot.understanding.crisis_respell import views
from bot.understanding.crisis_rules import Rule, alternatives, compiled, ideation, named
from bot.understanding.crisis_scopes import Around, around, weigh, whose
from bot.understanding.crisis_signs import SIGN_RULES
from bot.understanding.crisis_slang import SLANG_RULES
from bot.understanding.crisis_traces import TRACE_RULES
from bot.understanding.crisis_turned import TURNED_RULES
from bot.understanding.crisis_urges import URGE_RULES
from bot.understanding.crisis_veiled import VEILED_RULES
from bot.understanding.crisis_wishes import WISH_RULES
from bot.understanding.crisis_words import CLAUSE, DEBT_TALK
from bot.understanding.needs import LONG, ByAlternative, Places, grams, rarest
from bot.understanding.readings import NO_EXTRA, Danger, DangerKind, DangerWords, Level, Span

__all__ = ["CORE_HARMLESS", "CORE_REGRESSION", "crisis", "read_danger", "warm"]

WARMING = ("以前想死过，催收骂我老公去死，我爸死了，公司撑不下去了，哈哈加班想死，不是想死", "bu xiang huo 自沙")

MOST_SPANS = 16  # places that are reported; a level that has so many needs no more of its own kind


class _Piece(NamedTuple):
    """One alternative of a rule, with what every match of it holds and how far that looks (0: no bound)."""

    rule: Rule
    source: str
    needs: frozenset[str]
    reach: int


class _Rules(tuple[Rule, ...]):
    """Rules in their order, in pieces: the alternatives of their patterns, each of which is skipped where it cannot match."""

    @cached_property
    def named(self) -> tuple[Rule, ...]:
        """The rules with those taken apart that are to be named one by one."""
        return tuple(chain.from_iterable(map(named, self)))

    @cached_property
    def pieces(self) -> list[_Piece]:
        """Each alternative of each rule; one that would be tried at every place is tried only where it can begin."""
        from bot.understanding.crisis_needs import NEEDS, REACH, STARTS  # noqa: PLC0415  # late: importing the package costs nothing

        return [
            _piece(rule, *row)
            for rule in self.named
            for row in zip(
                alternatives(rule.source), NEEDS[rule.name], STARTS[rule.name], REACH[rule.name], strict=True
            )
        ]

    @cached_property
    def fitting(self) -> ByAlternative:
        """Which pieces a text can meet."""
        from bot.understanding.crisis_needs import NEEDS  # noqa: PLC0415  # late: see above

        return ByAlternative([table for rule in self.named for table in NEEDS[rule.name]])


def _piece(rule: Rule, source: str, table: str, head: str, reach: int) -> _Piece:
    return _Piece(rule, f"(?=[{head}])(?:{source})" if head else source, *rarest(table, reach))


_DANGER_RULES = _Rules(
    (
        *(*IMMINENT_RULES, *SIGN_RULES, *LEAVING_RULES, *METHOD_RULES, *ACT_RULES, *TRACE_RULES, *HARM_RULES),
        *(*IDEATION_RULES, *INDIRECT_RULES, *WISH_RULES, *VEILED_RULES, *SLANG_RULES, *URGE_RULES, *TURNED_RULES),
        *PREPARED_RULES,
    )
)
_MILD_RULES = _Rules((THREAT_RULE, *DISTRESS_RULES))
_CRY_RULES = _Rules((CRY_RULE,))
_ALL = (_DANGER_RULES, _MILD_RULES, _CRY_RULES)
_LIKE = ideation("like", "")


class _Finding:
    """The worst that has been found so far, and where."""

    def __init__(self) -> None:
        self.level = Level.NONE
        self.kind = DangerKind.NONE
        self.rule = ""
        self.spans: list[Span] = []
        self.explained: list[Span] = []  # sentences of the view in hand that a rule heard and found harmless

    def add(self, level: Level, kind: DangerKind, rule: str, span: Span) -> None:
        if level < self.level or level is Level.NONE:
            return
        if level > self.level:
            self.level, self.kind, self.rule, self.spans = level, kind, rule, []
        elif self.kind is DangerKind.OTHER_PERSON and kind is DangerKind.SELF:
            self.kind, self.rule = kind, rule
        if len(self.spans) < MOST_SPANS and span not in self.spans:
            self.spans.append(span)

    def full(self, level: Level) -> bool:
        """Nothing of this level can change the outcome any more."""
        own = self.kind is not DangerKind.OTHER_PERSON
        return level < self.level or (level == self.level and own and len(self.spans) >= MOST_SPANS)

    def danger(self) -> Danger:
        kind = self.kind if self.level >= Level.IDEATION else DangerKind.NONE
        return Danger(self.level, kind, tuple(sorted(self.spans)), self.rule)


def _meant(rule: Rule, place: Around) -> Level | None:
    """What a hit means after all that stands around it; nothing where the second sign that the rule asks for is missing."""
    sentence = place.before + place.hit + _sentence_head(place.after)
    spans = [(len(place.before), len(place.before) + len(place.hit))]
    if rule.near:
        second = compiled(rule.near).search(sentence)
        if second is None:
            return None
        spans.append(second.span())
    harmless = compiled(rule.unless) if rule.unless else None
    if harmless and harmless.search(sentence) and harmless.search(_without_debts(sentence, spans)):
        return None
    return weigh(rule, place)


def _without_debts(sentence: str, spans: list[Span]) -> str:
    """The sentence without clauses that only talk of debts: 欠三万 or 催收天天打电话 beside a roof makes the roof no place of work."""
    kept = [
        clause.group()
        for clause in compiled(CLAUSE).finditer(sentence)
        if not compiled(DEBT_TALK).search(clause.group())
        or any(start < clause.end() and clause.start() < end for start, end in spans)
    ]
    return "，".join(kept)


def _sentence_head(after: str) -> str:
    for place, char in enumerate(after):
        if char in "。！？；\n":
            return after[:place]
    return after


_rule_of = attrgetter("rule")


def _hits(text: str, pieces: Iterable[_Piece], places: Places | None) -> Iterator[re.Match[str]]:
    """What the pieces of one rule find together, as its whole pattern would: the first place, and from its end on."""
    each = [
        places.matches(compiled(source), text, needs, reach) if places and reach else compiled(source).finditer(text)
        for _, source, needs, reach in pieces
    ]
    at = 0
    for hit in each[0] if len(each) == 1 else sorted(chain.from_iterable(each), key=re.Match.start):
        if hit.start() >= at:
            yield hit
            at = hit.end()


def _search(view: View, rules: _Rules, fitting: list[int], places: Places | None, found: _Finding) -> None:
    weighed: dict[tuple[str, Around], Level | None] = {}  # the same words in the same place mean the same
    for rule, pieces in groupby(map(rules.pieces.__getitem__, fitting), _rule_of):
        if found.full(rule.level):
            continue
        for hit in _hits(view.text, pieces, places):
            start, end = hit.span()
            place = around(view.text, start, end)
            if (rule.name, place) not in weighed:
                weighed[rule.name, place] = _meant(rule, place)
            level = weighed[rule.name, place]
            if level is not None and level < Level.IDEATION <= rule.level:
                found.explained.append((start - len(place.before), end + len(_sentence_head(place.after))))
            if not level:
                continue
            found.add(level, whose(place, rule), rule.name, view.span(start, end))
            if found.full(rule.level):
                break


def _editor_words(view: View, extra: DangerWords, found: _Finding) -> None:
    """Words that editors added; their exceptions quiet these words only."""
    quiet: list[Span] = []
    for word in extra.exceptions:
        quiet.extend(_places(view.text, word))
    for level, words in ((Level.IMMINENT, extra.imminent), (Level.IDEATION, extra.ideation)):
        for word in words:
            for start, end in _places(view.text, word):
                if not any(low <= start and end <= high for low, high in quiet):
                    found.add(level, DangerKind.SELF, f"editor: {word}", view.span(start, end))
                    break


@cache
def _plainly(word: str) -> str:
    """A word of the editors in the form in which texts are searched."""
    return views(word)[-1].text.strip()


def _places(text: str, word: str) -> list[Span]:
    plain = _plainly(word)
    places: list[Span] = []
    at = text.find(plain) if plain else -1
    while at >= 0:
        places.append((at, at + len(plain)))
        at = text.find(plain, at + len(plain))
    return places


def read_danger(text: str, extra: DangerWords = NO_EXTRA) -> Danger:
    """What a text says about danger to life: level, whose, where, and the rule that fired.

    Where no rule fired, the likeness to what people in danger write decides; sentences that a rule understood do not count.
    """
    found, view = _heard(text, extra)
    if found.level < Level.IDEATION and (like := likeness(_without(view.text, found.explained))) is not None:
        whom = whose(around(view.text, *like.span), _LIKE)
        found.add(like.level, whom, like.reason, view.span(*like.span))
    return found.danger()


def by_rules(text: str) -> Danger:
    """What the rules alone hear."""
    return _heard(text, NO_EXTRA)[0].danger()


def not_explained(text: str) -> str:
    """A text as the likeness sees it: in plain form, without benign frames and without sentences that a rule understood."""
    found, view = _heard(text, NO_EXTRA)
    return _without(view.text, found.explained)


def _heard(text: str, extra: DangerWords) -> tuple[_Finding, View]:
    """What the rules find, and the last view in which they looked."""
    found = _Finding()
    seen_as = views(text)
    indexed = [Places(seen.text) if len(seen.text) > LONG else None for seen in seen_as]
    each = (places.grams if places else grams(seen.text) for seen, places in zip(seen_as, indexed, strict=True))
    chars = {BLANK}.union(*each)
    danger, mild, cry = (rules.fitting(chars) for rules in _ALL)
    for seen, places in zip(seen_as, indexed, strict=True):
        found.explained.clear()
        view = without_benign(seen, places)
        _search(view, _DANGER_RULES, danger, places, found)
        if extra is not NO_EXTRA:
            _editor_words(seen, extra, found)
        if found.level < Level.IDEATION:
            _search(view, _MILD_RULES, mild, places, found)
            _search(seen, _CRY_RULES, cry, places, found)
    return found, view


def _without(text: str, spans: list[Span]) -> str:
    for start, end in spans:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def all_rules() -> tuple[Rule, ...]:
    """Every rule that can be named as the one that fired, in the order of the detectors."""
    return tuple(chain.from_iterable(rules.named for rules in _ALL))


def warm() -> None:
    """Compile every pattern now, so that the first frightened message does not wait for it."""
    for rules in _ALL:
        for piece in rules.pieces:
            for source in (piece.source, piece.rule.near, piece.rule.unless):
                compiled(source)
    for text in WARMING:
        read_danger(text)


def crisis(text: str) -> str:
    """The level of a text in the words of the samples: imminent, ideation, distress or none."""
    return read_danger(text).level.name.lower()

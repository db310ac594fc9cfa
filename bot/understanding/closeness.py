"""How close an answer in somebody's own words is to each option, weighed by how rare what they share is among the options.

Both are taken apart into meanings (`thesaurus.py`) with a sign each, 没打通 and 占线 alike, and into what is left over: pairs of characters.
What one option alone has weighs most, what half of them have hardly anything; the opposite of what an option says speaks against it.
Below a bar nothing is understood, and two options that are nearly as close are both named, so that the bot asks which.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.patterns import late
from bot.understanding.readings import Option
from bot.understanding.text import normalise
from bot.understanding.thesaurus import NOT, STOP, longest, words

_BREAKS = frozenset(" ,，。.;；!！?？\n")
_A_NOT_A = late("(.)[不没]\\1")
_REACH, _NEAR = 4, 2  # characters between 没 and what it denies, and between that and what else it denies
_WITHOUT = late("(?:都|也|全|已经)?没(?:了|有|留|得|剩|啦|$)")  # 吃饭都没留, 工作没了
_MANY = late(
    "(?:[0-9]{2,}|[二两三四五六七八九几]?十[一二三四五六七八九几]?|[上几好]百|百)(?:多|来|几)?(?:个)?(?:通|遍|次|电话)"
)
_PERIODS = late("(?:[0-9]+|[二两三四五六七八九]?十[一二三四五六七八九]?|[三六九])期")
_PARTS = late("[/、|]|或者?")
_EMPTY = frozenset(
    "的了是我在有和就不都也个这那一还没到他她它们你吧吗呢啊天月年以内上下先去来说要想人给把被让过会能好只"
)

_PEOPLE = "other."
ALONE, LIGHT, PAIR = 6, 3, 4
BAR = 4
MARGIN = 2
LONG = 24  # of a longer text more must agree


class Meaning(NamedTuple):
    """A meaning of the thesaurus, affirmed or denied."""

    name: str
    denied: bool

    @property
    def light(self) -> bool:
        return self.name.startswith("~")


class Meant(NamedTuple):
    """What a short text says: its meanings, and the pairs of characters outside them."""

    meanings: frozenset[Meaning]
    pairs: frozenset[str]


def meant(said: str) -> Meant:
    """The meanings of a normalised text, the longest words first; what 没 and 不 reach is denied."""
    said = _A_NOT_A.sub(lambda hit: hit.group(1), said)
    table, lengths = words(), longest()
    found: list[Meaning] = []
    pairs: set[str] = set()
    reach, at, free = -1, 0, -1  # `free` is the last character that no word has taken
    while at < len(said):
        char = said[at]
        size = next((n for n in range(lengths.get(char, 0), 0, -1) if said[at : at + n] in table), 0)
        if not size:
            if char in _BREAKS:
                reach = -1
            elif free == at - 1 and at and char not in _EMPTY and said[free] not in _EMPTY | _BREAKS:
                pairs.add(said[free] + char)
            free = at
            at += 1
            continue
        meanings = table[said[at : at + size]]
        at += size
        if NOT in meanings:
            reach = at + _REACH
        elif STOP in meanings:
            reach = -1
        elif meanings:
            denied = at - size <= reach
            gone = _WITHOUT.match(said, at) is not None and not meanings[0].startswith(("self", "other"))
            found += (Meaning(name.removeprefix("-"), (denied or gone) != name.startswith("-")) for name in meanings)
            reach = at + _NEAR if denied else -1
    for count, name in ((_MANY, "press.flood"), (_PERIODS, "plan"), (_PERIODS, "slowly")):
        if count.search(said):
            found.append(Meaning(name, denied=False))
    return Meant(frozenset(found), frozenset(pairs))


def inside_word(said: str, at: int) -> bool:
    """Whether a place is inside a word of the table: 走了 in 抢走了 begins there."""
    table, lengths = words(), longest()
    here = 0
    while here < at:
        here += next((n for n in range(lengths.get(said[here], 0), 0, -1) if said[here : here + n] in table), 1)
    return here != at


class _Forms(NamedTuple):
    """An option as it can be said: its label, the parts of it, its other words."""

    each: tuple[Meant, ...]
    whole: Meant


@lru_cache(maxsize=1024)  # of what the book offers; what a person said is remembered nowhere
def _forms(option: Option) -> _Forms:
    said = [option.label, *option.also]
    said += [part for form in said for part in _PARTS.split(form.replace("／", "/")) if len(part) > 1]
    each = tuple(dict.fromkeys(meant(normalise(form)) for form in said))
    return _Forms(
        each,
        Meant(frozenset().union(*(m.meanings for m in each)), frozenset().union(*(m.pairs for m in each))),
    )


def _covers(wide: str, narrow: str) -> bool:
    """家人 is said by whoever says 我姐."""
    return narrow == wide or narrow.startswith(wide + ".")


def _share(holders: int, most: int) -> int:
    return most if holders == 1 else most // 2 if holders == 2 else 1


def closest(said: str, options: Sequence[Option], among: Sequence[int] = (), bar: int = BAR) -> list[int]:
    """The option that a text is closest to; several where they are nearly as close; none where all are far.

    `among` are options that something else has heard already: between those a lead is enough.
    """
    answer = meant(said)
    if not answer.meanings and not answer.pairs:
        return []
    forms = [_forms(option) for option in options]
    rows: list[tuple[int, frozenset[object], int]] = []
    for k, form in enumerate(forms):
        if not among or k in among:
            points, shared = max((_score(answer, one, forms) for one in form.each), key=_points)
            rows.append((points, shared, k))
    rows.sort(key=lambda row: (-row[0], row[2]))
    top, why, _ = rows[0]
    bar = 1 if among else bar if len(said) <= LONG else 2 * bar
    if top < bar:
        return []
    near = [top - points < MARGIN or (not among and points >= BAR and not shared <= why) for points, shared, _ in rows]
    return [k for (_, _, k), close in zip(rows, near, strict=True) if close][:3]


def _points(row: tuple[int, frozenset[object]]) -> int:
    return row[0]


def _score(answer: Meant, form: Meant, forms: Sequence[_Forms]) -> tuple[int, frozenset[object]]:
    """What an answer shares with one way of saying an option, less what speaks against it; and what that was."""
    total = 0
    shared: set[object] = set()
    for meaning in answer.meanings:
        ours = [m for m in form.meanings if _covers(m.name, meaning.name)]
        if not ours:
            continue
        if all(m.denied != meaning.denied for m in ours):
            total -= ALONE
            continue
        total += _worth(meaning, any(m.name == meaning.name for m in ours), forms)
        shared.add(meaning)
    for pair in answer.pairs & form.pairs:
        total += _share(sum(pair in other.whole.pairs for other in forms), PAIR)
        shared.add(pair)
    if shared:
        theirs = [m for m in form.meanings if not m.light and not m.denied]
        unsaid = sum(not any(_covers(m.name, said.name) for said in answer.meanings) for m in theirs)
        if any(m.name == "self" for m in theirs) and not any(m.name.startswith("other") for m in answer.meanings):
            unsaid -= 2  # who names nobody speaks of themselves
        total -= min(unsaid, 2)
    return total, frozenset(shared)


def _worth(meaning: Meaning, exact: bool, forms: Sequence[_Forms]) -> int:
    """Most for what one option alone has; little for a wide word where another option has the narrow one."""
    narrow = sum(meaning in other.whole.meanings for other in forms)
    if narrow and not exact:
        return 1
    wide = sum(any(_covers(m.name, meaning.name) and m.denied == meaning.denied for m in other.whole.meanings)
               for other in forms)  # fmt: skip
    return _share(narrow or wide, LIGHT if meaning.light else ALONE) - (not exact)


def apart(said: str, options: Sequence[Option]) -> bool:
    """Whether a text names a person of a kind that two options name others of: 我姐夫 beside 爱人, 爸妈 and 朋友."""
    people = [m for m in meant(said).meanings if m.name.startswith(_PEOPLE) and not m.denied]
    holders = sum(any(m.name.startswith(_PEOPLE) for m in _forms(option).whole.meanings) for option in options)
    return bool(people) and holders >= 2

"""What is left when the other options are denied, by place (前三个都不是) or by name (A也不是, B也不是), and 三样都有 for the widest one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.patterns import late

_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3}
_DENIES = late("没|不|别|甭|莫|未|免了|除了|排除|去掉")
_A_NOT_A = late("(.)[不没]\\1|有没有|是不是|能不能|会不会")
_BY_PLACE = late(
    "(?P<side>前|头|上面|后|末|下面)(?:面)?(?:那|这)?(?P<n>[0-9一二三四五六七八九两俩仨])个?(?:项|条)?(?:我)?(?:都|全|也)?(?:不是|不要|不选|不对|不算|不符合|没有)"
    "|(?:不要|不是|不选|排除|去掉)(?:前|头)(?P<m>[0-9一二三四五六七八九两俩仨])个?"
)
_CLAUSES = late("[,，。;；!！?？ …]+")
_LISTED = late("和|跟|与|、|还有")
_SMALL = frozenset("的了是我在有和就不都也个这那一还没到他她它们你吧吗呢啊没别甭给过")
_EVERYTHING = late(
    "(?:[两三四几全][样种项个者])?(?:[都全啥]|什么)[都全]?(?:有|算上?|包括|占)(?:了|的|啊|呢|吧)*|(?:都|全)(?:是|算)(?:了|的)?"
)
_BUT = late("[,，。; ](?:我)?(?:就|只|单单|是|其实|而是|主要)(?:是|想|要|怕|剩|有)(?:的是)?")


def without_questions(said: str) -> str:
    """The text without 违不违法 and 有没有, whose 不 and 没 deny nothing."""
    return _A_NOT_A.sub(lambda hit: hit.group()[0], said)


def left_over(said: str, labels: Sequence[str]) -> int | None:
    """The one option that no clause denied, when every other one was."""
    count = len(labels)
    hit = _BY_PLACE.search(said)
    if hit is not None:
        number = hit.group("n") or hit.group("m")
        n = int(number) if number.isdigit() else _HAN[number]
        if n == count - 1:
            return count - 1 if (hit.group("side") or "前") in ("前", "头", "上面") else 0
        return None
    denied: set[int] = set()
    meant: set[int] = set()
    for clause in _CLAUSES.split(without_questions(said)):
        negated = bool(_DENIES.search(clause))
        for piece in _LISTED.split(clause):
            for k in _named(piece, labels):
                (denied if negated != bool(_DENIES.search(without_questions(labels[k]))) else meant).add(k)
    if not denied or meant & denied:
        return None
    left = meant or set(range(count)) - denied
    return left.pop() if len(left) == 1 and count > 2 else None


def _named(clause: str, labels: Sequence[str]) -> set[int]:
    """Options that share a telling pair of characters with a clause and with no other label."""
    pairs = {clause[i : i + 2] for i in range(len(clause) - 1)}
    pairs = {p for p in pairs if not (p[0] in _SMALL or p[1] in _SMALL)}
    named = set()
    for pair in pairs:
        holders = [k for k, label in enumerate(labels) if pair in label]
        if len(holders) == 1:
            named.add(holders[0])
    return named


def affirmed(said: str) -> str:
    """不是电话也不是法院, 就想晓得利息: what is asked for after what is denied; the text itself where nothing is."""
    hit = next(_BUT.finditer(said), None)
    if hit is None or not _DENIES.search(without_questions(said[: hit.start()])):
        return said
    return said[hit.start() + 1 :].strip(" ,，。") or said


def widest(said: str, labels: Sequence[str]) -> int | None:
    """三样都有 is the label that lists the most things, when one lists more than every other."""
    if not _EVERYTHING.fullmatch(said):
        return None
    sizes = [len(re.split("加|和|及|与|、|还有", label)) for label in labels]
    top = max(sizes)
    widest_labels = [k for k, size in enumerate(sizes) if size == top and top > 1]
    if len(widest_labels) > 1:
        longest = max(len(labels[k]) for k in widest_labels)
        widest_labels = [k for k in widest_labels if len(labels[k]) == longest]
    return widest_labels[0] if len(widest_labels) == 1 else None

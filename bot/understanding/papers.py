"""Papers told of in one breath, each with whose it is and its own days: 招联支付令11月18号收到，马上消费传票11月20号收到，12月10号开庭.

A day belongs to the paper beside which it stands. Where it is not plain which paper that is, nothing is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.readings import PaperTold, Span
from bot.understanding.spoken import said

_KINDS = {
    "payment_order": late("支付令|督促程序"),
    "judgment_enforcement": late("判决书?|裁定书?|执行(?:通知|裁定|令|书|局)|强制执行|财产报告令?"),
    "arbitration": late("仲裁"),
    "court_mediation": late("诉前调解|调解(?:通知|短信|书|中心)|诉调"),
    "summons": late("传票|起诉[状书]|应诉(?:通知)?|举证通知|开庭(?:通知|短信)"),
}
COURT = frozenset(_KINDS)
_SUED = late("开庭|出庭|(?:被|把我|对我)[^,。]{0,6}(?:起诉|告了)|(?:起诉|告)了?我|告(?:到|上)法院")
_OTHER = late(
    "车贷|房贷|信用卡(?!中心)|助学贷款?|小贷公司|担保公司|物业|(?:[一-龥]{2,2}|农商|农村商业)?银行(?=的|起诉|告|寄|发|给我|把我|那边|传票|支付令)"
)
"""Whose a paper is, in words that name no lender: enough to know that it is nobody else's."""
_SEVERAL = late("[两二三四几2-9][张份封个]|都是")
_ONLY_WHOSE = late(
    "[,。;!? \x02]*(?:这|那)?(?:张|个|份)?(?:都)?(?:是)?\x02+(?:的|那边的?|家的?|寄的?|发的?)?[,。;!? ]*"
)
_OF_ITSELF = late("(?:[,。;!? ：:是]|还有|另外?|一[个张])*\x02+(?:的|那边的?|家的?)?[,。;!?、 ]*")


class Part:
    """The part of a plain text that tells of one paper: whose it is ("" where that is not said), and by which event.

    `waits`: a bare name, the paper itself is told of behind it. A plain class: a library of records would double the import.
    """

    __slots__ = ("end", "kind", "lender", "start", "waits")

    def __init__(self, start: int, end: int, lender: str = "", kind: str = "", waits: bool = False) -> None:
        self.start, self.end, self.lender, self.kind, self.waits = start, end, lender, kind, waits

    @property
    def span(self) -> Span:
        return self.start, self.end


def papers_in(heard: Heard, events: Collection[str]) -> list[Part]:
    """The papers of a text in the order told; nothing where one breath tells of two and it is not plain which is which."""
    if not COURT.intersection(events):
        return []
    parts: list[Part] = []
    for start, end in _pieces(heard):
        lenders = _lenders(heard, start, end)
        kinds = [kind for kind in _KINDS if kind in events and _KINDS[kind].search(heard.text[start:end])]
        if len(lenders) > 1 or len(kinds) > 1:
            return []
        lender, kind = next(iter(lenders), ""), next(iter(kinds), "")
        if not kind and lender and "summons" in events and _SUED.search(heard.nameless[start:end]):
            kind = "summons"
        if not parts or _another(parts[-1], lender, kind, heard.nameless[start:end]):
            parts.append(Part(start, end))
        last = parts[-1]
        last.end = end
        last.lender, last.kind = last.lender or lender, last.kind or kind
        last.waits = bool(lender) and not last.kind and _OF_ITSELF.fullmatch(heard.nameless[start:end]) is not None
    if len(parts) > 1 and parts[0].kind and not parts[0].lender and not _has_day(heard, parts[0]):
        behind = [part for part in parts[1:] if part.lender]
        for part in behind if _SEVERAL.search(heard.text[parts[0].start : parts[0].end]) else ():
            part.kind = part.kind or parts[0].kind
        parts = behind if sum(bool(part.kind) for part in behind) > 1 else parts
    return [part for part in parts if part.kind]


def _has_day(heard: Heard, part: Part) -> bool:
    return any(part.start <= day.start < part.end for day in heard.dates)


def _another(last: Part, lender: str, kind: str, words: str) -> bool:
    """Whether words speak of something else than the part before them."""
    if lender and last.lender:
        return lender != last.lender or bool(kind and last.kind and kind != last.kind)
    if lender and last.kind:
        return bool(kind) or _ONLY_WHOSE.fullmatch(words) is None
    if kind and last.kind:
        return kind != last.kind
    return bool(kind and last.lender and not last.waits)  # 借呗三千，收到支付令了: not said to be theirs


def _pieces(heard: Heard) -> Iterator[Span]:
    """Clauses, and inside of them what begins with another lender: 招联支付令和马上消费传票."""
    for start, end in heard.clauses:
        begin, before = start, ""
        for name in heard.names:
            if not (start <= name.start < end and name.live and name.lender):
                continue
            if before and name.lender != before:
                yield begin, name.start
                begin = name.start
            before = name.lender
        if heard.text[begin:end].strip():
            yield begin, end


def _lenders(heard: Heard, start: int, end: int) -> list[str]:
    """Whose a paper told of here is."""
    named = [said(n, heard.text) for n in heard.names if start <= n.start < end and n.live and n.lender]
    if not named:
        other = _OTHER.search(heard.nameless[start:end])
        named = [re.sub("^[给被把让跟和是的了我到收]+", "", other.group())] if other is not None else []
    return list(dict.fromkeys(named))


def apart(told: Collection[PaperTold]) -> bool:
    """Whether several papers can be told apart: each has its own lender, or else, of two that differ, each has its own day. A
    judgment without a lender's name may be the end of the same case."""
    if len(told) < 2:
        return True
    lenders = {(paper.lender, paper.kind) for paper in told if paper.lender}
    if len(lenders) == len(told):
        return True
    kinds = {paper.kind for paper in told}
    return len(told) == len(kinds) == 2 and "judgment_enforcement" not in kinds and all(p.received.found for p in told)

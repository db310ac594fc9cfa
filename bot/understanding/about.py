"""A sentence without a yes or a no in it answers a yes-or-no question only where it speaks of the thing that was asked.

打过我姐 answers 「有没有打给家里」, since its verb was asked for; 他们让我加微信 answers 「短信里，有案号吗」 not at all. What an option for
the other side says (停了 beside 「还在继续吗」) is left to the reading of options.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.closeness import Meaning, meant
from bot.understanding.heard import Heard
from bot.understanding.lexicon import reasons_in
from bot.understanding.patterns import late
from bot.understanding.readings import Option, Reading
from bot.understanding.text import normalise

STATED, DENIED = "yes_no.statement", "yes_no.negated"
GUESSES = frozenset({STATED, DENIED})  # an answer made out of a sentence: read back, and too little for a consent

_EMPTY = frozenset("的了是不有没我你他她们这那个吗吧呢啊要会能好就都也还在到一上下来去过着像更哪样把被给跟和想说")
_NO_THING = frozenset({"自己", "已经", "最多", "几句", "什么", "不过", "今天", "明天", "时候"})
_NO_VERB = frozenset("现本那后半各每下期今明最")
_CODE = late("\\{[%{].*?[%}]\\}")
_PIECES = late("[，,、：:；;。？?！!]")
_VERB = late("(?:^|有没有|是不是|会不会|刚|还在|已经|在|会|没|不|太|勉强|别)([一-鿿])|([一-鿿])(?=[过了完着到给得成])")
_SAID_BEFORE = "(?:天天|每天|一直|老是?|总是?|刚刚?|都|被|还|又|在|正|我|他们?|她|^|[,，。 ])"
_SAID_BEHIND = "[了过着完到得好给成遍爆]"
_PLAIN_NO = late(
    "(?:没|未|不)(?:有)?(?:人|谁|跟|对|和|我|向|来得及|再|怎么|太)*(?:说|告诉|提|讲|看|听|收到|见|问|写|遇|碰到|发生|弄|办|去|来|这|那|做|搞|动静|消息|"
    "反应|时间|空|精力|力气|心思|敢|肯|愿|想|注意|印象|显示|找|发)"
)
"""Denied without naming the thing: 没告诉我, 还没去, 没时间."""


class _Asked(NamedTuple):
    verbs: frozenset[str]
    pairs: frozenset[str]


def about(ask: str, options: tuple[Option, ...], heard: Heard, reading: Reading) -> bool:
    """Whether what was read out of a sentence answers what was asked."""
    if reading.rule not in GUESSES or not ask:
        return True
    yes, no = (_words(options, key) for key in ("yes", "no"))
    thing = _asked((_last_clause(ask), *yes))
    if reading.rule == DENIED:
        told = _PLAIN_NO.search(heard.text) is not None or _speaks_of(heard, thing) or _speaks_of(heard, _asked(no))
        return told and not reasons_in(heard)
    if _ONLY_FEARED.match(heard.text) and not _ONLY_FEARED.search(ask):
        return False  # 怕他们半夜打: it has not happened
    return _speaks_of(heard, thing) and not _speaks_of(heard, _asked(tuple(w for w in no if not re.search("没|不", w))))


_EXAMPLES = late("[,，]像(?P<these>[^。?？]+)")
_ONLY_FEARED = late("我?(?:就|也|最|很|一直)?(?:怕|担心|会不会|万一|要是|听说|网上|据说)")
_SHORT = 16  # characters: a longer answer says more than one of the things that were asked
_FEARED = late("怕|担心|会不会|如果|要是|万一|以前|网上")


def names_an_example(ask: str, heard: Heard) -> bool:
    """「有没有更过分的，像半夜打、骂人？」 凌晨打的: one of the things that were asked, in other words."""
    listed = _EXAMPLES.search(ask)
    if listed is None or len(heard.text) > _SHORT or _FEARED.search(heard.text):
        return False
    asked = {m.name for m in _meanings(listed.group("these")) if not m.denied and not m.light and "." in m.name}
    said = meant(heard.text).meanings
    return bool(asked & {m.name for m in said if not m.denied}) and not any(m.denied for m in said)


@lru_cache(maxsize=64)  # of what the book asks
def _meanings(said: str) -> frozenset[Meaning]:
    return meant(normalise(said)).meanings


def _speaks_of(heard: Heard, asked: _Asked) -> bool:
    text = heard.text
    if any(re.search(f"{_SAID_BEFORE}{verb}|{verb}{_SAID_BEHIND}", text) for verb in asked.verbs if verb in text):
        return True
    return not reasons_in(heard) and any(pair in text for pair in asked.pairs)


def _words(options: tuple[Option, ...], key: str) -> tuple[str, ...]:
    return tuple(word for option in options if option.key == key for word in (option.label, *option.also))


@lru_cache(maxsize=512)  # of what the book asks; what a person said is remembered nowhere
def _asked(said: tuple[str, ...]) -> _Asked:
    """The verbs and the pairs of characters in an editor's words."""
    pieces = [piece for one in said for piece in _PIECES.split(normalise(one)) if piece]
    verbs = {hit.group(1) or hit.group(2) for piece in pieces for hit in _VERB.finditer(piece)}
    pairs = {piece[k : k + 2] for piece in pieces for k in range(len(piece) - 1)}
    return _Asked(
        frozenset(verbs - _EMPTY - _NO_VERB),
        frozenset(p for p in pairs if not (set(p) & _EMPTY) and p not in _NO_THING),
    )


@lru_cache(maxsize=512)
def _last_clause(ask: str) -> str:
    """「短信或电话里，有案号吗？」 asks for 案号; where examples follow, they are asked as well."""
    asks = [part for part in re.split("[。！!]|(?<=[？?])", _CODE.sub("", ask)) if re.search("[？?]", part)]
    clauses = re.split("[，,]", asks[-1] if asks else ask)
    return "，".join(clauses[-2:] if clauses[-1].startswith("像") else clauses[-1:])

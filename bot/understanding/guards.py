"""When words of the lexicon count: not when denied, not when feared or supposed, not when told of somebody else.

上门 said is not 上门 done; 会不会上门 is a fear; 群里有人说 is somebody else's story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import NamedTuple

from bot.understanding.needs import ByCharacter
from bot.understanding.patterns import late

_NEUTRAL = late(
    "没日没夜|没完没了|不停|不断|不分昼夜|不分白天黑夜|不光|不仅|不但|不止|不得不|忍不住|受不了|不管|不论|不得安宁|不然|没少|不好意思|不过|差不多|没多久|不久|没事就|没几天|不到|不只|没办法|没法|动不动|二话不说|没命|不依不饶|没人性|不客气"
)
_DENIED = late(
    "(?:没有?|未|别|没被|没人|从没|从未|并没|还没有?|不是|并非|没再|不会|不敢|不能|不想|绝不|不再|不|尚未|无)(?:让|被|有|人|再|去|敢|给|真|过|要|想|来|怎么|什么|任何|因为|是|他|我|在|跟|和|向|找|接到|收到|打算|碰|准备|真的|见|看到|听说|发生|出现|说)*$"
)
_DENIED_AFTER = late(
    "(?:[^,。;!? ]{0,2})(?:没|无)(?:有)?(?:关系|关|瓜葛)(?=[,。;!? 的]|$)|(?:的话)?(?:那|这)?倒(?:是)?(?:还)?(?:没有?|不是|不至于|没到|没有过)(?=[,。;!? ]|$)"
)
_SUPPOSED = late(
    "(?:会不会|是不是(?:会|要)|是否(?:会|要)?|怕|担心|害怕|恐惧|焦虑|忧虑|如果|(?<!主)(?<!只)要是|万一|假如|假设|倘若|能不能|可不可以|(?:我)?(?:要不要|该不该)(?:先|去|就)*$|会(?:直接|真的|真|马上|立刻|很快|也|再|被|影响|算|导致|变|把|给|来|去|不)*$|(?<!说)(?<!称)(?<!胁)(?<!言)可能(?:会|要)?$|以后会|将来|不想(?:被|让)|避免|防止|以免|省得|免得|多久会|什么时候会|几天会|多久(?:才|就)?(?:上|被|会)|到时候(?:会)?|预防|别让|别(?:去|来|给|打)|希望(?:不要|别)|求(?:你|他)?们?别|千万别|还没|才会|就会(?!说)|不至于)"
)
_TOLD = late(
    "(?:(?<!家族)(?<!亲戚)(?<!亲友)(?<!同学)(?<!公司)(?<!工作)(?<!业主)群里|网友|别人|有的人|听说|据说|网上(?:说|看|都)|看到(?:有人|网上|别人|新闻)|新闻|抖音上(?:说|看|刷)|评论区|我?(?:有个)?朋友(?:也|就|之前|的)?(?:被|说他|遇到)|同事(?:之前|以前)?(?:被|说他)|人家说|大家(?:都)?说|都说|视频里|贴吧(?:里)?说|知乎)[^,。;!?]{0,16}$"
)
_ASKING = late("^[^,。;!?]{0,6}(?:会|能|要)?[^,。;!?]{0,8}(?:吗|么|不会|嘛)[?？,。 ]?")
_SAID = late("说(?:了)?|威胁|扬言|恐吓|吓唬|声称|称|短信|通知|警告|叫嚣|放话|告诉我|讲")
_INSIDE = late("会不会|怕|担心|如果|(?<!主)(?<!只)要是|万一|是不是会|能不能")
_ONLY_SAID = late(
    "(?:说|威胁|扬言|恐吓|吓唬|声称|警告)(?!了|我|过|你)[^,。]{0,8}(?:要|会|将|准备|就)(?:[^,。]{0,6}$|[^,。]{0,4}(?:打|发|联系|告诉|通知|上门|找|爆|曝|公开|寄|去|来))"
)
_MARK = late("[,。;!?\n]")


class Rule(NamedTuple):
    """One slug of the vocabulary: the characters it needs, its patterns, and which guards it leaves off."""

    slug: str
    needs: frozenset[str]
    pattern: str
    unless: str = ""
    threat: bool = False  # the saying itself is the event, so 说要 does not make it supposed
    denial: bool = True  # a denial in front withdraws it


class Rules(tuple[Rule, ...]):
    """Rules in their order; those that lack their characters are not even looked at."""

    @cached_property
    def fitting(self) -> ByCharacter:
        return ByCharacter([each.needs for each in self])


@cache
def compiled(source: str) -> re.Pattern[str]:
    """The pattern of a source, compiled when first needed: most rules never meet their characters."""
    return re.compile(source)


def rule(slug: str, needs: str, pattern: str, unless: str = "", threat: bool = False, denial: bool = True) -> Rule:
    """A rule; `needs` are characters of which at least one must be in the text."""
    return Rule(slug, frozenset(needs), pattern, unless, threat, denial)


def sentence_start(text: str, at: int) -> int:
    """Where the clause that contains a position begins: after the last mark, commas included."""
    return max(text.rfind(mark, 0, at) for mark in ",。;!?\n ") + 1


def clause_end(text: str, at: int) -> int:
    """A little beyond a position, but not beyond the next mark."""
    hit = _MARK.search(text, at, at + 8)
    return hit.start() + (hit.group() in "?!") if hit else min(len(text), at + 8)


def hits(rules: Rules, text: str, offers: bool = False) -> Iterator[tuple[str, int, int]]:
    """Slugs that a text states, each with the span that says so; of offers only a denial counts."""
    quiet = ""
    for place in rules.fitting(text):
        each = rules[place]
        for hit in compiled(each.pattern).finditer(text):
            quiet = quiet or _NEUTRAL.sub(lambda m: "\x04" * len(m.group()), text)
            start = sentence_start(text, hit.start())
            before = quiet[start : hit.start()]
            if each.unless and compiled(each.unless).search(text[start : clause_end(text, hit.end())]):
                continue
            if each.denial and _DENIED_AFTER.match(text, hit.end()):
                continue
            if _denied(each, before) or not (offers or stands(each, quiet, before, hit.start(), hit.end())):
                continue
            yield each.slug, hit.start(), hit.end()
            break


def _denied(each: Rule, before: str) -> bool:
    if not each.denial or not _DENIED.search(before[-9:]):
        return False
    return not before.endswith(("是不是", "有没有", "能不能", "会不会", "要不要"))


_DEFINED_BEFORE = late("(?:什么|啥)(?:叫|是|算)(?:做|个)?$")
_DEFINED_AFTER = late(
    "(?:到底|究竟)?(?:是|算|长)(?:个)?(?:啥|什么|怎么)(?:样|意思|东西|回事|玩意)?(?:子|儿)?[啊呀呢吗的]*(?=[,。;!? ]|$)"
)
_HAPPENED = late("收到|接到|寄|送|来了|给我|拿到|签收")


def asked_about(text: str, before: str, end: int) -> bool:
    """什么叫支付令 and 诉前调解是个啥 ask what it is; 收到的支付令是什么 has one."""
    if _HAPPENED.search(before):
        return False
    return _DEFINED_BEFORE.search(before) is not None or _DEFINED_AFTER.match(text, end) is not None


_DONE_ASKED = late("了?(?:吗|么|没有?)[啊呀呢吧]*[?？]*(?=[,。;! ]|$)")


def stands(each: Rule, text: str, before: str, start: int, end: int) -> bool:
    """Neither supposed, nor told of somebody else, nor only asked about."""
    if _TOLD.search(before) or asked_about(text, before, end):
        return False
    supposed = _SUPPOSED.search(before[-22:]) or _INSIDE.search(text[start:end])
    if supposed and not (each.threat and _SAID.search(before)):
        return False
    if not each.threat:
        after = text[end : end + 10]
        if _DONE_ASKED.match(text, end):
            return False  # 上征信了吗
        if re.match("[^,。;!?]{0,3}(?:怎么办|咋办)", after) and re.search("(?:要|会|被)$", before):
            return False
        if re.search("(?:会|能)(?:被|把|给|直接|马上|真的|真|就|也)*[^,。]{0,4}$", before) and re.match(
            "[^,。;!?]{0,8}(?:吗|么|嘛|不\\?|\\?)", after
        ):
            return False
        if _ONLY_SAID.search(before) or _ONLY_SAID.search(text[start:end]):
            return False
    return True

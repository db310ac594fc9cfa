"""What every reply must keep to, whatever its story asks: length, one question, numbers, words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from bot.content.facts import FactRegister
from bot.content.literals import literals
from bot.content.outgoing import BUBBLE, LABEL, TELLING, offences, questions
from bot.engine.flowbook import Book
from bot.engine.turn import Bubble, Drawing, Paper, Question, Reply

NUMBER = re.compile(r"\d+")


def broken(replies: tuple[Reply, ...], allowed: Collection[str], said: str = "") -> Iterator[str]:
    """Each rule that replies break; numbers among `allowed`, or that the person wrote, may be shown."""
    if sum(isinstance(r, Question) for r in replies) > 1:
        yield "一轮里问了两个问题"
    for reply in replies:
        match reply:
            case Bubble(text, "page"):
                yield from _clean(text, allowed, said)  # a section of a page is as long as it is
            case Bubble(text):
                yield from _short(text)
                yield from _clean(text, allowed, said)
            case Question():
                yield from _short(reply.text)
                yield from _clean(reply.text, allowed, said)
                if questions(reply.text) > 1:
                    yield f"一次问了两件事：「{reply.text}」"
                for button in reply.buttons:
                    if len(button.label) > LABEL:
                        yield f"按钮「{button.label}」超过 {LABEL} 个字"
            case Paper():
                yield from _clean(reply.text, allowed, said)
            case Drawing():
                for line in reply.lines():
                    yield from _short(line)
                    yield from _clean(line, allowed, said)


def telling(replies: tuple[Reply, ...]) -> Iterator[str]:
    """What a reminder shows, before anybody answers it, that others must not read."""
    for reply in replies:
        match reply:
            case Bubble(text):
                shown = [text]
            case Question():
                shown = [reply.text, *(button.label for button in reply.buttons)]
            case Paper() | Drawing():
                shown = []
                yield f"提醒一响就给出了「{reply.title}」，锁屏上别人也看得见"
        for text in shown:
            if (found := TELLING.search(text)) is not None:
                yield f"提醒一响就露出「{found.group()}」，锁屏上别人也看得见：「{text}」"


def _short(text: str) -> Iterator[str]:
    if len(text) > BUBBLE:
        yield f"气泡有 {len(text)} 个字，最多 {BUBBLE} 个：「{text[:20]}……」"


def _clean(text: str, allowed: Collection[str], said: str) -> Iterator[str]:
    for offence in offences(text):
        yield f"「{offence.words}」不能说：{offence.remedy}"
    typed = _digits(said)
    for found in literals(text):
        words = text[found.start : found.start + found.width]
        digits = _digits(words)
        known = digits in allowed or digits in typed
        known = known or all(d in allowed or d in typed for d in NUMBER.findall(words))  # 110／120 are two
        if found.code == "literal-phone" and not known:
            yield f"号码 {digits} 不在事实登记里"


def registered(book: Book) -> frozenset[str]:
    """The telephone numbers that the book's facts hold, as bare digits."""
    register = book.constants.get("fact")
    if not isinstance(register, FactRegister):
        return frozenset()
    words = [w.text for fact in register.facts.values() for w in fact.fields.values()]
    words += [fact.safe for fact in register.facts.values()]
    return frozenset(number for text in words for number in _numbers(text))


@lru_cache(maxsize=1_024)  # every story looks at the same facts
def _numbers(text: str) -> tuple[str, ...]:
    """Whatever a text holds that must be a fact, as bare digits."""
    return tuple(_digits(text[found.start : found.start + found.width]) for found in literals(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)

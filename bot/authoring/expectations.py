"""What a story wants after a step, compared with what came; each difference in a Chinese sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from bot.authoring.drivers import Heard
from bot.authoring.story_reader import StoryStep
from bot.content.problems import nearest
from bot.content.writing import At, Word
from bot.engine.answers import peek_key, value_under
from bot.engine.environment import Sight
from bot.engine.flowbook import Book
from bot.engine.session import Session
from bot.engine.turn import Bubble, Drawing, Paper, Question, Reply
from bot.engine.values import Known, Unknown, freeze
from bot.engine.work import Work

Difference = tuple[At, str]
NOTHING = ""  # what an empty list in a story stands for
NEVER = "none"  # of a slot: it was never asked and never heard


def compare(
    book: Book, session: Session | None, heard: Heard, step: StoryStep, now: dt.datetime
) -> Iterator[Difference]:
    """Everything that is not as the step says."""
    for key, words in step.expects.items():
        yield from _LOOKS[key](session, heard, words)
    for name, words in step.slots.items():
        yield from _slot(book, session, name, words, now)


def standing(session: Session | None) -> str:
    """Where a person is: the place of the open question, else the step on top, else 没有."""
    if session is None:
        return "没有"
    if session.open is not None:
        return session.open.place
    return f"{session.stack[-1].flow}.{session.stack[-1].step}" if session.stack else "没有"


def spoken(replies: tuple[Reply, ...]) -> str:
    """All that a person reads: bubbles, questions, labels, papers."""
    parts: list[str] = []
    for reply in replies:
        match reply:
            case Bubble(text):
                parts.append(text)
            case Question():
                parts += [reply.text, *(b.label for b in reply.buttons)]
            case Paper():
                parts += [reply.title, reply.text]
            case Drawing():
                parts += reply.lines()
    return "\n".join(parts)


def _at(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    came = standing(session)
    for word in words:
        if word.text != came:
            yield word.at, f"想停在 {word}，却停在 {came}"


def _sees(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    text = spoken(heard.replies)
    for word in words:
        if word.text not in text:
            yield word.at, f"想看到「{word}」，回复里没有"


def _sees_not(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    text = spoken(heard.replies)
    for word in words:
        if word.text and word.text in text:
            line = next(row for row in text.split("\n") if word.text.split("\n")[0] in row)
            yield word.at, f"不该看到「{word}」，回复里有：{line}"


def _buttons(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    came = [b.label for r in heard.replies if isinstance(r, Question) for b in r.buttons]
    wanted = [w.text for w in words if w.text]
    if came != wanted:
        yield words[0].at, f"想要按钮 {_list(wanted)}，来的是 {_list(came)}"


def _document(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    came = [r.name for r in heard.replies if isinstance(r, Paper)]
    for word in words:
        if word.text not in (came or [NOTHING]):
            yield word.at, f"想要话术 {word or '一个也没有'}，来的是 {_list(came)}"


def _missing(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    came = [label for r in heard.replies if isinstance(r, Paper) for label in r.missing]
    for word in words:
        if word.text not in (came or [NOTHING]):
            hint = nearest(word.text, came)
            yield word.at, f"〔请补〕里没有「{word}」，有的是 {_list(came)}{hint and '，' + hint}"


def _file(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    for word in words:
        if word.text not in (heard.files or [NOTHING]):
            yield word.at, f"想要文件 {word or '一个也没有'}，来的是 {_list(list(heard.files))}"


def _rule(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    for word in words:
        if word.text != heard.rule:
            yield word.at, f"想由规则 {word} 回答，却是 {heard.rule or '没有规则'}"


def _latched(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    came = session is not None and session.latch is not None
    for word in words:
        if (word.text == "true") is not came:
            yield word.at, "危险锁" + ("已经锁上，不该锁" if came else "没有锁上")


def _timers(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    came = sorted(t.flow for t in session.timers) if session else []
    wanted = sorted(w.text for w in words if w.text)
    if came != wanted:
        yield words[0].at, f"想要提醒 {_list(wanted)}，现在是 {_list(came)}"


def _outcome(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    came = session.outcome if session else ""
    for word in words:
        if word.text != came:
            yield word.at, f"想以 {word} 结束，却是 {came or '还没结束'}"


def _silent(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    for word in words:
        if (word.text == "true") is bool(heard.replies):
            yield word.at, "不该有回复，却有" if heard.replies else "该有回复，却没有"


def _forgotten(session: Session | None, heard: Heard, words: tuple[Word, ...]) -> Iterator[Difference]:
    for word in words:
        if (word.text == "true") is (session is not None):
            yield word.at, "还留着这个人的东西" if session is not None else "这个人的东西已经删了"


_LOOKS: dict[str, Callable[[Session | None, Heard, tuple[Word, ...]], Iterator[Difference]]] = {
    "at": _at,
    "sees": _sees,
    "sees_not": _sees_not,
    "buttons": _buttons,
    "document": _document,
    "missing": _missing,
    "file": _file,
    "rule": _rule,
    "latched": _latched,
    "timers": _timers,
    "outcome": _outcome,
    "silent": _silent,
    "forgotten": _forgotten,
}


# --- slots


def _slot(
    book: Book, session: Session | None, name: str, words: tuple[Word, ...], now: dt.datetime
) -> Iterator[Difference]:
    at = words[0].at if words else At("")
    if name not in book.slots:
        yield at, f"没有槽 {name}，{nearest(name, book.slots) or '看看 flows/slots.yaml'}"
        return
    state, value = _held(book, session, name, now)
    wanted = [w.text for w in words]
    came = _say(value) if state == "value" else state
    if state != "value" or wanted[0] in {"unknown", "skipped", NEVER}:
        if wanted != [state]:
            yield at, f"想要 {name} 是 {_list(wanted)}，却是 {came}"
    elif not _same(value, wanted):
        yield at, f"想要 {name} 是 {_list(wanted)}，却是 {came}"


def _held(book: Book, session: Session | None, name: str, now: dt.datetime) -> tuple[str, Known]:
    """The state of a slot, and its value as conditions and texts would read it now."""
    if session is None:
        return NEVER, ""
    value = value_under(Work(book, session, now, Sight), name)
    if not isinstance(value, Unknown):
        return "value", value
    key = peek_key(book, session, name)
    answer = session.slots.get(key) if key is not None else None
    return (answer.state if answer is not None else NEVER), ""


def _same(value: Known, wanted: list[str]) -> bool:
    if isinstance(value, bool):
        return wanted in ([["yes"], ["true"]] if value else [["no"], ["false"]])
    if isinstance(value, (int, Decimal)):
        try:
            return len(wanted) == 1 and Decimal(wanted[0]) == value
        except InvalidOperation:
            return False
    stored = freeze(value)
    return wanted == (list(stored) if isinstance(stored, list) else [str(stored)])


def _say(value: Known) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    stored = freeze(value)
    return _list(list(stored)) if isinstance(stored, list) else str(stored)


def _list(items: list[str]) -> str:
    return "、".join(items) if items else "一个也没有"

"""One conversation on paper: the answers, then who said what, as Markdown to read or JSON to work on.

Pure. What was never kept is not invented: a turn without words says so, a crisis turn shows only its mark.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.flowbook import Book
from bot.engine.session import Answer, Session
from bot.engine.speaking import speak
from bot.engine.turn import Bubble, Drawing, Paper, Question, Reply
from bot.engine.values import SlotType, thaw

NOT_KEPT = "（没有保存）"
_SENT = {
    "photo": "（一张图片）",
    "voice": "（一段语音）",
    "sticker": "（一个表情）",
    "location": "（一个位置）",
    "contact": "（一张名片）",
    "poll": "（一个投票）",
    "file": "（一个文件）",
}


class Entry(Struct, frozen=True):
    """One turn as it was stored; `mark` stands where the words were never kept or were erased."""

    turn: int
    at: dt.datetime
    event: Event | None
    replies: tuple[Reply, ...]
    mark: str = ""
    undelivered: bool = False


class Held(Struct, frozen=True):
    """One answer in words: 「欠款金额：1.2 万元」; `item` tells the entries of a list apart."""

    key: str
    label: str
    value: str
    item: str = ""


class Account(Struct, frozen=True):
    """Everything about one person that an export shows."""

    id: str
    channel: str
    first_at: dt.datetime
    last_at: dt.datetime
    outcome: str
    kept: bool
    answers: tuple[Held, ...]
    entries: tuple[Entry, ...]


def answers(session: Session, book: Book | None) -> tuple[Held, ...]:
    """What the session holds, in the order of the book's slots; without a book only the keys are known."""
    order = {name: number for number, name in enumerate(book.slots)} if book is not None else {}
    held = (key for key in session.slots if ":" not in key)  # the others are what the engine notes for itself
    keys = sorted(held, key=lambda key: (_item(key), order.get(_name(key), len(order)), key))
    return tuple(Held(key, _label(key, book), _value(session.slots[key], key, book), _item(key)) for key in keys)


def _name(key: str) -> str:
    return key.partition("@")[0]


def _item(key: str) -> str:
    return key.partition("@")[2]


def _label(key: str, book: Book | None) -> str:
    slot = book.slots.get(_name(key)) if book is not None else None
    return slot.label if slot is not None and slot.label else _name(key)


def _value(answer: Answer, key: str, book: Book | None) -> str:
    if answer.state == "skipped":
        return "跳过了"
    if answer.state == "unknown":
        return "说不清楚"
    slot = book.slots.get(_name(key)) if book is not None else None
    kind = slot.type if slot is not None else SlotType.TEXT
    labels = {option.key: option.label for option in slot.options} if slot is not None else {}

    def say(stored: object) -> str:
        value = thaw(kind, stored)
        return speak(kind, value, labels) if value is not None else str(stored)

    if answer.low is not None and answer.high is not None and answer.low != answer.high:
        return f"约 {say(answer.value)}（{say(answer.low)} 到 {say(answer.high)}）"
    return say(answer.value)


# --- Markdown


def markdown(account: Account, zone: dt.tzinfo) -> str:
    """For the person or for who helps them."""
    lines = [
        "# 稳住：对话记录",
        "",
        *([f"- 编号：{account.id}"] if account.id else []),
        f"- 从 {_moment(account.first_at, zone)} 到 {_moment(account.last_at, zone)}",
        *([f"- 结果：{account.outcome}"] if account.outcome else []),
        "- 号码、证件号等已遮住。机器人是程序，可能记错；以合同、账单和官方答复为准。",
        "",
        "## 记下的",
        "",
        *(_answers(account.answers) or ["（还没有）"]),
        "",
        "## 对话",
        "",
    ]
    labels: dict[str, str] = {}
    hidden = 0
    for entry in account.entries:
        if entry.event is None and not entry.mark and not entry.replies:
            hidden += 1
            continue
        if hidden:
            lines += [f"（这里有 {hidden} 轮没有保存）", ""]
            hidden = 0
        lines += [f"**{_moment(entry.at, zone)}**", ""]
        said = spoken(entry, labels)
        if said:
            lines += ["你：", "", *(f"> {_tame(line)}" for line in said.split("\n")), ""]
        for reply in entry.replies:
            lines += [*_reply(reply), ""]
        if entry.undelivered:
            lines += ["（这一段还没有送到）", ""]
        _learn(labels, entry)
    if hidden:
        lines += [f"（{'后面' if hidden < len(account.entries) else '一共'} {hidden} 轮，没有保存）", ""]
    return "\n".join(lines).rstrip() + "\n"


def _answers(held: Sequence[Held]) -> list[str]:
    lines: list[str] = []
    items = list(dict.fromkeys(answer.item for answer in held if answer.item))
    item = ""
    for answer in held:
        if answer.item != item:
            item = answer.item
            lines += ["", f"第 {items.index(item) + 1} 项", ""]
        lines.append(f"- {answer.label}：{_tame(answer.value)}")
    return lines


def _reply(reply: Reply) -> Iterator[str]:
    match reply:
        case Bubble():
            yield from ("稳住：", "", reply.text)
        case Question():
            yield from ("稳住：", "", reply.text)
            if reply.buttons:
                yield ""
                yield from (f"- {button.mark}. {button.label}" for button in reply.buttons)
        case Paper():
            fence = "`" * max(3, _longest_run(reply.text) + 1)
            yield from (f"### {reply.title}", "", fence, reply.text.strip("\n"), fence)
        case Drawing():
            yield from (f"图：{reply.title}", "", *(f"- {_tame(line)}" for line in reply.lines()[1:]))


def _longest_run(text: str) -> int:
    return max((len(run) for run in text.replace("`", " ` ").split("  ") if "`" in run), default=0)


def _tame(text: str) -> str:
    """A person's words in Markdown: never markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


# --- JSON


def as_json(account: Account, zone: dt.tzinfo) -> str:
    """For programs: the same content, times with their zone."""
    labels: dict[str, str] = {}
    turns = []
    for entry in account.entries:
        turns.append(
            {
                "turn": entry.turn,
                "at": entry.at.astimezone(zone).isoformat(timespec="seconds"),
                "said": spoken(entry, labels),
                "replies": [_plain(reply) for reply in entry.replies],
                "undelivered": entry.undelivered,
            }
        )
        _learn(labels, entry)
    data = {
        "id": account.id,
        "channel": account.channel,
        "first_at": account.first_at.astimezone(zone).isoformat(timespec="seconds"),
        "last_at": account.last_at.astimezone(zone).isoformat(timespec="seconds"),
        "outcome": account.outcome,
        "kept": account.kept,
        "answers": [{"key": h.key, "label": h.label, "value": h.value, "item": h.item} for h in account.answers],
        "turns": turns,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(reply: Reply) -> dict[str, object]:
    match reply:
        case Bubble():
            return {"kind": "bubble", "text": reply.text}
        case Question():
            return {"kind": "question", "text": reply.text, "options": [b.label for b in reply.buttons]}
        case Paper():
            return {"kind": "document", "name": reply.name, "title": reply.title, "text": reply.text}
        case Drawing():
            return {"kind": "picture", "name": reply.name, "title": reply.title, "lines": list(reply.lines()[1:])}


# --- both


def spoken(entry: Entry, labels: Mapping[str, str]) -> str:
    """What the person said or did, in words; `labels` are those of the buttons shown so far."""
    if entry.event is None:
        return entry.mark or NOT_KEPT
    match entry.event:
        case Said(text=text, forwarded=forwarded):
            return f"（转发）{text}" if forwarded else text
        case Edited(text=text):
            return f"（改成）{text}"
        case Sent(kind=kind, caption=caption):
            return f"{_SENT.get(kind, '（一个附件）')}{caption}"
        case Pressed(token=token):
            return f"［{labels.get(token, token.rpartition(':')[2])}］"
        case Opened():
            return "（打开对话）"
        case TimeUp():
            return ""


def _learn(labels: dict[str, str], entry: Entry) -> None:
    for reply in entry.replies:
        if isinstance(reply, Question):
            labels.update({button.token: button.label for button in reply.buttons})


def _moment(at: dt.datetime, zone: dt.tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{local.year} 年 {local.month} 月 {local.day} 日 {local.hour:02}:{local.minute:02}"

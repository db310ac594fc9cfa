"""Reading back what was noted: one line in front of the next question, with units, and the recap of a return.

Everything that was heard is in the line. Where it would not fit a bubble, what belongs to one lender stands together and without
its label (微粒贷 1.2 万元、借呗 8000 元); what still does not fit is counted, never silently left out.
"""

from __future__ import annotations

import datetime as dt
import re

from bot.engine.answers import aged, list_of, slot_name
from bot.engine.flowbook import Ask, Slot
from bot.engine.session import Answer
from bot.engine.speaking import date, speak
from bot.engine.turn import Bubble
from bot.engine.values import SlotType, thaw
from bot.engine.work import Work

BUBBLE = 120  # characters
ASKS = re.compile("有没有|(.)[不没]\\1|吗$|要不要|怎么")
SITUATIONS = {
    SlotType.CHOICE,
    SlotType.YES_NO,
    SlotType.RATING,
    SlotType.TEXT,
}  # of a moment: not read back to a return
RECAPPED = 4  # answers named when somebody comes back


def echo(work: Work) -> None:
    """Read back what was noted in this turn, once, in front of the question."""
    if not work.echoes:
        return
    phrase = "heard" if work.rule == "opening" else "echo"
    said = in_one_line(work, work.echoes, BUBBLE - len(work.phrase(phrase, read_back="")))
    work.session.echoed = list(work.echoes)
    work.echoes = []
    if said and phrase == "heard":
        work.replies.insert(work.heard_at, Bubble(work.phrase(phrase, read_back=said), "echo"))
    elif said:
        work.replies.append(Bubble(work.phrase(phrase, read_back=said), "echo"))


def in_one_line(work: Work, keys: list[str], room: int) -> str:
    """As `read_back`, in at most so many characters: shorter where it must be, and then with how much is not named."""
    whole = read_back(work, keys)
    if len(whole) <= room:
        return whole
    said, left_out = shortly(work, keys), 0
    while said:
        line = "，".join([*said, f"还有 {left_out} 样"] if left_out else said)
        if len(line) <= room:
            return line
        said.remove(max(said, key=len))  # the longest: what else was said stays in sight
        left_out += 1
    return ""


def shortly(work: Work, keys: list[str]) -> list[str]:
    """Each lender with its sum, bare, then everything else as it is; the lenders are one piece."""
    lenders: dict[str, list[str]] = {}
    others: list[str] = []
    for key in keys:
        item, slot = key.partition("@")[2], work.book.slots.get(slot_name(key))
        owner, name = list_of(work.book, slot_name(key)), whose(work, key)
        if owner is None or slot is None or not name:
            others.append(read_back_one(work, key))
            continue
        told = lenders.setdefault(item, [name])
        if slot_name(key) != f"{owner.alias}.{owner.key_field}":
            label = "" if slot.hears == "amount" else slot.label
            told.append(read_back_one(work, key).removeprefix(f"{name}的").removeprefix(slot.label).strip())
            told[-1] = f"{label} {told[-1]}".strip()
    together = "、".join(" ".join(told) for told in lenders.values())
    return [piece for piece in (together, *others) if piece]


def read_back(work: Work, keys: list[str]) -> str:
    """The held answers in words: 平台 微粒贷、借呗，欠款金额约 1.2 万元."""
    said: list[str] = []
    before = ""
    for key in keys:
        words, slot = read_back_one(work, key), work.book.slots.get(slot_name(key))
        if words and slot is not None and slot_name(key) == before and words.startswith(f"{slot.label} "):
            said[-1] += f"、{words.removeprefix(slot.label).strip()}"
        elif words:
            said.append(words)
        before = slot_name(key) if words else before
    return "，".join(said)


def read_back_one(work: Work, key: str) -> str:
    slot, answer = work.book.slots.get(slot_name(key)), work.session.slots.get(key)
    if slot is None or answer is None:
        return ""
    if answer.state == "skipped":
        return ""
    if answer.state == "unknown":
        return f"{slot.label}{work.phrase('unknown_label')}"
    if slot.type is SlotType.YES_NO:
        return f"{lender(work, key)}{yes_or_no(work, slot, answer)}"
    return f"{lender(work, key)}{slot.label}{spoken(slot, aged(work, slot, answer), today=work.now.date())}"


def yes_or_no(work: Work, slot: Slot, answer: Answer) -> str:
    """还上过又逾期, or, where the label is itself a question, with its answer: 有没有案号 有案号."""
    if answer.value is True and not ASKS.search(slot.label):
        return slot.label
    steps = (step for flow in work.book.flows.values() for step in flow.steps.values())
    asks = (a for step in steps for a in step.actions if isinstance(a, Ask) and a.save == slot.name)
    key = "yes" if answer.value is True else "no"
    word = next((c.label for ask in asks for c in ask.choices if c.key == key), "")
    return f"{slot.label} {word}" if word else f"{slot.label}{spoken(slot, answer)}"


def lender(work: Work, key: str) -> str:
    """Whose it is, where there are several: 微粒贷的."""
    owner = list_of(work.book, slot_name(key))
    if (
        owner is None
        or len(work.session.items.get(owner.name, [])) < 2
        or slot_name(key).endswith(f".{owner.key_field}")
    ):
        return ""
    name = whose(work, key)
    return f"{name}的" if name else ""


def whose(work: Work, key: str) -> str:
    """The lender whose field this is, or ""."""
    owner = list_of(work.book, slot_name(key))
    if owner is None:
        return ""
    name = work.session.slots.get(f"{owner.alias}.{owner.key_field}@{key.partition('@')[2]}")
    return str(name.value) if name is not None and name.state == "value" else ""


def spoken(slot: Slot, answer: Answer, label: bool = True, today: dt.date | None = None) -> str:
    """The value with its unit and, where it is not exact, 约 in front; a space sets it off the label. A day of another year
    than today's names it: 12 月 3 日 of last year is no coming day."""
    value = thaw(slot.type, answer.value)
    if value is None:
        return ""
    if (
        slot.type is SlotType.NUMBER
        and answer.sure == "vague"
        and isinstance(answer.low, int)
        and answer.high != answer.low
    ):
        return f"大约 {answer.low} 到 {answer.high} {slot.unit}".rstrip()  # 好几家 is no number that anybody said
    if slot.ages and value == 0:
        return " 这两天到期" if label else "这两天到期"  # 约 0 天 is nothing that anybody says
    if slot.type is SlotType.DAYS and wide(answer):
        return f"约 {answer.low} 到 {answer.high} 天"
    words = (
        date(value, today)
        if slot.type is SlotType.DATE
        else speak(slot.type, value, {o.key: o.label for o in slot.options})
    )
    if slot.type is SlotType.NUMBER and slot.unit:
        words = f"{words} {slot.unit}"
    about = "约 " if answer.sure == "vague" else " " if label else ""
    return about + words


def wide(answer: Answer) -> bool:
    """Whether the one value would hide how wide the span was: 4 到 30 天 is not about 4. What stands inside its span (一个多月:
    40 of 30 to 59) says enough, and bounds that nobody said are not read back."""
    low, high = answer.low, answer.high
    if answer.sure != "vague" or not isinstance(low, int) or not isinstance(high, int):
        return False
    return answer.value == low and 0 < 3 * low <= 2 * high


def recap(work: Work) -> None:
    """Where we are: only what was answered, nothing new."""
    session = work.session
    keys = [m.key for m in session.trail if m.key in session.slots and session.slots[m.key].state == "value"]
    keys = [k for k in keys if (slot := work.book.slots.get(slot_name(k))) and slot.type not in SITUATIONS]
    work.say("recap", read_back=read_back(work, keys[-RECAPPED:]))

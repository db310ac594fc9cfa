"""「不对」, 「逾期说错了，是四个月」, 「刚才那个错了」: an answer that was given in words is taken back in words, whenever it was said.

In this order: a value instead of another; an answer by its name; what was just read back; the one answer of another question that
the new words fit. Where none of it says which answer is meant, the person is asked, and every answer stays as it is until then.
"""

from __future__ import annotations

import re

from bot.engine import answers as held
from bot.engine.asking import OPTIONS, place_asking, spec_of
from bot.engine.corrections import ask_again, changeable, edit, pick
from bot.engine.denying import (
    TRAILING,
    candidates,
    denied,
    exchanged,
    fits_another,
    items_named,
    most_likely,
    replace_with,
    replace_with_one_of,
    turned_round,
)
from bot.engine.flowbook import Ask, Slot
from bot.engine.session import Answer, OpenQuestion
from bot.engine.values import NUMERIC, SlotType
from bot.engine.work import Work
from bot.understanding import read
from bot.understanding.shares import apart

_GAP = r"[,，。.;；:：、！!…\s]*"
_SORRY = r"(?:(?:不好意思|抱歉|对不起|等等|等一下|哦|噢|啊|哎|诶|呃|嗯)[,，。、…\s]*){0,3}"
_EARLIER = "(?:刚才|刚刚|方才|前面|前头|之前|上面|先前)"
_SAID = "(?:说|写|打|填|记|报|选|点|发|输|搞|弄)"
_SLIP = f"(?:{_SAID}(?:得|的)?错了?|错了?|有误)"
_OF = rf"(?:我|把|那个|{_EARLIER}|说的|写的|填的|报的|[,，\s]){{0,6}}"
_REALLY = r"(?:(?:其实|实际上?|准确(?:地)?说)[,，]?)"
_TO = rf"{_GAP}(?:{_REALLY}?(?:应该|应当)?(?:就?是|改成|改为)|{_REALLY})?{_GAP}"
_BEHIND_NAME = rf"(?:那里|那儿|那个|那题|那句|这个|上面|好像|可能|的|我|是|也|都|{_EARLIER}|[,，\s]){{0,5}}"

NAMED_WRONG = re.compile(rf"{_SORRY}{_OF}(?P<name>.{{2,10}}?){_BEHIND_NAME}{_SLIP}的?(?:{_TO}(?P<new>.{{1,40}}))?")
"""逾期说错了；平台写错了，是美团."""
NAMED_ANEW = re.compile(
    rf"{_SORRY}{_OF}(?P<name>.{{2,10}}?){_BEHIND_NAME}(?:(?:说|写|记)?(?:得|的)?不对{_GAP})?"
    rf"(?:{_REALLY}(?:应该)?(?:是|为)?|(?:应该|应当|更正)(?:是|为)|改成){_GAP}(?P<new>.{{1,40}})"
)
"""逾期其实是四个月；逾期天数不对，应该是四个月."""
NAME_IS = re.compile(rf"(?P<name>.{{2,10}}?){_BEHIND_NAME}(?:{_REALLY}|应该)?(?:是|为|[:：]){_GAP}(?P<new>.{{1,40}})")
"""Behind 「不对」: 逾期是四个月."""
SLIP = re.compile(
    rf"{_SORRY}{_OF}(?:{_SAID}(?:得|的)?错了?(?:的|啊|呀|吧|哈)*|(?<=[才刚面头前个])(?:错了?|不对)){_GAP}"
)
"""刚才那个错了；我说错了: of whatever was said last."""
BEHIND = re.compile(
    rf"{_SORRY}(?:应该)?是?(?P<new>.{{1,40}}?){_GAP}{_OF}(?:{_SAID}(?:得|的)?错了?|(?<=[才刚面头前个])错了)"
)
"""是一万三，刚才写错了."""
DENIES = re.compile(
    rf"{_SORRY}(?P<mark>不对|不是|错了|应该是|应该|改成|更正)[，,。!！、:：\s]*(?:是|应该是|改成)?[，,\s]*"
)
BESIDE = re.compile("还有|也|另外|加上")  # 「不对，还有花呗」 adds a lender, it takes none back
UNNAMED = frozenset({"有没有", "多少", "怎么", "什么", "哪一家", "是不是", "要不要", "一共", "是什么"})
PERHAPS = frozenset({"应该", "应该是", "不是"})  # may as well begin an answer to what is asked


def correction(
    work: Work,
    text: str,
    opened: OpenQuestion | None,
    question: Ask | None,
    own: OpenQuestion | None,
    *,
    own_yes_no: bool,
) -> bool:
    """Take back an answer that the words name or that was just read back; with a new value it is replaced at once."""
    said = text.strip().rstrip(TRAILING)
    yes_or_no = own_yes_no or _is_yes_no(work, question)
    if exchanged(work, said, yes_or_no=yes_or_no) or named(work, said, opened):
        return True
    slipped = SLIP.match(said)
    if slipped is not None:
        new = _bare(said[slipped.end() :])
        return (not yes_or_no and bool(new) and turned_round(work, new)) or unnamed(work, new)
    behind = BEHIND.fullmatch(said)
    if behind is not None and unnamed(work, behind.group("new"), or_ask=False):
        return True
    begins = DENIES.match(said)
    if begins is None:
        return False
    mark, rest = begins.group("mark"), said[begins.end() :]
    if mark not in PERHAPS and rest and (named_in if own is None else of_lender)(work, rest):
        return True
    if not work.session.echoed:
        return not yes_or_no and (
            turned_round(work, rest) or (mark not in PERHAPS and own is None and bool(rest) and given_last(work, rest))
        )
    if yes_or_no and not rest.strip("的了啊呀吧呢 ") and mark == "不是":
        return False  # a bare 不是 answers a yes-or-no question
    return denied(work, said) or read_back(work, said, mark, rest, opened, question, own)


def read_back(
    work: Work,
    said: str,
    mark: str,
    rest: str,
    opened: OpenQuestion | None,
    question: Ask | None,
    own: OpenQuestion | None,
) -> bool:
    """What was just read back is meant, unless the new words fit the open question or one earlier answer instead."""
    denies = mark == "不是"  # 「不是一万二，是八千」: what is denied stays in sight of the reader
    if rest and echoed_again(work, said if denies else rest, but_not_the_same=denies):
        return True
    if BESIDE.search(rest) and work.opening(rest).facts:
        return False
    if rest and mark not in PERHAPS and own is None and fits_another(work, rest):
        return True
    if opened is not None and question is not None and answers_instead(work, opened, question, rest):
        return False
    if rest and not denies and fits_another(work, rest):
        return True
    work.fired("correction")
    edit(work)
    return True


def named(work: Work, said: str, opened: OpenQuestion | None) -> bool:
    """「逾期说错了」, 「逾期其实是四个月」: the answer of that name, with its new value or asked again."""
    for pattern in (NAMED_WRONG, NAMED_ANEW):
        found = pattern.fullmatch(said)
        if found is not None and named_anew(work, found.group("name"), found.group("new") or "", opened):
            return True
    return False


def named_in(work: Work, rest: str) -> bool:
    """「不对，逾期是四个月」: the name stands behind the denial."""
    found = NAME_IS.fullmatch(rest)
    if found is not None and named_anew(work, found.group("name"), found.group("new"), None):
        return True
    return of_lender(work, rest)


def of_lender(work: Work, rest: str) -> bool:
    """「不对，借呗两万五」: the number of the lender that is named, and of no other."""
    items = items_named(work, rest) if not BESIDE.search(rest) else set()
    new = apart(rest, work.now.date())[1].strip(TRAILING) if len(items) == 1 else ""
    fit = {key: said for key in (_counted_of(work, items) if new else []) if (said := candidates(work, key, new))}
    if not fit:
        return False
    key = most_likely(work, list(fit))[0]
    replace_with_one_of(work, key, fit[key])
    return True


def named_anew(work: Work, name: str, new: str, opened: OpenQuestion | None) -> bool:
    """Give the answers of this name the new value; without one that fits, ask for it again. Of several, which."""
    keys = called(work, name)
    if not keys or (opened is not None and opened.key in keys and opened.key not in work.session.slots):
        return False
    new = _bare(new)
    fit = {key: said for key in keys if new and (said := candidates(work, key, new))}
    keys = most_likely(work, list(fit) or keys)
    if len(keys) > 1:
        work.fired("correction")
        pick(work, keys[:OPTIONS], new if fit else "")
    elif fit:
        replace_with_one_of(work, keys[0], fit[keys[0]])
    else:
        work.fired("correction")
        ask_again(work, keys[0])
    return True


def called(work: Work, name: str) -> list[str]:
    """The answers that a person calls so: by the slot's label, a part of it or its other names; with a lender, that lender's."""
    lenders, bare = items_named(work, name), name
    for item in lenders:
        bare = bare.replace(_lender(work, item), "")
    bare = (apart(bare, work.now.date())[1] if lenders else bare).strip("的那个这家笔 ，,")
    if lenders and not bare:
        return _counted_of(work, lenders)
    held_keys = [
        key
        for key in work.session.slots
        if (slot := work.book.slots.get(held.slot_name(key))) is not None
        and so_called(slot, bare)
        and changeable(work, key)
        and (not lenders or key.partition("@")[2] in lenders)
    ]
    whole = [key for key in held_keys if _by_name(work.book.slots[held.slot_name(key)], bare)]
    return whole or held_keys


def _counted_of(work: Work, lenders: set[str]) -> list[str]:
    """「借呗是两万五」: of the numbers that are held of this lender the one that the new value fits, the newest first."""
    slots = work.session.slots
    keys = [
        key
        for key in slots
        if key.partition("@")[2] in lenders and slots[key].state == "value" and changeable(work, key)
    ]
    kinds = {key: work.book.slots.get(held.slot_name(key)) for key in keys}
    numbers = [key for key in keys if (slot := kinds[key]) is not None and slot.type in NUMERIC]
    return sorted(numbers, key=lambda key: -slots[key].turn)


def so_called(slot: Slot, name: str) -> bool:
    """Whether this is what the slot is called, or the beginning or end of it."""
    part = len(name) > 1 and name not in UNNAMED and (slot.label.startswith(name) or slot.label.endswith(name))
    return part or _by_name(slot, name)


def unnamed(work: Work, new: str, *, or_ask: bool = True) -> bool:
    """「我说错了」, 「刚才写错了，是一万三」: what was just read back, else the one answer that the value fits, else which."""
    if new and (named_in(work, new) or echoed_again(work, new) or given_last(work, new)):
        return True
    if or_ask:
        work.fired("correction")
        edit(work)
    return or_ask


def echoed_again(work: Work, words: str, *, but_not_the_same: bool = False) -> bool:
    """The newest of what was just read back that these words fit holds them instead."""
    for key in reversed(work.session.echoed):
        said = candidates(work, key, words) if key in work.session.slots else []
        same = len(said) == 1 and said[0].value == work.session.slots[key].value
        if said and not (but_not_the_same and (same or len(said) > 1)):
            alike = [
                k for k in work.session.echoed if held.slot_name(k) == held.slot_name(key) and k in work.session.slots
            ]
            if len(alike) > 1 and not items_named(work, words):  # 借呗两万，微粒贷三万: whose sum is another one?
                work.fired("correction")
                pick(work, alike[:OPTIONS], words)
            else:
                replace_with_one_of(work, key, said)
            return True
    return False


def given_last(work: Work, rest: str) -> bool:
    """The answer that was pressed last, where the words name another of its options; else the one that they fit."""
    slots = work.session.slots
    last = max((k for k in slots if k in work.book.slots), key=lambda k: slots[k].turn, default="")
    if last and work.book.slots[last].type is SlotType.CHOICE and place_asking(work, last) is not None:
        answer = _by_label(work, last, rest)
        if answer is not None:
            replace_with(work, last, answer)
            return True
    return fits_another(work, rest)


def answers_instead(work: Work, opened: OpenQuestion, question: Ask, rest: str) -> bool:
    """「应该是八千」 that does not fit what was read back, but answers what was asked."""
    return bool(rest.strip()) and read(spec_of(work, question, opened.key), rest, work.now.date()).found


def _by_label(work: Work, key: str, words: str) -> Answer | None:
    """Another option of a held choice whose label these words are."""
    slot, before = work.book.slots[key], work.session.slots[key].value
    option = next((o for o in slot.options if words in {o.label, *o.also} and o.key != before), None)
    return None if option is None else held.answer_of(work, option.key)


def _by_name(slot: Slot, name: str) -> bool:
    return name == slot.label or name in slot.called


def _lender(work: Work, item: str) -> str:
    """The name under which an item of a list is held."""
    slots = work.session.slots
    keys = (f"{o.alias}.{o.key_field}@{item}" for o in work.book.lists.values())
    return next((str(slots[key].value) for key in keys if key in slots), "")


def _bare(new: str) -> str:
    return re.sub(rf"^{_TO}", "", new).strip(TRAILING)


def _is_yes_no(work: Work, question: Ask | None) -> bool:
    slot: Slot | None = work.book.slots.get(question.save) if question is not None else None
    return slot is not None and slot.type is SlotType.YES_NO

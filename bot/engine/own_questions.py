"""The engine's own questions: which of two, is that right, another one, change which, really delete?"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.engine import answers as held
from bot.engine import builtins, restating, review, which
from bot.engine.answering import chosen_rival, confirmed, run_unless_done
from bot.engine.asking import LETTERED, SKIP, form, unpack
from bot.engine.corrections import PICKED, short_label
from bot.engine.denying import answer_in, replace_picked, replace_with
from bot.engine.echoing import spoken
from bot.engine.flowbook import Place
from bot.engine.hearing import hear, item_called
from bot.engine.session import OpenQuestion
from bot.engine.values import thaw
from bot.engine.walk import keep_back, run
from bot.engine.work import Work
from bot.understanding import normalise, read
from bot.understanding.readings import Option, QuestionSpec

Onward = Callable[[Work], None]  # what comes once an answer is kept
BESIDE = frozenset({"more", "confirm", "rivals", "which"})  # an answer beside which something else may be told
OF_LENDERS = frozenset({"platforms", "platforms_count", "amount"})  # told of a lender that the answer may just deny
YES_NO_KINDS = frozenset({"more", "confirm", "forget"})
STRICT = frozenset({"confirm", "forget"})  # a deadline, a deletion: nothing on a guess
SURELY = {
    **dict.fromkeys(
        [
            "是",
            "是的",
            "是啊",
            "对",
            "对的",
            "对啊",
            "没错",
            "嗯",
            "嗯嗯",
            "好",
            "好的",
            "行",
            "可以",
            "确定",
            "确认",
            "要",
        ],
        "yes",
    ),
    **dict.fromkeys(["不", "不要", "不对", "不是", "不是的", "没有", "别", "不用", "算了", "先不", "不确定"], "no"),
}
NONE_LEFT = re.compile(
    "(?:就|只有?)?这(?:些|几家|家|一家)了?|(?:再|也)?没(?:有)?(?:别的|其他的?|其它的?|第.家)?(?:平台)?了?|不欠(?:别的|别家)了?"
)
OF_A_SECTION = {
    **dict.fromkeys(["留", "留下", "保留", "加", "加吧", "留着吧", "看", "看一下", "同意"], "yes"),
    **dict.fromkeys(["去", "去掉吧", "不留", "不给", "删掉", "不加", "不看", "不同意"], "no"),
}
NO_MORE = re.compile(
    "(?:就|只要?)?这(?:些|几段|样)(?:就(?:够|行|好|可以))?了?吧?"
    "|(?:已经|这样|这些)?(?:足?够|可以|差不多)了"
    "|(?:都|全)?(?:先)?(?:不|不用|不想|不要|别)再?(?:加|添|看)(?:别的|其他的?|其它的?)?了吧?"
    "|(?:(?:后面|剩下|其他|其余|余下|别)的?)?(?:都|全都?)?(?:先)?不(?:加|要加|用加|看)了?|没(?:有)?(?:要|想)加的了?"
)
"""Said to what may be added to a page: nothing more."""
ALL_STAY = re.compile("(?:后面|剩下|其他|其余|余下)?(?:的)?(?:全部?|都|全都)(?:留着?|留下|保留|要|给)(?:了|吧|就行)?")
"""Said under a section: this one stays, and all that follow."""
TO_DELETE = {
    **dict.fromkeys(["要删", "删", "删吧", "删掉", "删除", "全删", "全部删", "都删", "全部清掉", "清空"], "yes"),
    **dict.fromkeys(["不删", "别删", "先留着", "留着", "不删了"], "no"),
}


def answer_named(work: Work, opened: OpenQuestion, text: str) -> bool:
    """The exact label or mark of a choice under a question of the engine's own."""
    key = named(work, opened, text)
    if not key:
        return False
    work.fired(f"own:{opened.kind}")
    answer(work, opened, key)
    return True


def answer_read(work: Work, opened: OpenQuestion, text: str, onward: Onward = run) -> bool:
    """Words that mean a choice; what else they say is heard with it, and `onward` decides what comes next. False when they
    mean none."""
    if opened.kind == "more" and more_named(work, opened, text, onward):
        return True
    if opened.kind == restating.KIND and restated(work, opened, text):
        return True
    strict = opened.kind in STRICT
    if opened.kind == which.KIND:
        key = which.read_which(work, opened, text) or meant(work, opened, text)
    else:
        key = (
            surely(opened.kind, text) or yes_and_more(work, opened, text)
            if strict
            else plainly(opened, text) or meant(work, opened, text)
        )
    if not key and not strict and opened.kind in YES_NO_KINDS:
        reading = read(QuestionSpec("yes_no"), text, work.now.date())
        plain = reading.rule != "yes_no.statement"  # 失业了 says nothing of another lender
        key = {True: "yes", False: "no"}.get(reading.value, "") if plain and isinstance(reading.value, bool) else ""
    if not key:
        return False
    work.fired(f"own:{opened.kind}")
    if opened.kind in BESIDE:
        hear(work, {k: r for k, r in work.opening(text).facts.items() if k not in OF_LENDERS}, except_key=opened.key)
    answer(work, opened, key, onward)
    return True


def restated(work: Work, opened: OpenQuestion, text: str) -> bool:
    """What was only heard, said anew."""
    key = opened.data[0]
    answer = answer_in(work, key, text) if key in work.session.slots else None
    if answer is None:
        return False
    replace_with(work, key, answer)
    work.session.rung = work.session.adrift = 0
    return True


def plainly(opened: OpenQuestion, text: str) -> str:
    """「要」 and 「不要」 under a section of a page: the first and the second thing that can be pressed; 「够了」, 「都留着」: all the rest."""
    if opened.kind != review.KIND:
        return ""
    said = normalise(text).strip("。.、!！~～ ")
    if "enough" in opened.choices and NO_MORE.fullmatch(said):
        return "enough"
    if "rest" in opened.choices and ALL_STAY.fullmatch(said):
        return "rest"
    return {"yes": opened.choices[0], "no": opened.choices[1]}.get(SURELY.get(said, OF_A_SECTION.get(said, "")), "")


def surely(kind: str, text: str) -> str:
    """A whole plain yes or no, or "" for anything else."""
    said = normalise(text).strip("。.、!！~～ ")
    return SURELY.get(said, TO_DELETE.get(said, "") if kind == "forget" else "")


YES_FIRST = re.compile("(?:嗯+|是的?|对的?|没错|确定|对对|是啊|对啊)[,，。 ]+(?=.{2})")
NOT_QUITE = re.compile("不|但|应该|改|错|没|好像|可能|吧|？|\\?|吗")


def yes_and_more(work: Work, opened: OpenQuestion, text: str) -> str:
    """「对的，下个月五号开庭」: a plain yes to the day read back, and a fact of another kind behind it, which says nothing of that day."""
    said = normalise(text)
    first = YES_FIRST.match(said)
    if opened.kind != "confirm" or first is None or NOT_QUITE.search(said):
        return ""
    slot = work.book.slots.get(held.slot_name(opened.key))
    facts = work.opening(text).facts
    return "yes" if facts and slot is not None and slot.hears not in facts else ""


def named(work: Work, opened: OpenQuestion, text: str) -> str:
    """The choice that words name: its mark or its label."""
    said = normalise(text).strip("。.、!！ ")
    asked_for = {"rivals": opened.key, restating.KIND: opened.data[0] if opened.data else ""}.get(opened.kind, "")
    slot = work.book.slots.get(held.slot_name(asked_for))
    lettered = slot is not None and slot.type in LETTERED
    labels = labels_of(work, opened)
    for n, key in enumerate(opened.choices):
        if said and said in {chr(ord("a") + n) if lettered else str(n + 1), normalise(labels.get(key, ""))}:
            return key
    return ""


def meant(work: Work, opened: OpenQuestion, text: str) -> str:
    """The choice that words mean: an ordinal, a part of a label."""
    labels = labels_of(work, opened)
    options = tuple(Option(k, label) for k, label in labels.items())
    reading = read(QuestionSpec("choice", "", options), text, work.now.date())
    return reading.value if isinstance(reading.value, str) and reading.value in opened.choices else ""


def labels_of(work: Work, opened: OpenQuestion) -> dict[str, str]:
    """The labels under which the choices were shown."""
    match opened.kind:
        case "more":
            return {"yes": work.phrase("more_yes"), "no": work.phrase("more_no")}
        case "confirm":
            return {"yes": work.phrase("confirm_yes"), "no": work.phrase("confirm_no")}
        case "forget":
            return {"yes": work.phrase("forget_yes"), "no": work.phrase("forget_no")}
        case which.KIND:
            return {**which.labels(work, work.book.lists[opened.key]), SKIP: work.phrase("skip_label")}
        case review.KIND:
            return {key: work.phrase(f"review_{key}") for key in opened.choices}
        case restating.KIND:
            return restating.labels(work)
        case "edit_pick":
            return {f"e{n}": short_label(work, key) for n, key in enumerate(opened.data[: len(opened.choices)])}
        case _:  # rivals
            slot = work.book.slots.get(held.slot_name(opened.key))
            values = [held.answer_of(work, thaw(slot.type, unpack(d))) for d in opened.data] if slot else []
            return {f"r{n}": spoken(slot, a, label=False) for n, a in enumerate(values)} if slot else {}


def answer(work: Work, opened: OpenQuestion, key: str, onward: Onward = run) -> None:
    """Do what the chosen key of an own question means; it is one of those that were shown."""
    match opened.kind, key:
        case "forget", "yes":
            builtins.forget(work)
        case "forget", _:
            work.say("forget_kept")
            run(work)
        case "more", "yes":
            work.took("more", "yes", Place.parse(opened.place))
            another(work, opened)
            onward(work)
        case "more", _:
            no_more(work, opened.place, opened.key)
            onward(work)
        case "confirm", "yes":
            confirmed(work, opened)
            run_unless_done(work, opened, onward)
        case "confirm", _:
            work.say("edit_now")
            run(work)
        case "rivals", _:
            chosen_rival(work, opened, opened.choices.index(key))
            run_unless_done(work, opened, onward)
        case which.KIND, _:
            builtins.settle_which(work, opened, key)
            onward(work)
        case review.KIND, _:
            decided(work, opened, key)
        case restating.KIND, _:
            restating.settle(work, opened, key)
        case _:  # edit_pick
            words = next((d.removeprefix(PICKED) for d in opened.data[len(opened.choices) :]), "")
            replace_picked(work, opened.data[opened.choices.index(key)], words)
    work.session.rung = work.session.adrift = 0


def nothing_deleted(work: Work, opened: OpenQuestion) -> None:
    """「真的要删吗」, and other words than a yes or a no: they are heard, and the person is told that all is still there."""
    if opened.kind == "forget":
        work.say("forget_waits")


def decided(work: Work, opened: OpenQuestion, key: str) -> None:
    """A section of a page stays or goes; 先不要了 ends the flow that wanted to hand it out."""
    top = work.top
    if review.decide(work, opened, key) and top is not None and top.at == review.KIND:
        work.say("review_stopped")
        keep_back(work, Place.parse(opened.place))
    run(work)


def another(work: Work, opened: OpenQuestion) -> None:
    """One more item of the list, whose fields are asked next."""
    owner = work.book.lists.get(opened.key)
    if owner is not None and len(work.session.items.get(owner.name, [])) < owner.maximum:
        held.add_item(work, owner)


def no_more(work: Work, place: str, name: str) -> None:
    """The list is told to its end."""
    work.took("more", "no", Place.parse(place))
    work.session.told.append(f"{name}:done")


def no_other(work: Work, opened: OpenQuestion, text: str) -> bool:
    """没有了, said to 「这一家叫什么？」 of one more lender: there is none, and none is kept."""
    empty = held.nameless(work, opened.key)
    said = normalise(text).strip("。.、!！~～ ")
    if empty is None or not (said == form(work.phrase("more_no")) or NONE_LEFT.fullmatch(said)):
        return False
    owner, item = empty
    held.drop_item(work, owner, item)
    no_more(work, opened.place, owner.name)
    work.fired("own:more")
    work.session.rung = work.session.adrift = 0
    run(work)
    return True


def more_named(work: Work, opened: OpenQuestion, text: str, onward: Onward) -> bool:
    """Another lender named instead of yes; one that is held already, or a fact of another kind, is none."""
    owner, facts = work.book.lists.get(opened.key), work.opening(text).facts
    named = facts.get("platforms")
    names = named.value if named is not None and isinstance(named.value, tuple) else ()
    if owner is None or all(item_called(work, owner, str(name)) for name in names) or not hear(work, facts):
        return False
    work.took("more", "yes", Place.parse(opened.place))
    work.fired("own:more")
    work.session.rung = work.session.adrift = 0
    onward(work)
    return True

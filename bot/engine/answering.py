"""Taking an answer to the open question: by label or mark, by a press, by what its parser read."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from bot.engine import answers as held
from bot.engine.asking import (
    DRAFT,
    LED,
    LETTERED,
    REMINDERS,
    SKIP,
    choice_of,
    find_ask,
    form,
    shown_choices,
    unpack,
)
from bot.engine.asking_back import ask_to_confirm, put_rivals
from bot.engine.corrections import correct
from bot.engine.detours import answers_beside
from bot.engine.flowbook import Ask, Place, Slot
from bot.engine.hearing import TOTAL, fitting, refused
from bot.engine.session import ANSWERED, GONE, Answer, OpenQuestion
from bot.engine.values import NUMERIC, Known, SlotType
from bot.engine.walk import chosen, leave, mark, run
from bot.engine.which import mean, name_of
from bot.engine.work import Work
from bot.understanding import asks, mask, normalise, read, told_beside
from bot.understanding.readings import NOTHING, Candidate, Option, QuestionSpec, Reading, Sure

LENDER = re.compile(r"贷|借|呗|花|钱|付|金融|白条|分期|银行|信用|消费|卡|宝")
NAME_LENGTH = 12  # characters of a lender's name as typed
WORDS = {SlotType.TEXT, SlotType.CITY, SlotType.PLATFORM}
STATED = frozenset({"yes_no.statement"})  # a yes made out of a sentence: enough for a fact, not for a consent
GUESSED = STATED | {"yes_no.negated"}  # read back, like every guess
AS_TYPED = "platform:as-typed"
BESIDE = frozenset({"overdue.bare", "overdue.date", AS_TYPED})  # guesses: they give way to what happened
MEANT = frozenset({"choice.meaning", "choice.measure"})  # an option guessed from what the words or their figures mean
MEASURED = "choice.measure"
FEW = 7  # characters that still name an option and say nothing else
YES = "yes"
AFFIRMED = "affirmed"  # told to the direct question of a crisis: danger words do not start its questions over
TYPED = 200  # characters kept of a free answer


class Taken(Struct, frozen=True):
    """An answer and the choice it came by."""

    answer: Answer | None
    choice: str = ""


def options_shown(work: Work, question: Ask, opened: OpenQuestion) -> tuple[Option, ...]:
    """The options in the order in which the person saw them, so that 「第二个」 means what they saw; behind them those that
    a smaller choice left out, which can still be said."""
    labels = dict(shown_choices(work, question, opened.key))
    also = {c.key: c.also for c in question.choices}
    keys = dict.fromkeys([*opened.choices, *also])
    return tuple(Option(k, labels.get(k, k), also.get(k, ())) for k in keys)


def by_label(work: Work, opened: OpenQuestion, question: Ask, text: str) -> bool:
    """The exact label, key, synonym or mark of a choice; takes it and goes on."""
    said = normalise(text).strip("。.、!！)） ")
    if not said:
        return False
    slot = work.book.slots.get(held.slot_name(opened.key))
    lettered = slot is not None and slot.type in LETTERED
    for n, option in enumerate(options_shown(work, question, opened)):
        mark_typed = "" if n >= len(opened.choices) else chr(ord("a") + n) if lettered else str(n + 1)
        names = {mark_typed, form(option.label), option.key, *(form(w) for w in option.also)}
        if said in names:
            work.fired("label")
            take_choice(work, opened, question, option.key)
            run_unless_done(work, opened)
            return True
    return False


def run_unless_done(work: Work, opened: OpenQuestion, onward: Callable[[Work], None] = run) -> None:
    """Walk on, except after an edit, whose correction has walked already."""
    if "edit" not in {opened.kind, opened.under}:
        onward(work)


def take_choice(work: Work, opened: OpenQuestion, question: Ask, key: str) -> None:
    """Take a choice by its key: a value, said-unknown, skipped, or the earlier answer offered again."""
    session = work.session
    if key == YES and opened.place in map(str, work.book.routes.danger.values()):
        session.told = [*(t for t in session.told if t != AFFIRMED), AFFIRMED]
    if key == DRAFT and opened.key in session.drafts:
        draft = session.drafts[opened.key]
        slot = work.book.slots.get(held.slot_name(opened.key))
        said = held.aged(work, slot, draft) if slot is not None else draft
        accept(work, opened, Taken(replace(said, at=work.now.isoformat(), turn=session.turn, via="draft")))
        return
    accept(work, opened, Taken(answer_by(work, question, opened.key, key), key))


def answer_by(work: Work, question: Ask, key: str, choice_key: str) -> Answer | None:
    """The answer that a choice stands for; None where it only leads somewhere."""
    choice = choice_of(question, choice_key)
    slot = work.book.slots.get(held.slot_name(key))
    if choice_key == SKIP or (choice is not None and choice.skip):
        return held.answer_of(work, None, state="skipped")
    if choice is not None and choice.unknown:
        return held.answer_of(work, None, state="unknown")
    if choice is not None and choice.value is not None:
        return held.answer_of(work, choice.value, via="pressed")
    match slot.type if slot is not None else None:
        case SlotType.YES_NO if choice_key in {"yes", "no"}:
            return held.answer_of(work, choice_key == "yes", via="pressed")
        case SlotType.YES_NO:
            return held.answer_of(work, None, state="unknown")
        case SlotType.CHOICE:
            return held.answer_of(work, choice_key, via="pressed")
        case SlotType.CHOICES:
            return held.answer_of(work, (choice_key,), via="pressed")
        case _:
            return None


def accept(work: Work, opened: OpenQuestion, taken: Taken) -> None:
    """Hold the answer, remember the way here, and leave the question; the caller walks on."""
    session = work.session
    session.rung = session.adrift = 0
    taken = unkept(work, opened, taken)
    consent(work, opened, taken)
    question = find_ask(work, Place.parse(opened.place), opened.key)
    answer, key = taken.answer, opened.key
    if answer is None and taken.choice and key != "none":
        answer, key = held.answer_of(work, taken.choice, state="led"), f"{opened.place}{LED}"
    session.editing = ""
    if opened.kind == "edit":
        correct(work, opened.key, taken.answer, Place.parse(opened.place), taken.choice)
        return
    mark(work, key, opened.turn)
    if work.top is not None and work.top.why == "timer" and work.top.item != ANSWERED:
        work.count(f"reminded:{work.top.item}")
        session.stack[-1] = replace(work.top, item=ANSWERED)
    if key != "none" and answer is not None:
        held.put(work, key, answer)
        if answer.state == "skipped":
            unsay_total(work, key)
    step, top = work.here(), work.top
    waited = step is not None and top is not None and top.at == "ask"
    if question is None:
        return
    if waited:
        choose_named(work, key, answer)
    for choice in named(taken, waited):
        work.chose(question, choice, Place.parse(opened.place))
    if step is not None and waited:
        work.answered = (opened.place, key)
        leave(work, step, choice_of(question, taken.choice) or chosen(work, question, opened.key))


def choose_named(work: Work, key: str, answer: Answer | None) -> None:
    """Asked which lender to begin with, the one that was named is the one that is meant."""
    owner = held.list_of(work.book, held.slot_name(key))
    if owner is not None and held.slot_name(key) == name_of(owner) and answer is not None and answer.state == "value":
        mean(work, owner, key.partition("@")[2])


def named(taken: Taken, waited: bool) -> list[str]:
    """The choices that `leave` does not know: 跳过, those of a field of a `repeat`, several at once."""
    if taken.choice:
        return [taken.choice] if taken.choice == SKIP or not waited else []
    value = taken.answer.value if taken.answer is not None else None
    return [str(key) for key in value] if isinstance(value, list) and len(value) > 1 else []


def unkept(work: Work, opened: OpenQuestion, taken: Taken) -> Taken:
    """A yes to reminders after 「不保存」 can set none: it is taken as a no, and the person hears why."""
    question = find_ask(work, Place.parse(opened.place), opened.key)
    wanted = question is not None and question.consent.startswith(REMINDERS) and work.session.keep is False
    if not wanted or taken.answer is None or taken.answer.state != "value" or taken.answer.value is False:
        return taken
    work.say("reminders_unsaved")
    no = replace(taken.answer, value=False) if taken.answer.value is True else None
    return Taken(no or replace(taken.answer, state="skipped", value=None))


def want_no_reminder(work: Work) -> None:
    """「停」 or 「不保存」, said while a question wants a yes to reminders, is its no: it is not put again."""
    opened = work.session.open
    if (
        opened is None
        or opened.kind != "ask"
        or (step := work.here()) is None
        or step.place != Place.parse(opened.place)
    ):
        return
    question = find_ask(work, step.place, opened.key)
    if question is None or not question.consent.startswith(REMINDERS):
        return
    slot = work.book.slots.get(held.slot_name(opened.key))
    asks = slot is not None and slot.type is SlotType.YES_NO
    accept(work, opened, Taken(held.answer_of(work, False) if asks else held.answer_of(work, None, state="skipped")))


def unsay_total(work: Work, key: str) -> None:
    """「不存数字」: what several lenders come to, said in passing, is not kept either."""
    slot = work.book.slots.get(held.slot_name(key))
    if slot is None or slot.hears != "amount" or not refused(work, key):
        return
    for name in [n for n, s in work.book.slots.items() if s.hears == TOTAL and n in work.session.slots]:
        held.drop(work, name)


def consent(work: Work, opened: OpenQuestion, taken: Taken) -> None:
    """Answering a question with a consent text records it, with its version and time; skipping does not."""
    question = find_ask(work, Place.parse(opened.place), opened.key)
    answer = taken.answer
    if question is None or not question.consent or answer is None or answer.state != "value" or answer.value is False:
        return
    if work.session.keep is False:
        return
    if question.consent.startswith(REMINDERS):
        work.session.reminders_stopped = False
    if question.consent not in work.session.consents:
        work.session.consents[question.consent] = work.now.isoformat()
    if work.session.keep is None:
        work.session.keep = True
        if work.session.reach != GONE:
            work.say("consent_kept")


def by_reading(work: Work, opened: OpenQuestion, question: Ask, text: str) -> str:
    """Read the text as the answer: "taken" (walk on), "waiting" (a built-in question was put), "" (it says nothing)."""
    slot = work.book.slots.get(held.slot_name(opened.key))
    if slot is None:
        return _free(work, opened, question, text)
    reading = reading_of(work, opened, question, slot, text)
    if not reading.found or (question.consent and slot.type is SlotType.YES_NO and reading.rule in STATED):
        return ""
    if question.listens and only_asked(question, reading, text):
        return ""
    if reading.rule in BESIDE and work.opening(text).facts.get("events") is not None:
        return ""  # 刚收到支付令: neither one day overdue nor the name of a lender
    if reading.rule in MEANT and question.listens and answers_beside(work, question, reading.value, work.opening(text)):
        return ""
    work.fired(f"parser:{reading.rule}")
    if reading.rivals:
        return ask_which(work, opened, slot, reading.rivals)
    if reading.unknown or (slot.type is SlotType.YES_NO and reading.value == "unsure"):
        choice = next((c.key for c in question.choices if c.unknown), "")
        accept(work, opened, Taken(held.answer_of(work, None, state="unknown"), choice))
        return "taken"
    if isinstance(reading.value, str) and (reading.value in opened.choices or choice_of(question, reading.value)):
        take_choice(work, opened, question, reading.value)
        _echo_choice(work, opened, reading)
        return "taken"
    value = fitting(slot, reading.value)
    if value is None:
        work.rule = ""
        return ""
    if slot.type in WORDS and isinstance(value, str):
        value = mask(value[:TYPED]).text
    answer = held.answer_of(
        work, value, low=_fit(slot, reading.low), high=_fit(slot, reading.high), sure=reading.sure.value
    )
    if question.confirm:
        ask_to_confirm(work, opened, slot, answer)
        return "waiting"
    choice = "yes" if value is True else "no" if value is False else value if isinstance(value, str) else ""
    accept(work, opened, Taken(answer, choice))
    said_outright = slot.type is SlotType.YES_NO and reading.rule not in GUESSED
    if not said_outright and slot.type not in {SlotType.TEXT, SlotType.RATING} and opened.kind != "edit":
        work.echoes.append(opened.key)
    return "taken"


def reading_of(work: Work, opened: OpenQuestion, question: Ask, slot: Slot, text: str) -> Reading:
    """What the text says to this question: its own type first, then one of the options in words."""
    today = work.now.date()
    options = options_shown(work, question, opened)
    asked = question.text.source
    reading = read(QuestionSpec(slot.type.value, slot.hears, options, asked), text, today)
    if not reading.found and slot.type not in {SlotType.CHOICE, SlotType.CHOICES, SlotType.TEXT} and question.choices:
        reading = read(QuestionSpec("choice", "", options, asked), text, today)
        if slot.type in NUMERIC and reading.rule == MEASURED:
            return NOTHING  # 额度五万: a figure that its own reader left alone is no option of five thousand either
    if not reading.found and slot.type is SlotType.PLATFORM:
        name = text.strip().strip("。，,.")
        if 1 < len(name) <= NAME_LENGTH and LENDER.search(name) and not mask(name).kinds:
            return Reading(value=name, sure=Sure.CHOSEN, rule=AS_TYPED)
    return reading


def beside_question(work: Work, opened: OpenQuestion, question: Ask, text: str) -> None:
    """「一万二，会坐牢吗」: the part that plainly tells the answer is taken before what is asked is met."""
    told, slot = told_beside(text), work.book.slots.get(held.slot_name(opened.key))
    if not told or slot is None or opened.kind != "ask" or not question.listens or question.confirm:
        return
    reading = reading_of(work, opened, question, slot, told)
    if reading.value is not None and not reading.rivals and reading.rule not in MEANT | BESIDE | GUESSED:
        by_reading(work, opened, question, told)


def only_asked(question: Ask, reading: Reading, text: str) -> bool:
    """微信零钱会被冻结吗 is neither 「卡被冻」 nor the name of a lender: what is asked answers nothing, unless an option asks as well."""
    guessed = reading.rule.startswith("choice") or reading.rule in {AS_TYPED, *GUESSED}
    return guessed and asks(text) and not any(asks(choice.label) for choice in question.choices)


def choice_in(work: Work, opened: OpenQuestion, question: Ask, text: str) -> Reading:
    """Which of the options that are shown the words choose."""
    spec = QuestionSpec("choice", "", options_shown(work, question, opened), question.text.source)
    return read(spec, text, work.now.date())


def _free(work: Work, opened: OpenQuestion, question: Ask, text: str) -> str:
    """A question that keeps nothing: a choice in words, or, where it has none, any words go on."""
    if question.choices:
        reading = choice_in(work, opened, question, text)
        if only_talks(work, question, reading, text):
            return ""
        if isinstance(reading.value, str) and (reading.value in opened.choices or choice_of(question, reading.value)):
            work.fired(f"parser:{reading.rule}")
            take_choice(work, opened, question, reading.value)
            return "taken"
        return ""
    work.fired("words")
    accept(work, opened, Taken(None))
    return "taken"


def only_talks(work: Work, question: Ask, reading: Reading, text: str) -> bool:
    """Somebody who is listened to goes on talking: only few words that name an option choose it, 好累 is no wish to stop."""
    return not question.listens and work.session.latch is None and (reading.rule in MEANT or len(text.strip()) > FEW)


def _echo_choice(work: Work, opened: OpenQuestion, reading: Reading) -> None:
    """A choice understood by meaning is read back; one that was named is not."""
    if opened.key != "none" and opened.kind != "edit" and reading.rule in MEANT:
        work.echoes.append(opened.key)


def _fit(slot: Slot, value: object) -> Known | None:
    return None if value is None else fitting(slot, value)


def ask_which(work: Work, opened: OpenQuestion, slot: Slot, rivals: tuple[Candidate, ...]) -> str:
    """Two candidates remain: the person says which ("waiting"); one that alone fits is the answer ("taken")."""
    fitting_ones = [(c, fitting(slot, c.value)) for c in rivals]
    answers = [held.answer_of(work, v) for _, v in fitting_ones if v is not None][:3]
    if len(answers) < 2:
        if not answers:
            work.rule = ""
            return ""
        accept(work, opened, Taken(answers[0]))
        if opened.kind != "edit":
            work.echoes.append(opened.key)
        return "taken"
    put_rivals(work, opened, slot, answers)
    return "waiting"


def confirmed(work: Work, opened: OpenQuestion) -> None:
    """Yes: the value read back is the answer."""
    value, low, high = (unpack(d) for d in opened.data[:3])
    answer = Answer("value", value, low, high, work.now.isoformat(), work.session.turn, "asked", opened.data[3])
    accept(work, replace(opened, kind=opened.under), Taken(answer))


def chosen_rival(work: Work, opened: OpenQuestion, n: int) -> None:
    slot = work.book.slots.get(held.slot_name(opened.key))
    value = unpack(opened.data[n])
    answer = Answer("value", value, at=work.now.isoformat(), turn=work.session.turn)
    accept(work, replace(opened, kind=opened.under), Taken(answer))
    if opened.under == "ask" and slot is not None and slot.type in NUMERIC:
        work.echoes.append(opened.key)

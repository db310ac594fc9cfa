"""Every field of the table reaches exactly the audiences that it should, in every form."""

from __future__ import annotations

import functools
from decimal import Decimal

import people
import pytest
import readers
from msgspec.structs import replace

from bot.content.summary_fields import FIELDS, Audience, Presence
from bot.engine.values import SlotType
from bot.reports.batches import statistics_file
from bot.reports.case import Case, Happening, Told
from bot.reports.page import Para
from bot.reports.slots import ASIDE, OF
from bot.reports.statistics import Tally, categories
from bot.reports.summary import Summary, summary_of

READERS = (Audience.BORROWER, Audience.LAWYER, Audience.SOCIAL)
# What shows that a field is there: words of its value, exact or as a band.
SIGNS = {
    "overview": ("说到2家借款", "来问借款的事"),
    "steps": ("收到任何一张纸的当天",),
    "deadline": ("2026年11月18日",),
    "city": ("城市：成都", "城市；成都", "成都"),
    "debts": ("消费金融公司", "家数档"),
    "amounts": ("1.4万元", "大约一共"),
    "terms": ("1117.35%",),
    "overdue": ("逾期天数",),
    "doubts": ("少4000元",),
    "budget": ("每月到手",),
    "reason": ("还不上的原因",),
    "health": ("高血压",),
    "calls": ("20261120883",),
    "events": ("半夜来电",),
    "evidence": ("一页收入和开支",),
    "complaints": ("投诉编号77",),
    "papers": ("打给官方客服：照着念",),
    "questions": ("诉讼费缓交",),
    "needs": ("临时救助",),
    "family": ("妹妹知道",),
    "mood": ("心慌0–10",),
    "crisis": ("给过当时的求助热线",),
    "scams": ("已提醒：先停",),
    "reminders": ("约好的电话",),
    "words": ("我就说过这一句",),
    "flow": ("首话术",),
}


def told(slot: str, kind: SlotType, value: object, text: str, label: str = "") -> Told:
    return Told(slot, label or slot, kind, value, text, people.NOW)  # type: ignore[arg-type]


@functools.cache
def everything() -> Case:
    """Somebody of whom every field is known."""
    case = people.full().case()
    text = SlotType.TEXT
    more = {
        "health": told("health", text, "x", "高血压", "健康"),
        "complaint_no": told("complaint_no", text, "x", "投诉编号77", "投诉编号"),
        "needs": told("needs", text, "x", "临时救助", "需要"),
        "family_knows": told("family_knows", text, "x", "妹妹知道", "家人"),
    }
    first = {
        **case.debts[0],
        "received": told("debt.received", SlotType.MONEY, 10000, "1 万元"),
        "contract_amount": told("debt.contract_amount", SlotType.MONEY, 14000, "1.4 万元"),
        "apr": told("debt.apr", SlotType.RATE, Decimal("1117.35"), "1117.35%"),
        "lender_type": told("debt.lender_type", text, "x", "消费金融公司"),
    }
    hard = Happening(90, people.NOW, mark="〔危机 L2〕", danger=2)
    talk = Happening(91, people.NOW, said="我就说过这一句", path=("scam_offer.start",))
    return replace(
        case,
        told={**case.told, **more},
        debts=(first, *case.debts[1:]),
        happenings=(*(replace(h, said="") for h in case.happenings), hard, talk),
    )


@functools.cache
def summary(audience: Audience, asked: bool, consented: bool = False) -> Summary:
    every = tuple(FIELDS)
    return summary_of(everything(), audience, asked=every if asked else (), consented=every if consented else ())


@functools.cache
def forms(audience: Audience, asked: bool, consented: bool = False) -> dict[str, str]:
    return readers.every_form(summary(audience, asked, consented))


def shows(words: str, field: str) -> bool:
    return any(sign in words for sign in SIGNS[field])


@pytest.mark.parametrize("audience", READERS)
@pytest.mark.parametrize("field", FIELDS)
def test_a_field_reaches_exactly_whom_it_should(field: str, audience: Audience) -> None:
    """Required: always. On request: only when asked. With consent: only with it. Never: never. In all seven forms."""
    presence = FIELDS[field].presence(audience)
    wanted = {
        (False, False): presence is Presence.REQUIRED,
        (True, False): presence in {Presence.REQUIRED, Presence.ASKED},
        (True, True): presence is not Presence.NEVER,
    }
    for (asked, consented), there in wanted.items():
        assert (field in summary(audience, asked, consented).fields) is there
        if field == "city" and audience is Audience.BORROWER and not asked:
            continue  # a city may stand in another sentence; the field itself was checked above
        for form, words in forms(audience, asked, consented).items():
            assert shows(words, field) is there, (field, audience, form, asked)


@pytest.mark.parametrize("audience", READERS)
def test_the_one_thing_for_today_leads_the_steps(audience: Audience) -> None:
    """Whoever gets the steps gets what leads them, not only what comes after."""
    made = summary(audience, True)
    leads = [b for b in made.page.blocks if isinstance(b, Para) and b.field == "steps"]
    assert [b.look for b in leads] == ["lead"]


def test_the_table_is_the_guidance() -> None:
    """26 rows, and the marks of section 4 row by row."""
    marks = "●●●— ●○●— ●●○● ○●●● ●●○● ●●●● ●●—● ●●○● ●●—● ●○●● ●○●● ○○◐— ●●—● ●●○● ●●—— ●●○● ●○—● ●●—— ○—●● ○—○— ●—○● ○○◐● ●○○● ●—○● ○○○— ———●"
    assert [f.for_whom for f in FIELDS.values()] == marks.split()


def test_the_social_worker_never_sees_an_exact_sum() -> None:
    """Money on the social worker's page is in bands, also in the sentences that editors word."""
    for words in forms(Audience.SOCIAL, True, True).values():
        for exact in ("1.2万元", "5500元", "3200元", "1225元", "4.2万元", "2500元"):
            assert exact not in words.replace("说过这一句", "")
    assert "5千到1万元" in forms(Audience.SOCIAL, False)["txt"]


def test_every_shipped_slot_has_a_field() -> None:
    """What is asked is handed over, or is named in `slots.ASIDE` as of no use to a reader."""
    assert [name for name in people.book().slots if name not in OF and name not in ASIDE] == []


@pytest.mark.parametrize("audience", READERS)
def test_danger_to_the_body_is_told_as_a_crisis_is(audience: Audience) -> None:
    """Whether somebody was safe, or spoke of selling an organ: only where ticked, for a social worker with a consent of its own."""
    case = people.Person().holds(unsafe_now="no", body_now="agent").case()
    for asked, consented in (((), ()), (("crisis",), ()), (("crisis",), ("crisis",))):
        said = readers.every_form(summary_of(case, audience, asked=asked, consented=consented))["txt"]
        there = bool(asked) and (audience is not Audience.SOCIAL or bool(consented))
        assert ("还不安全（2026-11-20" in said) is there
        assert ("有人找我卖（2026-11-20" in said) is there


def test_a_person_without_words_to_give_gives_none() -> None:
    """Without free text neither excerpts nor text slots are there, whoever asks."""
    person = people.full()
    case = person.case(free_text=False)
    assert case.happenings
    made = summary_of(case, Audience.LAWYER, asked=("words",))
    assert not any(part.startswith("words.") for part, _ in made.preview())


def test_the_figures_count_exactly_their_fields() -> None:
    """Of one of whom everything is known, the statistics count each of their fields and no other."""
    case = everything()
    pushed = Happening(92, people.NOW, push="care")
    counted = {name for name, _ in categories(replace(case, happenings=(*case.happenings, pushed)))}
    assert counted == {f.id for f in FIELDS.values() if f.presence(Audience.STATISTICS) is Presence.REQUIRED}


@pytest.mark.parametrize("form", ["md", "txt", "html", "pdf", "docx", "json", "csv"])
def test_every_counted_field_is_in_every_form_of_the_figures(form: str) -> None:
    """Forty people of whom everything is known: each field of the statistics stands under its name, the others do not."""
    tally = Tally()
    pushed = Happening(92, people.NOW, push="care")
    case = replace(everything(), happenings=(*everything().happenings, pushed))
    for _ in range(40):
        tally.add(case)
    content = statistics_file({"十一月": tally}, form)
    read = {"pdf": readers.pdf_words, "docx": readers.docx_words}.get(form, lambda c: readers.squeezed(c.decode()))
    words = read(content)
    for field in FIELDS.values():
        name = f'"{field.id}":' if form == "json" else readers.squeezed(field.label)
        if form == "json" or len(name) > 3:  # a short label may be a word of another
            assert (name in words) is (field.presence(Audience.STATISTICS) is Presence.REQUIRED), field.id

"""A summary is right for an empty, a half-finished and a very long conversation; every piece can be taken out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import people
import pytest
import readers
from msgspec.structs import replace

from bot.content.summary_fields import Audience, Presence
from bot.engine.events import Said
from bot.engine.pages import Section
from bot.engine.session import Decided, Review
from bot.engine.values import SlotType
from bot.reports.case import Case, Happening, Told
from bot.reports.fields import FIELDS
from bot.reports.handing_over import Form, summary_file
from bot.reports.page import Chart, Heading, Table
from bot.reports.summary import LEAD, Summary, sections_of, summary_of

READERS = (Audience.BORROWER, Audience.LAWYER, Audience.SOCIAL)


@pytest.mark.parametrize("audience", READERS)
def test_an_empty_conversation_is_a_page(audience: Audience) -> None:
    """Nothing was said: the page has a foot, says what is missing, invents nothing, and every form is made."""
    made = summary_of(people.Person().case(), audience)
    required = {f.id for f in FIELDS.values() if f.presence(audience) is Presence.REQUIRED}
    assert set(made.fields) == required
    words = readers.every_form(made)
    for name in made.missing:
        assert readers.squeezed(FIELDS[name].label) in words["txt"], name
    assert "没有核实" in words["pdf"]
    assert "不是律师" in words["docx"]
    assert "法规核对到2026年11月20日" in words["html"]
    assert "None" not in words["txt"]


def test_nothing_said_is_nothing_claimed() -> None:
    """Somebody who only opened the talk is not said to owe, to be late or to be willing."""
    text = summary_file(summary_of(people.Person().case(), Audience.LAWYER), Form.TXT, "x").content.decode()
    assert "更多的还没有写在这里" in text
    assert "愿意还" not in text
    assert "没还上" not in text
    assert "本人还没有说到法院、仲裁的纸" in text


def test_what_was_never_said_is_not_said_for_them() -> None:
    """No paper, no willingness, no lender's figure is made up out of a name and an own estimate."""
    case = people.Person().says("想知道下一步", "都没有", "逾期半个月了", "微粒贷", "一万二").case()
    text = summary_file(summary_of(case, Audience.LAWYER), Form.TXT, "x").content.decode()
    assert "有一笔「微粒贷」的借款" in text
    assert "要是收到法院、仲裁的纸" in text
    assert not any(made_up in text for made_up in ("还没有收到法院", "愿意还", "对方说还", "对方主张", "网贷"))


def test_a_column_of_nothing_is_left_out() -> None:
    """Of one lender only the estimate is known: no column repeats that nothing was said; a first sum brings its column,
    and a difference stands only where what was paid was said too."""
    person = people.Person().holds(debt__platform="微粒贷", debt__owed=12000)
    tables = [b for b in summary_of(person.case(), Audience.LAWYER).page.blocks if isinstance(b, Table)]
    assert [t.head for t in tables] == [("平台", "还欠")]
    assert all("没说" not in cell for t in tables for row in t.rows for cell in row.cells)
    more = summary_of(person.holds(debt__received=10000).case(), Audience.LAWYER).page.blocks
    assert ("平台", "到手", "还欠") in [b.head for b in more if isinstance(b, Table)]
    whole = summary_of(person.holds(debt__paid_total=2500).case(), Audience.LAWYER).page.blocks
    assert ("平台", "到手", "已还", "还欠", "差额") in [b.head for b in whole if isinstance(b, Table)]


def test_what_several_come_to_is_told_of_all_and_of_none() -> None:
    """「三家一共五万」 stands as the sum of all, in full and as a band, and as no lender's own sum."""
    case = people.Person().holds(debt__platform="微粒贷", platforms_count=3, owed_in_all=50000).case()
    full, band = (
        summary_file(summary_of(case, audience), Form.TXT, "x").content.decode()
        for audience in (Audience.LAWYER, Audience.SOCIAL)
    )
    assert "几家一共欠：5 万元" in full
    assert "差额" not in full
    assert "大约一共" in band
    assert "几家合起来" in band


def test_what_was_paid_alone_is_no_debt_of_nothing() -> None:
    """The social worker's band is left out where no sum was said that it could rest on."""
    person = people.Person().holds(debt__platform="微粒贷", debt__paid_total=300)
    words = summary_file(summary_of(person.case(), Audience.SOCIAL), Form.TXT, "x").content.decode()
    assert "大约一共" not in words


def test_only_lenders_of_whom_something_was_said_are_counted() -> None:
    """An item that was begun and left empty is nobody."""
    assert (
        "说到 2 家借款"
        in summary_file(summary_of(people.full().case(), Audience.LAWYER), Form.TXT, "x").content.decode()
    )


def test_the_social_worker_gets_no_first_thing_that_rests_on_less() -> None:
    """A court paper is not theirs to see; then the page must not say that sleeping is enough today."""
    said = summary_file(summary_of(people.full().case(), Audience.SOCIAL), Form.TXT, "x").content.decode()
    assert "早点睡" not in said
    assert LEAD in said
    assert "下一个工作日上午" in said


@pytest.mark.parametrize(("monthly", "bars", "last"), [(4200, 5, "10 个月后"), (800, 5, "53 个月后"), (100, 0, "")])
def test_a_plan_has_few_bars_and_an_end(monthly: int, bars: int, last: str) -> None:
    """The months in even steps to the last one; where five years do not do, words instead of bars."""
    made = summary_of(people.full().holds(monthly=monthly).case(), Audience.BORROWER)
    charts = [b for b in made.page.blocks if isinstance(b, Chart) and b.field == "plan"]
    assert [len(c.bars) for c in charts] == ([bars] if bars else [])
    if bars:
        assert (charts[0].bars[-1].name, charts[0].bars[-1].value) == (last, 0)


def test_many_debts_share_the_last_bar() -> None:
    """Twelve lenders: seven bars and the rest together, a guess among them makes it a guess."""
    case = people.full().case()

    def debt(number: int) -> dict[str, Told]:
        owed = Told("debt.owed", "欠款", SlotType.MONEY, number * 100, f"约 {number * 100} 元" if number == 1 else "x")
        return {
            "platform": Told("debt.platform", "平台", SlotType.PLATFORM, f"第{number}", f"第{number}"),
            "owed": owed,
        }

    made = summary_of(replace(case, debts=tuple(map(debt, range(1, 13)))), Audience.BORROWER)
    (chart,) = (b for b in made.page.blocks if isinstance(b, Chart) and b.field == "chart")
    assert len(chart.bars) == 8
    assert (chart.bars[-1].name, chart.bars[-1].words) == ("其余 5 家合计", "约 1500 元")


def test_a_half_finished_one_shows_what_is_there() -> None:
    """Platform and days are known, sums are not: the table says so, the list says what to bring."""
    case = people.Person().says("想知道下一步", "都没有", "逾期半个月了", "微粒贷").case()
    words = readers.every_form(summary_of(case, Audience.LAWYER))["txt"]
    assert "微粒贷" in words
    assert "15天" in words
    assert "每笔的数" in words


def test_three_hundred_turns_stay_readable() -> None:
    """A long history is whole on the borrower's page and keeps the order of its days."""
    person = people.full()
    more = [
        Happening(n, people.NOW + dt.timedelta(hours=n), said=f"第{n}句", readings={"call_result": "refused"})
        for n in range(100, 400)
    ]
    case = replace(person.case(), happenings=(*person.happenings, *more))
    made = summary_of(case, Audience.BORROWER, asked=("words",))
    text = summary_file(made, Form.TXT, "x").content.decode()
    assert all(f"第{n}句" in text for n in range(100, 400))
    pdf = summary_file(made, Form.PDF, "x")
    assert pdf.missing == ()
    assert readers.pdf_words(pdf.content).count("打了，被拒") >= 300


def test_every_piece_can_be_taken_out() -> None:
    """Each previewed piece is there, goes when it is taken out, and takes nothing else with it."""
    made = summary_of(people.full().case(), Audience.BORROWER)
    parts = [part for part, _ in made.preview()]
    assert len(parts) == len(set(parts)) > 30
    for part in parts:
        left = [p for p, _ in made.without(part).preview()]
        assert left == [p for p in parts if p != part]
    bare = made.without(*{part.partition(".")[0] for part in parts})
    assert bare.preview() == ()
    assert [b.text for b in bare.page.blocks if isinstance(b, Heading)] == ["还没说到的（不急）"]


def test_a_taken_out_field_is_in_no_form() -> None:
    """Without `calls` no form has the ticket of the call."""
    made = summary_of(people.full().case(), Audience.LAWYER).without("calls", "questions")
    for form, words in readers.every_form(made).items():
        assert "20261120883" not in words, form


def reviewed(case: Case, audience: Audience, *decided: tuple[str, bool]) -> Case:
    """The case of somebody who went through the page as far as this."""
    session = replace(case.session)
    session.review = Review(audience.value, 1, tuple(Decided(f, stays, "", "") for f, stays in decided))
    return replace(case, session=session)


def assert_in_file(section: Section, made: Summary) -> None:
    """Every line of the section; on a page of one side, where tables of lenders are one, every piece of each line."""
    words = readers.squeezed(summary_file(made, Form.TXT, "x").content.decode())
    for line in section.text.split("\n"):
        pieces = re.split("[，、　。]|^· ?|没说：", line) if made.page.one_side else [line]
        for piece in pieces:
            assert readers.squeezed(piece) in words, (section.field, line)


@pytest.mark.parametrize("audience", READERS)
def test_a_section_is_shown_as_it_would_stand_in_the_file(audience: Audience) -> None:
    """Required ones as on the page of somebody who adds nothing, every other one as on a page with just that one added."""
    case = people.full().case()
    sections = sections_of(case, audience)
    every = summary_of(case, audience, asked=tuple(FIELDS), consented=tuple(FIELDS))
    assert [s.field for s in sections] == [f for f in every.fields if f not in every.missing]
    for section in sections:
        asked = () if section.terms == "required" else (section.field,)
        assert_in_file(section, summary_of(case, audience, asked=asked, consented=asked))
        wanted = {Presence.REQUIRED: "required", Presence.ASKED: "asked", Presence.CONSENT: "consent"}
        assert section.terms == wanted[FIELDS[section.field].presence(audience)]


@pytest.mark.parametrize("audience", READERS)
@pytest.mark.parametrize("changed", ["debts", "deadline", "budget", "health"])
def test_what_was_decided_before_counts_in_every_other_section(audience: Audience, changed: str) -> None:
    """One section taken out, or one added: every other required one is shown as the file will have it."""
    case = people.full().case()
    required = FIELDS[changed].presence(audience) is Presence.REQUIRED
    removed, added = ((changed,), ()) if required else ((), (changed,))
    made = summary_of(case, audience, asked=added, consented=added, removed=removed)
    for section in sections_of(reviewed(case, audience, (changed, not required)), audience):
        if section.terms == "required" and section.field != changed:
            assert_in_file(section, made)


def test_one_lenders_sum_is_not_the_whole() -> None:
    """Three lenders whom the social worker may not see: no sum stands in the overview, neither shown nor in the file."""
    said = "花呗6000，微粒贷1.2万，京东金条8000，都逾期20天，合起来每月能还800，失业了"
    case = people.Person().says(said, "都没有").case()
    assert len(case.debts) == 3
    shown = next(s.text for s in sections_of(case, Audience.SOCIAL) if s.field == "overview")
    assert "还欠" not in shown
    assert shown in summary_file(summary_of(case, Audience.SOCIAL), Form.TXT, "x").content.decode()


def test_what_the_pictures_show_is_seen_before_it_leaves() -> None:
    """The bars of the debts stand under the sums, the months under the budget, in numbers; other readers have neither."""
    case = people.full().case()
    mine = {s.field: s.text for s in sections_of(case, Audience.BORROWER)}
    assert "各家大概还欠多少" in mine["amounts"]
    assert "53 个月后　0 元" in mine["budget"]
    theirs = {s.field: s.text for s in sections_of(case, Audience.SOCIAL)}
    assert not [text for text in theirs.values() if "个月后" in text]


def test_one_debt_is_no_chart() -> None:
    """One bar compares nothing: the sum stands in its line, once."""
    case = people.Person().says("想知道下一步", "都没有", "逾期半个月了", "微粒贷", "一万二").case()
    made = summary_of(case, Audience.BORROWER)
    assert not [b for b in made.page.blocks if isinstance(b, Chart)]
    assert "1.2 万元" in summary_file(made, Form.TXT, "x").content.decode()


def test_a_picture_goes_with_the_field_it_draws() -> None:
    """Without the sums there are no bars of them, and no months that they would take."""
    made = summary_of(people.full().case(), Audience.BORROWER)
    for gone, left in (("amounts", []), ("budget", ["chart"]), ("calls", ["chart", "plan"])):
        assert [b.field for b in made.without(gone).page.blocks if isinstance(b, Chart)] == left


@pytest.mark.parametrize("audience", READERS)
def test_a_removed_field_is_in_no_sentence_either(audience: Audience) -> None:
    """Who takes the debts and sums out finds lender and sum nowhere: not in the overview, the questions, a chart, the gaps."""
    gone = ("debts", "amounts", "budget", "papers", "words", "steps")
    made = summary_of(people.full().case(), audience, removed=gone)
    assert made.removed == tuple(sorted(gone))
    for form, words in readers.every_form(made).items():
        if form != "json":
            assert "微粒贷" not in words, form
            assert "1.2万元" not in words, form
            assert "1万到5万元" not in words, form
    assert not set(gone) & {*made.fields, *made.missing}


def test_a_courts_paper_is_nothing_that_collectors_did() -> None:
    """It stands with the deadline; the question about complaints and the acts of collectors do not name it."""
    person = people.Person().holds(events=["night_calls", "summons", "account_frozen"])
    told = {s.field: s.text for s in sections_of(person.case(), Audience.LAWYER)}
    assert "传票" not in told["events"] + told["questions"]
    assert "半夜来电" in told["events"]
    assert "碰上了半夜来电，先向谁投诉" in told["questions"]
    assert "不是催收做的：账户被冻" in told["events"]
    assert "文书：传票或起诉状" in told["deadline"]
    only = {s.field: s.text for s in sections_of(people.Person().holds(events=["summons"]).case(), Audience.LAWYER)}
    assert "events" not in only
    assert "催收要是过了线" in only["questions"]


OF_THEIR_OWN = {
    "debt_sold": ("债权转让", "debts"),
    "auto_deduction": ("自动划扣", "amounts"),
    "credit_reported": ("上了征信", "overdue"),
}


@pytest.mark.parametrize("key", OF_THEIR_OWN)
@pytest.mark.parametrize("audience", READERS)
def test_money_creditor_and_record_are_nothing_that_collectors_did(key: str, audience: Audience) -> None:
    """A sold claim stands with the lenders, a deduction with the sums, a record with the delay; nowhere else, and not in a
    complaint; it goes with the field that it stands under, and stays when the acts of collectors are taken out."""
    label, field = OF_THEIR_OWN[key]
    case = people.Person().says("微粒贷一万二").holds(events=["night_calls", key]).case()
    told = {s.field: s.text for s in sections_of(case, audience) if s.field != "words"}
    assert {f for f, text in told.items() if label in text} == {field}
    every = tuple(FIELDS)
    for removed, there in (("events", True), (field, False)):
        made = summary_of(case, audience, asked=every, consented=every, removed=(removed, "words"))
        assert (label in summary_file(made, Form.TXT, "x").content.decode()) is there, removed


def test_a_courts_paper_stays_when_the_acts_of_collectors_are_taken_out() -> None:
    """Taking out what collectors did does not hide a summons."""
    made = summary_of(people.Person().holds(events=["summons"]).case(), Audience.LAWYER, removed=("events",))
    assert "文书：传票或起诉状" in summary_file(made, Form.TXT, "x").content.decode()


def test_a_warning_given_often_is_one_line() -> None:
    """Ten times the same offer of help for money: the last time, and how often."""
    person = people.full()
    person.happenings += [Happening(300 + n, people.NOW, path=("scam_offer.start",)) for n in range(10)]
    told = {s.field: s.text for s in sections_of(person.case(), Audience.BORROWER)}["scams"]
    assert told.count("已提醒") == 1
    assert "（前后 10 次，这是最近一次）" in told


def test_the_five_questions_know_a_paper_that_was_only_named() -> None:
    """A summons told in passing, with its days: the second question names them; several lenders are asked about as several."""
    case = people.full().holds(doc_kind=None, events=["summons"]).case()
    assert "doc_kind" not in case.told
    told = {s.field: s.text for s in sections_of(case, Audience.LAWYER)}["questions"]
    assert "1. 这 2 家各是什么身份？" in told
    assert "12 月 20 日开庭，最晚哪天" in told


def test_boxes_have_no_second_mark() -> None:
    """A box to tick stands alone at the beginning of its line."""
    text = summary_file(summary_of(people.full().case(), Audience.BORROWER), Form.TXT, "x").content.decode()
    assert "\n□ 合同" in text
    assert "· □" not in text


def test_what_the_lawyer_gets_besides_has_its_headings() -> None:
    """Each section added on request stands under a name of its own; without any, the heading is not there."""
    case = people.full().case()
    asked = ("budget", "steps", "papers", "words")
    headings = [b.text for b in summary_of(case, Audience.LAWYER, asked=asked).page.blocks if isinstance(b, Heading)]
    labels = ["背景", "收支与可还额", "今天和接下来", "用过的稿子", "本人说过的话"]
    assert [h for h in headings if h in labels] == labels
    bare = [b.text for b in summary_of(case, Audience.LAWYER).page.blocks if isinstance(b, Heading)]
    assert not set(labels[1:]) & set(bare)


def test_what_only_worked_the_program_is_not_quoted() -> None:
    """Sentences are quoted; commands, options typed out and bare figures are not."""
    person = people.Person().says(
        "想知道下一步", "都没有", "逾期半个月了", "微粒贷", "一万二", "上个月被裁了", "跳过", "导出"
    )
    words = next(s.text for s in sections_of(person.case(), Audience.LAWYER) if s.field == "words")
    assert "上个月被裁了" in words
    assert "逾期半个月了" in words
    assert not any(w in words for w in ("跳过", "导出", "一万二", "都没有", "想知道下一步"))


def test_words_of_a_crisis_stand_in_no_page() -> None:
    """Their mark stands there, from the first day on."""
    from bot.casebook import happening_of
    from bot.runtime.codec import event_to_json
    from bot.storage.records import StoredTurn, Words

    event = event_to_json(Said("我不想活了"))
    turn = StoredTurn("x", 3, people.NOW, Words.KEPT, event, None, None, "e1", 2, ())
    found = happening_of(turn, people.book())
    assert (found.said, found.mark) == ("", "〔危机 L2〕")


def test_what_a_layout_forgets_is_put_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A layout that places nothing loses nothing: every required field follows under its own name."""
    case = people.full().case()
    book: Any = replace(case.book, summaries={})
    made = summary_of(replace(case, book=book), Audience.LAWYER)
    for name in made.fields:
        if name not in made.missing:
            assert Heading(FIELDS[name].label) in made.page.blocks, name
    assert "不是律师" in "".join(made.page.foot)


def test_the_last_day_is_the_fifteenth_from_the_next() -> None:
    """Received on the 18th of November, the fifteenth day is the 3rd of December."""
    words = readers.every_form(summary_of(people.full().case(), Audience.LAWYER))["txt"]
    assert "2026年12月3日（收到次日起算第15天）" in words
    assert "民事诉讼法第一百二十八条" in words


@pytest.mark.parametrize(
    ("held", "today", "not_said"),
    [
        ({"overdue_days": 1300}, "今天先问 12348", "照稿子打官方客服"),
        ({"overdue_days": 70, "outlook": "long"}, "今天不用给谁打电话", "照稿子打官方客服"),
        ({"debt__platform": "月亮分期", "debt__nature": "odd"}, "电话稿小声念一遍", "下一个工作日上午"),
        ({"overdue_days": 20, "outlook": "short"}, "照稿子打官方客服", "今天不用给谁打电话"),
    ],
)
def test_the_next_steps_push_nobody_to_call(held: dict[str, Any], today: str, not_said: str) -> None:
    """Whoever cannot pay for long, owes for years or is in doubt of the lender is not sent to the telephone tomorrow."""
    made = summary_of(people.Person().holds(**held).case(), Audience.BORROWER)
    text = summary_file(made, Form.TXT, "x").content.decode()
    assert today in text
    assert not_said not in text

"""Nothing leaves unseen: sections are kept or taken out one by one, more is added only by the person, then the file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.flowbook import Export, Preview
from bot.engine.pages import Section
from bot.engine.turn import Bubble, Count
from bot.engine.turn import Export as Leaves
from tests.engine.books import READERS, ask, book, end, flow, opening, routes, say, shelf, step, wording
from tests.engine.person import PAGE, Person, settled

KEEPING = ["留着", "去掉", "后面都留着", "先不要了"]
LABELS = {
    "keep": "留着",
    "drop": "去掉",
    "rest": "后面都留着",
    "none": "先不要了",
    "look": "看看",
    "enough": "不用加了",
    "add": "加上",
    "leave": "不加",
    "agree": "同意给",
    "refuse": "不给",
}


def somebody() -> Person:
    """Somebody who said 导出 and that it is for a lawyer."""
    them = settled(book(wording=wording(**{f"review_{k}": v for k, v in LABELS.items()})))
    them.say_all("导出", "给律师看")
    return them


def file_of(them: Person) -> Leaves:
    (found,) = them.effects(Leaves)
    return found


def test_the_page_is_shown_section_by_section() -> None:
    """One section and one question a turn; nothing leaves meanwhile."""
    them = somebody()
    assert them.said == "【概况】\n欠一家。\n【review_keep_ask】"
    assert them.labels == KEEPING
    them.presses("留着")
    assert "甲平台 8000 元" in them.said
    assert "概况" not in them.said
    assert not [e for t in them.turns for e in t.effects if isinstance(e, Leaves)]


def test_what_was_kept_leaves_and_what_was_taken_out_does_not() -> None:
    """The file carries exactly what was decided, and is counted without a person."""
    them = somebody()
    for label in ("留着", "去掉", "看看", "加上", "不给"):
        them.presses(label)
    assert them.asked == "哪种文件？"
    them.presses("PDF")
    assert file_of(them) == Leaves("lawyer", "pdf", ("debts",), ("words",), (), before=3)
    assert Count("export:lawyer:pdf") in them.last.effects
    assert them.here.review is None
    assert them.asked == "现在更像哪一种情况？"


def test_health_needs_a_yes_of_its_own_which_is_recorded() -> None:
    """Health leaves only after its own consent, which the session records."""
    them = somebody()
    for label in ("后面都留着", "看看", "不加", "同意给", "纯文字"):
        them.presses(label)
    assert file_of(them) == Leaves("lawyer", "txt", (), ("health",), ("health",), before=3)
    assert "export:lawyer:health" in them.here.consents


def test_nothing_is_added_without_looking() -> None:
    """What is usually left out stays out unless it was looked at."""
    them = somebody()
    them.presses("后面都留着")
    assert them.labels == ["看看", "不用加了", "先不要了"]
    them.says("不用")
    them.presses("PDF")
    assert file_of(them).added == ()


@pytest.mark.parametrize("said", ["先不要了", "4"])
def test_nothing_leaves_when_it_is_called_off(said: str) -> None:
    """先不要了: back to where the person was, no file, nothing remembered of it."""
    them = somebody()
    them.says(said)
    assert "【review_stopped】" in them.said
    assert them.asked == "现在更像哪一种情况？"
    assert them.here.review is None
    assert not them.effects(Leaves)


def test_an_empty_page_is_no_file() -> None:
    """Who takes everything out is told so and gets no file."""
    them = somebody()
    for label in ("去掉", "去掉", "不用加了"):
        them.presses(label)
    assert "【review_empty】" in them.said
    assert not [e for t in them.turns for e in t.effects if isinstance(e, Leaves)]


def test_skipping_a_section_leaves_it_out_and_back_takes_it_up_again() -> None:
    """跳过 drops a section, 上一步 returns to it, through additions too."""
    them = somebody()
    them.says("跳过")
    assert "债务" in them.said
    them.says("上一步")
    assert "概况" in them.said
    them.presses("留着")
    them.presses("后面都留着")
    them.says("上一步")
    assert "债务" in them.said
    them.presses("去掉")
    them.presses("看看")
    them.presses("不加")
    them.says("返回")
    assert "原话" in them.said
    them.presses("不用加了")
    them.presses("PDF")
    assert file_of(them).removed == ("debts",)


def test_back_from_the_first_section_asks_again_for_whom() -> None:
    """上一步 before anything was decided leads to the question before the page."""
    them = somebody()
    them.says("上一步")
    assert them.asked == "给谁看？"


@pytest.mark.parametrize(
    ("said", "stays"), [("要", True), ("留下", True), ("不要", False), ("删掉", False), ("2", False)]
)
def test_plain_words_decide(said: str, stays: bool) -> None:
    """A section is kept or dropped by what people say, not by buttons only."""
    them = somebody()
    them.says(said)
    assert them.here.review is not None
    assert [d.stays for d in them.here.review.decided] == [stays]


def test_a_section_that_changed_is_shown_again() -> None:
    """A yes is a yes to the words that were seen, also while the form is being chosen."""
    them = somebody()
    for label in ("留着", "留着", "不用加了"):
        them.presses(label)
    assert them.asked == "哪种文件？"
    them.page = (PAGE[0], Section("debts", "债务", "甲平台 9000 元"), *PAGE[2:])
    them.presses("PDF")
    assert "9000" in them.said
    assert not them.effects(Leaves)
    them.presses("留着")
    assert file_of(them).removed == ()


def changed(them: Person, field: str, text: str) -> None:
    """From now on a section says something else."""
    them.page = tuple(Section(s.field, s.title, text if s.field == field else s.text, s.terms) for s in them.page)


def test_the_rest_is_shown_at_once_and_kept() -> None:
    """后面都留着: what was not seen yet stands in one bubble above the next question; 上一步 takes it up section by section."""
    them = somebody()
    them.presses("后面都留着")
    assert them.said.startswith("【review_rest_shown】\n【债务】\n甲平台 8000 元\n")
    assert "概况" not in them.said
    them.says("上一步")
    assert "【概况】\n欠一家。" in them.said
    assert them.labels == KEEPING


def test_what_changed_after_the_rest_was_kept_is_shown_again() -> None:
    """A later addition may say more elsewhere, too: the yes was one to other words."""
    them = somebody()
    for label in ("后面都留着", "看看"):
        them.presses(label)
    changed(them, "debts", "甲平台 8000 元，高血压停药")
    them.presses("加上")
    assert "停药" in them.said
    assert them.labels == KEEPING
    for label in ("去掉", "不用加了", "PDF"):
        them.presses(label)
    assert file_of(them).removed == ("debts",)


def test_what_was_taken_out_stays_out_whatever_it_says_by_now() -> None:
    """A no is one to the section, not to its words; also where it is gone for a while and comes back."""
    them = somebody()
    them.presses("留着")
    them.presses("去掉")
    changed(them, "debts", "甲平台 9000 元，乙平台 3 万元")
    them.presses("不用加了")
    assert them.asked == "哪种文件？"
    them.page = tuple(s for s in them.page if s.field != "debts")
    them.presses("PDF")
    assert file_of(them).removed == ("debts",)


def test_an_addition_that_changed_is_shown_again_after_enough() -> None:
    """A yes holds for the words that were shown, not for later ones."""
    them = somebody()
    for label in ("后面都留着", "看看", "加上", "不用加了"):
        them.presses(label)
    changed(them, "words", "我说过的，还有别的")
    them.presses("PDF")
    assert "还有别的" in them.said
    assert them.labels == ["加上", "不加", "不用加了", "先不要了"]
    them.presses("不用加了")
    assert file_of(them).added == ()


@pytest.mark.parametrize(
    "said",
    [
        *("不加了", "不用加了", "够了", "就这些", "就这些吧", "可以了", "都不加", "不用再加了。", "没有要加的了"),
        *("后面都不加", "剩下的都不加了", "其他的不要加"),
    ],
)
@pytest.mark.parametrize("looks", [False, True])
def test_enough_is_heard_in_plain_words(said: str, looks: bool) -> None:
    """At the offer of more and under each thing that may be added."""
    them = somebody()
    for label in ("后面都留着", *(["看看"] if looks else [])):
        them.presses(label)
    them.says(said)
    assert them.asked == "哪种文件？"


@pytest.mark.parametrize("said", ["都留着", "后面的都留着吧", "全留下", "剩下的都要"])
def test_all_that_follows_is_kept_in_plain_words(said: str) -> None:
    """后面都留着 can be said in other words."""
    them = somebody()
    them.says(said)
    assert them.labels == ["看看", "不用加了", "先不要了"]


FIELDS = {"overview": "required", "debts": "required", "calls": "required", "words": "asked", "health": "consent"}
PAGES = st.tuples(*(st.sampled_from(["", "一", "二"]) for _ in FIELDS)).map(
    lambda texts: tuple(
        Section(f, f, f"{f}{t}", terms) for (f, terms), t in zip(FIELDS.items(), texts, strict=True) if t
    )
)
NO = {"去掉", "不加", "不给", "跳过"}
MOVES = st.sampled_from([*LABELS.values(), "跳过", "上一步", "够了", "都留着", "PDF"])


@settings(max_examples=150)
@given(st.lists(st.one_of(MOVES, MOVES, PAGES), max_size=25), PAGES)
def test_nothing_leaves_unseen_or_after_a_no(moves: list[str | tuple[Section, ...]], last: tuple[Section, ...]) -> None:
    """Whatever is said while sections come, go and change: each that leaves was shown in these very words, none that was
    taken out leaves, and who says yes from now on comes to an end."""
    them = somebody()
    taken_out: set[str] = set()
    for move in moves:
        if isinstance(move, tuple):
            them.page = move
            continue
        under = section_asked(them)
        them.presses(move) if move in them.labels else them.says(move)
        if judged(them, taken_out) or them.here.review is None:
            return
        if move == "上一步":  # what was said last is open again
            taken_out = {f for f in taken_out if is_out(them, f)}
        elif under and is_out(them, under):
            taken_out.add(under)
        else:
            taken_out.discard(under)
    them.page = last
    for _ in range(3 * len(FIELDS) + 3):
        yes = [label for label in them.labels if label in {"留着", "看看", "加上", "同意给", "PDF", "给律师看"}]
        if not yes:  # three turns not understood: led away, gently
            assert "review" not in str(them.here.open)
            return
        them.presses(yes[0])
        if judged(them, taken_out) or them.here.review is None:
            return
    pytest.fail(f"no end: {them.said}")


def section_asked(them: Person) -> str:
    """The section under which the open question stands."""
    opened = them.here.open
    return opened.data[1] if opened is not None and len(opened.data) == 3 else ""


def is_out(them: Person, field: str) -> bool:
    review = them.here.review
    return review is not None and any(d.field == field and not d.stays for d in review.decided)


def judged(them: Person, taken_out: set[str]) -> bool:
    """Whether a file left; everything in it was shown, and nothing that was taken out is in it."""
    left = [e for e in them.last.effects if isinstance(e, Leaves)]
    for file in left:
        leaving = [
            s for s in them.page if (s.field not in file.removed if s.terms == "required" else s.field in file.added)
        ]
        bubbles = "\n".join(r.text for t in them.turns for r in t.replies if isinstance(r, Bubble) and r.tone == "page")
        assert leaving
        assert all(f"【{s.title}】\n{s.text}" in bubbles for s in leaving)
        assert not {s.field for s in leaving} & taken_out
        assert set(file.consented) <= set(file.added)
    return bool(left)


def test_an_export_without_a_preview_goes_through_the_page_itself() -> None:
    """However editors arrange their steps, no file leaves before its page was seen."""
    hasty = flow(
        "export",
        {
            "start": step(ask("给谁看？", "reader", *READERS), then="export.give"),
            "give": step(Export("reader", "form"), then=end("given")),
        },
    )
    them = settled(book(hasty))
    them.say_all("导出", "给律师看")
    assert "概况" in them.said
    assert not them.effects(Leaves)
    for _ in range(2):
        them.says("1")
    them.says("2")
    assert file_of(them).form == ""


def test_danger_ends_it_and_nothing_leaves() -> None:
    """Danger words in the middle of a page latch, and no page is given."""
    them = somebody()
    them.says("我不想活了")
    assert them.here.latch is not None
    assert "债务" not in them.said
    assert not them.effects(Leaves)


def test_a_word_said_again_begins_anew() -> None:
    """导出 in the middle of a page starts the page from its first section."""
    them = somebody()
    them.presses("去掉")
    them.say_all("导出", "给律师看")
    assert "概况" in them.said
    assert them.here.review is not None
    assert them.here.review.decided == ()


def test_a_question_in_between_is_answered_and_the_section_comes_back() -> None:
    """An interrupt returns to the open section; who must hide sees nothing of it."""
    them = somebody()
    them.says("是真人吗")
    assert "概况" in them.said
    them.says("有人来了")
    assert "概况" not in them.said


def test_an_old_button_of_a_section_changes_nothing() -> None:
    """A button of a section already decided leaves that decision."""
    them = somebody()
    them.presses("留着")
    them.presses("去掉", ago=1)
    assert them.here.review is not None
    assert [(d.field, d.stays) for d in them.here.review.decided] == [("overview", True)]


def test_a_paper_leaves_as_it_was_shown() -> None:
    """The last script or letter, with the answers of now; without one it says what to do instead."""
    them = Person(opening(step(say("好。"), Export("", "form"), ask("还有吗？"), then=end("x")), routes=routes()))
    them.opens()
    assert "【export_nothing】" in them.said
    them = settled(shelf())
    them.says("话术")
    again = flow("main", {"settle": step(Export("", "form"), ask("好吗？"), then=end("x"))})
    them.reads(book(again, edition="e2"))
    them.here.stack = [type(them.here.stack[0])("main", "settle")]
    them.says("再说一遍")
    paper = file_of(them).paper
    assert paper is not None
    assert paper.name == "scripts/call"
    assert paper.missing == ("平台", "欠款金额", "每月可还")


def test_a_preview_for_nobody_shows_nothing() -> None:
    """A reader that was skipped or is not one ends the flow kindly."""
    lost = flow("export", {"start": step(Preview("reader"), then=end("x"))})
    them = settled(book(lost))
    them.says("导出")
    assert "【review_empty】" in them.said

"""What no story walks is told with its line; what is walked without a look does not count."""

from __future__ import annotations

import pytest

from bot.authoring.coverage import Coverage, cover, data, page, share
from bot.authoring.story_reader import read_story
from bot.content.edition import Edition, build
from bot.content.problems import Problems, report
from bot.content.sources import Snapshot
from tests.content.books import BOOK, base, steps

BODY = """\
a:
  ask: 有几个人？
  save: people
  choices:
    two: {label: 两个, value: 2}
    many: {label: 说不好, unknown: true, goto: d}
  next:
    - {when: people is not known, goto: b}
    - {when: people > 3, goto: c}
    - {else: b}
b:
  say: 不多。
  remind: {at: +1d 10:00, call: later, kind: care, if: people == 2}
  next: c
c:
  repeat: {list: debts, more: 还有吗？, fields: {platform: {ask: 哪家？}, owed: {ask: 多少？}}}
  end: listed
d:
  ask: 好吗？
  save: ready
  next: e
e:
  say: 记下了。
  end: done
"""
LATER = "a:\n  say: 约好的时间到了。\n  end: seen\n"
INTERRUPTS = "interrupts:\n  thanks: {whole: [谢谢], call: talk}\n"


@pytest.fixture(scope="module")
def edition() -> Edition:
    files = {**base(), **steps(BODY), **steps(LATER, "later", head="crisis: true"), "flows/interrupts.yaml": INTERRUPTS}
    files["flows/book.yaml"] = BOOK.replace("home.hello", "home.a").replace("talk.start", "talk.begin")
    built = build(Snapshot({name: text.encode() for name, text in files.items()}))
    assert built.edition is not None, built.report()
    return built.edition


def told(edition: Edition, *stories: str, flows: tuple[str, ...] = ("home",)) -> Coverage:
    read = []
    for number, text in enumerate(stories):
        problems = Problems()
        body = "\n".join(f"  {line}" for line in text.strip("\n").split("\n"))
        story = read_story(f"stories/{number}.yaml", f"story: 试\nsteps:\n{body}\n".encode(), problems)
        assert story is not None, report(problems, {})
        read.append(story)
    return cover(edition.tree, edition.book, read, flows)


def missed(coverage: Coverage) -> list[str]:
    return [f"{t.at.line} {t.name}" for t in coverage.missed]


TWO = "- opens: true\n  at: home.a\n- presses: 两个\n  at: home.c\n"


def test_without_stories_everything_is_missed(edition: Edition) -> None:
    """Each step, choice, way out, condition both ways, and what lists and questions offer by themselves."""
    found = told(edition)
    assert missed(found) == [
        "5 home.a",
        "9 home.a「两个」",
        "10 home.a「说不好」",
        "12 home.a people is not known → b",
        "13 home.a people > 3 → c",
        "14 home.a 其余 → b",
        "15 home.b",
        "17 home.b 提醒 later：条件成立",
        "17 home.b 提醒 later：条件不成立",
        "18 home.b → c",
        "19 home.c",
        "20 home.c「还有」",
        "20 home.c「没有了」",
        "20 home.c「跳过」",
        "20 home.c「跳过」",
        "21 home.c 结束 listed",
        "22 home.d",
        "23 home.d「是」",
        "23 home.d「不是」",
        "23 home.d「不清楚」",
        "25 home.d → e",
        "26 home.e",
        "28 home.e 结束 done",
    ]
    assert [(t.name, inside) for t, inside in found.told()] == [
        ("home.a", 5),
        ("home.b", 3),
        ("home.c", 5),
        ("home.d", 4),
        ("home.e", 1),
    ]


def test_a_branch_that_nobody_takes_is_told_with_its_line(edition: Edition) -> None:
    """All but one rule is walked: that one is missing, with the line on which it stands."""
    more = "- opens: true\n- says: 3\n  at: home.c\n  sees: [不多]\n"
    unknown = "- opens: true\n- presses: 说不好\n  at: home.d\n- presses: 不是\n  outcome: done\n"
    skipped = "- opens: true\n- says: 不想答\n  at: home.c\n"
    found = told(edition, TWO, more, unknown, skipped)
    rules = [line for line in missed(found) if line.split()[1] == "home.a"]
    assert rules == ["13 home.a people > 3 → c"]
    assert "  flows/home.yaml:13:9 出口 home.a people > 3 → c" in page(found)
    assert not found.whole


def test_a_step_that_looks_at_nothing_walks_nothing(edition: Edition) -> None:
    """The same conversation without a word of what must come; a later look of its own takes it in."""
    blind = told(edition, "- opens: true\n- presses: 两个\n")
    assert "9 home.a「两个」" in missed(blind)
    looks = told(edition, "- opens: true\n- presses: 两个\n- at: home.c\n")
    assert "9 home.a「两个」" not in missed(looks)


def test_lists_interrupts_and_routes(edition: Edition) -> None:
    """One more item and no more, an interrupt by its words, the words that book.yaml wires."""
    listed = f"{TWO}- says: 花呗\n  at: home.c\n- says: 跳过\n  sees: [还有吗]\n- says: 有\n  at: home.c\n"
    listed += "- says: 微粒贷\n  at: home.c\n- says: 八千\n  sees: [还有吗]\n- says: 没有了\n  outcome: listed\n"
    found = told(edition, listed)
    assert [line for line in missed(found) if line.startswith("20 ")] == ["20 home.c「跳过」"]
    whole = told(
        edition, "- opens: true\n- says: 谢谢\n  sees: [我在]\n- says: 没时间\n  document: scripts/call\n", flows=()
    )
    left = {t.name.split(" ")[0] for t in whole.missed if t.kind in {"interrupt", "route"}}
    assert "thanks" not in left
    assert "short_script" not in left
    assert {"script", "returning", "imminent", "forwarded"} <= left


def test_a_way_under_a_question_that_is_always_left_otherwise_is_a_net(edition: Edition) -> None:
    """`next` of a question that cannot be skipped and whose every choice leads somewhere is there so that nobody falls."""
    crisis = [t.name for t in told(edition, flows=("crisis",)).things]
    assert "crisis.ideation → stay" in crisis  # 「不安全」 leads nowhere else
    tree = build(
        Snapshot(
            {
                name: text.encode()
                for name, text in {
                    **base(),
                    "flows/crisis.yaml": base()["flows/crisis.yaml"].replace(
                        "no: 不安全", "no: {label: 不安全, goto: stay}"
                    ),
                }.items()
            }
        )
    ).edition
    assert tree is not None
    assert "crisis.ideation → stay" not in [t.name for t in told(tree, flows=("crisis",)).things]


def test_a_story_that_fails_is_told_and_keeps_what_it_walked(edition: Edition) -> None:
    """What came before the failure counts, what came after does not; the whole is not whole."""
    found = told(edition, f"{TWO}- says: 花呗\n  at: home.z\n")
    assert [f.step for f in found.failures] == [3]
    assert "9 home.a「两个」" not in missed(found)
    assert data(found)["failures"] == [
        {"file": "stories/0.yaml", "line": 8, "story": "试", "step": 3, "message": "想停在 home.z，却停在 home.c"}
    ]


def test_the_two_print_outs_say_the_same(edition: Edition) -> None:
    """The page ends in the sums; the data name every missed thing with line and column."""
    found = told(edition, TWO)
    printed, told_data = page(found), data(found)
    assert printed.endswith(f"故事走到 {told_data['walked']}／{told_data['of']}（{share(7, 23)}）。\n")
    assert told_data["kinds"] == {
        kind: {"walked": walked, "of": every} for kind, (walked, every) in found.by(lambda t: t.kind).items()
    }
    files = told_data["files"]
    assert isinstance(files, list)
    assert [m["line"] for m in files[0]["missed"]] == [t.at.line for t in found.missed]


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(0, 3, "0.0 %"), (1999, 2000, "99.9 %"), (3, 3, "100.0 %"), (0, 0, "100.0 %")]
)
def test_a_hundred_is_said_only_of_all(part: int, whole: int, said: str) -> None:
    """A share is cut, not rounded: a hundred only where nothing is missing."""
    assert share(part, whole) == said

"""An edition is built whole or not at all; a broken one never replaces a good one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.edition import Built, build, check_file, waiting
from bot.content.library import Library
from bot.content.sources import Snapshot
from bot.engine.expressions import Compare, Literal, Name
from bot.engine.flowbook import Ask, Assign, Document, End, Goto, Handoff, Place, Remind, Repeat, Say
from bot.engine.values import SlotType

EXTRA = """flow: extra
title: 另一条
start: start
landing: two
progress: [start, two]
was: [older]
crisis: false
steps:
  start:
    set: {overdue_days: overdue_days + 1, situation: court, safe_now: yes}
    say:
      - 好。
      - {card: hello}
    document: scripts/call
    picture: {title: 台阶, list: debts, bar: owed}
    remind:
      - {at: next_working_day 10:00, call: crisis, if: safe_now, kind: care}
      - {at: +3d, call: crisis, if: safe_now, every: 2 周, times: 3}
    handoff: {to: "120", say: 打这个。}
    ask: 还好吗？
    save: safe_now
    why: 想知道。
    example: 好
    smaller: [yes, no]
    consent: reminders_v1
    confirm: true
    choices:
      yes: {label: 好, also: [还行], goto: main.start, was: [old_yes]}
      no: 不好
      unsure: 说不清
    next: two
    advice: true
    detour: true
    was: [begin, gone.place]
  two:
    ask: 多久了？
    save: overdue_days
    example: 三天
    choices:
      week: {label: 一周, value: 7}
      half: {label: 半天, value: "0.5"}
      no_idea: {label: 不知道, unknown: true}
      not_now: {label: 先不说, skip: true}
    next:
      - {when: overdue_days is not known, goto: start}
      - {when: overdue_days > 3, goto: main.start}
      - {else: start}
"""
FILES: dict[str, str | bytes | None] = {
    "flows/extra.yaml": EXTRA,
    "templates/cards/hello.j2": "第一条\n---\n第二条\n",
    "flows/interrupts.yaml": "interrupts:\n  human: {contains: [是真人吗], pattern: '机器.?人', call: extra, quiet: true}\n",
    "flows/danger.yaml": "ideation: [想去找奶奶了]\nexceptions: []\n",
}


def test_a_flow_is_frozen_as_written(built: Callable[..., Built]) -> None:
    """Every key of a step arrives in the engine's book, in the order in which actions run."""
    made = built(FILES)
    assert made.edition is not None, made.report()
    book = made.edition.book
    flow = book.flows["extra"]
    step = flow.steps["start"]
    kinds = [type(a) for a in step.actions]
    assert [k.__name__ for k in kinds] == ["Assign", "Say", "Document", "Picture", "Remind", "Remind", "Handoff", "Ask"]
    assert (flow.landing, flow.progress, flow.was) == ("two", ("start", "two"), ("older",))
    assigned = step.action(Assign)
    assert assigned is not None
    assert dict(assigned.values)["situation"] == Literal("court")
    assert dict(assigned.values)["safe_now"] == Literal(value=True)
    say = step.action(Say)
    assert say is not None
    assert [t.render({}) for t in say.bubbles] == ["好。", "第一条", "第二条"]
    reminds = [a for a in step.actions if isinstance(a, Remind)]
    assert (reminds[0].at.base, reminds[0].at.clock, reminds[0].kind) == ("next_working_day", dt.time(10), "care")
    assert (reminds[1].at.base, reminds[1].at.offset, reminds[1].id) == ("now", dt.timedelta(3), "extra.start.2")
    handoff = step.action(Handoff)
    assert handoff is not None
    assert handoff.to == "h120"
    ask = step.action(Ask)
    assert ask is not None
    assert ask.choices[0].goto == Place("main", "start")
    assert (ask.smaller, ask.consent, ask.confirm) == (("yes", "no"), "reminders_v1", True)
    assert ask.choices[2].unknown
    two = flow.steps["two"].action(Ask)
    assert two is not None
    assert [str(c.value) for c in two.choices] == ["7", "0.5", "None", "None"]
    places = [Place("extra", "start"), Place("main", "start"), Place("extra", "start")]
    exit_of_two = flow.steps["two"].exit
    assert isinstance(exit_of_two, Goto)
    assert [rule.goto for rule in exit_of_two.rules] == places
    assert exit_of_two.rules[1].when == Compare(">", Name("overdue_days"), Literal(3))
    assert exit_of_two.rules[2].when is None
    assert book.moved["extra.begin"] == "extra.start"
    assert book.moved["older"] == "extra"
    assert book.moved["older.begin"] == "extra.start"
    assert book.moved["gone.place"] == "extra.start"
    assert book.interrupts[0].pattern is not None
    assert book.interrupts[0].pattern("你是机器人吧")
    assert not book.interrupts[0].pattern("好")
    assert book.danger_words.ideation == ("想去找奶奶了",)
    assert step.file == "flows/extra.yaml"
    assert EXTRA.split("\n")[step.line - 1].strip() == "start:"


def test_the_small_book(built: Callable[..., Built]) -> None:
    """Lists, repeats, documents, routes and outcomes arrive; the edition is named by its content."""
    edition = built().edition
    assert edition is not None
    book = edition.book
    repeat = book.flows["main"].steps["debts"].action(Repeat)
    assert repeat is not None
    assert [f.save for f in repeat.fields] == ["debt.platform", "debt.owed"]
    assert book.slots["debt.owed"].type is SlotType.MONEY
    assert book.lists["debts"].key_field == "platform"
    document = book.flows["main"].steps["script"].action(Document)
    assert document is not None
    assert document.title == "打给客服的话"
    assert "〔请补：平台〕" in document.body.render({})
    assert book.flows["main"].steps["script"].exit == End("got_script")
    assert book.routes.home == Place("main", "start")
    assert book.routes.returned_call is None
    assert book.edition == edition.id
    assert book.wording.say("echo", {"read_back": "约 1 万元"}) == "约 1 万元"
    assert len(book.slots["safe_now"].options) == 3


def test_warnings_never_refuse_and_errors_always_do(built: Callable[..., Built]) -> None:
    """A doubtful book is an edition with warnings, a wrong one is none."""
    doubtful = built(
        {
            "flows/slots.yaml": built()
            .snapshot.files["flows/slots.yaml"]
            .replace("法院消息".encode(), "法院发来的消息有十一个字".encode())
        }
    )
    assert doubtful.edition is not None
    assert [p.code for p in doubtful.problems] == ["label-long"]
    wrong = built({"flows/main.yaml": "flow: main\n"})
    assert wrong.edition is None
    assert wrong.errors


def test_file_checked_by_itself(tmp_path: Path, built: Callable[..., Built]) -> None:
    """One file on top of good content: only what it brings is told, under the path that was typed."""
    base = built().snapshot
    path = tmp_path / "extra.yaml"
    path.write_text(
        "flow: extra\ntitle: 试\nstart: start\nsteps:\n  start:\n    say: 拨 12348。\n    end: done\n", "utf-8"
    )
    checked = check_file(path, base)
    assert [(p.file, p.code) for p in checked.errors] == [(str(path), "literal-phone")]
    assert f"{path}:6:12 错误 literal-phone" in checked.report()
    assert "    say: 拨 12348。" in checked.report()
    path.write_text("flow: extra\ntitle: 试\nstart: start\nsteps:\n  start:\n    say: 好。\n    end: done\n", "utf-8")
    assert not check_file(path, base).errors


def test_a_file_that_cannot_be_read_says_what_was_not_looked_at(built: Callable[..., Built]) -> None:
    """An editor who sees one broken line must not think that the rest is sound."""
    broken = built({"flows/main.yaml": b"flow: main\nsteps: [\n", "flows/slots.yaml": b"slots: {"})
    assert broken.unread == ("flows/slots.yaml", "flows/main.yaml")
    assert broken.report().endswith(waiting(broken.unread))
    assert "flows/slots.yaml、flows/main.yaml 还没读成" in broken.report()
    assert waiting(tuple("abcde")).startswith("a、b、c 等 5 份")
    wrong = built({"flows/main.yaml": b"flow: main\ntitle: x\nstart: b\nsteps: {a: {say: x, end: done}}\n"})
    assert wrong.errors
    assert not wrong.unread


def test_single_file_that_breaks_others(tmp_path: Path, built: Callable[..., Built]) -> None:
    """A replaced flow that others need is told where they need it; older problems are not."""
    base = built(
        {"flows/slots.yaml": built().snapshot.files["flows/slots.yaml"].replace("逾期天数".encode(), b"x")}
    ).snapshot
    path = tmp_path / "crisis.yaml"
    path.write_text("flow: crisis\ntitle: 试\nstart: other\nsteps:\n  other:\n    end: done\n", "utf-8")
    checked = check_file(path, base)
    assert "flows/book.yaml" in {p.file for p in checked.errors}
    assert check_file(tmp_path / "missing.yaml", base).edition is None


class Shelf:
    """Content that a test changes under a running library."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = dict(files)
        self.asked: list[Path | None] = []

    def take(self, content_dir: Path | None) -> Snapshot:
        self.asked.append(content_dir)
        return Snapshot(dict(self.files))


def test_library_swaps_only_good_editions(good: dict[str, bytes]) -> None:
    """A broken edition leaves the good one in force and tells why; mended, it is swapped in."""
    shelf = Shelf(good)
    library = Library(Path("own"), {"name": "某某"}, shelf.take)
    assert library.current is None
    first = library.refresh()
    assert first.swapped
    assert shelf.asked == [Path("own")]
    lent = library.current
    assert lent is not None
    assert lent.book.constants["operator"] == {"name": "某某"}
    assert library.refresh().built is None
    shelf.files["flows/main.yaml"] = b"\x00"
    broken = library.refresh()
    assert not broken.swapped
    assert broken.built is not None
    assert broken.built.errors
    assert library.current is lent
    assert library.refresh().built is None
    shelf.files["flows/main.yaml"] = good["flows/main.yaml"].replace("缓一口气".encode(), "歇一歇".encode())
    assert library.refresh().swapped
    assert library.current is not lent


def test_library_without_any_good_edition() -> None:
    """With nothing readable there is no edition, and problems say why."""
    library = Library(take=Shelf({}).take)
    refreshed = library.refresh()
    assert refreshed.built is not None
    assert {p.code for p in refreshed.built.problems} == {"missing-file"}
    assert library.current is None


@settings(max_examples=settings.default.max_examples // 2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_mutation_of_the_book(good: dict[str, bytes], data: st.DataObject) -> None:
    """Bytes cut, doubled, swapped or thrown in: problems or an edition, never an exception and never our own mistake."""
    name = data.draw(st.sampled_from(sorted(good)))
    text = bytearray(good[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at, size = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 12))
        piece = data.draw(
            st.sampled_from(
                [
                    b"",
                    b":",
                    b" ",
                    b"\n",
                    b"- ",
                    b"{{",
                    b"}}",
                    b"[",
                    b"'",
                    b"\t",
                    b"\xff",
                    b"x",
                    "：".encode(),
                    bytes(text[at : at + size]),
                ]
            )
        )
        text[at : at + data.draw(st.sampled_from([0, size]))] = piece
    built = build(Snapshot({**good, name: bytes(text)}))
    assert "internal" not in {p.code for p in built.problems}, built.report()
    assert (built.edition is None) == bool(built.errors)
    built.report().encode("utf-8")


LINES = st.sampled_from(
    [
        "say: 好。",
        "ask: 好吗？",
        "save: situation",
        "save: debt.owed",
        "end: done",
        "next: start",
        "next: [{when: overdue_days > 1, goto: main.start}]",
        "choices: {a: 甲}",
        "call: crisis",
        "repeat: {list: debts, more: 还有吗？, fields: {owed: {ask: 多少？}}}",
        "set: {overdue_days: 1}",
        "remind: {at: +1d, call: main}",
        "handoff: {to: h120}",
        "document: scripts/call",
        "smaller: [a, b]",
        "release: true",
        "skippable: false",
        "say: [{card: no}]",
        "say: {}",
        "next: {}",
        "ask: []",
        "set: []",
        "choices: []",
        "remind: 3",
        "repeat: []",
    ]
)  # read as lines by people


@settings(max_examples=settings.default.max_examples // 2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.lists(LINES, max_size=5, unique_by=lambda line: line.partition(":")[0]), min_size=1, max_size=3)
)
def test_any_mixture_of_steps(good: dict[str, bytes], steps: list[list[str]]) -> None:
    """Steps of any keys in any shape: problems or an edition, never an exception."""
    body = "".join(
        f"  s{n}:\n" + "".join(f"    {line}\n" for line in step or ["end: done"]) for n, step in enumerate(steps)
    )
    text = f"flow: extra\ntitle: 试\nstart: s0\nsteps:\n{body}"
    built = build(Snapshot({**good, "flows/extra.yaml": text.encode()}))
    assert "internal" not in {p.code for p in built.problems}, text


@pytest.mark.parametrize(
    "name",
    [
        "flows/book.yaml",
        "flows/slots.yaml",
        "flows/main.yaml",
        "flows/danger.yaml",
        "flows/interrupts.yaml",
        "flows/wording.yaml",
        "flows/facts/hotlines.yaml",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "a: b\n",
        "slots: []\nlists: 3\n",
        "flow: {a: b}\n",
        "interrupts: [a]\n",
        "interrupts: {a: b, b: {call: main}, c: {whole: 好}}\n",
        "danger: {a: [b]}\nhome: []\n",
        "wording: {echo: [a], nobody: b, help: ' ', menu: 好}\n",
        "facts: {a: {kind: [b]}}\n",
        "ideation: {a: b}\n",
        "steps: {a: {ask: {b: c}, repeat: {list: x, fields: 3}, next: [[a], 3]}}\n",
    ],
)
def test_wrong_content_of_every_file(built: Callable[..., Built], name: str, text: str) -> None:
    """Every reader survives every other reader's file."""
    made = built({name: text})
    assert "internal" not in {p.code for p in made.problems}, made.report()
    assert made.edition is None

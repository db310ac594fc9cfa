"""Every reader tells what is unknown, missing, of another shape or beyond a limit, where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.content.edition import Built
from bot.content.forms import duration

FLOW = "flow: extra\ntitle: 试一试\nstart: start\nsteps:\n  start:\n"


def codes_of(made: Built, file: str) -> list[str]:
    """What is told of one file, in order, without what only the ways through the book tell."""
    ways = {"unreachable-flow", "unreachable-step", "dead-end", "no-choices", "no-example", "unreachable"}
    return [p.code for p in made.problems if p.file == file and p.code not in ways]


STEPS = {
    "say: [好, [再]]\nend: done": ["wrong-shape"],
    "say: {card: }\nend: done": ["missing-key"],
    "say: {card: nobody}\nend: done": ["unknown-card"],
    "say:\nend: done": ["missing-key"],
    'say: ""\nend: done': ["empty-text"],
    "say: '{% for d in debts %}字{% endfor %}{% if safe_now %}好{% else %}不好吗{% endif %}'\nend: done": [],
    "set: {situation: court, overdue_days: 3, safe_now: no}\nend: done": [],
    "set: {overdue_days: overdue_days **}\nend: done": ["bad-expression"],
    "set: 3\nend: done": ["wrong-shape"],
    "set: {situation: }\nend: done": ["wrong-shape"],
    "set: {situation: \"'court'\"}\nend: done": [],
    "set: {situation: 'court'}\nend: done": [],
    "remind: []\nend: done": [],
    "remind: [3]\nend: done": ["wrong-shape"],
    "remind: {call: main}\nend: done": ["missing-key"],
    "remind: {at: +3d 25:00, call: main}\nend: done": ["bad-value"],
    'remind: {at: " ", call: main}\nend: done': ["bad-value"],
    "remind: {at: +2 天 9:30, call: main, kind: urgent}\nend: done": ["bad-value"],
    "remind: {at: next_working_day -1d 09:00, call: main, if: safe_now and}\nend: done": ["bad-expression"],
    "handoff: 12348\nend: done": ["wrong-shape"],
    "handoff: {say: 好}\nend: done": ["missing-key"],
    'handoff: {to: "110", say: [好]}\nend: done': [],
    "repeat: [debts]\nend: done": ["wrong-shape"],
    "repeat: {list: debts, fields: {owed: {ask: 多少？}}}\nend: done": ["missing-key"],
    "repeat: {more: 还有吗？, fields: {owed: {ask: 多少？}}}\nend: done": ["missing-key"],
    "repeat: {list: nobody, more: 还有吗？, fields: {owed: {ask: 多少？}, two: 3}}\nend: done": ["unknown-slot", "wrong-shape"],
    "repeat: {list: debts, more: 还有吗？, fields: {owed: {save: x, why: 好}}}\nend: done": ["missing-key", "unknown-key"],
    "repeat: {list: debts, more: 还有吗？, fields: {owed: {ask: '{{'}}}\nend: done": ["bad-template"],
    "repeat: {list: debts, more: 还有吗？}\nend: done": ["missing-key"],
    "ask: 好吗？\nsave: safe_now\nchoices: {maybe: 也许}\nend: done": ["bad-value"],
    "ask: 好吗？\nsave: safe_now\nchoices: {Yes: 好, no: [不好], unsure: {also: 好}}\nend: done": ["bad-id", "wrong-shape", "missing-key"],
    "ask: 多久？\nsave: overdue_days\nexample: 三天\nchoices: {week: 一周, ten: {label: 十天, value: 10}}\nend: done": ["missing-key"],
    "ask: 多久？\nsave: overdue_days\nexample: '{{ x | y }}'\nend: done": ["unknown-filter"],
    "ask: '{{'\nsave: overdue_days\nend: done": ["bad-template"],
    "ask: 是哪种？\nsave: situation\nsmaller: court\nend: done": ["wrong-shape"],
    "ask: 是哪种？\nsave: situation\nsmaller: [court, other]\nwhy: [好]\nend: done": ["wrong-shape"],
    "say: 好。\nnext: [3]": ["wrong-shape"],
    "say: 好。\nnext: [{when: safe_now}]": ["missing-key"],
    "say: 好。\nnext: [{goto: main.start}]": ["missing-key"],
    "say: 好。\nnext: [{else: main.start, goto: main.start}]": ["wrong-shape"],
    "say: 好。\nnext: [{else: {}}]": ["wrong-shape"],
    "say: 好。\nend: done\nadvice: 真": ["bad-value"],
    "say: 好。\nend: done\nwas: [a, '']": ["empty-text"],
    "say: 好。\nend: done\nwas: old": [],
    "say: 好。\nend: {a: b}": ["wrong-shape"],
    "say: 好。\ndocument: [a]\nend: done": ["wrong-shape"],
}  # fmt: skip


@pytest.mark.parametrize(("body", "codes"), STEPS.items())
def test_steps(built: Callable[..., Built], body: str, codes: list[str]) -> None:
    """A step tells each mistake once."""
    text = FLOW + "".join(f"    {line}\n" for line in body.split("\n"))
    made = built({"flows/extra.yaml": text})
    assert codes_of(made, "flows/extra.yaml") == codes, made.report()


HEADS = {
    "flow: extra\n": ["missing-key"] * 3,
    "flow: Extra\ntitle: 试\nstart: start\nsteps: {start: {end: done}}\n": ["bad-id"],
    "flow: extra\ntitle: " + "长" * 31 + "\nstart: start\nsteps: {start: {end: done}}\n": ["bad-value"],
    "flow: extra\ntitle: 拨 12348\nstart: start\nsteps: {start: {end: done}}\n": ["literal-phone"],
    "flow: extra\ntitle: 试\nstart: start\nsteps: {}\n": [],
    "flow: extra\ntitle: 试\nstart: start\nsteps: {start: {end: done}}\nguarantees: 3\n": ["wrong-shape"],
    "flow: extra\ntitle: 试\nstart: start\nsteps: {start: {end: done}}\nguarantees: [a, {at_most: 3}]\n": ["wrong-shape", "missing-key"],
    "flow: extra\ntitle: 试\nstart: start\nsteps: {start: {end: done}}\nguarantees:\n"
    "  - {through: start}\n  - {before: start, through: start}\n  - {questions_before: start, at_most: 99}\n"
    "  - {questions_before: start, at_most: 3}\n  - {advice_within: two}\n  - {always_reachable: }\n"
    "  - {asks_nothing: start}\n  - {ends_in: [done]}\n  - {ends_in: []}\n": ["missing-key", "bad-value", "bad-value", "missing-key"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), HEADS.items())
def test_heads_and_guarantees(built: Callable[..., Built], text: str, codes: list[str]) -> None:
    """The head of a flow and its guarantees tell each mistake once."""
    made = built({"flows/extra.yaml": text})
    told = [c for c in codes_of(made, "flows/extra.yaml") if c != "guarantee-fails"]
    assert told == codes, made.report()


SLOTS = {
    "x: 3": ["wrong-shape"],
    "x: {label: 好}": ["missing-key"],
    "x: {type: mony, label: 好}": ["bad-value"],
    "x: {type: money}": ["missing-key"],
    "x: {type: choice, label: 好}": ["missing-key"],
    "x: {type: choice, label: 好, options: [a]}": ["wrong-shape"],
    "x: {type: choice, label: 好, options: {a: , b: [c], c: {also: d}, D: e, e: ' '}}": ["missing-key", "wrong-shape", "missing-key", "bad-id", "empty-text"],
    "x: {type: choice, label: 好, options: {a: {label: 甲, also: [乙, 丙]}}}": [],
    "x: {type: yes_no, label: 好, options: {maybe: 也许}}": ["bad-value"],
    "x: {type: money, label: 好, ages: true}": ["bad-value"],
    "x: {type: days, label: 好, ages: true, fresh_for: 12 小时, minimum: 0, maximum: 9999}": [],
    "x: {type: days, label: 好, fresh_for: 很久}": ["bad-value"],
    "x: {type: days, label: 好, fresh_for: 0, maximum: 一}": ["bad-value"],
    "x: {type: days, label: 好, compute: y +}": ["bad-expression"],
    "x: {type: days, label: 好, compute: overdue_days + 1}": [],
    "fact: {type: days, label: 好}": ["bad-id"],
    "X: {type: days, label: 好}": ["bad-id"],
}  # fmt: skip


@pytest.mark.parametrize(("slot", "codes"), SLOTS.items())
def test_slots(built: Callable[..., Built], slot: str, codes: list[str]) -> None:
    """A declaration of a slot tells each mistake."""
    text = built().snapshot.files["flows/slots.yaml"].decode().replace("lists:", f"  {slot}\nlists:")
    made = built({"flows/slots.yaml": text})
    assert codes_of(made, "flows/slots.yaml") == codes, made.report()


LISTS = {
    "more: 3": ["wrong-shape"],
    "More: {}": ["bad-id"],
    "more: {alias: one, label: 别的, maximum: 99, key: a, fields: {a: {type: text, label: 甲}}}": ["bad-value"],
    "more: {alias: one, label: 别的, maximum: 3, key: b, fields: {a: {type: text, label: 甲}}}": ["bad-value"],
    "more: {alias: debt, label: 别的, maximum: 3, key: a, fields: {a: {type: text, label: 甲}}}": ["clash"],
    "situation: {alias: one, label: 别的, maximum: 3, key: a, fields: {a: {type: text, label: 甲}}}": ["clash"],
    "more: {label: 别的, maximum: 3, key: a, fields: {a: {type: text, label: 甲}}}": ["missing-key"],
    "more: {alias: one, label: 别的, maximum: 3, key: a, fields: {a: {type: text, label: 甲}}}": [],
}


@pytest.mark.parametrize(("text", "codes"), LISTS.items())
def test_lists(built: Callable[..., Built], text: str, codes: list[str]) -> None:
    """A declaration of a list tells each mistake."""
    slots = built().snapshot.files["flows/slots.yaml"].decode()
    made = built({"flows/slots.yaml": f"{slots}  {text}\n"})
    assert codes_of(made, "flows/slots.yaml") == codes, made.report()


OTHERS = [
    ("flows/book.yaml", "danger:\n", "danger:\n  nobody: crisis.start\n  distress: []\n", ["duplicate-key", "unknown-key", "wrong-shape", "missing-key"]),
    ("flows/book.yaml", "home: main.start\n", "", ["missing-key"]),
    ("flows/book.yaml", "talk: main.start\n", "talk: main.start\npriorities: {court_deadline: main.start}\n", []),
    ("flows/wording.yaml", "wording:\n", "wording:\n  helo: 好\n", ["unknown-key"]),
    ("flows/wording.yaml", '  menu: "好。"\n', "", ["missing-key"]),
    ("flows/wording.yaml", '  menu: "好。"\n', "  menu: '{{'\n", ["bad-template"]),
    ("flows/wording.yaml", '  bye: "好。"\n', f"  bye: {'好' * 121}\n", ["bubble-long"]),
    ("flows/wording.yaml", '  help: "好。"\n', f"  help: {'好' * 121}\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "codes"), OTHERS)
def test_other_files(built: Callable[..., Built], file: str, old: str, new: str, codes: list[str]) -> None:
    """The files of the whole book tell each mistake."""
    text = built().snapshot.files[file].decode()
    assert old in text
    made = built({file: text.replace(old, new, 1)})
    assert sorted(codes_of(made, file)) == sorted(codes), made.report()


def test_wording_may_stand_without_its_head(built: Callable[..., Built]) -> None:
    """`wording:` at the top of the file may be left out."""
    text = built().snapshot.files["flows/wording.yaml"].decode().replace("wording:\n", "").replace("\n  ", "\n")
    assert built({"flows/wording.yaml": text.lstrip()}).edition is not None


def test_interrupts_hear_only_what_is_read(built: Callable[..., Built]) -> None:
    """An event or a fact that nobody reads would never come true: it is told where it stands, with the nearest name."""
    text = "interrupts:\n  a: {event: vilence, call: main}\n  b: {fact: depter, call: main}\n  c: {fact: debtor, call: main}\n"
    made = built({"flows/interrupts.yaml": text})
    told = [p for p in made.problems if p.file == "flows/interrupts.yaml"]
    assert [(p.code, p.line) for p in told] == [("bad-value", 2), ("bad-value", 3)]
    assert "violence" in told[0].remedy
    assert "debtor" in told[1].remedy


def test_interrupts(built: Callable[..., Built]) -> None:
    """An interrupt that never fires or leads nowhere is told; so is a pattern that RE2 cannot bound."""
    text = (
        "interrupts:\n  a: {call: main}\n  b: {whole: 好}\n  C: {whole: 好, call: main}\n  d: 3\n"
        f"  e: {{pattern: '(', call: main}}\n  f: {{pattern: '{'a' * 501}', call: main}}\n"
    )
    made = built({"flows/interrupts.yaml": text})
    told = codes_of(made, "flows/interrupts.yaml")
    assert told[:4] == ["missing-key", "missing-key", "bad-id", "wrong-shape"]
    assert told.count("bad-pattern") == 2


def test_templates(built: Callable[..., Built]) -> None:
    """A paper needs a title and a body, a card its bubbles within their length."""
    made = built(
        {
            "templates/scripts/a.md.j2": "没有标题\n",
            "templates/scripts/b.md.j2": "# 标题\n",
            "templates/letters/c.md.j2": "# 拨 12348\n正文\n",
            "templates/cards/d.j2": "好" * 121,
            "templates/cards/e.j2": "{{",
            "templates/cards/f.j2": b"\xff",
            "templates/scripts/g.md.j2": "# 好\n{{",
        }
    )
    told = {(p.file.rpartition("/")[2], p.code) for p in made.errors}
    assert told >= {
        ("a.md.j2", "missing-key"),
        ("b.md.j2", "empty-text"),
        ("c.md.j2", "literal-phone"),
        ("d.j2", "bubble-long"),
        ("e.j2", "bad-template"),
        ("f.j2", "not-utf8"),
        ("g.md.j2", "bad-template"),
    }


def test_durations() -> None:
    """Durations are written in Chinese or with a letter; anything else is none."""
    assert [str(duration(t)) for t in ("12 小时", "3d", "2 周", "30分钟", "很久", "3")] == [
        "12:00:00",
        "3 days, 0:00:00",
        "14 days, 0:00:00",
        "0:30:00",
        "None",
        "None",
    ]


def test_a_slot_that_hears_nothing_is_told(built: Callable[..., Built]) -> None:
    """`hears: overdue_dayz` would leave a slot empty for ever without a word."""
    slots = built().snapshot.files["flows/slots.yaml"].decode()
    wrong = slots.replace("{type: days, label: 逾期天数}", "{type: days, label: 逾期天数, hears: overdue_dayz}")
    assert wrong != slots
    found = [p for p in built({"flows/slots.yaml": wrong.encode()}).problems if p.code == "bad-value"]
    assert [(p.message, p.remedy) for p in found] == [
        ("没有「overdue_dayz」这一类事实，这个槽什么也听不到", "是不是想写 overdue_days？")
    ]

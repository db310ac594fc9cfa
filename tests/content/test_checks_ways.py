"""Ways through the book: exits, steps that nobody reaches, calls into oneself, circles without a question."""

from __future__ import annotations

from tests.content.books import BOOK, codes, judge, steps, told


def test_every_step_has_one_way_on() -> None:
    """Neither, both, no `else`, and rules behind `else` are mistakes."""
    files = steps("""
        a:
          next:
            - {when: ready is known, goto: b}
        b:
          next: c
          end: done
        c:
          next:
            - {else: d}
            - {when: ready is known, goto: d}
            - {else: d}
        d:
          say: 没有出路。
        """)
    assert codes(files) == ["missing-else", "two-exits", "rule-never", "dead-end"]


def test_lonely_steps_are_doubts() -> None:
    """A step without a way to it warns; a landing need not be reached, a flow that nobody enters warns once."""
    files = steps("a:\n  end: done\nb:\n  end: done\nc:\n  end: done\n", head="landing: c")
    assert told(files) == ["unreachable-step: 没有路走到步骤 home.b"]
    alone = steps("a:\n  next: b\nb:\n  end: done\nc:\n  end: done\n", flow="alone")
    assert told(alone) == [
        "unreachable-flow: 没有路走到流程 alone",
        "unreachable-step: 没有路走到步骤 alone.c",
    ]
    broken = steps("a:\n  next: zz\nb:\n  end: done\n")
    assert codes(broken) == ["unknown-step"]
    headless = steps("a:\n  end: done\n", flow="alone", start="q")
    assert codes(headless) == ["unknown-step"]


def test_interrupts_reminders_and_priorities_are_entrances() -> None:
    """What an interrupt, a reminder or a priority leads to is reached."""
    files = {
        **steps(
            "a:\n  ask: 要提醒吗？\n  save: ready\n  consent: reminders_v1\n  next: b\nb:\n  remind: {at: +3d 10:00, call: later, if: ready}\n"
            "  end: done\n"
        ),
        **steps("a:\n  end: done\n", flow="later"),
        **steps("a:\n  end: done\n", flow="who"),
        **steps("a:\n  end: done\n", flow="court"),
        "flows/interrupts.yaml": "interrupts:\n  who: {whole: [你是谁], call: who}\n",
    }
    files["flows/book.yaml"] = BOOK.replace("home.hello", "home.a") + "priorities: {court_deadline: court.start}\n"
    assert codes(files) == []


def test_a_flow_may_not_come_back_into_its_call() -> None:
    """Through calls or through `goto`: callers would pile up."""
    files = {
        **steps("a:\n  call: other\n  end: done\n"),
        **steps("a:\n  next: home.a\n", flow="other"),
    }
    assert told(files) == ["recursive-call: 步骤 home.a 调用 other，而 other 又会走回 home.a 再调用一次"]


def test_calls_come_back() -> None:
    """A called flow returns to the caller: what follows is reached, twice over."""
    files = {
        **steps("a:\n  call: other\n  next: b\nb:\n  call: other\n  end: done\n"),
        **steps("a:\n  ask: 好吗？\n  save: ready\n  end: fine\n", flow="other"),
    }
    assert codes(files) == []


def test_circles_must_ask() -> None:
    """A circle without a question is told once with its steps, even through two calls; one with a question passes."""
    files = steps("""
        a:
          next: b
        b:
          next:
            - {when: ready is known, goto: c}
            - {else: a}
        c:
          ask: 好吗？
          save: ready
          next: a
        """)
    assert told(files) == ["silent-loop: 一直转圈、不问人：先 a → b → a"]
    itself = steps("a:\n  next: a\n")
    assert told(itself) == ["silent-loop: 一直转圈、不问人：先 a → a"]
    twice = {
        **steps("a:\n  call: loop\n  next: b\nb:\n  call: loop\n  end: done\n"),
        **steps("a:\n  next: b\nb:\n  next: a\n", flow="loop"),
    }
    assert [c for c in codes(twice) if c == "silent-loop"] == ["silent-loop"]
    asking = steps("a:\n  ask: 好吗？\n  save: ready\n  next: b\nb:\n  next: a\n")
    assert codes(asking) == []


def test_a_list_loop_does_not_break_a_circle() -> None:
    """`repeat` may pass without asking (everything is known, the list is full), so it stops no circle."""
    files = steps("""
        a:
          repeat: {list: debts, more: 还有吗？, fields: {platform: {ask: 哪家？, example: 花呗}}}
          next: a
        """)
    assert codes(files) == ["silent-loop"]


def test_tangles_are_told_and_nothing_else() -> None:
    """Flows that call each other too often are not followed to the end; no home is no accident either."""
    files: dict[str, str] = {}
    for n in range(14):
        goal = f"f{n + 1}"
        body = f"a:\n  call: {goal}\n  next: b\nb:\n  call: {goal}\n  end: done\n" if n < 13 else "a:\n  end: done\n"
        files |= steps(body, flow=f"f{n}")
    files |= steps("a:\n  call: f0\n  end: done\n")
    assert "too-tangled" in codes(files)
    files["flows/book.yaml"] = (
        files["flows/book.yaml"].replace("home: home.a", "").replace("talk: talk.start", "talk: f0.a")
    )
    assert "too-tangled" in [p.code for p in judge(files)]

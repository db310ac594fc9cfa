"""Definite assignment: what every way proves may be read, anything else wants a wording."""

from __future__ import annotations

import pytest

from bot.content.assignment import known_unless
from bot.engine.expressions import And, Compare, IsKnown, Literal, Name, Not, Or
from tests.content.books import SLOTS, codes, steps, told

A, B = IsKnown("a"), IsKnown("b")


@pytest.mark.parametrize(
    ("tree", "value", "known"),
    [
        (A, False, {"a"}),
        (A, True, set()),
        (Not(A), True, {"a"}),
        (And(A, B), False, {"a", "b"}),
        (And(Not(A), Not(B)), True, set()),
        (Or(Not(A), Not(B)), True, {"a", "b"}),
        (Or(A, B), False, set()),
        (Compare("==", Name("a"), Literal(1)), True, set()),
    ],
)
def test_what_a_failed_condition_proves(tree: object, value: bool, known: set[str]) -> None:
    """A comparison that did not hold may have been unknown; `is known` never is."""
    assert known_unless(tree, value) == known  # type: ignore[arg-type]  # any expression


def says(text: str, before: str) -> list[str]:
    """The codes of a book whose step `b` says the text, behind these lines of step `a`."""
    lines = "".join(f"  {line}\n" for line in before.splitlines())
    return codes(steps(f'a:\n{lines}b:\n  say: "{text}"\n  end: done\nc:\n  end: done\n'))


TOWN = "你在 {{ town }}。"


@pytest.mark.parametrize(
    ("before", "fine"),
    [
        ("set: {town: 深圳}\nnext: b", True),
        ("set: {situation: court}\nnext: b", False),
        ("ask: 哪里？\nsave: town\nexample: 深圳\nnext: b", False),
        ("ask: 哪里？\nsave: town\nchoices: {sz: {label: 深圳, goto: b}}\nend: done", True),
        ("ask: 哪里？\nsave: town\nchoices: {sz: {label: 深圳, goto: b, unknown: true}}\nend: done", False),
        ("ask: 哪里？\nsave: town\nchoices: {sz: {label: 深圳, goto: b, skip: true}}\nend: done", False),
        ("next:\n  - {when: town is known, goto: b}\n  - {else: c}", True),
        ("next:\n  - {when: town is not known, goto: c}\n  - {else: b}", True),
        ("next:\n  - {when: town is not known or ready is not known, goto: c}\n  - {else: b}", True),
        ("next:\n  - {when: town is not known and ready is not known, goto: c}\n  - {else: b}", False),
        ("set: {town: 深圳}\nask: 哪里？\nsave: town\nexample: 深圳\nnext: b", False),
    ],
)
def test_what_a_way_proves(before: str, fine: bool) -> None:
    """`set`, choices and rules prove; questions that may be skipped do not, and take back what was proved."""
    found = [c for c in says(TOWN, before) if c == "maybe-unknown"]
    assert found == ([] if fine else ["maybe-unknown"])


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("{% if town is known %}{{ town }}{% endif %}", True),
        ("{% if town is not known %}不知道{% else %}{{ town }}{% endif %}", True),
        ("{% if town == '深圳' %}{{ town }}{% endif %}", True),
        ("{% if town == '深圳' %}好{% else %}{{ town }}{% endif %}", False),
        ("{% if town is not known %}x{% elif ready %}{{ town }}{% endif %}", True),
        ("{{ town | or_else('你那里') }}", True),
        ("{{ afford | money }}", False),
        ("{% if afford is known %}{{ afford | money }}{% endif %}", True),
        ("{% if income is known and essentials is known %}{{ afford | money }}{% endif %}", True),
        ("{{ today | date }}", True),
        ("{{ count(debts) }}", True),
        ("{% if income is known %}{{ (income + essentials) | money }}{% endif %}", False),
        ("{{ -income }}", False),
        ("{% for d in debts %}{{ d.platform }}{% endfor %}", False),
        ("{% for d in debts %}{% if d.platform is known %}{{ d.platform }}{% endif %}{% else %}没有{% endfor %}", True),
    ],
)
def test_what_a_text_proves(text: str, fine: bool) -> None:
    """Guards in texts refine like rules; derived slots are known where what they rest on is."""
    found = [c for c in says(text, "next: b") if c == "maybe-unknown"]
    assert found == ([] if fine else ["maybe-unknown"])


def test_proved_derived_slots_prove_their_sources() -> None:
    """A derived slot without functions that is known proves what it rests on."""
    slots = SLOTS.replace("greatest(income - essentials, 0)", "income - essentials")
    files = steps('a:\n  say: "{% if afford is known %}{{ income | money }}{% endif %}"\n  end: done\n')
    assert codes({**files, "flows/slots.yaml": slots}) == []
    assert codes(files) == ["maybe-unknown"]


def test_unskippable_closed_questions_prove() -> None:
    """In a crisis flow a question that cannot be skipped and has no 不清楚 proves its slot."""
    body = """
        ideation:
          ask: 你安全吗？
          save: ready
          skippable: false
          choices: {yes: 安全, no: 不安全EXTRA}
          next: b
        b:
          say: "{{ ready | label }}"
          end: done
        """
    head = {"flow": "crisis", "start": "ideation", "head": "crisis: true"}
    assert codes(steps(body.replace("EXTRA", ""), **head)) == []
    assert codes(steps(body.replace("EXTRA", ", unsure: 说不清"), **head)) == ["maybe-unknown"]


def test_yes_no_by_choice() -> None:
    """`unsure` leads somewhere without a value."""
    body = """
        a:
          ask: 准备好了吗？
          save: ready
          choices:
            yes: {label: 好了, goto: b}
            unsure: {label: 说不清, goto: c}
          end: done
        b:
          say: "{{ ready | label }}"
          end: done
        c:
          say: "{{ ready | label }}"
          end: done
        """
    assert told(steps(body)) == ["maybe-unknown: 走到步骤 c 时，ready 可能还不知道"]


def test_calls_carry_facts_both_ways() -> None:
    """What is known at the call is known inside, what is set inside is known behind it; another caller may spoil it."""
    inner = steps('a:\n  say: "{{ town }}"\n  set: {people: 3}\n  end: done\n', flow="other")
    outer = steps('a:\n  set: {town: 深圳}\n  call: other\n  next: b\nb:\n  say: "{{ people }}"\n  end: done\n')
    assert codes({**inner, **outer}) == []
    twice = steps(
        "a:\n  next:\n    - {when: hour() > 3, goto: b}\n    - {else: c}\nb:\n  set: {town: 深圳}\n  call: other\n  end: done\nc:\n  call: other\n  end: done\n"
    )
    assert codes({**inner, **twice}) == ["maybe-unknown"]


def test_repeat_leaves_nothing_of_the_item() -> None:
    """Behind and inside `repeat` another item is current."""
    files = steps("""
        a:
          set: {debt.platform: 花呗}
          repeat:
            list: debts
            more: "除了 {{ debt.platform }} 还有吗？"
            fields:
              platform: {ask: "{{ debt.owed | money }} 是哪家？", example: 花呗}
          next: b
        b:
          ask: "{{ debt.platform }} 多少？"
          why: "{{ town }}"
          example: "{{ town }}"
          save: debt.owed
          end: done
        """)
    assert codes(files) == ["maybe-unknown"] * 5


def test_wording_and_handoff() -> None:
    """The engine's own sentences may be said at any time; a handoff's bubbles where it stands; documents are free."""
    wording = {"flows/wording.yaml": "echo: '记下 {{ read_back }} {{ town }}'\n"}
    assert "maybe-unknown: 说这句话时，town 可能还不知道" in told(wording)
    fact = "facts:\n  h1: {kind: hotline, name: 热线, number: '12348', purpose: 问, source: 公开, checked_on: 2026-11-20, confidence: high, display: true}\n"
    files = {**steps('a:\n  handoff: {to: h1, say: "{{ town }}"}\n  end: done\n'), "flows/facts/f.yaml": fact}
    assert "maybe-unknown: 走到步骤 a 时，town 可能还不知道" in told(files)


def rules(first: str) -> list[str]:
    body = f"a:\n  ask: 多久了？\n  save: overdue_days\n  example: 半个月\n  next:\n    - {{when: {first}, goto: b}}\n"
    return codes(steps(body + "    - {when: overdue_days > 3, goto: b}\n    - {else: b}\nb:\n  end: done\n"))


def test_next_must_name_the_unknown() -> None:
    """One rule with `is not known` (or `is known`) for the slot is enough; none is a mistake."""
    assert rules("overdue_days is not known") == []
    assert rules("overdue_days is known and hour() > 3") == []
    assert rules("ready is not known or overdue_days is not known") == []
    assert rules("ready is not known") == ["unknown-not-named"]


def test_derived_slots_are_named_by_their_sources() -> None:
    """A derived slot in `next` is named by itself or by all that it rests on."""
    body = "a:\n  next:\n    - {{when: {}, goto: b}}\n    - {{when: afford > 3, goto: b}}\n    - {{else: b}}\nb:\n  end: done\n"
    assert codes(steps(body.format("afford is not known"))) == []
    assert codes(steps(body.format("income is not known or essentials is not known"))) == []
    assert codes(steps(body.format("income is not known"))) == ["unknown-not-named"]

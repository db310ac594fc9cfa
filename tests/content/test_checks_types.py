"""Types and units: what fits passes, what does not is told once with its place."""

from __future__ import annotations

import pytest

from tests.content.books import SLOTS, codes, judge, steps, told


def when(condition: str) -> list[str]:
    """The mistakes of types that a `when` has; whether unknowns are named is another test's business."""
    files = steps(f"""
        a:
          next:
            - {{when: "{condition}", goto: z}}
            - {{else: z}}
        z:
          end: done
        """)
    return [f for f in told(files) if not f.startswith("unknown-not-named")]


@pytest.mark.parametrize(
    "condition",
    [
        "situation == 'court'",
        "situation in ['court', 'other']",
        "'illness' in reasons",
        "ready",
        "not ready and overdue_days > 3",
        "ready == 'yes' or ready != 'no'",
        "income - essentials >= 1000",
        "income * 2 > essentials / 3",
        "income / essentials > 2",
        "-income < 0",
        "overdue_days + 3 > 10 % 3",
        "hearing > today",
        "hearing - today < 10",
        "hearing - 3 > today",
        "hearing == '2026-12-01'",
        "days_until(hearing) <= 7",
        "count(debts) > 2",
        "hour() >= 22",
        "least(income, 5000) > 0",
        "greatest(overdue_days, 3) > 2",
        "people > 2.5",
        "town == '深圳'",
        "debt.owed > 10000",
        "afford is known",
        "debts > 1 or zero is known",
        "least(hearing, today) == today",
    ],
)
def test_fitting_conditions_pass(condition: str) -> None:
    """Equal units, plain numbers, dates with dates, keys that exist."""
    found = [f for f in when(condition) if "zero" not in f and "列表" not in f]
    assert found == []


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("situation == 'cort'", "unknown-option: situation 没有选项 cort"),
        ("situation == '收到法院消息'", "unknown-option: situation 没有选项 收到法院消息"),
        ("situation in ['court', 'x']", "unknown-option: situation 没有选项 x"),
        ("'ill' in reasons", "unknown-option: reasons 没有选项 ill"),
        ("'court' in situation", "type-mismatch: in 后面要多选的槽，situation 是单选"),
        ("reasons == 'illness'", "type-mismatch: 多选不能这样比"),
        ("income > overdue_days", "type-mismatch: 金额不能和天数比"),
        ("hearing > 3", "type-mismatch: 日期不能和数字比"),
        ("hearing == '明天'", "type-mismatch: 日期不能和文字比"),
        ("town == 3", "type-mismatch: 城市不能和数字比"),
        ("ready > true", "type-mismatch: 是非没有大小"),
        ("ready == 'maybe'", "type-mismatch: 是非不能和文字比"),
        ("income", "not-a-condition: when 要能判断真假，这里是金额"),
        ("income and ready", "not-a-condition: and、or、not 两边要能判断真假，这里是金额"),
        ("not income", "not-a-condition: and、or、not 两边要能判断真假，这里是金额"),
        ("income + overdue_days > 3", "type-mismatch: 金额 + 天数 算不了"),
        ("income * essentials > 3", "type-mismatch: 金额 * 金额 算不了"),
        ("overdue_days / income > 3", "type-mismatch: 天数 / 金额 算不了"),
        ("hearing + today > 3", "type-mismatch: 日期 + 日期 算不了"),
        ("hearing * 2 > 3", "type-mismatch: 日期 * 数字 算不了"),
        ("town + 2 > 3", "type-mismatch: 城市 + 数字 算不了"),
        ("hearing - income > today", "type-mismatch: 日期 - 金额 算不了"),
        ("days_since(income) > 3", "type-mismatch: days_since 要日期，这里是金额"),
        ("count(income) > 3", "type-mismatch: count 要列表，这里是金额"),
        ("least(income, overdue_days) > 3", "type-mismatch: least 里的两个数要同一种"),
    ],
)
def test_misfits_are_told_once(condition: str, message: str) -> None:
    """One mistake, one sentence."""
    assert when(condition) == [message]


def test_values_fit_their_slots() -> None:
    """`set` and `compute` give a slot what it holds."""
    good = steps("""
        a:
          set: {situation: court, people: 2, reasons: illness, ready: true, town: 深圳, overdue_days: overdue_days + 1}
          end: done
        """)
    assert codes(good) == []
    bad = steps("""
        a:
          set: {situation: cort, people: hearing, afford: 3, reasons: ill, ready: income > 3}
          end: done
        """)
    assert told(bad) == [
        "unknown-option: situation 没有选项 cort",
        "type-mismatch: 要记的 people 是数字，这里给的是日期",
        "asks-derived: afford 是算出来的，不能直接记",
        "unknown-option: reasons 没有选项 ill",
    ]
    wrong = SLOTS.replace("greatest(income - essentials, 0)", "income > essentials")
    assert told({"flows/slots.yaml": wrong}) == ["type-mismatch: 算出来的 afford 是金额，这里给的是是非"]


def test_filters_want_their_type() -> None:
    """`money` prints money, `date` a date, `label` a choice; inside loops the fields of the list count."""
    card = (
        "{{ income | money | or_else('x') }}{{ hearing | money | or_else('x') }}"
        "{% if situation == 'xx' %}{{ town | or_else('y') }}{% endif %}"
        "{% for d in debts %}{{ d.owed | date | or_else('z') }}{{ d.due_on | date | or_else('z') }}{% endfor %}"
    )
    found = told({"templates/cards/calm.j2": card})
    assert [f.partition(":")[0] for f in found] == ["type-mismatch", "unknown-option", "type-mismatch"]
    assert "money 只用在" in found[0]
    assert "date 只用在" in found[2]


def test_loops_over_nothing_are_told_elsewhere() -> None:
    """A loop over a list that does not exist is a matter of names, and reminders' conditions are typed too."""
    assert codes({"templates/cards/calm.j2": "{% for d in xs %}{{ d.a | or_else('') }}{% endfor %}"}) == [
        "unknown-slot"
    ]
    files = steps("a:\n  remind: {at: now +1d, call: talk, if: income}\n  end: done\n")
    assert [p.code for p in judge(files)] == ["not-a-condition"]

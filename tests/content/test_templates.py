"""Texts render purely and totally; hostile templates are refused when the edition is built."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.fact_reader import read_facts
from bot.content.facts import FactRegister
from bot.content.nodes import Source
from bot.content.problems import Problem, Problems
from bot.content.reader import scope_of
from bot.content.slot_reader import Slots, read_slots
from bot.content.template_reader import part_of, read_writing
from bot.content.templates import Kit, compile_text, reads_of
from bot.content.writing import Writing
from bot.content.yaml_reader import read as read_yaml
from bot.engine.flowbook import Text
from bot.engine.values import Unknown

SLOTS = """
slots:
  situation: {type: choice, label: 情况, options: {court: 法院消息, other: 别的事}}
  overdue_days: {type: days, label: 逾期天数}
  ok: {type: yes_no, label: 愿意}
  reasons: {type: choices, label: 原因, options: {illness: 生病, job_loss: 没工作}}
  income: {type: money, label: 收入}
  due: {type: date, label: 还款日}
  yearly: {type: rate, label: 年化}
lists:
  debts:
    alias: debt
    label: 债务
    maximum: 3
    key: platform
    fields: {platform: {type: platform, label: 平台}, owed: {type: money, label: 欠款金额}}
"""
FACTS = """
facts:
  h12348:
    {kind: hotline, name: 法律热线, number: "12348", purpose: 免费问, source: 官网, checked_on: 2026-11-20,
     expires_on: 2027-05-19, confidence: high, display: true, safe: 可问官网}
  h120:
    {kind: hotline, name: 急救, number: "12356", purpose: 急救, source: 公知, checked_on: 2026-11-20,
     expires_on: 2026-12-01, confidence: high, display: true, essential: true, safe: 找人}
  line:
    {kind: number, name: 参考线, value: "24", unit: "%", source: 文件, checked_on: 2026-11-20, confidence: medium,
     display: true, safe: 带账单去问}
  law:
    {kind: law, name: 某法, text: 原文, effective_from: 2027-01-01, source: 网, checked_on: 2026-11-20,
     confidence: high, display: true, safe: 以官方为准}
"""
NOW = dt.datetime(2026, 11, 20, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
VALUES: dict[str, object] = {
    "today": NOW.date(),
    "now": NOW,
    "situation": "court",
    "overdue_days": 18,
    "ok": True,
    "reasons": ("illness", "job_loss"),
    "income": Unknown("收入"),
    "due": dt.date(2026, 12, 5),
    "yearly": Decimal("28.96"),
    "debt": {"platform": "微粒贷", "owed": 12000},
    "debts": ({"platform": "微粒贷", "owed": 12000}, {"platform": "花呗", "owed": Unknown("欠款金额")}),
    "operator": {"name": "某某中心"},
    "read_back": "约 1.2 万元",
}


def tops() -> tuple[Slots, FactRegister]:
    problems = Problems()
    slots_top = read_yaml("flows/slots.yaml", SLOTS.encode(), problems)
    facts_top = read_yaml("flows/facts/x.yaml", FACTS.encode(), problems)
    assert slots_top is not None
    assert facts_top is not None
    slots, facts = read_slots(slots_top, problems), read_facts(facts_top, problems)
    assert not list(problems)
    return slots, FactRegister({f.id: f for f in facts})


DECLARED, REGISTER = tops()
SCOPE = scope_of(REGISTER.facts, DECLARED)
LABELS = {name: {o.key.text: o.label.text for o in slot.options} for name, slot in DECLARED.slots.items()}
KIT = Kit(DECLARED.slots, LABELS, {"debts": "debt"}, REGISTER)


def look(text: str, role: str = "bubble") -> tuple[Writing | None, list[Problem]]:
    problems = Problems()
    place = part_of(Source.of("templates/x.j2", text), 0)
    return read_writing(text, place, role, SCOPE, problems), list(problems)


def written(text: str, role: str = "bubble") -> Writing:
    writing, problems = look(text, role)
    assert not problems
    assert writing is not None
    return writing


def compiled(text: str, role: str = "bubble") -> Text:
    return compile_text(written(text, role), KIT)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("你好", "你好"),
        ("{{ debt.platform }}欠 {{ debt.owed | money }}", "微粒贷欠 1.2 万元"),
        ("{{ overdue_days | days }}、{{ overdue_days }}", "18 天、18"),
        ("{{ due | date }} {{ due }}", "12 月 5 日 12 月 5 日"),
        ("{{ yearly | rate }}", "28.96%"),
        ("{{ situation | label }}、{{ situation }}", "法院消息、法院消息"),
        ("{{ ok }}", "是"),
        ("{{ reasons }}；{{ reasons | join('和') }}；{{ reasons | label | join }}", "生病、没工作；生病和没工作；生病、没工作"),
        ("{{ income | money }}", "〔收入〕"),
        ("{{ income | money | or_else('还没填') }}", "还没填"),
        ("{{ income | or_else('还没填') | money }}", "还没填"),
        ("{{ (income - 5) | money }}", "〔收入〕"),
        ("{{ (overdue_days + 2) | days }}", "20 天"),
        ("{{ overdue_days | join('、') }}", "18"),
        ("{{ debt.owed | or_else('x') | money }}", "1.2 万元"),
        ("{{ count(debts) }} 家，{{ debts }}", "2 家，2"),
        ("{{ hour() }}", "10"),
        ("{{ read_back }}", "约 1.2 万元"),
        ("{{ operator.name }}{{ operator.contact }}", "某某中心〔联系方式〕"),
        ("{{ nobody.home }}{{ nothing }}", ""),
        ("{{ today }}", "11 月 20 日"),
        ("{% if overdue_days > 10 %}久{% elif overdue_days %}中{% else %}短{% endif %}", "久"),
        ("{% if income > 10 %}有{% else %}不知道{% endif %}", "不知道"),
        ("{% if income is known %}有{% endif %}", ""),
        ("{% for d in debts %}{{ loop.index }} {{ d.platform }} {{ d.owed | money }}\n{% endfor %}", "1 微粒贷 1.2 万元\n2 花呗〔欠款金额〕"),
        ("{% for d in nobody %}x{% else %}没有{% endfor %}", "没有"),
        ("a\n\n\n\n\nb\n", "a\n\nb"),
        ("甲{# 注释 #}乙", "甲乙"),
        ("{{ fact.h12348.name }}：{{ fact.h12348.number }}", "法律热线：12348"),
        ("{{ fact.line.value }}", "24%"),
        ("{{ fact.law.name }}说：{{ fact.law.text }}。", "以官方为准说：。"),
        ("{% if fact.law.text is known %}有{% else %}无{% endif %}{% if fact.line.value is known %}有{% endif %}", "无有"),
        ("{% for d in debts %}{% if d.owed is not known %}{{ d.platform }}{% endif %}{% endfor %}", "花呗"),
    ],
)  # fmt: skip
def test_prints(text: str, printed: str) -> None:
    """What an editor writes prints what an editor expects."""
    assert compiled(text).render(VALUES) == printed


def test_documents_mark_what_is_missing() -> None:
    """In a document an unknown prints 〔请补：label〕, inside loops and sums too."""
    text = compiled(
        "{{ income | money }}；{% for d in debts %}{{ d.owed | money }}，{% endfor %}{{ debt.none }}", "document"
    )
    assert text.render(VALUES) == "〔请补：收入〕；1.2 万元，〔请补：欠款金额〕，"
    assert text.render({}) == "〔请补：收入〕；"


def test_a_label_missing_from_the_values_comes_from_the_slot() -> None:
    """Values that lack a name print its label all the same."""
    assert compiled("{{ overdue_days | days }}{{ debt.owed }}").render({}) == "〔逾期天数〕〔欠款金额〕"


def test_facts_follow_the_clock() -> None:
    """After its last day a fact gives its safe wording, once; an essential one stays and says so."""
    text = compiled("{{ fact.h12348.name }}{{ fact.h12348.number }}，{{ fact.h120.number }}")
    later = {**VALUES, "today": dt.date(2027, 6, 1)}
    assert text.render(later) == "可问官网，12356（打不通请拨 110／120）"
    assert text.render({}) == "可问官网，12356（打不通请拨 110／120）"
    assert (
        compiled("{{ fact.law.effective_from | or_else('无') }}").render({"today": dt.date(2027, 2, 1)}) == "2027-01-01"
    )


def test_reads_names_slots_lists_and_facts() -> None:
    """A text knows what it looks at; loop names stand for their list."""
    text = written(
        "{{ debt.owed }}{% for d in debts %}{{ d.platform }}{{ loop.index }}{% endfor %}{% if ok %}{{ fact.line.value }}{% endif %}"
    )
    assert reads_of(text.parts, KIT) == {"debt.owed", "debts", "debt.platform", "ok", "fact.line.value"}


HOSTILE = """
{{ ''.__class__.__mro__ }} | {{ situation.__class__ }} | {{ situation.upper() }} | {{ self }}{{ self.x() }}
{{ cycler.__init__.__globals__ }} | {{ lipsum.__globals__['os'].popen('id').read() }} | {{ range(999999999) }}
{{ 'a' * 999999999 }} | {{ 'a' ~ 'b' }} | {{ 2 ** 999999 }} | {{ '%999999999d' % 1 }} | {{ situation|attr('x') }}
{{ situation|map('upper')|list }} | {{ situation|center(99999999) }} | {{ situation|format(1) }} | {{ [1,2] }}
{% include 'x' %} | {% import 'x' as y %} | {% from 'x' import y %} | {% extends 'x' %} | {% block b %}{% endblock %}
{% macro m() %}{% endmacro %} | {% call x() %}{% endcall %} | {% set x = 1 %} | {% set x %}y{% endset %}
{% filter upper %}x{% endfilter %} | {% with %}{% endwith %} | {% autoescape true %}x{% endautoescape %}
{% raw %}{{ x }}{% endraw %} | {% do x %} | {% for a, b in debts %}{% endfor %} | {% for a in 'abc' %}{% endfor %}
{% for a in range(9) %}{% endfor %} | {% for a in debts if a %}{% endfor %} | {% for a in debts recursive %}{% endfor %}
{% for loop in debts %}{% endfor %} | {{ x if y else z }} | {{ x[0] }} | {{ x[1:2] }} | {{ {'a': 1} }} | {{ 1 }} | {{ 'x' }}
{{ x is callable }} | {{ x|default('y') }} | {{ x|or_else(1) }} | {{ x|or_else('a', 'b') }} | {{ x|money('y') }} | {{ x|join(d='y') }}
{{ | {% if %} | {% if x %} | {% endif %} | {{ x | }} | {{ x | 'y' }} | {{ x y }} | {# open | {{ é }} | {{ x.é }} | {{ fact }} | {{ fact.h12348 }}
{{ fact.nobody.number }} | {{ fact.h12348.colour }} | {{ operator }} | {{ operator.x }} | {{ operator.name.x }} | {{ fact.a.b.c }}
{{ x | join('{{') }} }} | {{ x | or_else('打 12356') }} | 打 12356 吧 | 24% | a.com
""".replace("\n", " | ").split(" | ")  # read as lines by people


@pytest.mark.parametrize("text", [t.strip() for t in HOSTILE if t.strip()])
def test_hostile_or_wrong_templates_are_refused(text: str) -> None:
    """Everything that the language has not is a problem with a place and a remedy, and nothing is rendered."""
    _, problems = look(text)
    assert problems
    assert all(p.remedy and p.line == 1 and 1 <= p.col <= len(text) + 1 for p in problems)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("你好｛｛ debt.owed ｝｝", "｛｛ 是全角的"),
        ("｛% if x %｝", "｛% 是全角的"),
        ("欠{ debt.owed }元", "只有一个大括号"),
        ("欠{debt.owed}元", "写成两个：{{ debt.owed }}"),
        ("{{ 1/0 }}", "只有一个固定的值"),
        ("{{ -1 }}", "只有一个固定的值"),
        ("{{ fact.h12348 }}", "没有写明要事实 h12348 的哪一项"),
    ],
)
def test_slips_that_would_be_printed_as_they_stand_are_told(text: str, told: str) -> None:
    """Braces of a Chinese keyboard, one brace for two, a sum without a slot: nobody reads them as the borrower would."""
    assert told in " ".join(f"{p.message} {p.remedy}" for p in look(text)[1])


def test_deep_and_long_templates_are_refused() -> None:
    """Nesting and length are bounded, in time and memory."""
    for text in [
        "{% if a %}" * 9 + "x" + "{% endif %}" * 9,
        "{% if a %}" * 3000 + "{% endif %}" * 3000,
        "{% for a in debts %}" * 3 + "{% endfor %}" * 3,
        "x" * 16_001,
        "{{ " + "(" * 3000 + " }}",
        "{{ a" + " + a" * 3000 + " }}",
        "{% if a %}x" + "{% elif a.b.c %}x" * 20 + "{% endif %}",
    ]:
        assert look(text)[1]


def test_output_is_bounded() -> None:
    """A text never grows beyond its limit, whatever the values."""
    text = compiled("{% for a in debts %}{% for b in debts %}{{ a.platform }}{% endfor %}{% endfor %}")
    many = tuple({"platform": "某" * 900} for _ in range(300))
    assert len(text.render({**VALUES, "debts": many})) == 16_000


def test_a_failing_place_is_left_out() -> None:
    """A value that cannot be printed leaves a gap, never an exception."""

    class Bad(dict[str, object]):
        def get(self, *_: object) -> object:
            raise KeyError("nobody")

    assert compiled("甲{{ debt.owed | money }}乙").render({"debt": Bad()}) == "甲乙"


def test_values_of_odd_types_print_nothing() -> None:
    """Objects, floats and mappings are no values."""
    assert compiled("{{ situation }}").render({"situation": object()}) == "〔情况〕"
    assert compiled("{{ income | money }}").render({"income": 1.5}) == "〔收入〕"
    assert compiled("{{ reasons | join }}").render({"reasons": (1, 2)}) == ""


PIECES = ["{{ debt.owed | money }}", "{{ ", " }}", "{% if ok %}", "{% endif %}", "{% for d in debts %}", "{% endfor %}"]
PIECES += [
    "{{ d.platform }}",
    "字",
    "|",
    "or_else('x')",
    "\n",
    "{#",
    "#}",
    "{{ fact.h12348.number }}",
    "{% else %}",
    "-%}",
    "12356",
]
VALUE = (
    st.none()
    | st.integers()
    | st.text(max_size=5)
    | st.decimals()
    | st.booleans()
    | st.dates()
    | st.tuples(st.text(max_size=3))
)


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.dictionaries(st.sampled_from(list(VALUES)), VALUE)
)
def test_any_template_and_values(text: str, values: dict[str, object]) -> None:
    """Any template is problems or a text that renders, bounded and alike each time, for any values."""
    writing, _ = look(text)
    if writing is not None:
        for role in ("bubble", "document"):
            made = compile_text(Writing(text, writing.at, writing.parts, role), KIT)
            assert made.render(values) == made.render(dict(values))
            assert len(made.render({**VALUES, **values})) <= 16_000


PAYLOADS = ["{{ 1337 * 1337 }}", "{% set x = 1 %}", "${7*7}", "{{ self }}", "<script>", "%s", "{0}", "#{x}", "{{", "}}"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_person_says_is_only_a_value(payload: str) -> None:
    """Words of a person are printed as they are and never read as a template."""
    assert compiled("你说{{ debt.platform }}").render({"debt": {"platform": payload}}) == f"你说{payload}"


def test_an_error_names_its_line_and_column() -> None:
    """A mistake deep in a template file is told at its line and column."""
    _, problems = look("第一行\n第二行 {{ debt.owed | mony }}\n{% if ok %}\n  {{ fact.nix.number }}\n{% endif %}\n")
    assert [(p.line, p.col, p.code) for p in problems] == [(2, 20, "unknown-filter"), (4, 6, "unknown-fact")]

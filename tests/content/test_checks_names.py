"""Names that lead nowhere are told with a guess; names that exist are not."""

from __future__ import annotations

from tests.content.books import BOOK, codes, judge, steps, told

END = "z:\n  end: done\n"


def remedies(files: dict[str, str]) -> list[str]:
    return [p.remedy for p in judge(files)]


def test_the_base_is_good() -> None:
    """The book of these tests has no problem of its own."""
    assert judge({}) == ()


def test_steps_and_flows_are_guessed() -> None:
    """A step is looked for in its flow, a flow among the flows; a flow without a step gets `.start`."""
    files = steps("""
        a:
          ask: 哪一种？
          save: situation
          choices:
            court: {label: 法院, goto: zz}
            other: {label: 别的, goto: talk.begni}
          next: tlk.begin
        z:
          end: done
        """)
    assert told(files) == [
        "unknown-step: 流程 home 里没有叫 zz 的步骤",
        "unknown-step: 流程 talk 里没有叫 begni 的步骤",
        "unknown-flow: 没有流程 tlk",
    ]
    assert remedies(files) == ["是不是想写 z？", "是不是想写 begin？", "是不是想写 talk？"]
    assert remedies(steps("a:\n  next: talk\n")) == ["要去流程 talk，写 talk.start"]


def test_calls_name_flows_only() -> None:
    """`call` takes a flow, not a place."""
    assert remedies(steps("a:\n  call: talk.begin\n  end: done\n")) == ["这里只写流程名 talk；要去某一步用 goto"]
    assert remedies(steps("a:\n  call: xyz\n  end: done\n")) == ["先建这个流程文件，或改成已有的流程"]


def test_routes_must_be_full() -> None:
    """The book's routes name flow and step, documents and interrupts' flows that exist."""
    files = {"flows/book.yaml": BOOK.replace("talk: talk.start", "talk: talk").replace("scripts/call", "scripts/xy")}
    found = [f for f in told(files) if not f.startswith("unreachable")]
    assert found[0] == "unknown-step: 这里要写全：talk 不是 流程.步骤"
    assert found[1:] == ["unknown-document: 没有话术或文书 scripts/xy"] * 3
    files = {"flows/book.yaml": BOOK.replace("talk: talk.start", "talk: nowhere")}
    assert "写成 流程.步骤" in remedies(files)
    files = {"flows/interrupts.yaml": "interrupts:\n  thanks: {whole: [谢谢], call: thanx}\n"}
    assert told(files) == ["unknown-flow: 插话的流程 thanx 不存在"]


def test_slots_of_lists_want_their_alias() -> None:
    """A field without its alias, a list name for the alias, and a near miss are all guessed."""
    files = steps("""
        a:
          ask: 欠多少？
          example: 一万
          save: owed
          next: b
        b:
          ask: 欠多少？
          example: 一万
          save: debts.owed
          next: c
        c:
          set: {peple: 3}
          say: "{{ townn | or_else('x') }}{% if incom is known %}有{% endif %}"
          end: done
        """)
    assert remedies(files) == [
        "是不是想写 debt.owed？",
        "写成 debt.owed",
        "是不是想写 people？",
        "是不是想写 town？",
        "是不是想写 income？",
    ]


def test_unknown_names_in_conditions() -> None:
    """`when` and `if` read declared slots only."""
    files = steps("""
        a:
          remind: {at: now +1d 10:00, call: talk, if: redy}
          next:
            - {when: zzzz is known, goto: z}
            - {else: z}
        z:
          end: done
        """)
    assert told(files) == ["unknown-slot: 没有槽 redy", "unknown-slot: 没有槽 zzzz"]


def test_loops_bring_their_item() -> None:
    """Inside a loop the item's fields are known names; others are told, and so is a list that does not exist."""
    good = "{% for d in debts %}{{ loop.index }} {{ d.platform | or_else('某家') }}{% else %}没有{% endfor %}"
    assert codes({"templates/cards/calm.j2": good}) == []
    bad = "{% for d in debts %}{% if d.xx is known %}{{ d.platfrm | or_else('x') }}{% endif %}{% endfor %}"
    found = told({"templates/cards/calm.j2": bad})
    assert set(found) >= {"unknown-slot: 列表 debts 没有 xx 这一项", "unknown-slot: 列表 debts 没有 platfrm 这一项"}
    assert told({"templates/cards/calm.j2": "{% for d in debtz %}好{% endfor %}"}) == ["unknown-slot: 没有列表 debtz"]


def test_repeat_names_a_list_and_its_fields() -> None:
    """`repeat` asks fields of a declared list."""
    files = steps("""
        a:
          repeat:
            list: debts
            more: 还有吗？
            fields:
              platfrm: {ask: 哪家？, example: 花呗}
          next: b
        b:
          repeat:
            list: debt
            more: 还有吗？
            fields:
              platform: {ask: 哪家？, example: 花呗}
          end: done
        """)
    assert told(files) == ["unknown-slot: 列表 debts 没有 platfrm 这一项", "unknown-slot: 没有列表 debt"]


def test_cards_and_documents() -> None:
    """Cards and documents must have been written."""
    files = steps("""
        a:
          say: [{card: calm}, {card: kalm}]
          document: letters/none
          end: done
        """)
    assert told(files) == ["unknown-card: 没有卡片 kalm", "unknown-document: 没有话术或文书 letters/none"]


def test_reminders_count_from_a_date() -> None:
    """A reminder counts from now, the next working day or a slot that is a date."""
    body = "a:\n  ask: 要提醒吗？\n  save: ready\n  consent: reminders_v1\n  next: b\nb:\n  remind: {{at: {} -3d 10:00, call: {}, if: ready}}\n  end: done\n"
    assert codes(steps(body.format("hearing", "talk"))) == []
    assert codes(steps(body.format("next_working_day", "talk"))) == []
    assert told(steps(body.format("people", "talk"))) == ["type-mismatch: people 不是日期"]
    assert told(steps(body.format("herring", "tlk"))) == [
        "unknown-slot: 提醒的时间里没有 herring",
        "unknown-flow: 提醒的流程 tlk 不存在",
    ]


def test_heads_of_flows() -> None:
    """`start`, `landing`, `progress` and guarantees name steps of the flow."""
    head = "landing: lnd\nprogress: [a, q]\nguarantees:\n  - {before: x, through: a}"
    found = told(steps("a:\n  end: done\n", head=head))
    assert found == [
        "unknown-step: 流程 home 里没有叫 lnd 的步骤",
        "unknown-step: 流程 home 里没有叫 q 的步骤",
        "unknown-step: 流程 home 里没有叫 x 的步骤",
    ]
    assert "unknown-step: 流程 home 里没有叫 b 的步骤" in told(steps("a:\n  end: done\n", start="b"))


def test_computed_slots_read_slots() -> None:
    """A derived slot reads what is declared."""
    slots = "slots:\n  ready: {type: yes_no, label: 好}\n  twice: {type: number, label: 双, compute: peopel * 2}\n"
    assert "unknown-slot: 没有槽 peopel" in told({"flows/slots.yaml": slots})


def test_former_names() -> None:
    """`was` names nothing that is in use, and nothing twice."""
    files = steps("""
        a:
          was: [b, old]
          ask: 哪一种？
          save: situation
          choices:
            court: {label: 法院, was: [other]}
            other: 别的
          next: b
        b:
          was: [old]
          end: done
        """)
    assert told(files) == [
        "was-in-use: 旧名 b 现在还是一个步骤的名字",
        "was-in-use: 旧名 other 现在还是一个选项的名字",
        "was-in-use: 旧名 old 写了两次",
    ]
